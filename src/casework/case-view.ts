import { staffNames } from '../access/index.ts'
import { type Day, isRefusal, type Refusal } from '../foundation/index.ts'
import {
  type Fact,
  type FactLine,
  factsAfterPreview,
  factTable,
  householdById,
  type Member,
  membersOn,
  notePreview,
  supportersOn,
  type TimelineEvent,
  timelineOf,
} from '../household/index.ts'
import {
  clocksOf,
  documentsOf,
  type IssuedDocument,
  type RunningClock,
  type Task,
  tasks,
  workingCalendar,
} from '../office/index.ts'
import { actorOf, audit, businessDay, type Tx } from '../platform/index.ts'
import type { Explanation } from '../policy/index.ts'
import { missingAuthorisations, rebuttalsOf } from '../verification/index.ts'
import type { Assessed } from './act.ts'
import { isAdult, unpledgedOn } from './adult.ts'
import { type Appeal, type AppealStep, appealTransitions, rolesForAppeal } from './appeal.ts'
import type { Case, Signature } from './application.ts'
import { rolesFor } from './application-steps.ts'
import { type CaseRow, readCase } from './case-store.ts'
import { type Duty, daysLeft, dutyOf, totalDue } from './clock.ts'
import { contextFor } from './desk.ts'
import { type Helper, helpersOf } from './helper.ts'
import { type ObjectionView, objectionsOf } from './object.ts'
import { explained, originsOf, rule } from './ruling.ts'
import { type Step, transitionFor, transitions } from './stage.ts'

/** Everything an officer needs on one page (ux S9): where the case is, what is open, the four values, the live answer. */
export interface CaseView {
  row: CaseRow
  state: Case | Appeal
  today: Day
  head: string | null
  people: (Member & { adult: boolean })[]
  supporters: { id: string; name: string; relation: string }[]
  duty: (Duty & { left: number | null }) | null
  totalDue: { day: Day; left: number; provisional: boolean } | null
  /** Steps that may be taken at this stage; `mine` where the reader's role and person fit. */
  steps: { step: Step | AppealStep; mine: boolean }[]
  facts: FactLine[]
  answer: Answer | null
  /** Figures edited after the amount was seen. */
  edited: Fact[]
  missing: { authorisations: number; pledges: number }
  openRebuttals: number
  signatures: (Signature & { name: string | null })[]
  helpers: Helper[]
  objections: ObjectionView[]
  papers: IssuedDocument[]
  tasks: Task[]
  clocks: RunningClock[]
  timeline: TimelineEvent[]
}

export interface Answer {
  assessed: Assessed
  explanation: Explanation
}

export async function caseView(tx: Tx, caseId: string): Promise<CaseView | Refusal> {
  const filed = await readCase<Case | Appeal>(tx, caseId)
  if (isRefusal(filed)) return filed
  const { row, state } = filed
  const today = await businessDay(tx)
  const calendar = await workingCalendar(tx)
  const context = await contextFor(tx, row.household)
  const household = await householdById(tx, row.household)
  const members = await membersOn(tx, row.household, today)
  const answer = state.kind === 'appeal' ? null : await liveAnswer(tx, state, today)
  const names = await staffNames(
    tx,
    state.signatures.map((signature) => signature.account),
  )
  const missing =
    state.stage === 'submitted' || state.stage === 'supplement'
      ? await unsigned(tx, filed.state, today)
      : { authorisations: 0, pledges: 0 }
  const duty = dutyOf(state, calendar)
  const total = totalDue(state, calendar)
  await audit(tx, {
    action: 'case.read',
    subject: { kind: 'case', id: caseId, household: row.household },
    area: row.area,
    detail: { stage: state.stage },
  })
  return {
    row,
    state,
    today,
    head: members.find((member) => member.person === household?.head)?.name ?? members[0]?.name ?? null,
    people: members.map((member) => ({ ...member, adult: isAdult(member.birth, today) })),
    supporters: (await supportersOn(tx, row.household, today)).map(({ id, name, relation }) => ({
      id,
      name,
      relation,
    })),
    duty: duty && { ...duty, left: duty.due ? daysLeft(calendar, today, duty.due) : null },
    totalDue: total && { ...total, left: daysLeft(calendar, today, total.day) },
    steps: stepsFor(state, context.relatives, tx),
    facts: await factTable(tx, row.household, today),
    answer,
    edited: await factsAfterPreview(tx, row.household),
    missing,
    openRebuttals: (await rebuttalsOf(tx, row.household)).filter((rebuttal) => rebuttal.state === 'open').length,
    signatures: state.signatures.map((signature) => ({
      ...signature,
      name: names.get(signature.account)?.name ?? null,
    })),
    helpers: await helpersOf(tx, caseId),
    objections: state.kind === 'appeal' ? [] : await objectionsOf(tx, caseId),
    papers: await documentsOf(tx, row.household, { caseId }),
    tasks: await tasks(tx, { caseId }),
    clocks: await clocksOf(tx, row.household, caseId),
    timeline: await timelineOf(tx, row.household, { limit: 100 }),
  }
}

/** The live calculation; from the moment it stands on adopted figures, somebody has seen the amount (practice §1.13). */
async function liveAnswer(tx: Tx, state: Case, today: Day): Promise<Answer | null> {
  const ruling = await rule(tx, state, today)
  if (isRefusal(ruling)) return null
  if (state.stage === 'investigation' && state.adoptedOn !== null)
    await notePreview(tx, {
      household: state.householdId,
      programme: state.programme,
      caseId: state.caseId,
      factsHash: ruling.assessed.factsHash,
    })
  return { assessed: ruling.assessed, explanation: explained({ ...ruling, origins: originsOf(ruling.provenance) }) }
}

async function unsigned(tx: Tx, state: Case | Appeal, today: Day): Promise<CaseView['missing']> {
  const missing = await missingAuthorisations(tx, state.householdId, {
    programme: state.programme,
    purpose: 'application',
    on: today,
    supporters: false,
  })
  return { authorisations: missing.length, pledges: (await unpledgedOn(tx, state.householdId, today)).length }
}

function stepsFor(state: Case | Appeal, relatives: readonly string[], tx: Tx): CaseView['steps'] {
  const actor = actorOf(tx)
  const kept = actor.naturalPerson !== null && relatives.includes(actor.naturalPerson)
  if (state.kind === 'appeal')
    return appealTransitions
      .filter((t) => (t.from as readonly string[]).includes(state.stage))
      .map((t) => ({ step: t.do, mine: !kept && rolesForAppeal(t.hat, state.procedure).includes(actor.role) }))
  return transitions
    .filter((t) => transitionFor(state.stage, t.do) === t)
    .map((t) => ({ step: t.do, mine: !kept && (rolesFor(t.hat, state.procedure)?.includes(actor.role) ?? true) }))
}
