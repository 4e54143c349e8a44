import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { areaCode } from '../foundation/index.ts'
import { audit, fileStore, house, sealAudit, systemActor, verifyAudit, withScope } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../platform/testkit/index.ts'
import { backup, restore } from './index.ts'

let from: FreshDatabase
let folder: string
beforeAll(async () => {
  openTestHouse()
  from = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), 'doudi-backup-'))
})
afterAll(async () => {
  await from.close()
  rmSync(folder, { recursive: true, force: true })
})

const seal = 'cd'.repeat(32)
const quiet = () => {}
const clerk = { id: 'clerk', naturalPerson: 'p', role: 'township-clerk' as const, area: areaCode('990101') }

test('a county comes back from its backup: rows, files and an audit trail that still verifies', async () => {
  const dataDir = join(folder, 'data')
  const stored = await fileStore(dataDir, house().secrets).put(Buffer.from('户口簿第一页'))
  for (let n = 0; n < 5; n++)
    await withScope(from.db, { actor: clerk }, (tx) => audit(tx, { action: 'fact-adopt', after: { n } }))
  await withScope(from.db, { actor: systemActor('test') }, (tx) => sealAudit(tx, seal))

  const made = await backup({
    ownerUrl: from.ownerUrl,
    dataDir,
    folder: join(folder, 'one'),
    secret: 's3',
    progress: quiet,
  })
  expect(made.tables.find((t) => t.name === 'audit_entry')).toMatchObject({ rows: 5 })
  expect(readFileSync(join(folder, 'one', 'tables.enc')).includes('fact-adopt'), 'nothing readable in the file').toBe(
    false,
  )
  await expect(
    backup({ ownerUrl: from.ownerUrl, dataDir, folder: join(folder, 'one'), secret: 's3', progress: quiet }),
    'never over another',
  ).rejects.toThrow(/exists already/)

  await using to = await freshDatabase()
  const newDir = join(folder, 'new')
  await expect(
    restore({ ownerUrl: to.ownerUrl, dataDir: newDir, folder: join(folder, 'one'), secret: 'wrong', progress: quiet }),
  ).rejects.toThrow(/cannot be read with this key/)
  await restore({ ownerUrl: to.ownerUrl, dataDir: newDir, folder: join(folder, 'one'), secret: 's3', progress: quiet })
  expect(await withScope(to.db, { actor: systemActor('test') }, (tx) => verifyAudit(tx, seal))).toMatchObject({
    ok: true,
    entries: 5,
  })
  expect((await fileStore(newDir, house().secrets).get(stored.id)).toString()).toBe('户口簿第一页')
  await withScope(to.db, { actor: clerk }, (tx) => audit(tx, { action: 'after-restore' })) // numbers go on, none twice
  await expect(
    restore({ ownerUrl: to.ownerUrl, dataDir: newDir, folder: join(folder, 'one'), secret: 's3', progress: quiet }),
    'only into an empty database',
  ).rejects.toThrow(/not empty/)
})

test('one changed byte and nothing is loaded', async () => {
  const path = join(folder, 'damaged')
  await backup({ ownerUrl: from.ownerUrl, dataDir: join(folder, 'none'), folder: path, secret: 's3', progress: quiet })
  const bytes = readFileSync(join(path, 'tables.enc'))
  bytes[40] = bytes[40]! ^ 1
  writeFileSync(join(path, 'tables.enc'), bytes)
  await using to = await freshDatabase()
  await expect(
    restore({ ownerUrl: to.ownerUrl, dataDir: join(folder, 'none'), folder: path, secret: 's3', progress: quiet }),
  ).rejects.toThrow(/damaged/)
  expect((await to.owner.query('select count(*)::int as n from audit_entry')).rows[0].n).toBe(0)
})
