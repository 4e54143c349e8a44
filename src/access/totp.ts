import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Time-based one-time codes (RFC 6238, SHA-1, 6 digits, 30 s), the second factor every authenticator app speaks. */
const stepSeconds = 30
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export function newTotpSecret(): string {
  let bits = 0
  let held = 0
  let text = ''
  for (const byte of randomBytes(20)) {
    held = (held << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(held >>> (bits - 5)) & 31]
    held &= 0xff
  }
  return text
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = []
  let held = 0
  let bits = 0
  for (const character of text) {
    held = ((held << 5) | alphabet.indexOf(character)) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >>> bits) & 0xff)
    }
  }
  return Buffer.from(bytes)
}

export const totpStep = (atMs: number): number => Math.floor(atMs / 1000 / stepSeconds)

export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = mac[19]! & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The step a code belongs to, now or one step either side, and later than the last one used; else null (R02: single use). */
export function acceptTotp(secret: string, code: string, atMs: number, lastStep: number | null): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const now = totpStep(atMs)
  let accepted: number | null = null
  for (const step of [now - 1, now, now + 1])
    if (timingSafeEqual(Buffer.from(totpCode(secret, step)), Buffer.from(code)) && step > (lastStep ?? -1))
      accepted = step
  return accepted
}

export const totpUri = (secret: string, account: string): string =>
  `otpauth://totp/Doudi:${encodeURIComponent(account)}?secret=${secret}&issuer=Doudi&algorithm=SHA1&digits=6&period=${stepSeconds}`
