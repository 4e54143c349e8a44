import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Stop } from './stop.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']
const elsewhere = [
  '/usr/lib/chromium/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const packages = 'chromium fonts-noto-cjk'
const command = `apt-get update && apt-get install -y --no-install-recommends ${packages}`

/** Leaves CHROMIUM_PATH set for the tests, installing Debian's Chromium and a Chinese font where that is allowed. */
export function findBrowser() {
  if (process.env.CHROMIUM_PATH && !isProgram(process.env.CHROMIUM_PATH)) {
    throw new Stop(`CHROMIUM_PATH is not a program: ${process.env.CHROMIUM_PATH}`)
  }
  const complete = () => search() !== null && hasChineseFont()
  if (!complete() && isRoot() && onPath('apt-get')) install()
  const browser = search()
  if (browser === null) {
    throw new Stop(
      `The browser tests need Chromium and a Chinese font. Run this once, then npm test again:\n  ${isRoot() ? command : `sudo sh -c '${command}'`}\nOr name a Chromium of yours in CHROMIUM_PATH. Without a browser: npm run test:unit`,
    )
  }
  if (!hasChineseFont()) {
    console.log(`No Chinese font found: screenshots will show boxes. sudo apt-get install -y fonts-noto-cjk`)
  }
  process.env.CHROMIUM_PATH = browser
}

function search() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  for (const name of names) {
    const found = onPath(name)
    if (found) return found
  }
  return elsewhere.find(isProgram) ?? null
}

function onPath(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder && isProgram(join(folder, name))) return join(folder, name)
  }
  return null
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function hasChineseFont() {
  if (process.platform !== 'linux') return true
  const list = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' })
  if (list.status === 0) return list.stdout.trim() !== ''
  return existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')
}

const isRoot = () => process.getuid?.() === 0

function install() {
  console.log(`Installing Debian packages for the browser tests: ${packages} …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const run = spawnSync('sh', ['-c', command], { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], env })
  if (run.status === 0 || search() !== null) return
  const why = run.stderr.split('\n').filter((line) => /^E:/.test(line))
  throw new Stop(
    `Chromium could not be installed (${why[0] ?? 'apt-get failed'}). Without a browser: npm run test:unit`,
  )
}
