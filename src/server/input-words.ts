import type { z } from 'zod'
import { canSay, type Lang, say } from '../wording/index.ts'

/** What is wrong with one entry, with the name of the entry: 姓名:最多 50 个字,现在有 10000 个。 */
export function issueInWords(lang: Lang, issue: z.core.$ZodIssue, value: unknown): string {
  const name = [...issue.path].reverse().find((part): part is string => typeof part === 'string')
  const label = name !== undefined && canSay(`fields:${name}`) ? say(lang, `fields:${name}`) : name
  const said = problemOf(lang, issue, value)
  return label ? say(lang, 'fields:said', { label, said }) : said
}

function problemOf(lang: Lang, issue: z.core.$ZodIssue, whole: unknown): string {
  const value = issue.path.reduce<unknown>(
    (held, part) => (held as Record<PropertyKey, unknown> | undefined)?.[part],
    whole,
  )
  if (value === undefined || value === null || value === '') return say(lang, 'fields:is-missing')
  const { origin } = issue as { origin?: string }
  if (issue.code === 'too_big' && origin === 'string')
    return say(lang, 'fields:too-long', { most: Number(issue.maximum), now: String(value).length })
  if (issue.code === 'too_small' && origin === 'string')
    return Number(issue.minimum) <= 1
      ? say(lang, 'fields:is-missing')
      : say(lang, 'fields:too-short', { least: Number(issue.minimum) })
  if (issue.code === 'too_big' && origin === 'array')
    return say(lang, 'fields:too-many', { most: Number(issue.maximum) })
  if (issue.code === 'invalid_value') return say(lang, 'fields:not-a-choice')
  if (issue.code === 'unrecognized_keys') return say(lang, 'fields:unknown', { keys: issue.keys.join(', ') })
  return issue.message
}
