import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, areaCode, type Day, day, isRefusal, yuan } from '../foundation/index.ts'
import type { Role } from '../platform/index.ts'
import { isAdverse } from './act.ts'
import {
  type Appeal,
  type AppealAnswer,
  type AppealCommand,
  type AppealEvent,
  type AppealStep,
  appealTransitions,
  decideAppeal,
  evolveAppeal,
  openAppeal,
  rolesForAppeal,
} from './appeal.ts'
import type { Context } from './application.ts'
import { applicationProcedure, eligible, grantOf, notEligible, plainCalendar, refusal } from './pure-testkit.ts'

const signers = ['chen', 'luo', 'wu']
const others = ['he', 'ma', 'yu']
const humans = [...signers, ...others]
const roles: readonly Role[] = ['citizen', 'township-clerk', 'county-section', 'county-leader', 'aide']
const reason = { code: 'figures-right', clause: '第一条', note: '流水清楚' }
const found = [{ of: 'household', name: 'deposits', found: '0元', evidence: '银行流水' }]

const opened = (act = refusal() as Appeal['against']['act']): Appeal =>
  openAppeal({
    caseId: 'appeal-1',
    householdId: 990101_000000001n,
    programme: 'dibao',
    area: areaCode('990101001001'),
    applicant: null,
    procedure: {
      ...applicationProcedure,
      appeal: { ...applicationProcedure.appeal, check: ['county-section', 'county-leader'] },
    },
    against: { caseId: 'case-1', decisionId: 'decision-1', decidedOn: day('2025-03-25'), act, signers },
    figures: [{ of: 'household', name: 'deposits', used: '90,000元', claimed: '0元', evidence: [] }],
    current: isAdverse(act) ? null : act.monthly,
    officerRelative: false,
    on: day('2025-04-02'),
  })

const answers: AppealAnswer[] = [
  { outcome: 'upheld', found, assessed: notEligible, act: refusal(), reason },
  { outcome: 'corrected', found, assessed: eligible(640), act: grantOf(640), reason },
  { outcome: 'corrected', found: [], assessed: eligible(640), act: grantOf(640), reason },
  { outcome: 'corrected', found, assessed: notEligible, act: refusal(), reason },
  { outcome: 'upheld', found, assessed: eligible(640), act: grantOf(640), reason },
]

const as = (person: string | null, role: Role, today: Day, relatives: string[] = []): Context => ({
  today,
  calendar: plainCalendar,
  actor: { account: `${person}-${role}`, person, role, delegation: null },
  relatives,
})

describe('an answer', () => {
  const recheck = (state: Appeal) =>
    decideAppeal(state, { do: 'begin-recheck' }, as('he', 'county-section', day('2025-04-03')))
  const inRecheck = () => {
    const begun = recheck(opened())
    if (isRefusal(begun)) throw new Error(begun.refused)
    return begun.reduce(evolveAppeal, opened())
  }
  const propose = (answer: AppealAnswer) =>
    decideAppeal(inRecheck(), { do: 'propose-answer', answer }, as('he', 'county-section', day('2025-04-03')))

  test('never leaves a figure open, never makes it worse, and says what it changes', () => {
    expect(propose(answers[2]!)).toMatchObject({ refused: 'figures-unanswered', with: { count: 1 } })
    expect(propose(answers[3]!)).toMatchObject({ refused: 'appeal-must-not-worsen' })
    expect(propose(answers[4]!)).toMatchObject({ refused: 'upheld-changes-nothing' })
    expect(isRefusal(propose(answers[0]!))).toBe(false)
    expect(isRefusal(propose(answers[1]!))).toBe(false)
    const lower = opened(grantOf(700))
    const begun = recheck(lower)
    const state = isRefusal(begun) ? lower : begun.reduce(evolveAppeal, lower)
    expect(
      decideAppeal(state, { do: 'propose-answer', answer: answers[1]! }, as('he', 'county-section', day('2025-04-03'))),
    ).toMatchObject({
      refused: 'appeal-must-not-worsen',
    })
  })

  test('is nobody’s who decided before, nor a relative’s', () => {
    for (const person of signers)
      expect(
        decideAppeal(opened(), { do: 'begin-recheck' }, as(person, 'county-leader', day('2025-04-03'))),
      ).toMatchObject({ refused: 'decided-it-before' })
    expect(
      decideAppeal(opened(), { do: 'begin-recheck' }, as('he', 'county-section', day('2025-04-03'), ['he'])),
    ).toMatchObject({ refused: 'own-relative' })
  })
})

function commandFor(step: AppealStep, choice: number, today: Day): AppealCommand {
  switch (step) {
    case 'begin-recheck':
      return { do: step }
    case 'adopt-recheck-figures':
      return { do: step, figures: 1 }
    case 'propose-answer':
      return { do: step, answer: answers[choice % answers.length]! }
    case 'send-back-answer':
      return { do: step, reason }
    case 'decide-appeal':
      return { do: step, decisionId: 'decision-2' }
    case 'withdraw-appeal':
      return { do: step, reason: '不复核了' }
    case 'issue-appeal-letter':
      return { do: step, documentId: 'letter' }
    case 'deliver-appeal-letter':
      return { do: step, receipt: 'receipt', deliveredOn: today }
  }
}

test('whatever is asked in whatever order: new people, one capacity each, no worse result, and the table is all walked', () => {
  const walked = new Set<string>()
  const move = fc.record({ step: fc.nat(20), human: fc.nat(5), role: fc.nat(9), choice: fc.nat(9), days: fc.nat(3) })
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40, size: 'max' }), (moves) => {
      let state = opened()
      let today = day('2025-04-02')
      const events: AppealEvent[] = []
      for (const m of moves) {
        today = addDays(today, m.days)
        const here = appealTransitions.filter((t) => (t.from as readonly string[]).includes(state.stage))
        const row =
          here.length === 0 || m.step === 20
            ? appealTransitions[m.step % appealTransitions.length]!
            : here[m.step % here.length]!
        if (row.do === 'withdraw-appeal' && m.choice !== 0) continue
        const fitting = rolesForAppeal(row.hat, state.procedure)
        const role = m.role < 8 ? fitting[m.choice % fitting.length]! : roles[m.choice % roles.length]!
        const outcome = decideAppeal(
          state,
          commandFor(row.do, m.choice, today),
          as(role === 'citizen' ? null : humans[m.human]!, role, today),
        )
        if (isRefusal(outcome)) continue
        walked.add(`${state.stage}/${row.do}`)
        events.push(...outcome)
        state = outcome.reduce(evolveAppeal, state)
      }
      expect(events.reduce(evolveAppeal, opened())).toEqual(state)
      const capacity = new Map<string, string>()
      for (const signature of state.signatures) {
        expect(signers).not.toContain(signature.person)
        expect(capacity.get(signature.person) ?? signature.capacity).toBe(signature.capacity)
        capacity.set(signature.person, signature.capacity)
      }
      const decision = 'decision' in state ? state.decision : null
      if (decision) {
        expect(new Set(state.signatures.map((s) => s.capacity))).toEqual(new Set(['recheck', 'approve']))
        if (decision.outcome === 'corrected') expect(decision.act.monthly > yuan(0)).toBe(true)
        if (isAdverse(decision.act)) expect(decision.act.grounds.reasons.length).toBeGreaterThan(0)
      }
    }),
    { numRuns: 600, seed: 20250402 },
  )
  expect(
    appealTransitions.flatMap((t) => t.from.map((from) => `${from}/${t.do}`)).filter((line) => !walked.has(line)),
  ).toEqual([])
})
