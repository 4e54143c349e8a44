/** Longest name we accept (minority names with separators reach 30 and more; ux feature 37). */
export const longestName = 50

/** NFKC, one kind of separator `·` (U+00B7) between name parts, no spaces around it. */
export function tidyName(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[•‧・･．·∙⋅]/g, '·')
    .replace(/\s*·\s*/g, '·')
    .replace(/\s+/g, ' ')
    .trim()
}

/** For comparing, never for showing: separators and spaces dropped. */
export const nameKey = (text: string): string => tidyName(text).replace(/[·\s.]/g, '')

/** What is wrong with a name, or null. Han, Latin letters, `·`, space, hyphen and apostrophe are fine. */
export function nameProblem(text: string): 'empty' | 'too-long' | 'characters' | null {
  const tidy = tidyName(text)
  if (!tidy) return 'empty'
  if ([...tidy].length > longestName) return 'too-long'
  return /^[\p{Script=Han}\p{L}·\-' 〇]+$/u.test(tidy) ? null : 'characters'
}

const doubleSurnames = [
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '东方',
  '尉迟',
  '皇甫',
  '公孙',
  '慕容',
  '令狐',
  '宇文',
  '长孙',
  '司徒',
  '万俟',
  '夏侯',
  '端木',
  '南宫',
  '独孤',
]

/** The surname as a clerk would say it; the first part of a name with `·`. */
export function surname(name: string): string {
  const tidy = tidyName(name)
  if (tidy.includes('·')) return tidy.split('·')[0]!
  return doubleSurnames.find((double) => tidy.startsWith(double) && [...tidy].length > 2) ?? [...tidy][0] ?? ''
}

/** For public notices: `王小明` → `王**`; always two stars, so that the length tells nothing. */
export const maskedName = (name: string): string => `${surname(name)}**`
