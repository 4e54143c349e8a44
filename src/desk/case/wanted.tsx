import type { ReactNode } from 'react'
import type { Month } from '../../foundation/index.ts'
import { useText } from '../language.tsx'
import { SelectField, TextField } from '../parts/field.tsx'
import { fenTyped } from '../parts/words.ts'
import { noReason, type Reason, ReasonFields, reasonBody } from './reason.tsx'

/** What somebody wants decided: what is proposed, or something else with a reason. */

const acts = ['grant', 'raise', 'keep', 'reduce', 'refuse', 'stop', 'suspend', 'resume'] as const

export interface Wanted {
  other: boolean
  act: string
  monthly: string
  from: string
  reason: Reason
  grounds: Reason
}
export const nothingWanted: Wanted = {
  other: false,
  act: '',
  monthly: '',
  from: '',
  reason: noReason,
  grounds: noReason,
}

/** Agree with what is proposed, or say what instead and why. */
export function WantedFields({
  agree,
  value,
  onChange,
  always = false,
}: {
  agree: ReactNode
  value: Wanted
  onChange: (value: Wanted) => void
  always?: boolean
}) {
  const t = useText()
  const adverse = ['refuse', 'reduce', 'suspend', 'stop'].includes(value.act)
  return (
    <>
      {!always && (
        <fieldset className="field choices">
          <legend>{t('desk:opinion.legend')}</legend>
          <div className="tick">
            <input
              type="radio"
              id="agree-yes"
              name="agree"
              checked={!value.other}
              onChange={() => onChange({ ...value, other: false })}
            />
            <label htmlFor="agree-yes">{agree}</label>
          </div>
          <div className="tick">
            <input
              type="radio"
              id="agree-no"
              name="agree"
              checked={value.other}
              onChange={() => onChange({ ...value, other: true })}
            />
            <label htmlFor="agree-no">{t('desk:opinion.differ')}</label>
          </div>
        </fieldset>
      )}
      {(value.other || always) && (
        <>
          <SelectField
            label={t('desk:opinion.act')}
            value={value.act}
            onChange={(act) => onChange({ ...value, act })}
            empty={t('desk:choose')}
            choices={acts.map((act) => ({ value: act, label: t(`desk:act.${act}`) }))}
          />
          {!['refuse', 'stop', 'suspend'].includes(value.act) && (
            <TextField
              label={t('desk:opinion.monthly')}
              value={value.monthly}
              onChange={(monthly) => onChange({ ...value, monthly })}
            />
          )}
          {!always && (
            <>
              <h3>{t('desk:opinion.why-differ')}</h3>
              <ReasonFields group="differ" value={value.reason} onChange={(reason) => onChange({ ...value, reason })} />
            </>
          )}
          {adverse && (
            <>
              <h3>{t('desk:opinion.grounds')}</h3>
              <ReasonFields group="back" value={value.grounds} onChange={(g) => onChange({ ...value, grounds: g })} />
            </>
          )}
        </>
      )}
    </>
  )
}

export function wantedBody(wanted: Wanted, always = false) {
  if (!wanted.other && !always) return {}
  const act = acts.find((one) => one === wanted.act)
  const monthly = fenTyped(wanted.monthly)
  return {
    ...(act && { act }),
    ...(monthly !== null && { monthly }),
    ...(['refuse', 'stop', 'suspend'].includes(wanted.act) && { monthly: 0n }),
    ...(wanted.from && { from: wanted.from as Month }),
    ...(wanted.grounds.code && { reasons: [reasonBody(wanted.grounds)] }),
    ...(!always && { difference: reasonBody(wanted.reason) }),
  }
}
