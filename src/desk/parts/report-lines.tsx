import type { QuestionShown, ReportLineShown } from '../../contract/index.ts'
import { useManner, useText } from '../language.tsx'
import { List } from './list.tsx'
import { factWord } from './words.ts'

const shapes: Record<ReportLineShown['state'], string> = {
  found: '●',
  stale: '◐',
  'no-record': '○',
  'name-differs': '◇',
  'no-answer': '…',
  'not-asked': '—',
  waiting: '…',
}

/** Person by person, source by source. Nothing found, nothing answered and nothing asked are three different things. */
export function ReportLines({ lines }: { lines: readonly ReportLineShown[] }) {
  const t = useText()
  const { lang } = useManner()
  return (
    <List
      label={t('deskOffice:verify.report')}
      rows={lines}
      keyOf={(line, i) => `${line.who}/${line.zh.source}/${line.zh.item}/${i}`}
      empty={t('deskOffice:verify.none.report')}
      columns={[
        {
          head: t('deskOffice:verify.whose'),
          names: true,
          of: (line) => (line.who === 'household' ? t('verification:who.household') : (line.name ?? t('desk:unknown'))),
        },
        { head: t('deskOffice:verify.source'), of: (line) => line[lang].source },
        { head: t('deskOffice:verify.item'), of: (line) => line[lang].item },
        {
          head: t('deskOffice:verify.value'),
          of: (line) => (
            <>
              <span aria-hidden="true">{shapes[line.state]} </span>
              {line[lang].value}
            </>
          ),
        },
        { head: t('deskOffice:verify.as-of'), of: (line) => line.asOf ?? '' },
        { head: t('deskOffice:verify.threshold'), of: (line) => line[lang].threshold ?? '' },
        { head: t('deskOffice:verify.conclusion'), of: (line) => line[lang].conclusion },
      ]}
    />
  )
}

/** Figures that do not fit what the family said: asked until a day, and how each was answered. */
export function Questions({ items }: { items: readonly QuestionShown[] }) {
  const t = useText()
  const { lang } = useManner()
  if (items.length === 0) return null
  return (
    <>
      <h2>{t('deskOffice:verify.rebuttals')}</h2>
      <List
        label={t('deskOffice:verify.rebuttals')}
        rows={items}
        keyOf={(one) => one.rebuttalId}
        columns={[
          { head: t('deskOffice:verify.item'), names: true, of: (one) => factWord(lang, one.fact) },
          { head: t('deskOffice:verify.whose'), of: (one) => one.whose ?? t('verification:who.household') },
          { head: t('deskOffice:verify.answer-by'), of: (one) => one.answerBy },
          {
            head: t('deskOffice:month.state'),
            of: (one) => `${t(`deskOffice:verify.rebuttal.${one.state}`)} ${one.resolvedOn ?? ''}`,
          },
          { head: t('deskOffice:verify.answer-text'), of: (one) => one.answer ?? '' },
          { head: t('deskOffice:stop.why'), of: (one) => one.reason ?? '' },
        ]}
      />
    </>
  )
}
