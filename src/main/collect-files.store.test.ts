import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { saveCounterDraft } from '../casework/index.ts'
import { areaCode, type Day } from '../foundation/index.ts'
import { openHousehold } from '../household/index.ts'
import { attachFile } from '../office/index.ts'
import { type Actor, house, newId, withScope } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../platform/testkit/index.ts'
import { collectFiles, fileColumns, recordColumns } from './collect-files.ts'

let data: FreshDatabase
beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase()
})
afterAll(() => data.close())

const clerk: Actor = { id: newId(), naturalPerson: null, role: 'township-clerk', area: areaCode('990101103') }
const dayAfterTomorrow = () => new Date(Date.now() + 48 * 3_600_000)
/** Codes, figures, digests, numbers of papers: looked at one by one, none of them names a file of ours. */
const namesNoFile = new Set([
  'appraisal.points',
  'area_successor.paper',
  'audit_entry.detail',
  'batch_household.people',
  'book.project_codes',
  'case_application.hardship',
  'case_decision.details',
  'case_decision.organ',
  'case_decision.situation',
  'case_helper.scope',
  'case_notice.line',
  'case_opinion.act',
  'case_opinion.assessed',
  'case_opinion.difference',
  'case_opinion.edited_after_preview',
  'case_opinion.situation',
  'confirmation_batch.minutes_no',
  'delegation.paper',
  'delivery.servers',
  'draft.submitted',
  'enquiry.question',
  'fact.value',
  'idempotency.reply',
  'inquiry.told',
  'outbox.payload',
  'person_merge.inverse',
  'reconciliation.differences',
  'roster_batch.file_digest',
  'roster_batch.layout',
  'roster_batch.options',
  'roster_suspicion.detail',
  'submission.receipt',
  'supplement_notice.items',
  'task.about',
  'timeline.text_values',
  'verification_authorisation.file_digest',
  'verification_authorisation.file_type',
  'verification_authorisation.programmes',
  'verification_authorisation.purposes',
  'verification_authorisation.sources',
  'verification_batch.receipt',
  'verification_report.content',
])
const there = (id: string) =>
  house()
    .files.get(id)
    .then(() => true)
    .catch(() => false)
const page = () =>
  sharp({ create: { width: 200, height: 200, channels: 3, background: '#fff' } })
    .jpeg()
    .toBuffer()

test('a scan whose transaction was rolled back goes after a day; what a case, a draft or an authorisation names stays', async () => {
  const orphan = (await house().files.put(Buffer.from('an identity card nobody points to'))).id
  const inDraft = (await house().files.put(Buffer.from('a page of a form that is being written down'))).id
  const signed = (await house().files.put(Buffer.from('a signed authorisation'))).id
  let attached = ''
  await withScope(data.db, { actor: clerk }, async (tx) => {
    const household = await openHousehold(tx, { area: areaCode('990101103203'), residence: 'rural' })
    if (typeof household !== 'bigint') throw new Error('no household')
    const kept = await attachFile(tx, { household, kind: 'household-register', bytes: await page() })
    if ('refused' in kept) throw new Error(kept.refused)
    const row = await tx
      .selectFrom('attachment')
      .select('file_id')
      .where('attachment_id', '=', kept.id)
      .executeTakeFirstOrThrow()
    attached = row.file_id
    await saveCounterDraft(tx, newId(), { papers: [{ pages: [{ fileId: inDraft }] }] })
    await tx
      .insertInto('timeline')
      .values({
        household_id: household,
        event_id: newId(),
        area: '990101103203',
        kind: 'application',
        on_day: '2025-03-03' as Day,
        text_key: 'household:timeline.opened',
        refs: JSON.stringify({ file: signed }),
        by_actor: clerk.id,
      })
      .execute()
  })
  // The same day nothing is touched: its row may still be on its way.
  expect(await collectFiles(data.db, new Date())).toBe(0)
  expect(await there(orphan)).toBe(true)

  expect(await collectFiles(data.db, dayAfterTomorrow())).toBe(1)
  expect(await there(orphan)).toBe(false)
  for (const id of [inDraft, signed, attached]) expect(await there(id)).toBe(true)
  expect(await collectFiles(data.db, dayAfterTomorrow())).toBe(0)
})

test('every column that could name a file is known to the collector, or known not to', async () => {
  const { rows } = await data.owner.query(
    `select table_name || '.' || column_name as at from information_schema.columns
      where table_schema = 'public' and (data_type = 'jsonb' or (data_type = 'text' and
        column_name ~ '(file|scan|photo|minutes|paper|statement)'))`,
  )
  const known = new Set([...fileColumns, ...recordColumns].map(([table, column]) => `${table}.${column}`))
  const found = rows.map((row) => row.at as string)
  expect([...known].filter((one) => !found.includes(one))).toEqual([])
  expect(found.filter((one) => !known.has(one) && !namesNoFile.has(one)).sort()).toEqual([])
})
