import { describe, expect, test } from 'vitest'
import { areaCode, type Day, day, isRefusal, yuan } from '../foundation/index.ts'
import { makeAct } from './act.ts'
import type { Case, Command, Context } from './application.ts'
import { evolve, open } from './application-history.ts'
import { decide } from './application-steps.ts'
import type { CaseProcedure } from './procedure.ts'
import {
  applicationProcedure,
  as,
  eligible,
  grantOf,
  notEligible,
  opinionOf,
  people,
  plainCalendar,
  refusal,
  route,
} from './pure-testkit.ts'
import { stateDiagram, transitions } from './stage.ts'

const monday = day('2025-03-03')

const wangsCase = (more: { procedure?: Partial<CaseProcedure>; officerRelative?: boolean } = {}): Case =>
  open(
    {
      caseId: 'case-1',
      householdId: 990101_000000001n,
      kind: 'application',
      change: null,
      programme: 'dibao',
      area: areaCode('990101001001'),
      origin: 'applicant',
      applicant: 990101_000000011n,
      procedure: { ...applicationProcedure, ...more.procedure },
      on: monday,
      earlier: null,
      current: null,
      officerRelative: more.officerRelative ?? false,
      holder: null,
    },
    plainCalendar,
  )

/** Takes a step that must succeed. */
function take(state: Case, command: Command, context: Context): Case {
  const outcome = decide(state, command, context)
  if (isRefusal(outcome)) throw new Error(`${command.do} was refused: ${outcome.refused}`)
  return outcome.reduce(evolve, state)
}
const clerk = (on: Day, more: Partial<Context> = {}) => as('clerk', 'township-clerk', on, more)
const head = (on: Day) => as('head', 'township-head', on)
const leader = (on: Day) => as('leader', 'county-leader', on)
const system = (on: Day) => as('system', 'system', on)
const twoVisitors = [
  { person: people.clerk, role: 'township-clerk' as const },
  { person: people.cadre, role: 'aide' as const },
]
const reason = { code: 'report-covers', clause: '民发〔2021〕57号', note: null }

function investigated(state = wangsCase()): Case {
  const accepted = take(state, { do: 'accept' }, clerk(day('2025-03-04')))
  const asked = take(accepted, { do: 'start-verification', requestId: 'request-1' }, clerk(day('2025-03-05')))
  const reported = take(
    asked,
    { do: 'record-report', reportId: 'report-1', coversVisit: true },
    as('system', 'system', day('2025-03-10')),
  )
  const visited = take(
    reported,
    { do: 'record-visit', visitId: 'visit-1', visitors: twoVisitors, outcome: 'visited' },
    clerk(day('2025-03-11')),
  )
  return take(visited, { do: 'adopt-facts', figures: 12 }, clerk(day('2025-03-12')))
}
const onNotice = () => {
  const recommended = take(
    investigated(),
    { do: 'recommend', opinion: opinionOf(grantOf(640), eligible(640)) },
    clerk(day('2025-03-12')),
  )
  const endorsed = take(recommended, { do: 'endorse', decisionId: 'd' }, head(day('2025-03-13')))
  return take(
    endorsed,
    { do: 'post-notice', noticeId: 'notice-1', firstDay: day('2025-03-14') },
    clerk(day('2025-03-13')),
  )
}
function toConfirm(): Case {
  const first = take(
    onNotice(),
    { do: 'add-board-photo', which: 'first', attachment: 'photo-1' },
    clerk(day('2025-03-14')),
  )
  const ended = take(first, { do: 'end-notice' }, system(day('2025-03-22')))
  return take(ended, { do: 'add-board-photo', which: 'last', attachment: 'photo-2' }, clerk(day('2025-03-22')))
}
const confirming = {
  do: 'confirm',
  decisionId: 'decision-1',
  assessed: eligible(640),
  act: grantOf(640),
  difference: null,
  reviewClass: 'stable',
  batch: null,
} as const

describe('one household from the counter to the letter', () => {
  test('Wang: accepted, verified, visited by two, recommended, on the board, confirmed, served', () => {
    const decided = take(toConfirm(), confirming, leader(day('2025-03-24')))
    const written = take(decided, { do: 'issue-letter', documentId: 'letter-1' }, clerk(day('2025-03-25')))
    const closed = take(
      written,
      { do: 'record-delivery', receipt: 'receipt-1', deliveredOn: day('2025-03-26') },
      clerk(day('2025-03-26')),
    )
    expect(closed).toMatchObject({
      stage: 'closed',
      ending: 'served',
      decision: { act: { act: 'grant', monthly: yuan(640) } },
    })
    expect(closed.signatures.map((s) => [s.capacity, s.person])).toEqual([
      ['prepare', people.clerk],
      ['review', people.head],
      ['approve', people.leader],
    ])
  })

  test('seven days on the board: the day of posting does not count, the last day belongs to the villagers', () => {
    const posted = onNotice()
    expect(posted).toMatchObject({ notice: { firstDay: '2025-03-14', lastDay: '2025-03-21' } })
    expect(decide(posted, { do: 'end-notice' }, system(day('2025-03-21')))).toMatchObject({
      refused: 'notice-open',
      with: { until: '2025-03-21' },
    })
    expect(take(posted, { do: 'end-notice' }, system(day('2025-03-22'))).stage).toBe('confirmation')
  })

  test('a notice whose seventh day is a Saturday ends on the Monday (民法典 §203)', () => {
    const endorsed = take(
      take(
        investigated(),
        { do: 'recommend', opinion: opinionOf(grantOf(640), eligible(640)) },
        clerk(day('2025-03-12')),
      ),
      { do: 'endorse', decisionId: 'd' },
      head(day('2025-03-13')),
    )
    const posted = take(
      endorsed,
      { do: 'post-notice', noticeId: 'notice-1', firstDay: day('2025-03-15') },
      clerk(day('2025-03-15')),
    )
    expect(posted).toMatchObject({ notice: { lastDay: '2025-03-24' } })
  })

  test('without the photograph of the last day nobody confirms', () => {
    const ended = take(onNotice(), { do: 'end-notice' }, system(day('2025-03-22')))
    expect(decide(ended, confirming, leader(day('2025-03-24')))).toMatchObject({
      refused: 'board-photo-missing',
      with: { which: 'first' },
    })
  })
})

describe('intake', () => {
  test('what is missing is told once; the clock stands still meanwhile', () => {
    const items = [{ item: '诊断证明', clause: '审核确认办法 第十条' }] as const
    const asked = take(wangsCase(), { do: 'request-supplement', items, due: null }, clerk(monday))
    expect(asked).toMatchObject({
      stage: 'supplement',
      supplement: { due: '2025-03-17' },
      paused: { reason: 'waitingForSupplement' },
    })
    const brought = take(asked, { do: 'receive-supplement' }, clerk(day('2025-03-06')))
    expect(brought).toMatchObject({ stage: 'submitted', paused: null })
    expect(decide(brought, { do: 'request-supplement', items, due: null }, clerk(day('2025-03-06')))).toMatchObject({
      refused: 'supplement-only-once',
    })
  })

  test('silence is acceptance only where the area says so, and only after the days have passed', () => {
    expect(decide(wangsCase(), { do: 'deem-accepted' }, system(day('2025-04-01')))).toMatchObject({
      refused: 'not-deemed-accepted-here',
    })
    const here = wangsCase({
      procedure: { intake: { ...applicationProcedure.intake!, deemedAfter: { days: 3, unit: 'working' } } },
    })
    expect(decide(here, { do: 'deem-accepted' }, system(day('2025-03-06')))).toMatchObject({
      refused: 'acceptance-not-yet-due',
      with: { until: '2025-03-06' },
    })
    expect(take(here, { do: 'deem-accepted' }, system(day('2025-03-07')))).toMatchObject({
      stage: 'investigation',
      deemedAccepted: true,
    })
  })

  test('a case given up for missing papers waits for the last day of the supplement, and says why', () => {
    const asked = take(
      wangsCase(),
      { do: 'request-supplement', items: [{ item: '授权书', clause: '第十条' }], due: null },
      clerk(monday),
    )
    const abandon = { do: 'abandon', cause: 'not-supplemented', grounds: refusal().grounds } as const
    expect(decide(asked, abandon, clerk(day('2025-03-17')))).toMatchObject({ refused: 'deadline-not-passed' })
    expect(take(asked, abandon, clerk(day('2025-03-18')))).toMatchObject({
      stage: 'closed',
      ending: 'abandoned',
      grounds: { reasons: [{ code: 'income-above-standard' }] },
    })
  })
})

describe('who may', () => {
  test('whoever prepared cannot review, also with a second account and another role', () => {
    const recommended = take(
      investigated(),
      { do: 'recommend', opinion: opinionOf(grantOf(640), eligible(640)) },
      clerk(day('2025-03-12')),
    )
    const sameHuman = { ...head(day('2025-03-13')), actor: { ...head(monday).actor, person: people.clerk } }
    expect(decide(recommended, { do: 'endorse', decisionId: 'd' }, sameHuman)).toMatchObject({
      refused: 'signed-in-another-capacity',
      with: { capacity: 'prepare' },
    })
  })

  test('a paper signature counts for the person who signed, not for the clerk who scanned it', () => {
    const recommended = take(
      investigated(),
      { do: 'recommend', opinion: opinionOf(grantOf(640), eligible(640)) },
      clerk(day('2025-03-12')),
    )
    const paper = { person: people.head, account: 'account-head', role: 'township-head' as const, scan: 'scan-1' }
    const endorsed = take(recommended, { do: 'endorse', decisionId: 'd', paper }, clerk(day('2025-03-13')))
    expect(endorsed.signatures.at(-1)).toMatchObject({ person: people.head, paper: 'scan-1' })
    expect(
      decide(
        recommended,
        { do: 'endorse', decisionId: 'd', paper: { ...paper, person: people.clerk } },
        clerk(day('2025-03-13')),
      ),
    ).toMatchObject({ refused: 'signed-in-another-capacity' })
  })

  test('an officer keeps his hands off his own relatives, and the county visits them', () => {
    const relatives = [people.clerk]
    const flagged = wangsCase({ officerRelative: true })
    expect(decide(flagged, { do: 'accept' }, clerk(monday, { relatives }))).toMatchObject({ refused: 'own-relative' })
    const accepted = take(flagged, { do: 'accept' }, as('section', 'township-clerk', monday))
    const reported = take(accepted, { do: 'record-report', reportId: 'r', coversVisit: true }, system(monday))
    expect(decide(reported, { do: 'skip-visit', reason }, as('section', 'township-clerk', monday))).toMatchObject({
      refused: 'county-must-visit',
    })
    const visitors = [
      { person: people.head, role: 'township-head' as const },
      { person: people.cadre, role: 'aide' as const },
    ]
    expect(
      decide(
        reported,
        { do: 'record-visit', visitId: 'v', visitors, outcome: 'visited' },
        as('section', 'township-clerk', monday),
      ),
    ).toMatchObject({ refused: 'county-must-visit' })
  })

  test('a relative who turns up late sends the case back: the township visit is not enough, the opinion falls', () => {
    const flagged = take(toConfirm(), { do: 'flag-relative' }, system(day('2025-03-23')))
    expect(flagged).toMatchObject({ stage: 'investigation', round: 2, visit: { status: 'due' }, officerRelative: true })
  })

  test('one visitor twice is one visitor', () => {
    const accepted = take(wangsCase(), { do: 'accept' }, clerk(monday))
    const visitors = [twoVisitors[0]!, { person: people.clerk, role: 'aide' as const }]
    expect(
      decide(accepted, { do: 'record-visit', visitId: 'v', visitors, outcome: 'visited' }, clerk(monday)),
    ).toMatchObject({ refused: 'two-visitors-needed' })
  })
})

describe('opinion and confirmation', () => {
  test('a visit is skipped only on a report that answers its questions', () => {
    const accepted = take(wangsCase(), { do: 'accept' }, clerk(monday))
    expect(decide(accepted, { do: 'skip-visit', reason }, clerk(monday))).toMatchObject({
      refused: 'report-does-not-cover',
    })
    const reported = take(accepted, { do: 'record-report', reportId: 'r', coversVisit: true }, system(monday))
    expect(take(reported, { do: 'skip-visit', reason }, clerk(monday))).toMatchObject({ visit: { status: 'skipped' } })
  })

  test('an amount the rule does not give needs a reason, minutes and a second signature', () => {
    const departing = opinionOf(grantOf(700), eligible(640))
    expect(decide(investigated(), { do: 'recommend', opinion: departing }, clerk(day('2025-03-12')))).toMatchObject({
      refused: 'difference-needs-reason',
    })
    const difference = { code: 'hardship-not-in-the-figures', clause: '集体研究', note: '房屋烧毁' }
    const recommended = take(
      investigated(),
      { do: 'recommend', opinion: { ...departing, difference } },
      clerk(day('2025-03-12')),
    )
    const endorsed = take(recommended, { do: 'endorse', decisionId: 'd' }, head(day('2025-03-13')))
    const posted = take(
      endorsed,
      { do: 'post-notice', noticeId: 'n', firstDay: day('2025-03-13') },
      clerk(day('2025-03-13')),
    )
    const first = take(posted, { do: 'add-board-photo', which: 'first', attachment: 'p' }, clerk(day('2025-03-13')))
    const last = take(first, { do: 'add-board-photo', which: 'last', attachment: 'p' }, clerk(day('2025-03-20')))
    const ended = take(last, { do: 'end-notice' }, system(day('2025-03-21')))
    const confirm = { ...confirming, act: grantOf(700), difference }
    expect(decide(ended, confirm, leader(day('2025-03-24')))).toMatchObject({ refused: 'collective-decision-needed' })
    const collective = {
      do: 'record-collective',
      minutesNo: '〔2025〕7号',
      heldOn: day('2025-03-24'),
      act: grantOf(700),
      reason: difference,
    } as const
    const minuted = take(ended, collective, as('section', 'county-section', day('2025-03-24')))
    const sameHuman = { ...leader(day('2025-03-24')), actor: { ...leader(monday).actor, person: people.section } }
    expect(decide(minuted, confirm, sameHuman)).toMatchObject({ refused: 'signed-in-another-capacity' })
    expect(decide(minuted, { ...confirm, act: grantOf(800) }, leader(day('2025-03-24')))).toMatchObject({
      refused: 'collective-decision-differs',
    })
    expect(take(minuted, confirm, leader(day('2025-03-24')))).toMatchObject({
      decision: { collective: { minutesNo: '〔2025〕7号' } },
    })
  })

  test('a refusal goes to the county without a board, and carries its grounds', () => {
    const recommended = take(
      investigated(),
      { do: 'recommend', opinion: opinionOf(refusal(), notEligible) },
      clerk(day('2025-03-12')),
    )
    const endorsed = take(recommended, { do: 'endorse', decisionId: 'd' }, head(day('2025-03-13')))
    expect(endorsed.stage).toBe('confirmation')
    const decided = take(endorsed, { ...confirming, assessed: notEligible, act: refusal() }, leader(day('2025-03-14')))
    expect(decided).toMatchObject({
      decision: { act: { act: 'refuse', letter: 'owed', route: { court: { months: 6 } } } },
    })
    expect(decide(endorsed, { ...confirming, difference: reason }, leader(day('2025-03-14')))).toMatchObject({
      refused: 'notice-needed',
    })
  })

  test('no adverse act without reasons, evidence and a clause', () => {
    const wanted = {
      act: 'stop' as const,
      monthly: 0n,
      tier: null,
      from: grantOf(1).from,
      reasons: [reason],
      evidence: [{ kind: 'visit' as const, id: 'v' }],
    }
    expect(makeAct({ ...wanted, reasons: [] }, route)).toMatchObject({ refused: 'reason-needed' })
    expect(makeAct({ ...wanted, reasons: [{ ...reason, clause: '' }] }, route)).toMatchObject({
      refused: 'reason-needed',
    })
    expect(makeAct({ ...wanted, evidence: [] }, route)).toMatchObject({ refused: 'evidence-needed' })
    expect(makeAct({ ...wanted, monthly: 1n }, route)).toMatchObject({ refused: 'amount-does-not-fit' })
  })
})

describe('objections', () => {
  const objected = () =>
    take(onNotice(), { do: 'object', objectionId: 'o-1' }, as('citizen', 'public', day('2025-03-17')))
  test('an objection stops the notice; the board is hung again after a new opinion', () => {
    const reopened = take(
      objected(),
      { do: 'conclude-reinvestigation', disputed: false, report: 'report' },
      clerk(day('2025-03-18')),
    )
    expect(reopened).toMatchObject({ stage: 'investigation', round: 2 })
    const recommended = take(
      reopened,
      { do: 'recommend', opinion: opinionOf(grantOf(640), eligible(640)) },
      clerk(day('2025-03-18')),
    )
    const endorsed = take(recommended, { do: 'endorse', decisionId: 'd' }, head(day('2025-03-18')))
    const posted = take(
      endorsed,
      { do: 'post-notice', noticeId: 'n-2', firstDay: day('2025-03-18') },
      clerk(day('2025-03-18')),
    )
    expect(posted).toMatchObject({ stage: 'notice', notice: { noticeId: 'n-2', lastDay: '2025-03-21' } })
  })
  test('what stays disputed is appraised by the villagers before the new opinion', () => {
    const appraisal = take(
      objected(),
      { do: 'conclude-reinvestigation', disputed: true, report: 'report' },
      clerk(day('2025-03-18')),
    )
    expect(appraisal.stage).toBe('appraisal')
    expect(take(appraisal, { do: 'record-appraisal', appraisalId: 'a-1' }, clerk(day('2025-03-20')))).toMatchObject({
      stage: 'investigation',
      round: 2,
    })
  })
})

test('a step that was taken last week is dated back only in a late entry, and never behind the step before it', () => {
  expect(decide(wangsCase(), { do: 'accept', on: day('2025-03-03') }, clerk(day('2025-03-05')))).toMatchObject({
    refused: 'only-late-entry-is-dated-back',
  })
  const late: Case = { ...wangsCase(), kind: 'late-entry' }
  expect(decide(late, { do: 'accept', on: day('2025-03-01') }, clerk(day('2025-03-05')))).toMatchObject({
    refused: 'day-out-of-order',
  })
  expect(take(late, { do: 'accept', on: monday }, clerk(day('2025-03-05')))).toMatchObject({ acceptedOn: monday })
})

test('the diagram shows every stage', () => {
  const diagram = stateDiagram(transitions)
  for (const stage of ['submitted', 'notice_due', 'appraisal', 'closed']) expect(diagram).toContain(stage)
  expect(diagram).toContain('notice --> confirmation: end-notice')
})
