import { dayOf } from '../foundation/index.ts'
import { bankOverHttp } from '../payments/index.ts'
import { type Db, systemActor, withScope } from '../platform/index.ts'
import type { DemoWorld } from './outside.ts'

/** Where the making of the demo county stands: shown on its landing page while it is being made. */
export interface SeedProgress {
  state: 'empty' | 'making' | 'ready' | 'failed'
  step: string
  done: number
  total: number
}

export interface SeedSize {
  households: number
  cases: number
  seed: number
}
export const usualSize: SeedSize = { households: 3000, cases: 114, seed: 1 }

/** Makes the county when the database is empty. Progress is told; a failure leaves what was made, and says so. */
export async function makeCounty(
  db: Db,
  world: DemoWorld,
  size: SeedSize,
  told: (progress: SeedProgress) => void,
): Promise<void> {
  const { seedCounty } = await import('../../demo/county/seed.ts')
  const { controlOf, meetTheBank } = await import('../../demo/county/months.ts')
  const { announcement } = world.bank
  const words = { roster: '接收低保花名册', months: '逐月发放', cases: '办理申请' }
  told({ state: 'making', step: '招聘工作人员', done: 0, total: 1 })
  await seedCounty(db, {
    ...size,
    today: dayOf(new Date()),
    bank: bankOverHttp({ url: announcement.url, token: announcement.clientToken }),
    control: controlOf(world.bank),
    meet: (staff, day) => meetTheBank(db, staff, world.bank, day),
    progress: (step, done, total) => told({ state: 'making', step: words[step], done, total }),
  })
  await world.setDay(dayOf(new Date()))
  told({ state: 'ready', step: '', done: 1, total: 1 })
}

export const isEmpty = (db: Db): Promise<boolean> =>
  withScope(
    db,
    { actor: systemActor('demo') },
    async (tx) => !(await tx.selectFrom('account').select('account_id').limit(1).executeTakeFirst()),
  )
