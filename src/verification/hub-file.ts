import PizZip from 'pizzip'
import { z } from 'zod'
import type { Day } from '../foundation/index.ts'
import { knownDay, type ReadReply, type ReplyLine, type ReplyRefusal, readValue, unreadable } from './reply.ts'
import { keyIdOf, readSignedTable, sha256, signedBy, writeTable } from './table-file.ts'
import { type Item, isSource, items, type Source, type Unit } from './words.ts'

/**
 * The files of the province hub. Out: a package with a list (GB18030 CSV) and the scanned authorisations. In, days later:
 * one report per household as CSV or JSON, signed. Provinces differ in columns: a second hub is a second file like this.
 */
const sourceWords: Record<Source, string> = {
  'civil-registry': '公安户籍',
  vehicles: '公安车管',
  'real-estate': '不动产登记',
  tax: '税务',
  'social-insurance': '人社社保',
  bank: '银行存款',
  'business-registry': '市场监管',
  'death-register': '殡葬火化',
}
const itemWords: Partial<Record<Item, string>> = {
  registered: '户籍在册',
  'register-cancelled': '户口注销',
  marriage: '婚姻状况',
  'motor-vehicle': '机动车数量',
  motorcycle: '摩托车数量',
  dwelling: '住房套数',
  'non-dwelling': '非住宅套数',
  'wages-12-months': '近12个月工资薪金',
  'business-income-12-months': '近12个月经营所得',
  'insured-employment': '参加职工社会保险',
  'basic-pension-12-months': '近12个月基础养老金',
  'pension-12-months': '近12个月其他养老金',
  'unemployment-12-months': '近12个月失业保险金',
  deposit: '存款合计',
  business: '市场主体数量',
  died: '死亡日期',
}
const resultWords = { 查到: 'found', 无记录: 'no-record', 未返回: 'no-answer', 姓名不符: 'name-differs' } as const
const unitWords: Record<string, Unit> = {
  是否: 'yes-no',
  个: 'count',
  元: 'yuan',
  日期: 'day',
  代码: 'code',
  平方米: 'square-metre',
}
const valueWords: Record<string, string> = {
  是: 'yes',
  否: 'no',
  未婚: 'single',
  已婚: 'married',
  离异: 'divorced',
  丧偶: 'widowed',
}
const turned = <Value extends string>(words: Partial<Record<Value, string>>): Map<string, Value> =>
  new Map(Object.entries(words).map(([value, word]) => [word as string, value as Value]))
const sourceOf = turned(sourceWords)
const itemOf = turned(itemWords)

const listColumns = [
  '序号',
  '户编号',
  '人员编号',
  '姓名',
  '证件号码',
  '与家庭关系',
  '授权书编号',
  '授权起始',
  '授权截止',
  '授权书摘要',
  '查询来源',
]
const reportFormat = 'doudi-hub-report/1'
const reportColumns = [
  '序号',
  '人员编号',
  '姓名',
  '证件号码',
  '来源',
  '项目',
  '结果',
  '数值',
  '单位',
  '数据日期',
  '说明',
]

export interface ListRow {
  household: string
  person: string
  name: string
  number: string
  member: 'member' | 'supporter'
  authorisation: { number: string; since: Day; until: Day; digest: string }
  sources: Source[]
}

export interface Scan {
  authorisation: string
  digest: string
  type: string
  bytes: Buffer
}

const extension = (type: string): string => ({ 'application/pdf': 'pdf', 'image/png': 'png' })[type] ?? 'jpg'

/**
 * The package that goes to the hub. Names of files inside are authorisation numbers, never people's. The same input gives
 * the same bytes; still the bytes are kept, because what was sent must be shown years later.
 */
export function writeHubPackage(
  batch: { id: string; county: string; madeOn: Day; purpose: string },
  rows: readonly ListRow[],
  scans: readonly Scan[],
): Buffer {
  const list = writeTable('家庭经济状况核对名单', 'doudi-hub-list/1', {
    heading: { 批次编号: batch.id, 委托单位: batch.county, 制表日期: batch.madeOn, 用途: batch.purpose },
    columns: listColumns,
    rows: rows.map((row, i) => [
      String(i + 1),
      row.household,
      row.person,
      row.name,
      row.number,
      row.member === 'member' ? '共同生活成员' : '赡养抚养扶养义务人',
      row.authorisation.number,
      row.authorisation.since,
      row.authorisation.until,
      row.authorisation.digest,
      row.sources.map((source) => sourceWords[source]).join('、'),
    ]),
    totals: [String(new Set(rows.map((row) => row.household)).size)],
  })
  const manifest = {
    format: 'doudi-hub-batch/1',
    batch: batch.id,
    county: batch.county,
    createdOn: batch.madeOn,
    purpose: batch.purpose,
    rows: rows.length,
    list: { name: 'list.csv', sha256: sha256(list) },
    authorisations: scans.map((scan) => ({ number: scan.authorisation, sha256: scan.digest })),
  }
  const zip = new PizZip()
  // A fixed date inside: the file says its day in the manifest, and the bytes depend on nothing else.
  const date = new Date(`${batch.madeOn}T00:00:00Z`)
  zip.file('manifest.json', JSON.stringify(manifest, null, 1), { date })
  zip.file('list.csv', list, { date })
  for (const scan of scans)
    zip.file(`authorisations/${scan.authorisation}.${extension(scan.type)}`, scan.bytes, { date })
  return Buffer.from(zip.generate({ type: 'uint8array', compression: 'DEFLATE' }))
}

const receiptSchema = z.object({
  format: z.literal('doudi-hub-receipt/1'),
  batch: z.string(),
  sha256: z.string(),
  rows: z.number().int(),
  accepted: z.number().int(),
  rejected: z
    .array(z.object({ row: z.number().int(), person: z.string().max(60), why: z.string().max(60) }))
    .max(10_000),
})
export type HubReceipt = z.infer<typeof receiptSchema>

/** The hub's signed word that it has our list, about exactly the bytes we sent. */
export function readReceipt(
  bytes: Buffer,
  signature: string | null,
  sent: { batch: string; digest: string },
  publicKeys: readonly string[],
): HubReceipt | null {
  if (!signatureHeaderFits(bytes, signature, publicKeys)) return null
  const read = receiptSchema.safeParse(parseJson(bytes))
  return read.success && read.data.batch === sent.batch && read.data.sha256 === sent.digest ? read.data : null
}

export function signatureHeaderFits(bytes: Buffer, header: string | null, publicKeys: readonly string[]): boolean {
  const [keyId, signature] = (header ?? '').split(' ')
  return signedBy(bytes, keyId ?? '', signature ?? '', publicKeys)
}

export const hubStatusSchema = z.object({
  batch: z.string(),
  households: z.array(z.object({ household: z.string().max(60), state: z.enum(['ready', 'pending']) })).max(10_000),
})

/** One household's report, CSV or JSON: signed, whole, and every word of it known. */
export function readHubReport(bytes: Buffer, publicKeys: readonly string[], today: Day): ReadReply | ReplyRefusal {
  return bytes[0] === 0x7b ? readJsonReport(bytes, publicKeys, today) : readCsvReport(bytes, publicKeys, today)
}

function readCsvReport(bytes: Buffer, publicKeys: readonly string[], today: Day): ReadReply | ReplyRefusal {
  const table = readSignedTable(bytes, reportFormat, reportColumns, publicKeys)
  if ('problem' in table) return unreadable(table.problem)
  const { 批次编号: batch, 户编号: household, 报告编号: report, 出具日期: issuedOn } = table.heading
  if (!batch || !household || !issuedOn || !knownDay(issuedOn, today)) return unreadable('shape')
  const lines: ReplyLine[] = []
  for (const [i, cells] of table.rows.entries()) {
    const [position, ref, , number, sourceWord, itemWord, resultWord, value, unitWord, asOf, detail] = cells as string[]
    const source = sourceOf.get(sourceWord!)
    const result = resultWords[resultWord as keyof typeof resultWords]
    if (!source || !result || position !== String(i + 1)) return unreadable('value', { row: i + 1 })
    const line = finishLine({ ref: ref!, number: number!, source, result }, today, {
      item: itemOf.get(itemWord!) ?? '',
      unit: unitWords[unitWord!] ?? '',
      value: valueWords[value!] ?? value!,
      asOf: asOf!,
      detail: detail!,
    })
    if (!line) return unreadable('value', { row: i + 1 })
    lines.push(line)
  }
  return { to: { batch, household }, report: report ?? null, asOf: knownDay(issuedOn, today), lines }
}

const envelopeSchema = z.object({ payload: z.base64(), keyId: z.string(), signature: z.string() })
const jsonResults = { 查到: 'found', 无记录: 'no-record', 未返回: 'no-answer', 姓名不符: 'name-differs' } as const
const jsonReportSchema = z.object({
  format: z.literal(reportFormat),
  report: z.string().max(60),
  batch: z.string().max(60),
  household: z.string().max(60),
  issuedOn: z.string(),
  lines: z
    .array(
      z.object({
        person: z.string().max(60),
        number: z.string().max(18),
        source: z.string(),
        result: z.enum(['查到', '无记录', '未返回', '姓名不符']),
        record: z.object({ item: z.string(), value: z.string(), unit: z.string(), asOf: z.string() }).nullable(),
      }),
    )
    .max(5000),
})

function readJsonReport(bytes: Buffer, publicKeys: readonly string[], today: Day): ReadReply | ReplyRefusal {
  const envelope = envelopeSchema.safeParse(parseJson(bytes))
  if (!envelope.success) return unreadable('half')
  const payload = Buffer.from(envelope.data.payload, 'base64')
  if (!signedBy(payload, envelope.data.keyId, envelope.data.signature, publicKeys)) return unreadable('signature')
  const read = jsonReportSchema.safeParse(parseJson(payload))
  if (!read.success || !knownDay(read.data.issuedOn, today)) return unreadable('shape')
  const lines: ReplyLine[] = []
  for (const [i, told] of read.data.lines.entries()) {
    if (!isSource(told.source)) return unreadable('value', { row: i + 1 })
    const start = { ref: told.person, number: told.number, source: told.source, result: jsonResults[told.result] }
    const line = finishLine(start, today, told.record ?? { item: '', unit: '', value: '', asOf: '' })
    if (!line) return unreadable('value', { row: i + 1 })
    lines.push(line)
  }
  const { batch, household, report, issuedOn } = read.data
  return { to: { batch, household }, report, asOf: knownDay(issuedOn, today), lines }
}

/** A line that found something says what, in its unit, as of a day; a line that found nothing says nothing else. */
export function finishLine(
  start: Pick<ReplyLine, 'ref' | 'number' | 'source' | 'result'>,
  today: Day,
  told: { item: string; unit: string; value: string; asOf: string; detail?: string },
): ReplyLine | null {
  if (start.result !== 'found') return told.value === '' ? start : null
  const value = readValue(told.item, told.unit as Unit, told.value)
  const asOf = knownDay(told.asOf, today)
  if (!value || !asOf || items[value.item].source !== start.source) return null
  return { ...start, ...value, asOf, ...(told.detail && { detail: told.detail.slice(0, 200) }) }
}

export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}

export const currentKeyId = (publicKeys: readonly string[]): string => keyIdOf(publicKeys[0]!)
export const sourceWord = (source: Source): string => sourceWords[source]
export const itemFromWord = (word: string): Item | null => itemOf.get(word) ?? null
