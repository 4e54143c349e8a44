import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { currentMonthly } from '../benefits/index.ts'
import { day, type Month, yuan } from '../foundation/index.ts'
import { adoptFacts, membersOn, timelineOf } from '../household/index.ts'
import { clocksOf, documentContent, documentsOf, paperText, tasks, workingCalendar } from '../office/index.ts'
import { systemActor } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import { eventsOf, foldEvents, readCase } from './case-store.ts'
import {
  abandon,
  accept,
  beginRecheck,
  decideAppealCase,
  fileAppeal,
  issueAppealLetter,
  passDay,
  proposeAnswer,
  replayAll,
  requestSupplement,
  submitApplication,
} from './index.ts'
import { investigated, lived, serve, sign, toConfirmation, versionOf } from './lived-testkit.ts'
import { at, figuresOf, granted, type Office, openOffice, openTestHouse, wangsApplication } from './store-testkit.ts'

let data: FreshDatabase
let office: Office
beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase()
  office = await openOffice(data.db)
  Object.assign(lived, { db: data.db, office })
})
afterAll(() => data.close())

const paperOf = (householdId: bigint, kind: string) =>
  at(data.db, systemActor('test'), '2025-12-31', async (tx) => {
    const document = (await documentsOf(tx, householdId)).find((d) => d.kind === kind)
    const content = document && (await documentContent(tx, { household: householdId, id: document.id }))
    return content ? paperText(content.paper) : null
  })

describe('an application', () => {
  test('Wang Shoutian asks on Monday; three weeks later the county leader signs, and everything can be worked out again', async () => {
    const receipt = await investigated()
    const { caseId, householdId } = receipt
    const assessed = await toConfirmation(receipt)
    expect(assessed).toMatchObject({ outcome: 'eligible', act: 'grant', monthly: yuan(790) })
    expect((await sign(caseId, assessed)).stage).toBe('decided')
    await at(data.db, systemActor('test'), '2025-03-25', async (tx) => {
      const { state } = granted(await readCase(tx, caseId))
      expect(state).toMatchObject({
        decision: { act: { act: 'grant', monthly: yuan(790), from: '2025-04' } },
        signatures: [
          { capacity: 'prepare', person: office.clerk.naturalPerson },
          { capacity: 'review', person: office.head.naturalPerson },
          { capacity: 'county-review', person: office.section.naturalPerson },
          { capacity: 'approve', person: office.leader.naturalPerson },
        ],
      })
      expect(await replayAll(tx)).toMatchObject({ different: [] })
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
      expect(await currentMonthly(tx, householdId, 'dibao', '2025-04' as Month)).toMatchObject({
        monthly: yuan(790),
        state: 'paying',
      })
    })
    await serve(caseId)
    const letter = await paperOf(householdId, 'approval-letter')
    expect(letter).toContain('王守田')
    expect(letter).toContain('790')
    const row = await data.owner.query(
      'select delivered_on, reconsider_until, sue_until from decision_letter where case_id = $1',
      [caseId],
    )
    expect(row.rows[0]).toEqual({ delivered_on: '2025-03-27', reconsider_until: '2025-05-26', sue_until: '2025-09-28' })
  })

  test('sent twice it is one case and the same receipt; with other contents it is refused', async () => {
    const input = await wangsApplication()
    const send = (body: typeof input) => at(data.db, office.clerk, '2025-03-03', (tx) => submitApplication(tx, body))
    const first = granted(await send(input))
    expect(await send(input)).toEqual(first)
    expect(await send({ ...input, reason: '别的' })).toMatchObject({ refused: 'key-used-otherwise' })
    expect(first.unsigned).toEqual([])
    expect(first.caseNo).toMatch(/^990101-2025-\d{6}$/)
  })

  test('one impossible figure leaves nothing behind: no household, no people, no number', async () => {
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
    const { caseId, householdId } = receipt
    expect(receipt.unsigned).toEqual([expect.objectContaining({ what: 'authorisation' })])
    expect(await at(data.db, office.clerk, '2025-03-04', (tx) => accept(tx, { caseId, version: 1 }))).toMatchObject({
      refused: 'signatures-missing',
      with: { authorisations: 1, pledges: 0 },
    })
    const asked = await at(data.db, office.clerk, '2025-03-04', async (tx) =>
      granted(
        await requestSupplement(tx, {
          caseId,
          version: 1,
          items: [
            {
              item: '李桂芳的核对授权书',
              clause: '审核确认办法 第十条',
              why: '每位成年家庭成员都要签',
              how: '到村里签,或拍照发来',
            },
          ],
        }),
      ),
    )
    expect(asked.stage).toBe('supplement')
    expect(await paperOf(householdId, 'supplement-notice')).toContain('李桂芳的核对授权书')
    expect(await passDay(data.db, day('2025-03-19'))).toMatchObject({ supplementsLapsed: 1 })
    expect(await passDay(data.db, day('2025-03-19'))).toMatchObject({ supplementsLapsed: 0 })
    const ended = await at(data.db, office.clerk, '2025-03-20', async (tx) =>
      granted(
        await abandon(tx, {
          caseId,
          version: await versionOf(caseId),
          cause: 'not-supplemented',
          grounds: {
            reasons: [{ code: 'not-cooperating', clause: '审核确认办法 第十条', note: '期满仍缺李桂芳的核对授权书' }],
            evidence: [{ kind: 'document', id: 'supplement-notice' }],
          },
        }),
      ),
    )
    expect(ended.stage).toBe('closed')
    expect(await paperOf(householdId, 'closing-notice')).toContain('期满仍缺李桂芳的核对授权书')
  })
})

describe('a refusal and what may follow', () => {
  const rich = { figures: figuresOf(['wang', 'li'], { 'wang/transferIncome': 3_000_000 }) }

  test('the letter says which figure, against which line, and where to turn', async () => {
    const receipt = await investigated(rich)
    const assessed = await toConfirmation(receipt)
    expect(assessed).toMatchObject({ outcome: 'not-eligible', act: 'refuse' })
    await sign(receipt.caseId, assessed)
    await serve(receipt.caseId)
    const letter = await paperOf(receipt.householdId, 'refusal-letter')
    for (const said of ['30,000', '行政复议', '人民法院', '60']) expect(letter).toContain(said)
    const held = await data.owner.query("select state from message where household_id = $1 and kind = 'refused'", [
      receipt.householdId,
    ])
    expect(held.rows).toEqual([{ state: 'held' }])
  })

  test('the pension was counted twice: somebody else looks again, it is corrected, and April and May are paid afterwards', async () => {
    const receipt = await investigated(rich)
    const { householdId } = receipt
    await sign(receipt.caseId, await toConfirmation(receipt))
    await serve(receipt.caseId)
    const person = (
      await at(data.db, office.clerk, '2025-04-02', (tx) => membersOn(tx, householdId, day('2025-04-02')))
    ).find((m) => m.name === '王守田')!.person
    const figures = [
      { of: String(person), name: 'transferIncome', used: '30,000元', claimed: '0元', evidence: [] },
    ] as const
    const appeal = await at(data.db, office.clerk, '2025-04-02', async (tx) =>
      granted(await fileAppeal(tx, { caseId: receipt.caseId, figures, by: null })),
    )
    expect(
      await at(data.db, office.clerk, '2025-04-02', (tx) =>
        fileAppeal(tx, { caseId: receipt.caseId, figures, by: null }),
      ),
    ).toMatchObject({ refused: 'already-appealed' })
    const { caseId } = appeal
    expect(
      await at(data.db, office.section, '2025-04-03', (tx) => beginRecheck(tx, { caseId, version: 1 })),
    ).toMatchObject({ refused: 'decided-it-before' })
    await at(data.db, office.secondSection, '2025-04-03', async (tx) =>
      granted(await beginRecheck(tx, { caseId, version: 1 })),
    )
    const said = {
      found: [{ of: String(person), name: 'transferIncome', found: '0元', evidence: '社保局流水' }],
      reason: { code: 'figures-doubtful', clause: '审核确认办法', note: '同一笔养老金被计算了两次,实际没有这项收入' },
      evidence: [{ kind: 'attachment' as const, id: 'statement' }],
    }
    expect(
      await at(data.db, office.secondSection, '2025-04-04', async (tx) =>
        proposeAnswer(tx, { caseId, version: await versionOf(caseId), outcome: 'corrected', ...said }),
      ),
    ).toMatchObject({ refused: 'correction-changes-nothing' })
    await at(data.db, office.secondSection, '2025-04-04', async (tx) =>
      granted(
        await adoptFacts(tx, householdId, [
          {
            subject: { kind: 'person', id: person },
            name: 'transferIncome',
            value: 0n,
            reason: '重复计算',
            validFrom: day('2025-03-03'),
          },
        ]),
      ),
    )
    await at(data.db, office.secondSection, '2025-04-07', async (tx) =>
      granted(await proposeAnswer(tx, { caseId, version: await versionOf(caseId), outcome: 'corrected', ...said })),
    )
    expect(
      await at(data.db, office.leader, '2025-04-08', async (tx) =>
        decideAppealCase(tx, { caseId, version: await versionOf(caseId) }),
      ),
    ).toMatchObject({ refused: 'decided-it-before' })
    await at(data.db, office.secondLeader, '2025-04-08', async (tx) =>
      granted(await decideAppealCase(tx, { caseId, version: await versionOf(caseId) })),
    )
    await at(data.db, office.secondSection, '2025-04-09', async (tx) =>
      granted(await issueAppealLetter(tx, { caseId, version: await versionOf(caseId) })),
    )
    const letter = await paperOf(householdId, 'appeal-letter')
    for (const text of ['社保局流水', '同一笔养老金', '人民法院']) expect(letter).toContain(text)
    await at(data.db, systemActor('test'), '2025-04-09', async (tx) => {
      expect(await currentMonthly(tx, householdId, 'dibao', '2025-04' as Month)).toMatchObject({
        monthly: yuan(1040),
        state: 'paying',
      })
      expect(await replayAll(tx)).toMatchObject({ different: [] })
      expect(foldEvents(await eventsOf(tx, caseId), await workingCalendar(tx))).toEqual(
        granted(await readCase(tx, caseId)).state,
      )
    })
  })
})
