import { z } from 'zod'
import { type ProgrammeId, programmeIds } from '../policy/index.ts'
import { applicationInput, receipt } from './casework.ts'
import { newsFigure, whatHappened } from './happened.ts'
import { route } from './route.ts'
import { bigId, cursor, fen, id, page, positiveFen, text, wireArea, wireDay, wireMonth } from './wire.ts'

/** What the staff application reads and does: trays, one case with everything around it, and every step of its course. */
const programme = z.enum(programmeIds as [ProgrammeId, ...ProgrammeId[]])
const both = z.object({ zh: z.string(), en: z.string() })
const caseParams = z.object({ caseId: id() })

// ---------------------------------------------------------------- trays
export const trayView = z.enum([
  'turn',
  'today',
  'overdue',
  'supplement',
  'notice',
  'confirmation',
  'mine',
  'relatives',
  'all',
  'closed',
])
export type TrayView = z.output<typeof trayView>

/** 剩余: working days left, `none` while nothing is owed by a day. */
const remaining = z.object({
  state: z.enum(['running', 'due-soon', 'today', 'overdue', 'paused', 'none']),
  left: z.int().nullable(),
  due: wireDay().nullable(),
  provisional: z.boolean(),
  pausedSince: wireDay().nullable(),
  pauseReason: z.string().nullable(),
})
export type Remaining = z.output<typeof remaining>

const trayLine = z.object({
  caseId: id(),
  caseNo: z.string(),
  householdId: bigId(),
  headName: z.string().nullable(),
  people: z.int(),
  areaName: z.string(),
  kind: z.string(),
  change: z.string().nullable(),
  programme: z.string(),
  programmeName: both,
  stage: z.string(),
  ending: z.string().nullable(),
  origin: z.string(),
  openedOn: wireDay(),
  remaining,
  dueStep: z.string().nullable(),
  blockedOn: z.string().nullable(),
  holder: id().nullable(),
  holderName: z.string().nullable(),
  officerRelative: z.boolean(),
  version: z.int(),
})
export type TrayLine = z.output<typeof trayLine>

const trayQuery = {
  view: trayView.default('turn'),
  text: text(60).optional(),
  holder: z.union([id(), z.literal('nobody')]).optional(),
}
export const tray = route({
  method: 'GET',
  path: '/api/desk/queue',
  summary: 'Open cases of a saved view, nearest due day first 工作队列',
  query: z.object({ ...trayQuery, ...cursor }),
  reply: page(trayLine),
})
export const trayCounts = route({
  method: 'GET',
  path: '/api/desk/counts',
  summary: 'How many cases each saved view holds 各视图件数',
  reply: z.object({ counts: z.record(z.string(), z.int()) }),
})
export const exportTray = route({
  method: 'GET',
  path: '/api/desk/queue/export',
  summary: 'The view as a workbook 导出队列',
  query: z.object(trayQuery),
  answers: 'bytes',
})

// ---------------------------------------------------------------- one case
const structuredReason = z.object({ code: z.string(), clause: z.string(), note: z.string().nullable() })
const act = z.object({
  act: z.string(),
  monthly: fen(),
  tier: z.string().nullable(),
  from: z.string(),
  reasons: z.array(structuredReason),
})
const assessed = z.object({
  outcome: z.enum(['eligible', 'not-eligible', 'undetermined']),
  act: z.string().nullable(),
  monthly: fen().nullable(),
  tier: z.string().nullable(),
  digest: z.string(),
})
const opinion = z.object({
  act,
  assessed,
  difference: structuredReason.nullable(),
  editedAfterPreview: z.int(),
  reviewClass: z.string(),
})

export const readCase = route({
  method: 'GET',
  path: '/api/desk/cases/:caseId',
  summary: 'One case with its clock, its steps and everything around it 案件',
  params: caseParams,
  versioned: true,
  reply: z.object({
    caseId: id(),
    caseNo: z.string(),
    householdId: bigId(),
    version: z.int(),
    kind: z.string(),
    change: z.string().nullable(),
    programme: z.string(),
    programmeName: both,
    stage: z.string(),
    ending: z.string().nullable(),
    area: wireArea(),
    areaName: z.string(),
    origin: z.string(),
    headName: z.string().nullable(),
    people: z.int(),
    applicant: bigId().nullable(),
    openedOn: wireDay(),
    acceptedOn: wireDay().nullable(),
    round: z.int(),
    current: fen().nullable(),
    /** `第 9/30 个工作日 · 剩 21` in both languages; null before the clock runs. */
    clock: both.nullable(),
    remaining,
    dueStep: z.string().nullable(),
    blockedOn: z.string().nullable(),
    holder: id().nullable(),
    holderName: z.string().nullable(),
    officerRelative: z.boolean(),
    /** A relative of the officer who asks: reading is allowed, acting is not. */
    ownRelative: z.boolean(),
    /** Every step open at this stage, in the order of the procedure; `mine` where the reader's role may take it. */
    steps: z.array(z.object({ do: z.string(), mine: z.boolean(), who: z.array(z.string()) })),
    verification: z.object({ status: z.string(), on: wireDay().nullable(), reason: structuredReason.nullable() }),
    visit: z.object({
      status: z.string(),
      on: wireDay().nullable(),
      byCounty: z.boolean(),
      reason: structuredReason.nullable(),
    }),
    adoptedOn: wireDay().nullable(),
    reviewClasses: z.array(z.string()),
    pauses: z.array(z.string()),
    opinion: opinion.nullable(),
    notice: z
      .object({
        noticeId: id(),
        firstDay: wireDay(),
        lastDay: wireDay(),
        photoFirst: z.boolean(),
        photoLast: z.boolean(),
      })
      .nullable(),
    collective: z.object({ minutesNo: z.string(), heldOn: wireDay(), act, reason: structuredReason }).nullable(),
    decision: z
      .object({ decisionId: id(), on: wireDay(), act, difference: structuredReason.nullable(), batch: id().nullable() })
      .nullable(),
    letterOn: wireDay().nullable(),
    earlier: id().nullable(),
    signatures: z.array(
      z.object({
        capacity: z.string(),
        round: z.int(),
        name: z.string().nullable(),
        role: z.string(),
        on: wireDay(),
        onPaper: z.boolean(),
        byDelegation: z.boolean(),
      }),
    ),
    events: z.array(
      z.object({
        seq: z.int(),
        what: z.string(),
        on: wireDay(),
        enteredOn: wireDay(),
        name: z.string().nullable(),
        role: z.string(),
      }),
    ),
    reason: z.string().nullable(),
    hardship: z.array(z.string()),
    supplement: z
      .object({
        items: z.array(z.object({ item: z.string(), clause: z.string(), why: z.string(), how: z.string() })),
        sentOn: wireDay(),
        dueOn: wireDay(),
        answeredOn: wireDay().nullable(),
      })
      .nullable(),
    visits: z.array(
      z.object({
        visitId: id(),
        plannedOn: wireDay().nullable(),
        visitedOn: wireDay().nullable(),
        outcome: z.string().nullable(),
        dwelling: z.string().nullable(),
        conclusion: z.string().nullable(),
        byCounty: z.boolean(),
      }),
    ),
    objections: z.array(
      z.object({
        objectionId: id(),
        receivedOn: wireDay(),
        channel: z.string(),
        matter: z.string(),
        hasObjector: z.boolean(),
        dueOn: wireDay().nullable(),
        outcome: z.string().nullable(),
        answer: z.string().nullable(),
      }),
    ),
    helpers: z.array(
      z.object({
        helperId: id(),
        kind: z.string(),
        name: z.string(),
        relation: z.string().nullable(),
        unit: z.string().nullable(),
        since: wireDay(),
        revokedOn: wireDay().nullable(),
      }),
    ),
    documents: z.array(
      z.object({
        documentId: id(),
        kind: z.string(),
        title: z.string(),
        number: z.string().nullable(),
        organ: z.string(),
        issuedOn: wireDay(),
        corrects: z.string().nullable(),
      }),
    ),
    attachments: z.array(
      z.object({
        attachmentId: id(),
        kind: z.string(),
        page: z.int(),
        contentType: z.string(),
        bytes: z.int(),
        added: wireDay(),
      }),
    ),
  }),
})
export type CaseView = z.output<typeof readCase.reply>

const explanationLine = z.object({
  main: z.boolean(),
  kind: z.enum(['fact', 'parameter', 'rule']),
  figure: both,
  whose: z.string().nullable(),
  shown: both,
  formula: both.nullable(),
  /** `declared`, `matched`, … for facts; null for values of the rulebook and sums. */
  source: z.string().nullable(),
  sourceText: both.nullable(),
  date: z.string().nullable(),
  article: both,
  verified: z.boolean().nullable(),
})
export const readRuling = route({
  method: 'GET',
  path: '/api/desk/cases/:caseId/ruling',
  summary: 'What the rule says on the adopted figures, with the whole explanation 系统测算',
  params: caseParams,
  reply: z.object({
    assessed,
    lines: z.array(explanationLine),
    unmet: z.object({ first: z.array(z.array(both)), others: z.array(z.array(both)) }),
    nearest: both.nullable(),
    missing: z.array(z.object({ text: both, whose: z.string().nullable() })),
    verified: z.boolean(),
  }),
})
export type RulingView = z.output<typeof readRuling.reply>

export const colleagues = route({
  method: 'GET',
  path: '/api/desk/colleagues',
  summary: 'Who works here, for visits and for handing over 同事',
  reply: z.object({
    items: z.array(z.object({ account: id(), name: z.string(), role: z.string(), unit: z.string(), area: z.string() })),
  }),
})

const reportLine = z.object({
  who: z.string(),
  name: z.string().nullable(),
  source: z.string(),
  item: z.string().nullable(),
  state: z.string(),
  value: z.string().nullable(),
  unit: z.string().nullable(),
  asOf: wireDay().nullable(),
  conclusion: z.string(),
  worded: both,
})
export const readReport = route({
  method: 'GET',
  path: '/api/desk/cases/:caseId/report',
  summary: 'The verification report of the case: found, silent, not asked 核对报告',
  params: caseParams,
  reply: z.object({
    issuedOn: wireDay().nullable(),
    number: z.string().nullable(),
    validUntil: wireDay().nullable(),
    valid: z.boolean(),
    lines: z.array(reportLine),
    unknowable: z.array(z.string()),
    rebuttals: z.array(
      z.object({
        rebuttalId: id(),
        fact: z.string(),
        state: z.string(),
        answerBy: wireDay(),
        answer: z.string().nullable(),
      }),
    ),
  }),
})

// ---------------------------------------------------------------- steps of a case
const taken = z.object({ caseId: id(), version: z.int(), stage: z.string() })
const reasonInput = z.strictObject({
  code: text(60).min(1),
  clause: text(200).min(1),
  note: text(1000).nullable().default(null),
})
const grounds = z.strictObject({ reasons: z.array(reasonInput).min(1).max(20) })
/** A named person signed on paper; the scan is attached to the case. */
const paper = z.strictObject({ account: id(), scan: id() }).optional()
const step = <B extends z.ZodType>(path: string, summary: string, body: B) =>
  route({
    method: 'POST',
    path: `/api/desk/cases/:caseId/${path}`,
    summary,
    params: caseParams,
    versioned: true,
    idempotent: true,
    body,
    reply: taken,
  })
const nothing = z.strictObject({})
const actName = z.enum(['grant', 'raise', 'keep', 'resume', 'refuse', 'reduce', 'suspend', 'stop'])
const wanted = {
  act: actName.optional(),
  monthly: positiveFen().optional(),
  tier: text(40).nullable().optional(),
  from: wireMonth().optional(),
  reasons: z.array(reasonInput).max(20).optional(),
  difference: reasonInput.nullable().optional(),
  reviewClass: text(40).optional(),
}

export const accept = step('acceptance', 'Accept the application 受理', nothing)
export const requestSupplement = step(
  'supplement',
  'Ask once for everything that is missing 一次性告知',
  z.strictObject({
    items: z
      .array(
        z.strictObject({
          item: text(200).min(1),
          clause: text(200).min(1),
          why: text(300).min(1),
          how: text(300).min(1),
        }),
      )
      .min(1)
      .max(30),
    due: wireDay().optional(),
  }),
)
export const receiveSupplement = step(
  'supplement-answer',
  'What was missing has come 收到补正',
  z.strictObject({
    answer: z
      .array(z.strictObject({ item: text(200), files: z.array(id()).max(30), note: text(500).optional() }))
      .max(30),
  }),
)
export const refuseToAccept = step(
  'refusal-to-accept',
  'Refuse to accept, in writing, with the clause 不予受理',
  z.strictObject({ grounds }),
)
export const startVerification = step('verification', 'Send the enquiries out 发起核对', nothing)
export const skipVerification = step(
  'verification-skipping',
  'No enquiry, with the reason 免予核对',
  z.strictObject({ reason: reasonInput }),
)
export const recordReport = step(
  'report',
  'The report has come on paper 登记核对报告',
  z.strictObject({ reportId: text(100).min(1), coversVisit: z.boolean() }),
)
const pair = z.tuple([id(), id()])
export const bookVisit = step(
  'visit-booking',
  'Two people will go on a day 约定入户',
  z.strictObject({ visitOn: wireDay(), visitors: pair }),
)
const subject = z.string().regex(/^(household|person\/\d{1,18}|supporter\/[0-9a-f-]{36})$/)
const wireValue = z.union([z.int(), z.boolean(), z.string().max(200), z.null()])
export const recordVisit = step(
  'visit',
  'What two people saw 登记入户',
  z.strictObject({
    visitors: pair,
    visitedOn: wireDay(),
    outcome: z.enum(['visited', 'nobody-home', 'refused', 'postponed']),
    dwelling: text(1000).nullable().default(null),
    conclusion: text(1000).nullable().default(null),
    neighbours: z
      .array(z.strictObject({ who: text(40), said: text(1000) }))
      .max(12)
      .default([]),
    checks: z
      .array(z.strictObject({ of: text(60), name: text(60), seen: z.enum(['same', 'differs', 'unclear']) }))
      .max(300)
      .default([]),
    findings: z
      .array(z.strictObject({ subject, name: text(60), value: wireValue }))
      .max(300)
      .default([]),
  }),
)
export const skipVisit = step(
  'visit-skipping',
  'The report answers what a visit would 免予入户',
  z.strictObject({ reason: reasonInput }),
)
export const adopt = step(
  'adoption',
  'Which value counts, and why 采用',
  z.strictObject({
    figures: z
      .array(
        z.strictObject({
          subject,
          name: text(60),
          from: id().optional(),
          value: wireValue.optional(),
          reason: text(300).min(1),
          validFrom: wireDay().optional(),
        }),
      )
      .min(1)
      .max(500),
  }),
)
export const recommend = step(
  'opinion',
  'The opinion: agree with the rule, or differ with a reason 审核意见',
  z.strictObject({ seen: text(100), ...wanted, paper }),
)
export const endorse = step('endorsement', 'A second person signs 审核', z.strictObject({ paper }))
export const sendBack = step('sending-back', 'Back to the officer 退回经办', z.strictObject({ reason: reasonInput }))
export const concludeReinvestigation = step(
  'reinvestigation',
  'What the look at an objection found 异议核查结论',
  z.strictObject({
    founded: z.boolean(),
    disputed: z.boolean(),
    report: text(2000).min(1),
    answer: text(2000).min(1),
  }),
)
const head = z.int().min(0).max(10_000)
export const recordAppraisal = step(
  'appraisal',
  'The appraisal meeting in numbers and points 民主评议',
  z.strictObject({
    heldOn: wireDay(),
    place: text(100).min(1),
    present: z.strictObject({ officials: head, committee: head, villagers: head }),
    votes: z.strictObject({ agree: head, against: head, abstain: head }),
    points: z.array(text(500)).max(30).default([]),
    conclusion: text(2000).min(1),
  }),
)
export const countyReview = step('county-review', 'The section has looked at it 县级审核', z.strictObject({ paper }))
export const recordCollective = step(
  'collective',
  'A collective decision the rule does not give 集体研究',
  z.strictObject({ ...wanted, minutesNo: text(60).min(1), heldOn: wireDay(), reason: reasonInput }),
)
export const confirm = step(
  'confirmation',
  'Confirm: the act takes effect with this signature 确认',
  z.strictObject({ seen: text(100), ...wanted, paper }),
)
export const returnToTownship = step(
  'return',
  'Back to the township with reasons 退回乡镇',
  z.strictObject({ reason: reasonInput }),
)
export const withdraw = step(
  'withdrawal',
  'The family takes it back 撤回',
  z.strictObject({ reason: text(500).min(1) }),
)
export const abandon = step(
  'abandonment',
  'A written end without a decision 终止办理',
  z.strictObject({
    cause: z.enum(['not-supplemented', 'authorization-refused', 'refused-visit', 'died', 'moved']),
    grounds,
  }),
)
export const markDuplicate = step(
  'duplicate',
  'The same matter is already open 重复申请',
  z.strictObject({ ofCaseNo: text(60).min(1) }),
)
export const reassign = step(
  'holder',
  'To another desk, or back into the tray 转交',
  z.strictObject({ to: id().nullable() }),
)
export const pauseCase = step('pause', 'The clock stands still 暂停计时', z.strictObject({ reason: text(60).min(1) }))
export const resumeCase = step('resumption', 'The clock goes on 恢复计时', nothing)
export const extendCase = step(
  'extension',
  'Extend once, with a reason 延长时限',
  z.strictObject({ reason: reasonInput }),
)
export const correctClerically = step(
  'clerical-correction',
  'A slip of the pen 笔误更正',
  z.strictObject({ field: text(60).min(1), note: text(500).min(1) }),
)

export const issueLetter = step('letter', 'Write the letter of the decision 制发告知书', nothing)
export const deliverLetter = step(
  'delivery',
  'The letter was served: its day starts the days of every remedy 送达',
  z.strictObject({
    deliveredOn: wireDay(),
    manner: z.enum(['direct', 'left', 'post', 'entrusted', 'electronic', 'public']),
    receivedBy: text(60).nullable().default(null),
    relation: text(30).nullable().default(null),
    servers: z.array(id()).min(1).max(3),
    witness: text(60).nullable().default(null),
    reference: text(100).nullable().default(null),
    note: text(500).nullable().default(null),
  }),
)
export const noteExplained = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/explanation',
  summary: 'Somebody has told the family in plain words 已向家庭说明',
  params: caseParams,
  body: z.strictObject({ on: wireDay() }),
  reply: z.object({ explainedOn: wireDay() }),
})

// ---------------------------------------------------------------- counter
export const receiveApplication = route({
  method: 'POST',
  path: '/api/desk/applications',
  summary: 'Enter an application at the window 窗口受理登记',
  idempotent: true,
  body: applicationInput,
  reply: receipt,
})
export const uploadScan = route({
  method: 'POST',
  path: '/api/desk/scans',
  summary: 'Keep one scanned page: checked, re-encoded, encrypted 上传扫描件',
  takes: 'bytes',
  reply: z.object({ fileId: z.string(), digest: z.string(), type: z.string(), bytes: z.int() }),
})
export const attachToCase = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/attachments',
  summary: 'Add a page to the case 上传附件',
  params: caseParams,
  query: z.object({ kind: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/) }),
  takes: 'bytes',
  reply: z.object({ attachmentId: id() }),
})
export const readAttachment = route({
  method: 'GET',
  path: '/api/desk/households/:householdId/attachments/:attachmentId',
  summary: 'One page, on record 查看附件',
  params: z.object({ householdId: bigId(), attachmentId: id() }),
  answers: 'bytes',
})
export const printDocument = route({
  method: 'GET',
  path: '/api/desk/households/:householdId/documents/:documentId',
  summary: 'The paper as PDF or as an editable file 打印文书',
  params: z.object({ householdId: bigId(), documentId: id() }),
  query: z.object({
    format: z.enum(['pdf', 'docx']).default('pdf'),
    large: z.enum(['0', '1']).default('0'),
    lang: z.enum(['zh', 'en']).default('zh'),
  }),
  answers: 'bytes',
})

// ---------------------------------------------------------------- notices
const sheetLine = z.object({
  name: z.string(),
  group: z.string(),
  people: z.int(),
  category: z.string(),
  monthly: fen(),
})
export const previewNotice = route({
  method: 'POST',
  path: '/api/desk/notice-previews',
  summary: 'The sheet as it would hang, and what may not hang there 公示预览',
  body: z.strictObject({ cases: z.array(id()).min(1).max(200), place: text(100) }),
  reply: z.object({
    lines: z.array(sheetLine),
    problems: z.array(z.object({ cell: z.string(), rule: z.string() })),
  }),
})
export const publishNotice = route({
  method: 'POST',
  path: '/api/desk/notices',
  summary: 'Hang one sheet for several households of a village 发布公示',
  idempotent: true,
  body: z.strictObject({
    cases: z
      .array(z.strictObject({ caseId: id(), version: z.int() }))
      .min(1)
      .max(200),
    firstDay: wireDay(),
    place: text(100).min(1),
  }),
  reply: z.object({ sheetId: id(), lines: z.array(sheetLine) }),
})
export const listNotices = route({
  method: 'GET',
  path: '/api/desk/notices',
  summary: 'Sheets on boards, their days and photographs 公示清单',
  reply: z.object({
    items: z.array(
      z.object({
        sheetId: id(),
        place: z.string(),
        areaName: z.string(),
        firstDay: wireDay(),
        lastDay: wireDay(),
        photoFirst: z.boolean(),
        photoLast: z.boolean(),
        state: z.enum(['coming', 'running', 'over', 'objected', 'withdrawn']),
        lines: z.array(sheetLine.extend({ caseId: id(), noticeId: id(), householdId: bigId() })),
      }),
    ),
  }),
})
export const addBoardPhoto = route({
  method: 'POST',
  path: '/api/desk/notices/:sheetId/photos',
  summary: 'The board on its first or last day 公示照片',
  params: z.object({ sheetId: id() }),
  query: z.object({ which: z.enum(['first', 'last']), takenOn: wireDay(), where: text(100).min(1) }),
  takes: 'bytes',
  reply: z.object({ cases: z.int() }),
})
export const recordObjection = route({
  method: 'POST',
  path: '/api/desk/notices/:noticeId/objections',
  summary: 'Somebody objects by telephone, letter or at the window 登记异议',
  params: z.object({ noticeId: id() }),
  idempotent: true,
  body: z.strictObject({
    channel: z.enum(['phone', 'window', 'letter']),
    matter: text(2000).min(1),
    objector: text(100).nullable(),
  }),
  reply: z.object({ objectionId: id(), answerCode: z.string(), answerBy: wireDay().nullable() }),
})
export const exportNotices = route({
  method: 'GET',
  path: '/api/desk/notices/export',
  summary: 'The list of notices as a workbook 导出公示清单',
  answers: 'bytes',
})

// ---------------------------------------------------------------- confirming
const confirmable = trayLine.extend({
  act: z.string(),
  monthly: fen(),
  difference: z.boolean(),
  editedAfterPreview: z.int(),
  countyReviewed: z.boolean(),
  /** Whether the procedure lets my role decide this one. */
  mine: z.boolean(),
  reachedOn: wireDay(),
  /** The digest of the rule's answer today; null where the figures contradict each other. */
  seen: z.string().nullable(),
  ruleAct: z.string().nullable(),
  ruleMonthly: fen().nullable(),
})
export const confirmables = route({
  method: 'GET',
  path: '/api/desk/confirmations',
  summary: 'Cases waiting for the county’s signature 待确认',
  reply: z.object({ items: z.array(confirmable) }),
})
export type Confirmable = z.output<typeof confirmable>
export const confirmBatch = route({
  method: 'POST',
  path: '/api/desk/confirmations',
  summary: 'Confirm a meeting’s cases with cut-off day and minutes number 集中确认',
  idempotent: true,
  body: z.strictObject({
    cutOff: wireDay(),
    metOn: wireDay(),
    minutesNo: text(60).min(1),
    cases: z
      .array(z.strictObject({ caseId: id(), version: z.int(), seen: text(100) }))
      .min(1)
      .max(300),
  }),
  reply: z.object({
    batchId: id(),
    confirmed: z.array(id()),
    rolledOver: z.array(z.object({ caseId: id(), why: both })),
  }),
})
export const listBatches = route({
  method: 'GET',
  path: '/api/desk/batches',
  summary: 'Meetings held 集中确认记录',
  reply: z.object({
    items: z.array(
      z.object({
        batchId: id(),
        cutOff: wireDay(),
        metOn: wireDay(),
        minutesNo: z.string(),
        confirmed: z.int(),
        rolledOver: z.int(),
      }),
    ),
  }),
})
export const exportConfirmables = route({
  method: 'GET',
  path: '/api/desk/confirmations/export',
  summary: 'The list for the meeting as a workbook 导出待确认清单',
  answers: 'bytes',
})

// ---------------------------------------------------------------- supervising, one household
export const workload = route({
  method: 'GET',
  path: '/api/desk/workload',
  summary: 'Cases per desk 工作量',
  reply: z.object({
    items: z.array(
      z.object({
        holder: id().nullable(),
        name: z.string().nullable(),
        role: z.string().nullable(),
        unit: z.string().nullable(),
        open: z.int(),
        overdue: z.int(),
        dueToday: z.int(),
        paused: z.int(),
      }),
    ),
  }),
})
export const handOver = route({
  method: 'POST',
  path: '/api/desk/hand-overs',
  summary: 'All open cases of a colleague to another 整体转交',
  idempotent: true,
  body: z.strictObject({ from: id(), to: id().nullable() }),
  reply: z.object({ moved: z.int(), kept: z.array(z.object({ caseId: id(), why: both })) }),
})
export const exportWorkload = route({
  method: 'GET',
  path: '/api/desk/workload/export',
  summary: 'Cases per desk as a workbook 导出工作量',
  answers: 'bytes',
})
export const householdFile = route({
  method: 'GET',
  path: '/api/desk/households/:householdId/file',
  summary: 'Cases and awards of one household 一户的案件和待遇',
  params: z.object({ householdId: bigId() }),
  reply: z.object({
    cases: z.array(trayLine),
    awards: z.array(
      z.object({
        programme: z.string(),
        programmeName: both,
        monthly: fen().nullable(),
        state: z.string(),
        carriedOver: z.boolean(),
        since: z.string().nullable(),
      }),
    ),
  }),
})
export const openChange = route({
  method: 'POST',
  path: '/api/desk/households/:householdId/changes',
  summary: 'Open a change case 发起变更',
  params: z.object({ householdId: bigId() }),
  idempotent: true,
  body: z.strictObject({
    programme,
    change: z.enum([
      'member-in',
      'member-out',
      'income',
      'head',
      'account',
      'address',
      'death',
      'suspend',
      'resume',
      'stop',
    ]),
    happenedOn: wireDay().optional(),
    /** What the register and the figures have to say from now on; entered together with the case or not at all. */
    happened: whatHappened.optional(),
    figures: z.array(newsFigure).max(300).optional(),
    note: text(1000).nullish(),
  }),
  reply: taken,
})
export const openReview = route({
  method: 'POST',
  path: '/api/desk/households/:householdId/reviews',
  summary: 'Open a review 发起复核',
  params: z.object({ householdId: bigId() }),
  idempotent: true,
  body: z.strictObject({ programme }),
  reply: taken,
})
