import { z } from 'zod'
import { actName, adopted, caseParams, paper, reasonInput, stepUnder, subject, wireValue } from './case-reason.ts'
import { route } from './route.ts'
import { id, positiveFen, text, wireDay, wireMonth } from './wire.ts'

/** Every step in the course of a case. Each is taken on the version the officer saw and answers where the case is now. */
const grounds = z.strictObject({ reasons: z.array(reasonInput).min(1).max(20) })
const step = stepUnder('cases')
const nothing = z.strictObject({})
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
export const adopt = step('adoption', 'Which value counts, and why 采用', z.strictObject({ figures: adopted }))
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
  path: '/api/cases/:caseId/explanation',
  summary: 'Somebody has told the family in plain words 已向家庭说明',
  params: caseParams,
  body: z.strictObject({ on: wireDay() }),
  reply: z.object({ explainedOn: wireDay() }),
})
