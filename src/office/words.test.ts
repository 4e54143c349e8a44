import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { canSay } from '../wording/index.ts'
import { documentKinds } from './document-data.ts'
import { chinesePunctuation } from './punctuation.ts'

const sources = readdirSync(new URL('.', import.meta.url)).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
)

test('every refusal this chapter can give has its words, and every paper its name', () => {
  const codes = sources.flatMap((name) =>
    [...readFileSync(new URL(name, import.meta.url), 'utf8').matchAll(/refuse\('([a-z-]+)'/g)].map(
      (match) => match[1]!,
    ),
  )
  expect(new Set(codes).size).toBeGreaterThan(20)
  const all = [...codes, 'file-kind', 'file-broken', 'picture-too-large', 'letter-without-reasons', 'notice-leaks']
  expect(all.filter((code) => !canSay(`refusals:${code}`))).toEqual([])
  expect(documentKinds.filter((kind) => !canSay(`office:title-${kind}`))).toEqual([])
})

test.each([
  ['月收入2,280元(740元×3人),超出', '月收入2,280元（740元×3人），超出'],
  ['见表(3)', '见表（3）'],
  ['14:02 到', '14:02 到'],
  ['电话:0999-1234567', '电话：0999-1234567'],
  ['网址https://a.example/x?y=1', '网址https://a.example/x?y=1'],
  ['(a, b)', '(a, b)'],
  ['甲((乙)丙)', '甲（（乙）丙）'],
  ['𬱖,好', '𬱖，好'],
])('half-width marks in Chinese become full-width, digits and addresses keep theirs: %s', (given, tidy) => {
  expect(chinesePunctuation(given)).toBe(tidy)
})
