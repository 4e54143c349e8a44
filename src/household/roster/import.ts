import {
  type AreaCode,
  addDays,
  type Day,
  type Fen,
  isRefusal,
  nameKey,
  type Refusal,
  refuse,
  sum,
  tidyName,
} from '../../foundation/index.ts'
import { actorOf, audit, businessDay, businessNow, emit, house, newId, type Tx } from '../../platform/index.ts'
import { numberRow } from '../identity.ts'
import { type HouseholdId, type PersonId, reserveIds } from '../ids.ts'
import { searchKeys, variantKey } from '../name-keys.ts'
import { claimPerson, holdCounty } from '../person-store.ts'
import { phoneIndex, readPhone } from '../phones.ts'
import { type CheckedFamilies, checkFamilies, type ReadyFamily } from './check.ts'
import { findLayout, type Layout } from './columns.ts'
import { type AmountOf, type NoteCode, type ReadOptions, type RowProblem, readFamilies } from './families.ts'
import { type Grid, readBook, type SheetFormat, type SheetRefusal } from './sheet.ts'

/** What a roster says is paid: benefits makes an award of it that is carried over as it is and never recomputed by itself. */
export interface CarriedAward {
  household: HouseholdId
  area: AreaCode
  programme: 'dibao' | 'tekun'
  residence: 'urban' | 'rural' | null
  /** The whole household's, paid as it is. */
  monthly: Fen
  persons: PersonId[]
  head: PersonId
  /** People the office pays for, where it says so; they may be more than are listed. */
  covered: number | null
  tier: string | null
  certificate: string | null
  since: Day | null
  reviewed: Day | null
  nextReview: Day | null
  /** Money still owed from before (退回待发). */
  openingBalance: Fen
  /** Paid this year before we took over. */
  paidThisYear: Fen
  payee: { person: PersonId | null; holder: string; bank: string; account: string } | null
  batch: string
  row: number
}

/** The later chapters that make awards, review dates and opening balances of an import, in the same transaction. */
export type CarryOver = (tx: Tx, awards: readonly CarriedAward[]) => Promise<Refusal | null>
/** … and take them back; refuses when something has been built on them. */
export type TakeBack = (tx: Tx, households: readonly HouseholdId[]) => Promise<Refusal | null>

export interface RosterOptions extends ReadOptions {
  /** Where the families live, when the sheet does not say; the importer's own area when left out. */
  area?: AreaCode
}

export interface DryRun {
  batch: string
  format: SheetFormat
  shape: Layout['shape']
  amountOf: AmountOf
  residence: Layout['residence']
  /** What each column was taken for, in order. */
  columns: { heading: string; field: string }[]
  families: number
  people: number
  monthlyTotal: Fen
  badFamilies: number
  badRows: number
  /** 行 | 列 | 问题, in the order of rows; at most 500. */
  problems: RowProblem[]
  notes: { code: NoteCode; times: number }[]
}

type ReadRefusal = SheetRefusal | Refusal<'roster-no-header' | 'roster-empty' | 'no-county'>

interface Reading {
  format: SheetFormat
  layout: Layout
  grid: Grid
  amountOf: AmountOf
  checked: CheckedFamilies
}

async function readRoster(
  tx: Tx,
  bytes: Buffer,
  options: RosterOptions,
  known?: Layout,
): Promise<Reading | ReadRefusal> {
  const area = options.area ?? actorOf(tx).area
  if (!area || area.length < 6) return refuse('no-county')
  const book = await readBook(bytes)
  if (isRefusal(book)) return book
  const layout = known ?? findLayout(book.sheets)
  if (isRefusal(layout)) return layout
  const grid = book.sheets.find(({ sheet }) => sheet === layout.sheet)
  if (!grid) return refuse('roster-no-header', { want: layout.sheet })
  const read = readFamilies(grid, layout, options)
  if (read.families.length + read.badFamilies === 0) return refuse('roster-empty')
  const checked = await checkFamilies(tx, read.families, layout, { area, on: await businessDay(tx) })
  checked.problems = [...read.problems, ...checked.problems].sort((one, other) => one.row - other.row)
  checked.badFamilies += read.badFamilies
  checked.badRows += read.badRows
  return { format: book.format, layout, grid, amountOf: read.amountOf, checked }
}

/** Reads a roster and says what would become of it. Nothing enters the registry; the file itself is kept encrypted. */
export async function tryRoster(
  tx: Tx,
  input: { bytes: Buffer; options?: RosterOptions },
): Promise<DryRun | ReadRefusal> {
  const options = input.options ?? {}
  const read = await readRoster(tx, input.bytes, options)
  if (isRefusal(read)) return read
  const { checked, layout } = read
  const actor = actorOf(tx)
  const area = options.area ?? actor.area!
  const file = await house().files.put(input.bytes)
  const batch = newId()
  const counts = {
    families: checked.ready.length,
    people: checked.ready.reduce((all, family) => all + family.members.length, 0),
    bad_families: checked.badFamilies,
    bad_rows: checked.badRows,
    monthly_total: sum(checked.ready.map((family) => family.monthly)),
  }
  await tx
    .insertInto('roster_batch')
    .values({
      batch_id: batch,
      area,
      programme: options.programme ?? layout.programme ?? 'dibao',
      file_id: file.id,
      file_digest: file.digest,
      format: read.format,
      layout: JSON.stringify(layout),
      options: JSON.stringify({ ...options, amountOf: read.amountOf }),
      ...counts,
      checked_by: actor.id,
    })
    .execute()
  await audit(tx, {
    action: 'roster.try',
    subject: { kind: 'roster', id: batch },
    area,
    after: { digest: file.digest },
    detail: { families: counts.families, badFamilies: counts.bad_families },
  })
  const times = new Map<NoteCode, number>()
  for (const { code } of checked.ready.flatMap((family) => family.notes)) times.set(code, (times.get(code) ?? 0) + 1)
  return {
    batch,
    format: read.format,
    shape: layout.shape,
    amountOf: read.amountOf,
    residence: layout.residence,
    columns: layout.columns.map(({ heading, field }) => ({ heading, field })),
    families: counts.families,
    people: counts.people,
    monthlyTotal: counts.monthly_total,
    badFamilies: counts.bad_families,
    badRows: counts.bad_rows,
    problems: checked.problems.slice(0, 500),
    notes: [...times].map(([code, n]) => ({ code, times: n })).sort((one, other) => other.times - one.times),
  }
}

export interface RosterBatch {
  id: string
  area: AreaCode
  state: 'checked' | 'accepted' | 'undone' | 'discarded'
  families: number
  people: number
  badFamilies: number
  badRows: number
  monthlyTotal: Fen
  checkedAt: string
  acceptedAt: string | null
  undoneAt: string | null
  /** Still young enough to be taken back as a whole. */
  undoable: boolean
}

const tooLate = (acceptedAt: string, now: string) => Date.parse(now) - Date.parse(acceptedAt) > undoHours * 3_600_000

export async function rosterBatches(tx: Tx, limit = 50): Promise<RosterBatch[]> {
  const now = await businessNow(tx)
  const rows = await tx.selectFrom('roster_batch').selectAll().orderBy('batch_id', 'desc').limit(limit).execute()
  return rows.map((row) => ({
    id: row.batch_id,
    area: row.area as AreaCode,
    state: row.state as RosterBatch['state'],
    families: row.families,
    people: row.people,
    badFamilies: row.bad_families,
    badRows: row.bad_rows,
    monthlyTotal: row.monthly_total,
    checkedAt: row.checked_at,
    acceptedAt: row.accepted_at,
    undoneAt: row.undone_at,
    undoable: row.state === 'accepted' && !tooLate(row.accepted_at!, now),
  }))
}

/** The batch with its file, read again against the registry of now. */
export async function reread(
  tx: Tx,
  batch: string,
): Promise<(Reading & { bytes: Buffer; area: AreaCode }) | Refusal<'no-such-roster'> | ReadRefusal> {
  const row = await tx.selectFrom('roster_batch').selectAll().where('batch_id', '=', batch).executeTakeFirst()
  if (!row) return refuse('no-such-roster')
  const bytes = await house().files.get(row.file_id)
  const area = row.area as AreaCode
  const read = await readRoster(tx, bytes, { ...(row.options as RosterOptions), area }, row.layout as unknown as Layout)
  return isRefusal(read) ? read : { ...read, bytes, area }
}

export type AcceptRefusal =
  | ReadRefusal
  | Refusal<'no-such-roster' | 'roster-not-open' | 'roster-many-bad' | 'roster-nothing-good'>

/** More bad families than this and somebody must say that the rest is really wanted. */
const manyBad = { of: 10n }

/**
 * Takes the good families over: households, people, what they are paid today. All or nothing; families with a fault stay
 * out as a whole. `carryOver` makes the awards. What looks wrong is written down for the county leader alone.
 */
export async function acceptRoster(
  tx: Tx,
  input: { batch: string; evenWithErrors?: boolean },
  carryOver: CarryOver,
): Promise<{ households: number; people: number } | AcceptRefusal | Refusal> {
  const open = await tx
    .selectFrom('roster_batch')
    .select(['state', 'area'])
    .where('batch_id', '=', input.batch)
    .forUpdate()
    .executeTakeFirst()
  if (!open) return refuse('no-such-roster', undefined, 'batch')
  if (open.state !== 'checked') return refuse('roster-not-open', { state: open.state })
  const { area } = open
  await holdCounty(tx, area as AreaCode)
  const read = await reread(tx, input.batch)
  if (isRefusal(read)) return read
  const { ready, badFamilies, suspicions } = read.checked
  if (ready.length === 0) return refuse('roster-nothing-good')
  const all = BigInt(ready.length + badFamilies)
  if (BigInt(badFamilies) * manyBad.of > all && !input.evenWithErrors)
    return refuse('roster-many-bad', { bad: badFamilies, all: Number(all) })

  const made = await enterFamilies(tx, input.batch, ready)
  const refused = await carryOver(tx, made.awards)
  if (refused) return refused
  if (suspicions.length > 0)
    await inChunks(suspicions, (some) =>
      tx
        .insertInto('roster_suspicion')
        .values(
          some.map(({ row, kind, with: detail }) => ({
            suspicion_id: newId(),
            batch_id: input.batch,
            row_no: row,
            area: made.places.get(row)!.area,
            household_id: made.places.get(row)!.household,
            person_id: made.persons.get(row) ?? null,
            kind,
            detail: JSON.stringify(detail ?? {}),
          })),
        )
        .execute(),
    )
  const actor = actorOf(tx)
  await tx
    .updateTable('roster_batch')
    .set({
      state: 'accepted',
      families: ready.length,
      people: made.people,
      bad_families: badFamilies,
      bad_rows: read.checked.badRows,
      monthly_total: sum(ready.map((family) => family.monthly)),
      accepted_at: await businessNow(tx),
      accepted_by: actor.id,
    })
    .where('batch_id', '=', input.batch)
    .execute()
  await audit(tx, {
    action: 'roster.accept',
    subject: { kind: 'roster', id: input.batch },
    area: read.area,
    after: made.awards.map(({ household, persons, monthly, row }) => ({ household, persons, monthly, row })),
    detail: { households: ready.length, people: made.people, leftOut: badFamilies },
  })
  return { households: ready.length, people: made.people }
}

/** When each household of a batch was last looked at, and when it is due, as far as the roster said. */
export async function rosterReviews(
  tx: Tx,
  batch: string,
): Promise<
  { household: HouseholdId; area: AreaCode; programme: string; reviewed: Day | null; nextReview: Day | null }[]
> {
  const rows = await tx
    .selectFrom('roster_row')
    .select(['household_id', 'area', 'programme', 'reviewed', 'next_review'])
    .distinctOn('household_id')
    .where('batch_id', '=', batch)
    .orderBy('household_id')
    .execute()
  return rows.map((row) => ({
    household: row.household_id,
    area: row.area as AreaCode,
    programme: row.programme,
    reviewed: row.reviewed,
    nextReview: row.next_review,
  }))
}

const inChunks = async <Item>(items: readonly Item[], write: (some: Item[]) => Promise<unknown>): Promise<void> => {
  for (let from = 0; from < items.length; from += 500) await write(items.slice(from, from + 500))
}

interface Entered {
  awards: CarriedAward[]
  people: number
  /** By row: for suspicions. */
  places: Map<number, { household: HouseholdId; area: AreaCode }>
  persons: Map<number, PersonId>
}

/** Many families at once: the same rows as `openHousehold` and `addMember` write, in a few statements. */
async function enterFamilies(tx: Tx, batch: string, families: readonly ReadyFamily[]): Promise<Entered> {
  const by = actorOf(tx).id
  const today = await businessDay(tx)
  const newPeople = families.flatMap((family) => family.members).filter((member) => member.known === null).length
  const householdIds = await reserveIds(tx, 'household', families[0]!.area, families.length)
  const personIds = newPeople > 0 ? await reserveIds(tx, 'person', families[0]!.area, newPeople) : []
  const entered: Entered = { awards: [], people: 0, places: new Map(), persons: new Map() }
  const rows = {
    household: [] as Parameters<typeof insertHouseholds>[1],
    person: [] as Parameters<typeof insertPeople>[1],
    membership: [] as Parameters<typeof insertMemberships>[1],
    phone: [] as { household: HouseholdId; area: AreaCode; phone: string }[],
    row: [] as {
      row: number
      area: AreaCode
      household: HouseholdId
      person: PersonId
      made: boolean
      family: ReadyFamily
    }[],
  }
  const claims: { person: PersonId; household: HouseholdId; since: Day }[] = []
  let nextPerson = 0
  for (const [i, family] of families.entries()) {
    const household = householdIds[i]!
    const { area } = family
    const since = family.since && family.since < today ? family.since : today
    const persons: PersonId[] = []
    for (const member of family.members) {
      const person = member.known ?? personIds[nextPerson++]!
      const joined = member.birth && member.birth > since ? member.birth : since
      if (member.known) claims.push({ person, household, since: joined })
      else rows.person.push({ ...member, id: person, household, area })
      rows.membership.push({ ...member, person, household, area, since: joined })
      rows.row.push({ row: member.row, area, household, person, made: member.known === null, family })
      persons.push(person)
      entered.places.set(member.row, { household, area })
      entered.persons.set(member.row, person)
    }
    entered.places.set(family.row, { household, area })
    const head =
      persons[
        Math.max(
          family.members.findIndex((member) => member.relation === 'applicant'),
          0,
        )
      ]!
    rows.household.push({ id: household, area, since, head, family })
    const phone = family.phone ? readPhone(family.phone) : null
    if (typeof phone === 'string') rows.phone.push({ household, area, phone })
    const holder = family.payee && nameKey(family.payee.holder)
    const payeeAt = family.members.findIndex((member) => nameKey(member.name) === holder)
    entered.awards.push({
      household,
      area,
      programme: family.programme,
      residence: family.residence,
      monthly: family.monthly,
      persons,
      head,
      covered: family.covered,
      tier: family.tier,
      certificate: family.certificate,
      since: family.since,
      reviewed: family.reviewed,
      nextReview: family.nextReview,
      openingBalance: family.openingBalance,
      paidThisYear: family.paidThisYear,
      payee: family.payee && { ...family.payee, person: persons[payeeAt] ?? null },
      batch,
      row: family.row,
    })
  }
  entered.people = rows.membership.length
  await insertHouseholds(tx, rows.household, by)
  await insertPeople(tx, rows.person, by)
  for (const { person, household, since } of claims)
    if (!(await claimPerson(tx, person, household, since)))
      throw new Error(`person ${person} was free when the roster was checked and is not now: try again`)
  await insertMemberships(tx, rows.membership, by)
  await inChunks(rows.phone, (some) =>
    tx
      .insertInto('contact_phone')
      .values(
        some.map(({ household, area, phone }) => {
          const id = newId()
          return {
            household_id: household,
            phone_id: id,
            area,
            phone_sealed: house().crypto.seal(phone, `contact_phone.phone:${id}`),
            phone_index: phoneIndex(phone),
            entered_by: by,
          }
        }),
      )
      .execute(),
  )
  await inChunks(rows.household, (some) =>
    tx
      .insertInto('timeline')
      .values(
        some.map(({ id, area, family }) => ({
          household_id: id,
          event_id: newId(),
          area,
          kind: 'household',
          on_day: today,
          text_key: 'household:timeline.imported',
          text_values: JSON.stringify({ monthly: String(family.monthly), programme: family.programme }),
          refs: JSON.stringify({ roster: batch }),
          by_actor: by,
        })),
      )
      .execute(),
  )
  const inRow = new Map<number, number>()
  const lines = rows.row.map((line) => {
    const nth = (inRow.get(line.row) ?? 0) + 1
    inRow.set(line.row, nth)
    return { ...line, nth }
  })
  await inChunks(lines, (some) =>
    tx
      .insertInto('roster_row')
      .values(
        some.map(({ row, nth, area, household, person, made, family }) => ({
          batch_id: batch,
          row_no: row,
          nth,
          area,
          household_id: household,
          person_id: person,
          made_person: made,
          programme: family.programme,
          reviewed: family.reviewed,
          next_review: family.nextReview,
        })),
      )
      .execute(),
  )
  return entered
}

const insertHouseholds = (
  tx: Tx,
  households: { id: HouseholdId; area: AreaCode; since: Day; head: PersonId; family: ReadyFamily }[],
  by: string,
) =>
  inChunks(households, (some) =>
    tx
      .insertInto('household')
      .values(
        some.map(({ id, area, since, head, family }) => ({
          household_id: id,
          area,
          residence: family.residence,
          opened_on: since,
          opened_by: by,
          head_id: head,
          address: [family.place.group, family.address].filter(Boolean).join(' ').slice(0, 200) || null,
        })),
      )
      .execute(),
  )

async function insertPeople(
  tx: Tx,
  people: (ReadyFamily['members'][number] & { id: PersonId; household: HouseholdId; area: AreaCode })[],
  by: string,
): Promise<void> {
  await inChunks(people, (some) =>
    tx
      .insertInto('person')
      .values(
        some.map((one) => ({
          person_id: one.id,
          household_id: one.household,
          area: one.area,
          name: tidyName(one.name),
          name_key: nameKey(one.name),
          variant_key: variantKey(one.name),
          sex: one.sex,
          birth: one.birth,
          opened_by: by,
        })),
      )
      .execute(),
  )
  const keys = people.flatMap((one) =>
    searchKeys(one.name).map((key) => ({ person_id: one.id, key, household_id: one.household, area: one.area })),
  )
  await inChunks(keys, (some) => tx.insertInto('person_key').values(some).execute())
  const numbers = people.map((one) =>
    numberRow({
      person: one.id,
      household: one.household,
      area: one.area,
      number: one.number,
      status: one.disputed ? 'disputed' : 'current',
      by,
    }),
  )
  await inChunks(numbers, (some) => tx.insertInto('identity_number').values(some).execute())
}

const insertMemberships = (
  tx: Tx,
  members: (ReadyFamily['members'][number] & {
    person: PersonId
    household: HouseholdId
    area: AreaCode
    since: Day
  })[],
  by: string,
) =>
  inChunks(members, (some) =>
    tx
      .insertInto('membership')
      .values(
        some.map((one) => ({
          household_id: one.household,
          membership_id: newId(),
          area: one.area,
          person_id: one.person,
          name: tidyName(one.name),
          sex: one.sex,
          birth: one.birth,
          relation: one.relation,
          since: one.since,
          joined_why: 'first-entry',
          entered_by: by,
        })),
      )
      .execute(),
  )

/** A dry run nobody wants: its file is removed. */
export async function discardRoster(
  tx: Tx,
  batch: string,
): Promise<Refusal<'no-such-roster' | 'roster-not-open'> | null> {
  const row = await tx
    .updateTable('roster_batch')
    .set({ state: 'discarded' })
    .where('batch_id', '=', batch)
    .where('state', '=', 'checked')
    .returning(['file_id', 'area'])
    .executeTakeFirst()
  if (!row) return refuse('no-such-roster', undefined, 'batch')
  await house().files.remove(row.file_id)
  await audit(tx, { action: 'roster.discard', subject: { kind: 'roster', id: batch }, area: row.area })
  return null
}

/** Dry runs that nobody took up: their files hold people's data and go. Called by a nightly job. */
export async function discardOldRosters(tx: Tx, days = 7): Promise<number> {
  const before = addDays(await businessDay(tx), -days)
  const rows = await tx
    .selectFrom('roster_batch')
    .select('batch_id')
    .where('state', '=', 'checked')
    .where('checked_at', '<', before)
    .orderBy('batch_id')
    .execute()
  for (const row of rows) await discardRoster(tx, row.batch_id)
  return rows.length
}

/** How long a mistaken import can be taken back as a whole. */
const undoHours = 24

/**
 * Takes a whole batch back: nobody lived in these households even for a day, their files are closed, and people who were
 * entered only for it are no longer found. The records stay, since nothing that happened is erased.
 */
export async function undoRoster(
  tx: Tx,
  input: { batch: string; reason: string },
  takeBack: TakeBack,
): Promise<{ households: number } | Refusal> {
  if (!input.reason.trim()) return refuse('reason-needed', undefined, 'reason')
  const batch = await tx
    .selectFrom('roster_batch')
    .selectAll()
    .where('batch_id', '=', input.batch)
    .forUpdate()
    .executeTakeFirst()
  if (!batch) return refuse('no-such-roster', undefined, 'batch')
  if (batch.state !== 'accepted') return refuse('roster-not-open', { state: batch.state })
  const now = await businessNow(tx)
  if (tooLate(batch.accepted_at!, now)) return refuse('roster-too-late', { hours: undoHours })
  const rows = await tx.selectFrom('roster_row').selectAll().where('batch_id', '=', input.batch).execute()
  const households = [...new Set(rows.map((row) => row.household_id))].sort()
  const touched = await tx
    .selectFrom('household')
    .select('household_id')
    .where('household_id', 'in', households)
    .where('version', '>', 1n)
    .execute()
  if (touched.length > 0) return refuse('roster-in-use', { households: touched.length })
  const refused = await takeBack(tx, households)
  if (refused) return refused
  const actor = actorOf(tx)
  const today = await businessDay(tx)
  await tx
    .updateTable('membership')
    .set((row) => ({ until: row.ref('since'), left_why: 'correction', ended_at: now, ended_by: actor.id }))
    .where('household_id', 'in', households)
    .execute()
  await tx
    .updateTable('contact_phone')
    .set((row) => ({ until: row.ref('since') }))
    .where('household_id', 'in', households)
    .execute()
  await tx
    .updateTable('household')
    .set((row) => ({ closed_on: today, closed_why: 'import-undone', head_id: null, version: row('version', '+', 1n) }))
    .where('household_id', 'in', households)
    .execute()
  for (const table of ['person', 'identity_number', 'person_key', 'person_merge'] as const)
    await tx.updateTable(table).set({ household_id: null }).where('household_id', 'in', households).execute()
  const made = rows.flatMap((row) => (row.made_person ? [row.person_id] : []))
  if (made.length > 0) {
    await tx.deleteFrom('person_key').where('person_id', 'in', made).execute()
    await tx.updateTable('identity_number').set({ status: 'wrong' }).where('person_id', 'in', made).execute()
  }
  const placeOf = new Map(rows.map((row) => [row.household_id, row.area]))
  await inChunks(households, (some) =>
    tx
      .insertInto('timeline')
      .values(
        some.map((household) => ({
          household_id: household,
          event_id: newId(),
          area: placeOf.get(household)!,
          kind: 'household',
          on_day: today,
          text_key: 'household:timeline.import-undone',
          refs: JSON.stringify({ roster: input.batch }),
          by_actor: actor.id,
        })),
      )
      .execute(),
  )
  await emit(tx, { kind: 'roster.undone', key: input.batch, payload: { batch: input.batch } })
  await tx
    .updateTable('roster_batch')
    .set({ state: 'undone', undone_at: now, undone_by: actor.id, undone_why: input.reason })
    .where('batch_id', '=', input.batch)
    .execute()
  await audit(tx, {
    action: 'roster.undo',
    subject: { kind: 'roster', id: input.batch },
    area: batch.area,
    after: { reason: input.reason },
    detail: { households: households.length },
  })
  return { households: households.length }
}

export interface RosterSuspicion {
  id: string
  batch: string
  row: number
  area: AreaCode
  household: HouseholdId | null
  person: PersonId | null
  kind: string
  detail: Record<string, string | number>
  settled: boolean
}

/** The county leader's work plan after an import; for everybody else there is nothing here. */
export async function rosterSuspicions(tx: Tx, options: { open?: boolean } = {}): Promise<RosterSuspicion[]> {
  let query = tx
    .selectFrom('roster_suspicion')
    .innerJoin('roster_batch', 'roster_batch.batch_id', 'roster_suspicion.batch_id')
    .selectAll('roster_suspicion')
    .where('state', '=', 'accepted')
  if (options.open) query = query.where('settled_at', 'is', null)
  const rows = await query
    .orderBy('roster_suspicion.area')
    .orderBy('roster_suspicion.batch_id')
    .orderBy('row_no')
    .orderBy('suspicion_id')
    .execute()
  return rows.map((row) => ({
    id: row.suspicion_id,
    batch: row.batch_id,
    row: row.row_no,
    area: row.area as AreaCode,
    household: row.household_id,
    person: row.person_id,
    kind: row.kind,
    detail: row.detail as Record<string, string | number>,
    settled: row.settled_at !== null,
  }))
}

export const suspicionOutcomes = ['cleared', 'corrected', 'case-opened'] as const

export async function settleSuspicion(
  tx: Tx,
  input: { suspicion: string; outcome: (typeof suspicionOutcomes)[number] },
): Promise<Refusal<'no-such-suspicion'> | null> {
  const row = await tx
    .updateTable('roster_suspicion')
    .set({ settled_at: await businessNow(tx), settled_by: actorOf(tx).id, outcome: input.outcome })
    .where('suspicion_id', '=', input.suspicion)
    .where('settled_at', 'is', null)
    .returning('area')
    .executeTakeFirst()
  if (!row) return refuse('no-such-suspicion', undefined, 'suspicion')
  await audit(tx, {
    action: 'roster.settle-suspicion',
    subject: { kind: 'suspicion', id: input.suspicion },
    area: row.area,
    detail: { outcome: input.outcome },
  })
  return null
}
