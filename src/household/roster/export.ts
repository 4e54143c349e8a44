import { type AreaCode, type Day, type Fen, isRefusal, type Refusal, refuse, yuanText } from '../../foundation/index.ts'
import { audit, businessDay, house, type Tx } from '../../platform/index.ts'
import { factDictionary } from '../../policy/index.ts'
import { say } from '../../wording/index.ts'
import { knownArea } from '../area-store.ts'
import { openNumber } from '../identity.ts'
import type { HouseholdId, PersonId } from '../ids.ts'
import { type Member, membersOn } from '../membership.ts'
import { phonesForMessages } from '../phones.ts'
import { type Per, relationCode } from './cells.ts'
import { type Column, columnOf, type Field, findLayout, type Layout } from './columns.ts'
import type { AmountOf, RowProblem } from './families.ts'
import { reread } from './import.ts'
import { type Grid, readBook, type SheetFormat, type Written, withRemarks, writeTable } from './sheet.ts'

/** What later chapters know of a household on the day of the export. */
export interface RosterFigures {
  monthly: Fen
  covered: number | null
  programme: 'dibao' | 'tekun'
  tier: string | null
  since: Day | null
  reviewed: Day | null
  nextReview: Day | null
  openingBalance: Fen
  payee: { holder: string; bank: string; account: string } | null
}
export type FiguresOf = (tx: Tx, households: readonly HouseholdId[]) => Promise<ReadonlyMap<HouseholdId, RosterFigures>>

export interface ExportedRoster {
  bytes: Buffer
  format: SheetFormat
  households: number
}

/** 行 | 列 | 问题 | 怎么改, as one remark for a row. */
export const remarkOf = (problem: RowProblem): string => {
  const what = say('zh', `household:roster.problem.${problem.code}`, problem.with)
  const mend = say('zh', `household:roster.mend.${problem.code}`, problem.with)
  return `${problem.column ? `【${problem.column}】` : ''}${what}。怎么改:${mend}`
}

/** The file as it came with a column 错误 behind the last one, for mending and handing in again. */
export async function rosterWithErrors(tx: Tx, batch: string): Promise<ExportedRoster | Refusal> {
  const read = await reread(tx, batch)
  if (isRefusal(read)) return read
  const remarks = new Map<number, string>()
  for (const problem of read.checked.problems)
    remarks.set(problem.row, [remarks.get(problem.row), remarkOf(problem)].filter(Boolean).join('\n'))
  const bytes = await withRemarks(read.bytes, read.format, {
    sheet: read.layout.sheet,
    headingRow: read.layout.titleRows + 1,
    heading: say('zh', 'household:roster.error-column'),
    remarks,
  })
  await audit(tx, {
    action: 'roster.export-errors',
    subject: { kind: 'roster', id: batch },
    area: read.area,
    detail: { rows: remarks.size },
  })
  return { bytes, format: read.format, households: 0 }
}

/**
 * What was imported, as it is today, in the layout it came in: for the office that still keeps the old list, or for
 * another system. Whole numbers leave the house, so the export itself is on record.
 */
export async function exportRoster(
  tx: Tx,
  input: { batch: string; format?: SheetFormat },
  figuresOf: FiguresOf,
): Promise<ExportedRoster | Refusal> {
  const batch = await tx.selectFrom('roster_batch').selectAll().where('batch_id', '=', input.batch).executeTakeFirst()
  if (batch?.state !== 'accepted') return refuse('no-such-roster', undefined, 'batch')
  const layout = batch.layout as unknown as Layout
  const book = await readBook(await house().files.get(batch.file_id))
  if (isRefusal(book)) return book
  const grid = book.sheets.find(({ sheet }) => sheet === layout.sheet)!
  const rows = await tx
    .selectFrom('roster_row')
    .select(['row_no', 'household_id', 'person_id'])
    .where('batch_id', '=', input.batch)
    .orderBy('row_no')
    .orderBy('nth')
    .execute()
  const originals = new Map(rows.map((row) => [row.person_id, row.row_no]))
  const households = [...new Set(rows.map((row) => row.household_id))]
  return write(tx, {
    layout,
    grid,
    households,
    originals,
    amountOf: (batch.options as { amountOf: AmountOf }).amountOf,
    format: input.format ?? (batch.format as SheetFormat),
    figuresOf,
    subject: input.batch,
  })
}

/** The layout for households that came in by no roster: what every office understands. */
export const standardHeadings = [
  '序号',
  '乡镇(街道)',
  '村(社区)',
  '户主姓名',
  '姓名',
  '身份证号码',
  '与户主关系',
  '保障人数',
  '类别',
  '月保障金额(元)',
  '享受起始时间',
  '上次复核时间',
  '下次复核时间',
  '开户银行',
  '账号',
  '户名',
  '联系电话',
  '家庭住址',
  '备注',
] as const

export async function exportHouseholds(
  tx: Tx,
  input: { households: readonly HouseholdId[]; format: SheetFormat; title: string },
  figuresOf: FiguresOf,
): Promise<ExportedRoster | Refusal> {
  const cell = (text: string, covered = false) => ({ text, raw: text, covered, lost: false })
  const grid: Grid = {
    sheet: '名册',
    rows: [standardHeadings.map((_, i) => cell(input.title, i > 0)), standardHeadings.map((heading) => cell(heading))],
  }
  const layout = findLayout([grid])
  if (isRefusal(layout)) return layout
  return write(tx, {
    layout,
    grid,
    households: input.households,
    originals: new Map(),
    amountOf: 'household',
    format: input.format,
    figuresOf,
    subject: 'households',
  })
}

interface Writing {
  layout: Layout
  grid: Grid
  households: readonly HouseholdId[]
  originals: ReadonlyMap<PersonId, number>
  amountOf: AmountOf
  format: SheetFormat
  figuresOf: FiguresOf
  subject: string
}

async function write(tx: Tx, writing: Writing): Promise<ExportedRoster | Refusal> {
  const { layout, grid } = writing
  const today = await businessDay(tx)
  const figures = await writing.figuresOf(tx, writing.households)
  const names = await placeNames(tx)
  const rows: Written[][] = []
  let exported = 0
  for (const household of writing.households) {
    const figure = figures.get(household)
    if (!figure) continue
    const file = await tx
      .selectFrom('household')
      .select(['area', 'head_id', 'address', 'closed_on'])
      .where('household_id', '=', household)
      .executeTakeFirst()
    if (!file || file.closed_on) continue
    const members = await membersOn(tx, household, today)
    if (members.length === 0) continue
    exported++
    const inOrder = [...members].sort(
      (one, other) =>
        (writing.originals.get(one.person) ?? Number.MAX_SAFE_INTEGER) -
        (writing.originals.get(other.person) ?? Number.MAX_SAFE_INTEGER),
    )
    const numbers = await wholeNumbers(tx, inOrder)
    const head = inOrder.find(({ person }) => person === file.head_id) ?? inOrder[0]!
    const phone = columnOf(layout, 'phone') ? ((await phonesForMessages(tx, household))[0]?.phone ?? '') : ''
    const place = await names(file.area as AreaCode)
    const perRow = layout.shape === 'person-rows' ? inOrder.map((member) => [member]) : [inOrder]
    for (const [i, people] of perRow.entries()) {
      const original = writing.originals.get(people[0]!.person)
      const template = original === undefined ? null : (grid.rows[original - 1] ?? null)
      rows.push(
        cellsOf(layout, template, {
          first: i === 0,
          nth: exported,
          people,
          all: inOrder,
          head,
          numbers,
          figure,
          phone,
          place,
          address: file.address ?? '',
          areaCode: file.area,
          amountOf: writing.amountOf,
          position: i,
        }),
      )
    }
  }
  const head = grid.rows.slice(0, layout.titleRows + layout.headerRows)
  const bytes = await writeTable(
    {
      sheet: layout.sheet,
      head: head.map((cells) => cells.map((cell) => (cell.covered ? '' : cell.raw))),
      merges: mergesIn(head),
      rows,
    },
    writing.format,
  )
  await audit(tx, {
    action: 'roster.export',
    subject: { kind: 'roster', id: writing.subject },
    detail: { households: exported, rows: rows.length, numbers: 'whole' },
  })
  return { bytes, format: writing.format, households: exported }
}

interface RowFacts {
  first: boolean
  position: number
  nth: number
  people: Member[]
  all: Member[]
  head: Member
  numbers: ReadonlyMap<PersonId, string>
  figure: RosterFigures
  phone: string
  place: { county: string; township: string; village: string }
  address: string
  areaCode: string
  amountOf: AmountOf
}

/** Told once for the household; where the old list left the following rows empty, they stay empty. */
const householdFields: readonly Field[] = [
  'serial',
  'county',
  'township',
  'village',
  'areaCode',
  'group',
  'address',
  'certificate',
  'headName',
  'headNumber',
  'people',
  'covered',
  'category',
  'tier',
  'since',
  'reviewed',
  'nextReview',
  'phone',
  'bank',
  'account',
  'holder',
  'balance',
]

function cellsOf(layout: Layout, template: Grid['rows'][number] | null, row: RowFacts): Written[] {
  return Array.from({ length: layout.width }, (_, at): Written => {
    const column = layout.columns.find((one) => one.at === at)
    const old = template?.[at]
    const oldText = old && !old.covered ? old.raw : ''
    if (!column) return oldText
    if (
      householdFields.includes(column.field) &&
      !row.first &&
      (old ? old.covered || !old.text : column.field === 'serial')
    )
      return ''
    return cellValue(layout, column, oldText, row)
  })
}

function cellValue(layout: Layout, column: Column, old: string, row: RowFacts): Written {
  const { figure, people, head, place } = row
  const member = memberAt(layout, column, people)
  switch (column.field) {
    case 'serial':
      return String(row.nth)
    case 'county':
      return place.county
    case 'township':
      return place.township
    case 'village':
      return place.village
    case 'areaCode':
      return row.areaCode
    case 'headName':
      return head.name
    case 'headNumber':
      return row.numbers.get(head.person) ?? ''
    case 'name':
      return member?.name ?? ''
    case 'number':
      return (member && row.numbers.get(member.person)) ?? ''
    case 'relation':
      return member ? relationText(member, old) : ''
    case 'sex':
      return member?.sex ? factDictionary.sex.codes[member.sex].zh : old
    case 'birth':
      return member?.birth ?? old
    case 'people':
    case 'covered':
      return String(figure.covered ?? row.all.length)
    case 'amount':
      return amountOf(column.per, old, row)
    case 'perHead':
      return { yuan: yuanText(perHead(layout, column, row)) }
    case 'tier':
      return figure.tier ?? old
    case 'since':
    case 'reviewed':
    case 'nextReview':
      return figure[column.field] ?? ''
    case 'phone':
      return row.phone
    case 'bank':
      return figure.payee?.bank ?? old
    case 'account':
      return figure.payee?.account ?? old
    case 'holder':
      return figure.payee?.holder ?? old
    case 'balance':
      return figure.openingBalance > 0n ? { yuan: yuanText(figure.openingBalance) } : ''
    case 'address':
      return old || row.address
    case 'category':
    case 'group':
    case 'certificate':
    case 'income':
    case 'paidThisYear':
    case 'note':
      return old
  }
}

/** In one row for a household the members stand in repeated columns, the head in its own. */
function memberAt(layout: Layout, column: Column, people: readonly Member[]): Member | undefined {
  if (layout.shape === 'person-rows') return people[0]
  const names = layout.columns.filter(({ field }) => field === 'name' || field === 'headName')
  const nth = names.filter((name) => name.at <= column.at).length - 1
  return people[Math.max(nth, 0)]
}

/** The office's own word stays where it still means the same. */
function relationText(member: Member, old: string): string {
  const codes: Record<string, { zh: string }> = factDictionary.relation.codes
  const plain = member.relation === 'applicant' ? '户主' : (codes[member.relation]?.zh ?? member.relation)
  return old && relationCode(old) === member.relation ? old : plain
}

function amountOf(per: Per, old: string, row: RowFacts): Written {
  const times = { month: 1n, quarter: 3n, year: 12n }[per]
  const whole = row.figure.monthly * times
  if (row.amountOf === 'household') return row.first || old ? { yuan: yuanText(whole) } : ''
  // Each person's share; the first fen that do not divide go to the first rows.
  const n = BigInt(row.all.length)
  const share = whole / n + (BigInt(row.position) < whole % n ? 1n : 0n)
  return { yuan: yuanText(share) }
}

function perHead(layout: Layout, column: Column, row: RowFacts): Fen {
  const times = { month: 1n, quarter: 3n, year: 12n }[column.per]
  const covered = columnOf(layout, 'covered') ? row.figure.covered : null
  return (row.figure.monthly * times) / BigInt(covered ?? row.all.length)
}

async function wholeNumbers(tx: Tx, members: readonly Member[]): Promise<Map<PersonId, string>> {
  const rows = await tx
    .selectFrom('identity_number')
    .select(['person_id', 'number_id', 'normal_sealed'])
    .where(
      'person_id',
      'in',
      members.map(({ person }) => person),
    )
    .where('status', 'in', ['current', 'disputed'])
    .orderBy('number_id')
    .execute()
  return new Map(rows.map((row) => [row.person_id, openNumber(row)]))
}

async function placeNames(tx: Tx) {
  const known = new Map<string, string>()
  const name = async (code: string): Promise<string> => {
    let text = known.get(code)
    if (text === undefined) {
      text = (await knownArea(tx, code as AreaCode))?.name ?? ''
      known.set(code, text)
    }
    return text
  }
  return async (area: AreaCode) => ({
    county: await name(area.slice(0, 6)),
    township: area.length >= 9 ? await name(area.slice(0, 9)) : '',
    village: area.length === 12 ? await name(area) : '',
  })
}

/** The merged blocks of title and header rows, so that the sheet looks like the one that came in. */
function mergesIn(head: Grid['rows']): [number, number, number, number][] {
  const merges: [number, number, number, number][] = []
  const taken = new Set<string>()
  head.forEach((cells, top) => {
    cells.forEach((cell, left) => {
      if (cell.covered || taken.has(`${top}/${left}`)) return
      const same = (r: number, c: number) =>
        head[r]?.[c]?.covered === true && head[r][c].text === cell.text && !taken.has(`${r}/${c}`)
      let right = left
      while (same(top, right + 1)) right++
      let bottom = top
      while (Array.from({ length: right - left + 1 }, (_, i) => left + i).every((c) => same(bottom + 1, c))) bottom++
      if (right === left && bottom === top) return
      for (let r = top; r <= bottom; r++) for (let c = left; c <= right; c++) taken.add(`${r}/${c}`)
      merges.push([top + 1, left + 1, bottom + 1, right + 1])
    })
  })
  return merges
}
