import { book, situations } from './determination-policy.ts'
import { type Answer, byHand, jsonRulesEngine, plain, zenEngine } from './determination-rivals.ts'

/**
 * One household decided: our two ways beside the same policy written by hand and in two rule engines. Rounds are
 * interleaved, so that a busy moment of the machine falls on everybody; medians over the rounds; every engine must first
 * give the same answer for every household.
 */
export interface DeterminationBench {
  /** Microseconds for one household: the median round. */
  micros: Record<string, number>
  /** Over single calls. */
  traced: { p50: number; p99: number }
  /** How many times hand-written TypeScript each takes. */
  timesHand: Record<string, number>
  firstDecisionMillis: number
}

const households = 2000
const rounds = 7

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!
const percentile = (sorted: readonly number[], p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))]!
const elapsed = (since: bigint): number => Number(process.hrtime.bigint() - since)

export async function run(print: (line: string) => void = console.log): Promise<DeterminationBench> {
  const all = situations(households)
  const started = process.hrtime.bigint()
  book.decideFast(all[0]!)
  const firstDecisionMillis = elapsed(started) / 1e6
  const inputs = all.map(plain)
  const [rulesEngine, zen] = [jsonRulesEngine(), zenEngine()]

  const expected = all.map((s): Answer => {
    const answer = byHand(s)
    return answer.outcome === 'eligible'
      ? { eligible: true, monthly: Number(answer.monthly) }
      : { eligible: false, monthly: 0 }
  })
  const agrees = (who: string, i: number, answer: Answer) => {
    const wanted = expected[i]!
    if (answer.eligible !== wanted.eligible || answer.monthly !== wanted.monthly)
      throw new Error(
        `${who} differs on household ${i}: ${JSON.stringify(answer)} instead of ${JSON.stringify(wanted)}`,
      )
  }
  const ours = (answer: { outcome: string; monthly?: bigint }): Answer => ({
    eligible: answer.outcome === 'eligible',
    monthly: Number(answer.monthly ?? 0n),
  })
  for (let i = 0; i < households; i++) {
    agrees('generated', i, ours(book.decideFast(all[i]!)))
    agrees('traced', i, ours(book.determine(all[i]!) as { outcome: string; monthly?: bigint }))
    agrees('json-rules-engine', i, await rulesEngine(inputs[i]!))
    agrees('zen-engine', i, await zen(inputs[i]!, false))
  }

  const count = (n: number) => Math.min(n, households)
  const sync = (work: (i: number) => unknown, passes: number) => async () => {
    let kept = 0
    const since = process.hrtime.bigint()
    for (let pass = 0; pass < passes; pass++) for (let i = 0; i < households; i++) if (work(i)) kept++
    const spent = elapsed(since) / 1000 / (passes * households)
    if (kept !== passes * households) throw new Error('An answer was lost')
    return spent
  }
  const later = (work: (i: number) => Promise<Answer>, n: number) => async () => {
    const since = process.hrtime.bigint()
    for (let i = 0; i < count(n); i++) await work(i)
    return elapsed(since) / 1000 / count(n)
  }
  const lanes: Record<string, () => Promise<number>> = {
    'hand-written TypeScript': sync((i) => byHand(all[i]!), 20),
    'Doudi, generated': sync((i) => book.decideFast(all[i]!), 20),
    'Doudi, traced': sync((i) => book.determine(all[i]!), 2),
    'json-rules-engine': later((i) => rulesEngine(inputs[i]!), 500),
    'zen-engine': later((i) => zen(inputs[i]!, false), 500),
    'zen-engine, traced': later((i) => zen(inputs[i]!, true), 500),
  }
  for (const lane of Object.values(lanes)) await lane()
  const times: Record<string, number[]> = {}
  for (let round = 0; round < rounds; round++)
    for (const [name, lane] of Object.entries(lanes)) times[name] = [...(times[name] ?? []), await lane()]
  const micros = Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]))

  const single: number[] = []
  for (let pass = 0; pass < 5; pass++)
    for (const situation of all) {
      const since = process.hrtime.bigint()
      book.determine(situation)
      single.push(elapsed(since) / 1000)
    }
  single.sort((a, b) => a - b)
  const traced = { p50: percentile(single, 0.5), p99: percentile(single, 0.99) }
  const hand = micros['hand-written TypeScript']!
  const timesHand = Object.fromEntries(Object.entries(micros).map(([name, value]) => [name, value / hand]))

  print(
    `One determination: 15 rules, ${households} households, 2,800 counties; medians of ${rounds} interleaved rounds`,
  )
  for (const [name, value] of Object.entries(micros))
    print(
      `  ${name.padEnd(26)} ${value.toFixed(2).padStart(9)} µs ${timesHand[name]!.toFixed(1).padStart(9)} × hand-written`,
    )
  print(`  traced, single calls: p50 ${traced.p50.toFixed(1)} µs, p99 ${traced.p99.toFixed(1)} µs`)
  print(`  rules to code and the first decision: ${firstDecisionMillis.toFixed(1)} ms`)
  return { micros, traced, timesHand, firstDecisionMillis }
}

if (process.argv[1]?.endsWith('determination.ts')) await run()
