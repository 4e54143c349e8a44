/**
 * Money is a whole number of fen in a bigint. There is no other money type in this house.
 * One yuan is 100 fen. Rates are basis points (1 bp = 0.01 %), so 30 % is `3000`.
 */
export type Fen = bigint

/** How an inexact division ends. `halfUp` is away from zero on ties; `up`/`down` are towards +/- infinity. */
export type Rounding = 'down' | 'up' | 'halfUp'

/** Whole yuan, or a decimal text such as `'1234.5'` (at most two decimals), as fen. Throws a RangeError on anything else. */
export function yuan(amount: number | string): Fen {
  const text = typeof amount === 'number' ? String(amount) : amount.trim()
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/.exec(text)
  if (!match) throw new RangeError(`Not an amount in yuan with at most two decimals: ${text}`)
  const fen = BigInt(match[2]!) * 100n + BigInt((match[3] ?? '').padEnd(2, '0') || '0')
  return match[1] === '-' ? -fen : fen
}

/** `123456n` → `'1234.56'`: always two decimals, no grouping. */
export function yuanText(fen: Fen): string {
  const sign = fen < 0n ? '-' : ''
  const abs = fen < 0n ? -fen : fen
  return `${sign}${abs / 100n}.${String(abs % 100n).padStart(2, '0')}`
}

/** For reading: `123456n` → `'1,234.56'`, `120000n` → `'1,200'` (fen are dropped only when zero). */
export function yuanForReading(fen: Fen): string {
  const [whole, cents] = yuanText(fen).split('.') as [string, string]
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return cents === '00' ? grouped : `${grouped}.${cents}`
}

/** Exact integer division with a declared rounding. The divisor must be positive. */
export function divide(a: bigint, b: bigint, rounding: Rounding): bigint {
  if (b <= 0n) throw new RangeError('The divisor must be positive')
  const floor = a / b - (a % b < 0n ? 1n : 0n)
  const rest = a - floor * b
  if (rest === 0n || rounding === 'down') return floor
  if (rounding === 'up') return floor + 1n
  const twice = rest * 2n
  if (twice === b) return a >= 0n ? floor + 1n : floor
  return twice > b ? floor + 1n : floor
}

/** A share of an amount: `share(yuan(1000), 3000, 'halfUp')` is 300 yuan. `basisPoints` is an integer. */
export function share(amount: Fen, basisPoints: number, rounding: Rounding): Fen {
  return divide(amount * BigInt(basisPoints), 10_000n, rounding)
}

export const sum = (amounts: Iterable<Fen>): Fen => {
  let total = 0n
  for (const amount of amounts) total += amount
  return total
}

const digits = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖']
const places = ['', '拾', '佰', '仟']
const groups = ['', '万', '亿', '万亿']

/** The amount in words as finance papers want it: `yuan('1040.5')` → `'壹仟零肆拾元伍角整'`. Non-negative only. */
export function yuanInWords(fen: Fen): string {
  if (fen < 0n) return `负${yuanInWords(-fen)}`
  const whole = String(fen / 100n)
  let words = ''
  let zero = false
  const count = whole.length
  for (let i = 0; i < count; i++) {
    const place = count - 1 - i
    const digit = Number(whole[i])
    if (digit === 0) zero = true
    else {
      if (zero && words) words += '零'
      zero = false
      words += digits[digit]! + places[place % 4]!
    }
    if (place % 4 === 0 && place > 0) {
      const group = whole.slice(Math.max(0, count - place - 4), count - place)
      if (Number(group) > 0) words += groups[place / 4]!
    }
  }
  words = `${words || '零'}元`
  const jiao = Number((fen / 10n) % 10n)
  const cent = Number(fen % 10n)
  if (jiao === 0 && cent === 0) return `${words}整`
  if (jiao > 0) words += `${digits[jiao]}角`
  else if (fen >= 100n) words += '零'
  return cent > 0 ? `${words}${digits[cent]}分` : `${words}整`
}
