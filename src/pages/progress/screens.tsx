import { DayField, TextField } from '../form.tsx'
import type { Manner } from '../manner.ts'
import type { FieldProblem } from '../problem.ts'
import { Sheet } from '../shell.tsx'
import { type StepLine, stepLine } from './steps.ts'

/** `/p`: the receipt number with its code opens everything; with birthday and four digits only the steps. */
export function Entry({
  manner,
  demo,
  problems,
  typed,
  rest,
}: {
  manner: Manner
  demo: boolean
  problems: readonly FieldProblem[]
  typed: Record<string, string>
  /** Too many tries: how long to wait, and what works at once. */
  rest: number | null
}) {
  const { t } = manner
  return (
    <Sheet manner={manner} demo={demo} here="/p" title={t('pages:p.title')} problems={problems}>
      {rest !== null && (
        <div className="box warn" role="alert">
          <p>{t('pages:p.rest', { minutes: rest })}</p>
          <p>{t('pages:p.rest-help')}</p>
        </div>
      )}
      <form method="post" action="/p">
        <TextField
          manner={manner}
          name="caseNo"
          label={t('pages:p.case-no')}
          hint={t('pages:p.case-no-hint')}
          value={typed.caseNo}
          problems={problems}
          maxLength={40}
        />
        <TextField
          manner={manner}
          name="code"
          inputMode="numeric"
          label={t('pages:p.code')}
          hint={t('pages:p.code-hint')}
          problems={problems}
          maxLength={12}
        />
        <details open={Boolean(typed.birth || typed.lastFour)}>
          <summary>{t('pages:p.no-code')}</summary>
          <p>{t('pages:p.no-code-what')}</p>
          <DayField manner={manner} name="birth" label={t('pages:p.birth')} value={typed.birth} problems={problems} />
          <TextField
            manner={manner}
            name="lastFour"
            label={t('pages:p.last-four')}
            hint={t('pages:p.last-four-hint')}
            problems={problems}
            maxLength={4}
          />
        </details>
        <p className="actions">
          <button className="primary" type="submit">
            {t('pages:p.look')}
          </button>
        </p>
      </form>
      <p>
        <a href="/apply/return">{t('pages:p.draft')}</a>
      </p>
    </Sheet>
  )
}

/** Six steps as a list: done, now, still to come, in words and not only in colour. */
export function Steps({ manner, line }: { manner: Manner; line: StepLine }) {
  const { t } = manner
  const here = line.all.indexOf(line.now)
  return (
    <ol className="steps-line">
      {line.all.map((step, i) => {
        const state = line.over || i < here ? 'done' : i === here ? 'now' : 'later'
        return (
          <li key={step} className={state} aria-current={state === 'now' ? 'step' : undefined}>
            <span>{t(`pages:step.${step}`)}</span> <span className="hint">{t(`pages:step-state.${state}`)}</span>
          </li>
        )
      })}
    </ol>
  )
}

/** `/p/:token`: what the QR code alone tells. */
export function ByToken({
  manner,
  demo,
  here,
  found,
}: {
  manner: Manner
  demo: boolean
  here: string
  found: { kind: string; stage: string; ending: string | null }
}) {
  const { t } = manner
  const line = stepLine(found)
  return (
    <Sheet manner={manner} demo={demo} here={here} title={t('pages:p.step-title')}>
      <p className="lead">
        {t(`pages:kind.${found.kind}`)}:<strong>{line.over ? t('pages:p.over') : t(`pages:step.${line.now}`)}</strong>
      </p>
      <Steps manner={manner} line={line} />
      <p>{t('pages:p.more')}</p>
      <p className="actions">
        <a className="button" href="/p">
          {t('pages:p.open-all')}
        </a>
      </p>
    </Sheet>
  )
}
