import { yuanForReading, yuanText } from '../../foundation/index.ts'
import { factEntry } from '../../policy/index.ts'
import type { FieldProblem } from '../apply/answers.ts'
import type { VillageOption } from '../apply/screens.tsx'
import { ExplanationTable, UnmetList } from '../explanation.tsx'
import { ErrorSummary, SelectField, TextField } from '../form.tsx'
import type { Manner } from '../manner.ts'
import { Shell } from '../shell.tsx'
import type { CheckAnswers, Estimate } from './estimate.ts'

export const moneyQuestions = ['wage', 'farm', 'pension', 'other', 'deposits'] as const
export const countQuestions = ['homes', 'vehicles', 'businesses'] as const
export const healths = ['healthy', 'chronic', 'serious', 'disabled'] as const
export const mostPeople = 8

interface Props {
  manner: Manner
  demo: boolean
  problems: readonly FieldProblem[]
  typed: Record<string, string | string[]>
}
const typedOf = (typed: Props['typed'], name: string) =>
  typeof typed[name] === 'string' ? (typed[name] as string) : ''

/** Where, and how many: what the other questions depend on. */
export function CheckStart({
  manner,
  demo,
  problems,
  typed,
  villages,
  about,
  forOther,
}: Props & { villages: VillageOption[]; about: string; forOther: boolean }) {
  const { t } = manner
  return (
    <Shell manner={manner} demo={demo} here="/check" title={t('pages:check.title')}>
      <h1>{t(forOther ? 'pages:check.title-other' : 'pages:check.title')}</h1>
      <ErrorSummary manner={manner} problems={problems} />
      <p>{t('pages:check.what')}</p>
      <form method="post" action="/check">
        <input type="hidden" name="about" value={about} />
        <SelectField
          manner={manner}
          name="area"
          label={t('pages:apply.village')}
          hint={t('pages:apply.village-hint')}
          options={villages}
          value={typedOf(typed, 'area')}
          problems={problems}
        />
        <SelectField
          manner={manner}
          name="count"
          label={t('pages:check.count')}
          hint={t('pages:check.count-hint')}
          options={Array.from({ length: mostPeople }, (_, i) => ({
            value: String(i + 1),
            label: t('pages:check.people', { n: i + 1 }),
          }))}
          value={typedOf(typed, 'count')}
          problems={problems}
        />
        <button className="primary" type="submit">
          {t('pages:check.next')}
        </button>
      </form>
    </Shell>
  )
}

export function CheckQuestions({
  manner,
  demo,
  problems,
  typed,
  area,
  count,
  about,
}: Props & { area: string; count: number; about: string }) {
  const { t } = manner
  return (
    <Shell manner={manner} demo={demo} here="/check" title={t('pages:check.title')}>
      <h1>{t('pages:check.questions')}</h1>
      <ErrorSummary manner={manner} problems={problems} />
      <p>{t('pages:check.unknown-fine')}</p>
      <form method="post" action="/check/result">
        <input type="hidden" name="area" value={area} />
        <input type="hidden" name="count" value={count} />
        <input type="hidden" name="about" value={about} />
        {Array.from({ length: count }, (_, i) => i + 1).map((n) => (
          <fieldset key={n}>
            <legend>{n === 1 ? t('pages:check.you') : t('pages:check.person', { n })}</legend>
            <TextField
              manner={manner}
              name={`age${n}`}
              label={t('pages:check.age')}
              inputMode="numeric"
              value={typedOf(typed, `age${n}`)}
              problems={problems}
              maxLength={3}
            />
            <SelectField
              manner={manner}
              name={`health${n}`}
              label={t('pages:check.health')}
              value={typedOf(typed, `health${n}`)}
              options={healths.map((value) => ({ value, label: t(`pages:check.health.${value}`) }))}
              problems={problems}
            />
          </fieldset>
        ))}
        <h2>{t('pages:check.income')}</h2>
        <p>{t('pages:check.income-hint')}</p>
        {moneyQuestions.map((name) => (
          <TextField
            key={name}
            manner={manner}
            name={name}
            label={t(`pages:check.${name}`)}
            hint={t(name === 'deposits' ? 'pages:field.yuan' : 'pages:field.yuan-month')}
            inputMode="decimal"
            value={typedOf(typed, name)}
            problems={problems}
            maxLength={14}
          />
        ))}
        {countQuestions.map((name) => (
          <TextField
            key={name}
            manner={manner}
            name={name}
            label={t(`pages:check.${name}`)}
            inputMode="numeric"
            value={typedOf(typed, name)}
            problems={problems}
            maxLength={3}
          />
        ))}
        <button className="primary" type="submit">
          {t('pages:check.estimate')}
        </button>
      </form>
    </Shell>
  )
}

/** S2: the estimate with its whole explanation; what would change it; and how to go on. Never a bare zero. */
export function CheckResult({
  manner,
  demo,
  answers,
  estimate,
  typed,
}: {
  manner: Manner
  demo: boolean
  answers: CheckAnswers
  estimate: Estimate
  typed: Props['typed']
}) {
  const { t, lang } = manner
  const { explanation, likelihood, atMost, unknown } = estimate
  const hidden = Object.entries(typed).filter(([name]) => name !== 'try')
  return (
    <Shell manner={manner} demo={demo} here="/check" title={t('pages:check.result-title')}>
      <h1>{t(`pages:check.${likelihood}`)}</h1>
      <div className={`box ${likelihood === 'likely' ? 'ok' : 'warn'}`}>
        {likelihood === 'likely' && (
          <p className="big">{t('pages:check.monthly', { amount: yuanForReading(atMost!) })}</p>
        )}
        {likelihood === 'perhaps' && (
          <p className="big">{t('pages:check.at-most', { amount: yuanForReading(atMost!) })}</p>
        )}
        {likelihood === 'not-now' && explanation.nearest && <p>{explanation.nearest.text[lang]}</p>}
        <p>
          <strong>{t('pages:check.not-a-decision')}</strong>
        </p>
      </div>
      {unknown.length > 0 && (
        <>
          <h2>{t('pages:check.still-unknown')}</h2>
          <ul>
            {unknown.map((name) => (
              <li key={name}>{factEntry(name).label[lang]}</li>
            ))}
          </ul>
        </>
      )}
      {explanation.unmet.length > 0 && (
        <>
          <h2>{t('pages:check.why-not')}</h2>
          <UnmetList manner={manner} explanation={explanation} />
        </>
      )}
      <h2>{t('pages:check.how')}</h2>
      <ExplanationTable manner={manner} explanation={explanation} unsaid="pages:source.assumed" />
      <p>{t('pages:check.not-asked')}</p>
      <h2>{t('pages:check.try')}</h2>
      <form method="post" action="/check/result" className="actions">
        {hidden.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={String(value)} />
        ))}
        <span>{t('pages:check.try-wage', { amount: answers.wage === null ? '?' : yuanText(answers.wage) })}</span>
        <button className="second" type="submit" name="try" value="-100">
          −100
        </button>
        <button className="second" type="submit" name="try" value="100">
          +100
        </button>
      </form>
      <form method="post" action="/check/questions" className="actions">
        {hidden.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={String(value)} />
        ))}
        <button className="second" type="submit">
          {t('pages:check.change')}
        </button>
      </form>
      <div className="actions">
        <a className="button" href={`/apply/start?about=${encodeURIComponent(typedOf(typed, 'about'))}`}>
          {t('pages:check.apply')}
        </a>
        <a className="button second" href="/hotline">
          {t('pages:help.phone')}
        </a>
        <a className="button second" href="/check">
          {t('pages:check.again')}
        </a>
      </div>
    </Shell>
  )
}
