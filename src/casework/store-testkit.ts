import { createHash } from 'node:crypto'
import { createAccount } from '../access/index.ts'
import { caseworkApi } from '../contract/index.ts'
import { type AreaCode, checkCharacter, type Day, isRefusal } from '../foundation/index.ts'
import { factTable } from '../household/index.ts'
import {
  type Actor,
  type Db,
  house,
  openHouse,
  type Role,
  readConfig,
  systemActor,
  type Tx,
  testSecrets,
  withScope,
} from '../platform/index.ts'
import { useConnections as connect, sources } from '../verification/index.ts'
import type { ApplicationInput } from './submit.ts'

/** For tests only: invented people of 安禾县, their office, and a household that asks. */
export const village = '990101103203' as AreaCode
export const township = '990101103' as AreaCode
export const county = '990101' as AreaCode

export function openTestHouse(): void {
  openHouse(readConfig({ DATA_DIR: '/tmp/doudi-test-house' }), testSecrets())
  // A folder nobody reads: the questions go out and the tests say themselves when the report is there.
  connect([
    {
      kind: 'drop',
      name: 'test-hub',
      title: { zh: '测试核对平台', en: 'Test hub' },
      area: '99' as AreaCode,
      sources,
      publicKeys: ['test'],
      folder: '/tmp/doudi-test-house/hub',
    },
  ])
}

export const at = <Result>(
  db: Db,
  actor: Actor,
  businessDay: string,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> => withScope(db, { actor, businessDay: businessDay as Day, purpose: 'test' }, work)

/** The value, where a refusal would be a fault of the test. */
export function granted<Value>(value: Value): Exclude<Value, { refused: string }> {
  if (isRefusal(value))
    throw new Error(`refused: ${value.refused} ${value.field ?? ''} ${JSON.stringify(value.with ?? {})}`)
  return value as Exclude<Value, { refused: string }>
}

export type Office = Record<
  | 'clerk'
  | 'secondClerk'
  | 'head'
  | 'secondHead'
  | 'aide'
  | 'verifier'
  | 'section'
  | 'leader'
  | 'secondSection'
  | 'secondLeader',
  Actor
>

const posts: [keyof Office, string, Role, AreaCode][] = [
  ['clerk', '陈经办', 'township-clerk', township],
  ['secondClerk', '程经办', 'township-clerk', township],
  ['head', '罗副镇长', 'township-head', township],
  ['secondHead', '崔副镇长', 'township-head', township],
  ['aide', '马协理', 'aide', village],
  ['verifier', '丁核对', 'county-verifier', county],
  ['section', '何股长', 'county-section', county],
  ['secondSection', '宋副股长', 'county-section', county],
  ['leader', '吴局长', 'county-leader', county],
  ['secondLeader', '叶副局长', 'county-leader', county],
]

/** Everybody a case needs: natural persons with one account each. */
export async function openOffice(db: Db): Promise<Office> {
  return at(db, systemActor('test'), '2025-01-02', async (tx) => {
    const office: Partial<Office> = {}
    for (const [post, name, role, area] of posts) {
      const account = granted(
        await createAccount(tx, { username: `test-${post.toLowerCase()}`, name, role, area, unit: '测试' }),
      )
      office[post] = { id: account.accountId, naturalPerson: account.staffPersonId, role, area, unit: '测试' }
    }
    return office as Office
  })
}

/** An invented identity number of the demo county with a right check character. */
export function inventedNumber(birth: string, sequence: number): string {
  const seventeen = `990101${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
  return seventeen + checkCharacter(seventeen)
}

/** A scan in the file store. */
export async function scan(text: string): Promise<{ fileId: string; digest: string; type: string }> {
  const bytes = Buffer.from(`a scan of a signature of ${text}`)
  const { id: fileId } = await house().files.put(bytes)
  return { fileId, digest: createHash('sha256').update(bytes).digest('hex'), type: 'image/png' }
}

let asked = 0

/** 王守田, 63, and his wife: no work, a little farming, an old house. */
export async function wangsApplication(more: Partial<ApplicationInput> = {}): Promise<ApplicationInput> {
  asked++
  const signed = await scan(`王守田 ${asked}`)
  return caseworkApi.applicationInput.parse({
    key: `draft-${String(asked).padStart(6, '0')}-${process.pid}`,
    programme: 'dibao',
    origin: 'applicant',
    area: village,
    residence: 'rural',
    address: '丰收村三组',
    phone: `1390000${String(asked).padStart(4, '0')}`,
    members: [
      { ref: 'wang', name: '王守田', number: inventedNumber('1961-03-12', 100 + asked), relation: 'applicant' },
      { ref: 'li', name: '李桂芳', number: inventedNumber('1963-07-01', 500 + asked), relation: 'spouse' },
    ],
    applicant: 'wang',
    pledges: [
      { of: 'wang', how: 'paper' },
      { of: 'li', how: 'paper' },
    ],
    authorisations: [
      { of: 'wang', how: 'paper', scan: signed },
      { of: 'li', how: 'paper', scan: signed },
    ],
    figures: figuresOf(['wang', 'li'], { 'wang/operatingIncome': 300_000, 'wang/farmIncome': 300_000 }),
    reason: '年纪大,做不动了',
    ...more,
  })
}

type Figure = ApplicationInput['figures'][number]

/** A poor couple's whole answer sheet: everything said, nearly everything nothing. */
export const figuresOf = (people: readonly string[], more: Partial<Record<string, Figure['value']>> = {}): Figure[] => {
  const household: Record<string, Figure['value']> = {
    registration: 'local',
    legalSupporters: 0,
    deposits: 0,
    securities: 0,
    insuranceCashValue: 0,
    internetFinance: 0,
    receivables: 0,
    vehicles: 0,
    vehicleValue: 0,
    largeMachinery: 0,
    homes: 0,
    homeArea: 60,
    nonResidentialProperty: 0,
    businesses: 0,
    businessCapital: 0,
    businessIsFamilyStall: false,
    spendingFitsIncome: true,
    medicalExpenditure: 0,
    rehabilitationExpenditure: 0,
    educationExpenditure: 0,
    careExpenditure: 0,
    housingExpenditure: 0,
    suddenEventExpenditure: 0,
  }
  const person: Record<string, Figure['value']> = {
    livesTogether: true,
    exclusion: 'none',
    receivesTekun: false,
    marriage: 'married',
    singleParentChild: 'no',
    multipleBirth: false,
    specialStatus: 'none',
    disabilityType: 'none',
    illness: 'healthy',
    workAbility: 'lost',
    selfCare: 'full',
    studentStage: 'none',
    employment: 'farming',
    workExemption: 'none',
    refusedWork: 0,
    monthsInNewWork: 0,
    appliesAlone: false,
    wageIncome: 0,
    operatingIncome: 0,
    farmIncome: 0,
    propertyIncome: 0,
    transferIncome: 0,
    transferPaid: 0,
    basicPension: 0,
    workCosts: 0,
    wageIncreaseOnDibao: 0,
    wageLastMonth: 0,
    otherNonFarmLastMonth: 0,
    preferentialPayments: 0,
    familyPlanningAward: 0,
    scholarship: 0,
    honourAward: 0,
    socialAssistanceReceived: 0,
    disabilityAllowances: 0,
    elderAllowance: 0,
    orphanAllowance: 0,
  }
  const said = (of: string, facts: Record<string, Figure['value']>) =>
    Object.entries(facts).map(([name, value]) => ({ of, name, value: more[`${of}/${name}`] ?? value }) as Figure)
  return [...said('household', household), ...people.flatMap((ref) => said(ref, person))]
}

/** The officer takes over everything the family said. */
export async function declaredAsAdopted(tx: Tx, household: bigint, on: Day) {
  const lines = await factTable(tx, household, on)
  return lines.flatMap(({ subject, name, values }) =>
    values.declared ? [{ subject, name, from: values.declared.id, reason: '与核对结果一致' }] : [],
  )
}
