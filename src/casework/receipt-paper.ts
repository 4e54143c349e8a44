import type { Day, Refusal } from '../foundation/index.ts'
import { householdById, membersOn } from '../household/index.ts'
import { type IssuedDocument, issueDocument, workingCalendar } from '../office/index.ts'
import type { Tx } from '../platform/index.ts'
import { programmes } from '../policy/index.ts'
import { say, sayPageKind } from '../wording/index.ts'
import { dutyOf } from './clock.ts'
import type { HelperInput } from './helper.ts'
import type { Opened } from './open-case.ts'
import { officerName } from './papers.ts'
import { organAt } from './remedies.ts'

/** One kind of paper that was handed in, for the count on the receipt. */
export interface HandedIn {
  kind: string
  whose: string | null
  pages: number
}

const word = (key: string, values: Record<string, string | number> = {}) => say('zh', `casework:${key}`, values)
const of = (what: string, whose: string | null) => (whose ? `${what}(${whose})` : what)

/**
 * 收件回执: the first paper a family holds. Whoever took the application cannot say later that there was none, and from its
 * day the office owes an answer. It promises nothing about the outcome.
 */
export async function receiptPaper(
  tx: Tx,
  opened: Opened,
  what: {
    today: Day
    people: number
    helper: HelperInput | null
    handedIn: readonly HandedIn[]
    toFollow: readonly string[]
    unsigned: readonly { personId: bigint; what: 'authorisation' | 'pledge' }[]
  },
): Promise<IssuedDocument | Refusal> {
  const { row, state } = opened
  const [people, household, organ] = [
    await membersOn(tx, row.household, state.openedOn),
    await householdById(tx, row.household),
    await organAt(tx, state, 'township', what.today),
  ]
  const applicant = people.find((m) => m.person === state.applicant) ?? people[0]
  const names = new Map(people.map((m) => [m.person, m.name]))
  const duty = dutyOf(state, await workingCalendar(tx))
  return issueDocument(tx, {
    kind: 'application-receipt',
    household: row.household,
    caseId: row.caseId,
    by: 'township',
    data: {
      caseNumber: row.caseNo,
      qr: `/p/${opened.receiptToken}`,
      addressee: {
        name: applicant?.name ?? word('family'),
        member: applicant ? String(applicant.person) : null,
        address: household?.address ?? household?.registeredAddress ?? null,
      },
      programme: programmes[state.programme].zh,
      received: state.openedOn,
      entered: state.openedOn === what.today ? null : what.today,
      people: what.people,
      helper: what.helper ? helperInWords(what.helper) : null,
      handedIn: [
        { what: word(`receipt.application-${state.origin}`), pages: null },
        ...what.handedIn.map(({ kind, whose, pages }) => ({ what: of(sayPageKind('zh', kind), whose), pages })),
      ],
      toFollow: what.toFollow.map((kind) => sayPageKind('zh', kind)),
      unsigned: what.unsigned.map((missing) =>
        word(`receipt.unsigned-${missing.what}`, { name: names.get(missing.personId) ?? word('family') }),
      ),
      answerBy: state.acceptBy,
      answerProvisional: duty?.due === state.acceptBy && (duty?.provisional ?? false),
      queryCode: opened.readOutCode,
      supervisionPhone: organ.supervisionPhone,
      officer: await officerName(tx),
    },
  })
}

const helperInWords = ({ name, relation, unit }: HelperInput): string =>
  of(name.trim(), [relation, unit].filter(Boolean).join(' ') || null)
