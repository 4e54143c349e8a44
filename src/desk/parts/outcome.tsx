import type { Acting } from './act.ts'
import { ProblemBox } from './problem.tsx'

/** What became of the last change: said politely, refused loudly. */
export function Outcome({ of }: { of: Pick<Acting, 'problem' | 'said'> }) {
  return (
    <>
      <ProblemBox error={of.problem} />
      <p role="status" className="status">
        {of.said ?? ''}
      </p>
    </>
  )
}
