import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { caseworkApi, deskApi } from '../../contract/index.ts'
import { address, call, NamedProblem, useAsk } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { TextField } from '../parts/field.tsx'
import { List } from '../parts/list.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { RemainingMark } from '../parts/remaining.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { yuanWord } from '../parts/words.ts'
import { useSession } from '../session.tsx'

/** 确认: one by one on the case page, or a meeting's cases together with cut-off day and minutes number. */
export function ConfirmScreen() {
  const t = useText()
  const { lang } = useManner()
  const session = useSession()
  const queries = useQueryClient()
  const found = useAsk(deskApi.confirmables)
  const held = useAsk(deskApi.listBatches)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [cutOff, setCutOff] = useState<string>(session.businessDay)
  const [metOn, setMetOn] = useState<string>(session.businessDay)
  const [minutes, setMinutes] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const [done, setDone] = useState<z.output<typeof deskApi.confirmBatch.reply> | null>(null)
  const lines = found.data?.data.items ?? []
  const names = new Map(lines.map((line) => [line.caseId, line.headName ?? line.caseNo]))
  const [told, setTold] = useState<ReadonlyMap<string, string>>(new Map())
  const clean = (line: deskApi.Confirmable) =>
    line.seen !== null && line.countyReviewed && line.ruleAct === line.act && line.ruleMonthly === line.monthly
  const mayDecide = lines.length === 0 || lines.some((line) => line.mine)
  const unreviewed = lines.filter((line) => chosen.has(line.caseId) && !line.countyReviewed)
  const [reviewed, setReviewed] = useState<number | null>(null)
  /** The section's own signature, case by case on the version that was on the screen; the first refusal is shown. */
  const review = async () => {
    setBusy(true)
    setProblem(null)
    let signed = 0
    for (const line of unreviewed) {
      const answer = await call(caseworkApi.countyReview, {
        params: { caseId: line.caseId },
        body: {},
        ifMatch: `"${line.version}"`,
      })
      if (!answer.ok) {
        setProblem(
          new NamedProblem({ ...answer.problem, detail: `${line.headName ?? line.caseNo}:${answer.problem.detail}` }),
        )
        break
      }
      signed++
    }
    setChosen(new Set())
    await queries.invalidateQueries()
    setBusy(false)
    setReviewed(signed)
  }
  const toggle = (caseId: string) => {
    const next = new Set(chosen)
    if (!next.delete(caseId)) next.add(caseId)
    setChosen(next)
  }
  return (
    <>
      <h1>{t('desk:confirm.title')}</h1>
      <ProblemBox error={found.error} />
      {done && (
        <Alert
          type={done.rolledOver.length > 0 ? 'warning' : 'success'}
          role="status"
          showIcon
          title={t('desk:confirm.done', { confirmed: done.confirmed.length, rolled: done.rolledOver.length })}
          description={
            done.rolledOver.length > 0 ? (
              <ul>
                {done.rolledOver.map((one) => (
                  <li key={one.caseId}>
                    {told.get(one.caseId)}:{one.why[lang]}
                  </li>
                ))}
              </ul>
            ) : undefined
          }
        />
      )}
      <p className="bar">
        <Button onClick={() => setChosen(new Set(lines.filter(clean).map((line) => line.caseId)))}>
          {t('desk:confirm.choose-clean', { count: lines.filter(clean).length })}
        </Button>
        <Button onClick={() => setChosen(new Set())}>{t('desk:confirm.choose-none')}</Button>
        <Button href={address(deskApi.exportConfirmables)}>{t('desk:export')}</Button>
        {session.role === 'county-section' && (
          <Button type="primary" loading={busy} disabled={unreviewed.length === 0} onClick={() => void review()}>
            {t('deskLife:confirm.review-chosen', { count: unreviewed.length })}
          </Button>
        )}
      </p>
      <p role="status" className="status">
        {reviewed !== null && t('deskLife:confirm.reviewed', { count: reviewed })}
      </p>
      {found.isPending ? (
        <Waiting />
      ) : (
        <List
          label={t('desk:confirm.title')}
          rows={lines}
          keyOf={(line) => line.caseId}
          empty={t('desk:confirm.empty')}
          columns={[
            {
              head: t('desk:queue.chosen'),
              slim: true,
              of: (line) => (
                <span className="tick">
                  <input
                    type="checkbox"
                    aria-label={t('desk:queue.choose', { name: line.headName ?? line.caseNo })}
                    checked={chosen.has(line.caseId)}
                    disabled={line.seen === null}
                    onChange={() => toggle(line.caseId)}
                  />
                </span>
              ),
            },
            {
              head: t('desk:queue.head'),
              names: true,
              of: (line) => (
                <>
                  <Link to="/case/$caseId" params={{ caseId: line.caseId }}>
                    {line.headName ?? line.caseNo}
                  </Link>
                  <div className="hint case-no">{line.caseNo}</div>
                </>
              ),
            },
            { head: t('desk:queue.people'), number: true, of: (line) => line.people },
            { head: t('desk:queue.area'), of: (line) => line.areaName },
            { head: t('desk:confirm.act'), of: (line) => t(`desk:act.${line.act}`) },
            { head: t('desk:confirm.monthly'), number: true, of: (line) => yuanWord(lang, line.monthly) },
            {
              head: t('desk:confirm.rule'),
              of: (line) =>
                line.ruleAct === line.act && line.ruleMonthly === line.monthly
                  ? t('desk:confirm.same-as-rule')
                  : line.ruleAct
                    ? `≠ ${t(`desk:act.${line.ruleAct}`)} ${yuanWord(lang, line.ruleMonthly)}`
                    : `≠ ${t('desk:outcome.undetermined')}`,
            },
            {
              head: t('desk:confirm.look'),
              of: (line) => (
                <>
                  {!line.countyReviewed && <div className="mark">{t('desk:confirm.not-reviewed')}</div>}
                  {line.difference && <div className="mark">{t('desk:confirm.differs')}</div>}
                  {line.editedAfterPreview > 0 && (
                    <div className="mark">{t('desk:opinion.edited', { count: line.editedAfterPreview })}</div>
                  )}
                  {line.officerRelative && <div className="mark">{t('desk:view.relatives')}</div>}
                </>
              ),
            },
            { head: t('desk:queue.left'), of: (line) => <RemainingMark remaining={line.remaining} /> },
            { head: t('desk:confirm.reached'), of: (line) => <span className="day">{line.reachedOn}</span> },
          ]}
        />
      )}
      <h2>{t('desk:confirm.meeting')}</h2>
      {!mayDecide && <p>{t('deskLife:confirm.leader-only')}</p>}
      {mayDecide && (
        <form
          className="bar"
          onSubmit={async (event) => {
            event.preventDefault()
            setBusy(true)
            setProblem(null)
            const answer = await call(deskApi.confirmBatch, {
              body: {
                cutOff: cutOff as never,
                metOn: metOn as never,
                minutesNo: minutes,
                cases: lines.flatMap((line) =>
                  chosen.has(line.caseId) && line.seen
                    ? [{ caseId: line.caseId, version: line.version, seen: line.seen }]
                    : [],
                ),
              },
            })
            setBusy(false)
            if (!answer.ok) return setProblem(new NamedProblem(answer.problem))
            setTold(names)
            setDone(answer.data)
            setChosen(new Set())
            setMinutes('')
            await queries.invalidateQueries()
          }}
        >
          <TextField
            label={t('desk:confirm.cut-off')}
            hint={t('deskLife:confirm.cut-off-hint')}
            type="date"
            value={cutOff}
            onChange={setCutOff}
          />
          <TextField
            label={t('desk:confirm.met-on')}
            hint={t('deskLife:confirm.met-on-hint')}
            type="date"
            value={metOn}
            onChange={setMetOn}
          />
          <TextField
            label={t('desk:confirm.minutes')}
            hint={t('deskLife:confirm.minutes-hint')}
            value={minutes}
            onChange={setMinutes}
            max={60}
          />
          <Button type="primary" htmlType="submit" size="large" loading={busy} disabled={chosen.size === 0}>
            {t('desk:confirm.together', { count: chosen.size })}
          </Button>
        </form>
      )}
      <ProblemBox error={problem} />
      <h2>{t('desk:confirm.held')}</h2>
      <List
        label={t('desk:confirm.held')}
        rows={held.data?.data.items ?? []}
        empty={t('deskLife:confirm.no-batch')}
        keyOf={(b) => b.batchId}
        columns={[
          { head: t('desk:confirm.minutes'), names: true, of: (b) => b.minutesNo },
          { head: t('desk:confirm.met-on'), of: (b) => b.metOn },
          { head: t('desk:confirm.cut-off'), of: (b) => b.cutOff },
          { head: t('desk:confirm.confirmed'), number: true, of: (b) => b.confirmed },
          { head: t('desk:confirm.rolled'), number: true, of: (b) => b.rolledOver },
        ]}
      />
    </>
  )
}
