import { areaCode, day } from '../../foundation/index.ts'
import {
  add,
  and,
  constant,
  count,
  isIn,
  le,
  lt,
  max,
  mul,
  not,
  orElse,
  row,
  share,
  sub,
  sum,
  table,
  when,
} from './build.ts'
import { exception, household, parameter, person, programme } from './declare.ts'
import { cite } from './expression.ts'
import type { ParameterRow } from './parameters.ts'

/** A small means test for the tests of this folder: a wage less work costs, savings, a supplement, an exception for one county. */
const text = (zh: string, en: string) => ({ zh, en })
const fact = (zh: string, en: string) => ({ label: text(zh, en), question: text(`${zh}多少?`, `How much ${en}?`) })

export const wage = person.fen('wage', { ...fact('月工资', 'monthly wage'), movable: true })
export const savings = household.fen('savings', { ...fact('存款', 'savings'), movable: true })
export const car = household.boolean('car', fact('机动车', 'a car'))
export const local = household.boolean('local', fact('户籍在本地', 'registered here'))
export const disability = person.code('disability', {
  ...fact('残疾等级', 'disability grade'),
  codes: ['1', '2', '3', '4'],
  optional: true,
})
export const pension = person.fen('pension', { ...fact('养老金', 'pension'), optional: true, movable: true })

export const standard = parameter.fenPerMonth('standard', { label: text('低保标准', 'standard') })
export const workCost = parameter.bp('workCost', { label: text('就业成本扣减比例', 'work cost share') })
export const supplementRate = parameter.bp('supplementRate', { label: text('重残增发比例', 'supplement rate') })
export const savingsLimit = parameter.count('savingsLimit', { label: text('存款上限月数', 'savings limit in months') })

const law = (article: string) => cite('law', article)
export const netWage = person.rule('W-1', {
  title: text('扣减后工资', 'wage less work costs'),
  basis: law('1'),
  value: add(sub(wage, share(wage, workCost, 'halfUp')), orElse(pension, constant.fen(0))),
})
export const income = household.rule('W-2', {
  title: text('家庭月收入', 'household income'),
  basis: law('2'),
  value: sum(netWage),
})
export const need = household.rule('W-3', {
  title: text('标准×人数', 'standard × members'),
  basis: law('3'),
  value: mul(standard, count()),
})
export const poor = household.rule('W-4', {
  title: text('收入低于标准', 'income below the standard'),
  basis: law('4'),
  value: lt(income, need),
})
export const assetsOk = household.rule('W-5', {
  title: text('财产符合规定', 'assets within limits'),
  basis: law('5'),
  value: and(le(savings, mul(need, savingsLimit)), not(car)),
})
export const eligible = household.rule('W-6', {
  title: text('符合条件', 'eligible'),
  basis: law('6'),
  value: and(local, poor, assetsOk),
})
export const gap = household.rule('W-7', {
  title: text('补差', 'top-up'),
  basis: law('7'),
  value: max(constant.fen(0), sub(need, income)),
})
export const supplement = person.rule('W-8', {
  title: text('增发', 'supplement'),
  basis: law('8'),
  value: table(
    'highest',
    [row(isIn(disability, ['1', '2']), share(standard, supplementRate, 'halfUp'), text('重残', 'severe disability'))],
    constant.fen(0),
  ),
})
export const monthly = household.rule('W-9', {
  title: text('月保障金', 'monthly amount'),
  basis: law('9'),
  value: add(gap, sum(supplement)),
})
export const tier = household.rule('W-10', {
  title: text('档次', 'tier'),
  basis: law('10'),
  value: when(lt(gap, standard), constant.code('B'), constant.code('A')),
  codes: ['A', 'B'],
})
export const meansTest = programme('meansTest', {
  title: text('示例救助', 'Example aid'),
  basis: law('0'),
  eligible,
  monthly,
  tier,
  breakdown: [gap, supplement],
})
/** In one county nobody gets less than 50 yuan. */
export const countyGap = exception(gap, {
  id: 'W-7/990102',
  area: areaCode('990102'),
  basis: cite('county', '1'),
  value: max(constant.yuan(50), sub(need, income)),
})

const national = (name: string, value: unknown): ParameterRow => ({
  parameter: name,
  area: areaCode(''),
  residence: 'both',
  from: day('2020-01-01'),
  to: null,
  value,
  source: 'law',
  article: '11',
  mark: 'S',
  review: day('2026-01-01'),
})
export const rows: ParameterRow[] = [
  national('workCost', '30%'),
  national('supplementRate', '30%'),
  national('savingsLimit', 24),
  { ...national('standard', 800), area: areaCode('99'), residence: 'urban', mark: 'D' },
  { ...national('standard', '650.50'), area: areaCode('99'), residence: 'rural', mark: 'D', to: day('2025-07-01') },
  { ...national('standard', 700), area: areaCode('99'), residence: 'rural', mark: 'D', from: day('2025-07-01') },
]
export const sources = { law: { title: '示例法' }, county: { title: '示例县细则' } }
