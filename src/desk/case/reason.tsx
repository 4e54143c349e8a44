import { useState } from 'react'
import { useText } from '../language.tsx'
import { SelectField, TextField } from '../parts/field.tsx'
import { type Run, StepForm, type StepProps } from './step.tsx'

/** Reasons, and the forms that are nothing but a reason, a sentence or a button. */

export interface Reason {
  code: string
  clause: string
  note: string
}

type ReasonGroup = keyof typeof reasonCodes

/** A reason another officer can check: a kind, the clause, and words where the kind is not enough. */
export function ReasonFields({
  group,
  value,
  onChange,
  needsNote = false,
}: {
  /** Which kinds are offered. */
  group: ReasonGroup
  value: Reason
  onChange: (value: Reason) => void
  /** Words go into the letter as they stand: a kind alone is not enough. */
  needsNote?: boolean
}) {
  const t = useText()
  return (
    <>
      <SelectField
        label={t('desk:reason.kind')}
        value={value.code}
        onChange={(code) => onChange({ ...value, code })}
        empty={t('desk:choose')}
        choices={reasonCodes[group].map((code) => ({ value: code, label: t(`desk:reason.${code}`) }))}
      />
      <TextField
        label={t('desk:reason.clause')}
        hint={t('desk:reason.clause-hint')}
        value={value.clause}
        onChange={(clause) => onChange({ ...value, clause })}
        max={200}
      />
      <TextField
        label={t('desk:reason.note')}
        value={value.note}
        onChange={(note) => onChange({ ...value, note })}
        rows={3}
        max={1000}
        required={needsNote || value.code === 'other'}
      />
    </>
  )
}

const reasonCodes = {
  skip: ['report-covers', 'recent-visit', 'not-needed', 'other'],
  back: ['figures-unclear', 'papers-missing', 'procedure-missed', 'amount-wrong', 'other'],
  adverse: [
    'income-above-standard',
    'assets-above-limit',
    'not-cooperating',
    'moved',
    'died',
    'asked-by-family',
    'other',
  ],
  no: ['not-responsible', 'no-need-stated', 'never-supplemented', 'other'],
  differ: ['real-situation', 'figure-not-covered', 'source-outdated', 'other'],
  appeal: ['counted-twice', 'figure-wrong', 'rule-misread', 'figures-right', 'other'],
  extend: ['complicated', 'cross-region', 'other'],
  collective: ['hardship-not-covered', 'special-case', 'other'],
}
export const noReason: Reason = { code: '', clause: '', note: '' }
export const reasonBody = (reason: Reason) => ({ ...reason, note: reason.note || null })

export function Simple({ run, busy, problem, step, take }: StepProps & { step: string; take: (run: Run) => void }) {
  const _t = useText()
  return (
    <StepForm
      step={step}
      busy={busy}
      problem={problem}
      take={() => {
        take(run)
      }}
    ></StepForm>
  )
}

export function WithReason({
  run,
  busy,
  problem,
  step,
  group,
  take,
}: StepProps & {
  step: string
  group: ReasonGroup
  take: (run: Run, reason: ReturnType<typeof reasonBody>) => void
}) {
  const _t = useText()
  const [reason, setReason] = useState(noReason)
  return (
    <StepForm
      step={step}
      busy={busy}
      problem={problem}
      take={() => {
        take(run, reasonBody(reason))
      }}
    >
      <ReasonFields group={group} value={reason} onChange={setReason} />
    </StepForm>
  )
}

export function OneText({
  run,
  busy,
  problem,
  step,
  take,
  rows = 3,
}: StepProps & {
  step: string
  take: (run: Run, text: string) => void
  rows?: number
}) {
  const t = useText()
  const [text, setText] = useState('')
  return (
    <StepForm
      step={step}
      busy={busy}
      problem={problem}
      take={() => {
        take(run, text)
      }}
    >
      <TextField label={t(`desk:step.${step}-field`)} value={text} onChange={setText} rows={rows} max={500} />
    </StepForm>
  )
}
