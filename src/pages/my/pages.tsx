import { changeKinds, type Helper } from '../../casework/index.ts'
import { yuanText } from '../../foundation/index.ts'
import { programmes } from '../../policy/index.ts'
import type { Authorisation, LookedAt } from '../../verification/index.ts'
import { canSay } from '../../wording/index.ts'
import { LongField, PhotoField, SelectField } from '../form.tsx'
import type { FieldProblem } from '../problem.ts'
import type { Mine } from './mine.ts'
import type { Overview } from './overview.ts'
import { Own, Payments } from './screens.tsx'

/** What a family itself reports; suspending, resuming and stopping are the office's. */
export const reported = changeKinds.filter((kind) => !['suspend', 'resume', 'stop'].includes(kind))

export function ChangePage({
  mine,
  problems,
  typed,
}: {
  mine: Mine
  problems: readonly FieldProblem[]
  typed: Record<string, string>
}) {
  const { manner } = mine.visit
  const { t } = manner
  return (
    <Own mine={mine} here="/my/changes/new" title={t('pages:change.title')} problems={problems}>
      <p>{t('pages:change.what')}</p>
      <form method="post" action="/my/changes/new" encType="multipart/form-data">
        <SelectField
          manner={manner}
          name="kind"
          label={t('pages:change.kind')}
          value={typed.kind}
          options={reported.map((kind) => ({ value: kind, label: t(`pages:change.${kind}`) }))}
          problems={problems}
        />
        <LongField
          manner={manner}
          name="note"
          label={t('pages:change.note')}
          hint={t('pages:change.note-hint')}
          value={typed.note}
          problems={problems}
          most={1000}
        />
        <PhotoField manner={manner} name="photo" label={t('pages:appeal.photo')} problems={problems} />
        <button className="primary" type="submit">
          {t('pages:change.send')}
        </button>
      </form>
    </Own>
  )
}

export interface Benefit {
  award: string
  programme: keyof typeof programmes
  monthly: bigint
  state: string
  next: string | null
  afterwards: { from: string; monthly: bigint; state: string } | null
}

export function BenefitsPage({
  mine,
  benefits,
  payments,
}: {
  mine: Mine
  benefits: Benefit[]
  payments: Overview['payments']
}) {
  const { manner } = mine.visit
  const { t, lang } = manner
  return (
    <Own mine={mine} here="/my/benefits" title={t('pages:my.page.benefits')}>
      {benefits.length === 0 && <p>{t('pages:benefit.none')}</p>}
      {benefits.length > 0 && (
        <table className="stack">
          <caption>{t('pages:benefit.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('pages:benefit.what')}</th>
              <th scope="col" className="num">
                {t('pages:benefit.monthly')}
              </th>
              <th scope="col">{t('pages:benefit.state')}</th>
              <th scope="col">{t('pages:benefit.next')}</th>
            </tr>
          </thead>
          <tbody>
            {benefits.map((one) => (
              <tr key={one.award}>
                <th scope="row" data-label={t('pages:benefit.what')}>
                  {programmes[one.programme][lang]}
                </th>
                <td className="num" data-label={t('pages:benefit.monthly')}>
                  {t('pages:review.yuan', { amount: yuanText(one.monthly) })}
                  {one.afterwards && (
                    <div>
                      {t('pages:benefit.from-then', {
                        month: manner.month(one.afterwards.from),
                        amount:
                          one.afterwards.state === 'paying'
                            ? t('pages:review.yuan', { amount: yuanText(one.afterwards.monthly) })
                            : t(`pages:benefit.state.${one.afterwards.state}`),
                      })}
                    </div>
                  )}
                </td>
                <td data-label={t('pages:benefit.state')}>{t(`pages:benefit.state.${one.state}`)}</td>
                <td data-label={t('pages:benefit.next')}>
                  {one.next
                    ? t('pages:benefit.next-is', { month: manner.month(one.next), day: t('casework:pay-day') })
                    : t('pages:benefit.next-none')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {payments.length > 0 && <Payments manner={manner} payments={payments} />}
      <p className="actions">
        <a className="button second" href="/my/changes/new">
          {t('pages:my.page.changes')}
        </a>
      </p>
    </Own>
  )
}

/** 谁查过我家: unit and purpose, never an officer's name. */
export function AccessLogPage({ mine, looks }: { mine: Mine; looks: LookedAt[] }) {
  const { manner } = mine.visit
  const { t } = manner
  const word = (key: string, otherwise: string) => (canSay(key) ? t(key) : otherwise)
  return (
    <Own mine={mine} here="/my/access-log" title={t('pages:my.page.access-log')}>
      <p>{t('pages:look.what')}</p>
      {looks.length === 0 && <p>{t('pages:look.none')}</p>}
      {looks.length > 0 && (
        <table className="stack">
          <caption>{t('pages:look.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('pages:look.on')}</th>
              <th scope="col">{t('pages:look.unit')}</th>
              <th scope="col">{t('pages:look.purpose')}</th>
            </tr>
          </thead>
          <tbody>
            {looks.map((look) => (
              <tr key={`${look.on}/${look.unit}/${look.what}/${look.purpose}/${look.sources.join(' ')}`}>
                <th scope="row" data-label={t('pages:look.on')}>
                  {manner.day(look.on)}
                </th>
                <td data-label={t('pages:look.unit')}>{look.unit ?? t('pages:look.system')}</td>
                <td data-label={t('pages:look.purpose')}>
                  {word(`verification:timeline.${look.what}.${look.purpose}`, t('pages:look.other'))}
                  {look.sources.length > 0 && (
                    <div className="hint">
                      {look.sources.map((source) => word(`verification:source.${source}`, source)).join('、')}
                    </div>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Own>
  )
}

export function HelpersPage({
  mine,
  helpers,
  papers,
  names,
}: {
  mine: Mine
  helpers: { caseId: string; helper: Helper }[]
  papers: Authorisation[]
  names: ReadonlyMap<string, string>
}) {
  const { manner } = mine.visit
  const { t } = manner
  const own = (paper: Authorisation) =>
    paper.subject.kind === 'person' && mine.state.applicant !== null && paper.subject.id === mine.state.applicant
  return (
    <Own mine={mine} here="/my/helpers" title={t('pages:my.page.helpers')}>
      <h2>{t('pages:helper.title')}</h2>
      {helpers.length === 0 && <p>{t('pages:helper.none')}</p>}
      <ul className="tasks">
        {helpers.map(({ caseId, helper }) => (
          <li key={helper.helperId}>
            <span>
              {helper.name}
              {helper.relation ? `(${helper.relation})` : ''} · {manner.day(helper.since)}
            </span>
            {helper.revokedOn ? (
              <span>{t('pages:helper.ended', { day: manner.day(helper.revokedOn) })}</span>
            ) : (
              <form method="post" action={`/my/helpers/${helper.helperId}/revoke`}>
                <input type="hidden" name="case" value={caseId} />
                <button className="second" type="submit">
                  {t('pages:helper.end')}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      <h2>{t('pages:paper.title')}</h2>
      <p>{t('pages:paper.what')}</p>
      {papers.length === 0 && <p>{t('pages:paper.none')}</p>}
      <ul className="tasks">
        {papers.map((paper) => (
          <li key={paper.id}>
            <span>
              {names.get(String(paper.subject.id)) ?? ''} · {t('pages:paper.until', { day: manner.day(paper.until) })}
            </span>
            {paper.withdrawnOn ? (
              <span>{t('pages:paper.withdrawn', { day: manner.day(paper.withdrawnOn) })}</span>
            ) : own(paper) ? (
              <form method="post" action={`/my/authorisations/${paper.id}/withdraw`}>
                <button className="second" type="submit">
                  {t('pages:paper.withdraw')}
                </button>
              </form>
            ) : (
              <span>{t('pages:paper.themselves')}</span>
            )}
          </li>
        ))}
      </ul>
    </Own>
  )
}
