import { yuanForReading, yuanText } from '../../foundation/index.ts'
import { factEntry } from '../../policy/index.ts'
import { ExplanationTable, UnmetList } from '../explanation.tsx'
import { SelectField, TextField, VillageField } from '../form.tsx'
import type { Manner } from '../manner.ts'
import { type FieldProblem, typedText } from '../problem.ts'
import { Sheet } from '../shell.tsx'
import type { VillageOption } from '../villages.ts'
import type { CheckAnswers, Estimate } from './estimate.ts'

export const moneyQuestions = ['wage', 'farm', 'pension', 'other', 'deposits'] as const
export const countQuestions = ['homes', 'vehicles', 'businesses'] as const
export const healths = ['healthy', 'chronic', 'serious', 'disabled'] as const
export const mostPeople = 8

type Typed = Record<string, string | string[]>
interface Props {
  manner: Manner
  demo: boolean
  problems: readonly FieldProblem[]
  typed: Typed
}

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
  const here = new URLSearchParams({ ...(about && { about }), ...(forOther && { for: 'other' }) }).toString()
  return (
    <Sheet
      manner={manner}
      demo={demo}
      problems={problems}
      here={here ? `/check?${here}` : '/check'}
      title={t('pages:check.title')}
      heading={t(forOther ? 'pages:check.title-other' : 'pages:check.title')}
    >
      <p>{t('pages:check.what')}</p>
      <form method="post" action="/check">
        <input type="hidden" name="about" value={about} />
        <VillageField manner={manner} value={typedText(typed, 'area')} problems={problems} villages={villages} />
        <SelectField
          manner={manner}
          name="count"
          label={t('pages:check.count')}
          hint={t('pages:check.count-hint')}
          options={Array.from({ length: mostPeople }, (_, i) => ({
            value: String(i + 1),
            label: t('pages:check.people', { n: i + 1 }),
          }))}
          value={typedText(typed, 'count')}
          problems={problems}
        />
        <button className="primary" type="submit">
          {t('pages:check.next')}
        </button>
      </form>
    </Sheet>
  )
}

/** The questions. With JavaScript the estimate follows every answer below them; without, it comes with the button. */
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
    <Sheet
      manner={manner}
      demo={demo}
      problems={problems}
      here={`/check/questions?${new URLSearchParams({ area, count: String(count), about })}`}
      title={t('pages:check.title')}
      heading={t('pages:check.questions')}
    >
      <p>{t('pages:check.unknown-fine')}</p>
      <form method="post" action="/check/result" data-estimate="live">
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
              value={typedText(typed, `age${n}`)}
              problems={problems}
              maxLength={3}
              short
            />
            <SelectField
              manner={manner}
              name={`health${n}`}
              label={t('pages:check.health')}
              value={typedText(typed, `health${n}`)}
              options={healths.map((value) => ({ value, label: t(`pages:check.health.${value}`) }))}
              problems={problems}
            />
          </fieldset>
        ))}
        <h2>{t('pages:check.income')}</h2>
        <p>{t('pages:check.income-hint')}</p>
        {moneyQuestions.slice(0, 4).map((name) => (
          <Amount key={name} manner={manner} name={name} hint="pages:field.yuan-month" {...{ typed, problems }} />
        ))}
        <h2>{t('pages:check.assets')}</h2>
        <Amount manner={manner} name="deposits" hint="pages:field.yuan" {...{ typed, problems }} />
        {countQuestions.map((name) => (
          <TextField
            key={name}
            manner={manner}
            name={name}
            label={t(`pages:check.${name}`)}
            hint={t('pages:check.none-is-zero')}
            inputMode="numeric"
            value={typedText(typed, name)}
            problems={problems}
            maxLength={3}
            short
          />
        ))}
        <div className="live" id="live" role="status" hidden />
        <button className="primary" type="submit">
          {t('pages:check.estimate')}
        </button>
      </form>
    </Sheet>
  )
}

function Amount({
  manner,
  name,
  hint,
  typed,
  problems,
}: Pick<Props, 'manner' | 'typed' | 'problems'> & { name: string; hint: string }) {
  return (
    <TextField
      manner={manner}
      name={name}
      label={manner.t(`pages:check.${name}`)}
      hint={manner.t(hint)}
      inputMode="decimal"
      value={typedText(typed, name)}
      problems={problems}
      maxLength={14}
      short
    />
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
  typed: Typed
}) {
  const { t, lang } = manner
  const { explanation, likelihood, atMost, unknown } = estimate
  return (
    <Sheet
      manner={manner}
      demo={demo}
      here="/check/result"
      posted={carried(typed)}
      title={t('pages:check.result-title')}
      heading={t(`pages:check.${likelihood}`)}
    >
      <div className={`box ${likelihood === 'likely' ? 'ok' : 'warn'}`} id="estimate" role="status">
        {/* The live estimate carries this box alone: it has to say everything itself. */}
        <p className="lead only-live">{t(`pages:check.${likelihood}`)}</p>
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
      {answers.wage !== null && <TryWage manner={manner} wage={yuanText(answers.wage)} typed={typed} />}
      <form method="post" action="/check/questions" className="actions">
        <Hidden typed={typed} />
        <button className="second" type="submit">
          {t('pages:check.change')}
        </button>
        <a className="button second" href="/check">
          {t('pages:check.again')}
        </a>
      </form>
      <h2>{t('pages:check.next-title')}</h2>
      <div className="actions">
        <a className="button" href={`/apply/start?about=${encodeURIComponent(typedText(typed, 'about') ?? '')}`}>
          {t('pages:check.apply')}
        </a>
        <a className="button second" href="/hotline">
          {t('pages:help.phone')}
        </a>
      </div>
    </Sheet>
  )
}

/** 试一试: one figure, a hundred yuan up or down, without dragging anything. */
function TryWage({ manner, wage, typed }: { manner: Manner; wage: string; typed: Typed }) {
  const { t } = manner
  return (
    <>
      <h2>{t('pages:check.try')}</h2>
      <form method="post" action="/check/result" className="actions" data-estimate="here">
        <Hidden typed={typed} />
        <span>{t('pages:check.try-wage', { amount: wage })}</span>
        <button className="second" type="submit" name="try" value="-100" aria-label={t('pages:check.try-less')}>
          −100
        </button>
        <button className="second" type="submit" name="try" value="100" aria-label={t('pages:check.try-more')}>
          +100
        </button>
      </form>
    </>
  )
}

/** The answers travel in the page and are stored nowhere. */
const carried = (typed: Typed): Record<string, string> =>
  Object.fromEntries(Object.entries(typed).flatMap(([name, value]) => (name === 'try' ? [] : [[name, String(value)]])))

const Hidden = ({ typed }: { typed: Typed }) => (
  <>
    {Object.entries(carried(typed)).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
  </>
)
