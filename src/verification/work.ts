import type { Errand, JobHandler } from '../platform/index.ts'
import { askDirect } from './ask-direct.ts'
import { exchange, makeBatches, passDay } from './daily.ts'
import { sendBatch } from './send-batch.ts'

/** Jobs of this chapter, for `main` to register. Those that talk to another organisation hold no transaction meanwhile. */
export const verificationJobs: Record<string, JobHandler> = {
  'verification.make-batches': async (tx) => {
    await makeBatches(tx)
  },
}

export const verificationErrands: Record<string, Errand> = {
  'verification.ask': (db, payload) => askDirect(db, BigInt(payload.household!), String(payload.enquiry)),
  'verification.send-batch': (db, payload) => sendBatch(db, String(payload.batch)),
  'verification-exchange': (db) => exchange(db),
  'verification-daily': async (db) => {
    await passDay(db)
    await exchange(db)
  },
}

/** UTC: lists and folders every hour, the day's passing at 00:20 in Beijing. */
export const verificationCron = ['5 * * * * verification-exchange', '20 16 * * * verification-daily'].join('\n')

/**
 * What this chapter tells later ones through the outbox:
 * `verification.reported` {household, request, report, case, version} · `verification.rebuttal-opened` {…, answerBy} ·
 * `verification.rebuttal-answered` · `verification.rebuttal-settled` {outcome} · `verification.rebuttal-unanswered` ·
 * `verification.quarantined` {reply, connection, why, area} · `verification.death-found` {household, person, died, finding}.
 */
export const verificationEvents = [
  'verification.reported',
  'verification.rebuttal-opened',
  'verification.rebuttal-answered',
  'verification.rebuttal-settled',
  'verification.rebuttal-unanswered',
  'verification.quarantined',
  'verification.death-found',
] as const
