import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { useEffect, useState } from 'react'
import { deskApi } from '../../contract/index.ts'
import { useAsk } from '../api.ts'
import { forms, nextHands, primaryStep, wideForms } from '../case/forms.tsx'
import { useSteps } from '../case/step.tsx'
import { DecisionTab } from '../case/tabs/decision.tsx'
import { Family } from '../case/tabs/family.tsx'
import { Verification, Visits } from '../case/tabs/inquiry.tsx'
import { Log } from '../case/tabs/log.tsx'
import { Notices } from '../case/tabs/notice.tsx'
import { Overview } from '../case/tabs/overview.tsx'
import { Papers } from '../case/tabs/papers.tsx'
import { useManner, useText } from '../language.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { RemainingMark } from '../parts/remaining.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { codeWord } from '../parts/words.ts'
import { type Tab, tabs } from './case-search.ts'

/** S9 案件. */
export function CaseScreen() {
  const t = useText()
  const { caseId } = useParams({ strict: false }) as { caseId: string }
  const found = useAsk(deskApi.readCase, { params: { caseId } })
  if (!found.data)
    return (
      <>
        <h1>{t('desk:case.title')}</h1>
        {found.isPending ? <Waiting /> : <ProblemBox error={found.error} />}
      </>
    )
  return <CasePage view={found.data.data} />
}

/** For an objection nothing is asked, visited or hung on a board. */
const appealTabs: readonly Tab[] = ['overview', 'family', 'decision', 'papers', 'log']

/** What nobody who had a part in the decision may do about an objection to it. */
const recheckSteps = ['begin-recheck', 'adopt-recheck-figures', 'propose-answer', 'send-back-answer', 'decide-appeal']

/** Steps that have a screen of their own. */
const elsewhere: Record<string, '/notices'> = {
  'post-notice': '/notices',
  'add-board-photo': '/notices',
  object: '/notices',
}

function CasePage({ view }: { view: deskApi.CaseView }) {
  const t = useText()
  const { lang } = useManner()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const search = useSearch({ strict: false }) as { tab?: Tab }
  const tab = search.tab ?? 'overview'
  const [doing, setDoing] = useState<string | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const { run, busy, problem, forget } = useSteps(view, (stage) => {
    setDoing(null)
    setSaid(t('desk:case.now-at', { stage: codeWord(lang, 'stage', stage) }))
  })
  useEffect(() => {
    document.title = `${view.headName ?? view.caseNo} · 兜底`
  }, [view.headName, view.caseNo])
  const primary = view.ownRelative ? null : primaryStep(view)
  const barred = view.appeal?.mayNot && view.stage !== 'decided' ? recheckSteps : []
  const others = view.steps.filter(
    (step) =>
      step.mine && step.do !== primary && !barred.includes(step.do) && (step.do in forms || step.do in elsewhere),
  )
  const start = (step: string) => {
    forget()
    setSaid(null)
    if (step in elsewhere) void navigate({ to: '/notices', search: { caseId: view.caseId } })
    else setDoing(step)
  }
  const FormOf = doing ? forms[doing] : null
  const waitingFor = nextHands(view).filter((role) => !['citizen', 'system'].includes(role))
  return (
    <>
      <p className="crumbs">
        <Link to="/queue">{t('desk:queue.title')}</Link>
      </p>
      <div className="case-head">
        <div>
          <h1>
            {view.headName ?? view.caseNo}
            <span className="people"> {t('desk:people', { count: view.people })}</span>
          </h1>
          <p className="case-line">
            {view.caseNo} · {view.programmeName[lang]} {codeWord(lang, 'kind', view.kind)}
            {view.change && ` · ${codeWord(lang, 'change', view.change)}`} · {view.areaName} ·{' '}
            <Link to="/household/$householdId" params={{ householdId: String(view.householdId) }}>
              {t('desk:case.household-page')}
            </Link>
          </p>
          <p className="case-line">
            <strong>{codeWord(lang, 'stage', view.stage)}</strong>
            {view.ending && ` · ${codeWord(lang, 'ending', view.ending)}`}
            {view.clock && ` · ${view.clock[lang]}`}
            {!view.clock && view.acceptedOn === null && !view.ending && ` · ${t('desk:case.no-clock')}`}
            {view.remaining.state !== 'none' && (
              <>
                {' · '}
                <RemainingMark remaining={view.remaining} />
              </>
            )}
            {view.dueStep && view.remaining.due && ` (${codeWord(lang, 'due', view.dueStep)} ${view.remaining.due})`}
          </p>
          {(view.blockedOn || view.remaining.pauseReason) && (
            <p className="case-line">
              {t('desk:queue.blocked')}:{codeWord(lang, 'blocked', view.remaining.pauseReason ?? view.blockedOn)}
            </p>
          )}
          {(view.holderName || !view.ending) && (
            <p className="case-line">
              {t('desk:queue.holder')}:{view.holderName ?? t('desk:queue.nobody')}
            </p>
          )}
        </div>
        <div className="case-actions">
          {primary ? (
            <Button type="primary" size="large" onClick={() => start(primary)}>
              {t(`desk:step.${primary}`)}
            </Button>
          ) : (
            view.stage !== 'closed' && (
              <p>
                {view.ownRelative
                  ? t('desk:case.own-relative')
                  : waitingFor.length > 0
                    ? t('desk:case.waits-for', { who: waitingFor.map((role) => t(`access:role.${role}`)).join('、') })
                    : t('desk:case.nothing-to-do')}
              </p>
            )
          )}
          {others.length > 0 && !view.ownRelative && (
            <details className="more">
              <summary>{t('desk:case.other-steps', { count: others.length })}</summary>
              <ul>
                {others.map((step) => (
                  <li key={step.do}>
                    <Button onClick={() => start(step.do)}>{t(`desk:step.${step.do}`)}</Button>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      </div>
      <p role="status" className="status">
        {said ?? ''}
      </p>
      {view.officerRelative && <Alert type="warning" showIcon title={t('desk:case.relative')} />}
      <nav aria-label={t('desk:case.tabs')}>
        <ul className="views">
          {(view.appeal ? appealTabs : tabs).map((one) => (
            <li key={one}>
              <Link
                to="/case/$caseId"
                params={{ caseId: view.caseId }}
                search={{ tab: one }}
                aria-current={one === tab ? 'page' : undefined}
              >
                {t(`desk:tab.${one}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {tab === 'overview' && <Overview view={view} />}
      {tab === 'family' && <Family view={view} />}
      {tab === 'verification' && <Verification view={view} />}
      {tab === 'visit' && <Visits view={view} />}
      {tab === 'notice' && <Notices view={view} />}
      {tab === 'decision' && <DecisionTab view={view} />}
      {tab === 'papers' && <Papers view={view} onChange={() => void queries.invalidateQueries()} />}
      {tab === 'log' && <Log view={view} />}
      {doing && FormOf && (
        <Dialog title={t(`desk:step.${doing}`)} onClose={() => setDoing(null)} wide={wideForms.includes(doing)}>
          <FormOf view={view} run={run} busy={busy} problem={problem} />
        </Dialog>
      )}
    </>
  )
}
