#!/usr/bin/env node
// `doudi <noun> <verb>`: the compiled command line where there is one, else the sources through tsx.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const compiled = new URL('../dist/server/src/main/cli.js', import.meta.url)
if (!existsSync(fileURLToPath(compiled))) {
  const { register } = await import('tsx/esm/api')
  register()
  await import('../src/main/cli.ts')
} else await import(compiled.href)
