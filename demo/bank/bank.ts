import { z } from 'zod'
import { addDays, type Day, dayOf, isDay, nameKey, yuan, yuanText } from '../../src/foundation/index.ts'
import { openJournal, stateFile } from '../outside/journal.ts'
import { openSigningKey, type SigningKey } from '../outside/signing-key.ts'
import { headingAtLeast, printedDigest, readTable, sha256, signedWith, writeTable } from '../outside/table-file.ts'
import {
  type Account,
  balanceOf,
  type Line,
  type Movement,
  type Outcome,
  type Payer,
  type PaymentFile,
  type ReturnCode,
  totalOf,
  whyReturned,
} from './book.ts'

const amountText = z.string().regex(/^\d{1,13}\.\d{2}$/)

export const accountSchema = z.strictObject({
  account: z.string().regex(/^\d{8,32}$/),
  holder: z.string().min(1).max(50).optional(),
  state: z.enum(['open', 'closed', 'dormant', 'frozen', 'limited', 'dead', 'none']).optional(),
  /** Credited first, and back after so many days. */
  bouncesAfterDays: z.number().int().min(1).max(60).optional(),
})
export type PlantedAccount = z.infer<typeof accountSchema>

export const payerSchema = z.strictObject({
  name: z.string().min(1),
  account: z.string().regex(/^\d{8,32}$/),
  publicKey: z.string().min(40),
  opening: amountText,
})

/** How the bank misbehaves. `times`: for the next so many answers; without it until cleared. */
export const behaviourSchema = z.strictObject({
  delayMs: z.number().int().min(0).max(55_000).optional(),
  status: z.union([z.literal(429), z.literal(500), z.literal(503)]).optional(),
  wreck: z.enum(['close-before-answer', 'close-in-the-middle']).optional(),
  half: z.boolean().optional(),
  forged: z.boolean().optional(),
  /** The process ends at once, before or after it has kept what it received; the caller hears nothing. */
  dies: z.enum(['before-keeping', 'after-keeping']).optional(),
  /** Results come so many days after the acceptance (usually 1). */
  daysLate: z.number().int().min(0).max(60).optional(),
  /** The results of one payment file come in so many return files. */
  splitInto: z.number().int().min(2).max(9).optional(),
  /** Results are told a second time under the next number. */
  duplicate: z.boolean().optional(),
  times: z.number().int().min(1).optional(),
})
export type Behaviour = z.infer<typeof behaviourSchema>

interface Received {
  payer: string
  sequence: number
  /** SHA-256 of the whole file: the number belongs to exactly these bytes. */
  bytesDigest: string
  on: Day
  acknowledgement: string
  accepted: PaymentFile | null
}

interface Returned {
  payer: string
  sequence: number
  of: number
  on: Day
  outcomes: Outcome[]
  file: string
}

type Entry =
  | { kind: 'payer'; payer: string; details: Payer }
  | { kind: 'accounts'; accounts: PlantedAccount[] }
  | { kind: 'clock'; day: Day }
  | { kind: 'funds'; payer: string; on: Day; amount: string; reference: string }
  | { kind: 'received'; received: Received }
  | { kind: 'returned'; returned: Returned }

export interface Bank {
  key: SigningKey
  today(): Day
  setDay(day: Day): void
  connect(payer: string, details: Payer): void
  plant(accounts: PlantedAccount[]): void
  fund(payer: string, amount: string, reference: string): boolean
  behave(behaviour: Behaviour | null): void
  behaviour(): Behaviour
  take(bytes: Buffer, behaviour: Behaviour): Buffer
  acknowledgement(payer: string, sequence: number): Buffer | null
  returnFiles(payer: string, after: number): { sequence: number; digest: string }[]
  returnFile(payer: string, sequence: number): Buffer | null
  statement(payer: string, from: Day, to: Day): Buffer | null
  /** What really reached each account, for a test to compare with. */
  credited(): Record<string, string>
}

const headings = ['付款单位', '付款户名', '付款账号', '批次号', '文件序号', '项目代码', '所属月份', '制作日', '币种']
const columns = ['序号', '指令号', '户名', '开户行', '账号', '金额', '附言'] as const
const cellRules: Record<(typeof columns)[number], (cell: string, position: number) => boolean> = {
  序号: (cell, position) => cell === String(position),
  指令号: (cell) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cell),
  户名: (cell) => cell.length > 0 && [...cell].length <= 50,
  开户行: (cell) => cell.length > 0 && [...cell].length <= 60,
  账号: (cell) => /^\d{8,32}$/.test(cell),
  金额: (cell) => /^\d{1,13}\.\d{2}$/.test(cell) && yuan(cell) > 0n,
  附言: (cell) => [...cell].length <= 30,
}

interface Refusal {
  code: string
  row?: number
  column?: string
}

/** The whole bank: pure on top of its journal, so that a sudden death loses at most what nobody was told. */
export function openBank(options: { seed: number; folder: string | null; troublePerMille: number }): Bank {
  const journal = openJournal<Entry>(stateFile(options.folder, 'bank.jsonl'))
  const key = openSigningKey(stateFile(options.folder, 'signing-key.pem'))
  const payers = new Map<string, Payer>()
  const accounts = new Map<string, PlantedAccount>()
  const received = new Map<string, Received>()
  const returned: Returned[] = []
  const instructions = new Set<string>()
  /** What was told about each line of a payment file so far, by its position. */
  const told = new Map<string, Map<number, Outcome['result']>>()
  const movements = new Map<string, Movement[]>()
  const behaviours: { now: Behaviour | null } = { now: null }
  let day: Day | null = null

  const learn = (entry: Entry) => {
    switch (entry.kind) {
      case 'payer':
        payers.set(entry.payer, entry.details)
        return
      case 'accounts':
        for (const account of entry.accounts) accounts.set(account.account, account)
        return
      case 'clock':
        day = entry.day
        return
      case 'funds':
        move(entry.payer, {
          on: entry.on,
          direction: '收',
          kind: 'BK',
          reference: entry.reference,
          amount: entry.amount,
        })
        return
      case 'received': {
        const { payer, sequence, accepted, on } = entry.received
        received.set(`${payer}/${sequence}`, entry.received)
        if (!accepted) return
        for (const line of accepted.lines) instructions.add(line.instruction)
        move(payer, { on, direction: '付', kind: 'DF', reference: accepted.run, amount: totalOf(accepted.lines) })
        return
      }
      case 'returned':
        returned.push(entry.returned)
        for (const outcome of entry.returned.outcomes) {
          const known = toldOf(entry.returned.payer, entry.returned.of)
          const before = known.get(outcome.position)
          if (before !== '退回') known.set(outcome.position, outcome.result)
          if (outcome.result !== '退回' || before === '退回') continue
          move(entry.returned.payer, {
            on: outcome.on,
            direction: '收',
            kind: 'TH',
            reference: outcome.reference,
            amount: outcome.amount,
          })
        }
    }
  }
  const toldOf = (payer: string, sequence: number) => {
    const key = `${payer}/${sequence}`
    const known = told.get(key) ?? new Map<number, Outcome['result']>()
    told.set(key, known)
    return known
  }
  const move = (payer: string, movement: Movement) => movements.set(payer, [...(movements.get(payer) ?? []), movement])
  const add = (entry: Entry) => {
    journal.add(entry)
    learn(entry)
  }
  for (const entry of journal.entries) learn(entry)

  const today = () => day ?? dayOf(new Date())
  const balance = (payer: string) => balanceOf(payers.get(payer)?.opening ?? '0.00', movements.get(payer) ?? [])

  /** An account nobody planted is open; some are not, if the demo wants ordinary troubles. */
  function accountOf(number: string): Account | undefined {
    const planted = accounts.get(number)
    if (planted || options.troublePerMille === 0) return planted
    const draw = Number.parseInt(sha256(`${options.seed}/${number}`).slice(0, 8), 16) % 1000
    if (draw >= options.troublePerMille) return undefined
    return { account: number, state: (['closed', 'dormant', 'none'] as const)[draw % 3]! }
  }

  function check(bytes: Buffer): { file: PaymentFile } | Refusal {
    const table = readTable(bytes, 'doudi-payment-1', columns)
    if ('trouble' in table) return { code: { digest: 'F02', count: 'F04' }[table.trouble as 'digest'] ?? 'F01' }
    const { heading } = table
    if (Object.keys(heading).join() !== headings.join() || table.columns.length !== columns.length)
      return { code: 'F01' }
    const payer = payers.get(heading.付款单位!)
    if (!payer || payer.account !== heading.付款账号) return { code: 'F07' }
    if (!signedWith(bytes, payer.publicKey)) return { code: 'F03' }
    const sequence = Number(heading.文件序号)
    if (!Number.isSafeInteger(sequence) || sequence < 1 || heading.币种 !== 'CNY') return { code: 'F01' }
    if (received.has(`${heading.付款单位}/${sequence}`)) return { code: 'F05' }
    if (sequence > 1 && !received.has(`${heading.付款单位}/${sequence - 1}`)) return { code: 'F06' }
    for (const [i, row] of table.rows.entries())
      for (const [c, column] of columns.entries())
        if (!cellRules[column](row[c]!, i + 1)) return { code: 'F09', row: i + 1, column }
    const lines = table.rows.map((cells, i) => ({
      position: i + 1,
      instruction: cells[1]!,
      holder: cells[2]!,
      account: cells[4]!,
      amount: cells[5]!,
    }))
    if (lines.length === 0 || table.totals.length !== 1 || table.totals[0] !== totalOf(lines)) return { code: 'F04' }
    const here = new Set<string>()
    const known = lines.findIndex(({ instruction }) => {
      if (instructions.has(instruction) || here.has(instruction)) return true
      here.add(instruction)
      return false
    })
    if (known >= 0) return { code: 'F08', row: known + 1, column: '指令号' }
    if (balance(heading.付款单位!) < yuan(totalOf(lines))) return { code: 'F10' }
    return {
      file: { payer: heading.付款单位!, run: heading.批次号!, sequence, digest: printedDigest(bytes), lines },
    }
  }

  function acknowledge(bytes: Buffer, checked: { file: PaymentFile } | Refusal): Buffer {
    const heading = headingAtLeast(bytes)
    const refused = 'code' in checked ? checked : null
    return writeTable(
      {
        title: '代发文件回执',
        format: 'doudi-ack-1',
        heading: {
          付款单位: heading.付款单位 ?? '',
          批次号: heading.批次号 ?? '',
          文件序号: heading.文件序号 ?? '',
          文件摘要: printedDigest(bytes) || sha256(bytes),
          回执日: today(),
          结论: refused ? '拒收' : '接受',
          原因码: refused?.code ?? '',
          行号: refused?.row ? String(refused.row) : '',
          列名: refused?.column ?? '',
        },
        columns: ['序号', '指令号'],
        rows: [],
        totals: ['file' in checked ? totalOf(checked.file.lines) : '0.00'],
      },
      key,
    )
  }

  /** Results that are due by today, file by file in the order of the payment files. */
  function settle(): void {
    const late = behaviours.now?.daysLate ?? 1
    const someBounce = [...accounts.values()].some((account) => account.bouncesAfterDays)
    for (const { accepted, on, payer } of [...received.values()]) {
      if (!accepted) continue
      const known = toldOf(payer, accepted.sequence)
      if (known.size < accepted.lines.length && today() >= addDays(on, late))
        tell(
          accepted,
          accepted.lines.filter((line) => !known.has(line.position)),
          addDays(on, late),
        )
      if (!someBounce) continue
      const bounced = accepted.lines.filter((line) => {
        const days = accounts.get(line.account)?.bouncesAfterDays
        return days && known.get(line.position) === '入账' && today() >= addDays(on, late + days)
      })
      if (bounced.length > 0) write(accepted, bounced, today(), () => 'R99')
    }
  }

  function tell(file: PaymentFile, lines: Line[], on: Day): void {
    const outcome = (line: Line) => {
      const account = accountOf(line.account)
      return whyReturned(account, line, nameKey) ?? ''
    }
    const pieces = behaviours.now?.splitInto ?? 1
    const size = Math.ceil(lines.length / pieces)
    for (let from = 0; from < lines.length; from += size) write(file, lines.slice(from, from + size), on, outcome)
    if (behaviours.now?.duplicate) write(file, lines.slice(0, size), on, outcome)
  }

  function write(file: PaymentFile, lines: Line[], on: Day, codeOf: (line: Line) => ReturnCode | ''): void {
    const before = returned.filter((other) => other.payer === file.payer)
    const sequence = before.length + 1
    const count = before.reduce((total, other) => total + other.outcomes.length, 0)
    const outcomes = lines.map((line, i): Outcome => {
      const code = codeOf(line)
      return {
        position: line.position,
        instruction: line.instruction,
        account: line.account,
        amount: line.amount,
        result: code === '' ? '入账' : '退回',
        code,
        on,
        reference: `YH${on.replaceAll('-', '')}${String(count + i + 1).padStart(8, '0')}`,
      }
    })
    const credited = outcomes.filter((outcome) => outcome.result === '入账')
    const back = outcomes.filter((outcome) => outcome.result === '退回')
    const bytes = writeTable(
      {
        title: '代发结果回盘文件',
        format: 'doudi-return-1',
        heading: {
          付款单位: file.payer,
          批次号: file.run,
          文件序号: String(file.sequence),
          文件摘要: file.digest,
          回盘序号: String(sequence),
          制作日: today(),
          币种: 'CNY',
        },
        columns: ['序号', '原序号', '指令号', '账号', '金额', '结果', '原因码', '入账日', '银行流水号'],
        rows: outcomes.map((o, i) => [
          String(i + 1),
          String(o.position),
          o.instruction,
          o.account,
          o.amount,
          o.result,
          o.code,
          o.on,
          o.reference,
        ]),
        totals: [totalOf(credited), String(credited.length), totalOf(back), String(back.length)],
      },
      key,
    )
    add({
      kind: 'returned',
      returned: { payer: file.payer, sequence, of: file.sequence, on, outcomes, file: bytes.toString('base64') },
    })
  }

  function used(): Behaviour {
    const behaviour = behaviours.now
    if (behaviour?.times !== undefined)
      behaviours.now = behaviour.times <= 1 ? null : { ...behaviour, times: behaviour.times - 1 }
    return behaviour ?? {}
  }

  return {
    key,
    today,
    setDay: (next) => {
      add({ kind: 'clock', day: next })
      settle()
    },
    connect: (payer, details) => add({ kind: 'payer', payer, details }),
    plant: (planted) => add({ kind: 'accounts', accounts: planted }),
    fund: (payer, amount, reference) => {
      if (!payers.has(payer)) return false
      add({ kind: 'funds', payer, on: today(), amount, reference })
      return true
    },
    behave: (behaviour) => {
      behaviours.now = behaviour
    },
    behaviour: used,
    take: (bytes, behaviour) => {
      const heading = headingAtLeast(bytes)
      const before = received.get(`${heading.付款单位}/${Number(heading.文件序号)}`)
      if (before && before.bytesDigest === sha256(bytes)) return Buffer.from(before.acknowledgement, 'base64')
      const checked = check(bytes)
      const acknowledgement = acknowledge(bytes, checked)
      if (behaviour.dies === 'before-keeping') process.kill(process.pid, 'SIGKILL')
      // A file that is not readable or not authentic cannot use up a number, nor one that may come again later.
      const final = 'file' in checked || !['F01', 'F02', 'F03', 'F05', 'F06', 'F07', 'F10'].includes(checked.code)
      if (final)
        add({
          kind: 'received',
          received: {
            payer: heading.付款单位!,
            sequence: Number(heading.文件序号),
            bytesDigest: sha256(bytes),
            on: today(),
            acknowledgement: acknowledgement.toString('base64'),
            accepted: 'file' in checked ? checked.file : null,
          },
        })
      if (behaviour.dies === 'after-keeping') process.kill(process.pid, 'SIGKILL')
      settle()
      return acknowledgement
    },
    acknowledgement: (payer, sequence) => {
      const known = received.get(`${payer}/${sequence}`)
      return known ? Buffer.from(known.acknowledgement, 'base64') : null
    },
    returnFiles: (payer, after) => {
      settle()
      return returned
        .filter((file) => file.payer === payer && file.sequence > after)
        .slice(0, 100)
        .map((file) => ({ sequence: file.sequence, digest: printedDigest(Buffer.from(file.file, 'base64')) }))
    },
    returnFile: (payer, sequence) => {
      settle()
      const file = returned.find((candidate) => candidate.payer === payer && candidate.sequence === sequence)
      return file ? Buffer.from(file.file, 'base64') : null
    },
    statement: (payer, from, to) => {
      settle()
      const details = payers.get(payer)
      return details ? statementOf(payer, details, movements.get(payer) ?? [], from, to, key) : null
    },
    credited: () => {
      const totals: Record<string, bigint> = {}
      const seen = new Set<string>()
      for (const file of returned)
        for (const outcome of file.outcomes) {
          const step = `${outcome.instruction}/${outcome.result}`
          if (seen.has(step)) continue
          seen.add(step)
          const before = seen.has(`${outcome.instruction}/入账`)
          if (outcome.result === '入账')
            totals[outcome.account] = (totals[outcome.account] ?? 0n) + yuan(outcome.amount)
          else if (before) totals[outcome.account] = (totals[outcome.account] ?? 0n) - yuan(outcome.amount)
        }
      return Object.fromEntries(Object.entries(totals).map(([account, fen]) => [account, yuanText(fen)]))
    },
  }
}

function statementOf(payer: string, details: Payer, all: Movement[], from: Day, to: Day, key: SigningKey): Buffer {
  const sorted = all
    .map((movement, i) => ({ movement, i }))
    .sort((a, b) => compare(a.movement.on, b.movement.on) || a.i - b.i)
  const before = sorted.filter(({ movement }) => movement.on < from).map(({ movement }) => movement)
  const within = sorted
    .filter(({ movement }) => movement.on >= from && movement.on <= to)
    .map(({ movement }) => movement)
  const opening = balanceOf(details.opening, before)
  let balance = opening
  const rows = within.map((movement, i) => {
    balance += movement.direction === '收' ? yuan(movement.amount) : -yuan(movement.amount)
    return [
      String(i + 1),
      movement.on,
      movement.direction,
      movement.kind,
      movement.reference,
      movement.amount,
      yuanText(balance),
    ]
  })
  const side = (direction: '收' | '付') => totalOf(within.filter((movement) => movement.direction === direction))
  return writeTable(
    {
      title: '代发专户对账单',
      format: 'doudi-statement-1',
      heading: {
        付款单位: payer,
        付款账号: details.account,
        起始日: from,
        截止日: to,
        期初余额: yuanText(opening),
        期末余额: yuanText(balance),
        币种: 'CNY',
      },
      columns: ['序号', '日期', '方向', '摘要码', '参考号', '金额', '余额'],
      rows,
      totals: [side('收'), side('付')],
    },
    key,
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const isDayText = (text: string | null): text is Day => text !== null && isDay(text)
