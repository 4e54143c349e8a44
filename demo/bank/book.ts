import { type Day, sum, yuan, yuanText } from '../../src/foundation/index.ts'

export type ReturnCode = 'R01' | 'R02' | 'R03' | 'R04' | 'R05' | 'R06' | 'R07' | 'R99'

/** One line of an accepted payment file. */
export interface Line {
  position: number
  instruction: string
  holder: string
  account: string
  amount: string
}

export interface PaymentFile {
  payer: string
  run: string
  sequence: number
  digest: string
  lines: Line[]
}

/** What the bank knows of an account. Accounts nobody planted exist, are open and bear the name on the order. */
export interface Account {
  account: string
  holder?: string
  state?: 'open' | 'closed' | 'dormant' | 'frozen' | 'limited' | 'dead' | 'none'
}

export interface Payer {
  name: string
  account: string
  publicKey: string
  opening: string
}

/** A line of a return file. */
export interface Outcome {
  position: number
  instruction: string
  account: string
  amount: string
  result: '入账' | '退回'
  code: ReturnCode | ''
  on: Day
  reference: string
}

/** A movement of the paying account. */
export interface Movement {
  on: Day
  direction: '收' | '付'
  kind: 'DF' | 'TH' | 'BK' | 'QT'
  reference: string
  amount: string
}

const byState: Partial<Record<NonNullable<Account['state']>, ReturnCode>> = {
  none: 'R01',
  closed: 'R03',
  dormant: 'R04',
  frozen: 'R05',
  limited: 'R06',
  dead: 'R07',
}

/** Why a line cannot be credited, or null. A name is compared without separators and width. */
export function whyReturned(
  account: Account | undefined,
  line: Line,
  key: (name: string) => string,
): ReturnCode | null {
  const state = account?.state ?? 'open'
  if (state !== 'open') return byState[state] ?? 'R99'
  return account?.holder !== undefined && key(account.holder) !== key(line.holder) ? 'R02' : null
}

export const totalOf = (lines: { amount: string }[]): string => yuanText(sum(lines.map((line) => yuan(line.amount))))

/** What stands on the paying account: opening + in − out. */
export function balanceOf(opening: string, movements: Movement[]): bigint {
  return movements.reduce(
    (balance, movement) => balance + (movement.direction === '收' ? yuan(movement.amount) : -yuan(movement.amount)),
    yuan(opening),
  )
}
