import type { deskApi } from '../../../contract/index.ts'
import { useManner, useText } from '../../language.tsx'
import { List } from '../../parts/list.tsx'
import { codeWord, yuanWord } from '../../parts/words.ts'
import { AppealAnswerShown } from '../appeal.tsx'
import { ActWords, Grounds, OpinionLine } from '../opinion.tsx'

export function DecisionTab({ view }: { view: deskApi.CaseView }) {
  const t = useText()
  const { lang } = useManner()
  return (
    <>
      {view.appeal ? (
        <>
          <h2>{t(view.appeal.decidedOn ? 'desk:appeal.answer' : 'desk:appeal.proposed')}</h2>
          {view.appeal.answer ? <AppealAnswerShown appeal={view.appeal} /> : <p>{t('desk:appeal.no-answer')}</p>}
        </>
      ) : (
        (view.opinion || !view.decision) && (
          <>
            <h2>{t('desk:case.opinion')}</h2>
            {view.opinion ? <OpinionLine view={view} /> : <p>{t('desk:case.no-opinion')}</p>}
          </>
        )
      )}
      {view.collective && (
        <p>
          {t('desk:case.collective', { no: view.collective.minutesNo, on: view.collective.heldOn })} ·{' '}
          {t(`desk:act.${view.collective.act.act}`)} · {yuanWord(lang, view.collective.act.monthly)}
        </p>
      )}
      {view.decision && (
        <>
          <h2>{t('desk:case.decision')}</h2>
          <p>
            <strong>
              <ActWords act={view.decision.act} before={view.current} />
            </strong>{' '}
            · {view.decision.on}
          </p>
          <Grounds of={view.decision.act.reasons} />
          {view.moved.length > 0 && (
            <>
              <h3>{t('desk:case.moved')}</h3>
              <ul>
                {view.moved.map((one) => (
                  <li key={one.zh}>{one[lang]}</li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
      <h2>{t('desk:case.signatures')}</h2>
      <List
        label={t('desk:case.signatures')}
        rows={view.signatures}
        keyOf={(_, i) => String(i)}
        empty={t('desk:case.no-signatures')}
        columns={[
          { head: t('desk:case.capacity'), names: true, of: (s) => codeWord(lang, 'capacity', s.capacity) },
          { head: t('desk:case.signer'), of: (s) => `${s.name ?? ''} · ${t(`access:role.${s.role}`)}` },
          { head: t('desk:case.signed-on'), of: (s) => s.on },
          {
            head: t('desk:case.how-signed'),
            of: (s) =>
              [s.onPaper && t('desk:case.on-paper'), s.byDelegation && t('desk:case.by-delegation')]
                .filter(Boolean)
                .join(' · ') || t('desk:case.in-the-system'),
          },
        ]}
      />
    </>
  )
}
