import { type ReactNode, useId } from 'react'
import { useText } from '../language.tsx'

/** Plain controls of the browser under one label each: they paste, spell and speak as people know them. */
interface Labelled {
  label: string
  hint?: string
  required?: boolean
}

function Frame({
  label,
  hint,
  required,
  children,
}: Labelled & { children: (id: string, described: string | undefined) => ReactNode }) {
  const t = useText()
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {required === false && <span className="optional"> {t('desk:optional')}</span>}
      </label>
      {hint && (
        <div id={`${id}-hint`} className="hint">
          {hint}
        </div>
      )}
      {children(id, hint ? `${id}-hint` : undefined)}
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
      {(id, described) =>
        rows ? (
          <textarea
            id={id}
            rows={rows}
            value={value}
            maxLength={max}
            required={frame.required !== false}
            aria-describedby={described}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <input
            id={id}
            type={type}
            value={value}
            maxLength={max}
            required={frame.required !== false}
            aria-describedby={described}
            autoComplete="off"
            aria-invalid={wrong ? true : undefined}
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
      {(id, described) => (
        <input
          id={id}
          type="password"
          value={value}
          required={frame.required !== false}
          aria-describedby={described}
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
      {(id, described) => (
        <select
          id={id}
          value={value}
          required={frame.required !== false}
          aria-describedby={described}
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
  onChange,
}: {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  const id = useId()
  return (
    <div className="tick">
      <input id={id} type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
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
      {(id, described) => (
        <input
          id={id}
          type="file"
          accept={accept}
          required={frame.required !== false}
          aria-describedby={described}
          onChange={(event) => onChange(event.target.files?.[0] ?? null)}
        />
      )}
    </Frame>
  )
}
