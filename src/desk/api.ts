import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { type Asked, createClient, type Problem, type Route } from '../contract/index.ts'

export const call = createClient('')

/** A problem the server named: shown with its own words. */
export class NamedProblem extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** Reads a route, kept fresh by TanStack Query; a named problem becomes the query's error. */
export function useAsk<R extends Route>(
  route: R,
  asked: Asked<R> = {},
  options: { enabled?: boolean; refetchInterval?: number } = {},
): UseQueryResult<{ data: z.output<R['reply']>; etag: string | null }, NamedProblem> {
  return useQuery({
    queryKey: [route.path, JSON.stringify(asked, (_k, v: unknown) => (typeof v === 'bigint' ? String(v) : v))],
    queryFn: async ({ signal }) => {
      const answer = await call(route, { ...asked, signal })
      if (!answer.ok) throw new NamedProblem(answer.problem)
      return { data: answer.data, etag: answer.etag }
    },
    ...options,
  }) as UseQueryResult<{ data: z.output<R['reply']>; etag: string | null }, NamedProblem>
}
