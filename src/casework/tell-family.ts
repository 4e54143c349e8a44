import { staffNames } from '../access/index.ts'
import { type Day, dayInChinese, type Month, surname, yuanForReading } from '../foundation/index.ts'
import { type MessageKind, type MessageValues, sendMessage } from '../office/index.ts'
import type { Tx } from '../platform/index.ts'
import type { Act, ActName } from './act.ts'
import type { Appeal } from './appeal.ts'
import type { Case } from './application.ts'
import type { CaseRow } from './case-store.ts'
import { organAt } from './remedies.ts'

/**
 * Short messages: a number, a day, an office phone; never a name, a reason or an amount refused (ux §3.2). Bad news is
 * held by the office until somebody has explained it. Everything works without them.
 */
interface About {
  row: CaseRow
  state: Case | Appeal
}

async function tell<K extends MessageKind>(
  tx: Tx,
  { row, state }: About,
  key: string,
  kind: K,
  on: Day,
  values: Omit<MessageValues<K>, 'phone'>,
): Promise<void> {
  const { hotline } = await organAt(tx, state, 'township', on)
  await sendMessage(tx, {
    household: row.household,
    key: `case/${row.caseId}/${key}`,
    kind,
    caseId: row.caseId,
    values: { ...values, phone: hotline } as MessageValues<K>,
  })
}

const short = (day: Day) => dayInChinese(day).slice(5)
const monthOnly = (month: Month) => String(Number(month.slice(5)))

export const tellReceived = (tx: Tx, about: About, on: Day, code: string, due: Day) =>
  tell(tx, about, 'received', 'received', on, { number: code, due: short(due) })

export const tellSupplement = (tx: Tx, about: About, on: Day, items: readonly { item: string }[], due: Day) =>
  tell(tx, about, 'supplement', 'supplement', on, { count: items.length, item: items[0]!.item, due: short(due) })

export async function tellVisit(tx: Tx, about: About, on: Day, visitOn: Day, account: string): Promise<void> {
  const name = (await staffNames(tx, [account])).get(account)?.name
  await tell(tx, about, `visit/${visitOn}`, 'visit', on, {
    when: short(visitOn),
    officer: name ? `${surname(name)}某` : '',
  })
}

export const tellClosed = (tx: Tx, about: About, on: Day) => tell(tx, about, 'closed', 'closed', on, {})
export const tellAppealReceived = (tx: Tx, about: About, on: Day, due: Day) =>
  tell(tx, about, 'appeal-received', 'appeal-received', on, { due: short(due) })
export const tellAppealAnswered = (tx: Tx, about: About, on: Day) =>
  tell(tx, about, 'appeal-answered', 'appeal-answered', on, {})
export const tellReviewDue = (tx: Tx, about: About, on: Day, month: Month) =>
  tell(tx, about, 'review-due', 'review-due', on, { month: monthOnly(month) })

/** The result, once the letter is written. */
export async function tellResult(tx: Tx, about: About, on: Day, act: Act): Promise<void> {
  const month = monthOnly(act.from)
  const amount = yuanForReading(act.monthly)
  const told: Partial<Record<ActName, () => Promise<void>>> = {
    grant: () => tell(tx, about, 'result', 'approved', on, { month, amount }),
    refuse: () => tell(tx, about, 'result', 'refused', on, {}),
    raise: () => tell(tx, about, 'result', 'increased', on, { month, amount }),
    reduce: () => tell(tx, about, 'result', 'reduced', on, { month }),
    suspend: () => tell(tx, about, 'result', 'suspended', on, { month }),
    resume: () => tell(tx, about, 'result', 'resumed', on, { month }),
    stop: () => tell(tx, about, 'result', 'stopped', on, { month }),
  }
  await told[act.act]?.()
}
