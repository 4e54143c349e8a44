import { assert, type Instant, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, businessDay, house, type Tx } from '../platform/index.ts'

/**
 * What a clerk has written down so far, before it is an application. Kept on the server and sealed, not in the browser:
 * windows are shared, and whoever sits down next must not find a family's numbers there. Only its writer reads it.
 */
export interface CounterDraft {
  draftId: string
  version: number
  savedAt: Instant
  content: Record<string, unknown>
}

/** A family's whole application is about a tenth of this. */
export const draftLimit = 256 * 1024
/** One window has a few interrupted families a day, not hundreds. */
const mostDrafts = 40

const context = (account: string, id: string) => `counter_draft.sealed:${account}/${id}`

/** The answer typed last counts: one clerk, one window. Saving again is the same draft. */
export async function saveCounterDraft(
  tx: Tx,
  draftId: string,
  content: Record<string, unknown>,
): Promise<{ version: number; savedAt: Instant } | Refusal<'draft-too-large' | 'too-many-drafts'>> {
  const { id: account, area } = actorOf(tx)
  assert(area, 'whoever writes down an application works somewhere')
  const text = JSON.stringify(content)
  if (text.length > draftLimit) return refuse('draft-too-large', {}, 'content')
  const others = await tx
    .selectFrom('counter_draft')
    .select((row) => row.fn.countAll<bigint>().as('n'))
    .where('account', '=', account)
    .where('draft_id', '<>', draftId)
    .executeTakeFirstOrThrow()
  if (others.n >= BigInt(mostDrafts)) return refuse('too-many-drafts', { most: mostDrafts })
  const sealed = house().crypto.seal(text, context(account, draftId))
  const saved = await tx
    .insertInto('counter_draft')
    .values({ account, draft_id: draftId, area, sealed })
    .onConflict((conflict) =>
      conflict.columns(['account', 'draft_id']).doUpdateSet((row) => ({
        sealed,
        version: row('counter_draft.version', '+', 1),
        saved_at: row.fn('doudi.now'),
        expires_on: row.ref('excluded.expires_on'),
      })),
    )
    .returning(['version', 'saved_at'])
    .executeTakeFirstOrThrow()
  return { version: saved.version, savedAt: saved.saved_at as Instant }
}

/** The drafts of whoever asks, the last one first. */
export async function counterDrafts(tx: Tx): Promise<CounterDraft[]> {
  const { id: account } = actorOf(tx)
  const rows = await tx
    .selectFrom('counter_draft')
    .selectAll()
    .where('account', '=', account)
    .orderBy('saved_at', 'desc')
    .orderBy('draft_id')
    .execute()
  return rows.map((row) => ({
    draftId: row.draft_id,
    version: row.version,
    savedAt: row.saved_at as Instant,
    content: open(row),
  }))
}

/** Sent, or torn up by its writer. What is not there needs no dropping. */
export async function dropCounterDraft(tx: Tx, draftId: string): Promise<void> {
  await tx.deleteFrom('counter_draft').where('account', '=', actorOf(tx).id).where('draft_id', '=', draftId).execute()
}

/** After thirty days without a word a draft goes (R40); its scans are collected with the files nobody points to. */
export async function expireCounterDrafts(tx: Tx): Promise<number> {
  const gone = await tx
    .deleteFrom('counter_draft')
    .where('expires_on', '<', await businessDay(tx))
    .executeTakeFirst()
  return Number(gone.numDeletedRows)
}

/** Everything written in any draft, for whoever must know which files are still wanted. Never shown to anybody. */
export async function textOfCounterDrafts(tx: Tx): Promise<string[]> {
  const rows = await tx.selectFrom('counter_draft').select(['account', 'draft_id', 'sealed']).execute()
  return rows.map((row) => house().crypto.open(row.sealed, context(row.account, row.draft_id)))
}

const open = (row: { account: string; draft_id: string; sealed: string }) =>
  JSON.parse(house().crypto.open(row.sealed, context(row.account, row.draft_id))) as Record<string, unknown>
