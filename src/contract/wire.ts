import { z } from 'zod'
import { type AreaCode, areaCode, type Day, type Fen, isDay, type Month } from '../foundation/index.ts'

/** The one codec between domain values and JSON. On the wire: fen are integers, ids decimal text, days `YYYY-MM-DD`. */
export const fen = () =>
  z.codec(z.int(), z.bigint() as z.ZodType<Fen, Fen>, { decode: (n) => BigInt(n), encode: (f) => Number(f) })
/** Amounts that may not be negative. */
export const positiveFen = () =>
  z.codec(z.int().min(0), z.bigint() as z.ZodType<Fen, Fen>, { decode: (n) => BigInt(n), encode: (f) => Number(f) })
/** Household and person ids: beyond what every JSON reader keeps exact, so they travel as text. */
export const bigId = () =>
  z.codec(z.string().regex(/^\d{1,18}$/), z.bigint(), { decode: (t) => BigInt(t), encode: (b) => String(b) })
export const id = () => z.uuid()
const dayText = z
  .string()
  .refine(isDay, { message: '日期写成 2025-03-01 这样 · a day is written 2025-03-01' })
  .meta({ format: 'date' })
export const wireDay = () => dayText as unknown as z.ZodType<Day, Day>
export const wireMonth = () => z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) as unknown as z.ZodType<Month, Month>
export const wireArea = () =>
  z.string().refine((t) => {
    try {
      areaCode(t)
      return true
    } catch {
      return false
    }
  }) as unknown as z.ZodType<AreaCode, AreaCode>
export const instant = () => z.string()
/** Free text from people: bounded, trimmed, no control characters. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^(?:[\t\n\r]|\P{Cc})*$/u)
/** A list with the key of the next page, or null at the end. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() })
export const cursor = {
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}
