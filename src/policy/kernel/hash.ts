/**
 * Content hashes: the same rules, values or facts give the same hash on every machine, for ever, so that a stored
 * decision can be replayed against exactly what it rested on. SHA-256 (FIPS 180-4) in plain code: it also runs in a page.
 */

/** Sorted keys, no spaces; bigint and whole numbers alike as digits; absent and `undefined` left out. `skip` drops keys. */
export function canonicalJson(value: unknown, skip?: (key: string) => boolean): string {
  switch (typeof value) {
    case 'bigint':
      return value.toString()
    case 'boolean':
      return value ? 'true' : 'false'
    case 'string':
      return JSON.stringify(value)
    case 'number':
      if (!Number.isSafeInteger(value)) throw new RangeError(`Only whole numbers can be hashed: ${value}`)
      return String(value)
    case 'object': {
      if (value === null) return 'null'
      if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry, skip)).join(',')}]`
      const fields: string[] = []
      for (const key of Object.keys(value).sort()) {
        const field = (value as Record<string, unknown>)[key]
        if (field === undefined || skip?.(key)) continue
        fields.push(`${JSON.stringify(key)}:${canonicalJson(field, skip)}`)
      }
      return `{${fields.join(',')}}`
    }
    default:
      throw new TypeError(`A ${typeof value} cannot be hashed`)
  }
}

/** The first 32 bits of the fractional parts of the cube (constants) and square (start) roots of the first primes, computed exactly. */
const { constants, start } = firstRoots()
function firstRoots() {
  const primes: number[] = []
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p !== 0)) primes.push(n)
  // floor(p^(1/k) · 2^32) mod 2^32 by integer bisection: no floating point in what must never change.
  const fraction = (p: number, k: number): number => {
    const target = BigInt(p) << BigInt(32 * k)
    let [low, high] = [0n, 1n << 40n]
    while (high - low > 1n) {
      const middle = (low + high) >> 1n
      if (middle ** BigInt(k) <= target) low = middle
      else high = middle
    }
    return Number(low & 0xffffffffn)
  }
  return {
    constants: Int32Array.from(primes.map((p) => fraction(p, 3) | 0)),
    start: Int32Array.from(primes.slice(0, 8).map((p) => fraction(p, 2) | 0)),
  }
}

const encoder = new TextEncoder()
const schedule = new Int32Array(64)
const turn = (x: number, by: number) => (x >>> by) | (x << (32 - by))

export function sha256(text: string): string {
  const message = encoder.encode(text)
  const blocks = Math.ceil((message.length + 9) / 64)
  const bytes = new Uint8Array(blocks * 64)
  bytes.set(message)
  bytes[message.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setUint32(bytes.length - 8, Math.floor(message.length / 0x2000_0000))
  view.setUint32(bytes.length - 4, (message.length << 3) >>> 0)
  const state = Int32Array.from(start)
  for (let block = 0; block < blocks; block++) compress(state, view, block * 64)
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

function compress(state: Int32Array, view: DataView, offset: number) {
  const w = schedule
  for (let i = 0; i < 16; i++) w[i] = view.getInt32(offset + i * 4)
  for (let i = 16; i < 64; i++) {
    const [a, b] = [w[i - 15]!, w[i - 2]!]
    const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)
    const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10)
    w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + constants[i]! + w[i]!) | 0
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  const next = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = (state[i]! + next[i]!) | 0
}

/** SHA-256 over canonical JSON. */
export const contentHash = (value: unknown, skip?: (key: string) => boolean): string =>
  sha256(canonicalJson(value, skip))
