import { useState } from 'react'
import type { z } from 'zod'
import { deskApi, householdApi } from '../../contract/index.ts'
import { factEntry } from '../../policy/index.ts'
import { useAsk } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { ChoiceField, SelectField, TextField, TickField } from '../parts/field.tsx'
import { Region } from '../parts/list.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { factWord, fenTyped, valueWord } from '../parts/words.ts'
import { FormEnd, type StepProps } from './step.tsx'

type Line = z.output<typeof householdApi.factTable.reply>['items'][number]
const sources = ['declared', 'matched', 'visited'] as const

export function useFigures(householdId: bigint) {
  const facts = useAsk(householdApi.factTable, { params: { householdId } })
  const household = useAsk(householdApi.readHousehold, { params: { householdId } })
  const names = new Map<string, string>()
  for (const member of household.data?.data.members ?? []) names.set(`person/${member.personId}`, member.name)
  for (const one of household.data?.data.supporters ?? []) names.set(`supporter/${one.supporterId}`, one.name)
  return { facts, names, error: facts.error ?? household.error }
}

/** 项目 | 申报 | 核对 | 入户 | 采用: differences first, with source and day; what nobody has adopted is marked. */
export function Figures({ view }: { view: Pick<deskApi.CaseView, 'householdId'> }) {
  const t = useText()
  const { lang } = useManner()
  const { facts, names, error } = useFigures(view.householdId)
  const [all, setAll] = useState(false)
  if (facts.isPending) return <Waiting />
  const lines = facts.data?.data.items ?? []
  const differing = lines.filter((line) => line.differs)
  const shown = all ? lines : lines.filter((line) => line.differs || line.open || isMoney(line))
  const cell = (line: Line, source: (typeof sources)[number] | 'adopted') => {
    const fact = line[source]
    if (!fact) return <span className="hint">{t(source === 'adopted' ? 'desk:figures.not-adopted' : 'desk:none')}</span>
    return (
      <>
        {valueWord(lang, line.name, fact.value)}
        <div className="hint">
          {[fact.sourceName, fact.asOf ?? fact.recordedOn, source === 'adopted' ? fact.reason : null]
            .filter(Boolean)
            .join(' · ')}
        </div>
        {fact.afterPreview && <div className="mark">{t('desk:figures.after-preview')}</div>}
      </>
    )
  }
  return (
    <>
      <ProblemBox error={error} />
      <p>{t('desk:figures.summary', { all: lines.length, differing: differing.length })}</p>
      <TickField label={t('desk:figures.show-all', { count: lines.length })} checked={all} onChange={setAll} />
      <Region label={t('desk:figures.title')}>
        <table className="list">
          <thead>
            <tr>
              {['item', 'declared', 'matched', 'visited', 'adopted'].map((head) => (
                <th key={head} scope="col">
                  {t(`desk:figures.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((line) => (
              <tr key={`${line.subject}/${line.name}`} className={line.differs ? 'differs' : undefined}>
                <th scope="row">
                  {line.differs && (
                    <span className="mark">
                      <span aria-hidden="true">≠ </span>
                      {t('desk:figures.differs')}
                    </span>
                  )}{' '}
                  {factWord(lang, line.name)}
                  <div className="hint">{names.get(line.subject) ?? t('desk:case.household')}</div>
                </th>
                {sources.map((source) => (
                  <td key={source}>{cell(line, source)}</td>
                ))}
                <td>{cell(line, 'adopted')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    </>
  )
}

const isMoney = (line: Line) =>
  factEntry(line.name).unit === 'fen' &&
  [line.declared, line.matched, line.visited].some((fact) => fact?.value !== null && fact !== null && fact.value !== 0)

type Adopting = z.output<typeof deskApi.adopt.body>['figures'][number]

interface Choosing {
  from: string
  own: string
  reason: string
}

/** 采用: which value counts and why. What all sources agree on is taken over together; a difference wants words. */
export function Adoption({
  view,
  run,
  busy,
  problem,
}: Omit<StepProps, 'view'> & { view: Pick<deskApi.CaseView, 'householdId' | 'openedOn'> }) {
  const t = useText()
  const { lang } = useManner()
  const { facts, names, error } = useFigures(view.householdId)
  const [drafts, setDrafts] = useState<Record<string, Choosing>>({})
  const [same, setSame] = useState(true)
  const [sameReason, setSameReason] = useState(t('desk:adopt.same-reason'))
  if (facts.isPending) return <Waiting />
  const open = (facts.data?.data.items ?? []).filter((line) => line.open)
  const differing = open.filter((line) => line.differs)
  const agreeing = open.filter((line) => !line.differs)
  const keyOf = (line: Line) => `${line.subject}/${line.name}`
  const draftOf = (line: Line): Choosing => drafts[keyOf(line)] ?? { from: '', own: '', reason: '' }
  const set = (line: Line, change: Partial<Choosing>) =>
    setDrafts((before) => ({ ...before, [keyOf(line)]: { ...draftOf(line), ...change } }))
  const newest = (line: Line) => line.visited ?? line.matched ?? line.declared
  const ownValue = (line: Line, text: string) => {
    const { unit } = factEntry(line.name)
    if (unit === 'fen') return fenTyped(text) === null ? null : Number(fenTyped(text))
    if (unit === 'count') return /^\d+$/.test(text.trim()) ? Number(text) : null
    if (unit === 'boolean') return text === 'true' ? true : text === 'false' ? false : null
    return text.trim() || null
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const figures: Adopting[] = [
          ...(same
            ? agreeing.flatMap((line) => {
                const fact = newest(line)
                return fact ? [{ subject: line.subject, name: line.name, from: fact.factId, reason: sameReason }] : []
              })
            : []),
          ...differing.flatMap((line): Adopting[] => {
            const draft = draftOf(line)
            if (!draft.from) return []
            return draft.from === 'own'
              ? [
                  {
                    subject: line.subject,
                    name: line.name,
                    value: ownValue(line, draft.own),
                    reason: draft.reason,
                    validFrom: view.openedOn,
                  },
                ]
              : [{ subject: line.subject, name: line.name, from: draft.from, reason: draft.reason }]
          }),
        ]
        void run(deskApi.adopt, { figures })
      }}
    >
      <ProblemBox error={error} />
      {differing.length > 0 && <h3>{t('desk:adopt.differing', { count: differing.length })}</h3>}
      {differing.map((line) => {
        const draft = draftOf(line)
        const entry = factEntry(line.name)
        return (
          <section key={keyOf(line)} className="adopt-line" aria-label={factWord(lang, line.name)}>
            <ChoiceField
              label={`${factWord(lang, line.name)} · ${names.get(line.subject) ?? t('desk:case.household')}`}
              value={draft.from}
              onChange={(from) => set(line, { from })}
              choices={[
                ...sources.flatMap((source) => {
                  const fact = line[source]
                  return fact
                    ? [
                        {
                          value: fact.factId,
                          label: `${t(`desk:figures.${source}`)}:${valueWord(lang, line.name, fact.value)} (${fact.asOf ?? fact.recordedOn})`,
                        },
                      ]
                    : []
                }),
                { value: 'own', label: t('desk:adopt.own') },
              ]}
            />
            {draft.from === 'own' &&
              (entry.unit === 'code' || entry.unit === 'boolean' ? (
                <SelectField
                  label={t('desk:adopt.own-value')}
                  value={draft.own}
                  onChange={(own) => set(line, { own })}
                  empty={t('desk:choose')}
                  choices={
                    entry.unit === 'boolean'
                      ? [
                          { value: 'true', label: t('desk:yes') },
                          { value: 'false', label: t('desk:no') },
                        ]
                      : Object.entries(entry.codes ?? {}).map(([value, label]) => ({ value, label: label[lang] }))
                  }
                />
              ) : (
                <TextField
                  label={entry.unit === 'fen' ? t('desk:adopt.own-yuan') : t('desk:adopt.own-value')}
                  value={draft.own}
                  onChange={(own) => set(line, { own })}
                />
              ))}
            {draft.from && (
              <TextField
                label={t('desk:adopt.reason')}
                hint={t('desk:adopt.reason-hint')}
                value={draft.reason}
                onChange={(reason) => set(line, { reason })}
                max={300}
              />
            )}
          </section>
        )
      })}
      {agreeing.length > 0 && (
        <>
          <TickField label={t('desk:adopt.same', { count: agreeing.length })} checked={same} onChange={setSame} />
          {same && <TextField label={t('desk:adopt.reason')} value={sameReason} onChange={setSameReason} max={300} />}
        </>
      )}
      {open.length === 0 && <p>{t('desk:adopt.nothing')}</p>}
      <FormEnd busy={busy} problem={problem} label={t('desk:step.adopt-facts')} />
    </form>
  )
}
