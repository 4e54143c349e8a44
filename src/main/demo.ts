import pg from 'pg'
import { assert, dayOf } from '../foundation/index.ts'
import { bankOverHttp } from '../payments/index.ts'
import { type Db, systemActor, withScope } from '../platform/index.ts'
import { liveMorning, quietDay } from './morning.ts'
import type { Installation } from './open.ts'
import type { OutsideWorld } from './outside.ts'

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
  /** Months since the roster was taken over; the county pays a list for each. */
  months: number
}
export const usualSize: SeedSize = { households: 3000, cases: 114, seed: 1, months: 12 }
/** The stories reach back six months from the last list that is paid, whatever day of the month it is today. */
export const fewestMonths = 8

/** Makes the county when the database is empty. Progress is told; a failure leaves what was made, and says so. */
export async function makeCounty(
  { hastyDb, ownerUrl }: Pick<Installation, 'hastyDb' | 'ownerUrl'>,
  outside: OutsideWorld,
  size: SeedSize,
  told: (progress: SeedProgress) => void,
): Promise<void> {
  const world = outside.demo
  assert(world, 'the demo county needs the demo’s bank and agencies')
  const { seedCounty } = await import('../../demo/county/seed.ts')
  const { agencyControl } = await import('../../demo/county/county.ts')
  const { controlOf, meetTheBank } = await import('../../demo/county/months.ts')
  const { announcement } = world.bank
  const words = { roster: '接收低保花名册', months: '逐月发放', stories: '三个故事', cases: '办理申请' }
  told({ state: 'making', step: '招聘工作人员', done: 0, total: 1 })
  const db = hastyDb()
  await seedCounty(db, {
    ...size,
    today: dayOf(new Date()),
    bank: bankOverHttp({ url: announcement.url, token: announcement.clientToken }),
    control: controlOf(world.bank),
    agencies: agencyControl(world.agencies),
    morning: async (day) => {
      if (!(await quietDay(db, day))) await liveMorning(db, outside, day)
    },
    rest: () => analyse(ownerUrl),
    meet: (staff, day, shares) => meetTheBank(db, staff, world.bank, { day, shares }),
    progress: (step, done, total) => told({ state: 'making', step: words[step], done, total }),
  }).finally(() => db.destroy())
  await world.setDay(dayOf(new Date()))
  told({ state: 'ready', step: '', done: 1, total: 1 })
}

/** As the owner of the tables: the application's own role may not, and need not. */
async function analyse(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

export const isEmpty = (db: Db): Promise<boolean> =>
  withScope(
    db,
    { actor: systemActor('demo') },
    async (tx) => !(await tx.selectFrom('account').select('account_id').limit(1).executeTakeFirst()),
  )
