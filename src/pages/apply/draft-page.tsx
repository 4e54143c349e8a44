import type { ReactNode } from 'react'
import type { Manner } from '../manner.ts'
import type { FieldProblem } from '../problem.ts'
import { Sheet } from '../shell.tsx'
import type { Draft } from './draft-store.ts'

/** What every page of an application gets. */
export interface Screen {
  manner: Manner
  demo: boolean
  problems: readonly FieldProblem[]
  /** What was just typed and refused, to show it again. */
  typed?: Record<string, string | string[]>
}
export type DraftScreen = Screen & { draft: Draft }

/** A page of an application that is not sent: until a receipt number exists the foot of every one says so. */
export function DraftPage({
  manner,
  demo,
  problems,
  draft,
  at,
  title,
  children,
}: Omit<DraftScreen, 'typed'> & { at: string; title: string; children: ReactNode }) {
  return (
    <Sheet manner={manner} demo={demo} problems={problems} here={`/apply/${draft.id}${at}`} title={title}>
      {children}
      <p className="sticky" role="status">
        {manner.t('pages:apply.not-sent', { day: manner.day(draft.expiresOn) })}
      </p>
    </Sheet>
  )
}
