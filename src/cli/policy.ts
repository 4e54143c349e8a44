import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { readSituation } from '../contract/index.ts'
import { type AreaCode, areaCode, type Day, day, isDay, yuanText } from '../foundation/index.ts'
import {
  allPlaces,
  articleText,
  CaseError,
  type Citation,
  coverageOf,
  type Determination,
  determine,
  type Explanation,
  explain,
  inventoryOf,
  type Place,
  PolicyError,
  placeOf,
  readCases,
  readUnlessSaid,
  ruleNamed,
  runCase,
  type Situation,
  type SituationProblem,
  sourceOf,
  type WorkedCase,
} from '../policy/index.ts'
import { type ExitCode, exit, type Output } from './output.ts'
import type { VerbDefinition } from './program.ts'

/**
 * `doudi policy …`: rules, values and cases without a database. Each command is a plain function of its options and an
 * output; the command line mounts them as verbs.
 */
type Options = Record<string, string | boolean | undefined>
const text = (options: Options, name: string): string | undefined =>
  typeof options[name] === 'string' ? (options[name] as string) : undefined

const usage = (out: Output, line: string): ExitCode => {
  out.note(line)
  return exit.usage
}

// determine ----------------------------------------------------------------------------------------------------------

type Loaded = { situation: Situation } | { code: ExitCode }

function loadSituation(out: Output, file: string | undefined): Loaded {
  if (!file)
    return { code: usage(out, '要写 --file situation.json(- 为标准输入) · give --file situation.json (- for stdin)') }
  let raw: string
  try {
    raw = readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch {
    out.note(`读不了文件 ${file} · cannot read the file`)
    return { code: exit.failure }
  }
  let json: unknown
  try {
    json = JSON.parse(raw)
  } catch (error) {
    return {
      code: tellProblems(out, [{ field: file, message: `not JSON: ${message(error)}`, remedy: 'Correct the file' }]),
    }
  }
  const read = readSituation(json)
  return 'problems' in read ? { code: tellProblems(out, read.problems) } : read
}

const message = (error: unknown) => (error instanceof Error ? error.message : String(error))

function tellProblems(out: Output, problems: readonly SituationProblem[]): ExitCode {
  for (const { field, message: what, remedy } of problems) out.note(`${field}: ${what}. ${remedy}.`)
  if (out.json) out.data({ problems }, '')
  return exit.problems
}

const asProblems = (error: PolicyError): SituationProblem[] =>
  error.problems.map(({ subject, message: what, remedy }) => ({ field: subject, message: what, remedy }))

function determined(
  out: Output,
  file: string | undefined,
): { answer: Determination; explained: Explanation } | { code: ExitCode } {
  const loaded = loadSituation(out, file)
  if ('code' in loaded) return loaded
  try {
    const answer = determine(loaded.situation)
    return { answer, explained: explain(answer) }
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return { code: tellProblems(out, asProblems(error)) }
  }
}

const cited = ({ source, article }: Citation) => ({ source, article, title: sourceOf(source)?.title ?? null })
const citedText = ({ source, article }: Citation) => `${sourceOf(source)?.title.zh ?? source} ${article}`.trim()

/** What anybody may build on: outcome, amount in fen, lines, and the reasons with their rule ids and articles. */
function published(answer: Determination, explained: Explanation): Record<string, unknown> {
  const common = {
    programme: answer.programme,
    area: answer.area,
    residence: answer.residence,
    on: answer.on,
    outcome: answer.outcome,
    verified: explained.verified,
    rulebookHash: answer.rulebookHash,
    parameterHash: answer.parameterHash,
    factsHash: answer.factsHash,
  }
  const reasons = explained.lines
    .filter((line) => line.kind === 'rule' && line.article.length > 0)
    .map((line) => ({
      rule: line.id,
      title: line.figure,
      subject: line.subject,
      value: line.value,
      shown: line.shown,
      formula: line.formula,
      articles: line.article.map(cited),
    }))
  const values = explained.lines
    .filter((line) => line.kind === 'parameter')
    .map(({ id, figure, shown, source, date, mark }) => ({
      parameter: id,
      title: figure,
      shown,
      source: source && cited(source),
      since: date,
      mark,
    }))
  switch (answer.outcome) {
    case 'eligible':
      return {
        ...common,
        tier: answer.tier,
        monthlyFen: answer.monthly,
        breakdown: answer.breakdown.map(({ rule, title, subject, amount, basis }) => ({
          rule,
          title,
          subject,
          amountFen: amount,
          articles: basis.map(cited),
        })),
        because: answer.because.map(cited),
        reasons,
        values,
      }
    case 'not-eligible':
      return {
        ...common,
        monthlyFen: null,
        unmet: answer.unmet.map(({ conditions }) =>
          conditions.map(({ rule, title, basis, subject, text: inWords, figure, needs, threshold, unit, gap }) => ({
            rule,
            title,
            subject,
            text: inWords,
            figure,
            needs,
            threshold,
            unit,
            gap,
            articles: basis.map(cited),
          })),
        ),
        nearest: answer.nearest,
        because: answer.because.map(cited),
        reasons,
        values,
      }
    case 'undetermined':
      return { ...common, monthlyFen: null, missing: answer.missing, reasons, values }
  }
}

const outcomeWords = {
  eligible: '符合 · eligible',
  'not-eligible': '不符合 · not eligible',
  undetermined: '还不能判断 · undetermined',
} as const

function inWords(answer: Determination, explained: Explanation): string {
  const lines = [`${answer.programme} ${placeOf(answer.area).name.zh} ${answer.on}: ${outcomeWords[answer.outcome]}`]
  switch (answer.outcome) {
    case 'eligible':
      lines.push(`每月 ${yuanText(answer.monthly)} 元(${explained.tier?.zh ?? '-'})`)
      for (const { title, subject, amount, rule, basis } of answer.breakdown)
        lines.push(
          `  ${title.zh}${subject ? `(${subject})` : ''} ${yuanText(amount)} 元 [${rule}] ${basis.map(citedText).join(';')}`,
        )
      lines.push(
        '依据 · because:',
        ...answer.because.filter(({ source }) => source !== 'handbook').map((one) => `  ${citedText(one)}`),
      )
      break
    case 'not-eligible':
      lines.push('没有满足的条件(每组须全部改变) · unmet:')
      for (const { conditions } of answer.unmet)
        lines.push(
          `  - ${conditions.map((c) => `${c.subject ? `${c.subject}: ` : ''}${c.text.zh} [${c.rule}] ${c.basis.map(citedText).join(';')}`).join('\n    且 ')}`,
        )
      if (explained.nearest) lines.push(`最近的变化 · nearest: ${explained.nearest.text.zh}`)
      break
    case 'undetermined':
      lines.push('还缺 · missing:')
      for (const { kind, label, subject, name, needed } of answer.missing)
        lines.push(
          `  ${subject ? `${subject} ` : ''}${label.zh} (${kind} ${name}${needed === 'perhaps' ? ', 可能用到 perhaps' : ''})`,
        )
  }
  if (!explained.verified) lines.push('注意:用到尚未核实的参数 · some values are not verified')
  return lines.join('\n')
}

export function policyDetermine(out: Output, options: Options): ExitCode {
  const done = determined(out, text(options, 'file'))
  if ('code' in done) return done.code
  out.data(published(done.answer, done.explained), inWords(done.answer, done.explained))
  return exit.ok
}

// explain ------------------------------------------------------------------------------------------------------------

/** A rule by its id, with the law's own words; or a situation, line by line. */
export function policyExplain(out: Output, options: Options, words: readonly string[]): ExitCode {
  const [id] = words
  if (id && text(options, 'file')) return usage(out, '写规则编号或 --file,只写一样 · a rule id or --file, not both')
  if (id) return explainRule(out, id)
  const done = determined(out, text(options, 'file'))
  if ('code' in done) return done.code
  const { explained } = done
  const lines = explained.lines.map((line) => {
    const where =
      line.kind === 'parameter' ? (line.source ? citedText(line.source) : '') : line.article.map(citedText).join(';')
    const unverified = line.kind === 'parameter' && line.verified === false ? ' (未核实)' : ''
    return `${line.whose ? `${line.whose} ` : ''}${line.figure.zh}: ${line.formula?.zh ?? line.shown.zh}${unverified}${line.kind === 'fact' ? '' : ` [${line.id}] ${where}`}`
  })
  out.data(explained, [...lines, '', inWords(done.answer, explained)].join('\n'))
  return exit.ok
}

function explainRule(out: Output, id: string): ExitCode {
  const rule = ruleNamed(id)
  if (!rule) {
    out.note(`没有规则 ${id};doudi policy inventory 列出全部 · no such rule; see doudi policy inventory`)
    return exit.problems
  }
  const articles = rule.basis.map((basis) => ({ ...cited(basis), text: articleText(basis) }))
  const { title, entity, unit, note } = rule
  out.data(
    { id, title, entity, unit, note: note ?? null, articles },
    [
      `${id} ${title.zh} · ${title.en}`,
      ...articles.map((a) => `\n${a.title?.zh ?? a.source} ${a.article}\n${a.text ?? ''}`),
    ].join('\n'),
  )
  return exit.ok
}

// inventory and coverage ---------------------------------------------------------------------------------------------

function placeFrom(out: Output, options: Options): { places: readonly Place[] } | { code: ExitCode } {
  const wanted = text(options, 'place')
  if (!wanted) return { places: allPlaces() }
  const found = allPlaces().filter(
    ({ id, name, area }) => id === wanted || name.zh.startsWith(wanted) || area === wanted,
  )
  return found.length > 0
    ? { places: found }
    : {
        code: usage(
          out,
          `没有这个地方:${wanted};有 ${allPlaces()
            .map(({ id }) => id)
            .join(', ')} · no such place`,
        ),
      }
}

function dayFrom(out: Output, options: Options): { on: Day } | { code: ExitCode } {
  const wanted = text(options, 'on')
  if (!wanted) return { on: day(new Date().toISOString().slice(0, 10)) }
  return isDay(wanted) ? { on: wanted } : { code: usage(out, '--on 要写成 2025-03-01 · a day such as 2025-03-01') }
}

function areaFrom(out: Output, options: Options): { area: AreaCode | null } | { code: ExitCode } {
  const wanted = text(options, 'area')
  if (!wanted) return { area: null }
  try {
    return { area: areaCode(wanted) }
  } catch {
    return { code: usage(out, `--area 要写区划代码,如 510502 · an area code such as 510502`) }
  }
}

export function policyCoverage(out: Output, options: Options): ExitCode {
  const places = placeFrom(out, options)
  if ('code' in places) return places.code
  const when = dayFrom(out, options)
  if ('code' in when) return when.code
  const where = areaFrom(out, options)
  if ('code' in where) return where.code
  const reports = (where.area === null ? places.places : [placeOf(where.area)]).map((place) =>
    coverageOf(place, where.area ?? place.area, when.on),
  )
  const shown = reports.map(({ place, area, urban, rural, within }) => {
    const line = (name: string, part: typeof urban) =>
      `  ${name}: 已核实 ${part.verified.length} · 未核实 ${part.unverified.length} · 缺 ${part.missing.length}(共 ${part.total};另 ${part.idle.length} 项在此不起作用)`
    const lacking = [...new Set([...urban.missing, ...rural.missing])]
    return [
      `${place.name.zh}${area && area !== place.area ? ` ${area}` : ''}`,
      line('城市 urban', urban),
      line('农村 rural', rural),
      ...(lacking.length > 0 ? [`  缺 missing: ${lacking.join(', ')}`] : []),
      ...within.map((one) => `  其中 ${one.area} 另有: ${one.parameters.join(', ')}`),
      ...(urban.overdue.length > 0 ? [`  待复查 review due: ${urban.overdue.join(', ')}`] : []),
    ].join('\n')
  })
  out.data(reports, [`dibao ${when.on}`, ...shown].join('\n'))
  return exit.ok
}

export function policyInventory(out: Output, options: Options): ExitCode {
  const places = placeFrom(out, options)
  if ('code' in places) return places.code
  const inventory = inventoryOf(places.places)
  const shown = [
    `规则 rules ${inventory.rules.length}`,
    ...inventory.rules.map(({ id, title, basis }) => `  ${id}  ${title.zh}  ${basis.map(citedText).join(';')}`),
    `事实 facts ${inventory.facts}`,
    ...inventory.places.map(({ place, values, known, procedures }) =>
      [
        `${place.name.zh}: 参数 ${values.length} · 程序 ${procedures.length}`,
        ...values.map(
          ({ parameter, area, residence, from, to, published: written, source, mark, note }) =>
            `  ${parameter} ${area || '全国'} ${residence} ${from}${to ? `—${to}` : ''} ${written || '缺'} [${mark}] ${sourceOf(source)?.title.zh ?? source}${note ? `(${note})` : ''}`,
        ),
        ...known.map(
          ({ what, urban, rural, value, mark }) =>
            `  参考(不参与计算)${what.zh} ${value ?? `${urban}/${rural}`} [${mark}]`,
        ),
      ].join('\n'),
    ),
  ]
  out.data(inventory, shown.join('\n'))
  return exit.ok
}

// test ---------------------------------------------------------------------------------------------------------------

/** The folder of worked cases: the one named, the one here, or the one of this installation. */
function caseFolder(named: string | undefined): string | null {
  if (named) return existsSync(named) ? named : null
  if (existsSync('cases/dibao')) return 'cases'
  for (let folder = dirname(fileURLToPath(import.meta.url)); dirname(folder) !== folder; folder = dirname(folder))
    if (existsSync(join(folder, 'cases', 'dibao'))) return join(folder, 'cases')
  return null
}

function loadCases(folder: string): WorkedCase[] {
  const programmes = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return programmes.flatMap(({ name: programme }) => {
    const read = (file: string): unknown => parse(readFileSync(join(folder, programme, file), 'utf8'), { merge: true })
    const files = readdirSync(join(folder, programme))
      .filter((file) => file.endsWith('.yaml'))
      .toSorted()
    const ground = files.find((file) => file.startsWith('00-'))
    const unless = readUnlessSaid(ground ? read(ground) : {})
    return files
      .filter((file) => file !== ground)
      .flatMap((file) => readCases(`${programme}/${file}`, read(file), unless))
  })
}

/** Runs the worked cases; prints which file and case came out otherwise, and how. */
export function policyTest(out: Output, options: Options, words: readonly string[]): ExitCode {
  const folder = caseFolder(text(options, 'cases'))
  if (!folder) return usage(out, '找不到案例文件夹;写 --cases <folder> · no folder of cases')
  let cases: WorkedCase[]
  try {
    cases = loadCases(folder)
  } catch (error) {
    out.note(`${error instanceof CaseError ? '' : `${relative('', folder)}: `}${message(error)}`)
    return exit.problems
  }
  const [only] = words
  const chosen = only
    ? cases.filter(({ name, file, rules }) => name.includes(only) || file.includes(only) || rules.includes(only))
    : cases
  if (chosen.length === 0) return usage(out, `没有案例符合 ${only ?? ''} · no case matches`)
  const results = chosen.map((one, i) => {
    if ((i + 1) % 20 === 0 || i + 1 === chosen.length) out.progress('案例 cases', i + 1, chosen.length)
    return runCase(one)
  })
  const failed = results.filter(({ failures }) => failures.length > 0)
  out.data(
    {
      passed: results.length - failed.length,
      failed: failed.length,
      failures: failed.map(({ case: one, failures }) => ({
        file: one.file,
        case: one.name,
        rules: one.rules,
        failures,
      })),
    },
    [
      ...failed.flatMap(({ case: one, failures }) => [
        `✗ ${one.file}: ${one.name}`,
        ...failures.map((failure) => `    ${failure}`),
        ...one.sum.split('\n').map((line) => `    | ${line}`),
      ]),
      `${results.length - failed.length} passed, ${failed.length} failed`,
    ].join('\n'),
  )
  return failed.length === 0 ? exit.ok : exit.problems
}

export const policyVerbs: readonly VerbDefinition[] = [
  {
    name: 'policy determine',
    summary: '按规则判断一户(不用数据库) · one household by the rules, without a database',
    options: [['--file <file>', '情况文件,- 为标准输入 · the situation as JSON, - for stdin']],
    example: 'doudi policy determine --file situation.json --json',
    run: async (out, options) => policyDetermine(out, options),
  },
  {
    name: 'policy explain',
    summary: '逐行解释一户,或解释一条规则 · a household line by line, or one rule',
    words: '[rule]',
    options: [['--file <file>', '情况文件 · the situation as JSON']],
    example: 'doudi policy explain DB-05',
    run: async (out, options, words) => policyExplain(out, options, words),
  },
  {
    name: 'policy test',
    summary: '运行手算的案例 · run the worked cases',
    words: '[which]',
    options: [['--cases <folder>', '案例文件夹 · the folder of cases']],
    example: 'doudi policy test HH-06',
    run: async (out, options, words) => policyTest(out, options, words),
  },
  {
    name: 'policy coverage',
    summary: '每个地方有哪些参数、缺哪些 · which values each place has and lacks',
    options: [
      ['--place <id>', '地方 · place, such as sichuan'],
      ['--area <code>', '区划代码 · area code'],
      ['--on <day>', '日期 · day'],
    ],
    example: 'doudi policy coverage --place chongqing --on 2025-07-01',
    run: async (out, options) => policyCoverage(out, options),
  },
  {
    name: 'policy inventory',
    summary: '列出规则、参数、来源 · rules, values, sources',
    options: [['--place <id>', '地方 · place']],
    example: 'doudi policy inventory --place anhe',
    run: async (out, options) => policyInventory(out, options),
  },
]
