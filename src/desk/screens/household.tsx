import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { deskApi, householdApi } from '../../contract/index.ts'
import { call, NamedProblem, useAsk } from '../api.ts'
import { Timeline } from '../case/tabs/log.tsx'
import { useManner, useText } from '../language.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { SelectField } from '../parts/field.tsx'
import { List } from '../parts/list.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { RemainingMark } from '../parts/remaining.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { codeWord, valueWord, yuanWord } from '../parts/words.ts'

const changes = [
  'member-in',
  'member-out',
  'income',
  'head',
  'account',
  'address',
  'death',
  'suspend',
  'resume',
  'stop',
] as const

/** 一户: who lives here, what they get, their cases, their story. */
export function HouseholdScreen() {
  const t = useText()
  const { lang } = useManner()
  const params = useParams({ strict: false }) as { householdId: string }
  const householdId = BigInt(params.householdId)
  const found = useAsk(householdApi.readHousehold, { params: { householdId } })
  const file = useAsk(deskApi.householdFile, { params: { householdId } })
  const [asking, setAsking] = useState<{ id: bigint; name: string } | null>(null)
  const [changing, setChanging] = useState<string | null>(null)
  const household = found.data?.data
  if (!household)
    return (
      <>
        <h1>{t('desk:case.household-page')}</h1>
        {found.isPending ? <Waiting /> : <ProblemBox error={found.error} />}
      </>
    )
  const head = household.members.find((m) => m.personId === household.head) ?? household.members[0]
  return (
    <>
      <p className="crumbs">
        <Link to="/queue">{t('desk:queue.title')}</Link>
      </p>
      <h1>
        {t('desk:household.title', { name: head?.name ?? '' })}
        <span className="people"> {t('desk:people', { count: household.members.length })}</span>
      </h1>
      <p>
        {household.areaName} · {household.address ?? household.registeredAddress ?? t('desk:unknown')} ·{' '}
        {household.residence ? t(`desk:residence.${household.residence}`) : t('desk:unknown')} ·{' '}
        {t('desk:household.since', { day: household.openedOn })}
      </p>
      <h2>{t('desk:tab.family')}</h2>
      <List
        label={t('desk:tab.family')}
        rows={household.members}
        keyOf={(m) => String(m.personId)}
        columns={[
          { head: t('desk:family.name'), names: true, of: (m) => m.name },
          { head: t('desk:family.relation'), of: (m) => valueWord(lang, 'relation', m.relation) },
          { head: t('desk:family.sex'), of: (m) => codeWord(lang, 'sex', m.sex) },
          { head: t('desk:family.birth'), of: (m) => m.birth ?? t('desk:unknown') },
          { head: t('desk:family.since'), of: (m) => m.since },
          {
            head: t('desk:household.aid-elsewhere'),
            of: (m) => (
              <Button onClick={() => setAsking({ id: m.personId, name: m.name })}>
                {t('desk:household.ask-aid')}
                <span className="sr"> {m.name}</span>
              </Button>
            ),
          },
        ]}
      />
      {household.phones.length > 0 && (
        <p>
          {t('desk:household.phones')}:{household.phones.map((p) => p.masked).join('、')}
        </p>
      )}
      <h2>{t('desk:household.awards')}</h2>
      <ProblemBox error={file.error} />
      <List
        label={t('desk:household.awards')}
        rows={file.data?.data.awards ?? []}
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
            of: (a) => (
              <Button onClick={() => setChanging(a.programme)}>
                {t('desk:household.change')}
                <span className="sr"> {a.programmeName[lang]}</span>
              </Button>
            ),
          },
        ]}
      />
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
              <Link to="/case/$caseId" params={{ caseId: c.caseId }}>
                {c.caseNo}
              </Link>
            ),
          },
          { head: t('desk:queue.matter'), of: (c) => `${c.programmeName[lang]} ${codeWord(lang, 'kind', c.kind)}` },
          {
            head: t('desk:queue.stage'),
            of: (c) => codeWord(lang, 'ending', c.ending) || codeWord(lang, 'stage', c.stage),
          },
          { head: t('desk:queue.left'), of: (c) => <RemainingMark remaining={c.remaining} /> },
          { head: t('desk:household.opened'), of: (c) => c.openedOn },
        ]}
      />
      <h2>{t('desk:timeline.title')}</h2>
      <Timeline householdId={householdId} />
      {asking && <AidElsewhere person={asking} own={householdId} onClose={() => setAsking(null)} />}
      {changing && <OpenChange householdId={householdId} programme={changing} onClose={() => setChanging(null)} />}
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

function OpenChange({
  householdId,
  programme,
  onClose,
}: {
  householdId: bigint
  programme: string
  onClose: () => void
}) {
  const t = useText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [what, setWhat] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  return (
    <Dialog title={t('desk:household.change')} onClose={onClose}>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          setBusy(true)
          setProblem(null)
          const change = changes.find((one) => one === what)
          const body = { programme: programme as never }
          const opened = change
            ? await call(deskApi.openChange, { params: { householdId }, body: { ...body, change } })
            : await call(deskApi.openReview, { params: { householdId }, body })
          setBusy(false)
          if (!opened.ok) return setProblem(new NamedProblem(opened.problem))
          await queries.invalidateQueries()
          await navigate({ to: '/case/$caseId', params: { caseId: opened.data.caseId } })
        }}
      >
        <SelectField
          label={t('desk:household.what-changed')}
          value={what}
          onChange={setWhat}
          empty={t('desk:choose')}
          choices={[
            ...changes.map((c) => ({ value: c, label: t(`desk:change.${c}`) })),
            { value: 'review', label: t('desk:kind.review') },
          ]}
        />
        <ProblemBox error={problem} />
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('desk:household.open-change')}
        </Button>
      </form>
    </Dialog>
  )
}
