import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addDays, isDay } from '../../src/foundation/index.ts'
import { keepFile } from '../outside/journal.ts'
import { readTable, writeTable } from '../outside/table-file.ts'
import { somebodyElse } from './direct.ts'
import { itemWords, sourceWords } from './hub.ts'
import { recordsOf, type Source, sameName, totalled } from './truth.ts'
import { asOfDay, isSource, type World } from './world.ts'

/**
 * The oldest way and still the commonest: a folder that both sides can reach. Requests are put into `requests/`, answers
 * appear in `replies/` under the same name, both GB18030 CSV with totals and digest, the answer signed as well.
 */
export const requestFormat = 'doudi-drop-request/1'
export const requestColumns = ['人员编号', '姓名', '证件号码', '授权书编号', '授权起始', '授权截止'] as const
export const replyFormat = 'doudi-drop-reply/1'
export const replyColumns = ['人员编号', '证件号码', '项目', '结果', '数值', '数据日期'] as const

/** Looks once; a request without a readable end is left for the next look, for it may still be growing. */
export function lookIntoDrop(world: World, folder: string): number {
  const requests = join(folder, 'requests')
  const replies = join(folder, 'replies')
  mkdirSync(requests, { recursive: true })
  mkdirSync(replies, { recursive: true })
  let answered = 0
  for (const name of readdirSync(requests).sort()) {
    if (!name.endsWith('.csv') || existsSync(join(replies, name))) continue
    const table = readTable(readFileSync(join(requests, name)), requestFormat, requestColumns)
    if ('trouble' in table) continue
    const source = table.heading.来源 ?? ''
    const asked = world.today(undefined)
    if (!isSource(source)) continue
    const request = table.heading.请求编号 ?? name
    const valid = table.rows.filter((row) => isDay(row[4]!) && isDay(row[5]!) && asked >= row[4]! && asked <= row[5]!)
    if (world.firstAsked(source, request) === null)
      world.asked(
        valid.map((row) => ({
          on: asked,
          source,
          via: 'drop' as const,
          number: row[2]!,
          authorisation: row[3]!,
          purpose: table.heading.用途 ?? '',
          request,
        })),
      )
    const readyOn = addDays(world.firstAsked(source, request) ?? asked, world.peek('drop').daysLate ?? 0)
    if (asked < readyOn) continue
    writeReply(world, source, request, valid, join(replies, name))
    answered++
  }
  return answered
}

function writeReply(world: World, source: Source, request: string, people: string[][], path: string): void {
  const behaviour = world.behaviour('drop')
  const today = world.today(undefined)
  const asOf = asOfDay(source, today, behaviour.staleDays)
  const rows = people.flatMap(([person, name, number]): string[][] => {
    const truth = world.truthOf(number!)
    const told = behaviour.wrongPerson ? somebodyElse(number!) : number!
    if (!sameName(truth.name, name!)) return [[person!, told, '', '姓名不符', '', asOf]]
    const records = behaviour.noRecord ? null : recordsOf(source, truth, asOf)
    if (!records) return [[person!, told, '', '无记录', '', asOf]]
    return totalled(records)
      .filter((record) => record.item in itemWords)
      .map((record) => [person!, told, itemWords[record.item]!, '查到', record.value, record.asOf])
  })
  const bytes = writeTable(
    {
      title: `${sourceWords[source]}数据`,
      format: replyFormat,
      heading: { 请求编号: request, 来源: source, 出具日期: today },
      columns: [...replyColumns],
      rows: behaviour.silentEmpty ? [] : rows,
      totals: [],
    },
    world.key,
  )
  // A careless agency writes into the shared folder directly, so that a reader can see half a file.
  if (behaviour.half) writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length / 2)))
  else keepFile(path, bytes)
}
