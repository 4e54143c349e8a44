import type { MultipartFile } from '@fastify/multipart'
import type { Visit } from './page.ts'

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

export const phonePattern = /^1\d{10}$|^0\d{2,3}-?\d{7,8}$/
export const tidyPhone = (typed: string) => typed.normalize('NFKC').replace(/[\s-]/g, '')

export interface Upload {
  fields: Record<string, string>
  files: { field: string; bytes: Buffer }[]
}

/** A form with photographs; without any it may also come as plain fields. */
export async function readUpload(visit: Visit, mostFiles = 9): Promise<Upload> {
  const fields: Record<string, string> = {}
  const files: Upload['files'] = []
  if (!visit.request.isMultipart()) {
    for (const name of Object.keys(visit.form)) fields[name] = text(visit.form, name)
    return { fields, files }
  }
  try {
    for await (const part of visit.request.parts()) {
      if (part.type === 'file') {
        const bytes = await (part as MultipartFile).toBuffer()
        if (bytes.length && files.length < mostFiles) files.push({ field: part.fieldname, bytes })
      } else fields[part.fieldname] = String(part.value).normalize('NFC').trim()
    }
  } catch (problem) {
    // A form that breaks off on the way is the sender's to send again.
    throw Object.assign(problem as Error, { statusCode: (problem as { statusCode?: number }).statusCode ?? 400 })
  }
  return { fields, files }
}
