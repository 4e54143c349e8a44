import { staffNames } from '../access/index.ts'
import { assert, type Day, type Refusal } from '../foundation/index.ts'
import { householdById, type Member, membersOn, personById, phonesForMessages } from '../household/index.ts'
import {
  type DocumentInput,
  type DocumentKind,
  explanationForPaper,
  type IssueData,
  type IssuedDocument,
  issueDocument,
  type NoticeFacts,
  type PaperExplanation,
} from '../office/index.ts'
import { actorOf, type Tx } from '../platform/index.ts'
import { type Determination, type Explanation, factEntry, programmes } from '../policy/index.ts'
import { say } from '../wording/index.ts'
import { type Act, type ActName, type Grounds, isAdverse, type RemedyRoute } from './act.ts'
import { isAdult } from './adult.ts'
import type { Appeal, AppealDecision } from './appeal.ts'
import type { AbandonCause, Case, Decision } from './application.ts'
import type { CaseRow } from './case-store.ts'
import { totalDue } from './clock.ts'
import type { Desk } from './desk.ts'
import { decidingOrgan, organAt, printedRemedies, routeOf } from './remedies.ts'
import { explained as explain, type Origins } from './ruling.ts'
import type { MissingItem } from './supplement.ts'
import { type Moved, movedFor, movedInWords } from './what-changed.ts'

/** What this chapter writes to families. The office numbers, words and keeps the papers; the facts are put together here. */

const word = (key: string, values: Record<string, string | number> = {}) => say('zh', `casework:${key}`, values)

/** Who takes the step, by name; what happens by itself (deemed accepted) is the office's. */
export async function officerName(tx: Tx): Promise<string> {
  const { id } = actorOf(tx)
  return (await staffNames(tx, [id])).get(id)?.name ?? word('officer')
}

interface Subject {
  people: Member[]
  addressee: { name: string; member: string | null; address: string | null }
}

async function subjectOf(tx: Tx, state: Case | Appeal, on: Day): Promise<Subject> {
  const people = await membersOn(tx, state.householdId, on)
  const household = await householdById(tx, state.householdId)
  const to =
    people.find((m) => m.person === state.applicant) ?? people.find((m) => m.person === household?.head) ?? people[0]
  return {
    people,
    addressee: {
      name: to?.name ?? word('family'),
      member: to ? String(to.person) : null,
      address: household?.address ?? household?.registeredAddress ?? null,
    },
  }
}

const issue = <K extends DocumentKind>(tx: Tx, row: CaseRow, by: 'township' | 'county', kind: K, data: IssueData<K>) =>
  issueDocument(tx, { kind, household: row.household, caseId: row.caseId, by, data })

export async function acceptancePaper(
  tx: Tx,
  desk: Desk,
  keys: { token: string; code: string },
): Promise<IssuedDocument | Refusal> {
  const { state, row, context } = desk
  const { addressee } = await subjectOf(tx, state, context.today)
  const due = totalDue(state, context.calendar)
  assert(due && state.acceptedOn, 'an accepted case has its total')
  const organ = await organAt(tx, state, 'township', context.today)
  return issue(tx, row, 'township', 'acceptance-notice', {
    caseNumber: row.caseNo,
    qr: `/p/${keys.token}`,
    addressee,
    programme: programmes[state.programme].zh,
    received: state.openedOn,
    accepted: state.acceptedOn,
    workingDays: state.procedure.total.days,
    due: due.day,
    dueProvisional: due.provisional,
    queryCode: keys.code,
    steps: ['verify', 'visit', 'notice', 'confirm', 'letter'].map((step) => word(`acceptance.${step}`)),
    supervisionPhone: organ.supervisionPhone,
    officer: await officerName(tx),
  })
}

export async function supplementPaper(
  tx: Tx,
  desk: Desk,
  items: readonly MissingItem[],
): Promise<IssuedDocument | Refusal> {
  const { state, row, context } = desk
  assert(state.stage === 'supplement', 'a supplement notice without a supplement')
  const { addressee } = await subjectOf(tx, state, context.today)
  return issue(tx, row, 'township', 'supplement-notice', {
    caseNumber: row.caseNo,
    addressee,
    programme: programmes[state.programme].zh,
    received: state.openedOn,
    missing: items.map(({ item, why, how }) => ({ item, why, how })),
    due: state.supplement.due,
    workingDays: state.procedure.intake?.supplement?.unit === 'working' ? state.procedure.intake.supplement.days : null,
    officer: await officerName(tx),
  })
}

const printedGrounds = (grounds: Grounds) =>
  grounds.reasons.map((reason) => ({
    fact: reason.note ?? word(`reason.${reason.code}`),
    article: reason.clause,
    clause: reason.clause,
  }))

export async function refusalToAcceptPaper(tx: Tx, desk: Desk, grounds: Grounds): Promise<IssuedDocument | Refusal> {
  const { state, row, context } = desk
  const { addressee } = await subjectOf(tx, state, context.today)
  const organ = await organAt(tx, state, 'township', context.today)
  const route: RemedyRoute = {
    ...(await routeOf(tx, state, context.today)),
    objection: { body: organ.name, days: null },
    reconsideration: { body: organ.reconsiderationBody, days: state.procedure.remedies.reconsideration.days },
  }
  return issue(tx, row, 'township', 'refusal-to-accept', {
    caseNumber: row.caseNo,
    addressee,
    programme: programmes[state.programme].zh,
    received: state.openedOn,
    grounds: printedGrounds(grounds),
    otherHelp: [word('other-help')],
    remedies: printedRemedies(route, organ.hotline),
  })
}

const causes: Record<AbandonCause | 'withdrawn' | 'duplicate', DocumentInput<'closing-notice'>['cause']> = {
  'not-supplemented': 'not-supplemented',
  'authorization-refused': 'authorization-refused',
  'refused-visit': 'authorization-refused',
  died: 'died',
  moved: 'moved',
  withdrawn: 'withdrawn',
  duplicate: 'duplicate',
}

/** 终止办理: the written end of a case that ends without a decision. */
export async function closingPaper(
  tx: Tx,
  desk: Desk,
  cause: keyof typeof causes,
  why: { fact: string; article: string },
): Promise<IssuedDocument | Refusal> {
  const { state, row, context } = desk
  const { addressee } = await subjectOf(tx, state, context.today)
  const organ = await organAt(tx, state, 'township', context.today)
  const route = await routeOf(tx, state, context.today)
  return issue(tx, row, 'township', 'closing-notice', {
    caseNumber: row.caseNo,
    addressee,
    programme: programmes[state.programme].zh,
    received: state.openedOn,
    cause: causes[cause],
    fact: why.fact,
    article: why.article,
    reapply: word('reapply-any-time'),
    remedies: printedRemedies({ ...route, objection: { body: organ.name, days: null } }, organ.hotline),
  })
}

/** What the linter must know so that the sheet keeps the secrets of exactly these households. */
export async function noticeFacts(tx: Tx, desks: readonly Desk[], on: Day): Promise<NoticeFacts> {
  const facts: NoticeFacts = {
    people: [],
    identityNumbers: [],
    phones: [],
    accounts: [],
    addresses: [],
    schools: [],
    illnesses: [],
    hotlines: [],
    officialNames: [],
  }
  for (const [i, { state }] of desks.entries()) {
    const household = await householdById(tx, state.householdId)
    for (const member of await membersOn(tx, state.householdId, on))
      facts.people.push({
        name: member.name,
        minor: !isAdult(member.birth, on),
        ...(member.person === household?.head && { headOfRow: i }),
      })
    facts.phones.push(...(await phonesForMessages(tx, state.householdId)).map((phone) => phone.phone))
    for (const address of [household?.address, household?.registeredAddress]) if (address) facts.addresses.push(address)
    for (const level of ['township', 'county'] as const) {
      const organ = await organAt(tx, state, level, on)
      facts.hotlines.push(organ.hotline, organ.supervisionPhone)
      facts.officialNames.push(organ.name)
    }
  }
  return facts
}

export interface Reasoned {
  determination: Determination
  origins: Origins
  /** Against the last decision on this household and scheme; null for a first one. */
  moved: Moved | null
}

/** The same explanation object as on the officer's page; what was matched about an adult is for that adult alone. */
async function explanationOf(
  { determination, origins }: Reasoned,
  people: readonly Member[],
  on: Day,
): Promise<{ paper: PaperExplanation; explanation: Explanation }> {
  const names = new Map(people.map((m) => [String(m.person), m.name]))
  const explanation = explain({ determination, names, origins })
  const adults = people.filter((m) => isAdult(m.birth, on)).map((m) => String(m.person))
  return { paper: explanationForPaper({ determination, explanation, adults }), explanation }
}

const changeOf: Partial<Record<ActName, DocumentInput<'change-letter'>['change']>> = {
  raise: 'increase',
  reduce: 'reduction',
  suspend: 'suspension',
  resume: 'resumption',
  stop: 'termination',
}

/** Figures and steps of the explanation for papers that stay in the office. */
export async function paperFigures(reasoned: Reasoned, people: readonly Member[], on: Day): Promise<PaperExplanation> {
  return (await explanationOf(reasoned, people, on)).paper
}

/** The reason in sentences: what the officer wrote, the conditions that were not met, or what moved since last time. */
function reasonText(act: Act, explanation: Explanation, moved: readonly string[]): string {
  const noted = isAdverse(act) ? act.grounds.reasons.flatMap((reason) => reason.note ?? []) : []
  const [unmet] = explanation.unmet
  const said = unmet ? unmet.conditions.map((condition) => condition.text.zh) : moved
  const all = [...noted, ...said]
  return all.length > 0 ? all.join(';') : word(`act.${act.act}`)
}

/** The figures that moved decided a changed amount; where none did, the standard they are held against. */
function withDecisive(
  paper: PaperExplanation,
  moved: Moved | null,
  names: ReadonlyMap<string, string>,
): PaperExplanation {
  if (!moved || paper.lines.some((line) => line.decisive)) return paper
  const labels = moved.figures.map(
    (f) => `${f.subject === null ? '' : (names.get(f.subject) ?? '')}/${factEntry(f.name).label.zh}`,
  )
  const hit = (line: PaperExplanation['lines'][number]) =>
    labels.includes(`${line.whose}/${line.figure}`) || labels.includes(`/${line.figure}`)
  const any = paper.lines.some(hit)
  const last = paper.lines.length - 1
  return { ...paper, lines: paper.lines.map((line, i) => ({ ...line, decisive: any ? hit(line) : i === last })) }
}

/** 确认通知书, 不予确认告知书, 变更告知书: the letter of a decision, with its reasons and the ways to disagree. */
export async function decisionLetter(
  tx: Tx,
  desk: Desk,
  decision: Decision,
  reasoned: Reasoned,
): Promise<IssuedDocument | Refusal> {
  const { state, row, context } = desk
  const { people, addressee } = await subjectOf(tx, state, decision.on)
  const told = await explanationOf(reasoned, people, decision.on)
  const { explanation } = told
  const names = new Map(people.map((m) => [String(m.person), m.name]))
  for (const gone of reasoned.moved?.left ?? []) names.set(gone, (await personById(tx, BigInt(gone)))?.name ?? '')
  const adults = new Set(people.filter((m) => isAdult(m.birth, decision.on)).map((m) => String(m.person)))
  const moved = reasoned.moved && movedFor(reasoned.moved, reasoned.origins, { person: addressee.member, adults })
  const paper = withDecisive(told.paper, moved, names)
  const { act } = decision
  const organ = await decidingOrgan(tx, state, context.today)
  const route = isAdverse(act) ? act.route : await routeOf(tx, state, context.today)
  const common = {
    caseNumber: row.caseNo,
    addressee,
    programme: programmes[state.programme].zh,
    people: people.length,
    explanation: paper,
    otherHelp: isAdverse(act) ? [word('other-help')] : [],
    remedies: printedRemedies(route, organ.hotline),
  }
  const by = state.procedure.confirmedBy
  if (act.act === 'refuse')
    return issue(tx, row, by, 'refusal-letter', {
      ...common,
      applied: state.openedOn,
      reason: reasonText(act, explanation, []),
      reapply: word('reapply-when-changed'),
    })
  const change = changeOf[act.act]
  if (change)
    return issue(tx, row, by, 'change-letter', {
      ...common,
      change,
      reason: reasonText(act, explanation, moved ? movedInWords(moved, names) : []),
      before: state.current ?? 0n,
      after: act.monthly,
      from: act.from,
    })
  return issue(tx, row, by, 'approval-letter', {
    ...common,
    applied: state.openedOn,
    tier: explanation.tier?.zh ?? null,
    monthly: act.monthly,
    from: act.from,
    breakdown: explanation.breakdown
      .filter((line) => line.amount !== 0n)
      .map((line) => ({ label: `${line.whose ?? ''}${line.title.zh}`, amount: line.amount })),
    payDay: word('pay-day'),
    reviewEvery: word('review-every', { months: reviewMonths(state, decision, reasoned) }),
    duties: [word('duty.report-changes'), word('duty.take-part')],
  })
}

const reviewMonths = (state: Case, decision: Decision, { determination }: Reasoned): number =>
  state.procedure.reviews.find((review) => review.class === decision.reviewClass)?.[determination.residence] ?? 12

/** 复查答复: figure by figure what was used, claimed and found; upheld or corrected, with back-pay. */
export async function appealLetter(
  tx: Tx,
  filed: { row: CaseRow; state: Appeal },
  decision: AppealDecision,
  reasoned: Reasoned,
  said: {
    against: string
    labels: (of: string, name: string) => string
    backPay: { label: string; amount: bigint }[]
    on: Day
  },
): Promise<IssuedDocument | Refusal> {
  const { row, state } = filed
  const { people, addressee } = await subjectOf(tx, state, decision.on)
  const { paper } = await explanationOf(reasoned, people, decision.on)
  const organ = await decidingOrgan(tx, state, said.on)
  const route = await routeOf(tx, state, said.on)
  const corrected = decision.outcome === 'corrected'
  return issue(tx, row, state.procedure.confirmedBy, 'appeal-letter', {
    caseNumber: row.caseNo,
    addressee,
    programme: programmes[state.programme].zh,
    people: people.length,
    explanation: paper,
    remedies: printedRemedies(route, organ.hotline),
    against: said.against,
    objected: state.openedOn,
    outcome: decision.outcome,
    disputed: state.figures.map((figure) => {
      const found = decision.found.find((f) => f.of === figure.of && f.name === figure.name)
      assert(found, 'an answer says something about every figure')
      return {
        figure: said.labels(figure.of, figure.name),
        used: figure.used,
        claimed: figure.claimed,
        found: found.found,
        evidence: found.evidence,
      }
    }),
    reason: decision.reason.note ?? word(`reason.${decision.reason.code}`),
    before: state.against.act.monthly,
    after: decision.act.monthly,
    from: corrected ? decision.act.from : null,
    backPay: said.backPay,
    checkedBy: word('other-officer'),
  })
}
