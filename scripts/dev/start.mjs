import { existsSync } from 'node:fs'
import { runNode } from './child.mjs'
import { at } from './places.mjs'
import { Stop } from './stop.mjs'

/** The demo county, unless this is production. */
export function start() {
  const serve = at('src', 'main', 'serve.ts')
  if (!existsSync(serve)) throw new Stop('There is no server yet: src/main/serve.ts')
  const production = process.env.NODE_ENV === 'production'
  return runNode(['--import', 'tsx', serve], { DOUDI_DEMO: process.env.DOUDI_DEMO ?? (production ? '0' : '1') })
}
