import { assert, type Day, type Refusal, refuse } from '../foundation/index.ts'
import { areaOfHousehold } from '../household/index.ts'
import { actorOf, audit, businessDay, newId, type Role, type Tx } from '../platform/index.ts'

/** One thing somebody has to do: it lies in a role's tray of an area until a colleague takes it or it is done. */
export interface Task {
  id: string
  household: bigint
  area: string
  key: string
  kind: string
  caseId: string | null
  person: bigint | null
  role: Role
  assignee: string | null
  due: Day | null
  dueProvisional: boolean
  about: Record<string, string | number | boolean | null>
  opened: Day
  done: Day | null
  outcome: string | null
  version: number
}

export interface OpenTask {
  household: bigint
  /** The same key is the same task, however often it is asked for; a finished one is opened again only with `again`. */
  key: string
  kind: string
  caseId?: string | null
  person?: bigint | null
  role: Role
  assignee?: string | null
  due?: Day | null
  dueProvisional?: boolean
  /** Codes, numbers and record ids for the words of the task; never a name. */
  about?: Task['about']
  again?: boolean
}

export async function openTask(tx: Tx, input: OpenTask): Promise<Task | Refusal<'no-such-household'>> {
  const area = await areaOfHousehold(tx, input.household)
  if (!area) return refuse('no-such-household', undefined, 'household')
  const opened = await businessDay(tx)
  const fresh = {
    kind: input.kind,
    case_id: input.caseId ?? null,
    person_id: input.person ?? null,
    role: input.role,
    assignee: input.assignee ?? null,
    due_on: input.due ?? null,
    due_provisional: input.dueProvisional ?? false,
    about: JSON.stringify(input.about ?? {}),
    opened_on: opened,
    opened_by: actorOf(tx).id,
  }
  await tx
    .insertInto('task')
    .values({ household_id: input.household, task_id: newId(), area, key: input.key, ...fresh })
    .onConflict((conflict) =>
      input.again
        ? conflict
            .columns(['household_id', 'key'])
            .doUpdateSet({ ...fresh, done_on: null, done_by: null, outcome: null })
            .where('task.done_on', 'is not', null)
        : conflict.columns(['household_id', 'key']).doNothing(),
    )
    .execute()
  const task = await taskByKey(tx, input.household, input.key)
  assert(task, 'a task that was just opened')
  return task
}

/** Done once; a second closing changes nothing and says so with `false`. */
export async function closeTask(tx: Tx, input: { household: bigint; key: string; outcome: string }): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('task')
    .set({ done_on: await businessDay(tx), done_by: actorOf(tx).id, outcome: input.outcome })
    .set((row) => ({ version: row('version', '+', 1) }))
    .where('household_id', '=', input.household)
    .where('key', '=', input.key)
    .where('done_on', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Takes a task out of the tray, or hands it to a colleague. `version` is what the officer saw: the second one is told. */
export async function assignTask(
  tx: Tx,
  input: { household: bigint; id: string; to: string | null; version?: number },
): Promise<Task | Refusal<'no-such-task' | 'task-done' | 'changed-by-another'>> {
  const row = await tx
    .selectFrom('task')
    .selectAll()
    .where('household_id', '=', input.household)
    .where('task_id', '=', input.id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return refuse('no-such-task')
  if (row.done_on) return refuse('task-done', { day: row.done_on })
  if (input.version !== undefined && input.version !== row.version)
    return refuse('changed-by-another', { who: row.assignee ?? '' })
  await tx
    .updateTable('task')
    .set({ assignee: input.to, version: row.version + 1 })
    .where('household_id', '=', input.household)
    .where('task_id', '=', input.id)
    .execute()
  await audit(tx, {
    action: 'office.assign-task',
    subject: { kind: 'task', id: input.id, household: input.household },
    area: row.area,
    before: { assignee: row.assignee },
    after: { assignee: input.to },
    detail: { kind: row.kind },
  })
  return toTask({ ...row, assignee: input.to, version: row.version + 1 })
}

/** All open tasks of one colleague go to another: leave, or the end of a post. Returns how many. */
export async function handOverTasks(tx: Tx, input: { from: string; to: string | null }): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('task')
    .set({ assignee: input.to })
    .set((row) => ({ version: row('version', '+', 1) }))
    .where('assignee', '=', input.from)
    .where('done_on', 'is', null)
    .executeTakeFirstOrThrow()
  await audit(tx, {
    action: 'office.hand-over-tasks',
    subject: { kind: 'account', id: input.from },
    after: { to: input.to },
    detail: { tasks: Number(numUpdatedRows) },
  })
  return Number(numUpdatedRows)
}

export interface TaskQuery {
  role?: Role
  assignee?: string | null
  kind?: string
  household?: bigint
  caseId?: string
  /** Due on or before this day. */
  dueBy?: Day
  open?: boolean
  limit?: number
}

/** Earliest due first, then oldest; row security keeps it to the actor's area. */
export async function tasks(tx: Tx, query: TaskQuery = {}): Promise<Task[]> {
  let select = tx.selectFrom('task').selectAll()
  if (query.open ?? true) select = select.where('done_on', 'is', null)
  if (query.role) select = select.where('role', '=', query.role)
  if (query.assignee !== undefined)
    select = select.where('assignee', query.assignee === null ? 'is' : '=', query.assignee)
  if (query.kind) select = select.where('kind', '=', query.kind)
  if (query.household) select = select.where('household_id', '=', query.household)
  if (query.caseId) select = select.where('case_id', '=', query.caseId)
  if (query.dueBy) select = select.where('due_on', '<=', query.dueBy)
  const rows = await select
    .orderBy('due_on', (order) => order.asc().nullsLast())
    .orderBy('task_id')
    .limit(query.limit ?? 500)
    .execute()
  return rows.map(toTask)
}

export async function taskByKey(tx: Tx, household: bigint, key: string): Promise<Task | null> {
  const row = await tx
    .selectFrom('task')
    .selectAll()
    .where('household_id', '=', household)
    .where('key', '=', key)
    .executeTakeFirst()
  return row ? toTask(row) : null
}

type Row = NonNullable<Awaited<ReturnType<typeof rowOf>>>
const rowOf = (tx: Tx) => tx.selectFrom('task').selectAll().executeTakeFirst()

const toTask = (row: Row): Task => ({
  id: row.task_id,
  household: row.household_id,
  area: row.area,
  key: row.key,
  kind: row.kind,
  caseId: row.case_id,
  person: row.person_id,
  role: row.role as Role,
  assignee: row.assignee,
  due: row.due_on,
  dueProvisional: row.due_provisional,
  about: row.about as Task['about'],
  opened: row.opened_on,
  done: row.done_on,
  outcome: row.outcome,
  version: row.version,
})
