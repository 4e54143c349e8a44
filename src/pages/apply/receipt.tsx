import { Sheet } from '../shell.tsx'
import type { DraftScreen } from './draft-page.tsx'

export function Receipt({ qr, ...frame }: DraftScreen & { qr: string }) {
  const { manner, draft } = frame
  const { t } = manner
  const s = draft.submitted!
  return (
    <Sheet {...frame} here={`/apply/${draft.id}/receipt`} title={t('pages:receipt.title')}>
      <div className="box ok">
        <p>{t('pages:receipt.case-no')}</p>
        <p className="number" data-case-no>
          {s.caseNo}
        </p>
        <p>{t('pages:receipt.code')}</p>
        <p className="big" data-code>
          {s.code}
        </p>
      </div>
      <img src={qr} alt={t('pages:receipt.qr')} width={180} height={180} />
      <h2>{t('pages:receipt.next')}</h2>
      <ol className="steps">
        {s.answerBy && <li>{t('pages:receipt.answer-by', { day: manner.day(s.answerBy) })}</li>}
        {s.unsigned > 0 && <li>{t('pages:receipt.unsigned', { count: s.unsigned })}</li>}
        <li>{t('pages:receipt.visit')}</li>
        <li>{t('pages:receipt.notice')}</li>
      </ol>
      <p className="actions">
        <a className="button" href={`/p/${s.token}`}>
          {t('pages:help.progress')}
        </a>
        <a className="button second" href={`/apply/${draft.id}/form.pdf`}>
          {t('pages:receipt.print')}
        </a>
      </p>
    </Sheet>
  )
}
