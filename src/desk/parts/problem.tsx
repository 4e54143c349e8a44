import { Alert } from 'antd'
import type { Problem } from '../../contract/index.ts'
import { NamedProblem, OwnWords } from '../api.ts'
import { useText } from '../language.tsx'

/** What went wrong in the server's own words, with the fields to mend. */
export function ProblemBox({ error }: { error: unknown }) {
  const t = useText()
  if (!error) return null
  const problem = error instanceof NamedProblem ? error.problem : null
  // What stands in the headline is not said twice.
  const more = (problem?.errors ?? []).filter((e) => e.message !== problem?.detail)
  return (
    <Alert
      type="error"
      role="alert"
      showIcon
      title={error instanceof OwnWords ? error.message : wordsOf(problem, t)}
      description={
        more.length > 0 ? (
          <ul style={{ margin: 0, paddingInlineStart: 20 }}>
            {more.map((e) => (
              <li key={e.field + e.message}>{e.message}</li>
            ))}
          </ul>
        ) : undefined
      }
    />
  )
}

/** The server's words; where nobody answered in words, ours. Never a stack or a browser's message. */
const wordsOf = (problem: Problem | null, t: (key: string) => string): string =>
  !problem || problem.code === 'unreadable'
    ? t('deskAdmin:trouble.failing')
    : problem.code === 'offline'
      ? t('deskAdmin:trouble.offline')
      : problem.detail
