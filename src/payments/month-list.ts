import { sql } from 'kysely'
import { staffNames } from '../access/index.ts'
import { type AreaCode, type Fen, type Month, type Refusal, refuse, sum } from '../foundation/index.ts'
import {
  type IssuedDocument,
  type IssueRefusal,
  issueDocument,
  type List,
  organOn,
  renderDocument,
  sheetsOf,
  writeWorkbook,
} from '../office/index.ts'
import { audit, house, type Tx } from '../platform/index.ts'
import { programmes } from '../policy/index.ts'
import { budgetLineOf, type Residence } from './account-code.ts'
import { maskedAccount } from './account-number.ts'
import { bookById, payerAccount } from './book.ts'
import { openAccount } from './payee-account.ts'
import type { SealStep } from './run.ts'
import { type Run, runById, sealsOf } from './run-store.ts'

/** One payee of one household on the list for finance (发放清册): the month's amount, and what is paid for earlier months. */
export interface ListRow {
  household: bigint
  village: string
  head: string
  payee: string
  idNumber: string
  account: string
  bank: string
  people: number
  regular: Fen
  supplement: Fen
  backPay: Fen
  remark: string | null
}

interface Row {
  household_id: bigint
  area: AreaCode
  village: string | null
  head: string | null
  holder: string
  bank: string
  number_id: string | null
  normal_sealed: string | null
  account_id: string
  number_sealed: string
  last_four: string
  people: number
  regular: Fen
  supplement: Fen
  back_pay: Fen
  months: string | null
}

/** Money of a month that was paid later, for whatever reason, stands in the column 补发 with its months beside it. */
export async function listRows(tx: Tx, run: Run, options: { whole: boolean }): Promise<ListRow[]> {
  const { rows } = await sql<Row>`
    select g.*, v.name as village, head.name as head, n.number_id, n.normal_sealed from (
      select l.household_id, l.area, l.payee_person, l.account_id, l.number_sealed, l.last_four, l.holder, l.bank,
        min(l.line_no) as position, max(l.people) as people,
        coalesce(sum(l.regular) filter (where l.kind = 'regular' and l.month = ${run.month}), 0)::bigint as regular,
        coalesce(sum(l.supplement) filter (where l.kind = 'regular' and l.month = ${run.month}), 0)::bigint as supplement,
        coalesce(sum(l.amount) filter (where l.kind = 'back-pay' or l.month <> ${run.month}), 0)::bigint as back_pay,
        string_agg(l.month, ' ' order by l.month) filter (where l.kind = 'back-pay' or l.month <> ${run.month}) as months
      from payment_line l where l.book_id = ${run.book} and l.run_id = ${run.runId} and not l.held
      group by 1, 2, 3, 4, 5, 6, 7, 8) g
    left join household h on h.household_id = g.household_id
    left join person head on head.person_id = h.head_id
    left join lateral (select a.name from area a where a.code = g.area order by a.since desc limit 1) v on true
    left join lateral (select i.number_id, i.normal_sealed from identity_number i
      where i.person_id = g.payee_person and i.status in ('current', 'disputed') order by i.number_id desc limit 1) n on true
    order by g.position`.execute(tx)
  return rows.map((row) => ({
    household: row.household_id,
    village: row.village ?? row.area,
    head: row.head ?? row.holder,
    payee: row.holder,
    idNumber: row.normal_sealed ? shown(openNumber(row), options.whole) : '',
    account: options.whole ? openAccount(row.account_id, row.number_sealed) : maskedAccount(row.last_four),
    bank: row.bank,
    people: row.people,
    regular: row.regular,
    supplement: row.supplement,
    backPay: row.back_pay,
    remark: row.months ? `补 ${row.months}` : null,
  }))
}

const openNumber = (row: Row) => house().crypto.open(row.normal_sealed!, `identity_number.normal:${row.number_id}`)
const shown = (number: string, whole: boolean) =>
  whole ? number : `${'*'.repeat(Math.max(0, number.length - 4))}${number.slice(-4)}`

export interface ListFile {
  bytes: Buffer
  contentType: string
  /** Run number, never a name. */
  fileName: string
}

type ListRefusal = Refusal<'not-found' | 'run-state'>

/** From the freeze on there is a list to hand over; before it there is only a preview. */
async function frozenRun(tx: Tx, runId: string): Promise<Run | ListRefusal> {
  const run = await runById(tx, runId)
  if (!run) return refuse('not-found')
  return run.contentDigest && run.state !== 'cancelled' ? run : refuse('run-state', { state: run.state, act: 'list' })
}

const told = (tx: Tx, run: Run, what: string) =>
  audit(tx, {
    action: `payment-run.export-${what}`,
    subject: { kind: 'payment-run', id: run.runId },
    area: run.book,
    after: { digest: run.contentDigest },
    detail: { number: run.number, lines: run.lines },
  })

/** 发放清册 as a workbook: numbers and accounts whole, since finance pays by them; every export is written down. */
export async function paymentListWorkbook(tx: Tx, runId: string): Promise<ListFile | ListRefusal> {
  const run = await frozenRun(tx, runId)
  if ('refused' in run) return run
  const rows = await listRows(tx, run, { whole: true })
  await told(tx, run, 'xlsx')
  const bytes = await writeWorkbook(paymentListLayout(run, rows, await bookById(tx, run.book)))
  return {
    bytes,
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    fileName: `${run.number}.xlsx`,
  }
}

const all = (row: ListRow): Fen => row.regular + row.supplement + row.backPay

function paymentListLayout(run: Run, rows: ListRow[], book: Awaited<ReturnType<typeof bookById>>): List<ListRow> {
  const total = (of: (row: ListRow) => Fen) => sum(rows.map(of))
  return {
    title: `${book?.name ?? ''}${run.month}${programmes[run.programme].zh}发放清册`,
    sheet: run.number,
    columns: [
      { head: '序号', kind: 'count', width: 6, of: (_, index) => index + 1 },
      { head: '村(社区)', width: 16, of: (row) => row.village },
      { head: '户主', width: 12, of: (row) => row.head },
      { head: '领取人', width: 12, of: (row) => row.payee },
      { head: '身份证号', width: 22, of: (row) => row.idNumber },
      { head: '开户行', width: 18, of: (row) => row.bank },
      { head: '账号', width: 24, of: (row) => row.account },
      { head: '保障人数', kind: 'count', width: 9, of: (row) => row.people },
      { head: '救助金', kind: 'yuan', width: 12, of: (row) => row.regular },
      { head: '分类施保增发', kind: 'yuan', width: 12, of: (row) => row.supplement },
      { head: '补发', kind: 'yuan', width: 12, of: (row) => row.backPay },
      { head: '合计', kind: 'yuan', width: 13, of: all },
      { head: '备注', width: 20, of: (row) => row.remark },
    ],
    rows,
    total: [
      '合计',
      null,
      null,
      null,
      null,
      null,
      null,
      rows.reduce((n, row) => n + row.people, 0),
      total((row) => row.regular),
      total((row) => row.supplement),
      total((row) => row.backPay),
      total(all),
      null,
    ],
    notes: [
      `批次 ${run.number}　项目代码 ${book?.projectCodes[run.programme] ?? '—'}　摘要 SHA-256 ${run.contentDigest}`,
      '制表：　　　　　　审核：　　　　　　审批：　　　　　　财政复核：',
    ],
  }
}

/** 发放清册 on paper, for the seals. */
export async function paymentListPaper(
  tx: Tx,
  runId: string,
  options: { watermark?: boolean; large?: boolean } = {},
): Promise<ListFile | ListRefusal> {
  const run = await frozenRun(tx, runId)
  if ('refused' in run) return run
  const book = (await bookById(tx, run.book))!
  const rows = await listRows(tx, run, { whole: true })
  await told(tx, run, 'pdf')
  const organ = await organOn(tx, run.book, run.frozenOn!)
  const rendered = await renderDocument(
    'payment-list',
    {
      organ: organ?.name ?? book.name,
      hotline: organ?.hotline ?? '',
      on: run.frozenOn!,
      month: run.month,
      programme: programmes[run.programme].zh,
      area: book.name,
      projectCode: book.projectCodes[run.programme] ?? null,
      batch: run.number,
      rows: rows.map((row) => ({
        area: row.village,
        head: row.head,
        payee: row.payee,
        idNumber: row.idNumber,
        account: row.account,
        people: row.people,
        regular: row.regular,
        supplement: row.supplement,
        backPay: row.backPay,
        remark: row.remark,
      })),
      digest: run.contentDigest,
      ...(await sealNames(tx, run)),
    },
    options,
  )
  return { bytes: rendered.bytes, contentType: rendered.contentType, fileName: `${run.number}.pdf` }
}

/** Under the list stand the names of those who sealed it here; they sign by hand as well. */
async function sealNames(tx: Tx, run: Run) {
  const seals = await sealsOf(tx, run.runId)
  const names = await staffNames(
    tx,
    seals.map((seal) => seal.actor),
  )
  const of = (step: SealStep) => names.get(seals.find((seal) => seal.step === step)?.actor ?? '')?.name ?? null
  return { preparedBy: of('prepare'), reviewedBy: of('review'), approvedBy: of('approve') }
}

export interface FundsLine {
  programme: string
  budgetLine: string
  households: number
  people: number
  regular: Fen
  supplement: Fen
  backPay: Fen
}

/** What each budget line has to give for a run. Money that came back before is with the bank's account already and is not asked for again. */
export async function fundsLines(tx: Tx, run: Run): Promise<FundsLine[]> {
  const { rows } = await sql<
    Omit<FundsLine, 'programme' | 'budgetLine' | 'backPay'> & { residence: Residence; back_pay: Fen }
  >`
    select residence, count(distinct household_id)::integer as households,
      (select coalesce(sum(p.people), 0)::integer from (select max(people) as people from payment_line x
        where x.book_id = ${run.book} and x.run_id = ${run.runId} and not x.held and x.from_account not like 'returned/%' and x.residence = l.residence
        group by x.household_id, x.person_id) p) as people,
      coalesce(sum(regular) filter (where kind = 'regular' and month = ${run.month}), 0)::bigint as regular,
      coalesce(sum(supplement) filter (where kind = 'regular' and month = ${run.month}), 0)::bigint as supplement,
      coalesce(sum(amount) filter (where kind = 'back-pay' or month <> ${run.month}), 0)::bigint as back_pay
    from payment_line l where book_id = ${run.book} and run_id = ${run.runId} and not held and from_account not like 'returned/%'
    group by residence order by residence desc`.execute(tx)
  return rows.map((row) => ({
    programme: programmes[run.programme].zh,
    budgetLine: budgetLineOf(run.programme, row.residence) ?? '—',
    households: row.households,
    people: row.people,
    regular: row.regular,
    supplement: row.supplement,
    backPay: row.back_pay,
  }))
}

/** 资金申请: one numbered paper per run; asked again it is the same paper. */
export async function issueFundsRequest(
  tx: Tx,
  runId: string,
): Promise<IssuedDocument | IssueRefusal | ListRefusal | Refusal<'nothing-to-fund'>> {
  const run = await frozenRun(tx, runId)
  if ('refused' in run) return run
  const book = (await bookById(tx, run.book))!
  const [known] = await sheetsOf(tx, { kind: 'funds-request', subject: runId })
  if (known) return known
  const lines = await fundsLines(tx, run)
  if (lines.length === 0) return refuse('nothing-to-fund')
  return issueDocument(tx, {
    kind: 'funds-request',
    household: null,
    area: run.book,
    by: 'county',
    subject: runId,
    data: {
      to: book.financeOffice,
      month: run.month,
      lines,
      account: { name: book.payerName, bank: book.payerBank, number: await payerAccount(tx, run.book) },
      attachments: [`${run.number}.xlsx`],
      contact: book.name,
    },
  })
}

export interface TownshipSum {
  area: AreaCode
  households: number
  people: number
  regular: Fen
  supplement: Fen
  backPay: Fen
  returned: Fen
  total: Fen
}

/** 资金发放汇总 of a month by township: what its lists paid, and what of it came back. */
export async function monthSummary(
  tx: Tx,
  of: { book: string; month: Month; programme?: string },
): Promise<TownshipSum[]> {
  const { rows } = await sql<Omit<TownshipSum, 'backPay'> & { back_pay: Fen }>`
    with line as (
      select l.*, left(l.area, 9) as township, exists (select from payment_result p
        where p.book_id = l.book_id and p.run_id = l.run_id and p.line_no = l.line_no and p.result = 'returned') as came_back
      from payment_line l join payment_run r on r.book_id = l.book_id and r.run_id = l.run_id
      where r.book_id = ${of.book} and r.month = ${of.month} and (${of.programme ?? null}::text is null or r.programme = ${of.programme ?? null})
        and r.state in ('released', 'filed', 'sent', 'acknowledged', 'reconciled') and not l.held
    ), counted as (
      select township, sum(people)::integer as people from (
        select township, max(people) as people from line group by township, household_id, person_id, programme) c group by 1
    )
    select line.township as area, count(distinct household_id)::integer as households, counted.people,
      coalesce(sum(regular) filter (where kind = 'regular' and month = ${of.month}), 0)::bigint as regular,
      coalesce(sum(supplement) filter (where kind = 'regular' and month = ${of.month}), 0)::bigint as supplement,
      coalesce(sum(amount) filter (where kind = 'back-pay' or month <> ${of.month}), 0)::bigint as back_pay,
      coalesce(sum(amount) filter (where came_back), 0)::bigint as returned, sum(amount)::bigint as total
    from line join counted on counted.township = line.township group by line.township, counted.people order by 1`.execute(
    tx,
  )
  return rows.map(({ back_pay, ...row }) => ({ ...row, backPay: back_pay }))
}
