import { sql } from 'kysely'
import { isRefusal } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'

/** A refusal half-way leaves nothing behind, also where the transaction goes on with the next household. */
export async function allOrNothing<Result>(tx: Tx, work: () => Promise<Result>): Promise<Result> {
  await sql`savepoint all_or_nothing`.execute(tx)
  const result = await work()
  if (isRefusal(result)) await sql`rollback to savepoint all_or_nothing`.execute(tx)
  await sql`release savepoint all_or_nothing`.execute(tx)
  return result
}
