import {
  type Appeal,
  type Case,
  explained,
  movedFor,
  movedInWords,
  type RemedyRoute,
  readCase,
  reasonsKept,
  remedyDaysOf,
  routeOf,
} from '../../casework/index.ts'
import { ageOn, assert, type Day, isRefusal, yuanText } from '../../foundation/index.ts'
import { membershipHistory, membersOn, supportersOn } from '../../household/index.ts'
import { businessDay } from '../../platform/index.ts'
import type { Explanation, ExplanationLine } from '../../policy/index.ts'
import { ExplanationTable, UnmetList, whoseWord } from '../explanation.tsx'
import type { Manner } from '../manner.ts'
import type { Mine } from './mine.ts'
import { Own } from './screens.tsx'

/** One decision as its family reads it: the same explanation object as the letter and the officer's page. */
export interface DecisionShown {
  decisionId: string
  on: Day
  act: string
  monthly: bigint
  /** What was paid until now, and what has moved since the last decision; null for a first one. */
  before: { monthly: bigint; moved: string[] } | null
  from: string
  explanation: Explanation
  route: RemedyRoute
  days: { deliveredOn: Day | null; reconsiderUntil: Day | null; sueUntil: Day | null } | null
  /** The one objection against it, if there is one. */
  appeal: { caseId: string; caseNo: string; stage: string } | null
  /** An answer to an objection is not objected to again: what remains are the statutory ways. */
  mayObject: boolean
}

export async function decisionOf(mine: Mine): Promise<DecisionShown | null> {
  const { tx, manner } = mine.visit
  const { state } = mine
  const decision = 'decision' in state ? state.decision : null
  if (!decision) return null
  const today = await businessDay(tx)
  const kept = await reasonsKept(tx, decision.decisionId)
  const members = await membersOn(tx, mine.household, today)
  const names = new Map([
    ...(await membershipHistory(tx, mine.household)).map((m) => [String(m.person), m.name] as const),
    ...(await supportersOn(tx, mine.household, today)).map((s) => [s.id, s.name] as const),
  ])
  const adults = new Set(
    members.filter((m) => m.birth === null || ageOn(m.birth, today) >= 18).map((m) => String(m.person)),
  )
  const whole = explained({ ...kept, names })
  const reader = { person: String(state.applicant ?? ''), adults }
  const appeal = mine.cases.find((one) => one.against === decision.decisionId)
  return {
    decisionId: decision.decisionId,
    on: decision.on,
    act: decision.act.act,
    monthly: decision.act.monthly,
    from: decision.act.from,
    before:
      state.kind === 'appeal' || state.current === null || !kept.moved
        ? null
        : {
            monthly: state.current,
            moved: movedInWords(movedFor(kept.moved, kept.origins, reader), names, manner.lang),
          },
    explanation: forReader(whole, reader, manner),
    route: await routeOf(tx, state, today),
    days: await remedyDaysOf(tx, decision.decisionId),
    appeal: appeal ? { caseId: appeal.caseId, caseNo: appeal.caseNo, stage: appeal.stage } : null,
    mayObject: state.kind !== 'appeal',
  }
}

interface Reader {
  person: string
  adults: ReadonlySet<string>
}

/** Amounts and counts (accounts, cars) that an office or a bank told about another adult; who is whose spouse the family knows itself. */
const secretFrom =
  ({ person, adults }: Reader) =>
  (line: ExplanationLine): boolean =>
    line.kind === 'fact' &&
    line.origin?.source === 'matched' &&
    (line.unit === 'fen' || line.unit === 'count') &&
    line.subject !== null &&
    line.subject !== person &&
    adults.has(line.subject)

/** What an office or a bank said about one adult is told to that adult alone; the others see that it is there. */
function forReader(whole: Explanation, reader: Reader, { t }: Manner): Explanation {
  const secret = secretFrom(reader)
  const hidden = new Set(whole.lines.filter(secret).map((line) => line.subject))
  if (hidden.size === 0) return whole
  const said = { zh: t('pages:decision.only-them'), en: t('pages:decision.only-them') }
  return {
    ...whole,
    lines: whole.lines.map((line) => {
      if (secret(line)) return { ...line, shown: said }
      if (line.kind !== 'rule' || line.unit !== 'fen') return line
      if (line.subject !== null && hidden.has(line.subject)) return { ...line, shown: said, formula: null }
      return line.subject === null ? { ...line, formula: null } : line
    }),
    nearest: whole.nearest?.subject && hidden.has(whole.nearest.subject) ? null : whole.nearest,
  }
}

/** `household/deposits` or `990101000000012/wageIncome`: which figure of whom. */
export const figureKey = (line: Pick<ExplanationLine, 'subject' | 'id'>): string =>
  `${line.subject ?? 'household'}/${line.id}`

export const disputable = (line: ExplanationLine): boolean => line.kind === 'fact'

export function DecisionPage({
  mine,
  decision: d,
  problem,
}: {
  mine: Mine
  decision: DecisionShown
  problem: boolean
}) {
  const { manner } = mine.visit
  const { t, lang } = manner
  const { explanation } = d
  const may = d.mayObject && d.appeal === null
  const table = (
    <ExplanationTable
      manner={manner}
      explanation={explanation}
      dispute={
        may
          ? (line) =>
              disputable(line) ? (
                <label className="tick">
                  <input type="checkbox" name="figure" value={figureKey(line)} /> {t('pages:explain.dispute')}
                  <span className="unseen">
                    {line.figure[lang]} {whoseWord(manner, line.whose)}
                  </span>
                </label>
              ) : null
          : undefined
      }
    />
  )
  return (
    <Own mine={mine} here="/my/decision" title={t('pages:decision.title')}>
      <p className="lead">
        {t(`pages:act.${d.act}`, { amount: yuanText(d.monthly) })} · {manner.day(d.on)}
      </p>
      <p>{t('pages:decision.from', { month: manner.month(d.from) })}</p>
      {d.before && <Before manner={manner} before={d.before} now={d.monthly} />}
      {problem && (
        <div className="summary" role="alert">
          <p>{t('pages:decision.tick-one')}</p>
        </div>
      )}
      {explanation.unmet.length > 0 && (
        <>
          <h2>{t('pages:check.why-not')}</h2>
          <UnmetList manner={manner} explanation={explanation} />
          {explanation.nearest && (
            <p>
              {t('pages:decision.nearest')}
              {explanation.nearest.text[lang]}
            </p>
          )}
          <p>
            <a href="/check">{t('pages:decision.other-help')}</a>
          </p>
        </>
      )}
      <h2>{t('pages:check.how')}</h2>
      {may ? (
        <form method="get" action="/my/appeal">
          <input type="hidden" name="case" value={mine.current.caseId} />
          {table}
          <p>{t('pages:decision.wrong-what')}</p>
          <button className="primary" type="submit">
            {t('pages:decision.object')}
          </button>
        </form>
      ) : (
        table
      )}
      {d.appeal && (
        <div className="box">
          <p>
            {t('pages:decision.appealed', { number: d.appeal.caseNo })}{' '}
            <a href={`/my?case=${d.appeal.caseId}`}>{t(`casework:stage.${d.appeal.stage}`)}</a>
          </p>
        </div>
      )}
      <Routes manner={manner} decision={d} />
    </Own>
  )
}

/** What it was, what it is, and what has moved since: the first thing a family asks. */
function Before({
  manner: { t },
  before,
  now,
}: {
  manner: Manner
  before: NonNullable<DecisionShown['before']>
  now: bigint
}) {
  const difference = now - before.monthly
  const amount = (fen: bigint) => t('pages:review.yuan', { amount: yuanText(fen < 0n ? -fen : fen) })
  return (
    <section aria-labelledby="before">
      <h2 id="before">{t('pages:decision.before')}</h2>
      <p>
        {t('pages:decision.was-is', { was: amount(before.monthly), is: amount(now) })}
        {difference !== 0n &&
          t(difference > 0n ? 'pages:decision.more' : 'pages:decision.less', { amount: amount(difference) })}
      </p>
      <ul>
        {before.moved.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  )
}

/** 复议, 诉讼: the bodies and the days, always beside the office's own re-check and never instead of it. */
export function Routes({ manner, decision: d }: { manner: Manner; decision: DecisionShown }) {
  const { t } = manner
  return (
    <section aria-labelledby="routes">
      <h2 id="routes">{t('pages:routes.title')}</h2>
      <ul>
        <li>{t('pages:routes.objection', { body: d.route.objection.body })}</li>
        <li>
          {t('pages:routes.reconsideration', {
            body: d.route.reconsideration.body,
            days: d.route.reconsideration.days,
          })}
          {d.days?.reconsiderUntil && t('pages:routes.until', { day: manner.day(d.days.reconsiderUntil) })}
        </li>
        <li>
          {t('pages:routes.court', { body: d.route.court.body, months: d.route.court.months })}
          {d.days?.sueUntil && t('pages:routes.until', { day: manner.day(d.days.sueUntil) })}
        </li>
      </ul>
      {!d.days?.deliveredOn && <p>{t('pages:routes.from-delivery')}</p>}
    </section>
  )
}

/** What an objection against this decision said and where it stands. */
export async function appealOf(mine: Mine, caseId: string): Promise<Appeal | null> {
  const filed = await readCase<Case | Appeal>(mine.visit.tx, caseId)
  assert(!isRefusal(filed), 'an appeal of the own household')
  return filed.state.kind === 'appeal' ? filed.state : null
}
