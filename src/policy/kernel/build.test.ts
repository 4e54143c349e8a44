import { expect, test } from 'vitest'
import {
  add,
  any,
  constant,
  count,
  divide,
  ge,
  isIn,
  lt,
  mul,
  orElse,
  row,
  share,
  sub,
  sum,
  table,
  when,
} from './build.ts'
import { household, parameter, person } from './declare.ts'

const text = { zh: '甲', en: 'a' }
const ask = { label: text, question: text }
const wage = person.fen('wage', ask)
const rent = household.fen('rent', ask)
const members = household.count('members', ask)
const disability = person.code('disability', { ...ask, codes: ['1', '2'], optional: true })
const allowance = person.fen('allowance', { ...ask, optional: true })
const rate = parameter.bp('rate', { label: text })

test('a rule reads like the sentence it stands for', () => {
  const net = person.rule('net', { title: text, basis: [], value: sub(wage, share(wage, rate, 'halfUp')) })
  const income = household.rule('income', { title: text, basis: [], value: add(sum(net), rent) })
  expect(income.declaration.value).toMatchObject({ op: 'add', unit: 'fen', entity: 'household' })
  expect(add(wage, rent)).toMatchObject({ entity: 'person' })
  expect(divide(income, count(), 'halfUp').entity).toBe('household')
})

test('what does not fit together does not compile', () => {
  // @ts-expect-error fen and a number of people do not add up
  add(rent, members)
  // @ts-expect-error fen are not compared with a number of people
  lt(rent, members)
  // @ts-expect-error a household rule cannot read one member's wage: which member's?
  household.rule('x', { title: text, basis: [], value: wage })
  // @ts-expect-error an optional fact must say what its absence means
  add(wage, allowance)
  // @ts-expect-error only an optional fact can be absent; an unknown one makes the answer undetermined
  orElse(wage, constant.fen(0))
  // @ts-expect-error money times money
  mul(rent, rent)
  // @ts-expect-error the branches of one choice have one unit
  when(ge(rent, constant.fen(1)), rent, members)
  // @ts-expect-error a code fact names its codes
  person.code('level', ask)
  // @ts-expect-error a condition is asked, not added
  sum(isIn(disability, ['1']))
  expect(add(wage, orElse(allowance, constant.fen(0))).nullable).toBe(false)
  expect(any(isIn(disability, ['1'])).entity).toBe('household')
  expect(table('highest', [row(isIn(disability, ['1']), rent)], constant.fen(0)).entity).toBe('person')
})
