import { Link, useParams } from '@tanstack/react-router'
import { verificationDeskApi as api } from '../../../contract/index.ts'
import { useAsk } from '../../api.ts'
import { useManner, useText } from '../../language.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Questions, ReportLines } from '../../parts/report-lines.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { Figure } from '../money/month.tsx'

/** 核对报告: person by person, source by source. Nothing found, nothing answered and nothing asked are three different things. */
export function VerificationReport() {
  const t = useText()
  const { lang } = useManner()
  const { householdId, requestId } = useParams({ strict: false }) as { householdId: string; requestId: string }
  const asked = useAsk(api.readRound, { params: { householdId: BigInt(householdId), requestId } })
  const report = asked.data?.data
  return (
    <>
      <h1>{t('deskOffice:verify.report')}</h1>
      <p>
        <Link to="/verification">{t('deskOffice:verify.title')}</Link>
      </p>
      <ProblemBox error={asked.error} />
      {asked.isPending && <Waiting />}
      {report && (
        <>
          <dl className="figures">
            <Figure name={t('deskOffice:month.head')}>{report.headName ?? t('desk:unknown')}</Figure>
            <Figure name={t('deskOffice:month.place')}>{report.place}</Figure>
            <Figure name={t('deskOffice:verify.number')}>{report.number ?? t('deskOffice:verify.draft')}</Figure>
            <Figure name={t('deskOffice:verify.asked-on')}>{report.requestedOn}</Figure>
            <Figure name={t('deskOffice:verify.issued-on')}>{report.issuedOn ?? '—'}</Figure>
            <Figure name={t('deskOffice:verify.valid-until')}>
              {report.validUntil
                ? `${report.validUntil} · ${t(report.valid ? 'deskOffice:verify.valid' : 'deskOffice:verify.over')}`
                : '—'}
            </Figure>
          </dl>
          <p>{t('deskOffice:verify.report-rule')}</p>
          <ReportLines lines={report.lines} />
          <Questions items={report.rebuttals} />
          <h2>{t('deskOffice:verify.unknowable')}</h2>
          <ul>
            {report.unknowable.map((one) => (
              <li key={one.zh}>{one[lang]}</li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
