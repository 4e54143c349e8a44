import { caseworkApi, type deskApi } from '../../contract/index.ts'
import { Adoption } from './adoption.tsx'
import { Clerical, Delivery, Pause, Reassign } from './afterwards.tsx'
import { DecideAppeal, ProposeAnswer, RecheckFigures } from './appeal-forms.tsx'
import { BookVisit, RecordVisit, Report } from './inquiry.tsx'
import { Abandon, Supplement, SupplementCame } from './intake.tsx'
import { AppraisalForm, Reinvestigation } from './objection.tsx'
import { CollectiveForm, Confirm, Recommend, Sign } from './opinion.tsx'
import { OneText, Simple, WithReason } from './reason.tsx'
import type { Form } from './step.tsx'

/** Stage → action → form. A step without a form here is taken on another screen. */
export const forms: Record<string, Form> = {
  accept: (p) => <Simple {...p} step="accept" take={(run) => void run(caseworkApi.accept, {})} />,
  'request-supplement': Supplement,
  'receive-supplement': SupplementCame,
  'refuse-to-accept': (p) => (
    <WithReason
      {...p}
      step="refuse-to-accept"
      group="no"
      take={(run, reason) => void run(caseworkApi.refuseToAccept, { grounds: { reasons: [reason] } })}
    />
  ),
  'mark-duplicate': (p) => (
    <OneText
      {...p}
      step="mark-duplicate"
      take={(run, ofCaseNo) => void run(caseworkApi.markDuplicate, { ofCaseNo })}
      rows={1}
    />
  ),
  'start-verification': (p) => (
    <Simple {...p} step="start-verification" take={(run) => void run(caseworkApi.startVerification, {})} />
  ),
  'skip-verification': (p) => (
    <WithReason
      {...p}
      step="skip-verification"
      group="skip"
      take={(run, reason) => void run(caseworkApi.skipVerification, { reason })}
    />
  ),
  'record-report': Report,
  'book-visit': BookVisit,
  'record-visit': RecordVisit,
  'skip-visit': (p) => (
    <WithReason
      {...p}
      step="skip-visit"
      group="skip"
      take={(run, reason) => void run(caseworkApi.skipVisit, { reason })}
    />
  ),
  'adopt-facts': Adoption,
  recommend: Recommend,
  endorse: (p) => <Sign {...p} step="endorse" take={(run) => void run(caseworkApi.endorse, {})} />,
  'send-back': (p) => (
    <WithReason
      {...p}
      step="send-back"
      group="back"
      take={(run, reason) => void run(caseworkApi.sendBack, { reason })}
    />
  ),
  'conclude-reinvestigation': Reinvestigation,
  'record-appraisal': AppraisalForm,
  'county-review': (p) => <Sign {...p} step="county-review" take={(run) => void run(caseworkApi.countyReview, {})} />,
  'record-collective': CollectiveForm,
  confirm: Confirm,
  'return-to-township': (p) => (
    <WithReason
      {...p}
      step="return-to-township"
      group="back"
      take={(run, reason) => void run(caseworkApi.returnToTownship, { reason })}
    />
  ),
  'issue-letter': (p) => <Simple {...p} step="issue-letter" take={(run) => void run(caseworkApi.issueLetter, {})} />,
  'record-delivery': (p) => (
    <Delivery {...p} step="record-delivery" take={(run, body) => void run(caseworkApi.deliverLetter, body)} />
  ),
  withdraw: (p) => (
    <OneText {...p} step="withdraw" take={(run, reason) => void run(caseworkApi.withdraw, { reason })} />
  ),
  abandon: Abandon,
  reassign: Reassign,
  pause: Pause,
  resume: (p) => <Simple {...p} step="resume" take={(run) => void run(caseworkApi.resumeCase, {})} />,
  extend: (p) => (
    <WithReason
      {...p}
      step="extend"
      group="extend"
      take={(run, reason) => void run(caseworkApi.extendCase, { reason })}
    />
  ),
  'correct-clerically': Clerical,
  'begin-recheck': (p) => <Simple {...p} step="begin-recheck" take={(run) => void run(caseworkApi.beginRecheck, {})} />,
  'adopt-recheck-figures': RecheckFigures,
  'propose-answer': ProposeAnswer,
  'send-back-answer': (p) => (
    <WithReason
      {...p}
      step="send-back-answer"
      group="back"
      take={(run, reason) => void run(caseworkApi.sendBackAnswer, { reason })}
    />
  ),
  'decide-appeal': DecideAppeal,
  'withdraw-appeal': (p) => (
    <OneText {...p} step="withdraw-appeal" take={(run, reason) => void run(caseworkApi.withdrawAppeal, { reason })} />
  ),
  'issue-appeal-letter': (p) => (
    <Simple {...p} step="issue-appeal-letter" take={(run) => void run(caseworkApi.issueAppealLetter, {})} />
  ),
  'deliver-appeal-letter': (p) => (
    <Delivery
      {...p}
      step="deliver-appeal-letter"
      take={(run, body) => void run(caseworkApi.deliverAppealLetter, body)}
    />
  ),
}

/** Forms with tables in them take the whole width. */
export const wideForms: readonly string[] = [
  'adopt-facts',
  'recommend',
  'confirm',
  'record-visit',
  'adopt-recheck-figures',
  'propose-answer',
]

type Offered = deskApi.CaseView['steps'][number]

/** The one thing for this officer to do next, in the order of the work. */
export const primaryStep = (view: deskApi.CaseView): string | null =>
  // Nobody who decided is offered the re-check.
  view.appeal?.mayNot && view.stage !== 'decided' ? null : nextStep(view, (step) => step.mine)

/** Who has the next step in hand, whoever asks. */
export const nextHands = (view: deskApi.CaseView): readonly string[] => {
  const next = nextStep(view, () => true)
  return view.steps.find((step) => step.do === next)?.who ?? []
}

function nextStep(view: deskApi.CaseView, counts: (step: Offered) => boolean): string | null {
  const offered = (step: string) => view.steps.some((one) => one.do === step)
  const can = (step: string) => view.steps.some((one) => one.do === step && counts(one))
  const first = (...steps: (string | false)[]) => steps.find((step) => step && can(step)) || null
  if (view.kind === 'appeal') return appealStep(view, first)
  const awaitsReport = view.verification.status === 'awaiting'
  const awaitsFigures = view.adoptedOn === null && offered('adopt-facts')
  switch (view.stage) {
    case 'submitted':
      return first('accept')
    case 'supplement':
      return first('receive-supplement')
    case 'investigation':
      return first(
        view.verification.status === 'needed' && 'start-verification',
        awaitsReport && 'record-report',
        view.visit.status === 'due' && 'book-visit',
        view.visit.status === 'booked' && 'record-visit',
        !awaitsReport && (awaitsFigures ? 'adopt-facts' : 'recommend'),
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
      return first(offered('county-review') ? 'county-review' : 'confirm')
    case 'decided':
      return first(view.letterOn === null ? 'issue-letter' : 'record-delivery')
    default:
      return null
  }
}

/** Figures are put right before an answer is proposed. */
function appealStep(view: deskApi.CaseView, first: (...steps: string[]) => string | null): string | null {
  const corrected = view.events.some((event) => event.what === 'recheck-figures-adopted')
  return first(
    'begin-recheck',
    ...(corrected ? ['propose-answer'] : ['adopt-recheck-figures', 'propose-answer']),
    'decide-appeal',
    'issue-appeal-letter',
    'deliver-appeal-letter',
  )
}
