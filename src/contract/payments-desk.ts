import { z } from 'zod'
import { type ProgrammeId, programmeIds } from '../policy/index.ts'
import { route } from './route.ts'
import { bigId, fen, id, positiveFen, text, wireArea, wireDay, wireMonth } from './wire.ts'

/** S12 the month's money: list, seals, papers, bank, returns, ledger, and who collects. Account numbers are masked. */
export const runStates = [
  'draft',
  'frozen',
  'reviewed',
  'approved',
  'released',
  'filed',
  'sent',
  'acknowledged',
  'reconciled',
  'rejected',
  'cancelled',
] as const
export const sealSteps = ['prepare', 'review', 'approve', 'finance'] as const
export const payeeRelations = ['self', 'member', 'guardian', 'proxy', 'institution'] as const
const programme = z.enum(programmeIds as [ProgrammeId, ...ProgrammeId[]])
const done = z.object({ done: z.literal(true) })
const reason = text(300).min(1)
const runParams = z.object({ runId: id() })
const book = z.string().regex(/^\d{6}$/)
const digest = z.string().regex(/^[0-9a-f]{64}$/)

const run = z.object({
  runId: id(),
  book,
  number: z.string(),
  programme,
  programmeName: z.object({ zh: z.string(), en: z.string() }),
  month: wireMonth(),
  state: z.enum(runStates),
  previewDigest: z.string().nullable(),
  contentDigest: z.string().nullable(),
  lines: z.int(),
  households: z.int(),
  people: z.int(),
  total: fen(),
  regular: fen(),
  supplement: fen(),
  backPay: fen(),
  heldLines: z.int(),
  heldTotal: fen(),
  previewedOn: wireDay().nullable(),
  frozenOn: wireDay().nullable(),
  releasedOn: wireDay().nullable(),
  sentOn: wireDay().nullable(),
  acknowledgedOn: wireDay().nullable(),
  reconciledOn: wireDay().nullable(),
  endedOn: wireDay().nullable(),
  endedWhy: z.string().nullable(),
  bankSays: z.string().nullable(),
})
export type WireRun = z.output<typeof run>

const diffTab = z.enum(['new', 'stopped', 'adjusted', 'back-pay', 'returned', 'exception'])
export type DiffTabName = z.output<typeof diffTab>
const stop = z.object({
  stop: z.string(),
  detail: z.string().nullable(),
  released: z.boolean(),
  /** What ends it: mending the cause, time, a decision, or a named person with a reason. */
  path: z.string(),
  releasable: z.boolean(),
})
const diffLine = z.object({
  tab: diffTab,
  householdId: bigId(),
  personId: bigId(),
  area: wireArea(),
  place: z.string(),
  headName: z.string().nullable(),
  old: fen(),
  new: fen(),
  month: wireMonth(),
  reason: z.string(),
  document: z.string().nullable(),
  /** The line of the run that is held, for its release. */
  line: z.int().nullable(),
  stops: z.array(stop),
})
export type DiffLineShown = z.output<typeof diffLine>
const ofMonth = z.object({ book, programme: programme.default('dibao') })

export const listBooks = route({
  method: 'GET',
  path: '/api/books',
  summary: 'Books that I may see 账套',
  reply: z.object({
    items: z.array(
      z.object({
        book,
        name: z.string(),
        financeOffice: z.string(),
        payerName: z.string(),
        payerBank: z.string(),
        payerLastFour: z.string(),
        payDay: z.int(),
        staleAfterDays: z.int().nullable(),
        openedOn: wireDay(),
      }),
    ),
  }),
})
export const listRuns = route({
  method: 'GET',
  path: '/api/payment-runs',
  summary: 'Payment lists of a book, newest first 发放批次',
  query: z.object({ book, month: wireMonth().optional(), limit: z.coerce.number().int().min(1).max(200).default(36) }),
  reply: z.object({ items: z.array(run) }),
})
export const monthDiff = route({
  method: 'GET',
  path: '/api/months/:month/diff',
  summary: 'What this month changes against the one before, each with reason and paper 月度变动',
  params: z.object({ month: wireMonth() }),
  query: ofMonth,
  reply: z.object({
    month: wireMonth(),
    lines: z.array(diffLine),
    unchanged: z.int(),
    counts: z.record(diffTab, z.int()),
    before: fen(),
    after: fen(),
  }),
})
export const exportDiff = route({
  method: 'GET',
  path: '/api/months/:month/diff/export',
  summary: 'The changes as a workbook 变动表导出',
  params: z.object({ month: wireMonth() }),
  query: ofMonth,
  answers: 'bytes',
})
export const previewMonth = route({
  method: 'POST',
  path: '/api/months/:month/preview',
  summary: 'Make the list new from the awards as they stand 重新生成预览',
  params: z.object({ month: wireMonth() }),
  idempotent: true,
  body: z.strictObject({ book, programme }),
  reply: run,
})
export const monthSummary = route({
  method: 'GET',
  path: '/api/months/:month/summary',
  summary: 'What was paid by township 资金发放汇总',
  params: z.object({ month: wireMonth() }),
  query: ofMonth,
  reply: z.object({
    items: z.array(
      z.object({
        area: z.string(),
        name: z.string(),
        households: z.int(),
        people: z.int(),
        regular: fen(),
        supplement: fen(),
        backPay: fen(),
        returned: fen(),
        total: fen(),
      }),
    ),
  }),
})

const seal = z.object({
  step: z.enum(sealSteps),
  by: z.string().nullable(),
  unit: z.string().nullable(),
  on: wireDay().nullable(),
  roles: z.array(z.string()),
  /** Whether the person asking may set it now; else a code that says why not. */
  mine: z.boolean(),
  whyNot: z.enum(['set', 'not-yet', 'role', 'sealed-before']).nullable(),
})
export const readRun = route({
  method: 'GET',
  path: '/api/payment-runs/:runId',
  summary: 'One list with seals, funds and what the bank said 发放批次详情',
  params: runParams,
  reply: z.object({
    run,
    seals: z.array(seal),
    acts: z.array(z.string()),
    funds: z.array(
      z.object({
        budgetLine: z.string(),
        households: z.int(),
        people: z.int(),
        asked: fen(),
        /** What stands in that fund now; null where no account has been opened. */
        available: fen().nullable(),
      }),
    ),
    file: z.object({ sequence: z.string(), digest: z.string(), lines: z.int(), total: fen() }).nullable(),
    reconciliation: z.array(
      z.object({ kind: z.string(), reference: z.string(), expected: fen().nullable(), found: fen().nullable() }),
    ),
    reconciled: z.boolean(),
  }),
})
export const releaseStop = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/releases',
  summary: 'A named person lets one held line go, with the reason and the evidence 放行',
  params: runParams,
  idempotent: true,
  body: z.strictObject({ line: z.int().min(1), stop: text(40).min(1), reason }),
  reply: run,
})
export const freezeRun = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/freezing',
  summary: 'Freeze exactly what was seen and set the preparer’s seal 制表',
  params: runParams,
  idempotent: true,
  body: z.strictObject({ seen: digest }),
  reply: run,
})
export const sealRun = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/seals',
  summary: 'Review, approve, or release as finance 审核、审批、财政复核',
  params: runParams,
  idempotent: true,
  body: z.strictObject({ step: z.enum(['review', 'approve', 'finance']), content: digest }),
  reply: run,
})
export const cancelRun = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/cancelling',
  summary: 'Undo a list that has not been released 撤回批次',
  params: runParams,
  idempotent: true,
  body: z.strictObject({ why: reason }),
  reply: run,
})
export const listFile = route({
  method: 'GET',
  path: '/api/payment-runs/:runId/list',
  summary: 'The payment list as a workbook or on paper 发放清册',
  params: runParams,
  query: z.object({ format: z.enum(['xlsx', 'pdf']).default('xlsx'), large: z.enum(['yes', 'no']).default('no') }),
  answers: 'bytes',
})
export const fundsRequest = route({
  method: 'GET',
  path: '/api/payment-runs/:runId/funds-request',
  summary: 'The request for funds, numbered once 资金申请',
  params: runParams,
  query: z.object({ format: z.enum(['pdf', 'docx']).default('pdf') }),
  answers: 'bytes',
})
export const makeBankFile = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/bank-file',
  summary: 'Make the bank’s file; made once, asked again it is the same 生成银行文件',
  params: runParams,
  idempotent: true,
  reply: z.object({ sequence: z.string(), digest: z.string(), lines: z.int(), total: fen() }),
})
export const bankFile = route({
  method: 'GET',
  path: '/api/payment-runs/:runId/bank-file',
  summary: 'The bank’s file as it was made 下载银行文件',
  params: runParams,
  answers: 'bytes',
})
export const sendRun = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/sending',
  summary: 'Send over the line, or say that it was carried by hand 发送银行',
  params: runParams,
  idempotent: true,
  body: z.strictObject({ how: z.enum(['line', 'by-hand']) }),
  reply: run,
})
const believed = z.object({
  runId: id(),
  lines: z.int(),
  paid: fen(),
  returned: fen(),
  returnedLines: z.int(),
})
export const takeAnswer = route({
  method: 'POST',
  path: '/api/books/:book/answers',
  summary: 'The bank’s acknowledgement, carried by hand 导入银行回执',
  params: z.object({ book }),
  takes: 'bytes',
  reply: z.object({ runId: id(), accepted: z.boolean(), again: z.boolean(), reason: z.string().nullable() }),
})
export const takeReturns = route({
  method: 'POST',
  path: '/api/books/:book/returns',
  summary: 'The bank’s result file, imported once 导入发放结果',
  params: z.object({ book }),
  takes: 'bytes',
  reply: believed,
})
export const collectReturns = route({
  method: 'POST',
  path: '/api/books/:book/collection',
  summary: 'Fetch results over the line now 立即取回结果',
  params: z.object({ book }),
  idempotent: true,
  reply: done,
})
export const reconcile = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/reconciliation',
  summary: 'Compare list, ledger and bank; every difference has a name 对账',
  params: runParams,
  takes: 'bytes',
  reply: z.object({
    settled: z.boolean(),
    differences: z.array(
      z.object({ kind: z.string(), reference: z.string(), expected: fen().nullable(), found: fen().nullable() }),
    ),
  }),
})
export const listReturned = route({
  method: 'GET',
  path: '/api/books/:book/returned',
  summary: 'Money that came back and waits for the same people 退回待发',
  params: z.object({ book }),
  reply: z.object({
    items: z.array(
      z.object({
        instruction: id(),
        householdId: bigId(),
        headName: z.string().nullable(),
        place: z.string(),
        programme,
        month: wireMonth(),
        kind: z.string(),
        amount: fen(),
        payee: bigId(),
        payeeName: z.string().nullable(),
        accountId: id(),
        lastFour: z.string().nullable(),
        /** The account was spoken about and works, or another one has been confirmed: the next list pays again. */
        mended: z.boolean(),
        since: wireDay(),
        reason: z.string().nullable(),
        contact: z
          .object({ due: wireDay().nullable(), done: wireDay().nullable(), outcome: z.string().nullable() })
          .nullable(),
      }),
    ),
  }),
})
export const exportReturned = route({
  method: 'GET',
  path: '/api/books/:book/returned/export',
  summary: 'The same as a workbook 退回清单导出',
  params: z.object({ book }),
  answers: 'bytes',
})
export const clearAccount = route({
  method: 'POST',
  path: '/api/persons/:personId/accounts/:accountId/clearing',
  summary: 'Somebody spoke with the payee: the account works again 账户已核实可用',
  params: z.object({ personId: bigId(), accountId: id() }),
  idempotent: true,
  body: z.strictObject({ how: reason }),
  reply: done,
})
export const listAside = route({
  method: 'GET',
  path: '/api/books/:book/aside-files',
  summary: 'Files of the bank that were refused whole 搁置的银行文件',
  params: z.object({ book }),
  reply: z.object({
    items: z.array(
      z.object({
        asideId: id(),
        what: z.enum(['answer', 'return', 'statement']),
        why: z.string(),
        atLine: z.int().nullable(),
        atColumn: z.string().nullable(),
        on: wireDay(),
      }),
    ),
  }),
})
export const settleAside = route({
  method: 'POST',
  path: '/api/books/:book/aside-files/:asideId/settlement',
  summary: 'Dealt with 搁置文件办结',
  params: z.object({ book, asideId: id() }),
  body: z.strictObject({ how: reason }),
  reply: done,
})

// ---------------------------------------------------------------- who collects
export const listChanges = route({
  method: 'GET',
  path: '/api/payee-changes',
  summary: 'Accounts and payees waiting for a second pair of eyes 待复核的账户与领取人变更',
  reply: z.object({
    items: z.array(
      z.object({
        kind: z.enum(['account', 'payee']),
        changeId: id(),
        personId: bigId(),
        personName: z.string().nullable(),
        householdId: bigId().nullable(),
        headName: z.string().nullable(),
        place: z.string(),
        since: wireDay(),
        bank: z.string().nullable(),
        masked: z.string().nullable(),
        holder: z.string().nullable(),
        holderMatch: z.enum(['same', 'explained']).nullable(),
        before: z.string().nullable(),
        relation: z.string().nullable(),
        mine: z.boolean(),
      }),
    ),
  }),
})
export const exportChanges = route({
  method: 'GET',
  path: '/api/payee-changes/export',
  summary: 'The same as a workbook 待复核变更导出',
  answers: 'bytes',
})
export const settleChange = route({
  method: 'POST',
  path: '/api/payee-changes/:changeId/settlement',
  summary: 'Confirm or reject as the second person 复核',
  params: z.object({ changeId: id() }),
  idempotent: true,
  body: z.strictObject({ outcome: z.enum(['confirm', 'reject']) }),
  reply: done,
})
const account = z.object({
  accountId: id(),
  status: z.string(),
  bank: z.string(),
  masked: z.string(),
  holder: z.string(),
  holderMatch: z.enum(['same', 'explained']),
  capturedOn: wireDay(),
  heldUntil: wireDay().nullable(),
  returnedOn: wireDay().nullable(),
})
export const readPayees = route({
  method: 'GET',
  path: '/api/households/:householdId/payees',
  summary: 'Who collects for a household, with which account 领取人与账户',
  params: z.object({ householdId: bigId() }),
  reply: z.object({
    headName: z.string().nullable(),
    place: z.string(),
    members: z.array(
      z.object({ personId: bigId(), name: z.string(), relation: z.string(), accounts: z.array(account) }),
    ),
    payees: z.array(
      z.object({
        payeeId: id(),
        personId: bigId(),
        payee: bigId(),
        payeeName: z.string().nullable(),
        relation: z.enum(payeeRelations),
        status: z.string(),
        chosenOn: wireDay(),
        heldUntil: wireDay().nullable(),
      }),
    ),
  }),
})
export const captureAccount = route({
  method: 'POST',
  path: '/api/persons/:personId/accounts',
  summary: 'Write down an account; a later one waits for a second person 登记账户',
  params: z.object({ personId: bigId() }),
  idempotent: true,
  body: z.strictObject({
    bank: text(60).min(1),
    number: text(40).min(1),
    holder: text(60).min(1),
    holderReason: text(300).optional(),
    reason: text(300).optional(),
  }),
  reply: z.object({ accountId: id(), status: z.enum(['active', 'waiting']), doubts: z.array(z.string()) }),
})
export const choosePayee = route({
  method: 'POST',
  path: '/api/households/:householdId/payees',
  summary: 'Name who collects 指定领取人',
  params: z.object({ householdId: bigId() }),
  idempotent: true,
  body: z.strictObject({
    payee: bigId(),
    person: bigId().optional(),
    programme: programme.nullish(),
    relation: z.enum(payeeRelations),
    reason: text(300).optional(),
  }),
  reply: z.object({ payeeId: id(), status: z.enum(['active', 'waiting']) }),
})

// ---------------------------------------------------------------- the ledger
export const readLedger = route({
  method: 'GET',
  path: '/api/books/:book/ledger',
  summary: 'Balances: budget, committed, paid, returned 总账',
  params: z.object({ book }),
  reply: z.object({
    items: z.array(
      z.object({
        account: z.string(),
        kind: z.string(),
        programmeName: z.object({ zh: z.string(), en: z.string() }).nullable(),
        budgetLine: z.string().nullable(),
        year: z.int().nullable(),
        balance: fen(),
      }),
    ),
  }),
})
export const verifyLedger = route({
  method: 'GET',
  path: '/api/books/:book/ledger/verification',
  summary: 'Every invariant of the book, checked now 账务校验',
  params: z.object({ book }),
  reply: z.object({
    broken: z.array(
      z.object({
        invariant: z.string(),
        reference: z.string(),
        expected: z.string().nullable(),
        found: z.string().nullable(),
      }),
    ),
  }),
})
export const allocateFunds = route({
  method: 'POST',
  path: '/api/books/:book/allocations',
  summary: 'Enter what finance has allocated 登记拨款',
  params: z.object({ book }),
  idempotent: true,
  body: z.strictObject({
    year: z.int().min(2020).max(2100),
    programme,
    residence: z.enum(['urban', 'rural']),
    amount: positiveFen(),
    document: text(100).min(1),
    reference: id(),
  }),
  reply: z.object({ first: z.boolean() }),
})
export const householdPayments = route({
  method: 'GET',
  path: '/api/households/:householdId/payments',
  summary: 'Every payment a household was ever told, with its postings 一户发放与记账',
  params: z.object({ householdId: bigId() }),
  reply: z.object({
    items: z.array(
      z.object({
        instruction: id(),
        month: wireMonth(),
        programme,
        kind: z.string(),
        amount: fen(),
        reason: z.string(),
        document: z.string().nullable(),
        state: z.string(),
        stateOn: wireDay().nullable(),
        returnReason: z.string().nullable(),
        postings: z.array(
          z.object({
            on: wireDay(),
            kind: z.string(),
            from: z.string(),
            to: z.string(),
            amount: fen(),
            why: z.string(),
          }),
        ),
      }),
    ),
  }),
})
