import { z } from 'zod'
import { type ProgrammeId, programmeIds } from '../policy/index.ts'
import { bigId, id, text, wireArea, wireDay } from './wire.ts'

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
  openedOn: wireDay(),
  /** The last day for an answer whether everything is there. */
  answerBy: wireDay().nullable(),
  /** Whose signature is still missing. */
  unsigned: z.array(z.object({ personId: bigId(), what: z.enum(['authorisation', 'pledge']) })),
  notes: z.array(z.string()),
})
export type Receipt = z.output<typeof receipt>
