import type { deskApi } from '../../contract/index.ts'
import { useManner, useText } from '../language.tsx'
import { List } from '../parts/list.tsx'
import { codeWord, whoseWord, yuanWord } from '../parts/words.ts'

type Line = deskApi.RulingView['lines'][number]

/** The rule's answer and why, from the same explanation object as the letter and the family's page. */
export function Ruling({ ruling }: { ruling: deskApi.RulingView }) {
  const t = useText()
  const { lang } = useManner()
  const { assessed } = ruling
  const main = ruling.lines.filter((line) => line.main)
  const rest = ruling.lines.filter((line) => !line.main)
  return (
    <>
      <p className={`outcome ${assessed.outcome}`}>
        <strong>{t(`desk:outcome.${assessed.outcome}`)}</strong>
        {assessed.act && <> · {t(`desk:act.${assessed.act}`)}</>}
        {assessed.monthly !== null && <> · {t('desk:a-month', { amount: yuanWord(lang, assessed.monthly) })}</>}
      </p>
      <p className="hint">
        {t('desk:case.rule-decides-nothing')} {!ruling.verified && t('desk:case.not-verified')}
      </p>
      {ruling.missing.length > 0 && (
        <>
          <h3>{t('desk:case.missing', { count: ruling.missing.length })}</h3>
          <ul>
            {ruling.missing.slice(0, 40).map((one) => (
              <li key={`${one.text.zh}/${one.whose ?? ''}`}>
                {one.whose ? `${whoseWord(lang, one.whose)}:` : ''}
                {one.text[lang]}
              </li>
            ))}
          </ul>
        </>
      )}
      {ruling.unmet.first.length > 0 && (
        <>
          <h3>{t('desk:case.unmet')}</h3>
          <Ways sets={ruling.unmet.first} />
          {ruling.nearest && <p>{t('desk:case.nearest', { text: ruling.nearest[lang] })}</p>}
          {ruling.unmet.others.length > 0 && (
            <details>
              <summary>{t('desk:case.other-ways', { count: ruling.unmet.others.length })}</summary>
              <Ways sets={ruling.unmet.others} />
            </details>
          )}
        </>
      )}
      {main.length > 0 && <Lines label={t('desk:case.sum')} lines={main} />}
      {rest.length > 0 && (
        <details>
          <summary>{t('desk:case.all-lines', { count: rest.length })}</summary>
          <Lines label={t('desk:case.all-lines', { count: rest.length })} lines={rest} />
        </details>
      )}
    </>
  )
}

function Ways({ sets }: { sets: deskApi.RulingView['unmet']['first'] }) {
  const { lang } = useManner()
  return (
    <ul>
      {sets.map((set) => (
        <li key={set.map((c) => c.zh).join()}>{set.map((c) => c[lang]).join(lang === 'zh' ? ',并且' : ', and ')}</li>
      ))}
    </ul>
  )
}

function Lines({ label, lines }: { label: string; lines: readonly Line[] }) {
  const t = useText()
  const { lang } = useManner()
  const from = (line: Line) => {
    if (line.kind === 'parameter') return [line.sourceText?.[lang], line.date].filter(Boolean).join(' · ')
    if (line.kind === 'fact')
      return line.source
        ? [codeWord(lang, 'source', line.source), line.date].filter(Boolean).join(' · ')
        : t('desk:source.nobody')
    return t('desk:source.computed')
  }
  return (
    <List
      label={label}
      rows={lines}
      keyOf={(line, i) => `${i}/${line.figure.zh}`}
      columns={[
        { head: t('desk:case.figure'), names: true, of: (line) => line.figure[lang] },
        {
          head: t('desk:case.value'),
          of: (line) => (
            <>
              {line.shown[lang]}
              {line.formula && <div className="hint">{line.formula[lang]}</div>}
              {line.verified === false && line.kind === 'parameter' && (
                <div className="hint">{t('desk:case.unverified-value')}</div>
              )}
            </>
          ),
        },
        { head: t('desk:case.whose'), of: (line) => whoseWord(lang, line.whose) },
        { head: t('desk:case.from'), of: from },
        { head: t('desk:case.article'), of: (line) => line.article[lang] },
      ]}
    />
  )
}
