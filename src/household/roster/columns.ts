import { type Refusal, refuse } from '../../foundation/index.ts'
import type { Per } from './cells.ts'
import type { Grid } from './sheet.ts'

/** What a column of a roster may say. */
export const fields = [
  'serial',
  'county',
  'township',
  'village',
  'areaCode',
  'group',
  'address',
  'certificate',
  'headName',
  'headNumber',
  'name',
  'number',
  'relation',
  'sex',
  'birth',
  'people',
  'covered',
  'category',
  'tier',
  'amount',
  'perHead',
  'income',
  'since',
  'reviewed',
  'nextReview',
  'phone',
  'bank',
  'account',
  'holder',
  'balance',
  'paidThisYear',
  'note',
] as const
export type Field = (typeof fields)[number]

/** Headings as offices write them. The first list that fits decides, so the narrower words stand first. */
const headings: [Field, RegExp][] = [
  ['headNumber', /^(户主|低保户主|申请人|户主本人)的?(公民)?(身份证|证件|身份)(号码?|证号码?|证号|码)?$/],
  ['headName', /^((低保)?户主|申请人|户主申请人)(的?(姓名|名字|名称))?$/],
  ['holder', /^(开户名|户名|账户名称?|帐户名称?|开户人(姓名)?|领款人(姓名)?|收款人(姓名)?|账户姓名|存折户名|卡户名)$/],
  ['account', /^(.*(银行|一卡通|社保卡|惠民卡|存折|发放)?(账号|帐号|卡号|账户号|银行账户|银行帐户)|一卡通|银行卡)$/],
  ['bank', /^(开户行|开户银行|银行名称|代发银行|金融机构|开户机构|发放银行)(名称)?$/],
  [
    'number',
    /^((家庭)?成员|保障对象|对象|人员)?的?(公民)?(身份证|身份|证件|居民身份证)(号码?|证号码?|证号|证件号码?|码)?$/,
  ],
  ['certificate', /^(低保|特困|救助|五保|保障)?(证号?|证编号|证件编号|户编号|家庭编号|户号|档案编?号)$/],
  ['relation', /^((家庭)?成员)?(与?(户主|申请人|低保户主)的?关系|家庭(成员)?关系|关系|称谓)$/],
  ['areaCode', /^(行政)?(区划|地区|村)(代码|编码)$/],
  ['county', /^(县|市县|区县|县区|县市区|市区县|所属县.*)$/],
  ['township', /^(所[在属])?(乡镇|乡|镇|街道|镇乡|乡镇街道|镇街|街镇|乡镇街|乡街道|镇街道|街道乡镇)(名称)?$/],
  ['village', /^(所[在属])?(行政)?(村居?|社区|村社区|村委会?|居委会?|村居委会?|村居社区|行政村|村民委员会)(名称)?$/],
  ['group', /^(村民)?(小组|组|组别|社|屯)$/],
  ['address', /^((家庭|现|户籍|居住|详细|现居|常住)?(住址|地址|居住地)|家庭住所)$/],
  ['people', /^(家庭(总)?人口(数)?|家庭人数|户籍人口|人口数?|家庭成员数)$/],
  ['covered', /^((保障|享受|低保|救助|纳保|在保|领取|供养|受助)(总)?(人口|人数|对象数)(数)?|人数)$/],
  ['perHead', /^.*人均.*(补|金|额|标准|差).*$/],
  ['income', /^.*收入.*$/],
  ['paidThisYear', /^(本?年(度|内)?(已发|累计|发放累计).*|.*累计(已?发放?|领取).*)$/],
  ['balance', /^(.*(结余|未发|待发|欠发|退回待发|应补发).*)$/],
  [
    'amount',
    /^((家庭|每户|户|本户|个人|每人)?(应发|实发|核定|现行|合计)?(每?月|年|季度?|按季|按年)?(低保|保障|补助|补差|救助|发放|供养|享受|生活补助|基本生活)?(总)?(金额?|资金|标准|补助金?额?|保障金额?|金额合计|总额|低保金)(合计|小计)?)$/,
  ],
  ['category', /^(低保|保障|救助|人员|对象|享受|户籍|城乡|家庭)?(类别|类型|性质|种类|属性)$/],
  ['tier', /^(低保|保障|救助)?(档次|等级|分类|档|级别|分档|施保类别)$/],
  [
    'since',
    /^(.*(享受|起始|纳入|批准|开始|审批|进入|起保|保障起|低保起|执行).*(时间|日期|年月|月份)|(享受|起始|纳入)年月)$/,
  ],
  ['nextReview', /^(.*下[次期一].*(复核|复审|核查|年审).*)$/],
  ['reviewed', /^(.*(复核|复审|核查|年审|动态管理).*(时间|日期|年月)|(复核|复审|年审))$/],
  ['phone', /^(联系|移动|家庭|户主|本人)?(电话|手机|方式|电话号码|手机号码?|联系方式|联系号码)(号码?)?$/],
  ['birth', /^(出生(日期|年月|年月日|时间)|生日)$/],
  ['sex', /^性别$/],
  [
    'name',
    /^((家庭|共同生活)?(成员|保障对象|低保对象|对象|人员|救助对象|低保人员|享受人|保障人员|受助人)?(的?姓名|名字|名单)|成员|保障对象)$/,
  ],
  ['serial', /^(序号|编号|顺序号?|号|户序号|no\.?)$/i],
  ['note', /^(备注|说明|备考|其他)$/],
]

const bare = (heading: string): string => heading.replace(/[\s()()【】[\]::、/\\·*.,,。"“”-]/g, '')
const units = /(元人民币|人民币元|元|人|户|口|万元)?(每)?(\/)?(月|年|季度?)?$/

export function fieldOf(heading: string): Field | null {
  const whole = bare(heading)
  if (!whole) return null
  // `月保障金(元/月)` → 月保障金; the unit is read apart.
  const named = bare(heading.replace(/[((【[][^))】\]]*[))】\]]/g, ''))
  // 成员1姓名, 姓名2: the digit only counts members.
  const uncounted = named.replace(/\d+/g, '')
  for (const text of [named, uncounted, whole, whole.replace(units, '')]) {
    const found = text && headings.find(([, words]) => words.test(text))
    if (found) return found[0]
  }
  return null
}

/** 元/年, 年补助金额, 按季: over which time an amount runs. */
export function perOf(heading: string): Per {
  if (/[//]\s*年|年(补|保|发|金|度|低|救|标|收|享)|按年|全年|每年/.test(heading)) return 'year'
  if (/[//]\s*季|季(度|补|保|发|金)|按季|每季/.test(heading)) return 'quarter'
  return 'month'
}

export interface Column {
  field: Field
  at: number
  heading: string
  per: Per
  /** Household columns with repeated member columns: the how-manieth member. */
  nth: number
}

export interface Layout {
  sheet: string
  /** Rows above the header: titles, units, who made it. */
  titleRows: number
  headerRows: number
  width: number
  columns: Column[]
  /** One row for each person, or one for each household. */
  shape: 'person-rows' | 'household-rows'
  /** What the title says about all rows. */
  residence: 'urban' | 'rural' | null
  programme: 'dibao' | 'tekun' | null
}

export const columnOf = (layout: Layout, field: Field, nth = 1): Column | undefined =>
  layout.columns.find((column) => column.field === field && column.nth === nth)

/** How many of the first rows may be titles. */
const searchedRows = 20

/** Finds the header by what its words mean, below any number of merged title rows; it may be two rows high. */
export function findLayout(sheets: readonly Grid[]): Layout | Refusal<'roster-no-header'> {
  const found = sheets.flatMap((grid) => candidates(grid)).sort((one, other) => other.score - one.score)[0]
  return found && found.score > 0 ? found.layout : refuse('roster-no-header', { want: '姓名、身份证号、金额' })
}

function candidates(grid: Grid): { layout: Layout; score: number }[] {
  const found: { layout: Layout; score: number }[] = []
  for (let row = 0; row < Math.min(grid.rows.length, searchedRows); row++)
    for (const height of [1, 2]) {
      const layout = layoutAt(grid, row, height)
      if (!layout) continue
      const known = new Set(layout.columns.map((column) => column.field)).size
      // Of two readings with the same columns the one-row header is the simpler.
      found.push({ layout, score: known * 10 + layout.columns.length - height - row / 100 })
    }
  return found
}

function layoutAt(grid: Grid, row: number, height: number): Layout | null {
  const lines = grid.rows.slice(row, row + height)
  if (lines.length < height) return null
  if (height === 2 && !looksLikeGroups(lines)) return null
  const width = lines[0]!.length
  const columns: Column[] = []
  for (let at = 0; at < width; at++) {
    const words = lines.map((line) => line[at]!.text)
    const texts = height === 2 && words[0] !== words[1] ? [words[1]!, words.join('')] : [words[0]!]
    const heading = texts.find((text) => fieldOf(text)) ?? texts[0]!
    const field = fieldOf(heading) ?? (height === 2 ? fieldOf(words[0]!) : null)
    if (!field) continue
    const nth = columns.filter((column) => column.field === field).length + 1
    columns.push({ field, at, heading: words.filter(Boolean).join(' '), per: perOf(words.join('')), nth })
  }
  const has = (field: Field) => columns.some((column) => column.field === field)
  if (!(has('name') || has('headName')) || !(has('number') || has('headNumber')) || !(has('amount') || has('perHead')))
    return null
  const title = grid.rows
    .slice(0, row)
    .flatMap((line) => line.filter((cell) => !cell.covered).map((cell) => cell.text))
    .join(' ')
  const layout: Layout = {
    sheet: grid.sheet,
    titleRows: row,
    headerRows: height,
    width,
    columns,
    shape: 'person-rows',
    residence: residenceIn(`${title} ${grid.sheet}`),
    programme: /特困|五保/.test(title) ? 'tekun' : /低保|最低生活/.test(title) ? 'dibao' : null,
  }
  return { ...layout, shape: shapeOf(layout) }
}

/** A second header row refines the first: 家庭成员 over 姓名 and 身份证号. Data below would hold digits. */
const looksLikeGroups = (lines: Grid['rows']): boolean =>
  lines[1]!.some((cell, at) => !cell.covered && cell.text !== lines[0]![at]!.text && fieldOf(cell.text) !== null) &&
  !lines[1]!.some((cell) => /\d{6,}/.test(cell.text))

/** City, countryside, or both in one file. */
export const residenceIn = (text: string): 'urban' | 'rural' | null => {
  const [urban, rural] = [/城市|城镇/.test(text), /农村/.test(text)]
  return urban === rural ? null : urban ? 'urban' : 'rural'
}

/**
 * A column for the relation, or for a member's name beside the head's, means that each person has a row. Otherwise each
 * row is a household, also where members stand in repeated columns behind the head.
 */
function shapeOf(layout: Layout): Layout['shape'] {
  const repeated = layout.columns.some((column) => column.field === 'name' && column.nth > 1)
  if (repeated) return 'household-rows'
  if (columnOf(layout, 'relation')) return 'person-rows'
  if (columnOf(layout, 'headName') && columnOf(layout, 'name')) return 'person-rows'
  return 'household-rows'
}
