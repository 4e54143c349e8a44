import { isDay } from '../foundation/index.ts'
import type { Determination } from './kernel/determination.ts'
import type { Explanation, Names, Provenance } from './kernel/explain.ts'
import type { FastDecision } from './kernel/generate.ts'
import { PolicyError } from './kernel/problem.ts'
import type { Situation as KernelSituation } from './kernel/situation.ts'
import { book } from './rulebook/assemble.ts'
import { publishedRow } from './rulebook/lookup.ts'
import { readOverrides } from './rulebook/values.ts'
import { contradictions, misplacedFacts, type Situation, withSupporters } from './situation.ts'

/** The door: one household, one day, one place in; a determination with everything it rests on out. Pure. */

function prepared(situation: Situation): KernelSituation {
  const { overrides, ...rest } = withSupporters(situation)
  if (!overrides) return rest
  const { values, problems } = readOverrides(overrides)
  if (problems.length > 0)
    throw new PolicyError(
      problems.map(({ name, message }) => ({
        code: 'override',
        subject: `overrides.${name}`,
        message,
        remedy: 'Correct the parameter; money is written with its period, such as 740元/月',
      })),
    )
  return { ...rest, overrides: values }
}

/** Throws a PolicyError that names every wrong field; unknown facts are not wrong. */
function checked(situation: Situation): KernelSituation {
  const early = isDay(situation.on) ? [...misplacedFacts(situation), ...contradictions(situation)] : []
  if (early.length > 0)
    throw new PolicyError(
      early.map(({ field, message, remedy }) => ({ code: 'bad-input', subject: field, message, remedy })),
    )
  return prepared(situation)
}

/** Interpreted, with the full trace: what a letter, an appeal and a replay years later rest on. */
export const determine = (situation: Situation): Determination => book.determine(checked(situation))

/** Generated JavaScript: the same outcome, tier and amount, without the trace. For batches and what-if. */
export const decideFast = (situation: Situation): FastDecision => book.decideFast(prepared(situation))

/** The one object that self-check, officer's page, letter and appeal show. Values appear as their notice wrote them. */
export function explain(determination: Determination, provenance?: Provenance, names?: Names): Explanation {
  const explanation = book.explain(determination, provenance, names)
  const { area, residence, on } = determination
  const lines = explanation.lines.map((line) => {
    if (line.kind !== 'parameter' || line.source?.source === 'situation') return line
    const published = publishedRow(line.id, area, residence, on)?.published
    return published && /元/.test(published) && !published.includes(' ')
      ? { ...line, shown: { zh: published, en: published } }
      : line
  })
  return { ...explanation, lines }
}

/** The hash of everything that decides a programme here, apart from parameter values. */
export const rulebookHash = (programme: string): string => book.hash(programme)
