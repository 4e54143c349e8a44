import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { type caseworkApi, deskApi, householdApi } from '../../../contract/index.ts'
import { call, NamedProblem, useAsk } from '../../api.ts'
import { useManner, useText } from '../../language.tsx'
import { type Fault, FaultList } from '../../parts/faults.tsx'
import { ChoiceField } from '../../parts/field.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useSession } from '../../session.tsx'
import { type Draft, faultAt, faultsOf, readDraft, toInput } from './draft.ts'
import { Figures } from './figures.tsx'
import { Helper } from './helper.tsx'
import { Home, Matter } from './matter.tsx'
import { OtherNeed } from './other-need.tsx'
import { Papers } from './papers.tsx'
import { People, Supporters } from './people.tsx'
import { ReceiptView } from './receipt.tsx'
import { Part } from './section.tsx'
import './counter.css'
import { type Keeping, useDraft } from './use-draft.ts'

/** 窗口登记, one door for whoever comes: a whole application, or another need that is written down and not sent away. */
export function Counter() {
  const t = useText()
  const session = useSession()
  const [matter, setMatter] = useState('dibao')
  return (
    <>
      <h1>{t('desk:counter.title')}</h1>
      <div className="no-print">
        <ChoiceField
          label={t('desk:counter.what-for')}
          value={matter}
          onChange={setMatter}
          choices={[
            { value: 'dibao', label: t('desk:counter.for-dibao') },
            { value: 'other', label: t('desk:counter.for-other') },
          ]}
        />
      </div>
      {matter === 'dibao' ? <Application /> : <OtherNeed area={(session.area ?? '').slice(0, 12)} />}
    </>
  )
}

function Application() {
  const t = useText()
  const { lang } = useManner()
  const session = useSession()
  const queries = useQueryClient()
  const today = session.businessDay as string
  const ownVillage = (session.area ?? '').length === 12 ? (session.area ?? '') : ''
  const form = useDraft(today, ownVillage, session.username ?? '')
  const township = (session.area ?? '').slice(0, 9)
  const areas = useAsk(householdApi.listAreas, { query: { below: township } }, { enabled: ownVillage === '' })
  const villages = areas.data?.data.items ?? []
  const [faults, setFaults] = useState<Fault[]>([])
  const [tries, setTries] = useState(0)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [receipt, setReceipt] = useState<{ receipt: caseworkApi.Receipt; name: string } | null>(null)
  const draftId = form.open?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: another draft has faults of its own
  useEffect(() => {
    setFaults([])
    setProblem(null)
  }, [draftId])

  if (receipt)
    return (
      <ReceiptView
        {...receipt}
        onAgain={() => {
          setReceipt(null)
          form.clear()
        }}
      />
    )
  if (!form.open)
    return (
      <>
        <ProblemBox error={form.error} />
        {form.pending ? <Waiting /> : <Begun form={form} today={today} />}
      </>
    )
  const { draft } = form.open

  const submit = async () => {
    setProblem(null)
    setTries(tries + 1)
    const found = faultsOf(draft, today, lang, villages.length > 0)
    setFaults(found)
    if (found.length > 0) return
    setBusy(true)
    const input = toInput(draft, session.area ?? '', today)
    const answer = await call(deskApi.receiveApplication, { idempotencyKey: draft.key, body: input })
    if (!answer.ok) {
      setBusy(false)
      if (answer.status === 401) void queries.invalidateQueries()
      const named = (answer.problem.errors ?? []).map((e) => ({ id: faultAt(e.field, input), message: e.message }))
      setFaults(named)
      if (named.length === 0) setProblem(new NamedProblem(answer.problem))
      return
    }
    await form.close()
    setBusy(false)
    setReceipt({ receipt: answer.data, name: draft.people.find((p) => p.ref === draft.applicant)?.name ?? '' })
  }
  const errors = new Map(faults.map((fault) => [fault.id, fault.message]))
  const section = { draft, errors, change: form.change }
  return (
    <form
      className="counter"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void submit()
      }}
    >
      <div className="row-actions">
        <Kept keeping={form.keeping} keptAt={form.keptAt} />
        <Button onClick={() => void form.setAside()}>{t('desk:counter.set-aside')}</Button>
      </div>
      <FaultList faults={faults} seen={tries} />
      <Part title={t('desk:counter.matter')}>
        <Matter {...section} />
      </Part>
      <Part title={t('desk:counter.home')}>
        <Home {...section} villages={villages} />
        <ProblemBox error={areas.error} />
      </Part>
      <Part title={t('desk:counter.people')}>
        <People {...section} today={today} />
      </Part>
      <Part title={t('desk:counter.supporters')}>
        <Supporters {...section} />
      </Part>
      <Part title={t('desk:counter.household')}>
        <Figures
          entity="household"
          of="household"
          answers={draft.answers.household ?? {}}
          errors={errors}
          onChange={(edit) =>
            form.change((before) => ({
              ...before,
              answers: { ...before.answers, household: edit(before.answers.household ?? {}) },
            }))
          }
        />
      </Part>
      <Part title={t('desk:counter.papers')}>
        <Papers {...section} />
      </Part>
      <Part title={t('desk:counter.helper')}>
        <Helper {...section} />
      </Part>
      <div className="form-end">
        <ProblemBox error={problem} />
        <p className="hint">{t('desk:counter.missing-is-fine')}</p>
        <Button type="primary" htmlType="submit" size="large" loading={busy}>
          {t('desk:counter.submit')}
        </Button>
      </div>
    </form>
  )
}

function Kept({ keeping, keptAt }: { keeping: Keeping; keptAt: string | null }) {
  const t = useText()
  const at = keptAt
    ? new Date(keptAt).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Shanghai' })
    : ''
  return (
    <span role="status" className={keeping === 'not-kept' ? 'mark' : 'hint'}>
      {t(`desk:counter.keeping-${keeping}`, { at })}
    </span>
  )
}

/** Families that were interrupted wait here; nobody else sees them. */
function Begun({ form, today }: { form: ReturnType<typeof useDraft>; today: string }) {
  const t = useText()
  return (
    <section aria-label={t('desk:counter.begun')}>
      <h2>{t('desk:counter.begun')}</h2>
      <p className="hint">{t('desk:counter.begun-what')}</p>
      <ul className="begun">
        {form.items.map((item) => (
          <li key={item.draftId}>
            <strong>{nameOf(readDraft(item.content, today)) || t('desk:counter.no-name')}</strong>{' '}
            <span className="hint">
              {t('desk:counter.begun-at', {
                at: new Date(item.savedAt).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai' }),
              })}
            </span>{' '}
            <Button onClick={() => form.resume(item.draftId)}>
              {t('desk:counter.go-on')}
              <span className="sr"> {nameOf(readDraft(item.content, today))}</span>
            </Button>{' '}
            <Button onClick={() => void form.tearUp(item.draftId)}>
              {t('desk:counter.tear-up')}
              <span className="sr"> {nameOf(readDraft(item.content, today))}</span>
            </Button>
          </li>
        ))}
      </ul>
      <Button type="primary" size="large" onClick={form.begin}>
        {t('desk:counter.new')}
      </Button>
    </section>
  )
}

const nameOf = (draft: Draft) => draft.people.find((p) => p.ref === draft.applicant)?.name ?? ''
