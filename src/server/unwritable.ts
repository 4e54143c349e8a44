/** Half a character, or the one character no database text may hold: no letter of any name. */
export const unwritable = (text: string): boolean => /\p{Surrogate}|\0/u.test(text)

/** Nobody's form is deeper than this; what is, would drown whoever reads it recursively. */
const deepest = 40

/** Where in a request such characters stand, by path; what is too deep to be a form counts as one. */
export function* unwritableFields(value: unknown, path: string, depth = 0): Generator<string> {
  if (typeof value === 'string') {
    if (unwritable(value)) yield path
  } else if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) {
    if (depth === deepest) yield path
    else
      for (const [key, inner] of Object.entries(value))
        yield* unwritable(key) ? [path] : unwritableFields(inner, path ? `${path}.${key}` : key, depth + 1)
  }
}
