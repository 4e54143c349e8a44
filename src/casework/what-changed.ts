import { yuanForReading } from '../foundation/index.ts'
import type { HouseholdSituation } from '../household/index.ts'
import { type FactName, type Facts, type FactValue, factEntry, isFactName } from '../policy/index.ts'
import { say } from '../wording/index.ts'

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
}

/** What moved between two decisions: why the same rule now gives another amount. */
export function whatChanged(before: HouseholdSituation, after: HouseholdSituation): Moved {
  const people = (situation: HouseholdSituation) =>
    new Map([...situation.members, ...(situation.supporters ?? [])].map((s) => [s.id, s.facts]))
  const [then, now] = [people(before), people(after)]
  const members = (situation: HouseholdSituation) => situation.members.map((member) => member.id)
  return {
    figures: [
      ...movedIn(null, before.household, after.household),
      ...[...now].flatMap(([id, facts]) => movedIn(id, then.get(id) ?? facts, facts)),
    ],
    joined: members(after).filter((id) => !members(before).includes(id)),
    left: members(before).filter((id) => !members(after).includes(id)),
  }
}

function movedIn(subject: string | null, before: Facts, after: Facts): FigureMoved[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(isFactName)
  return names.flatMap((name) => {
    const [was, is] = [before[name] ?? null, after[name] ?? null]
    // What the office pays is the consequence, not the reason.
    return was === is || factEntry(name).section === 'award' ? [] : [{ subject, name, before: was, after: is }]
  })
}

const word = (key: string, values: Record<string, string | number> = {}) => say('zh', `casework:${key}`, values)

function shown(name: FactName, value: FactValue): string {
  if (value === null) return word('not-known')
  if (typeof value === 'bigint') return `${yuanForReading(value)}元`
  if (typeof value === 'boolean') return word(value ? 'yes' : 'no')
  return factEntry(name).codes?.[String(value)]?.zh ?? String(value)
}

/** In sentences a family can check; never empty: with nothing moved in the family it is the standard that moved. */
export function movedInWords(moved: Moved, names: ReadonlyMap<string, string>): string[] {
  const nameOf = (id: string | null) => (id === null ? '' : (names.get(id) ?? ''))
  const said = [
    ...moved.left.map((id) => word('moved.left', { name: nameOf(id) || word('moved.somebody') })),
    ...moved.joined.map((id) => word('moved.joined', { name: nameOf(id) || word('moved.somebody') })),
    ...moved.figures.map((figure) =>
      word('moved.figure', {
        whose: nameOf(figure.subject) || word('moved.household'),
        figure: factEntry(figure.name).label.zh,
        before: shown(figure.name, figure.before),
        after: shown(figure.name, figure.after),
      }),
    ),
  ]
  return said.length > 0 ? said : [word('moved.standard')]
}
