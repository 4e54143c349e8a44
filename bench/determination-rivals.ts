import { ZenEngine } from '@gorules/zen-engine'
import { Engine } from 'json-rules-engine'
import { bornOnOrBefore, type Fen } from '../src/foundation/index.ts'
import type { Situation } from '../src/policy/kernel/index.ts'
import { counties, countyCode, on, rates, standardOf } from './determination-policy.ts'

/** The same policy elsewhere: written by hand in TypeScript, and for the two rule engines of npm that can express it. */
export interface Answer {
  eligible: boolean
  monthly: number
}

const standards = new Map<string, { urban: number; rural: number }>(
  Array.from({ length: counties }, (_, c) => [
    countyCode(c),
    { urban: standardOf(c, true), rural: standardOf(c, false) },
  ]),
)
const elderly = bornOnOrBefore(on, 70)
const adult = bornOnOrBefore(on, 18)
const halfUp = (amount: number, bp: number) => Math.floor((2 * amount * bp + 10_000) / 20_000)

/** What a careful programmer writes for this one policy: no trace, no unknowns, no dates but today's. */
export function byHand(s: Situation): { outcome: 'eligible'; tier: null; monthly: Fen } | { outcome: 'not-eligible' } {
  const standard = standards.get(s.area)![s.residence]
  const n = s.members.length
  const need = standard * n
  let total = Number(s.household.farmIncome)
  let supplements = 0
  for (const { facts } of s.members) {
    const wage = Number(facts.wage)
    const pension = Number(facts.pension)
    total += wage - halfUp(wage, rates.workCost) + Math.max(0, pension - rates.pensionDisregard)
    const birth = facts.birth as string
    let best = 0
    if (facts.disability === '1' || facts.disability === '2') best = halfUp(standard, rates.severeRate)
    if (birth <= elderly) best = Math.max(best, halfUp(standard, rates.elderlyRate))
    if (birth > adult) best = Math.max(best, halfUp(standard, rates.minorRate))
    supplements += best
  }
  const { deposits, vehicles, homes, leaving } = s.household
  if (
    !(
      total < need &&
      Number(deposits) <= need * rates.depositMonths &&
      (vehicles as number) <= 0 &&
      (homes as number) <= 1
    )
  )
    return { outcome: 'not-eligible' }
  const full = Math.max(rates.minimum, need - total) + supplements
  const paid = leaving ? halfUp(full, rates.exitShare) : full
  return { outcome: 'eligible', tier: null, monthly: BigInt(Math.ceil(paid / 10) * 10) }
}

/** Plain numbers, as these engines want their input; made beforehand, so that it costs them nothing here. */
export interface Plain {
  standard: number
  n: number
  farmIncome: number
  deposits: number
  vehicles: number
  homes: number
  leaving: boolean
  members: { wage: number; pension: number; birth: number; severe: boolean }[]
}
const asNumber = (text: string) => Number(text.replaceAll('-', ''))
export const plain = (s: Situation): Plain => ({
  standard: standards.get(s.area)![s.residence],
  n: s.members.length,
  farmIncome: Number(s.household.farmIncome),
  deposits: Number(s.household.deposits),
  vehicles: s.household.vehicles as number,
  homes: s.household.homes as number,
  leaving: s.household.leaving as boolean,
  members: s.members.map(({ facts }) => ({
    wage: Number(facts.wage),
    pension: Number(facts.pension),
    birth: asNumber(facts.birth as string),
    severe: facts.disability === '1' || facts.disability === '2',
  })),
})

/** json-rules-engine knows conditions only: every sum is a JavaScript fact. */
export function jsonRulesEngine(): (input: Plain) => Promise<Answer> {
  const engine = new Engine()
  const memberIncome = (m: Plain['members'][number]) =>
    m.wage - halfUp(m.wage, rates.workCost) + Math.max(0, m.pension - rates.pensionDisregard)
  const supplement = (m: Plain['members'][number], standard: number) =>
    Math.max(
      m.severe ? halfUp(standard, rates.severeRate) : 0,
      m.birth <= asNumber(elderly) ? halfUp(standard, rates.elderlyRate) : 0,
      m.birth > asNumber(adult) ? halfUp(standard, rates.minorRate) : 0,
    )
  const of = async (almanac: { factValue: <T>(name: string) => Promise<T> }) => almanac.factValue<Plain>('input')
  engine.addFact('total', async (_, almanac) => {
    const input = await of(almanac)
    return input.members.reduce((total, m) => total + memberIncome(m), input.farmIncome)
  })
  engine.addFact('need', async (_, almanac) => {
    const input = await of(almanac)
    return input.standard * input.n
  })
  engine.addFact('depositLimit', async (_, almanac) => (await almanac.factValue<number>('need')) * rates.depositMonths)
  engine.addFact('monthly', async (_, almanac) => {
    const input = await of(almanac)
    const [need, total] = [await almanac.factValue<number>('need'), await almanac.factValue<number>('total')]
    const full =
      Math.max(rates.minimum, need - total) + input.members.reduce((sum, m) => sum + supplement(m, input.standard), 0)
    return Math.ceil((input.leaving ? halfUp(full, rates.exitShare) : full) / 10) * 10
  })
  engine.addRule({
    name: 'eligible',
    conditions: {
      all: [
        { fact: 'total', operator: 'lessThan', value: { fact: 'need' } },
        { fact: 'input', path: '$.deposits', operator: 'lessThanInclusive', value: { fact: 'depositLimit' } },
        { fact: 'input', path: '$.vehicles', operator: 'lessThanInclusive', value: 0 },
        { fact: 'input', path: '$.homes', operator: 'lessThanInclusive', value: 1 },
      ],
    },
    event: { type: 'eligible' },
  })
  return async (input) => {
    const { events, almanac } = await engine.run({ input })
    if (events.length === 0) return { eligible: false, monthly: 0 }
    return { eligible: true, monthly: await almanac.factValue<number>('monthly') }
  }
}

/** zen-engine: members in one expression node, the household in a second. */
export function zenEngine(): (input: Plain, trace: boolean) => Promise<Answer> {
  const half = (amount: string, bp: number) => `floor((2 * (${amount}) * ${bp} + 10000) / 20000)`
  const expression = (id: string, entries: Record<string, string>) => ({
    id,
    name: id,
    type: 'expressionNode',
    position: { x: 0, y: 0 },
    content: {
      expressions: Object.entries(entries).map(([key, value], i) => ({ id: `${id}${i}`, key, value })),
      passThrough: true,
    },
  })
  const nodes = [
    { id: 'in', name: 'in', type: 'inputNode', position: { x: 0, y: 0 } },
    expression('members', {
      severe: half('standard', rates.severeRate),
      elderly: half('standard', rates.elderlyRate),
      minor: half('standard', rates.minorRate),
      earned: `sum(map(members, #.wage - ${half('#.wage', rates.workCost)} + max([0, #.pension - ${rates.pensionDisregard}])))`,
      need: 'standard * n',
    }),
    expression('household', {
      supplements: `sum(map(members, max([#.severe ? $root.severe : 0, #.birth <= ${asNumber(elderly)} ? $root.elderly : 0, #.birth > ${asNumber(adult)} ? $root.minor : 0])))`,
      total: 'earned + farmIncome',
      eligible: `earned + farmIncome < need and deposits <= need * ${rates.depositMonths} and vehicles <= 0 and homes <= 1`,
      full: `max([${rates.minimum}, need - earned - farmIncome])`,
    }),
    expression('pay', {
      monthly: `ceil((leaving ? ${half('full + supplements', rates.exitShare)} : full + supplements) / 10) * 10`,
    }),
    { id: 'out', name: 'out', type: 'outputNode', position: { x: 0, y: 0 } },
  ]
  const edges = nodes
    .slice(1)
    .map((node, i) => ({ id: `e${i}`, sourceId: nodes[i]!.id, targetId: node.id, type: 'edge' }))
  const decision = new ZenEngine().createDecision({ nodes, edges })
  return async (input, trace) => {
    const { result } = (await decision.evaluate(input, { trace })) as { result: { eligible: boolean; monthly: number } }
    return result.eligible ? { eligible: true, monthly: result.monthly } : { eligible: false, monthly: 0 }
  }
}
