import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { refusals } from './household.ts'

const folder = new URL('../household/', import.meta.url)
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n')

test('no refusal is explained that nobody gives', () => {
  for (const code of Object.keys(refusals.zh))
    if (!/^(name|identity-number)-/.test(code)) expect(sources.includes(`'${code}'`), code).toBe(true)
})

test('both languages put the same values into a refusal', () => {
  expect(Object.keys(refusals.en).sort()).toEqual(Object.keys(refusals.zh).sort())
  const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, hole]) => hole).sort()
  for (const [key, text] of Object.entries(refusals.zh))
    expect(holes(refusals.en[key as keyof typeof refusals.en]), key).toEqual(holes(text))
})
