#!/usr/bin/env node
import { findBrowser } from './dev/browser.mjs'
/**
 * What `npm start` and `npm test` do on a bare clone. Plain Node, nothing to install first.
 *
 *   start     install what is missing, build the staff application, serve the demo county on http://localhost:3000
 *   test      everything, browser tests included; `--unit` without the browser; `--crash` the long kill tests;
 *             further words are passed on as file filters
 *   prepare   only what comes before: packages, browser, build
 *   reset     throw the demo's database and files away
 *
 * Knobs: DATABASE_URL, PG_BIN, DATA_DIR, PORT, CHROMIUM_PATH.
 */
import { buildBundles } from './dev/bundles.mjs'
import { installPackages } from './dev/packages.mjs'
import { resetDemo } from './dev/reset.mjs'
import { start } from './dev/start.mjs'
import { Stop } from './dev/stop.mjs'
import { runTests } from './dev/tests.mjs'

const verbs = {
  async start() {
    refuseHalfProduction()
    await installPackages({ forTests: false })
    await buildBundles()
    return start()
  },
  async test(args) {
    await installPackages({ forTests: true })
    if (!args.includes('--unit')) findBrowser()
    await buildBundles()
    return runTests(args)
  },
  async prepare() {
    await installPackages({ forTests: true })
    findBrowser()
    await buildBundles()
    return 0
  },
  async reset() {
    return resetDemo()
  },
}

/** Said before half a minute of installing, not after. */
function refuseHalfProduction() {
  if (process.env.NODE_ENV === 'production' && !process.env.DATABASE_URL) {
    throw new Stop(
      'NODE_ENV=production needs DATABASE_URL (PostgreSQL 15 or later); the embedded server is for trying things out. 生产环境必须设置 DATABASE_URL。',
    )
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Stop(`Doudi needs Node 20.19 or later; this is ${process.versions.node}. 需要 Node 20.19 或更高版本。`)
}

const [verb = '', ...args] = process.argv.slice(2)
try {
  checkNode()
  if (!Object.hasOwn(verbs, verb)) throw new Stop(`Usage: node scripts/dev.mjs ${Object.keys(verbs).join('|')}`, 2)
  process.exitCode = await verbs[verb](args)
} catch (error) {
  if (!(error instanceof Stop)) throw error
  console.error(error.message)
  process.exitCode = error.exitCode
}
