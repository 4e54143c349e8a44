import { colleague } from '../../access/index.ts'
import { type CaseRef, isNonEmpty, type PaperSignature, type StructuredReason } from '../../casework/index.ts'
import type { Route } from '../../contract/index.ts'
import { type Day, isRefusal, type Refusal, refuse } from '../../foundation/index.ts'
import type { Tx } from '../../platform/index.ts'
import { type FactName, type FactValue, factEntry, isFactName } from '../../policy/index.ts'
import { type Call, type Frame, mount } from '../mount.ts'

type Taken = Refusal | { caseId: string; version: number; stage: string }

/** A step of a case as every door takes it: read the version the officer saw, call the use case, say where the case is now. */
export const stepsOn =
  (frame: Frame) =>
  <R extends Route>(route: R, take: (call: Call<R> & { ref: CaseRef }) => Promise<Taken>): void =>
    mount(frame, route, async (call) => {
      const ref = { caseId: (call.params as { caseId: string }).caseId, version: versionOf(call.ifMatch) }
      const taken = await take({ ...call, ref })
      return isRefusal(taken) ? taken : ({ reply: taken, etag: `"${taken.version}"` } as never)
    })

/** `"7"` as the case page was read; anything else was never ours and meets no version. */
const versionOf = (ifMatch: string | null): number => Number(/^"(\d{1,9})"$/.exec(ifMatch ?? '')?.[1] ?? -1)

type Subject = { kind: 'household' } | { kind: 'person'; id: bigint } | { kind: 'supporter'; id: string }
export function subjectOf(text: string): Subject {
  const [kind, id] = text.split('/') as [string, string | undefined]
  if (kind === 'person') return { kind, id: BigInt(id!) }
  return kind === 'supporter' ? { kind, id: id! } : { kind: 'household' }
}

export const factValue = (name: FactName, value: string | number | boolean | null): FactValue =>
  factEntry(name).unit === 'fen' && typeof value === 'number' ? BigInt(value) : value

/** Which value counts and why, as the form sends it; a name the dictionary does not have is told with its place. */
export function figuresOf(
  figures: readonly {
    subject: string
    name: string
    from?: string | undefined
    value?: string | number | boolean | null | undefined
    reason: string
    validFrom?: Day | undefined
  }[],
) {
  const read = []
  for (const [i, one] of figures.entries()) {
    if (!isFactName(one.name)) return refuse('fact-unknown', { name: one.name }, `figures.${i}.name`)
    read.push({
      subject: subjectOf(one.subject),
      name: one.name,
      reason: one.reason,
      ...(one.from ? { from: one.from } : { value: factValue(one.name, one.value ?? null) }),
      ...(one.validFrom && { validFrom: one.validFrom }),
    })
  }
  return read
}

/** A written "no" rests on reasons; what it rests on besides is the application itself. */
export function groundsOf(caseId: string, reasons: readonly StructuredReason[]) {
  if (!isNonEmpty(reasons)) return refuse('reason-needed', {}, 'grounds.reasons')
  return { reasons, evidence: [{ kind: 'statement' as const, id: caseId }] as const }
}

export async function paperOf(
  tx: Tx,
  given: { account: string; scan: string } | undefined,
): Promise<{ paper?: PaperSignature } | Refusal> {
  if (!given) return {}
  const signer = await colleague(tx, given.account)
  if (!signer) return refuse('no-such-colleague', {}, 'paper.account')
  return { paper: { person: signer.person, account: signer.account, role: signer.role, scan: given.scan } }
}

/** Only what was said: the rest follows the rule. */
export function wantedOf(body: {
  act?: 'grant' | 'raise' | 'keep' | 'resume' | 'refuse' | 'reduce' | 'suspend' | 'stop' | undefined
  monthly?: bigint | undefined
  tier?: string | null | undefined
  from?: string | undefined
  reasons?: StructuredReason[] | undefined
  difference?: StructuredReason | null | undefined
  reviewClass?: string | undefined
}) {
  const { act, monthly, tier, from, reasons, difference, reviewClass } = body
  return {
    ...(act && { act }),
    ...(monthly !== undefined && { monthly }),
    ...(tier !== undefined && { tier }),
    ...(from && { from: from as never }),
    ...(reasons && { reasons }),
    ...(difference !== undefined && { difference }),
    ...(reviewClass && { reviewClass }),
  }
}
