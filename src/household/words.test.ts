import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { en, refusals, zh } from '../wording/household.ts'
import { canSay, say, sayRefusal } from '../wording/index.ts'
import { suspicionKinds } from './roster/check.ts'
import { noteCodes, problemCodes } from './roster/families.ts'
import { timelineKinds, timelineText } from './timeline.ts'

const folder = new URL('./', import.meta.url)
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n')

test('every refusal of this chapter is said in Chinese and English, and every text is used', () => {
  const codes = new Set([...sources.matchAll(/refuse\(\s*'([a-z0-9-]+)'/g)].map(([, code]) => code!))
  expect(codes.size).toBeGreaterThan(50)
  for (const code of codes) expect(canSay(`refusals:${code}`), code).toBe(true)
  for (const code of [...codes]) expect(sayRefusal('en', code)).not.toBe(code)
  for (const code of Object.keys(refusals.zh))
    if (!/^(name|identity-number)-/.test(code)) expect([...codes], code).toContain(code)
})

test('Chinese and English have the same keys and the same values in them', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
  expect(Object.keys(refusals.en).sort()).toEqual(Object.keys(refusals.zh).sort())
  const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, hole]) => hole).sort()
  for (const [key, text] of Object.entries(refusals.zh))
    expect(holes(refusals.en[key as keyof typeof refusals.en]), key).toEqual(holes(text))
})

test('every event this chapter tells has words, and so has every kind of the filter', () => {
  const keys = new Set([...sources.matchAll(/household:timeline\.[a-z-]+/g)].map(([key]) => key))
  expect(keys.size).toBeGreaterThan(10)
  for (const key of keys) expect(canSay(key), key).toBe(true)
  for (const kind of timelineKinds) expect(canSay(`household:timeline-kind.${kind}`), kind).toBe(true)
})

test('codes inside an event are said in words', () => {
  const event = { text: 'household:timeline.member-left', values: { why: 'household:left.death' } }
  expect(timelineText('zh', event)).toBe('家庭成员离开(去世)')
  expect(timelineText('en', event)).toBe('A member left (death)')
  expect(say('zh', 'household:source.adopted')).toBe('采用')
})

test('every problem, note and suspicion of a roster is said, and how to mend it', () => {
  for (const code of problemCodes) {
    expect(canSay(`household:roster.problem.${code}`), code).toBe(true)
    expect(canSay(`household:roster.mend.${code}`), code).toBe(true)
  }
  for (const code of noteCodes) expect(canSay(`household:roster.note.${code}`), code).toBe(true)
  for (const kind of suspicionKinds) expect(canSay(`household:roster.suspicion.${kind}`), kind).toBe(true)
})
