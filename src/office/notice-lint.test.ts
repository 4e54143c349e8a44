import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkCharacter, maskedName } from '../foundation/index.ts'
import { lintNotice, type NoticeFacts, type NoticeProjection, type NoticeRule, noticeRow } from './notice-lint.ts'
import { paperText } from './paper.ts'
import { writePaper } from './papers/index.ts'
import { samplePapers } from './testkit/sample-papers.ts'

const hotline = '0999-1234500'
const facts: NoticeFacts = {
  people: [
    { name: '王秀兰', minor: false, headOfRow: 0 },
    { name: '张建国', minor: false },
    { name: '张小䶮', minor: true },
  ],
  identityNumbers: ['990101197503150026'],
  phones: ['13900000001'],
  accounts: ['6217990000000001234'],
  addresses: ['安禾县柳河镇东河村2组15号'],
  schools: ['东方红实验小学', '安禾职业学院'],
  illnesses: ['强直性脊柱炎'],
  hotlines: [hotline],
  officialNames: ['安禾县', '柳河镇', '东河村', '大学路社区'],
}
const clean: NoticeProjection = {
  heading: '柳河镇东河村2025年3月低保审核公示',
  place: '柳河镇东河村',
  basis: '《最低生活保障审核确认办法》（民发〔2021〕57号）',
  rows: [noticeRow({ head: '王秀兰', group: '东河村2组', people: 3, category: '农村低保（补差）', monthly: 54000n })],
  supervisionPhones: [{ office: '柳河镇社会事务办', phone: hotline }],
}
const withCategory = (category: string): NoticeProjection => ({ ...clean, rows: [{ ...clean.rows[0]!, category }] })
const rulesFor = (projection: NoticeProjection) => lintNotice(projection, facts)

test('a sheet as it should be has no problem', () => {
  expect(rulesFor(clean)).toEqual([])
  expect(rulesFor({ ...clean, place: '大学路社区' })).toEqual([])
})

describe('what must not hang on the board, and the cell that is named', () => {
  test.each<[string, string, NoticeRule]>([
    ['an identity number', '低保 990101197503150026', 'identity-number'],
    ['one with spaces', '9901 0119 7503 1500 26', 'identity-number'],
    ['its beginning', '990101197', 'identity-number'],
    ['a phone', '电话13900000001', 'phone'],
    ['a phone in full-width digits', '１３９０００００００１', 'phone'],
    ['a phone in Chinese digits', '一三九〇〇〇〇〇〇〇一', 'phone'],
    ['a masked phone', '138****1234', 'phone'],
    ['an account', '卡6217990000000001234', 'account'],
    ['any long number', '编号 660234', 'digits'],
    ['a full name', '王秀兰一户', 'name'],
    ['a name with a gap', '王 秀 兰', 'name'],
    ['a given name', '户主秀兰', 'name'],
    ['a child', '女儿张小䶮', 'minor'],
    ['an age', '孙子8岁', 'minor'],
    ['an orphan', '孤儿', 'minor'],
    ['an illness by word', '重病单人户', 'illness'],
    ['an illness only the registry knows', '强直性脊柱炎', 'illness'],
    ['a disability', '肢体二级', 'illness'],
    ['a school only the registry knows', '东方红实验', 'school'],
    ['a school', '在读大学', 'school'],
    ['a house number', '东河村2组15号', 'address'],
    ['income', '月收入', 'income'],
  ])('%s', (_, category, rule) => {
    const known = { ...facts, schools: [...facts.schools, '东方红实验'] }
    expect(lintNotice(withCategory(category), known)).toContainEqual({ cell: 'rows.0.category', rule })
  })

  test('a name that is not surname and two stars', () => {
    for (const name of ['王秀兰', '王秀*', '王*兰', '王*', '王***', '李**', ''])
      expect(rulesFor({ ...clean, rows: [{ ...clean.rows[0]!, name }] })).toContainEqual({
        cell: 'rows.0.name',
        rule: 'name',
      })
  })

  test('a household whose head is a minor is not published at all', () => {
    const child = { ...facts, people: [{ name: '张小䶮', minor: true, headOfRow: 0 }] }
    expect(
      lintNotice(
        {
          ...clean,
          rows: [noticeRow({ head: '张小䶮', group: '东河村2组', people: 1, category: '农村低保', monthly: 1n })],
        },
        child,
      ),
    ).toEqual([{ cell: 'rows.0.name', rule: 'minor' }])
  })

  test('a phone that is not an office hotline, a column nobody allowed', () => {
    expect(rulesFor({ ...clean, supervisionPhones: [{ office: '镇办', phone: '13900000001' }] })).toEqual([
      { cell: 'supervisionPhones.0.phone', rule: 'phone' },
    ])
    const extra = { ...clean, rows: [{ ...clean.rows[0]!, remark: '' } as NoticeProjection['rows'][number]] }
    expect(rulesFor(extra)).toEqual([{ cell: 'rows.0.remark', rule: 'field' }])
  })
})

// ------------------------------------------------------------------ any household

const han = fc.constantFrom(...'王李张刘陈杨黄赵周吴秀兰建国小明䶮㛃𬱖𠅤英华德福桂芳')
const name = fc.oneof(
  fc
    .tuple(fc.constantFrom('王', '李', '欧阳', '尉迟'), fc.array(han, { minLength: 2, maxLength: 2 }))
    .map(([s, g]) => s + g.join('')),
  fc.constantFrom('阿依古丽·买买提', '扎西·多吉', '古丽娜尔·阿不都热合曼'),
)
const identityNumber = fc
  .tuple(
    fc.integer({ min: 990101, max: 990199 }),
    fc.integer({ min: 1940, max: 2020 }),
    fc.integer({ min: 100, max: 999 }),
  )
  .map(([area, year, order]) => {
    const seventeen = `${area}${year}0115${order}`
    return seventeen + checkCharacter(seventeen)
  })
const household = fc.record({
  head: name,
  child: name,
  identityNumber,
  phone: fc.integer({ min: 0, max: 99_999_999 }).map((n) => `139${String(n).padStart(8, '0')}`),
  account: fc.integer({ min: 0, max: 999_999_999 }).map((n) => `6217990${String(n).padStart(12, '0')}`),
  school: fc.constantFrom('东方红实验校', '育才园', '三中'),
  illness: fc.constantFrom('慢阻肺', '强直性脊柱炎', '渐冻'),
  house: fc.integer({ min: 1, max: 400 }),
  people: fc.integer({ min: 1, max: 9 }),
  monthly: fc.bigInt({ min: 0n, max: 500000n }),
})
type Household = typeof household extends fc.Arbitrary<infer H> ? H : never

const factsOf = (h: Household): NoticeFacts => ({
  people: [
    { name: h.head, minor: false, headOfRow: 0 },
    { name: h.child, minor: true },
  ],
  identityNumbers: [h.identityNumber],
  phones: [h.phone],
  accounts: [h.account],
  addresses: [`安禾县柳河镇东河村2组${h.house}号`],
  schools: [h.school],
  illnesses: [h.illness],
  hotlines: [hotline],
  officialNames: facts.officialNames,
})
const sheetOf = (h: Household): NoticeProjection => ({
  ...clean,
  rows: [
    noticeRow({ head: h.head, group: '东河村2组', people: h.people, category: '农村低保（补差）', monthly: h.monthly }),
  ],
})

const disguises: ((text: string) => string)[] = [
  (text) => text,
  (text) => [...text].join(' '),
  (text) => [...text].join('\u200b'),
  (text) => text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
  (text) => text.replace(/\d/g, (digit) => '〇一二三四五六七八九'[Number(digit)]!),
  (text) => text.replace(/(\d{3})(?=\d)/g, '$1-'),
]

test('any household: its own row passes, and any secret of it in any cell, however disguised, is caught', () => {
  fc.assert(
    fc.property(
      household,
      fc.constantFrom('identityNumber', 'phone', 'account', 'school', 'illness', 'head', 'child', 'address'),
      fc.constantFrom('heading', 'place', 'basis', 'group', 'category'),
      fc.constantFrom(...disguises),
      fc.constantFrom('', '备注', '低保'),
      (h, what, where, disguise, before) => {
        const known = factsOf(h)
        expect(lintNotice(sheetOf(h), known)).toEqual([])
        const secret = what === 'address' ? `${h.house}号` : h[what as 'phone']
        const text = before + (what === 'address' ? secret : disguise(secret))
        const sheet = sheetOf(h)
        const spoiled =
          where === 'group' || where === 'category'
            ? { ...sheet, rows: [{ ...sheet.rows[0]!, [where]: text }] }
            : { ...sheet, [where]: text }
        const cell = where === 'group' || where === 'category' ? `rows.0.${where}` : where
        expect(lintNotice(spoiled, known).map((problem) => problem.cell)).toContain(cell)
      },
    ),
    { numRuns: 1500 },
  )
})

test('T28: the printed sheet of any household that passes holds no long number but the hotline, no full name, no child', () => {
  fc.assert(
    fc.property(household, (h) => {
      const sheet = sheetOf(h)
      fc.pre(lintNotice(sheet, factsOf(h)).length === 0)
      const text = paperText(
        writePaper('public-notice', {
          ...samplePapers['public-notice'],
          ...sheet,
          caseNumber: null,
          hotline,
          supervisionPhones: sheet.supervisionPhones,
          rows: sheet.rows,
        }),
      )
      expect(text.replaceAll(hotline, '').match(/\d{6,}/)).toBeNull()
      expect(text).not.toContain(h.head)
      expect(text).not.toContain(h.child)
      expect(text).toContain(maskedName(h.head))
    }),
    { numRuns: 200 },
  )
})
