import { mainLines } from '../contract/index.ts'
import { yuanForReading } from '../foundation/index.ts'
import type { HouseholdSituation } from '../household/index.ts'
import {
  type Explanation,
  type ExplanationLine,
  type FactName,
  type Facts,
  type FactValue,
  factEntry,
  isFactName,
  originKey,
} from '../policy/index.ts'
import { type Lang, say } from '../wording/index.ts'

/** One figure that is another than at the last decision, for the letter: 李桂芳 转移性收入 0 元 → 2,400 元. */
export interface FigureMoved {
  subject: string | null
  name: FactName
  before: FactValue
  after: FactValue
}

export interface Moved {
  figures: FigureMoved[]
  joined: string[]
  left: string[]
  /** The standard it is held against is another one: 低保标准 6,600元/年 → 7,080元/年. */
  standards: Record<'label' | 'before' | 'after', ExplanationLine['shown']>[]
  /** Adults of whom a figure moved that only they are told. */
  onlyThem: string[]
}

/**
 * Amounts and counts that an office or a bank told about an adult are for that adult alone: the others hear that
 * something moved, not what. Who is whose spouse a family knows itself.
 */
export function movedFor(
  moved: Moved,
  origins: Readonly<Record<string, { source: string }>>,
  reader: { person: string | null; adults: ReadonlySet<string> },
): Moved {
  const secret = ({ subject, name }: FigureMoved) =>
    subject !== null &&
    subject !== reader.person &&
    reader.adults.has(subject) &&
    origins[originKey(name, subject)]?.source === 'matched' &&
    ['fen', 'count'].includes(factEntry(name).unit)
  return {
    ...moved,
    figures: moved.figures.filter((figure) => !secret(figure)),
    onlyThem: [...new Set(moved.figures.filter(secret).map((figure) => figure.subject!))],
  }
}

/** What moved between two decisions: why the same rule now gives another amount. */
export function whatChanged(
  before: HouseholdSituation,
  after: HouseholdSituation,
  standards: Moved['standards'] = [],
): Moved {
  const people = (situation: HouseholdSituation) =>
    new Map([...situation.members, ...(situation.supporters ?? [])].map((s) => [s.id, s.facts]))
  const [then, now] = [people(before), people(after)]
  const members = (situation: HouseholdSituation) =>
    situation.members.filter(({ facts }) => (facts.exclusion ?? 'none') === 'none').map((member) => member.id)
  return {
    figures: [
      ...movedIn(null, before.household, after.household),
      ...[...now].flatMap(([id, facts]) => movedIn(id, then.get(id) ?? facts, facts)),
    ],
    joined: members(after).filter((id) => !members(before).includes(id)),
    left: members(before).filter((id) => !members(after).includes(id)),
    standards,
    onlyThem: [],
  }
}

/** Which of the standards an amount is read against moved between two explanations. */
export function standardsMoved(before: Explanation, after: Explanation): Moved['standards'] {
  const standards = (of: Explanation) => mainLines(of).filter((line) => line.kind === 'parameter')
  return standards(after).flatMap((now) => {
    const was = standards(before).find((line) => line.id === now.id)
    return was && was.shown.zh !== now.shown.zh ? [{ label: now.figure, before: was.shown, after: now.shown }] : []
  })
}

function movedIn(subject: string | null, before: Facts, after: Facts): FigureMoved[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(isFactName)
  return names.flatMap((name) => {
    const [was, is] = [before[name] ?? null, after[name] ?? null]
    // What the office pays is the consequence, not the reason; whoever does not count has left, in words of its own.
    const told = factEntry(name).section !== 'award' && name !== 'exclusion'
    return was !== is && told ? [{ subject, name, before: was, after: is }] : []
  })
}

function shown(name: FactName, value: FactValue, lang: Lang): string {
  const word = (key: string) => say(lang, `casework:${key}`)
  if (value === null) return word('not-known')
  if (typeof value === 'bigint') return say(lang, 'casework:yuan', { amount: yuanForReading(value) })
  if (typeof value === 'boolean') return word(value ? 'yes' : 'no')
  return factEntry(name).codes?.[String(value)]?.[lang] ?? String(value)
}

/** In sentences a family can check; never empty: with nothing moved in the family it is the way of computing that moved. */
export function movedInWords(moved: Moved, names: ReadonlyMap<string, string>, lang: Lang = 'zh'): string[] {
  const word = (key: string, values: Record<string, string> = {}) => say(lang, `casework:${key}`, values)
  const nameOf = (id: string | null) => (id === null ? '' : (names.get(id) ?? ''))
  const said = [
    ...moved.left.map((id) => word('moved.left', { name: nameOf(id) || word('moved.somebody') })),
    ...moved.joined.map((id) => word('moved.joined', { name: nameOf(id) || word('moved.somebody') })),
    ...moved.figures.map((figure) =>
      word('moved.figure', {
        whose: nameOf(figure.subject) || word('moved.household'),
        figure: factEntry(figure.name).label[lang],
        before: shown(figure.name, figure.before, lang),
        after: shown(figure.name, figure.after, lang),
      }),
    ),
    ...moved.onlyThem.map((id) => word('moved.only-them', { name: nameOf(id) || word('moved.somebody') })),
    ...moved.standards.map((standard) =>
      word('moved.standard-from', {
        standard: standard.label[lang],
        before: standard.before[lang],
        after: standard.after[lang],
      }),
    ),
  ]
  return said.length > 0 ? said : [word('moved.standard')]
}
