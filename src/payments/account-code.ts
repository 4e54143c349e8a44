import type { ProgrammeId } from '../policy/index.ts'

/**
 * Where money can stand in a book. It always moves in this direction, and back only by a named entry:
 * source → fund → payable → clearing → paid, or clearing → returned → payable again.
 */
export type AccountKind = 'source' | 'opening' | 'fund' | 'payable' | 'clearing' | 'paid' | 'returned'

export interface LedgerAccount {
  account: string
  kind: AccountKind
  programme: string | null
  budgetLine: string | null
  year: number | null
  /** Never below zero. Only where money comes from may be. */
  guarded: boolean
}

const account = (kind: AccountKind, parts: Partial<LedgerAccount> = {}): LedgerAccount => {
  const { programme = null, budgetLine = null, year = null } = parts
  const name = [kind, year, budgetLine, programme].filter((part) => part !== null).join('/')
  return { account: name, kind, programme, budgetLine, year, guarded: kind !== 'source' && kind !== 'opening' }
}

/** Where the budget comes from: the finance office's allocation. Below zero by what it gave. */
export const sourceAccount = (): LedgerAccount => account('source')
/** What was paid before this book was opened: carried over, not recomputed. */
export const openingAccount = (): LedgerAccount => account('opening')
/** One budget line of one year for one programme (分账核算、专款专用). */
export const fundAccount = (year: number, budgetLine: string, programme: string): LedgerAccount =>
  account('fund', { year, budgetLine, programme })
/** Owed to people: approved and not yet taken by the bank. */
export const payableAccount = (programme: string): LedgerAccount => account('payable', { programme })
/** With the bank, and no result yet. */
export const clearingAccount = (): LedgerAccount => account('clearing')
/** Credited to people. */
export const paidAccount = (programme: string): LedgerAccount => account('paid', { programme })
/** 退回待发: came back from the bank and waits for the same people. */
export const returnedAccount = (programme: string): LedgerAccount => account('returned', { programme })

/** The account behind a code that an earlier entry wrote. Throws on anything else. */
export function readAccount(code: string): LedgerAccount {
  const [kind, ...rest] = code.split('/')
  const known =
    kind === 'fund' && rest.length === 3
      ? fundAccount(Number(rest[0]), rest[1]!, rest[2]!)
      : (kind === 'payable' || kind === 'paid' || kind === 'returned') && rest.length === 1
        ? account(kind, { programme: rest[0]! })
        : (kind === 'source' || kind === 'opening' || kind === 'clearing') && rest.length === 0
          ? account(kind)
          : null
  if (!known || known.account !== code) throw new RangeError(`Not an account of a book: ${code}`)
  return known
}

export type Residence = 'urban' | 'rural'

/**
 * 政府收支分类科目 that these payments are booked under, by programme and by where the family is registered.
 * Mark [S~]: the codes as they stand in the quarterly fund tables; a place that books otherwise says so in its own table.
 */
const budgetLines: Partial<Record<ProgrammeId, Record<Residence, string>>> = {
  dibao: { urban: '2081901', rural: '2081902' },
  temporaryAssistance: { urban: '2082001', rural: '2082001' },
  personWithoutShelter: { urban: '2082002', rural: '2082002' },
  tekun: { urban: '2082101', rural: '2082102' },
}

/** Null: we do not know under which line this programme is booked, so it cannot be paid yet. */
export const budgetLineOf = (programme: ProgrammeId, residence: Residence): string | null =>
  budgetLines[programme]?.[residence] ?? null
