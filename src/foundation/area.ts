/**
 * An administrative area: 2 digits province, 4 prefecture, 6 county, 9 township, 12 village (GB/T 2260, GB/T 10114).
 * A shorter code contains every code that starts with it. 99xxxx belongs to the invented demo county.
 */
export type AreaCode = string & { readonly __area: unique symbol }
export type AreaLevel = 'nation' | 'province' | 'prefecture' | 'county' | 'township' | 'village'

const levels: Record<number, AreaLevel> = {
  0: 'nation',
  2: 'province',
  4: 'prefecture',
  6: 'county',
  9: 'township',
  12: 'village',
}

/** Checks the shape. `''` is the nation. Throws a RangeError otherwise. */
export function areaCode(text: string): AreaCode {
  if (!/^\d*$/.test(text) || !(text.length in levels))
    throw new RangeError(`Not an area code of 2, 4, 6, 9 or 12 digits: ${text}`)
  return text as AreaCode
}

export const areaLevel = (code: AreaCode): AreaLevel => levels[code.length]!
export const contains = (outer: AreaCode, inner: AreaCode): boolean => inner.startsWith(outer)

/** The smallest area of that level around a code, or null when the code is larger than that. */
export function enclosing(code: AreaCode, level: AreaLevel): AreaCode | null {
  const length = Number(Object.entries(levels).find(([, l]) => l === level)![0])
  return code.length >= length ? (code.slice(0, length) as AreaCode) : null
}

/** The codes from village to nation, nearest first: where a parameter is looked for. */
export const upwards = (code: AreaCode): AreaCode[] =>
  [12, 9, 6, 4, 2, 0].filter((length) => length <= code.length).map((length) => code.slice(0, length) as AreaCode)

/** `from <= area < to` in byte order selects an area and all below it (an index range; see docs/adr on row security). */
export const areaRange = (code: AreaCode): { from: string; to: string } => ({ from: code || '0', to: `${code}~` })

/** Invented people live only here; real residents can never have such a number. */
export const isDemoArea = (code: string): boolean => code.startsWith('99')
