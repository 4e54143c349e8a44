import { colleague } from '../access/index.ts'
import { addDays, assert, type Day, type Fen, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import { factTable } from '../household/index.ts'
import type { Role, Tx } from '../platform/index.ts'
import { accept } from './accept.ts'
import type { ActName, StructuredReason } from './act.ts'
import { adoptFigures } from './adopt.ts'
import { allOrNothing } from './all-or-nothing.ts'
import type { PaperSignature } from './application.ts'
import { readCase } from './case-store.ts'
import { confirm, countyReview, recordCollective } from './confirm.ts'
import { type CaseRef, type Taken, take, takeUp } from './desk.ts'
import { addBoardPhoto, closeNotice, publishNotice } from './notice.ts'
import { recommend } from './recommend.ts'
import { endorse } from './review-opinion.ts'
import { rule } from './ruling.ts'
import { type ApplicationInput, type Receipt, submitApplication } from './submit.ts'
import { type Pair, recordVisit } from './visit.ts'
import { visitForm } from './visit-form.ts'

/** A signature on the paper file: whose, on which day, and its scan. */
export interface OnPaper {
  account: string
  on: Day
  scan: string
}

/**
 * 补录: a case that was handled on paper, entered afterwards with the days on which things really happened. The same
 * steps, the same signatures of different people, the same days on the board; nothing is made easier, and the day of
 * entry stands beside the day of the event (practice §1.13: labelled, not punished).
 */
export interface LateEntry {
  application: ApplicationInput & { handedInOn: Day }
  acceptedOn: Day
  /** The report of the time, or why there was none. */
  report: { on: Day; number: string } | null
  visit: { on: Day; visitors: Pair; conclusion: string }
  prepared: OnPaper
  reviewed: OnPaper
  notice: { firstDay: Day; place: string; photos: { first: string; last: string } } | null
  countyReviewed: OnPaper | null
  decided: OnPaper
  /** What the paper says was granted, where it is not what the rule gives: then with minutes and a second signature. */
  granted: {
    act: ActName
    monthly: Fen
    reason: StructuredReason
    minutesNo: string
    second: OnPaper
  } | null
}

export async function enterLate(tx: Tx, input: LateEntry): Promise<{ receipt: Receipt; taken: Taken } | Refusal> {
  return allOrNothing(tx, async () => {
    const receipt = await submitApplication(tx, input.application)
    if (isRefusal(receipt)) return receipt
    const taken = await follow(tx, receipt, input)
    return isRefusal(taken) ? taken : { receipt, taken }
  })
}

/** Step by step; the first refusal names the part of the form it is about. */
async function follow(tx: Tx, { caseId, householdId }: Receipt, input: LateEntry): Promise<Taken> {
  const at = (on: Day): CaseRef => ({ caseId, version: null, on })
  const filed = await readCase(tx, caseId)
  assert(!isRefusal(filed), 'a case of this transaction')
  const { signers } = filed.state.procedure
  const signed = async (
    part: keyof LateEntry,
    paper: OnPaper,
    roles: readonly Role[],
  ): Promise<PaperSignature | Refusal> => {
    for (const role of roles) {
      const signer = await colleague(tx, paper.account, role)
      if (signer) return { ...signer, scan: paper.scan }
    }
    return refuse('no-such-colleague', {}, part)
  }
  const accepted = await accept(tx, at(input.acceptedOn))
  if (isRefusal(accepted)) return about(accepted, 'acceptedOn')
  const reported = await enterReport(tx, at, input)
  if (isRefusal(reported)) return about(reported, 'report')
  const visited = await recordVisit(tx, {
    ...at(input.visit.on),
    visitors: input.visit.visitors,
    visitedOn: input.visit.on,
    form: visitForm.parse({ outcome: 'visited', conclusion: input.visit.conclusion }),
    findings: [],
  })
  if (isRefusal(visited)) return about(visited, 'visit')
  const lines = await factTable(tx, householdId, input.prepared.on)
  const adopted = await adoptFigures(tx, {
    ...at(input.prepared.on),
    figures: lines.flatMap(({ subject, name, values }) =>
      values.declared && !values.adopted
        ? [{ subject, name, from: values.declared.id, reason: '补录:按原纸质档案采用' }]
        : [],
    ),
  })
  if (isRefusal(adopted)) return about(adopted, 'application')

  const differs = input.granted && {
    act: input.granted.act,
    monthly: input.granted.monthly,
    difference: input.granted.reason,
  }
  const preparer = await signed('prepared', input.prepared, signers.prepare)
  if (isRefusal(preparer)) return preparer
  const recommended = await recommend(tx, {
    ...at(input.prepared.on),
    seen: await seenNow(tx, caseId, input.prepared.on),
    ...differs,
    paper: preparer,
  })
  if (isRefusal(recommended)) return about(recommended, 'prepared')
  const reviewer = await signed('reviewed', input.reviewed, signers.review ?? [])
  if (isRefusal(reviewer)) return reviewer
  const endorsed = await endorse(tx, { ...at(input.reviewed.on), paper: reviewer })
  if (isRefusal(endorsed)) return about(endorsed, 'reviewed')
  if (endorsed.stage === 'notice-due') {
    const ended = await enterNotice(tx, at, caseId, input)
    if (isRefusal(ended)) return about(ended, 'notice')
  }
  if (input.countyReviewed) {
    const section = await signed('countyReviewed', input.countyReviewed, signers.countyReview ?? [])
    if (isRefusal(section)) return section
    const reviewed = await countyReview(tx, { ...at(input.countyReviewed.on), paper: section })
    if (isRefusal(reviewed)) return about(reviewed, 'countyReviewed')
  }
  if (input.granted && differs) {
    const second = await signed('granted', input.granted.second, signers.collective)
    if (isRefusal(second)) return second
    const { minutesNo, reason } = input.granted
    const minuted = await recordCollective(tx, {
      ...at(input.granted.second.on),
      ...differs,
      minutesNo,
      heldOn: input.granted.second.on,
      reason,
      paper: second,
    })
    if (isRefusal(minuted)) return about(minuted, 'granted')
  }
  const leader = await signed('decided', input.decided, signers.approve)
  if (isRefusal(leader)) return leader
  const decided = await confirm(tx, {
    ...at(input.decided.on),
    seen: await seenNow(tx, caseId, input.decided.on),
    paper: leader,
  })
  return isRefusal(decided) ? about(decided, 'decided') : decided
}

const about = (refusal: Refusal, part: keyof LateEntry): Refusal => ({
  ...refusal,
  field: refusal.field ? `${part}.${refusal.field}` : part,
})

async function enterReport(tx: Tx, at: (on: Day) => CaseRef, input: LateEntry): Promise<Taken | Refusal> {
  const desk = await takeUp(tx, at(input.report?.on ?? input.acceptedOn))
  if (isRefusal(desk)) return desk
  const after = input.report
    ? await take(tx, desk, { do: 'record-report', reportId: input.report.number, coversVisit: false })
    : await take(tx, desk, {
        do: 'skip-verification',
        reason: { code: 'other', clause: '补录', note: '原纸质档案没有核对报告' },
      })
  return isRefusal(after) ? after : { caseId: after.row.caseId, version: after.row.version, stage: after.state.stage }
}

async function enterNotice(
  tx: Tx,
  at: (on: Day) => CaseRef,
  caseId: string,
  input: LateEntry,
): Promise<Refusal | null> {
  const { notice } = input
  if (!notice) return refuse('notice-needed')
  const posted = await publishNotice(tx, {
    cases: [at(notice.firstDay) as CaseRef & { version: null }],
    firstDay: notice.firstDay,
    place: notice.place,
  })
  if (isRefusal(posted)) return posted
  const filed = await readCase(tx, caseId)
  assert(!isRefusal(filed) && filed.state.stage === 'notice', 'a case that was just posted')
  const { lastDay } = filed.state.notice
  for (const [which, takenOn] of [
    ['first', notice.firstDay],
    ['last', lastDay],
  ] as const) {
    const photo = await addBoardPhoto(tx, {
      sheetId: posted.sheetId,
      which,
      attachment: notice.photos[which],
      takenOn,
      where: notice.place,
      on: takenOn,
    })
    if (isRefusal(photo)) return photo
  }
  const desk = await takeUp(tx, at(addDays(lastDay, 1)))
  if (isRefusal(desk)) return desk
  const ended = await take(tx, desk, { do: 'end-notice' })
  if (isRefusal(ended)) return ended
  await closeNotice(tx, ended, 'over')
  return null
}

async function seenNow(tx: Tx, caseId: string, on: Day): Promise<string> {
  const desk = await takeUp(tx, { caseId, version: null, on })
  assert(!isRefusal(desk), 'a case of this transaction')
  const ruling = await rule(tx, desk.state, desk.context.today)
  return isRefusal(ruling) ? '' : ruling.assessed.digest
}
