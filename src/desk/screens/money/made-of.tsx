import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { paymentsApi } from '../../../contract/index.ts'
import { sum } from '../../../foundation/index.ts'
import { address, call, NamedProblem } from '../../api.ts'
import { useText } from '../../language.tsx'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { useSession } from '../../session.tsx'
import { money, Tail } from './book.tsx'
import { useReason } from './reason.tsx'
import type { RunView } from './seals.tsx'

/** Where the total comes from, and what the ledger holds about it: the same figure three times, or an alarm. */
export function MadeOf({ view }: { view: RunView }) {
  const t = useText()
  const { parts, moved, run } = view
  const paid = parts.filter((one) => one.part !== 'held')
  const held = parts.filter((one) => one.part === 'held')
  const owed = sum(moved.filter((one) => one.to === 'payable').map((one) => one.amount))
  const total = {
    part: 'total' as const,
    lines: paid.reduce((n, one) => n + one.lines, 0),
    amount: sum(paid.map((one) => one.amount)),
  }
  return (
    <>
      <section>
        <h2>{t('deskOffice:parts.title')}</h2>
        <List
          label={t('deskOffice:parts.title')}
          rows={[...paid, total, ...held]}
          keyOf={(one) => one.part}
          columns={[
            { head: t('deskOffice:parts.part'), names: true, of: (one) => t(`deskOffice:parts.${one.part}`) },
            { head: t('deskOffice:parts.lines'), number: true, of: (one) => one.lines },
            { head: t('deskOffice:returned.amount'), number: true, of: (one) => money(one.amount) },
          ]}
        />
      </section>
      <section>
        <h2>{t('deskOffice:moved.title')}</h2>
        {moved.length === 0 ? (
          <p>{t('deskOffice:moved.none')}</p>
        ) : (
          <>
            <p role={owed === run.total ? undefined : 'alert'}>
              {t(owed === run.total ? 'deskOffice:moved.same' : 'deskOffice:moved.other', { amount: money(owed) })}
            </p>
            <List
              label={t('deskOffice:moved.title')}
              rows={moved}
              keyOf={(one) => `${one.from}/${one.to}`}
              columns={[
                {
                  head: t('deskOffice:moved.step'),
                  names: true,
                  of: (one) => `${t(`deskOffice:ledger.kind.${one.from}`)} → ${t(`deskOffice:ledger.kind.${one.to}`)}`,
                },
                { head: t('deskOffice:parts.lines'), number: true, of: (one) => one.lines },
                { head: t('deskOffice:returned.amount'), number: true, of: (one) => money(one.amount) },
              ]}
            />
          </>
        )}
      </section>
    </>
  )
}

type Line = z.output<typeof paymentsApi.runLines.reply>['items'][number]

/** The list itself, asked for when somebody wants to see it, a hundred lines at a time. */
export function Lines({ view }: { view: RunView }) {
  const t = useText()
  const reasonOf = useReason()
  const session = useSession()
  const { runId, lines, heldLines, state } = view.run
  const waiting = ['draft', 'frozen', 'reviewed', 'approved'].includes(state) ? 'before' : 'underway'
  const [shown, setShown] = useState<Line[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const more = async () => {
    const answer = await call(paymentsApi.runLines, {
      params: { runId },
      query: { limit: 100, ...(next && { after: next }) },
    })
    if (!answer.ok) return setProblem(new NamedProblem(answer.problem))
    setShown([...(shown ?? []), ...answer.data.items])
    setNext(answer.data.next)
  }
  return (
    <section>
      <h2>{t('deskOffice:lines.title')}</h2>
      <ProblemBox error={problem} />
      <p className="row-actions">
        {shown === null && (
          <Button onClick={() => void more()}>{t('deskOffice:lines.show', { count: lines + heldLines })}</Button>
        )}
        {session.role !== 'auditor' && (
          <Button href={address(paymentsApi.exportLines, { runId })}>{t('desk:export')}</Button>
        )}
      </p>
      {shown && (
        <List
          label={t('deskOffice:lines.title')}
          rows={shown}
          keyOf={(one) => String(one.line)}
          columns={[
            { head: t('deskOffice:lines.number'), number: true, of: (one) => one.line },
            { head: t('deskOffice:month.head'), names: true, of: (one) => one.headName ?? t('desk:unknown') },
            { head: t('deskOffice:month.place'), of: (one) => one.place },
            { head: t('deskOffice:month.of'), of: (one) => one.month },
            { head: t('deskOffice:returned.payee'), of: (one) => one.holder ?? '' },
            { head: t('deskOffice:returned.account'), of: (one) => one.lastFour && <Tail of={one.lastFour} /> },
            { head: t('deskOffice:returned.amount'), number: true, of: (one) => money(one.amount) },
            { head: t('deskOffice:month.reason'), of: (one) => reasonOf(one.reason) },
            { head: t('deskOffice:month.document'), of: (one) => one.document ?? '' },
            {
              head: t('deskOffice:lines.result'),
              of: (one) => (
                <>
                  {t(one.held ? 'deskOffice:lines.held' : `deskOffice:lines.${one.result ?? waiting}`)}{' '}
                  {one.resultOn ?? ''} {one.resultReason && t(`deskOffice:bank.${one.resultReason}`)}
                </>
              ),
            },
          ]}
        />
      )}
      {next && (
        <p>
          <Button onClick={() => void more()}>{t('deskOffice:lines.more')}</Button>
        </p>
      )}
    </section>
  )
}
