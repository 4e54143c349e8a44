import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { deskApi } from '../../contract/index.ts'
import { address, call, NamedProblem, useAsk } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { SelectField } from '../parts/field.tsx'
import { List } from '../parts/list.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { RemainingMark } from '../parts/remaining.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { codeWord } from '../parts/words.ts'
import { useSession } from '../session.tsx'

type Load = z.output<typeof deskApi.workload.reply>['items'][number]

/** 督办: how much lies on whose desk and what is late. A work plan, never a ranking. */
export function Supervise() {
  const t = useText()
  const { lang } = useManner()
  const session = useSession()
  const queries = useQueryClient()
  const loads = useAsk(deskApi.workload)
  const late = useAsk(deskApi.tray, { query: { view: 'overdue', limit: 100 } })
  const [from, setFrom] = useState<Load | null>(null)
  const [said, setSaid] = useState('')
  const mayHandOver = ['township-head', 'county-section', 'county-leader'].includes(session.role ?? '')
  return (
    <>
      <h1>{t('desk:supervise.title')}</h1>
      <p role="status" className="status">
        {said}
      </p>
      <p className="bar">
        <Button href={address(deskApi.exportWorkload)}>{t('desk:export')}</Button>
      </p>
      <ProblemBox error={loads.error ?? late.error} />
      {loads.isPending ? (
        <Waiting />
      ) : (
        <List
          label={t('desk:supervise.title')}
          rows={loads.data?.data.items ?? []}
          keyOf={(l) => l.holder ?? 'nobody'}
          columns={[
            {
              head: t('desk:supervise.name'),
              names: true,
              of: (l) =>
                l.holder ? (
                  <Link to="/queue" search={{ view: 'all', holder: l.holder }}>
                    {l.name}
                  </Link>
                ) : (
                  <Link to="/queue" search={{ view: 'all', holder: 'nobody' }}>
                    {t('desk:supervise.nobody')}
                  </Link>
                ),
            },
            { head: t('desk:supervise.role'), of: (l) => (l.role ? t(`access:role.${l.role}`) : '') },
            { head: t('desk:supervise.unit'), of: (l) => l.unit ?? '' },
            { head: t('desk:supervise.open'), number: true, of: (l) => l.open },
            { head: t('desk:supervise.overdue'), number: true, of: (l) => (l.overdue > 0 ? `▲ ${l.overdue}` : 0) },
            { head: t('desk:supervise.today'), number: true, of: (l) => l.dueToday },
            { head: t('desk:supervise.paused'), number: true, of: (l) => l.paused },
            {
              head: t('desk:supervise.hand-over'),
              of: (l) =>
                mayHandOver && l.holder && l.open > 0 ? (
                  <Button onClick={() => setFrom(l)}>
                    {t('desk:supervise.hand-over')}
                    <span className="sr"> {l.name}</span>
                  </Button>
                ) : null,
            },
          ]}
        />
      )}
      <h2>{t('desk:view.overdue')}</h2>
      {late.isPending ? (
        <Waiting />
      ) : (
        <List
          label={t('desk:view.overdue')}
          rows={late.data?.data.items ?? []}
          keyOf={(l) => l.caseId}
          empty={t('desk:supervise.none-late')}
          columns={[
            {
              head: t('desk:queue.head'),
              names: true,
              of: (l) => (
                <Link to="/case/$caseId" params={{ caseId: l.caseId }}>
                  {l.headName ?? l.caseNo}
                </Link>
              ),
            },
            { head: t('desk:queue.left'), of: (l) => <RemainingMark remaining={l.remaining} /> },
            { head: t('desk:queue.stage'), of: (l) => codeWord(lang, 'stage', l.stage) },
            { head: t('desk:queue.blocked'), of: (l) => codeWord(lang, 'blocked', l.blockedOn) },
            { head: t('desk:queue.holder'), of: (l) => l.holderName ?? t('desk:queue.nobody') },
            { head: t('desk:queue.area'), of: (l) => l.areaName },
          ]}
        />
      )}
      {from && (
        <HandOver
          from={from}
          onClose={() => setFrom(null)}
          onDone={async (moved) => {
            await queries.invalidateQueries()
            setFrom(null)
            setSaid(t('desk:supervise.moved', { count: moved }))
          }}
        />
      )}
    </>
  )
}

function HandOver({
  from,
  onClose,
  onDone,
}: {
  from: Load
  onClose: () => void
  onDone: (moved: number) => Promise<void>
}) {
  const t = useText()
  const { lang } = useManner()
  const people = useAsk(deskApi.colleagues)
  const [to, setTo] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const [kept, setKept] = useState<readonly { caseId: string; why: { zh: string; en: string } }[]>([])
  return (
    <Dialog title={t('desk:supervise.hand-over-of', { name: from.name ?? '', count: from.open })} onClose={onClose}>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          setBusy(true)
          setProblem(null)
          const answer = await call(deskApi.handOver, { body: { from: from.holder!, to: to || null } })
          setBusy(false)
          if (!answer.ok) return setProblem(new NamedProblem(answer.problem))
          setKept(answer.data.kept)
          if (answer.data.kept.length === 0) await onDone(answer.data.moved)
        }}
      >
        <SelectField
          label={t('desk:queue.to')}
          value={to}
          onChange={setTo}
          required={false}
          empty={t('desk:queue.to-nobody')}
          choices={(people.data?.data.items ?? [])
            .filter((p) => p.account !== from.holder)
            .map((p) => ({ value: p.account, label: `${p.name} · ${t(`access:role.${p.role}`)} · ${p.unit}` }))}
        />
        {kept.length > 0 && (
          <ul>
            {kept.map((one) => (
              <li key={one.caseId}>{one.why[lang]}</li>
            ))}
          </ul>
        )}
        <ProblemBox error={problem} />
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('desk:supervise.hand-over')}
        </Button>
      </form>
    </Dialog>
  )
}
