import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useId, useRef, useState } from 'react'
import { caseworkApi, deskApi } from '../../contract/index.ts'
import { address, call, NamedProblem, useAsk } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { SelectField, TextField, TickField } from '../parts/field.tsx'
import { Region } from '../parts/list.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { RemainingMark } from '../parts/remaining.tsx'
import { codeWord } from '../parts/words.ts'
import { type QueueSearch, savedViews, saveViews } from './queue-search.ts'

const keysKept = 'doudi-queue-keys'

/** S8 工作队列. */
export function Queue() {
  const t = useText()
  const { lang } = useManner()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const search = useSearch({ strict: false }) as QueueSearch
  const view = search.view ?? 'turn'
  const [pages, setPages] = useState<string[]>([])
  const [typed, setTyped] = useState(search.text ?? '')
  const [at, setAt] = useState(0)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [helping, setHelping] = useState(false)
  const [handing, setHanding] = useState(false)
  const [saving, setSaving] = useState(false)
  const [mine, setMine] = useState(savedViews)
  const [said, setSaid] = useState<string | null>(null)
  const lastKey = useRef('')
  const [keysOn, setKeysOn] = useState(localStorage.getItem(keysKept) !== 'off')
  const searchId = useId()
  const rowsRef = useRef<HTMLTableSectionElement>(null)
  const query = {
    view,
    ...(search.text && { text: search.text }),
    ...(search.holder && { holder: search.holder }),
  }
  const found = useAsk(deskApi.tray, {
    query: { ...query, limit: 50, ...(pages.length > 0 && { after: pages.at(-1)! }) },
  })
  const counts = useAsk(deskApi.trayCounts)
  const lines = found.data?.data.items ?? []

  const show = (next: QueueSearch) => {
    setPages([])
    setAt(0)
    setChosen(new Set())
    void navigate({ to: '/queue', search: next })
  }
  const open = (line: deskApi.TrayLine) => void navigate({ to: '/case/$caseId', params: { caseId: line.caseId } })

  useEffect(() => {
    if (!keysOn || helping || handing || saving) return
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (target.matches('input:not([type=checkbox]), textarea, select')) return
      const move = (to: number) => {
        event.preventDefault()
        const next = Math.max(0, Math.min(lines.length - 1, to))
        setAt(next)
        rowsRef.current?.querySelectorAll<HTMLAnchorElement>('a.row-link')[next]?.focus()
      }
      const before = lastKey.current
      lastKey.current = event.key
      const onRow = target.tagName === 'BODY' || target.classList.contains('row-link') || target.id === 'content'
      const arrow = target.classList.contains('row-link') ? event.key : ''
      if (before === 'g' && event.key === 'q') show({ view: 'turn' })
      else if (arrow === 'ArrowDown') move(at + 1)
      else if (arrow === 'ArrowUp') move(at - 1)
      else if (event.key === 'j') move(target.classList.contains('row-link') ? at + 1 : at)
      else if (event.key === 'k') move(at - 1)
      else if (event.key === 'x' && lines[at]) toggle(lines[at].caseId)
      else if (event.key === 'Enter' && onRow && target.tagName !== 'A' && lines[at]) open(lines[at])
      else if (event.key === '/') {
        event.preventDefault()
        document.getElementById(searchId)?.focus()
      } else if (event.key === '?') setHelping(true)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  })

  const toggle = (caseId: string) =>
    setChosen((before) => {
      const next = new Set(before)
      if (!next.delete(caseId)) next.add(caseId)
      return next
    })

  return (
    <>
      <h1>{t('desk:queue.title')}</h1>
      <nav aria-label={t('desk:queue.views')}>
        <ul className="views">
          {deskApi.trayView.options.map((one) => (
            <li key={one}>
              <Link
                to="/queue"
                search={{ view: one }}
                aria-current={one === view ? 'page' : undefined}
                onClick={() => {
                  setPages([])
                  setAt(0)
                }}
              >
                {t(`desk:view.${one}`)}
                {one !== 'closed' && <span className="count"> {counts.data?.data.counts[one] ?? '…'}</span>}
              </Link>
            </li>
          ))}
          {mine.map((one) => (
            <li key={one.name} className="own-view">
              <Link to="/queue" search={one.search} aria-current={same(one.search, search) ? 'page' : undefined}>
                {one.name}
              </Link>
              <Button
                size="small"
                type="text"
                aria-label={t('deskLife:queue.forget', { name: one.name })}
                onClick={() => {
                  const rest = mine.filter((other) => other.name !== one.name)
                  saveViews(rest)
                  setMine(rest)
                }}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      </nav>
      <form
        className="bar"
        onSubmit={(event) => {
          event.preventDefault()
          show({
            view: typed ? 'all' : view,
            ...(typed && { text: typed }),
            ...(search.holder && { holder: search.holder }),
          })
        }}
      >
        <label htmlFor={searchId}>{t('desk:queue.search')}</label>
        <input id={searchId} type="search" value={typed} maxLength={60} onChange={(e) => setTyped(e.target.value)} />
        <Button htmlType="submit">{t('desk:search')}</Button>
        <Button href={address(deskApi.exportTray, {}, query)}>{t('desk:export')}</Button>
        <Button onClick={() => setHelping(true)}>{t('desk:queue.keys')}</Button>
        <Button onClick={() => setSaving(true)}>{t('deskLife:queue.save')}</Button>
        {chosen.size > 0 && (
          <Button onClick={() => setHanding(true)}>{t('desk:queue.assign', { count: chosen.size })}</Button>
        )}
      </form>
      {search.holder && (
        <p>
          {t('deskLife:queue.holder-only', {
            name: search.holder === 'nobody' ? t('desk:queue.nobody') : (lines[0]?.holderName ?? '…'),
          })}{' '}
          <Link to="/queue" search={{ view, ...(search.text && { text: search.text }) }}>
            {t('deskLife:queue.all-holders')}
          </Link>
        </p>
      )}
      <ProblemBox error={found.error} />
      <p role="status" className="status">
        {said} {found.isFetching ? t('desk:waiting') : t('desk:queue.shown', { count: lines.length })}
      </p>
      {!found.isPending && lines.length === 0 ? (
        <p className="empty">
          {search.text ? t('desk:queue.nothing-found', { text: search.text }) : t('desk:queue.empty')}{' '}
          <Link to="/queue" search={{ view: 'all' }}>
            {t('desk:queue.see-all')}
          </Link>
        </p>
      ) : (
        <Region label={t('desk:queue.title')}>
          <table className="list queue">
            <thead>
              <tr>
                <th scope="col" className="slim">
                  <span className="tick">
                    <input
                      type="checkbox"
                      aria-label={t('deskLife:queue.choose-all')}
                      checked={lines.length > 0 && lines.every((line) => chosen.has(line.caseId))}
                      onChange={(event) =>
                        setChosen(new Set(event.target.checked ? lines.map((line) => line.caseId) : []))
                      }
                    />
                  </span>
                </th>
                {['left', 'head', 'people', 'matter', 'stage', 'origin', 'blocked', 'holder', 'area'].map((name) => (
                  <th key={name} scope="col" className={name === 'people' ? 'number' : undefined}>
                    {t(`desk:queue.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody ref={rowsRef}>
              {lines.map((line, i) => (
                <tr key={line.caseId} className={i === at ? 'here' : undefined}>
                  <td className="slim">
                    <span className="tick">
                      <input
                        type="checkbox"
                        aria-label={t('desk:queue.choose', { name: line.headName ?? line.caseNo })}
                        checked={chosen.has(line.caseId)}
                        onChange={() => toggle(line.caseId)}
                      />
                    </span>
                  </td>
                  <td>
                    <RemainingMark remaining={line.remaining} />
                  </td>
                  <th scope="row">
                    <Link
                      className="row-link"
                      to="/case/$caseId"
                      params={{ caseId: line.caseId }}
                      onFocus={() => setAt(i)}
                    >
                      {line.headName ?? line.caseNo}
                    </Link>
                    <div className="hint">{line.caseNo}</div>
                  </th>
                  <td className="number">{line.people}</td>
                  <td>
                    {line.programmeName[lang]} {codeWord(lang, 'kind', line.kind)}
                    {line.change && ` · ${codeWord(lang, 'change', line.change)}`}
                  </td>
                  <td>{codeWord(lang, 'stage', line.stage)}</td>
                  <td>{codeWord(lang, 'origin', line.origin)}</td>
                  <td>
                    {codeWord(lang, 'blocked', line.remaining.pauseReason ?? line.blockedOn)}
                    {line.officerRelative && <span className="mark">{t('desk:view.relatives')}</span>}
                  </td>
                  <td>{line.holderName ?? t('desk:queue.nobody')}</td>
                  <td>{line.areaName}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Region>
      )}
      <p className="bar">
        <Button disabled={pages.length === 0} onClick={() => setPages(pages.slice(0, -1))}>
          {t('desk:page.back')}
        </Button>
        <Button
          disabled={!found.data?.data.next}
          onClick={() => found.data?.data.next && setPages([...pages, found.data.data.next])}
        >
          {t('desk:page.next')}
        </Button>
      </p>
      {helping && (
        <Dialog title={t('desk:queue.keys')} onClose={() => setHelping(false)}>
          <dl className="keys">
            {(['j', 'k', 'x', 'Enter', '/', '?'] as const).map((key) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{t(`desk:key.${key === '?' ? 'help' : key}`)}</dd>
              </div>
            ))}
            <div>
              <dt>
                <kbd>g</kbd> <kbd>q</kbd>
              </dt>
              <dd>{t('deskLife:key.g')}</dd>
            </div>
          </dl>
          <TickField
            label={t('desk:queue.keys-on')}
            checked={keysOn}
            onChange={(on) => {
              localStorage.setItem(keysKept, on ? 'on' : 'off')
              setKeysOn(on)
            }}
          />
        </Dialog>
      )}
      {saving && (
        <SaveView
          onClose={() => setSaving(false)}
          onSave={(name) => {
            const next = [...mine.filter((one) => one.name !== name), { name, search: { ...search, view } }]
            saveViews(next)
            setMine(next)
            setSaving(false)
          }}
        />
      )}
      {handing && (
        <Assign
          lines={lines.filter((line) => chosen.has(line.caseId))}
          onClose={() => setHanding(false)}
          onDone={async (count) => {
            await queries.invalidateQueries()
            setHanding(false)
            setChosen(new Set())
            setSaid(t('deskLife:queue.assigned', { count }))
          }}
        />
      )}
    </>
  )
}

const same = (one: QueueSearch, other: QueueSearch) =>
  one.view === other.view && one.text === other.text && one.holder === other.holder

function SaveView({ onClose, onSave }: { onClose: () => void; onSave: (name: string) => void }) {
  const t = useText()
  const [name, setName] = useState('')
  return (
    <Dialog title={t('deskLife:queue.save')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSave(name.trim())
        }}
      >
        <TextField
          label={t('deskLife:queue.save-name')}
          hint={t('deskLife:queue.save-hint')}
          value={name}
          onChange={setName}
          max={20}
        />
        <Button type="primary" htmlType="submit">
          {t('deskLife:queue.save')}
        </Button>
      </form>
    </Dialog>
  )
}

/** 转交: each case says so on its own timeline; what could not be moved is named. */
function Assign({
  lines,
  onClose,
  onDone,
}: {
  lines: readonly deskApi.TrayLine[]
  onClose: () => void
  onDone: (count: number) => Promise<void>
}) {
  const t = useText()
  const people = useAsk(deskApi.colleagues)
  const [to, setTo] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  return (
    <Dialog title={t('desk:queue.assign', { count: lines.length })} onClose={onClose}>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          setBusy(true)
          setProblem(null)
          for (const line of lines) {
            const answer = await call(caseworkApi.reassign, {
              params: { caseId: line.caseId },
              body: { to: to || null },
              ifMatch: `"${line.version}"`,
            })
            if (!answer.ok) {
              setBusy(false)
              setProblem(
                new NamedProblem({
                  ...answer.problem,
                  detail: `${line.headName ?? line.caseNo}:${answer.problem.detail}`,
                }),
              )
              return
            }
          }
          await onDone(lines.length)
        }}
      >
        <SelectField
          label={t('desk:queue.to')}
          value={to}
          onChange={setTo}
          required={false}
          empty={t('desk:queue.to-nobody')}
          choices={(people.data?.data.items ?? []).map((p) => ({
            value: p.account,
            label: `${p.name} · ${t(`access:role.${p.role}`)} · ${p.unit}`,
          }))}
        />
        <ProblemBox error={problem ?? people.error} />
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('desk:queue.assign-do')}
        </Button>
      </form>
    </Dialog>
  )
}
