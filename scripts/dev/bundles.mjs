import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { at, digest, readIfThere, root } from './places.mjs'
import { Stop } from './stop.mjs'

/** The chapters that reach a browser; what the others hold cannot change a bundle. */
const sources = ['foundation', 'wording', 'policy', 'contract', 'pages', 'desk'].map((chapter) => at('src', chapter))
const stamp = at('dist', '.stamp')

/** Builds the browser's files when what they are made of has changed. */
export async function buildBundles() {
  const configs = readdirSync(root)
    .filter((name) => /^vite(\.[\w-]+)?\.config\.ts$/.test(name))
    .sort()
  if (configs.length === 0) return
  const inputs = [...configs.map((name) => at(name)), at('package-lock.json'), at('tsconfig.json'), ...sources]
  const now = digest(inputs)
  if (readIfThere(stamp) === now) return
  const vite = at('node_modules', 'vite', 'bin', 'vite.js')
  if (!existsSync(vite)) throw new Stop('The browser files are out of date and vite is not installed: run npm ci')
  console.log('Building the staff application … 正在构建')
  for (const config of configs) {
    const args = [vite, 'build', '--config', config, '--logLevel', 'warn']
    // A build for a browser is the same whatever the server's mode.
    const env = { ...process.env, NODE_ENV: 'production' }
    const run = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env })
    if (run.status !== 0) throw new Stop(`The build failed: vite build --config ${config}`)
  }
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, now)
}
