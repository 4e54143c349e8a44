import { Button } from 'antd'
import { type ComponentType, type ReactNode, useState } from 'react'
import { deskApi } from '../../contract/index.ts'
import type { Month } from '../../foundation/index.ts'
import { factEntry } from '../../policy/index.ts'
import { upload, useAsk } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { ChoiceField, FileField, SelectField, TextField, TickField } from '../parts/field.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { codeWord, factWord, fenTyped, valueWord, yuanWord } from '../parts/words.ts'
import { useSession } from '../session.tsx'
import { Ruling } from './explanation.tsx'
import { Adoption, useFigures } from './figures.tsx'
import { MissingFields, type Told, toldFigures, toldValue, useGaps } from './missing.tsx'
import { FormEnd, type Run, type StepProps } from './step.tsx'

/** One form per step of the procedure. What is typed lives in the form until the step is taken. */
type Form = ComponentType<StepProps>

function Simple({ run, busy, problem, step, take }: StepProps & { step: string; take: (run: Run) => void }) {
  const t = useText()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        take(run)
      }}
    >
      <p>{t(`desk:step.${step}-what`)}</p>
      <FormEnd busy={busy} problem={problem} label={t(`desk:step.${step}`)} />
    </form>
  )
}

interface Reason {
  code: string
  clause: string
  note: string
}

type ReasonGroup = keyof typeof reasonCodes

/** A reason another officer can check: a kind, the clause, and words where the kind is not enough. */
function ReasonFields({
  group,
  value,
  onChange,
}: {
  /** Which kinds are offered. */
  group: ReasonGroup
  value: Reason
  onChange: (value: Reason) => void
}) {
  const t = useText()
  return (
    <>
      <SelectField
        label={t('desk:reason.kind')}
        value={value.code}
        onChange={(code) => onChange({ ...value, code })}
        empty={t('desk:choose')}
        choices={reasonCodes[group].map((code) => ({ value: code, label: t(`desk:reason.${code}`) }))}
      />
      <TextField
        label={t('desk:reason.clause')}
        hint={t('desk:reason.clause-hint')}
        value={value.clause}
        onChange={(clause) => onChange({ ...value, clause })}
        max={200}
      />
      <TextField
        label={t('desk:reason.note')}
        value={value.note}
        onChange={(note) => onChange({ ...value, note })}
        rows={3}
        max={1000}
        required={value.code === 'other'}
      />
    </>
  )
}
const reasonCodes = {
  skip: ['report-covers', 'recent-visit', 'not-needed', 'other'],
  back: ['figures-unclear', 'papers-missing', 'procedure-missed', 'amount-wrong', 'other'],
  no: ['not-responsible', 'no-need-stated', 'never-supplemented', 'other'],
  differ: ['real-situation', 'figure-not-covered', 'source-outdated', 'other'],
  extend: ['complicated', 'cross-region', 'other'],
  collective: ['hardship-not-covered', 'special-case', 'other'],
}
const noReason: Reason = { code: '', clause: '', note: '' }
const wire = (reason: Reason) => ({ ...reason, note: reason.note || null })

function WithReason({
  run,
  busy,
  problem,
  step,
  group,
  take,
}: StepProps & {
  step: string
  group: ReasonGroup
  take: (run: Run, reason: ReturnType<typeof wire>) => void
}) {
  const t = useText()
  const [reason, setReason] = useState(noReason)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        take(run, wire(reason))
      }}
    >
      <p>{t(`desk:step.${step}-what`)}</p>
      <ReasonFields group={group} value={reason} onChange={setReason} />
      <FormEnd busy={busy} problem={problem} label={t(`desk:step.${step}`)} />
    </form>
  )
}

// ── Intake ────────────────────────────────────────────────────────────────────────────────────────────────────────────
const commonItems = ['signature', 'diagnosis', 'income-proof', 'lease', 'divorce-paper', 'bank-card'] as const

const Supplement: Form = ({ run, busy, problem }) => {
  const t = useText()
  const blank = {
    item: '',
    clause: t('desk:supplement.clause-default'),
    why: '',
    how: t('desk:supplement.how-default'),
  }
  const [items, setItems] = useState([blank])
  const set = (i: number, change: Partial<typeof blank>) =>
    setItems(items.map((item, j) => (i === j ? { ...item, ...change } : item)))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void run(deskApi.requestSupplement, { items })
      }}
    >
      <p>{t('desk:step.request-supplement-what')}</p>
      <p className="bar">
        {commonItems.map((name) => (
          <Button
            key={name}
            onClick={() =>
              setItems([
                ...items.filter((item) => item.item),
                { ...blank, item: t(`desk:supplement.${name}`), why: t(`desk:supplement.${name}-why`) },
              ])
            }
          >
            {t(`desk:supplement.${name}`)}
          </Button>
        ))}
      </p>
      {items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item of the notice is its place on the paper
        <fieldset key={`item-${i + 1}`} className="group">
          <legend>{t('desk:supplement.item-no', { no: i + 1 })}</legend>
          <TextField
            label={t('desk:supplement.item')}
            value={item.item}
            onChange={(v) => set(i, { item: v })}
            max={200}
          />
          <TextField label={t('desk:supplement.why')} value={item.why} onChange={(v) => set(i, { why: v })} max={300} />
          <TextField label={t('desk:supplement.how')} value={item.how} onChange={(v) => set(i, { how: v })} max={300} />
          <TextField
            label={t('desk:reason.clause')}
            value={item.clause}
            onChange={(v) => set(i, { clause: v })}
            max={200}
          />
          {items.length > 1 && (
            <Button onClick={() => setItems(items.filter((_, j) => j !== i))}>{t('desk:remove')}</Button>
          )}
        </fieldset>
      ))}
      <p>
        <Button onClick={() => setItems([...items, blank])}>{t('desk:supplement.more')}</Button>
      </p>
      <FormEnd busy={busy} problem={problem} label={t('desk:step.request-supplement')} />
    </form>
  )
}

const SupplementCame: Form = ({ view, run, busy, problem }) => {
  const t = useText()
  const items = view.supplement?.items ?? []
  const [here, setHere] = useState<Record<string, boolean>>({})
  const [note, setNote] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void run(deskApi.receiveSupplement, {
          answer: items
            .filter((item) => here[item.item])
            .map((item) => ({ item: item.item, files: [], ...(note && { note }) })),
        })
      }}
    >
      <p>{t('desk:step.receive-supplement-what')}</p>
      {items.map((item) => (
        <TickField
          key={item.item}
          label={item.item}
          checked={here[item.item] ?? false}
          onChange={(on) => setHere({ ...here, [item.item]: on })}
        />
      ))}
      <TextField label={t('desk:reason.note')} value={note} onChange={setNote} rows={2} max={500} required={false} />
      <FormEnd busy={busy} problem={problem} label={t('desk:step.receive-supplement')} />
    </form>
  )
}

const Abandon: Form = ({ run, busy, problem }) => {
  const t = useText()
  const causes = ['not-supplemented', 'authorization-refused', 'refused-visit', 'died', 'moved'] as const
  const [cause, setCause] = useState('')
  const [clause, setClause] = useState('')
  const [note, setNote] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const chosen = causes.find((one) => one === cause)
        if (chosen)
          void run(deskApi.abandon, {
            cause: chosen,
            grounds: { reasons: [{ code: chosen, clause, note: note || null }] },
          })
      }}
    >
      <p>{t('desk:step.abandon-what')}</p>
      <SelectField
        label={t('desk:reason.kind')}
        value={cause}
        onChange={setCause}
        empty={t('desk:choose')}
        choices={causes.map((one) => ({ value: one, label: t(`desk:cause.${one}`) }))}
      />
      <TextField label={t('desk:reason.clause')} value={clause} onChange={setClause} max={200} />
      <TextField label={t('desk:reason.note')} value={note} onChange={setNote} rows={3} max={1000} required={false} />
      <FormEnd busy={busy} problem={problem} label={t('desk:step.abandon')} />
    </form>
  )
}

function OneText({
  run,
  busy,
  problem,
  step,
  take,
  rows = 3,
}: StepProps & {
  step: string
  take: (run: Run, text: string) => void
  rows?: number
}) {
  const t = useText()
  const [text, setText] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        take(run, text)
      }}
    >
      <p>{t(`desk:step.${step}-what`)}</p>
      <TextField label={t(`desk:step.${step}-field`)} value={text} onChange={setText} rows={rows} max={500} />
      <FormEnd busy={busy} problem={problem} label={t(`desk:step.${step}`)} />
    </form>
  )
}

// ── Verification and visit ────────────────────────────────────────────────────────────────────────────────────────────
const Report: Form = ({ run, busy, problem }) => {
  const t = useText()
  const [no, setNo] = useState('')
  const [covers, setCovers] = useState(false)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void run(deskApi.recordReport, { reportId: no, coversVisit: covers })
      }}
    >
      <p>{t('desk:step.record-report-what')}</p>
      <TextField label={t('desk:report.number')} value={no} onChange={setNo} max={100} />
      <TickField label={t('desk:report.covers')} checked={covers} onChange={setCovers} />
      <FormEnd busy={busy} problem={problem} label={t('desk:step.record-report')} />
    </form>
  )
}

function PairFields({ value, onChange }: { value: [string, string]; onChange: (pair: [string, string]) => void }) {
  const t = useText()
  const people = useAsk(deskApi.colleagues)
  const choices = (people.data?.data.items ?? [])
    .filter((p) => !['administrator', 'auditor', 'finance'].includes(p.role))
    .map((p) => ({ value: p.account, label: `${p.name} · ${t(`access:role.${p.role}`)} · ${p.unit}` }))
  return (
    <>
      <SelectField
        label={t('desk:visit.first')}
        value={value[0]}
        onChange={(v) => onChange([v, value[1]])}
        empty={t('desk:choose')}
        choices={choices}
      />
      <SelectField
        label={t('desk:visit.second')}
        hint={t('desk:visit.two')}
        value={value[1]}
        onChange={(v) => onChange([value[0], v])}
        empty={t('desk:choose')}
        choices={choices.filter((c) => c.value !== value[0])}
      />
      <ProblemBox error={people.error} />
    </>
  )
}

const BookVisit: Form = ({ run, busy, problem }) => {
  const t = useText()
  const session = useSession()
  const [on, setOn] = useState<string>(session.businessDay)
  const [pair, setPair] = useState<[string, string]>(['', ''])
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void run(deskApi.bookVisit, { visitOn: on as never, visitors: pair })
      }}
    >
      <TextField label={t('desk:visit.on')} type="date" value={on} onChange={setOn} />
      <PairFields value={pair} onChange={setPair} />
      <FormEnd busy={busy} problem={problem} label={t('desk:step.book-visit')} />
    </form>
  )
}

/** S7 as the office fills it in from the paper form: a number is asked only where something is different. */
const RecordVisit: Form = ({ view, run, busy, problem }) => {
  const t = useText()
  const { lang } = useManner()
  const session = useSession()
  const { facts, names, error } = useFigures(view.householdId)
  const [outcome, setOutcome] = useState<'visited' | 'nobody-home' | 'refused' | 'postponed'>('visited')
  const [on, setOn] = useState<string>(session.businessDay)
  const [pair, setPair] = useState<[string, string]>(['', ''])
  const [dwelling, setDwelling] = useState('')
  const [conclusion, setConclusion] = useState('')
  const [neighbour, setNeighbour] = useState('')
  const [seen, setSeen] = useState<Record<string, { seen: 'same' | 'differs' | 'unclear'; value: string }>>({})
  const [told, setTold] = useState<Told>({})
  const { gaps } = useGaps(view.caseId, facts.data?.data.items ?? [])
  const lines = (facts.data?.data.items ?? []).filter((line) => {
    const { unit } = factEntry(line.name)
    return line.declared && (unit === 'fen' || unit === 'count' || line.differs)
  })
  const keyOf = (line: (typeof lines)[number]) => `${line.subject} ${line.name}`
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void run(deskApi.recordVisit, {
          visitors: pair,
          visitedOn: on as never,
          outcome,
          dwelling: dwelling || null,
          conclusion: conclusion || null,
          neighbours: neighbour ? [{ who: t('desk:visit.neighbour'), said: neighbour }] : [],
          checks:
            outcome === 'visited'
              ? lines.map((line) => ({
                  of: line.subject,
                  name: line.name,
                  seen: seen[keyOf(line)]?.seen ?? ('same' as const),
                }))
              : [],
          findings:
            outcome === 'visited'
              ? [
                  ...lines
                    .filter((line) => seen[keyOf(line)]?.seen === 'differs')
                    .map((line) => ({
                      subject: line.subject,
                      name: line.name,
                      value: toldValue(line.name, seen[keyOf(line)]!.value),
                    })),
                  ...toldFigures(gaps, told),
                ]
              : [],
        })
      }}
    >
      <ChoiceField
        label={t('desk:visit.outcome')}
        value={outcome}
        onChange={(v) => setOutcome(v as typeof outcome)}
        choices={(['visited', 'nobody-home', 'refused', 'postponed'] as const).map((v) => ({
          value: v,
          label: t(`desk:visit.${v}`),
        }))}
      />
      <TextField label={t('desk:visit.day')} type="date" value={on} onChange={setOn} />
      <PairFields value={pair} onChange={setPair} />
      {outcome === 'visited' && (
        <>
          <h3>{t('desk:visit.checks')}</h3>
          <p className="hint">{t('desk:visit.checks-hint')}</p>
          <ProblemBox error={error} />
          {lines.map((line) => {
            const now = seen[keyOf(line)] ?? { seen: 'same' as const, value: '' }
            const set = (change: Partial<typeof now>) => setSeen({ ...seen, [keyOf(line)]: { ...now, ...change } })
            return (
              <div key={keyOf(line)} className="check-line">
                <SelectField
                  label={`${factWord(lang, line.name)} · ${names.get(line.subject) ?? t('desk:case.household')}:${valueWord(lang, line.name, line.declared?.value)}`}
                  value={now.seen}
                  onChange={(v) => set({ seen: v as typeof now.seen })}
                  choices={(['same', 'differs', 'unclear'] as const).map((v) => ({
                    value: v,
                    label: t(`desk:visit.${v}`),
                  }))}
                />
                {now.seen === 'differs' && (
                  <TextField
                    label={factEntry(line.name).unit === 'fen' ? t('desk:visit.really-yuan') : t('desk:visit.really')}
                    value={now.value}
                    onChange={(value) => set({ value })}
                  />
                )}
              </div>
            )
          })}
          <MissingFields gaps={gaps} told={told} onChange={setTold} />
          <TextField
            label={t('desk:visit.dwelling')}
            value={dwelling}
            onChange={setDwelling}
            rows={2}
            max={1000}
            required={false}
          />
          <TextField
            label={t('desk:visit.neighbours')}
            value={neighbour}
            onChange={setNeighbour}
            rows={2}
            max={1000}
            required={false}
          />
          <TextField
            label={t('desk:visit.conclusion')}
            value={conclusion}
            onChange={setConclusion}
            rows={2}
            max={1000}
            required={false}
          />
        </>
      )}
      <FormEnd busy={busy} problem={problem} label={t('desk:step.record-visit')} />
    </form>
  )
}

// ── Opinion and decision ──────────────────────────────────────────────────────────────────────────────────────────────
const acts = ['grant', 'raise', 'keep', 'reduce', 'refuse', 'stop', 'suspend', 'resume'] as const

interface Wanted {
  other: boolean
  act: string
  monthly: string
  from: string
  reason: Reason
  grounds: Reason
}
const nothingWanted: Wanted = { other: false, act: '', monthly: '', from: '', reason: noReason, grounds: noReason }

/** Agree with what is proposed, or say what instead and why. */
function WantedFields({
  agree,
  value,
  onChange,
  always = false,
}: {
  agree: ReactNode
  value: Wanted
  onChange: (value: Wanted) => void
  always?: boolean
}) {
  const t = useText()
  const adverse = ['refuse', 'reduce', 'suspend', 'stop'].includes(value.act)
  return (
    <>
      {!always && (
        <fieldset className="field choices">
          <legend>{t('desk:opinion.legend')}</legend>
          <div className="tick">
            <input
              type="radio"
              id="agree-yes"
              name="agree"
              checked={!value.other}
              onChange={() => onChange({ ...value, other: false })}
            />
            <label htmlFor="agree-yes">{agree}</label>
          </div>
          <div className="tick">
            <input
              type="radio"
              id="agree-no"
              name="agree"
              checked={value.other}
              onChange={() => onChange({ ...value, other: true })}
            />
            <label htmlFor="agree-no">{t('desk:opinion.differ')}</label>
          </div>
        </fieldset>
      )}
      {(value.other || always) && (
        <>
          <SelectField
            label={t('desk:opinion.act')}
            value={value.act}
            onChange={(act) => onChange({ ...value, act })}
            empty={t('desk:choose')}
            choices={acts.map((act) => ({ value: act, label: t(`desk:act.${act}`) }))}
          />
          {!['refuse', 'stop', 'suspend'].includes(value.act) && (
            <TextField
              label={t('desk:opinion.monthly')}
              value={value.monthly}
              onChange={(monthly) => onChange({ ...value, monthly })}
            />
          )}
          {!always && (
            <>
              <h3>{t('desk:opinion.why-differ')}</h3>
              <ReasonFields group="differ" value={value.reason} onChange={(reason) => onChange({ ...value, reason })} />
            </>
          )}
          {adverse && (
            <>
              <h3>{t('desk:opinion.grounds')}</h3>
              <ReasonFields group="back" value={value.grounds} onChange={(g) => onChange({ ...value, grounds: g })} />
            </>
          )}
        </>
      )}
    </>
  )
}

function wantedBody(wanted: Wanted, always = false) {
  if (!wanted.other && !always) return {}
  const act = acts.find((one) => one === wanted.act)
  const monthly = fenTyped(wanted.monthly)
  return {
    ...(act && { act }),
    ...(monthly !== null && { monthly }),
    ...(['refuse', 'stop', 'suspend'].includes(wanted.act) && { monthly: 0n }),
    ...(wanted.from && { from: wanted.from as Month }),
    ...(wanted.grounds.code && { reasons: [wire(wanted.grounds)] }),
    ...(!always && { difference: wire(wanted.reason) }),
  }
}

const Recommend: Form = ({ view, run, busy, problem }) => {
  const t = useText()
  const { lang } = useManner()
  const ruling = useAsk(deskApi.readRuling, { params: { caseId: view.caseId } })
  const [wanted, setWanted] = useState(nothingWanted)
  const [review, setReview] = useState('')
  const answer = ruling.data?.data
  if (ruling.isPending) return <Waiting />
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (answer)
          void run(deskApi.recommend, {
            seen: answer.assessed.digest,
            ...wantedBody(wanted),
            ...(review && { reviewClass: review }),
          })
      }}
    >
      <ProblemBox error={ruling.error} />
      {answer && <Ruling ruling={answer} />}
      <WantedFields
        value={wanted}
        onChange={setWanted}
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
        empty={t('desk:opinion.review-proposed')}
        choices={view.reviewClasses.map((c) => ({ value: c, label: codeWord(lang, 'review-class', c) }))}
      />
      <FormEnd busy={busy} problem={problem} label={t('desk:step.recommend')} />
    </form>
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
          {t(`desk:act.${opinion.act.act}`)} · {t('desk:a-month', { amount: yuanWord(lang, opinion.act.monthly) })} ·{' '}
          {t('desk:from-month', { month: opinion.act.from })}
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
      {opinion.act.reasons.length > 0 && (
        <ul>
          {opinion.act.reasons.map((reason) => (
            <li key={reason.code + reason.clause}>
              {codeWord(lang, 'reason', reason.code)} · {reason.clause} {reason.note}
            </li>
          ))}
        </ul>
      )}
      {opinion.editedAfterPreview > 0 && (
        <p className="mark">{t('desk:opinion.edited', { count: opinion.editedAfterPreview })}</p>
      )}
    </div>
  )
}

function Sign({
  view,
  run,
  busy,
  problem,
  step,
  take,
}: StepProps & { step: 'endorse' | 'county-review'; take: (run: Run) => void }) {
  const t = useText()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        take(run)
      }}
    >
      <p>{t(`desk:step.${step}-what`)}</p>
      <OpinionLine view={view} />
      <FormEnd busy={busy} problem={problem} label={t(`desk:step.${step}`)} />
    </form>
  )
}

const Confirm: Form = ({ view, run, busy, problem }) => {
  const t = useText()
  const { lang } = useManner()
  const ruling = useAsk(deskApi.readRuling, { params: { caseId: view.caseId } })
  const [wanted, setWanted] = useState(nothingWanted)
  const answer = ruling.data?.data
  if (ruling.isPending) return <Waiting />
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (answer) void run(deskApi.confirm, { seen: answer.assessed.digest, ...wantedBody(wanted) })
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
      <FormEnd busy={busy} problem={problem} label={t('desk:step.confirm')} />
    </form>
  )
}

const CollectiveForm: Form = ({ run, busy, problem }) => {
  const t = useText()
  const session = useSession()
  const [no, setNo] = useState('')
  const [on, setOn] = useState<string>(session.businessDay)
  const [wanted, setWanted] = useState<Wanted>({ ...nothingWanted, other: true })
  const [reason, setReason] = useState(noReason)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void run(deskApi.recordCollective, {
          ...wantedBody(wanted, true),
          minutesNo: no,
          heldOn: on as never,
          reason: wire(reason),
        })
      }}
    >
      <p>{t('desk:step.record-collective-what')}</p>
      <TextField label={t('desk:confirm.minutes')} value={no} onChange={setNo} max={60} />
      <TextField label={t('desk:confirm.met-on')} type="date" value={on} onChange={setOn} />
      <WantedFields value={wanted} onChange={setWanted} agree="" always />
      <h3>{t('desk:opinion.why-collective')}</h3>
      <ReasonFields group="collective" value={reason} onChange={setReason} />
      <FormEnd busy={busy} problem={problem} label={t('desk:step.record-collective')} />
    </form>
  )
}

// ── Objection, appraisal ──────────────────────────────────────────────────────────────────────────────────────────────
const Reinvestigation: Form = ({ view, run, busy, problem }) => {
  const t = useText()
  const [outcome, setOutcome] = useState('')
  const [report, setReport] = useState('')
  const [answer, setAnswer] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void run(deskApi.concludeReinvestigation, {
          founded: outcome === 'founded',
          disputed: outcome === 'disputed',
          report,
          answer,
        })
      }}
    >
      {view.objections
        .filter((o) => !o.outcome)
        .map((o) => (
          <blockquote key={o.objectionId}>{o.matter}</blockquote>
        ))}
      <ChoiceField
        label={t('desk:objection.outcome')}
        value={outcome}
        onChange={setOutcome}
        choices={['unfounded', 'founded', 'disputed'].map((v) => ({ value: v, label: t(`desk:objection.${v}`) }))}
      />
      <TextField label={t('desk:objection.report')} value={report} onChange={setReport} rows={4} max={2000} />
      <TextField
        label={t('desk:objection.answer')}
        hint={t('desk:objection.answer-hint')}
        value={answer}
        onChange={setAnswer}
        rows={4}
        max={2000}
      />
      <FormEnd busy={busy} problem={problem} label={t('desk:step.conclude-reinvestigation')} />
    </form>
  )
}

const AppraisalForm: Form = ({ run, busy, problem }) => {
  const t = useText()
  const session = useSession()
  const [on, setOn] = useState<string>(session.businessDay)
  const [place, setPlace] = useState('')
  const [conclusion, setConclusion] = useState('')
  const [points, setPoints] = useState('')
  const numbers = ['officials', 'committee', 'villagers', 'agree', 'against', 'abstain'] as const
  const [count, setCount] = useState<Record<(typeof numbers)[number], string>>({
    officials: '',
    committee: '',
    villagers: '',
    agree: '',
    against: '',
    abstain: '',
  })
  const n = (name: (typeof numbers)[number]) => Number(count[name]) || 0
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void run(deskApi.recordAppraisal, {
          heldOn: on as never,
          place,
          present: { officials: n('officials'), committee: n('committee'), villagers: n('villagers') },
          votes: { agree: n('agree'), against: n('against'), abstain: n('abstain') },
          points: points.split('\n').flatMap((line) => (line.trim() ? [line.trim()] : [])),
          conclusion,
        })
      }}
    >
      <p>{t('desk:step.record-appraisal-what')}</p>
      <TextField label={t('desk:appraisal.on')} type="date" value={on} onChange={setOn} />
      <TextField label={t('desk:appraisal.place')} value={place} onChange={setPlace} max={100} />
      {numbers.map((name) => (
        <TextField
          key={name}
          label={t(`desk:appraisal.${name}`)}
          type="number"
          value={count[name]}
          onChange={(v) => setCount({ ...count, [name]: v })}
        />
      ))}
      <TextField
        label={t('desk:appraisal.points')}
        hint={t('desk:appraisal.points-hint')}
        value={points}
        onChange={setPoints}
        rows={4}
        required={false}
      />
      <TextField
        label={t('desk:appraisal.conclusion')}
        value={conclusion}
        onChange={setConclusion}
        rows={3}
        max={2000}
      />
      <FormEnd busy={busy} problem={problem} label={t('desk:step.record-appraisal')} />
    </form>
  )
}

// ── Letter, desk work ─────────────────────────────────────────────────────────────────────────────────────────────────
const Delivery: Form = ({ run, busy, problem }) => {
  const t = useText()
  const session = useSession()
  const people = useAsk(deskApi.colleagues)
  const manners = ['direct', 'left', 'post', 'entrusted', 'electronic', 'public'] as const
  const [manner, setManner] = useState<(typeof manners)[number]>('direct')
  const [on, setOn] = useState<string>(session.businessDay)
  const [by, setBy] = useState('')
  const [relation, setRelation] = useState('')
  const [server, setServer] = useState('')
  const [second, setSecond] = useState('')
  const [witness, setWitness] = useState('')
  const [reference, setReference] = useState('')
  const choices = (people.data?.data.items ?? []).map((p) => ({
    value: p.account,
    label: `${p.name} · ${t(`access:role.${p.role}`)}`,
  }))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void run(deskApi.deliverLetter, {
          deliveredOn: on as never,
          manner,
          receivedBy: by || null,
          relation: relation || null,
          servers: [server, second].filter(Boolean),
          witness: witness || null,
          reference: reference || null,
          note: null,
        })
      }}
    >
      <p>{t('desk:step.record-delivery-what')}</p>
      <SelectField
        label={t('desk:delivery.manner')}
        value={manner}
        onChange={(v) => setManner(v as typeof manner)}
        choices={manners.map((m) => ({ value: m, label: t(`desk:delivery.${m}`) }))}
      />
      <TextField label={t('desk:delivery.on')} type="date" value={on} onChange={setOn} />
      <TextField label={t('desk:delivery.by')} value={by} onChange={setBy} max={60} required={manner === 'direct'} />
      <TextField
        label={t('desk:delivery.relation')}
        value={relation}
        onChange={setRelation}
        max={30}
        required={false}
      />
      <SelectField
        label={t('desk:delivery.server')}
        value={server}
        onChange={setServer}
        empty={t('desk:choose')}
        choices={choices}
      />
      <SelectField
        label={t('desk:delivery.second')}
        value={second}
        onChange={setSecond}
        empty={t('desk:none')}
        required={false}
        choices={choices.filter((c) => c.value !== server)}
      />
      <TextField
        label={t('desk:delivery.witness')}
        value={witness}
        onChange={setWitness}
        max={60}
        required={manner === 'left'}
      />
      <TextField
        label={t('desk:delivery.reference')}
        value={reference}
        onChange={setReference}
        max={100}
        required={manner === 'post' || manner === 'electronic' || manner === 'public'}
      />
      <FormEnd busy={busy} problem={problem} label={t('desk:step.record-delivery')} />
    </form>
  )
}

const Reassign: Form = ({ run, busy, problem }) => {
  const t = useText()
  const people = useAsk(deskApi.colleagues)
  const [to, setTo] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void run(deskApi.reassign, { to: to || null })
      }}
    >
      <SelectField
        label={t('desk:queue.to')}
        value={to}
        onChange={setTo}
        required={false}
        empty={t('desk:queue.to-nobody')}
        choices={(people.data?.data.items ?? []).map((p) => ({
          value: p.account,
          label: `${p.name} · ${t(`access:role.${p.role}`)} · ${p.unit}`,
        }))}
      />
      <FormEnd busy={busy} problem={problem} label={t('desk:step.reassign')} />
    </form>
  )
}

const Pause: Form = ({ view, run, busy, problem }) => {
  const t = useText()
  const { lang } = useManner()
  const [reason, setReason] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void run(deskApi.pauseCase, { reason })
      }}
    >
      <p>{t('desk:step.pause-what')}</p>
      <SelectField
        label={t('desk:reason.kind')}
        value={reason}
        onChange={setReason}
        empty={t('desk:choose')}
        choices={view.pauses.map((code) => ({ value: code, label: codeWord(lang, 'blocked', code) }))}
      />
      <FormEnd busy={busy} problem={problem} label={t('desk:step.pause')} />
    </form>
  )
}

const Clerical: Form = ({ run, busy, problem }) => {
  const t = useText()
  const [field, setField] = useState('')
  const [note, setNote] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void run(deskApi.correctClerically, { field, note })
      }}
    >
      <p>{t('desk:step.correct-clerically-what')}</p>
      <TextField label={t('desk:clerical.field')} value={field} onChange={setField} max={60} />
      <TextField label={t('desk:clerical.note')} value={note} onChange={setNote} rows={3} max={500} />
      <FormEnd busy={busy} problem={problem} label={t('desk:step.correct-clerically')} />
    </form>
  )
}

/** Adds a scanned or photographed page to the case. */
export function AddPage({ view, onDone }: { view: deskApi.CaseView; onDone: () => void }) {
  const t = useText()
  const [kind, setKind] = useState('household-register')
  const [file, setFile] = useState<File | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const kinds = ['household-register', 'identity-card', 'medical-paper', 'income-proof', 'other-paper'] as const
  return (
    <form
      className="bar"
      onSubmit={async (event) => {
        event.preventDefault()
        if (!file) return
        setBusy(true)
        setProblem(null)
        try {
          await upload(deskApi.attachToCase, file, { params: { caseId: view.caseId }, query: { kind } })
          onDone()
        } catch (wrong) {
          setProblem(wrong)
        } finally {
          setBusy(false)
        }
      }}
    >
      <SelectField
        label={t('desk:page.kind')}
        value={kind}
        onChange={setKind}
        choices={kinds.map((k) => ({ value: k, label: t(`desk:page.${k}`) }))}
      />
      <FileField label={t('desk:page.file')} onChange={setFile} />
      <Button htmlType="submit" loading={busy}>
        {t('desk:page.add')}
      </Button>
      <ProblemBox error={problem} />
    </form>
  )
}

/** Stage → action → form. A step without a form here is taken on another screen. */
export const forms: Record<string, Form> = {
  accept: (p) => <Simple {...p} step="accept" take={(run) => void run(deskApi.accept, {})} />,
  'request-supplement': Supplement,
  'receive-supplement': SupplementCame,
  'refuse-to-accept': (p) => (
    <WithReason
      {...p}
      step="refuse-to-accept"
      group="no"
      take={(run, reason) => void run(deskApi.refuseToAccept, { grounds: { reasons: [reason] } })}
    />
  ),
  'mark-duplicate': (p) => (
    <OneText
      {...p}
      step="mark-duplicate"
      take={(run, ofCaseNo) => void run(deskApi.markDuplicate, { ofCaseNo })}
      rows={1}
    />
  ),
  'start-verification': (p) => (
    <Simple {...p} step="start-verification" take={(run) => void run(deskApi.startVerification, {})} />
  ),
  'skip-verification': (p) => (
    <WithReason
      {...p}
      step="skip-verification"
      group="skip"
      take={(run, reason) => void run(deskApi.skipVerification, { reason })}
    />
  ),
  'record-report': Report,
  'book-visit': BookVisit,
  'record-visit': RecordVisit,
  'skip-visit': (p) => (
    <WithReason {...p} step="skip-visit" group="skip" take={(run, reason) => void run(deskApi.skipVisit, { reason })} />
  ),
  'adopt-facts': Adoption,
  recommend: Recommend,
  endorse: (p) => <Sign {...p} step="endorse" take={(run) => void run(deskApi.endorse, {})} />,
  'send-back': (p) => (
    <WithReason {...p} step="send-back" group="back" take={(run, reason) => void run(deskApi.sendBack, { reason })} />
  ),
  'conclude-reinvestigation': Reinvestigation,
  'record-appraisal': AppraisalForm,
  'county-review': (p) => <Sign {...p} step="county-review" take={(run) => void run(deskApi.countyReview, {})} />,
  'record-collective': CollectiveForm,
  confirm: Confirm,
  'return-to-township': (p) => (
    <WithReason
      {...p}
      step="return-to-township"
      group="back"
      take={(run, reason) => void run(deskApi.returnToTownship, { reason })}
    />
  ),
  'issue-letter': (p) => <Simple {...p} step="issue-letter" take={(run) => void run(deskApi.issueLetter, {})} />,
  'record-delivery': Delivery,
  withdraw: (p) => <OneText {...p} step="withdraw" take={(run, reason) => void run(deskApi.withdraw, { reason })} />,
  abandon: Abandon,
  reassign: Reassign,
  pause: Pause,
  resume: (p) => <Simple {...p} step="resume" take={(run) => void run(deskApi.resumeCase, {})} />,
  extend: (p) => (
    <WithReason {...p} step="extend" group="extend" take={(run, reason) => void run(deskApi.extendCase, { reason })} />
  ),
  'correct-clerically': Clerical,
}

/** The one thing to do next at this stage, in the order of the work. */
export function primaryStep(view: deskApi.CaseView): string | null {
  const can = (step: string) => view.steps.some((one) => one.do === step && one.mine)
  const first = (...steps: (string | false)[]) => steps.find((step) => step && can(step)) || null
  switch (view.stage) {
    case 'submitted':
      return first('accept')
    case 'supplement':
      return first('receive-supplement')
    case 'investigation':
      return first(
        view.verification.status === 'needed' && 'start-verification',
        view.verification.status === 'awaiting' && 'record-report',
        view.visit.status === 'due' && 'book-visit',
        view.visit.status === 'booked' && 'record-visit',
        view.verification.status !== 'awaiting' && view.adoptedOn === null && 'adopt-facts',
        view.verification.status !== 'awaiting' && view.adoptedOn !== null && 'recommend',
      )
    case 'review':
      return first('endorse')
    case 'notice-due':
      return first('post-notice')
    case 'notice':
      return first('add-board-photo')
    case 'objection':
      return first('conclude-reinvestigation')
    case 'appraisal':
      return first('record-appraisal')
    case 'confirmation':
      return first('confirm', !view.signatures.some((s) => s.capacity === 'county-review') && 'county-review')
    case 'decided':
      return first(view.letterOn === null && 'issue-letter', view.letterOn !== null && 'record-delivery')
    default:
      return null
  }
}
