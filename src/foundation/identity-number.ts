import { type Day, isDay } from './day.ts'

/** A resident identity number of 18 characters whose check character is right (GB 11643-1999). */
export type IdentityNumber = string & { readonly __identityNumber: unique symbol }

export interface ReadIdentityNumber {
  number: IdentityNumber
  /** What was written, before repair. */
  given: string
  /** 15-digit numbers were issued until 1999; the century is an assumption, so it is said. */
  convertedFrom15: boolean
  area: string
  birth: Day
  sex: 'female' | 'male'
}

export type IdentityNumberProblem = 'length' | 'characters' | 'birth' | 'check-character'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checks = '10X98765432'

/** The check character of 17 digits (GB 11643-1999, ISO 7064 MOD 11-2). */
export function checkCharacter(seventeen: string): string {
  let total = 0
  for (let i = 0; i < 17; i++) total += Number(seventeen[i]) * weights[i]!
  return checks[total % 11]!
}

/** Harmless repairs before reading: full-width digits, spaces and dashes, x and × for X. */
export function tidyIdentityNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\-–—]/g, '')
    .replace(/[x×Χχ]$/i, 'X')
    .toUpperCase()
}

/** Reads 18 or 15 characters. Any six-digit area is accepted: old codes stay valid, and 99xxxx is for invented people. */
export function readIdentityNumber(text: string): ReadIdentityNumber | { problem: IdentityNumberProblem } {
  const tidy = tidyIdentityNumber(text)
  if (tidy.length !== 18 && tidy.length !== 15) return { problem: 'length' }
  if (!/^(\d{15}|\d{17}[\dX])$/.test(tidy)) return { problem: 'characters' }
  // Sequences 996-999 of 15-digit numbers were given to people born before 1900.
  const century = tidy.length === 15 && Number(tidy.slice(12)) >= 996 ? '18' : '19'
  const seventeen = tidy.length === 15 ? tidy.slice(0, 6) + century + tidy.slice(6) : tidy.slice(0, 17)
  const birth = `${seventeen.slice(6, 10)}-${seventeen.slice(10, 12)}-${seventeen.slice(12, 14)}`
  if (!isDay(birth)) return { problem: 'birth' }
  const check = checkCharacter(seventeen)
  if (tidy.length === 18 && tidy[17] !== check) return { problem: 'check-character' }
  return {
    number: (seventeen + check) as IdentityNumber,
    given: text,
    convertedFrom15: tidy.length === 15,
    area: seventeen.slice(0, 6),
    birth,
    sex: Number(seventeen[16]) % 2 === 1 ? 'male' : 'female',
  }
}
