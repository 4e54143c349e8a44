import { useText } from '../../language.tsx'

/** A stop, a bank's code or a decision's reason, in words. */
export function useReason(): (reason: string) => string {
  const t = useText()
  return (reason) => {
    if (/^R\d\d$/.test(reason)) return t(`deskOffice:bank.${reason}`)
    return t(stopNames.has(reason) ? `deskOffice:stop.${reason}` : `deskOffice:reason.${reason}`)
  }
}
const stopNames = new Set([
  'payee-missing',
  'account-missing',
  'account-changed',
  'account-returned',
  'duplicate-account',
  'payee-dead',
  'member-dead',
  'duplicate-person',
  'stale-verification',
  'unexplained',
  'no-budget-line',
])
