import { paymentsDeskApi as api } from '../../../contract/index.ts'
import { isRefusal, refuse } from '../../../foundation/index.ts'
import {
  allocateFunds,
  balancesOf,
  bookById,
  budgetLineOf,
  entriesOf,
  fundAccount,
  historyOf,
  instructionsOf,
  verifyLedger,
} from '../../../payments/index.ts'
import { isProgrammeId, programmes } from '../../../policy/index.ts'
import { type Lang, say } from '../../../wording/index.ts'
import { listWorkbook } from '../../list-workbook.ts'
import { type Frame, mount } from '../../mount.ts'
import { langOf } from '../../problems.ts'

/** 账务. */
export function ledgerRoutes(frame: Frame): void {
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
  mount(frame, api.exportBalances, async ({ tx, params, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    return listWorkbook(tx, {
      name: 'ledger-balances',
      title: t('ledger.balances'),
      columns: [
        { head: t('ledger.account'), of: (row) => t(`ledger.kind.${row.kind}`), width: 20 },
        { head: t('month.programme'), of: (row) => programmeName(row.programme, lang), width: 16 },
        { head: t('ledger.year'), kind: 'count', of: (row) => row.year },
        { head: t('ledger.line'), of: (row) => row.budgetLine },
        { head: t('ledger.balance'), kind: 'yuan', of: (row) => row.balance, width: 18 },
      ],
      rows: await balancesOf(tx, params.book),
    })
  })
  mount(frame, api.verifyLedger, async ({ tx, params }) => ({ broken: await verifyLedger(tx, params.book) }))
  mount(frame, api.listEntries, async ({ tx, params, query }) => ({
    items: (await entriesOf(tx, params.book, { limit: query.limit, ...(query.year && { year: query.year }) })).map(
      ({ area, ...entry }) => entry,
    ),
  }))
  mount(frame, api.exportEntries, async ({ tx, params, query, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    return listWorkbook(tx, {
      name: 'ledger-entries',
      title: `${t('entries.title')} ${query.year}`,
      columns: [
        { head: t('entries.on'), kind: 'day', of: (row) => row.on },
        { head: t('entries.kind'), of: (row) => t(`entries.kind.${row.kind}`), width: 16 },
        { head: t('entries.why'), of: (row) => row.why, width: 28 },
        { head: t('entries.from'), of: (row) => t(`ledger.kind.${row.from}`), width: 16 },
        { head: t('entries.to'), of: (row) => t(`ledger.kind.${row.to}`), width: 16 },
        { head: t('ledger.line'), of: (row) => row.budgetLine },
        { head: t('entries.lines'), kind: 'count', of: (row) => row.lines },
        { head: t('returned.amount'), kind: 'yuan', of: (row) => row.amount },
      ],
      rows: await entriesOf(tx, params.book, { year: query.year, limit: 100_000 }),
    })
  })
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
  mount(frame, api.exportHouseholdPayments, async ({ tx, params, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    return listWorkbook(tx, {
      name: 'household-payments',
      title: t('ledger.household'),
      columns: [
        { head: t('month.of'), kind: 'month', of: (row) => row.month },
        { head: t('month.programme'), of: (row) => programmeName(row.programme, lang), width: 16 },
        { head: t('month.tab'), of: (row) => t(`ledger.kind.${row.kind}`) },
        { head: t('returned.amount'), kind: 'yuan', of: (row) => row.amount },
        { head: t('ledger.state'), of: (row) => t(`ledger.state.${row.state}`) },
        { head: t('ledger.state-on'), kind: 'day', of: (row) => row.stateOn },
        { head: t('lines.why-back'), of: (row) => row.returnReason && t(`bank.${row.returnReason}`), width: 20 },
        { head: t('month.reason'), of: (row) => t(`reason.${row.reason}`), width: 20 },
        { head: t('month.document'), of: (row) => row.document, width: 24 },
      ],
      rows: await instructionsOf(tx, params.householdId),
      household: params.householdId,
    })
  })
}

const programmeName = (id: string | null, lang: Lang) => (id && isProgrammeId(id) ? programmes[id][lang] : null)
