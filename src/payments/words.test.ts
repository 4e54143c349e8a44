import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { canSay, namespaces, say, sayRefusal } from '../wording/index.ts'
import { returnReasons } from './bank-file.ts'

const folder = new URL('./', import.meta.url)
const sources = readdirSync(folder, { encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n')

test('every refusal of the money is said in Chinese and English', () => {
  const codes = new Set([...sources.matchAll(/refuse\(\s*'([a-z0-9-]+)'/g)].map(([, code]) => code!))
  for (const [, what] of sources.matchAll(/problem\(\s*'([a-z-]+)'/g)) codes.add(`bank-file-${what}`)
  expect(codes.size).toBeGreaterThan(50)
  for (const code of codes) {
    expect(canSay(`refusals:${code}`), code).toBe(true)
    expect(sayRefusal('en', code)).not.toBe(sayRefusal('en', 'unknown', { code }))
  }
})

test('every event and every reason of a bank has words in both languages', () => {
  const keys = new Set([...sources.matchAll(/payments:timeline\.[a-z-]+/g)].map(([key]) => key))
  expect(keys.size).toBeGreaterThan(3)
  for (const key of [...keys, ...returnReasons.map((reason) => `payments:bank.${reason}`)]) {
    expect(canSay(key), key).toBe(true)
    expect(say('en', key)).not.toBe(key)
  }
  const { payments } = namespaces
  expect(Object.keys(payments!.en).sort()).toEqual(Object.keys(payments!.zh).sort())
})
