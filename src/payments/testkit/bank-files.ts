import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { type Day, decodeGb18030 } from '../../foundation/index.ts'
import { granted } from '../../household/testkit/index.ts'
import type { Db } from '../../platform/index.ts'
import { fileWriter, keyIdOf, type SigningKey } from '../bank-file.ts'
import { trustBankKey } from '../book.ts'
import { county, on, staff } from './index.ts'

/** A bank's key of our own, for files that the real bank would never sign. */
export function bankKey(): SigningKey & { publicKey: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { keyId: keyIdOf(publicKey), privateKey, publicKey }
}

export async function trusted(db: Db, key: { publicKey: KeyObject }, book: string = county): Promise<void> {
  const publicKey = key.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  await on(db, staff.finance, '2024-12-01', async (tx) => granted(await trustBankKey(tx, { book, publicKey })))
}

/** Heading, lines and digest of a payment file, as a bank reads them. */
export function readPayment(bytes: Buffer) {
  const lines = decodeGb18030(bytes).split('\r\n')
  const gap = lines.indexOf('')
  const heading = Object.fromEntries(lines.slice(1, gap).map((line) => line.split(',') as [string, string]))
  const end = lines.findIndex((line) => line.startsWith('合计,'))
  const rows = lines.slice(gap + 2, end).map((line) => line.split(','))
  return { heading, rows, digest: lines[end + 1]!.split(',')[2]! }
}

export async function refuseFile(db: Db, payment: Buffer, reason: string): Promise<Buffer> {
  const key = bankKey()
  const { heading, digest } = readPayment(payment)
  await trusted(db, key, heading.付款单位!)
  const writer = fileWriter('answer', [
    heading.付款单位!,
    heading.批次号!,
    heading.文件序号!,
    digest,
    '2025-03-08',
    '拒收',
    reason,
    '1',
    '账号',
  ])
  return writer.end(['0.00'], key).bytes
}

export interface ResultRow {
  original: number
  instruction: string
  account: string
  amount: string
  result: string
  reason: string
  on: string
  reference: string
}

/** The results of a payment file in a bank's hand; `change` spoils what a test wants spoilt before it is signed. */
export function returnFileOf(
  payment: Buffer,
  key: SigningKey,
  options: {
    sequence?: number
    on?: Day | string
    rows?: (rows: ResultRow[]) => ResultRow[]
    heading?: (heading: string[]) => string[]
    totals?: (totals: string[]) => string[]
  } = {},
): Buffer {
  const { heading, rows, digest } = readPayment(payment)
  const day = String(options.on ?? '2025-03-09')
  const sequence = options.sequence ?? 1
  const results = (options.rows ?? ((all) => all))(
    rows.map(
      ([position, instruction, , , account, amount]): ResultRow => ({
        original: Number(position),
        instruction: instruction!,
        account: account!,
        amount: amount!,
        result: '入账',
        reason: '',
        on: day,
        reference: `B${sequence}X${position}`,
      }),
    ),
  )
  const fields = [heading.付款单位!, heading.批次号!, heading.文件序号!, digest, String(sequence), day, 'CNY']
  const writer = fileWriter('return', options.heading ? options.heading(fields) : fields)
  writer.rows(
    results.map((r) => [String(r.original), r.instruction, r.account, r.amount, r.result, r.reason, r.on, r.reference]),
  )
  const total = (result: string) => {
    const of = results.filter((r) => r.result === result)
    const fen = of.reduce((sum, r) => sum + BigInt(r.amount.replace('.', '')), 0n)
    return [`${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`, String(of.length)]
  }
  const totals = [...total('入账'), ...total('退回')]
  return writer.end(options.totals ? options.totals(totals) : totals, key).bytes
}
