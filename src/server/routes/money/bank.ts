import { paymentsDeskApi as api } from '../../../contract/index.ts'
import { isRefusal, refuse } from '../../../foundation/index.ts'
import {
  asideFiles,
  fileBytes,
  fileOfRun,
  importReturns,
  makeFile,
  markSent,
  receiveAnswer,
  reconcileRun,
  runById,
  settleAside,
} from '../../../payments/index.ts'
import { enqueue } from '../../../platform/index.ts'
import { sayRefusal } from '../../../wording/index.ts'
import { type Frame, keep, mount } from '../../mount.ts'
import { langOf } from '../../problems.ts'
import { shown } from './month.ts'
import { wired } from './run.ts'

const done = { done: true as const }

/** The bank's files, both ways. */
export function bankRoutes(frame: Frame): void {
  mount(frame, api.makeBankFile, async ({ tx, params }) => {
    const file = await makeFile(tx, params.runId)
    return isRefusal(file)
      ? file
      : { sequence: String(file.sequence), digest: file.digest, lines: file.lines, total: file.total }
  })
  mount(frame, api.bankFile, async ({ tx, params }) => {
    const run = await runById(tx, params.runId)
    const file = run && (await fileOfRun(tx, run.runId))
    if (!run || !file) return refuse('not-found')
    return { bytes: await fileBytes(file), type: 'text/csv; charset=gb18030', fileName: `${run.number}.csv` }
  })
  mount(frame, api.sendRun, async ({ tx, params, body }) => {
    if (body.how === 'by-hand') return wired(await markSent(tx, params.runId))
    const run = await runById(tx, params.runId)
    if (!run) return refuse('not-found')
    if (run.state !== 'filed') return refuse('run-state', { state: run.state, act: 'send' })
    await enqueue(tx, 'payment-send', { run: run.runId }, { key: `payment-send:${run.runId}` })
    return shown(run)
  })
  // A file that cannot be believed changes nothing, and is kept aside for a person: that much stays of a refusal.
  mount(frame, api.takeAnswer, async ({ tx, params, body }) => {
    const answer = await receiveAnswer(tx, params.book, bytesOf(body))
    return isRefusal(answer)
      ? keep(answer)
      : { runId: answer.runId, accepted: answer.accepted, again: answer.again, reason: answer.reason }
  })
  mount(frame, api.takeReturns, async ({ tx, params, body }) => {
    const taken = await importReturns(tx, params.book, bytesOf(body))
    if (isRefusal(taken)) return keep(taken)
    const { runId, lines, paid, returned, returnedLines } = taken
    return { runId, lines, paid, returned, returnedLines }
  })
  mount(frame, api.collectReturns, async ({ tx }) => {
    await enqueue(tx, 'payment-collect', {}, { key: 'payment-collect:now' })
    return done
  })
  mount(frame, api.reconcile, async ({ tx, params, body }) => {
    const statement = bytesOf(body)
    const result = await reconcileRun(tx, params.runId, statement.length > 0 ? statement : null)
    return isRefusal(result) ? keep(result) : { settled: result.settled, differences: result.differences }
  })
  mount(frame, api.listAside, async ({ tx, params, request }) => ({
    items: (await asideFiles(tx, params.book)).map((file) => ({
      asideId: file.asideId,
      what: file.what,
      why: sayRefusal(langOf(request), file.refused, {
        line: file.atLine ?? 0,
        column: file.atColumn ?? '',
        sequence: String(file.sequence ?? ''),
      }),
      atLine: file.atLine,
      atColumn: file.atColumn,
      on: file.on,
    })),
  }))
  mount(frame, api.settleAside, async ({ tx, params, body }) => settleAside(tx, { ...params, how: body.how }))
}

const bytesOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))
