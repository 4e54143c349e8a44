import { deskApi } from '../../../contract/index.ts'
import { useAsk } from '../../api.ts'
import { useManner, useText } from '../../language.tsx'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { codeWord } from '../../parts/words.ts'

export function Verification({ view }: { view: deskApi.CaseView }) {
  const t = useText()
  const { lang } = useManner()
  const asked = view.verification.status === 'awaiting' || view.verification.status === 'reported'
  const report = useAsk(deskApi.readReport, { params: { caseId: view.caseId } }, { enabled: asked })
  return (
    <>
      <h2>{t('desk:tab.verification')}</h2>
      <p>
        {codeWord(lang, 'verification', view.verification.status)}
        {view.verification.on && ` · ${view.verification.on}`}
        {view.verification.reason &&
          ` · ${codeWord(lang, 'reason', view.verification.reason.code)} ${view.verification.reason.note ?? ''}`}
      </p>
      {report.data && (
        <>
          <p>
            {report.data.data.number
              ? t('desk:report.issued', {
                  number: report.data.data.number,
                  on: report.data.data.issuedOn ?? '',
                  until: report.data.data.validUntil ?? '',
                })
              : t('desk:report.draft')}
          </p>
          <List
            label={t('desk:tab.verification')}
            rows={report.data.data.lines}
            keyOf={(_, i) => String(i)}
            columns={[
              {
                head: t('desk:report.who'),
                names: true,
                of: (l) => (l.who === 'household' ? t('desk:case.household') : (l.name ?? t('desk:unknown'))),
              },
              { head: t('desk:report.line'), of: (l) => l.worded[lang] },
              { head: t('desk:report.as-of'), of: (l) => l.asOf ?? '' },
            ]}
          />
        </>
      )}
      {asked && <ProblemBox error={report.error} />}
    </>
  )
}

export function Visits({ view }: { view: deskApi.CaseView }) {
  const t = useText()
  const { lang } = useManner()
  return (
    <>
      <h2>{t('desk:tab.visit')}</h2>
      <p>
        {codeWord(lang, 'visit-status', view.visit.status)}
        {view.visit.on && ` · ${view.visit.on}`}
        {view.visit.reason && ` · ${codeWord(lang, 'reason', view.visit.reason.code)} ${view.visit.reason.note ?? ''}`}
      </p>
      <List
        label={t('desk:tab.visit')}
        rows={view.visits}
        keyOf={(v) => v.visitId}
        columns={[
          { head: t('desk:visit.day'), names: true, of: (v) => v.visitedOn ?? v.plannedOn ?? '' },
          {
            head: t('desk:visit.outcome'),
            of: (v) => (v.outcome ? t(`desk:visit.${v.outcome}`) : t('desk:visit.planned')),
          },
          { head: t('desk:visit.dwelling'), of: (v) => v.dwelling ?? '' },
          { head: t('desk:visit.conclusion'), of: (v) => v.conclusion ?? '' },
        ]}
      />
    </>
  )
}
