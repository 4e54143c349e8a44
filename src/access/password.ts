import { hash, verify } from '@node-rs/argon2'
import { common } from './common-passwords.ts'

/** argon2id, 19 MiB, two passes, one lane: the floor of ASVS 6.2 and OWASP (R01). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export type PasswordProblem = 'too-short' | 'too-long' | 'too-common' | 'names-the-user'

/** Length and a blocklist, no forced classes (ASVS 6.2.5); the 等保 switch adds rotation elsewhere. */
export function passwordProblem(password: string, username: string): PasswordProblem | null {
  const length = [...password].length
  if (length < 12) return 'too-short'
  if (length > 128) return 'too-long'
  const plain = password.toLowerCase()
  if (username.length >= 3 && plain.includes(username.toLowerCase())) return 'names-the-user'
  const rest = common.reduce((left, word) => left.replaceAll(word, ''), plain).replace(/\d/g, '')
  if (rest.length < 5 || new Set(plain).size < 5) return 'too-common'
  return null
}

export const hashPassword = (password: string): Promise<string> => hash(password, cost)

// A hash nobody's password has: unknown users cost as much time as known ones (R03).
let nobody: Promise<string> | null = null

export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  nobody ??= hash('nobody has this password', cost)
  const answer = await verify(stored ?? (await nobody), password)
  return stored !== null && answer
}
