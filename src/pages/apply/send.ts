import { type ApplicationInput, type Receipt, submitApplication } from '../../casework/index.ts'
import { type AreaCode, ageOn, type Day, isRefusal, type Refusal } from '../../foundation/index.ts'
import { attachFile } from '../../office/index.ts'
import { canonicalJson, type Db, house, type Tx, withScope } from '../../platform/index.ts'
import { factEntry, isFactName } from '../../policy/index.ts'
import { type Answer, type Answers, birthOf, type DraftSignature } from './answers.ts'

/** How a sent draft answers: the receipt, or what has to be mended. */
export async function sendApplication(db: Db, a: Answers, today: Day): Promise<Receipt | Refusal> {
  // The family has no file yet, so the transaction may write in the village it names, and nowhere else.
  const actor = { id: 'citizen:application', naturalPerson: null, role: 'citizen' as const, area: a.area as AreaCode }
  return withScope(db, { actor, route: 'page POST /apply/:id/submit' }, async (tx) => {
    const receipt = await submitApplication(tx, await applicationOf(a, today))
    if (isRefusal(receipt)) throw new RefusedApplication(receipt)
    await attachPhotos(tx, a, receipt)
    return receipt
  }).catch((problem: unknown) => {
    if (problem instanceof RefusedApplication) return problem.refusal
    throw problem
  })
}

/** Carries the refusal out, so that nothing half-entered stays. */
class RefusedApplication extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.refused)
    this.refusal = refusal
  }
}

async function applicationOf(a: Answers, today: Day): Promise<ApplicationInput> {
  const figures = [
    ...Object.entries(a.household).map(([name, value]) => ({ of: 'household', name, value: value as Answer })),
    ...a.people.flatMap((p) =>
      Object.entries({ relation: p.relation, livesTogether: true, ...p.facts }).map(([name, value]) => ({
        of: p.ref,
        name,
        value: value as Answer,
      })),
    ),
  ].filter((f) => f.value !== undefined)
  const signed = a.people.flatMap((p) => (a.signatures[p.ref] ? [{ person: p, signature: a.signatures[p.ref]! }] : []))
  const authorisations = []
  for (const { person, signature } of signed)
    authorisations.push({
      of: person.ref,
      how: 'online' as const,
      guardian: signature.guardian,
      witness: null,
      scan: await evidence(person.ref, signature),
      until: null,
    })
  return {
    key: a.key,
    programme: 'dibao',
    origin: a.helper ? 'proxy' : 'applicant',
    householdId: null,
    area: a.area as AreaCode,
    residence: null,
    address: a.address,
    registeredAddress: a.registeredAddress ?? a.address,
    phone: a.phone,
    members: a.people.map((p) => ({
      ref: p.ref,
      name: p.name,
      number: p.number,
      numberKind: 'resident' as const,
      birth: p.number ? null : p.birth,
      sex: p.number ? null : p.sex,
      withoutNumber: p.number ? null : birthOf(p) && ageOn(birthOf(p)!, today) < 1 ? 'newborn' : 'unregistered',
      relation: p.relation,
    })),
    applicant: a.people[0]?.ref ?? 'p1',
    supporters: [],
    figures: figures.map((f) => ({ ...f, value: moneyOrPlain(f.name, f.value) })),
    pledges: signed.map(({ person, signature }) => ({
      of: person.ref,
      how: signature.guardian ? ('guardian' as const) : ('screen' as const),
      witness: null,
      file: signature.file,
    })),
    authorisations,
    shareWithCharities: false,
    helper: a.helper
      ? {
          kind: 'relative',
          name: a.helper.name,
          relation: a.helper.relation,
          unit: null,
          phone: a.helper.phone,
          consent: 'witness',
          consentFile: null,
          scope: ['submit', 'supplement'],
        }
      : null,
    reason: a.reason,
    hardship: a.about ? [a.about] : [],
    attachments: [],
    handedInOn: null,
  }
}

const moneyOrPlain = (name: string, value: Answer) =>
  typeof value === 'string' && isFactName(name) && factEntry(name).unit === 'fen' ? BigInt(value) : value

/** What was shown and agreed to on the screen, kept as bytes with a digest: the evidence of an online signature. */
async function evidence(
  ref: string,
  signature: DraftSignature,
): Promise<{ fileId: string; digest: string; type: string }> {
  const bytes = Buffer.from(
    canonicalJson({
      what: 'authorisation and pledge signed on screen',
      ref,
      by: signature.by,
      at: signature.at,
      guardian: signature.guardian,
    }),
  )
  const stored = await house().files.put(bytes)
  return { fileId: stored.id, digest: stored.digest, type: 'application/json' }
}

async function attachPhotos(tx: Tx, a: Answers, receipt: Receipt): Promise<void> {
  for (const photo of a.photos) {
    const attached = await attachFile(tx, {
      household: receipt.householdId,
      caseId: receipt.caseId,
      kind: photo.kind,
      bytes: await house().files.get(photo.file),
    })
    if (isRefusal(attached)) throw new RefusedApplication(attached)
  }
}
