import { z } from 'zod'
import { type FactName, factNames } from '../policy/index.ts'
import { bigId, text, wireDay } from './wire.ts'

/** What happened in a household that is paid already, as the family tells it: one event per change case. */
const relation = text(30).min(1)
const newcomer = z.strictObject({
  name: text(60).min(1),
  number: text(40).nullish(),
  birth: wireDay().nullish(),
  sex: z.enum(['female', 'male']).nullish(),
  withoutNumber: z.enum(['unregistered', 'unknown']).nullish(),
})
export const whatHappened = z.discriminatedUnion('what', [
  z.strictObject({
    what: z.literal('birth'),
    name: text(60).min(1),
    birth: wireDay(),
    sex: z.enum(['female', 'male']).nullable(),
    certificate: text(40).nullish(),
    relation,
  }),
  z.strictObject({
    what: z.literal('joined'),
    person: z.union([z.strictObject({ personId: bigId() }), newcomer]),
    relation,
    since: wireDay(),
    why: z.enum(['marriage', 'returned', 'moved-in']),
  }),
  z.strictObject({
    what: z.literal('left'),
    personId: bigId(),
    until: wireDay(),
    why: z.enum(['divorce', 'marriage', 'moved-out', 'other']),
  }),
  z.strictObject({ what: z.literal('died'), personId: bigId(), on: wireDay() }),
  z.strictObject({ what: z.literal('head'), personId: bigId() }),
  z.strictObject({ what: z.literal('address'), address: text(200).min(1) }),
])
export type WhatHappened = z.output<typeof whatHappened>

/** A figure of the household, of one of its people, or of whoever just joined it. Money in whole fen. */
export const newsFigure = z.strictObject({
  of: z.string().regex(/^(household|newcomer|person\/\d{1,18})$/),
  name: z.enum(factNames as [FactName, ...FactName[]]),
  value: z.union([z.int(), z.boolean(), z.string().max(200), z.null()]),
})
export type NewsFigure = z.output<typeof newsFigure>
