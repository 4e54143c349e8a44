import { createAccount, declareRelative } from '../../src/access/index.ts'
import { type AreaCode, type Day, isRefusal, seededRandom } from '../../src/foundation/index.ts'
import { areasBelow } from '../../src/household/index.ts'
import { setOrgan } from '../../src/office/index.ts'
import { type Actor, type Db, type Role, systemActor, type Tx, withScope } from '../../src/platform/index.ts'
import { plainName } from './families.ts'

export const county = '990101' as AreaCode
/** 清溪镇: partly town, partly villages. */
export const storyTown = '990101102' as AreaCode

/** The value; in the demo county a refusal is a fault of the generator, and it says which. */
export function granted<Value>(value: Value): Exclude<Value, { refused: string } | null> {
  if (isRefusal(value))
    throw new Error(
      `The demo county was refused: ${value.refused} ${JSON.stringify(value.with ?? {})} ${value.field ?? ''}`,
    )
  return value as Exclude<Value, { refused: string } | null>
}

/** Everybody who works in 安禾县, as actors of use cases. */
export interface Staff {
  section: Actor
  sectionTwo: Actor
  leader: Actor
  leaderTwo: Actor
  finance: Actor
  verifier: Actor
  verifierTwo: Actor
  /** By township code. */
  clerk: Map<string, Actor>
  head: Map<string, Actor>
  aide: Map<string, Actor>
  towns: Town[]
}

export interface Town {
  code: AreaCode
  name: string
  villages: Village[]
}

export interface Village {
  code: AreaCode
  name: string
  rural: boolean
}

export const live = <T>(db: Db, actor: Actor, day: Day, work: (tx: Tx) => Promise<T>): Promise<T> =>
  withScope(db, { actor, businessDay: day, purpose: '办理业务' }, work)

/** Offices, papers' numbers, and one demo account for every desk. Everyone is invented. */
export async function hireStaff(db: Db, day: Day): Promise<Staff> {
  const system = systemActor('demo')
  return live(db, system, day, async (tx) => {
    const remedy = {
      reconsiderationBody: '安禾县人民政府',
      court: '安禾县人民法院',
      hotline: '12349',
      supervisionPhone: '0990-1234567',
    }
    granted(
      await setOrgan(tx, {
        area: county,
        name: '安禾县民政局',
        prefix: '安民社救',
        address: '安禾县府前路1号',
        since: day,
        ...remedy,
      }),
    )
    const random = seededRandom(990101)
    const hire = async (role: Role, area: AreaCode, unit: string, username: string): Promise<Actor> => {
      const name = plainName(random)
      const made = granted(await createAccount(tx, { username, name, role, area, unit, demo: true }))
      return { id: made.accountId, naturalPerson: made.staffPersonId, role, area, unit }
    }
    const towns = []
    for (const town of await areasBelow(tx, county, day)) {
      const villages = (await areasBelow(tx, town.code, day)).map((v) => ({
        code: v.code,
        name: v.name,
        rural: v.residence !== 'urban',
      }))
      towns.push({ code: town.code, name: town.name, villages })
    }
    // The role cards enter as whoever was hired first: in the township where the stories happen.
    towns.sort((a, b) => Number(b.code === storyTown) - Number(a.code === storyTown))
    const section = await hire('county-section', county, '安禾县民政局社会救助股', 'demo.section')
    const sectionTwo = await hire('county-section', county, '安禾县民政局社会救助股', 'demo.section2')
    const leader = await hire('county-leader', county, '安禾县民政局', 'demo.leader')
    const leaderTwo = await hire('county-leader', county, '安禾县民政局', 'demo.leader2')
    const finance = await hire('finance', county, '安禾县民政局财务', 'demo.finance')
    const centre = '安禾县居民家庭经济状况核对中心'
    const verifier = await hire('county-verifier', county, centre, 'demo.verifier')
    const verifierTwo = await hire('county-verifier', county, centre, 'demo.verifier2')
    await hire('administrator', county, '安禾县民政局信息中心', 'demo.admin')
    await hire('auditor', county, '安禾县民政局', 'demo.auditor')
    const clerk = new Map<string, Actor>()
    const head = new Map<string, Actor>()
    const aide = new Map<string, Actor>()
    for (const [i, town] of towns.entries()) {
      const short = town.code.slice(6)
      clerk.set(town.code, await hire('township-clerk', town.code, `${town.name}社会救助窗口`, `demo.clerk${short}`))
      head.set(town.code, await hire('township-head', town.code, `${town.name}人民政府`, `demo.head${short}`))
      aide.set(town.code, await hire('aide', town.code, `${town.name}村级协理`, `demo.aide${short}`))
      granted(
        await setOrgan(tx, {
          area: town.code,
          name: `安禾县${town.name}人民政府`,
          prefix: `安${'甲乙丙丁戊己庚辛壬癸子丑寅卯'[i] ?? '办'}社救`,
          address: null,
          since: day,
          ...remedy,
        }),
      )
    }
    return { section, sectionTwo, leader, leaderTwo, finance, verifier, verifierTwo, clerk, head, aide, towns }
  })
}

/** 近亲属备案: the clerk of the first township declares an uncle who will apply. */
export const declareUncle = (
  db: Db,
  staff: Staff,
  day: Day,
  town: AreaCode,
  name: string,
  number: string,
): Promise<string> =>
  live(db, staff.clerk.get(town)!, day, (tx) =>
    declareRelative(tx, {
      accountId: staff.clerk.get(town)!.id,
      relativeName: name,
      relation: '叔父',
      identityNumber: number,
      area: town,
    }),
  )
