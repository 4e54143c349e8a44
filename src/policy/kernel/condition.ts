import { assert } from '../../foundation/index.ts'
import type { UnmetCondition, UnmetSet } from './determination.ts'
import type { Comparison } from './expression.ts'
import { type Run, valueIn } from './interpret.ts'
import { comparisonWord, type Language, named, opposite, type Saying, valueText } from './sentences.ts'
import { type Change, formulaOf, minimalUnmetSets } from './unmet.ts'

/** The unmet sets of a refusal, each condition with its figures, its threshold, its gap and its words. */
export const unmetSets = (run: Run): UnmetSet[] =>
  minimalUnmetSets(formulaOf(run, run.setting.programme.eligible)).map((changes) => ({
    conditions: changes.map((change) => conditionOf(run, change)),
  }))

/** A leaf of the refusal in words and figures. */
function conditionOf(run: Run, { leaf, must }: Change): UnmetCondition {
  const { node, subject } = leaf
  const text = run.setting.rules.get(leaf.rule)
  assert(text, `rule ${leaf.rule} was worked out`)
  const common = { rule: leaf.rule, title: text.title, basis: text.basis, subject: subject.id }
  const saying = (language: Language): Saying => ({ run, language, nameOf: (id) => id })
  if (node.op !== 'compare') {
    const words = (language: Language) => {
      const what = named(node, subject, saying(language))
      if (must) return language === 'zh' ? `须:${what}` : `required: ${what}`
      return language === 'zh' ? `须不是:${what}` : `must not be: ${what}`
    }
    const figure = valueIn(run, node, subject)
    return {
      ...common,
      text: { zh: words('zh'), en: words('en') },
      figure,
      needs: null,
      threshold: must,
      unit: 'boolean',
      gap: null,
    }
  }
  const [left, right] = node.of
  const needs = must ? node.how : opposite[node.how]
  const [figure, threshold] = [valueIn(run, left, subject), valueIn(run, right, subject)]
  const words = (language: Language) => {
    const [a, b] = ([left, right] as const).map((side) => {
      const name = named(side, subject, saying(language))
      const value = valueText(valueIn(run, side, subject), side.unit, language)
      return side.op === 'constant' || name === value ? value : `${name} ${value}`
    }) as [string, string]
    return language === 'zh'
      ? `${a} 须${comparisonWord(needs, language)} ${b}`
      : `${a}: required that it ${comparisonWord(needs, language)} ${b}`
  }
  const unit = left.unit
  return {
    ...common,
    text: { zh: words('zh'), en: words('en') },
    figure,
    needs,
    threshold,
    unit,
    gap: gapOf(needs, figure, threshold),
  }
}

function gapOf(needs: Comparison, figure: unknown, threshold: unknown): bigint | null {
  if (typeof figure !== 'bigint' || typeof threshold !== 'bigint') return null
  const above = figure - threshold
  switch (needs) {
    case 'lt':
      return above + 1n
    case 'le':
      return above
    case 'gt':
      return 1n - above
    case 'ge':
      return -above
    case 'eq':
      return above < 0n ? -above : above
    case 'ne':
      return 1n
  }
}
