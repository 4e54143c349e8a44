import { z } from 'zod'
import { appealView } from './appeals.ts'
import { actName, both, caseParams, structuredReason, subject } from './case-reason.ts'
import { remaining } from './desk-queue.ts'
import { factName } from './household.ts'
import { route } from './route.ts'
import { bigId, fen, id, wireArea, wireDay } from './wire.ts'

/** One case with everything around it, what the rule says of it, and the report of the verification. */
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
    /** An objection: what is disputed, who decided, what the answer is. Null for every other case. */
    appeal: appealView.nullable(),
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
    /** Every time it hung, newest first, also what an objection took down. */
    notices: z.array(
      z.object({
        noticeId: id(),
        place: z.string(),
        firstDay: wireDay(),
        lastDay: wireDay(),
        photoFirst: z.boolean(),
        photoLast: z.boolean(),
        endedOn: wireDay().nullable(),
        endedWhy: z.string().nullable(),
      }),
    ),
    collective: z.object({ minutesNo: z.string(), heldOn: wireDay(), act, reason: structuredReason }).nullable(),
    decision: z
      .object({ decisionId: id(), on: wireDay(), act, difference: structuredReason.nullable(), batch: id().nullable() })
      .nullable(),
    /** What is another than at the decision before, in sentences; empty for a first decision and before there is one. */
    moved: z.array(both),
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
    /** What a change asks of the award by its own nature, where no rule computes it: to suspend, resume, stop or keep. */
    asked: z.object({ act: actName, monthly: fen() }).nullable(),
    lines: z.array(explanationLine),
    unmet: z.object({ first: z.array(z.array(both)), others: z.array(z.array(both)) }),
    nearest: both.nullable(),
    missing: z.array(
      z.object({
        text: both,
        whose: z.string().nullable(),
        /** A figure that can be asked for; null for a parameter this place has no value of. */
        name: factName.nullable(),
        subject: subject.nullable(),
        needed: z.enum(['now', 'perhaps']),
      }),
    ),
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
