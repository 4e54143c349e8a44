import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import type { z } from 'zod'
import { type caseworkApi, deskApi, householdApi } from '../../contract/index.ts'
import { address, call, NamedProblem, useAsk } from '../api.ts'
import { Adoption } from '../case/adoption.tsx'
import { Figures } from '../case/figures.tsx'
import { Timeline } from '../case/tabs/log.tsx'
import { type HouseholdShown, OpenChange } from '../household/change.tsx'
import { Registry } from '../household/registry.tsx'
import { useManner, useText } from '../language.tsx'
import { useAct } from '../parts/act.ts'
import { Dialog } from '../parts/dialog.tsx'
import { List } from '../parts/list.tsx'
import { Outcome } from '../parts/outcome.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { RemainingMark } from '../parts/remaining.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { codeWord, valueWord, yuanWord } from '../parts/words.ts'
import { useSession } from '../session.tsx'

/** 一户: who lives here, what they get, what is known of them, their cases, their story. */
export function HouseholdScreen() {
  const t = useText()
  const { lang } = useManner()
  const { role } = useSession()
  const params = useParams({ strict: false }) as { householdId: string }
  const householdId = /^\d{1,18}$/.test(params.householdId) ? BigInt(params.householdId) : 0n
  const worksOnCases = role !== 'aide'
  const found = useAsk(householdApi.readHousehold, { params: { householdId } })
  const file = useAsk(deskApi.householdFile, { params: { householdId } }, { enabled: worksOnCases })
  const [asking, setAsking] = useState<{ id: bigint; name: string } | null>(null)
  const [changing, setChanging] = useState<string | null>(null)
  const household = found.data?.data
  // A household in which everybody died keeps the name of its head.
  const named = household?.members.length ? household.members : household?.formerMembers
  const head = named?.find((m) => m.personId === household?.head) ?? named?.[0]
  useEffect(() => {
    if (head) document.title = `${head.name} · 兜底`
  }, [head])
  if (!household)
    return (
      <>
        <h1>{t('desk:case.household-page')}</h1>
        {found.isPending ? <Waiting /> : <ProblemBox error={found.error} />}
      </>
    )
  const awards = file.data?.data.awards ?? []
  const running = awards.find((a) => a.state !== 'stopped' && a.state !== 'none')
  return (
    <>
      <p className="crumbs">
        <Link to="/queue">{t('desk:queue.title')}</Link>
      </p>
      <div className="case-head">
        <div>
          <h1>
            {t('desk:household.title', { name: head?.name ?? '' })}
            <span className="people"> {t('desk:people', { count: household.members.length })}</span>
          </h1>
          <p className="case-line">
            {household.areaName} · {household.address ?? household.registeredAddress ?? t('desk:unknown')} ·{' '}
            {household.residence ? t(`desk:residence.${household.residence}`) : t('desk:unknown')} ·{' '}
            {t('desk:household.since', { day: household.openedOn })}
          </p>
          {household.closedOn && (
            <p className="case-line mark">
              {t('deskLife:household.closed', { day: household.closedOn, why: household.closedWhy ?? '' })}
            </p>
          )}
          {household.phones.length > 0 && (
            <p className="case-line">
              {t('desk:household.phones')}:{household.phones.map((p) => p.masked).join('、')}
            </p>
          )}
        </div>
        <div className="case-actions">
          {running && (
            <Button type="primary" size="large" onClick={() => setChanging(running.programme)}>
              {t('deskLife:change.open')}
            </Button>
          )}
          <Registry household={household} />
        </div>
      </div>
      <h2>{t('deskLife:household.members')}</h2>
      {worksOnCases && (
        <p className="bar">
          <Button href={address(householdApi.exportMembers, { householdId: params.householdId })}>
            {t('deskLife:household.export-members')}
          </Button>
        </p>
      )}
      <List
        label={t('deskLife:household.members')}
        rows={household.members}
        keyOf={(m) => String(m.personId)}
        columns={[
          {
            head: t('desk:family.name'),
            names: true,
            of: (m) => (
              <>
                {m.name} {m.personId === household.head && <span className="mark">{t('deskLife:household.head')}</span>}
              </>
            ),
          },
          { head: t('desk:family.relation'), of: (m) => valueWord(lang, 'relation', m.relation) },
          { head: t('desk:family.sex'), of: (m) => codeWord(lang, 'sex', m.sex) },
          { head: t('desk:family.birth'), of: (m) => m.birth ?? t('desk:unknown') },
          { head: t('desk:family.since'), of: (m) => m.since },
          ...(worksOnCases
            ? [
                {
                  head: t('desk:household.aid-elsewhere'),
                  of: (m: HouseholdShown['members'][number]) => (
                    <Button onClick={() => setAsking({ id: m.personId, name: m.name })}>
                      {t('desk:household.ask-aid')}
                      <span className="sr"> {m.name}</span>
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      <Around household={household} />
      {worksOnCases && (
        <>
          <h2>{t('desk:household.awards')}</h2>
          <ProblemBox error={file.error} />
          {file.isPending ? (
            <Waiting />
          ) : (
            <List
              label={t('desk:household.awards')}
              rows={awards}
              keyOf={(a) => a.programme}
              empty={t('desk:household.no-awards')}
              columns={[
                { head: t('desk:queue.matter'), names: true, of: (a) => a.programmeName[lang] },
                { head: t('desk:confirm.monthly'), number: true, of: (a) => yuanWord(lang, a.monthly) },
                { head: t('desk:household.state'), of: (a) => codeWord(lang, 'award', a.state) },
                { head: t('desk:family.since'), of: (a) => a.since ?? '' },
                { head: t('desk:household.carried'), of: (a) => (a.carriedOver ? t('desk:yes') : t('desk:no')) },
                {
                  head: t('desk:household.change'),
                  of: (a) =>
                    a.state === 'stopped' || a.state === 'none' ? null : (
                      <Button onClick={() => setChanging(a.programme)}>
                        {t('desk:household.change')}
                        <span className="sr"> {a.programmeName[lang]}</span>
                      </Button>
                    ),
                },
              ]}
            />
          )}
          <h2>{t('desk:household.cases')}</h2>
          <List
            label={t('desk:household.cases')}
            rows={file.data?.data.cases ?? []}
            keyOf={(c) => c.caseId}
            columns={[
              {
                head: t('desk:queue.case-no'),
                names: true,
                of: (c) => (
                  <Link className="case-no" to="/case/$caseId" params={{ caseId: c.caseId }}>
                    {c.caseNo}
                  </Link>
                ),
              },
              {
                head: t('desk:queue.matter'),
                of: (c) =>
                  `${c.programmeName[lang]} ${codeWord(lang, 'kind', c.kind)}${c.change ? ` · ${codeWord(lang, 'change', c.change)}` : ''}`,
              },
              {
                head: t('desk:queue.stage'),
                of: (c) => codeWord(lang, 'ending', c.ending) || codeWord(lang, 'stage', c.stage),
              },
              { head: t('desk:queue.left'), of: (c) => (c.ending ? '' : <RemainingMark remaining={c.remaining} />) },
              { head: t('desk:household.opened'), of: (c) => c.openedOn },
            ]}
          />
          <h2>{t('desk:figures.title')}</h2>
          <KnownFigures household={household} />
        </>
      )}
      <h2>{t('desk:timeline.title')}</h2>
      <Timeline householdId={householdId} />
      {asking && <AidElsewhere person={asking} own={householdId} onClose={() => setAsking(null)} />}
      {changing && <OpenChange household={household} programme={changing} onClose={() => setChanging(null)} />}
    </>
  )
}

/** Who left, who has to support them from elsewhere, and where the household itself came from. */
function Around({ household }: { household: HouseholdShown }) {
  const t = useText()
  const { lang } = useManner()
  return (
    <>
      {household.formerMembers.length > 0 && (
        <>
          <h3>{t('deskLife:household.former')}</h3>
          <List
            label={t('deskLife:household.former')}
            rows={household.formerMembers}
            keyOf={(m) => `${m.personId}/${m.since}`}
            columns={[
              { head: t('desk:family.name'), names: true, of: (m) => m.name },
              { head: t('desk:family.relation'), of: (m) => valueWord(lang, 'relation', m.relation) },
              { head: t('desk:family.since'), of: (m) => m.since },
              { head: t('deskLife:household.until'), of: (m) => m.until ?? '' },
              {
                head: t('deskLife:household.left'),
                of: (m) => (m.leftWhy ? t(`household:left.${m.leftWhy}`) : ''),
              },
            ]}
          />
        </>
      )}
      {household.supporters.length > 0 && (
        <>
          <h3>{t('deskLife:household.supporters')}</h3>
          <List
            label={t('deskLife:household.supporters')}
            rows={household.supporters}
            keyOf={(s) => s.supporterId}
            columns={[
              { head: t('desk:family.name'), names: true, of: (s) => s.name },
              { head: t('desk:family.relation'), of: (s) => valueWord(lang, 'relation', s.relation) },
              { head: t('desk:family.address'), of: (s) => s.address ?? '' },
            ]}
          />
        </>
      )}
      {household.links.length > 0 && (
        <>
          <h3>{t('deskLife:household.links')}</h3>
          <ul>
            {household.links.map((link) => (
              <li key={`${link.kind}/${link.on}/${link.other ?? link.to}`}>
                {link.on} · {t(`deskLife:link.${link.kind}`)}
                {link.other && (
                  <>
                    {' · '}
                    <Link to="/household/$householdId" params={{ householdId: String(link.other) }}>
                      {t('desk:case.household-page')}
                    </Link>
                  </>
                )}
                {link.reason && ` · ${link.reason}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

const adopters = ['township-clerk', 'township-head', 'county-section']

/** The four values; an adoption outside a case is for what was known anyway, with its reason and on record. */
function KnownFigures({ household }: { household: HouseholdShown }) {
  const t = useText()
  const session = useSession()
  const acting = useAct()
  const [adopting, setAdopting] = useState(false)
  const { householdId } = household
  return (
    <>
      <p className="bar">
        {adopters.includes(session.role ?? '') && (
          <Button onClick={() => setAdopting(true)}>{t('deskLife:household.adopt')}</Button>
        )}
      </p>
      <Outcome of={adopting ? { problem: null, said: null } : acting} />
      <Figures view={{ householdId }} />
      {adopting && (
        <Dialog title={t('deskLife:household.adopt')} onClose={() => setAdopting(false)} wide>
          <Adoption
            view={{ householdId, caseId: null, openedOn: session.businessDay }}
            busy={acting.busy}
            problem={acting.problem}
            run={async (_route, body) => {
              const { figures } = body as z.output<typeof caseworkApi.adopt.body>
              const done = await acting.act(
                householdApi.adoptFacts,
                { params: { householdId }, body: { adoptions: figures as never } },
                t('deskLife:household.adopted'),
              )
              if (done) setAdopting(false)
              return done !== null
            }}
          />
        </Dialog>
      )}
    </>
  )
}

/** Yes or no and whom to telephone; each question is on record. */
function AidElsewhere({
  person,
  own,
  onClose,
}: {
  person: { id: bigint; name: string }
  own: bigint
  onClose: () => void
}) {
  const t = useText()
  const [answer, setAnswer] = useState<string | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  return (
    <Dialog title={t('desk:household.ask-aid-of', { name: person.name })} onClose={onClose}>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          setBusy(true)
          setProblem(null)
          const asked = await call(householdApi.aidAnywhere, { body: { personId: person.id, own } })
          setBusy(false)
          if (!asked.ok) return setProblem(new NamedProblem(asked.problem))
          setAnswer(
            asked.data.aided
              ? t('desk:household.aided', {
                  offices: asked.data.offices.map((o) => `${o.name} ${o.hotline ?? ''}`.trim()).join('、'),
                })
              : t('desk:household.not-aided'),
          )
        }}
      >
        <p>{t('desk:household.ask-aid-what')}</p>
        <p role="status">
          <strong>{answer ?? ''}</strong>
        </p>
        <ProblemBox error={problem} />
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('desk:household.ask-aid')}
        </Button>
      </form>
    </Dialog>
  )
}
