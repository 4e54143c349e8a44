import { staffNames } from '../access/index.ts'
import { assert, dayInChinese, isRefusal, type Refusal, refuse, yuanForReading } from '../foundation/index.ts'
import { householdById, type Member, membersOn, personNumber, phonesForMessages } from '../household/index.ts'
import { type DocumentInput, type IssuedDocument, issueDocument } from '../office/index.ts'
import { audit, type Tx } from '../platform/index.ts'
import { type FactName, factEntry, programmes } from '../policy/index.ts'
import { say } from '../wording/index.ts'
import { isAdverse } from './act.ts'
import type { Case, Decision, Signature } from './application.ts'
import { type CaseRow, readCase } from './case-store.ts'
import { reasonsKept, situationKept } from './letter.ts'
import { paperFigures, type Reasoned } from './papers.ts'
import { decidingOrgan, organAt } from './remedies.ts'
import { explained } from './ruling.ts'
import { papersOf } from './tray.ts'
import type { Capacity } from './words.ts'

/** 审核确认表: the paper of the dossier with figures, opinions and boxes for seals, as the province prescribes it (practice §1.10). */
export async function issueApprovalForm(tx: Tx, caseId: string): Promise<IssuedDocument | Refusal> {
  const filed = await readCase<Case>(tx, caseId)
  if (isRefusal(filed)) return filed
  const { state, row } = filed
  const decision = 'decision' in state ? state.decision : null
  if (!decision) return refuse('not-decided')
  const household = await householdById(tx, row.household)
  assert(household, 'a case has its household')
  const people = await membersOn(tx, row.household, decision.on)
  const head = people.find((member) => member.person === household.head) ?? people[0]
  const reasoned = await reasonsKept(tx, decision.decisionId)
  const { lines, steps } = await paperFigures(reasoned, people, decision.on)
  const members = new Map((await situationKept(tx, decision.decisionId)).members.map((m) => [m.id, m.facts]))
  const { hardship } = await papersOf(tx, row)
  const [phone] = await phonesForMessages(tx, row.household)
  const number = head ? await personNumber(tx, head.person) : null
  if (number)
    await audit(tx, {
      action: 'case.number-on-form',
      subject: { kind: 'person', id: String(head!.person), household: row.household },
      area: row.area,
      detail: { case: caseId },
    })
  const names = await staffNames(
    tx,
    state.signatures.map((s) => s.account),
  )
  const box = (...capacities: Capacity[]): DocumentInput<'approval-form'>['prepared'] => {
    const signature = state.signatures.findLast((s: Signature) => capacities.includes(s.capacity))
    return {
      text: signature ? opinionText(decision) : null,
      name: signature ? (names.get(signature.account)?.name ?? null) : null,
      on: signature?.on ?? null,
      delegation: signature?.delegation ? say('zh', 'casework:by-delegation') : null,
    }
  }
  return issueDocument(tx, {
    kind: 'approval-form',
    household: row.household,
    caseId,
    by: state.procedure.confirmedBy,
    data: {
      caseNumber: row.caseNo,
      programme: programmes[state.programme].zh,
      tier: decision.act.tier,
      headOfHousehold: head?.name ?? '',
      idNumber: number,
      phone: phone?.phone ?? null,
      address: household.address ?? household.registeredAddress,
      residence: word(`residence.${reasoned.determination.residence}`),
      hardship: hardship.length > 0 ? hardship.map((kind) => word(`hardship.${kind}`)).join('、') : null,
      received: state.openedOn,
      accepted: state.acceptedOn,
      members: people.map((member) => ({
        name: member.name,
        relation: inWords('relation', member.relation),
        sex: member.sex ? word(`sex.${member.sex}`) : null,
        birth: member.birth,
        ...circumstances(members.get(String(member.person)) ?? {}),
      })),
      figures: lines,
      steps,
      proposal: say('zh', `casework:act.${decision.act.act}`),
      monthly: decision.act.monthly,
      breakdown: reasoned.determination.outcome === 'eligible' ? explainedAmounts(reasoned, people) : [],
      from: decision.act.from,
      notice: await noticeInWords(tx, row),
      minutes: decision.collective?.minutesNo ?? null,
      prepared: box('prepare'),
      reviewed: box('review', 'county-review'),
      decided: box('approve', 'review'),
      townshipOrgan: (await organAt(tx, state, 'township', decision.on)).name,
      countyOrgan: (await decidingOrgan(tx, state, decision.on)).name,
    },
  })
}

const word = (key: string) => say('zh', `desk:${key}`)

/** A code as the form says it; a code the dictionary does not know stays visible instead of vanishing. */
const inWords = (fact: FactName, value: unknown): string | null =>
  value === null || value === undefined ? null : (factEntry(fact).codes?.[String(value)]?.zh ?? String(value))

/** What was adopted about a member: an unknown stays blank to be written by hand, never "none". */
function circumstances(facts: Readonly<Record<string, unknown>>) {
  const disability = inWords('disabilityType', facts.disabilityType)
  const level = facts.disabilityType === 'none' ? null : inWords('disabilityLevel', facts.disabilityLevel)
  return {
    marital: inWords('marriage', facts.marriage),
    health: inWords('illness', facts.illness),
    disability: [disability, level].filter(Boolean).join(' ') || null,
    labour: inWords('workAbility', facts.workAbility),
    work: inWords('employment', facts.employment),
    school: facts.studentStage === 'none' ? null : inWords('studentStage', facts.studentStage),
  }
}

/** What was decided and why it differs where it does: three people sign under these words. */
function opinionText({ act, difference }: Decision): string {
  const said = say('zh', `casework:act.${act.act}`)
  const amount = act.monthly > 0n ? say('zh', 'casework:opinion.monthly', { amount: yuanForReading(act.monthly) }) : ''
  const notes = isAdverse(act) ? act.grounds.reasons.map((reason) => reason.note ?? reason.clause) : []
  const other = difference ? [say('zh', 'casework:opinion.differs', { why: difference.note ?? difference.clause })] : []
  return [`${said}${amount}`, ...notes, ...other].join(';')
}

const explainedAmounts = (reasoned: Reasoned, people: readonly Member[]) => {
  const names = new Map(people.map((m) => [String(m.person), m.name]))
  return explained({ ...reasoned, names })
    .breakdown.filter((line) => line.amount !== 0n)
    .map((line) => ({ label: `${line.whose ?? ''}${line.title.zh}`, amount: line.amount }))
}

/** 公示情况: which days it hung, and whether anybody objected. */
async function noticeInWords(tx: Tx, row: Pick<CaseRow, 'household' | 'caseId'>): Promise<string | null> {
  const hung = await tx
    .selectFrom('case_notice')
    .select(['first_day', 'last_day'])
    .where('household_id', '=', row.household)
    .where('case_id', '=', row.caseId)
    .orderBy('round', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!hung) return null
  const { n } = await tx
    .selectFrom('objection')
    .select((of) => of.fn.countAll<bigint>().as('n'))
    .where('household_id', '=', row.household)
    .where('case_id', '=', row.caseId)
    .executeTakeFirstOrThrow()
  const days = { from: dayInChinese(hung.first_day), to: dayInChinese(hung.last_day) }
  return n === 0n
    ? say('zh', 'casework:opinion.notice', days)
    : say('zh', 'casework:opinion.notice-objected', { ...days, count: Number(n) })
}
