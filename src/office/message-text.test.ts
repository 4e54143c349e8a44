import { expect, test } from 'vitest'
import { canSay } from '../wording/index.ts'
import {
  isHeld,
  longestMessage,
  type MessageKind,
  messageKinds,
  messageText,
  nextDecentMoment,
} from './message-text.ts'

const kinds = Object.keys(messageKinds) as MessageKind[]
/** The longest values an office can produce. */
const widest: Record<string, string> = {
  number: '482913',
  due: '12月31日',
  phone: '0999-12345678转8001',
  count: '12',
  item: '张建国和张小䶮的核对授权签字、诊断书和近三个月费用清单、在读证明',
  when: '12月31日下午',
  officer: '欧阳某（工号120034）和陈某（工号120035）',
  month: '12月',
  amount: '12,345.67',
  ending: '1234',
  days: '30',
  code: '482913',
  minutes: '10',
}

test.each(kinds)('%s: at most 70 characters, the office phone in it, no link, no place for a name', (kind) => {
  for (const lang of ['zh', 'en'] as const) {
    const text = messageText(kind, widest as never, lang)
    expect([...text].length, text).toBeLessThanOrEqual(longestMessage)
    expect(text).toContain(widest.phone!)
    expect(text).not.toMatch(/https?:|www\.|\.cn|\{\{|office:/)
  }
  expect(canSay(`office:sms-name.${kind}`)).toBe(true)
})

test('the words of the practice book', () => {
  expect(messageText('received', { number: '482913', due: '4月17日', phone: '0999-1234567' })).toBe(
    '您的低保申请已收到，编号482913，最晚4月17日答复。问：0999-1234567',
  )
  expect(messageText('returned', { month: '3月', phone: '12345' })).toBe(
    '3月的钱被银行退回，钱给您留着，请核对卡号后来电：12345',
  )
})

test('what hurts is held until a person has explained it, and names no reason and no amount', () => {
  for (const kind of ['refused', 'reduced', 'suspended', 'stopped', 'closed', 'appeal-answered', 'rebuttal'] as const) {
    expect(isHeld(kind), kind).toBe(true)
    expect(messageKinds[kind].values).not.toContain('amount')
  }
  expect(isHeld('approved')).toBe(false)
})

test.each([
  ['2025-03-20T11:59:59Z', '2025-03-20T11:59:59.000Z'], // 19:59:59 in Shanghai
  ['2025-03-20T12:00:00Z', '2025-03-21T00:00:00.000Z'], // 20:00 → 8:00 next day
  ['2025-03-20T20:30:00Z', '2025-03-21T00:00:00.000Z'], // 04:30 → 8:00 the same Shanghai day
  ['2025-03-20T23:59:59Z', '2025-03-21T00:00:00.000Z'], // 07:59:59
  ['2025-03-21T00:00:00Z', '2025-03-21T00:00:00.000Z'], // 08:00
  ['2025-12-31T15:00:00Z', '2026-01-01T00:00:00.000Z'], // New Year's Eve, 23:00
])('quiet from 20:00 to 8:00: %s goes out at %s', (at, out) => {
  expect(nextDecentMoment(new Date(at)).toISOString()).toBe(out)
})
