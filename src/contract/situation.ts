import { z } from 'zod'
import { areaCode, type Day, isDay, yuan } from '../foundation/index.ts'
import {
  contradictions,
  type FactEntity,
  type FactEntry,
  type FactName,
  type Facts,
  factEntry,
  factNamesOf,
  ruledProgrammes,
  type Situation,
  type SituationProblem,
  supporterSlip,
} from '../policy/index.ts'

/**
 * A situation that is in no database, as JSON: for `doudi policy determine`, the API, and anybody's own tests. Built when
 * it is asked for, so that a page which never reads such a file does not carry the checker.
 */
const moneyText = /^\d{1,9}(\.\d{1,2})? ?(元|yuan)$/

function factSchema(entry: FactEntry): z.ZodType {
  const described = (schema: z.ZodType) =>
    schema.nullable().optional().describe(`${entry.label.en} · ${entry.label.zh}`)
  switch (entry.unit) {
    case 'fen':
      return described(
        z.union([z.number().int().min(0).max(entry.max!), z.string().regex(moneyText)], {
          error: `whole fen from 0 to ${entry.max} (240000), or text with its unit ("2400.50元")`,
        }),
      )
    case 'count':
      return described(z.number().int().min(0).max(entry.max!))
    case 'boolean':
      return described(z.boolean())
    case 'date':
      return described(z.iso.date())
    case 'code':
      return described(z.enum(Object.keys(entry.codes!) as [string, ...string[]]))
  }
}
const factsSchema = (entity: FactEntity) =>
  z.strictObject(Object.fromEntries(factNamesOf(entity).map((name) => [name, factSchema(factEntry(name))])))

const subjectSchema = (entity: FactEntity) =>
  z.strictObject({
    id: z.string().min(1).max(100),
    facts: factsSchema(entity).refine((facts) => Object.keys(facts).length > 0, {
      error: 'nothing is known about this person; give at least one fact (null where it is not known)',
    }),
  })

export const situationSchema = () =>
  z
    .strictObject({
      programme: z.enum(ruledProgrammes),
      area: z.string().regex(/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})?$/),
      residence: z.enum(['urban', 'rural']),
      on: z.iso.date(),
      household: factsSchema('household'),
      members: z.array(subjectSchema('person')).min(1).max(100),
      supporters: z.array(subjectSchema('supporter')).max(30).optional(),
      overrides: z
        .record(z.string(), z.unknown())
        .optional()
        .describe('Parameters by name, as a notice writes them: {"dibaoStandard": "740元/月"}'),
    })
    .describe('A household to be judged by the rules of one place on one day. Money is whole fen.')

/** The schema as JSON Schema 2020-12, for other people's tools. */
export const situationJsonSchema = (): Record<string, unknown> => ({
  $id: 'situation.schema.json',
  title: 'Situation',
  ...z.toJSONSchema(situationSchema(), { unrepresentable: 'any' }),
})

const toFacts = (given: Record<string, unknown>): Facts =>
  Object.fromEntries(
    Object.entries(given).map(([name, raw]) => {
      if (factEntry(name as FactName).unit !== 'fen' || raw === null || raw === undefined) return [name, raw]
      return [name, typeof raw === 'number' ? BigInt(raw) : yuan(String(raw).replace(/ ?(元|yuan)$/, ''))]
    }),
  ) as Facts

const remedies: Partial<Record<string, string>> = {
  unrecognized_keys: 'Correct the name; docs/situation.schema.json lists all of them',
  invalid_type: 'Give the value in the unit of the field',
  too_small: 'Correct the value',
  too_big: 'Correct the value',
  invalid_value: 'Use one of the values listed',
}
const pathText = (path: readonly PropertyKey[]): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${String(part)}`)).join('')

function problemsOf(issue: z.core.$ZodIssue): SituationProblem[] {
  const field = pathText(issue.path)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      field: field ? `${field}.${key}` : key,
      message: 'no such field',
      remedy: remedies.unrecognized_keys!,
    }))
  return [
    { field: field || '(the whole)', message: issue.message, remedy: remedies[issue.code] ?? 'Correct the value' },
  ]
}

export type ReadSituation = { situation: Situation } | { problems: SituationProblem[] }

/** Reads a parsed JSON value. All problems at once, each naming its field. */
export function readSituation(json: unknown): ReadSituation {
  const result = situationSchema().safeParse(json)
  if (!result.success) return { problems: result.error.issues.flatMap(problemsOf) }
  const { data } = result
  const situation: Situation = {
    programme: data.programme,
    area: areaCode(data.area),
    residence: data.residence,
    on: data.on as Day,
    household: toFacts(data.household),
    members: data.members.map(({ id, facts }) => ({ id, facts: toFacts(facts) })),
    ...(data.supporters && {
      supporters: data.supporters.map(({ id, facts }) => ({ id, facts: toFacts(facts) })),
    }),
    ...(data.overrides && { overrides: data.overrides }),
  }
  const problems = [...contradictions(situation), ...supporterSlip(situation)]
  if (!isDay(situation.on))
    problems.push({ field: 'on', message: 'not a day between 1850 and now', remedy: 'Write it as 2025-03-01' })
  return problems.length > 0 ? { problems } : { situation }
}
