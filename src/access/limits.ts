import { type AreaCode, contains, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, type Role, type Tx } from '../platform/index.ts'

/** 三员: whoever administers or audits holds no business role, and nobody grants anything to himself (R08). */
const exclusive: readonly Role[] = ['administrator', 'auditor']

/** Whether this role may not stand beside the others in one person's hands. */
export const excludes = (role: Role, others: readonly Role[]): boolean =>
  others.some((other) => other !== role && (exclusive.includes(other) || exclusive.includes(role)))

/** Rights are given and taken only inside the own area. */
export function outsideOf(tx: Tx, area: AreaCode): Refusal<'outside-your-area'> | null {
  const actor = actorOf(tx)
  return actor.area !== null && contains(actor.area, area) ? null : refuse('outside-your-area', { area }, 'area')
}
