import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { articlesIn, compileRulebook } from '../../../scripts/compile-rulebook.ts'
import { addDays, areaCode, day } from '../../foundation/index.ts'
import { factNames } from '../facts.ts'
import type { Citation } from '../kernel/index.ts'
import { articles } from './articles.generated.ts'
import { book } from './assemble.ts'
import { parameterDeclarations } from './dibao/parameters.ts'
import { findProcedure, firstPaidDay, parametersFor, placeOf, procedureFor } from './lookup.ts'
import { places, procedures, rows, sources } from './rulebook.generated.ts'
import { readOverrides, readPublished, readSupplements } from './values.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

test('the compiled rulebook is what the YAML and Markdown say', () => {
  const { files, problems } = compileRulebook()
  expect(problems).toEqual([])
  for (const [file, text] of Object.entries(files)) {
    expect(existsSync(root + file), file).toBe(true)
    expect(
      readFileSync(root + file, 'utf8') === text,
      `${file} is out of date: node --import tsx scripts/compile-rulebook.ts`,
    ).toBe(true)
  }
})

/** `第七条第一款` lands on the heading `第七条`, and the article must have a first paragraph. */
function lands({ source, article }: Citation): boolean {
  const found = articles[source]
  if (!found) return false
  const text = found[article]
  if (text !== undefined) return text.length > 0
  const match = /^(.+条)第([一二三四五六七八九])款$/.exec(article)
  const body = match ? found[match[1]!] : undefined
  return body !== undefined && body.split(/\n\n+/).length >= '一二三四五六七八九'.indexOf(match![2]!) + 1
}

test('every citation of a rule lands on an article', () => {
  const cited = [...book.rules.values()].flatMap((rule) => rule.basis.map((basis) => ({ rule: rule.id, ...basis })))
  expect(cited.length).toBeGreaterThan(100)
  expect(cited.filter((one) => !lands(one))).toEqual([])
})
test('a citation that leads nowhere is noticed', () => {
  expect(lands({ source: 'interim-measures', article: '第九条' })).toBe(true)
  expect(lands({ source: 'interim-measures', article: '第十二条第二款' })).toBe(true)
  expect(lands({ source: 'interim-measures', article: '第十二条第五款' })).toBe(false)
  expect(lands({ source: 'interim-measures', article: '第九百条' })).toBe(false)
})
test('every article a value or a procedure names is there, and every fact names its rules', () => {
  const named = rows.filter((row) => row.article).map(({ source, article }) => ({ source, article: article! }))
  const inProcedures: Citation[] = []
  JSON.stringify(procedures, (_key, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'source' in value && 'mark' in value && 'article' in value)
      inProcedures.push({ source: String(value.source), article: String(value.article) })
    return value
  })
  expect(inProcedures.length).toBeGreaterThan(100)
  expect([...named, ...inProcedures].filter((one) => !lands(one))).toEqual([])
})

test('every rule id of a helper belongs to a handbook rule', () => {
  const strangers = [...book.rules.keys()].filter((id) => !articles.handbook?.[id.split('.')[0]!])
  expect(strangers).toEqual([])
})

test('every value has a source, a mark and a day on which somebody looks again', () => {
  const known = new Set(sources.map(({ id }) => id))
  for (const row of rows) {
    expect(known.has(row.source), `${row.parameter} ${row.at?.file}`).toBe(true)
    expect(row.review, `${row.parameter} ${row.at?.file}:${row.at?.line}`).not.toBeNull()
  }
  expect(rows.filter((row) => row.mark === 'S').length).toBeGreaterThan(20)
})

test('安禾县 is fictional in every value, and complete', () => {
  const anhe = places.find(({ id }) => id === 'anhe')!
  expect(anhe.fictional).toBe(true)
  const own = rows.filter((row) => row.area.startsWith('99'))
  expect(own.every((row) => row.note === '虚构' && row.source === 'anhe-dibao')).toBe(true)
  const optional = new Set(['financialAssetLimit', 'vehicleValueLimit'])
  for (const residence of ['urban', 'rural'] as const)
    for (const on of ['2023-07-01', '2025-03-01', '2026-11-21', '2030-12-31'].map(day)) {
      const missing = parametersFor('dibao', areaCode('990101'), residence, on).filter(
        ({ state, name }) => state === 'missing' && !optional.has(name),
      )
      expect(missing.map(({ name }) => `${on} ${name}`)).toEqual([])
    }
})

test('no real place borrows a fictional value', () => {
  for (const { area, fictional } of places.filter((place) => !place.fictional))
    for (const one of parametersFor('dibao', area, 'urban', day('2025-03-01')))
      expect(one.fictional && !fictional).toBe(false)
})

test('a value stands until the day before the next one', () => {
  const at = (on: string) =>
    parametersFor('dibao', areaCode('500000'), 'urban', day(on)).find(({ name }) => name === 'dibaoStandard')!.published
  expect(at('2025-06-30')).toBe('750元/月')
  expect(at('2025-07-01')).toBe('770元/月')
})

test('a county finds the value of the nearest area around it', () => {
  const standard = (area: string) =>
    parametersFor('dibao', areaCode(area), 'urban', day('2025-03-01')).find(({ name }) => name === 'dibaoStandard')!
  expect(standard('510502')).toMatchObject({ state: 'verified', published: '788元/月', area: '5105' })
  expect(standard('510104')).toMatchObject({ state: 'missing', gap: false })
  expect(standard('421381')).toMatchObject({ state: 'missing', gap: true })
  expect(placeOf(areaCode('510502001')).id).toBe('sichuan')
  expect(placeOf(areaCode('110101')).id).toBe('nation')
})

test('the kernel and the lookup agree on what holds where', () => {
  for (const area of ['990101', '510502', '3101', '5001', '421381', '63'])
    for (const residence of ['urban', 'rural'] as const) {
      const shown = new Map(
        parametersFor('dibao', areaCode(area), residence, day('2025-03-01')).map((p) => [p.name, p]),
      )
      for (const { declaration, row } of book.parametersAt('dibao', areaCode(area), residence, day('2025-03-01'))) {
        const one = shown.get(declaration.name)!
        expect(one.state === 'missing', `${area} ${declaration.name}`).toBe(row === null || row.value === null)
        expect(one.from, `${area} ${declaration.name}`).toBe(row?.from ?? null)
      }
    }
})

test('money is written with its period, and only with one (T3)', () => {
  const standard = parameterDeclarations.get('dibaoStandard')!
  const limit = parameterDeclarations.get('financialAssetLimit')!
  expect(readPublished(standard, '788元/月')).toBe(945_600n)
  expect(readPublished(standard, '5964元/年')).toBe(596_400n)
  expect(readPublished(standard, '740 yuan/month')).toBe(888_000n)
  expect(() => readPublished(standard, 788)).toThrow(/with its period/)
  expect(() => readPublished(standard, '788元')).toThrow(/with its period/)
  expect(readPublished(limit, '38280元')).toBe(3_828_000n)
  expect(() => readPublished(limit, '38280元/月')).toThrow(/38280元/)
  expect(readPublished(standard, '缺')).toBeNull()
})

test('a table of supplements says everything about a place', () => {
  const table = readSupplements({ elder70: '30%', minor: '440元/月', disabledOneTwo: '按130%发' })!
  expect(table.supplementRate).toMatchObject({ elder70: '30%', elder80: '0%', minor: '0%' })
  expect(table.supplementAmount).toMatchObject({ minor: 528_000n, elder70: 0n })
  expect(table.supplementReplace).toMatchObject({ disabledOneTwo: '130%', minor: '0%' })
  expect(() => readSupplements({ old: '30%' })).toThrow(/elder60/)
  expect(() => readSupplements({ minor: 440 })).toThrow(/440元\/月/)
})

test('a wrong override is named', () => {
  expect(
    readOverrides({ dibaoStandard: 740, 低保标准: '740元/月', nonsense: 1 }).problems.map(({ name }) => name),
  ).toEqual(['dibaoStandard', 'nonsense'])
})

test('procedures: a place says only what differs, and gets the whole', () => {
  const on = day('2025-03-01')
  const national = procedureFor('dibao', areaCode('11'), on)
  const chongqing = procedureFor('dibao', areaCode('500103'), on)
  expect(national.total.normal).toEqual({ days: 30, unit: 'working' })
  expect(national.startMonth.month).toBe('next')
  expect(chongqing.startMonth.month).toBe('same')
  expect(chongqing.notice).toMatchObject({ length: { days: 7, unit: 'natural' }, again: { days: 3, unit: 'natural' } })
  expect(chongqing.refusalLetter).toEqual(national.refusalLetter)
  const stage = (procedure: typeof national, id: string) => procedure.stages.application.find((one) => one.id === id)!
  expect(stage(national, 'appraisal').skip?.when).toBe('noDispute')
  expect(stage(chongqing, 'appraisal').skip).toBeNull()
  expect(stage(chongqing, 'notice').countsInTotal).toBe(false)
  expect(procedureFor('dibao', areaCode('310101'), on).confirmation.by).toBe('township')
  expect(findProcedure('dibao', areaCode('11'), day('2020-01-01'))).toBeNull()
  expect(() => procedureFor('tekun', areaCode('11'), on)).toThrow(/tekun/)
})

test('the first month paid (T12)', () => {
  const next = procedureFor('dibao', areaCode('990101'), day('2025-03-01'))
  expect(firstPaidDay(next, day('2025-12-31'))).toBe('2026-01-01')
  const same = procedureFor('dibao', areaCode('50'), day('2025-03-01'))
  expect(firstPaidDay(same, day('2025-12-31'))).toBe('2025-12-01')
})

test('confirming, recommending and noticing stand in their legal order', () => {
  for (const procedure of procedures) {
    const ids = procedure.stages.application.map(({ id }) => id)
    expect(ids.indexOf('recommendation')).toBeLessThan(ids.indexOf('notice'))
    expect(ids.indexOf('notice')).toBeLessThan(ids.indexOf('confirmation'))
    const signers = procedure.stages.application.flatMap(({ signature }) => (signature ? [signature] : []))
    expect(signers).toEqual(['handle', 'approve'])
    expect(procedure.visit.visitors).toBeGreaterThanOrEqual(2)
  }
})

test('articles are read by their headings', () => {
  expect(articlesIn('# 法\n\n## 第一条\n\n甲\n\n乙\n\n## 第二条\n\n丙\n')).toEqual({ 第一条: '甲\n\n乙', 第二条: '丙' })
})

test('the dictionary has a basis for every fact', () => {
  expect(factNames.length).toBeGreaterThan(70)
  expect(addDays(day('2025-02-28'), 1)).toBe('2025-03-01')
})
