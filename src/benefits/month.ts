import { type Day, type Month, monthOf, nextMonth, type Refusal, refuse } from '../foundation/index.ts'
import {
  bookById,
  type FreezeRefusal,
  freezeRun,
  openRun,
  previewRun,
  type Run,
  runById,
  type StopSource,
} from '../payments/index.ts'
import { businessDay, type Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import { dueQuery, type OfMonth } from './due.ts'
import { stopSources } from './stops.ts'

export type MonthRefusal = Refusal<'no-book' | 'not-found' | 'run-state' | 'month-too-early'>

/** Lists are made for the running month and the one after it (early before Spring Festival), never for a later one. */
const monthsAhead = 1

async function listOf(
  tx: Tx,
  of: OfMonth,
): Promise<{ due: ReturnType<typeof dueQuery>; stops: StopSource[] } | Refusal<'no-book'>> {
  const book = await bookById(tx, of.book)
  if (!book) return refuse('no-book', { book: of.book })
  return { due: dueQuery(of), stops: stopSources(of, await businessDay(tx), book.staleAfterDays) }
}

/** The draft of a month, made from the awards as they stand: asked again, made again. */
export async function previewMonth(
  tx: Tx,
  of: { book: string; programme: ProgrammeId; month: Month },
): Promise<Run | MonthRefusal> {
  const today = await businessDay(tx)
  if (of.month > latestMonth(today))
    return refuse('month-too-early', { month: of.month, latest: latestMonth(today) }, 'month')
  const list = await listOf(tx, of)
  if ('refused' in list) return list
  const run = await openRun(tx, of)
  if ('refused' in run) return run
  return previewRun(tx, run.runId, list.due, list.stops)
}

const latestMonth = (today: Day): Month => nextMonth(monthOf(today), monthsAhead)

/** 制表: freezes exactly what the preparer saw. */
export async function freezeMonth(
  tx: Tx,
  runId: string,
  seen: string,
): Promise<Run | FreezeRefusal | Refusal<'no-book'>> {
  const run = await runById(tx, runId)
  if (!run) return refuse('not-found')
  const list = await listOf(tx, run)
  if ('refused' in list) return list
  return freezeRun(tx, runId, seen, list.due, list.stops)
}
