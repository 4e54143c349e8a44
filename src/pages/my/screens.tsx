import type { ReactNode } from 'react'
import { yuanText } from '../../foundation/index.ts'
import { factEntry } from '../../policy/index.ts'
import { PhotoField } from '../form.tsx'
import type { Manner } from '../manner.ts'
import type { FieldProblem } from '../problem.ts'
import { Steps } from '../progress/screens.tsx'
import { Sheet } from '../shell.tsx'
import type { Mine } from './mine.ts'
import type { Overview } from './overview.ts'

/** The frame of every page about the own household. */
export function Own({
  mine,
  here,
  title,
  problems,
  children,
}: {
  mine: Mine
  here: string
  title: string
  problems?: readonly FieldProblem[]
  children: ReactNode
}) {
  const { manner, demo } = mine.visit
  const { t } = manner
  return (
    <Sheet
      manner={manner}
      demo={demo}
      here={`${here}?case=${mine.current.caseId}`}
      title={title}
      problems={problems}
      signedIn="citizen"
    >
      {children}
      {here !== '/my' && (
        <p>
          <a href={`/my?case=${mine.current.caseId}`}>{t('pages:my.back')}</a>
        </p>
      )}
    </Sheet>
  )
}

export function MyPage({
  mine,
  overview: o,
  sent,
  problems,
}: {
  mine: Mine
  overview: Overview
  sent: string | null
  problems: readonly FieldProblem[]
}) {
  const { manner } = mine.visit
  const { t } = manner
  const { current, glance, cases } = mine
  const others = cases.filter((one) => one.caseId !== current.caseId)
  return (
    <Own mine={mine} here="/my" title={t('pages:my.title')} problems={problems}>
      {sent && (
        <div className="box ok" role="status">
          <p>{t(`pages:my.sent.${sent}`)}</p>
        </div>
      )}
      <p>
        {t(`pages:kind.${current.kind}`)}
        {current.change && !glance && ` · ${t(`casework:change.${current.change}`)}`} ·{' '}
        {t('pages:my.number', { number: current.caseNo })}
      </p>
      <Steps manner={manner} line={o.line} />
      {current.ending && !['served', 'unchanged'].includes(current.ending) && (
        <p>{t('pages:my.ended', { how: t(`casework:ending.${current.ending}`) })}</p>
      )}
      {o.clock && <p>{t('pages:my.clock', { clock: o.clock })}</p>}
      {o.answerBy && <p>{t('pages:my.answer-by', { day: manner.day(o.answerBy) })}</p>}
      {o.overdue && (
        <div className="box warn">
          <p>{t('pages:my.overdue', { phone: o.holder.supervisionPhone })}</p>
        </div>
      )}
      <Todo mine={mine} overview={o} problems={problems} />
      {o.visitOn && <p>{t('pages:my.visit', { day: manner.day(o.visitOn) })}</p>}
      {o.notice && <p>{t('pages:my.notice', { from: manner.day(o.notice.from), to: manner.day(o.notice.to) })}</p>}
      <h2>{t('pages:my.holder')}</h2>
      <p>
        {o.holder.name} · <a href={`tel:${o.holder.hotline}`}>{o.holder.hotline}</a>
      </p>
      {glance ? (
        <div className="box">
          <p>{t('pages:my.glance')}</p>
          <form method="post" action="/leave">
            <button className="second" type="submit">
              {t('pages:my.with-code')}
            </button>
          </form>
        </div>
      ) : (
        <Full mine={mine} overview={o} />
      )}
      {!glance && others.length > 0 && (
        <>
          <h2>{t('pages:my.others')}</h2>
          <ul className="tasks">
            {others.map((one) => (
              <li key={one.caseId}>
                <a href={`/my?case=${one.caseId}`}>
                  {t(`pages:kind.${one.kind}`)}
                  {one.change ? ` · ${t(`casework:change.${one.change}`)}` : ''}
                </a>
                <span>{manner.day(one.openedOn)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Own>
  )
}

function Todo({ mine, overview: o, problems }: { mine: Mine; overview: Overview; problems: readonly FieldProblem[] }) {
  const { manner } = mine.visit
  const { t } = manner
  const { signatures, supplement, explain } = o.todo
  const nothing = signatures.length === 0 && !supplement && explain.length === 0
  return (
    <section aria-labelledby="todo">
      <h2 id="todo">{t('pages:my.todo')}</h2>
      {nothing && <p>{t('pages:my.nothing-to-do')}</p>}
      {signatures.length > 0 && (
        <p>
          {mine.glance
            ? t('pages:my.signatures-count', { count: signatures.length })
            : t('pages:my.signatures', { names: signatures.join('、') })}
        </p>
      )}
      {explain.map((one) =>
        mine.glance ? (
          <p key={one.id}>{t('pages:my.explain', { day: manner.day(one.answerBy), phone: o.holder.hotline })}</p>
        ) : (
          <div className="box warn" key={one.id}>
            <p>
              {t('pages:my.explain-what', {
                what: factEntry(one.fact).label[manner.lang],
                day: manner.day(one.answerBy),
                phone: o.holder.hotline,
              })}
            </p>
            <p>
              <a className="button" href={`/my/explain/${one.id}?case=${mine.current.caseId}`}>
                {t('pages:my.explain-do')}
                <span className="unseen">{factEntry(one.fact).label[manner.lang]}</span>
              </a>
            </p>
          </div>
        ),
      )}
      {supplement && (
        <div className="box warn">
          <p>{t('pages:my.supplement', { count: supplement.items.length, day: manner.day(supplement.due) })}</p>
          <ul>
            {supplement.items.map((one) => (
              <li key={one.item}>{mine.glance ? one.item : `${one.item}:${one.why};${one.how}`}</li>
            ))}
          </ul>
          {!mine.glance && (
            <form method="post" action="/my/supplement" encType="multipart/form-data">
              <input type="hidden" name="case" value={mine.current.caseId} />
              {supplement.items.map((one, i) => (
                <PhotoField
                  key={one.item}
                  manner={manner}
                  name={`photo-${i + 1}`}
                  label={one.item}
                  problems={problems}
                />
              ))}
              <button className="primary" type="submit">
                {t('pages:my.supplement-send')}
              </button>
            </form>
          )}
        </div>
      )}
    </section>
  )
}

function Full({ mine, overview: o }: { mine: Mine; overview: Overview }) {
  const { manner } = mine.visit
  const { t } = manner
  const query = `?case=${mine.current.caseId}`
  return (
    <>
      {o.decided && (
        <>
          <h2>{t('pages:my.result')}</h2>
          <p className="lead">
            {t(`pages:act.${o.decided.act}`, { amount: yuanText(o.decided.monthly) })} · {manner.day(o.decided.on)}
          </p>
          <p className="actions">
            <a className="button" href={`/my/decision${query}`}>
              {t('pages:my.why')}
            </a>
          </p>
        </>
      )}
      {o.letters.length > 0 && (
        <>
          <h2>{t('pages:my.letters')}</h2>
          <ul className="tasks">
            {o.letters.map((one) => (
              <li key={one.id}>
                <span>
                  {one.title} · {manner.day(one.issuedOn)}
                </span>
                <span>
                  <a href={`/my/letters/${one.id}`} aria-label={`${one.title} ${one.issuedOn} PDF`}>
                    PDF
                  </a>{' '}
                  <a
                    href={`/my/letters/${one.id}?size=large`}
                    aria-label={`${one.title} ${one.issuedOn} ${t('pages:my.large-pdf')}`}
                  >
                    {t('pages:my.large-pdf')}
                  </a>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {o.payments.length > 0 && <Payments manner={manner} payments={o.payments} />}
      <h2>{t('pages:my.more')}</h2>
      <ul className="tasks">
        {(['benefits', 'changes/new', 'access-log', 'helpers'] as const).map((page) => (
          <li key={page}>
            <a href={`/my/${page}${query}`}>{t(`pages:my.page.${page.replace('/new', '')}`)}</a>
          </li>
        ))}
      </ul>
    </>
  )
}

export function Payments({ manner, payments }: { manner: Manner; payments: Overview['payments'] }) {
  const { t } = manner
  return (
    <table className="stack">
      <caption>{t('pages:pay.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('pages:pay.month')}</th>
          <th scope="col" className="num">
            {t('pages:pay.amount')}
          </th>
          <th scope="col">{t('pages:pay.state')}</th>
        </tr>
      </thead>
      <tbody>
        {payments.map((one) => (
          <tr key={one.instruction}>
            <th scope="row" data-label={t('pages:pay.month')}>
              {manner.month(one.month)}
              {one.kind === 'back-pay' && ` ${t('pages:pay.back-pay')}`}
            </th>
            <td className="num" data-label={t('pages:pay.amount')}>
              {t('pages:review.yuan', { amount: yuanText(one.amount) })}
            </td>
            <td data-label={t('pages:pay.state')}>
              {t(`pages:pay.state.${one.state}`)} {one.stateOn ? manner.day(one.stateOn) : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
