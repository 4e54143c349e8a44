import type { deskApi } from '../../contract/index.ts'
import type { Month } from '../../foundation/index.ts'
import { useManner, useText } from '../language.tsx'
import { ChoiceField, SelectField, TextField } from '../parts/field.tsx'
import { fenTyped, yuanWord } from '../parts/words.ts'
import { noReason, type Reason, ReasonFields, reasonBody } from './reason.tsx'

/** What somebody wants decided: what is proposed, or something else with a reason. */

const acts = ['grant', 'raise', 'keep', 'reduce', 'refuse', 'stop', 'suspend', 'resume'] as const

export interface Wanted {
  /** What the rule proposes (or was recommended), what the change itself asks for, or something else. */
  choice: 'agree' | 'asked' | 'other'
  act: string
  monthly: string
  from: string
  reason: Reason
  grounds: Reason
}
export const nothingWanted: Wanted = {
  choice: 'agree',
  act: '',
  monthly: '',
  from: '',
  reason: noReason,
  grounds: noReason,
}

/** What a change asks for of itself: a suspension, a resumption, an end, or the same amount as before. */
export type Asked = deskApi.RulingView['asked']

/** Agree with what is proposed, or say what instead and why. */
export function WantedFields({
  agree,
  asked = null,
  value,
  onChange,
  always = false,
}: {
  agree: string
  asked?: Asked
  value: Wanted
  onChange: (value: Wanted) => void
  always?: boolean
}) {
  const t = useText()
  const { lang } = useManner()
  const act = value.choice === 'asked' ? (asked?.act ?? '') : value.choice === 'other' || always ? value.act : ''
  const adverse = ['refuse', 'reduce', 'suspend', 'stop'].includes(act)
  return (
    <>
      {!always && (
        <ChoiceField
          label={t('desk:opinion.legend')}
          value={value.choice}
          onChange={(choice) => onChange({ ...value, choice: choice as Wanted['choice'] })}
          choices={[
            ...(asked
              ? [
                  {
                    value: 'asked',
                    label: t('desk:opinion.as-asked', {
                      act: t(`desk:act.${asked.act}`),
                      amount: yuanWord(lang, asked.monthly),
                    }),
                  },
                ]
              : []),
            { value: 'agree', label: agree },
            { value: 'other', label: t('desk:opinion.differ') },
          ]}
        />
      )}
      {(value.choice === 'other' || always) && (
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
        </>
      )}
      {adverse && (
        <>
          <h3>{t('desk:opinion.grounds')}</h3>
          <ReasonFields group="adverse" value={value.grounds} onChange={(g) => onChange({ ...value, grounds: g })} />
        </>
      )}
    </>
  )
}

export function wantedBody(wanted: Wanted, always = false, asked: Asked = null) {
  if (wanted.choice === 'asked' && asked)
    return { ...asked, ...(wanted.grounds.code && { reasons: [reasonBody(wanted.grounds)] }) }
  if (wanted.choice !== 'other' && !always) return {}
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
