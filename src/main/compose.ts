import { caseworkEvents, expireCounterDrafts, passDay } from '../casework/index.ts'
import { discardOldRosters } from '../household/index.ts'
import { officeCron, officeEvents, officeJobs, simulatedGateway } from '../office/index.ts'
import { draftCron, draftJobs } from '../pages/index.ts'
import { type Bank, paymentEvents, paymentJobs } from '../payments/index.ts'
import { anchorAudit, type Db, type EventHandler, house, sealAudit, type Work } from '../platform/index.ts'
import { verificationCron, verificationErrands, verificationJobs } from '../verification/index.ts'
import { collectFiles } from './collect-files.ts'

export interface Outside {
  /** The bank of a paying county, or null where files are carried by hand. */
  bankOf(book: string): Bank | null
}

/**
 * Every job, every event handler and the clockwork, gathered from the chapters: the one place where later chapters hear
 * earlier ones.
 */
export function composeWork(outside: Outside): Work {
  return {
    jobs: {
      'seal-audit': async (tx) => {
        await sealAudit(tx, house().secrets.sealKey)
      },
      'anchor-audit': async (tx) => {
        await anchorAudit(tx, house())
      },
      'roster-expiry': async (tx) => {
        await discardOldRosters(tx)
      },
      ...officeJobs(simulatedGateway),
      ...verificationJobs,
      ...paymentJobs(outside.bankOf),
      ...draftJobs(simulatedGateway),
      'counter-draft-expiry': async (tx) => {
        await expireCounterDrafts(tx)
      },
    },
    errands: {
      ...verificationErrands,
      'collect-files': async (db: Db) => {
        await collectFiles(db, new Date())
      },
      'casework-daily': async (db: Db) => {
        await passDay(db)
      },
    },
    events: allEvents([officeEvents, paymentEvents, caseworkEvents]),
    // UTC: Beijing midnight is 16:00.
    cron: [
      '* * * * * seal-audit',
      '20 16 * * * anchor-audit',
      '30 18 * * * roster-expiry',
      '10 16 * * * casework-daily',
      '15 * * * * payment-collect',
      officeCron,
      verificationCron,
      draftCron,
      // Beijing 03:20 and 03:40: after the day's expiries, before anybody works.
      '20 19 * * * counter-draft-expiry',
      '40 19 * * * collect-files',
    ].join('\n'),
  }
}

/** Several chapters may listen to one event; each keeps its place in the order of the chapters. */
function allEvents(chapters: readonly Record<string, EventHandler[]>[]): Record<string, EventHandler[]> {
  const all: Record<string, EventHandler[]> = {}
  for (const events of chapters)
    for (const [kind, handlers] of Object.entries(events)) all[kind] = [...(all[kind] ?? []), ...handlers]
  return all
}
