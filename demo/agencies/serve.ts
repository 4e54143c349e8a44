import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { isDay } from '../../src/foundation/index.ts'
import { announce, type Door, endWithParent, json, listenOnLoopback, problem } from '../outside/loopback-process.ts'
import { directDoors } from './direct.ts'
import { lookIntoDrop } from './drop.ts'
import { hubDoors } from './hub.ts'
import { type Behaving, behaviourSchema, isSource, openWorld, plantSchema, type World } from './world.ts'

/**
 * The agencies and the province hub of the demo: another organisation's process. It knows people by what was planted
 * with it or, for everybody else, by what follows from the number and its own seed; never by the county's database.
 */
const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    /** Where received batches, planted people and the key are kept; without it they end with the process. */
    state: { type: 'string' },
    /** JSON lines `{number, truth}`, planted at the start. */
    data: { type: 'string' },
    /** A folder for the file drop. */
    drop: { type: 'string' },
  },
})

const world = openWorld({ seed: Number(options.seed), folder: options.state ?? null })
if (options.data) world.plant(plantLines(readFileSync(options.data, 'utf8')))
const tokens = {
  client: process.env.DOUDI_AGENCIES_CLIENT_TOKEN ?? randomBytes(24).toString('base64url'),
  control: process.env.DOUDI_AGENCIES_CONTROL_TOKEN ?? randomBytes(24).toString('base64url'),
}
const look = () => (options.drop ? lookIntoDrop(world, options.drop) : 0)

function plantLines(text: string) {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => plantSchema.parse(JSON.parse(line)))
}

/** Doors of the demo, not of any real agency: the clock, the truths, the troubles, and who was asked about. */
const controlDoors = (world: World): Door[] => [
  {
    method: 'GET',
    path: '/health',
    who: 'anyone',
    handle: () => json(200, { ok: true, day: world.today(undefined) }),
  },
  {
    method: 'PUT',
    path: '/clock',
    who: 'control',
    handle: (asked) => {
      const { day } = z.strictObject({ day: z.string() }).parse(JSON.parse(asked.body.toString('utf8')))
      if (!isDay(day)) return problem(400, 'day')
      world.setDay(day)
      return json(200, { day, answeredDrops: look() })
    },
  },
  {
    method: 'POST',
    path: '/people',
    who: 'control',
    handle: (asked) => {
      try {
        const people = plantLines(asked.body.toString('utf8'))
        world.plant(people)
        return json(200, { planted: people.length })
      } catch (trouble) {
        if (trouble instanceof z.ZodError)
          return problem(400, 'plant', { field: trouble.issues[0]?.path.join('.') ?? '' })
        throw trouble
      }
    },
  },
  {
    method: 'PUT',
    path: '/behaviours/:who',
    who: 'control',
    handle: (asked, { who }) => {
      if (!isBehaving(who)) return problem(404, 'no-such-source')
      const read = behaviourSchema.safeParse(JSON.parse(asked.body.toString('utf8')))
      if (!read.success) return problem(400, 'behaviour', { field: read.error.issues[0]?.path.join('.') ?? '' })
      world.behave(who, read.data)
      return json(200, read.data)
    },
  },
  {
    method: 'DELETE',
    path: '/behaviours/:who',
    who: 'control',
    handle: (_asked, { who }) => {
      if (!isBehaving(who)) return problem(404, 'no-such-source')
      world.behave(who, null)
      return json(200, {})
    },
  },
  { method: 'POST', path: '/drop/look', who: 'control', handle: () => json(200, { answered: look() }) },
  { method: 'GET', path: '/asked', who: 'control', handle: () => json(200, world.allAsked()) },
]

const isBehaving = (who: string | undefined): who is Behaving =>
  who !== undefined && (isSource(who) || who === 'hub' || who === 'drop')

const serving = await listenOnLoopback(
  [...controlDoors(world), ...directDoors(world), ...hubDoors(world)],
  tokens,
  Number(options.port),
)
if (options.drop) setInterval(look, 1000).unref()
endWithParent(serving.stop)
announce({
  ready: 'agencies',
  url: `http://127.0.0.1:${serving.port}`,
  port: serving.port,
  keyId: world.key.keyId,
  publicKey: world.key.publicKey,
  clientToken: tokens.client,
  controlToken: tokens.control,
})
