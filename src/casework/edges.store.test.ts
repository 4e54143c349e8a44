import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { declareRelative } from '../access/index.ts'
import { day } from '../foundation/index.ts'
import { membersOn, recordDeath } from '../household/index.ts'
import { clocksOf, tasks, workingCalendar } from '../office/index.ts'
import { handleEvent, systemActor, withScope } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import type { Appeal } from './appeal.ts'
import type { Case } from './application.ts'
import { eventsOf, foldEvents, readCase } from './case-store.ts'
import { totalDue } from './clock.ts'
import {
  accept,
  addHelper,
  caseworkEvents,
  correctClerically,
  extend,
  handOver,
  helpersOf,
  markDuplicate,
  passDay,
  pause,
  reassign,
  refuseToAccept,
  resume,
  revokeHelper,
  submitApplication,
  withdraw,
} from './index.ts'
import { investigated, lived, seen, serve, sign, toConfirmation, versionOf } from './lived-testkit.ts'
import {
  at,
  figuresOf,
  granted,
  type Office,
  openOffice,
  openTestHouse,
  village,
  wangsApplication,
} from './store-testkit.ts'

let data: FreshDatabase
let office: Office
beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase()
  office = await openOffice(data.db)
  Object.assign(lived, { db: data.db, office })
})
afterAll(() => data.close())

const ref = async (caseId: string) => ({ caseId, version: await versionOf(caseId) })
const reason = { code: 'other', clause: '审核确认办法 第二十二条', note: '需要等外省核对结果' }
const grounds = {
  reasons: [{ code: 'other', clause: '审核确认办法 第四条', note: '全家户籍和居住地都不在本县' }],
  evidence: [{ kind: 'document', id: '户口簿' }],
} as const

describe('the clock', () => {
  test('the office’s clock and the case’s own agree through pause, resumption and extension', async () => {
    const { caseId, householdId } = await investigated()
    const agree = (on: string) =>
      at(data.db, office.clerk, on, async (tx) => {
        const { state } = granted(await readCase<Case>(tx, caseId))
        const running = (await clocksOf(tx, householdId, caseId)).filter((clock) => clock.face.state !== 'ended')
        expect(running).toHaveLength(1)
        const row = (await data.owner.query('select total_due_on from case_file where case_id = $1', [caseId])).rows[0]
        expect(totalDue(state, await workingCalendar(tx))!.day).toBe(row.total_due_on)
        if (!state.paused) expect(running[0]!.face.due).toBe(row.total_due_on)
        return row.total_due_on as string
      })
    expect(await agree('2025-03-12')).toBe('2025-04-16')
    await at(data.db, office.clerk, '2025-03-13', async (tx) =>
      granted(await pause(tx, { ...(await ref(caseId)), reason: 'forceMajeure' })),
    )
    expect(
      await at(data.db, office.clerk, '2025-03-13', async (tx) =>
        pause(tx, { ...(await ref(caseId)), reason: 'holiday' }),
      ),
    ).toMatchObject({ refused: 'paused' })
    await agree('2025-03-14')
    await at(data.db, office.clerk, '2025-03-20', async (tx) => granted(await resume(tx, await ref(caseId))))
    expect(await agree('2025-03-20')).toBe('2025-04-23')
    await at(data.db, office.head, '2025-03-21', async (tx) =>
      granted(await extend(tx, { ...(await ref(caseId)), reason })),
    )
    expect(await agree('2025-03-21')).toBe('2025-05-16')
    expect(
      await at(data.db, office.head, '2025-03-21', async (tx) => extend(tx, { ...(await ref(caseId)), reason })),
    ).toMatchObject({ refused: 'already-extended' })
  })

  test('what is late is put before a supervisor once', async () => {
    const { caseId } = await investigated()
    const late = async () =>
      at(data.db, systemActor('test'), '2025-06-02', async (tx) =>
        (await tasks(tx, { caseId })).filter((task) => task.kind === 'case-overdue'),
      )
    await passDay(data.db, day('2025-04-16'))
    expect(await late()).toEqual([])
    await passDay(data.db, day('2025-04-17'))
    await passDay(data.db, day('2025-04-17'))
    expect(await late()).toEqual([
      expect.objectContaining({ role: 'township-head', about: expect.objectContaining({ step: 'recommend' }) }),
    ])
  })
})

describe('again, twice, not at all', () => {
  test('refused, and asked again within six months: a new case, linked and shown to the officer', async () => {
    const rich = { figures: figuresOf(['wang', 'li'], { 'wang/transferIncome': 3_000_000 }) }
    const first = await investigated(rich)
    await sign(first.caseId, await toConfirmation(first))
    await serve(first.caseId)
    const { householdId } = first
    const people = await at(data.db, office.clerk, '2025-05-06', (tx) => membersOn(tx, householdId, day('2025-05-06')))
    const input = await wangsApplication()
    const again = await at(data.db, office.clerk, '2025-05-06', async (tx) =>
      granted(
        await submitApplication(tx, {
          ...input,
          householdId,
          members: input.members.map((member, i) => ({ ...member, personId: people[i]!.person })),
        }),
      ),
    )
    expect(again).toMatchObject({ householdId, notes: ['refused-recently'] })
    const { state } = await at(data.db, office.clerk, '2025-05-06', async (tx) =>
      granted(await readCase<Case>(tx, again.caseId)),
    )
    expect(state.earlier).toBe(first.caseId)
  })

  test('the same family asked at two doors: one case ends as a duplicate and points to the other', async () => {
    const input = await wangsApplication()
    const one = await at(data.db, office.clerk, '2025-03-03', async (tx) => granted(await submitApplication(tx, input)))
    const people = await at(data.db, office.clerk, '2025-03-03', (tx) =>
      membersOn(tx, one.householdId, day('2025-03-03')),
    )
    const two = await at(data.db, office.aide, '2025-03-04', async (tx) =>
      granted(
        await submitApplication(tx, {
          ...input,
          key: `${input.key}-again`,
          origin: 'aide',
          householdId: one.householdId,
          members: input.members.map((member, i) => ({ ...member, personId: people[i]!.person })),
        }),
      ),
    )
    expect(two.notes).toEqual(['still-open'])
    const other = await investigated()
    expect(
      await at(data.db, office.clerk, '2025-03-05', async (tx) =>
        markDuplicate(tx, { ...(await ref(two.caseId)), of: other.caseId }),
      ),
    ).toMatchObject({
      refused: 'not-the-same-matter',
    })
    await at(data.db, office.clerk, '2025-03-05', async (tx) =>
      granted(await markDuplicate(tx, { ...(await ref(two.caseId)), of: one.caseId })),
    )
    const { state } = await at(data.db, office.clerk, '2025-03-05', async (tx) =>
      granted(await readCase<Case>(tx, two.caseId)),
    )
    expect(state).toMatchObject({ stage: 'closed', ending: 'duplicate', earlier: one.caseId })
  })

  test('not accepted, in writing, by the township with its own remedies', async () => {
    const receipt = await at(data.db, office.clerk, '2025-03-03', async (tx) =>
      granted(await submitApplication(tx, await wangsApplication())),
    )
    const ended = await at(data.db, office.clerk, '2025-03-04', async (tx) =>
      granted(await refuseToAccept(tx, { ...(await ref(receipt.caseId)), grounds })),
    )
    expect(ended.stage).toBe('closed')
    const papers = await data.owner.query(
      "select kind, number from document where household_id = $1 and kind = 'refusal-to-accept'",
      [receipt.householdId],
    )
    expect(papers.rows[0].number).toMatch(/不受〔2025〕\d+号/)
  })

  test('taken back while it hangs on the board: it leaves the board too', async () => {
    const receipt = await investigated()
    const { caseId } = receipt
    const { recommend, endorse, publishNotice, noticesIn } = await import('./index.ts')
    const { digest } = await seen(caseId, '2025-03-12')
    await at(data.db, office.clerk, '2025-03-12', async (tx) =>
      granted(await recommend(tx, { ...(await ref(caseId)), seen: digest })),
    )
    await at(data.db, office.head, '2025-03-13', async (tx) => granted(await endorse(tx, await ref(caseId))))
    await at(data.db, office.clerk, '2025-03-14', async (tx) =>
      granted(await publishNotice(tx, { cases: [await ref(caseId)], firstDay: day('2025-03-14'), place: '公示栏' })),
    )
    const shown = async () =>
      (await at(data.db, systemActor('page'), '2025-03-17', (tx) => noticesIn(tx, village, day('2025-03-17')))).length
    const before = await shown()
    await at(data.db, office.clerk, '2025-03-17', async (tx) =>
      granted(await withdraw(tx, { ...(await ref(caseId)), reason: '找到工作了' })),
    )
    expect(await shown()).toBe(before - 1)
  })
})

describe('people around a case', () => {
  test('a helper is entered with consent, seen, and ended by the applicant', async () => {
    const receipt = await at(data.db, office.clerk, '2025-03-03', async (tx) =>
      granted(await submitApplication(tx, await wangsApplication())),
    )
    const helper = {
      kind: 'proxy' as const,
      name: '王小明',
      relation: '侄子',
      consent: 'signature' as const,
      scope: ['submit' as const],
    }
    const add = (more: object) =>
      at(data.db, office.clerk, '2025-03-03', async (tx) =>
        addHelper(tx, granted(await readCase(tx, receipt.caseId)), { ...helper, ...more }, day('2025-03-03')),
      )
    expect(await add({})).toMatchObject({ refused: 'consent-file-needed' })
    const helperId = granted(await add({ consentFile: 'scan' }))
    await at(data.db, office.clerk, '2025-03-05', async (tx) =>
      granted(await revokeHelper(tx, receipt.caseId, helperId)),
    )
    expect(await at(data.db, office.clerk, '2025-03-05', (tx) => helpersOf(tx, receipt.caseId))).toMatchObject([
      { name: '王小明', revokedOn: '2025-03-05' },
    ])
  })

  test('leave: the clerk’s open cases go to a colleague, except those of the colleague’s relatives', async () => {
    const one = await investigated()
    await at(data.db, office.head, '2025-03-12', async (tx) =>
      granted(await reassign(tx, { ...(await ref(one.caseId)), to: office.clerk.id })),
    )
    expect(
      await at(data.db, office.head, '2025-03-12', async (tx) =>
        reassign(tx, { ...(await ref(one.caseId)), to: '01890000-0000-7000-8000-000000000000' }),
      ),
    ).toMatchObject({
      refused: 'no-such-colleague',
    })
    expect(
      await at(data.db, office.head, '2025-03-13', (tx) =>
        handOver(tx, { from: office.clerk.id, to: office.secondClerk.id }),
      ),
    ).toMatchObject({ moved: 1, kept: [] })
  })

  test('a relative declared after the opinion was signed: off the board, back to a county visit', async () => {
    const input = await wangsApplication()
    const receipt = await investigated(input)
    const { recommend, endorse } = await import('./index.ts')
    const { caseId } = receipt
    const { digest } = await seen(caseId, '2025-03-12')
    await at(data.db, office.clerk, '2025-03-12', async (tx) =>
      granted(await recommend(tx, { ...(await ref(caseId)), seen: digest })),
    )
    await at(data.db, office.head, '2025-03-13', async (tx) => granted(await endorse(tx, await ref(caseId))))
    await at(data.db, office.aide, '2025-03-14', (tx) =>
      declareRelative(tx, {
        accountId: office.aide.id,
        relativeName: '李桂芳',
        relation: '姑母',
        identityNumber: input.members[1]!.number!,
        area: village,
      }),
    )
    expect((await passDay(data.db, day('2025-03-14'))).relativesFound).toBe(1)
    expect((await passDay(data.db, day('2025-03-14'))).relativesFound).toBe(0)
    const { state } = await at(data.db, office.section, '2025-03-14', async (tx) =>
      granted(await readCase<Case>(tx, caseId)),
    )
    expect(state).toMatchObject({ stage: 'investigation', round: 2, officerRelative: true, visit: { status: 'due' } })
  })

  test('a death in a paid household opens its change case by itself', async () => {
    const receipt = await investigated()
    await sign(receipt.caseId, await toConfirmation(receipt))
    await serve(receipt.caseId)
    const { householdId } = receipt
    const [, wife] = await at(data.db, office.clerk, '2025-06-02', (tx) =>
      membersOn(tx, householdId, day('2025-06-02')),
    )
    await at(data.db, office.clerk, '2025-06-10', async (tx) =>
      granted(await recordDeath(tx, { person: wife!.person, on: day('2025-06-08'), source: 'matched' })),
    )
    const events = await data.owner.query(
      "select event_id from outbox where kind = 'household.death' and household_id = $1",
      [householdId],
    )
    await handleEvent(data.db, { jobs: {}, events: caseworkEvents } as never, events.rows[0].event_id)
    const opened = await data.owner.query(
      "select change_kind, origin, stage from case_file where household_id = $1 and kind = 'change'",
      [householdId],
    )
    expect(opened.rows).toEqual([{ change_kind: 'death', origin: 'signal', stage: 'investigation' }])
  })
})

test('a slip of the pen is noted beside the case, and nothing about it changes', async () => {
  const receipt = await investigated()
  await sign(receipt.caseId, await toConfirmation(receipt))
  const before = await at(data.db, office.clerk, '2025-03-26', async (tx) =>
    granted(await readCase<Case>(tx, receipt.caseId)),
  )
  await at(data.db, office.clerk, '2025-03-26', async (tx) =>
    granted(await correctClerically(tx, { ...(await ref(receipt.caseId)), field: '门牌号', note: '三组误写为二组' })),
  )
  const after = await at(data.db, office.clerk, '2025-03-26', async (tx) =>
    granted(await readCase<Case>(tx, receipt.caseId)),
  )
  expect(after.state).toMatchObject({
    stage: before.state.stage,
    decision: (before.state as { decision?: unknown }).decision,
  })
})

test('accepting twice with one version: the second is told that somebody was first', async () => {
  const receipt = await at(data.db, office.clerk, '2025-03-03', async (tx) =>
    granted(await submitApplication(tx, await wangsApplication())),
  )
  const { caseId } = receipt
  await at(data.db, office.clerk, '2025-03-04', async (tx) => granted(await accept(tx, { caseId, version: 1 })))
  expect(await at(data.db, office.secondClerk, '2025-03-04', (tx) => accept(tx, { caseId, version: 1 }))).toMatchObject(
    {
      refused: 'changed-by-another',
      with: { who: 'township-clerk', version: 2 },
    },
  )
  const neighbour = { ...office.clerk, area: '990101104' as typeof office.clerk.area }
  expect(await at(data.db, neighbour, '2025-03-04', (tx) => accept(tx, { caseId, version: 2 }))).toMatchObject({
    refused: 'not-found',
  })
})

test('after all this, every row is what its events say, and every decision comes out the same', async () => {
  const { replayAll } = await import('./index.ts')
  await withScope(data.db, { actor: systemActor('test') }, async (tx) => {
    const calendar = await workingCalendar(tx)
    const rows = await tx.selectFrom('case_file').select('case_id').execute()
    expect(rows.length).toBeGreaterThan(8)
    for (const row of rows) {
      const filed = granted(await readCase<Case | Appeal>(tx, row.case_id))
      expect(foldEvents(await eventsOf(tx, row.case_id), calendar)).toEqual(filed.state)
    }
    expect((await replayAll(tx)).different).toEqual([])
  })
})
