import { paymentsApi as api } from '../../contract/index.ts'
import { areaCode, isRefusal, refuse } from '../../foundation/index.ts'
import { householdCards } from '../../household/index.ts'
import {
  endBankKey,
  type Line,
  linesOf,
  officePublicKey,
  openBook,
  runById,
  showAccountNumber,
  trustBankKey,
  writeBack,
} from '../../payments/index.ts'
import { businessDay, type Tx } from '../../platform/index.ts'
import { say } from '../../wording/index.ts'
import { listWorkbook } from '../list-workbook.ts'
import { type Frame, mount } from '../mount.ts'
import { placesOf } from '../places.ts'
import { langOf } from '../problems.ts'

const done = { done: true as const }

/** Books, keys, single lines, money given back. The month itself is in payments-desk.ts. */
export function paymentsRoutes(frame: Frame): void {
  mount(frame, api.openBook, async ({ tx, body }) => {
    const book = await openBook(tx, { ...body, book: areaCode(body.book) })
    return isRefusal(book) ? book : { book: book.id }
  })
  mount(frame, api.officeKey, async () => officePublicKey())
  mount(frame, api.trustBankKey, async ({ tx, params, body }) => trustBankKey(tx, { book: params.book, ...body }))
  mount(frame, api.endBankKey, async ({ tx, params }) => {
    await endBankKey(tx, { ...params, on: await businessDay(tx) })
    return done
  })
  mount(frame, api.runLines, async ({ tx, params, query }) => {
    const run = await runById(tx, params.runId)
    if (!run) return refuse('not-found')
    const lines = await linesOf(tx, run, { after: Number(query.after ?? 0) || 0, limit: query.limit + 1 })
    return {
      items: await named(tx, lines.slice(0, query.limit)),
      next: lines.length > query.limit ? String(lines[query.limit - 1]!.line) : null,
    }
  })
  mount(frame, api.exportLines, async ({ tx, params, request }) => {
    const run = await runById(tx, params.runId)
    if (!run) return refuse('not-found')
    const t = (key: string) => say(langOf(request), `deskOffice:${key}`)
    return listWorkbook(tx, {
      name: 'payment-lines',
      title: `${t('lines.title')} ${run.number}`,
      columns: [
        { head: t('lines.number'), kind: 'count', of: (row) => row.line },
        { head: t('month.place'), of: (row) => row.place, width: 24 },
        { head: t('month.head'), of: (row) => row.headName },
        { head: t('returned.payee'), of: (row) => row.holder },
        { head: t('month.of'), kind: 'month', of: (row) => row.month },
        { head: t('month.tab'), of: (row) => t(`ledger.kind.${row.kind}`) },
        { head: t('returned.amount'), kind: 'yuan', of: (row) => row.amount },
        { head: t('month.reason'), of: (row) => t(`reason.${row.reason}`), width: 16 },
        { head: t('month.document'), of: (row) => row.document, width: 24 },
        { head: t('returned.account'), of: (row) => (row.lastFour ? `**** ${row.lastFour}` : null) },
        { head: t('lines.result'), of: (row) => t(row.held ? 'lines.held' : `lines.${row.result ?? 'underway'}`) },
        {
          head: t('lines.why-back'),
          of: (row) => (row.resultReason ? t(`bank.${row.resultReason}`) : null),
          width: 18,
        },
      ],
      rows: await named(tx, await linesOf(tx, run, { after: 0, limit: 200_000 })),
    })
  })
  mount(frame, api.showAccountNumber, async ({ tx, params, body }) =>
    showAccountNumber(tx, params.personId, params.accountId, body.purpose),
  )
  mount(frame, api.writeBack, async ({ tx, params, body }) =>
    writeBack(tx, { household: params.householdId, instruction: params.instruction, ...body }),
  )
}

/** Lines with the family's name and place, as people know them. */
async function named(tx: Tx, lines: readonly Line[]) {
  const cards = await householdCards(tx, [...new Set(lines.map((line) => line.household))], await businessDay(tx))
  const places = await placesOf(tx, lines)
  return lines.map(({ household, person, ...line }) => ({
    ...line,
    householdId: household,
    personId: person,
    place: places.get(line.area) ?? '',
    headName: cards.get(household)?.headName ?? null,
  }))
}
