import type { NewsFigure, WhatHappened } from '../contract/index.ts'
import { assert, type Day, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import type { HouseholdId } from '../household/index.ts'
import { actorOf, businessDay, type Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import type { Taken } from './desk.ts'
import { currentAward } from './neighbours.ts'
import { recordNews } from './news-of-household.ts'
import { type Opened, openFile } from './open-case.ts'
import type { ChangeKind, Origin } from './words.ts'

export interface OpenChange {
  household: HouseholdId
  programme: ProgrammeId
  change: ChangeKind
  origin: Origin
  applicant?: bigint | null
  /** 补录 of a change that was handled on paper: the day it happened. */
  happenedOn?: Day
  /** What the register and the figures have to say from now on; nothing is entered when the case cannot be opened. */
  happened?: WhatHappened
  figures?: readonly NewsFigure[]
  note?: string | null
}

/**
 * A paid household's life goes on (practice §1.1): somebody is born or dies, earns more, moves, changes bank. The same
 * kind of case as an application, with the lighter procedure of the place; it feeds the month's reason per line.
 */
export async function openChange(tx: Tx, input: OpenChange): Promise<Opened | Refusal> {
  const current = await currentAward(tx, input.household, input.programme, await businessDay(tx))
  if (current === null) return refuse('no-award', { programme: input.programme })
  const same = await tx
    .selectFrom('case_file')
    .select('case_no')
    .where('household_id', '=', input.household)
    .where('programme', '=', input.programme)
    .where('kind', '=', 'change')
    .where('change_kind', '=', input.change)
    .where('closed_on', 'is', null)
    .executeTakeFirst()
  if (same) return refuse('already-open', { caseNo: same.case_no })
  const told = await recordNews(tx, input)
  if (isRefusal(told)) return told
  const opened = await openFile(tx, {
    household: input.household,
    programme: input.programme,
    kind: 'change',
    change: input.change,
    origin: input.origin,
    applicant: input.applicant ?? null,
    ...(input.happenedOn && { on: input.happenedOn }),
  })
  if (isRefusal(opened)) return opened
  if (input.note)
    await tx
      .insertInto('case_application')
      .values({
        household_id: input.household,
        case_id: opened.row.caseId,
        area: opened.row.area,
        reason: input.note,
        submitted_by: actorOf(tx).id,
      })
      .execute()
  return opened
}

/** 定期核查: opened by the calendar, by a chief, or after a signal. One at a time. */
export async function openReview(
  tx: Tx,
  input: { household: HouseholdId; programme: ProgrammeId; origin?: Origin },
): Promise<Opened | Refusal> {
  const current = await currentAward(tx, input.household, input.programme, await businessDay(tx))
  if (current === null) return refuse('no-award', { programme: input.programme })
  const running = await tx
    .selectFrom('case_file')
    .select('case_no')
    .where('household_id', '=', input.household)
    .where('programme', '=', input.programme)
    .where('kind', '=', 'review')
    .where('closed_on', 'is', null)
    .executeTakeFirst()
  if (running) return refuse('already-open', { caseNo: running.case_no })
  const opened = await openFile(tx, {
    household: input.household,
    programme: input.programme,
    kind: 'review',
    origin: input.origin ?? 'office',
    applicant: null,
  })
  if (isRefusal(opened)) return opened
  await tx
    .updateTable('review_plan')
    .set({ open_case: opened.row.caseId })
    .where('household_id', '=', input.household)
    .where('programme', '=', input.programme)
    .execute()
  return opened
}

export const openedAnswer = (opened: Opened): Taken => {
  assert(opened.row.version === 1, 'a case that was just opened')
  return { caseId: opened.row.caseId, version: opened.row.version, stage: opened.state.stage }
}
