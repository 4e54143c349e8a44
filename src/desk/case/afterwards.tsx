import { useState } from 'react'
import type { z } from 'zod'
import { caseworkApi, deskApi } from '../../contract/index.ts'
import { useAsk } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { SelectField, TextField } from '../parts/field.tsx'
import { codeWord } from '../parts/words.ts'
import { useSession } from '../session.tsx'
import { type Form, type Run, StepForm, type StepProps } from './step.tsx'

/** Letter and delivery, and what a desk does with a case at any time: hand it on, stop its clock, mend a slip. */

/** 送达回证: the same paper for the letter of a decision and for the answer to an objection. */
export function Delivery({
  run,
  busy,
  problem,
  step,
  take,
}: StepProps & { step: string; take: (run: Run, body: z.output<typeof caseworkApi.deliverLetter.body>) => void }) {
  const t = useText()
  const session = useSession()
  const people = useAsk(deskApi.colleagues)
  const manners = ['direct', 'left', 'post', 'entrusted', 'electronic', 'public'] as const
  const [manner, setManner] = useState<(typeof manners)[number]>('direct')
  const [on, setOn] = useState<string>(session.businessDay)
  const [by, setBy] = useState('')
  const [relation, setRelation] = useState('')
  const [server, setServer] = useState('')
  const [second, setSecond] = useState('')
  const [witness, setWitness] = useState('')
  const [reference, setReference] = useState('')
  const choices = (people.data?.data.items ?? []).map((p) => ({
    value: p.account,
    label: `${p.name} · ${t(`access:role.${p.role}`)}`,
  }))
  return (
    <StepForm
      step={step}
      busy={busy}
      problem={problem}
      take={() => {
        take(run, {
          deliveredOn: on as never,
          manner,
          receivedBy: by || null,
          relation: relation || null,
          servers: [server, second].filter(Boolean),
          witness: witness || null,
          reference: reference || null,
          note: null,
        })
      }}
    >
      <SelectField
        label={t('desk:delivery.manner')}
        value={manner}
        onChange={(v) => setManner(v as typeof manner)}
        choices={manners.map((m) => ({ value: m, label: t(`desk:delivery.${m}`) }))}
      />
      <TextField label={t('desk:delivery.on')} type="date" value={on} onChange={setOn} />
      <TextField label={t('desk:delivery.by')} value={by} onChange={setBy} max={60} required={manner === 'direct'} />
      <TextField
        label={t('desk:delivery.relation')}
        value={relation}
        onChange={setRelation}
        max={30}
        required={false}
      />
      <SelectField
        label={t('desk:delivery.server')}
        value={server}
        onChange={setServer}
        empty={t('desk:choose')}
        choices={choices}
      />
      <SelectField
        label={t('desk:delivery.second')}
        value={second}
        onChange={setSecond}
        empty={t('desk:none')}
        required={false}
        choices={choices.filter((c) => c.value !== server)}
      />
      <TextField
        label={t('desk:delivery.witness')}
        value={witness}
        onChange={setWitness}
        max={60}
        required={manner === 'left'}
      />
      <TextField
        label={t('desk:delivery.reference')}
        value={reference}
        onChange={setReference}
        max={100}
        required={manner === 'post' || manner === 'electronic' || manner === 'public'}
      />
    </StepForm>
  )
}

export const Reassign: Form = ({ run, busy, problem }) => {
  const t = useText()
  const people = useAsk(deskApi.colleagues)
  const [to, setTo] = useState('')
  return (
    <StepForm
      step="reassign"
      busy={busy}
      problem={problem}
      take={() => {
        void run(caseworkApi.reassign, { to: to || null })
      }}
    >
      <SelectField
        label={t('desk:queue.to')}
        value={to}
        onChange={setTo}
        required={false}
        empty={t('desk:queue.to-nobody')}
        choices={(people.data?.data.items ?? []).map((p) => ({
          value: p.account,
          label: `${p.name} · ${t(`access:role.${p.role}`)} · ${p.unit}`,
        }))}
      />
    </StepForm>
  )
}

export const Pause: Form = ({ view, run, busy, problem }) => {
  const t = useText()
  const { lang } = useManner()
  const [reason, setReason] = useState('')
  return (
    <StepForm
      step="pause"
      busy={busy}
      problem={problem}
      take={() => {
        void run(caseworkApi.pauseCase, { reason })
      }}
    >
      <SelectField
        label={t('desk:reason.kind')}
        value={reason}
        onChange={setReason}
        empty={t('desk:choose')}
        choices={view.pauses.map((code) => ({ value: code, label: codeWord(lang, 'blocked', code) }))}
      />
    </StepForm>
  )
}

export const Clerical: Form = ({ run, busy, problem }) => {
  const t = useText()
  const [field, setField] = useState('')
  const [note, setNote] = useState('')
  return (
    <StepForm
      step="correct-clerically"
      busy={busy}
      problem={problem}
      take={() => {
        void run(caseworkApi.correctClerically, { field, note })
      }}
    >
      <TextField label={t('desk:clerical.field')} value={field} onChange={setField} max={60} />
      <TextField label={t('desk:clerical.note')} value={note} onChange={setNote} rows={3} max={500} />
    </StepForm>
  )
}
