import type { WhoMay } from './groups.ts'

const system = ['system'] as const

/** Jobs run as the system. Each handler of `composeWork` stands here; a test compares. */
export const jobRows: WhoMay = {
  'job outbox': system,
  'job seal-audit': system,
  'job anchor-audit': system,
  'job roster-expiry': system,
  'job send-message': system,
  'job sweep-office': system,
  'job payment-file': system,
  'job payment-send': system,
  'job payment-collect': system,
  'job casework-daily': system,
  'job verification.make-batches': system,
  'job verification.ask': system,
  'job verification.send-batch': system,
  'job verification-exchange': system,
  'job verification-daily': system,
  'job draft-messages': system,
  'job draft-expiry': system,
  'job counter-draft-expiry': system,
  'job collect-files': system,
}
