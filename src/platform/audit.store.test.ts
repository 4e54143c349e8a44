import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { areaCode } from '../foundation/index.ts'
import {
  anchorAudit,
  anchorFile,
  audit,
  merkleRoot,
  publicActor,
  readAnchors,
  sealAudit,
  systemActor,
  type Tx,
  verifyAnchors,
  verifyAudit,
  withScope,
} from './index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from './testkit/index.ts'

const key = 'ab'.repeat(32)
let database: FreshDatabase
beforeAll(async () => {
  openTestHouse()
  database = await freshDatabase()
})
afterAll(() => database.close())

const clerk = { id: '0190-clerk', naturalPerson: 'p1', role: 'township-clerk' as const, area: areaCode('990101001') }
const write = (n: number) =>
  withScope(database.db, { actor: clerk, purpose: '审核' }, (tx) =>
    audit(tx, {
      action: 'fact-adopt',
      subject: { kind: 'fact', id: `f${n}`, household: 990101000000001n },
      after: { n },
    }),
  )
/** An entry is sealed once everything that began before it has ended, also in other databases of the cluster: wait for them. */
async function settled({ owner }: FreshDatabase): Promise<void> {
  const early = 'xmin::text::bigint >= (pg_snapshot_xmin(pg_current_snapshot())::text::bigint & 4294967295)'
  while ((await owner.query(`select 1 from audit_entry where ${early} limit 1`)).rowCount) await pause(50)
}
const seal = async () => {
  await settled(database)
  return withScope(database.db, { actor: systemActor('test') }, (tx) => sealAudit(tx, key))
}
const verify = () => withScope(database.db, { actor: systemActor('test') }, (tx) => verifyAudit(tx, key))

test('RFC 6962 golden roots: empty, one leaf, three leaves', () => {
  const leaf = (text: string) =>
    createHash('sha256')
      .update(Buffer.concat([Buffer.from([0]), Buffer.from(text, 'hex')]))
      .digest('hex')
  expect(merkleRoot([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(leaf('')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
  expect(merkleRoot([leaf(''), leaf('00')])).toBe('fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125')
  expect(merkleRoot([leaf(''), leaf('00'), leaf('10')])).toBe(
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  )
})

test('a day of entries is sealed and verifies; a changed entry, a removed one and a forged seal are each named', async () => {
  for (let n = 0; n < 7; n++) await write(n)
  expect(await seal()).toMatchObject({ sealNo: 1n })
  for (let n = 7; n < 10; n++) await write(n)
  expect(await seal()).toMatchObject({ sealNo: 2n })
  expect(await seal()).toBeNull()
  expect(await verify()).toMatchObject({ ok: true, seals: 2, entries: 10, unsealed: 0 })

  const tampered = async (statement: string, undo: string, says: RegExp) => {
    await database.owner.query(statement)
    const verdict = await verify()
    expect(verdict.ok).toBe(false)
    expect(verdict.problem).toMatch(says)
    await database.owner.query(undo)
    expect((await verify()).ok).toBe(true)
  }
  await tampered(
    "update audit_entry set purpose = '闲聊' where seq = 3",
    "update audit_entry set purpose = '审核' where seq = 3",
    /entry 3 in seal 1/,
  )
  await tampered(
    "update audit_entry set at = at + interval '1 hour' where seq = 4",
    "update audit_entry set at = at - interval '1 hour' where seq = 4",
    /seal 1/,
  )
  await tampered(
    'update audit_seal set leaves = 6 where seal_no = 1',
    'update audit_seal set leaves = 7 where seal_no = 1',
    /seal 1/,
  )
  await database.owner.query('delete from audit_entry where seq = 9')
  expect(await verify()).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/seal 2 covers 3 entries, 2 are here/),
  })
})

test('the application role can write the trail and not read, change or delete it', async () => {
  await write(99)
  expect(
    await withScope(database.db, { actor: clerk }, (tx) => tx.selectFrom('audit_entry').selectAll().execute()),
  ).toEqual([])
  expect(
    await withScope(database.db, { actor: publicActor }, (tx) => tx.selectFrom('audit_entry').selectAll().execute()),
  ).toEqual([])
  await expect(database.pool.query("update audit_entry set purpose = 'x'")).rejects.toThrow(/permission denied/)
  await expect(database.pool.query('delete from audit_entry')).rejects.toThrow(/permission denied/)
})

test('whoever rewrites the whole trail and seals it anew is caught by the line kept outside the database', async () => {
  await using other = await freshDatabase()
  const home = openTestHouse()
  const as = <Result>(work: (tx: Tx) => Promise<Result>) => withScope(other.db, { actor: systemActor('test') }, work)
  const line = (n: number) => as((tx) => audit(tx, { action: 'decide', detail: { n } }))
  await line(1)
  await settled(other)
  await as((tx) => sealAudit(tx, home.secrets.sealKey))
  const first = await as((tx) => anchorAudit(tx, home))
  expect(first).toMatchObject({ sealNo: '1' })
  // The same seal is not anchored twice.
  expect(await as((tx) => anchorAudit(tx, home))).toBeNull()
  const anchors = readAnchors(anchorFile(home.config.dataDir))
  expect(anchors).toEqual([first])
  expect(await as((tx) => verifyAnchors(tx, anchors, home.secrets.sealKey))).toBeNull()

  // The database's own owner, with the key: everything away, a nicer story, sealed as it should be.
  await other.owner.query('truncate audit_entry, audit_seal')
  await line(2)
  await settled(other)
  await as((tx) => sealAudit(tx, home.secrets.sealKey))
  expect(await as((tx) => verifyAudit(tx, home.secrets.sealKey))).toMatchObject({ ok: true })
  expect(await as((tx) => verifyAnchors(tx, anchors, home.secrets.sealKey))).toContain('another seal')
  const forged = [{ ...anchors[0]!, root: '0'.repeat(64) }]
  expect(await as((tx) => verifyAnchors(tx, forged, home.secrets.sealKey))).toContain('wrong signature')
})
