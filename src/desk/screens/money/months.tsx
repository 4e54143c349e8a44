import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { paymentsDeskApi as api } from '../../../contract/index.ts'
import type { Month } from '../../../foundation/index.ts'
import { address, useAsk } from '../../api.ts'
import { useManner, useText } from '../../language.tsx'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useSession } from '../../session.tsx'
import { money, shifted, useBook } from './book.tsx'

/** The lists of the county's book, newest first. */
export function Months() {
  const t = useText()
  const { lang } = useManner()
  const session = useSession()
  const { book, error, waiting } = useBook()
  const runs = useAsk(api.listRuns, { query: { book: book?.book ?? '' } }, { enabled: book !== null })
  const now = session.businessDay.slice(0, 7) as Month
  return (
    <>
      <h1>{t('deskOffice:months.title')}</h1>
      <ProblemBox error={error ?? runs.error} />
      {waiting && <Waiting />}
      {!waiting && !book && !error && <p className="empty">{t('deskOffice:months.no-book')}</p>}
      {book && (
        <>
          <p>
            {t('deskOffice:months.book', { name: book.name, payer: book.payerName, tail: book.payerLastFour })}{' '}
            {t('deskOffice:months.pay-day', { day: book.payDay })}
          </p>
          <ul className="views">
            {[now, shifted(now, 1)].map((month) => (
              <li key={month}>
                <Link to="/month/$ym" params={{ ym: month }}>
                  {t('deskOffice:months.open', { month })}
                </Link>
              </li>
            ))}
          </ul>
          {session.role !== 'auditor' && (
            <p>
              <Button href={address(api.exportRuns, {}, { book: book.book })}>{t('deskOffice:months.export')}</Button>
            </p>
          )}
          <List
            label={t('deskOffice:months.title')}
            keyOf={(run) => run.runId}
            rows={runs.data?.data.items ?? []}
            empty={t('deskOffice:months.none')}
            columns={[
              {
                head: t('deskOffice:month.of'),
                names: true,
                of: (run) => (
                  <Link to="/month/$ym" params={{ ym: run.month }} search={{ run: run.runId } as never}>
                    {run.month}
                  </Link>
                ),
              },
              { head: t('deskOffice:month.programme'), of: (run) => run.programmeName[lang] },
              { head: t('deskOffice:month.number'), of: (run) => run.number },
              { head: t('deskOffice:month.state'), of: (run) => t(`deskOffice:run.${run.state}`) },
              { head: t('deskOffice:month.households'), number: true, of: (run) => run.households },
              { head: t('deskOffice:month.people'), number: true, of: (run) => run.people },
              { head: t('deskOffice:month.total'), number: true, of: (run) => money(run.total) },
              {
                head: t('deskOffice:month.held'),
                number: true,
                of: (run) => (run.heldLines ? `${run.heldLines} / ${money(run.heldTotal)}` : '0'),
              },
            ]}
          />
        </>
      )}
    </>
  )
}
