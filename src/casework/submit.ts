import { sql } from 'kysely'
import type { caseworkApi } from '../contract/index.ts'
import { type AreaCode, addDays, addMonths, type Day, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import {
  addMember,
  addPhone,
  addSupporter,
  areaOfHousehold,
  type FactSubject,
  type HouseholdId,
  membersOn,
  openHousehold,
  type PersonId,
  recordConsent,
  recordFacts,
} from '../household/index.ts'
import { attachScanned, workingCalendar } from '../office/index.ts'
import { actorOf, businessDay, digestOf, type Tx } from '../platform/index.ts'
import { type FactValue, factEntry, isFactName } from '../policy/index.ts'
import { authorise, sources } from '../verification/index.ts'
import { isAdult } from './adult.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { freeze, thaw } from './frozen.ts'
import { addHelper } from './helper.ts'
import { recordPledge } from './neighbours.ts'
import { type Opened, openFile } from './open-case.ts'
import { lastDayOf } from './procedure.ts'
import { type HandedIn, receiptPaper } from './receipt-paper.ts'
import { tellReceived } from './tell-family.ts'

export type ApplicationInput = caseworkApi.ApplicationInput
export type Receipt = caseworkApi.Receipt

/**
 * An application, from a phone, the window, a visit or paper: household, people, what they say, who signed, who helps.
 * Everything or nothing; sent twice with one key it is one case and the same receipt.
 */
export async function submitApplication(tx: Tx, input: ApplicationInput): Promise<Receipt | Refusal> {
  const digest = digestOf(input)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`submission/${input.key}`}, 0))`.execute(tx)
  const before = await tx
    .selectFrom('submission')
    .selectAll()
    .where('submission_key', '=', input.key)
    .executeTakeFirst()
  if (before)
    return before.request_digest === digest ? thaw<Receipt>(before.receipt) : refuse('key-used-otherwise', {}, 'key')
  const receipt = await allOrNothing(tx, () => enter(tx, input))
  if (isRefusal(receipt)) return receipt
  await tx
    .insertInto('submission')
    .values({
      submission_key: input.key,
      request_digest: digest,
      household_id: receipt.householdId,
      case_id: receipt.caseId,
      receipt: freeze(receipt),
    })
    .execute()
  return receipt
}

async function enter(tx: Tx, input: ApplicationInput): Promise<Receipt | Refusal> {
  const today = await businessDay(tx)
  const on = input.handedInOn ?? today
  if (on > today) return refuse('day-out-of-order', { until: today }, 'handedInOn')
  const household = await householdFor(tx, input, on)
  if (isRefusal(household)) return household
  const subjects = await peopleOf(tx, household, input, on)
  if (isRefusal(subjects)) return subjects
  const applicant = subjects.get(input.applicant)
  if (applicant?.kind !== 'person') return refuse('applicant-not-a-member', {}, 'applicant')

  const opened = await openFile(tx, {
    household,
    programme: input.programme,
    kind: input.handedInOn && input.handedInOn !== today ? 'late-entry' : 'application',
    origin: input.origin,
    applicant: applicant.id,
    on,
  })
  if (isRefusal(opened)) return opened
  const { caseId } = opened.row

  const said = await recordFigures(tx, household, subjects, input, on, caseId)
  if (isRefusal(said)) return said
  const signed = await recordSignatures(tx, opened, subjects, input, on)
  if (isRefusal(signed)) return signed
  if (input.phone) {
    const phone = await addPhone(tx, { household, person: applicant.id, phone: input.phone })
    if (isRefusal(phone)) return { ...phone, field: 'phone' }
  }
  if (input.helper) {
    const helper = await addHelper(tx, opened, input.helper, on)
    if (isRefusal(helper)) return helper
  }
  if (input.shareWithCharities) {
    const shared = await recordConsent(tx, {
      household,
      person: applicant.id,
      kind: 'charity-sharing',
      given: true,
      how: input.pledges.find((p) => p.of === input.applicant)?.how ?? 'paper',
      witness: input.pledges.find((p) => p.of === input.applicant)?.witness ?? null,
      on,
    })
    if (isRefusal(shared)) return shared
  }
  const pages = await putInFile(tx, opened, subjects, input)
  if (isRefusal(pages)) return pages
  await tx
    .insertInto('case_application')
    .values({
      household_id: household,
      case_id: caseId,
      area: opened.row.area,
      reason: input.reason ?? null,
      hardship: JSON.stringify(input.hardship),
      attachments: JSON.stringify(
        input.attachments.map((a) => ({ file: a.file, kind: a.kind, of: idOf(subjects.get(a.of ?? '')) })),
      ),
      submitted_by: actorOf(tx).id,
    })
    .execute()
  const paper = await receiptPaper(tx, opened, {
    today,
    people: (await membersOn(tx, household, on)).length,
    helper: input.helper ?? null,
    handedIn: pages,
    toFollow: input.toFollow ?? [],
    unsigned: signed,
  })
  if (isRefusal(paper)) return paper
  const answerBy = opened.state.acceptBy
  const due = answerBy ?? lastDayOf(await workingCalendar(tx), on, opened.state.procedure.total).day
  await tellReceived(tx, opened, today, opened.readOutCode, due)
  return {
    householdId: household,
    caseId,
    caseNo: opened.row.caseNo,
    readOutCode: opened.readOutCode,
    receiptToken: opened.receiptToken,
    documentId: paper.id,
    openedOn: on,
    answerBy,
    unsigned: signed,
    notes: opened.earlier ? [opened.earlier.how] : [],
  }
}

/**
 * Scans go into the file in the order they were laid on the scanner: signed papers first, then what was handed in. Returns
 * what the receipt counts.
 */
async function putInFile(
  tx: Tx,
  opened: Opened,
  subjects: Subjects,
  input: ApplicationInput,
): Promise<HandedIn[] | Refusal> {
  const { household, caseId } = opened.row
  const personOf = (ref: string | null | undefined) => {
    const subject = subjects.get(ref ?? '')
    return subject?.kind === 'person' ? subject.id : null
  }
  const scans = [
    ...input.pledges.flatMap(({ of, file }, i) =>
      file ? [{ of, fileId: file, kind: 'pledge-scan', field: `pledges.${i}.file` }] : [],
    ),
    // What somebody signed on a screen is kept as a record with its digest, not as a page.
    ...input.authorisations.flatMap(({ of, how, scan }, i) =>
      how === 'paper' && isPage(scan.type)
        ? [{ of, fileId: scan.fileId, kind: 'authorization-scan', field: `authorisations.${i}.scan` }]
        : [],
    ),
    ...(input.helper?.consentFile
      ? [{ of: null, fileId: input.helper.consentFile, kind: 'proxy-paper', field: 'helper.consentFile' }]
      : []),
    ...input.attachments.map(({ file, kind, of }, i) => ({ of, fileId: file, kind, field: `attachments.${i}.file` })),
  ]
  const handed = new Map<string, HandedIn>()
  for (const { of, fileId, kind, field } of scans) {
    const page = await attachScanned(tx, { household, caseId, kind, person: personOf(of), fileId })
    if (isRefusal(page)) return { ...page, field }
    const whose = input.members.find((m) => m.ref === of) ?? input.supporters.find((s) => s.ref === of)
    const key = `${kind}/${whose?.ref ?? ''}`
    const before = handed.get(key)
    handed.set(key, { kind, whose: whose?.name ?? null, pages: (before?.pages ?? 0) + 1 })
  }
  return [...handed.values()]
}

const isPage = (type: string) => type === 'image/jpeg' || type === 'application/pdf'

type Subjects = Map<string, FactSubject>
const idOf = (subject: FactSubject | undefined): string | null =>
  subject && subject.kind !== 'household' ? String(subject.id) : null

async function householdFor(tx: Tx, input: ApplicationInput, on: Day): Promise<HouseholdId | Refusal> {
  if (input.householdId) {
    const area = await areaOfHousehold(tx, input.householdId)
    return area ? input.householdId : refuse('no-such-household', {}, 'householdId')
  }
  return openHousehold(tx, {
    area: input.area as AreaCode,
    openedOn: on,
    residence: input.residence ?? null,
    registeredAddress: input.registeredAddress ?? null,
    address: input.address ?? null,
  })
}

/** The people of the form in the register: who is there already is not entered a second time. */
async function peopleOf(tx: Tx, household: HouseholdId, input: ApplicationInput, on: Day): Promise<Subjects | Refusal> {
  const subjects: Subjects = new Map([['household', { kind: 'household' }]])
  const there = new Set((await membersOn(tx, household, on)).map((member) => member.person))
  for (const [i, member] of input.members.entries()) {
    if (subjects.has(member.ref)) return refuse('ref-twice', { ref: member.ref }, `members.${i}.ref`)
    if (member.personId && there.has(member.personId)) {
      subjects.set(member.ref, { kind: 'person', id: member.personId })
      continue
    }
    const { ref, personId, relation, ...person } = member
    const added = await addMember(tx, {
      household,
      person: personId ?? person,
      relation,
      since: on,
      head: ref === input.applicant && there.size === 0,
    })
    if (isRefusal(added)) return { ...added, field: `members.${i}${added.field ? `.${added.field}` : ''}` }
    subjects.set(ref, { kind: 'person', id: added.person })
  }
  for (const [i, supporter] of input.supporters.entries()) {
    if (subjects.has(supporter.ref)) return refuse('ref-twice', { ref: supporter.ref }, `supporters.${i}.ref`)
    const { ref, supports, ...rest } = supporter
    const supported = supports ? subjects.get(supports) : undefined
    if (supports && supported?.kind !== 'person')
      return refuse('ref-unknown', { ref: supports }, `supporters.${i}.supports`)
    const id = await addSupporter(tx, {
      household,
      ...rest,
      supports: supported?.kind === 'person' ? supported.id : null,
      since: on,
    })
    if (isRefusal(id)) return { ...id, field: `supporters.${i}${id.field ? `.${id.field}` : ''}` }
    subjects.set(ref, { kind: 'supporter', id })
  }
  return subjects
}

/** What they say stands beside what is found later; nothing said decides by itself. */
async function recordFigures(
  tx: Tx,
  household: HouseholdId,
  subjects: Subjects,
  input: ApplicationInput,
  on: Day,
  caseId: string,
): Promise<null | Refusal> {
  const facts = []
  for (const [i, figure] of input.figures.entries()) {
    const subject = subjects.get(figure.of)
    if (!subject) return refuse('ref-unknown', { ref: figure.of }, `figures.${i}.of`)
    if (!isFactName(figure.name)) return refuse('fact-unknown', { name: figure.name }, `figures.${i}.name`)
    const value: FactValue =
      factEntry(figure.name).unit === 'fen' && typeof figure.value === 'number' ? BigInt(figure.value) : figure.value
    facts.push({
      subject,
      name: figure.name,
      value,
      validFrom: on,
      asOf: on,
      evidence: { case: caseId },
      saidBy: input.origin,
    })
  }
  const ids = await recordFacts(tx, { household, source: 'declared', facts })
  return isRefusal(ids) ? { ...ids, field: `figures${ids.field ? `.${ids.field}` : ''}` } : null
}

/** 授权 and 承诺 of each adult. What is missing is not a ground to turn anybody away: it becomes an item of the supplement notice. */
async function recordSignatures(
  tx: Tx,
  opened: Opened,
  subjects: Subjects,
  input: ApplicationInput,
  on: Day,
): Promise<Receipt['unsigned'] | Refusal> {
  const { household } = opened.row
  const person = (ref: string): PersonId | null => {
    const subject = subjects.get(ref)
    return subject?.kind === 'person' ? subject.id : null
  }
  const authorised = new Set<PersonId>()
  for (const [i, a] of input.authorisations.entries()) {
    const subject = subjects.get(a.of)
    if (!subject || subject.kind === 'household') return refuse('ref-unknown', { ref: a.of }, `authorisations.${i}.of`)
    const given = await authorise(tx, {
      household,
      subject,
      programmes: [input.programme],
      purposes: ['application', 'review', 'change', 'appeal', 'payment'],
      sources: a.sources ?? sources,
      signedOn: on,
      until: a.until ?? addDays(addMonths(on, 12), -1),
      signer: a.guardian ? { kind: 'guardian', ...a.guardian } : { kind: 'self' },
      how: a.how,
      witness: a.witness ?? null,
      scan: a.scan,
    })
    if (isRefusal(given)) return { ...given, field: `authorisations.${i}${given.field ? `.${given.field}` : ''}` }
    if (subject.kind === 'person') authorised.add(subject.id)
  }
  const pledged = new Set<PersonId>()
  for (const [i, p] of input.pledges.entries()) {
    const id = person(p.of)
    if (id === null) return refuse('ref-unknown', { ref: p.of }, `pledges.${i}.of`)
    await recordPledge(tx, {
      household,
      person: id,
      how: p.how,
      witness: p.witness ?? null,
      file: p.file ?? null,
      on,
    })
    pledged.add(id)
  }
  const adults = (await membersOn(tx, household, on)).filter((m) => isAdult(m.birth, on))
  return adults.flatMap((m) => [
    ...(authorised.has(m.person) ? [] : [{ personId: m.person, what: 'authorisation' as const }]),
    ...(pledged.has(m.person) ? [] : [{ personId: m.person, what: 'pledge' as const }]),
  ])
}
