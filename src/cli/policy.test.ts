import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Output } from './output.ts'
import { policyCoverage, policyDetermine, policyExplain, policyInventory, policyTest, policyVerbs } from './policy.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doudi-policy-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What a command printed. */
function listening(json = false) {
  const said = { notes: [] as string[], data: null as unknown, words: '' }
  const out: Output = {
    json,
    data: (value, inWords) => {
      said.data = JSON.parse(JSON.stringify(value, (_k, v: unknown) => (typeof v === 'bigint' ? Number(v) : v)))
      said.words = inWords
    },
    note: (line) => said.notes.push(line),
    progress: () => {},
  }
  return { out, said }
}

const oldTeacher = {
  relation: 'applicant',
  birth: '1950-02-02',
  exclusion: 'none',
  receivesTekun: false,
  wageIncome: 0,
  operatingIncome: 360000,
  propertyIncome: 0,
  transferIncome: '1200元',
  transferPaid: 0,
  basicPension: 0,
  disabilityType: 'none',
  illness: 'chronic',
  studentStage: 'none',
}
const home = {
  registration: 'local',
  deposits: 0,
  securities: 0,
  insuranceCashValue: 0,
  internetFinance: 0,
  receivables: 0,
  vehicles: 0,
  largeMachinery: 0,
  homes: 1,
  nonResidentialProperty: 0,
  businesses: 0,
  receivesDibao: false,
  medicalExpenditure: '3000元',
  rehabilitationExpenditure: 0,
}
const whole = {
  programme: 'dibao',
  area: '990101',
  residence: 'urban',
  on: '2025-03-01',
  household: home,
  members: [{ id: 'a', facts: oldTeacher }],
  supporters: [],
}
let written = 0
function file(content: unknown): string {
  const path = join(folder, `situation-${written++}.json`)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
function run(content: unknown, json = true) {
  const { out, said } = listening(json)
  return { code: policyDetermine(out, { file: file(content) }), ...said }
}

describe('determine', () => {
  test('an amount in fen, its lines, and the reasons with rule ids and articles', () => {
    const { code, data } = run(whole)
    expect(code).toBe(0)
    // 8,640 − (3,600 + 1,200 − half of 3,000) = 5,340 a year, 445 a month; 75 years old: 20 % of 720.
    expect(data).toMatchObject({ outcome: 'eligible', monthlyFen: 58_900, tier: 'topUp', verified: false })
    const { breakdown, reasons, values } = data as Record<string, Record<string, unknown>[]>
    expect(breakdown!.map(({ rule, amountFen }) => [rule, amountFen])).toEqual([
      ['DB-02.line', 44_500],
      ['DB-05.line', 14_400],
    ])
    const standard = reasons!.find(({ rule }) => rule === 'DB-01.income')!
    expect(standard.articles).toContainEqual({
      source: 'interim-measures',
      article: '第九条',
      title: { zh: '社会救助暂行办法', en: 'Interim Measures for Social Assistance' },
    })
    expect(values!.find(({ parameter }) => parameter === 'dibaoStandard')).toMatchObject({
      shown: { zh: '720元/月' },
      mark: 'D',
      since: '2024-07-01',
    })
  })

  test('overrides by name, as a notice writes them', () => {
    const { data } = run({ ...whole, overrides: { dibaoStandard: '740元/月', supplements: 'zero' } })
    // 8,880 − 3,300 = 5,580 a year.
    expect(data).toMatchObject({ outcome: 'eligible', monthlyFen: 46_500 })
  })

  test('a refusal names the rule, the gap and the nearest change', () => {
    const { code, data, words } = run({ ...whole, household: { ...home, vehicles: 1 } })
    expect(code).toBe(0)
    expect(data).toMatchObject({ outcome: 'not-eligible', monthlyFen: null })
    expect(JSON.stringify(data)).toContain('AST-03')
    expect(words).toContain('机动车')
  })

  test('what is not known is asked for, never counted as nothing', () => {
    const { code, data, words } = run({ ...whole, household: { ...home, deposits: null } })
    expect(code).toBe(0)
    expect(data).toMatchObject({
      outcome: 'undetermined',
      monthlyFen: null,
      missing: [{ kind: 'fact', name: 'deposits', needed: 'now' }],
    })
    expect(words).toContain('存款')
  })

  const bad: [string, unknown, RegExp][] = [
    ['an unknown key', { ...whole, houshold: {} }, /^houshold: no such field/m],
    ['an unknown fact', { ...whole, household: { ...home, deposit: 1 } }, /^household\.deposit: no such field/m],
    ['money without its unit', { ...whole, household: { ...home, deposits: '500' } }, /^household\.deposits: /m],
    ['money in parts of a fen', { ...whole, household: { ...home, deposits: 500.5 } }, /^household\.deposits: /m],
    ['negative money', { ...whole, household: { ...home, deposits: -1 } }, /^household\.deposits: /m],
    ['more than anybody has', { ...whole, household: { ...home, deposits: 10 ** 12 } }, /^household\.deposits: /m],
    ['an impossible day', { ...whole, on: '2025-02-30' }, /^on: /m],
    [
      'an impossible birthday',
      { ...whole, members: [{ id: 'a', facts: { ...oldTeacher, birth: '1950-13-01' } }] },
      /^members\[0\]\.facts\.birth: /m,
    ],
    [
      'a birth after the day',
      { ...whole, members: [{ id: 'a', facts: { ...oldTeacher, birth: '2025-03-02' } }] },
      /^members\[0\]\.facts\.birth: the date of birth lies after/m,
    ],
    [
      'a member without facts',
      { ...whole, members: [{ id: 'a', facts: {} }] },
      /^members\[0\]\.facts: nothing is known/m,
    ],
    ['a member with no facts at all', { ...whole, members: [{ id: 'a' }] }, /^members\[0\]\.facts: /m],
    ['nobody', { ...whole, members: [] }, /^members: /m],
    [
      'a wrong code',
      { ...whole, members: [{ id: 'a', facts: { ...oldTeacher, relation: 'uncle' } }] },
      /^members\[0\]\.facts\.relation: /m,
    ],
    [
      'two with one id',
      { ...whole, members: [0, 1].map(() => ({ id: 'a', facts: { relation: 'spouse' } })) },
      /^members\[1\]\.id: the id is used twice/m,
    ],
    [
      'two applicants',
      { ...whole, members: ['a', 'b'].map((id) => ({ id, facts: oldTeacher })) },
      /^members\[1\]\.facts\.relation: there is more than one applicant/m,
    ],
    [
      'a level without a disability',
      { ...whole, members: [{ id: 'a', facts: { ...oldTeacher, disabilityLevel: '1' } }] },
      /^members\[0\]\.facts\.disabilityLevel: /m,
    ],
    [
      'supporters counted otherwise than listed',
      { ...whole, household: { ...home, legalSupporters: 2 } },
      /^household\.legalSupporters: 2 supporters are said, 0 are listed/m,
    ],
    ['an unknown area', { ...whole, area: '99010' }, /^area: /m],
    ['an unknown programme', { ...whole, programme: 'tekun' }, /^programme: /m],
    [
      'an override without its period',
      { ...whole, overrides: { dibaoStandard: 740 } },
      /^overrides\.dibaoStandard: .*period/m,
    ],
    [
      'an unknown override',
      { ...whole, overrides: { standard: '740元/月' } },
      /^overrides\.standard: no such parameter/m,
    ],
    ['no JSON', '{"programme": ', /not JSON/],
    ['something else', [1, 2], /./],
  ]
  test.each(bad)('%s: exit 3, and the field is named', (_what, content, said) => {
    const { code, notes, data } = run(content)
    expect(notes.join('\n')).toMatch(said)
    expect(code).toBe(3)
    expect(data).toHaveProperty('problems')
  })

  test('no file: usage; a file that is not there: failure', () => {
    const { out } = listening()
    expect(policyDetermine(out, {})).toBe(2)
    expect(policyDetermine(out, { file: join(folder, 'nowhere.json') })).toBe(1)
  })
})

describe('explain', () => {
  test('a rule with the words of the law', () => {
    const { out, said } = listening()
    expect(policyExplain(out, {}, ['DB-08'])).toBe(0)
    expect(said.words).toContain('应当决定减发或者停发其本人的最低生活保障金')
    expect(policyExplain(out, {}, ['DB-99'])).toBe(3)
  })
  test('a household, line by line', () => {
    const { out, said } = listening()
    expect(policyExplain(out, { file: file(whole) }, [])).toBe(0)
    expect(said.words).toContain('低保标准: 720元/月')
    expect(said.words).toContain('每月 589.00 元')
  })
})

describe('coverage and inventory', () => {
  test('what Sichuan has and lacks', () => {
    const { out, said } = listening(true)
    expect(policyCoverage(out, { place: 'sichuan', on: '2025-03-01' })).toBe(0)
    const [sichuan] = said.data as { urban: Record<string, string[]>; within: unknown }[]
    expect(sichuan!.urban.missing).toContain('dibaoStandard')
    expect(sichuan!.urban.verified).toContain('refusedWorkLimit')
    expect(sichuan!.within).toEqual([{ area: '5105', parameters: ['dibaoStandard'] }])
  })
  test('安禾县 lacks nothing; Luzhou has its standard', () => {
    const { out, said } = listening(true)
    policyCoverage(out, { place: 'anhe', on: '2026-11-21' })
    const [anhe] = said.data as { urban: { missing: string[] }; rural: { missing: string[] } }[]
    expect([...anhe!.urban.missing, ...anhe!.rural.missing]).toEqual([])
    policyCoverage(out, { area: '510502', on: '2025-03-01' })
    expect(said.words).not.toContain('missing: dibaoStandard')
  })
  test('wrong words are usage', () => {
    const { out } = listening()
    expect(policyCoverage(out, { place: 'atlantis' })).toBe(2)
    expect(policyCoverage(out, { on: 'soon' })).toBe(2)
    expect(policyCoverage(out, { area: '12345' })).toBe(2)
  })
  test('the inventory shows values as published, and what is only known', () => {
    const { out, said } = listening()
    expect(policyInventory(out, { place: 'sichuan' })).toBe(0)
    expect(said.words).toContain('788元/月 [S]')
    expect(said.words).toContain('全省低保标准低限')
  })
})

describe('test', () => {
  test('the cases of this repository pass', () => {
    const { out, said } = listening(true)
    expect(policyTest(out, { cases: join(root, 'cases') }, ['HH-06'])).toBe(0)
    expect(said.data).toMatchObject({ failed: 0 })
  })
  test('a wrong case is named with its file, its sum and what came out', () => {
    const own = join(folder, 'cases')
    mkdirSync(join(own, 'dibao'), { recursive: true })
    const shared = readFileSync(join(root, 'cases/dibao/00-unless-said.yaml'), 'utf8')
    writeFileSync(join(own, 'dibao/00-unless-said.yaml'), shared)
    const one = (result: string) =>
      `标题: 试\n案例:\n  - 名称: 一人户\n    依据: [DB-02]\n    地方: 安禾县\n    户别: 城市\n    日期: 2025-03-01\n    成员: { 甲: {} }\n    算法: 720元。\n    结果: { ${result} }\n`
    writeFileSync(join(own, 'dibao/01.yaml'), one('结论: 符合, 每月: 721元'))
    const { out, said } = listening()
    expect(policyTest(out, { cases: own }, [])).toBe(3)
    expect(said.words).toContain('✗ dibao/01.yaml: 一人户')
    expect(said.words).toContain('应为每月 721.00 元,算出 符合,每月 720.00 元')
    expect(said.words).toContain('0 passed, 1 failed')
    writeFileSync(join(own, 'dibao/01.yaml'), one('结论: 也许'))
    expect(policyTest(out, { cases: own }, [])).toBe(3)
    expect(said.notes.at(-1)).toContain('dibao/01.yaml: 一人户: 结果.结论')
  })
  test('no case of that name is usage', () => {
    const { out } = listening()
    expect(policyTest(out, { cases: join(root, 'cases') }, ['没有这样的案例'])).toBe(2)
    expect(policyTest(out, { cases: join(folder, 'nowhere') }, [])).toBe(2)
  })
})

test('each verb has a summary in two languages and an example', () => {
  for (const verb of policyVerbs) {
    expect(verb.summary).toMatch(/ · /)
    expect(verb.example).toContain(`doudi ${verb.name}`)
  }
})
