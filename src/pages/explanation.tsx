import type { ReactNode } from 'react'
import { mainLines, mainUnmet, sayUnnamed, unnamedSupporter } from '../contract/index.ts'
import { isDay } from '../foundation/index.ts'
import { type Explanation, type ExplanationLine, sourceOf } from '../policy/index.ts'
import type { Manner } from './manner.ts'

/** Whose figure it is; a relative nobody has named yet is called that, and null means the whole family. */
export function whoseWord({ t }: Manner, whose: string | null): string {
  const no = unnamedSupporter(whose)
  return no ? t('pages:explain.unnamed-supporter', { no }) : (whose ?? t('pages:explain.household'))
}

const sentence = ({ t }: Manner, text: string): string =>
  sayUnnamed(text, (no) => t('pages:explain.unnamed-supporter', { no }))

/** Where a line comes from, in a few words: who said it, or which notice set it. */
function origin(line: ExplanationLine, { t, lang, day }: Manner, unsaid: string): string {
  if (line.kind === 'parameter')
    return [line.source ? citationText(line.source, lang) : '', line.date ? day(line.date) : '']
      .filter(Boolean)
      .join(' · ')
  if (line.kind === 'fact')
    return line.origin
      ? [t(`pages:source.${line.origin.source}`), line.origin.date ? day(line.origin.date) : '']
          .filter(Boolean)
          .join(' · ')
      : t(unsaid)
  return t('pages:source.computed')
}

/**
 * The explanation object as a table: 项目 | 采用的数 | 是谁的 | 来源和日期 | 规定. The same object stands behind the officer's
 * page, the letter and the appeal. The lines that carry the result come first, all the others below.
 * `dispute` adds a box per figure to tick what is wrong.
 */
export function ExplanationTable({
  manner,
  explanation,
  dispute,
  unsaid = 'pages:source.unrecorded',
}: {
  manner: Manner
  explanation: Explanation
  dispute?: (line: ExplanationLine) => ReactNode
  /** What to say of a fact without an origin. */
  unsaid?: string
}) {
  const main = mainLines(explanation)
  const rest = explanation.lines.filter((line) => !main.includes(line))
  return (
    <>
      <Lines
        manner={manner}
        lines={main}
        caption={manner.t('pages:explain.caption')}
        dispute={dispute}
        unsaid={unsaid}
      />
      {rest.length > 0 && (
        <details>
          <summary>{manner.t('pages:explain.all', { count: rest.length })}</summary>
          <Lines
            manner={manner}
            lines={rest}
            caption={manner.t('pages:explain.rest')}
            dispute={dispute}
            unsaid={unsaid}
          />
        </details>
      )}
    </>
  )
}

function Lines({
  manner,
  lines,
  caption,
  dispute,
  unsaid,
}: {
  manner: Manner
  lines: ExplanationLine[]
  caption: string
  dispute?: (line: ExplanationLine) => ReactNode
  unsaid: string
}) {
  const { t, lang } = manner
  return (
    <table className="stack">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('pages:explain.figure')}</th>
          <th scope="col">{t('pages:explain.value')}</th>
          <th scope="col">{t('pages:explain.whose')}</th>
          <th scope="col">{t('pages:explain.source')}</th>
          <th scope="col">{t('pages:explain.article')}</th>
          {dispute && <th scope="col">{t('pages:explain.dispute')}</th>}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={`${line.id}/${line.subject ?? ''}/${line.text ?? ''}/${line.figure.zh}`}>
            <th scope="row">{line.figure[lang]}</th>
            <td data-label={t('pages:explain.value')}>
              {line.unit === 'date' && isDay(line.shown.zh) ? manner.day(line.shown.zh) : line.shown[lang]}
              {line.formula && <div className="hint">{sentence(manner, line.formula[lang])}</div>}
              {line.verified === false && line.kind === 'parameter' && (
                <div className="hint">{t('pages:explain.unverified')}</div>
              )}
            </td>
            <td data-label={t('pages:explain.whose')}>{whoseWord(manner, line.whose)}</td>
            <td data-label={t('pages:explain.source')}>{origin(line, manner, unsaid)}</td>
            <td data-label={t('pages:explain.article')}>{line.article.map((c) => citationText(c, lang)).join(';')}</td>
            {dispute && <td>{dispute(line)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What is missing, the least first. */
export function UnmetList({ manner, explanation }: { manner: Manner; explanation: Explanation }) {
  const { t, lang } = manner
  const { first, others } = mainUnmet(explanation)
  const list = (sets: typeof first) => (
    <ul>
      {sets.map((set) => (
        <li key={set.conditions.map((c) => `${c.rule}/${c.subject ?? ''}`).join(' ')}>
          {set.conditions.map((c) => sentence(manner, c.text[lang])).join(lang === 'zh' ? ',并且' : ', and ')}
        </li>
      ))}
    </ul>
  )
  return (
    <>
      {list(first)}
      {others.length > 0 && (
        <details>
          <summary>{t('pages:explain.other-ways', { count: others.length })}</summary>
          {list(others)}
        </details>
      )}
    </>
  )
}

/** A citation in words; the source's own title when the rulebook knows it. */
export const citationText = ({ source, article }: { source: string; article: string }, lang: 'zh' | 'en'): string => {
  const title = sourceOf(source)?.title[lang] ?? source
  return article ? `${title}${lang === 'zh' ? '' : ' '}${article}` : title
}
