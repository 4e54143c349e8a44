import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkCharacter } from '../foundation/index.ts'
import { log } from '../platform/index.ts'
import { type HostileWorld, openHostileWorld } from './testkit/hostile-world.ts'

/** Of nobody, and found nowhere else: whatever turns up in a line came from these requests (T26). */
const secrets = {
  name: '欧阳䶮霏',
  identityNumber: '990101196203040001',
  phone: '13900066677',
  account: '6299009988776655',
  note: '患肝癌晚期欠债',
}
const rightNumber = `99010119620304057${checkCharacter('99010119620304057')}`
const given = [...Object.values(secrets), rightNumber]

let world: HostileWorld
const lines: string[] = []
const usual = { level: log.level, stream: (log as unknown as Record<symbol, unknown>)[pino.symbols.streamSym] }
const listen = (level: string, stream: unknown) => {
  log.level = level
  Object.assign(log, { [pino.symbols.streamSym]: stream })
}
beforeAll(async () => {
  world = await openHostileWorld()
  listen('trace', { write: (line: string) => lines.push(line) })
})
afterAll(async () => {
  listen(usual.level, usual.stream)
  await world?.close()
})

const ask = (who: string, method: 'GET' | 'POST', url: string, body?: unknown) =>
  world.frame.app.inject({
    method,
    url,
    ...(body !== undefined && { payload: JSON.stringify(body) }),
    headers: {
      cookie: world.cookies[who]!,
      origin: 'http://localhost',
      host: 'localhost',
      'idempotency-key': crypto.randomUUID(),
      'content-type': 'application/json',
    },
  })

test('names, numbers, accounts and illnesses of people stay out of the log and the metrics, also when something breaks', async () => {
  const clerk = (method: 'GET' | 'POST', url: string, body?: unknown) => ask('township-clerk', method, url, body)
  const opened = await clerk('POST', '/api/households', { area: '990101103203', address: '三组' })
  const { householdId } = opened.json() as { householdId: string }
  const member = {
    person: { name: secrets.name, number: secrets.identityNumber },
    relation: 'applicant',
    head: true,
    note: secrets.note,
  }
  // Wrong check digit, a field too many, words in place of a number, things in the address that do not belong there.
  await clerk('POST', `/api/households/${householdId}/members`, member)
  await clerk('POST', `/api/persons/${secrets.identityNumber}/accounts`, { number: secrets.account, ...secrets })
  await clerk('GET', `/api/persons?name=${encodeURIComponent(secrets.name)}&number=${secrets.identityNumber}`)
  await clerk('GET', `/api/desk/queue?text=${encodeURIComponent(secrets.name)}`)
  await ask('public', 'POST', '/api/session', { username: secrets.phone, password: secrets.note })
  await clerk('GET', `/no/such/${encodeURIComponent(secrets.name)}/${secrets.identityNumber}`)
  // What only the database refuses, and what breaks altogether: both are logged, with what kind and where.
  await world.data.owner.query('alter table person rename to person_away')
  try {
    const broken = await clerk('POST', `/api/households/${householdId}/members`, {
      person: { name: secrets.name, number: rightNumber },
      relation: 'applicant',
      head: true,
    })
    expect(broken.statusCode, broken.body).toBe(500)
    for (const value of given) expect(broken.body).not.toContain(value)
  } finally {
    await world.data.owner.query('alter table person_away rename to person')
  }
  expect(lines.some((line) => line.includes('a request failed'))).toBe(true)
  const metrics = (await ask('public', 'GET', '/metrics')).body
  expect(metrics).toContain('/api/households/:householdId/members')
  for (const value of given) {
    expect(lines.filter((line) => line.includes(value) || line.includes(encodeURIComponent(value)))).toEqual([])
    expect(metrics).not.toContain(value)
  }
  const { rows } = await world.data.owner.query(
    'select tasks.identifier, jobs.key, jobs.payload::text from graphile_worker._private_jobs jobs join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id',
  )
  for (const value of given) expect(JSON.stringify(rows)).not.toContain(value)
})
