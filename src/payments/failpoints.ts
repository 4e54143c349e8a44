/**
 * Named places where a test may kill the process in the middle of a month. Armed only by `DOUDI_FAILPOINT` (`name` or
 * `name:2` for the second passage), never in production, and free of cost otherwise.
 */
export const failpoints = [
  'after-preview',
  'after-freeze',
  'after-posting',
  'before-file',
  'after-file-write',
  'after-file-record',
  'after-send',
  'after-acknowledgement',
  'after-results',
  'before-commit',
] as const
export type Failpoint = (typeof failpoints)[number]

const armed = process.env.NODE_ENV === 'production' ? '' : (process.env.DOUDI_FAILPOINT ?? '')
const [name, passage] = armed.split(':')
let left = Number(passage ?? 1)

export function failpoint(here: Failpoint): void {
  if (here !== name || --left > 0) return
  process.kill(process.pid, 'SIGKILL')
}
