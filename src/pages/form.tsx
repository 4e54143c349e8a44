import type { ReactNode } from 'react'
import { yuanText } from '../foundation/index.ts'
import { type FactName, factEntry } from '../policy/index.ts'
import { type Answer, notKnown } from './apply/answers.ts'
import type { Manner } from './manner.ts'
import type { FieldProblem } from './problem.ts'
import type { VillageOption } from './villages.ts'

/** The list of what to mend, first on the page, each line a link to its field; the same words stand at the field. */
export function ErrorSummary({ manner, problems }: { manner: Manner; problems: readonly FieldProblem[] }) {
  if (problems.length === 0) return null
  return (
    <div className="summary" role="alert" tabIndex={-1} aria-labelledby="summary-title">
      <h2 id="summary-title">{manner.t('pages:wrong.title', { count: problems.length })}</h2>
      <ul>
        {problems.map((p) => (
          <li key={p.field + p.says}>
            <a href={`#${p.field}`}>{manner.t(p.says, p.values)}</a>
          </li>
        ))}
      </ul>
      <p>{manner.t('pages:wrong.kept')}</p>
    </div>
  )
}

export interface FieldProps {
  manner: Manner
  name: string
  label: ReactNode
  hint?: string | null
  problems: readonly FieldProblem[]
  children: ReactNode
  /** The element that the label points to; groups use a legend instead. */
  group?: boolean
}

/** Label, hint, problem, control: in this order, tied together for screen readers. */
export function Field({ manner, name, label, hint, problems, children, group = false }: FieldProps) {
  const wrong = problems.find((p) => p.field === name)
  const inside = (
    <>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {wrong && (
        <p className="say" id={`${name}-wrong`}>
          {manner.t(wrong.says, wrong.values)}
        </p>
      )}
      {children}
    </>
  )
  const className = wrong ? 'field wrong' : 'field'
  return group ? (
    <fieldset className={className} id={name} tabIndex={-1}>
      <legend>{label}</legend>
      {inside}
    </fieldset>
  ) : (
    <div className={className}>
      <label htmlFor={name}>{label}</label>
      {inside}
    </div>
  )
}

const describedBy = (name: string, hint: unknown, problems: readonly FieldProblem[]) =>
  [hint && `${name}-hint`, problems.some((p) => p.field === name) && `${name}-wrong`].filter(Boolean).join(' ') ||
  undefined

/** One fact of the dictionary, asked in a neighbour's words, with 不清楚 always allowed. */
export function FactField({
  manner,
  fact,
  name,
  answer,
  typed,
  problems,
}: {
  manner: Manner
  fact: FactName
  name: string
  answer: Answer | undefined
  typed?: string
  problems: readonly FieldProblem[]
}) {
  const entry = factEntry(fact)
  const { lang, t } = manner
  const question = entry.question[lang]
  const hint =
    entry.unit === 'fen'
      ? t(
          entry.period === 'twelveMonths'
            ? 'pages:field.yuan-year'
            : entry.period === 'month'
              ? 'pages:field.yuan-month'
              : 'pages:field.yuan',
        )
      : entry.unit === 'count' && entry.countOf
        ? t('pages:field.count', { what: entry.countOf[lang] })
        : null
  const unknown = (
    <div className="choice">
      <input
        type="checkbox"
        id={`${name}.unknown`}
        name={`${name}.unknown`}
        value="1"
        defaultChecked={answer === null}
      />
      <label htmlFor={`${name}.unknown`}>{t('pages:field.unknown')}</label>
    </div>
  )
  const wrong = problems.some((p) => p.field === name)
  if (entry.unit === 'fen' || entry.unit === 'count') {
    const value =
      typed ??
      (answer === undefined || answer === null
        ? ''
        : entry.unit === 'fen'
          ? yuanText(BigInt(answer as string)).replace(/\.00$/, '')
          : String(answer))
    return (
      <Field manner={manner} name={name} label={question} hint={hint} problems={problems}>
        <input
          className="short"
          type="text"
          inputMode="decimal"
          id={name}
          name={name}
          defaultValue={value}
          autoComplete="off"
          aria-invalid={wrong || undefined}
          aria-describedby={describedBy(name, hint, problems)}
        />
        {unknown}
      </Field>
    )
  }
  if (entry.unit === 'boolean') {
    const choice = typed ?? (answer === true ? 'yes' : answer === false ? 'no' : '')
    return (
      <Field manner={manner} name={name} label={question} problems={problems} group>
        {(['yes', 'no'] as const).map((v) => (
          <div className="choice" key={v}>
            <input type="radio" id={`${name}-${v}`} name={name} value={v} defaultChecked={choice === v} />
            <label htmlFor={`${name}-${v}`}>{t(`pages:field.${v}`)}</label>
          </div>
        ))}
        {unknown}
      </Field>
    )
  }
  const codes = Object.entries(entry.codes ?? {})
  return (
    <Field manner={manner} name={name} label={question} problems={problems}>
      <select
        id={name}
        name={name}
        defaultValue={typed ?? (answer === null ? notKnown : typeof answer === 'string' ? answer : '')}
        aria-invalid={wrong || undefined}
        aria-describedby={describedBy(name, null, problems)}
      >
        <option value="">{t('pages:field.choose')}</option>
        {codes.map(([code, label]) => (
          <option key={code} value={code}>
            {label[lang]}
          </option>
        ))}
        <option value={notKnown}>{t('pages:field.unknown')}</option>
      </select>
    </Field>
  )
}

export function TextField({
  manner,
  name,
  label,
  hint,
  value,
  problems,
  type = 'text',
  autoComplete = 'off',
  inputMode,
  maxLength = 200,
  short = false,
}: {
  manner: Manner
  name: string
  label: string
  hint?: string
  value?: string | null
  problems: readonly FieldProblem[]
  type?: 'text' | 'tel'
  autoComplete?: string
  inputMode?: 'numeric' | 'decimal' | 'text' | 'tel'
  maxLength?: number
  short?: boolean
}) {
  return (
    <Field manner={manner} name={name} label={label} hint={hint} problems={problems}>
      <input
        className={short ? 'short' : undefined}
        type={type}
        id={name}
        name={name}
        defaultValue={value ?? ''}
        autoComplete={autoComplete}
        inputMode={inputMode}
        maxLength={maxLength}
        aria-invalid={problems.some((p) => p.field === name) || undefined}
        aria-describedby={describedBy(name, hint, problems)}
      />
    </Field>
  )
}

export function SelectField({
  manner,
  name,
  label,
  hint,
  value,
  options,
  problems,
}: {
  manner: Manner
  name: string
  label: string
  hint?: string
  value?: string | null
  options: readonly { group?: string; value: string; label: string }[]
  problems: readonly FieldProblem[]
}) {
  const groups = [...new Set(options.map((o) => o.group ?? ''))]
  return (
    <Field manner={manner} name={name} label={label} hint={hint} problems={problems}>
      <select
        id={name}
        name={name}
        defaultValue={value ?? ''}
        aria-invalid={problems.some((p) => p.field === name) || undefined}
        aria-describedby={describedBy(name, hint, problems)}
      >
        <option value="">{manner.t('pages:field.choose')}</option>
        {groups.map((group) => {
          const inside = options
            .filter((o) => (o.group ?? '') === group)
            .map((o) => (
              <option key={o.value} value={o.value}>
                {o.label}
              </option>
            ))
          return group ? (
            <optgroup key={group} label={group}>
              {inside}
            </optgroup>
          ) : (
            inside
          )
        })}
      </select>
    </Field>
  )
}

interface OwnField {
  manner: Manner
  value?: string | null
  problems: readonly FieldProblem[]
}

/** Which village, by township; never by location services. */
export function VillageField({ manner, value, problems, villages }: OwnField & { villages: readonly VillageOption[] }) {
  const { t } = manner
  return (
    <SelectField
      manner={manner}
      name="area"
      label={t('pages:apply.village')}
      hint={t('pages:apply.village-hint')}
      options={villages}
      value={value}
      problems={problems}
    />
  )
}

export function PhoneField({
  manner,
  value,
  problems,
  label = manner.t('pages:apply.phone'),
  hint,
}: OwnField & { label?: string; hint?: string }) {
  return (
    <TextField
      manner={manner}
      name="phone"
      type="tel"
      inputMode="tel"
      autoComplete="tel"
      label={label}
      hint={hint}
      value={value}
      problems={problems}
      maxLength={20}
    />
  )
}

/** A day as people write it: turning a calendar back seventy years is nothing for a thumb. */
export function DayField({ manner, value, problems, name, label }: OwnField & { name: string; label: string }) {
  return (
    <TextField
      manner={manner}
      name={name}
      label={label}
      hint={manner.t('pages:field.day-hint')}
      value={value}
      problems={problems}
      maxLength={20}
    />
  )
}

/** A few sentences. */
export function LongField({
  manner,
  value,
  problems,
  name,
  label,
  hint,
  most,
}: OwnField & { name: string; label: string; hint?: string; most: number }) {
  return (
    <Field manner={manner} name={name} label={label} hint={hint} problems={problems}>
      <textarea
        id={name}
        name={name}
        maxLength={most}
        defaultValue={value ?? ''}
        aria-invalid={problems.some((p) => p.field === name) || undefined}
        aria-describedby={describedBy(name, hint, problems)}
      />
    </Field>
  )
}

/** Photographs or scans of a paper, with the camera where there is one. */
export function PhotoField({
  manner,
  problems,
  name,
  label,
  hint = manner.t('pages:appeal.photo-hint'),
  several = true,
}: Omit<OwnField, 'value'> & { name: string; label: string; hint?: string; several?: boolean }) {
  return (
    <Field manner={manner} name={name} label={label} hint={hint} problems={problems}>
      <input
        type="file"
        id={name}
        name={name}
        accept="image/jpeg,image/png,image/webp,application/pdf"
        multiple={several}
        aria-invalid={problems.some((p) => p.field === name) || undefined}
        aria-describedby={describedBy(name, hint, problems)}
      />
    </Field>
  )
}
