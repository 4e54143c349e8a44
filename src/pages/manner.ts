import type { FastifyRequest } from 'fastify'
import { type Day, dayInChinese } from '../foundation/index.ts'
import { langOf } from '../server/index.ts'
import { type Lang, say } from '../wording/index.ts'

/** How a page is to be shown: language, 大字, and the words in that language. */
export interface Manner {
  lang: Lang
  large: boolean
  t(key: string, values?: Record<string, string | number>): string
  /** `2025年3月1日`, `1 March 2025`. */
  day(day: Day | string): string
  /** `2025年3月`, `March 2025`. */
  month(month: string): string
}

const months = 'January February March April May June July August September October November December'.split(' ')
const english = (iso: string): string => {
  const [year, month, day] = iso.split('-')
  return [day && Number(day), months[Number(month) - 1], year].filter(Boolean).join(' ')
}

export const mannerIn = (lang: Lang, large: boolean): Manner => ({
  lang,
  large,
  t: (key, values) => say(lang, key, values),
  day: (day) => (lang === 'zh' ? dayInChinese(day as Day) : english(day)),
  month: (month) =>
    lang === 'zh' ? `${month.slice(0, 4)}年${Number(month.slice(5, 7))}月` : english(month.slice(0, 7)),
})

/** The memory of a browser for its manner. */
export const mannerCookie = { path: '/', maxAge: 31_536_000 }

/** `?large=1` and the cookie of the same name; the cookie is the memory between visits. */
export function mannerOf(request: FastifyRequest): Manner {
  const lang = langOf(request)
  const asked = (request.query as { large?: string } | undefined)?.large
  return mannerIn(lang, (asked ?? request.cookies?.large) === '1')
}
