import { paymentsDeskApi as api } from '../../../contract/index.ts'
import { householdCards, personById } from '../../../household/index.ts'
import { taskByKey } from '../../../office/index.ts'
import { accountsOf, clearAccount, waitingPayments } from '../../../payments/index.ts'
import { businessDay, type Tx } from '../../../platform/index.ts'
import type { ProgrammeId } from '../../../policy/index.ts'
import { say } from '../../../wording/index.ts'
import { listWorkbook } from '../../list-workbook.ts'
import { type Frame, mount } from '../../mount.ts'
import { placesOf } from '../../places.ts'
import { langOf } from '../../problems.ts'

/** 退回待发. */
export function returnedRoutes(frame: Frame): void {
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
}

async function returnedShown(tx: Tx, book: string) {
  const waiting = await waitingPayments(tx, book)
  const today = await businessDay(tx)
  const cards = await householdCards(tx, [...new Set(waiting.map((one) => one.household))], today)
  const places = await placesOf(tx, waiting)
  const items = []
  for (const one of waiting) {
    const accounts = one.payee === null ? [] : await accountsOf(tx, one.payee)
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
      payeeName: one.payee === null ? null : ((await personById(tx, one.payee))?.name ?? null),
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
