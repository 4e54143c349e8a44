import type { AreaCode } from '../foundation/index.ts'
import { type Db, systemActor, type Tx, withScope } from '../platform/index.ts'

/** Looking up what a receipt opens: nobody has a household yet, so the look-up is the office's, one short transaction. */
export const asOffice = <Result>(db: Db, what: string, work: (tx: Tx) => Promise<Result>): Promise<Result> =>
  withScope(db, { actor: systemActor(`page:${what}`), route: `page ${what}` }, work)

/** Somebody of the public in one village: sees and writes there and nowhere else. */
export const inVillage = <Result>(
  db: Db,
  village: AreaCode,
  what: string,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> =>
  withScope(
    db,
    { actor: { id: `public:${what}`, naturalPerson: null, role: 'public', area: village }, route: `page ${what}` },
    work,
  )
