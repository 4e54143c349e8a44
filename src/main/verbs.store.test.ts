/**
 * Every verb of the command line, run as somebody at the server's shell would: what it prints where, and its exit code
 * (0 done · 1 failed · 2 wrong use · 3 checked and found wrong · 4 in the way of something).
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { whoMay } from '../access/index.ts'
import {
  inventedNumber,
  investigated,
  lived,
  openTestHouse as openCaseworkHouse,
  openOffice,
  serve,
  sign,
  toConfirmation,
} from '../casework/testkit/index.ts'
import { openTestBook } from '../payments/testkit/index.ts'
import { anchorAudit, anchorFile, house, systemActor, withScope } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../platform/testkit/index.ts'
import { runCommandLine } from './command-line.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const person = '王守田'
const verbs = Object.keys(whoMay).flatMap((what) => (what.startsWith('cli ') ? what.slice(4) : []))
let data: FreshDatabase
let folder: string
let caseNo: string
let decision: string
const environment: Record<string, string> = {}

beforeAll(async () => {
  openCaseworkHouse()
  openTestHouse()
  data = await freshDatabase({ max: 4 })
  lived.db = data.db
  lived.office = await openOffice(data.db)
  await openTestBook(data.db, '2025-03-01')
  const receipt = await investigated()
  await sign(receipt.caseId, await toConfirmation(receipt))
  await serve(receipt.caseId)
  const { rows } = await data.owner.query<{ case_no: string; decision_id: string }>(
    'select case_no, decision_id from case_file join case_decision using (household_id, case_id)',
  )
  caseNo = rows[0]!.case_no
  decision = rows[0]!.decision_id
  folder = mkdtempSync(join(tmpdir(), 'doudi-verbs-'))
  const { config, secrets } = house()
  // The verbs open the installation themselves, with the same keys: from the environment, as an operator's shell has it.
  const password = (url: string) => new URL(url).password
  writeFileSync(
    join(config.dataDir, 'secrets.json'),
    JSON.stringify({ ...secrets, appPassword: password(data.appUrl), queuePassword: password(data.queueUrl) }),
  )
  Object.assign(environment, { DATABASE_URL: data.ownerUrl, DATA_DIR: config.dataDir, DOUDI_BACKUP_SECRET: 's' })
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  vi.stubEnv('DOUDI_DEMO', undefined)
}, 120_000)
afterAll(async () => {
  vi.unstubAllEnvs()
  await data?.close()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

interface Ran {
  code: number
  out: string
  err: string
}

/** One command line in this process; what it wrote is kept apart. */
async function doudi(...words: string[]): Promise<Ran> {
  const said = { out: '', err: '' }
  const listen = (stream: NodeJS.WriteStream, to: 'out' | 'err') =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said[to] += String(text)
      return true
    })
  const ears = [listen(process.stdout, 'out'), listen(process.stderr, 'err')]
  try {
    const code = await runCommandLine(['node', 'doudi', ...words])
    return { code, ...said }
  } finally {
    for (const ear of ears) ear.mockRestore()
  }
}

/** Data is one line on stdout and can be read by a machine. */
async function asJson<T = Record<string, unknown>>(code: number, ...words: string[]): Promise<T> {
  const ran = await doudi(...words, '--json')
  expect(ran, ran.err).toMatchObject({ code })
  expect(ran.out.trimEnd().split('\n')).toHaveLength(1)
  return JSON.parse(ran.out) as T
}

const write = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const oldTeacher = () =>
  write(
    'situation.json',
    JSON.stringify({
      programme: 'dibao',
      area: '990101',
      residence: 'urban',
      on: '2025-03-01',
      household: {},
      members: [{ id: 'a', facts: { relation: 'applicant', birth: '1950-02-02' } }],
      supporters: [],
    }),
  )

const roster = (name: string, lines: string[]) =>
  write(name, ['乡镇,村,姓名,身份证号,与户主关系,月补助金额(元),开户银行,银行账号,户名', ...lines].join('\r\n'))

describe('the program', () => {
  test('every verb of the who-may table has help with an example that begins with its own words', async () => {
    for (const verb of verbs) {
      const { code, out, err } = await doudi(...verb.split(' '), '--help')
      expect.soft({ code, err }, verb).toEqual({ code: 0, err: '' })
      const example = /例 Example:\n {2}(.*)/.exec(out)?.[1] ?? ''
      expect.soft(example, verb).toMatch(new RegExp(`^(\\w+=\\S+ )?doudi ${verb}( |$)`))
      expect.soft(out, verb).toContain('--json')
    }
  })

  test('has the verbs it should have, and no other', () => {
    expect(verbs.toSorted()).toEqual(
      [
        ['serve', 'work', 'migrate', 'backup', 'restore', 'doctor', 'admin first', 'audit verify', 'audit seal'],
        ['demo seed', 'demo reset', 'demo clock', 'import roster', 'export roster', 'case show', 'ledger verify'],
        ['policy test', 'policy explain', 'policy inventory', 'policy coverage', 'policy determine'],
        ['decision replay', 'pay preview', 'pay run'],
      ]
        .flat()
        .sort(),
    )
  })

  test.each([
    ['a verb that is none', ['pay', 'everything']],
    ['a noun that is none', ['everything']],
    ['nothing', []],
    ['an option nobody knows', ['doctor', '--loud']],
    ['an option without its value', ['pay', 'preview', '--month']],
    ['a word too many', ['doctor', 'please']],
    ['no file', ['import', 'roster']],
    ['a month that is none', ['pay', 'preview', '--month', '2025-13']],
    ['an area that is none', ['export', 'roster', 'a.xlsx', '--area', '99010']],
    ['a decision that is no id', ['decision', 'replay', '17']],
    ['no decision', ['decision', 'replay']],
    ['a county of half a family', ['demo', 'seed', '--households', '0.5']],
    ['a county of no month', ['demo', 'seed', '--months', '2']],
    ['a clock that goes back', ['demo', 'clock', '--days', '-1']],
    ['an administrator without a name', ['admin', 'first', '--username', 'admin']],
    ['a situation in no file', ['policy', 'determine']],
    ['a day that is none', ['policy', 'coverage', '--on', '2025-02-30']],
    ['a backup that is none', ['restore', '/tmp']],
  ])('wrong use is 2, said on stderr alone: %s', async (_what, words) => {
    const { code, out, err } = await doudi(...words)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err.trim()).not.toBe('')
    expect(err).not.toMatch(/\bat .*\.ts:|node_modules/)
  })
})

describe('the installation', () => {
  test('migrate: twice is once', async () => {
    expect(await asJson(0, 'migrate')).toEqual({ done: true })
  })

  test('doctor: each check with its answer', async () => {
    const checks = await asJson<{ check: string; ok: boolean }[]>(0, 'doctor')
    expect(checks.map(({ check }) => check)).toEqual([
      'node',
      'postgresql',
      'disk',
      'demo mode',
      'public address',
      'audit',
    ])
    expect((await doudi('doctor')).out).toMatch(/✓ postgresql: \d+/)
  })

  test('a database that does not answer is a failure, without a stack or a password', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://postgres:geheim@127.0.0.1:1/doudi')
    try {
      const { code, out, err } = await doudi('doctor')
      expect({ code, out }).toEqual({ code: 1, out: '' })
      expect(err).toContain('DATABASE_URL')
      expect(err).not.toMatch(/geheim|\bat /)
    } finally {
      vi.stubEnv('DATABASE_URL', environment.DATABASE_URL)
    }
  })

  test('backup writes a folder once; restore loads nothing over what is there', async () => {
    const target = join(folder, 'backup')
    const { code, out, err } = await doudi('backup', target, '--json')
    expect(code, err).toBe(0)
    expect(JSON.parse(out).tables.find((t: { name: string }) => t.name === 'case_file')).toMatchObject({ rows: 1 })
    expect(err, 'progress is told beside the data').toMatch(/backup \d+\/\d+/)
    expect(await doudi('backup', target)).toMatchObject({ code: 4, out: '' })
    const again = await doudi('restore', target)
    expect(again).toMatchObject({ code: 1, out: '' })
    expect(again.err).not.toContain(person)
  })

  test('audit: sealed, verified, verified against the lines kept outside; a forged line is found', async () => {
    expect(await asJson(0, 'audit', 'seal')).toMatchObject({ sealNo: 1, root: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(await asJson(0, 'audit', 'verify')).toMatchObject({ ok: true, seals: 1, problem: null })
    expect(await doudi('audit', 'verify', '--anchor'), 'nothing is kept outside yet').toMatchObject({
      code: 2,
      out: '',
    })
    await withScope(data.db, { actor: systemActor('test') }, (tx) => anchorAudit(tx, house()))
    expect(await asJson(0, 'audit', 'verify', '--anchor')).toMatchObject({ ok: true, anchors: 1 })
    const kept = readFileSync(anchorFile(environment.DATA_DIR!), 'utf8')
    const forged = write('anchors.jsonl', kept.replace(/"root":"[0-9a-f]{8}/, '"root":"00000000'))
    const found = await asJson<{ problem: string }>(3, 'audit', 'verify', '--anchor', forged)
    expect(found.problem).toContain('seal 1')
    expect(await doudi('audit', 'verify', '--anchor', join(folder, 'none.jsonl'))).toMatchObject({ code: 2, out: '' })
  })

  test('admin first: once, with a code that is shown once', async () => {
    const first = ['admin', 'first', '--username', 'admin', '--name', '王管理', '--area', '990101', '--unit', '民政局']
    expect(await asJson(0, ...first)).toMatchObject({ username: 'admin', code: expect.any(String) })
    expect(await doudi(...first)).toMatchObject({ code: 4, out: '' })
  })
})

describe('policy, without a database', () => {
  test('determine, explain, coverage, inventory and the worked cases', async () => {
    const file = oldTeacher()
    expect(await asJson(0, 'policy', 'determine', '--file', file)).toMatchObject({ outcome: 'undetermined' })
    expect(await asJson(0, 'policy', 'explain', '--file', file)).toHaveProperty('lines')
    expect(await asJson(0, 'policy', 'explain', 'DB-05')).toMatchObject({ id: 'DB-05' })
    expect(await asJson<unknown[]>(0, 'policy', 'coverage', '--place', 'anhe')).toHaveLength(1)
    expect(await asJson(0, 'policy', 'inventory', '--place', 'anhe')).toHaveProperty('rules')
    const tried = await doudi('policy', 'test', 'HH-06', '--json')
    expect(JSON.parse(tried.out)).toMatchObject({ failed: 0, passed: expect.any(Number) })
    expect(tried.err).toMatch(/cases \d+\/\d+/)
  })

  test('what cannot be checked is told apart: no file, no JSON, no such fact, no such rule, no such case', async () => {
    const at = (path: string) => ['policy', 'determine', '--file', path]
    expect(await doudi(...at(join(folder, 'none.json')))).toMatchObject({ code: 1, out: '' })
    expect(await doudi(...at(write('half.json', '{ "programme": "dib')))).toMatchObject({ code: 3, out: '' })
    const wrong = await doudi(...at(write('wrong.json', '{"programme":"dibao","shoes":2}')))
    expect(wrong).toMatchObject({ code: 3, out: '' })
    expect(wrong.err).toContain('shoes')
    expect(await doudi('policy', 'explain', 'DB-99')).toMatchObject({ code: 3, out: '' })
    expect(await doudi('policy', 'test', 'no-such-case')).toMatchObject({ code: 2, out: '' })
  })
})

describe('the work', () => {
  test('case show: by its number, or not found', async () => {
    expect(await asJson(0, 'case', 'show', caseNo)).toMatchObject({ file: { caseNo }, state: { kind: 'application' } })
    expect((await doudi('case', 'show', caseNo)).out).not.toContain(person)
    const none = await doudi('case', 'show', `${person}的案子`)
    expect(none).toMatchObject({ code: 3, out: '' })
    expect(none.err).not.toContain(person)
  })

  test('decision replay: one, all, none', async () => {
    expect(await asJson(0, 'decision', 'replay', decision)).toMatchObject({ same: true })
    expect(await asJson(0, 'decision', 'replay', '--all')).toEqual({ decisions: 1, different: [] })
    const none = '01957f2e-4a00-7c11-8a11-0123456789ab'
    expect(await doudi('decision', 'replay', none)).toMatchObject({ code: 3, out: '' })
  })

  test('pay preview, pay run, ledger verify; a county without a book is told', async () => {
    const month = (await data.owner.query("select to_char(doudi.today(), 'YYYY-MM') as month")).rows[0].month as string
    expect(await asJson(0, 'pay', 'preview', '--month', month)).toMatchObject({ month, programme: 'dibao' })
    const run = await asJson(0, 'pay', 'run', '--month', month)
    expect(run).toMatchObject({ month, state: 'draft', number: expect.any(String) })
    expect(await asJson(0, 'pay', 'run', '--month', month), 'asked again it is the same list').toMatchObject({
      runId: run.runId,
    })
    expect(await doudi('pay', 'run', '--month', '2099-01')).toMatchObject({ code: 3, out: '' })
    expect(await doudi('pay', 'preview', '--book', '990102', '--month', month)).toMatchObject({ code: 3, out: '' })
    expect(await asJson(0, 'ledger', 'verify')).toEqual({ books: 1, broken: [] })
    expect(await doudi('ledger', 'verify', '--book', '990102')).toMatchObject({ code: 3, out: '' })
  })

  test('a roster is tried, taken over and handed out again; what is wrong is told by row, never by name', async () => {
    const family = (name: string, n: string, more = '300') => `桃源镇,三岔村,${name},${n},户主,${more},,,`
    const good = roster('good.csv', [family('李花名', inventedNumber('1958-01-01', 901))])
    const bad = roster('bad.csv', [family('赵错号', '990101195801019999', '300'), family('钱缺额', '', 'abc')])
    expect(await asJson(0, 'import', 'roster', good, '--area', '990101')).toMatchObject({ families: 1, badFamilies: 0 })
    const tried = await doudi('import', 'roster', bad, '--area', '990101', '--json')
    expect(tried.code).toBe(3)
    expect(tried.err).toMatch(/第 2 行/)
    expect(tried.err + tried.out).not.toMatch(/赵错号|钱缺额|990101195801019999/)
    expect(await doudi('import', 'roster', join(folder, 'none.xlsx'), '--area', '990101')).toMatchObject({ code: 1 })
    expect(await doudi('import', 'roster', oldTeacher(), '--area', '990101')).toMatchObject({ code: 3, out: '' })
    expect(
      await asJson(0, 'import', 'roster', good, '--area', '990101', '--paid-until', '2025-02', '--accept'),
    ).toMatchObject({ households: 1, people: 1 })
    const out = join(folder, 'out.csv')
    expect(await asJson(0, 'export', 'roster', out, '--area', '990101')).toMatchObject({ households: 2 })
    expect(new TextDecoder('gb18030').decode(readFileSync(out))).toContain('李花名')
  })
})

describe('the demo', () => {
  test('is refused in production, and never made over what is there', async () => {
    const seeded = await doudi('demo', 'seed', '--households', '5', '--cases', '0')
    expect(seeded).toMatchObject({ code: 4, out: '' })
    vi.stubEnv('NODE_ENV', 'production')
    try {
      for (const verb of ['seed', 'clock', 'reset'])
        expect(await doudi('demo', verb), verb).toMatchObject({ code: 1, out: '' })
    } finally {
      vi.stubEnv('NODE_ENV', 'test')
    }
  })

  test('reset leaves a database alone that is somebody’s own', async () => {
    expect(await doudi('demo', 'reset')).toMatchObject({ code: 1, out: '' })
    expect(await asJson(0, 'doctor')).toBeTruthy()
  })

  test('clock: the business day goes forward, in working days', async () => {
    const { businessDay } = await asJson<{ businessDay: string }>(0, 'demo', 'clock', '--days', '1')
    expect(businessDay > new Date().toISOString().slice(0, 10)).toBe(true)
  }, 60_000)
})

describe('as a process of its own', () => {
  const running: ChildProcess[] = []
  afterAll(() => {
    for (const child of running) if (child.exitCode === null) child.kill('SIGKILL')
  })
  const start = (...words: string[]) => {
    const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'src/main/cli.ts'), ...words], {
      cwd: root,
      env: { ...process.env, ...environment, PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.push(child)
    const said = { out: '', err: '' }
    child.stdout.on('data', (text) => {
      said.out += text
    })
    child.stderr.on('data', (text) => {
      said.err += text
    })
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    return { child, said, ended }
  }

  test('serve and work say where they are on stderr, and end at a SIGTERM with 0', async () => {
    const server = start('serve')
    const worker = start('work')
    await vi.waitFor(() => expect(server.said.err).toMatch(/http:\/\/localhost:\d+/), {
      timeout: 60_000,
      interval: 100,
    })
    const address = /http:\/\/localhost:\d+/.exec(server.said.err)![0]
    expect((await fetch(`${address}/health/live`)).status).toBe(200)
    await vi.waitFor(() => expect(worker.said.err).toMatch(/\bwork/), { timeout: 60_000, interval: 100 })
    for (const { child } of [server, worker]) child.kill('SIGTERM')
    expect(await Promise.all([server.ended, worker.ended])).toEqual([0, 0])
    expect(server.said.out + worker.said.out).toBe('')
  }, 120_000)
})
