import {
  type AreaCode,
  addDays,
  addMonths,
  type Day,
  onOrAfterWorkingDay,
  type Refusal,
  refuse,
} from '../foundation/index.ts'
import { addTimeline } from '../household/index.ts'
import { actorOf, audit, businessDay, emit, newId, type Tx } from '../platform/index.ts'
import { workingCalendar } from './calendar.ts'
import { documentContent } from './document.ts'
import type { DocumentKind } from './document-data.ts'

/**
 * 送达: who received which paper, when and how. The day on the receipt starts the periods of the law; a text message or
 * a call is not delivery (practice §1.15), so there is no manner for it.
 */
export type Manner = 'direct' | 'left' | 'post' | 'entrusted' | 'electronic' | 'public'

export interface RecordDelivery {
  household: bigint
  document: string
  manner: Manner
  on: Day
  place?: string | null
  /** Who took it: the addressee or, with `relation`, an adult of the household. */
  receivedBy?: string | null
  relation?: string | null
  /** The officers who served it, as account ids. */
  servers: string[]
  witness?: string | null
  /** Tracking number, the number of the public notice, or the addressee's written consent to electronic service. */
  reference?: string | null
  note?: string | null
  /** Scan or photograph of the signed receipt. */
  evidence?: string | null
}

export interface Delivery extends Required<RecordDelivery> {
  id: string
  reconsiderUntil: Day
  sueUntil: Day
}

export type DeliveryRefusal = Refusal<
  | 'no-such-document'
  | 'already-delivered'
  | 'delivery-day'
  | 'receiver-needed'
  | 'servers-needed'
  | 'witness-needed'
  | 'reference-needed'
  | 'note-needed'
>

/** What each manner must prove (行政程序 practice: two servers and a witness where a paper is left at the door). */
export function deliveryProblem(input: RecordDelivery): DeliveryRefusal | null {
  const blank = (text: string | null | undefined) => !text?.trim()
  switch (input.manner) {
    case 'direct':
      return blank(input.receivedBy)
        ? refuse('receiver-needed', undefined, 'receivedBy')
        : input.servers.length < 1
          ? refuse('servers-needed', { count: 1 }, 'servers')
          : null
    case 'left':
      if (new Set(input.servers).size < 2) return refuse('servers-needed', { count: 2 }, 'servers')
      if (blank(input.note)) return refuse('note-needed', undefined, 'note')
      return blank(input.witness) && blank(input.evidence) ? refuse('witness-needed', undefined, 'witness') : null
    case 'entrusted':
      return blank(input.receivedBy)
        ? refuse('receiver-needed', undefined, 'receivedBy')
        : blank(input.note)
          ? refuse('note-needed', undefined, 'note')
          : null
    case 'post':
    case 'electronic':
    case 'public':
      return blank(input.reference) ? refuse('reference-needed', undefined, 'reference') : null
  }
}

/** A period of days ends on the next working day when its last day is a day off (民法典 §203). */
export async function remedyPeriod(
  tx: Tx,
  deliveredOn: Day,
  days: number,
  months: number,
): Promise<{ reconsiderUntil: Day; sueUntil: Day }> {
  const calendar = await workingCalendar(tx)
  return {
    reconsiderUntil: onOrAfterWorkingDay(calendar, addDays(deliveredOn, days)),
    sueUntil: onOrAfterWorkingDay(calendar, addMonths(deliveredOn, months)),
  }
}

export async function recordDelivery(tx: Tx, input: RecordDelivery): Promise<Delivery | DeliveryRefusal> {
  const content = await documentContent<DocumentKind>(tx, { household: input.household, id: input.document })
  if (!content) return refuse('no-such-document')
  const problem = deliveryProblem(input)
  if (problem) return problem
  const today = await businessDay(tx)
  if (input.on > today || input.on < content.document.issuedOn)
    return refuse('delivery-day', { issued: content.document.issuedOn, today }, 'on')
  const existing = await deliveryOf(tx, input.household, input.document)
  if (existing) return refuse('already-delivered', { day: existing.on })
  const remedies = 'remedies' in content.data ? content.data.remedies : null
  const period = await remedyPeriod(tx, input.on, remedies?.reconsideration.days ?? 60, remedies?.court.months ?? 6)
  const id = newId()
  await tx
    .insertInto('delivery')
    .values({
      household_id: input.household,
      delivery_id: id,
      document_id: input.document,
      area: content.document.area as AreaCode,
      manner: input.manner,
      delivered_on: input.on,
      place: input.place ?? null,
      received_by: input.receivedBy ?? null,
      relation: input.relation ?? null,
      servers: JSON.stringify(input.servers),
      witness: input.witness ?? null,
      reference: input.reference ?? null,
      note: input.note ?? null,
      evidence: input.evidence ?? null,
      reconsider_until: period.reconsiderUntil,
      sue_until: period.sueUntil,
      recorded_by: actorOf(tx).id,
    })
    .execute()
  await addTimeline(tx, {
    household: input.household,
    kind: 'document',
    at: input.on,
    text: 'office:timeline.delivered',
    values: {
      paper: `office:title-${content.document.kind}`,
      number: content.document.number ?? '',
      manner: `office:manner-${input.manner}`,
    },
    refs: { document: input.document },
  })
  await audit(tx, {
    action: 'office.record-delivery',
    subject: { kind: 'document', id: input.document, household: input.household },
    area: content.document.area,
    after: { manner: input.manner, on: input.on },
    detail: { kind: content.document.kind, manner: input.manner, on: input.on },
  })
  await emit(tx, {
    kind: 'office.delivered',
    key: input.document,
    household: input.household,
    payload: {
      document: input.document,
      kind: content.document.kind,
      case: content.document.caseId,
      on: input.on,
      until: period.reconsiderUntil,
    },
  })
  return (await deliveryOf(tx, input.household, input.document))!
}

export async function deliveryOf(tx: Tx, household: bigint, document: string): Promise<Delivery | null> {
  const row = await tx
    .selectFrom('delivery')
    .selectAll()
    .where('household_id', '=', household)
    .where('document_id', '=', document)
    .executeTakeFirst()
  return row
    ? {
        id: row.delivery_id,
        household: row.household_id,
        document: row.document_id,
        manner: row.manner as Manner,
        on: row.delivered_on,
        place: row.place,
        receivedBy: row.received_by,
        relation: row.relation,
        servers: row.servers as string[],
        witness: row.witness,
        reference: row.reference,
        note: row.note,
        evidence: row.evidence,
        reconsiderUntil: row.reconsider_until,
        sueUntil: row.sue_until,
      }
    : null
}

/** Papers of a case that nobody has received yet. */
export async function undelivered(
  tx: Tx,
  household: bigint,
  caseId?: string,
): Promise<{ id: string; kind: DocumentKind; number: string | null; issuedOn: Day }[]> {
  let select = tx
    .selectFrom('document as d')
    .leftJoin('delivery as v', (join) =>
      join.onRef('v.household_id', '=', 'd.household_id').onRef('v.document_id', '=', 'd.document_id'),
    )
    .select(['d.document_id', 'd.kind', 'd.number', 'd.issued_on'])
    .where('d.household_id', '=', household)
    .where('v.delivery_id', 'is', null)
    .where('d.number', 'is not', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('document as later')
            .select('later.document_id')
            .whereRef('later.household_id', '=', 'd.household_id')
            .whereRef('later.corrects', '=', 'd.document_id'),
        ),
      ),
    )
  if (caseId) select = select.where('d.case_id', '=', caseId)
  const rows = await select.orderBy('d.issued_on').orderBy('d.document_id').execute()
  return rows.map((row) => ({
    id: row.document_id,
    kind: row.kind as DocumentKind,
    number: row.number,
    issuedOn: row.issued_on,
  }))
}
