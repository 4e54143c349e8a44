import { z } from 'zod'
import { actName, adopted, both, caseParams, paper, reasonInput, stepUnder, structuredReason } from './case-reason.ts'
import { route } from './route.ts'
import { bigId, fen, id, text, wireDay } from './wire.ts'

/** One objection against one decision, from filing to the delivery of the answer. */

/** An uploaded file, as the file store names it. */
const file = text(100)

const disputed = z.strictObject({
  /** `household`, a person id or a supporter id. */
  of: text(40).min(1),
  name: text(60).min(1),
  used: text(200),
  claimed: text(200).min(1),
  evidence: z.array(file).max(20).default([]),
})

export const fileAppeal = route({
  method: 'POST',
  path: '/api/cases/:caseId/appeal',
  summary: 'Object to a decision, figure by figure, once 对决定提出异议',
  params: caseParams,
  idempotent: true,
  body: z.strictObject({ figures: z.array(disputed).min(1).max(40), by: bigId().nullish() }),
  reply: z.object({
    caseId: id(),
    caseNo: z.string(),
    readOutCode: z.string(),
    receiptToken: z.string(),
    answerBy: wireDay().nullable(),
  }),
})

const signer = z.object({
  capacity: z.string(),
  account: z.string(),
  name: z.string().nullable(),
  role: z.string(),
  on: wireDay(),
})
/** One objection and where it stands: on its own and on the page of its case. */
export const appealView = z.object({
  caseId: id(),
  caseNo: z.string(),
  version: z.int(),
  stage: z.string(),
  openedOn: wireDay(),
  dueOn: wireDay().nullable(),
  holder: z.string().nullable(),
  against: z.object({
    caseId: id(),
    caseNo: z.string(),
    decisionId: id(),
    decidedOn: wireDay(),
    act: actName,
    monthly: fen(),
    from: z.string(),
    /** Who made the decision: none of them looks at it again. */
    signers: z.array(signer),
  }),
  /** What is disputed, in words: whose figure, what was used, what the family says. */
  figures: z.array(
    z.object({
      of: z.string(),
      name: z.string(),
      label: both,
      whose: z.string().nullable(),
      used: z.string(),
      claimed: z.string(),
      evidence: z.array(z.string()),
    }),
  ),
  answer: z
    .object({
      outcome: z.enum(['upheld', 'corrected']),
      act: actName,
      monthly: fen(),
      from: z.string(),
      found: z.array(z.object({ of: z.string(), name: z.string(), found: z.string(), evidence: z.string() })),
      reason: structuredReason,
    })
    .nullable(),
  decidedOn: wireDay().nullable(),
  letterOn: wireDay().nullable(),
  backPay: z.array(z.object({ month: z.string(), amount: fen() })),
  signatures: z.array(signer),
  /** Why whoever reads this may not re-check it: a part in the decision, or a relative. */
  mayNot: z.enum(['decided-it-before', 'own-relative']).nullable(),
})
export type AppealView = z.output<typeof appealView>

export const readAppeal = route({
  method: 'GET',
  path: '/api/appeals/:caseId',
  summary: 'One objection and where it stands 异议复查详情',
  params: caseParams,
  versioned: true,
  reply: appealView,
})

const appealStep = stepUnder('appeals')

export const beginRecheck = appealStep(
  'recheck',
  'Begin the re-check; nobody who had a part in the decision 开始复核',
  z.strictObject({}),
)
export const adoptForRecheck = appealStep(
  'adoption',
  'Adopt the figures as they should have been 复核中更正数据',
  z.strictObject({ figures: adopted }),
)
export const proposeAnswer = appealStep(
  'answer',
  'Answer every disputed figure: upheld or corrected 提出复核意见',
  z.strictObject({
    outcome: z.enum(['upheld', 'corrected']),
    found: z
      .array(
        z.strictObject({
          of: text(40).min(1),
          name: text(60).min(1),
          found: text(200).min(1),
          evidence: text(300).min(1),
        }),
      )
      .min(1)
      .max(40),
    reason: reasonInput,
    evidence: z
      .array(
        z.strictObject({
          kind: z.enum(['finding', 'visit', 'attachment', 'document', 'statement']),
          id: text(100).min(1),
        }),
      )
      .max(40)
      .default([]),
    paper,
  }),
)
export const sendBackAnswer = appealStep(
  'send-back',
  'Send the proposed answer back 退回复核意见',
  z.strictObject({ reason: reasonInput }),
)
export const decideAppeal = appealStep(
  'decision',
  'Sign the answer; a correction takes effect at once 签发复核答复',
  z.strictObject({ paper }),
)
export const issueAppealLetter = appealStep('letter', 'Write the answer 制作复查答复书', z.strictObject({}))
export const withdrawAppeal = appealStep(
  'withdrawal',
  'Take the objection back 撤回异议',
  z.strictObject({ reason: text(500).min(1) }),
)
export const deliverAppealLetter = appealStep(
  'delivery',
  'Record the receipt of delivery 登记送达回证',
  z.strictObject({
    deliveredOn: wireDay(),
    manner: z.enum(['direct', 'left', 'post', 'entrusted', 'electronic', 'public']),
    receivedBy: text(60).nullish(),
    relation: text(60).nullish(),
    servers: z.array(id()).min(1).max(4),
    witness: text(60).nullish(),
    reference: text(100).nullish(),
    note: text(500).nullish(),
    place: text(200).nullish(),
    evidence: file.nullish(),
  }),
)
