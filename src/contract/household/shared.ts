import { z } from 'zod'
import {
  type FactName,
  type FactValue,
  factEntry,
  factNames,
  type ProgrammeId,
  programmeIds,
} from '../../policy/index.ts'
import { bigId, text, wireDay } from '../wire.ts'

export const done = z.object({ done: z.literal(true) })
export const sex = z.enum(['female', 'male'])
export const residence = z.enum(['urban', 'rural'])
export const programme = z.enum(programmeIds as [ProgrammeId, ...ProgrammeId[]])
export const reason = text(300).min(1)
export const person = z.object({ personId: bigId() })
export const household = z.object({ householdId: bigId() })
export const news = z.enum(['declared', 'matched', 'visited'])
export const unmaskReason = z.enum([
  'identity-check',
  'phone-call',
  'verification',
  'payment-return',
  'document',
  'complaint',
  'inspection',
])
export const factName = z.enum(factNames as [FactName, ...FactName[]])

/** Money in whole fen, counts and yes/no as they are, days and codes as text, null for unknown. */
export const wireValue = z.union([z.int(), z.boolean(), z.string().max(200), z.null()])
type WireValue = z.output<typeof wireValue>
export const readFactValue = (name: FactName, value: WireValue): FactValue =>
  factEntry(name).unit === 'fen' && typeof value === 'number' ? BigInt(value) : value
export const writeFactValue = (value: FactValue): WireValue => (typeof value === 'bigint' ? Number(value) : value)

/** `household`, `person/<id>` or `supporter/<id>`. */
export const subject = z.string().regex(/^(household|person\/\d{1,18}|supporter\/[0-9a-f-]{36})$/)

export const newPerson = z.strictObject({
  name: text(60).min(1),
  number: text(40).nullish(),
  numberKind: z.enum(['resident', 'birth-certificate', 'passport', 'temporary']).optional(),
  birth: wireDay().nullish(),
  sex: sex.nullish(),
  withoutNumber: z.enum(['newborn', 'unregistered', 'unknown']).nullish(),
})
export const who = z.union([z.strictObject({ personId: bigId() }), newPerson])
