import { openSession } from '../access/index.ts'
import { monthOf } from '../foundation/index.ts'
import type { DemoStory, DemoStoryId } from '../pages/index.ts'
import { runsOf } from '../payments/index.ts'
import { type Db, systemActor, type Tx, withScope } from '../platform/index.ts'
import { requestsOf } from '../verification/index.ts'

const asDemo = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  withScope(db, { actor: systemActor('demo') }, work)

interface Told {
  id: DemoStoryId
  household: bigint
  caseId: string
}

/** The families of the stories are found by the keys under which they applied. */
async function familiesTold(tx: Tx): Promise<Told[]> {
  const { storyKeys } = await import('../../demo/county/stories/keys.ts')
  const ids = {
    'counted-twice': storyKeys.countedTwice,
    'neighbours-money': storyKeys.neighboursMoney,
    'last-farewell': storyKeys.lastFarewell,
  }
  const rows = await tx
    .selectFrom('submission')
    .select(['submission_key', 'household_id', 'case_id'])
    .where('submission_key', 'in', Object.values(ids))
    .execute()
  return (Object.keys(ids) as DemoStoryId[]).flatMap((id) => {
    const row = rows.find((one) => one.submission_key === ids[id])
    return row ? [{ id, household: row.household_id, caseId: row.case_id }] : []
  })
}

/** Stories that have come to their end, each with the pages on which it can be seen. */
export const demoStories = (db: Db): Promise<DemoStory[]> =>
  asDemo(db, async (tx) => {
    const stories: DemoStory[] = []
    for (const told of await familiesTold(tx)) {
      const doors = await doorsOf(tx, told)
      if (doors) stories.push({ id: told.id, doors })
    }
    return stories
  })

async function doorsOf(tx: Tx, { id, household, caseId }: Told): Promise<DemoStory['doors'] | null> {
  const family = (about: string) => ({ role: 'citizen', to: `/my?case=${about}`, label: 'family' })
  const closed = await tx
    .selectFrom('case_file')
    .select(['case_id', 'kind', 'closed_on'])
    .where('household_id', '=', household)
    .where('closed_on', 'is not', null)
    .orderBy('case_id', 'desc')
    .execute()
  if (id === 'counted-twice') {
    const appeal = closed.find((one) => one.kind === 'appeal')
    return appeal
      ? [family(caseId), { role: 'county-section', to: `/desk/case/${appeal.case_id}`, label: 'appeal' }]
      : null
  }
  if (id === 'neighbours-money') {
    const [request] = await requestsOf(tx, household)
    return request && closed.length > 0
      ? [
          { role: 'county-verifier', to: `/desk/verification/${household}/${request.id}`, label: 'report' },
          { role: 'township-clerk', to: `/desk/case/${caseId}`, label: 'case' },
          family(caseId),
        ]
      : null
  }
  const change = closed.find((one) => one.kind === 'change')
  const returned = await returnedHousehold(tx)
  const [list] = await runsOf(tx, { states: ['reconciled'], limit: 1 })
  if (!change || !returned || !list || list.month <= monthOf(change.closed_on!)) return null
  return [
    { role: 'township-clerk', to: `/desk/household/${household}`, label: 'household' },
    { role: 'township-clerk', to: `/desk/household/${returned}`, label: 'returned' },
    { role: 'county-section', to: `/desk/month/${list.month}`, label: 'list' },
  ]
}

async function returnedHousehold(tx: Tx): Promise<bigint | null> {
  const { returnedPayee } = await import('../../demo/county/stories/keys.ts')
  const row = await tx.selectFrom('person').select('household_id').where('name', '=', returnedPayee).executeTakeFirst()
  return row?.household_id ?? null
}

/** Signed in as a family of a story; as the first one when nobody is named. */
export async function enterAsFamily(db: Db, tx: Tx, story: string): Promise<string | null> {
  const told = await asDemo(db, familiesTold)
  const family = told.find((one) => one.id === story) ?? told[0]
  if (!family) return null
  return openSession(tx, { kind: 'citizen', level: 'full', household: family.household, caseId: family.caseId })
}
