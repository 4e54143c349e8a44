import { Button } from 'antd'
import { useId, useState } from 'react'
import { type Answer, householdApi } from '../../../contract/index.ts'
import { call, NamedProblem } from '../../api.ts'
import { useText } from '../../language.tsx'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'

type Found = Extract<Answer<typeof householdApi.findPersons>, { ok: true }>['data']['items']

/** Finds a household by one of its people. What is typed travels in the body, never in an address. */
export function FindHousehold({ onOpen }: { onOpen: (household: bigint) => void }) {
  const t = useText()
  const id = useId()
  const [text, setText] = useState('')
  const [found, setFound] = useState<Found | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  return (
    <>
      <search>
        <form
          className="bar"
          onSubmit={async (event) => {
            event.preventDefault()
            if (!text.trim()) return
            setProblem(null)
            const answer = await call(householdApi.findPersons, { body: { text, limit: 20 } })
            if (answer.ok) setFound(answer.data.items)
            else setProblem(new NamedProblem(answer.problem))
          }}
        >
          <label htmlFor={id}>{t('deskOffice:payees.find')}</label>
          <input
            id={id}
            type="search"
            value={text}
            maxLength={60}
            autoComplete="off"
            onChange={(e) => setText(e.target.value)}
          />
          <Button htmlType="submit">{t('deskOffice:payees.search')}</Button>
        </form>
      </search>
      <ProblemBox error={problem} />
      <div role="status">
        {found && (
          <List
            label={t('deskOffice:payees.find')}
            rows={found}
            keyOf={(one) => String(one.personId)}
            empty={t('deskOffice:payees.nobody')}
            columns={[
              { head: t('deskOffice:payees.member'), names: true, of: (one) => one.name },
              { head: t('deskOffice:payees.document'), of: (one) => one.maskedNumber ?? '' },
              { head: t('deskOffice:month.place'), of: (one) => one.area },
              {
                head: t('deskOffice:payees.open'),
                of: (one) =>
                  one.householdId !== null && (
                    <Button
                      aria-label={`${t('deskOffice:payees.open')} ${one.name}`}
                      onClick={() => {
                        setFound(null)
                        onOpen(one.householdId!)
                      }}
                    >
                      {t('deskOffice:payees.open')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </div>
    </>
  )
}
