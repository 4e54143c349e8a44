import { staffNames } from '../../../access/index.ts'
import { freezeMonth } from '../../../benefits/index.ts'
import { paymentsDeskApi as api, type WireRun } from '../../../contract/index.ts'
import { isRefusal, refuse } from '../../../foundation/index.ts'
import { printDocument } from '../../../office/index.ts'
import {
  actsIn,
  approveRun,
  balancesOf,
  cancelRun,
  fileOfRun,
  fundAccount,
  fundsLines,
  issueFundsRequest,
  lastReconciliation,
  movedBy,
  partsOf,
  paymentListPaper,
  paymentListWorkbook,
  type Run,
  releaseRun,
  releaseStop,
  runById,
  type SealStep,
  sealRoles,
  sealSteps,
  sealsOf,
} from '../../../payments/index.ts'
import { type Actor, house, type Tx } from '../../../platform/index.ts'
import { type Frame, mount } from '../../mount.ts'
import { shown } from './month.ts'

/** One list: seals, funds, papers. */
export function runRoutes(frame: Frame): void {
  mount(frame, api.readRun, async ({ tx, params, actor }) => {
    const run = await runById(tx, params.runId)
    if (!run) return refuse('not-found')
    const file = await fileOfRun(tx, run.runId)
    const last = await lastReconciliation(tx, run.runId)
    return {
      run: shown(run),
      seals: await sealsShown(tx, run, actor),
      acts: actsIn(run.state),
      funds: await fundsShown(tx, run),
      parts: await partsOf(tx, run),
      moved: await movedBy(tx, run),
      file: file && { sequence: String(file.sequence), digest: file.digest, lines: file.lines, total: file.total },
      reconciliation: last?.differences ?? [],
      reconciled: last?.settled ?? false,
    }
  })
  mount(frame, api.releaseStop, async ({ tx, params, body }) =>
    wired(await releaseStop(tx, { runId: params.runId, ...body })),
  )
  mount(frame, api.freezeRun, async ({ tx, params, body }) => wired(await freezeMonth(tx, params.runId, body.seen)))
  mount(frame, api.sealRun, async ({ tx, params, body }) =>
    wired(
      body.step === 'finance'
        ? await releaseRun(tx, params.runId, body.content)
        : await approveRun(tx, params.runId, body.step, body.content),
    ),
  )
  mount(frame, api.cancelRun, async ({ tx, params, body }) => wired(await cancelRun(tx, params.runId, body.why)))
  mount(frame, api.listFile, async ({ tx, params, query }) => {
    const made =
      query.format === 'pdf'
        ? await paymentListPaper(tx, params.runId, { watermark: house().config.demo, large: query.large === 'yes' })
        : await paymentListWorkbook(tx, params.runId)
    return isRefusal(made) ? made : { bytes: made.bytes, type: made.contentType, fileName: made.fileName }
  })
  mount(frame, api.fundsRequest, async ({ tx, params, query }) => {
    const issued = await issueFundsRequest(tx, params.runId)
    if (isRefusal(issued)) return issued
    const printed = await printDocument(tx, { household: null, id: issued.id }, { format: query.format })
    return isRefusal(printed)
      ? printed
      : { bytes: printed.bytes, type: printed.contentType, fileName: `funds-request.${query.format}` }
  })
}

export const wired = <R extends { refused: string }>(result: Run | R): WireRun | R =>
  'refused' in result ? result : shown(result)

/** The four seals: who set them, and whether the person asking may set the next. */
async function sealsShown(tx: Tx, run: Run, actor: Actor) {
  const set = await sealsOf(tx, run.runId)
  const names = await staffNames(
    tx,
    set.map((seal) => seal.actor),
  )
  const acts = actsIn(run.state)
  const whyNot = (step: SealStep) => {
    if (set.some((seal) => seal.step === step)) return 'set' as const
    if (!acts.includes(step === 'prepare' ? 'freeze' : step)) return 'not-yet' as const
    if (!sealRoles[step].includes(actor.role)) return 'role' as const
    return set.some((seal) => seal.naturalPerson === actor.naturalPerson) ? ('sealed-before' as const) : null
  }
  return sealSteps.map((step) => {
    const seal = set.find((one) => one.step === step)
    const who = seal && names.get(seal.actor)
    return {
      step,
      by: who?.name ?? null,
      unit: who?.unit ?? null,
      on: seal?.on ?? null,
      roles: [...sealRoles[step]],
      mine: whyNot(step) === null,
      whyNot: whyNot(step),
    }
  })
}

async function fundsShown(tx: Tx, run: Run) {
  const balances = await balancesOf(tx, run.book)
  const year = Number(run.month.slice(0, 4))
  return (await fundsLines(tx, run)).map((line) => ({
    budgetLine: line.budgetLine,
    households: line.households,
    people: line.people,
    asked: line.regular + line.supplement + line.backPay,
    available:
      balances.find((one) => one.account === fundAccount(year, line.budgetLine, run.programme).account)?.balance ??
      null,
  }))
}
