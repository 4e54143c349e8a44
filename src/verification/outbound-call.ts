/** What came back from another organisation, with every wait and size bounded (R53). */
export interface CallAnswer {
  status: number
  bytes: Buffer
  signature: string | null
}

export interface Call {
  method: 'GET' | 'POST'
  /** Configured by the installation. */
  base: string
  /** Made of ids of ours; never a person's number. */
  path: string
  token: string
  body?: Uint8Array | string
  type?: string
  demoDay?: string
  timeoutMs?: number
  largest?: number
}

export type CallTrouble = 'unreachable' | 'too-slow' | 'too-large' | 'redirected' | 'cut-off'

export class CallFailed extends Error {
  readonly trouble: CallTrouble
  constructor(trouble: CallTrouble, cause: unknown) {
    super(`The call failed: ${trouble}`, { cause })
    this.trouble = trouble
  }
}

const usualTimeoutMs = 15_000
const usualLargest = 20 * 1024 * 1024

/** One call, to the configured place and nowhere else: a redirect is not followed. Throws CallFailed. */
export async function call(request: Call): Promise<CallAnswer> {
  const url = new URL(request.path, request.base)
  if (url.origin !== new URL(request.base).origin) throw new CallFailed('redirected', null)
  const signal = AbortSignal.timeout(request.timeoutMs ?? usualTimeoutMs)
  let response: Response
  try {
    response = await fetch(url, {
      method: request.method,
      redirect: 'manual',
      signal,
      headers: {
        authorization: `Bearer ${request.token}`,
        ...(request.type && { 'content-type': request.type }),
        ...(request.demoDay && { 'x-demo-day': request.demoDay }),
      },
      ...(request.body !== undefined && {
        body: typeof request.body === 'string' ? request.body : new Blob([new Uint8Array(request.body)]),
      }),
    })
  } catch (cause) {
    throw new CallFailed(signal.aborted ? 'too-slow' : 'unreachable', cause)
  }
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel()
    throw new CallFailed('redirected', null)
  }
  const bytes = await readBounded(response, request.largest ?? usualLargest, signal)
  return { status: response.status, bytes, signature: response.headers.get('x-signature') }
}

async function readBounded(response: Response, largest: number, signal: AbortSignal): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of response.body ?? []) {
      size += part.length
      if (size > largest) throw new CallFailed('too-large', null)
      parts.push(part)
    }
  } catch (cause) {
    if (cause instanceof CallFailed) throw cause
    throw new CallFailed(signal.aborted ? 'too-slow' : 'cut-off', cause)
  }
  return Buffer.concat(parts)
}
