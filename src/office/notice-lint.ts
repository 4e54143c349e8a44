import { maskedName, surname, tidyName } from '../foundation/index.ts'

/**
 * What may hang on a village board: surname and two stars, group, number of people, category, amount. Nothing else.
 * The linter knows the registry of the households on the sheet, because patterns alone do not know that 东方红小学 is
 * where their child goes (R37). It names the cell and the rule, and never repeats what it found.
 */
export interface NoticeRow {
  name: string
  group: string
  people: number
  category: string
  monthly: bigint
}

export interface NoticeProjection {
  heading: string
  place: string
  basis: string | null
  rows: NoticeRow[]
  supervisionPhones: { office: string; phone: string }[]
}

/** What the registry knows about the households on the sheet. */
export interface NoticeFacts {
  people: { name: string; minor: boolean; headOfRow?: number }[]
  identityNumbers: string[]
  phones: string[]
  accounts: string[]
  addresses: string[]
  schools: string[]
  illnesses: string[]
  /** Office phones that may be shown. */
  hotlines: string[]
  /** Official names of places and organs, which may contain words like 大学 or 病. */
  officialNames: string[]
}

export type NoticeRule =
  | 'field' // a column that is not on the allow-list
  | 'identity-number'
  | 'phone'
  | 'account'
  | 'digits' // six digits or more in a row
  | 'name' // anything but surname and two stars
  | 'minor'
  | 'illness'
  | 'school'
  | 'address'
  | 'income'
  | 'value' // not a number of people or an amount

export interface NoticeProblem {
  /** `rows.3.category`: the place on the sheet, in the order of the projection. */
  cell: string
  rule: NoticeRule
}

const sheetFields = new Set(['heading', 'place', 'basis', 'rows', 'supervisionPhones'])
const rowFields = new Set(['name', 'group', 'people', 'category', 'monthly'])
const phoneFields = new Set(['office', 'phone'])

const illnessWords =
  /病|癌|瘤|艾滋|HIV|AIDS|感染者|尿毒|透析|化疗|放疗|白血|肝炎|结核|抑郁|精神(一|二|三|四|障碍|分裂|残)|瘫痪|中风|偏瘫|癫痫|失明|失聪|聋哑|智力|智障|肢体|视力|听力|言语|残疾|重残|伤残|[一二三四1-4]级残|流产|怀孕|孕妇/i
const schoolWords = /大学|学院|中学|小学|学校|幼儿园|高中|初中|职高|技校|年级|在读|就读/
const minorWords = /未成年|儿童|孤儿|婴|幼儿|留守|(^|[^\d])(1[0-7]|\d)\s*(周岁|岁|个月大)/
const addressWords = /\d+\s*(号|栋|幢|单元|室|弄|楼|层|户)|[一二三四五六七八九十]+(单元|号楼|栋|幢)/
const incomeWords = /收入|存款|工资|财产|账[号户]|卡号|银行|负债|欠款/
const documentNumber = /〔\d{4}〕第?\d+号/g

/** Digits however they are written: full-width, circled, Chinese, with marks between them. */
export function plainDigits(text: string): string {
  const chinese: Record<string, string> = {
    〇: '0',
    零: '0',
    一: '1',
    二: '2',
    三: '3',
    四: '4',
    五: '5',
    六: '6',
    七: '7',
    八: '8',
    九: '9',
    壹: '1',
    贰: '2',
    叁: '3',
    肆: '4',
    伍: '5',
    陆: '6',
    柒: '7',
    捌: '8',
    玖: '9',
  }
  return [...text.normalize('NFKC').replace(/\p{Cf}/gu, '')]
    .map((character) => chinese[character] ?? character)
    .join('')
    .replace(/(?<=[\dXx*])[\s.\-_–—·,，、/\\|()（）]+(?=[\dXx*])/g, '')
}

export function lintNotice(projection: NoticeProjection, facts: NoticeFacts): NoticeProblem[] {
  const problems: NoticeProblem[] = []
  const unknown = (of: object, allowed: Set<string>, cell: string) => {
    for (const key of Object.keys(of))
      if (!allowed.has(key)) problems.push({ cell: cell ? `${cell}.${key}` : key, rule: 'field' })
  }
  const text = (cell: string, value: unknown) => {
    if (value === null || value === undefined || value === '') return
    if (typeof value !== 'string') problems.push({ cell, rule: 'value' })
    else for (const rule of textRules(value, facts)) problems.push({ cell, rule })
  }
  unknown(projection, sheetFields, '')
  text('heading', projection.heading)
  text('place', projection.place)
  text('basis', projection.basis)
  projection.supervisionPhones.forEach((line, index) => {
    const cell = `supervisionPhones.${index}`
    unknown(line, phoneFields, cell)
    text(`${cell}.office`, line.office)
    if (!facts.hotlines.includes(line.phone)) problems.push({ cell: `${cell}.phone`, rule: 'phone' })
  })
  projection.rows.forEach((row, index) => {
    const cell = `rows.${index}`
    unknown(row, rowFields, cell)
    problems.push(...nameProblems(`${cell}.name`, index, row.name, facts))
    text(`${cell}.group`, row.group)
    text(`${cell}.category`, row.category)
    if (!Number.isInteger(row.people) || row.people < 1 || row.people > 50)
      problems.push({ cell: `${cell}.people`, rule: 'value' })
    if (typeof row.monthly !== 'bigint' || row.monthly < 0n || row.monthly > 100_000_00n)
      problems.push({ cell: `${cell}.monthly`, rule: 'value' })
  })
  return problems
}

/** Surname and two stars of an adult we know; a minor is never named, masked or not. */
function nameProblems(cell: string, index: number, shown: string, facts: NoticeFacts): NoticeProblem[] {
  const heads = facts.people.filter((person) => person.headOfRow === index)
  const candidates = heads.length > 0 ? heads : facts.people
  if (typeof shown !== 'string' || !candidates.some((person) => maskedName(person.name) === shown))
    return [{ cell, rule: 'name' }]
  if (
    heads.length > 0
      ? heads.some((head) => head.minor)
      : candidates.filter((p) => maskedName(p.name) === shown).every((p) => p.minor)
  )
    return [{ cell, rule: 'minor' }]
  return []
}

function textRules(value: string, facts: NoticeFacts): NoticeRule[] {
  const rules = new Set<NoticeRule>()
  const tidy = value.normalize('NFKC').replace(/\p{Cf}/gu, '')
  const withoutNumbers = tidy.replace(documentNumber, '〔〕')
  const withoutNames = facts.officialNames.reduce(
    (rest, name) => (name ? rest.replaceAll(name.normalize('NFKC'), '') : rest),
    withoutNumbers,
  )

  const digits = facts.hotlines.reduce(
    (rest, phone) => (phone ? rest.replaceAll(plainDigits(phone), '') : rest),
    plainDigits(withoutNumbers),
  )
  const runs = digits.match(/\d{6,}[Xx]?/g) ?? []
  for (const run of runs) rules.add(digitRule(run, facts))
  // A masked number is still somebody's number.
  if (/1\d{2}\*+\d{2,4}|\d{4,}\*+\d{2,}[\dXx]/.test(digits)) rules.add('phone')

  for (const person of facts.people) {
    const key = squeeze(person.name)
    const given = [...tidyName(person.name)]
      .slice([...surname(person.name)].length)
      .join('')
      .replace(/[·\s]/g, '')
    const squeezed = squeeze(withoutNames)
    if (squeezed.includes(key) || ([...given].length >= 2 && squeezed.includes(given)))
      rules.add(person.minor ? 'minor' : 'name')
  }
  if (containsFact(withoutNames, facts.schools) || schoolWords.test(withoutNames)) rules.add('school')
  if (containsFact(withoutNames, facts.illnesses) || illnessWords.test(withoutNames)) rules.add('illness')
  if (minorWords.test(withoutNames)) rules.add('minor')
  if (
    containsFact(
      withoutNames,
      facts.addresses.map((address) => addressTail(address, facts)),
    ) ||
    addressWords.test(withoutNames)
  )
    rules.add('address')
  if (incomeWords.test(withoutNames)) rules.add('income')
  return [...rules]
}

function digitRule(run: string, facts: NoticeFacts): NoticeRule {
  const same = (known: string) => {
    const digits = plainDigits(known)
    return digits.length >= 6 && (digits.includes(run) || run.includes(digits))
  }
  if (facts.identityNumbers.some(same) || /^\d{17}[\dXx]$|^\d{15}$/.test(run)) return 'identity-number'
  if (facts.phones.some(same) || /^1\d{10}$/.test(run)) return 'phone'
  if (facts.accounts.some(same) || run.length >= 16) return 'account'
  return 'digits'
}

const squeeze = (text: string): string => tidyName(text).replace(/[·\s.\-_*]/g, '')
const containsFact = (text: string, known: readonly string[]): boolean =>
  known.some((one) => squeeze(one).length >= 2 && squeeze(text).includes(squeeze(one)))

/** The part of an address that is finer than the group: what tells the house. */
function addressTail(address: string, facts: NoticeFacts): string {
  const rest = facts.officialNames.reduce((left, name) => (name ? left.replaceAll(name, '') : left), address)
  return rest.replace(/^[^\d一二三四五六七八九十]*([\d一二三四五六七八九十]+组)/, '')
}

/** The only way a household becomes a row. */
export const noticeRow = (household: {
  head: string
  group: string
  people: number
  category: string
  monthly: bigint
}): NoticeRow => ({
  name: maskedName(household.head),
  group: household.group,
  people: household.people,
  category: household.category,
  monthly: household.monthly,
})
