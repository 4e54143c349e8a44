import { randomInt } from 'node:crypto'
import { type AreaCode, assert, type Day, enclosing } from '../foundation/index.ts'
import { house, nextNumber, type Tx } from '../platform/index.ts'
import type { CaseNumbers } from './case-store.ts'
import type { CaseId } from './words.ts'

/** `990101-2025-000123`: county, year, running number. Groups keep it from looking like an identity number. */
export async function nextCaseNumber(tx: Tx, area: AreaCode, on: Day): Promise<string> {
  const county = enclosing(area, 'county')
  assert(county, `area ${area} lies in no county`)
  const year = on.slice(0, 4)
  const n = await nextNumber(tx, `case:${county}:${year}`)
  return `${county}-${year}-${String(n).padStart(6, '0')}`
}

/** Six digits that can be read out over the telephone: with the phone number on file they open the way back. */
export const newReadOutCode = (): string => String(randomInt(0, 1_000_000)).padStart(6, '0')

/** What a new case is found by: number, code by telephone, token behind the QR code. */
export async function caseNumbers(
  tx: Tx,
  caseId: CaseId,
  area: AreaCode,
  on: Day,
  keys: { readOutCode: string; receiptToken: string },
): Promise<CaseNumbers> {
  return {
    caseNo: await nextCaseNumber(tx, area, on),
    receiptToken: keys.receiptToken,
    readCodeSealed: sealCode(caseId, keys.readOutCode),
    readCodeIndex: codeIndex(keys.readOutCode),
  }
}

const context = (caseId: CaseId) => `case_file.read_code:${caseId}`
const sealCode = (caseId: CaseId, code: string): string => house().crypto.seal(code, context(caseId))
const openCode = (caseId: CaseId, sealed: string): string => house().crypto.open(sealed, context(caseId))
export const codeIndex = (code: string): string => house().crypto.blindIndex('case-read-code', code)

/** The keys on the receipt again, for papers and for a family that lost it. */
export async function receiptKeys(tx: Tx, caseId: CaseId): Promise<{ token: string; code: string }> {
  const row = await tx
    .selectFrom('case_file')
    .select(['receipt_token', 'read_code_sealed'])
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow()
  return { token: row.receipt_token, code: openCode(caseId, row.read_code_sealed) }
}
