import { z } from 'zod'
import { type ProgrammeId, programmeIds } from '../../policy/index.ts'
import { id, text } from '../wire.ts'

/** What the routes of one book's money have in common. */
export const programme = z.enum(programmeIds as [ProgrammeId, ...ProgrammeId[]])
export const done = z.object({ done: z.literal(true) })
export const reason = text(300).min(1)
export const runParams = z.object({ runId: id() })
export const book = z.string().regex(/^\d{6}$/)
export const bookParams = z.object({ book })
