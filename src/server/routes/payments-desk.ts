import { staffNames } from '../../access/index.ts'
import { type DiffLine, freezeMonth, monthDiff, previewMonth } from '../../benefits/index.ts'
import { paymentsDeskApi as api, type WireRun } from '../../contract/index.ts'
import { isRefusal, type Month, refuse } from '../../foundation/index.ts'
import { areaName, type HouseholdId, householdCards, membersOn, personById } from '../../household/index.ts'
import { printDocument, taskByKey } from '../../office/index.ts'
import {
  accountsOf,
  actsIn,
  allocateFunds,
  approveRun,
  asideFiles,
  balancesOf,
  bookById,
  booksOf,
  budgetLineOf,
  cancelRun,
  captureAccount,
  changesWaiting,
  choosePayee,
  clearAccount,
  confirmAccount,
  confirmPayee,
  exceptionsOf,
  fileBytes,
  fileOfRun,
  fundAccount,
  fundsLines,
  historyOf,
  importReturns,
  instructionsOf,
  issueFundsRequest,
  lastReconciliation,
  makeFile,
  markSent,
  monthSummary,
  payeesOf,
  paymentListPaper,
  paymentListWorkbook,
  type Run,
  receiveAnswer,
  reconcileRun,
  rejectAccount,
  rejectPayee,
  releasable,
  releaseRun,
  releaseStop,
  runById,
  runsOf,
  type SealStep,
  sealRoles,
  sealSteps,
  sealsOf,
  settleAside,
  stopKinds,
  verifyLedger,
  waitingPayments,
} from '../../payments/index.ts'
import { type Actor, businessDay, enqueue, house, type Tx } from '../../platform/index.ts'
import { isProgrammeId, type ProgrammeId, programmes } from '../../policy/index.ts'
import { say, sayRefusal } from '../../wording/index.ts'
import { listWorkbook } from '../list-workbook.ts'
import { type Frame, keep, mount } from '../mount.ts'
import { placesOf } from '../places.ts'
import { langOf } from '../problems.ts'

const done = { done: true as const }

/** S12: the month, its seals, papers and the bank. */
export function paymentsDeskRoutes(frame: Frame): void {
  monthRoutes(frame)
  runRoutes(frame)
  bankRoutes(frame)
  payeeRoutes(frame)
  ledgerRoutes(frame)
}

const shown = (run: Run): WireRun => {
  const { version, ...rest } = run
  return { ...rest, programmeName: programmes[run.programme] }
}

function monthRoutes(frame: Frame): void {
  mount(frame, api.listBooks, async ({ tx }) => ({
    items: (await booksOf(tx)).map(({ id, projectCodes, version, ...rest }) => ({ book: id, ...rest })),
  }))
  mount(frame, api.listRuns, async ({ tx, query }) => ({ items: (await runsOf(tx, query)).map(shown) }))
  mount(frame, api.monthDiff, async ({ tx, params, query }) => diffOf(tx, { ...query, month: params.month }))
  mount(frame, api.exportDiff, async ({ tx, params, query, request }) => {
    const diff = await diffOf(tx, { ...query, month: params.month })
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    return listWorkbook(tx, {
      name: 'month-changes',
      title: `${t('month.changes')} ${params.month}`,
      columns: [
        { head: t('month.tab'), of: (row) => t(`month.tab.${row.tab}`) },
        { head: t('month.place'), of: (row) => row.place, width: 24 },
        { head: t('month.head'), of: (row) => row.headName },
        { head: t('month.of'), kind: 'month', of: (row) => row.month },
        { head: t('month.old'), kind: 'yuan', of: (row) => row.old },
        { head: t('month.new'), kind: 'yuan', of: (row) => row.new },
        { head: t('month.reason'), of: (row) => reasonWord(lang, row.reason), width: 24 },
        { head: t('month.document'), of: (row) => row.document, width: 24 },
      ],
      rows: diff.lines,
    })
  })
  mount(frame, api.previewMonth, async ({ tx, params, body }) => {
    const run = await previewMonth(tx, { ...body, month: params.month })
    return isRefusal(run) ? run : shown(run)
  })
  mount(frame, api.monthSummary, async ({ tx, params, query }) => {
    const today = await businessDay(tx)
    const sums = await monthSummary(tx, { ...query, month: params.month })
    return {
      items: await Promise.all(sums.map(async (sum) => ({ ...sum, name: await areaName(tx, sum.area, today) }))),
    }
  })
}

const reasonWord = (lang: 'zh' | 'en', reason: string) => {
  const key = /^R\d\d$/.test(reason) ? `bank.${reason}` : reason in stopKinds ? `stop.${reason}` : `reason.${reason}`
  return say(lang, `deskOffice:${key}`)
}

async function diffOf(tx: Tx, of: { book: string; programme: ProgrammeId; month: Month }) {
  const [run] = await runsOf(tx, { ...of, limit: 1 })
  const diff = await monthDiff(tx, of)
  const held = run ? await exceptionsOf(tx, run.runId) : []
  const today = await businessDay(tx)
  const cards = await householdCards(tx, [...new Set(diff.lines.map((line) => line.household))], today)
  const places = await placesOf(tx, diff.lines)
  const lineOf = (line: DiffLine) =>
    line.tab === 'exception' && run?.state === 'draft'
      ? (held.find(
          (one) =>
            one.household === line.household &&
            one.person === line.person &&
            one.month === line.month &&
            one.amount === line.old,
        )?.line ?? null)
      : null
  return {
    month: diff.month,
    unchanged: diff.unchanged,
    counts: diff.counts,
    before: diff.before,
    after: diff.after,
    lines: diff.lines.map(({ household, person, decisionId, stops, ...line }) => ({
      ...line,
      householdId: household,
      personId: person,
      place: places.get(line.area) ?? '',
      headName: cards.get(household)?.headName ?? null,
      line: lineOf({ ...line, household, person, decisionId, stops }),
      stops: stops.map((one) => ({ ...one, path: stopKinds[one.stop].release, releasable: releasable(one.stop) })),
    })),
  }
}

function runRoutes(frame: Frame): void {
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

const wired = <R extends { refused: string }>(result: Run | R): WireRun | R =>
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

function bankRoutes(frame: Frame): void {
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
  mount(frame, api.listReturned, async ({ tx, params }) => ({ items: await returnedShown(tx, params.book) }))
  mount(frame, api.exportReturned, async ({ tx, params, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    return listWorkbook(tx, {
      name: 'returned-payments',
      title: t('returned.title'),
      columns: [
        { head: t('month.place'), of: (row) => row.place, width: 24 },
        { head: t('month.head'), of: (row) => row.headName },
        { head: t('returned.payee'), of: (row) => row.payeeName },
        { head: t('month.of'), kind: 'month', of: (row) => row.month },
        { head: t('returned.amount'), kind: 'yuan', of: (row) => row.amount },
        { head: t('returned.account'), of: (row) => (row.lastFour ? `**** ${row.lastFour}` : null) },
        { head: t('returned.since'), kind: 'day', of: (row) => row.since },
        { head: t('month.reason'), of: (row) => (row.reason ? t(`bank.${row.reason}`) : null), width: 24 },
        { head: t('returned.contact'), of: (row) => row.contact?.done ?? row.contact?.due ?? null },
      ],
      rows: await returnedShown(tx, params.book),
    })
  })
  mount(frame, api.clearAccount, async ({ tx, params, body }) =>
    clearAccount(tx, { person: params.personId, accountId: params.accountId, how: body.how }),
  )
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

async function returnedShown(tx: Tx, book: string) {
  const waiting = await waitingPayments(tx, book)
  const today = await businessDay(tx)
  const cards = await householdCards(tx, [...new Set(waiting.map((one) => one.household))], today)
  const places = await placesOf(tx, waiting)
  const items = []
  for (const one of waiting) {
    const accounts = await accountsOf(tx, one.payee)
    const task = await taskByKey(tx, one.household, `payment-returned/${one.instruction}`)
    items.push({
      instruction: one.instruction,
      householdId: one.household,
      headName: cards.get(one.household)?.headName ?? null,
      place: places.get(one.area) ?? '',
      programme: one.programme as ProgrammeId,
      month: one.month,
      kind: one.kind,
      amount: one.amount,
      payee: one.payee,
      payeeName: (await personById(tx, one.payee))?.name ?? null,
      accountId: one.accountId,
      lastFour: accounts.find((a) => a.accountId === one.accountId)?.lastFour ?? null,
      mended: accounts.some((a) => a.status === 'active' && a.returnedOn === null),
      since: one.since,
      reason: one.reason,
      contact: task && { due: task.due, done: task.done, outcome: task.outcome },
    })
  }
  return items
}

function payeeRoutes(frame: Frame): void {
  mount(frame, api.listChanges, async ({ tx }) => ({ items: await changesShown(tx) }))
  mount(frame, api.exportChanges, async ({ tx, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    return listWorkbook(tx, {
      name: 'payee-changes',
      title: t('payees.title'),
      columns: [
        { head: t('payees.what'), of: (row) => t(`payees.what.${row.kind}`) },
        { head: t('month.place'), of: (row) => row.place, width: 24 },
        { head: t('month.head'), of: (row) => row.headName },
        { head: t('returned.payee'), of: (row) => row.personName },
        { head: t('payees.bank'), of: (row) => row.bank },
        { head: t('returned.account'), of: (row) => row.masked },
        { head: t('payees.since'), kind: 'day', of: (row) => row.since },
      ],
      rows: await changesShown(tx),
    })
  })
  mount(frame, api.settleChange, async ({ tx, params, body }) => {
    const change = (await changesWaiting(tx)).find((one) => one.id === params.changeId)
    if (!change) return refuse('not-found')
    const yes = body.outcome === 'confirm'
    const result =
      change.kind === 'account'
        ? await (yes ? confirmAccount : rejectAccount)(tx, change.person, change.id)
        : await (yes ? confirmPayee : rejectPayee)(tx, change.household!, change.id)
    return isRefusal(result) ? result : done
  })
  mount(frame, api.readPayees, async ({ tx, params }) => {
    const today = await businessDay(tx)
    const card = (await householdCards(tx, [params.householdId], today)).get(params.householdId)
    if (!card) return refuse('no-such-household')
    const members = await membersOn(tx, params.householdId, today)
    const payees = (await payeesOf(tx, params.householdId)).filter((one) => one.status !== 'rejected')
    return {
      headName: card.headName,
      place: (await placesOf(tx, [card])).get(card.area) ?? '',
      members: await Promise.all(
        members.map(async (member) => ({
          personId: member.person,
          name: member.name,
          relation: member.relation,
          accounts: await accountsOf(tx, member.person),
        })),
      ),
      payees: await Promise.all(
        payees.map(async (one) => ({
          payeeId: one.payeeId,
          personId: one.person,
          payee: one.payee,
          payeeName: (await personById(tx, one.payee))?.name ?? null,
          relation: one.relation,
          status: one.status,
          chosenOn: one.chosenOn,
          heldUntil: one.heldUntil,
        })),
      ),
    }
  })
  mount(frame, api.captureAccount, async ({ tx, params, body }) =>
    captureAccount(tx, { person: params.personId, ...body }),
  )
  mount(frame, api.choosePayee, async ({ tx, params, body }) =>
    choosePayee(tx, { ...body, household: params.householdId, programme: body.programme ?? null }),
  )
}

async function changesShown(tx: Tx) {
  const today = await businessDay(tx)
  const waiting = await changesWaiting(tx)
  const households = waiting.flatMap((one) => (one.household === null ? [] : [one.household as HouseholdId]))
  const cards = await householdCards(tx, [...new Set(households)], today)
  const places = await placesOf(tx, waiting)
  return Promise.all(
    waiting.map(async (one) => {
      const accounts = await accountsOf(tx, one.person)
      const account = accounts.find((a) => a.accountId === one.id)
      const payees = one.kind === 'payee' && one.household ? await payeesOf(tx, one.household) : []
      const payee = payees.find((p) => p.payeeId === one.id)
      const former = payees.find((p) => p.status === 'active' && p.person === payee?.person)
      const nameOf = async (id: bigint | undefined) =>
        id === undefined ? null : ((await personById(tx, id))?.name ?? null)
      return {
        kind: one.kind,
        changeId: one.id,
        personId: one.person,
        personName: await nameOf(one.person),
        householdId: one.household,
        headName: one.household ? (cards.get(one.household)?.headName ?? null) : null,
        place: places.get(one.area) ?? '',
        since: one.since,
        bank: account?.bank ?? null,
        masked: account?.masked ?? null,
        holder: account?.holder ?? null,
        holderMatch: account?.holderMatch ?? null,
        before: account ? (accounts.find((a) => a.status === 'active')?.masked ?? null) : await nameOf(former?.payee),
        relation: payee?.relation ?? null,
        mine: one.mine,
      }
    }),
  )
}

function ledgerRoutes(frame: Frame): void {
  mount(frame, api.readLedger, async ({ tx, params }) => ({
    items: (await balancesOf(tx, params.book)).map((one) => ({
      account: one.account,
      kind: one.kind,
      programmeName: one.programme && isProgrammeId(one.programme) ? programmes[one.programme] : null,
      budgetLine: one.budgetLine,
      year: one.year,
      balance: one.balance,
    })),
  }))
  mount(frame, api.verifyLedger, async ({ tx, params }) => ({ broken: await verifyLedger(tx, params.book) }))
  mount(frame, api.allocateFunds, async ({ tx, params, body }) => {
    if (!(await bookById(tx, params.book))) return refuse('no-book', { book: params.book })
    const line = budgetLineOf(body.programme, body.residence)
    if (!line) return refuse('no-budget-line', undefined, 'programme')
    const posted = await allocateFunds(tx, {
      book: params.book,
      account: fundAccount(body.year, line, body.programme),
      amount: body.amount,
      document: body.document,
      reference: body.reference,
    })
    return isRefusal(posted) ? posted : { first: posted.first }
  })
  mount(frame, api.householdPayments, async ({ tx, params }) => {
    const items = []
    for (const one of await instructionsOf(tx, params.householdId))
      items.push({
        instruction: one.instruction,
        month: one.month,
        programme: one.programme,
        kind: one.kind,
        amount: one.amount,
        reason: one.reason,
        document: one.document,
        state: one.state,
        stateOn: one.stateOn,
        returnReason: one.returnReason,
        postings: (await historyOf(tx, one.book, one.instruction)).map(({ entry, ...posting }) => posting),
      })
    return { items }
  })
}
