import { type AreaCode, ageOn, areaCode, type Day, day, isDay, yuan, yuanText } from '../foundation/index.ts'
import { decideFast, determine } from './determine.ts'
import {
  type FactEntity,
  type FactEntry,
  type FactName,
  type Facts,
  type FactValue,
  factEntry,
  factNamesOf,
} from './facts.ts'
import type { Determination } from './kernel/determination.ts'
import { PolicyError } from './kernel/problem.ts'
import { allPlaces, firstPaidDay, procedureFor } from './rulebook/lookup.ts'
import type { Situation, Subject } from './situation.ts'

/**
 * Worked cases, written by hand for clerks and run by the machine (`cases/<programme>/*.yaml`). This reads one parsed file;
 * whoever calls it reads the disk. The words of a case are those of the fact dictionary, up to the first bracket.
 */
export interface WorkedCase {
  file: string
  name: string
  /** Handbook rule ids and pitfalls the case illustrates. */
  rules: readonly string[]
  situation: Situation
  /** The sum worked by hand, as text. */
  sum: string
  expected: Expected
}

export type Expected =
  | { outcome: 'eligible'; monthly: bigint; tier?: string; paidFrom?: { confirmed: Day; from: Day } }
  | { outcome: 'not-eligible'; because: readonly string[] }
  | { outcome: 'undetermined'; missing: readonly string[] }

/** What a case did not come out as; empty when it came out right. */
export interface CaseResult {
  case: WorkedCase
  failures: readonly string[]
  determination: Determination | null
}

/** A mistake in the case file itself. */
export class CaseError extends Error {}

type Given = Readonly<Record<string, unknown>>
const isGiven = (value: unknown): value is Given => typeof value === 'object' && value !== null && !Array.isArray(value)

const shortLabel = (label: string) => label.split('(')[0]!.trim()

function byLabel(entity: FactEntity): ReadonlyMap<string, FactName> {
  const found = new Map<string, FactName>()
  for (const name of factNamesOf(entity)) {
    const label = shortLabel(factEntry(name).label.zh)
    if (found.has(label)) throw new CaseError(`Two facts are called ${label}: ${found.get(label)} and ${name}`)
    found.set(label, name)
    found.set(name, name)
  }
  return found
}
const labels: Record<FactEntity, ReadonlyMap<string, FactName>> = {
  household: byLabel('household'),
  person: byLabel('person'),
  supporter: byLabel('supporter'),
}

const moneyPattern = /^(\d+(?:\.\d{1,2})?)元(\/月|\/年)?$/

function readValue(entry: FactEntry, raw: unknown): FactValue {
  const wrong = (wanted: string): never => {
    throw new CaseError(`${entry.label.zh}: expected ${wanted}, found ${String(raw)}`)
  }
  if (raw === '不知道' || raw === null) return null
  switch (entry.unit) {
    case 'fen': {
      const match = typeof raw === 'string' ? moneyPattern.exec(raw) : null
      if (!match) return wrong('an amount such as 1200元 or 100元/月')
      const monthly = match[2] === '/月'
      if (monthly && entry.period === 'today') return wrong('an amount without a period')
      return yuan(match[1]!) * (monthly && entry.period === 'twelveMonths' ? 12n : 1n)
    }
    case 'count':
      return typeof raw === 'number' && Number.isSafeInteger(raw) ? raw : wrong('a whole number')
    case 'boolean':
      return raw === '是' ? true : raw === '否' ? false : wrong('是 or 否')
    case 'date':
      return typeof raw === 'string' && isDay(raw) ? raw : wrong('a day')
    case 'code': {
      const text = String(raw)
      const found = Object.entries(entry.codes ?? {}).find(
        ([code, label]) => code === text || shortLabel(label.zh) === text || label.zh === text,
      )
      return found
        ? found[0]
        : wrong(
            Object.values(entry.codes ?? {})
              .map((label) => shortLabel(label.zh))
              .join('、'),
          )
    }
  }
}

function readFacts(entity: FactEntity, ...given: readonly Given[]): Facts {
  const facts: Partial<Record<FactName, FactValue>> = {}
  for (const [label, raw] of given.flatMap((one) => Object.entries(one))) {
    const name = labels[entity].get(label)
    if (!name) throw new CaseError(`no fact of the ${entity} is called ${label}`)
    facts[name] = readValue(factEntry(name), raw)
  }
  return facts
}

/** What holds where a case says nothing (`00-unless-said.yaml`). */
export interface UnlessSaid {
  household: Given
  adult: Given
  minor: Given
  supporter: Given
}
export function readUnlessSaid(parsed: unknown): UnlessSaid {
  if (!isGiven(parsed)) throw new CaseError('the file of what holds unless said is empty')
  const part = (name: string) => (isGiven(parsed[name]) ? (parsed[name] as Given) : {})
  return { household: part('家庭'), adult: part('成年人'), minor: part('未成年人'), supporter: part('义务人') }
}

const known = new Set(['名称', '依据', '地方', '户别', '日期', '参数', '家庭', '成员', '赡养人', '算法', '结果'])

function areaOf(raw: unknown): AreaCode {
  const text = String(raw)
  if (/^\d+$/.test(text)) return areaCode(text)
  const place = allPlaces().find(({ name }) => shortLabel(name.zh) === text)
  if (!place) throw new CaseError(`地方: no place is called ${text}`)
  return place.area
}

const tiers: Record<string, string> = {
  补差: 'topUp',
  单人户: 'singlePerson',
  渐退期: 'gradualExit',
  A档: 'A',
  B档: 'B',
  C档: 'C',
  D档: 'D',
}

const strings = (raw: unknown): string[] => (Array.isArray(raw) ? raw.map(String) : [])

function readExpected(raw: unknown): Expected {
  if (!isGiven(raw)) throw new CaseError('结果: missing')
  switch (raw.结论) {
    case '符合': {
      const match = moneyPattern.exec(String(raw.每月))
      if (!match || match[2])
        throw new CaseError(`结果.每月: expected an amount such as 720元, found ${String(raw.每月)}`)
      const tier = raw.方式 === undefined ? undefined : tiers[String(raw.方式)]
      if (raw.方式 !== undefined && !tier) throw new CaseError(`结果.方式: one of ${Object.keys(tiers).join('、')}`)
      const paidFrom =
        raw.批准日 === undefined ? undefined : { confirmed: day(String(raw.批准日)), from: day(String(raw.起发)) }
      return { outcome: 'eligible', monthly: yuan(match[1]!), ...(tier && { tier }), ...(paidFrom && { paidFrom }) }
    }
    case '不符合':
      return { outcome: 'not-eligible', because: strings(raw.因为) }
    case '无法判断':
      return { outcome: 'undetermined', missing: strings(raw.缺) }
    default:
      throw new CaseError(`结果.结论: 符合, 不符合 or 无法判断, found ${String(raw.结论)}`)
  }
}

function readCase(file: string, raw: unknown, unless: UnlessSaid): WorkedCase {
  if (!isGiven(raw) || typeof raw.名称 !== 'string') throw new CaseError('a case has no 名称')
  const unknown = Object.keys(raw).filter((key) => !known.has(key))
  if (unknown.length > 0) throw new CaseError(`unknown entry ${unknown.join('、')}`)
  const rules = strings(raw.依据)
  if (rules.length === 0) throw new CaseError('依据: name the rules')
  if (typeof raw.算法 !== 'string' || raw.算法.trim() === '') throw new CaseError('算法: work the sum by hand')
  const on = day(String(raw.日期))
  if (!isGiven(raw.成员)) throw new CaseError('成员: nobody')

  const members = Object.entries(raw.成员).map(([id, given], i): Subject => {
    const own = isGiven(given) ? given : {}
    const birth = own.出生日期
    const young = typeof birth === 'string' && isDay(birth) && ageOn(birth, on) < 18
    const first: Given = i === 0 ? { 与申请人的关系: '本人' } : {}
    return { id, facts: readFacts('person', unless.adult, young ? unless.minor : {}, first, own) }
  })
  const supporters = isGiven(raw.赡养人)
    ? Object.entries(raw.赡养人).map(
        ([id, given]): Subject => ({
          id,
          facts: readFacts('supporter', unless.supporter, isGiven(given) ? given : {}),
        }),
      )
    : undefined
  const household = readFacts('household', unless.household, isGiven(raw.家庭) ? raw.家庭 : {})
  return {
    file,
    name: raw.名称,
    rules,
    sum: raw.算法.trim(),
    expected: readExpected(raw.结果),
    situation: {
      programme: 'dibao',
      area: areaOf(raw.地方),
      residence: raw.户别 === '农村' ? 'rural' : raw.户别 === '城市' ? 'urban' : wrongResidence(raw.户别),
      on,
      household: supporters ? { ...household, legalSupporters: supporters.length } : household,
      members,
      ...(supporters && { supporters }),
      ...(isGiven(raw.参数) && { overrides: raw.参数 }),
    },
  }
}
function wrongResidence(raw: unknown): never {
  throw new CaseError(`户别: 城市 or 农村, found ${String(raw)}`)
}

/** All cases of one parsed file. Throws a CaseError that names the case. */
export function readCases(file: string, parsed: unknown, unless: UnlessSaid): WorkedCase[] {
  if (!isGiven(parsed) || !Array.isArray(parsed.案例)) throw new CaseError(`${file}: no 案例`)
  return parsed.案例.map((raw: unknown, i) => {
    try {
      return readCase(file, raw, unless)
    } catch (error) {
      const name = isGiven(raw) && typeof raw.名称 === 'string' ? raw.名称 : `case ${i + 1}`
      throw new CaseError(`${file}: ${name}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      })
    }
  })
}

const outcomes: Record<Determination['outcome'], string> = {
  eligible: '符合',
  'not-eligible': '不符合',
  undetermined: '无法判断',
}

function asText(found: Determination): string {
  switch (found.outcome) {
    case 'eligible':
      return `符合,每月 ${yuanText(found.monthly)} 元(${found.tier ?? '-'})`
    case 'not-eligible':
      return `不符合(${found.unmet.map((set) => set.conditions.map((c) => c.rule).join('+')).join(' | ')})`
    case 'undetermined':
      return `无法判断,缺 ${found.missing.map((m) => (m.subject ? `${m.subject}·${m.name}` : m.name)).join('、')}`
  }
}

/** Runs a case both ways and says where it came out otherwise than worked by hand. */
export function runCase(worked: WorkedCase): CaseResult {
  const { situation, expected } = worked
  let found: Determination
  try {
    found = determine(situation)
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return { case: worked, failures: [error.message], determination: null }
  }
  const failures: string[] = []
  const fast = decideFast(situation)
  const agree =
    fast.outcome === found.outcome &&
    (fast.outcome !== 'eligible' ||
      found.outcome !== 'eligible' ||
      (fast.monthly === found.monthly && fast.tier === found.tier))
  if (!agree) failures.push(`生成代码与解释执行不一致:${fast.outcome}`)
  if (found.outcome !== expected.outcome) failures.push(`应为${outcomes[expected.outcome]},算出${asText(found)}`)
  else if (found.outcome === 'eligible' && expected.outcome === 'eligible') {
    if (found.monthly !== expected.monthly)
      failures.push(`应为每月 ${yuanText(expected.monthly)} 元,算出 ${asText(found)}`)
    if (expected.tier && found.tier !== expected.tier) failures.push(`方式应为 ${expected.tier},算出 ${found.tier}`)
    if (expected.paidFrom) {
      const { confirmed, from } = expected.paidFrom
      const paid = firstPaidDay(procedureFor(situation.programme, situation.area, confirmed), confirmed)
      if (paid !== from) failures.push(`应从 ${from} 起发,算出 ${paid}`)
    }
  } else if (found.outcome === 'not-eligible' && expected.outcome === 'not-eligible') {
    const unmet = new Set(found.unmet.flatMap((set) => set.conditions.map((condition) => condition.rule)))
    for (const rule of expected.because)
      if (!unmet.has(rule)) failures.push(`应因 ${rule} 不符合,算出 ${asText(found)}`)
  } else if (found.outcome === 'undetermined' && expected.outcome === 'undetermined') {
    const missing = new Set(found.missing.flatMap((m) => [m.name, m.subject ? `${m.subject}·${m.name}` : m.name]))
    for (const name of expected.missing) if (!missing.has(name)) failures.push(`应缺 ${name},算出 ${asText(found)}`)
  }
  return { case: worked, failures, determination: found }
}
