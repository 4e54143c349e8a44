import { gunzipSync, gzipSync } from 'node:zlib'

/**
 * Values kept as JSON for decades come back exactly: money as `{"$fen":"64000"}`, so that nobody ever reads it as a
 * floating-point number or as text.
 */
export const freeze = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? { $fen: String(inner) } : inner))

export function thaw<T>(stored: unknown): T {
  return thawed(stored) as T
}

function thawed(stored: unknown): unknown {
  if (Array.isArray(stored)) return stored.map(thawed)
  if (typeof stored !== 'object' || stored === null) return stored
  const entries = Object.entries(stored)
  if (entries.length === 1 && entries[0]![0] === '$fen') return BigInt(entries[0]![1] as string)
  return Object.fromEntries(entries.map(([key, inner]) => [key, thawed(inner)]))
}

/** Large and kept for ever: a determination with its trace is 260 KB of text and 13 KB packed. */
export const pack = (value: unknown): Buffer => gzipSync(freeze(value))
export const unpack = <T>(stored: Buffer): T => thaw<T>(JSON.parse(gunzipSync(stored).toString('utf8')))
