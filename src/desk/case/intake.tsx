import { Button } from 'antd'
import { useState } from 'react'
import { caseworkApi } from '../../contract/index.ts'
import { useText } from '../language.tsx'
import { SelectField, TextField, TickField } from '../parts/field.tsx'
import { type Form, StepForm } from './step.tsx'

/** Intake: what is missing, what has come, and the end without a decision. */

const commonItems = ['signature', 'diagnosis', 'income-proof', 'lease', 'divorce-paper', 'bank-card'] as const

export const Supplement: Form = ({ run, busy, problem }) => {
  const t = useText()
  const blank = {
    item: '',
    clause: t('desk:supplement.clause-default'),
    why: '',
    how: t('desk:supplement.how-default'),
  }
  const [items, setItems] = useState([blank])
  const set = (i: number, change: Partial<typeof blank>) =>
    setItems(items.map((item, j) => (i === j ? { ...item, ...change } : item)))
  return (
    <StepForm
      step="request-supplement"
      busy={busy}
      problem={problem}
      take={() => {
        void run(caseworkApi.requestSupplement, { items })
      }}
    >
      <p className="bar">
        {commonItems.map((name) => (
          <Button
            key={name}
            onClick={() =>
              setItems([
                ...items.filter((item) => item.item),
                { ...blank, item: t(`desk:supplement.${name}`), why: t(`desk:supplement.${name}-why`) },
              ])
            }
          >
            {t(`desk:supplement.${name}`)}
          </Button>
        ))}
      </p>
      {items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item of the notice is its place on the paper
        <fieldset key={`item-${i + 1}`} className="group">
          <legend>{t('desk:supplement.item-no', { no: i + 1 })}</legend>
          <TextField
            label={t('desk:supplement.item')}
            value={item.item}
            onChange={(v) => set(i, { item: v })}
            max={200}
          />
          <TextField label={t('desk:supplement.why')} value={item.why} onChange={(v) => set(i, { why: v })} max={300} />
          <TextField label={t('desk:supplement.how')} value={item.how} onChange={(v) => set(i, { how: v })} max={300} />
          <TextField
            label={t('desk:reason.clause')}
            value={item.clause}
            onChange={(v) => set(i, { clause: v })}
            max={200}
          />
          {items.length > 1 && (
            <Button onClick={() => setItems(items.filter((_, j) => j !== i))}>{t('desk:remove')}</Button>
          )}
        </fieldset>
      ))}
      <p>
        <Button onClick={() => setItems([...items, blank])}>{t('desk:supplement.more')}</Button>
      </p>
    </StepForm>
  )
}

export const SupplementCame: Form = ({ view, run, busy, problem }) => {
  const t = useText()
  const items = view.supplement?.items ?? []
  const [here, setHere] = useState<Record<string, boolean>>({})
  const [note, setNote] = useState('')
  return (
    <StepForm
      step="receive-supplement"
      busy={busy}
      problem={problem}
      take={() => {
        void run(caseworkApi.receiveSupplement, {
          answer: items
            .filter((item) => here[item.item])
            .map((item) => ({ item: item.item, files: [], ...(note && { note }) })),
        })
      }}
    >
      {items.map((item) => (
        <TickField
          key={item.item}
          label={item.item}
          checked={here[item.item] ?? false}
          onChange={(on) => setHere({ ...here, [item.item]: on })}
        />
      ))}
      <TextField label={t('desk:reason.note')} value={note} onChange={setNote} rows={2} max={500} required={false} />
    </StepForm>
  )
}

export const Abandon: Form = ({ run, busy, problem }) => {
  const t = useText()
  const causes = ['not-supplemented', 'authorization-refused', 'refused-visit', 'died', 'moved'] as const
  const [cause, setCause] = useState('')
  const [clause, setClause] = useState('')
  const [note, setNote] = useState('')
  return (
    <StepForm
      step="abandon"
      busy={busy}
      problem={problem}
      take={() => {
        const chosen = causes.find((one) => one === cause)
        if (chosen)
          void run(caseworkApi.abandon, {
            cause: chosen,
            grounds: { reasons: [{ code: chosen, clause, note: note || null }] },
          })
      }}
    >
      <SelectField
        label={t('desk:reason.kind')}
        value={cause}
        onChange={setCause}
        empty={t('desk:choose')}
        choices={causes.map((one) => ({ value: one, label: t(`desk:cause.${one}`) }))}
      />
      <TextField label={t('desk:reason.clause')} value={clause} onChange={setClause} max={200} />
      <TextField label={t('desk:reason.note')} value={note} onChange={setNote} rows={3} max={1000} required={false} />
    </StepForm>
  )
}
