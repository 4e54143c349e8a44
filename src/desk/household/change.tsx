import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { deskApi, type householdApi, type NewsFigure, type WhatHappened } from '../../contract/index.ts'
import type { Day } from '../../foundation/index.ts'
import { type FactName, factEntry } from '../../policy/index.ts'
import { call, NamedProblem, OwnWords } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { ChoiceField, SelectField, TextField } from '../parts/field.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { factWord } from '../parts/words.ts'
import { valueTyped } from '../screens/counter/draft.ts'
import { type Answers, Figures } from '../screens/counter/figures.tsx'
import { useSession } from '../session.tsx'

export type HouseholdShown = z.output<typeof householdApi.readHousehold.reply>

const kinds = [
  'member-in',
  'member-out',
  'death',
  'income',
  'head',
  'address',
  'account',
  'suspend',
  'resume',
  'stop',
] as const
/** Where the office itself acts on the award, the grounds are the heart of the matter. */
const needsGrounds = ['suspend', 'resume', 'stop']

/** What is so of nearly every newborn; each line stands open to be changed. */
const newborn: Answers = {
  livesTogether: 'true',
  exclusion: 'none',
  receivesTekun: 'false',
  illness: 'healthy',
  disabilityType: 'none',
  wageIncome: '0',
  operatingIncome: '0',
  propertyIncome: '0',
  transferIncome: '0',
  transferPaid: '0',
}

interface Draft {
  how: 'birth' | 'joined'
  name: string
  number: string
  birth: string
  sex: string
  relation: string
  why: string
  who: string
  on: string
  address: string
  answers: Answers
}

/** A paid household's life goes on: what happened is entered once, with the case that follows from it. */
export function OpenChange({
  household,
  programme,
  onClose,
}: {
  household: HouseholdShown
  programme: string
  onClose: () => void
}) {
  const t = useText()
  const { lang } = useManner()
  const session = useSession()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [kind, setKind] = useState('')
  const [note, setNote] = useState('')
  const [draft, setDraft] = useState<Draft>({
    how: 'birth',
    name: '',
    number: '',
    birth: '',
    sex: '',
    relation: '',
    why: '',
    who: '',
    on: session.businessDay,
    address: household.address ?? '',
    answers: newborn,
  })
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  const { householdId } = household

  const submit = async () => {
    setProblem(null)
    const figures = figuresOf(kind, draft)
    if (!Array.isArray(figures))
      return setProblem(new OwnWords(t('deskLife:change.unread', { item: factWord(lang, figures.unread) })))
    setBusy(true)
    const change = kinds.find((one) => one === kind)
    const happened = happenedOf(kind, draft)
    const body = { programme: programme as never }
    const opened = change
      ? await call(deskApi.openChange, {
          params: { householdId },
          body: {
            ...body,
            change,
            ...(happened && { happened }),
            ...(figures.length > 0 && { figures }),
            ...(note && { note }),
          },
        })
      : await call(deskApi.openReview, { params: { householdId }, body })
    setBusy(false)
    if (!opened.ok) return setProblem(new NamedProblem(opened.problem))
    await queries.invalidateQueries()
    await navigate({ to: '/case/$caseId', params: { caseId: opened.data.caseId } })
  }

  return (
    <Dialog title={t('deskLife:change.open')} onClose={onClose} wide={kind === 'member-in' || kind === 'income'}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <SelectField
          label={t('deskLife:change.kind')}
          value={kind}
          onChange={(next) => {
            setKind(next)
            set({ who: next === 'income' ? 'household' : '', answers: next === 'member-in' ? newborn : {} })
          }}
          empty={t('desk:choose')}
          choices={[
            ...kinds.map((c) => ({ value: c, label: t(`desk:change.${c}`) })),
            { value: 'review', label: t('desk:kind.review') },
          ]}
        />
        {kind === 'member-in' && <Newcomer draft={draft} set={set} />}
        {(kind === 'member-out' || kind === 'death' || kind === 'head') && (
          <Leaver kind={kind} household={household} draft={draft} set={set} />
        )}
        {kind === 'address' && (
          <TextField
            label={t('deskLife:change.new-address')}
            value={draft.address}
            onChange={(address) => set({ address })}
            max={200}
          />
        )}
        {kind === 'account' && (
          <p>
            {t('deskLife:change.account-hint')}{' '}
            <Link to="/payees" search={{ household: String(householdId) } as never}>
              {t('deskLife:change.account-link')}
            </Link>
          </p>
        )}
        {kind === 'income' && <NewFigures household={household} draft={draft} set={set} />}
        {kind && kind !== 'review' && (
          <TextField
            label={t(needsGrounds.includes(kind) ? 'deskLife:change.note-why' : 'deskLife:change.note')}
            value={note}
            onChange={setNote}
            rows={2}
            max={1000}
            required={needsGrounds.includes(kind)}
          />
        )}
        <ProblemBox error={problem} />
        <Button type="primary" htmlType="submit" size="large" loading={busy}>
          {t('deskLife:change.submit')}
        </Button>
      </form>
    </Dialog>
  )
}

interface Part {
  draft: Draft
  set: (change: Partial<Draft>) => void
}

function Newcomer({ draft, set }: Part) {
  const t = useText()
  const isBirth = draft.how === 'birth'
  return (
    <>
      <ChoiceField
        label={t('deskLife:change.how-joined')}
        value={draft.how}
        onChange={(how) => set({ how: how as Draft['how'], relation: '', answers: how === 'birth' ? newborn : {} })}
        choices={(['birth', 'joined'] as const).map((how) => ({ value: how, label: t(`deskLife:change.${how}`) }))}
      />
      <div className="grid">
        <TextField label={t('deskLife:change.name')} value={draft.name} onChange={(name) => set({ name })} max={60} />
        <TextField
          label={t(isBirth ? 'deskLife:change.certificate' : 'deskLife:change.number')}
          value={draft.number}
          onChange={(number) => set({ number })}
          max={40}
          required={false}
        />
        <TextField
          label={t('deskLife:change.birth-day')}
          type="date"
          value={draft.birth}
          onChange={(birth) => set({ birth })}
          required={isBirth || draft.number === ''}
        />
        <SelectField
          label={t('deskLife:change.sex')}
          value={draft.sex}
          onChange={(sex) => set({ sex })}
          required={false}
          empty={t('deskLife:change.sex-unknown')}
          choices={(['female', 'male'] as const).map((sex) => ({ value: sex, label: t(`desk:sex.${sex}`) }))}
        />
        <RelationField value={draft.relation} onChange={(relation) => set({ relation })} />
        {!isBirth && (
          <>
            <TextField label={t('deskLife:change.since')} type="date" value={draft.on} onChange={(on) => set({ on })} />
            <SelectField
              label={t('deskLife:change.why-joined')}
              value={draft.why}
              onChange={(why) => set({ why })}
              empty={t('desk:choose')}
              choices={(['marriage', 'returned', 'moved-in'] as const).map((why) => ({
                value: why,
                label: t(`deskLife:joined.${why}`),
              }))}
            />
          </>
        )}
      </div>
      <h3>{t('deskLife:change.figures')}</h3>
      <p className="hint">{t(isBirth ? 'deskLife:change.newborn-figures' : 'deskLife:change.figures-hint')}</p>
      <Figures
        entity="person"
        of="newcomer"
        answers={draft.answers}
        onChange={(edit) => set({ answers: edit(draft.answers) })}
      />
    </>
  )
}

function Leaver({ kind, household, draft, set }: Part & { kind: string; household: HouseholdShown }) {
  const t = useText()
  return (
    <>
      <SelectField
        label={t(kind === 'head' ? 'deskLife:change.new-head' : 'deskLife:change.who')}
        value={draft.who}
        onChange={(who) => set({ who })}
        empty={t('desk:choose')}
        choices={household.members
          .filter((m) => kind !== 'head' || m.personId !== household.head)
          .map((m) => ({ value: String(m.personId), label: m.name }))}
      />
      {kind !== 'head' && (
        <TextField
          label={t(kind === 'death' ? 'deskLife:change.died-on' : 'deskLife:change.until')}
          type="date"
          value={draft.on}
          onChange={(on) => set({ on })}
        />
      )}
      {kind === 'member-out' && (
        <SelectField
          label={t('deskLife:change.why-left')}
          value={draft.why}
          onChange={(why) => set({ why })}
          empty={t('desk:choose')}
          choices={(['moved-out', 'marriage', 'divorce', 'other'] as const).map((why) => ({
            value: why,
            label: t(`deskLife:left.${why}`),
          }))}
        />
      )}
    </>
  )
}

function NewFigures({ household, draft, set }: Part & { household: HouseholdShown }) {
  const t = useText()
  return (
    <>
      <SelectField
        label={t('deskLife:change.about')}
        value={draft.who}
        onChange={(who) => set({ who, answers: {} })}
        choices={[
          { value: 'household', label: t('deskLife:change.whole-family') },
          ...household.members.map((m) => ({ value: `person/${m.personId}`, label: m.name })),
        ]}
      />
      <h3>{t('deskLife:change.figures')}</h3>
      <p className="hint">{t('deskLife:change.figures-hint')}</p>
      <Figures
        key={draft.who}
        entity={draft.who === 'household' ? 'household' : 'person'}
        of={draft.who}
        answers={draft.answers}
        onChange={(edit) => set({ answers: edit(draft.answers) })}
      />
    </>
  )
}

export function RelationField({
  value,
  onChange,
  label,
}: {
  value: string
  onChange: (value: string) => void
  label?: string
}) {
  const t = useText()
  const { lang } = useManner()
  return (
    <SelectField
      label={label ?? t('deskLife:change.relation')}
      value={value}
      onChange={onChange}
      empty={t('desk:choose')}
      choices={Object.entries(factEntry('relation').codes ?? {}).map(([code, words]) => ({
        value: code,
        label: words[lang],
      }))}
    />
  )
}

function happenedOf(kind: string, draft: Draft): WhatHappened | null {
  const day = draft.on as Day
  const sex = draft.sex === 'female' || draft.sex === 'male' ? draft.sex : null
  const { name, relation } = draft
  switch (kind) {
    case 'member-in':
      return draft.how === 'birth'
        ? { what: 'birth', name, birth: draft.birth as Day, sex, certificate: draft.number || null, relation }
        : {
            what: 'joined',
            person: {
              name,
              number: draft.number || null,
              birth: (draft.birth || null) as Day | null,
              sex,
              ...(!draft.number && { withoutNumber: 'unknown' as const }),
            },
            relation,
            since: day,
            why: draft.why as 'marriage',
          }
    case 'member-out':
      return { what: 'left', personId: BigInt(draft.who), until: day, why: draft.why as 'moved-out' }
    case 'death':
      return { what: 'died', personId: BigInt(draft.who), on: day }
    case 'head':
      return { what: 'head', personId: BigInt(draft.who) }
    case 'address':
      return { what: 'address', address: draft.address }
    default:
      return null
  }
}

/** What was said, ready to send; or the item that cannot be read. */
function figuresOf(kind: string, draft: Draft): NewsFigure[] | { unread: FactName } {
  const of = kind === 'member-in' ? 'newcomer' : kind === 'income' ? draft.who : null
  if (!of) return []
  const figures: NewsFigure[] = []
  for (const [key, text] of Object.entries(draft.answers)) {
    if (text === '') continue
    const name = key as FactName
    const value = valueTyped(name, text)
    if (value === undefined) return { unread: name }
    figures.push({ of, name, value })
  }
  return figures
}
