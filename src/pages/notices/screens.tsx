import type { PublicNotice } from '../../casework/index.ts'
import { yuanText } from '../../foundation/index.ts'
import type { Organ } from '../../office/index.ts'
import { LongField, TextField } from '../form.tsx'
import type { Manner } from '../manner.ts'
import type { FieldProblem } from '../problem.ts'
import { Sheet } from '../shell.tsx'

interface Frame {
  manner: Manner
  demo: boolean
}

/** Townships and their villages: one looks where one lives. There is no search and no list of everybody. */
export function Places({
  manner,
  demo,
  towns,
}: Frame & { towns: { name: string; villages: { code: string; name: string }[] }[] }) {
  const { t } = manner
  return (
    <Sheet manner={manner} demo={demo} here="/notices" title={t('pages:notice.title')}>
      <p>{t('pages:notice.choose')}</p>
      {towns.map((town) => (
        <details key={town.name}>
          <summary>{town.name}</summary>
          <ul className="tasks">
            {town.villages.map((village) => (
              <li key={village.code}>
                <a href={`/notices/${village.code}`}>{village.name}</a>
              </li>
            ))}
          </ul>
        </details>
      ))}
      <p>
        <a href="/notices/answer">{t('pages:notice.ask-answer')}</a>
      </p>
    </Sheet>
  )
}

export function VillageNotices({
  manner,
  demo,
  village,
  name,
  notices,
}: Frame & { village: string; name: string; notices: PublicNotice[] }) {
  const { t } = manner
  return (
    <Sheet manner={manner} demo={demo} here={`/notices/${village}`} title={t('pages:notice.of', { name })}>
      {notices.length === 0 && <p>{t('pages:notice.none')}</p>}
      {notices.length > 0 && (
        <table className="stack">
          <caption>{t('pages:notice.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('pages:notice.name')}</th>
              <th scope="col">{t('pages:notice.people')}</th>
              <th scope="col">{t('pages:notice.category')}</th>
              <th scope="col" className="num">
                {t('pages:notice.monthly')}
              </th>
              <th scope="col">{t('pages:notice.until')}</th>
              <th scope="col">{t('pages:notice.objection')}</th>
            </tr>
          </thead>
          <tbody>
            {notices.map((one) => (
              <tr key={one.noticeId}>
                <th scope="row" data-label={t('pages:notice.name')}>
                  {one.line.name}
                </th>
                <td data-label={t('pages:notice.people')}>{one.line.people}</td>
                <td data-label={t('pages:notice.category')}>{one.line.category}</td>
                <td className="num" data-label={t('pages:notice.monthly')}>
                  {t('pages:review.yuan', { amount: yuanText(BigInt(one.line.monthly)) })}
                </td>
                <td data-label={t('pages:notice.until')}>{manner.day(one.lastDay)}</td>
                <td>
                  <a
                    className="cell"
                    href={`/notices/${village}/${one.noticeId}`}
                    aria-label={`${t('pages:notice.open')} ${one.line.name} ${one.line.people}`}
                  >
                    {t('pages:notice.open')}
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        <a href="/notices">{t('pages:notice.other-village')}</a>
      </p>
    </Sheet>
  )
}

export function OneNotice({
  manner,
  demo,
  village,
  name,
  notice,
  organ,
  problems,
  typed,
}: Frame & {
  village: string
  name: string
  notice: PublicNotice
  organ: Organ
  problems: readonly FieldProblem[]
  typed: Record<string, string>
}) {
  const { t } = manner
  const here = `/notices/${village}/${notice.noticeId}`
  return (
    <Sheet manner={manner} demo={demo} here={here} title={t('pages:notice.one')} problems={problems}>
      <dl className="facts">
        <dt>{t('pages:notice.name')}</dt>
        <dd>{notice.line.name}</dd>
        <dt>{t('pages:notice.village')}</dt>
        <dd>{name}</dd>
        <dt>{t('pages:notice.people')}</dt>
        <dd>{notice.line.people}</dd>
        <dt>{t('pages:notice.category')}</dt>
        <dd>{notice.line.category}</dd>
        <dt>{t('pages:notice.monthly')}</dt>
        <dd>{t('pages:review.yuan', { amount: yuanText(BigInt(notice.line.monthly)) })}</dd>
        <dt>{t('pages:notice.days')}</dt>
        <dd>{t('pages:notice.from-to', { from: manner.day(notice.firstDay), to: manner.day(notice.lastDay) })}</dd>
        <dt>{t('pages:notice.phone')}</dt>
        <dd>
          <a href={`tel:${organ.supervisionPhone}`}>{organ.supervisionPhone}</a>({organ.name})
        </dd>
      </dl>
      <h2>{t('pages:notice.object-title')}</h2>
      <p>{t('pages:notice.object-what')}</p>
      <form method="post" action={here}>
        <LongField
          manner={manner}
          name="matter"
          label={t('pages:notice.matter')}
          hint={t('pages:notice.matter-hint')}
          value={typed.matter}
          problems={problems}
          most={1000}
        />
        <TextField
          manner={manner}
          name="objector"
          label={t('pages:notice.objector')}
          hint={t('pages:notice.objector-hint')}
          value={typed.objector}
          problems={problems}
          maxLength={100}
        />
        <button className="primary" type="submit">
          {t('pages:notice.object')}
        </button>
      </form>
    </Sheet>
  )
}

export function Objected({
  manner,
  demo,
  here,
  code,
  answerBy,
}: Frame & { here: string; code: string; answerBy: string | null }) {
  const { t } = manner
  return (
    <Sheet manner={manner} demo={demo} here={here} title={t('pages:notice.taken')}>
      <div className="box ok">
        <p>{t('pages:notice.receipt')}</p>
        <p className="big" data-code>
          {code}
        </p>
      </div>
      <p>{t('pages:notice.receipt-what')}</p>
      {answerBy && <p>{t('pages:notice.answer-by', { day: manner.day(answerBy) })}</p>}
      <p>
        <a href="/notices/answer">{t('pages:notice.ask-answer')}</a>
      </p>
    </Sheet>
  )
}

export function Answer({
  manner,
  demo,
  problems,
  answer,
}: Frame & { problems: readonly FieldProblem[]; answer: { text: string | null; on: string | null } | null }) {
  const { t } = manner
  return (
    <Sheet manner={manner} demo={demo} here="/notices/answer" title={t('pages:notice.ask-answer')} problems={problems}>
      {answer && (
        <div className="box" role="status">
          <p>{answer.text ?? t('pages:notice.still-looking')}</p>
          {answer.on && <p>{manner.day(answer.on)}</p>}
        </div>
      )}
      <form method="post" action="/notices/answer">
        <TextField
          manner={manner}
          name="code"
          inputMode="numeric"
          label={t('pages:notice.receipt')}
          problems={problems}
          maxLength={12}
        />
        <button className="primary" type="submit">
          {t('pages:p.look')}
        </button>
      </form>
    </Sheet>
  )
}
