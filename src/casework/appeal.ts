import { type AreaCode, assert, type Day, type Fen, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import type { Role } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import { type Act, type Assessed, follows, isAdverse, type StructuredReason } from './act.ts'
import type { Context, LostDays, PaperSignature, Signature } from './application.ts'
import type { CaseProcedure } from './procedure.ts'
import type { Hat, Transition } from './stage.ts'
import type { CaseId, NaturalPerson, NonEmpty } from './words.ts'

/**
 * One objection against one decision: the figures in dispute, a re-check by somebody who had no hand in it, an answer that
 * a second new person signs. It never makes anything worse, and it never stands in the way of reconsideration or court
 * (practice §1.15; 社会救助暂行办法 §65).
 */
export const appealTransitions = [
  { from: ['filed'], do: 'begin-recheck', to: ['recheck'], hat: 'county-review' },
  { from: ['recheck'], do: 'adopt-recheck-figures', to: ['recheck'], hat: 'county-review' },
  { from: ['recheck'], do: 'propose-answer', to: ['answer'], hat: 'county-review' },
  { from: ['answer'], do: 'send-back-answer', to: ['recheck'], hat: 'approve' },
  { from: ['answer'], do: 'decide-appeal', to: ['decided'], hat: 'approve' },
  { from: ['filed', 'recheck', 'answer'], do: 'withdraw-appeal', to: ['closed'], hat: 'household' },
  { from: ['decided'], do: 'issue-appeal-letter', to: ['decided'], hat: 'county-review' },
  { from: ['decided'], do: 'deliver-appeal-letter', to: ['closed'], hat: 'board' },
] as const satisfies readonly (Omit<Transition, 'from' | 'to'> & {
  from: readonly AppealStage[]
  to: readonly AppealStage[]
})[]

export type AppealStage = 'filed' | 'recheck' | 'answer' | 'decided' | 'closed'
export type AppealStep = (typeof appealTransitions)[number]['do']

/** A figure the family says is wrong: which, what was used, what they say, and their paper for it. */
export interface DisputedFigure {
  of: string
  name: string
  used: string
  claimed: string
  evidence: readonly string[]
}

/** What the re-check found for one of them. */
export interface FigureFound {
  of: string
  name: string
  found: string
  evidence: string
}

interface AppealFile {
  kind: 'appeal'
  caseId: CaseId
  householdId: bigint
  programme: ProgrammeId
  area: AreaCode
  applicant: bigint | null
  procedure: CaseProcedure
  openedOn: Day
  /** The decision that is questioned, and the people who made it: none of them re-checks it. */
  against: {
    caseId: CaseId
    decisionId: string
    decidedOn: Day
    act: Act
    signers: readonly NaturalPerson[]
  }
  figures: NonEmpty<DisputedFigure>
  /** What the household is paid today; a correction is measured from here. */
  current: Fen | null
  signatures: readonly Signature[]
  officerRelative: boolean
  holder: string | null
  lastOn: Day
  stageSince: Day
  paused: null
  acceptedOn: Day
  earlier: CaseId
  round: number
  lost: { stage: LostDays; total: LostDays }
}

export interface AppealAnswer {
  outcome: 'upheld' | 'corrected'
  found: readonly FigureFound[]
  assessed: Assessed
  /** The act that holds from now on: the old one again, or a better one from the month in which the old one began. */
  act: Act
  reason: StructuredReason
}

export interface AppealDecision extends AppealAnswer {
  decisionId: string
  on: Day
}

export type Appeal = AppealFile &
  (
    | { stage: 'filed' | 'recheck' }
    | { stage: 'answer'; answer: AppealAnswer }
    | { stage: 'decided'; decision: AppealDecision; letter: { documentId: string; on: Day } | null }
    | { stage: 'closed'; ending: 'served' | 'withdrawn'; closedOn: Day; decision: AppealDecision | null }
  )

export type AppealCommand =
  | { do: 'begin-recheck' }
  | { do: 'adopt-recheck-figures'; figures: number }
  | { do: 'propose-answer'; answer: AppealAnswer; paper?: PaperSignature }
  | { do: 'send-back-answer'; reason: StructuredReason }
  | { do: 'decide-appeal'; decisionId: string; paper?: PaperSignature }
  | { do: 'withdraw-appeal'; reason: string }
  | { do: 'issue-appeal-letter'; documentId: string }
  | { do: 'deliver-appeal-letter'; receipt: string; deliveredOn: Day }

export type AppealEvent = { on: Day } & (
  | { what: 'recheck-begun'; holder: string }
  | { what: 'recheck-figures-adopted'; figures: number }
  | { what: 'answer-proposed'; answer: AppealAnswer; signature: Signature }
  | { what: 'answer-sent-back'; reason: StructuredReason }
  | { what: 'appeal-decided'; decision: AppealDecision; signature: Signature }
  | { what: 'appeal-withdrawn'; reason: string }
  | { what: 'appeal-letter-issued'; documentId: string }
  | { what: 'appeal-letter-delivered'; receipt: string; deliveredOn: Day }
)

export type AppealRefusal =
  | 'not-at-this-stage'
  | 'not-your-role'
  | 'own-relative'
  | 'a-person-must-sign'
  | 'signed-in-another-capacity'
  | 'decided-it-before'
  | 'figures-unanswered'
  | 'appeal-must-not-worsen'
  | 'correction-changes-nothing'
  | 'upheld-changes-nothing'
  | 'difference-needs-reason'
  | 'letter-needed'
  | 'delivered-before-letter'

type Outcome = readonly AppealEvent[] | Refusal<AppealRefusal>

export function decideAppeal(state: Appeal, command: AppealCommand, context: Context): Outcome {
  const transition = appealTransitions.find(
    (t) => t.do === command.do && (t.from as readonly string[]).includes(state.stage),
  )
  if (!transition) return refuse('not-at-this-stage', { stage: state.stage, step: command.do })
  const no = notByThisHand(state, command, transition.hat, context)
  if (no) return no
  const outcome = take(state, command, context)
  if (isRefusal(outcome)) return outcome
  const after = outcome.reduce(evolveAppeal, state)
  assert(
    (transition.to as readonly string[]).includes(after.stage),
    `${command.do} led from ${state.stage} to ${after.stage}`,
  )
  return outcome
}

/** The steps open where the appeal stands, in the order of the table; a letter is written once and then delivered. */
export const appealStepsAt = (state: Appeal): { do: AppealStep; hat: Hat }[] =>
  appealTransitions
    .filter((t) => (t.from as readonly string[]).includes(state.stage))
    .filter(
      (t) =>
        state.stage !== 'decided' || (state.letter ? t.do === 'deliver-appeal-letter' : t.do === 'issue-appeal-letter'),
    )
    .map((t) => ({ do: t.do, hat: t.hat }))

export function rolesForAppeal(hat: Hat, procedure: CaseProcedure): readonly Role[] {
  switch (hat) {
    case 'county-review':
      return procedure.appeal.check
    case 'approve':
      return procedure.appeal.approve
    case 'household':
      return ['citizen', 'aide', ...procedure.signers.prepare]
    default:
      return ['aide', ...procedure.signers.prepare, ...procedure.appeal.check]
  }
}

function notByThisHand(
  state: Appeal,
  command: AppealCommand,
  hat: Hat,
  context: Context,
): Refusal<AppealRefusal> | null {
  const signer = 'paper' in command && command.paper ? command.paper : context.actor
  if (!rolesForAppeal(hat, state.procedure).includes(signer.role))
    return refuse('not-your-role', { step: command.do, role: signer.role })
  if (command.do === 'withdraw-appeal' || command.do === 'deliver-appeal-letter') return null
  const people = [context.actor.person, signer.person].filter((person) => person !== null)
  if (people.some((person) => context.relatives.includes(person))) return refuse('own-relative')
  if (command.do !== 'issue-appeal-letter' && people.some((person) => state.against.signers.includes(person)))
    return refuse('decided-it-before')
  return null
}

function take(state: Appeal, command: AppealCommand, context: Context): Outcome {
  const on = context.today
  switch (command.do) {
    case 'begin-recheck':
      return [{ what: 'recheck-begun', on, holder: context.actor.account }]
    case 'adopt-recheck-figures':
      return [{ what: 'recheck-figures-adopted', on, figures: command.figures }]
    case 'propose-answer': {
      const no = unsound(state, command.answer)
      if (no) return no
      const signature = sign(state, 'recheck', command.paper, context)
      return isRefusal(signature) ? signature : [{ what: 'answer-proposed', on, answer: command.answer, signature }]
    }
    case 'send-back-answer':
      return [{ what: 'answer-sent-back', on, reason: command.reason }]
    case 'decide-appeal': {
      assert(state.stage === 'answer', 'the table let an appeal be decided without an answer')
      const signature = sign(state, 'approve', command.paper, context)
      if (isRefusal(signature)) return signature
      return [
        { what: 'appeal-decided', on, decision: { ...state.answer, decisionId: command.decisionId, on }, signature },
      ]
    }
    case 'withdraw-appeal':
      return [{ what: 'appeal-withdrawn', on, reason: command.reason }]
    case 'issue-appeal-letter':
      return [{ what: 'appeal-letter-issued', on, documentId: command.documentId }]
    case 'deliver-appeal-letter': {
      if (state.stage !== 'decided' || !state.letter) return refuse('letter-needed')
      const { deliveredOn, receipt } = command
      if (deliveredOn < state.letter.on || deliveredOn > on)
        return refuse('delivered-before-letter', { from: state.letter.on, until: on })
      return [{ what: 'appeal-letter-delivered', on, receipt, deliveredOn }]
    }
  }
}

/** Every figure in dispute gets an answer, and nobody is worse off for having asked. */
function unsound(state: Appeal, answer: AppealAnswer): Refusal<AppealRefusal> | null {
  const { against, figures } = state
  const open = figures.filter((f) => !answer.found.some((g) => g.of === f.of && g.name === f.name))
  if (open.length > 0) return refuse('figures-unanswered', { count: open.length }, 'found')
  if (answer.outcome === 'upheld') {
    const same = answer.act.monthly === against.act.monthly && isAdverse(answer.act) === isAdverse(against.act)
    return same ? null : refuse('upheld-changes-nothing')
  }
  if (isAdverse(answer.act) || answer.act.monthly < against.act.monthly) return refuse('appeal-must-not-worsen')
  if (answer.act.monthly === against.act.monthly && !isAdverse(against.act)) return refuse('correction-changes-nothing')
  return follows(answer.act, answer.assessed) || answer.reason.note
    ? null
    : refuse('difference-needs-reason', {}, 'reason')
}

function sign(
  state: Appeal,
  capacity: 'recheck' | 'approve',
  paper: PaperSignature | undefined,
  context: Context,
): Signature | Refusal<AppealRefusal> {
  const { actor, today } = context
  const person = paper ? paper.person : actor.person
  if (person === null) return refuse('a-person-must-sign')
  const other = state.signatures.find((s) => s.person === person && s.capacity !== capacity)
  if (other) return refuse('signed-in-another-capacity', { capacity: other.capacity })
  const by = paper ?? actor
  return {
    capacity,
    round: state.round,
    person,
    account: by.account,
    role: by.role,
    on: today,
    delegation: paper ? null : actor.delegation,
    paper: paper ? paper.scan : null,
  }
}

const noDays: LostDays = { working: 0, natural: 0 }

export type AppealOpening = Pick<
  AppealFile,
  | 'caseId'
  | 'householdId'
  | 'programme'
  | 'area'
  | 'applicant'
  | 'procedure'
  | 'against'
  | 'figures'
  | 'current'
  | 'officerRelative'
> & { on: Day }

export function openAppeal({ on, ...opening }: AppealOpening): Appeal {
  return {
    ...opening,
    kind: 'appeal',
    stage: 'filed',
    openedOn: on,
    acceptedOn: on,
    earlier: opening.against.caseId,
    signatures: [],
    holder: null,
    lastOn: on,
    stageSince: on,
    paused: null,
    round: 1,
    lost: { stage: noDays, total: noDays },
  }
}

export function evolveAppeal(state: Appeal, event: AppealEvent): Appeal {
  const after = next(state, event)
  return { ...after, lastOn: event.on, stageSince: after.stage === state.stage ? state.stageSince : event.on }
}

function next(state: Appeal, event: AppealEvent): Appeal {
  switch (event.what) {
    case 'recheck-begun':
      return { ...state, stage: 'recheck', holder: event.holder }
    case 'recheck-figures-adopted':
      return state
    case 'answer-proposed':
      return { ...state, stage: 'answer', answer: event.answer, signatures: [...state.signatures, event.signature] }
    case 'answer-sent-back':
      return { ...state, stage: 'recheck', round: state.round + 1 }
    case 'appeal-decided':
      return {
        ...state,
        stage: 'decided',
        decision: event.decision,
        letter: null,
        signatures: [...state.signatures, event.signature],
      }
    case 'appeal-withdrawn':
      return { ...state, stage: 'closed', ending: 'withdrawn', closedOn: event.on, decision: null }
    case 'appeal-letter-issued': {
      assert(state.stage === 'decided', 'a letter before the decision')
      return { ...state, letter: { documentId: event.documentId, on: event.on } }
    }
    case 'appeal-letter-delivered': {
      assert(state.stage === 'decided', 'a delivery before the decision')
      return { ...state, stage: 'closed', ending: 'served', closedOn: event.on }
    }
  }
}
