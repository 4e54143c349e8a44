import {
  type ApplicationInput,
  accept,
  addBoardPhoto,
  adoptFigures,
  confirm,
  countyReview,
  deliverLetter,
  endorse,
  issueLetter,
  object,
  passDay,
  preview,
  publishNotice,
  type Receipt,
  readCase,
  recommend,
  recordReport,
  recordVisit,
  requestSupplement,
  startVerification,
  submitApplication,
  visitForm,
  withdraw,
} from '../../src/casework/index.ts'
import { addDays, addMonths, addWorkingDays, type Day, type Random, type Refusal } from '../../src/foundation/index.ts'
import { factTable } from '../../src/household/index.ts'
import { workingCalendar } from '../../src/office/index.ts'
import { type Actor, type Db, house, sha256, systemActor, type Tx } from '../../src/platform/index.ts'
import { type PlannedFamily, planNewFamily } from './families.ts'
import { granted, live, type Staff } from './people.ts'

/** How far a case of the demo has come. */
export const endings = [
  'submitted',
  'supplement',
  'accepted',
  'verifying',
  'visited',
  'recommended',
  'notice',
  'objection',
  'county',
  'reviewed',
  'decided',
  'delivered',
  'refused',
  'withdrawn',
] as const
export type CaseEnd = (typeof endings)[number]

/** A family that asks during the last weeks, entered by the clerk at the window as it happens. */
export async function applicationOf(
  plan: PlannedFamily,
  village: { code: string; rural: boolean },
  key: string,
  day: Day,
): Promise<ApplicationInput> {
  const scan = Buffer.from(`demo scan of the authorisations of ${key}`)
  const stored = await house().files.put(scan)
  const refs = plan.people.map((_, i) => `p${i + 1}`)
  const grownUp = plan.people.flatMap((p, i) => (p.birth <= addMonths(day, -18 * 12) ? [refs[i]!] : []))
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
    area: village.code as never,
    residence: village.rural ? 'rural' : 'urban',
    address: '二组18号',
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
      scan: { fileId: stored.id, digest: sha256(scan), type: 'image/png' },
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

export interface LivedCase {
  receipt: Receipt
  plan: PlannedFamily
  end: CaseEnd
  day: Day
}

/** Lives one application from the window to where it stands on the last day. Days in between are working days. */
export async function liveCase(
  db: Db,
  staff: Staff,
  random: Random,
  town: Staff['towns'][number],
  start: Day,
  end: CaseEnd,
  key: string,
  taken: Set<string>,
): Promise<LivedCase> {
  const clerk = staff.clerk.get(town.code)!
  const head = staff.head.get(town.code)!
  const aide = staff.aide.get(town.code)!
  const plan = planNewFamily(random, start, taken)
  if (end === 'refused') plan.people[0]!.facts.transferIncome = 36_000_00n * BigInt(plan.people.length)
  const village = random.pick(town.villages)
  const calendar = await live(db, systemActor('demo'), start, (tx) => workingCalendar(tx))
  let day = start
  const later = (days: number): Day => {
    day = addWorkingDays(calendar, day, days).day
    return day
  }
  const as = <T>(actor: Actor, work: (tx: Tx) => Promise<T | Refusal>): Promise<Exclude<T, Refusal | null>> =>
    live(db, actor, day, async (tx) => granted(await work(tx))) as never
  const receipt: Receipt = await as(clerk, async (tx) =>
    submitApplication(tx, await applicationOf(plan, village, key, day)),
  )
  const { caseId, householdId } = receipt
  const done = (): LivedCase => ({ receipt, plan, end, day })
  const version = async (): Promise<number> =>
    (
      await live(db, systemActor('demo'), day, (tx) =>
        tx.selectFrom('case_file').select('version').where('case_id', '=', caseId).executeTakeFirstOrThrow(),
      )
    ).version
  if (end === 'submitted') return done()
  later(1)
  if (end === 'withdrawn') {
    await as(clerk, async (tx) => withdraw(tx, { caseId, version: await version(), reason: '家里情况好转,自愿撤回' }))
    return done()
  }
  if (end === 'supplement') {
    await as(clerk, async (tx) =>
      requestSupplement(tx, {
        caseId,
        version: await version(),
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
    return done()
  }
  await as(clerk, async (tx) => accept(tx, { caseId, version: await version() }))
  if (end === 'accepted') return done()
  later(1)
  await as(clerk, async (tx) => startVerification(tx, { caseId, version: await version() }))
  if (end === 'verifying') return done()
  later(3)
  await as(systemActor('demo'), (tx) => recordReport(tx, { caseId, reportId: `demo-${caseId}`, coversVisit: false }))
  later(1)
  await as(clerk, async (tx) =>
    recordVisit(tx, {
      caseId,
      version: await version(),
      visitors: [clerk.id, aide.id],
      visitedOn: day,
      form: visitForm.parse({ outcome: 'visited', conclusion: '入户所见与申报基本一致' }),
      findings: [{ subject: { kind: 'household' }, name: 'homeArea', value: plan.facts.homeArea as number }],
    }),
  )
  await as(clerk, async (tx) => {
    const rows = await factTable(tx, householdId, day)
    const figures = rows.flatMap(({ subject, name, values }) =>
      values.declared ? [{ subject, name, from: values.declared.id, reason: '与核对、入户情况一致' }] : [],
    )
    return adoptFigures(tx, { caseId, version: await version(), figures })
  })
  if (end === 'visited') return done()
  later(1)
  const { assessed } = await live(db, clerk, day, async (tx) =>
    granted(await preview(tx, granted(await readCase(tx, caseId)).state as never, day)),
  )
  await as(clerk, async (tx) => recommend(tx, { caseId, version: await version(), seen: assessed.digest }))
  if (end === 'recommended') return done()
  const endorsed = await as(head, async (tx) => endorse(tx, { caseId, version: await version() }))
  if ((endorsed as { stage: string }).stage === 'notice-due') {
    later(1)
    const sheet = await as(clerk, async (tx) =>
      publishNotice(tx, { cases: [{ caseId, version: await version() }], firstDay: day, place: '村务公开栏' }),
    )
    const first = day
    await as(aide, async (tx) =>
      addBoardPhoto(tx, {
        sheetId: (sheet as { sheetId: string }).sheetId,
        which: 'first',
        attachment: `photo-${caseId}-1`,
        takenOn: day,
        where: '村委会门口',
      }),
    )
    if (end === 'notice') return done()
    if (end === 'objection') {
      later(2)
      await as(systemActor('demo'), async (tx) => {
        const notice = await tx
          .selectFrom('case_notice')
          .select('notice_id')
          .where('case_id', '=', caseId)
          .where('ended_on', 'is', null)
          .executeTakeFirstOrThrow()
        return object(tx, {
          noticeId: notice.notice_id,
          channel: 'page',
          matter: '听说他家儿子在外打工挣钱,请查一查',
          objector: null,
        })
      })
      return done()
    }
    day = addDays(first, 8)
    await passDay(db, day)
    await as(aide, async (tx) =>
      addBoardPhoto(tx, {
        sheetId: (sheet as { sheetId: string }).sheetId,
        which: 'last',
        attachment: `photo-${caseId}-2`,
        takenOn: addDays(first, 7),
        where: '村委会门口',
      }),
    )
  }
  if (end === 'county' || end === 'notice' || end === 'objection') return done()
  later(1)
  await as(staff.section, async (tx) => countyReview(tx, { caseId, version: await version() }))
  if (end === 'reviewed') return done()
  later(1)
  await as(staff.leader, async (tx) => confirm(tx, { caseId, version: await version(), seen: assessed.digest }))
  if (end === 'decided') return done()
  later(1)
  await as(clerk, async (tx) => issueLetter(tx, { caseId, version: await version() }))
  later(1)
  await as(clerk, async (tx) =>
    deliverLetter(tx, {
      caseId,
      version: await version(),
      deliveredOn: day,
      manner: 'direct',
      receivedBy: plan.people[0]!.name,
      servers: [clerk.id],
    } as never),
  )
  return done()
}
