import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where things are and who may do what with this installation. Read once, from the environment. */
export interface Config {
  /** Folder for the embedded database, files and secrets. */
  dataDir: string
  /** The owner's connection, or null for the embedded server. */
  databaseUrl: string | null
  port: number
  host: string
  demo: boolean
  production: boolean
  /** What families type: goes into the QR codes of papers. Null: not set, and outside the demo papers go out without a code. */
  publicAddress: string | null
  /** Proxies whose forwarded headers are believed. */
  trustProxy: string[]
  logLevel: string
}

export interface Secrets {
  /** Field keys by id; the last one writes, all read. 32 bytes in hex. */
  fieldKeys: Record<string, string>
  currentFieldKey: string
  indexKey: string
  sealKey: string
  appPassword: string
  queuePassword: string
  cookieKey: string
}

/** Throws an Error whose text says what to do; a production server never starts half-configured. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const production = env.NODE_ENV === 'production'
  const demo = env.DOUDI_DEMO === '1'
  const databaseUrl = env.DATABASE_URL || null
  if (production && !databaseUrl)
    throw new Error(
      'NODE_ENV=production needs DATABASE_URL (PostgreSQL 15 or later); the embedded server is for trying things out. 生产环境必须设置 DATABASE_URL。',
    )
  if (production && demo)
    throw new Error('Demo mode is refused in production: unset DOUDI_DEMO. 生产环境不能打开演示模式。')
  const port = Number(env.PORT ?? 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`PORT must be a number from 0 to 65535, not ${env.PORT}`)
  return {
    dataDir: env.DATA_DIR ?? '.doudi',
    databaseUrl,
    port,
    host: production ? (env.HOST ?? '127.0.0.1') : '127.0.0.1',
    demo,
    production,
    publicAddress: publicAddressOf(env.DOUDI_PUBLIC_ADDRESS, production),
    trustProxy: (env.TRUST_PROXY ?? '').split(',').filter(Boolean),
    logLevel: env.LOG_LEVEL ?? (production ? 'info' : 'warn'),
  }
}

/** A code printed on paper lives for years: in production it is the county's own name, with TLS, or there is none. */
function publicAddressOf(given: string | undefined, production: boolean): string | null {
  if (!given) return null
  const address = URL.canParse(given) ? new URL(given) : null
  const proper = address && address.pathname === '/' && !address.search && !address.hash && !address.username
  if (!proper || (production && address.protocol !== 'https:') || !/^https?:$/.test(address.protocol))
    throw new Error(
      `DOUDI_PUBLIC_ADDRESS must be like https://doudi.example.gov.cn, without a path, not ${given}. 对外网址应为 https:// 开头的域名。`,
    )
  return address.origin
}

const fresh = (): Secrets => ({
  fieldKeys: { k1: randomBytes(32).toString('hex') },
  currentFieldKey: 'k1',
  indexKey: randomBytes(32).toString('hex'),
  sealKey: randomBytes(32).toString('hex'),
  appPassword: randomBytes(18).toString('base64url'),
  queuePassword: randomBytes(18).toString('base64url'),
  cookieKey: randomBytes(32).toString('hex'),
})

/**
 * Secrets come from `DOUDI_SECRETS_FILE`, else from `secrets.json` in the data folder (made on first start, mode 0600).
 * In production the file must exist already: a new key would make every encrypted number unreadable.
 */
export function readSecrets(config: Config, env: NodeJS.ProcessEnv = process.env): Secrets {
  const file = env.DOUDI_SECRETS_FILE ?? join(config.dataDir, 'secrets.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets
  if (config.production)
    throw new Error(`No secrets at ${file}: set DOUDI_SECRETS_FILE to a file with mode 0600 (see docs/deployment.md).`)
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const secrets = fresh()
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  return secrets
}

/** Throw-away secrets for tests. */
export const testSecrets: () => Secrets = fresh
