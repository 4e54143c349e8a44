import { staffNames } from '../../access/index.ts'
import {
  type Appeal,
  appealStepsAt,
  type Case,
  casesOf,
  eventsOf,
  helpersOf,
  movedInWords,
  objectionsOf,
  officersRelatedToHousehold,
  papersOf,
  readCase,
  reasonsKept,
  rolesFor,
  rolesForAppeal,
  sheetLines,
  stepsOffered,
} from '../../casework/index.ts'
import { isRefusal } from '../../foundation/index.ts'
import { membershipHistory, supportersOn } from '../../household/index.ts'
import { attachmentsOf, clocksOf, documentsOf, sayClock } from '../../office/index.ts'
import { actorOf, audit, businessDay, type Tx } from '../../platform/index.ts'
import { appealShown } from './appeal-view.ts'
import { both, shownLines } from './desk-lists.ts'

/** One case with everything around it, whatever its kind: an objection has its own course and shows what is disputed. */
export async function caseView(tx: Tx, caseId: string) {
  const filed = await readCase<Case | Appeal>(tx, caseId)
  if (isRefusal(filed)) return filed
  const { row, state } = filed
  const household = row.household
  const actor = actorOf(tx)
  const [line] = await shownLines(tx, [(await casesOf(tx, household)).find((one) => one.caseId === caseId)!])
  const events = await eventsOf(tx, caseId)
  const staff = await staffNames(tx, [...events.map((e) => e.actor), ...state.signatures.map((s) => s.account)])
  const clock = (await clocksOf(tx, household, caseId)).find((one) => one.face.state !== 'ended')
  const papers = await papersOf(tx, row)
  const relatives = await officersRelatedToHousehold(tx, household)
  const attachments = await attachmentsOf(tx, household, { caseId })
  await audit(tx, {
    action: 'desk.read-case',
    subject: { kind: 'case', id: caseId, household },
    area: row.area,
  })
  return {
    ...line!,
    caseId,
    area: row.area,
    applicant: state.applicant,
    acceptedOn: state.acceptedOn,
    round: state.round,
    current: state.current ?? null,
    clock: clock ? both((lang) => sayClock(clock.face, clockUnit(state), lang)) : null,
    ownRelative: actor.naturalPerson !== null && relatives.includes(actor.naturalPerson),
    steps: stepsOf(state, actor.role),
    appeal: state.kind === 'appeal' ? await appealShown(tx, { row, state }) : null,
    ...(state.kind === 'appeal' ? withoutCourse : courseOf(state)),
    moved: state.kind === 'appeal' ? [] : await movedShown(tx, state),
    letterOn: 'letter' in state && state.letter ? state.letter.on : null,
    earlier: state.earlier,
    signatures: state.signatures.map((s) => ({
      capacity: s.capacity,
      round: s.round,
      name: staff.get(s.account)?.name ?? null,
      role: s.role,
      on: s.on,
      onPaper: s.paper !== null,
      byDelegation: s.delegation !== null,
    })),
    events: events.map((e) => ({
      seq: e.seq,
      what: e.what,
      on: e.on,
      enteredOn: e.enteredOn,
      name: staff.get(e.actor)?.name ?? null,
      role: e.role,
    })),
    reason: papers.reason,
    hardship: papers.hardship,
    supplement: papers.supplement,
    visits: papers.visits.map(({ form, ...visit }) => ({
      ...visit,
      dwelling: form?.dwelling ?? null,
      conclusion: form?.conclusion ?? null,
    })),
    notices: (await sheetLines(tx, { caseId })).map((one) => ({
      noticeId: one.noticeId,
      place: one.place,
      firstDay: one.firstDay,
      lastDay: one.lastDay,
      photoFirst: one.photoFirst,
      photoLast: one.photoLast,
      endedOn: one.endedOn,
      endedWhy: one.endedWhy,
    })),
    objections: await objectionsOf(tx, caseId),
    helpers: await helpersOf(tx, caseId),
    documents: (await documentsOf(tx, household, { caseId })).map((d) => ({
      documentId: d.id,
      kind: d.kind,
      title: d.title,
      number: d.number,
      organ: d.organ,
      issuedOn: d.issuedOn,
      corrects: d.corrects?.note ?? null,
    })),
    attachments: attachments.map((a) => ({
      attachmentId: a.id,
      kind: a.kind,
      page: a.page,
      contentType: a.contentType,
      bytes: a.bytes,
      added: a.added,
    })),
  }
}

/** Why the same rule gives a paid household another amount than before. */
async function movedShown(tx: Tx, state: Case) {
  if (!('decision' in state) || !state.decision || state.current === null) return []
  const { moved } = await reasonsKept(tx, state.decision.decisionId)
  if (!moved) return []
  const today = await businessDay(tx)
  const known = [
    ...(await membershipHistory(tx, state.householdId)).map((m) => [String(m.person), m.name] as const),
    ...(await supportersOn(tx, state.householdId, today)).map((s) => [s.id, s.name] as const),
  ]
  const [zh, en] = (['zh', 'en'] as const).map((lang) => movedInWords(moved, new Map(known), lang))
  return zh!.map((sentence, i) => ({ zh: sentence, en: en![i]! }))
}

/** Whoever may take a step, by the hat it needs under the procedure of this case. */
function stepsOf(state: Case | Appeal, role: string) {
  const offered =
    state.kind === 'appeal'
      ? appealStepsAt(state).map((step) => ({ do: step.do, who: rolesForAppeal(step.hat, state.procedure) }))
      : stepsOffered(state).map((step) => ({ do: step.do, who: rolesFor(step.hat, state.procedure) ?? [] }))
  return offered.map(({ do: step, who }) => ({
    do: step,
    mine: who.length === 0 || who.some((one) => one === role),
    who: [...who],
  }))
}

const clockUnit = (state: Case | Appeal) =>
  (state.kind === 'appeal' ? state.procedure.appeal.answer : null)?.unit ?? state.procedure.total.unit

/** What an application, a change or a review has gone through. */
function courseOf(state: Case) {
  const reasoned = 'opinion' in state ? state.opinion : null
  const decided = 'decision' in state ? state.decision : null
  return {
    verification: {
      status: state.verification.status,
      on:
        state.verification.status === 'reported'
          ? state.verification.on
          : state.verification.status === 'awaiting'
            ? state.verification.since
            : null,
      reason: state.verification.status === 'skipped' ? state.verification.reason : null,
    },
    visit: {
      status: state.visit.status,
      on: state.visit.status === 'done' || state.visit.status === 'booked' ? state.visit.on : null,
      byCounty: state.visit.status === 'done' && state.visit.byCounty,
      reason: state.visit.status === 'skipped' ? state.visit.reason : null,
    },
    adoptedOn: state.adoptedOn,
    reviewClasses: state.procedure.reviews.map((review) => review.class),
    pauses: [...state.procedure.pauses],
    opinion: reasoned && {
      act: shownAct(reasoned.act),
      assessed: {
        outcome: reasoned.assessed.outcome,
        act: reasoned.assessed.act,
        monthly: reasoned.assessed.monthly,
        tier: reasoned.assessed.tier,
        digest: reasoned.assessed.digest,
      },
      difference: reasoned.difference,
      editedAfterPreview: reasoned.editedAfterPreview,
      reviewClass: reasoned.reviewClass,
    },
    notice:
      'notice' in state && state.notice
        ? {
            noticeId: state.notice.noticeId,
            firstDay: state.notice.firstDay,
            lastDay: state.notice.lastDay,
            photoFirst: state.notice.photos.first !== null,
            photoLast: state.notice.photos.last !== null,
          }
        : null,
    collective:
      'collective' in state && state.collective
        ? {
            minutesNo: state.collective.minutesNo,
            heldOn: state.collective.heldOn,
            act: shownAct(state.collective.act),
            reason: state.collective.reason,
          }
        : null,
    decision: decided && {
      decisionId: decided.decisionId,
      on: decided.on,
      act: shownAct(decided.act),
      difference: decided.difference,
      batch: decided.batch,
    },
  }
}

/** An objection is answered by looking again: nothing is asked, visited or hung on a board for it. */
const withoutCourse: ReturnType<typeof courseOf> = {
  verification: { status: 'none', on: null, reason: null },
  visit: { status: 'none', on: null, byCounty: false, reason: null },
  adoptedOn: null,
  reviewClasses: [],
  pauses: [],
  opinion: null,
  notice: null,
  collective: null,
  decision: null,
}

const shownAct = (act: NonNullable<Extract<Case, { stage: 'review' }>['opinion']>['act']) => ({
  act: act.act,
  monthly: act.monthly,
  tier: act.tier,
  from: act.from,
  reasons: 'grounds' in act ? [...act.grounds.reasons] : [],
})
