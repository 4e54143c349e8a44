import { bornOnOrBefore, type Day, type Fen } from '../../foundation/index.ts'
import { helpers, type NumberOrBig } from './arithmetic.ts'
import { type Emission, fits, inKind, topBlock } from './block.ts'
import type { Programme } from './declare.ts'
import { emit } from './emit.ts'
import type { ParameterDeclaration, RuleDeclaration } from './expression.ts'
import type { Band, ParameterValue, Scalar } from './parameters.ts'
import { rangeOfParameter } from './range.ts'
import type { RuleSet } from './rule-set.ts'
import type { Setting } from './setting.ts'
import { type Facts, type Member, mostMembers, type Situation } from './situation.ts'

/** The same answer as the interpreter's, from code made of the same rules: outcome, tier and amount, without reasons. */
export type FastDecision =
  | { outcome: 'eligible'; tier: string | null; monthly: Fen }
  | { outcome: 'not-eligible' }
  | { outcome: 'undetermined' }

type Code = (
  household: Facts,
  members: readonly Member[],
  supporters: readonly Member[],
  parameters: readonly unknown[],
  births: readonly Day[],
  on: Day,
) => FastDecision | null

/** One text of the rules, compiled. Serves every day and place where the same texts hold. */
export interface Generated {
  source: string
  /** The answer, or null when something asked is not known, out of range or of a wrong kind. */
  swift: Code
  /** Needs checked input; knows what follows from what is not known. */
  careful: Code
  parameters: readonly ParameterDeclaration[]
  ages: readonly number[]
}

/** Null where the page forbids making code (`unsafe-eval`): callers then interpret. */
export function generate(
  set: RuleSet,
  programme: Programme,
  rules: ReadonlyMap<string, RuleDeclaration | null>,
): Generated | null {
  const parameters = new Map<string, ParameterDeclaration>()
  const ages: number[] = []
  const body = (careful: boolean): string => {
    const e: Emission = { careful, rules, rangeOfRule: set.rangeOfRule, parameters, ages, names: 0 }
    const block = topBlock()
    if (!careful)
      block.lines.push(`if (ms.length < 1 || ms.length > ${mostMembers} || ss.length > ${mostMembers}) return null`)
    const eligible = emit(e, programme.eligible, block)
    if (eligible.maybe) block.lines.push(`if (${eligible.code} === null) return UNDETERMINED`)
    block.lines.push(`if (!${eligible.code}) return NOT_ELIGIBLE`)
    const monthly = emit(e, programme.monthly, block)
    const tier = programme.tier ? emit(e, programme.tier, block) : null
    const unknown = [monthly, tier].filter((atom) => atom?.maybe).map((atom) => `${atom?.code} === null`)
    if (unknown.length > 0) block.lines.push(`if (${unknown.join(' || ')}) return UNDETERMINED`)
    const named = tier ? `${tier.code} === 'none' ? null : ${tier.code}` : 'null'
    block.lines.push(
      `return { outcome: 'eligible', tier: ${named}, monthly: ${inKind({ ...monthly, maybe: false }, true).code} }`,
    )
    return block.lines.map((line) => `  ${line}`).join('\n')
  }
  const source = [
    '"use strict"',
    `const { ${Object.keys(helpers).join(', ')} } = helpers`,
    "const UNDETERMINED = { outcome: 'undetermined' }, NOT_ELIGIBLE = { outcome: 'not-eligible' }",
    'function swift(h, ms, ss, P, D, on) {',
    body(false),
    '}',
    'function careful(h, ms, ss, P, D, on) {',
    body(true),
    '}',
    'return { swift, careful }',
  ].join('\n')
  try {
    const made = new Function('helpers', source)(helpers) as { swift: Code; careful: Code }
    return { source, ...made, parameters: [...parameters.values()], ages }
  } catch (error) {
    if (error instanceof EvalError) return null
    throw error
  }
}

/** Generated code with the parameter values of one setting and the birth dates of one day. */
export interface Ready {
  swift(situation: Situation): FastDecision | null
  careful(situation: Situation): FastDecision
}

const nobody: readonly Member[] = []

export function prepare(generated: Generated, setting: Setting): Ready {
  const values = generated.parameters.map((declaration) => {
    const row = setting.rows.get(declaration.name)
    return row ? (row.value === null ? null : readyValue(declaration, row.value)) : undefined
  })
  const births = generated.ages.map((years) => bornOnOrBefore(setting.on, years))
  const { on } = setting
  return {
    swift: ({ household, members, supporters }) =>
      generated.swift(household, members, supporters ?? nobody, values, births, on),
    careful: ({ household, members, supporters }) =>
      generated.careful(household, members, supporters ?? nobody, values, births, on) as FastDecision,
  }
}

/** Plain numbers where the parameter's range is safe; a map by code as a Map. */
function readyValue(declaration: ParameterDeclaration, value: ParameterValue): unknown {
  const big = !fits(rangeOfParameter(declaration))
  const scalar = (one: Scalar): NumberOrBig | boolean | string => (typeof one === 'bigint' && !big ? Number(one) : one)
  switch (declaration.form) {
    case 'one':
      return scalar(value as Scalar)
    case 'list':
      return (value as readonly Scalar[]).map(scalar)
    case 'bands':
      return (value as readonly Band[]).map((band) => ({ from: Number(band.from), value: scalar(band.value) }))
    case 'map':
      return new Map(
        Object.entries(value as Readonly<Record<string, Scalar>>).map(([code, one]) => [code, scalar(one)]),
      )
  }
}
