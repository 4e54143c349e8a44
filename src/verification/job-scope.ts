import type { Day } from '../foundation/index.ts'
import { type Scope, systemActor } from '../platform/index.ts'

/** Jobs act as the system. `today` is given only by whoever lives through past days (the demo generator, tests). */
export const jobScope = (task: string, today?: Day): Scope => ({
  actor: systemActor(`job:${task}`),
  purpose: 'verification',
  ...(today && { businessDay: today }),
})
