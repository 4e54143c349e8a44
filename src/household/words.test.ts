import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { canSay, namespaces, say, sayRefusal } from '../wording/index.ts'
import { suspicionKinds } from './roster/check.ts'
import { noteCodes, problemCodes } from './roster/families.ts'
import { timelineKinds, timelineText } from './timeline.ts'

const folder = new URL('./', import.meta.url)
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n')

test('every refusal of this chapter is said in Chinese and English', () => {
  const codes = new Set([...sources.matchAll(/refuse\(\s*'([a-z0-9-]+)'/g)].map(([, code]) => code!))
  expect(codes.size).toBeGreaterThan(50)
  for (const code of codes) {
    expect(canSay(`refusals:${code}`), code).toBe(true)
    expect(sayRefusal('en', code)).not.toBe(sayRefusal('en', 'unknown', { code }))
  }
})

test('Chinese and English have the same keys', () => {
  const { household } = namespaces
  expect(Object.keys(household!.en).sort()).toEqual(Object.keys(household!.zh).sort())
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
