import { paymentsDeskApi as api } from '../../../contract/index.ts'
import { isRefusal, refuse } from '../../../foundation/index.ts'
import { type HouseholdId, householdCards, membersOn, personById } from '../../../household/index.ts'
import {
  accountsOf,
  captureAccount,
  changesWaiting,
  choosePayee,
  confirmAccount,
  confirmPayee,
  payeesOf,
  rejectAccount,
  rejectPayee,
} from '../../../payments/index.ts'
import { businessDay, type Tx } from '../../../platform/index.ts'
import { say } from '../../../wording/index.ts'
import { listWorkbook } from '../../list-workbook.ts'
import { type Frame, mount } from '../../mount.ts'
import { placesOf } from '../../places.ts'
import { langOf } from '../../problems.ts'

const done = { done: true as const }

/** Who collects. */
export function payeeRoutes(frame: Frame): void {
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
