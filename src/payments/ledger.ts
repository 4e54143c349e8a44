import { assert, type Fen } from '../foundation/index.ts'

/** Money leaves one account and reaches another; so every entry sums to zero by its form. */
export interface Posting {
  kind: string
  /** The instruction, run or paper it is about (a UUID): posted once for ever per kind. */
  reference: string
  from: string
  to: string
  amount: Fen
  household?: bigint | null
}

/** One event of money: its postings are there together or not at all. */
export interface Entry {
  /** Used once for ever in a book; a retry finds the first one. */
  key: string
  kind: string
  why: string
  postings: readonly Posting[]
  run?: string
  reverses?: string
}

/** Money always leaves one account and reaches another. */
export function posting(p: Posting): Posting {
  assert(p.amount > 0n, 'a posting moves a positive amount')
  assert(p.from !== p.to, 'a posting leaves an account')
  return p
}

/** The way back. Nothing is ever deleted: what was wrong stays, and stands beside its reversal. */
export const reversal = (of: Entry, why: string): Entry => ({
  key: `${of.key}/reversal`,
  kind: `${of.kind}-reversed`,
  why,
  reverses: of.key,
  ...(of.run && { run: of.run }),
  postings: of.postings.map((p) => posting({ ...p, kind: `${p.kind}-reversed`, from: p.to, to: p.from })),
})

/** What each account gains or loses. The sum over all accounts is zero, whatever the postings are. */
export function deltas(postings: readonly Posting[]): Map<string, Fen> {
  const change = new Map<string, Fen>()
  const add = (account: string, amount: Fen) => change.set(account, (change.get(account) ?? 0n) + amount)
  for (const p of postings) {
    add(p.from, -p.amount)
    add(p.to, p.amount)
  }
  return change
}

export interface Standing {
  account: string
  balance: Fen
  guarded: boolean
}

/** The first guarded account that would fall below zero, and by how much; null when all can pay. */
export function shortfall(
  change: ReadonlyMap<string, Fen>,
  standings: readonly Standing[],
): { account: string; missing: Fen } | null {
  for (const { account, balance, guarded } of standings) {
    const after = balance + (change.get(account) ?? 0n)
    if (guarded && after < 0n) return { account, missing: -after }
  }
  return null
}
