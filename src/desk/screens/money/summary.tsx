import { Button } from 'antd'
import { paymentsDeskApi as api } from '../../../contract/index.ts'
import { type Month, sum } from '../../../foundation/index.ts'
import { address, useAsk } from '../../api.ts'
import { useManner, useText } from '../../language.tsx'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { useSession } from '../../session.tsx'
import { money } from './book.tsx'

/** 资金发放汇总: what the month's released lists pay, by programme and township, with totals. */
export function Summary({ month, book }: { month: Month; book: string }) {
  const t = useText()
  const { lang } = useManner()
  const session = useSession()
  const asked = useAsk(api.monthSummary, { params: { month }, query: { book } })
  const data = asked.data?.data
  if (!data) return <ProblemBox error={asked.error} />
  const count = (key: 'households' | 'people') => data.items.reduce((n, one) => n + one[key], 0)
  const fen = (key: 'regular' | 'supplement' | 'backPay' | 'returned' | 'total') =>
    sum(data.items.map((one) => one[key]))
  const rows = [
    ...data.items,
    ...(data.programmes.length > 1 ? data.programmes.map((one) => ({ ...one, name: one.programmeName[lang] })) : []),
    {
      name: t('deskOffice:summary.total'),
      households: count('households'),
      people: count('people'),
      regular: fen('regular'),
      supplement: fen('supplement'),
      backPay: fen('backPay'),
      returned: fen('returned'),
      total: fen('total'),
    },
  ]
  return (
    <section>
      <h2>{t('deskOffice:summary.title')}</h2>
      {data.items.length === 0 ? (
        <p className="empty">{t('deskOffice:summary.none')}</p>
      ) : (
        <>
          <p>
            {t('deskOffice:summary.intro')} {data.programmes.map((one) => one.programmeName[lang]).join('、')}
          </p>
          {session.role !== 'auditor' && (
            <p>
              <Button href={address(api.exportSummary, { month }, { book })}>{t('desk:export')}</Button>
            </p>
          )}
          <List
            label={t('deskOffice:summary.title')}
            rows={rows}
            keyOf={(one) => one.name}
            columns={[
              { head: t('deskOffice:summary.of'), names: true, of: (one) => one.name },
              { head: t('deskOffice:month.households'), number: true, of: (one) => one.households },
              { head: t('deskOffice:month.people'), number: true, of: (one) => one.people },
              { head: t('deskOffice:summary.regular'), number: true, of: (one) => money(one.regular) },
              { head: t('deskOffice:summary.supplement'), number: true, of: (one) => money(one.supplement) },
              { head: t('deskOffice:summary.back-pay'), number: true, of: (one) => money(one.backPay) },
              { head: t('deskOffice:month.total'), number: true, of: (one) => money(one.total) },
              { head: t('deskOffice:summary.returned'), number: true, of: (one) => money(one.returned) },
            ]}
          />
        </>
      )}
    </section>
  )
}
