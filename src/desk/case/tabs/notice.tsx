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
      <List
        label={t('desk:tab.notice')}
        rows={view.notices}
        keyOf={(one) => one.noticeId}
        empty={t('desk:notices.none')}
        columns={[
          { head: t('desk:notices.place'), names: true, of: (one) => one.place },
          { head: t('desk:notices.days'), of: (one) => `${one.firstDay} – ${one.lastDay}` },
          {
            head: t('desk:notices.photos'),
            of: (one) =>
              [
                t(one.photoFirst ? 'desk:notices.photo-first-there' : 'desk:notices.photo-first-missing'),
                // A sheet that was taken down early hung no last day.
                one.photoLast
                  ? t('desk:notices.photo-last-there')
                  : one.endedWhy === null || one.endedWhy === 'over'
                    ? t('desk:notices.photo-last-missing')
                    : '',
              ]
                .filter(Boolean)
                .join(' · '),
          },
          { head: t('desk:notices.state'), of: (one) => endedWord(t, one) },
        ]}
      />
      <h3>{t('desk:objection.title')}</h3>
      <List
        label={t('desk:objection.title')}
        rows={view.objections}
        keyOf={(o) => o.objectionId}
        empty={t('desk:objection.none')}
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

function endedWord(t: ReturnType<typeof useText>, one: deskApi.CaseView['notices'][number]): string {
  if (one.endedOn === null) return t('desk:notices.state.hanging')
  return t(one.endedWhy === 'over' ? 'desk:notices.state.over-on' : 'desk:notices.state.down-on', { day: one.endedOn })
}
