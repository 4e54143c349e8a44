import type { FastifyRequest } from 'fastify'
import { langOf } from '../server/index.ts'
import { type Lang, say } from '../wording/index.ts'

/** How a page is to be shown: language, 大字, and the words in that language. */
export interface Manner {
  lang: Lang
  large: boolean
  t(key: string, values?: Record<string, string | number>): string
}

/** `?large=1` and the cookie of the same name; the cookie is the memory between visits. */
export function mannerOf(request: FastifyRequest): Manner {
  const lang = langOf(request)
  const asked = (request.query as { large?: string } | undefined)?.large
  return { lang, large: (asked ?? request.cookies?.large) === '1', t: (key, values) => say(lang, key, values) }
}
