import { digestOf } from './crypto.ts'
import { actorOf, type Tx } from './database.ts'

export type Remembered<Reply> =
  | { first: true }
  | { first: false; status: number; reply: Reply }
  | { first: false; conflict: 'other-body' }

/**
 * Claims an Idempotency-Key for (actor, route) inside the business transaction (R24). A parallel request with the same
 * key waits here until the first one has committed, and then finds its reply.
 */
export async function claimKey<Reply>(
  tx: Tx,
  route: string,
  key: string,
  request: unknown,
): Promise<Remembered<Reply>> {
  const actor = actorOf(tx).id
  const digest = digestOf(request)
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('idempotency')
    .values({ actor, route, key, request_digest: digest })
    .onConflict((conflict) => conflict.columns(['actor', 'route', 'key']).doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows) return { first: true }
  const row = await tx
    .selectFrom('idempotency')
    .selectAll()
    .where('actor', '=', actor)
    .where('route', '=', route)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  if (row.request_digest !== digest) return { first: false, conflict: 'other-body' }
  return { first: false, status: row.status ?? 200, reply: row.reply as Reply }
}

/** Stores what was answered, in the same transaction as the effect. */
export async function rememberReply(tx: Tx, route: string, key: string, status: number, reply: string): Promise<void> {
  await tx
    .updateTable('idempotency')
    .set({ status, reply })
    .where('actor', '=', actorOf(tx).id)
    .where('route', '=', route)
    .where('key', '=', key)
    .execute()
}

/** Gives a key back: what it was claimed for did not happen, and may be asked again under the same key. */
export async function releaseKey(tx: Tx, route: string, key: string): Promise<void> {
  await tx
    .deleteFrom('idempotency')
    .where('actor', '=', actorOf(tx).id)
    .where('route', '=', route)
    .where('key', '=', key)
    .execute()
}
