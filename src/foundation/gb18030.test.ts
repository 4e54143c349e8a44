import { expect, test } from 'vitest'
import { decodeGb18030, encodeGb18030 } from './gb18030.ts'

test('a payment list with common, rare and minority names comes back as written', () => {
  const names = ['张三', '阿卜杜拉·买买提', '𬱖䶮㛃', '𠅤', '髙囯', 'Ünlü', '﹢＋－＠', '€', '〇']
  for (const name of names) expect(decodeGb18030(encodeGb18030(name))).toBe(name)
  expect([...encodeGb18030('中文A')]).toEqual([0xd6, 0xd0, 0xce, 0xc4, 0x41])
  expect([...encodeGb18030('𠀀')]).toEqual([0x95, 0x32, 0x82, 0x36])
})

test('every assigned character of the basic plane survives (private use is not text)', () => {
  let lost = 0
  for (let point = 0x80; point <= 0xffff; point++) {
    if (point >= 0xd800 && point <= 0xf8ff) continue // surrogates and private use
    const character = String.fromCodePoint(point)
    if (point !== 0xfffd && decodeGb18030(encodeGb18030(character)) !== character) lost++
  }
  expect(lost).toBe(0)
})

test('a file cut in the middle of a character is refused, not repaired', () => {
  const whole = encodeGb18030('合计,3')
  expect(() => decodeGb18030(whole.subarray(0, 3))).toThrow(TypeError)
})
