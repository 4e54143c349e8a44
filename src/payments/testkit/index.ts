import { sql } from 'kysely'
import { type AreaCode, type Month, yuan } from '../../foundation/index.ts'
import { addMember, openHousehold } from '../../household/index.ts'
import { countyActor, granted, inventedNumber } from '../../household/testkit/index.ts'
import { type Actor, type Db, newId, type Tx, withScope } from '../../platform/index.ts'
import { fundAccount } from '../account-code.ts'
import { type Bank, bankOverHttp } from '../bank.ts'
import { officePublicKey, openBook, trustBankKey } from '../book.ts'
import { allocateFunds } from '../ledger-store.ts'
import { choosePayee } from '../payee.ts'
import { captureAccount } from '../payee-account.ts'
import type { DueQuery } from '../preview-run.ts'

/** The paying county most tests use. Where one bank serves many tests, each test opens a book of its own beside it. */
export const county = '990101' as AreaCode
/** Above all books of a test: row security is shown elsewhere. */
const prefecture = '9901' as AreaCode

/** The people who stand for a month's list: five human beings of an invented county. */
export const staff = {
  preparer: { ...countyActor('county-section'), id: 'account-li', naturalPerson: 'np-li', area: prefecture },
  reviewer: { ...countyActor('county-section'), id: 'account-zhou', naturalPerson: 'np-zhou', area: prefecture },
  leader: { ...countyActor('county-leader'), id: 'account-he', naturalPerson: 'np-he', area: prefecture },
  finance: { ...countyActor('finance'), id: 'account-ma', naturalPerson: 'np-ma', area: prefecture },
  clerk: {
    ...countyActor('township-clerk'),
    id: 'account-qin',
    naturalPerson: 'np-qin',
    area: '990101103' as AreaCode,
  },
} satisfies Record<string, Actor>

export const on = <T>(db: Db, actor: Actor, day: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
  withScope(db, { actor, businessDay: day as never }, work)

export const payerAccountNumber = '62990101000000001'

/** 安禾县's book with money on its rural dibao line. */
export async function openTestBook(db: Db, day: string, book: string = county, money = yuan(1_000_000)): Promise<void> {
  await on(db, staff.finance, day, async (tx) => {
    granted(
      await openBook(tx, {
        book: book as AreaCode,
        name: '安禾县民政局',
        financeOffice: '安禾县财政局',
        payerName: '安禾县财政局社会救助资金专户',
        payerBank: '安禾农商银行',
        payerAccount: payerAccountNumber,
        projectCodes: { dibao: '990101-DB-01' },
      }),
    )
    const year = Number(day.slice(0, 4))
    for (const line of ['2081901', '2081902'])
      granted(
        await allocateFunds(tx, {
          book,
          account: fundAccount(year, line, 'dibao'),
          amount: money,
          document: `安财社〔${year}〕1号`,
          reference: newId(),
        }),
      )
  })
}

export interface Family {
  household: bigint
  head: bigint
  accountId: string | null
  accountNumber: string | null
}

let born = 0

/** A household of one with a payee and, unless told otherwise, an account under the head's name. */
export async function family(
  db: Db,
  day: string,
  name: string,
  options: { account?: string | null; area?: AreaCode; payee?: bigint } = {},
): Promise<Family> {
  const area = options.area ?? ('990101103203' as AreaCode)
  return on(db, { ...staff.clerk, area: area.slice(0, 9) as AreaCode }, day, async (tx) => {
    const household = granted(await openHousehold(tx, { area }))
    const { person: head } = granted(
      await addMember(tx, {
        household,
        person: { name, number: inventedNumber('1960-05-05', ++born) },
        relation: 'applicant',
        since: day as never,
        head: true,
      }),
    )
    granted(
      await choosePayee(tx, {
        household,
        payee: options.payee ?? head,
        relation: options.payee ? 'guardian' : 'self',
        ...(options.payee && { reason: '监护人代领' }),
      }),
    )
    const number = options.account === undefined ? `6299000000${String(100_000 + born)}` : options.account
    if (number === null || options.payee) return { household, head, accountId: null, accountNumber: null }
    const { accountId } = granted(
      await captureAccount(tx, { person: head, bank: '安禾农商银行', number, holder: name }),
    )
    return { household, head, accountId, accountNumber: number }
  })
}

export interface Claim {
  household: bigint
  person?: bigint
  month: Month | string
  amount: bigint
  supplement?: bigint
  kind?: 'regular' | 'back-pay'
  claim?: string
  area?: string
  residence?: 'urban' | 'rural'
  people?: number
  reason?: string
  basis?: string
}

/** What a later chapter would hand over as a query. */
export const dueOf = (claims: readonly Claim[]): DueQuery => sql`
  select * from unnest(${claims.map((c) => String(c.household))}::bigint[], ${claims.map((c) => String(c.person ?? 0n))}::bigint[],
    ${claims.map((c) => c.month)}::text[], ${claims.map((c) => c.kind ?? 'regular')}::text[], ${claims.map((c) => c.claim ?? '')}::text[],
    ${claims.map((c) => c.area ?? '990101103203')}::text[], ${claims.map((c) => c.residence ?? 'rural')}::text[],
    ${claims.map((c) => String(c.amount))}::bigint[], ${claims.map((c) => String(c.amount - (c.supplement ?? 0n)))}::bigint[],
    ${claims.map((c) => String(c.supplement ?? 0n))}::bigint[], ${claims.map((c) => c.people ?? 1)}::integer[],
    ${claims.map((c) => c.reason ?? 'new')}::text[], ${claims.map(() => null)}::text[], ${claims.map((c) => c.basis ?? 'award/1')}::text[])
  as due(household_id, person_id, month, kind, claim, area, residence, amount, regular, supplement, people, reason, document, basis)`

export interface TestBank extends Bank {
  control(method: string, path: string, body?: unknown): Promise<unknown>
}

/** Connects our book with a real bank process, both ways. */
export async function connectBank(
  db: Db,
  day: string,
  at: { url: string; publicKey: string; clientToken: string; controlToken: string },
  book: string = county,
): Promise<TestBank> {
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(at.url + path, {
      method,
      headers: { authorization: `Bearer ${at.controlToken}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`the bank answered ${response.status} to ${method} ${path}`)
    return response.status === 204 ? null : response.json()
  }
  await control('PUT', '/clock', { day })
  await control('PUT', `/payers/${book}`, {
    name: '安禾县财政局社会救助资金专户',
    account: payerAccountNumber,
    publicKey: officePublicKey().publicKey,
    opening: '100000000.00',
  })
  await on(db, staff.finance, day, async (tx) => granted(await trustBankKey(tx, { book, publicKey: at.publicKey })))
  return { ...bankOverHttp({ url: at.url, token: at.clientToken }), control }
}
