import { type AreaCode, assert, contains } from '../foundation/index.ts'
import type { Source } from './words.ts'

/**
 * A way to ask. The three kinds are what agencies really offer: the province hub takes lists and gives reports days later,
 * a source with a service answers at once or soon, and a shared folder takes and gives files.
 * Connections are configured by the installation, never by data: an address that came in a reply is never called (R51).
 */
interface Common {
  /** Stable for decades: it stands with every enquiry. */
  name: string
  /** For people: 四川省居民家庭经济状况核对平台. */
  title: { zh: string; en: string }
  /** The area whose households it serves. */
  area: AreaCode
  sources: readonly Source[]
  /** Public keys of the other side, base64 SPKI; the first signs now, older ones still verify. */
  publicKeys: readonly string[]
  /** Tells the business day along with each request: the demo's agencies live on our calendar. */
  demoDay?: boolean
}

export interface HubConnection extends Common {
  kind: 'hub'
  url: string
  token: string
}

export interface HttpConnection extends Common {
  kind: 'http'
  url: string
  token: string
  /** Ask only whether a total lies above the household's threshold where the answer needs no more. */
  disclosure?: 'values' | 'threshold'
}

export interface DropConnection extends Common {
  kind: 'drop'
  /** A folder both sides reach, with `requests/` and `replies/`. */
  folder: string
}

export type Connection = HubConnection | HttpConnection | DropConnection

let current: readonly Connection[] = []

/** Called once by `main` (or a test). Earlier connections of a source stand for it before later ones. */
export function useConnections(connections: readonly Connection[]): void {
  const names = new Set(connections.map((connection) => connection.name))
  assert(names.size === connections.length, 'two connections with one name')
  for (const connection of connections) {
    assert(connection.publicKeys.length > 0, `connection ${connection.name} has no key to check answers with`)
    if (connection.kind !== 'drop') checkAddress(connection)
  }
  current = connections
}

export const connections = (): readonly Connection[] => current

export function connectionNamed(name: string): Connection | null {
  return current.find((connection) => connection.name === name) ?? null
}

/** Which connection asks this source for households of that area: the first one configured that offers it. */
export function connectionFor(source: Source, area: AreaCode): Connection | null {
  return current.find((connection) => connection.sources.includes(source) && contains(connection.area, area)) ?? null
}

/** Personal data travels encrypted, or does not leave the machine. */
function checkAddress(connection: HubConnection | HttpConnection): void {
  const url = new URL(connection.url)
  const loopback = url.hostname === '127.0.0.1' || url.hostname === '[::1]' || url.hostname === 'localhost'
  assert(
    url.protocol === 'https:' || (url.protocol === 'http:' && loopback),
    `connection ${connection.name} needs https`,
  )
  assert(url.username === '' && url.password === '', `connection ${connection.name} has a password in its address`)
}
