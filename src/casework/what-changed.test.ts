import { expect, test } from 'vitest'
import { yuan } from '../foundation/index.ts'
import { originKey } from '../policy/index.ts'
import { type Moved, movedFor, movedInWords } from './what-changed.ts'

const names = new Map([
  ['1', '王守田'],
  ['2', '李桂芳'],
  ['3', '王小满'],
])
const moved: Moved = {
  figures: [
    { subject: '1', name: 'wageIncome', before: yuan(0), after: yuan(2_400) },
    { subject: '2', name: 'wageIncome', before: yuan(0), after: yuan(9_600) },
    { subject: '3', name: 'transferIncome', before: yuan(0), after: yuan(600) },
  ],
  joined: [],
  left: [],
  standards: [],
  onlyThem: [],
}
const matched = { source: 'matched' }
const origins = {
  [originKey('wageIncome', '1')]: matched,
  [originKey('wageIncome', '2')]: matched,
  [originKey('transferIncome', '3')]: matched,
}
const adults = new Set(['1', '2'])

test('what the tax office said about his wife is not told to him: only that a figure of hers moved', () => {
  const told = movedInWords(movedFor(moved, origins, { person: '1', adults }), names)
  expect(told).toEqual([
    '王守田的工资性收入由0元变为2,400元',
    '王小满的转移性收入由0元变为600元',
    '李桂芳有查到的数变了,具体的数只告诉本人',
  ])
})

test('what she told the office herself the family may read', () => {
  const said = { ...origins, [originKey('wageIncome', '2')]: { source: 'declared' } }
  expect(movedInWords(movedFor(moved, said, { person: '1', adults }), names)).toContain(
    '李桂芳的工资性收入由0元变为9,600元',
  )
})

test('nothing moved in the family: it was the standard, with both values, or the way of computing', () => {
  const none = { ...moved, figures: [] }
  const words = (text: string) => ({ zh: text, en: text })
  const standards = [{ label: words('低保标准'), before: words('6720元/年'), after: words('7080元/年') }]
  expect(movedInWords({ ...none, standards }, names)).toEqual(['低保标准由6720元/年调整为7080元/年'])
  expect(movedInWords(none, names)).toEqual(['保障标准或计算口径调整'])
})
