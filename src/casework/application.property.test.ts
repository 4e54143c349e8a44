import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, areaCode, type Day, day, isRefusal, yuan } from '../foundation/index.ts'
import type { Role } from '../platform/index.ts'
import { isAdverse, isPublished, makeAct } from './act.ts'
import type { Case, Command, Context, Event } from './application.ts'
import { evolve, open } from './application-history.ts'
import { decide, rolesFor } from './application-steps.ts'
import { dutyOf, totalDue } from './clock.ts'
import type { CaseProcedure } from './procedure.ts'
import {
  applicationProcedure,
  eligible,
  grantOf,
  notEligible,
  opinionOf,
  plainCalendar,
  refusal,
  route,
} from './pure-testkit.ts'
import { type Step, stages, stepsAt, transitions } from './stage.ts'

/**
 * Any office, any order, any person with any role: whatever is asked, the law's few hard lines hold. The people are five
 * human beings who may hold any account; one of them is a declared relative of the household in some runs.
 */
const humans = ['chen', 'luo', 'wu', 'he', 'ma'] as const
const allSteps = [...new Set(transitions.map((t) => t.do))]

const procedures: Record<string, Partial<CaseProcedure>> = {
  ours: {},
  silent: {
    intake: { ...applicationProcedure.intake!, deemedAfter: { days: 3, unit: 'working' }, verifyBefore: true },
  },
  chongqing: {
    pauses: ['waitingForSupplement', 'forceMajeure'],
    appraisal: 'always',
    uncounted: ['notice', 'appraisal'],
    extension: null,
  },
  section: { signers: { ...applicationProcedure.signers, countyReview: ['county-section'] } },
  short: {
    kind: 'review',
    intake: null,
    notice: null,
    unchanged: { decidedByReview: true, withoutLetter: true },
  },
  small: {
    intake: null,
    verification: 'none',
    visit: 'none',
    adoption: false,
    notice: null,
    signers: { ...applicationProcedure.signers, review: null },
  },
}

interface Move {
  kind: 'forward' | 'any' | 'odd'
  step: number
  human: number
  role: number
  days: number
  choice: number
}

const move = fc.record<Move>({
  // Mostly what the case needs next: a run of refusals proves little.
  kind: fc.constantFrom('forward', 'forward', 'forward', 'forward', 'forward', 'any', 'any', 'odd'),
  step: fc.nat(1000),
  human: fc.nat(humans.length - 1),
  role: fc.nat(9),
  days: fc.constantFrom(0, 0, 1, 1, 3, 9),
  choice: fc.nat(5),
})

const officeRoles: readonly Role[] = [
  'aide',
  'township-clerk',
  'township-head',
  'county-section',
  'county-leader',
  'citizen',
]
const reason = { code: 'other', clause: '第一条', note: '说明' }
const paper = { code: 'hardship-not-in-figures', clause: '集体研究', note: '房屋烧毁' }

const acts = [
  grantOf(640),
  grantOf(700),
  refusal(),
  { ...grantOf(300), act: 'keep' as const },
  reduction(),
  suspension(),
]
const answers = [
  eligible(640),
  notEligible,
  eligible(300, 'keep'),
  { ...eligible(0), outcome: 'undetermined' as const, act: null, monthly: null },
]

function reduction() {
  const act = makeAct(
    {
      act: 'reduce',
      monthly: yuan(100),
      tier: null,
      from: grantOf(1).from,
      reasons: [reason],
      evidence: [{ kind: 'visit', id: 'v' }],
    },
    route,
  )
  if ('refused' in act) throw new Error(act.refused)
  return act
}
function suspension() {
  const act = makeAct(
    {
      act: 'suspend',
      monthly: 0n,
      tier: null,
      from: grantOf(1).from,
      reasons: [reason],
      evidence: [{ kind: 'visit', id: 'v' }],
    },
    route,
  )
  if ('refused' in act) throw new Error(act.refused)
  return act
}

function commandFor(state: Case, step: Step, choice: number, human: string, today: Day): Command {
  const grounds = refusal().grounds
  const pick = <T>(list: readonly T[]) => list[choice % list.length]!
  switch (step) {
    case 'request-supplement':
      return { do: step, items: [{ item: '授权书', clause: '第十条' }], due: null }
    case 'refuse-to-accept':
      return { do: step, grounds }
    case 'mark-duplicate':
      return { do: step, of: pick(['case-1', 'case-0']) }
    case 'start-verification':
      return { do: step, requestId: 'request' }
    case 'record-report':
      return { do: step, reportId: 'report', coversVisit: choice % 2 === 0 }
    case 'skip-verification':
    case 'skip-visit':
    case 'send-back':
    case 'return-to-township':
    case 'extend':
      return { do: step, reason }
    case 'book-visit':
      return { do: step, visitOn: today, visitors: [human, pick(humans)] }
    case 'record-visit':
      return {
        do: step,
        visitId: 'visit',
        outcome: pick(['visited', 'visited', 'nobody-home', 'refused'] as const),
        visitors: [
          { person: human, role: 'township-clerk' },
          { person: pick(humans), role: pick(['aide', 'county-section', 'county-verifier'] as const) },
        ],
      }
    case 'adopt-facts':
      return { do: step, figures: 3 }
    case 'recommend':
      if (choice < 4)
        return {
          do: step,
          opinion: state.kind === 'review' ? opinionOf(acts[3]!, answers[2]!) : opinionOf(acts[0]!, answers[0]!),
        }
      return {
        do: step,
        opinion: opinionOf(pick(acts), answers[(choice * 7 + 1) % 4]!, { difference: choice % 3 === 0 ? null : paper }),
      }
    case 'endorse':
      return { do: step, decisionId: 'decision' }
    case 'post-notice':
      return { do: step, noticeId: 'notice', firstDay: addDays(today, choice % 2) }
    case 'add-board-photo':
      return { do: step, which: choice % 2 ? 'first' : 'last', attachment: 'photo' }
    case 'object':
      return { do: step, objectionId: `objection-${choice}` }
    case 'conclude-reinvestigation':
      return { do: step, disputed: choice % 2 === 0, report: 'report' }
    case 'record-appraisal':
      return { do: step, appraisalId: 'appraisal' }
    case 'record-collective':
      return { do: step, minutesNo: '7', heldOn: today, act: pick(acts), reason: paper }
    case 'confirm': {
      const opinion = 'opinion' in state ? state.opinion : opinionOf(grantOf(640), eligible(640))
      const own = choice % 4 === 0
      return {
        do: step,
        decisionId: 'decision',
        assessed: own ? answers[choice % 4]! : opinion.assessed,
        act: choice === 5 ? pick(acts) : opinion.act,
        difference: choice % 3 === 0 ? null : paper,
        reviewClass: 'stable',
        batch: null,
      }
    }
    case 'issue-letter':
      return { do: step, documentId: 'letter' }
    case 'record-delivery':
      return { do: step, receipt: 'receipt', deliveredOn: today }
    case 'withdraw':
      return { do: step, reason: '不办了' }
    case 'abandon':
      return { do: step, cause: pick(['not-supplemented', 'died', 'moved'] as const), grounds }
    case 'pause':
      return { do: step, reason: pick(['forceMajeure', 'forceMajeure', 'holiday']) }
    case 'reassign':
      return { do: step, to: null }
    case 'correct-clerically':
      return { do: step, field: 'address', note: '门牌号' }
    case 'county-review':
    case 'accept':
    case 'deem-accepted':
    case 'receive-supplement':
    case 'end-notice':
    case 'flag-relative':
    case 'resume':
      return { do: step }
  }
}

/** What a diligent office would do next. */
function forward(state: Case, choice: number): Step {
  const { verification, visit, procedure } = state
  switch (state.stage) {
    case 'submitted':
      return choice < 2 ? 'request-supplement' : 'accept'
    case 'supplement':
      return 'receive-supplement'
    case 'investigation':
      if (verification.status === 'needed') return 'start-verification'
      if (verification.status === 'awaiting') return 'record-report'
      if (visit.status === 'due' || visit.status === 'booked')
        return choice === 0 && !state.officerRelative ? 'skip-visit' : 'record-visit'
      if (procedure.appraisal === 'always' && !state.appraisedOn) return 'record-appraisal'
      return state.adoptedOn === null && procedure.adoption ? 'adopt-facts' : 'recommend'
    case 'review':
      return 'endorse'
    case 'notice-due':
      return 'post-notice'
    case 'notice':
      return choice < 2 ? 'end-notice' : choice === 5 && state.round < 3 ? 'object' : 'add-board-photo'
    case 'objection':
      return 'conclude-reinvestigation'
    case 'appraisal':
      return 'record-appraisal'
    case 'confirmation':
      if (state.notice && !(state.notice.photos.first && state.notice.photos.last)) return 'add-board-photo'
      if (
        procedure.signers.countyReview &&
        !state.signatures.some((s) => s.capacity === 'county-review' && s.round === state.round)
      )
        return 'county-review'
      return choice === 0 ? 'record-collective' : 'confirm'
    case 'decided':
      return state.letter ? 'record-delivery' : 'issue-letter'
    case 'closed':
      return 'correct-clerically'
  }
}

const endings: readonly Step[] = ['withdraw', 'abandon', 'mark-duplicate', 'refuse-to-accept']
const usual: Partial<Record<Role, number>> = {
  'township-clerk': 0,
  'township-head': 1,
  'county-leader': 2,
  'county-section': 3,
  aide: 4,
}

interface Run {
  state: Case
  opened: Case
  events: Event[]
  /** The day a case was decided on, and what was on the board then. */
  decidedOn: Day | null
  boardAtDecision: { firstDay: Day; lastDay: Day } | null
  today: Day
}

const taken = new Set<string>()

function play(procedure: Partial<CaseProcedure>, moves: readonly Move[], relatives: readonly string[]): Run {
  const opened: Case = open(
    {
      caseId: 'case-1',
      householdId: 990101_000000001n,
      kind: procedure.kind === 'review' ? 'review' : 'application',
      change: null,
      programme: 'dibao',
      area: areaCode('990101001001'),
      origin: 'applicant',
      applicant: null,
      procedure: { ...applicationProcedure, ...procedure },
      on: day('2025-03-03'),
      earlier: null,
      current: procedure.kind === 'review' ? yuan(300) : null,
      officerRelative: relatives.length > 0,
      holder: null,
    },
    plainCalendar,
  )
  const run: Run = {
    state: opened,
    opened,
    events: [],
    decidedOn: null,
    boardAtDecision: null,
    today: day('2025-03-03'),
  }
  for (const m of moves) {
    run.today = addDays(run.today, m.days)
    const here = stepsAt(run.state.stage).filter((step) => !endings.includes(step) || (m.choice === 5 && m.days >= 3))
    const step =
      m.kind === 'forward'
        ? forward(run.state, m.choice)
        : m.kind === 'odd' || here.length === 0
          ? allSteps[m.step % allSteps.length]!
          : here[m.step % here.length]!
    const fitting = rolesFor(transitions.find((t) => t.do === step)!.hat, run.state.procedure)
    const role =
      m.role < 8 && fitting && fitting.length > 0
        ? fitting[m.choice % fitting.length]!
        : officeRoles[m.role % officeRoles.length]!
    const human = humans[m.kind === 'forward' && m.role < 8 ? (usual[role] ?? m.human) : m.human]!
    const context: Context = {
      today: run.today,
      calendar: plainCalendar,
      actor: {
        account: `${human}-${role}`,
        person: role === 'system' || role === 'citizen' ? null : human,
        role,
        delegation: null,
      },
      relatives,
    }
    const before = run.state
    const outcome = decide(before, commandFor(before, step, m.choice, human, run.today), context)
    if (isRefusal(outcome)) continue
    run.state = outcome.reduce(evolve, before)
    run.events.push(...outcome)
    taken.add(`${before.stage}/${step}`)
    if (
      (run.state.stage === 'decided' || run.state.stage === 'closed') &&
      outcome.some((e) => e.what === 'confirmed')
    ) {
      run.decidedOn = run.today
      run.boardAtDecision = 'notice' in before && before.notice ? before.notice : null
    }
  }
  return run
}

let seed = 20250303
const runs = (check: (run: Run, relatives: readonly string[]) => void, count = 500) =>
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(procedures)),
      fc.array(move, { minLength: 1, maxLength: 80, size: 'max' }),
      fc.subarray([...humans], { maxLength: 1 }),
      (name, moves, relatives) => {
        const some = moves[0]!.choice === 0 ? relatives : []
        check(play(procedures[name]!, moves, some), some)
      },
    ),
    // Every test walks paths of its own, the same ones in every run.
    { numRuns: count, seed: ++seed },
  )

test('no sequence of steps leads out of the table, and the events alone tell the same story', () => {
  runs((run) => {
    expect(stages).toContain(run.state.stage)
    expect(run.events.reduce(evolve, run.opened)).toEqual(run.state)
    if (run.state.stage !== 'closed') expect(dutyOf(run.state, plainCalendar)).not.toBeNull()
    if (run.state.acceptedOn && run.state.stage !== 'closed')
      expect(totalDue(run.state, plainCalendar)!.day > run.state.acceptedOn).toBe(true)
  })
})

test('nobody signs twice in different capacities; a decision has its preparer and its decider, two human beings at least', () => {
  runs((run, relatives) => {
    const capacity = new Map<string, string>()
    for (const s of run.state.signatures) {
      expect(capacity.get(s.person) ?? s.capacity).toBe(s.capacity)
      capacity.set(s.person, s.capacity)
      expect(relatives).not.toContain(s.person)
    }
    if (!run.decidedOn) return
    const { signers } = run.state.procedure
    const last = run.state.signatures.filter((s) => s.round === run.state.round)
    const signed = new Set(last.map((s) => s.capacity))
    expect(signed.has('prepare')).toBe(true)
    if (signers.review) expect(signed.has('review')).toBe(true)
    const decidedByReview = run.state.stage === 'closed' && run.state.ending === 'unchanged' && !signed.has('approve')
    if (!decidedByReview) expect(signed.has('approve')).toBe(true)
    if (signers.countyReview && signed.has('approve')) expect(signed.has('county-review')).toBe(true)
    expect(new Set(last.map((s) => s.person)).size).toBeGreaterThanOrEqual(signed.size)
  })
})

test('whoever is granted money was on the board for the whole of its days, with both photographs', () => {
  runs((run) => {
    const decision = 'decision' in run.state ? run.state.decision : null
    if (!decision || !run.state.procedure.notice || !isPublished(decision.act)) return
    const board = run.boardAtDecision
    expect(board).not.toBeNull()
    expect(run.decidedOn! > board!.lastDay).toBe(true)
    expect(board!.lastDay >= addDays(board!.firstDay, run.state.round > 1 ? 3 : 7)).toBe(true)
    const photographed = run.events.filter((e) => e.what === 'board-photographed')
    expect(new Set(photographed.map((e) => e.which))).toEqual(new Set(['first', 'last']))
  })
})

test('no adverse act and no end by the office without reasons, evidence, a human being and the ways to object', () => {
  runs((run) => {
    const decision = 'decision' in run.state ? run.state.decision : null
    if (decision && isAdverse(decision.act)) {
      expect(decision.act.grounds.reasons[0].clause).not.toBe('')
      expect(decision.act.grounds.evidence.length).toBeGreaterThan(0)
      expect(decision.act.letter).toBe('owed')
      expect(decision.act.route.reconsideration.days).toBeGreaterThanOrEqual(60)
      if (run.state.stage === 'closed') expect(run.state.ending).toBe('served')
    }
    if (run.state.stage === 'closed' && (run.state.ending === 'abandoned' || run.state.ending === 'refused-to-accept'))
      expect(run.state.grounds?.reasons[0].clause).toBeTruthy()
  })
})

test('an opinion rests on a visit by two people or a report that covers it; an officer’s relative is visited by the county', () => {
  runs((run, relatives) => {
    const opinions = run.events.filter((e) => e.what === 'recommended')
    if (opinions.length === 0) return
    let state: Case = run.opened
    for (const event of run.events) {
      if (event.what === 'recommended') {
        const { visit, verification, procedure, officerRelative } = state
        if (visit.status === 'done') {
          expect(new Set(visit.visitors).size).toBeGreaterThanOrEqual(2)
          if (officerRelative) expect(visit.byCounty).toBe(true)
          for (const visitor of visit.visitors) expect(relatives).not.toContain(visitor)
        } else {
          expect(officerRelative).toBe(false)
          expect(visit.status === 'none' ? procedure.visit : verification.status).toBe(
            visit.status === 'none' ? 'none' : 'reported',
          )
        }
      }
      state = evolve(state, event)
    }
  })
})

test('departing from the rule needs a collective decision by another person; a supplement is asked for once', () => {
  runs((run) => {
    expect(run.events.filter((e) => e.what === 'supplement-requested').length).toBeLessThanOrEqual(1)
    const decision = 'decision' in run.state ? run.state.decision : null
    if (!decision) return
    const { act, assessed, collective } = decision
    const departs = act.act !== assessed.act || act.monthly !== (assessed.monthly ?? 0n)
    const office = act.act === 'suspend' || act.act === 'resume'
    if (!departs || office) return
    expect(collective).not.toBeNull()
    const approver = run.state.signatures.find((s) => s.capacity === 'approve')
    expect(collective!.person).not.toBe(approver!.person)
    expect(decision.difference).not.toBeNull()
  })
})

test('the runs above walked every line of the table', () => {
  const lines = transitions.flatMap((t) => t.from.map((from) => `${from}/${t.do}`))
  expect(lines.filter((line) => !taken.has(line))).toEqual([])
})
