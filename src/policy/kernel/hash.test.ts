import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, contentHash, sha256 } from './hash.ts'

test('SHA-256 is the standard one, for any text and length', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  const theirs = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
    const text = '兜'.repeat(length)
    expect(sha256(text)).toBe(theirs(text))
    expect(sha256('x'.repeat(length))).toBe(theirs('x'.repeat(length)))
  }
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => sha256(text) === theirs(text)))
})

test('the order of keys, bigint or number, and absent fields make no difference; values do', () => {
  expect(canonicalJson({ b: 1n, a: [true, null, '甲'], c: undefined })).toBe('{"a":[true,null,"甲"],"b":1}')
  expect(contentHash({ x: 1, y: 2 })).toBe(contentHash({ y: 2n, x: 1n }))
  expect(contentHash({ x: 1 })).not.toBe(contentHash({ x: '1' }))
  expect(() => canonicalJson({ x: 0.1 })).toThrow('Only whole numbers')
})
