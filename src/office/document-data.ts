import { z } from 'zod'
import { type Day, isDay } from '../foundation/index.ts'

/**
 * What each official paper is made of: one schema per kind. Callers fill these with facts already worded (names of
 * schemes, articles); the paper adds the fixed sentences from the wording chapter. Money is fen; in stored JSON it is text.
 */
const long = z.string().max(4000)
const short = z.string().max(300)
const fen = z.union([
  z.bigint(),
  z
    .string()
    .regex(/^-?\d{1,18}$/)
    .transform(BigInt),
])
const day = z
  .string()
  .refine(isDay, 'YYYY-MM-DD')
  .transform((d) => d as Day)
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
const count = z.number().int().min(0).max(10_000_000)

/** Who speaks, under which number, and where to ask back. */
const head = {
  /** The organ that issues the paper, its full name. */
  organ: short,
  /** 文号; null until `issueDocument` has numbered it (forms stay without). */
  number: short.nullable().default(null),
  on: day,
  caseNumber: short.nullable().default(null),
  /** What the QR code holds: an address with a random token or the case number. Never a name or an identity number. */
  qr: z
    .string()
    .max(300)
    .refine((text) => !/\d{15}/.test(text), 'no identity number in a QR code')
    .nullable()
    .default(null),
  hotline: short,
  address: short.nullable().default(null),
}

/** Where somebody who disagrees can turn (行政复议法 §20, 行政诉讼法 §46): always with the names of the bodies. */
const remedies = z.strictObject({
  objection: z.strictObject({ to: short, days: count.nullable(), phone: short }),
  reconsideration: z.strictObject({ body: short, days: count }),
  court: z.strictObject({ name: short, months: count }),
})
export type Remedies = z.output<typeof remedies>

const explanationLine = z.strictObject({
  /** What is counted: 月工资性收入. */
  figure: short,
  /** The value used, worded with its unit; `''` never, a missing value is said in words. */
  value: short,
  whose: short,
  source: short,
  on: day.nullable().default(null),
  article: short,
  formula: long.nullable().default(null),
  threshold: short.nullable().default(null),
  gap: short.nullable().default(null),
  /** False when the parameter behind it is not yet checked against the issuer's own text. */
  verified: z.boolean().default(true),
  /** This figure decided the outcome. */
  decisive: z.boolean().default(false),
  /** The member who alone may read the value (a son's deposit is not told to his father); null = everybody. */
  onlyFor: short.nullable().default(null),
})
export type ExplanationLine = z.output<typeof explanationLine>

/** The explanation object, worded: the same lines a citizen sees on the self-check and an officer on the case page. */
export const paperExplanation = z.strictObject({
  lines: z.array(explanationLine).max(200),
  /** How the figures come together, one sentence per step. */
  steps: z.array(long).max(50).default([]),
  /** How much is missing, in words: 差 60 元. */
  gap: long.nullable().default(null),
  wouldChange: z.array(long).max(20).default([]),
})
export type PaperExplanation = z.output<typeof paperExplanation>

/** To whom a letter goes. `member` is compared with `onlyFor`. */
const addressee = z.strictObject({
  name: short,
  member: short.nullable().default(null),
  address: short.nullable().default(null),
})

const letter = {
  ...head,
  addressee,
  programme: short,
  people: count,
  explanation: paperExplanation,
  otherHelp: z.array(long).max(20).default([]),
  remedies,
}

const person = z.strictObject({
  name: short.nullable().default(null),
  idNumber: short.nullable().default(null),
  phone: short.nullable().default(null),
  relation: short.nullable().default(null),
})

const member = z.strictObject({
  name: short,
  relation: short.nullable().default(null),
  idNumber: short.nullable().default(null),
  sex: short.nullable().default(null),
  birth: day.nullable().default(null),
  marital: short.nullable().default(null),
  health: short.nullable().default(null),
  disability: short.nullable().default(null),
  labour: short.nullable().default(null),
  work: short.nullable().default(null),
  school: short.nullable().default(null),
})

/** A tick box: `true` ticked, `false` empty. */
const choice = z.strictObject({ label: short, ticked: z.boolean() })

const opinion = z.strictObject({
  text: long.nullable().default(null),
  name: short.nullable().default(null),
  on: day.nullable().default(null),
  /** 代理授权: "by delegation of 2025-03-01". */
  delegation: short.nullable().default(null),
})

const amountLine = z.strictObject({ label: short, formula: short.nullable().default(null), amount: fen })

export const documentData = {
  'inquiry-slip': z.strictObject({
    ...head,
    asker: short.nullable().default(null),
    matter: long,
    told: z
      .array(z.strictObject({ condition: long, article: short }))
      .min(1)
      .max(30),
    suggestion: long.nullable().default(null),
    officer: short,
  }),
  'application-form': z.strictObject({
    ...head,
    /** Unfilled copy for the counter: rows to write in by hand. */
    blank: z.boolean().default(false),
    programmes: z.array(choice).min(1).max(12),
    way: z.array(choice).max(6).default([]),
    applicant: person,
    agent: person.nullable().default(null),
    registeredAddress: short.nullable().default(null),
    residence: short.nullable().default(null),
    homeAddress: short.nullable().default(null),
    payee: z
      .strictObject({ bank: short.nullable(), holder: short.nullable(), account: short.nullable() })
      .nullable()
      .default(null),
    members: z.array(member).max(30).default([]),
    supporters: z
      .array(
        z.strictObject({
          name: short,
          relation: short,
          address: short.nullable(),
          people: count.nullable(),
          yearly: fen.nullable(),
        }),
      )
      .max(30)
      .default([]),
    incomes: z
      .array(
        z.strictObject({ member: short, kind: short, yearly: fen.nullable(), remark: short.nullable().default(null) }),
      )
      .max(120)
      .default([]),
    assets: z
      .array(z.strictObject({ kind: short, owner: short.nullable(), detail: short.nullable(), value: fen.nullable() }))
      .max(60)
      .default([]),
    expenses: z
      .array(z.strictObject({ kind: short, member: short.nullable(), yearly: fen.nullable() }))
      .max(60)
      .default([]),
    hardship: z.array(choice).max(12).default([]),
    reason: long.nullable().default(null),
    relativesOfOfficers: long.nullable().default(null),
  }),
  'authorization-pledge': z.strictObject({
    ...head,
    programme: short,
    adults: z
      .array(z.strictObject({ name: short.nullable(), relation: short.nullable(), idNumber: short.nullable() }))
      .max(30),
    sources: z.array(short).min(1).max(40),
    validUntil: day.nullable(),
    purpose: long,
    shareWithCharities: z.boolean().default(false),
  }),
  'proxy-authorization': z.strictObject({
    ...head,
    programme: short,
    principal: person,
    agent: person,
    scope: z.array(choice).min(1).max(12),
    validUntil: day.nullable(),
    witness: short.nullable().default(null),
  }),
  'application-receipt': z.strictObject({
    ...head,
    addressee,
    programme: short,
    received: day,
    /** 补录: the day it was entered, when it was handed in earlier. */
    entered: day.nullable().default(null),
    people: count,
    /** Who handed it in for the family, in words; null when the family came itself. */
    helper: short.nullable().default(null),
    handedIn: z.array(z.strictObject({ what: short, pages: count.nullable() })).max(80),
    /** What the family said it will bring; never a reason not to take the application. */
    toFollow: z.array(short).max(40).default([]),
    /** Signatures that are still missing, each with whose. */
    unsigned: z.array(short).max(80).default([]),
    answerBy: day.nullable(),
    answerProvisional: z.boolean().default(false),
    queryCode: short,
    supervisionPhone: short,
    officer: short,
  }),
  'supplement-notice': z.strictObject({
    ...head,
    addressee,
    programme: short,
    received: day,
    missing: z
      .array(z.strictObject({ item: short, why: long, how: long }))
      .min(1)
      .max(40),
    due: day,
    dueProvisional: z.boolean().default(false),
    workingDays: count.nullable().default(null),
    officer: short,
  }),
  'acceptance-notice': z.strictObject({
    ...head,
    addressee,
    programme: short,
    received: day,
    accepted: day,
    workingDays: count,
    due: day,
    dueProvisional: z.boolean().default(false),
    queryCode: short.nullable().default(null),
    steps: z.array(long).max(12).default([]),
    supervisionPhone: short,
    officer: short,
  }),
  'refusal-to-accept': z.strictObject({
    ...head,
    addressee,
    programme: short,
    received: day,
    grounds: z.array(z.strictObject({ fact: long, article: short, clause: long })).max(20),
    otherHelp: z.array(long).max(20).default([]),
    remedies,
  }),
  'home-visit-form': z.strictObject({
    ...head,
    blank: z.boolean().default(false),
    programme: short,
    headOfHousehold: short.nullable(),
    address: short.nullable(),
    visitedOn: day.nullable().default(null),
    outcome: z.array(choice).max(8).default([]),
    visitors: z.array(short).max(6).default([]),
    respondent: short.nullable().default(null),
    checks: z
      .array(
        z.strictObject({ item: short, declared: short.nullable(), seen: short.nullable(), result: short.nullable() }),
      )
      .max(80)
      .default([]),
    selfCare: z
      .array(z.strictObject({ name: short, items: z.array(z.boolean().nullable()).length(6), level: short.nullable() }))
      .max(12)
      .default([]),
    neighbours: z
      .array(z.strictObject({ who: short, said: long }))
      .max(12)
      .default([]),
    photos: count.nullable().default(null),
    conclusion: long.nullable().default(null),
  }),
  'appraisal-record': z.strictObject({
    ...head,
    programme: short,
    headOfHousehold: short,
    heldOn: day.nullable(),
    place: short.nullable(),
    chair: short.nullable(),
    recorder: short.nullable(),
    present: z.strictObject({ officials: count.nullable(), committee: count.nullable(), villagers: count.nullable() }),
    dispute: long,
    points: z.array(long).max(40).default([]),
    votes: z.strictObject({ agree: count.nullable(), against: count.nullable(), abstain: count.nullable() }),
    conclusion: long.nullable(),
  }),
  'verification-report': z.strictObject({
    ...head,
    programme: short,
    headOfHousehold: short,
    requestedOn: day,
    reportedOn: day,
    items: z
      .array(
        z.strictObject({
          who: short,
          item: short,
          value: short,
          asOf: day.nullable(),
          source: short,
          threshold: short.nullable(),
          conclusion: short,
        }),
      )
      .max(400),
    unknowable: z.array(short).max(40).default([]),
    preparedBy: short,
    checkedBy: short.nullable().default(null),
  }),
  'approval-form': z.strictObject({
    ...head,
    programme: short,
    tier: short.nullable().default(null),
    headOfHousehold: short,
    idNumber: short.nullable().default(null),
    phone: short.nullable().default(null),
    address: short.nullable().default(null),
    residence: short.nullable().default(null),
    hardship: short.nullable().default(null),
    received: day,
    accepted: day.nullable(),
    members: z.array(member).max(30),
    figures: z.array(explanationLine).max(200),
    steps: z.array(long).max(50).default([]),
    proposal: short,
    monthly: fen.nullable(),
    breakdown: z.array(amountLine).max(40).default([]),
    from: month.nullable().default(null),
    notice: short.nullable().default(null),
    minutes: short.nullable().default(null),
    prepared: opinion,
    reviewed: opinion,
    decided: opinion,
    townshipOrgan: short,
    countyOrgan: short,
  }),
  'public-notice': z.strictObject({
    ...head,
    heading: short,
    place: short,
    basis: short.nullable().default(null),
    from: day,
    to: day.nullable(),
    rows: z
      .array(z.strictObject({ name: short, group: short, people: count, category: short, monthly: fen }))
      .max(2000),
    supervisionPhones: z.array(z.strictObject({ office: short, phone: short })).max(6),
    objectionQr: z.string().max(300).nullable().default(null),
    sheet: z.enum(['a3', 'a4']).default('a4'),
  }),
  'approval-letter': z.strictObject({
    ...letter,
    applied: day,
    tier: short.nullable().default(null),
    monthly: fen,
    from: month,
    breakdown: z.array(amountLine).max(40).default([]),
    payDay: short,
    accountEnding: z
      .string()
      .regex(/^\d{4}$/)
      .nullable()
      .default(null),
    reviewEvery: short,
    duties: z.array(long).max(12).default([]),
  }),
  'refusal-letter': z.strictObject({
    ...letter,
    applied: day,
    reason: long,
    reapply: long.nullable().default(null),
  }),
  'change-letter': z.strictObject({
    ...letter,
    change: z.enum(['increase', 'reduction', 'suspension', 'resumption', 'termination']),
    reason: long,
    before: fen,
    after: fen,
    from: month,
    /** Months of gradual exit (渐退期) with what is paid in them; empty when none. */
    gradual: z
      .array(z.strictObject({ month, amount: fen }))
      .max(36)
      .default([]),
    backPay: z.array(amountLine).max(40).default([]),
  }),
  'appeal-letter': z.strictObject({
    ...letter,
    /** The decision that was questioned. */
    against: short,
    objected: day,
    outcome: z.enum(['upheld', 'corrected']),
    disputed: z
      .array(z.strictObject({ figure: short, used: short, claimed: short, found: short, evidence: short }))
      .min(1)
      .max(40),
    reason: long,
    before: fen.nullable(),
    after: fen.nullable(),
    from: month.nullable(),
    backPay: z.array(amountLine).max(40).default([]),
    checkedBy: short,
  }),
  'closing-notice': z.strictObject({
    ...head,
    addressee,
    programme: short,
    received: day,
    cause: z.enum(['withdrawn', 'not-supplemented', 'authorization-refused', 'duplicate', 'moved', 'died']),
    fact: long,
    article: short,
    reapply: long,
    remedies,
  }),
  'delivery-receipt': z.strictObject({
    ...head,
    papers: z
      .array(z.strictObject({ title: short, number: short.nullable(), copies: count }))
      .min(1)
      .max(20),
    recipient: short,
    place: short.nullable(),
    manner: z.array(choice).min(1).max(8),
    deliveredOn: day.nullable().default(null),
    receiver: short.nullable().default(null),
    refusedToSign: long.nullable().default(null),
    servers: z.array(short).max(4).default([]),
  }),
  'payment-list': z.strictObject({
    ...head,
    month,
    programme: short,
    area: short,
    projectCode: short.nullable().default(null),
    batch: short,
    rows: z
      .array(
        z.strictObject({
          area: short,
          head: short,
          payee: short,
          idNumber: short,
          account: short,
          people: count,
          regular: fen,
          supplement: fen,
          backPay: fen,
          remark: short.nullable().default(null),
        }),
      )
      .max(100_000),
    digest: short.nullable().default(null),
    preparedBy: short.nullable().default(null),
    reviewedBy: short.nullable().default(null),
    approvedBy: short.nullable().default(null),
  }),
  'funds-request': z.strictObject({
    ...head,
    to: short,
    month,
    lines: z
      .array(
        z.strictObject({
          programme: short,
          budgetLine: short,
          households: count,
          people: count,
          regular: fen,
          supplement: fen,
          backPay: fen,
        }),
      )
      .min(1)
      .max(60),
    account: z.strictObject({ name: short, bank: short, number: short }).nullable().default(null),
    attachments: z.array(short).max(12).default([]),
    contact: short,
  }),
  'dossier-index': z.strictObject({
    ...head,
    dossier: short,
    headOfHousehold: short,
    programme: short,
    items: z
      .array(
        z.strictObject({
          title: short,
          number: short.nullable(),
          on: day.nullable(),
          fromPage: count.nullable(),
          toPage: count.nullable(),
          remark: short.nullable().default(null),
        }),
      )
      .max(500),
    keeper: short.nullable().default(null),
    closedOn: day.nullable().default(null),
  }),
}

export type DocumentKind = keyof typeof documentData
/** What a caller may hand in. */
export type DocumentInput<K extends DocumentKind> = z.input<(typeof documentData)[K]>
/** The same after checking: days are `Day`, money is fen, absent is null. */
export type DocumentData<K extends DocumentKind> = z.output<(typeof documentData)[K]>

export const documentKinds = Object.keys(documentData) as DocumentKind[]
export const isDocumentKind = (text: string): text is DocumentKind => text in documentData

/** Throws a ZodError that names the field: a paper with a hole is a defect of the caller, not of the citizen. */
export function readDocumentData<K extends DocumentKind>(kind: K, input: unknown): DocumentData<K> {
  return documentData[kind].parse(input) as DocumentData<K>
}

/** Papers that end something for somebody: they must carry figures, reasons and remedies (R22). */
export const adverseKinds = new Set<DocumentKind>([
  'refusal-letter',
  'refusal-to-accept',
  'change-letter',
  'appeal-letter',
  'closing-notice',
])
/** Papers that get a number of their own (文号); forms and records do not. */
export const numberedKinds = new Set<DocumentKind>([
  'inquiry-slip',
  'application-receipt',
  'supplement-notice',
  'acceptance-notice',
  'refusal-to-accept',
  'approval-letter',
  'refusal-letter',
  'change-letter',
  'appeal-letter',
  'closing-notice',
  'public-notice',
  'funds-request',
])
