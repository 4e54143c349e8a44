import { type AreaCode, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, newId, type Tx } from '../platform/index.ts'
import { letGo } from './preview-run.ts'
import { type Run, runById, runFor } from './run-store.ts'
import { isStopKind, releasable, type StopKind, stopKinds } from './stop.ts'

export type ReleaseRefusal = Refusal<
  'not-found' | 'run-state' | 'needs-a-person' | 'reason-missing' | 'stop-must-be-mended' | 'four-eyes'
>

/**
 * A named person lets one held line go and says why (the old contact was called, the register was wrong). Whoever turned
 * the money to another account cannot be the one who lifts the hold.
 */
export async function releaseStop(
  tx: Tx,
  input: { runId: string; line: number; stop: string; reason: string },
): Promise<Run | ReleaseRefusal> {
  const actor = actorOf(tx)
  if (!actor.naturalPerson) return refuse('needs-a-person')
  if (!input.reason.trim()) return refuse('reason-missing', undefined, 'reason')
  const found = await runFor(tx, input.runId, 'preview')
  if ('refused' in found) return found
  const { run } = found
  if (!isStopKind(input.stop)) return refuse('not-found')
  const line = await tx
    .selectFrom('payment_line as l')
    .innerJoin('payment_stop as s', (join) =>
      join.onRef('s.book_id', '=', 'l.book_id').onRef('s.run_id', '=', 'l.run_id').onRef('s.line_no', '=', 'l.line_no'),
    )
    .selectAll('l')
    .where('l.book_id', '=', run.book)
    .where('l.run_id', '=', run.runId)
    .where('l.line_no', '=', input.line)
    .where('s.stop', '=', input.stop)
    .executeTakeFirst()
  if (!line) return refuse('not-found')
  if (!releasable(input.stop))
    return refuse('stop-must-be-mended', { stop: input.stop, path: stopKinds[input.stop].release })
  if (input.stop === 'account-changed' && (await changedBy(tx, line)).includes(actor.naturalPerson))
    return refuse('four-eyes')
  const claim = {
    household_id: line.household_id,
    person_id: line.person_id,
    programme: line.programme,
    month: line.month,
    kind: line.kind,
    claim: line.claim,
    stop: input.stop,
  }
  const releaseId = newId()
  await tx
    .insertInto('stop_release')
    .values({
      ...claim,
      release_id: releaseId,
      area: line.area,
      reason: input.reason.trim(),
      account_id: aboutAccount.has(input.stop) ? line.account_id : null,
      released_by: actor.naturalPerson,
      actor: actor.id,
    })
    .onConflict((conflict) => conflict.constraint('stop_release_once').doNothing())
    .execute()
  await letGo(tx, run, input)
  await audit(tx, {
    action: 'payment-stop.release',
    subject: { kind: 'payment-stop', id: releaseId, household: line.household_id },
    area: line.area,
    detail: { stop: input.stop, month: line.month },
  })
  return (await runById(tx, run.runId))!
}

/** These were let go for one account; for the next one somebody looks again. */
const aboutAccount: ReadonlySet<StopKind> = new Set(['account-changed', 'account-returned', 'duplicate-account'])

async function changedBy(
  tx: Tx,
  line: { payee_person: bigint | null; account_id: string | null; household_id: bigint; payee_id: string | null },
): Promise<string[]> {
  const account = line.account_id
    ? await tx
        .selectFrom('payee_account')
        .select(['captured_by as by', 'confirmed_by as second'])
        .where('person_id', '=', line.payee_person!)
        .where('account_id', '=', line.account_id)
        .execute()
    : []
  const payee = line.payee_id
    ? await tx
        .selectFrom('payee')
        .select(['chosen_by as by', 'confirmed_by as second', 'replaces'])
        .where('household_id', '=', line.household_id)
        .where('payee_id', '=', line.payee_id)
        .where('replaces', 'is not', null)
        .execute()
    : []
  return [...account, ...payee].flatMap((row) => [row.by, row.second ?? '']).filter(Boolean)
}

export interface HeldLine {
  line: number
  household: bigint
  person: bigint
  area: AreaCode
  month: string
  kind: string
  amount: bigint
  stops: { stop: StopKind; detail: string | null; released: boolean }[]
}

/** The exceptions of a run, with each reason and whether somebody let it go. */
export async function exceptionsOf(tx: Tx, runId: string): Promise<HeldLine[]> {
  const rows = await tx
    .selectFrom('payment_stop as s')
    .innerJoin('payment_line as l', (join) =>
      join.onRef('s.book_id', '=', 'l.book_id').onRef('s.run_id', '=', 'l.run_id').onRef('s.line_no', '=', 'l.line_no'),
    )
    .select([
      'l.line_no',
      'l.household_id',
      'l.person_id',
      'l.area',
      'l.month',
      'l.kind',
      'l.amount',
      's.stop',
      's.detail',
      's.released',
    ])
    .where('s.run_id', '=', runId)
    .orderBy('l.line_no')
    .orderBy('s.stop')
    .execute()
  const lines = new Map<number, HeldLine>()
  for (const row of rows) {
    const line = lines.get(row.line_no) ?? {
      line: row.line_no,
      household: row.household_id,
      person: row.person_id,
      area: row.area as AreaCode,
      month: row.month,
      kind: row.kind,
      amount: row.amount,
      stops: [],
    }
    line.stops.push({ stop: row.stop as StopKind, detail: row.detail, released: row.released })
    lines.set(row.line_no, line)
  }
  return [...lines.values()]
}
