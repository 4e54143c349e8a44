import { type Day, dayInChinese } from '../foundation/index.ts'
import { canSay, type Lang, say } from '../wording/index.ts'
import type { Clock, ClockFace } from './clock.ts'

/** `第 9/30 个工作日 · 剩 21`, `已超期 2 个工作日`, `已暂停（等申请人补正，从2025年3月4日）`: the same everywhere a clock is shown. */
export function sayClock(face: ClockFace, unit: Clock['unit'], lang: Lang = 'zh'): string {
  const day = (d: Day) => (lang === 'zh' ? dayInChinese(d) : d)
  if (face.state === 'ended') return say(lang, 'office:clock-state.ended')
  if (face.state === 'paused') {
    const reason = face.pauseReason!
    const key = `office:pause.${reason}`
    return say(lang, 'office:clock-paused', {
      reason: canSay(key) ? say(lang, key) : reason,
      since: day(face.pausedSince!),
    })
  }
  const text =
    face.state === 'overdue'
      ? say(lang, `office:clock-${unit}-overdue`, { over: Math.max(1, -face.left) })
      : say(lang, `office:clock-${unit}`, { elapsed: face.elapsed, total: face.total, left: face.left })
  return face.provisional ? `${text}${say(lang, 'office:provisional-mark')}` : text
}
