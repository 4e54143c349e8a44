import { Button } from 'antd'
import { useId, useState } from 'react'
import { paymentsDeskApi as api } from '../../../contract/index.ts'
import { sum } from '../../../foundation/index.ts'
import { address, useAsk } from '../../api.ts'
import { useManner, useText } from '../../language.tsx'
import { type Acting, useAct } from '../../parts/act.ts'
import { SelectField, TextField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { Outcome } from '../../parts/outcome.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { fenTyped } from '../../parts/words.ts'
import { useSession } from '../../session.tsx'
import { money, useBook } from './book.tsx'
import { FindHousehold } from './find-household.tsx'

/** 账务: where the money stands, whether the book holds together, and what one household got. */
export function Ledger() {
  const t = useText()
  const { lang } = useManner()
  const session = useSession()
  const { book, error, waiting } = useBook()
  const params = { book: book?.book ?? '' }
  const balances = useAsk(api.readLedger, { params }, { enabled: book !== null })
  const check = useAsk(api.verifyLedger, { params }, { enabled: book !== null })
  const acting = useAct()
  const [household, setHousehold] = useState<bigint | null>(null)
  return (
    <>
      <h1>{t('deskOffice:ledger.title')}</h1>
      <ProblemBox error={error ?? balances.error ?? check.error} />
      <Outcome of={acting} />
      {waiting && <Waiting />}
      {!waiting && !book && !error && <p className="empty">{t('deskOffice:months.no-book')}</p>}
      {book && (
        <>
          <h2>{t('deskOffice:ledger.verify')}</h2>
          {check.isPending && <Waiting />}
          {check.data && check.data.data.broken.length === 0 && <p>✓ {t('deskOffice:ledger.verified')}</p>}
          {check.data && check.data.data.broken.length > 0 && (
            <>
              <p role="alert">{t('deskOffice:ledger.broken', { count: check.data.data.broken.length })}</p>
              <List
                label={t('deskOffice:ledger.verify')}
                rows={check.data.data.broken}
                keyOf={(one, i) => `${one.invariant}/${one.reference}/${i}`}
                columns={[
                  {
                    head: t('deskOffice:ledger.invariant'),
                    names: true,
                    of: (one) => t(`deskOffice:ledger.invariant.${one.invariant}`),
                  },
                  { head: t('deskOffice:bank.reference'), of: (one) => one.reference },
                  { head: t('deskOffice:bank.expected'), of: (one) => one.expected ?? t('deskOffice:bank.nothing') },
                  { head: t('deskOffice:bank.found'), of: (one) => one.found ?? t('deskOffice:bank.nothing') },
                ]}
              />
            </>
          )}
          <h2>{t('deskOffice:ledger.balances')}</h2>
          {session.role !== 'auditor' && (
            <p>
              <Button href={address(api.exportBalances, params)}>{t('desk:export')}</Button>
            </p>
          )}
          <List
            label={t('deskOffice:ledger.balances')}
            rows={withTotal(balances.data?.data.items ?? [])}
            keyOf={(one) => one?.account ?? 'total'}
            empty={balances.isPending ? <Waiting /> : t('deskOffice:ledger.empty')}
            columns={[
              {
                head: t('deskOffice:ledger.account'),
                names: true,
                of: (one) => (one ? t(`deskOffice:ledger.kind.${one.kind}`) : t('deskOffice:ledger.sum')),
              },
              { head: t('deskOffice:month.programme'), of: (one) => one?.programmeName?.[lang] ?? '' },
              { head: t('deskOffice:ledger.year'), of: (one) => one?.year ?? '' },
              { head: t('deskOffice:ledger.line'), of: (one) => one?.budgetLine ?? '' },
              {
                head: t('deskOffice:ledger.balance'),
                number: true,
                of: (one) =>
                  money(one ? one.balance : sum((balances.data?.data.items ?? []).map((each) => each.balance))),
              },
            ]}
          />
          <Journal book={book.book} year={Number(session.businessDay.slice(0, 4))} />
          {session.role === 'finance' && (
            <Allocate book={book.book} year={Number(session.businessDay.slice(0, 4))} acting={acting} />
          )}
          {session.role !== 'finance' && session.role !== 'auditor' && (
            <>
              <h2>{t('deskOffice:ledger.household')}</h2>
              <FindHousehold onOpen={setHousehold} />
              {household !== null && <HouseholdPayments household={household} />}
            </>
          )}
        </>
      )}
    </>
  )
}

/** The last row adds up all the others: money only moves from one account to another, so it says nothing but 0.00. */
const withTotal = <Row,>(rows: readonly Row[]): (Row | null)[] => (rows.length === 0 ? [] : [...rows, null])

/** The journal: every entry with its paper, so that a balance can be followed back to what moved it. */
function Journal({ book, year }: { book: string; year: number }) {
  const t = useText()
  const session = useSession()
  const asked = useAsk(api.listEntries, { params: { book }, query: {} })
  return (
    <>
      <h2>{t('deskOffice:entries.title')}</h2>
      <p>{t('deskOffice:entries.intro')}</p>
      {session.role !== 'auditor' && (
        <p>
          <Button href={address(api.exportEntries, { book }, { year: String(year) })}>
            {t('desk:export')} {year}
          </Button>
        </p>
      )}
      <ProblemBox error={asked.error} />
      {asked.isPending && <Waiting />}
      {asked.data && (
        <List
          label={t('deskOffice:entries.title')}
          rows={asked.data.data.items}
          keyOf={(one) => `${one.entry}/${one.from}/${one.to}/${one.budgetLine}`}
          empty={t('deskOffice:entries.none')}
          columns={[
            { head: t('deskOffice:entries.on'), names: true, of: (one) => one.on },
            { head: t('deskOffice:entries.kind'), of: (one) => t(`deskOffice:entries.kind.${one.kind}`) },
            { head: t('deskOffice:entries.why'), of: (one) => one.why },
            {
              head: `${t('deskOffice:entries.from')} → ${t('deskOffice:entries.to')}`,
              of: (one) => `${t(`deskOffice:ledger.kind.${one.from}`)} → ${t(`deskOffice:ledger.kind.${one.to}`)}`,
            },
            { head: t('deskOffice:ledger.line'), of: (one) => one.budgetLine ?? '' },
            { head: t('deskOffice:entries.lines'), number: true, of: (one) => one.lines },
            { head: t('deskOffice:returned.amount'), number: true, of: (one) => money(one.amount) },
          ]}
        />
      )}
    </>
  )
}

function Allocate({ book, year, acting }: { book: string; year: number; acting: Acting }) {
  const t = useText()
  const wrongId = useId()
  const [residence, setResidence] = useState<'urban' | 'rural'>('rural')
  const [amount, setAmount] = useState('')
  const [document, setDocument] = useState('')
  const [wrong, setWrong] = useState(false)
  // One paper is one posting, however often the button is pressed.
  const [reference, setReference] = useState(() => crypto.randomUUID())
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault()
        const fen = fenTyped(amount)
        setWrong(fen === null)
        if (fen === null) return
        const answer = await acting.act(
          api.allocateFunds,
          { params: { book }, body: { year, programme: 'dibao', residence, amount: fen, document, reference } },
          t('deskOffice:ledger.allocated'),
        )
        if (!answer) return
        setAmount('')
        setDocument('')
        setReference(crypto.randomUUID())
      }}
    >
      <h2>{t('deskOffice:ledger.allocate')}</h2>
      <SelectField
        label={t('deskOffice:ledger.residence')}
        value={residence}
        onChange={(value) => setResidence(value as typeof residence)}
        choices={(['rural', 'urban'] as const).map((value) => ({ value, label: t(`deskOffice:ledger.${value}`) }))}
      />
      <TextField label={`${t('deskOffice:ledger.amount')} · ${year}`} value={amount} onChange={setAmount} max={20} />
      {wrong && (
        <p role="alert" id={wrongId}>
          {t('deskOffice:ledger.amount-wrong')}
        </p>
      )}
      <TextField label={t('deskOffice:ledger.document')} value={document} onChange={setDocument} max={100} />
      <Button type="primary" htmlType="submit" loading={acting.busy}>
        {t('deskOffice:ledger.allocate')}
      </Button>
    </form>
  )
}

function HouseholdPayments({ household }: { household: bigint }) {
  const t = useText()
  const asked = useAsk(api.householdPayments, { params: { householdId: household } })
  if (!asked.data) return asked.error ? <ProblemBox error={asked.error} /> : <Waiting />
  return (
    <>
      <p>
        <Button href={address(api.exportHouseholdPayments, { householdId: String(household) })}>
          {t('desk:export')}
        </Button>
      </p>
      <List
        label={t('deskOffice:ledger.household')}
        rows={asked.data.data.items}
        keyOf={(one) => one.instruction}
        empty={t('deskOffice:ledger.no-payments')}
        columns={[
          { head: t('deskOffice:month.of'), names: true, of: (one) => one.month },
          { head: t('deskOffice:month.tab'), of: (one) => t(`deskOffice:ledger.kind.${one.kind}`) },
          { head: t('deskOffice:returned.amount'), number: true, of: (one) => money(one.amount) },
          {
            head: t('deskOffice:ledger.state'),
            of: (one) =>
              `${t(`deskOffice:ledger.state.${one.state}`)} ${one.stateOn ?? ''} ${one.returnReason ? t(`deskOffice:bank.${one.returnReason}`) : ''}`,
          },
          { head: t('deskOffice:month.reason'), of: (one) => t(`deskOffice:reason.${one.reason}`) },
          { head: t('deskOffice:month.document'), of: (one) => one.document ?? '' },
          {
            head: t('deskOffice:ledger.postings'),
            of: (one) => (
              <ul className="stops">
                {one.postings.map((posting) => (
                  <li key={`${posting.kind}/${posting.from}/${posting.on}`}>
                    {t('deskOffice:ledger.posting', {
                      on: posting.on,
                      from: t(`deskOffice:ledger.kind.${posting.from.split('/')[0]}`),
                      to: t(`deskOffice:ledger.kind.${posting.to.split('/')[0]}`),
                      amount: money(posting.amount),
                    })}
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
    </>
  )
}
