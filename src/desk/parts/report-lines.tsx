import type { ReportLineShown } from '../../contract/index.ts'
import { useManner, useText } from '../language.tsx'
import { List } from './list.tsx'

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
