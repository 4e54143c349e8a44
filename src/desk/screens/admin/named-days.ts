import { type Day, isDay } from '../../../foundation/index.ts'

/** One day a line, `2026-01-01 元旦`, as the notice is typed in. The first line that is not one is named. */
export function readDays(text: string): { days: { day: Day; name: string }[] } | { wrong: string } {
  const days: { day: Day; name: string }[] = []
  for (const line of text.split('\n').map((one) => one.normalize('NFKC').trim())) {
    if (!line) continue
    const [, day, name] = /^(\d{4}-\d{2}-\d{2})\s+(\S.{0,19})$/.exec(line) ?? []
    if (!day || !name || !isDay(day)) return { wrong: line }
    days.push({ day, name })
  }
  return { days }
}
