import { Link } from '@tanstack/react-router'
import { type caseworkApi, deskApi } from '../../../contract/index.ts'
import { address } from '../../api.ts'
import { useText } from '../../language.tsx'

/** What the family takes home: the official paper, and a slip with the number to ask with. */
export function ReceiptView({
  receipt,
  name,
  onAgain,
}: {
  receipt: caseworkApi.Receipt
  name: string
  onAgain: () => void
}) {
  const t = useText()
  const paper = (large: '0' | '1') =>
    address(
      deskApi.printDocument,
      { householdId: String(receipt.householdId), documentId: receipt.documentId },
      { large },
    )
  return (
    <section className="receipt" aria-label={t('desk:counter.receipt')}>
      <h1>{t('desk:counter.receipt')}</h1>
      <p role="status">{t('desk:counter.received', { name })}</p>
      <dl>
        <dt>{t('desk:counter.code')}</dt>
        <dd className="big">{receipt.readOutCode}</dd>
        <dt>{t('desk:queue.case-no')}</dt>
        <dd>{receipt.caseNo}</dd>
        <dt>{t('desk:counter.received-on')}</dt>
        <dd>{receipt.openedOn}</dd>
        {receipt.answerBy && (
          <>
            <dt>{t('desk:counter.answer-by')}</dt>
            <dd>{receipt.answerBy}</dd>
          </>
        )}
      </dl>
      <p className="hint">{t('desk:counter.code-use')}</p>
      {receipt.unsigned.length > 0 && <p>{t('desk:counter.unsigned', { count: receipt.unsigned.length })}</p>}
      {receipt.notes.map((note) => (
        <p key={note} className="mark">
          {t(`desk:earlier.${note}`)}
        </p>
      ))}
      <p className="bar no-print">
        <a className="button primary" href={paper('0')} download>
          {t('desk:counter.paper')}
        </a>
        <a className="button" href={paper('1')} download>
          {t('desk:counter.paper-large')}
        </a>
        <button type="button" className="button" onClick={() => window.print()}>
          {t('desk:counter.print')}
        </button>
        <Link to="/case/$caseId" params={{ caseId: receipt.caseId }} className="button">
          {t('desk:counter.open-case')}
        </Link>
        <button type="button" className="button" onClick={onAgain}>
          {t('desk:counter.next')}
        </button>
      </p>
    </section>
  )
}
