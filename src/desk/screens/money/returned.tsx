import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { paymentsDeskApi as api } from '../../../contract/index.ts'
import { address, useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'
import { type Acting, useAct } from '../../parts/act.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { Outcome } from '../../parts/outcome.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useSession } from '../../session.tsx'
import { money, useBook } from './book.tsx'

type Item = z.output<typeof api.listReturned.reply>['items'][number]

/** 退回待发: money that came back, whom to speak with, and when it goes out again. */
export function Returned() {
  const t = useText()
  const session = useSession()
  const { book, error, waiting } = useBook()
  const asked = useAsk(api.listReturned, { params: { book: book?.book ?? '' } }, { enabled: book !== null })
  const acting = useAct()
  const [clearing, setClearing] = useState<Item | null>(null)
  const items = asked.data?.data.items
  const mayMend = ['county-section', 'county-leader'].includes(session.role ?? '')
  return (
    <>
      <h1>{t('deskOffice:returned.title')}</h1>
      <p>{t('deskOffice:returned.intro')}</p>
      <ProblemBox error={error ?? asked.error} />
      <Outcome of={acting} />
      {(waiting || (book && asked.isPending)) && <Waiting />}
      {book && items && (
        <>
          <p>
            <Button href={address(api.exportReturned, { book: book.book })}>{t('desk:export')}</Button>
          </p>
          <List
            label={t('deskOffice:returned.title')}
            rows={items}
            keyOf={(one) => one.instruction}
            empty={t('deskOffice:returned.empty')}
            columns={[
              {
                head: t('deskOffice:returned.payee'),
                names: true,
                of: (one) => one.payeeName ?? one.headName ?? t('desk:unknown'),
              },
              { head: t('deskOffice:month.head'), of: (one) => one.headName ?? '' },
              { head: t('deskOffice:month.place'), of: (one) => one.place },
              {
                head: t('deskOffice:month.of'),
                of: (one) => (
                  <Link to="/month/$ym" params={{ ym: one.month }}>
                    {one.month}
                  </Link>
                ),
              },
              { head: t('deskOffice:returned.amount'), number: true, of: (one) => money(one.amount) },
              { head: t('deskOffice:returned.account'), of: (one) => (one.lastFour ? `···· ${one.lastFour}` : '') },
              {
                head: t('deskOffice:month.reason'),
                of: (one) => (one.reason ? t(`deskOffice:bank.${one.reason}`) : ''),
              },
              { head: t('deskOffice:returned.since'), of: (one) => one.since },
              {
                head: t('deskOffice:returned.contact'),
                of: ({ contact }) =>
                  !contact
                    ? t('deskOffice:returned.contact-none')
                    : contact.done
                      ? t('deskOffice:returned.contact-done', { day: contact.done })
                      : t('deskOffice:returned.contact-due', { day: contact.due ?? '' }),
              },
              {
                head: t('deskOffice:returned.next'),
                of: (one) =>
                  one.mended ? (
                    t('deskOffice:returned.will-repay')
                  ) : mayMend ? (
                    <div className="row-actions">
                      <Button onClick={() => setClearing(one)}>{t('deskOffice:returned.clear')}</Button>{' '}
                      <Link to="/payees" search={{ household: String(one.householdId) } as never}>
                        {t('deskOffice:returned.change')}
                      </Link>
                    </div>
                  ) : (
                    t('deskOffice:path.mend')
                  ),
              },
            ]}
          />
        </>
      )}
      {clearing && <ClearDialog item={clearing} acting={acting} onClose={() => setClearing(null)} />}
    </>
  )
}

function ClearDialog({ item, acting, onClose }: { item: Item; acting: Acting; onClose: () => void }) {
  const t = useText()
  const [how, setHow] = useState('')
  return (
    <Dialog title={t('deskOffice:returned.clear-title')} onClose={onClose}>
      <p>
        {item.payeeName} · ···· {item.lastFour} · {item.reason && t(`deskOffice:bank.${item.reason}`)}
      </p>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          const answer = await acting.act(
            api.clearAccount,
            { params: { personId: item.payee, accountId: item.accountId }, body: { how } },
            t('deskOffice:returned.cleared'),
          )
          if (answer) onClose()
        }}
      >
        <TextField label={t('deskOffice:returned.clear-how')} value={how} onChange={setHow} rows={3} max={300} />
        <ProblemBox error={acting.problem} />
        <Button type="primary" htmlType="submit" loading={acting.busy}>
          {t('deskOffice:returned.clear')}
        </Button>
      </form>
    </Dialog>
  )
}
