import { house, sealAudit, type Work } from '../platform/index.ts'

/** Every job, every event handler and the clockwork, gathered from the chapters: the one place where later chapters hear earlier ones. */
export function composeWork(): Work {
  return {
    jobs: {
      'seal-audit': async (tx) => {
        await sealAudit(tx, house().secrets.sealKey)
      },
    },
    events: {},
    // UTC. Beijing midnight is 16:00.
    cron: '* * * * * seal-audit',
  }
}
