/**
 * Law or procedure says no. A returned value, not an exception: `{ refused: 'notice-open', until }`.
 * Only the server knows its HTTP status and only the wording chapter its Chinese.
 */
export interface Refusal<Code extends string = string> {
  refused: Code
  /** Values for the message: days, numbers, labels; never personal data. */
  with?: Record<string, string | number>
  /** The field at fault, as a path in the input, when there is one. */
  field?: string
}

export const refuse = <Code extends string>(
  refused: Code,
  values?: Refusal['with'],
  field?: string,
): Refusal<Code> => ({
  refused,
  ...(values && { with: values }),
  ...(field && { field }),
})

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && typeof (value as { refused?: unknown }).refused === 'string'

/** A defect: cannot happen. Stops. */
export function assert(condition: unknown, message = 'This cannot happen'): asserts condition {
  if (!condition) throw new Error(`Defect: ${message}`)
}
