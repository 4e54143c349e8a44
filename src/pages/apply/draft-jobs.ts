import { addDays } from '../../foundation/index.ts'
import type { MessageGateway } from '../../office/index.ts'
import { businessDay, enqueue, house, type JobHandler, newId, type Tx } from '../../platform/index.ts'
import { say } from '../../wording/index.ts'
import type { Answers } from './answers.ts'

/** So many days before a draft goes, its phone is told (ux S3). */
export const remindBefore = 7

const messageContext = (id: string) => `draft_message:${id}`

/** Puts a text on its way to a phone that belongs to no household yet. */
export async function tellDraft(tx: Tx, phone: string, text: string): Promise<void> {
  const id = newId()
  await tx
    .insertInto('draft_message')
    .values({
      message_id: id,
      phone_index: house().crypto.blindIndex('draft-phone', phone),
      sealed: house().crypto.seal(JSON.stringify({ phone, text }), messageContext(id)),
    })
    .execute()
  await enqueue(tx, 'draft-messages', {}, { key: 'draft-messages' })
}

/** The jobs of applications not sent yet. Each may run again: what is done is not done twice. */
export const draftJobs = (gateway: MessageGateway): Record<string, JobHandler> => ({
  'draft-messages': async (tx) => void (await deliverDraftMessages(tx, gateway)),
  'draft-expiry': async (tx) => {
    await remindDrafts(tx)
    await expireDrafts(tx)
  },
})
/** Beijing 09:00 every day; messages go out as they come, and once more every ten minutes after an outage. */
export const draftCron = ['0 1 * * * draft-expiry', '*/10 * * * * draft-messages'].join('\n')

export async function deliverDraftMessages(tx: Tx, gateway: MessageGateway): Promise<number> {
  const rows = await tx
    .selectFrom('draft_message')
    .select(['message_id', 'sealed'])
    .where('sent_at', 'is', null)
    .orderBy('made_at')
    .limit(200)
    .forUpdate()
    .skipLocked()
    .execute()
  for (const row of rows) {
    const { phone, text } = JSON.parse(house().crypto.open(row.sealed, messageContext(row.message_id))) as {
      phone: string
      text: string
    }
    await gateway.send(tx, { key: `draft:${row.message_id}`, phone, text })
    // A code that has been sent is of no use to us any longer.
    await tx
      .updateTable('draft_message')
      .set({ sent_at: new Date().toISOString(), sealed: '' })
      .where('message_id', '=', row.message_id)
      .execute()
  }
  return rows.length
}

const answersOf = (row: { draft_id: string; answers_sealed: string }): Answers =>
  JSON.parse(house().crypto.open(row.answers_sealed, `draft.answers:${row.draft_id}`)) as Answers

export async function remindDrafts(tx: Tx): Promise<number> {
  const today = await businessDay(tx)
  const rows = await tx
    .selectFrom('draft')
    .select(['draft_id', 'answers_sealed', 'expires_on'])
    .where('submitted', 'is', null)
    .where('reminded', '=', false)
    .where('expires_on', '<=', addDays(today, remindBefore))
    .where('expires_on', '>=', today)
    .orderBy('expires_on')
    .limit(500)
    .forUpdate()
    .execute()
  for (const row of rows) {
    await tellDraft(tx, answersOf(row).phone, say('zh', 'pages:apply.expiry-message', { day: row.expires_on }))
    await tx.updateTable('draft').set({ reminded: true }).where('draft_id', '=', row.draft_id).execute()
  }
  return rows.length
}

/** Everything answered in any draft, for whoever must know which files are still wanted. Never shown to anybody. */
export async function textOfDrafts(tx: Tx): Promise<string[]> {
  const rows = await tx.selectFrom('draft').select(['draft_id', 'answers_sealed']).execute()
  return rows.map((row) => JSON.stringify(answersOf(row)))
}

/** After its last day a draft goes with its photographs; a sent one keeps its photographs in the case. */
export async function expireDrafts(tx: Tx): Promise<number> {
  const today = await businessDay(tx)
  const rows = await tx
    .selectFrom('draft')
    .select(['draft_id', 'answers_sealed'])
    .where('expires_on', '<', today)
    .orderBy('expires_on')
    .limit(500)
    .forUpdate()
    .execute()
  for (const row of rows) {
    const { photos } = answersOf(row)
    await tx.deleteFrom('draft').where('draft_id', '=', row.draft_id).execute()
    // Sent photographs were copied into the case; what lay with the draft goes with it.
    for (const photo of photos) await house().files.remove(photo.file)
  }
  return rows.length
}
