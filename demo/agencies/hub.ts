import { existsSync, readFileSync } from 'node:fs'
import PizZip from 'pizzip'
import { addDays, type Day, isDay, readIdentityNumber } from '../../src/foundation/index.ts'
import { keepFile, stateFile } from '../outside/journal.ts'
import { type Answer, type Door, json, problem } from '../outside/loopback-process.ts'
import { readTable, sha256, type TableFile, writeTable } from '../outside/table-file.ts'
import { signed, somebodyElse } from './direct.ts'
import { type AgencyRecord, personSeed, recordsOf, type Source, sameName, totalled } from './truth.ts'
import { asOfDay, type Behaviour, type World } from './world.ts'

/** The words of the province hub's files. Its people read Chinese, not our codes. */
export const sourceWords: Record<Source, string> = {
  'civil-registry': '公安户籍',
  vehicles: '公安车管',
  'real-estate': '不动产登记',
  tax: '税务',
  'social-insurance': '人社社保',
  bank: '银行存款',
  'business-registry': '市场监管',
  'death-register': '殡葬火化',
}

/** What the hub passes on: totals and yes/no. Values of cars and areas of houses stay with the agencies. */
export const itemWords: Record<string, string> = {
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

const unitWords = { 'yes-no': '是否', count: '个', yuan: '元', day: '日期', code: '代码', 'square-metre': '平方米' }
const valueWords: Record<string, string> = {
  yes: '是',
  no: '否',
  single: '未婚',
  married: '已婚',
  divorced: '离异',
  widowed: '丧偶',
}

export const listFormat = 'doudi-hub-list/1'
export const listColumns = [
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
] as const
export const reportFormat = 'doudi-hub-report/1'
export const reportColumns = [
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
] as const

interface Row {
  row: number
  household: string
  person: string
  name: string
  number: string
  authorisation: { no: string; from: string; until: string; sha256: string }
  sources: Source[]
}

interface Package {
  batch: string
  purpose: string
  rows: Row[]
  /** Digests of the scans that really lie in the package. */
  scans: Set<string>
}

export const hubDoors = (world: World): Door[] => {
  const kept = new Map<string, Buffer>()
  const file = (...names: string[]) => stateFile(world.folder, 'hub', ...names)
  const keep = (name: string, bytes: Buffer) => {
    const path = file(name)
    if (path) keepFile(path, bytes)
    else kept.set(name, bytes)
  }
  const load = (name: string): Buffer | null => {
    const path = file(name)
    if (!path) return kept.get(name) ?? null
    return existsSync(path) ? readFileSync(path) : null
  }
  const received = (batch: string) =>
    world.journal.entries.flatMap((entry) =>
      entry.kind === 'batch' && entry.batch.batch === batch ? [entry.batch] : [],
    )[0] ?? null
  const today = (headers: Record<string, string | string[] | undefined>) =>
    world.today(headers['x-demo-day'] as string | undefined)

  return [
    {
      method: 'POST',
      path: '/hub/batches',
      who: 'client',
      handle: async (asked) => {
        const behaviour = world.behaviour('hub')
        if (behaviour.delayMs) await new Promise((resolve) => setTimeout(resolve, behaviour.delayMs))
        if (behaviour.status) return problem(behaviour.status, 'hub-trouble')
        const opened = openPackage(asked.body)
        if ('trouble' in opened) return problem(422, opened.trouble)
        const day = today(asked.headers)
        const before = received(opened.batch)
        if (before && before.sha256 !== sha256(asked.body)) return problem(409, 'batch-known-with-other-content')
        if (!before) {
          keep(`${opened.batch}.zip`, asked.body)
          const batch = { batch: opened.batch, sha256: sha256(asked.body), receivedOn: day }
          world.journal.add({ kind: 'batch', batch })
          world.asked(
            askable(opened, day).flatMap((row) =>
              row.sources.map((source) => ({
                on: day,
                source,
                via: 'hub' as const,
                number: row.number,
                authorisation: row.authorisation.no,
                purpose: opened.purpose,
                request: opened.batch,
              })),
            ),
          )
        }
        // Lost on the way back: the batch is kept, the sender does not know it. Sending again must not ask twice.
        return receipt(world, opened, before?.receivedOn ?? day, sha256(asked.body), behaviour)
      },
    },
    {
      method: 'GET',
      path: '/hub/batches/:batch',
      who: 'client',
      handle: (asked, { batch }) => {
        const known = batch ? received(batch) : null
        if (!known) return problem(404, 'no-such-batch')
        const opened = openPackage(load(`${known.batch}.zip`)!)
        if ('trouble' in opened) return problem(500, opened.trouble)
        const day = today(asked.headers)
        const households = householdsOf(askable(opened, known.receivedOn))
        return json(200, {
          batch: known.batch,
          receivedOn: known.receivedOn,
          rejected: rejected(opened, known.receivedOn),
          households: [...households].map(([household, rows]) => {
            const readyOn = readyDay(world, rows, known.receivedOn)
            return {
              household,
              state: day >= readyOn ? 'ready' : 'pending',
              ...(day >= readyOn && { issuedOn: readyOn }),
            }
          }),
        })
      },
    },
    {
      method: 'GET',
      path: '/hub/batches/:batch/reports/:household',
      who: 'client',
      handle: (asked, { batch, household }) => {
        const known = batch ? received(batch) : null
        const opened = known ? openPackage(load(`${known.batch}.zip`)!) : null
        if (!known || !opened || 'trouble' in opened || !household) return problem(404, 'no-such-batch')
        const rows = householdsOf(askable(opened, known.receivedOn)).get(household)
        if (!rows) return problem(404, 'no-such-household')
        const readyOn = readyDay(world, rows, known.receivedOn)
        if (today(asked.headers) < readyOn) return problem(409, 'not-ready', { readyOn })
        const behaviour = world.behaviour('hub')
        if (behaviour.status) return problem(behaviour.status, 'hub-trouble')
        const format = asked.query.get('format') === 'json' ? 'json' : 'csv'
        const name = `${known.batch}.${household}.${format}`
        // A forged or mistaken report is never the one that is kept.
        const wrong = behaviour.wrongPerson === true || behaviour.forged === true
        const issued = wrong ? null : load(name)
        const bytes = issued ?? issueReport(world, known.batch, household, rows, readyOn, format, behaviour)
        if (!issued && !wrong) keep(name, bytes)
        return {
          status: 200,
          headers: {
            'content-type': format === 'csv' ? 'text/csv; charset=gb18030' : 'application/json; charset=utf-8',
          },
          body: behaviour.half ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes,
          ...(behaviour.wreck && { wreck: behaviour.wreck }),
        }
      },
    },
  ]
}

/** The package: `manifest.json`, `list.csv` and the scanned authorisations. */
function openPackage(bytes: Buffer): Package | { trouble: string } {
  let zip: PizZip
  try {
    zip = new PizZip(bytes)
  } catch {
    return { trouble: 'package-shape' }
  }
  const manifestText = zip.file('manifest.json')?.asText()
  const listBytes = zip.file('list.csv')?.asUint8Array()
  if (!manifestText || !listBytes) return { trouble: 'package-incomplete' }
  const manifest = JSON.parse(manifestText) as {
    format?: string
    batch?: string
    purpose?: string
    list?: { sha256?: string }
  }
  if (manifest.format !== 'doudi-hub-batch/1' || !manifest.batch || !/^[\w-]{8,60}$/.test(manifest.batch))
    return { trouble: 'manifest' }
  if (manifest.list?.sha256 !== sha256(listBytes)) return { trouble: 'list-digest' }
  const table = readTable(listBytes, listFormat, listColumns)
  if ('trouble' in table) return { trouble: `list-${table.trouble}` }
  const scans = Object.values(zip.files)
    .filter((entry) => entry.name.startsWith('authorisations/') && !entry.dir)
    .map((entry) => sha256(entry.asUint8Array()))
  return { batch: manifest.batch, purpose: manifest.purpose ?? '', rows: rowsOf(table), scans: new Set(scans) }
}

const sourceOf = new Map(Object.entries(sourceWords).map(([source, word]) => [word, source as Source]))

const rowsOf = (table: TableFile): Row[] =>
  table.rows.map((cells, i) => ({
    row: i + 1,
    household: cells[1]!,
    person: cells[2]!,
    name: cells[3]!,
    number: cells[4]!,
    authorisation: { no: cells[6]!, from: cells[7]!, until: cells[8]!, sha256: cells[9]! },
    sources: cells[10]!.split('、').flatMap((word) => sourceOf.get(word) ?? []),
  }))

/** The hub's own checks: it asks no agency about a row without a scan of an authorisation that is in force. */
function whyNot(opened: Package, row: Row, on: Day): string | null {
  if ('problem' in readIdentityNumber(row.number)) return 'number'
  const { no, from, until, sha256: digest } = row.authorisation
  if (no === '' || !isDay(from) || !isDay(until) || on < from || on > until) return 'authorisation'
  if (!opened.scans.has(digest)) return 'authorisation-scan'
  return row.sources.length === 0 ? 'sources' : null
}

const askable = (opened: Package, on: Day): Row[] => opened.rows.filter((row) => whyNot(opened, row, on) === null)
const rejected = (opened: Package, on: Day): { row: number; person: string; why: string }[] =>
  opened.rows.flatMap((row) => {
    const why = whyNot(opened, row, on)
    return why ? [{ row: row.row, person: row.person, why }] : []
  })

function householdsOf(rows: Row[]): Map<string, Row[]> {
  const households = new Map<string, Row[]>()
  for (const row of rows) households.set(row.household, [...(households.get(row.household) ?? []), row])
  return households
}

/** Two to four days, as it happens, for one family always the same; or as the demo asks. */
function readyDay(world: World, rows: Row[], receivedOn: Day): Day {
  const numbers = rows.map((row) => row.number).sort()
  const days = world.peek('hub').daysLate ?? 2 + (personSeed(world.seed, numbers.join()) % 3)
  return addDays(receivedOn, days)
}

function receipt(world: World, opened: Package, receivedOn: Day, digest: string, behaviour: Behaviour): Answer {
  const refused = rejected(opened, receivedOn)
  const body = {
    format: 'doudi-hub-receipt/1',
    batch: opened.batch,
    sha256: digest,
    receivedOn,
    rows: opened.rows.length,
    accepted: opened.rows.length - refused.length,
    rejected: refused,
  }
  const answered = signed(world, Buffer.from(JSON.stringify(body)), behaviour)
  return { ...answered, status: 202 }
}

/** 查到 / 无记录 / 未返回 / 姓名不符: the hub says which of the three silences it is. */
type Result = '查到' | '无记录' | '未返回' | '姓名不符'

interface ReportLine {
  person: string
  name: string
  number: string
  source: Source
  result: Result
  record: AgencyRecord | null
}

function linesOf(world: World, row: Row, issuedOn: Day, wrongPerson: boolean): ReportLine[] {
  const truth = world.truthOf(row.number)
  return row.sources.flatMap((source): ReportLine[] => {
    const behaviour = world.peek(source)
    const number = wrongPerson ? somebodyElse(row.number) : row.number
    const line = (result: Result, record: AgencyRecord | null = null): ReportLine => ({
      person: row.person,
      name: row.name,
      number,
      source,
      result,
      record,
    })
    if (behaviour.noAnswer || behaviour.silentEmpty) return [line('未返回')]
    if (!sameName(truth.name, row.name)) return [line('姓名不符')]
    const records = behaviour.noRecord ? null : recordsOf(source, truth, asOfDay(source, issuedOn, behaviour.staleDays))
    const told = totalled(records ?? []).filter((record) => record.item in itemWords)
    return told.length > 0 ? told.map((record) => line('查到', record)) : [line('无记录')]
  })
}

function issueReport(
  world: World,
  batch: string,
  household: string,
  rows: Row[],
  issuedOn: Day,
  format: 'csv' | 'json',
  behaviour: Behaviour,
): Buffer {
  const lines = rows.flatMap((row) => linesOf(world, row, issuedOn, behaviour.wrongPerson === true))
  const key = behaviour.forged ? { ...world.key, sign: () => Buffer.alloc(64, 7).toString('base64') } : world.key
  const report = `HD${issuedOn.replaceAll('-', '')}${String(personSeed(world.seed, batch + household) % 1e6).padStart(6, '0')}`
  if (format === 'json') {
    const payload = Buffer.from(JSON.stringify({ format: reportFormat, report, batch, household, issuedOn, lines }))
    return Buffer.from(
      JSON.stringify({ payload: payload.toString('base64'), keyId: key.keyId, signature: key.sign(payload) }),
    )
  }
  return writeTable(
    {
      title: '家庭经济状况核对报告',
      format: reportFormat,
      heading: { 报告编号: report, 批次编号: batch, 户编号: household, 出具日期: issuedOn },
      columns: [...reportColumns],
      rows: lines.map((line, i) => cellsOf(line, i + 1)),
      totals: [String(rows.length)],
    },
    key,
  )
}

function cellsOf(line: ReportLine, position: number): string[] {
  const { record } = line
  return [
    String(position),
    line.person,
    line.name,
    line.number,
    sourceWords[line.source],
    record ? itemWords[record.item]! : '',
    line.result,
    record ? (valueWords[record.value] ?? record.value) : '',
    record ? unitWords[record.unit] : '',
    record?.asOf ?? '',
    '',
  ]
}
