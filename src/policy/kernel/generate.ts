import { bornOnOrBefore, type Day, type Fen } from '../../foundation/index.ts'
import { helpers, type NumberOrBig } from './arithmetic.ts'
import { type Emission, fits, functionBlock, inKind } from './block.ts'
import type { Programme } from './declare.ts'
import { emit } from './emit.ts'
import { type Node, type ParameterDeclaration, type Range, type RuleDeclaration, walk } from './expression.ts'
import type { Band, ParameterValue, Scalar } from './parameters.ts'
import { rangeOfParameter } from './range.ts'
import { type RuleSet, referencesOf } from './rule-set.ts'
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

type Rules = ReadonlyMap<string, RuleDeclaration | null>

/** One text of the rules as code. Serves every day and place where the same texts hold. */
export interface Generated {
  /** The answer, or null when something asked is not known, out of range or of a wrong kind. */
  swift: Code
  /** Needs checked input; knows what follows from what is not known. Made when first needed. */
  careful(): Code
  /** Both texts, for auditors. */
  source(): string
  parameters: readonly ParameterDeclaration[]
  ages: readonly number[]
}

/** Null where the page forbids making code (`unsafe-eval`): callers then interpret. */
export function generate(set: RuleSet, programme: Programme, rules: Rules): Generated | null {
  const texts = [...rules.values()].filter((rule) => rule !== null)
  const names = [...new Set(texts.flatMap((text) => referencesOf(text).parameters))]
  const ages = agesIn(texts)
  const common = {
    rules,
    shared: sharedRules(programme, texts),
    rangeOfRule: set.rangeOfRule,
    ranges: new WeakMap<Node, Range>(),
    parameters: new Map(names.map((name, i) => [name, i])),
    ages,
    emit,
  }
  const write = (careful: boolean) => written({ ...common, careful, functions: new Map(), names: 0 }, programme)
  try {
    const swift = run(write(false))
    let careful: Code | null = null
    return {
      swift,
      careful: () => {
        careful ??= run(write(true))
        return careful
      },
      source: () => `${write(false)}\n\n${write(true)}`,
      parameters: names.map((name) => set.parameters.get(name)!),
      ages,
    }
  } catch (error) {
    if (error instanceof EvalError) return null
    throw error
  }
}
const run = (source: string): Code => new Function('helpers', source)(helpers) as Code

/** Ages that are written in the rules: each becomes one date a day. */
function agesIn(texts: readonly RuleDeclaration[]): number[] {
  const found = new Set<number>()
  for (const text of texts)
    for (const node of walk(text.value))
      if (node.op === 'aged' && node.of[1].op === 'constant') found.add(Number(node.of[1].value))
  return [...found]
}

/** Rules that are referred to more than once. */
function sharedRules(programme: Programme, texts: readonly RuleDeclaration[]): Set<string> {
  const times = new Map<string, number>()
  const count = (id: string) => times.set(id, (times.get(id) ?? 0) + 1)
  for (const root of [programme.eligible, programme.monthly, programme.tier]) if (root) count(root.id)
  for (const text of texts) for (const node of walk(text.value)) if (node.op === 'rule') count(node.id)
  return new Set([...times].filter(([, n]) => n > 1).map(([id]) => id))
}

/** The shared rules as functions, and the decision that calls them. */
function written(e: Emission, programme: Programme): string {
  const main = decision(e, programme)
  const functions = [...e.functions]
  const memories = functions.map(([, { name }]) => `${name}_`)
  return [
    `// ${programme.id}, ${e.careful ? 'careful' : 'swift'}`,
    '"use strict"',
    `const { ${Object.keys(helpers).join(', ')} } = helpers`,
    "const UNDETERMINED = { outcome: 'undetermined' }, NOT_ELIGIBLE = { outcome: 'not-eligible' }",
    // The household at hand. Calls never overlap: the code is synchronous and calls nothing of ours.
    `let ${['h', 'ms', 'ss', 'P', 'D', 'on', ...memories].join(', ')}`,
    ...functions.flatMap(([id, one]) => [
      `// ${id}`,
      `function ${one.name}(${one.entity === 'household' ? '' : 'i'}) {`,
      ...indented(one.lines),
      '}',
    ]),
    'return function decide(household, members, supporters, parameters, births, day) {',
    '  h = household, ms = members, ss = supporters, P = parameters, D = births, on = day',
    ...memories.map((memory) => `  ${memory} = undefined`),
    ...indented(main),
    '}',
  ].join('\n')
}
const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`)

function decision(e: Emission, programme: Programme): string[] {
  const block = functionBlock('household')
  if (!e.careful)
    block.lines.push(`if (ms.length < 1 || ms.length > ${mostMembers} || ss.length > ${mostMembers}) return null`)
  const eligible = emit(e, programme.eligible, block)
  if (eligible.maybe) block.lines.push(`if (${eligible.code} === null) return UNDETERMINED`)
  block.lines.push(`if (!${eligible.code}) return NOT_ELIGIBLE`)
  const monthly = emit(e, programme.monthly, block)
  const tier = programme.tier ? emit(e, programme.tier, block) : null
  const unknown = [monthly, tier].filter((atom) => atom?.maybe).map((atom) => `${atom?.code} === null`)
  if (unknown.length > 0) block.lines.push(`if (${unknown.join(' || ')}) return UNDETERMINED`)
  const named = tier ? `${tier.code} === 'none' ? null : ${tier.code}` : 'null'
  const fen = inKind({ ...monthly, maybe: false }, true).code
  block.lines.push(`return { outcome: 'eligible', tier: ${named}, monthly: ${fen} }`)
  return block.lines
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
      generated.careful()(household, members, supporters ?? nobody, values, births, on) as FastDecision,
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
