import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { useEffect, useState } from 'react'
import { deskApi, householdApi } from '../../contract/index.ts'
import { address, useAsk } from '../api.ts'
import { Ruling } from '../case/explanation.tsx'
import { Figures } from '../case/figures.tsx'
import { AddPage, forms, OpinionLine, primaryStep } from '../case/forms.tsx'
import { useSteps } from '../case/step.tsx'
import { useManner, useText } from '../language.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { SelectField } from '../parts/field.tsx'
import { List } from '../parts/list.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { RemainingMark } from '../parts/remaining.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { codeWord, valueWord, yuanWord } from '../parts/words.ts'
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
  const others = view.steps.filter(
    (step) => step.mine && step.do !== primary && (step.do in forms || step.do in elsewhere),
  )
  const start = (step: string) => {
    forget()
    setSaid(null)
    if (step in elsewhere) void navigate({ to: '/notices', search: { caseId: view.caseId } })
    else setDoing(step)
  }
  const FormOf = doing ? forms[doing] : null
  const waitingFor = [...new Set(view.steps.filter((s) => !s.mine).flatMap((s) => s.who))].filter(
    (role) => !['citizen', 'system'].includes(role),
  )
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
            {view.ending && ` · ${codeWord(lang, 'ending', view.ending)}`} ·{' '}
            {view.clock ? view.clock[lang] : t('desk:case.no-clock')} · <RemainingMark remaining={view.remaining} />
            {view.dueStep &&
              ` (${codeWord(lang, 'due', view.dueStep)}${view.remaining.due ? ` ${view.remaining.due}` : ''})`}
          </p>
          {(view.blockedOn || view.remaining.pauseReason) && (
            <p className="case-line">
              {t('desk:queue.blocked')}:{codeWord(lang, 'blocked', view.remaining.pauseReason ?? view.blockedOn)}
            </p>
          )}
          <p className="case-line">
            {t('desk:queue.holder')}:{view.holderName ?? t('desk:queue.nobody')}
          </p>
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
          {tabs.map((one) => (
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
        <Dialog
          title={t(`desk:step.${doing}`)}
          onClose={() => setDoing(null)}
          wide={['adopt-facts', 'recommend', 'confirm', 'record-visit'].includes(doing)}
        >
          <FormOf view={view} run={run} busy={busy} problem={problem} />
        </Dialog>
      )}
    </>
  )
}

function Overview({ view }: { view: deskApi.CaseView }) {
  const t = useText()
  const ruling = useAsk(deskApi.readRuling, { params: { caseId: view.caseId } }, { enabled: view.kind !== 'appeal' })
  return (
    <div className="two-columns">
      <section aria-labelledby="figures-title">
        <h2 id="figures-title">{t('desk:figures.title')}</h2>
        <Figures view={view} />
      </section>
      <section aria-labelledby="ruling-title">
        <h2 id="ruling-title">{t('desk:case.live')}</h2>
        {ruling.isPending && view.kind !== 'appeal' && <Waiting />}
        <ProblemBox error={ruling.error} />
        {ruling.data && <Ruling ruling={ruling.data.data} />}
      </section>
    </div>
  )
}

function Family({ view }: { view: deskApi.CaseView }) {
  const t = useText()
  const { lang } = useManner()
  const found = useAsk(householdApi.readHousehold, { params: { householdId: view.householdId } })
  const household = found.data?.data
  return (
    <>
      <h2>{t('desk:tab.family')}</h2>
      <ProblemBox error={found.error} />
      {view.reason && (
        <p>
          {t('desk:case.reason')}:{view.reason}
        </p>
      )}
      <List
        label={t('desk:tab.family')}
        rows={household?.members ?? []}
        keyOf={(m) => String(m.personId)}
        columns={[
          { head: t('desk:family.name'), names: true, of: (m) => m.name },
          { head: t('desk:family.relation'), of: (m) => valueWord(lang, 'relation', m.relation) },
          { head: t('desk:family.sex'), of: (m) => codeWord(lang, 'sex', m.sex) },
          { head: t('desk:family.birth'), of: (m) => m.birth ?? t('desk:unknown') },
          { head: t('desk:family.since'), of: (m) => m.since },
        ]}
      />
      {(household?.supporters.length ?? 0) > 0 && (
        <>
          <h3>{t('desk:family.supporters')}</h3>
          <List
            label={t('desk:family.supporters')}
            rows={household?.supporters ?? []}
            keyOf={(s) => s.supporterId}
            columns={[
              { head: t('desk:family.name'), names: true, of: (s) => s.name },
              { head: t('desk:family.relation'), of: (s) => valueWord(lang, 'relation', s.relation) },
              { head: t('desk:family.address'), of: (s) => s.address ?? '' },
            ]}
          />
        </>
      )}
      <h3>{t('desk:family.helpers')}</h3>
      <List
        label={t('desk:family.helpers')}
        rows={view.helpers}
        keyOf={(h) => h.helperId}
        empty={t('desk:family.no-helpers')}
        columns={[
          { head: t('desk:family.name'), names: true, of: (h) => h.name },
          { head: t('desk:family.helper-kind'), of: (h) => codeWord(lang, 'helper', h.kind) },
          { head: t('desk:family.since'), of: (h) => h.since },
          { head: t('desk:family.revoked'), of: (h) => h.revokedOn ?? '' },
        ]}
      />
    </>
  )
}

function Verification({ view }: { view: deskApi.CaseView }) {
  const t = useText()
  const { lang } = useManner()
  const asked = view.verification.status === 'awaiting' || view.verification.status === 'reported'
  const report = useAsk(deskApi.readReport, { params: { caseId: view.caseId } }, { enabled: asked })
  return (
    <>
      <h2>{t('desk:tab.verification')}</h2>
      <p>
        {codeWord(lang, 'verification', view.verification.status)}
        {view.verification.on && ` · ${view.verification.on}`}
        {view.verification.reason &&
          ` · ${codeWord(lang, 'reason', view.verification.reason.code)} ${view.verification.reason.note ?? ''}`}
      </p>
      {report.data && (
        <>
          <p>
            {report.data.data.number
              ? t('desk:report.issued', {
                  number: report.data.data.number,
                  on: report.data.data.issuedOn ?? '',
                  until: report.data.data.validUntil ?? '',
                })
              : t('desk:report.draft')}
          </p>
          <List
            label={t('desk:tab.verification')}
            rows={report.data.data.lines}
            keyOf={(_, i) => String(i)}
            columns={[
              { head: t('desk:report.who'), names: true, of: (l) => l.name ?? t('desk:case.household') },
              { head: t('desk:report.line'), of: (l) => l.worded[lang] },
              { head: t('desk:report.as-of'), of: (l) => l.asOf ?? '' },
            ]}
          />
        </>
      )}
      {asked && <ProblemBox error={report.error} />}
    </>
  )
}

function Visits({ view }: { view: deskApi.CaseView }) {
  const t = useText()
  const { lang } = useManner()
  return (
    <>
      <h2>{t('desk:tab.visit')}</h2>
      <p>
        {codeWord(lang, 'visit-status', view.visit.status)}
        {view.visit.on && ` · ${view.visit.on}`}
        {view.visit.reason && ` · ${codeWord(lang, 'reason', view.visit.reason.code)} ${view.visit.reason.note ?? ''}`}
      </p>
      <List
        label={t('desk:tab.visit')}
        rows={view.visits}
        keyOf={(v) => v.visitId}
        columns={[
          { head: t('desk:visit.day'), names: true, of: (v) => v.visitedOn ?? v.plannedOn ?? '' },
          {
            head: t('desk:visit.outcome'),
            of: (v) => (v.outcome ? t(`desk:visit.${v.outcome}`) : t('desk:visit.planned')),
          },
          { head: t('desk:visit.dwelling'), of: (v) => v.dwelling ?? '' },
          { head: t('desk:visit.conclusion'), of: (v) => v.conclusion ?? '' },
        ]}
      />
    </>
  )
}

function Notices({ view }: { view: deskApi.CaseView }) {
  const t = useText()
  const { lang } = useManner()
  return (
    <>
      <h2>{t('desk:tab.notice')}</h2>
      {view.notice ? (
        <p>
          {view.notice.firstDay} – {view.notice.lastDay} ·{' '}
          {t(view.notice.photoFirst ? 'desk:notices.photo-first-there' : 'desk:notices.photo-first-missing')} ·{' '}
          {t(view.notice.photoLast ? 'desk:notices.photo-last-there' : 'desk:notices.photo-last-missing')}
        </p>
      ) : (
        <p>{t('desk:notices.none')}</p>
      )}
      <h3>{t('desk:objection.title')}</h3>
      <List
        label={t('desk:objection.title')}
        rows={view.objections}
        keyOf={(o) => o.objectionId}
        columns={[
          { head: t('desk:objection.received'), names: true, of: (o) => o.receivedOn },
          { head: t('desk:objection.channel'), of: (o) => codeWord(lang, 'channel', o.channel) },
          { head: t('desk:objection.matter'), of: (o) => o.matter },
          {
            head: t('desk:objection.outcome'),
            of: (o) => (o.outcome ? t(`desk:objection.${o.outcome}`) : t('desk:objection.open')),
          },
          { head: t('desk:objection.answer'), of: (o) => o.answer ?? '' },
        ]}
      />
    </>
  )
}

function DecisionTab({ view }: { view: deskApi.CaseView }) {
  const t = useText()
  const { lang } = useManner()
  return (
    <>
      <h2>{t('desk:case.opinion')}</h2>
      {view.opinion ? <OpinionLine view={view} /> : <p>{t('desk:case.no-opinion')}</p>}
      {view.collective && (
        <p>
          {t('desk:case.collective', { no: view.collective.minutesNo, on: view.collective.heldOn })} ·{' '}
          {t(`desk:act.${view.collective.act.act}`)} · {yuanWord(lang, view.collective.act.monthly)}
        </p>
      )}
      {view.decision && (
        <>
          <h2>{t('desk:case.decision')}</h2>
          <p>
            <strong>
              {t(`desk:act.${view.decision.act.act}`)} ·{' '}
              {t('desk:a-month', { amount: yuanWord(lang, view.decision.act.monthly) })} ·{' '}
              {t('desk:from-month', { month: view.decision.act.from })}
            </strong>{' '}
            · {view.decision.on}
          </p>
        </>
      )}
      <h2>{t('desk:case.signatures')}</h2>
      <List
        label={t('desk:case.signatures')}
        rows={view.signatures}
        keyOf={(_, i) => String(i)}
        empty={t('desk:case.no-signatures')}
        columns={[
          { head: t('desk:case.capacity'), names: true, of: (s) => codeWord(lang, 'capacity', s.capacity) },
          { head: t('desk:case.signer'), of: (s) => `${s.name ?? ''} · ${t(`access:role.${s.role}`)}` },
          { head: t('desk:case.signed-on'), of: (s) => s.on },
          {
            head: t('desk:case.how-signed'),
            of: (s) =>
              [s.onPaper && t('desk:case.on-paper'), s.byDelegation && t('desk:case.by-delegation')]
                .filter(Boolean)
                .join(' · '),
          },
        ]}
      />
    </>
  )
}

function Papers({ view, onChange }: { view: deskApi.CaseView; onChange: () => void }) {
  const t = useText()
  const { lang } = useManner()
  const params = (documentId: string) => ({ householdId: String(view.householdId), documentId })
  return (
    <>
      <h2>{t('desk:papers.title')}</h2>
      <List
        label={t('desk:papers.title')}
        rows={view.documents}
        keyOf={(d) => d.documentId}
        columns={[
          { head: t('desk:papers.name'), names: true, of: (d) => d.title },
          { head: t('desk:papers.number'), of: (d) => d.number ?? '' },
          { head: t('desk:papers.on'), of: (d) => d.issuedOn },
          {
            head: t('desk:papers.get'),
            of: (d) => (
              <span className="links">
                {(
                  [
                    ['pdf', {}],
                    ['large', { large: '1' }],
                    ['docx', { format: 'docx' }],
                  ] as const
                ).map(([name, query]) => (
                  <a key={name} href={address(deskApi.printDocument, params(d.documentId), query)}>
                    {t(`desk:papers.${name}`)}
                    <span className="sr"> {d.title}</span>
                  </a>
                ))}
              </span>
            ),
          },
        ]}
      />
      <h2>{t('desk:papers.pages')}</h2>
      <List
        label={t('desk:papers.pages')}
        rows={view.attachments}
        keyOf={(a) => a.attachmentId}
        columns={[
          { head: t('desk:page.kind'), names: true, of: (a) => `${codeWord(lang, 'page', a.kind)} ${a.page}` },
          { head: t('desk:papers.on'), of: (a) => a.added },
          {
            head: t('desk:papers.get'),
            of: (a) => (
              <a
                href={address(deskApi.readAttachment, {
                  householdId: String(view.householdId),
                  attachmentId: a.attachmentId,
                })}
                target="_blank"
                rel="noreferrer"
              >
                {t('desk:papers.open')}
                <span className="sr">
                  {' '}
                  {codeWord(lang, 'page', a.kind)} {a.page}
                </span>
              </a>
            ),
          },
        ]}
      />
      <AddPage view={view} onDone={onChange} />
    </>
  )
}

const timelineGroups = [
  'application',
  'verification',
  'visit',
  'notice',
  'decision',
  'payment',
  'fact',
  'household',
  'document',
  'message',
  'view',
]

/** The household's story with a filter; the steps of this case below it. */
export function Timeline({ householdId }: { householdId: bigint }) {
  const t = useText()
  const { lang } = useManner()
  const [kind, setKind] = useState('')
  const [pages, setPages] = useState<string[]>([])
  const found = useAsk(householdApi.timeline, {
    params: { householdId },
    query: { ...(kind && { kinds: kind }), limit: 50, ...(pages.length > 0 && { after: pages.at(-1)! }) },
  })
  return (
    <>
      <SelectField
        label={t('desk:timeline.filter')}
        value={kind}
        onChange={(v) => {
          setPages([])
          setKind(v)
        }}
        required={false}
        empty={t('desk:timeline.all')}
        choices={timelineGroups.map((g) => ({ value: g, label: t(`desk:timeline.${g}`) }))}
      />
      <ProblemBox error={found.error} />
      <List
        label={t('desk:timeline.title')}
        rows={found.data?.data.items ?? []}
        keyOf={(e) => e.eventId}
        columns={[
          { head: t('desk:timeline.on'), names: true, of: (e) => e.at },
          { head: t('desk:timeline.kind'), of: (e) => codeWord(lang, 'timeline', e.kind) },
          { head: t('desk:timeline.what'), of: (e) => e.text },
          { head: t('desk:timeline.unit'), of: (e) => e.unit ?? '' },
        ]}
      />
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
    </>
  )
}

function Log({ view }: { view: deskApi.CaseView }) {
  const t = useText()
  return (
    <>
      <h2>{t('desk:timeline.title')}</h2>
      <Timeline householdId={view.householdId} />
      <h2>{t('desk:case.steps-taken')}</h2>
      <List
        label={t('desk:case.steps-taken')}
        rows={[...view.events].reverse()}
        keyOf={(e) => String(e.seq)}
        columns={[
          { head: t('desk:timeline.on'), names: true, of: (e) => e.on },
          { head: t('desk:timeline.what'), of: (e) => t(`desk:event.${e.what}`) },
          { head: t('desk:timeline.by'), of: (e) => `${e.name ?? ''} ${t(`access:role.${e.role}`)}` },
          { head: t('desk:timeline.entered'), of: (e) => (e.enteredOn === e.on ? '' : e.enteredOn) },
        ]}
      />
    </>
  )
}
