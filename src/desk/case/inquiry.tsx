import { useState } from 'react'
import { caseworkApi, deskApi } from '../../contract/index.ts'
import { factEntry } from '../../policy/index.ts'
import { useAsk } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { ChoiceField, SelectField, TextField, TickField } from '../parts/field.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { factWord, valueWord } from '../parts/words.ts'
import { useSession } from '../session.tsx'
import { ValueField } from './adoption.tsx'
import { useFigures, valueTyped } from './figures.tsx'
import { MissingFields, type Told, toldFigures, useGaps } from './missing.tsx'
import { type Form, StepForm } from './step.tsx'

/** Verification and visit, as the office enters them. */

export const Report: Form = ({ run, busy, problem }) => {
  const t = useText()
  const [no, setNo] = useState('')
  const [covers, setCovers] = useState(false)
  return (
    <StepForm
      step="record-report"
      busy={busy}
      problem={problem}
      take={() => {
        void run(caseworkApi.recordReport, { reportId: no, coversVisit: covers })
      }}
    >
      <TextField label={t('desk:report.number')} value={no} onChange={setNo} max={100} />
      <TickField label={t('desk:report.covers')} checked={covers} onChange={setCovers} />
    </StepForm>
  )
}

function PairFields({ value, onChange }: { value: [string, string]; onChange: (pair: [string, string]) => void }) {
  const t = useText()
  const people = useAsk(deskApi.colleagues)
  const choices = (people.data?.data.items ?? [])
    .filter((p) => !['administrator', 'auditor', 'finance'].includes(p.role))
    .map((p) => ({ value: p.account, label: `${p.name} · ${t(`access:role.${p.role}`)} · ${p.unit}` }))
  return (
    <>
      <SelectField
        label={t('desk:visit.first')}
        value={value[0]}
        onChange={(v) => onChange([v, value[1]])}
        empty={t('desk:choose')}
        choices={choices}
      />
      <SelectField
        label={t('desk:visit.second')}
        hint={t('desk:visit.two')}
        value={value[1]}
        onChange={(v) => onChange([value[0], v])}
        empty={t('desk:choose')}
        choices={choices.filter((c) => c.value !== value[0])}
      />
      <ProblemBox error={people.error} />
    </>
  )
}

export const BookVisit: Form = ({ run, busy, problem }) => {
  const t = useText()
  const session = useSession()
  const [on, setOn] = useState<string>(session.businessDay)
  const [pair, setPair] = useState<[string, string]>(['', ''])
  return (
    <StepForm
      step="book-visit"
      busy={busy}
      problem={problem}
      take={() => {
        void run(caseworkApi.bookVisit, { visitOn: on as never, visitors: pair })
      }}
    >
      <TextField label={t('desk:visit.on')} type="date" value={on} onChange={setOn} />
      <PairFields value={pair} onChange={setPair} />
    </StepForm>
  )
}

/** S7 as the office fills it in from the paper form: a number is asked only where something is different. */
export const RecordVisit: Form = ({ view, run, busy, problem }) => {
  const t = useText()
  const { lang } = useManner()
  const session = useSession()
  const { facts, names, error } = useFigures(view.householdId)
  const [outcome, setOutcome] = useState<'visited' | 'nobody-home' | 'refused' | 'postponed'>('visited')
  const [on, setOn] = useState<string>(session.businessDay)
  const [pair, setPair] = useState<[string, string]>(['', ''])
  const [dwelling, setDwelling] = useState('')
  const [conclusion, setConclusion] = useState('')
  const [neighbour, setNeighbour] = useState('')
  const [seen, setSeen] = useState<Record<string, { seen: 'same' | 'differs' | 'unclear'; value: string }>>({})
  const [told, setTold] = useState<Told>({})
  const { gaps } = useGaps(view.caseId, facts.data?.data.items ?? [])
  const lines = (facts.data?.data.items ?? []).filter((line) => {
    const { unit } = factEntry(line.name)
    return line.declared && (unit === 'fen' || unit === 'count' || line.differs)
  })
  const keyOf = (line: (typeof lines)[number]) => `${line.subject} ${line.name}`
  return (
    <StepForm
      step="record-visit"
      busy={busy}
      problem={problem}
      take={() => {
        void run(caseworkApi.recordVisit, {
          visitors: pair,
          visitedOn: on as never,
          outcome,
          dwelling: dwelling || null,
          conclusion: conclusion || null,
          neighbours: neighbour ? [{ who: t('desk:visit.neighbour'), said: neighbour }] : [],
          checks:
            outcome === 'visited'
              ? lines.map((line) => ({
                  of: line.subject,
                  name: line.name,
                  seen: seen[keyOf(line)]?.seen ?? ('same' as const),
                }))
              : [],
          findings:
            outcome === 'visited'
              ? [
                  ...lines
                    .filter((line) => seen[keyOf(line)]?.seen === 'differs')
                    .map((line) => ({
                      subject: line.subject,
                      name: line.name,
                      value: valueTyped(line.name, seen[keyOf(line)]!.value),
                    })),
                  ...toldFigures(gaps, told),
                ]
              : [],
        })
      }}
    >
      <ChoiceField
        label={t('desk:visit.outcome')}
        value={outcome}
        onChange={(v) => setOutcome(v as typeof outcome)}
        choices={(['visited', 'nobody-home', 'refused', 'postponed'] as const).map((v) => ({
          value: v,
          label: t(`desk:visit.${v}`),
        }))}
      />
      <TextField label={t('desk:visit.day')} type="date" value={on} onChange={setOn} />
      <PairFields value={pair} onChange={setPair} />
      {outcome === 'visited' && (
        <>
          <h3>{t('desk:visit.checks')}</h3>
          <p className="hint">{t('desk:visit.checks-hint')}</p>
          <ProblemBox error={error} />
          {lines.map((line) => {
            const now = seen[keyOf(line)] ?? { seen: 'same' as const, value: '' }
            const set = (change: Partial<typeof now>) => setSeen({ ...seen, [keyOf(line)]: { ...now, ...change } })
            return (
              <div key={keyOf(line)} className="check-line">
                <SelectField
                  label={`${factWord(lang, line.name)} · ${names.get(line.subject) ?? t('desk:case.household')}:${valueWord(lang, line.name, line.declared?.value)}`}
                  value={now.seen}
                  onChange={(v) => set({ seen: v as typeof now.seen })}
                  choices={(['same', 'differs', 'unclear'] as const).map((v) => ({
                    value: v,
                    label: t(`desk:visit.${v}`),
                  }))}
                />
                {now.seen === 'differs' && (
                  <ValueField
                    name={line.name}
                    label={t(factEntry(line.name).unit === 'fen' ? 'desk:visit.really-yuan' : 'desk:visit.really')}
                    value={now.value}
                    onChange={(value) => set({ value })}
                  />
                )}
              </div>
            )
          })}
          <MissingFields gaps={gaps} told={told} onChange={setTold} />
          <TextField
            label={t('desk:visit.dwelling')}
            value={dwelling}
            onChange={setDwelling}
            rows={2}
            max={1000}
            required={false}
          />
          <TextField
            label={t('desk:visit.neighbours')}
            value={neighbour}
            onChange={setNeighbour}
            rows={2}
            max={1000}
            required={false}
          />
          <TextField
            label={t('desk:visit.conclusion')}
            value={conclusion}
            onChange={setConclusion}
            rows={2}
            max={1000}
            required={false}
          />
        </>
      )}
    </StepForm>
  )
}
