import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { Answer, Asked, Route } from '../../contract/index.ts'
import { call, NamedProblem, upload } from '../api.ts'

export interface Acting {
  busy: boolean
  problem: unknown
  /** What was done, in a sentence for the status line. */
  said: string | null
  act<R extends Route>(route: R, asked: Asked<R>, said?: string): Promise<Answer<R> | null>
  send<R extends Route>(
    route: R,
    file: Blob,
    asked: { params?: Record<string, string>; query?: Record<string, string> },
    said?: string,
  ): Promise<z.output<R['reply']> | null>
  clear(): void
}

/** One change at a time: asks, shows what was refused, and reads everything on the screen again. */
export function useAct(): Acting {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const [said, setSaid] = useState<string | null>(null)
  const whole = async <Result>(work: () => Promise<Result>, words?: string): Promise<Result | null> => {
    setBusy(true)
    setProblem(null)
    setSaid(null)
    try {
      const result = await work()
      // Said only when the screen shows it.
      await queries.invalidateQueries()
      setSaid(words ?? null)
      return result
    } catch (error) {
      setProblem(error)
      return null
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    problem,
    said,
    act: (route, asked, words) =>
      whole(async () => {
        const answer = await call(route, asked)
        if (!answer.ok) throw new NamedProblem(answer.problem)
        return answer
      }, words),
    send: (route, file, asked, words) => whole(() => upload(route, file, asked), words),
    clear: () => {
      setProblem(null)
      setSaid(null)
    },
  }
}
