import { createHash, randomInt } from 'node:crypto'
import { countTry, lockMinutes, tooMany } from '../../access/index.ts'
import { type AreaCode, type Refusal, refuse } from '../../foundation/index.ts'
import { house, newId, newToken, type Tx } from '../../platform/index.ts'
import { say } from '../../wording/index.ts'
import type { Answers } from './answers.ts'
import { tellDraft } from './draft-jobs.ts'

export interface Draft {
  id: string
  version: number
  answers: Answers
  expiresOn: string
  submitted: SubmittedDraft | null
}

export interface SubmittedDraft {
  caseNo: string
  code: string
  token: string
  answerBy: string | null
  unsigned: number
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const phoneIndex = (phone: string) => house().crypto.blindIndex('draft-phone', phone)
const context = (id: string) => `draft.answers:${id}`
const triesPerPhone = 5

/** Six digits that can be read out over the telephone. */
const newCode = () => String(randomInt(0, 1_000_000)).padStart(6, '0')

/** Begins a draft. The code is shown once and written down; the token stays in this browser. */
export async function beginDraft(tx: Tx, answers: Answers): Promise<{ id: string; token: string; code: string }> {
  const id = newId()
  const token = newToken()
  const code = newCode()
  await tx
    .insertInto('draft')
    .values({
      draft_id: id,
      token_digest: digest(token),
      phone_index: phoneIndex(answers.phone),
      code_digest: codeDigest(id, code),
      answers_sealed: seal(id, answers),
      area: answers.area as AreaCode,
    })
    .execute()
  return { id, token, code }
}

const codeDigest = (id: string, code: string) => house().crypto.blindIndex(`draft-code/${id}`, code)
const seal = (id: string, answers: Answers) => house().crypto.seal(JSON.stringify(answers), context(id))

/** The draft of this browser, or null: a foreign and an absent draft look alike. */
export async function readDraft(tx: Tx, id: string, token: string | undefined): Promise<Draft | null> {
  if (!token || !/^[0-9a-f-]{36}$/.test(id)) return null
  const row = await tx
    .selectFrom('draft')
    .selectAll()
    .where('draft_id', '=', id)
    .where('token_digest', '=', digest(token))
    .executeTakeFirst()
  return row ? toDraft(row) : null
}

interface Row {
  draft_id: string
  version: number
  answers_sealed: string
  expires_on: string
  submitted: unknown
}
const toDraft = (row: Row): Draft => ({
  id: row.draft_id,
  version: row.version,
  answers: JSON.parse(house().crypto.open(row.answers_sealed, context(row.draft_id))) as Answers,
  expiresOn: row.expires_on,
  submitted: row.submitted as SubmittedDraft | null,
})

/** Reads, changes and saves under a row lock: two phones filling one draft lose nothing but the older answer to the same question. */
export async function changeDraft(tx: Tx, id: string, change: (answers: Answers) => void): Promise<Draft> {
  const row = await tx.selectFrom('draft').selectAll().where('draft_id', '=', id).forUpdate().executeTakeFirstOrThrow()
  const draft = toDraft(row)
  change(draft.answers)
  const saved = await tx
    .updateTable('draft')
    .set((e) => ({
      answers_sealed: seal(id, draft.answers),
      version: e('version', '+', 1),
      changed_at: new Date().toISOString(),
    }))
    .where('draft_id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return { ...draft, version: saved.version }
}

export async function markSubmitted(tx: Tx, id: string, submitted: SubmittedDraft): Promise<void> {
  await tx
    .updateTable('draft')
    .set({ submitted: JSON.stringify(submitted) })
    .where('draft_id', '=', id)
    .execute()
}

/** Phone and code open the draft in another browser. A shared phone keeps its drafts apart by the code; nothing is listed. */
export async function returnToDraft(
  tx: Tx,
  input: { phone: string; code: string; address: string },
): Promise<{ id: string; token: string } | Refusal<'too-many-tries' | 'draft-not-found'>> {
  const subject = `draft:${phoneIndex(input.phone)}`
  if ((await tooMany(tx, subject, triesPerPhone)) || (await tooMany(tx, `draft-address:${input.address}`, 30)))
    return refuse('too-many-tries', { minutes: lockMinutes })
  const rows = await tx
    .selectFrom('draft')
    .select(['draft_id', 'code_digest'])
    .where('phone_index', '=', phoneIndex(input.phone))
    .where('submitted', 'is', null)
    .execute()
  const found = rows.find((row) => row.code_digest === codeDigest(row.draft_id, input.code))
  if (!found) {
    await countTry(tx, subject)
    await countTry(tx, `draft-address:${input.address}`)
    return refuse('draft-not-found')
  }
  const token = newToken()
  await tx
    .updateTable('draft')
    .set({ token_digest: digest(token) })
    .where('draft_id', '=', found.draft_id)
    .execute()
  return { id: found.draft_id, token }
}

/**
 * New codes for every open draft of a phone (lost code), put into the outgoing box for that phone alone. The page says
 * the same in every case.
 */
export async function renewCodes(tx: Tx, phone: string): Promise<number> {
  const rows = await tx
    .selectFrom('draft')
    .select('draft_id')
    .where('phone_index', '=', phoneIndex(phone))
    .where('submitted', 'is', null)
    .orderBy('changed_at', 'desc')
    .limit(3)
    .execute()
  for (const { draft_id } of rows) {
    const code = newCode()
    await tx
      .updateTable('draft')
      .set({ code_digest: codeDigest(draft_id, code) })
      .where('draft_id', '=', draft_id)
      .execute()
    await tellDraft(tx, phone, say('zh', 'pages:apply.code-message', { code }))
  }
  return rows.length
}

/** A link with which another adult signs on another phone. It shows that person's own part only. */
export async function signingLink(tx: Tx, draftId: string, ref: string): Promise<string> {
  const token = newToken()
  await tx
    .insertInto('draft_signing')
    .values({ token_digest: digest(token), draft_id: draftId, ref })
    .execute()
  return token
}

export async function draftToSign(tx: Tx, token: string): Promise<{ draft: Draft; ref: string } | null> {
  const row = await tx
    .selectFrom('draft_signing as s')
    .innerJoin('draft as d', 'd.draft_id', 's.draft_id')
    .selectAll('d')
    .select('s.ref')
    .where('s.token_digest', '=', digest(token))
    .where('d.submitted', 'is', null)
    .executeTakeFirst()
  return row ? { draft: toDraft(row), ref: row.ref } : null
}
