import type { deskApi } from '../../../contract/index.ts'
import { useManner, useText } from '../../language.tsx'
import { List } from '../../parts/list.tsx'
import { codeWord } from '../../parts/words.ts'

export function Notices({ view }: { view: deskApi.CaseView }) {
  const t = useText()
  const { lang } = useManner()
  return (
    <>
      <h2>{t('desk:tab.notice')}</h2>
      {view.notice ? (
        <p>
          {view.notice.firstDay} – {view.notice.lastDay} ·{' '}
          {t(view.notice.photoFirst ? 'desk:notices.photo-first-there' : 'desk:notices.photo-first-missing')} ·{' '}
          {t(view.notice.photoLast ? 'desk:notices.photo-last-there' : 'desk:notices.photo-last-missing')}
        </p>
      ) : (
        <p>{t('desk:notices.none')}</p>
      )}
      <h3>{t('desk:objection.title')}</h3>
      <List
        label={t('desk:objection.title')}
        rows={view.objections}
        keyOf={(o) => o.objectionId}
        columns={[
          { head: t('desk:objection.received'), names: true, of: (o) => o.receivedOn },
          { head: t('desk:objection.channel'), of: (o) => codeWord(lang, 'channel', o.channel) },
          { head: t('desk:objection.matter'), of: (o) => o.matter },
          {
            head: t('desk:objection.outcome'),
            of: (o) => (o.outcome ? t(`desk:objection.${o.outcome}`) : t('desk:objection.open')),
          },
          { head: t('desk:objection.answer'), of: (o) => o.answer ?? '' },
        ]}
      />
    </>
  )
}
