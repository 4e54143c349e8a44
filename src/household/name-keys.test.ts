import { expect, test } from 'vitest'
import { searchKeys, searchText, variantKey } from './name-keys.ts'

test('a surname is found by the way it is read as a surname and by the way clerks may type it', () => {
  expect(searchKeys('单小飞')).toEqual(expect.arrayContaining(['单小飞', 'shanxiaofei', 'sxf', 'danxiaofei', 'dxf']))
  expect(searchKeys('仇一')).toEqual(expect.arrayContaining(['qiuyi', 'qy', 'chouyi', 'cy']))
  expect(searchKeys('欧阳询')).toEqual(['欧阳询', 'ouyangxun', 'oyx'])
  expect(searchKeys('吕布')).toEqual(expect.arrayContaining(['lvbu', 'lb']))
})

test('a name of fifty characters with separators and rare characters has keys; separators do not matter', () => {
  const long = `${'阿'.repeat(24)}·${'买'.repeat(25)}`
  expect(searchKeys(long).some((key) => key.startsWith('aaa'))).toBe(true)
  expect(searchKeys('阿依·古丽')).toContain('阿依古丽')
  expect(searchKeys('𬱖小明')).toContain('dxm')
  expect(searchText(' 阿依 · 古丽 ')).toBe('阿依古丽')
  expect(searchText('SXF')).toBe('sxf')
})

test('variant and traditional forms compare equal; a lost character is a wildcard; other names stay different', () => {
  expect(variantKey('髙鳳')).toBe(variantKey('高凤'))
  expect(variantKey('囯強')).toBe(variantKey('国强'))
  expect(variantKey('王?')).toBe('王□')
  expect(variantKey('王\ue123')).toBe('王□')
  expect(variantKey('王敏')).not.toBe(variantKey('王旻'))
})
