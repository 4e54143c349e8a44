import { Converter } from 'opencc-js/t2cn'
import { pinyin } from 'pinyin-pro'
import { nameKey, surname } from '../foundation/index.ts'
import { variantCharacters } from './variant-characters.ts'

/** Stands for a character an old system could not write: a wildcard, not a difference. */
export const unknownCharacter = '□'

type Convert = (text: string) => string
let converter: Convert | null = null
/** The table is large, so it is read when the first name needs it. */
const simplify: Convert = (text) => {
  const convert: Convert = converter ?? Converter({ from: 't', to: 'cn' })
  converter = convert
  return convert(text)
}

/**
 * The name for comparing across systems: simplified, common variants folded, separators dropped, lost characters as □.
 * It merges some real names (徐乾學 and 徐干学), so it may support an equal number but never replace one.
 */
export function variantKey(name: string): string {
  const folded = [...nameKey(name.replace(/[??□■◻◼*]/g, unknownCharacter))]
    .map((character) => (isPrivateUse(character) ? unknownCharacter : (variantCharacters.get(character) ?? character)))
    .join('')
  return simplify(folded).toUpperCase()
}

const isPrivateUse = (character: string): boolean => {
  const point = character.codePointAt(0)!
  return (point >= 0xe000 && point <= 0xf8ff) || point >= 0xf0000
}

/**
 * Everything a clerk may type to find this name: the name itself, whole pinyin and initials, for every reading of the
 * first character (单 is shan as a surname, dan elsewhere; both are typed).
 */
export function searchKeys(name: string): string[] {
  const bare = nameKey(name)
  if (!bare) return []
  const keys = new Set([bare, variantKey(name)])
  const characters = [...bare]
  if (/^\p{Script=Latin}+$/u.test(bare)) return [bare.toLowerCase()]
  const spoken = pinyin(bare, { toneType: 'none', type: 'array', mode: 'surname', v: true })
  const readings = new Set([spoken[0] ?? '', ...pinyin(characters[0]!, spell)])
  // A double surname is read as one word; its first character alone has other readings that nobody types.
  if ([...surname(name)].length > 1 && !name.includes('·')) {
    readings.clear()
    readings.add(spoken[0] ?? '')
  }
  for (const first of readings) {
    const syllables = [first, ...spoken.slice(1)].map(plainLatin)
    keys.add(syllables.join(''))
    keys.add(syllables.map((syllable) => [...syllable][0] ?? '').join(''))
  }
  keys.delete('')
  return [...keys]
}

const spell = { toneType: 'none', type: 'array', multiple: true, v: true } as const
const plainLatin = (syllable: string): string => syllable.toLowerCase().replaceAll('ü', 'v')

/** What was typed, in the same form as the keys. */
export const searchText = (typed: string): string => {
  const bare = nameKey(typed)
  return /^[\p{Script=Latin}\d']+$/u.test(bare) ? plainLatin(bare) : bare
}
