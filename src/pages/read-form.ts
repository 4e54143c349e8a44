import { type Day, isDay, type Refusal, refuse } from '../foundation/index.ts'
import type { Visit } from './page.ts'
import type { FieldProblem } from './problem.ts'

/** One field of a posted form, trimmed; nothing is `''`. */
export const text = (form: Visit['form'] | Visit['query'], name: string): string => {
  const value = form[name]
  return String((Array.isArray(value) ? value[0] : value) ?? '')
    .normalize('NFC')
    .trim()
}

/** All values of one name: boxes ticked in a list. */
export const texts = (form: Visit['form'] | Record<string, unknown>, name: string): string[] => {
  const value = (form as Record<string, unknown>)[name]
  return value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String)
}

/** A day as people write it: 1950-3-2, 1950年3月2日, 1950.3.2, 19500302. */
export function dayFrom(typed: string): Day | null {
  const plain = typed.normalize('NFKC').replace(/\s/g, '')
  const parts = /^(\d{4})(?:[-/.年]?)(\d{1,2})(?:[-/.月]?)(\d{1,2})日?$/.exec(plain)
  if (!parts || (/^\d+$/.test(plain) && plain.length !== 8)) return null
  const day = `${parts[1]}-${parts[2]!.padStart(2, '0')}-${parts[3]!.padStart(2, '0')}`
  return isDay(day) ? day : null
}

export const phonePattern = /^1\d{10}$|^0\d{2,3}-?\d{7,8}$/
export const tidyPhone = (typed: string) => typed.normalize('NFKC').replace(/[\s-]/g, '')

export interface Upload {
  fields: Record<string, string>
  files: { field: string; bytes: Buffer }[]
  /** Files that could not be read, by their field. */
  wrong: { field: string; refusal: Refusal<'file-too-large'> }[]
}

/** What is said at the field of a file that could not be read. */
export const unread = ({ field, refusal }: Upload['wrong'][number]): FieldProblem => ({
  field,
  says: `refusals:${refusal.refused}`,
  values: refusal.with,
})

/** What a phone sends at most in one photograph; the frame reads no further. */
const megabytes = 15

/** A form with photographs; without any it may also come as plain fields. Too large a photograph keeps the rest of the form. */
export async function readUpload(visit: Visit, mostFiles = 9): Promise<Upload> {
  const upload: Upload = { fields: {}, files: [], wrong: [] }
  if (!visit.request.isMultipart()) {
    for (const name of Object.keys(visit.form)) upload.fields[name] = text(visit.form, name)
    return upload
  }
  let field = ''
  try {
    for await (const part of visit.request.parts()) {
      field = part.fieldname
      if (part.type === 'field') upload.fields[field] = String(part.value).normalize('NFC').trim()
      else {
        const bytes = await part.toBuffer()
        if (bytes.length && upload.files.length < mostFiles) upload.files.push({ field, bytes })
      }
    }
  } catch (problem) {
    // The rest of the body is not read: the hidden fields stand before the files.
    // One that breaks off on the way is the sender's to send again.
    const { code, statusCode = 400 } = problem as { code?: string; statusCode?: number }
    if (code !== 'FST_REQ_FILE_TOO_LARGE') throw Object.assign(problem as Error, { statusCode })
    upload.wrong.push({ field, refusal: refuse('file-too-large', { megabytes }) })
  }
  return upload
}
