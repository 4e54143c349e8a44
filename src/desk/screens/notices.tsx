import { useQueryClient } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { deskApi, deskLifeApi } from '../../contract/index.ts'
import { address, call, NamedProblem, upload, useAsk } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { FileField, SelectField, TextField } from '../parts/field.tsx'
import { List } from '../parts/list.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { yuanWord } from '../parts/words.ts'
import { useSession } from '../session.tsx'

type Sheet = z.output<typeof deskApi.listNotices.reply>['items'][number]
type Preview = z.output<typeof deskApi.previewNotice.reply>

/** S11 公示: what is due to hang, what hangs, its photographs, and objections that come by telephone or at the window. */
export function NoticesScreen() {
  const t = useText()
  const { lang } = useManner()
  const session = useSession()
  const queries = useQueryClient()
  const { caseId } = useSearch({ strict: false }) as { caseId?: string }
  const isTownship = session.role === 'township-clerk' || session.role === 'township-head'
  const mayPhotograph = isTownship || session.role === 'aide'
  const due = useAsk(deskApi.tray, { query: { view: 'notice', limit: 200 } }, { enabled: isTownship })
  const sheets = useAsk(deskApi.listNotices)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(caseId ? [caseId] : []))
  const [place, setPlace] = useState('')
  const [firstDay, setFirstDay] = useState<string>(session.businessDay)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState('')
  const [photo, setPhoto] = useState<{ sheet: Sheet; which: 'first' | 'last' } | null>(null)
  const [objecting, setObjecting] = useState<Sheet | null>(null)
  const lines = due.data?.data.items ?? []
  const picked = lines.filter((line) => chosen.has(line.caseId))
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
    setPreview(null)
  }
  const look = async () => {
    setBusy(true)
    setProblem(null)
    const answer = await call(deskApi.previewNotice, { body: { cases: picked.map((l) => l.caseId), place } })
    setBusy(false)
    if (!answer.ok) return setProblem(new NamedProblem(answer.problem))
    setPreview(answer.data)
  }
  const publish = async () => {
    setBusy(true)
    setProblem(null)
    const answer = await call(deskApi.publishNotice, {
      body: {
        cases: picked.map((l) => ({ caseId: l.caseId, version: l.version })),
        firstDay: firstDay as never,
        place,
      },
    })
    setBusy(false)
    if (!answer.ok) return setProblem(new NamedProblem(answer.problem))
    await queries.invalidateQueries()
    setPreview(null)
    setChosen(new Set())
    setSaid(t('desk:notices.published', { count: answer.data.lines.length }))
  }
  return (
    <>
      <h1>{t('desk:notices.title')}</h1>
      <p role="status" className="status">
        {said}
      </p>
      {isTownship && (
        <>
          <h2>{t('desk:notices.due')}</h2>
          <ProblemBox error={due.error} />
          {due.isPending ? (
            <Waiting />
          ) : (
            <List
              label={t('desk:notices.due')}
              rows={lines}
              keyOf={(l) => l.caseId}
              empty={t('desk:notices.none-due')}
              columns={[
                {
                  head: t('desk:queue.chosen'),
                  slim: true,
                  of: (l) => (
                    <span className="tick">
                      <input
                        type="checkbox"
                        aria-label={t('desk:queue.choose', { name: l.headName ?? l.caseNo })}
                        checked={chosen.has(l.caseId)}
                        onChange={() => toggle(l.caseId)}
                      />
                    </span>
                  ),
                },
                {
                  head: t('desk:queue.head'),
                  names: true,
                  of: (l) => (
                    <Link to="/case/$caseId" params={{ caseId: l.caseId }}>
                      {l.headName ?? l.caseNo}
                    </Link>
                  ),
                },
                { head: t('desk:queue.people'), number: true, of: (l) => l.people },
                { head: t('desk:notices.village'), of: (l) => l.areaName },
                { head: t('desk:queue.matter'), of: (l) => l.programmeName[lang] },
              ]}
            />
          )}
          {picked.length > 0 && (
            <form
              className="bar"
              onSubmit={(event) => {
                event.preventDefault()
                void (preview && preview.problems.length === 0 ? publish() : look())
              }}
            >
              <TextField
                label={t('desk:notices.place')}
                hint={t('desk:notices.place-hint')}
                value={place}
                onChange={(v) => {
                  setPlace(v)
                  setPreview(null)
                }}
                max={100}
              />
              <TextField label={t('desk:notices.first-day')} type="date" value={firstDay} onChange={setFirstDay} />
              <Button type="primary" htmlType="submit" size="large" loading={busy}>
                {preview && preview.problems.length === 0
                  ? t('desk:notices.publish', { count: picked.length })
                  : t('desk:notices.preview')}
              </Button>
            </form>
          )}
          <ProblemBox error={problem} />
          {preview && preview.problems.length > 0 && (
            <Alert
              type="error"
              role="alert"
              showIcon
              title={t('desk:notices.leaks', { count: preview.problems.length })}
              description={
                <ul>
                  {preview.problems.map((p) => (
                    <li key={p.cell + p.rule}>
                      {t('desk:notices.leak', { cell: cellWord(t, p.cell), rule: t(`desk:leak.${p.rule}`) })}
                    </li>
                  ))}
                </ul>
              }
            />
          )}
          {preview && preview.lines.length > 0 && (
            <div className="sheet">
              <h3>{t('desk:notices.sheet')}</h3>
              <List
                label={t('desk:notices.sheet')}
                rows={preview.lines}
                keyOf={(l, i) => `${i}/${l.name}`}
                columns={sheetColumns(t, lang)}
              />
            </div>
          )}
        </>
      )}
      <h2>{t('desk:notices.sheets')}</h2>
      {session.role !== 'aide' && (
        <p className="bar">
          <Button href={address(deskApi.exportNotices)}>{t('desk:export')}</Button>
        </p>
      )}
      <ProblemBox error={sheets.error} />
      <List
        label={t('desk:notices.sheets')}
        rows={sheets.data?.data.items ?? []}
        keyOf={(s) => s.sheetId}
        empty={t('desk:notices.none')}
        columns={[
          {
            head: t('desk:notices.place'),
            names: true,
            of: (s) => (
              <>
                {s.place}
                <div className="hint">{s.areaName}</div>
              </>
            ),
          },
          {
            head: t('desk:notices.days'),
            of: (s) => (
              <>
                <span className="day">{s.firstDay}</span> – <span className="day">{s.lastDay}</span>
              </>
            ),
          },
          { head: t('desk:notices.state'), of: (s) => t(`desk:notices.state.${s.state}`) },
          { head: t('desk:notices.families'), of: (s) => s.lines.map((l) => l.name).join('、') },
          {
            head: t('desk:notices.photos'),
            of: (s) => (
              <span className="links">
                {(['first', 'last'] as const).map((which) => {
                  const there = which === 'first' ? s.photoFirst : s.photoLast
                  return there ? (
                    <span key={which}>✓ {t(`desk:notices.photo-${which}`)}</span>
                  ) : which === 'last' &&
                    (s.state === 'objected' || s.state === 'withdrawn') ? null : !mayPhotograph ? (
                    <span key={which} className="hint">
                      {t(`desk:notices.photo-${which}-missing`)}
                    </span>
                  ) : (
                    <Button key={which} onClick={() => setPhoto({ sheet: s, which })}>
                      {t(`desk:notices.add-${which}`)}
                      <span className="sr"> {s.place}</span>
                    </Button>
                  )
                })}
              </span>
            ),
          },
          {
            head: t('desk:papers.get'),
            of: (s) => (
              <span className="links">
                <a href={address(deskLifeApi.printSheet, { sheetId: s.sheetId })}>
                  {t('deskLife:notices.print')}
                  <span className="sr"> {s.place}</span>
                </a>
                <a href={address(deskLifeApi.printSheet, { sheetId: s.sheetId }, { large: '1' })}>
                  {t('desk:papers.large')}
                  <span className="sr"> {s.place}</span>
                </a>
              </span>
            ),
          },
          {
            head: t('desk:objection.title'),
            of: (s) =>
              s.state === 'running' && session.role !== 'aide' ? (
                <Button onClick={() => setObjecting(s)}>
                  {t('desk:objection.record')}
                  <span className="sr"> {s.place}</span>
                </Button>
              ) : null,
          },
        ]}
      />
      {photo && (
        <Photo
          {...photo}
          onClose={() => setPhoto(null)}
          onDone={async () => {
            await queries.invalidateQueries()
            setPhoto(null)
            setSaid(t('desk:notices.photo-kept'))
          }}
        />
      )}
      {objecting && (
        <Objection
          sheet={objecting}
          onClose={() => setObjecting(null)}
          onDone={async (code) => {
            await queries.invalidateQueries()
            setObjecting(null)
            setSaid(t('desk:objection.recorded', { code }))
          }}
        />
      )}
    </>
  )
}

type Say = ReturnType<typeof useText>

/** `rows.3.category` → 第 4 行 · 类别. */
function cellWord(t: Say, cell: string): string {
  const match = /^rows\.(\d+)\.(\w+)$/.exec(cell)
  return match
    ? t('desk:notices.cell', { row: Number(match[1]) + 1, column: t(`desk:notices.${match[2]}`) })
    : t(`desk:notices.${cell.split('.')[0]}`)
}

const sheetColumns = (t: Say, lang: 'zh' | 'en') => [
  { head: t('desk:notices.name'), names: true, of: (l: Preview['lines'][number]) => l.name },
  { head: t('desk:notices.group'), of: (l: Preview['lines'][number]) => l.group },
  { head: t('desk:queue.people'), number: true, of: (l: Preview['lines'][number]) => l.people },
  { head: t('desk:notices.category'), of: (l: Preview['lines'][number]) => l.category },
  { head: t('desk:notices.monthly'), number: true, of: (l: Preview['lines'][number]) => yuanWord(lang, l.monthly) },
]

function Photo({
  sheet,
  which,
  onClose,
  onDone,
}: {
  sheet: Sheet
  which: 'first' | 'last'
  onClose: () => void
  onDone: () => Promise<void>
}) {
  const t = useText()
  const session = useSession()
  const [file, setFile] = useState<File | null>(null)
  const [takenOn, setTakenOn] = useState<string>(session.businessDay)
  const [where, setWhere] = useState(sheet.place)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  return (
    <Dialog title={`${t(`desk:notices.add-${which}`)} · ${sheet.place}`} onClose={onClose}>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          if (!file) return
          setBusy(true)
          setProblem(null)
          try {
            await upload(deskApi.addBoardPhoto, file, {
              params: { sheetId: sheet.sheetId },
              query: { which, takenOn, where },
            })
            await onDone()
          } catch (wrong) {
            setProblem(wrong)
          } finally {
            setBusy(false)
          }
        }}
      >
        <FileField label={t('desk:notices.photo-file')} onChange={setFile} accept="image/*" />
        <TextField label={t('desk:notices.taken-on')} type="date" value={takenOn} onChange={setTakenOn} />
        <TextField label={t('desk:notices.where')} value={where} onChange={setWhere} max={100} />
        <ProblemBox error={problem} />
        <Button type="primary" htmlType="submit" size="large" loading={busy}>
          {t('desk:notices.keep-photo')}
        </Button>
      </form>
    </Dialog>
  )
}

function Objection({
  sheet,
  onClose,
  onDone,
}: {
  sheet: Sheet
  onClose: () => void
  onDone: (code: string) => Promise<void>
}) {
  const t = useText()
  const [noticeId, setNoticeId] = useState(sheet.lines.length === 1 ? sheet.lines[0]!.noticeId : '')
  const [channel, setChannel] = useState<'phone' | 'window' | 'letter'>('phone')
  const [matter, setMatter] = useState('')
  const [who, setWho] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  return (
    <Dialog title={t('desk:objection.record')} onClose={onClose}>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          setBusy(true)
          setProblem(null)
          const answer = await call(deskApi.recordObjection, {
            params: { noticeId },
            body: { channel, matter, objector: who || null },
          })
          setBusy(false)
          if (!answer.ok) return setProblem(new NamedProblem(answer.problem))
          await onDone(answer.data.answerCode)
        }}
      >
        <SelectField
          label={t('desk:objection.about')}
          value={noticeId}
          onChange={setNoticeId}
          empty={t('desk:choose')}
          choices={sheet.lines.map((l) => ({ value: l.noticeId, label: `${l.name} · ${l.category}` }))}
        />
        <SelectField
          label={t('desk:objection.channel')}
          value={channel}
          onChange={(v) => setChannel(v as typeof channel)}
          choices={(['phone', 'window', 'letter'] as const).map((c) => ({ value: c, label: t(`desk:channel.${c}`) }))}
        />
        <TextField label={t('desk:objection.matter')} value={matter} onChange={setMatter} rows={4} max={2000} />
        <TextField
          label={t('desk:objection.who')}
          hint={t('desk:objection.who-hint')}
          value={who}
          onChange={setWho}
          max={100}
          required={false}
        />
        <ProblemBox error={problem} />
        <Button type="primary" htmlType="submit" size="large" loading={busy}>
          {t('desk:objection.record')}
        </Button>
      </form>
    </Dialog>
  )
}
