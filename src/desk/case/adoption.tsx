import { useState } from 'react'
import type { z } from 'zod'
import { caseworkApi, type deskApi } from '../../contract/index.ts'
import type { Day } from '../../foundation/index.ts'
import { factEntry } from '../../policy/index.ts'
import { useManner, useText } from '../language.tsx'
import { ChoiceField, SelectField, TextField, TickField } from '../parts/field.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { factWord, valueWord } from '../parts/words.ts'
import { type FigureLine, factShown, lineKey, sources, useFigures, valueTyped } from './figures.tsx'
import { MissingFields, type Told, toldFigures, useGaps } from './missing.tsx'
import { StepForm, type StepProps } from './step.tsx'

type Adopting = z.output<typeof caseworkApi.adopt.body>['figures'][number]

interface Choosing {
  /** A fact's id, `own` for a value of the officer's, or nothing yet. */
  from: string
  own: string
  reason: string
}
const nothingChosen: Choosing = { from: '', own: '', reason: '' }

/** What the officer chose for each line so far; `adopted` turns it into what is sent. */
export function useChoosing(since: Day) {
  const [drafts, setDrafts] = useState<Record<string, Choosing>>({})
  return {
    of: (line: FigureLine): Choosing => drafts[lineKey(line)] ?? nothingChosen,
    set: (line: FigureLine, change: Partial<Choosing>) =>
      setDrafts((before) => ({
        ...before,
        [lineKey(line)]: { ...(before[lineKey(line)] ?? nothingChosen), ...change },
      })),
    adopted: (lines: readonly FigureLine[]): Adopting[] =>
      lines.flatMap((line): Adopting[] => {
        const draft = drafts[lineKey(line)]
        if (!draft?.from) return []
        const { subject, name } = line
        return draft.from === 'own'
          ? [{ subject, name, value: valueTyped(name, draft.own), reason: draft.reason, validFrom: since }]
          : [{ subject, name, from: draft.from, reason: draft.reason }]
      }),
  }
}

/** A value of the officer's own, in the control its unit asks for; what is no amount is told before anything is sent. */
export function ValueField({
  name,
  label,
  value,
  onChange,
}: {
  name: FigureLine['name']
  label?: string
  value: string
  onChange: (value: string) => void
}) {
  const t = useText()
  const { lang } = useManner()
  const { unit, codes } = factEntry(name)
  if (unit === 'boolean' || unit === 'code')
    return (
      <SelectField
        label={label ?? t('desk:adopt.own-value')}
        value={value}
        onChange={onChange}
        empty={t('desk:choose')}
        choices={
          unit === 'boolean'
            ? ['true', 'false'].map((v) => ({ value: v, label: t(v === 'true' ? 'desk:yes' : 'desk:no') }))
            : Object.entries(codes ?? {}).map(([code, words]) => ({ value: code, label: words[lang] }))
        }
      />
    )
  const number = unit === 'fen' || unit === 'count'
  return (
    <TextField
      label={label ?? t(unit === 'fen' ? 'desk:adopt.own-yuan' : 'desk:adopt.own-value')}
      type={unit === 'date' ? 'date' : 'text'}
      value={value}
      onChange={onChange}
      wrong={number && value && valueTyped(name, value) === null ? t(`desk:wrong.${unit}`) : null}
    />
  )
}

/** One line: each source's value to take over, or the officer's own, with the reason. */
export function ChooseValue({
  line,
  whose,
  value,
  onChange,
  also,
}: {
  line: FigureLine
  whose: string
  value: Choosing
  onChange: (change: Partial<Choosing>) => void
  /** Words above the choices: what the family says, what was used. */
  also?: string | undefined
}) {
  const t = useText()
  const { lang } = useManner()
  const shown = (source: (typeof sources)[number], fact: { asOf: Day | null; recordedOn: Day }) =>
    t('desk:adopt.value-on', { value: factShown(t, lang, line, source), day: fact.asOf ?? fact.recordedOn })
  return (
    <section className="adopt-line" aria-label={`${factWord(lang, line.name)} · ${whose}`}>
      {also && <p className="hint">{also}</p>}
      <ChoiceField
        label={`${factWord(lang, line.name)} · ${whose}`}
        value={value.from}
        onChange={(from) => onChange({ from })}
        choices={[
          ...sources.flatMap((source) => {
            const fact = line[source]
            return fact ? [{ value: fact.factId, label: `${t(`desk:figures.${source}`)}:${shown(source, fact)}` }] : []
          }),
          { value: 'own', label: t('desk:adopt.own') },
        ]}
      />
      {value.from === 'own' && <ValueField name={line.name} value={value.own} onChange={(own) => onChange({ own })} />}
      {value.from && (
        <TextField
          label={t('desk:adopt.reason')}
          hint={t('desk:adopt.reason-hint')}
          value={value.reason}
          onChange={(reason) => onChange({ reason })}
          max={300}
        />
      )}
    </section>
  )
}

/** Any figure of the household may be taken up once more: one that nobody has adopted, or one adopted wrongly. */
export function AnotherFigure({
  lines,
  whose,
  onPick,
}: {
  lines: readonly FigureLine[]
  whose: (line: FigureLine) => string
  onPick: (key: string) => void
}) {
  const t = useText()
  const { lang } = useManner()
  if (lines.length === 0) return null
  return (
    <SelectField
      label={t('desk:adopt.another')}
      value=""
      onChange={(key) => key && onPick(key)}
      required={false}
      empty={t('desk:choose')}
      choices={lines.map((line) => ({
        value: lineKey(line),
        label: `${factWord(lang, line.name)} · ${whose(line)}:${valueWord(lang, line.name, line.adopted?.value)}`,
      }))}
    />
  )
}

/** 采用: which value counts and why. What all sources agree on is taken over together; a difference wants words. */
export function Adoption({
  view,
  run,
  busy,
  problem,
}: Omit<StepProps, 'view'> & { view: Pick<deskApi.CaseView, 'householdId' | 'openedOn'> & { caseId: string | null } }) {
  const t = useText()
  const { facts, names, error } = useFigures(view.householdId)
  const choosing = useChoosing(view.openedOn)
  const [picked, setPicked] = useState<string[]>([])
  const [same, setSame] = useState(true)
  const [sameReason, setSameReason] = useState(t('desk:adopt.same-reason'))
  const [nothing, setNothing] = useState(false)
  const [told, setTold] = useState<Told>({})
  const { gaps } = useGaps(view.caseId, facts.data?.data.items ?? [])
  if (facts.isPending) return <Waiting />
  const lines = facts.data?.data.items ?? []
  const whose = (line: FigureLine) => names.get(line.subject) ?? t('desk:case.household')
  const differing = lines.filter((line) => line.open && line.differs)
  const agreeing = lines.filter((line) => line.open && !line.differs && !picked.includes(lineKey(line)))
  const others = lines.filter((line) => !(line.open && line.differs))
  const again = others.filter((line) => picked.includes(lineKey(line)))
  const heard = (line: FigureLine) => [line.visited, line.matched, line.declared].filter((fact) => fact !== null)
  /** The newest source that knows; where none does, that nobody knows is what is adopted. */
  const newest = (line: FigureLine) => heard(line).find((fact) => fact.value !== null) ?? heard(line)[0]
  const take = () => {
    const together = agreeing.flatMap((line): Adopting[] => {
      const fact = newest(line)
      return fact ? [{ subject: line.subject, name: line.name, from: fact.factId, reason: sameReason }] : []
    })
    const asked = toldFigures(gaps, told).map((figure) => ({
      ...figure,
      reason: t('desk:missing.reason'),
      validFrom: view.openedOn,
    }))
    const figures = [...(same ? together : []), ...choosing.adopted([...differing, ...again]), ...asked]
    setNothing(figures.length === 0)
    if (figures.length > 0) void run(caseworkApi.adopt, { figures })
  }
  return (
    <StepForm step="adopt-facts" busy={busy} problem={problem} take={take}>
      <ProblemBox error={error} />
      {differing.length > 0 && <h3>{t('desk:adopt.differing', { count: differing.length })}</h3>}
      {[...differing, ...again].map((line) => (
        <ChooseValue
          key={lineKey(line)}
          line={line}
          whose={whose(line)}
          value={choosing.of(line)}
          onChange={(change) => choosing.set(line, change)}
        />
      ))}
      {agreeing.length > 0 && (
        <>
          <TickField label={t('desk:adopt.same', { count: agreeing.length })} checked={same} onChange={setSame} />
          {same && <TextField label={t('desk:adopt.reason')} value={sameReason} onChange={setSameReason} max={300} />}
        </>
      )}
      <MissingFields gaps={gaps} told={told} onChange={setTold} />
      {differing.length + agreeing.length + again.length + gaps.length === 0 && <p>{t('desk:adopt.nothing')}</p>}
      <AnotherFigure
        lines={others.filter((line) => !picked.includes(lineKey(line)))}
        whose={whose}
        onPick={(key) => setPicked([...picked, key])}
      />
      {nothing && (
        <p role="alert" className="mark">
          {t('desk:adopt.choose-one')}
        </p>
      )}
    </StepForm>
  )
}
