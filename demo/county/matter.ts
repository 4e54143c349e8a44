import {
  type ApplicationInput,
  accept,
  addBoardPhoto,
  adoptFigures,
  type Case,
  confirm,
  countyReview,
  deliverLetter,
  endorse,
  fileAppeal,
  issueLetter,
  noteExplained,
  object,
  openChange,
  openReview,
  preview,
  publishNotice,
  readCase,
  recommend,
  recordVisit,
  requestSupplement,
  startVerification,
  submitApplication,
  visitForm,
  withdraw,
} from '../../src/casework/index.ts'
import { addMonths } from '../../src/foundation/index.ts'
import { factTable, type HouseholdId, membersOn, type PersonId } from '../../src/household/index.ts'
import { attachFile } from '../../src/office/index.ts'
import { captureAccount, choosePayee } from '../../src/payments/index.ts'
import { type Actor, house, sha256, systemActor, type Tx } from '../../src/platform/index.ts'
import { answerRebuttal, rebuttalsOf, settleRebuttal } from '../../src/verification/index.ts'
import { act, type County, registeredTruths, workingDaysLater } from './county.ts'
import type { Life } from './days.ts'
import type { PlannedFamily } from './families.ts'
import { granted, live, type Town, type Village } from './people.ts'
import { drawnPaper, drawnPicture } from './pictures.ts'

/** Where a family's case lies: its household, its office, and the people who work on it. */
export interface Matter {
  county: County
  town: Town
  clerk: Actor
  head: Actor
  aide: Actor
  householdId: HouseholdId
  caseId: string
  /** Who goes on the visit. */
  visitors: readonly [Actor, Actor]
}

/** The paper a family brings to the window, as the clerk enters it. */
async function applicationOf(
  county: County,
  plan: PlannedFamily,
  village: Village,
  key: string,
): Promise<ApplicationInput> {
  const scan = await drawnPaper(key)
  const stored = await house().files.put(scan)
  const refs = plan.people.map((_, i) => `p${i + 1}`)
  const grownUp = plan.people.flatMap((p, i) => (p.birth <= addMonths(county.day, -18 * 12) ? [refs[i]!] : []))
  const figures = [
    ...Object.entries(plan.facts).map(([name, value]) => ({ of: 'household', name, value })),
    ...plan.people.flatMap((p, i) =>
      Object.entries(p.facts)
        .filter(([name]) => name !== 'relation' && name !== 'sex')
        .map(([name, value]) => ({ of: refs[i]!, name, value })),
    ),
  ]
  return {
    key,
    programme: 'dibao',
    origin: 'office',
    householdId: null,
    area: village.code,
    residence: village.rural ? 'rural' : 'urban',
    address: plan.address ?? (village.rural ? '二组18号' : '2栋1单元302号'),
    registeredAddress: null,
    phone: plan.phone,
    members: plan.people.map((p, i) => ({
      ref: refs[i]!,
      name: p.name,
      number: p.identityNumber,
      relation: p.relation,
      birth: null,
      sex: null,
      withoutNumber: null,
    })),
    applicant: refs[0]!,
    supporters: [],
    figures: figures as never,
    pledges: grownUp.map((of) => ({ of, how: 'paper' as const, witness: null, file: null })),
    authorisations: grownUp.map((of) => ({
      of,
      how: 'paper' as const,
      guardian: null,
      witness: null,
      scan: { fileId: stored.id, digest: sha256(scan), type: 'image/jpeg' },
      until: null,
    })),
    shareWithCharities: false,
    helper: null,
    reason: plan.reason,
    hardship: [],
    attachments: [],
    handedInOn: null,
  }
}

const deskOf = (county: County, town: Town) => {
  const clerk = county.staff.clerk.get(town.code)!
  const aide = county.staff.aide.get(town.code)!
  return { county, town, clerk, aide, head: county.staff.head.get(town.code)!, visitors: [clerk, aide] as const }
}

/** A family asks at the window. What the registers hold about it is told to the agencies, never to the county. */
export async function applies(
  county: County,
  town: Town,
  village: Village,
  plan: PlannedFamily,
  key: string,
): Promise<Matter> {
  await county.agencies.plant(registeredTruths(plan))
  const desk = deskOf(county, town)
  const input = await applicationOf(county, plan, village, key)
  const { caseId, householdId } = await act(county, desk.clerk, (tx) => submitApplication(tx, input))
  return { ...desk, caseId, householdId }
}

/** Something changed in a paid family, or its yearly review has come. */
export async function changes(
  county: County,
  town: Town,
  household: HouseholdId,
  change: Parameters<typeof openChange>[1]['change'] | 'review',
): Promise<Matter> {
  const desk = deskOf(county, town)
  const opened = await act(county, desk.clerk, (tx) =>
    change === 'review'
      ? openReview(tx, { household, programme: 'dibao' })
      : openChange(tx, { household, programme: 'dibao', change, origin: 'applicant' }),
  )
  return { ...desk, caseId: opened.row.caseId, householdId: household }
}

const ref = ({ caseId }: Matter) => ({ caseId, version: null })
const by = <T>(matter: Matter, actor: Actor, work: (tx: Tx) => Promise<T>) => act(matter.county, actor, work)

export const stateOf = ({ county, caseId }: Matter): Promise<Case> =>
  live(county.db, systemActor('demo'), county.day, async (tx) => granted(await readCase(tx, caseId)).state as Case)

export const withdraws = (matter: Matter) =>
  by(matter, matter.clerk, (tx) => withdraw(tx, { ...ref(matter), reason: '家里情况好转,自愿撤回' }))

export const asksForPapers = (matter: Matter) =>
  by(matter, matter.clerk, (tx) =>
    requestSupplement(tx, {
      ...ref(matter),
      items: [
        {
          item: '诊断书照片',
          clause: '审核确认办法 第十条',
          why: '申请书写明家里有重病人',
          how: '拍照发来,或交村里',
        },
      ],
    }),
  )

export const accepts = (matter: Matter) => by(matter, matter.clerk, (tx) => accept(tx, ref(matter)))
export const verifies = (matter: Matter) => by(matter, matter.clerk, (tx) => startVerification(tx, ref(matter)))

/** Waits until the hub's report has come by itself. Agencies answer within days; two weeks without a word is a fault. */
export async function* reportComes(matter: Matter): Life {
  for (let tries = 0; ; tries++) {
    const { verification } = await stateOf(matter)
    if (verification.status === 'reported') return
    if (tries > 10) throw new Error(`No report about case ${matter.caseId}`)
    yield workingDaysLater(matter.county, 1)
  }
}

export const openQuestions = ({ county, householdId }: Matter) =>
  live(county.db, systemActor('demo'), county.day, (tx) =>
    rebuttalsOf(tx, householdId, { states: ['open', 'unanswered', 'answered'] }),
  )

/** The family explains every figure that differs, and the centre believes its papers. */
export async function* explainsEverything(matter: Matter): Life {
  const { county, householdId, clerk } = matter
  const questions = await openQuestions(matter)
  if (questions.length === 0) return
  yield workingDaysLater(county, 1)
  for (const { id } of questions)
    await by(matter, clerk, (tx) =>
      answerRebuttal(tx, { household: householdId, rebuttal: id, answer: '情况已经变了,按申报的算;证明已交窗口。' }),
    )
  yield workingDaysLater(county, 1)
  for (const { id } of questions)
    await by(matter, county.staff.verifier, (tx) =>
      settleRebuttal(tx, {
        household: householdId,
        rebuttal: id,
        outcome: 'accepted',
        reason: '证明材料与入户了解一致,按申报认定',
      }),
    )
}

export const visits = (matter: Matter, homeArea: number | null, conclusion = '入户所见与申报基本一致') =>
  by(matter, matter.clerk, (tx) =>
    recordVisit(tx, {
      ...ref(matter),
      visitors: [matter.visitors[0].id, matter.visitors[1].id],
      visitedOn: matter.county.day,
      form: visitForm.parse({ outcome: 'visited', conclusion }),
      findings: homeArea === null ? [] : [{ subject: { kind: 'household' }, name: 'homeArea', value: homeArea }],
    }),
  )

/** What was declared and nobody doubts is adopted; what somebody has adopted already stays. */
export const adopts = (matter: Matter, reason = '与核对、入户情况一致') =>
  by(matter, matter.clerk, async (tx) => {
    const figures = (await factTable(tx, matter.householdId, matter.county.day)).flatMap(({ subject, name, values }) =>
      values.declared && !values.adopted ? [{ subject, name, from: values.declared.id, reason }] : [],
    )
    return adoptFigures(tx, { ...ref(matter), figures })
  })

/** The answer of the rule as it stands on the screen: whoever signs, signs this one. */
const seenBy = (matter: Matter, actor: Actor): Promise<string> =>
  live(matter.county.db, actor, matter.county.day, async (tx) => {
    const { state } = granted(await readCase<Case>(tx, matter.caseId))
    return granted(await preview(tx, state, matter.county.day)).assessed.digest
  })

export async function recommends(matter: Matter, wanted: Partial<Parameters<typeof recommend>[1]> = {}) {
  const seen = await seenBy(matter, matter.clerk)
  return by(matter, matter.clerk, (tx) => recommend(tx, { ...ref(matter), seen, ...wanted }))
}

/** 审核; tells where the case goes from here. */
export const endorses = async (matter: Matter): Promise<string> =>
  (await by(matter, matter.head, (tx) => endorse(tx, ref(matter)))).stage

const photograph = (matter: Matter, sheetId: string, which: 'first' | 'last') =>
  by(matter, matter.aide, async (tx) => {
    const photo = granted(
      await attachFile(tx, {
        household: matter.householdId,
        caseId: matter.caseId,
        kind: `board-${which}-day`,
        bytes: await drawnPicture(`${matter.caseId}/${which}`),
      }),
    )
    return addBoardPhoto(tx, {
      sheetId,
      which,
      attachment: photo.id,
      takenOn: matter.county.day,
      where: '村(居)委会门口',
    })
  })

/** The sheet goes on the board with its first photograph. Returns the sheet. */
export async function publishes(matter: Matter): Promise<string> {
  const { sheetId } = await by(matter, matter.clerk, (tx) =>
    publishNotice(tx, { cases: [ref(matter)], firstDay: matter.county.day, place: '村务公开栏' }),
  )
  await photograph(matter, sheetId, 'first')
  return sheetId
}

/** Until the notice has ended by itself; on the last day, or the first working day after it, the board is photographed again. */
export async function* noticeEnds(matter: Matter, sheetId: string): Life {
  for (let tries = 0; ; tries++) {
    const { stage } = await stateOf(matter)
    if (stage === 'confirmation') break
    if (tries > 20) throw new Error(`The notice of case ${matter.caseId} does not end: ${stage}`)
    yield workingDaysLater(matter.county, 1)
  }
  await photograph(matter, sheetId, 'last')
}

export const neighbourObjects = (matter: Matter, matterOfIt: string) =>
  act(matter.county, systemActor('demo'), async (tx) => {
    const notice = await tx
      .selectFrom('case_notice')
      .select('notice_id')
      .where('case_id', '=', matter.caseId)
      .where('ended_on', 'is', null)
      .executeTakeFirstOrThrow()
    return object(tx, { noticeId: notice.notice_id, channel: 'page', matter: matterOfIt, objector: null })
  })

export const countyReviews = (matter: Matter) =>
  by(matter, matter.county.staff.section, (tx) => countyReview(tx, ref(matter)))

export async function decides(matter: Matter) {
  const { leader } = matter.county.staff
  const seen = await seenBy(matter, leader)
  return by(matter, leader, (tx) => confirm(tx, { ...ref(matter), seen }))
}

export const writesLetter = (matter: Matter) => by(matter, matter.clerk, (tx) => issueLetter(tx, ref(matter)))

export const explains = (matter: Matter) =>
  by(matter, matter.clerk, (tx) => noteExplained(tx, { caseId: matter.caseId, on: matter.county.day }))

export const delivers = (matter: Matter, receivedBy: string) =>
  by(matter, matter.clerk, (tx) =>
    deliverLetter(tx, {
      ...ref(matter),
      deliveredOn: matter.county.day,
      manner: 'direct',
      receivedBy,
      servers: [matter.clerk.id],
    }),
  )

/** 异议复查: the applicant says which figure of the decision is wrong. */
export const objectsToDecision = (matter: Matter, name: string, claimed: string) =>
  by(matter, matter.clerk, async (tx) => {
    const { person } = await applicantOf(tx, matter)
    const figure = { of: String(person), name, used: '核定时的数', claimed, evidence: [] }
    return fileAppeal(tx, { caseId: matter.caseId, figures: [figure], by: person })
  })

/** From the township's opinion to the leader's desk, with the notice where the act has one. */
export async function* toTheCounty(matter: Matter, wanted: Parameters<typeof recommends>[1] = {}): Life {
  const { county } = matter
  await recommends(matter, wanted)
  yield workingDaysLater(county, 1)
  if ((await endorses(matter)) === 'notice-due') {
    yield workingDaysLater(county, 1)
    yield* noticeEnds(matter, await publishes(matter))
  }
  yield workingDaysLater(county, 1)
}

/** From the county's desk into the family's hands. */
export async function* toTheFamily(matter: Matter, receivedBy: string): Life {
  const { county } = matter
  await countyReviews(matter)
  yield workingDaysLater(county, 1)
  await decides(matter)
  yield workingDaysLater(county, 1)
  await writesLetter(matter)
  const { decision } = (await stateOf(matter)) as Case & { decision: { act: { act: string } } }
  if (decision.act.act === 'refuse' || decision.act.act === 'reduce') await explains(matter)
  yield workingDaysLater(county, 1)
  await delivers(matter, receivedBy)
}

/** From the first window to the opinion: what every application goes through. */
export async function* investigated(matter: Matter, plan: PlannedFamily): Life {
  const { county } = matter
  yield workingDaysLater(county, 1)
  await accepts(matter)
  yield workingDaysLater(county, 1)
  await verifies(matter)
  yield workingDaysLater(county, 2)
  yield* reportComes(matter)
  yield* explainsEverything(matter)
  yield workingDaysLater(county, 1)
  await visits(matter, plan.facts.homeArea as number)
  await adopts(matter)
  yield workingDaysLater(county, 1)
}

/** Who collects, and with which account: the clerk writes it down once it is clear that money comes. */
export const givesAccount = (matter: Matter, number: string) =>
  by(matter, matter.clerk, async (tx) => {
    const applicant = await applicantOf(tx, matter)
    granted(await choosePayee(tx, { household: matter.householdId, payee: applicant.person, relation: 'self' }))
    return captureAccount(tx, {
      person: applicant.person,
      bank: '安禾农商银行',
      number,
      holder: applicant.name,
    })
  })

async function applicantOf(tx: Tx, { householdId, county }: Matter): Promise<{ person: PersonId; name: string }> {
  const members = await membersOn(tx, householdId, county.day)
  return members.find((m) => m.relation === 'applicant') ?? members[0]!
}
