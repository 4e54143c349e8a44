import { type Day, divide, type Fen, isDay } from '../../foundation/index.ts'

/** What a clerk sees in a cell, repaired: full-width digits and letters, spaces, line breaks inside. */
export const tidyCell = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** Characters with which a spreadsheet starts to compute; full-width forms count, some programs fold them (R49). */
const computes = /^[=+\-@\t\r＝＋－＠]/

/** Makes a cell harmless: a leading apostrophe is what every spreadsheet shows as plain text. */
export const neutral = (text: string): string => (computes.test(text) ? `'${text}` : text)
/** Takes back exactly what `neutral` did, so that a round trip changes nothing. */
export const unneutral = (text: string): string =>
  text.startsWith("'") && computes.test(text.slice(1)) ? text.slice(1) : text

/** `1,234.50元` → fen; null when it is no amount. */
export function readAmount(text: string): Fen | null {
  const bare = tidyCell(text)
    .replace(/[,,\s]/g, '')
    .replace(/^¥/, '')
    .replace(/元$/, '')
  const match = /^(-?)(\d{1,9})(?:\.(\d{1,4}))?$/.exec(bare)
  if (!match) return null
  // Spreadsheets hand out 333.3300 for 333.33; a real third of a fen is no payable amount.
  const fraction = (match[3] ?? '').replace(/0+$/, '')
  if (fraction.length > 2) return null
  const fen = BigInt(match[2]!) * 100n + BigInt(fraction.padEnd(2, '0'))
  return match[1] ? -fen : fen
}

export type Per = 'month' | 'quarter' | 'year'
const months = { month: 1n, quarter: 3n, year: 12n }

/** The monthly amount of a yearly or quarterly one; `exact` is false where it does not come out even. */
export function monthlyOf(amount: Fen, per: Per): { monthly: Fen; exact: boolean } {
  const monthly = divide(amount, months[per], 'halfUp')
  return { monthly, exact: monthly * months[per] === amount }
}

/** `2021年3月`, `2021.03`, `202103`, `2021/3/15` → a day; a month alone is its first day; null when it is none. */
export function readDay(text: string): Day | null {
  const bare = tidyCell(text)
    .replace(/[年月./]/g, '-')
    .replace(/[日号]/g, '')
    .replace(/-+$/, '')
  const match =
    /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/.exec(bare) ?? /^(\d{4})(\d{2})(\d{2})?$/.exec(bare.replace(/-/g, ''))
  if (!match) return null
  const day = `${match[1]}-${match[2]!.padStart(2, '0')}-${(match[3] ?? '1').padStart(2, '0')}`
  return isDay(day) ? day : null
}

export function readCount(text: string): number | null {
  const match = /^(\d{1,3})\s*[人口]?$/.exec(tidyCell(text))
  return match ? Number(match[1]) : null
}

const relations: [RegExp, string][] = [
  [/^(户主|本人|申请人|低保户主|户主本人|1)$/, 'applicant'],
  [/^(配偶|妻子?|丈夫|夫|夫妻|爱人|老婆|之妻|之夫)$/, 'spouse'],
  [/^(之?[长次二三四五六]?[子女]|儿子|女儿|子女|独生[子女]|[养继][子女]|[大小]儿子|[大小]女儿)$/, 'child'],
  [/^(儿媳妇?|媳妇|女婿|孙媳妇?)$/, 'childInLaw'],
  [/^(父亲?|母亲?|父母|之[父母]|继[父母]|养[父母]|爸爸|妈妈)$/, 'parent'],
  [/^(岳[父母]|公公|婆婆|公婆|配偶的?父母)$/, 'parentInLaw'],
  [/^(外?祖[父母]|外?祖父母|爷爷|奶奶|外公|外婆|姥爷|姥姥)$/, 'grandparent'],
  [/^(外?孙[子女]?|曾孙[子女]?|重孙[子女]?|之孙)$/, 'grandchild'],
  [/^([兄弟姐妹]|哥哥|弟弟|姐姐|妹妹|兄弟姐妹|兄弟|姐妹|之[兄弟姐妹])$/, 'sibling'],
  [/^(其他|其它|其他亲属|侄[子女]?|外甥女?|叔|伯|姑|舅|姨)$/, 'otherLegal'],
]

/** 与户主关系 as written → the code of the policy fact `relation`; null when we do not know the word. */
export function relationCode(text: string): string | null {
  const bare = tidyCell(text)
    .replace(/[()\s]/g, '')
    .replace(/^与?户主的?(?=.)/, '')
  return relations.find(([words]) => words.test(bare))?.[1] ?? null
}
