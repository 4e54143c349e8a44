import { z } from 'zod'
import { addDays, type Day, dayOf, firstDay, isDay, monthOf } from '../../src/foundation/index.ts'
import { type Journal, openJournal, stateFile } from '../outside/journal.ts'
import { openSigningKey, type SigningKey } from '../outside/signing-key.ts'
import { deriveTruth, type Source, sources, type Truth, wholeTruth } from './truth.ts'

const dayText = z
  .string()
  .refine(isDay, 'a day YYYY-MM-DD')
  .transform((text) => text as Day)
const yuanAmount = z.string().regex(/^\d{1,12}\.\d{2}$/)

/** What may be planted about a person. Unknown fields are refused: a typing error must not plant nothing. */
const truthSchema = z.strictObject({
  name: z.string().min(1).max(50).optional(),
  died: dayText.nullable().optional(),
  registerCancelled: z.boolean().optional(),
  marriage: z.enum(['single', 'married', 'divorced', 'widowed']).optional(),
  vehicles: z
    .array(z.strictObject({ kind: z.enum(['car', 'truck', 'motorcycle']), value: yuanAmount, registeredOn: dayText }))
    .optional(),
  homes: z
    .array(z.strictObject({ kind: z.enum(['dwelling', 'shop']), area: z.number().positive(), registeredOn: dayText }))
    .optional(),
  wagesTwelveMonths: yuanAmount.nullable().optional(),
  businessIncomeTwelveMonths: yuanAmount.nullable().optional(),
  employedInsured: z.boolean().optional(),
  basicPensionTwelveMonths: yuanAmount.nullable().optional(),
  pensionTwelveMonths: yuanAmount.nullable().optional(),
  unemploymentTwelveMonths: yuanAmount.nullable().optional(),
  accounts: z
    .array(z.strictObject({ bank: z.string(), lastFour: z.string().regex(/^\d{4}$/), balance: yuanAmount }))
    .optional(),
  businesses: z.array(z.strictObject({ capital: yuanAmount, since: dayText })).optional(),
})

export const plantSchema = z.strictObject({ number: z.string().regex(/^\d{17}[\dX]$/), truth: truthSchema })
export type Plant = z.infer<typeof plantSchema>

/** How an agency misbehaves. `times` limits it to the next so many answers; without it, until it is cleared. */
export const behaviourSchema = z.strictObject({
  /** The answer comes so many real milliseconds late. */
  delayMs: z.number().int().min(0).max(55_000).optional(),
  /** The answer comes so many days of the agencies' clock later; until then "not yet". */
  daysLate: z.number().int().min(0).max(400).optional(),
  status: z.union([z.literal(429), z.literal(500), z.literal(503)]).optional(),
  wreck: z.enum(['close-before-answer', 'close-in-the-middle']).optional(),
  /** Half a file under a correct length, as a bad export leaves it. */
  half: z.boolean().optional(),
  garbage: z.boolean().optional(),
  forged: z.boolean().optional(),
  /** About somebody nobody asked for. */
  wrongPerson: z.boolean().optional(),
  noRecord: z.boolean().optional(),
  /** Says nothing at all about the people asked: not a record, not "no record". */
  silentEmpty: z.boolean().optional(),
  /** Hub only: this agency did not answer the hub. */
  noAnswer: z.boolean().optional(),
  staleDays: z.number().int().min(0).max(4000).optional(),
  pageSize: z.number().int().min(1).max(1000).optional(),
  times: z.number().int().min(1).optional(),
})
export type Behaviour = z.infer<typeof behaviourSchema>
export type Behaving = Source | 'hub' | 'drop'

/** What an agency writes down for its own inspection: who was asked about, with which authorisation. */
export interface AskedAbout {
  on: Day
  source: Source
  via: 'direct' | 'hub' | 'drop'
  number: string
  authorisation: string
  purpose: string
  /** The enquiry, batch or request file it came with. */
  request: string
}

export interface BatchReceived {
  batch: string
  sha256: string
  receivedOn: Day
}

export type Entry =
  | { kind: 'people'; people: Plant[] }
  | { kind: 'clock'; day: Day }
  | { kind: 'asked'; about: AskedAbout[] }
  | { kind: 'batch'; batch: BatchReceived }

export interface World {
  seed: number
  folder: string | null
  key: SigningKey
  journal: Journal<Entry>
  today(header: string | undefined): Day
  setDay(day: Day): void
  plant(people: Plant[]): void
  truthOf(number: string): Required<Truth>
  asked(about: AskedAbout[]): void
  /** The day an enquiry was first received, or null: a late agency counts from there, also after a restart. */
  firstAsked(source: Source, request: string): Day | null
  allAsked(): AskedAbout[]
  behave(who: Behaving, behaviour: Behaviour | null): void
  /** The behaviour for the next answer, counted down. */
  behaviour(who: Behaving): Behaviour
  /** Looked at without counting down. */
  peek(who: Behaving): Behaviour
}

export function openWorld(options: { seed: number; folder: string | null }): World {
  const { seed, folder } = options
  const journal = openJournal<Entry>(stateFile(folder, 'agencies.jsonl'))
  const planted = new Map<string, Truth>()
  const behaviours = new Map<Behaving, Behaviour>()
  const firstAsked = new Map<string, Day>()
  let day: Day | null = null
  const remember = (about: AskedAbout[]) => {
    for (const one of about) {
      const key = `${one.source} ${one.request}`
      if (!firstAsked.has(key)) firstAsked.set(key, one.on)
    }
  }
  const learn = (people: Plant[]) => {
    for (const { number, truth } of people) planted.set(number, { ...planted.get(number), ...truth })
  }
  for (const entry of journal.entries) {
    if (entry.kind === 'people') learn(entry.people)
    if (entry.kind === 'clock') day = entry.day
    if (entry.kind === 'asked') remember(entry.about)
  }
  return {
    seed,
    folder,
    key: openSigningKey(stateFile(folder, 'signing-key.pem')),
    journal,
    today: (header) => (header !== undefined && isDay(header) ? header : (day ?? dayOf(new Date()))),
    setDay: (next) => {
      journal.add({ kind: 'clock', day: next })
      day = next
    },
    plant: (people) => {
      journal.add({ kind: 'people', people })
      learn(people)
    },
    truthOf: (number) => wholeTruth(deriveTruth(seed, number), planted.get(number)),
    asked: (about) => {
      if (about.length === 0) return
      journal.add({ kind: 'asked', about })
      remember(about)
    },
    firstAsked: (source, request) => firstAsked.get(`${source} ${request}`) ?? null,
    allAsked: () => journal.entries.flatMap((entry) => (entry.kind === 'asked' ? entry.about : [])),
    behave: (who, behaviour) => {
      if (behaviour) behaviours.set(who, behaviour)
      else behaviours.delete(who)
    },
    behaviour: (who) => {
      const behaviour = behaviours.get(who)
      if (behaviour?.times !== undefined) {
        if (behaviour.times <= 1) behaviours.delete(who)
        else behaviours.set(who, { ...behaviour, times: behaviour.times - 1 })
      }
      return behaviour ?? {}
    },
    peek: (who) => behaviours.get(who) ?? {},
  }
}

/** Banks and registers of people know yesterday; the others deliver to the exchange at the end of a month. */
export function asOfDay(source: Source, today: Day, staleDays = 0): Day {
  const daily = source === 'bank' || source === 'civil-registry' || source === 'death-register'
  const fresh = daily ? addDays(today, -1) : addDays(firstDay(monthOf(today)), -1)
  return staleDays > 0 ? addDays(fresh, -staleDays) : fresh
}

export const isSource = (text: string): text is Source => (sources as readonly string[]).includes(text)
