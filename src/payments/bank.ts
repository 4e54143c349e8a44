import type { Day } from '../foundation/index.ts'

/** The bank, as far as we know it: files in, files out (docs/payments.md §6). By hand, over HTTP, or a test's own. */
export interface Bank {
  /** The acknowledgement of a payment file. The same bytes again give the same answer. */
  send(file: Buffer): Promise<Buffer>
  /** The acknowledgement of an earlier one, or null when the bank never saw it. */
  answer(book: string, sequence: bigint): Promise<Buffer | null>
  /** Numbers of the result files after this one, in order. */
  returnFiles(book: string, after: bigint): Promise<bigint[]>
  returnFile(book: string, sequence: bigint): Promise<Buffer>
  statement(book: string, from: Day, to: Day): Promise<Buffer>
}

const patienceMs = 15_000
const largestAnswer = 256 * 1024 * 1024

/** The bank's service. Its address comes from the configuration, never from data; redirects are not followed. */
export function bankOverHttp(options: { url: string; token: string }): Bank {
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(new URL(path, options.url), {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
      headers: { authorization: `Bearer ${options.token}`, ...init.headers },
    })
    if (!response.ok && response.status !== 404) throw new Error(`The bank's service answered ${response.status}`)
    return response
  }
  const bytesOf = async (response: Response): Promise<Buffer> => {
    if (response.status === 404) throw new Error("The bank's service does not know this file")
    const bytes = Buffer.from(await response.arrayBuffer())
    if (bytes.length > largestAnswer) throw new Error("The bank's answer is too large")
    return bytes
  }
  return {
    send: async (file) =>
      bytesOf(
        await ask('/payment-files', {
          method: 'POST',
          body: new Uint8Array(file),
          headers: { 'content-type': 'text/csv; charset=gb18030' },
        }),
      ),
    answer: async (book, sequence) => {
      const response = await ask(`/payment-files/${book}/${sequence}/acknowledgement`)
      return response.status === 404 ? null : bytesOf(response)
    },
    returnFiles: async (book, after) => {
      const response = await ask(`/return-files?payer=${book}&after=${after}`)
      if (response.status === 404) return []
      const body = (await response.json()) as { files?: { sequence?: unknown }[] }
      return (body.files ?? []).map((file) => BigInt(String(file.sequence)))
    },
    returnFile: async (book, sequence) => bytesOf(await ask(`/return-files/${book}/${sequence}`)),
    statement: async (book, from, to) => bytesOf(await ask(`/statements?payer=${book}&from=${from}&to=${to}`)),
  }
}
