import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { paymentsDeskApi as api, benefitsApi, paymentsApi } from '../../../contract/index.ts'
import { address, useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'
import { type Acting, useAct } from '../../parts/act.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { Outcome } from '../../parts/outcome.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useSession } from '../../session.tsx'
import { money, Tail, useBook } from './book.tsx'

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
  const [writing, setWriting] = useState<Item | null>(null)
  const mayWriteBack = ['county-leader', 'finance'].includes(session.role ?? '')
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
              { head: t('deskOffice:returned.account'), of: (one) => one.lastFour && <Tail of={one.lastFour} /> },
              {
                head: t('deskOffice:month.reason'),
                of: (one) =>
                  one.reason
                    ? t(`deskOffice:bank.${one.reason}`)
                    : one.accountId === null
                      ? t('deskOffice:returned.carried')
                      : '',
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
                of: (one) => (
                  <div className="row-actions">
                    {one.mended ? (
                      <span>{t('deskOffice:returned.will-repay')}</span>
                    ) : mayMend ? (
                      <>
                        {one.accountId !== null && (
                          <Button onClick={() => setClearing(one)}>{t('deskOffice:returned.clear')}</Button>
                        )}
                        <Link to="/payees" search={{ household: String(one.householdId) } as never}>
                          {t('deskOffice:returned.change')}
                        </Link>
                      </>
                    ) : (
                      <span>{t('deskOffice:path.mend')}</span>
                    )}
                    {mayWriteBack && one.accountId !== null && (
                      <Button onClick={() => setWriting(one)}>{t('deskOffice:writeback.open')}</Button>
                    )}
                  </div>
                ),
              },
            ]}
          />
        </>
      )}
      {writing && <WriteBackDialog item={writing} acting={acting} onClose={() => setWriting(null)} />}
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
        {item.payeeName} · {item.lastFour && <Tail of={item.lastFour} />} ·{' '}
        {item.reason && t(`deskOffice:bank.${item.reason}`)}
      </p>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          const answer = await acting.act(
            api.clearAccount,
            { params: { personId: item.payee!, accountId: item.accountId! }, body: { how } },
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

/** 冲回: only by a decision that ended or lowered what the household is owed; the leader or finance signs for it. */
function WriteBackDialog({ item, acting, onClose }: { item: Item; acting: Acting; onClose: () => void }) {
  const t = useText()
  const asked = useAsk(benefitsApi.householdAwards, { params: { householdId: item.householdId }, query: {} })
  const [decision, setDecision] = useState('')
  const [reason, setReason] = useState('')
  const decisions = (asked.data?.data.items ?? [])
    .filter((award) => award.programme === item.programme)
    .flatMap((award) => award.steps.filter((step) => ['stop', 'suspend', 'adjust'].includes(step.kind)))
  return (
    <Dialog title={t('deskOffice:writeback.title')} onClose={onClose}>
      <p>
        {item.payeeName ?? item.headName} · {item.month} · {t('desk:yuan', { amount: money(item.amount) })}
      </p>
      <p>{t('deskOffice:writeback.meaning')}</p>
      <ProblemBox error={asked.error} />
      {asked.isPending && <Waiting />}
      {asked.data && decisions.length === 0 && <p className="empty">{t('deskOffice:writeback.no-decision')}</p>}
      {decisions.length > 0 && (
        <form
          onSubmit={async (event) => {
            event.preventDefault()
            const answer = await acting.act(
              paymentsApi.writeBack,
              {
                params: { householdId: item.householdId, instruction: item.instruction },
                body: { decisionId: decision, reason },
              },
              t('deskOffice:writeback.done'),
            )
            if (answer) onClose()
          }}
        >
          <SelectField
            label={t('deskOffice:writeback.decision')}
            value={decision}
            onChange={setDecision}
            empty={t('deskOffice:choose')}
            choices={decisions.map((step) => ({
              value: step.decisionId,
              label: t('deskOffice:writeback.choice', {
                from: step.from,
                reason: t(`deskOffice:reason.${step.reason}`),
                document: step.document ?? step.decidedOn,
              }),
            }))}
          />
          <TextField label={t('deskOffice:stop.why')} value={reason} onChange={setReason} rows={3} max={300} />
          <ProblemBox error={acting.problem} />
          <Button type="primary" danger htmlType="submit" loading={acting.busy}>
            {t('deskOffice:writeback.open')}
          </Button>
        </form>
      )}
    </Dialog>
  )
}
