import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { AreaCode, Day } from '../../foundation/index.ts'
import { addMember, type HouseholdId, openHousehold, type PersonId } from '../../household/index.ts'
import { granted, inventedNumber, village } from '../../household/testkit/index.ts'
import { house, type Tx } from '../../platform/index.ts'
import { authorise, type Connection, type Purpose, type Source, type Subject, sources } from '../index.ts'

/** What the agencies say of themselves when they are ready: one line of JSON. */
interface Running {
  child: ChildProcess
  announcement: { url: string; keyId: string; publicKey: string }
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** Started as anybody would start it: this chapter knows the process by its words only. */
async function run(args: readonly string[]): Promise<Running> {
  const script = fileURLToPath(new URL('../../../demo/agencies/serve.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DOUDI_AGENCIES_CLIENT_TOKEN: 'county', DOUDI_AGENCIES_CONTROL_TOKEN: 'demo' },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`The agencies ended at once with code ${code}`)))
  })
  return {
    child,
    announcement: JSON.parse(line) as Running['announcement'],
    end: async (signal) => {
      child.kill(signal)
      await ended
    },
  }
}

/** The agencies as a real process beside the test, with a state folder so that it can be killed and started again. */
export interface Agencies {
  process(): Running
  folder: string
  drop: string
  /** Business day of the agencies' own clock (for the folder; calls tell theirs). */
  clock(day: string): Promise<unknown>
  plant(number: string, truth: object): Promise<void>
  behave(who: string, behaviour: object | null): Promise<void>
  look(): Promise<void>
  asked(): Promise<{ source: string; via: string; number: string; authorisation: string; request: string }[]>
  kill(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

export async function startAgencies(seed = '7'): Promise<Agencies> {
  const folder = mkdtempSync(join(tmpdir(), 'doudi-agencies-'))
  const drop = join(folder, 'drop')
  const start = () => run(['--seed', seed, '--state', join(folder, 'state'), '--drop', drop])
  let running = await start()
  const control = async (method: string, path: string, body?: string) => {
    const response = await fetch(running.announcement.url + path, {
      method,
      headers: { authorization: 'Bearer demo' },
      ...(body !== undefined && { body }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  return {
    process: () => running,
    folder,
    drop,
    clock: (day) => control('PUT', '/clock', JSON.stringify({ day })),
    plant: async (number, truth) => {
      await control('POST', '/people', JSON.stringify({ number, truth }))
    },
    behave: async (who, behaviour) => {
      await control(
        behaviour ? 'PUT' : 'DELETE',
        `/behaviours/${who}`,
        behaviour ? JSON.stringify(behaviour) : undefined,
      )
    },
    look: async () => {
      await control('POST', '/drop/look')
    },
    asked: async () => (await control('GET', '/asked')) as Awaited<ReturnType<Agencies['asked']>>,
    kill: () => running.end('SIGKILL'),
    start: async () => {
      running = await start()
    },
    close: async () => {
      await running.end('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const county = '990101' as AreaCode

/** The three ways to ask, all answered by the same agencies. Sources stand with the first that offers them. */
export function connectionsTo(agencies: Agencies, offers: Partial<Record<Connection['kind'], readonly Source[]>>) {
  const { announcement } = agencies.process()
  const common = { area: county, publicKeys: [announcement.publicKey], demoDay: true }
  const list: Connection[] = []
  if (offers.http)
    list.push({
      ...common,
      kind: 'http',
      name: 'direct',
      title: { zh: '部门直连', en: 'Direct source' },
      url: announcement.url,
      token: 'county',
      sources: offers.http,
    })
  if (offers.drop)
    list.push({
      ...common,
      kind: 'drop',
      name: 'folder',
      title: { zh: '共享文件夹', en: 'Shared folder' },
      folder: agencies.drop,
      sources: offers.drop,
    })
  if (offers.hub)
    list.push({
      ...common,
      kind: 'hub',
      name: 'province-hub',
      title: { zh: '省核对平台', en: 'Province hub' },
      url: announcement.url,
      token: 'county',
      sources: offers.hub,
    })
  return list
}

export interface Family {
  household: HouseholdId
  people: { person: PersonId; name: string; number: string }[]
}

/** An invented family in 丰收村; birth days decide who is an adult. */
export async function family(
  tx: Tx,
  members: readonly { name: string; birth: string; sequence: number; relation?: string }[],
): Promise<Family> {
  const household = granted(await openHousehold(tx, { area: village.harvest }))
  const people: Family['people'] = []
  for (const [i, member] of members.entries()) {
    const number = inventedNumber(member.birth, member.sequence)
    const added = granted(
      await addMember(tx, {
        household,
        person: { name: member.name, number },
        relation: i === 0 ? 'applicant' : (member.relation ?? 'child'),
        head: i === 0,
      }),
    )
    people.push({ person: added.person, name: member.name, number })
  }
  return { household, people }
}

/** A signed paper for everything, from the first of March for six months. */
export async function signed(
  tx: Tx,
  household: HouseholdId,
  subject: Subject,
  more: {
    guardian?: { name: string; relation: string }
    sources?: readonly Source[]
    until?: string
    purposes?: readonly Purpose[]
  } = {},
): Promise<{ authorisation: string; number: string }> {
  const { id: fileId, digest } = await house().files.put(
    Buffer.from(`%PDF-1.4 signed by ${subject.kind} ${subject.id}`),
  )
  return granted(
    await authorise(tx, {
      household,
      subject,
      programmes: ['dibao'],
      purposes: more.purposes ?? ['application', 'review'],
      sources: more.sources ?? sources,
      signedOn: '2025-03-03' as Day,
      until: (more.until ?? '2025-09-02') as Day,
      signer: more.guardian ? { kind: 'guardian', ...more.guardian } : { kind: 'self' },
      how: 'paper',
      scan: { fileId, digest, type: 'application/pdf' },
    }),
  )
}

export const person = (id: PersonId): Subject => ({ kind: 'person', id })
