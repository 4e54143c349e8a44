import { type Lang, say } from '../wording/index.ts'

/**
 * What may go to a telephone: at most 70 characters, no link, no name, no reason, always an office phone (ux §3.2).
 * Whoever reads it over a shoulder learns as little as possible.
 */
export const messageKinds = {
  received: { values: ['number', 'due', 'phone'] },
  supplement: { values: ['count', 'item', 'due', 'phone'] },
  visit: { values: ['when', 'officer', 'phone'] },
  'sign-asked': { values: ['due', 'phone'] },
  approved: { values: ['month', 'amount', 'phone'] },
  refused: { values: ['phone'], held: true },
  rebuttal: { values: ['due', 'phone'], held: true },
  increased: { values: ['month', 'amount', 'phone'] },
  reduced: { values: ['month', 'phone'], held: true },
  suspended: { values: ['month', 'phone'], held: true },
  resumed: { values: ['month', 'phone'] },
  stopped: { values: ['month', 'phone'], held: true },
  closed: { values: ['phone'], held: true },
  'appeal-received': { values: ['due', 'phone'] },
  'appeal-answered': { values: ['phone'], held: true },
  paid: { values: ['month', 'amount', 'ending', 'phone'] },
  returned: { values: ['month', 'phone'] },
  'account-changed': { values: ['ending', 'phone'] },
  'review-due': { values: ['month', 'phone'] },
  'draft-expiring': { values: ['days', 'phone'] },
  /** A one-time code is asked for just now, so it goes at any hour. */
  code: { values: ['code', 'minutes', 'phone'], anyHour: true },
} as const satisfies Record<string, { values: readonly string[]; held?: boolean; anyHour?: boolean }>

export type MessageKind = keyof typeof messageKinds
export type MessageValues<K extends MessageKind> = Record<(typeof messageKinds)[K]['values'][number], string | number>

export const longestMessage = 70

const rulesOf = (kind: MessageKind): { values: readonly string[]; held?: boolean; anyHour?: boolean } =>
  messageKinds[kind]
/** A person explains first, then releases it: nobody learns of a refusal from a telephone's screen. */
export const isHeld = (kind: MessageKind): boolean => rulesOf(kind).held ?? false
export const mayDisturb = (kind: MessageKind): boolean => rulesOf(kind).anyHour ?? false

/** The text; a free value that makes it too long is shortened, the phone never. */
export function messageText<K extends MessageKind>(kind: K, values: MessageValues<K>, lang: Lang = 'zh'): string {
  const text = (of: Record<string, string | number>) => say(lang, `office:sms.${kind}`, of)
  let made = text(values)
  const free = ['item', 'when', 'officer'].filter((name) => name in values)
  for (const name of free) {
    const over = [...made].length - longestMessage
    if (over <= 0) break
    const value = [...String((values as Record<string, string | number>)[name])]
    made = text({ ...values, [name]: `${value.slice(0, Math.max(1, value.length - over - 1)).join('')}…` })
  }
  return made
}

/** Quiet from 20:00 to 8:00 in Shanghai: the moment itself, or eight in the morning. */
export function nextDecentMoment(at: Date): Date {
  const shanghai = new Date(at.getTime() + 8 * 3_600_000)
  const hour = shanghai.getUTCHours()
  if (hour >= 8 && hour < 20) return at
  const morning = Date.UTC(
    shanghai.getUTCFullYear(),
    shanghai.getUTCMonth(),
    shanghai.getUTCDate() + (hour >= 20 ? 1 : 0),
    8,
  )
  return new Date(morning - 8 * 3_600_000)
}
