import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { isDay } from '../../src/foundation/index.ts'
import {
  type Answer,
  announce,
  type Door,
  endWithParent,
  json,
  listenOnLoopback,
  problem,
} from '../outside/loopback-process.ts'
import { accountSchema, type Behaviour, behaviourSchema, isDayText, openBank, payerSchema } from './bank.ts'

/** A small bank: takes payment files, pays, and says what came of each line. The files are those of `docs/payments.md`. */
const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    /** Where received files and the key are kept; without it they end with the process. */
    state: { type: 'string' },
    /** How many of a thousand accounts nobody planted are closed, dormant or do not exist. */
    trouble: { type: 'string', default: '0' },
  },
})

const bank = openBank({
  seed: Number(options.seed),
  folder: options.state ?? null,
  troublePerMille: Number(options.trouble),
})
const tokens = {
  client: process.env.DOUDI_BANK_CLIENT_TOKEN ?? randomBytes(24).toString('base64url'),
  control: process.env.DOUDI_BANK_CONTROL_TOKEN ?? randomBytes(24).toString('base64url'),
}

function fileAnswer(bytes: Buffer | null, behaviour: Behaviour): Answer {
  if (!bytes) return problem(404, 'no-such-file')
  const told = behaviour.forged
    ? Buffer.from(bytes.toString('latin1').replace(/[A-Za-z0-9+/]{40}==\r\n$/, `${'A'.repeat(40)}==\r\n`), 'latin1')
    : bytes
  return {
    status: 200,
    headers: { 'content-type': 'text/csv; charset=gb18030' },
    body: behaviour.half ? told.subarray(0, Math.floor(told.length / 2)) : told,
    ...(behaviour.wreck && { wreck: behaviour.wreck }),
  }
}

/** The troubles come first, as they do. */
async function troubled(answer: (behaviour: Behaviour) => Answer): Promise<Answer> {
  const behaviour = bank.behaviour()
  if (behaviour.delayMs) await new Promise((resolve) => setTimeout(resolve, behaviour.delayMs))
  if (behaviour.status) return problem(behaviour.status, 'bank-trouble')
  if (behaviour.wreck === 'close-before-answer') return { status: 200, wreck: behaviour.wreck }
  return answer(behaviour)
}

function read<T>(schema: z.ZodType<T>, body: Buffer): { value: T } | { answer: Answer } {
  const parsed = schema.safeParse(JSON.parse(body.toString('utf8')))
  return parsed.success
    ? { value: parsed.data }
    : { answer: problem(400, 'shape', { field: parsed.error.issues[0]?.path.join('.') ?? '' }) }
}

const doors: Door[] = [
  {
    method: 'POST',
    path: '/payment-files',
    who: 'client',
    handle: (asked) => troubled((behaviour) => fileAnswer(bank.take(asked.body, behaviour), behaviour)),
  },
  {
    method: 'GET',
    path: '/payment-files/:payer/:sequence/acknowledgement',
    who: 'client',
    handle: (_asked, { payer, sequence }) =>
      troubled((behaviour) => fileAnswer(bank.acknowledgement(payer!, Number(sequence)), behaviour)),
  },
  {
    method: 'GET',
    path: '/return-files',
    who: 'client',
    handle: (asked) =>
      troubled(() =>
        json(200, {
          files: bank.returnFiles(asked.query.get('payer') ?? '', Number(asked.query.get('after') ?? '0')),
        }),
      ),
  },
  {
    method: 'GET',
    path: '/return-files/:payer/:sequence',
    who: 'client',
    handle: (_asked, { payer, sequence }) =>
      troubled((behaviour) => fileAnswer(bank.returnFile(payer!, Number(sequence)), behaviour)),
  },
  {
    method: 'GET',
    path: '/statements',
    who: 'client',
    handle: (asked) => {
      const [from, to] = [asked.query.get('from'), asked.query.get('to')]
      if (!isDayText(from) || !isDayText(to) || from > to) return problem(400, 'days')
      return troubled((behaviour) => fileAnswer(bank.statement(asked.query.get('payer') ?? '', from, to), behaviour))
    },
  },
  {
    method: 'GET',
    path: '/key',
    who: 'client',
    handle: () => json(200, { keyId: bank.key.keyId, publicKey: bank.key.publicKey }),
  },
  { method: 'GET', path: '/health', who: 'anyone', handle: () => json(200, { ok: true, day: bank.today() }) },
  {
    method: 'PUT',
    path: '/payers/:payer',
    who: 'control',
    handle: (asked, { payer }) => {
      const details = read(payerSchema, asked.body)
      if ('answer' in details) return details.answer
      if (!/^\d{6}$/.test(payer!)) return problem(400, 'payer')
      bank.connect(payer!, details.value)
      return { status: 204 }
    },
  },
  {
    method: 'POST',
    path: '/payers/:payer/funds',
    who: 'control',
    handle: (asked, { payer }) => {
      const funds = read(
        z.strictObject({ amount: z.string().regex(/^\d{1,13}\.\d{2}$/), reference: z.string() }),
        asked.body,
      )
      if ('answer' in funds) return funds.answer
      return bank.fund(payer!, funds.value.amount, funds.value.reference)
        ? { status: 204 }
        : problem(404, 'no-such-payer')
    },
  },
  {
    method: 'POST',
    path: '/accounts',
    who: 'control',
    handle: (asked) => {
      const accounts = read(z.array(accountSchema).max(200_000), asked.body)
      if ('answer' in accounts) return accounts.answer
      bank.plant(accounts.value)
      return json(200, { planted: accounts.value.length })
    },
  },
  {
    method: 'PUT',
    path: '/clock',
    who: 'control',
    handle: (asked) => {
      const clock = read(z.strictObject({ day: z.string() }), asked.body)
      if ('answer' in clock) return clock.answer
      const { day } = clock.value
      if (!isDay(day)) return problem(400, 'day')
      bank.setDay(day)
      return json(200, { day })
    },
  },
  {
    method: 'PUT',
    path: '/behaviour',
    who: 'control',
    handle: (asked) => {
      const behaviour = read(behaviourSchema, asked.body)
      if ('answer' in behaviour) return behaviour.answer
      bank.behave(behaviour.value)
      return json(200, behaviour.value)
    },
  },
  {
    method: 'DELETE',
    path: '/behaviour',
    who: 'control',
    handle: () => {
      bank.behave(null)
      return { status: 204 }
    },
  },
  { method: 'GET', path: '/credited', who: 'control', handle: () => json(200, bank.credited()) },
]

const serving = await listenOnLoopback(doors, tokens, Number(options.port))
endWithParent(serving.stop)
announce({
  ready: 'bank',
  url: `http://127.0.0.1:${serving.port}`,
  port: serving.port,
  keyId: bank.key.keyId,
  publicKey: bank.key.publicKey,
  clientToken: tokens.client,
  controlToken: tokens.control,
})
