import { areaCode, day, type Random, seededRandom, yuan } from '../src/foundation/index.ts'
import {
  add,
  aged,
  and,
  cite,
  constant,
  count,
  divide,
  household,
  isIn,
  le,
  lt,
  max,
  mul,
  not,
  type ParameterRow,
  parameter,
  person,
  programme,
  roundTo,
  row,
  rulebook,
  type Situation,
  share,
  sub,
  sum,
  table,
  when,
} from '../src/policy/kernel/index.ts'

/** A dibao of fifteen rules for comparing engines: the shape of a real one, parameters by county, people of all kinds. */
const words = (zh: string) => ({ zh, en: zh })
const ask = (zh: string) => ({ label: words(zh), question: words(`${zh}?`) })
const text = (zh: string, article: string) => ({ title: words(zh), basis: cite('measures', article) })

const wage = person.fen('wage', { ...ask('工资'), movable: true })
const pension = person.fen('pension', ask('养老金'))
const allowance = person.fen('allowance', ask('不计入收入的补助'))
const birth = person.date('birth', ask('出生日期'))
const disability = person.code('disability', { ...ask('残疾等级'), codes: ['none', '1', '2', '3', '4'] })
const farm = household.fen('farmIncome', ask('农业收入'))
const deposits = household.fen('deposits', ask('存款'))
const vehicles = household.count('vehicles', ask('机动车'))
const homes = household.count('homes', ask('住房'))
const leaving = household.boolean('leaving', ask('渐退期'))

const standard = parameter.fenPerMonth('standard', { label: words('低保标准') })
const workCost = parameter.bp('workCost', { label: words('就业成本扣减比例') })
const disregard = parameter.fen('pensionDisregard', { label: words('基础养老金') })
const severeRate = parameter.bp('severeRate', { label: words('重残增发比例') })
const elderlyRate = parameter.bp('elderlyRate', { label: words('老年增发比例') })
const minorRate = parameter.bp('minorRate', { label: words('未成年增发比例') })
const depositMonths = parameter.count('depositMonths', { label: words('存款上限月数') })
const minimum = parameter.fen('minimum', { label: words('最低补差') })
const exitShare = parameter.bp('exitShare', { label: words('渐退比例') })

const zero = constant.fen(0)
const netWage = person.rule('1', { ...text('扣减后工资', '1'), value: sub(wage, share(wage, workCost, 'halfUp')) })
const netPension = person.rule('2', { ...text('计入的养老金', '2'), value: max(zero, sub(pension, disregard)) })
const income = person.rule('3', { ...text('个人收入', '3'), value: add(netWage, netPension) })
const severe = person.rule('4', { ...text('重残', '4'), value: isIn(disability, ['1', '2']) })
const supplement = person.rule('5', {
  ...text('增发', '5'),
  value: table(
    'highest',
    [
      row(severe, share(standard, severeRate, 'halfUp'), words('重残')),
      row(aged(birth, 70), share(standard, elderlyRate, 'halfUp'), words('老年')),
      row(not(aged(birth, 18)), share(standard, minorRate, 'halfUp'), words('未成年')),
    ],
    zero,
  ),
})
const total = household.rule('6', { ...text('家庭月收入', '6'), value: add(sum(income), farm) })
const need = household.rule('7', { ...text('标准×人数', '7'), value: mul(standard, count()) })
const perHead = household.rule('8', { ...text('人均月收入', '8'), value: divide(total, count(), 'halfUp') })
const poor = household.rule('9', { ...text('收入低于标准', '9'), value: lt(total, need) })
const depositsFit = household.rule('10', { ...text('存款不超限', '10'), value: le(deposits, mul(need, depositMonths)) })
const assetsFit = household.rule('11', {
  ...text('财产符合规定', '11'),
  value: and(depositsFit, le(vehicles, constant.count(0)), le(homes, constant.count(1))),
})
const eligible = household.rule('12', { ...text('符合条件', '12'), value: and(poor, assetsFit) })
const gap = household.rule('13', { ...text('补差', '13'), value: max(minimum, sub(need, total)) })
const full = household.rule('14', { ...text('全额', '14'), value: add(gap, sum(supplement)) })
const monthly = household.rule('15', {
  ...text('月保障金', '15'),
  value: roundTo(when(leaving, share(full, exitShare, 'halfUp'), full), 10, 'up'),
})
export const policy = programme('benchDibao', {
  title: words('低保'),
  basis: cite('measures', '1'),
  eligible,
  monthly,
  breakdown: [gap, supplement],
  figures: [perHead],
})

/** What each county pays, in yuan, and the rates of the nation. */
export const counties = 2800
export const rates = {
  workCost: 3000,
  pensionDisregard: 12_300,
  severeRate: 3000,
  elderlyRate: 2000,
  minorRate: 1000,
  depositMonths: 24,
  minimum: 2000,
  exitShare: 8000,
}
export const standardOf = (county: number, urban: boolean): number =>
  60_000 + (county % 400) * 100 + (urban ? 15_000 : 0)
export const countyCode = (county: number): string => String(110_000 + county)

function rows(): ParameterRow[] {
  const base = {
    residence: 'both',
    from: day('2020-01-01'),
    to: null,
    source: 'measures',
    article: '20',
    mark: 'S',
    review: null,
  } as const
  const national = Object.entries(rates).map(([name, value]) => ({
    ...base,
    parameter: name,
    area: areaCode(''),
    value: name === 'depositMonths' ? value : BigInt(value),
  }))
  const local = Array.from({ length: counties }, (_, county) =>
    (['urban', 'rural'] as const).map((residence) => ({
      ...base,
      parameter: 'standard',
      area: areaCode(countyCode(county)),
      residence,
      value: BigInt(standardOf(county, residence === 'urban')),
    })),
  )
  return [...national, ...local.flat()]
}
export const book = rulebook({
  facts: [allowance],
  programmes: [policy],
  rows: rows(),
  sources: { measures: { title: '办法' } },
})

export const on = day('2025-07-15')

export function someSituation(r: Random): Situation {
  const member = (i: number) => ({
    id: `m${i}`,
    facts: {
      wage: r.chance(0.4) ? yuan(r.int(0, 2500)) : 0n,
      pension: r.chance(0.3) ? yuan(r.int(100, 1500)) : 0n,
      allowance: r.chance(0.2) ? yuan(100) : 0n,
      birth: day(`${r.int(1935, 2024)}-${String(r.int(1, 12)).padStart(2, '0')}-15`),
      disability: r.pick(['none', 'none', 'none', 'none', '1', '2', '3', '4']),
    },
  })
  return {
    programme: policy.id,
    area: areaCode(countyCode(r.int(0, counties - 1))),
    residence: r.chance(0.4) ? 'urban' : 'rural',
    on,
    household: {
      farmIncome: r.chance(0.5) ? yuan(r.int(0, 300)) : 0n,
      deposits: yuan(r.int(0, 30_000)),
      vehicles: r.chance(0.05) ? 1 : 0,
      homes: r.chance(0.05) ? 2 : 1,
      leaving: r.chance(0.05),
    },
    members: Array.from({ length: r.pick([1, 1, 2, 2, 2, 3, 3, 4, 5, 6]) }, (_, i) => member(i)),
  }
}
export const situations = (n: number, seed = 7): Situation[] => {
  const r = seededRandom(seed)
  return Array.from({ length: n }, () => someSituation(r))
}
