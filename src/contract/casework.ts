import { z } from 'zod'
import { type ProgrammeId, programmeIds } from '../policy/index.ts'
import { actName, caseParams, reasonInput, taken } from './case-reason.ts'
import { route } from './route.ts'
import { bigId, id, positiveFen, text, wireArea, wireDay } from './wire.ts'

/** What an application is made of, whichever door it comes in by. Pages, counter and API fill the same form. */
const ref = text(40).min(1)
const how = z.enum(['paper', 'screen', 'fingerprint', 'guardian', 'spoken'])
/** An uploaded file, as the file store names it. */
const file = text(100)

const applicant = z.strictObject({
  /** How the rest of the form points to this person. */
  ref,
  /** Somebody the register knows already. */
  personId: bigId().nullish(),
  name: text(60).min(1),
  number: text(40).nullish(),
  numberKind: z.enum(['resident', 'birth-certificate', 'passport', 'temporary']).optional(),
  birth: wireDay().nullish(),
  sex: z.enum(['female', 'male']).nullish(),
  withoutNumber: text(60).nullish(),
  relation: text(30).min(1),
})

const supporter = z.strictObject({
  ref,
  name: text(60).min(1),
  relation: text(30).min(1),
  supports: ref.nullish(),
  number: text(40).nullish(),
  birth: wireDay().nullish(),
  sex: z.enum(['female', 'male']).nullish(),
  address: text(200).nullish(),
})

/** One figure said by the family. Money in fen; null is "I do not know". */
export const saidFigure = z.strictObject({
  /** `household`, or the ref of a person or supporter. */
  of: ref,
  name: text(60).min(1),
  value: z.union([z.bigint(), z.int(), z.boolean(), text(200), z.null()]),
})

/** A proxy, relative or aide who acts for the applicant; visible to the applicant, who may end it (ux §3.1, flow 2). */
export const helperInput = z.strictObject({
  kind: z.enum(['proxy', 'aide', 'relative']),
  name: text(60).min(1),
  relation: text(60).nullish(),
  unit: text(100).nullish(),
  phone: text(20).nullish(),
  consent: z.enum(['signature', 'recording', 'witness']),
  consentFile: file.nullish(),
  scope: z
    .array(z.enum(['submit', 'supplement', 'receive-letters', 'object']))
    .max(4)
    .default(['submit', 'supplement']),
})

export const applicationInput = z.strictObject({
  /** Sent twice is asked once. */
  key: text(100).min(8),
  programme: z.enum(programmeIds as [ProgrammeId, ...ProgrammeId[]]),
  origin: z.enum(['applicant', 'proxy', 'aide', 'office']),
  /** A household that has a file already. */
  householdId: bigId().nullish(),
  /** The village; the township where the family does not know. */
  area: wireArea(),
  residence: z.enum(['urban', 'rural']).nullish(),
  address: text(200).nullish(),
  registeredAddress: text(200).nullish(),
  phone: text(20).nullish(),
  members: z.array(applicant).min(1).max(30),
  /** The ref of whoever asks. */
  applicant: ref,
  supporters: z.array(supporter).max(30).default([]),
  figures: z.array(saidFigure).max(1500).default([]),
  /** 真实承诺 of each adult. */
  pledges: z
    .array(z.strictObject({ of: ref, how, witness: text(60).nullish(), file: file.nullish() }))
    .max(30)
    .default([]),
  /** 核对授权 of each adult, with the scan; a missing one becomes an item of the supplement notice. */
  authorisations: z
    .array(
      z.strictObject({
        of: ref,
        /** Which agencies may be asked; all connected ones when left out. */
        sources: z
          .array(
            z.enum([
              'civil-registry',
              'vehicles',
              'real-estate',
              'tax',
              'social-insurance',
              'bank',
              'business-registry',
              'death-register',
            ]),
          )
          .min(1)
          .optional(),
        how: z.enum(['finger', 'paper', 'fingerprint', 'online']),
        guardian: z.strictObject({ name: text(60).min(1), relation: text(30).min(1) }).nullish(),
        witness: text(60).nullish(),
        scan: z.strictObject({ fileId: file, digest: z.string().regex(/^[0-9a-f]{64}$/), type: text(100) }),
        until: wireDay().nullish(),
      }),
    )
    .max(60)
    .default([]),
  shareWithCharities: z.boolean().default(false),
  helper: helperInput.nullish(),
  reason: text(500).nullish(),
  hardship: z.array(text(40)).max(3).default([]),
  attachments: z
    .array(z.strictObject({ file, kind: text(40), of: ref.nullish() }))
    .max(60)
    .default([]),
  /** What the family will bring later, by kind; it goes on the receipt and keeps nobody waiting. */
  toFollow: z.array(text(40)).max(20).optional(),
  /** 补录: the day it was really handed in. */
  handedInOn: wireDay().nullish(),
})
export type ApplicationInput = z.output<typeof applicationInput>

/** What the family takes home (ux S4): the number in large type, a code to read out, a token behind the QR code. */
export const receipt = z.object({
  householdId: bigId(),
  caseId: id(),
  caseNo: z.string(),
  readOutCode: z.string().regex(/^\d{6}$/),
  receiptToken: z.string(),
  /** 收件回执: the official paper to print and take home. */
  documentId: id(),
  openedOn: wireDay(),
  /** The last day for an answer whether everything is there. */
  answerBy: wireDay().nullable(),
  /** Whose signature is still missing. */
  unsigned: z.array(z.object({ personId: bigId(), what: z.enum(['authorisation', 'pledge']) })),
  notes: z.array(z.string()),
})
export type Receipt = z.output<typeof receipt>

export * from './appeals.ts'
export * from './case-steps.ts'

// ── Helpers, questions at the window, paper files, replays ───────────────────────────────────────────────────────────────
const helper = z.object({
  helperId: id(),
  kind: z.string(),
  name: z.string(),
  relation: z.string().nullable(),
  unit: z.string().nullable(),
  consent: z.string(),
  scope: z.array(z.string()),
  since: wireDay(),
  revokedOn: wireDay().nullable(),
})
export const listHelpers = route({
  method: 'GET',
  path: '/api/cases/:caseId/helpers',
  summary: 'Who acts for the applicant 代办人',
  params: caseParams,
  reply: z.object({ items: z.array(helper) }),
})
export const addHelper = route({
  method: 'POST',
  path: '/api/cases/:caseId/helpers',
  summary: 'Enter a helper with the applicant’s consent 登记代办人',
  params: caseParams,
  idempotent: true,
  body: helperInput,
  reply: z.object({ helperId: id() }),
})
export const revokeHelper = route({
  method: 'DELETE',
  path: '/api/cases/:caseId/helpers/:helperId',
  summary: 'The applicant takes the consent back 撤销代办',
  params: z.object({ caseId: id(), helperId: id() }),
  reply: z.object({ revokedOn: wireDay() }),
})

export const recordInquiry = route({
  method: 'POST',
  path: '/api/inquiries',
  summary: 'A question at the window, with a slip to take home 窗口咨询告知单',
  idempotent: true,
  body: z.strictObject({
    area: wireArea(),
    asker: text(60).nullish(),
    matter: text(500).min(1),
    told: z
      .array(z.strictObject({ condition: text(500).min(1), article: text(200).min(1) }))
      .min(1)
      .max(30),
    suggestion: text(500).nullish(),
  }),
  reply: z.object({ inquiryId: id(), documentId: id(), number: z.string().nullable() }),
})

export const printInquiry = route({
  method: 'GET',
  path: '/api/inquiries/:inquiryId/slip',
  summary: 'The slip of a question, to print again 打印咨询告知单',
  params: z.object({ inquiryId: id() }),
  query: z.object({ large: z.enum(['0', '1']).default('0') }),
  answers: 'bytes',
})

const onPaper = z.strictObject({ account: id(), on: wireDay(), scan: text(100).min(1) })
export const enterLate = route({
  method: 'POST',
  path: '/api/late-entries',
  summary: 'Enter a case that was handled on paper, with its own days 补录纸质档案',
  idempotent: true,
  body: z.strictObject({
    application: applicationInput.extend({ handedInOn: wireDay() }),
    acceptedOn: wireDay(),
    report: z.strictObject({ on: wireDay(), number: text(100).min(1) }).nullable(),
    visit: z.strictObject({ on: wireDay(), visitors: z.tuple([id(), id()]), conclusion: text(1000) }),
    prepared: onPaper,
    reviewed: onPaper,
    notice: z
      .strictObject({
        firstDay: wireDay(),
        place: text(100).min(1),
        photos: z.strictObject({ first: file.min(1), last: file.min(1) }),
      })
      .nullable(),
    countyReviewed: onPaper.nullable(),
    decided: onPaper,
    granted: z
      .strictObject({
        act: actName,
        monthly: positiveFen(),
        reason: reasonInput,
        minutesNo: text(100).min(1),
        second: onPaper,
      })
      .nullable(),
  }),
  reply: z.object({ receipt, taken }),
})

export const revealObjector = route({
  method: 'POST',
  path: '/api/objections/:objectionId/objector',
  summary: 'Read who objected, to answer; audited 查看异议人(留痕)',
  params: z.object({ objectionId: id() }),
  reply: z.object({ objector: z.string().nullable() }),
})

export const replayDecision = route({
  method: 'POST',
  path: '/api/decisions/:decisionId/replay',
  summary: 'Work a decision out again from what it rested on 重放决定',
  params: z.object({ decisionId: id() }),
  reply: z.object({
    decisionId: id(),
    same: z.boolean(),
    problem: z.enum(['rulebook-changed', 'parameters-changed', 'facts-changed', 'answer-changed']).nullable(),
  }),
})

export const issueApprovalForm = route({
  method: 'POST',
  path: '/api/cases/:caseId/approval-form',
  summary: 'The approval form for the dossier 审核确认表',
  params: caseParams,
  idempotent: true,
  reply: z.object({ documentId: id() }),
})

export const bindCaseFile = route({
  method: 'GET',
  path: '/api/cases/:caseId/dossier',
  summary: 'The whole case as one bound PDF with its index 装订卷宗',
  params: caseParams,
  answers: 'bytes',
})
