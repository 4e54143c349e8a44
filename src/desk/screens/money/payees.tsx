import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { paymentsDeskApi as api } from '../../../contract/index.ts'
import { address, useAsk } from '../../api.ts'
import { useManner, useText } from '../../language.tsx'
import { type Acting, useAct } from '../../parts/act.ts'
import { SelectField, TextField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { Outcome } from '../../parts/outcome.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { valueWord } from '../../parts/words.ts'
import { useSession } from '../../session.tsx'
import { FindHousehold } from './find-household.tsx'

const keepers = ['township-clerk', 'township-head', 'county-section', 'county-leader']

/** Accounts and payees: what waits for a second pair of eyes, and a household's own. */
export function Payees() {
  const t = useText()
  const session = useSession()
  const navigate = useNavigate()
  const { household } = useSearch({ strict: false }) as { household?: string }
  const asked = useAsk(api.listChanges)
  const acting = useAct()
  const may = keepers.includes(session.role ?? '')
  const settle = (changeId: string, outcome: 'confirm' | 'reject') =>
    acting.act(
      api.settleChange,
      { params: { changeId }, body: { outcome } },
      t(outcome === 'confirm' ? 'deskOffice:payees.confirmed' : 'deskOffice:payees.rejected'),
    )
  return (
    <>
      <h1>{t('deskOffice:payees.title')}</h1>
      <p>{t('deskOffice:payees.intro')}</p>
      <ProblemBox error={asked.error} />
      <Outcome of={acting} />
      {asked.isPending && <Waiting />}
      {asked.data && (
        <>
          <p>
            <Button href={address(api.exportChanges)}>{t('desk:export')}</Button>
          </p>
          <List
            label={t('deskOffice:payees.title')}
            rows={asked.data.data.items}
            keyOf={(one) => one.changeId}
            empty={t('deskOffice:payees.empty')}
            columns={[
              {
                head: t('deskOffice:returned.payee'),
                names: true,
                of: (one) => one.personName ?? t('desk:unknown'),
              },
              { head: t('deskOffice:payees.what'), of: (one) => t(`deskOffice:payees.what.${one.kind}`) },
              { head: t('deskOffice:month.head'), of: (one) => one.headName ?? '' },
              { head: t('deskOffice:month.place'), of: (one) => one.place },
              { head: t('deskOffice:payees.before'), of: (one) => one.before ?? '' },
              {
                head: t('deskOffice:payees.now'),
                of: (one) =>
                  one.kind === 'account'
                    ? `${one.bank} ${one.masked}`
                    : `${one.personName}(${one.relation && t(`deskOffice:payees.relation.${one.relation}`)})`,
              },
              {
                head: t('deskOffice:payees.match'),
                of: (one) =>
                  one.holderMatch ? `${one.holder} · ${t(`deskOffice:payees.match.${one.holderMatch}`)}` : '',
              },
              { head: t('deskOffice:payees.since'), of: (one) => one.since },
              {
                head: t('deskOffice:payees.act'),
                of: (one) =>
                  one.mine
                    ? t('deskOffice:payees.mine')
                    : may && (
                        <div className="row-actions">
                          <Button
                            type="primary"
                            loading={acting.busy}
                            aria-label={t('deskOffice:payees.confirm-whom', { who: one.personName ?? '' })}
                            onClick={() => void settle(one.changeId, 'confirm')}
                          >
                            {t('deskOffice:payees.confirm')}
                          </Button>{' '}
                          <Button
                            loading={acting.busy}
                            aria-label={t('deskOffice:payees.reject-whom', { who: one.personName ?? '' })}
                            onClick={() => void settle(one.changeId, 'reject')}
                          >
                            {t('deskOffice:payees.reject')}
                          </Button>
                        </div>
                      ),
              },
            ]}
          />
        </>
      )}
      <h2>{t('deskOffice:payees.capture-title')}</h2>
      <FindHousehold onOpen={(id) => void navigate({ to: '/payees', search: { household: String(id) } as never })} />
      {household && /^\d{1,18}$/.test(household) && (
        <HouseholdPayees household={BigInt(household)} acting={acting} may={may} />
      )}
    </>
  )
}

type View = z.output<typeof api.readPayees.reply>

function HouseholdPayees({ household, acting, may }: { household: bigint; acting: Acting; may: boolean }) {
  const t = useText()
  const { lang } = useManner()
  const asked = useAsk(api.readPayees, { params: { householdId: household } })
  const view = asked.data?.data
  if (!view) return asked.error ? <ProblemBox error={asked.error} /> : <Waiting />
  return (
    <section aria-labelledby="payees-household">
      <h3 id="payees-household">
        {t('deskOffice:payees.accounts-of', { name: view.headName ?? '' })} · {view.place}
      </h3>
      {view.payees.length === 0 ? (
        <p>{t('deskOffice:payees.nobody-named')}</p>
      ) : (
        <ul>
          {view.payees.map((one) => (
            <li key={one.payeeId}>
              {t('deskOffice:payees.who-collects')}: {one.payeeName} · {t(`deskOffice:payees.relation.${one.relation}`)}{' '}
              · {t(`deskOffice:payees.status.${one.status}`)} · {one.chosenOn}
              {one.heldUntil && ` · ${t('deskOffice:payees.held-until', { day: one.heldUntil })}`}
            </li>
          ))}
        </ul>
      )}
      <List
        label={t('deskOffice:payees.accounts')}
        rows={view.members}
        keyOf={(one) => String(one.personId)}
        columns={[
          { head: t('deskOffice:payees.member'), names: true, of: (one) => one.name },
          { head: t('deskOffice:payees.relation'), of: (one) => valueWord(lang, 'relation', one.relation) },
          {
            head: t('deskOffice:payees.accounts'),
            of: (one) =>
              one.accounts.length === 0 ? (
                t('deskOffice:payees.no-account')
              ) : (
                <ul className="stops">
                  {one.accounts.map((account) => (
                    <li key={account.accountId}>
                      {account.bank} {account.masked} · {t(`deskOffice:payees.status.${account.status}`)}
                      {account.heldUntil && ` · ${t('deskOffice:payees.held-until', { day: account.heldUntil })}`}
                      {account.returnedOn && ` · ${t('deskOffice:payees.returned-on', { day: account.returnedOn })}`}
                    </li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
      {may && view.members.length > 0 && (
        <div className="two-forms">
          <CaptureForm key={`a${household}`} view={view} acting={acting} />
          <ChooseForm key={`b${household}`} household={household} view={view} acting={acting} />
        </div>
      )}
    </section>
  )
}

function CaptureForm({ view, acting }: { view: View; acting: Acting }) {
  const t = useText()
  const [person, setPerson] = useState(String(view.members[0]!.personId))
  const member = view.members.find((one) => String(one.personId) === person)!
  const [typed, setTyped] = useState({ bank: '', number: '', holder: '', holderReason: '', reason: '' })
  const [doubts, setDoubts] = useState<string[]>([])
  const set = (name: keyof typeof typed) => (value: string) => setTyped({ ...typed, [name]: value })
  const holder = typed.holder || member.name
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault()
        const { bank, number, holderReason, reason } = typed
        const answer = await acting.act(api.captureAccount, {
          params: { personId: member.personId },
          body: { bank, number, holder, ...(holderReason && { holderReason }), ...(reason && { reason }) },
        })
        if (!answer?.ok) return
        setDoubts([
          `deskOffice:payees.saved-${answer.data.status}`,
          ...answer.data.doubts.map((d) => `deskOffice:payees.doubt.${d}`),
        ])
        setTyped({ bank: '', number: '', holder: '', holderReason: '', reason: '' })
      }}
    >
      <h4>{t('deskOffice:payees.capture-title')}</h4>
      <SelectField
        label={t('deskOffice:payees.for-whom')}
        value={person}
        onChange={setPerson}
        choices={view.members.map((one) => ({ value: String(one.personId), label: one.name }))}
      />
      <TextField label={t('deskOffice:payees.bank')} value={typed.bank} onChange={set('bank')} max={60} />
      <TextField
        label={t('deskOffice:payees.number')}
        hint={t('deskOffice:payees.number-hint')}
        value={typed.number}
        onChange={set('number')}
        max={40}
      />
      <TextField label={t('deskOffice:payees.holder')} value={holder} onChange={set('holder')} max={60} />
      {holder !== member.name && (
        <TextField
          label={t('deskOffice:payees.holder-reason')}
          value={typed.holderReason}
          onChange={set('holderReason')}
          max={300}
        />
      )}
      {member.accounts.some((one) => one.status === 'active') && (
        <TextField label={t('deskOffice:payees.why-change')} value={typed.reason} onChange={set('reason')} max={300} />
      )}
      <ProblemBox error={acting.problem} />
      <Button type="primary" htmlType="submit" loading={acting.busy}>
        {t('deskOffice:payees.save')}
      </Button>
      <div role="status">
        {doubts.map((key) => (
          <p key={key}>{t(key)}</p>
        ))}
      </div>
    </form>
  )
}

function ChooseForm({ household, view, acting }: { household: bigint; view: View; acting: Acting }) {
  const t = useText()
  const [payee, setPayee] = useState(String(view.members[0]!.personId))
  const [relation, setRelation] = useState<(typeof api.payeeRelations)[number]>('self')
  const [reason, setReason] = useState('')
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault()
        await acting.act(
          api.choosePayee,
          {
            params: { householdId: household },
            body: { payee: BigInt(payee), relation, ...(reason && { reason }) },
          },
          t('deskOffice:payees.saved-payee'),
        )
      }}
    >
      <h4>{t('deskOffice:payees.choose')}</h4>
      <SelectField
        label={t('deskOffice:payees.who-collects')}
        value={payee}
        onChange={setPayee}
        choices={view.members.map((one) => ({ value: String(one.personId), label: one.name }))}
      />
      <SelectField
        label={t('deskOffice:payees.payee-relation')}
        value={relation}
        onChange={(value) => setRelation(value as typeof relation)}
        choices={api.payeeRelations.map((value) => ({ value, label: t(`deskOffice:payees.relation.${value}`) }))}
      />
      <TextField
        label={t('deskOffice:payees.why-change')}
        value={reason}
        onChange={setReason}
        required={false}
        max={300}
      />
      <Button htmlType="submit" loading={acting.busy}>
        {t('deskOffice:payees.choose')}
      </Button>
    </form>
  )
}
