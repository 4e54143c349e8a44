import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { day } from '../../src/foundation/index.ts'
import { liveMorning, quietDay } from '../../src/main/morning.ts'
import { openOutside } from '../../src/main/outside.ts'
import { bankOverHttp, verifyLedger } from '../../src/payments/index.ts'
import { house, systemActor, withScope } from '../../src/platform/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../../src/platform/testkit/index.ts'
import { agencyControl } from './county.ts'
import { controlOf, meetTheBank } from './months.ts'
import { type SeedStep, seedCounty } from './seed.ts'
import { returnedPayee, storyKeys } from './stories/keys.ts'

/** A Thursday after Dragon Boat; the stories lie across a Spring Festival. */
const today = day('2026-06-18')

interface LivedCounty {
  data: FreshDatabase
  rows<Row>(query: string, values?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

const enough = new Error('lived long enough')

/** `until`: somebody who wants to see the roster only does not live the year that follows. */
async function liveCounty(
  size: { households: number; cases: number; seed: number },
  until: SeedStep = 'cases',
): Promise<LivedCounty> {
  openTestHouse()
  const data = await freshDatabase({ max: 6 })
  const outside = await openOutside(house().config)
  const { bank, agencies } = outside.demo!
  try {
    await seedCounty(data.db, {
      ...size,
      months: 12,
      today,
      bank: bankOverHttp({ url: bank.announcement.url, token: bank.announcement.clientToken }),
      control: controlOf(bank),
      agencies: agencyControl(agencies),
      meet: (staff, on, shares) => meetTheBank(data.db, staff, bank, { day: on, shares }),
      morning: async (on) => {
        if (!(await quietDay(data.db, on))) await liveMorning(data.db, outside, on)
      },
      rest: async () => {
        await data.owner.query('analyze')
      },
      progress: (step, done, total) => {
        if (step === until && until !== 'cases' && done === total) throw enough
      },
    })
  } catch (problem) {
    if (problem !== enough) throw problem
  } finally {
    await outside.stop()
  }
  return {
    data,
    rows: async (query, values = []) => (await data.owner.query(query, values)).rows,
    close: data.close,
  }
}

let county: LivedCounty
beforeAll(async () => {
  county = await liveCounty({ households: 14, cases: 19, seed: 1 })
}, 900_000)
afterAll(() => county?.close())

const householdOf = async (key: string): Promise<string> => {
  const [row] = await county.rows<{ household_id: bigint }>(
    'select household_id from submission where submission_key = $1',
    [key],
  )
  return String(row!.household_id)
}

const paid = (household: string) =>
  county.rows<{ month: string; kind: string; amount: bigint; ended: string | null }>(
    `select month, kind, amount, ended from payment_instruction where household_id = $1 order by month, sequence`,
    [household],
  )

test('a small county has a case in every state, and what is wrong in life as well', async () => {
  const stages = await county.rows<{ state: string }>(
    `select distinct coalesce(ending, stage) as state from case_file where kind = 'application'`,
  )
  expect(stages.map((row) => row.state)).toEqual(
    expect.arrayContaining([
      'submitted',
      'supplement',
      'investigation',
      'review',
      'notice',
      'objection',
      'confirmation',
      'decided',
      'served',
      'withdrawn',
    ]),
  )
  const [has] = await county.rows<Record<string, number>>(`select
    (select count(*)::int from case_file where closed_on is null and kind = 'change') as changes,
    (select count(*)::int from case_file where closed_on is null and kind = 'review') as reviews,
    (select count(*)::int from case_file where closed_on is null and kind = 'appeal') as appeals,
    (select count(*)::int from case_file where closed_on is null and officer_relative) as relatives,
    (select count(*)::int from task where kind = 'case-overdue' and done_on is null) as overdue,
    (select count(*)::int from case_decision where act = 'refuse') as refused,
    (select count(*)::int from payment_instruction where ended = 'returned') as returned,
    (select count(*)::int from person where death is not null) as dead,
    (select count(*)::int from person where name ~ '[𠮷䶮𬱖·]') as rare,
    (select count(*)::int from rebuttal where state = 'open') as questions,
    (select count(*)::int from payment_stop s join payment_run r using (run_id) where r.state = 'draft') as held`)
  for (const [what, many] of Object.entries(has!)) expect.soft(many, what).toBeGreaterThan(0)
})

test('every report a case rests on came from the hub, batch by batch', async () => {
  const [row] = await county.rows<{ cases: number; unknown: number; batches: number }>(`select
    count(*)::int as cases, (count(*) filter (where r.report_id is null))::int as unknown,
    (select count(*)::int from verification_batch where receipt is not null) as batches
    from case_file c left join verification_report r on r.report_id::text = c.state #>> '{verification,reportId}'
    where c.state #>> '{verification,status}' = 'reported'`)
  expect(row!.cases).toBeGreaterThan(8)
  expect(row!.unknown).toBe(0)
  expect(row!.batches).toBeGreaterThan(3)
})

test('twelve months of money: every list but the coming draft is reconciled, and the ledger is whole', async () => {
  const runs = await county.rows<{ state: string; n: number }>(
    'select state, count(*)::int as n from payment_run group by 1 order by 1',
  )
  expect(runs).toEqual([
    { state: 'draft', n: 1 },
    { state: 'reconciled', n: 13 },
  ])
  const broken = await withScope(county.data.db, { actor: systemActor('test') }, (tx) => verifyLedger(tx, '990101'))
  expect(broken).toEqual([])
})

describe('the stories end as they are told', () => {
  test('one income counted twice: refused, put right by other people, paid back from the right month', async () => {
    const household = await householdOf(storyKeys.countedTwice)
    const decisions = await county.rows<{ act: string; from_month: string; corrects: string | null }>(
      'select act, from_month, corrects from case_decision where household_id = $1 order by decided_on',
      [household],
    )
    expect(decisions.map((d) => d.act)).toEqual(['refuse', 'grant'])
    expect(decisions[1]!.corrects).not.toBeNull()
    expect(decisions[1]!.from_month).toBe(decisions[0]!.from_month)
    const signers = await county.rows<{ kind: string; natural_person: string }>(
      `select distinct c.kind, e.natural_person from case_event e join case_file c using (household_id, case_id)
       where e.household_id = $1 and e.what in ('recommended', 'endorsed', 'county-reviewed', 'confirmed', 'answer-proposed', 'appeal-decided')`,
      [household],
    )
    expect(new Set(signers.map((s) => s.natural_person)).size).toBe(signers.length)
    const lines = await paid(household)
    expect(lines[0]!.month).toBe(decisions[0]!.from_month)
    expect(lines.length).toBeGreaterThanOrEqual(3)
    expect(lines.every((line) => line.ended === null)).toBe(true)
  })

  test('the neighbours’ money: the finding stands over the line, is set aside with a reason, and aid is granted', async () => {
    const household = await householdOf(storyKeys.neighboursMoney)
    const [rebuttal] = await county.rows<{ state: string; evidence: string[]; reason: string }>(
      `select state, evidence, reason from rebuttal where household_id = $1 and fact = 'deposits'`,
      [household],
    )
    expect(rebuttal).toMatchObject({ state: 'accepted', reason: expect.stringContaining('不属于家庭财产') })
    expect(rebuttal!.evidence).toHaveLength(3)
    const [report] = await county.rows<{ content: { lines: { conclusion?: string; value?: string }[] } }>(
      'select content from verification_report where household_id = $1',
      [household],
    )
    expect(JSON.stringify(report!.content)).toContain('"8600000"')
    const [decision] = await county.rows<{ act: string }>('select act from case_decision where household_id = $1', [
      household,
    ])
    expect(decision).toEqual({ act: 'grant' })
  })

  test('a death and money that came back: the share ends with the next month, the returned line is paid again', async () => {
    const household = await householdOf(storyKeys.lastFarewell)
    const steps = await county.rows<{ people: number; reason: string; monthly: bigint }>(
      'select people, reason, monthly from award_step where household_id = $1 order by step_no',
      [household],
    )
    expect(steps.map(({ people, reason }) => ({ people, reason }))).toEqual([
      { people: 2, reason: 'new' },
      { people: 1, reason: 'member-died' },
    ])
    const lines = await paid(household)
    expect(lines.at(-1)).toMatchObject({ month: '2026-06', amount: steps[1]!.monthly, ended: null })
    expect(lines.at(-2)).toMatchObject({ month: '2026-05', amount: steps[0]!.monthly, ended: null })
    const [checked] = await county.rows<{ outcome: string }>(
      `select outcome from task where household_id = $1 and kind = 'death-to-check'`,
      [household],
    )
    expect(checked).toEqual({ outcome: 'death-confirmed' })
    const again = await county.rows<{ month: string; sequence: number; ended: string | null }>(
      `select i.month, i.sequence, i.ended from payment_instruction i join person p on p.person_id = i.payee_person
       where p.name = $1 and i.month = '2026-05' order by i.sequence`,
      [returnedPayee],
    )
    expect(again.map(({ ended }) => ended)).toEqual(['repaid', null])
  })
})

const digest = ({ rows }: LivedCounty) =>
  rows<{
    line: string
  }>(`select concat_ws(' ', p.name, p.birth, m.relation, a.from_month, a.monthly, i.months, i.total) as line
    from membership m join person p using (person_id)
    left join award_step a on a.household_id = m.household_id
    left join (select household_id, count(*) as months, sum(amount) as total from payment_instruction group by 1) i on i.household_id = m.household_id
    where exists (select from award w where w.household_id = m.household_id and (w.carried_over or w.household_id in (
      select household_id from submission where submission_key like 'demo-story-%')))
    order by 1`)

test('the same seed makes the same county, to the person, the fen and the month', async () => {
  const twin = await liveCounty({ households: 14, cases: 0, seed: 1 })
  try {
    const here = (await digest(county)).map((row) => row.line)
    expect(here.length).toBeGreaterThan(14)
    expect((await digest(twin)).map((row) => row.line)).toEqual(here)
  } finally {
    await twin.close()
  }
}, 900_000)

test('another seed makes another county: nobody of the first lives there, and other amounts are paid', async () => {
  const other = await liveCounty({ households: 14, cases: 0, seed: 2 }, 'roster')
  const carried = `select p.name || ' ' || p.birth as person, a.monthly from membership m join person p using (person_id)
    join award w on w.household_id = m.household_id and w.carried_over
    join award_step a on a.household_id = w.household_id and a.award_id = w.award_id and a.step_no = 1
    where p.name <> $1 order by 1`
  try {
    const [there, here] = await Promise.all(
      [other, county].map(({ rows }) => rows<{ person: string; monthly: bigint }>(carried, [returnedPayee])),
    )
    expect(there!.length).toBeGreaterThan(14)
    const people = new Set(here!.map(({ person }) => person))
    expect(there!.filter(({ person }) => people.has(person))).toEqual([])
    const amounts = (rows: typeof there) => rows!.map(({ monthly }) => String(monthly)).sort()
    expect(amounts(there)).not.toEqual(amounts(here))
  } finally {
    await other.close()
  }
}, 900_000)
