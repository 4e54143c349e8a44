import { ageOn, type Day, isRefusal, yuanText } from '../../foundation/index.ts'
import { factsOf, membersOn } from '../../household/index.ts'
import { attachFile } from '../../office/index.ts'
import { businessDay } from '../../platform/index.ts'
import { type FactName, type FactValue, factEntry } from '../../policy/index.ts'
import { answerRebuttal, type Rebuttal, rebuttalsOf } from '../../verification/index.ts'
import { LongField, PhotoField } from '../form.tsx'
import type { Manner } from '../manner.ts'
import { goTo, type PageAnswer } from '../page.ts'
import type { FieldProblem } from '../problem.ts'
import { type Upload, unread } from '../read-form.ts'
import type { Mine } from './mine.ts'
import { Own } from './screens.tsx'

/** A figure that was found and does not fit what the family said, as this reader may see it. */
interface Question {
  rebuttal: Rebuttal
  /** The day the source's figure describes. */
  asOf: Day | null
  /** Whose it is; null for the whole family. */
  whose: string | null
  /** What was found about another adult is told to that adult alone; that something was found is told to everybody. */
  mayRead: boolean
}

/** 核对不一致: asked until somebody has looked again; also when the day has passed, nobody loses the right to be heard. */
export const openQuestions = async ({ visit, household }: Pick<Mine, 'visit' | 'household'>): Promise<Rebuttal[]> =>
  rebuttalsOf(visit.tx, household, { states: ['open', 'unanswered', 'answered'] })

async function questionOf(mine: Mine, id: string): Promise<Question | null> {
  const { tx } = mine.visit
  const rebuttal = (await openQuestions(mine)).find((one) => one.id === id)
  if (!rebuttal) return null
  const { subject } = rebuttal
  const today = await businessDay(tx)
  const matched = await factsOf(tx, mine.household, { sources: ['matched'], names: [rebuttal.fact] })
  const member =
    subject.kind === 'person'
      ? (await membersOn(tx, mine.household, today)).find((one) => one.person === subject.id)
      : undefined
  const child = member?.birth ? ageOn(member.birth, today) < 18 : false
  return {
    rebuttal,
    asOf: matched.find((fact) => fact.id === rebuttal.matchedFact)?.asOf ?? null,
    whose: member?.name ?? null,
    mayRead:
      subject.kind === 'household' ||
      child ||
      (subject.kind === 'person' && mine.state.applicant !== null && subject.id === mine.state.applicant),
  }
}

export async function explainForm(mine: Mine): Promise<PageAnswer> {
  const question = await questionOf(mine, mine.visit.params.id ?? '')
  return question ? <ExplainPage mine={mine} question={question} problems={[]} typed={{}} /> : goTo('/my')
}

export async function sendExplanation(mine: Mine, { fields, files, wrong }: Upload): Promise<PageAnswer> {
  const { tx, params } = mine.visit
  const question = await questionOf(mine, params.id ?? '')
  if (!question) return goTo('/my')
  const problems: FieldProblem[] = wrong.map(unread)
  const again = () => ({
    status: 422,
    page: <ExplainPage mine={mine} question={question} problems={problems} typed={fields} />,
  })
  if (!fields.answer && files.length === 0) problems.push({ field: 'answer', says: 'pages:wrong.explanation' })
  if (problems.length) return again()
  const evidence: string[] = []
  for (const file of files) {
    const stored = await attachFile(tx, {
      household: mine.household,
      caseId: mine.current.caseId,
      kind: 'rebuttal-evidence',
      bytes: file.bytes,
    })
    if (isRefusal(stored)) {
      problems.push({ field: 'photo', says: `refusals:${stored.refused}`, values: stored.with })
      return again()
    }
    evidence.push(stored.id)
  }
  const answered = await answerRebuttal(tx, {
    household: mine.household,
    rebuttal: question.rebuttal.id,
    answer: (fields.answer ?? '').slice(0, mostLetters),
    evidence,
  })
  return isRefusal(answered) ? answered : goTo(`/my?case=${mine.current.caseId}&sent=explanation`)
}

const mostLetters = 1000

function ExplainPage({
  mine,
  question: { rebuttal, asOf, whose, mayRead },
  problems,
  typed,
}: {
  mine: Mine
  question: Question
  problems: readonly FieldProblem[]
  typed: Record<string, string>
}) {
  const { manner } = mine.visit
  const { t, lang, day } = manner
  return (
    <Own mine={mine} here={`/my/explain/${rebuttal.id}`} title={t('pages:explain-it.title')} problems={problems}>
      <p>{t('pages:explain-it.what', { day: day(rebuttal.answerBy) })}</p>
      <dl className="pairs">
        <dt>{t('pages:explain.figure')}</dt>
        <dd>{factEntry(rebuttal.fact).label[lang]}</dd>
        <dt>{t('pages:explain.whose')}</dt>
        <dd>{whose ?? t('pages:explain.household')}</dd>
        <dt>{t('pages:explain-it.declared')}</dt>
        <dd>{inWords(manner, rebuttal.fact, rebuttal.declared, 'pages:explain-it.nothing-said')}</dd>
        <dt>{t('pages:explain-it.found')}</dt>
        <dd>
          {mayRead
            ? inWords(manner, rebuttal.fact, rebuttal.matched, 'pages:explain-it.nothing-found')
            : t('pages:decision.only-them')}
        </dd>
        <dt>{t('pages:explain-it.by')}</dt>
        <dd lang="zh-CN">{rebuttal.sourceName}</dd>
        {asOf && (
          <>
            <dt>{t('pages:explain-it.as-of')}</dt>
            <dd>{day(asOf)}</dd>
          </>
        )}
      </dl>
      {!mayRead && <p>{t('pages:explain-it.only-them', { name: whose ?? '' })}</p>}
      {rebuttal.answer && (
        <div className="box">
          <p>{t('pages:explain-it.said-before', { day: rebuttal.answeredOn ? day(rebuttal.answeredOn) : '' })}</p>
          <p>{rebuttal.answer}</p>
        </div>
      )}
      <form method="post" action={`/my/explain/${rebuttal.id}`} encType="multipart/form-data">
        <input type="hidden" name="case" value={mine.current.caseId} />
        <LongField
          manner={manner}
          name="answer"
          label={t('pages:explain-it.answer')}
          hint={t('pages:explain-it.answer-hint')}
          value={typed.answer}
          problems={problems}
          most={mostLetters}
        />
        <PhotoField manner={manner} name="photo" label={t('pages:appeal.photo')} problems={problems} />
        <button className="primary" type="submit">
          {t('pages:explain-it.send')}
        </button>
      </form>
      <p>{t('pages:explain-it.or')}</p>
    </Own>
  )
}

function inWords({ t, lang, day }: Manner, fact: FactName, value: FactValue, none: string): string {
  const entry = factEntry(fact)
  if (value === null) return t(none)
  switch (entry.unit) {
    case 'fen':
      return t('pages:review.yuan', { amount: yuanText(BigInt(value as bigint)) })
    case 'boolean':
      return t(value ? 'pages:field.yes' : 'pages:field.no')
    case 'code':
      return entry.codes?.[String(value)]?.[lang] ?? t('pages:field.unknown')
    case 'date':
      return day(String(value))
    case 'count':
      return `${value} ${entry.countOf?.[lang] ?? ''}`.trim()
  }
}
