import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { day, encodeGb18030 } from '../foundation/index.ts'
import { readHubReport } from './hub-file.ts'
import { readSignedTable, writeTable } from './table-file.ts'

const pair = generateKeyPairSync('ed25519')
const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const keyId = createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 16)
const signedFile = (bytes: Buffer, key: KeyObject = pair.privateKey): Buffer =>
  Buffer.concat([bytes, encodeGb18030(`签名,${keyId},${sign(null, bytes, key).toString('base64')}\r\n`)])

const columns = ['姓名', '数值']
const file = (rows: string[][]) =>
  signedFile(writeTable('试', 'test/1', { heading: { 编号: '1' }, columns, rows, totals: [] }))

test('names with rare characters, commas, quotes and line breaks come back as they were', () => {
  const rows = [
    ['𬱖䶮', '1'],
    ['阿卜杜拉·买买提', '"2",3'],
    ['两\r\n行', ''],
  ]
  expect(readSignedTable(file(rows), 'test/1', columns, [publicKey])).toMatchObject({ rows, heading: { 编号: '1' } })
})

test('a cell that Excel would run as a formula is defused before it leaves', () => {
  const read = readSignedTable(file([['=1+1', '＝cmd']]), 'test/1', columns, [publicKey])
  expect(read).toMatchObject({ rows: [["'=1+1", "'＝cmd"]] })
})

test('cut anywhere, changed anywhere, or signed by somebody else: never read', () => {
  const whole = file([
    ['张三', '100'],
    ['李四', '200'],
  ])
  fc.assert(
    fc.property(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = Buffer.from(whole)
      changed[at] = changed[at]! ^ by
      expect(readSignedTable(whole.subarray(0, at), 'test/1', columns, [publicKey])).toHaveProperty('problem')
      const read = readSignedTable(changed, 'test/1', columns, [publicKey])
      // Base64 has spare bits, and the last line break says nothing: such a change leaves the content as it was.
      if (!('problem' in read)) expect(read).toEqual(readSignedTable(whole, 'test/1', columns, [publicKey]))
    }),
    { numRuns: 400 },
  )
  const stranger = generateKeyPairSync('ed25519').privateKey
  const forged = signedFile(whole.subarray(0, whole.lastIndexOf(encodeGb18030('签名,'))), stranger)
  expect(readSignedTable(forged, 'test/1', columns, [publicKey])).toEqual({ problem: 'signature' })
})

test('no bytes whatever make the reader of reports fail: it reads or says what is wrong', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        fc.json().map((text) => Buffer.from(text)),
      ),
      (bytes) => {
        const read = readHubReport(Buffer.from(bytes), [publicKey], day('2025-03-03'))
        expect(read).toHaveProperty('refused')
      },
    ),
    { numRuns: 500 },
  )
})
