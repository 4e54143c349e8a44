import { type Day, type Fen, isRefusal, nameProblem, tidyName } from '../../foundation/index.ts'
import { type ReadNumber, readNumber } from '../identity.ts'
import type { Sex } from '../person-store.ts'
import { monthlyOf, readAmount, readCount, readDay, relationCode } from './cells.ts'
import { type Column, columnOf, type Field, type Layout, residenceIn } from './columns.ts'
import type { Cell, Grid } from './sheet.ts'

/** What is wrong in a row, and where: shown as 行 | 列 | 问题 | 怎么改. Never the value itself. */
export interface RowProblem {
  row: number
  /** The heading of the column, or '' for the whole row. */
  column: string
  code: ProblemCode
  /** Numbers and codes for the message; no names, no numbers of people. */
  with?: Record<string, string | number>
}

export const problemCodes = [
  'name-missing',
  'name-characters',
  'name-too-long',
  'number-missing',
  'number-length',
  'number-characters',
  'number-birth',
  'number-check-character',
  'number-lost-digits',
  'relation-unknown',
  'no-head',
  'two-heads',
  'amount-missing',
  'amount-not-readable',
  'amount-not-positive',
  'amount-differs',
  'day-not-readable',
  'village-unknown',
  'village-ambiguous',
  'outside-your-area',
  'number-twice-in-family',
  'programme-unknown',
  'active-elsewhere',
  'person-died',
  'person-free-later',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** Imported all the same, and said. */
export const noteCodes = [
  'number-converted',
  'amount-uneven',
  'covered-differs',
  'members-not-listed',
  'head-assumed',
  'since-unknown',
  'name-written-differently',
] as const
export type NoteCode = (typeof noteCodes)[number]

export interface RosterMember {
  row: number
  name: string
  number: ReadNumber
  relation: string
  sex: Sex | null
  birth: Day | null
}

export interface RosterFamily {
  /** First row of the household. */
  row: number
  rows: number[]
  place: { areaCode: string; township: string; village: string; group: string }
  address: string | null
  members: RosterMember[]
  /** The carried-over monthly amount of the whole household. */
  monthly: Fen
  /** People the office pays for, where it says so. */
  covered: number | null
  programme: 'dibao' | 'tekun'
  residence: 'urban' | 'rural' | null
  tier: string | null
  certificate: string | null
  since: Day | null
  reviewed: Day | null
  nextReview: Day | null
  phone: string | null
  payee: { holder: string; bank: string; account: string } | null
  /** Money the county still owes this household (退回待发). */
  openingBalance: Fen
  /** Paid this year before we took over: for the yearly sums. */
  paidThisYear: Fen
  notes: { row: number; code: NoteCode; with?: Record<string, string | number> }[]
}

export interface ReadRoster {
  families: RosterFamily[]
  problems: RowProblem[]
  /** Rows that belong to a family with a problem: left out as a whole, so that no family is imported by half. */
  badRows: number
  badFamilies: number
  /** How an amount in every row was understood, where each person has a row. */
  amountOf: AmountOf
}

/** In person rows: does the amount belong to the household (written once or repeated) or to the person? */
export type AmountOf = 'household' | 'person'

export interface ReadOptions {
  amountOf?: AmountOf
  programme?: 'dibao' | 'tekun'
  residence?: 'urban' | 'rural'
}

interface Line {
  row: number
  cell: (field: Field) => string
  covered: (field: Field) => boolean
  /** For columns that repeat: members beside their head. */
  at: (column: Column | undefined) => Cell | undefined
}

/** Pure: rows to families, with everything that does not fit. */
export function readFamilies(grid: Grid, layout: Layout, options: ReadOptions = {}): ReadRoster {
  const lines = dataLines(grid, layout)
  const groups = layout.shape === 'household-rows' ? lines.map((line) => [line]) : groupByFamily(lines, layout)
  const amountOf = options.amountOf ?? meaningOfAmount(groups, layout)
  const result: ReadRoster = { families: [], problems: [], badRows: 0, badFamilies: 0, amountOf }
  for (const group of groups) {
    const problems: RowProblem[] = []
    const family = readFamily(group, layout, { ...options, amountOf }, problems)
    if (problems.length > 0 || !family) {
      result.badFamilies++
      result.badRows += group.length
      result.problems.push(...problems)
    } else result.families.push(family)
  }
  return result
}

/** Totals, signatures and empty rows are no people. */
const noPerson =
  /^(合计|总计|小计|共计|累计|总合计|制表|填表|审核|负责人|经办|单位|说明|注[::]|备注[::]|分管|复核人|日期|第\d+页)/

function dataLines(grid: Grid, layout: Layout): Line[] {
  const lines: Line[] = []
  grid.rows.forEach((cells, index) => {
    if (index < layout.titleRows + layout.headerRows) return
    const at = (column: Column | undefined) => (column ? cells[column.at] : undefined)
    const cell = (field: Field) => at(columnOf(layout, field))
    const filled = cells.filter((cell) => cell.text && !cell.covered)
    if (filled.length === 0 || noPerson.test(filled[0]!.text.replace(/\s/g, ''))) return
    // A header printed again on every page.
    if (layout.columns.every((column) => cells[column.at]!.text === column.heading || !cells[column.at]!.text)) return
    if (!(['name', 'headName', 'number', 'headNumber'] as const).some((field) => cell(field)?.text)) return
    lines.push({
      row: index + 1,
      cell: (field) => cell(field)?.text ?? '',
      covered: (field) => cell(field)?.covered ?? false,
      at,
    })
  })
  return lines
}

/** By whatever the office wrote: head's number, certificate, head's name, merged cells, or a head's row. */
function groupByFamily(lines: readonly Line[], layout: Layout): Line[][] {
  const key = familyKey(layout)
  const groups: Line[][] = []
  const known = new Map<string, Line[]>()
  for (const line of lines) {
    const named = key?.(line)
    // Nothing written continues the household above.
    const family = named ? known.get(named) : key || !beginsFamily(line, layout) ? groups.at(-1) : undefined
    if (family) family.push(line)
    else {
      groups.push([line])
      if (named) known.set(named, groups.at(-1)!)
    }
  }
  return groups
}

/** What names the household in each row; `''` continues the one above. Null: nothing does. */
function familyKey(layout: Layout): ((line: Line) => string) | null {
  if (columnOf(layout, 'headNumber')) return (line) => line.cell('headNumber')
  if (columnOf(layout, 'certificate')) return (line) => line.cell('certificate')
  if (columnOf(layout, 'headName') && columnOf(layout, 'name'))
    return (line) =>
      line.cell('headName') && [line.cell('township'), line.cell('village'), line.cell('headName')].join('|')
  return null
}

function beginsFamily(line: Line, layout: Layout): boolean {
  if (columnOf(layout, 'relation')) return relationCode(line.cell('relation')) === 'applicant'
  return !line.covered('amount')
}

/**
 * Written once for the household (merged, or only in the first row), or in every row. In every row it is the person's,
 * unless the heading says household or the same amount stands in all rows of every family.
 */
function meaningOfAmount(groups: readonly Line[][], layout: Layout): AmountOf {
  const column = columnOf(layout, 'amount')
  if (!column || layout.shape === 'household-rows') return 'household'
  if (/户/.test(column.heading)) return 'household'
  if (/(个人|每人)/.test(column.heading)) return 'person'
  const several = groups.filter((group) => group.length > 1)
  const once = several.filter((group) => group.slice(1).every((line) => !line.cell('amount') || line.covered('amount')))
  if (once.length * 2 >= several.length) return 'household'
  const repeated = several.every((group) => new Set(group.map((line) => line.cell('amount'))).size === 1)
  return repeated ? 'household' : 'person'
}

function readFamily(
  group: readonly Line[],
  layout: Layout,
  options: ReadOptions & { amountOf: AmountOf },
  problems: RowProblem[],
): RosterFamily | null {
  const notes: RosterFamily['notes'] = []
  const complain = (row: number, field: Field | null, code: ProblemCode, more?: RowProblem['with']) =>
    problems.push({
      row,
      column: (field && columnOf(layout, field)?.heading) ?? '',
      code,
      ...(more && { with: more }),
    })
  const first = group[0]!
  const said = (field: Field): string => group.map((line) => line.cell(field)).find(Boolean) ?? ''
  const members =
    layout.shape === 'person-rows'
      ? group.map((line) => readPerson(line, layout, complain, notes)).filter((one) => one !== null)
      : readMembersInOneRow(first, layout, complain, notes)
  chooseHead(members, group, layout, complain, notes)
  const seen = new Set<string>()
  for (const member of members) {
    if (seen.has(member.number.normal)) complain(member.row, 'number', 'number-twice-in-family')
    seen.add(member.number.normal)
  }
  const monthly = readMonthly(group, layout, options.amountOf, complain, notes)
  const dates = { since: day('since'), reviewed: day('reviewed'), nextReview: day('nextReview') }
  function day(field: Field): Day | null {
    const text = said(field)
    if (!text || /^(无|—|-|\/)$/.test(text)) return null
    const read = readDay(text)
    if (!read) complain(first.row, field, 'day-not-readable')
    return read
  }
  const category = `${said('category')} ${said('tier')}`
  const balance = money('balance')
  const paidThisYear = money('paidThisYear')
  function money(field: Field): Fen | null {
    const amount = said(field) ? readAmount(said(field)) : 0n
    if (amount === null || amount < 0n) complain(first.row, field, 'amount-not-readable')
    return amount
  }
  const covered = readCount(said('covered'))
  if (covered !== null && layout.shape === 'household-rows' && members.length === 1 && covered > 1)
    notes.push({ row: first.row, code: 'members-not-listed', with: { covered } })
  else if (covered !== null && members.length !== covered)
    notes.push({ row: first.row, code: 'covered-differs', with: { covered, listed: members.length } })
  if (!dates.since) notes.push({ row: first.row, code: 'since-unknown' })
  if (problems.length > 0 || monthly === null || balance === null || paidThisYear === null) return null
  const account = said('account').replace(/[\s-]/g, '')
  return {
    row: first.row,
    rows: group.map((line) => line.row),
    place: {
      areaCode: said('areaCode').replace(/\D/g, ''),
      township: said('township'),
      village: said('village'),
      group: said('group'),
    },
    address: said('address') || null,
    members,
    monthly,
    covered,
    programme: programmeIn(category) ?? options.programme ?? layout.programme ?? 'dibao',
    residence: residenceIn(category) ?? options.residence ?? layout.residence,
    tier: said('tier') || said('category') || null,
    certificate: said('certificate') || null,
    ...dates,
    phone: said('phone') || null,
    payee: account ? { holder: said('holder') || members[0]!.name, bank: said('bank'), account } : null,
    openingBalance: balance,
    paidThisYear,
    notes,
  }
}

const programmeIn = (text: string): 'dibao' | 'tekun' | null =>
  /特困|五保/.test(text) ? 'tekun' : /低保/.test(text) ? 'dibao' : null

type Complain = (row: number, field: Field | null, code: ProblemCode, more?: RowProblem['with']) => void

interface PersonColumns {
  name: Column | undefined
  number: Column | undefined
  relation: Column | undefined
  /** Said by the place in the row and not by a cell. */
  is?: string
}

function readPerson(
  line: Line,
  layout: Layout,
  complain: Complain,
  notes: RosterFamily['notes'],
  columns: PersonColumns = {
    name: columnOf(layout, 'name') ?? columnOf(layout, 'headName'),
    number: columnOf(layout, 'number') ?? columnOf(layout, 'headNumber'),
    relation: columnOf(layout, 'relation'),
  },
): RosterMember | null {
  const fieldAt = (column: Column | undefined, otherwise: Field) => column?.field ?? otherwise
  const name = tidyName(line.at(columns.name)?.text ?? '')
  const nameFault = nameProblem(name)
  if (nameFault)
    complain(line.row, fieldAt(columns.name, 'name'), nameFault === 'empty' ? 'name-missing' : `name-${nameFault}`)
  const written = line.at(columns.number)
  const read = written?.text ? readAsWritten(written) : null
  const numberField = fieldAt(columns.number, 'number')
  if (written?.lost) complain(line.row, numberField, 'number-lost-digits')
  else if (!read) complain(line.row, numberField, 'number-missing')
  else if (isRefusal(read)) complain(line.row, numberField, numberProblem(read.refused))
  const relation = columns.is ?? (columns.relation ? relationCode(line.at(columns.relation)?.text ?? '') : 'applicant')
  if (!relation) complain(line.row, 'relation', 'relation-unknown')
  if (nameFault || !read || isRefusal(read) || !relation) return null
  if (read.how === '15-to-18') notes.push({ row: line.row, code: 'number-converted' })
  const sex = /男/.test(line.cell('sex')) ? 'male' : /女/.test(line.cell('sex')) ? 'female' : null
  return { row: line.row, name, number: read, relation, sex: read.sex ?? sex, birth: read.birth }
}

/** The number that counts, and beside it exactly what stood in the cell. */
function readAsWritten(cell: Cell): ReturnType<typeof readNumber> {
  const read = readNumber(cell.text)
  if (isRefusal(read)) return read
  const how = read.how === '15-to-18' ? read.how : cell.raw === read.normal ? 'as-given' : 'tidied'
  return { ...read, given: cell.raw, how }
}

const numberProblem = (refused: string): ProblemCode => {
  const code = refused.replace('identity-number-', 'number-')
  return problemCodes.find((known) => known === code) ?? 'number-length'
}

/** The head first; members in repeated columns behind, each with the number and relation that follow the name. */
function readMembersInOneRow(
  line: Line,
  layout: Layout,
  complain: Complain,
  notes: RosterFamily['notes'],
): RosterMember[] {
  const names = layout.columns.filter(({ field }) => field === 'name' || field === 'headName')
  const members: RosterMember[] = []
  for (const [i, name] of names.entries()) {
    if (i > 0 && !line.at(name)?.text) continue
    const next = names[i + 1]?.at ?? Number.POSITIVE_INFINITY
    const behind = (...wanted: Field[]) =>
      layout.columns.find(({ field, at }) => wanted.includes(field) && at > name.at && at < next)
    const relation = behind('relation')
    const member = readPerson(line, layout, complain, notes, {
      name,
      number: behind('number', 'headNumber') ?? (i === 0 ? columnOf(layout, 'headNumber') : undefined),
      relation,
      ...(i === 0 ? { is: 'applicant' } : !relation && { is: 'otherLegal' }),
    })
    if (member) members.push(member)
  }
  return members
}

function chooseHead(
  members: RosterMember[],
  group: readonly Line[],
  layout: Layout,
  complain: Complain,
  notes: RosterFamily['notes'],
): void {
  if (members.length === 0) return
  const headName = group.map((line) => line.cell('headName')).find(Boolean)
  if (!columnOf(layout, 'relation') && headName)
    for (const member of members) member.relation = member.name === tidyName(headName) ? 'applicant' : 'otherLegal'
  const heads = members.filter((member) => member.relation === 'applicant')
  if (heads.length > 1) complain(heads[1]!.row, 'relation', 'two-heads')
  if (heads.length === 0) {
    // Somebody must answer for the household; the office reads who was taken.
    members[0]!.relation = 'applicant'
    notes.push({ row: members[0]!.row, code: 'head-assumed' })
  }
}

function readMonthly(
  group: readonly Line[],
  layout: Layout,
  amountOf: AmountOf,
  complain: Complain,
  notes: RosterFamily['notes'],
): Fen | null {
  const column = columnOf(layout, 'amount') ?? columnOf(layout, 'perHead')!
  const { field } = column
  const written = group
    .filter((line) => line.cell(field) && !line.covered(field))
    .map((line) => ({ row: line.row, amount: readAmount(line.cell(field)) }))
  if (written.length === 0) {
    complain(group[0]!.row, field, 'amount-missing')
    return null
  }
  for (const { row, amount } of written) {
    if (amount === null) complain(row, field, 'amount-not-readable')
    else if (amount <= 0n && (amountOf === 'household' || amount < 0n)) complain(row, field, 'amount-not-positive')
  }
  const amounts = written.flatMap(({ amount }) => amount ?? [])
  if (amounts.length < written.length || amounts.some((amount) => amount < 0n)) return null
  let total = amounts[0]!
  if (amountOf === 'person') total = amounts.reduce((sum, amount) => sum + amount, 0n)
  else if (amounts.some((amount) => amount !== total)) {
    complain(group[0]!.row, field, 'amount-differs')
    return null
  }
  // Only a per-head amount is known: times the people the office pays for.
  if (field === 'perHead') total *= BigInt(readCount(group[0]!.cell('covered')) ?? group.length)
  if (total <= 0n) {
    if (amountOf === 'person') complain(group[0]!.row, field, 'amount-not-positive')
    return null
  }
  const { monthly, exact } = monthlyOf(total, column.per)
  if (!exact) notes.push({ row: group[0]!.row, code: 'amount-uneven' })
  return monthly
}
