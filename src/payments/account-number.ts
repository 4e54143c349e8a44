import { type Refusal, refuse } from '../foundation/index.ts'

/** A bank account or card number as people write it: full-width digits, spaces and hyphens are tidied away. */
export function accountNumber(given: string): string | Refusal<'account-number'> {
  const digits = given.normalize('NFKC').replace(/[\s\u3000-]/g, '')
  return /^\d{8,32}$/.test(digits) ? digits : refuse('account-number', { from: 8, to: 32 }, 'number')
}

/** Bank cards (62…, 16 to 19 digits) carry a check digit; passbook numbers do not. A typing slip is worth a question, not a refusal. */
export function looksMistyped(number: string): boolean {
  if (!/^62\d{14,17}$/.test(number)) return false
  let sum = 0
  for (const [i, character] of [...number].reverse().entries()) {
    const digit = Number(character) * (i % 2 === 1 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 !== 0
}

/** `************0018`: enough to tell two accounts apart. */
export const maskedAccount = (lastFour: string): string => `************${lastFour}`
