import { useState } from 'react'
import { caseworkApi } from '../../contract/index.ts'
import { useText } from '../language.tsx'
import { ChoiceField, TextField } from '../parts/field.tsx'
import { useSession } from '../session.tsx'
import { type Form, StepForm } from './step.tsx'

/** What was said against a notice: looked into, and where it stays disputed, appraised by the village. */

export const Reinvestigation: Form = ({ view, run, busy, problem }) => {
  const t = useText()
  const [outcome, setOutcome] = useState('')
  const [report, setReport] = useState('')
  const [answer, setAnswer] = useState('')
  return (
    <StepForm
      step="conclude-reinvestigation"
      busy={busy}
      problem={problem}
      take={() => {
        void run(caseworkApi.concludeReinvestigation, {
          founded: outcome === 'founded',
          disputed: outcome === 'disputed',
          report,
          answer,
        })
      }}
    >
      {view.objections
        .filter((o) => !o.outcome)
        .map((o) => (
          <blockquote key={o.objectionId}>{o.matter}</blockquote>
        ))}
      <ChoiceField
        label={t('desk:objection.outcome')}
        value={outcome}
        onChange={setOutcome}
        choices={['unfounded', 'founded', 'disputed'].map((v) => ({ value: v, label: t(`desk:objection.${v}`) }))}
      />
      <TextField label={t('desk:objection.report')} value={report} onChange={setReport} rows={4} max={2000} />
      <TextField
        label={t('desk:objection.answer')}
        hint={t('desk:objection.answer-hint')}
        value={answer}
        onChange={setAnswer}
        rows={4}
        max={2000}
      />
    </StepForm>
  )
}

export const AppraisalForm: Form = ({ run, busy, problem }) => {
  const t = useText()
  const session = useSession()
  const [on, setOn] = useState<string>(session.businessDay)
  const [place, setPlace] = useState('')
  const [conclusion, setConclusion] = useState('')
  const [points, setPoints] = useState('')
  const numbers = ['officials', 'committee', 'villagers', 'agree', 'against', 'abstain'] as const
  const [count, setCount] = useState<Record<(typeof numbers)[number], string>>({
    officials: '',
    committee: '',
    villagers: '',
    agree: '',
    against: '',
    abstain: '',
  })
  const n = (name: (typeof numbers)[number]) => Number(count[name]) || 0
  return (
    <StepForm
      step="record-appraisal"
      busy={busy}
      problem={problem}
      take={() => {
        void run(caseworkApi.recordAppraisal, {
          heldOn: on as never,
          place,
          present: { officials: n('officials'), committee: n('committee'), villagers: n('villagers') },
          votes: { agree: n('agree'), against: n('against'), abstain: n('abstain') },
          points: points.split('\n').flatMap((line) => (line.trim() ? [line.trim()] : [])),
          conclusion,
        })
      }}
    >
      <TextField label={t('desk:appraisal.on')} type="date" value={on} onChange={setOn} />
      <TextField label={t('desk:appraisal.place')} value={place} onChange={setPlace} max={100} />
      {numbers.map((name) => (
        <TextField
          key={name}
          label={t(`desk:appraisal.${name}`)}
          type="number"
          value={count[name]}
          onChange={(v) => setCount({ ...count, [name]: v })}
        />
      ))}
      <TextField
        label={t('desk:appraisal.points')}
        hint={t('desk:appraisal.points-hint')}
        value={points}
        onChange={setPoints}
        rows={4}
        required={false}
      />
      <TextField
        label={t('desk:appraisal.conclusion')}
        value={conclusion}
        onChange={setConclusion}
        rows={3}
        max={2000}
      />
    </StepForm>
  )
}
