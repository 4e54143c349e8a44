import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import type { Asked, deskApi, Route } from '../../contract/index.ts'
import { call, NamedProblem } from '../api.ts'
import { useText } from '../language.tsx'
import { ProblemBox } from '../parts/problem.tsx'

type StepRoute = Route & { params: (typeof deskApi.accept)['params'] }
export type Run = <R extends StepRoute>(route: R, body: Asked<R>['body']) => Promise<boolean>

export interface StepProps {
  view: deskApi.CaseView
  run: Run
  busy: boolean
  problem: unknown
}

/**
 * Takes a step on the version the officer saw. When somebody was first, the page fetches the newest and the form keeps
 * what was typed; the same press of the button then goes through on the newer version.
 */
export function useSteps(view: deskApi.CaseView, onDone: (stage: string) => void) {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const run: Run = async (route, body) => {
    setBusy(true)
    setProblem(null)
    const answer = await call(
      route as Route,
      {
        params: { caseId: view.caseId },
        body,
        ifMatch: `"${view.version}"`,
      } as Asked<Route>,
    )
    setBusy(false)
    if (!answer.ok) {
      setProblem(new NamedProblem(answer.problem))
      if (answer.problem.code === 'changed-by-another' || answer.problem.code === 'figures-changed')
        await queries.invalidateQueries()
      return false
    }
    await queries.invalidateQueries()
    onDone((answer.data as { stage: string }).stage)
    return true
  }
  return { run, busy, problem, forget: () => setProblem(null) }
}

/** The last line of every form: what went wrong in the server's words, what is kept, and one button. */
export function FormEnd({ busy, problem, label }: { busy: boolean; problem: unknown; label: string }) {
  const t = useText()
  const conflict = problem instanceof NamedProblem && problem.problem.code === 'changed-by-another'
  return (
    <div className="form-end">
      <ProblemBox error={problem} />
      {conflict && <Alert type="warning" title={t('desk:conflict-kept')} showIcon />}
      <Button type="primary" htmlType="submit" loading={busy} size="large">
        {label}
      </Button>
    </div>
  )
}
