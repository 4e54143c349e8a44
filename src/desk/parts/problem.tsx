import { Alert } from 'antd'
import { NamedProblem } from '../api.ts'

/** What went wrong in the server's own words, with the fields to mend. */
export function ProblemBox({ error }: { error: unknown }) {
  if (!error) return null
  const problem = error instanceof NamedProblem ? error.problem : null
  return (
    <Alert
      type="error"
      role="alert"
      showIcon
      title={problem?.detail ?? String((error as Error).message)}
      description={
        problem?.errors?.length ? (
          <ul style={{ margin: 0, paddingInlineStart: 20 }}>
            {problem.errors.map((e) => (
              <li key={e.field + e.message}>{e.message}</li>
            ))}
          </ul>
        ) : undefined
      }
    />
  )
}
