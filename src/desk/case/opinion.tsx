import { useState } from 'react'
import { caseworkApi, deskApi } from '../../contract/index.ts'
import { useAsk } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { SelectField, TextField } from '../parts/field.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { codeWord, yuanWord } from '../parts/words.ts'
import { useSession } from '../session.tsx'
import { Ruling } from './explanation.tsx'
import { noReason, ReasonFields, reasonBody } from './reason.tsx'
import { type Form, type Run, StepForm, type StepProps } from './step.tsx'
import { nothingWanted, type Wanted, WantedFields, wantedBody } from './wanted.tsx'

/** Opinion, signatures and decision. */

export const Recommend: Form = ({ view, run, busy, problem }) => {
  const t = useText()
  const { lang } = useManner()
  const ruling = useAsk(deskApi.readRuling, { params: { caseId: view.caseId } })
  const [typed, setWanted] = useState<Wanted | null>(null)
  const [review, setReview] = useState('')
  const answer = ruling.data?.data
  if (ruling.isPending) return <Waiting />
  const asked = answer?.asked ?? null
  // A change that asks for something of itself proposes it, in the words it was opened with.
  const wanted: Wanted =
    typed ??
    (asked ? { ...nothingWanted, choice: 'asked', grounds: { ...noReason, note: view.reason ?? '' } } : nothingWanted)
  return (
    <StepForm
      step="recommend"
      busy={busy}
      problem={problem}
      take={() => {
        if (answer)
          void run(caseworkApi.recommend, {
            seen: answer.assessed.digest,
            ...wantedBody(wanted, false, asked),
            ...(review && { reviewClass: review }),
          })
      }}
    >
      <ProblemBox error={ruling.error} />
      {answer && !asked && <Ruling ruling={answer} />}
      {answer && asked && (
        <details>
          <summary>{t('desk:opinion.rule-beside')}</summary>
          <Ruling ruling={answer} />
        </details>
      )}
      <WantedFields
        value={wanted}
        onChange={setWanted}
        asked={asked}
        agree={
          answer?.assessed.act
            ? t('desk:opinion.agree', {
                act: t(`desk:act.${answer.assessed.act}`),
                amount: yuanWord(lang, answer.assessed.monthly ?? 0n),
              })
            : t('desk:opinion.agree-none')
        }
      />
      <SelectField
        label={t('desk:opinion.review-class')}
        value={review}
        onChange={setReview}
        required={false}
        quiet
        empty={t('desk:opinion.review-proposed')}
        choices={view.reviewClasses.map((c) => ({ value: c, label: codeWord(lang, 'review-class', c) }))}
      />
    </StepForm>
  )
}

/** 减发 · 每月 536 元 → 439 元(少 97 元) · 从 2026-12 起: against what is paid now, where something is. */
export function ActWords({
  act,
  before,
}: {
  act: NonNullable<deskApi.CaseView['opinion']>['act']
  before: bigint | null
}) {
  const t = useText()
  const { lang } = useManner()
  const amount = (fen: bigint) => yuanWord(lang, fen)
  const moved = before === null ? 0n : act.monthly - before
  return (
    <>
      {t(`desk:act.${act.act}`)} ·{' '}
      {before === null || moved === 0n
        ? t('desk:a-month', { amount: amount(act.monthly) })
        : t(moved > 0n ? 'desk:a-month-more' : 'desk:a-month-less', {
            before: amount(before),
            amount: amount(act.monthly),
            by: amount(moved > 0n ? moved : -moved),
          })}{' '}
      · {t('desk:from-month', { month: act.from })}
    </>
  )
}

/** What was proposed, in one sentence, before somebody signs under it. */
export function OpinionLine({ view }: { view: deskApi.CaseView }) {
  const t = useText()
  const { lang } = useManner()
  const { opinion } = view
  if (!opinion) return null
  return (
    <div className="opinion">
      <p>
        <strong>
          <ActWords act={opinion.act} before={view.current} />
        </strong>
      </p>
      {opinion.difference && (
        <p>
          {t('desk:opinion.differs-because', {
            reason: codeWord(lang, 'reason', opinion.difference.code),
            note: opinion.difference.note ?? '',
          })}
        </p>
      )}
      <Grounds of={opinion.act.reasons} />
      {opinion.editedAfterPreview > 0 && (
        <p className="mark">{t('desk:opinion.edited', { count: opinion.editedAfterPreview })}</p>
      )}
    </div>
  )
}

/** Why a family gets less or nothing: kind, clause and words, one line each. */
export function Grounds({ of }: { of: readonly { code: string; clause: string; note: string | null }[] }) {
  const { lang } = useManner()
  if (of.length === 0) return null
  return (
    <ul>
      {of.map((reason) => (
        <li key={reason.code + reason.clause}>
          {[codeWord(lang, 'reason', reason.code), reason.clause, reason.note].filter(Boolean).join(' · ')}
        </li>
      ))}
    </ul>
  )
}

export function Sign({
  view,
  run,
  busy,
  problem,
  step,
  take,
}: StepProps & { step: 'endorse' | 'county-review'; take: (run: Run) => void }) {
  const _t = useText()
  return (
    <StepForm
      step={step}
      busy={busy}
      problem={problem}
      take={() => {
        take(run)
      }}
    >
      <OpinionLine view={view} />
    </StepForm>
  )
}

export const Confirm: Form = ({ view, run, busy, problem }) => {
  const t = useText()
  const { lang } = useManner()
  const ruling = useAsk(deskApi.readRuling, { params: { caseId: view.caseId } })
  const [wanted, setWanted] = useState(nothingWanted)
  const answer = ruling.data?.data
  if (ruling.isPending) return <Waiting />
  return (
    <StepForm
      step="confirm"
      busy={busy}
      problem={problem}
      take={() => {
        if (answer) void run(caseworkApi.confirm, { seen: answer.assessed.digest, ...wantedBody(wanted) })
      }}
    >
      <ProblemBox error={ruling.error} />
      <h3>{t('desk:case.opinion')}</h3>
      <OpinionLine view={view} />
      <h3>{t('desk:case.rule-today')}</h3>
      {answer && <Ruling ruling={answer} />}
      <WantedFields
        value={wanted}
        onChange={setWanted}
        agree={t('desk:opinion.agree', {
          act: t(`desk:act.${view.opinion?.act.act ?? 'grant'}`),
          amount: yuanWord(lang, view.opinion?.act.monthly ?? 0n),
        })}
      />
    </StepForm>
  )
}

export const CollectiveForm: Form = ({ run, busy, problem }) => {
  const t = useText()
  const session = useSession()
  const [no, setNo] = useState('')
  const [on, setOn] = useState<string>(session.businessDay)
  const [wanted, setWanted] = useState<Wanted>({ ...nothingWanted, choice: 'other' })
  const [reason, setReason] = useState(noReason)
  return (
    <StepForm
      step="record-collective"
      busy={busy}
      problem={problem}
      take={() => {
        void run(caseworkApi.recordCollective, {
          ...wantedBody(wanted, true),
          minutesNo: no,
          heldOn: on as never,
          reason: reasonBody(reason),
        })
      }}
    >
      <TextField label={t('desk:confirm.minutes')} value={no} onChange={setNo} max={60} />
      <TextField label={t('desk:confirm.met-on')} type="date" value={on} onChange={setOn} />
      <WantedFields value={wanted} onChange={setWanted} agree="" always />
      <h3>{t('desk:opinion.why-collective')}</h3>
      <ReasonFields group="collective" value={reason} onChange={setReason} />
    </StepForm>
  )
}
