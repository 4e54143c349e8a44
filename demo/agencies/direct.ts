import { z } from 'zod'
import { addDays, checkCharacter, type Day, isDay, yuan } from '../../src/foundation/index.ts'
import { type Answer, type Door, json, problem } from '../outside/loopback-process.ts'
import { type AgencyRecord, recordsOf, type Source, sameName, totalled } from './truth.ts'
import { asOfDay, type Behaviour, isSource, type World } from './world.ts'

const dayText = z
  .string()
  .refine(isDay)
  .transform((text) => text as Day)

export const enquirySchema = z.strictObject({
  request: z.uuid(),
  purpose: z.string().min(1).max(60),
  people: z
    .array(
      z.strictObject({
        ref: z.string().min(1).max(60),
        number: z.string().regex(/^\d{17}[\dX]$/),
        name: z.string().min(1).max(50),
        authorisation: z.strictObject({
          no: z.string().min(1).max(60),
          sha256: z.string().regex(/^[0-9a-f]{64}$/),
          from: dayText,
          until: dayText,
        }),
      }),
    )
    .min(1)
    .max(500),
  /** Ask only whether a total lies above an amount; the answer is yes or no, and no amount leaves. */
  above: z.record(z.string(), z.string().regex(/^\d{1,12}\.\d{2}$/)).optional(),
  cursor: z.string().max(20).nullable().optional(),
})
export type Enquiry = z.infer<typeof enquirySchema>

/** One line of an answer: a record, or a plain statement that there is none, or why there is none. */
interface Line {
  ref: string
  number: string
  result: 'found' | 'no-record' | 'name-differs'
  record?: AgencyRecord
}

const usualPage = 50

/** The direct sources: JSON in, signed JSON out, page by page. */
export const directDoors = (world: World): Door[] => [
  {
    method: 'POST',
    path: '/sources/:source/enquiries',
    who: 'client',
    handle: async (asked, { source }) => {
      if (!source || !isSource(source)) return problem(404, 'no-such-source')
      const today = world.today(asked.headers['x-demo-day'] as string | undefined)
      const behaviour = world.behaviour(source)
      if (behaviour.delayMs) await new Promise((resolve) => setTimeout(resolve, behaviour.delayMs))
      if (behaviour.wreck === 'close-before-answer') return { status: 200, wreck: behaviour.wreck }
      if (behaviour.status) return problem(behaviour.status, 'agency-trouble')
      const read = enquirySchema.safeParse(JSON.parse(asked.body.toString('utf8')))
      if (!read.success) return problem(400, 'enquiry-shape', { field: read.error.issues[0]?.path.join('.') ?? '' })
      const enquiry = read.data
      const without = enquiry.people.find(({ authorisation: a }) => today < a.from || today > a.until)
      if (without) return problem(403, 'authorisation-not-valid', { ref: without.ref })
      return answer(world, source, enquiry, today, behaviour)
    },
  },
]

function answer(world: World, source: Source, enquiry: Enquiry, today: Day, behaviour: Behaviour): Answer {
  const readyOn = addDays(readOn(world, source, enquiry, today), behaviour.daysLate ?? 0)
  if (today < readyOn) return json(202, { pending: true, readyOn })
  const asOf = asOfDay(source, today, behaviour.staleDays)
  const lines = behaviour.silentEmpty ? [] : linesOf(world, source, enquiry, asOf, behaviour)
  const size = behaviour.pageSize ?? usualPage
  const from = Number(enquiry.cursor ?? '0')
  if (!Number.isSafeInteger(from) || from < 0 || from > lines.length) return problem(400, 'cursor')
  const page = lines.slice(from, from + size)
  const next = from + size < lines.length ? String(from + size) : null
  const body = Buffer.from(
    JSON.stringify({
      format: 'doudi-agency-answer/1',
      request: enquiry.request,
      source,
      asOf,
      answeredOn: today,
      lines: page,
      from,
      total: lines.length,
      next,
    }),
  )
  return signed(world, behaviour.garbage ? Buffer.from('<html>Bad Gateway</html>') : body, behaviour)
}

function readOn(world: World, source: Source, enquiry: Enquiry, today: Day): Day {
  const before = world.firstAsked(source, enquiry.request)
  if (before) return before
  world.asked(
    enquiry.people.map((person) => ({
      on: today,
      source,
      via: 'direct' as const,
      number: person.number,
      authorisation: person.authorisation.no,
      purpose: enquiry.purpose,
      request: enquiry.request,
    })),
  )
  return today
}

function linesOf(world: World, source: Source, enquiry: Enquiry, asOf: Day, behaviour: Behaviour): Line[] {
  return enquiry.people.flatMap((person): Line[] => {
    const truth = world.truthOf(person.number)
    const number = behaviour.wrongPerson ? somebodyElse(person.number) : person.number
    if (!sameName(truth.name, person.name)) return [{ ref: person.ref, number, result: 'name-differs' }]
    const records = behaviour.noRecord ? null : recordsOf(source, truth, asOf)
    if (!records) return [{ ref: person.ref, number, result: 'no-record' }]
    const told = enquiry.above ? aboveOnly(records, enquiry.above, asOf) : records
    return told.map((record) => ({ ref: person.ref, number, result: 'found', record }))
  })
}

/** Minimal disclosure: yes or no for each question, and nothing else. */
function aboveOnly(records: AgencyRecord[], above: Record<string, string>, asOf: Day): AgencyRecord[] {
  const totals = new Map(totalled(records).map((record) => [record.item, record]))
  return Object.entries(above).map(([item, amount]) => {
    const total = totals.get(item)
    const higher = total?.unit === 'yuan' && yuan(total.value) > yuan(amount)
    return { item: `${item}-above`, unit: 'yes-no', value: higher ? 'yes' : 'no', asOf }
  })
}

/** Another well-formed number, so that only comparing with the question can tell. */
export function somebodyElse(number: string): string {
  const seventeen = number.slice(0, 14) + (number.slice(14, 17) === '001' ? '003' : '001')
  return seventeen + checkCharacter(seventeen)
}

export function signed(
  world: World,
  body: Buffer,
  behaviour: Behaviour,
  type = 'application/json; charset=utf-8',
): Answer {
  const signature = behaviour.forged ? Buffer.alloc(64, 7).toString('base64') : world.key.sign(body)
  return {
    status: 200,
    headers: { 'content-type': type, 'x-signature': `${world.key.keyId} ${signature}` },
    body: behaviour.half ? body.subarray(0, Math.floor(body.length / 2)) : body,
    ...(behaviour.wreck && { wreck: behaviour.wreck }),
  }
}
