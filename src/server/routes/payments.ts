import { paymentsApi as api } from '../../contract/index.ts'
import { areaCode, isRefusal, refuse } from '../../foundation/index.ts'
import {
  endBankKey,
  linesOf,
  officePublicKey,
  openBook,
  runById,
  showAccountNumber,
  trustBankKey,
  writeBack,
} from '../../payments/index.ts'
import { businessDay } from '../../platform/index.ts'
import { type Frame, mount } from '../mount.ts'

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
      items: lines
        .slice(0, query.limit)
        .map(({ household, person, ...line }) => ({ ...line, householdId: household, personId: person })),
      next: lines.length > query.limit ? String(lines[query.limit - 1]!.line) : null,
    }
  })
  mount(frame, api.showAccountNumber, async ({ tx, params, body }) =>
    showAccountNumber(tx, params.personId, params.accountId, body.purpose),
  )
  mount(frame, api.writeBack, async ({ tx, params, body }) =>
    writeBack(tx, { household: params.householdId, instruction: params.instruction, ...body }),
  )
}
