import { afterAll, beforeAll, expect, test } from 'vitest'
import { day, yuan } from '../foundation/index.ts'
import { timelineOf } from '../household/index.ts'
import { clocksOf, tasks, workingCalendar } from '../office/index.ts'
import { systemActor } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import { eventsOf, foldEvents, readCase } from './case-store.ts'
import { passDay } from './daily.ts'
import {
  accept,
  addBoardPhoto,
  adoptFigures,
  confirm,
  countyReview,
  endorse,
  publishNotice,
  type Receipt,
  recommend,
  recordReport,
  recordVisit,
  startVerification,
  submitApplication,
} from './index.ts'
import { replayAll } from './replay.ts'
import { preview } from './ruling.ts'
import {
  at,
  declaredAsAdopted,
  granted,
  type Office,
  openOffice,
  openTestHouse,
  wangsApplication,
} from './store-testkit.ts'
import { visitForm } from './visit-form.ts'

let data: FreshDatabase
let office: Office
beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase()
  office = await openOffice(data.db)
})
afterAll(() => data.close())

const versionOf = async (caseId: string) =>
  at(data.db, systemActor('test'), '2025-12-31', async (tx) => granted(await readCase(tx, caseId)).row.version)

async function investigated(): Promise<Receipt> {
  const input = await wangsApplication()
  const receipt = await at(data.db, office.clerk, '2025-03-03', async (tx) =>
    granted(await submitApplication(tx, input)),
  )
  const { caseId, householdId } = receipt
  await at(data.db, office.clerk, '2025-03-04', async (tx) => granted(await accept(tx, { caseId, version: 1 })))
  await at(data.db, office.clerk, '2025-03-05', async (tx) =>
    granted(await startVerification(tx, { caseId, version: 2 })),
  )
  await at(data.db, systemActor('test'), '2025-03-10', async (tx) =>
    granted(await recordReport(tx, { caseId, reportId: 'report', coversVisit: false })),
  )
  const visited = await at(data.db, office.clerk, '2025-03-11', async (tx) =>
    granted(
      await recordVisit(tx, {
        caseId,
        version: 4,
        visitors: [office.clerk.id, office.aide.id],
        visitedOn: day('2025-03-11'),
        form: visitForm.parse({ outcome: 'visited', conclusion: '情况属实' }),
        findings: [{ subject: { kind: 'household' }, name: 'homeArea', value: 55 }],
      }),
    ),
  )
  await at(data.db, office.clerk, '2025-03-12', async (tx) => {
    const figures = await declaredAsAdopted(tx, householdId, day('2025-03-12'))
    granted(await adoptFigures(tx, { caseId, version: visited.version, figures }))
  })
  return receipt
}

const seen = (caseId: string, on: string) =>
  at(data.db, office.clerk, on, async (tx) => {
    const { state } = granted(await readCase(tx, caseId))
    return granted(await preview(tx, state as never, day(on))).assessed
  })

test('Wang Shoutian asks on Monday; three weeks later the county leader signs, and everything can be worked out again', async () => {
  const { caseId, householdId } = await investigated()
  const assessed = await seen(caseId, '2025-03-12')
  expect(assessed).toMatchObject({ outcome: 'eligible', act: 'grant' })
  const recommended = await at(data.db, office.clerk, '2025-03-12', async (tx) =>
    granted(await recommend(tx, { caseId, version: await versionOf(caseId), seen: assessed.digest })),
  )
  const endorsed = await at(data.db, office.head, '2025-03-13', async (tx) =>
    granted(await endorse(tx, { caseId, version: recommended.version })),
  )
  const sheet = await at(data.db, office.aide, '2025-03-14', async (tx) =>
    granted(
      await publishNotice(tx, {
        cases: [{ caseId, version: endorsed.version }],
        firstDay: day('2025-03-14'),
        place: '丰收村公示栏',
      }),
    ),
  )
  expect(sheet.lines).toEqual([expect.objectContaining({ name: '王**', people: 2, monthly: String(assessed.monthly) })])
  await at(data.db, office.aide, '2025-03-14', async (tx) =>
    granted(
      await addBoardPhoto(tx, {
        sheetId: sheet.sheetId,
        which: 'first',
        attachment: 'a',
        takenOn: day('2025-03-14'),
        where: '村口',
      }),
    ),
  )
  expect(await passDay(data.db, day('2025-03-21'))).toMatchObject({ noticesEnded: 0 })
  expect(await passDay(data.db, day('2025-03-22'))).toMatchObject({ noticesEnded: 1 })
  await at(data.db, office.aide, '2025-03-22', async (tx) =>
    granted(
      await addBoardPhoto(tx, {
        sheetId: sheet.sheetId,
        which: 'last',
        attachment: 'b',
        takenOn: day('2025-03-21'),
        where: '村口',
      }),
    ),
  )
  await at(data.db, office.section, '2025-03-24', async (tx) =>
    granted(await countyReview(tx, { caseId, version: await versionOf(caseId) })),
  )
  const confirmed = await at(data.db, office.leader, '2025-03-25', async (tx) =>
    granted(await confirm(tx, { caseId, version: await versionOf(caseId), seen: assessed.digest })),
  )
  expect(confirmed.stage).toBe('decided')
  await at(data.db, systemActor('test'), '2025-03-25', async (tx) => {
    const { state } = granted(await readCase(tx, caseId))
    expect(state).toMatchObject({
      decision: { act: { act: 'grant', monthly: assessed.monthly, from: '2025-04' } },
      signatures: [
        { capacity: 'prepare', person: office.clerk.naturalPerson },
        { capacity: 'review', person: office.head.naturalPerson },
        { capacity: 'county-review', person: office.section.naturalPerson },
        { capacity: 'approve', person: office.leader.naturalPerson },
      ],
    })
    expect(await replayAll(tx)).toEqual({ decisions: 1, different: [] })
    expect(foldEvents(await eventsOf(tx, caseId), await workingCalendar(tx))).toEqual(state)
    expect((await timelineOf(tx, householdId, { kinds: ['decision'] })).map((e) => e.text)).toContain(
      'casework:event.confirmed',
    )
    expect(await tasks(tx, { caseId })).toEqual([
      expect.objectContaining({ kind: 'case-letter', role: 'township-clerk' }),
    ])
    expect(await clocksOf(tx, householdId, caseId)).toEqual([
      expect.objectContaining({ kind: 'case-total', face: expect.objectContaining({ state: 'ended' }) }),
    ])
  })
})

test('an application sent twice is one case and the same receipt; with other contents it is refused', async () => {
  const input = await wangsApplication()
  const send = (body: typeof input) => at(data.db, office.clerk, '2025-03-03', (tx) => submitApplication(tx, body))
  const first = granted(await send(input))
  expect(await send(input)).toEqual(first)
  expect(await send({ ...input, reason: '别的' })).toMatchObject({ refused: 'key-used-otherwise' })
  expect(first.unsigned).toEqual([])
  expect(first.caseNo).toMatch(/^990101-2025-\d{6}$/)
})

test('an application with one impossible figure leaves nothing behind: no household, no people, no number', async () => {
  const input = await wangsApplication()
  const count = () =>
    data.owner.query(
      'select (select count(*) from household) h, (select count(*) from person) p, (select count(*) from case_file) c',
    )
  const before = (await count()).rows[0]
  const refused = await at(data.db, office.clerk, '2025-03-03', (tx) =>
    submitApplication(tx, { ...input, figures: [...input.figures, { of: 'wang', name: 'wageIncome', value: -1 }] }),
  )
  expect(refused).toMatchObject({ refused: 'fact-negative', field: 'figures.wageIncome' })
  expect((await count()).rows[0]).toEqual(before)
})

test('a wife who has not signed: the case is not accepted, and nobody is sent away', async () => {
  const input = await wangsApplication()
  const receipt = await at(data.db, office.clerk, '2025-03-03', async (tx) =>
    granted(await submitApplication(tx, { ...input, authorisations: input.authorisations.slice(0, 1) })),
  )
  expect(receipt.unsigned).toEqual([expect.objectContaining({ what: 'authorisation' })])
  expect(
    await at(data.db, office.clerk, '2025-03-04', (tx) => accept(tx, { caseId: receipt.caseId, version: 1 })),
  ).toMatchObject({
    refused: 'signatures-missing',
    with: { authorisations: 1, pledges: 0 },
  })
})

test('yuan of the demo county: two people, 3,000 yuan a year from farming', async () => {
  const { caseId } = await investigated()
  const assessed = await seen(caseId, '2025-03-12')
  expect(assessed.monthly).toBeGreaterThan(yuan(0))
})
