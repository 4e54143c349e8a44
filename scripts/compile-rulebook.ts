/**
 * Compiles the rulebook's YAML and Markdown into TypeScript: the policy chapter reads no file at run time.
 *
 *   node --import tsx scripts/compile-rulebook.ts          writes the generated files
 *   node --import tsx scripts/compile-rulebook.ts --check  says whether they are up to date
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml'
import { z } from 'zod'
import { situationJsonSchema } from '../src/contract/situation.ts'
import { type AreaCode, areaCode, isDay } from '../src/foundation/index.ts'
import type { Mark } from '../src/policy/kernel/index.ts'
import type { Basis, CaseKind, Procedure, Stage } from '../src/policy/procedure.ts'
import { programmeIds } from '../src/policy/programmes.ts'
import { parameterDeclarations } from '../src/policy/rulebook/dibao/parameters.ts'
import type { KnownValue, Place, PublishedRow, Source } from '../src/policy/rulebook/published.ts'
import { isGap, readPublished, readSupplements } from '../src/policy/rulebook/values.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
export const rulebookFolder = join(root, 'src/policy/rulebook')

const day = z.string().refine(isDay, 'a day such as 2025-07-01')
const bilingual = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })
const mark = z.enum(['S', 'S~', 'M', 'D'])
const area = z.string().refine((text) => {
  try {
    areaCode(text)
    return true
  } catch {
    return false
  }
}, 'an area code of 0, 2, 4, 6, 9 or 12 digits')

// Parameters ---------------------------------------------------------------------------------------------------------

const entryFields = {
  from: day,
  to: day.optional(),
  area: area.optional(),
  value: z.unknown().optional(),
  urban: z.unknown().optional(),
  rural: z.unknown().optional(),
  source: z.string().optional(),
  article: z.string().optional(),
  mark: mark.optional(),
  review: day.optional(),
  note: z.string().optional(),
}
const parameterFile = z.strictObject({
  place: z.string(),
  area,
  name: bilingual,
  fictional: z.boolean().optional(),
  defaults: z.strictObject({ source: z.string(), mark, review: day, note: z.string() }).optional(),
  parameters: z.record(z.string(), z.array(z.strictObject(entryFields)).min(1)),
  known: z
    .array(
      z.strictObject({
        what: bilingual,
        from: day,
        value: z.string().optional(),
        urban: z.string().optional(),
        rural: z.string().optional(),
        source: z.string(),
        mark,
        note: z.string().optional(),
      }),
    )
    .optional(),
})
const sourceFile = z.record(
  z.string(),
  z.strictObject({ title: bilingual, where: z.string(), fictional: z.boolean().optional() }),
)

const published = (raw: unknown): string =>
  typeof raw === 'object' && raw !== null
    ? Array.isArray(raw)
      ? raw
          .map((entry) => (typeof entry === 'object' && entry !== null ? JSON.stringify(entry) : String(entry)))
          .join('、')
      : Object.entries(raw)
          .map(([code, value]) => `${code} ${value}`)
          .join('、')
    : String(raw)

const complaints = (error: z.ZodError, file: string): string[] =>
  error.issues.map((issue) => `${file}: ${issue.path.join('.') || 'the file'}: ${issue.message}`)

interface Parsed<T> {
  data: T
  lineOf(path: (string | number)[]): number
}
function readYaml<T>(schema: z.ZodType<T>, file: string, problems: string[]): Parsed<T> | null {
  const lines = new LineCounter()
  const document = parseDocument(readFileSync(join(root, file), 'utf8'), { lineCounter: lines })
  for (const error of document.errors) problems.push(`${file}:${error.linePos?.[0].line ?? 1}: ${error.message}`)
  if (document.errors.length > 0) return null
  const result = schema.safeParse(document.toJS())
  if (!result.success) {
    problems.push(...complaints(result.error, file))
    return null
  }
  return {
    data: result.data,
    lineOf: (path) => {
      const node = document.getIn(path, true)
      const range = isMap(node) || isSeq(node) || isScalar(node) ? node.range : (node as YAMLMap | undefined)?.range
      return range ? lines.linePos(range[0]).line : 1
    },
  }
}

type Entry = z.infer<typeof parameterFile>['parameters'][string][number]

function rowsOf(file: string, parsed: Parsed<z.infer<typeof parameterFile>>, problems: string[]): PublishedRow[] {
  const { data, lineOf } = parsed
  const rows: PublishedRow[] = []
  const add = (parameter: string, entry: Entry, index: number) => {
    const line = lineOf(['parameters', parameter, index])
    const complain = (message: string) => problems.push(`${file}:${line}: ${parameter}: ${message}`)
    const source = entry.source ?? data.defaults?.source
    const marked = entry.mark ?? data.defaults?.mark
    if (!source || !marked) return complain('every value names its source and its mark')
    const forms = [
      ['both', entry.value],
      ['urban', entry.urban],
      ['rural', entry.rural],
    ] as const
    const given = forms.filter(([, raw]) => raw !== undefined)
    if (given.length === 0 || (entry.value !== undefined && given.length > 1))
      return complain('write either value, or urban and rural')
    for (const [residence, raw] of given) {
      const row = (name: string, value: unknown): PublishedRow => ({
        parameter: name,
        area: (entry.area ?? data.area) as AreaCode,
        residence,
        from: entry.from as PublishedRow['from'],
        to: (entry.to as PublishedRow['to'] | undefined) ?? null,
        value,
        published: isGap(raw) ? '' : published(raw),
        source,
        ...(entry.article && { article: entry.article }),
        mark: marked as Mark,
        review: ((entry.review ?? data.defaults?.review) as PublishedRow['review'] | undefined) ?? null,
        ...((entry.note ?? data.defaults?.note) && { note: entry.note ?? data.defaults?.note }),
        at: { file: relative('src/policy/rulebook', file), line },
      })
      try {
        if (parameter === 'supplements') {
          const table = readSupplements(raw)
          for (const name of ['supplementRate', 'supplementAmount', 'supplementReplace'] as const)
            rows.push(row(name, table?.[name] ?? null))
        } else {
          const declaration = parameterDeclarations.get(parameter)
          if (!declaration) return complain('no such parameter')
          rows.push(row(parameter, readPublished(declaration, raw)))
        }
      } catch (error) {
        complain(error instanceof Error ? error.message : String(error))
      }
    }
  }
  for (const [parameter, entries] of Object.entries(data.parameters))
    for (const [i, entry] of entries.entries()) add(parameter, entry, i)
  return rows
}

// Procedures ---------------------------------------------------------------------------------------------------------

const basis = z.strictObject({
  source: z.string(),
  article: z.string().optional(),
  mark,
  note: z.string().optional(),
}) satisfies z.ZodType<Basis>
const positive = z.number().int().min(1).max(400)
const unit = z.enum(['working', 'natural'])
const days = z.strictObject({ days: positive, unit })
const actor = z.enum([
  'applicant',
  'villageAide',
  'townshipClerk',
  'townshipHead',
  'countyVerification',
  'countySection',
  'countyLeader',
  'system',
])
const stage = z.strictObject({
  id: z.enum([
    'intake',
    'investigation',
    'verification',
    'homeVisit',
    'appraisal',
    'recommendation',
    'notice',
    'confirmation',
    'delivery',
  ]),
  label: bilingual,
  actors: z.array(actor).min(1),
  signature: z.enum(['handle', 'review', 'approve']).nullable(),
  deadline: z.strictObject({ days: positive, unit, from: z.enum(['acceptance', 'previousStage']), basis }).nullable(),
  skip: z
    .strictObject({ when: z.enum(['reportCovers', 'noDispute', 'unchanged', 'sameAmount']), label: bilingual, basis })
    .nullable(),
  countsInTotal: z.boolean(),
}) satisfies z.ZodType<Stage>
const sections = {
  stages: z.strictObject({
    application: z.array(stage).min(3),
    change: z.array(stage).min(3),
    review: z.array(stage).min(3),
  }),
  intake: z.strictObject({
    preVerification: z.strictObject({ allowed: z.boolean(), basis }),
    deemedAcceptance: z.strictObject({ after: days.nullable(), basis }),
    supplement: z.strictObject({ once: z.literal(true), due: days.nullable(), pausesClock: z.boolean(), basis }),
    signAfterAcceptance: z.strictObject({ allowed: z.boolean(), basis }),
  }),
  verification: z.strictObject({
    start: days.nullable(),
    reply: days.nullable(),
    validMonths: positive.nullable(),
    basis,
  }),
  visit: z.strictObject({
    visitors: z.number().int().min(2),
    skipWhenReportCovers: z.boolean(),
    remote: z.enum(['no', 'emergency', 'yes']),
    basis,
  }),
  appraisal: z.strictObject({ held: z.enum(['disputedOnly', 'always']), basis }),
  notice: z.strictObject({
    length: days,
    again: days,
    columns: z.array(z.enum(['name', 'people', 'amount'])).min(1),
    basis,
  }),
  objection: z.strictObject({ answer: days.nullable(), basis }),
  confirmation: z.strictObject({
    by: z.enum(['county', 'township']),
    power: z.enum(['own', 'delegated', 'conferred']),
    mayDelegateToTownship: z.boolean(),
    batchCutOffDay: z.number().int().min(1).max(28).nullable(),
    basis,
  }),
  total: z.strictObject({ normal: days, extended: days.nullable(), basis }),
  refusalLetter: z.strictObject({ within: days, basis }),
  relatives: z.strictObject({ register: z.boolean(), countyVisits: z.boolean(), basis }),
  standardDay: z.strictObject({ day: z.enum(['acceptance', 'confirmation']), basis }),
  startMonth: z.strictObject({ month: z.enum(['next', 'same']), basis }),
  payBy: z.strictObject({ dayOfMonth: z.number().int().min(1).max(28), basis }),
  reapply: z.strictObject({ months: positive.nullable(), basis }),
  reviews: z
    .array(
      z.strictObject({
        class: z.string(),
        label: bilingual,
        months: z.strictObject({ urban: positive, rural: positive }),
        basis,
      }),
    )
    .min(1),
  pauses: z.array(z.strictObject({ reason: z.string(), label: bilingual, basis })),
  appeal: z.strictObject({
    internal: z.strictObject({ answer: days.nullable(), differentPerson: z.literal(true), basis }),
    reconsideration: z.strictObject({ days: positive, body: bilingual, basis }),
    court: z.strictObject({ months: positive, body: bilingual, basis }),
  }),
}
const heading = {
  place: z.string(),
  area,
  programme: z.enum(programmeIds as [string, ...string[]]),
  from: day,
  name: bilingual,
}
const procedureFile = z.strictObject({
  ...heading,
  /** Stages whose days do not count towards the total here. */
  notCountedInTotal: z.array(stage.shape.id).optional(),
  ...z.strictObject(sections).partial().shape,
})
export const procedureSchema = z.strictObject({ ...heading, ...sections })

function completed(national: z.infer<typeof procedureFile>, local: z.infer<typeof procedureFile>): unknown {
  const { notCountedInTotal = [], ...merged } = { ...national, ...local }
  const kinds = Object.entries(merged.stages ?? {}) as [CaseKind, Stage[]][]
  const appraisalAlways = merged.appraisal?.held === 'always'
  const stages = Object.fromEntries(
    kinds.map(([kind, list]) => [
      kind,
      list.map((one) => ({
        ...one,
        // One place says whether something may be left out; the stage repeats it for whoever draws the diagram.
        skip:
          (one.id === 'appraisal' && appraisalAlways) ||
          (one.id === 'homeVisit' && merged.visit?.skipWhenReportCovers === false)
            ? null
            : one.skip,
        countsInTotal: one.countsInTotal && !notCountedInTotal.includes(one.id),
      })),
    ]),
  )
  return { ...merged, stages }
}

// Articles -----------------------------------------------------------------------------------------------------------

/** `## 第七条` and what stands below it. */
export function articlesIn(markdown: string): Record<string, string> {
  const parts = markdown.split(/^## /m).slice(1)
  return Object.fromEntries(
    parts.map((part) => {
      const [title, ...text] = part.split('\n')
      return [title!.trim(), text.join('\n').trim()]
    }),
  )
}

// Putting it together ------------------------------------------------------------------------------------------------

const literal = (value: unknown): string => {
  if (typeof value === 'bigint') return `${value}n`
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  const entries = Object.entries(value as Record<string, unknown>).filter(([, v]) => v !== undefined)
  return `{ ${entries.map(([key, v]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key)}: ${literal(v)}`).join(', ')} }`
}
const listLiteral = (values: readonly unknown[]): string =>
  `[\n${values.map((value) => `  ${literal(value)},\n`).join('')}]`

/** JSON as the formatter leaves it: objects over several lines, lists on one where they fit. */
function tidyJson(value: unknown, indent = '', before = 0): string {
  const deeper = `${indent}  `
  if (Array.isArray(value)) {
    const line = `[${value.map((one) => tidyJson(one)).join(', ')}]`
    // The comma after it counts as well.
    if (!line.includes('\n') && indent.length + before + line.length < 120) return line
    return `[\n${value.map((one) => deeper + tidyJson(one, deeper)).join(',\n')}\n${indent}]`
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  if (entries.length === 0) return '{}'
  const lines = entries.map(([key, one]) => {
    const name = `${JSON.stringify(key)}: `
    return `${deeper}${name}${tidyJson(one, deeper, name.length)}`
  })
  return `{\n${lines.join(',\n')}\n${indent}}`
}

const banner = '// Generated by scripts/compile-rulebook.ts from the YAML and Markdown beside it. Do not edit.\n'

export interface Compiled {
  files: Record<string, string>
  problems: string[]
}

const placeOrder = ['nation', 'sichuan', 'qinghai', 'hubei', 'shanghai', 'chongqing', 'anhe']

export function compileRulebook(): Compiled {
  const problems: string[] = []
  const at = (...parts: string[]) => join('src/policy/rulebook', ...parts)
  const sources = readYaml(sourceFile, at('sources.yaml'), problems)?.data ?? {}
  const folders = readdirSync(rulebookFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(rulebookFolder, entry.name, 'parameters')))
    .map((entry) => entry.name)
    .toSorted((a, b) => placeOrder.indexOf(a) - placeOrder.indexOf(b) || (a < b ? -1 : 1))

  const places: Place[] = []
  const rows: PublishedRow[] = []
  const known: KnownValue[] = []
  const procedures: Procedure[] = []
  let national: z.infer<typeof procedureFile> | null = null
  for (const folder of folders) {
    for (const name of readdirSync(join(rulebookFolder, folder, 'parameters')).toSorted()) {
      const file = at(folder, 'parameters', name)
      const parsed = readYaml(parameterFile, file, problems)
      if (!parsed) continue
      const { data } = parsed
      if (data.place !== folder) problems.push(`${file}: place says ${data.place}, the folder ${folder}`)
      if (!places.some((place) => place.id === folder))
        places.push({ id: folder, area: data.area as AreaCode, name: data.name, fictional: data.fictional ?? false })
      rows.push(...rowsOf(file, parsed, problems))
      known.push(
        ...(data.known ?? []).map((one) => ({
          ...one,
          place: folder,
          from: one.from as KnownValue['from'],
          mark: one.mark as Mark,
        })),
      )
    }
    const folderOfProcedures = join(rulebookFolder, folder, 'procedures')
    for (const name of existsSync(folderOfProcedures) ? readdirSync(folderOfProcedures).toSorted() : []) {
      const file = at(folder, 'procedures', name)
      const parsed = readYaml(procedureFile, file, problems)
      if (!parsed) continue
      national ??= parsed.data
      const whole = procedureSchema.safeParse(completed(national, parsed.data))
      if (whole.success) procedures.push(whole.data as unknown as Procedure)
      else problems.push(...complaints(whole.error, file))
    }
  }
  for (const row of rows)
    if (!Object.hasOwn(sources, row.source))
      problems.push(`${row.at?.file}:${row.at?.line}: unknown source ${row.source}`)

  const articles: Record<string, Record<string, string>> = {}
  for (const name of readdirSync(join(rulebookFolder, 'articles')).toSorted()) {
    const id = name.replace(/\.md$/, '')
    if (!Object.hasOwn(sources, id)) problems.push(`${at('articles', name)}: no source of that name in sources.yaml`)
    articles[id] = articlesIn(readFileSync(join(rulebookFolder, 'articles', name), 'utf8'))
  }
  const listed = Object.entries(sources).map(
    ([id, source]): Source => ({ id, ...source, fictional: source.fictional ?? false }),
  )

  const data = `${banner}import type { Procedure } from '../procedure.ts'
import type { KnownValue, Place, PublishedRow, Source } from './published.ts'

export const places = ${listLiteral(places)} as const satisfies readonly object[] as unknown as readonly Place[]

export const sources = ${listLiteral(listed)} as readonly Source[]

export const rows = ${listLiteral(rows)} as unknown as readonly PublishedRow[]

export const knownValues = ${listLiteral(known)} as unknown as readonly KnownValue[]

export const procedures = ${listLiteral(procedures)} as unknown as readonly Procedure[]
`
  const texts = `${banner}export const articles: Readonly<Record<string, Readonly<Record<string, string>>>> = {
${Object.entries(articles)
  .map(
    ([id, entries]) =>
      `  ${JSON.stringify(id)}: {\n${Object.entries(entries)
        .map(([key, text]) => `    ${JSON.stringify(key)}: ${JSON.stringify(text)},\n`)
        .join('')}  },\n`,
  )
  .join('')}}
`
  return {
    files: {
      [at('rulebook.generated.ts')]: data,
      [at('articles.generated.ts')]: texts,
      'docs/situation.schema.json': `${tidyJson(situationJsonSchema())}\n`,
    },
    problems,
  }
}

function main(): number {
  const { files, problems } = compileRulebook()
  if (problems.length > 0) {
    for (const problem of problems) console.error(problem)
    return 3
  }
  let stale = 0
  for (const [file, text] of Object.entries(files)) {
    const path = join(root, file)
    const now = existsSync(path) ? readFileSync(path, 'utf8') : ''
    if (now === text) continue
    stale++
    if (process.argv.includes('--check'))
      console.error(`${file} is out of date; run node --import tsx scripts/compile-rulebook.ts`)
    else {
      writeFileSync(path, text)
      console.log(`wrote ${file}`)
    }
  }
  return process.argv.includes('--check') && stale > 0 ? 3 : 0
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) process.exitCode = main()
