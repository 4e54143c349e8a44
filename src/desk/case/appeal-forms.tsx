import { useState } from 'react'
import { caseworkApi, deskApi } from '../../contract/index.ts'
import { useAsk } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { ChoiceField, TextField } from '../parts/field.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { yuanWord } from '../parts/words.ts'
import { AnotherFigure, ChooseValue, useChoosing } from './adoption.tsx'
import { AppealAnswerShown } from './appeal.tsx'
import { Ruling } from './explanation.tsx'
import { type FigureLine, lineKey, useFigures } from './figures.tsx'
import { noReason, ReasonFields, reasonBody } from './reason.tsx'
import { type Form, StepForm } from './step.tsx'

/** The steps of an objection: figures put right, an answer figure by figure, the second signature. */

/** `12` in the objection is `person/12` or `supporter/12` in the figures. */
const isOf = (line: FigureLine, of: string) => line.subject === of || line.subject.split('/')[1] === of

export const RecheckFigures: Form = ({ view, run, busy, problem }) => {
  const t = useText()
  const { facts, names, error } = useFigures(view.householdId)
  const choosing = useChoosing(view.openedOn)
  const [picked, setPicked] = useState<string[]>([])
  const [nothing, setNothing] = useState(false)
  if (facts.isPending) return <Waiting />
  const lines = facts.data?.data.items ?? []
  const whose = (line: FigureLine) => names.get(line.subject) ?? t('desk:case.household')
  const disputed = view.appeal?.figures ?? []
  const said = (line: FigureLine) => disputed.find((one) => one.name === line.name && isOf(line, one.of))
  const shown = lines.filter((line) => said(line) || picked.includes(lineKey(line)))
  return (
    <StepForm
      step="adopt-recheck-figures"
      busy={busy}
      problem={problem}
      take={() => {
        // The day from which a corrected figure holds is that of the questioned case: the server knows it.
        const figures = choosing.adopted(shown).map(({ validFrom: _, ...one }) => one)
        setNothing(figures.length === 0)
        if (figures.length > 0) void run(caseworkApi.adoptForRecheck, { figures })
      }}
    >
      <ProblemBox error={error} />
      {shown.map((line) => {
        const one = said(line)
        return (
          <ChooseValue
            key={lineKey(line)}
            line={line}
            whose={whose(line)}
            value={choosing.of(line)}
            onChange={(change) => choosing.set(line, change)}
            also={one && t('desk:appeal.used-claimed', { used: one.used, claimed: one.claimed })}
          />
        )
      })}
      <AnotherFigure
        lines={lines.filter((line) => !shown.includes(line))}
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

export const ProposeAnswer: Form = ({ view, run, busy, problem }) => {
  const t = useText()
  const { lang } = useManner()
  const ruling = useAsk(deskApi.readRuling, { params: { caseId: view.caseId } })
  const figures = view.appeal?.figures ?? []
  const [outcome, setOutcome] = useState('')
  const [found, setFound] = useState<Record<string, { found: string; evidence: string }>>({})
  const [reason, setReason] = useState(noReason)
  const keyOf = (one: { of: string; name: string }) => `${one.of}/${one.name}`
  const foundOf = (key: string) => found[key] ?? { found: '', evidence: '' }
  const before = view.appeal?.against
  const answer = ruling.data?.data
  return (
    <StepForm
      step="propose-answer"
      busy={busy}
      problem={problem}
      take={() => {
        if (outcome !== 'upheld' && outcome !== 'corrected') return
        void run(caseworkApi.proposeAnswer, {
          outcome,
          found: figures.map(({ of, name }) => ({ of, name, ...foundOf(`${of}/${name}`) })),
          reason: reasonBody(reason),
          evidence: [],
        })
      }}
    >
      {ruling.isPending && <Waiting />}
      <ProblemBox error={ruling.error} />
      <h3>{t('desk:appeal.rule-then')}</h3>
      {answer && <Ruling ruling={answer} />}
      <h3>{t('desk:appeal.each-figure')}</h3>
      {figures.map((one) => {
        const key = keyOf(one)
        const set = (change: Partial<{ found: string; evidence: string }>) =>
          setFound({ ...found, [key]: { ...foundOf(key), ...change } })
        return (
          <fieldset key={key} className="group">
            <legend>
              {one.label[lang]} · {one.whose ?? t('desk:case.household')}
            </legend>
            <p className="hint">{t('desk:appeal.used-claimed', { used: one.used, claimed: one.claimed })}</p>
            <TextField
              label={t('desk:appeal.found')}
              hint={t('desk:appeal.found-hint')}
              value={foundOf(key).found}
              onChange={(text) => set({ found: text })}
              max={200}
            />
            <TextField
              label={t('desk:appeal.evidence')}
              hint={t('desk:appeal.evidence-hint')}
              value={foundOf(key).evidence}
              onChange={(text) => set({ evidence: text })}
              max={300}
            />
          </fieldset>
        )
      })}
      <ChoiceField
        label={t('desk:appeal.outcome')}
        value={outcome}
        onChange={setOutcome}
        choices={[
          {
            value: 'upheld',
            label: before
              ? t('desk:appeal.uphold', {
                  act: t(`desk:act.${before.act}`),
                  amount: yuanWord(lang, before.monthly),
                })
              : '',
          },
          {
            value: 'corrected',
            label: t('desk:appeal.correct', {
              amount: yuanWord(lang, answer?.assessed.monthly ?? null),
              month: before?.from ?? '',
            }),
          },
        ]}
      />
      <h3>{t('desk:appeal.why')}</h3>
      <ReasonFields group="appeal" value={reason} onChange={setReason} needsNote />
    </StepForm>
  )
}

/** The second new person signs under what the first one found; with it a correction takes effect. */
export const DecideAppeal: Form = ({ view, run, busy, problem }) => (
  <StepForm step="decide-appeal" busy={busy} problem={problem} take={() => void run(caseworkApi.decideAppeal, {})}>
    {view.appeal && <AppealAnswerShown appeal={view.appeal} />}
  </StepForm>
)
