import type { Day } from '../foundation/index.ts'
import { finishLine, itemFromWord } from './hub-file.ts'
import { knownDay, type ReadReply, type ReplyLine, type ReplyRefusal, unreadable } from './reply.ts'
import { readSignedTable, writeTable } from './table-file.ts'
import { isSource, items, type Source } from './words.ts'

/** Files of a shared folder: a request table out, an answer table of the same name in. */
const requestColumns = ['人员编号', '姓名', '证件号码', '授权书编号', '授权起始', '授权截止']
const replyColumns = ['人员编号', '证件号码', '项目', '结果', '数值', '数据日期']
const results = { 查到: 'found', 无记录: 'no-record', 姓名不符: 'name-differs' } as const

export interface DropRow {
  ref: string
  name: string
  number: string
  authorisation: { number: string; since: Day; until: Day }
}

export const writeDropRequest = (
  request: { id: string; source: Source; purpose: string; madeOn: Day },
  rows: readonly DropRow[],
): Buffer =>
  writeTable('数据查询', 'doudi-drop-request/1', {
    heading: { 请求编号: request.id, 来源: request.source, 用途: request.purpose, 制表日期: request.madeOn },
    columns: requestColumns,
    rows: rows.map((row) => [
      row.ref,
      row.name,
      row.number,
      row.authorisation.number,
      row.authorisation.since,
      row.authorisation.until,
    ]),
    totals: [],
  })

export function readDropReply(bytes: Buffer, publicKeys: readonly string[], today: Day): ReadReply | ReplyRefusal {
  const table = readSignedTable(bytes, 'doudi-drop-reply/1', replyColumns, publicKeys)
  if ('problem' in table) return unreadable(table.problem)
  const { 请求编号: request, 来源: source, 出具日期: issuedOn } = table.heading
  if (!request || !source || !isSource(source) || !issuedOn || !knownDay(issuedOn, today)) return unreadable('shape')
  const lines: ReplyLine[] = []
  for (const [i, cells] of table.rows.entries()) {
    const [ref, number, itemWord, resultWord, value, asOf] = cells as string[]
    const result = results[resultWord as keyof typeof results]
    const item = itemFromWord(itemWord!)
    const line =
      result &&
      finishLine({ ref: ref!, number: number!, source, result }, today, {
        item: item ?? '',
        unit: item ? items[item].unit : '',
        value: value!,
        asOf: asOf!,
      })
    if (!line) return unreadable('value', { row: i + 1 })
    lines.push(line)
  }
  return { to: { request }, report: null, asOf: knownDay(issuedOn, today), lines }
}
