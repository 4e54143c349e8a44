import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { declareRelative } from '../access/index.ts'
import { currentMonthly } from '../benefits/index.ts'
import { type Day, day, isRefusal, type Month, yuan } from '../foundation/index.ts'
import { membersOn, recordDeath, recordFacts } from '../household/index.ts'
import { type Actor, systemActor, type Tx } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import { readCase } from './case-store.ts'
import {
  adoptFigures,
  concludeReinvestigation,
  confirm,
  confirmBatch,
  endorse,
  enterLate,
  type LateEntry,
  noticesIn,
  object,
  objectionsOf,
  openChange,
  openReview,
  passDay,
  preview,
  publishNotice,
  type Receipt,
  recommend,
  recordAppraisal,
  recordCollective,
  recordVisit,
  replayAll,
  returnToTownship,
  revealObjector,
  skipVisit,
  submitApplication,
  trayCounts,
  trayPage,
} from './index.ts'
import { investigated, lived, seen, serve, sign, toConfirmation, versionOf } from './lived-testkit.ts'
import {
  at,
  granted,
  inventedNumber,
  type Office,
  openOffice,
  openTestHouse,
  village,
  wangsApplication,
} from './store-testkit.ts'
import { visitForm } from './visit-form.ts'

let data: FreshDatabase
let office: Office
beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase({ max: 16 })
  office = await openOffice(data.db)
  Object.assign(lived, { db: data.db, office })
})
afterAll(() => data.close())

const ref = async (caseId: string) => ({ caseId, version: await versionOf(caseId) })
const stageOf = (caseId: string) =>
  at(data.db, systemActor('test'), '2025-12-31', async (tx) => granted(await readCase(tx, caseId)).state)
const reason = (note: string) => ({ code: 'other', clause: '审核确认办法', note })

async function granted790(): Promise<Receipt> {
  const receipt = await investigated()
  await sign(receipt.caseId, await toConfirmation(receipt))
  await serve(receipt.caseId)
  return receipt
}

/** Township and county on one change or review, as of these days. */
async function handle(caseId: string, on: string, wanted: object = {}): Promise<string> {
  const { digest } = await seen(caseId, on)
  await at(data.db, office.clerk, on, async (tx) =>
    granted(await recommend(tx, { ...(await ref(caseId)), seen: digest, ...wanted })),
  )
  return (await at(data.db, office.head, on, async (tx) => granted(await endorse(tx, await ref(caseId))))).stage
}

async function decide(caseId: string, on: string, wanted: object = {}): Promise<void> {
  const { countyReview } = await import('./index.ts')
  await at(data.db, office.section, on, async (tx) => granted(await countyReview(tx, await ref(caseId))))
  const { digest } = await seen(caseId, on)
  await at(data.db, office.leader, on, async (tx) =>
    granted(await confirm(tx, { ...(await ref(caseId)), seen: digest, ...wanted })),
  )
}

describe('a household that is paid lives on', () => {
  test('the wife begins to earn: the amount falls from the coming month, with a letter that says why', async () => {
    const { householdId } = await granted790()
    const [, wife] = await at(data.db, office.clerk, '2025-06-02', (tx) =>
      membersOn(tx, householdId, day('2025-06-02')),
    )
    const change = await at(data.db, office.clerk, '2025-06-02', async (tx) =>
      granted(
        await openChange(tx, { household: householdId, programme: 'dibao', change: 'income', origin: 'applicant' }),
      ),
    )
    const { caseId } = change.row
    expect(change.state).toMatchObject({ stage: 'investigation', current: yuan(790), visit: { status: 'due' } })
    expect(
      await at(data.db, office.clerk, '2025-06-02', (tx) =>
        openChange(tx, { household: householdId, programme: 'dibao', change: 'income', origin: 'applicant' }),
      ),
    ).toMatchObject({ refused: 'already-open' })
    await verified(caseId, '2025-06-03')
    await at(data.db, office.clerk, '2025-06-05', async (tx) => {
      const [earned] = granted(
        await recordFacts(tx, {
          household: householdId,
          source: 'visited',
          facts: [
            {
              subject: { kind: 'person', id: wife!.person },
              name: 'transferIncome',
              value: yuan(2400),
              validFrom: day('2025-06-02'),
            },
          ],
        }),
      )
      granted(
        await adoptFigures(tx, {
          ...(await ref(caseId)),
          figures: [
            {
              subject: { kind: 'person', id: wife!.person },
              name: 'transferIncome',
              from: earned!,
              reason: '入户核实',
            },
          ],
        }),
      )
    })
    expect(await handle(caseId, '2025-06-06')).toBe('confirmation')
    await decide(caseId, '2025-06-10')
    expect(await stageOf(caseId)).toMatchObject({
      decision: { act: { act: 'reduce', monthly: yuan(590), from: '2025-07', letter: 'owed' } },
    })
    await serve2(caseId, '2025-06-12')
    await at(data.db, systemActor('test'), '2025-06-12', async (tx) => {
      expect(await currentMonthly(tx, householdId, 'dibao', '2025-06' as Month)).toMatchObject({ monthly: yuan(790) })
      expect(await currentMonthly(tx, householdId, 'dibao', '2025-07' as Month)).toMatchObject({ monthly: yuan(590) })
    })
  })

  test('a new head of the household changes no money: two signatures of the township, and no letter', async () => {
    const { householdId } = await granted790()
    const change = await at(data.db, office.clerk, '2025-06-02', async (tx) =>
      granted(
        await openChange(tx, { household: householdId, programme: 'dibao', change: 'head', origin: 'applicant' }),
      ),
    )
    const { caseId } = change.row
    expect(await handle(caseId, '2025-06-03')).toBe('confirmation')
    await decide(caseId, '2025-06-04')
    expect(await stageOf(caseId)).toMatchObject({
      stage: 'closed',
      ending: 'unchanged',
      decision: { act: { act: 'keep', monthly: yuan(790) } },
    })
  })

  test('suspended with grounds, resumed later', async () => {
    const { householdId } = await granted790()
    const suspend = await at(data.db, office.clerk, '2025-06-02', async (tx) =>
      granted(
        await openChange(tx, { household: householdId, programme: 'dibao', change: 'suspend', origin: 'office' }),
      ),
    )
    const wanted = {
      act: 'suspend',
      reasons: [reason('服刑,暂停期间不发')],
      evidence: [{ kind: 'document', id: '判决书' }],
    }
    await handle(suspend.row.caseId, '2025-06-03', wanted)
    await decide(suspend.row.caseId, '2025-06-04')
    await at(data.db, systemActor('test'), '2025-06-30', async (tx) =>
      expect(await currentMonthly(tx, householdId, 'dibao', '2025-07' as Month)).toMatchObject({ state: 'suspended' }),
    )
    await serve2(suspend.row.caseId, '2025-06-06')
    const resume = await at(data.db, office.clerk, '2025-08-04', async (tx) =>
      granted(
        await openChange(tx, { household: householdId, programme: 'dibao', change: 'resume', origin: 'applicant' }),
      ),
    )
    await handle(resume.row.caseId, '2025-08-05', { act: 'resume', monthly: yuan(790) })
    await decide(resume.row.caseId, '2025-08-06')
    await at(data.db, systemActor('test'), '2025-08-30', async (tx) =>
      expect(await currentMonthly(tx, householdId, 'dibao', '2025-09' as Month)).toMatchObject({
        state: 'paying',
        monthly: yuan(790),
      }),
    )
  })

  test('somebody dies: the share ends, the household is worked out for one', async () => {
    const { householdId } = await granted790()
    const [, wife] = await at(data.db, office.clerk, '2025-06-02', (tx) =>
      membersOn(tx, householdId, day('2025-06-02')),
    )
    await at(data.db, office.clerk, '2025-06-10', async (tx) =>
      granted(await recordDeath(tx, { person: wife!.person, on: day('2025-06-08'), source: 'matched' })),
    )
    const change = await at(data.db, office.clerk, '2025-06-10', async (tx) =>
      granted(await openChange(tx, { household: householdId, programme: 'dibao', change: 'death', origin: 'office' })),
    )
    const { caseId } = change.row
    await handle(caseId, '2025-06-11', { reasons: [reason('李桂芳去世,按一人重新核定')] })
    await decide(caseId, '2025-06-12')
    const state = await stageOf(caseId)
    expect(state).toMatchObject({ decision: { act: { act: 'reduce', from: '2025-07' } } })
    await at(data.db, systemActor('test'), '2025-06-30', async (tx) => {
      const now = await currentMonthly(tx, householdId, 'dibao', '2025-07' as Month)
      expect(now?.step.people).toBe(1)
      expect(now!.monthly).toBe(yuan(520) - yuan(250))
    })
  })

  test('the last of them dies too: there is nobody left to pay, a decision ends the award, and it can be replayed', async () => {
    const { householdId } = await granted790()
    const day10 = day('2025-06-10')
    for (const member of await at(data.db, office.clerk, '2025-06-10', (tx) => membersOn(tx, householdId, day10)))
      await at(data.db, office.clerk, '2025-06-10', async (tx) =>
        granted(await recordDeath(tx, { person: member.person, on: day('2025-06-08'), source: 'declared' })),
      )
    const change = await at(data.db, office.clerk, '2025-06-10', async (tx) =>
      granted(await openChange(tx, { household: householdId, programme: 'dibao', change: 'death', origin: 'office' })),
    )
    const { caseId } = change.row
    await handle(caseId, '2025-06-11')
    await decide(caseId, '2025-06-12')
    expect(await stageOf(caseId)).toMatchObject({ decision: { act: { act: 'stop', monthly: 0n, from: '2025-07' } } })
    await at(data.db, systemActor('test'), '2025-06-30', async (tx) => {
      expect(await currentMonthly(tx, householdId, 'dibao', '2025-06' as Month)).toMatchObject({ monthly: yuan(790) })
      expect(await currentMonthly(tx, householdId, 'dibao', '2025-07' as Month)).toMatchObject({
        state: 'stopped',
        step: { reason: 'all-died' },
      })
      expect((await replayAll(tx)).different).toEqual([])
    })
  })

  test('looked at again in May: nothing moved, the township ends it without a letter and sets the next day', async () => {
    const { householdId } = await granted790()
    const opened = await at(data.db, office.clerk, '2025-05-06', async (tx) =>
      granted(await openReview(tx, { household: householdId, programme: 'dibao' })),
    )
    const { caseId } = opened.row
    await verified(caseId, '2025-05-07')
    await at(data.db, office.clerk, '2025-05-08', async (tx) =>
      granted(await adoptFigures(tx, { ...(await ref(caseId)), figures: [] })),
    )
    expect(await handle(caseId, '2025-05-09')).toBe('closed')
    const plan = await data.owner.query('select next_on, open_case from review_plan where household_id = $1', [
      householdId,
    ])
    expect(plan.rows[0]).toEqual({ next_on: '2026-05-09', open_case: null })
  })

  test('a year later the calendar opens the review by itself, once; the higher standard raises the amount', async () => {
    const { householdId } = await granted790()
    expect(await passDay(data.db, day('2026-03-01'))).toMatchObject({ reviewsOpened: 0 })
    expect((await passDay(data.db, day('2026-03-10'))).reviewsOpened).toBeGreaterThanOrEqual(1)
    expect(await passDay(data.db, day('2026-03-10'))).toMatchObject({ reviewsOpened: 0 })
    const row = await data.owner.query("select case_id from case_file where household_id = $1 and kind = 'review'", [
      householdId,
    ])
    const caseId: string = row.rows[0].case_id
    await verified(caseId, '2026-03-11')
    await at(data.db, office.clerk, '2026-03-12', async (tx) =>
      granted(await adoptFigures(tx, { ...(await ref(caseId)), figures: [] })),
    )
    expect(await handle(caseId, '2026-03-13')).toBe('confirmation')
    await decide(caseId, '2026-03-16')
    expect(await stageOf(caseId)).toMatchObject({
      decision: { act: { act: 'raise', monthly: yuan(870), from: '2026-04' } },
    })
    await serve2(caseId, '2026-03-17')
  })
})

async function verified(caseId: string, on: string): Promise<void> {
  const { recordReport } = await import('./index.ts')
  const { state } = await at(data.db, systemActor('test'), on, async (tx) => granted(await readCase(tx, caseId)))
  if (state.verification.status !== 'none')
    await at(data.db, systemActor('test'), on, async (tx) =>
      granted(await recordReport(tx, { caseId, reportId: 'report', coversVisit: true })),
    )
  if (state.verification.status !== 'none' && state.procedure.visit === 'skippable')
    await at(data.db, office.clerk, on, async (tx) =>
      granted(await skipVisit(tx, { ...(await ref(caseId)), reason: reason('核对报告已能掌握情况') })),
    )
  else
    await at(data.db, office.clerk, on, async (tx) =>
      granted(
        await recordVisit(tx, {
          ...(await ref(caseId)),
          visitors: [office.clerk.id, office.aide.id],
          visitedOn: on as Day,
          form: visitForm.parse({ outcome: 'visited' }),
          findings: [],
        }),
      ),
    )
}

async function serve2(caseId: string, on: string): Promise<void> {
  const { deliverLetter, issueLetter } = await import('./index.ts')
  await at(data.db, office.clerk, on, async (tx) => granted(await issueLetter(tx, await ref(caseId))))
  await at(data.db, office.clerk, on, async (tx) =>
    granted(
      await deliverLetter(tx, {
        ...(await ref(caseId)),
        deliveredOn: on as Day,
        manner: 'direct',
        receivedBy: '王守田',
        servers: [office.clerk.id],
      }),
    ),
  )
}

describe('the notice', () => {
  test('an anonymous objection: looked into, still disputed, appraised, a new opinion and a new notice', async () => {
    const receipt = await investigated()
    const { caseId } = receipt
    await handle(caseId, '2025-03-12')
    await at(data.db, office.clerk, '2025-03-14', async (tx) =>
      granted(
        await publishNotice(tx, { cases: [await ref(caseId)], firstDay: day('2025-03-14'), place: '丰收村公示栏' }),
      ),
    )
    const [posted] = await at(data.db, systemActor('page'), '2025-03-17', (tx) =>
      noticesIn(tx, village, day('2025-03-17')),
    )
    expect(posted!.line.name).toBe('王**')
    const taken = await at(data.db, systemActor('page'), '2025-03-17', async (tx) =>
      granted(
        await object(tx, {
          noticeId: posted!.noticeId,
          channel: 'page',
          matter: '听说他家在城里有铺面',
          objector: '赵某 13900000000',
        }),
      ),
    )
    expect(
      await at(data.db, systemActor('page'), '2025-03-18', (tx) => noticesIn(tx, village, day('2025-03-18'))),
    ).toEqual([])
    await at(data.db, office.clerk, '2025-03-18', async (tx) => {
      expect(await objectionsOf(tx, caseId)).toMatchObject([{ matter: '听说他家在城里有铺面', hasObjector: true }])
      expect(await revealObjector(tx, taken.objectionId)).toMatchObject({ refused: 'not-your-role' })
    })
    const family = {
      id: 'citizen:x',
      naturalPerson: null,
      role: 'citizen' as const,
      area: null,
      household: receipt.householdId,
    }
    expect(await at(data.db, family, '2025-03-18', (tx) => objectionsOf(tx, caseId))).toEqual([])
    await at(data.db, office.clerk, '2025-03-19', async (tx) =>
      granted(
        await concludeReinvestigation(tx, {
          ...(await ref(caseId)),
          founded: false,
          disputed: true,
          report: '未查到铺面',
          answer: '已查证,没有登记的商铺',
        }),
      ),
    )
    const reopened = await at(data.db, office.clerk, '2025-03-20', async (tx) =>
      granted(
        await recordAppraisal(tx, {
          ...(await ref(caseId)),
          heldOn: day('2025-03-20'),
          place: '村委会',
          present: { officials: 2, committee: 3, villagers: 9 },
          votes: { agree: 11, against: 1, abstain: 2 },
          points: ['没有人见过铺面'],
          conclusion: '同意',
          minutesFile: null,
        }),
      ),
    )
    expect(reopened.stage).toBe('investigation')
    expect(await handle(caseId, '2025-03-21')).toBe('notice-due')
    await at(data.db, office.clerk, '2025-03-24', async (tx) =>
      granted(
        await publishNotice(tx, { cases: [await ref(caseId)], firstDay: day('2025-03-24'), place: '丰收村公示栏' }),
      ),
    )
    expect(await stageOf(caseId)).toMatchObject({ stage: 'notice', round: 2, notice: { lastDay: '2025-03-31' } })
  })
})

describe('whoever must keep his hands off', () => {
  test('the clerk’s uncle applies: the clerk is refused, the county must visit, the queue says so', async () => {
    const number = inventedNumber('1958-08-08', 77)
    await at(data.db, office.clerk, '2025-03-01', (tx) =>
      declareRelative(tx, {
        accountId: office.clerk.id,
        relativeName: '陈大有',
        relation: '叔父',
        identityNumber: number,
        area: village,
      }),
    )
    const input = await wangsApplication()
    const receipt = await at(data.db, office.head, '2025-03-03', async (tx) =>
      granted(
        await submitApplication(tx, {
          ...input,
          members: [{ ...input.members[0]!, name: '陈大有', number }, input.members[1]!],
        }),
      ),
    )
    const { accept } = await import('./index.ts')
    expect(
      await at(data.db, office.clerk, '2025-03-04', (tx) => accept(tx, { caseId: receipt.caseId, version: 1 })),
    ).toMatchObject({ refused: 'own-relative' })
    const relatives = await at(data.db, office.section, '2025-03-04', (tx) =>
      trayPage(tx, { view: 'relatives', limit: 50 }),
    )
    expect(relatives.items.map((row) => row.caseId)).toContain(receipt.caseId)
  })
})

describe('a paper file entered afterwards', () => {
  const paperFile = async (): Promise<LateEntry> => {
    const on = (account: Actor, d: string) => ({ account: account.id, on: day(d), scan: 'scan' })
    return {
      application: { ...(await wangsApplication()), handedInOn: day('2025-01-06') },
      acceptedOn: day('2025-01-08'),
      report: { on: day('2025-01-10'), number: '核〔2025〕12号' },
      visit: { on: day('2025-01-13'), visitors: [office.clerk.id, office.aide.id], conclusion: '情况属实' },
      prepared: on(office.clerk, '2025-01-14'),
      reviewed: on(office.head, '2025-01-15'),
      notice: { firstDay: day('2025-01-16'), place: '村公示栏', photos: { first: 'a', last: 'b' } },
      countyReviewed: on(office.section, '2025-01-27'),
      decided: on(office.leader, '2025-02-05'),
      granted: null,
    }
  }
  const enter = (file: LateEntry) => at(data.db, office.secondClerk, '2025-03-20', (tx) => enterLate(tx, file))

  test('the days of the events stand beside the day of entry, the amount begins when it began', async () => {
    const { receipt, taken } = granted(await enter(await paperFile()))
    expect(granted(taken).stage).toBe('decided')
    expect(await stageOf(receipt.caseId)).toMatchObject({
      kind: 'late-entry',
      openedOn: '2025-01-06',
      acceptedOn: '2025-01-08',
      decision: { on: '2025-02-05', act: { act: 'grant', from: '2025-03' } },
    })
    const rows = await data.owner.query('select distinct entered_on from case_event where case_id = $1', [
      receipt.caseId,
    ])
    expect(rows.rows).toEqual([{ entered_on: '2025-03-20' }])
  })

  test('one person who signed twice on the paper is one person too many, and nothing of the file is kept', async () => {
    const file = await paperFile()
    const before = (await data.owner.query('select count(*) n from case_file')).rows[0].n
    expect(await enter({ ...file, decided: { ...file.decided, account: office.section.id } })).toMatchObject({
      refused: 'no-such-colleague',
      field: 'decided',
    })
    expect(await enter({ ...file, notice: { ...file.notice!, firstDay: day('2025-01-30') } })).toMatchObject({
      refused: 'day-out-of-order',
    })
    expect((await data.owner.query('select count(*) n from case_file')).rows[0].n).toBe(before)
  })
})

describe('the county', () => {
  test('a meeting confirms what is ready by the cut-off day; the late one rolls over and holds nobody up', async () => {
    const early = await investigated()
    const answer = await toConfirmation(early)
    const late = await investigated()
    await handle(late.caseId, '2025-03-12')
    const done = await at(data.db, office.leader, '2025-03-26', async (tx) =>
      granted(
        await confirmBatch(tx, {
          area: '990101',
          cutOff: day('2025-03-25'),
          metOn: day('2025-03-26'),
          minutesNo: '〔2025〕3号',
          cases: [
            { ...(await ref(early.caseId)), seen: answer.digest },
            { ...(await ref(late.caseId)), seen: answer.digest },
          ],
        }),
      ),
    )
    expect(done.confirmed).toEqual([early.caseId])
    expect(done.rolledOver).toEqual([
      { caseId: late.caseId, refusal: expect.objectContaining({ refused: 'not-at-this-stage' }) },
    ])
    expect(
      await at(data.db, office.leader, '2025-03-26', (tx) =>
        confirmBatch(tx, {
          area: '990101',
          cutOff: day('2025-03-25'),
          metOn: day('2025-03-26'),
          minutesNo: '〔2025〕3号',
          cases: [],
        }),
      ),
    ).toMatchObject({ refused: 'minutes-number-used' })
  })

  test('an amount by feeling needs minutes and a second signature; incomes bent after the amount was seen are marked', async () => {
    const receipt = await investigated()
    const { caseId, householdId } = receipt
    await at(data.db, office.clerk, '2025-03-12', async (tx) =>
      granted(await preview(tx, granted(await readCase(tx, caseId)).state as never, day('2025-03-12'))),
    )
    const [head] = await at(data.db, office.clerk, '2025-03-12', (tx) => membersOn(tx, householdId, day('2025-03-12')))
    await at(data.db, office.clerk, '2025-03-12', async (tx) =>
      granted(
        await adoptFigures(tx, {
          ...(await ref(caseId)),
          figures: [
            {
              subject: { kind: 'person', id: head!.person },
              name: 'farmIncome',
              value: yuan(1000),
              reason: '估算',
              validFrom: day('2025-03-03'),
            },
          ],
        }),
      ),
    )
    const difference = { code: 'hardship-not-in-figures', clause: '集体研究', note: '房屋烧毁,暂住亲戚家' }
    await handle(caseId, '2025-03-12', { act: 'grant', monthly: yuan(900), difference })
    expect(await stageOf(caseId)).toMatchObject({ opinion: { editedAfterPreview: 1 } })
    const { publish } = await import('./lived-testkit.ts')
    await publish(caseId)
    const { countyReview } = await import('./index.ts')
    await at(data.db, office.section, '2025-03-24', async (tx) => granted(await countyReview(tx, await ref(caseId))))
    const { digest } = await seen(caseId, '2025-03-24')
    const leader = async () =>
      at(data.db, office.leader, '2025-03-25', async (tx) => confirm(tx, { ...(await ref(caseId)), seen: digest }))
    expect(await leader()).toMatchObject({ refused: 'collective-decision-needed' })
    await at(data.db, office.secondSection, '2025-03-25', async (tx) =>
      granted(
        await recordCollective(tx, {
          ...(await ref(caseId)),
          act: 'grant',
          monthly: yuan(900),
          minutesNo: '〔2025〕9号',
          heldOn: day('2025-03-25'),
          reason: difference,
        }),
      ),
    )
    expect(granted(await leader()).stage).toBe('decided')
    expect(await stageOf(caseId)).toMatchObject({
      decision: { collective: { minutesNo: '〔2025〕9号', person: office.secondSection.naturalPerson } },
    })
  })

  test('64 officers decide one case at once: exactly one wins, the others are told, one decision and one event are written', async () => {
    const receipt = await investigated()
    const { caseId } = receipt
    const { digest } = await toConfirmation(receipt)
    const version = await versionOf(caseId)
    const attempts = Array.from({ length: 64 }, (_, i) =>
      at(data.db, i % 3 === 0 ? office.secondLeader : office.leader, '2025-03-25', (tx) =>
        i % 2 === 0
          ? confirm(tx, { caseId, version, seen: digest })
          : returnToTownship(tx, { caseId, version, reason: reason('请补充') }),
      ),
    )
    const outcomes = await Promise.all(attempts)
    const won = outcomes.filter((outcome) => !isRefusal(outcome))
    expect(won).toHaveLength(1)
    for (const lost of outcomes.filter(isRefusal))
      expect(lost).toMatchObject({ refused: 'changed-by-another', with: { who: 'county-leader' } })
    const counted = await data.owner.query(
      "select (select count(*)::int from case_event where case_id = $1 and what in ('confirmed', 'returned')) events, (select version from case_file where case_id = $1) v, (select count(*)::int from audit_entry where subject = $1::text and action in ('case.confirm', 'case.return-to-township') and result = 'done') lines",
      [caseId],
    )
    expect(counted.rows[0]).toEqual({ events: 1, v: version + 1, lines: 1 })
  })
})

test('the tray: counts by view, a page at a time, found by initials', async () => {
  const clerk = <Result>(work: (tx: Tx) => Promise<Result>) => at(data.db, office.clerk, '2025-03-20', work)
  const counts = await clerk((tx) => trayCounts(tx))
  expect(counts.all).toBeGreaterThan(5)
  const first = await clerk((tx) => trayPage(tx, { view: 'all', limit: 3 }))
  expect(first.items).toHaveLength(3)
  const second = await clerk((tx) => trayPage(tx, { view: 'all', limit: 200, after: first.next! }))
  expect(first.items.length + second.items.length).toBe(counts.all)
  const wangs = await clerk((tx) => trayPage(tx, { view: 'all', text: 'wst', limit: 200 }))
  expect(wangs.items.length).toBeGreaterThan(0)
  expect(wangs.items.length).toBeLessThan(counts.all)
})
