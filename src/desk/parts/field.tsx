import { type ReactNode, useId } from 'react'
import { useText } from '../language.tsx'

/** Plain controls of the browser under one label each: they paste, spell and speak as people know them. */
interface Labelled {
  label: string
  hint?: string
  required?: boolean
  /** A filter or a choice that changes nothing: that it may stay empty needs no word. */
  quiet?: boolean
  /** A name of its own, so that the list of faults at the top can lead here; made up otherwise. */
  id?: string
  /** What is wrong with what stands here, and how to mend it. */
  error?: string | undefined
}

/** What ties a control to its hint and its fault for those who hear the page. */
interface Tied {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

function Frame({
  label,
  hint,
  required,
  quiet,
  id: named,
  error,
  children,
}: Labelled & { children: (tied: Tied) => ReactNode }) {
  const t = useText()
  const made = useId()
  const id = named ?? made
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={error ? 'field wrong' : 'field'}>
      <label htmlFor={id}>
        {label}
        {required === false && !quiet && <span className="optional"> {t('desk:optional')}</span>}
      </label>
      {hint && (
        <div id={`${id}-hint`} className="hint">
          {hint}
        </div>
      )}
      {error && (
        <div id={`${id}-error`} className="fault">
          <span aria-hidden="true">▲ </span>
          {error}
        </div>
      )}
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
    </div>
  )
}

export function TextField({
  value,
  onChange,
  rows,
  type = 'text',
  max,
  wrong = null,
  ...frame
}: Labelled & {
  value: string
  onChange: (value: string) => void
  rows?: number
  type?: 'text' | 'date' | 'month' | 'number' | 'tel' | 'search'
  max?: number
  /** Why what is typed cannot be sent: the browser says it at the field and holds the form back. */
  wrong?: string | null
}) {
  return (
    <Frame {...frame}>
      {(tied) =>
        rows ? (
          <textarea
            {...tied}
            rows={rows}
            value={value}
            maxLength={max}
            required={frame.required !== false}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <input
            {...tied}
            type={type}
            value={value}
            maxLength={max}
            required={frame.required !== false}
            autoComplete="off"
            aria-invalid={wrong ? true : tied['aria-invalid']}
            ref={(input) => input?.setCustomValidity(wrong ?? '')}
            {...(type === 'number' && { inputMode: 'decimal' as const, step: 'any' })}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Frame>
  )
}

export function PasswordField({
  value,
  onChange,
  autoComplete,
  ...frame
}: Labelled & {
  value: string
  onChange: (value: string) => void
  autoComplete: 'current-password' | 'new-password'
}) {
  return (
    <Frame {...frame}>
      {(tied) => (
        <input
          {...tied}
          type="password"
          value={value}
          required={frame.required !== false}
          autoComplete={autoComplete}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Frame>
  )
}

export interface Choice {
  value: string
  label: string
}

export function SelectField({
  value,
  onChange,
  choices,
  empty,
  ...frame
}: Labelled & {
  value: string
  onChange: (value: string) => void
  choices: readonly Choice[]
  /** What the empty first line says; left out, one must be chosen already. */
  empty?: string
}) {
  return (
    <Frame {...frame}>
      {(tied) => (
        <select
          {...tied}
          value={value}
          required={frame.required !== false}
          onChange={(event) => onChange(event.target.value)}
        >
          {empty !== undefined && <option value="">{empty}</option>}
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Frame>
  )
}

export function TickField({
  label,
  checked,
  disabled,
  onChange,
}: {
  label: string
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
}) {
  const id = useId()
  return (
    <div className="tick">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
    </div>
  )
}

export function ChoiceField({
  label,
  value,
  onChange,
  choices,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  choices: readonly Choice[]
}) {
  const name = useId()
  return (
    <fieldset className="field choices">
      <legend>{label}</legend>
      {choices.map((choice) => (
        <div className="tick" key={choice.value}>
          <input
            id={`${name}-${choice.value}`}
            type="radio"
            name={name}
            checked={value === choice.value}
            onChange={() => onChange(choice.value)}
          />
          <label htmlFor={`${name}-${choice.value}`}>{choice.label}</label>
        </div>
      ))}
    </fieldset>
  )
}

export function FileField({
  onChange,
  accept = 'image/*,application/pdf',
  ...frame
}: Labelled & { onChange: (file: File | null) => void; accept?: string }) {
  return (
    <Frame {...frame}>
      {(tied) => (
        <input
          {...tied}
          type="file"
          accept={accept}
          required={frame.required !== false}
          onChange={(event) => onChange(event.target.files?.[0] ?? null)}
        />
      )}
    </Frame>
  )
}
