import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { type ComponentType, type ReactNode, useState } from 'react'
import type { Asked, caseworkApi, deskApi, Route } from '../../contract/index.ts'
import { canSay } from '../../wording/index.ts'
import { call, NamedProblem } from '../api.ts'
import { useText } from '../language.tsx'
import { ProblemBox } from '../parts/problem.tsx'

type StepRoute = Route & { params: (typeof caseworkApi.accept)['params'] }
export type Run = <R extends StepRoute>(route: R, body: Asked<R>['body']) => Promise<boolean>

export interface StepProps {
  view: deskApi.CaseView
  run: Run
  busy: boolean
  problem: unknown
}

/** One form per step of the procedure. What is typed lives in the form until the step is taken. */
export type Form = ComponentType<StepProps>

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

/** The frame of every form: what the step does, its fields, what went wrong in the server's words, and one button. */
export function StepForm({
  step,
  busy,
  problem,
  take,
  children,
}: Pick<StepProps, 'busy' | 'problem'> & { step: string; take: () => void; children?: ReactNode }) {
  const t = useText()
  const conflict = problem instanceof NamedProblem && problem.problem.code === 'changed-by-another'
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        take()
      }}
    >
      {canSay(`desk:step.${step}-what`) && <p>{t(`desk:step.${step}-what`)}</p>}
      {children}
      <div className="form-end">
        <ProblemBox error={problem} />
        {conflict && <Alert type="warning" title={t('desk:conflict-kept')} showIcon />}
        <Button type="primary" htmlType="submit" loading={busy} size="large">
          {t(`desk:step.${step}`)}
        </Button>
      </div>
    </form>
  )
}
