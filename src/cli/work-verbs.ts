import { readFileSync, writeFileSync } from 'node:fs'
import { monthDiff, previewMonth } from '../benefits/index.ts'
import { caseNumbered, readCase, replayAll, replayDecision } from '../casework/index.ts'
import {
  type AreaCode,
  areaCode,
  isRefusal,
  month,
  monthOf,
  nextMonth,
  type Refusal,
  yuanForReading,
} from '../foundation/index.ts'
import { acceptRoster, exportHouseholds, openHouseholds, tryRoster } from '../household/index.ts'
import { bookById, booksOf, verifyLedger } from '../payments/index.ts'
import { businessDay, type Tx } from '../platform/index.ts'
import { figuresToday, takeOver } from '../server/index.ts'
import { sayRefusal } from '../wording/index.ts'
import { isAreaText, isIdText, isMonthText } from './arguments.ts'
import { type CliHouse, withHouse } from './house.ts'
import { type ExitCode, exit, type Output } from './output.ts'
import type { VerbDefinition } from './program.ts'

type Options = Record<string, string | boolean | undefined>
const asked = (options: Options, name: string): string | undefined =>
  typeof options[name] === 'string' ? options[name] : undefined

const refused = (out: Output, refusal: Refusal): ExitCode => {
  out.note(`${sayRefusal('zh', refusal.refused, refusal.with)} (${refusal.refused})`)
  return exit.problems
}

/** Verbs of the daily work: replay, ledger, cases, the month, rosters. */
export function workVerbs(house: CliHouse): VerbDefinition[] {
  /** One transaction as the system under this verb's name. */
  const run =
    (
      verb: string,
      work: (tx: Tx, out: Output, options: Options, words: string[]) => Promise<ExitCode>,
    ): VerbDefinition['run'] =>
    (out, options, words) =>
      withHouse(house, (open) => open.as(verb, (tx) => work(tx, out, options, words)))
  return [
    {
      name: 'decision replay',
      summary: '重算已作的决定,逐位核对 · reproduce stored determinations bit for bit',
      words: '[decision]',
      options: [['--all', '全部决定 · every decision']],
      example: 'doudi decision replay --all',
      run: run('decision replay', async (tx, out, options, [id]) => {
        if (options.all) {
          const all = await replayAll(tx, (done) => out.progress('重算 replay', done, done))
          out.data(
            all,
            `重算 ${all.decisions} 个决定,${all.different.length === 0 ? '全部一致' : `不一致:${all.different.map((r) => r.decisionId).join('、')}`}`,
          )
          return all.different.length === 0 ? exit.ok : exit.problems
        }
        const wrong = id ? isIdText(id) : '请给出决定编号,或用 --all · name a decision, or use --all'
        if (!id || wrong) {
          out.note(wrong!)
          return exit.usage
        }
        const one = await replayDecision(tx, id)
        if (isRefusal(one)) return refused(out, one)
        out.data(one, one.same ? '一致 · the same' : '不一致 · different')
        return one.same ? exit.ok : exit.problems
      }),
    },
    {
      name: 'ledger verify',
      summary: '核对账本:分录、清册、指令、银行文件 · verify every book',
      options: [['--book <area>', '县代码 · county', { check: isAreaText }]],
      example: 'doudi ledger verify --json',
      run: run('ledger verify', async (tx, out, options) => {
        const books = (await booksOf(tx)).filter((book) => !options.book || book.id === options.book)
        if (options.book && books.length === 0)
          return refused(out, { refused: 'no-book', with: { book: asked(options, 'book')! } })
        const broken = []
        for (const book of books)
          broken.push(...(await verifyLedger(tx, book.id)).map((b) => ({ book: book.id, ...b })))
        out.data(
          { books: books.length, broken },
          broken.length === 0
            ? `账本完好:${books.length} 本`
            : `账本有 ${broken.length} 处不符:\n${broken.map((b) => JSON.stringify(b)).join('\n')}`,
        )
        return broken.length === 0 ? exit.ok : exit.problems
      }),
    },
    {
      name: 'case show',
      summary: '看一件办件 · show a case',
      words: '<case-no>',
      example: 'doudi case show 990101-2025-000001 --json',
      run: run('case show', async (tx, out, _options, [no]) => {
        const caseId = await caseNumbered(tx, no!)
        if (!caseId) return refused(out, { refused: 'not-found' })
        const filed = await readCase(tx, caseId)
        if (isRefusal(filed)) return refused(out, filed)
        const { row: file, state } = filed
        out.data(
          { file, state },
          `${file.caseNo}  ${state.kind}  环节 ${state.stage}  第 ${file.version} 版  家庭 ${file.household}`,
        )
        return exit.ok
      }),
    },
    {
      name: 'pay preview',
      summary: '本月与上月比:新增、停发、调整 · the month against the last',
      options: [
        ['--book <area>', '县代码 · county', { fallback: '990101', check: isAreaText }],
        ['--month <yyyy-mm>', '月份 · month (default: next)', { check: isMonthText }],
      ],
      example: 'doudi pay preview --book 990101 --month 2025-04',
      run: run('pay preview', async (tx, out, options) => {
        const of = month(asked(options, 'month') ?? nextMonth(monthOf(await businessDay(tx))))
        const book = asked(options, 'book')!
        if (!(await bookById(tx, book))) return refused(out, { refused: 'no-book', with: { book } })
        const diff = await monthDiff(tx, {
          book,
          programme: 'dibao',
          month: of,
        })
        out.data(
          diff,
          [
            `${of}:${diff.unchanged} 户不变,${diff.lines.length} 户有变化`,
            ...diff.lines.map(
              (l) => `${l.tab}\t${l.household}\t${yuanForReading(l.old)} → ${yuanForReading(l.new)}\t${l.reason ?? ''}`,
            ),
          ].join('\n'),
        )
        return exit.ok
      }),
    },
    {
      name: 'pay run',
      summary: '生成当月发放清册(草稿,待三人签) · open the month’s list as a draft',
      options: [
        ['--book <area>', '县代码 · county', { fallback: '990101', check: isAreaText }],
        ['--month <yyyy-mm>', '月份 · month (default: this one)', { check: isMonthText }],
      ],
      example: 'doudi pay run --month 2025-04',
      run: run('pay run', async (tx, out, options) => {
        const of = month(asked(options, 'month') ?? monthOf(await businessDay(tx)))
        const made = await previewMonth(tx, {
          book: asked(options, 'book')!,
          programme: 'dibao',
          month: of,
        })
        if (isRefusal(made)) return refused(out, made)
        out.data(
          made,
          `清册 ${made.number}:${made.households} 户 ${made.lines} 行 ${yuanForReading(made.total)} 元,暂停 ${made.heldLines} 行。冻结、审核、审批、财政复核由工作人员在工作台上签。`,
        )
        return exit.ok
      }),
    },
    {
      name: 'import roster',
      summary: '导入花名册(先试后收) · try a roster, take it over with --accept',
      words: '<file>',
      options: [
        ['--area <code>', '地区 · area', { check: isAreaText }],
        ['--paid-until <yyyy-mm>', '已发到哪个月 · last month paid', { check: isMonthText }],
        ['--accept', '收下没有问题的家庭 · take over'],
        ['--even-with-errors', '错误多也收 · although many are bad'],
      ],
      example: 'doudi import roster 花名册.xlsx --area 990101101 --paid-until 2025-03 --accept',
      run: run('import roster', async (tx, out, options, [file]) => {
        const area = asked(options, 'area')
        const tried = await tryRoster(tx, { bytes: readFileSync(file!), options: area ? { area: areaCode(area) } : {} })
        if (isRefusal(tried)) return refused(out, tried)
        for (const p of tried.problems.slice(0, 50)) out.note(`第 ${p.row} 行 ${p.column ?? ''}:${p.code}`)
        if (!options.accept) {
          out.data(
            tried,
            `试读:${tried.families} 户 ${tried.people} 人,每月 ${yuanForReading(tried.monthlyTotal)} 元;${tried.badFamilies} 户有问题。加 --accept 收下。`,
          )
          return tried.badFamilies > 0 ? exit.problems : exit.ok
        }
        const paidUntil = month(asked(options, 'paidUntil') ?? nextMonth(monthOf(await businessDay(tx)), -1))
        const done = await acceptRoster(
          tx,
          { batch: tried.batch, evenWithErrors: options.evenWithErrors === true },
          takeOver({ paidUntil, document: 'roster' }),
        )
        if (isRefusal(done)) return refused(out, done)
        // Who collects and where stands behind a person's name, and a command line has none: on the desk the same file brings them in.
        out.note(
          '收款人和账户没有登记:这要由一个具名的人做,请在工作台导入或登记 · payees and accounts need a named person: use the desk',
        )
        out.data(done, `收下 ${done.households} 户 ${done.people} 人,按原金额沿用`)
        return exit.ok
      }),
    },
    {
      name: 'export roster',
      summary: '导出花名册 · hand the roster out again',
      words: '<file>',
      options: [['--area <code>', '地区 · area', { check: isAreaText }]],
      example: 'doudi export roster 名册.xlsx --area 990101101',
      run: run('export roster', async (tx, out, options, [file]) => {
        const households = await openHouseholds(tx, (asked(options, 'area') ?? '') as AreaCode)
        const format = file!.endsWith('.csv') ? 'csv-gb18030' : 'xlsx'
        const made = await exportHouseholds(tx, { households, format, title: '低保花名册' }, figuresToday)
        if (isRefusal(made)) return refused(out, made)
        writeFileSync(file!, made.bytes, { mode: 0o600 })
        out.data({ households: made.households }, `导出 ${made.households} 户到 ${file}`)
        return exit.ok
      }),
    },
  ]
}
