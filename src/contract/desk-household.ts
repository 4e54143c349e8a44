import { z } from 'zod'
import { type ProgrammeId, programmeIds } from '../policy/index.ts'
import { both, taken } from './case-reason.ts'
import { trayLine } from './desk-queue.ts'
import { newsFigure, whatHappened } from './happened.ts'
import { route } from './route.ts'
import { bigId, fen, text, wireDay } from './wire.ts'

/** One household: its cases and awards, and the cases the office opens for it. */
const programme = z.enum(programmeIds as [ProgrammeId, ...ProgrammeId[]])
export const householdFile = route({
  method: 'GET',
  path: '/api/desk/households/:householdId/file',
  summary: 'Cases and awards of one household 一户的案件和待遇',
  params: z.object({ householdId: bigId() }),
  reply: z.object({
    cases: z.array(trayLine),
    awards: z.array(
      z.object({
        programme: z.string(),
        programmeName: both,
        monthly: fen().nullable(),
        state: z.string(),
        carriedOver: z.boolean(),
        since: z.string().nullable(),
      }),
    ),
  }),
})
export const openChange = route({
  method: 'POST',
  path: '/api/desk/households/:householdId/changes',
  summary: 'Open a change case 发起变更',
  params: z.object({ householdId: bigId() }),
  idempotent: true,
  body: z.strictObject({
    programme,
    change: z.enum([
      'member-in',
      'member-out',
      'income',
      'head',
      'account',
      'address',
      'death',
      'suspend',
      'resume',
      'stop',
    ]),
    happenedOn: wireDay().optional(),
    /** What the register and the figures have to say from now on; entered together with the case or not at all. */
    happened: whatHappened.optional(),
    figures: z.array(newsFigure).max(300).optional(),
    note: text(1000).nullish(),
  }),
  reply: taken,
})
export const openReview = route({
  method: 'POST',
  path: '/api/desk/households/:householdId/reviews',
  summary: 'Open a review 发起复核',
  params: z.object({ householdId: bigId() }),
  idempotent: true,
  body: z.strictObject({ programme }),
  reply: taken,
})

export const exportTimeline = route({
  method: 'GET',
  path: '/api/desk/households/:householdId/timeline/export',
  summary: 'What happened to the household, as a workbook 导出时间线',
  params: z.object({ householdId: bigId() }),
  answers: 'bytes',
})
