import type { AreaCode, Day, Fen } from '../../foundation/index.ts'
import type { BreakdownLine, Determination, MissingFact, NearestChange, UnmetSet } from './determination.ts'
import type { Citation, Mark, RuleDeclaration, Text, Unit } from './expression.ts'
import { type Run, ruleValue, type Subject, startRun, tableOf, valueIn } from './interpret.ts'
import type { ReadRow, Scalar } from './parameters.ts'
import type { RuleSet } from './rule-set.ts'
import { figured, type Language, type Saying, valueText } from './sentences.ts'
import type { Setting } from './setting.ts'
import type { FactValue, Situation } from './situation.ts'
import type { Frame, Read, Value } from './trace.ts'

/** Where a fact comes from: who gave it, and when. */
export interface FactOrigin {
  source: 'declared' | 'matched' | 'visited' | 'adopted'
  date: Day | null
  by?: string
}
/** By `originKey(fact, member)`. */
export type Provenance = Readonly<Record<string, FactOrigin>>
export const originKey = (fact: string, subject: string | null): string =>
  subject === null ? fact : `${subject}/${fact}`
/** What to call a member or supporter, by id. */
export type Names = Readonly<Record<string, string>>

/** The one object that self-check, officer's page, letter and appeal show. */
export interface Explanation {
  programme: { id: string; title: Text }
  area: AreaCode
  on: Day
  outcome: Determination['outcome']
  monthly: Fen | null
  tier: Text | null
  /** Facts and values first, then what the rules make of them, each before what needs it. */
  lines: ExplanationLine[]
  breakdown: (BreakdownLine & { whose: string | null })[]
  unmet: UnmetSet[]
  nearest: (NearestChange & { whose: string | null; text: Text }) | null
  missing: (MissingFact & { whose: string | null })[]
  because: Citation[]
  /** True when every value that decided is read in the law or on a government page. */
  verified: boolean
}

export interface ExplanationLine {
  kind: 'fact' | 'parameter' | 'rule'
  /** Fact, parameter or rule by name; a rule's text may be an exception's (`text`). */
  id: string
  text: string | null
  figure: Text
  subject: string | null
  whose: string | null
  value: Value | readonly Scalar[] | object
  unit: Unit
  shown: Text
  /** A fact's origin, or the notice a value comes from. */
  origin: FactOrigin | null
  source: Citation | null
  date: Day | null
  formula: Text | null
  article: readonly Citation[]
  /** For a comparison: what the figure was held against, and how far apart they are (never negative). */
  threshold: Value
  gap: bigint | null
  /** Of a decision table: its rows, and whether each held; `not-asked` after one that did. */
  rows: { label: Text | null; held: boolean | null | 'not-asked' }[]
  /** Facts: matched, visited or adopted. Parameters: mark `S`. Rules: null. */
  verified: boolean | null
  mark: Mark | null
}

const both = (of: (language: Language) => string): Text => ({ zh: of('zh'), en: of('en') })

/** Rebuilds the run from the trace, so that a determination kept for years explains itself from what it says itself. */
/** The words of facts and parameters. */
export type Declared = Pick<RuleSet, 'facts' | 'parameters'>

export function explainIn(
  determination: Determination,
  setting: Setting,
  declared: Declared,
  provenance: Provenance,
  names: Names,
): Explanation {
  const run = rerun(determination, setting)
  const whose = (subject: string | null) => (subject === null ? null : (names[subject] ?? subject))
  const lines = linesOf(determination, run, declared, provenance, whose)
  const { programme } = setting
  const d = determination
  const nearest = d.outcome === 'not-eligible' ? d.nearest : null
  const tierLabels = programme.tier?.declaration.codeLabels
  return {
    programme: { id: programme.id, title: programme.title },
    area: d.area,
    on: d.on,
    outcome: d.outcome,
    monthly: d.outcome === 'eligible' ? d.monthly : null,
    tier: d.outcome === 'eligible' && d.tier !== null ? (tierLabels?.[d.tier] ?? { zh: d.tier, en: d.tier }) : null,
    lines,
    breakdown: d.outcome === 'eligible' ? d.breakdown.map((line) => ({ ...line, whose: whose(line.subject) })) : [],
    unmet: d.outcome === 'not-eligible' ? d.unmet : [],
    nearest: nearest && {
      ...nearest,
      whose: whose(nearest.subject),
      text: both((language) => nearestText(nearest, whose(nearest.subject), language)),
    },
    missing: d.outcome === 'undetermined' ? d.missing.map((m) => ({ ...m, whose: whose(m.subject) })) : [],
    because: d.outcome === 'undetermined' ? [] : d.because,
    verified: lines.every((line) => line.kind !== 'parameter' || line.verified === true),
  }
}

function nearestText({ label, from, to, monthly }: NearestChange, whose: string | null, language: Language): string {
  const [was, then, pays] = [from, to, monthly].map((fen) => valueText(fen, 'fen', language))
  return language === 'zh'
    ? `如果${whose ?? ''}${label.zh}不是 ${was} 元而是 ${then} 元,即符合条件,每月 ${pays} 元`
    : `With ${label.en}${whose ? ` (${whose})` : ''} at ${then} yuan instead of ${was}, the household would qualify for ${pays} yuan a month`
}

/** The facts and values that were looked at are all it takes to work it out again. */
function rerun({ trace, programme, area, residence, on }: Determination, setting: Setting): Run {
  const given = new Map<string | null, Record<string, FactValue>>([
    [null, {}],
    ...[...trace.members, ...trace.supporters].map((id) => [id, {}] as const),
  ])
  const rows = new Map<string, ReadRow | null>(Object.entries(trace.rows))
  for (const frame of trace.frames)
    for (const read of frame.reads) {
      if (read.kind === 'fact') given.get(read.subject)![read.name] = read.value ?? null
    }
  const listed = (ids: readonly string[]) => ids.map((id) => ({ id, facts: given.get(id)! }))
  const situation: Situation = {
    programme,
    area,
    residence,
    on,
    household: given.get(null)!,
    members: listed(trace.members),
    supporters: listed(trace.supporters),
  }
  return startRun({ ...setting, rows }, situation)
}

function linesOf(
  determination: Determination,
  run: Run,
  declared: Declared,
  provenance: Provenance,
  whose: (id: string | null) => string | null,
) {
  const people = new Map<string | null, Subject>(
    [run.household, ...run.members, ...run.supporters].map((s) => [s.id, s]),
  )
  const lines = new Map<string, ExplanationLine>()
  for (const frame of determination.trace.frames) {
    for (const read of frame.reads) {
      if (read.kind === 'rule') continue
      const key = `${read.kind} ${read.name} ${read.kind === 'fact' ? read.subject : String(read.value)}`
      if (lines.has(key)) continue
      const line =
        read.kind === 'fact'
          ? factLine(read, declared, provenance, whose)
          : parameterLine(read, determination.trace.rows[read.name] ?? null, declared)
      if (line) lines.set(key, line)
    }
    const text = run.setting.rules.get(frame.rule)
    if (text)
      lines.set(`rule ${frame.rule} ${frame.subject}`, ruleLine(frame, text, run, people.get(frame.subject)!, whose))
  }
  return [...lines.values()]
}

type FactRead = Extract<Read, { kind: 'fact' }>
type ParameterRead = Extract<Read, { kind: 'parameter' }>

const blank = { text: null, formula: null, threshold: null, gap: null, article: [], rows: [] }

function factLine(
  read: FactRead,
  declared: Declared,
  provenance: Provenance,
  whose: (id: string | null) => string | null,
): ExplanationLine | null {
  const declaration = declared.facts.get(read.name)
  if (!declaration) return null
  const origin = provenance[originKey(read.name, read.subject)] ?? null
  return {
    ...blank,
    kind: 'fact',
    id: read.name,
    figure: declaration.label,
    subject: read.subject,
    whose: whose(read.subject),
    value: read.value,
    unit: declaration.unit,
    shown: both((language) => valueText(read.value, declaration.unit, language, declaration.codeLabels)),
    origin,
    source: null,
    date: origin?.date ?? null,
    article: declaration.basis,
    verified: origin ? origin.source !== 'declared' : null,
    mark: null,
  }
}

function parameterLine(read: ParameterRead, row: ReadRow | null, declared: Declared): ExplanationLine | null {
  const declaration = declared.parameters.get(read.name)
  if (!declaration) return null
  const source = row && { source: row.source, article: row.article ?? '' }
  return {
    ...blank,
    kind: 'parameter',
    id: read.name,
    figure: declaration.label,
    subject: null,
    whose: null,
    value: read.value,
    unit: declaration.unit,
    shown: both((language) => valueText(read.value, declaration.unit, language, declaration.codeLabels)),
    origin: null,
    source,
    date: row?.from ?? null,
    article: source ? [source] : [],
    verified: row ? row.mark === 'S' : null,
    mark: row?.mark ?? null,
  }
}

function ruleLine(
  frame: Frame,
  text: RuleDeclaration,
  run: Run,
  subject: Subject,
  whose: (id: string | null) => string | null,
): ExplanationLine {
  const saying = (language: Language): Saying => ({ run, language, nameOf: (id) => whose(id) ?? id })
  const { value: node } = text
  const result = (language: Language) => valueText(frame.value, text.unit, language, text.codeLabels)
  const formula = both(
    (language) => `${said(text, subject, saying(language))} ${text.unit === 'boolean' ? '→' : '='} ${result(language)}`,
  )
  const compared = node.op === 'compare' ? (node.of.map((side) => valueIn(run, side, subject)) as [Value, Value]) : null
  const apart =
    compared && typeof compared[0] === 'bigint' && typeof compared[1] === 'bigint' ? compared[0] - compared[1] : null
  return {
    kind: 'rule',
    id: frame.rule,
    text: text.id,
    figure: text.title,
    subject: frame.subject,
    whose: whose(frame.subject),
    value: frame.value,
    unit: text.unit,
    shown: both(result),
    origin: null,
    source: text.basis[0] ?? null,
    date: text.since,
    formula,
    article: text.basis,
    threshold: compared ? compared[1] : null,
    rows: rowsOf(run, frame.rule, subject),
    gap: apart === null ? null : apart < 0n ? -apart : apart,
    verified: null,
    mark: null,
  }
}

/** The rule's own sentence where it has one, else its formula. */
const said = ({ reads, value }: RuleDeclaration, subject: Subject, saying: Saying): string =>
  reads
    ? reads.words[saying.language].replace(/\{(\d)\}/g, (_, hole: string) =>
        figured(reads.of[Number(hole)]!, subject, saying),
      )
    : figured(value, subject, saying)

/** The rows of the tables the rule consulted. */
function rowsOf(run: Run, rule: string, subject: Subject): ExplanationLine['rows'] {
  ruleValue(run, rule, subject.entity, subject)
  const frame = run.frames.find((one) => one.rule === rule && one.subject === subject.id)
  return (frame?.tables ?? []).flatMap((note) =>
    (tableOf(note)?.rows ?? []).map(({ label }, i) => ({
      label: label ?? null,
      held: i < note.held.length ? note.held[i]! : ('not-asked' as const),
    })),
  )
}
