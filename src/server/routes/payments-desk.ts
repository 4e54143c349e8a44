import type { Frame } from '../mount.ts'
import { bankRoutes } from './money/bank.ts'
import { ledgerRoutes } from './money/ledger.ts'
import { monthRoutes } from './money/month.ts'
import { payeeRoutes } from './money/payee.ts'
import { returnedRoutes } from './money/returned.ts'
import { runRoutes } from './money/run.ts'

/** S12: the month, its seals, papers and the bank. */
export function paymentsDeskRoutes(frame: Frame): void {
  monthRoutes(frame)
  runRoutes(frame)
  bankRoutes(frame)
  returnedRoutes(frame)
  payeeRoutes(frame)
  ledgerRoutes(frame)
}
