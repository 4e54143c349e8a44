import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { timelineText } from '../household/index.ts'
import { canSay, namespaces, sayRefusal } from '../wording/index.ts'
import { reasons } from './award.ts'

const folder = new URL('./', import.meta.url)
const sources = readdirSync(folder, { encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n')

test('every refusal of an award is said in Chinese and English', () => {
  const codes = new Set([...sources.matchAll(/refuse\(\s*'([a-z0-9-]+)'/g)].map(([, code]) => code!))
  expect(codes.size).toBeGreaterThan(8)
  for (const code of codes) {
    expect(canSay(`refusals:${code}`), code).toBe(true)
    expect(sayRefusal('en', code)).not.toBe(sayRefusal('en', 'unknown', { code }))
  }
})

test('every reason an amount may have has words, and so has every act on the timeline', () => {
  for (const reason of [...reasons, 'unexplained']) expect(canSay(`benefits:reason.${reason}`), reason).toBe(true)
  for (const kind of ['start', 'adjust', 'suspend', 'resume', 'stop'])
    expect(canSay(`benefits:timeline.${kind}`), kind).toBe(true)
  const { benefits } = namespaces
  expect(Object.keys(benefits!.en).sort()).toEqual(Object.keys(benefits!.zh).sort())
  const event = {
    text: 'benefits:timeline.adjust',
    values: { from: '2025-03', monthly: '450', reason: 'benefits:reason.income-changed' },
  }
  expect(timelineText('zh', event)).toBe('从2025-03起每月改为 450 元(收入变化)。')
})
