import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import type { Secrets } from './config.ts'

/**
 * Field encryption and blind indexes. Two suites behind one interface: `aes` (AES-256-GCM, HMAC-SHA-256) and
 * `sm` (SM4-CTR with HMAC-SM3, encrypt-then-MAC, because OpenSSL has no SM4-GCM in Node).
 * A sealed text names its suite and key, so keys rotate without stopping: `aes.k1.<iv>.<tag>.<text>`.
 */
export interface FieldCrypto {
  /** `context` binds the value to its row and column (table.column:row id); opening elsewhere fails. */
  seal(plain: string, context: string): string
  open(sealed: string, context: string): string
  /** A keyed fingerprint for exact search. `kind` separates number, phone, account, and scoped last-four indexes. */
  blindIndex(kind: string, value: string): string
}

export type Suite = 'aes' | 'sm'

export function fieldCrypto(
  secrets: Pick<Secrets, 'fieldKeys' | 'currentFieldKey' | 'indexKey'>,
  suite: Suite = 'aes',
): FieldCrypto {
  const master = (id: string) => {
    const key = secrets.fieldKeys[id]
    if (!key) throw new Error(`Field key ${id} is not configured`)
    return Buffer.from(key, 'hex')
  }
  // The key rests on the field key alone, so it is derived once and kept.
  const derived = new Map<string, Buffer>()
  const derive = (id: string, use: string, bytes: number): Buffer => {
    const name = `${id}/${use}`
    let key = derived.get(name)
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', master(id), Buffer.alloc(0), `doudi/${use}`, bytes))
      derived.set(name, key)
    }
    return key
  }
  const mac = (id: string, iv: Buffer, text: Buffer, context: string) =>
    createHmac('sm3', derive(id, 'sm-mac', 32))
      .update(context)
      .update('\0')
      .update(iv)
      .update(text)
      .digest()

  return {
    seal(plain, context) {
      const id = secrets.currentFieldKey
      if (suite === 'sm') {
        const iv = randomBytes(16)
        const cipher = createCipheriv('sm4-ctr', derive(id, 'sm4', 16), iv)
        const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
        return ['sm', id, b64(iv), b64(mac(id, iv, text, context)), b64(text)].join('.')
      }
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', derive(id, 'aes', 32), iv)
      cipher.setAAD(Buffer.from(context))
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return ['aes', id, b64(iv), b64(cipher.getAuthTag()), b64(text)].join('.')
    },
    open(sealed, context) {
      const [kind, id, iv64, tag64, text64] = sealed.split('.') as [string, string, string, string, string]
      const [iv, tag, text] = [raw(iv64), raw(tag64), raw(text64)]
      if (kind === 'sm') {
        if (!timingSafeEqual(mac(id, iv, text, context), tag))
          throw new Error('A sealed field does not belong to this row')
        const cipher = createDecipheriv('sm4-ctr', derive(id, 'sm4', 16), iv)
        return Buffer.concat([cipher.update(text), cipher.final()]).toString('utf8')
      }
      const cipher = createDecipheriv('aes-256-gcm', derive(id, 'aes', 32), iv)
      cipher.setAAD(Buffer.from(context))
      cipher.setAuthTag(tag)
      return Buffer.concat([cipher.update(text), cipher.final()]).toString('utf8')
    },
    blindIndex: (kind, value) =>
      createHmac(suite === 'sm' ? 'sm3' : 'sha256', Buffer.from(secrets.indexKey, 'hex'))
        .update(kind)
        .update('\0')
        .update(value)
        .digest('base64url'),
  }
}

const b64 = (bytes: Buffer) => bytes.toString('base64url')
const raw = (text: string) => Buffer.from(text, 'base64url')

export const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex')

/** JSON with sorted keys and bigint as decimal text: the same value always gives the same bytes. */
export function canonicalJson(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'bigint') return `"${value}"`
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`
  }
  return JSON.stringify(value)
}

export const digestOf = (value: unknown): string => sha256(canonicalJson(value))
