import { expect, test } from 'vitest'
import { publishedInWords } from './published-words.ts'
import { rows } from './rulebook.generated.ts'

test('an officer reads words, not codes', () => {
  expect(publishedInWords('basicPensionExempt', 'true').zh).toBe('是')
  expect(publishedInWords('dibaoStandard', '7080元/年').zh).toBe('7080元/年')
  expect(publishedInWords('essentialDeduction', 'medical 50%、care 0%')).toEqual({
    zh: '医疗 50%、照护 0%',
    en: 'Medical 50%、Care 0%',
  })
  expect(publishedInWords('tierBands', '{"from":"90%","value":"A"}、{"from":"50%","value":"B"}').zh).not.toMatch(/[{"]/)
})

test('no published value of any place shows a code of the program in Chinese', () => {
  const raw = rows
    .map((row) => publishedInWords(row.parameter, row.published).zh)
    .filter((text) => /[a-z][A-Za-z]{2,}|[{}"]/.test(text))
  expect([...new Set(raw)]).toEqual([])
})
