import type { Fen } from '../foundation/index.ts'
import { yuanForReading } from '../foundation/index.ts'
import {
  type Citation,
  type Determination,
  type Explanation,
  type ExplanationLine,
  sourceOf,
  type UnmetSet,
} from '../policy/index.ts'
import type { Lang } from '../wording/index.ts'
import { say } from '../wording/index.ts'
import type { PaperExplanation, ExplanationLine as PaperLine } from './document-data.ts'

/**
 * The explanation object, cut to what a letter can hold. An officer's page shows all of it; a letter shows what the
 * outcome hangs on: the comparisons that failed (or the amounts that were granted), every amount that went into them,
 * the standards they were held against, and the sums between. Nothing is worked out here: it is the same object.
 */
export interface ExplanationForPaper {
  determination: Determination
  explanation: Explanation
  lang?: Lang
  /** What was found in another adult's accounts is told to that adult only; who these are, by member id. */
  adults?: readonly string[]
}

export function explanationForPaper(input: ExplanationForPaper): PaperExplanation {
  const lang = input.lang ?? 'zh'
  const { determination, explanation } = input
  const word = (key: string, values: Record<string, string | number> = {}) => say(lang, `office:${key}`, values)
  const [unmet] = explanation.unmet
  const roots = unmet
    ? unmet.conditions.map((condition) => frameKey(condition.rule, condition.subject))
    : explanation.breakdown.map((line) => frameKey(line.rule, line.subject))
  const behind = closure(determination, roots)
  const adults = new Set(input.adults ?? [])
  const secret = (line: ExplanationLine): boolean =>
    line.kind === 'fact' && line.origin?.source === 'matched' && line.subject !== null && adults.has(line.subject)
  const hidden = new Set(
    explanation.lines
      .filter((line) => behind.has(lineKey(line)) && counts(line) && secret(line))
      .map((line) => line.subject!),
  )

  const decisive = (unmet?.conditions ?? []).map((condition): PaperLine => {
    const rule = explanation.lines.find(
      (line) => line.kind === 'rule' && line.id === condition.rule && line.subject === condition.subject,
    )
    return {
      figure: condition.title[lang],
      value: shown(condition.figure, condition.unit, lang),
      whose: nameOf(input, condition.subject, word),
      source: word('source-sum'),
      on: determination.on,
      article: articles(condition.basis, lang) ?? word('article-none'),
      formula: rule?.formula?.[lang] ?? null,
      threshold: condition.threshold === null ? null : shown(condition.threshold, condition.unit, lang),
      gap: condition.gap === null ? null : shown(condition.gap, condition.unit, lang),
      verified: true,
      decisive: true,
      onlyFor: null,
    }
  })

  const figures = explanation.lines
    .filter(
      (line) =>
        line.kind !== 'rule' && behind.has(lineKey(line)) && (counts(line) || directlyRead(determination, roots, line)),
    )
    .map(
      (line): PaperLine => ({
        figure: line.figure[lang],
        value: withUnit(line, lang),
        whose: line.kind === 'parameter' ? word('whose-standard') : (line.whose ?? word('whose-household')),
        source: line.kind === 'parameter' ? word('source-notice') : word(`source-${line.origin?.source ?? 'none'}`),
        on: line.date,
        article: articles(line.article, lang) ?? articles(readers(input, line), lang) ?? word('article-none'),
        formula: null,
        threshold: null,
        gap: null,
        verified: line.kind === 'parameter' ? line.verified === true : true,
        decisive: false,
        onlyFor: secret(line) ? line.subject : null,
      }),
    )

  const steps = explanation.lines
    .filter((line) => line.kind === 'rule' && line.unit === 'fen' && line.value !== 0n && behind.has(lineKey(line)))
    .filter((line) => line.subject === null || !hidden.has(line.subject))
    .filter((line) => !saysNothing(line.formula?.zh))
    .map((line) => {
      // A household's sum that spells out somebody's secret is given as its result.
      const sum =
        hidden.size > 0 && line.subject === null && mentions(line, hidden, input)
          ? line.shown[lang]
          : (line.formula?.[lang] ?? line.shown[lang])
      return `${line.whose ? `${line.whose} ` : ''}${line.figure[lang]}${word('is')}${sum}`
    })

  const nearest =
    explanation.nearest && !(explanation.nearest.subject !== null && hidden.has(explanation.nearest.subject))
      ? explanation.nearest.text[lang]
      : null
  // A relative who may exist and whom nobody has named yet is called that: a number of ours says nothing to a family.
  const named = (text: string): string =>
    text.replace(/supporter-(\d+)/g, (_, no: string) => word('unnamed-supporter', { no }))
  return {
    lines: [...figures, ...decisive].map((line) => ({
      ...line,
      whose: named(line.whose),
      formula: line.formula ? named(line.formula) : null,
    })),
    steps: steps.map(named),
    gap: unmet ? named(gapText(unmet, lang)) : null,
    wouldChange: (unmet
      ? [...(nearest ? [nearest] : []), ...unmet.conditions.map((condition) => condition.text[lang])]
      : []
    ).map(named),
  }
}

// ------------------------------------------------------------------ what hangs on what

const frameKey = (rule: string, subject: string | null) => `rule ${rule} ${subject}`
const lineKey = (line: ExplanationLine) =>
  line.kind === 'parameter' ? `parameter ${line.id}` : `${line.kind} ${line.id} ${line.subject}`

/** Everything a set of rules looked at, directly or through other rules. */
function closure(determination: Determination, roots: readonly string[]): ReadonlySet<string> {
  const frames = new Map(determination.trace.frames.map((frame) => [frameKey(frame.rule, frame.subject), frame]))
  const found = new Set<string>()
  const visit = (key: string): void => {
    if (found.has(key)) return
    found.add(key)
    for (const read of frames.get(key)?.reads ?? [])
      if (read.kind === 'rule') visit(frameKey(read.id, read.subject))
      else found.add(read.kind === 'fact' ? `fact ${read.name} ${read.subject}` : `parameter ${read.name}`)
  }
  for (const root of roots) visit(root)
  return found
}

/** Read by the deciding rule itself: shown also when it is no amount (a registration, a number of cars). */
const directlyRead = (determination: Determination, roots: readonly string[], line: ExplanationLine): boolean =>
  determination.trace.frames
    .filter((frame) => roots.includes(frameKey(frame.rule, frame.subject)))
    .some((frame) =>
      frame.reads.some(
        (read) =>
          read.kind === line.kind &&
          read.kind !== 'rule' &&
          read.name === line.id &&
          read.value !== null &&
          read.value !== undefined &&
          (read.kind === 'parameter' || read.subject === line.subject),
      ),
    )

/** An amount that moves the sum. */
const counts = (line: ExplanationLine): boolean =>
  line.unit === 'fen' && typeof line.value === 'bigint' && line.value !== 0n

/** The clauses of the rules that read a figure, where the figure itself has none. */
function readers({ determination, explanation }: ExplanationForPaper, line: ExplanationLine): Citation[] {
  const rules = determination.trace.frames
    .filter((frame) =>
      frame.reads.some((read) => read.kind !== 'rule' && read.kind === line.kind && read.name === line.id),
    )
    .map((frame) => frame.rule)
  return explanation.lines
    .filter((other) => other.kind === 'rule' && rules.includes(other.id))
    .flatMap((other) => other.article)
}

const mentions = (line: ExplanationLine, hidden: ReadonlySet<string>, input: ExplanationForPaper): boolean =>
  [...hidden].some((subject) => {
    const name = input.explanation.lines.find((other) => other.subject === subject)?.whose ?? subject
    return (line.formula?.zh ?? '').includes(name)
  })

/** `计入的基础养老金 2,640 = 2,640`: a step that only hands a figure on. */
const saysNothing = (formula: string | undefined): boolean => /^[^+−×÷(]* ([\d,.]+) = \1$/.test(formula ?? '')

// ------------------------------------------------------------------ words

function nameOf(input: ExplanationForPaper, subject: string | null, word: (key: string) => string): string {
  if (subject === null) return word('whose-household')
  return input.explanation.lines.find((line) => line.subject === subject)?.whose ?? subject
}

function shown(value: unknown, unit: string, lang: Lang): string {
  if (typeof value === 'bigint')
    return unit === 'fen'
      ? say(lang, 'office:yuan', { amount: yuanForReading(value as Fen) })
      : unit === 'bp'
        ? `${yuanForReading(value)}%`
        : String(value)
  if (typeof value === 'boolean') return say(lang, value ? 'office:yes' : 'office:no-word')
  return value === null || value === undefined ? say(lang, 'office:unknown') : String(value)
}

const withUnit = (line: ExplanationLine, lang: Lang): string =>
  line.unit === 'fen' && /^-?[\d,.]+$/.test(line.shown[lang])
    ? say(lang, 'office:yuan', { amount: line.shown[lang] })
    : line.shown[lang]

/** 《社会救助暂行办法》第九条; our own handbook is a way to find things, not a source of law. */
function articles(citations: readonly Citation[], lang: Lang): string | null {
  const named = citations
    .filter((citation) => citation.source !== 'handbook')
    .map((citation) => {
      if (citation.source === 'situation') return say(lang, 'office:source-override')
      const source = sourceOf(citation.source)
      const title = source ? source.title[lang] : citation.source
      const fictional =
        source?.fictional && !/虚构|fictional|invented/i.test(title) ? say(lang, 'office:fictional') : ''
      return `${lang === 'zh' && !title.startsWith('《') ? `《${title}》` : title}${fictional}${citation.article}`
    })
  const unique = [...new Set(named)]
  return unique.length > 0 ? unique.slice(0, 2).join('\n') : null
}

function gapText(set: UnmetSet, lang: Lang): string {
  return set.conditions
    .map((condition) => {
      const gap =
        condition.gap === null
          ? ''
          : say(lang, 'office:gap-in-words', { gap: shown(condition.gap, condition.unit, lang) })
      return `${condition.text[lang]}${gap}`
    })
    .join(lang === 'zh' ? '；' : '; ')
}
