import { unnamedSupporter } from '../../contract/index.ts'
import { type Fen, yuanForReading } from '../../foundation/index.ts'
import { type FactValue, factEntry, isFactName } from '../../policy/index.ts'
import { canSay, type Lang, say } from '../../wording/index.ts'

/** A code in words where the catalogue has one; the code itself otherwise, never nothing. */
export const codeWord = (lang: Lang, group: string, code: string | null | undefined): string =>
  !code ? '' : canSay(`desk:${group}.${code}`) ? say(lang, `desk:${group}.${code}`) : code

export const yuanWord = (lang: Lang, fen: Fen | null): string =>
  fen === null ? say(lang, 'desk:unknown') : say(lang, 'desk:yuan', { amount: yuanForReading(fen) })

/** Whose figure it is; a relative nobody has named yet is called that. */
export const whoseWord = (lang: Lang, whose: string | null): string => {
  const unnamed = unnamedSupporter(whose)
  return unnamed
    ? say(lang, 'desk:case.unnamed-supporter', { no: unnamed })
    : (whose ?? say(lang, 'desk:case.household'))
}

export const factWord = (lang: Lang, name: string): string => (isFactName(name) ? factEntry(name).label[lang] : name)

/** A figure as people say it. Unknown is a word of its own, never 0. */
export function valueWord(lang: Lang, name: string, value: FactValue | undefined): string {
  if (value === null || value === undefined) return say(lang, 'desk:unknown')
  if (!isFactName(name)) return String(value)
  const entry = factEntry(name)
  switch (entry.unit) {
    case 'fen':
      return yuanWord(lang, typeof value === 'bigint' ? value : BigInt(Number(value)))
    case 'boolean':
      return say(lang, value ? 'desk:yes' : 'desk:no')
    case 'code':
      return entry.codes?.[String(value)]?.[lang] ?? String(value)
    case 'count':
      return `${value}${entry.countOf ? ` ${entry.countOf[lang]}` : ''}`
    default:
      return String(value)
  }
}

/** What somebody typed into a money field, in fen; null when it is not an amount. */
export function fenTyped(text: string): Fen | null {
  const match = /^\s*(\d{1,12})(?:\.(\d{1,2}))?\s*$/.exec(text.normalize('NFKC').replaceAll(',', ''))
  if (!match) return null
  return BigInt(match[1]!) * 100n + BigInt((match[2] ?? '').padEnd(2, '0'))
}
