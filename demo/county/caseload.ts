import {
  type AreaCode,
  addDays,
  addMonths,
  type Day,
  type Fen,
  monthOf,
  nextMonth,
  type Random,
  seededRandom,
  yuan,
  yuanText,
} from '../../src/foundation/index.ts'
import { acceptRoster, tryRoster } from '../../src/household/index.ts'
import { type ListColumn, writeCsv } from '../../src/office/index.ts'
import { allocateFunds, fundAccount, openBook } from '../../src/payments/index.ts'
import { type Db, newId } from '../../src/platform/index.ts'
import { takeOver } from '../../src/server/index.ts'
import { type PlannedFamily, type PlannedPerson, planNewFamily } from './families.ts'
import { county, granted, live, type Staff } from './people.ts'

/** So many families a share of the year's money is meant for; a larger county is given so many shares. */
const familiesAShare = 3000
export const sharesFor = (households: number): number => Math.max(1, Math.ceil(households / familiesAShare))

/** The county's book and the money of a year on its dibao lines. */
export async function openTheBook(
  db: Db,
  staff: Staff,
  day: Day,
  { years, shares }: { years: readonly number[]; shares: number },
): Promise<void> {
  await live(db, staff.finance, day, async (tx) => {
    granted(
      await openBook(tx, {
        book: county,
        name: '安禾县民政局',
        financeOffice: '安禾县财政局',
        payerName: '安禾县财政局社会救助资金专户',
        payerBank: '安禾农商银行',
        payerAccount: '62990101000000001',
        projectCodes: { dibao: '990101-DB-01' },
        staleAfterDays: null,
      }),
    )
    for (const year of years)
      for (const [line, amount] of [
        ['2081901', 30_000_000],
        ['2081902', 60_000_000],
      ] as const)
        granted(
          await allocateFunds(tx, {
            book: county,
            account: fundAccount(year, line, 'dibao'),
            amount: yuan(amount * shares),
            document: `安财社〔${year}〕1号`,
            reference: newId(),
          }),
        )
  })
}

/** A family on the roster that the county hands us: whom it pays already, and how much. Nobody knows more of it yet. */
export interface RosterFamily {
  people: Pick<PlannedPerson, 'name' | 'identityNumber' | 'relation' | 'sex'>[]
  town: AreaCode
  area: AreaCode
  rural: boolean
  monthly: Fen
  since: Day
  address: string
  account: string
}

/** `taken` collects everybody's number, so that later applicants get others. */
export function planRoster(
  staff: Staff,
  seed: number,
  day: Day,
  households: number,
  taken: Set<string>,
): RosterFamily[] {
  const families: RosterFamily[] = []
  for (const [i, town] of staff.towns.entries()) {
    const random = seededRandom(seed * 1000 + i)
    const wanted = Math.floor(households / staff.towns.length) + (i < households % staff.towns.length ? 1 : 0)
    for (let n = 0; n < wanted; ) {
      const plan = planNewFamily(random, day, taken)
      const village = random.pick(town.villages)
      families.push({
        people: plan.people.map(({ name, identityNumber, relation, sex }) => ({ name, identityNumber, relation, sex })),
        town: town.code,
        area: village.code,
        rural: village.rural,
        monthly: amount(random, plan),
        since: addMonths(day, -random.int(3, 60)),
        address: `${random.int(1, 12)}组${random.int(1, 99)}号`,
        account: `6299${town.code.slice(6)}${String(++n).padStart(9, '0')}`,
      })
    }
  }
  return families
}

const amount = (random: Random, plan: PlannedFamily): Fen =>
  (yuan(random.int(160, 420)) + yuan(random.int(0, 9)) * 10n) * BigInt(plan.people.length)

interface RosterRow {
  family: RosterFamily
  n: number
  /** When somebody is to look again; the township spreads its reviews over half a year. */
  nextReview: Day
}

const relationWord = ({ relation, sex }: RosterFamily['people'][number]): string =>
  relation === 'applicant'
    ? '户主'
    : relation === 'spouse'
      ? '配偶'
      : relation === 'child'
        ? sex === 'male'
          ? '儿子'
          : '女儿'
        : relation === 'parent'
          ? sex === 'male'
            ? '父亲'
            : '母亲'
          : sex === 'male'
            ? '孙子'
            : '孙女'

const columns: ListColumn<RosterRow>[] = [
  { head: '村(社区)代码', of: (r) => r.family.area },
  { head: '户主姓名', of: (r) => r.family.people[0]!.name },
  { head: '户主身份证号', of: (r) => r.family.people[0]!.identityNumber },
  { head: '成员姓名', of: (r) => r.family.people[r.n]!.name },
  { head: '身份证号码', of: (r) => r.family.people[r.n]!.identityNumber },
  { head: '与户主关系', of: (r) => relationWord(r.family.people[r.n]!) },
  { head: '家庭住址', of: (r) => r.family.address },
  { head: '城乡类别', of: (r) => (r.family.rural ? '农村' : '城市') },
  { head: '月保障金额(元/月)', of: (r) => yuanText(r.family.monthly) },
  { head: '开户银行', of: () => '安禾农商银行' },
  { head: '银行账号', of: (r) => r.family.account },
  { head: '户名', of: (r) => r.family.people[0]!.name },
  { head: '享受起始时间', of: (r) => r.family.since },
  { head: '下次复核时间', of: (r) => r.nextReview },
]

/** The roster as a file, one line per person: what a county would send. */
const rosterFile = (families: readonly RosterFamily[], reviewsFrom: Day): Buffer =>
  writeCsv(
    {
      columns,
      rows: families.flatMap((family, i) => {
        const nextReview = addDays(reviewsFrom, (i * 29) % 180)
        return family.people.map((_, n) => ({ family, n, nextReview }))
      }),
    },
    'gb18030',
  )

/** Township by township the county's roster is tried and taken over as it is paid (沿用金额). */
export async function enterRoster(
  db: Db,
  staff: Staff,
  { day, reviewsFrom }: { day: Day; reviewsFrom: Day },
  families: readonly RosterFamily[],
  progress: (done: number) => void,
): Promise<void> {
  const paidUntil = nextMonth(monthOf(day), -1)
  let done = 0
  for (const town of staff.towns) {
    const here = families.filter((f) => f.town === town.code)
    if (here.length === 0) continue
    await live(db, staff.section, day, async (tx) => {
      const tried = granted(await tryRoster(tx, { bytes: rosterFile(here, reviewsFrom), options: { area: town.code } }))
      if (tried.badFamilies > 0)
        throw new Error(`The demo roster has faults: ${JSON.stringify(tried.problems.slice(0, 3))}`)
      granted(await acceptRoster(tx, { batch: tried.batch }, takeOver({ paidUntil, document: '安禾县低保花名册' })))
    })
    done += here.length
    progress(done)
  }
}
