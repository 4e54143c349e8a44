import { existsSync, mkdirSync, statfsSync } from 'node:fs'
import { sql } from 'kysely'
import { createAccount } from '../access/index.ts'
import { areaCode, isRefusal } from '../foundation/index.ts'
import {
  anchorFile,
  house as openedHouse,
  readAnchors,
  sealAudit,
  verifyAnchors,
  verifyAudit,
} from '../platform/index.ts'
import { sayRefusal } from '../wording/index.ts'
import { backup, restore } from './backup.ts'
import { type CliHouse, type OpenHouse, withHouse } from './house.ts'
import { exit, type Output } from './output.ts'
import type { VerbDefinition } from './program.ts'

/** Verbs that belong to no chapter of the work: running, looking after, and proving the system. */
export function systemVerbs(house: CliHouse): VerbDefinition[] {
  return [
    {
      name: 'serve',
      summary: '启动服务和后台任务 · server and worker',
      example: 'doudi serve',
      run: async () => {
        await house.serve()
        return exit.ok
      },
    },
    {
      name: 'work',
      summary: '只启动后台任务 · worker only',
      example: 'doudi work',
      run: async () => {
        await house.work()
        return exit.ok
      },
    },
    {
      name: 'migrate',
      summary: '数据库更新到本版本 · bring the database forward',
      example: 'DATABASE_URL=postgres://… doudi migrate',
      run: (out) =>
        withHouse(house, async () => {
          out.data({ done: true }, '数据库已是最新 · up to date')
          return exit.ok
        }),
    },
    {
      name: 'doctor',
      summary: '检查运行环境 · check the installation',
      example: 'doudi doctor --json',
      run: (out) => withHouse(house, (open) => doctor(open, out)),
    },
    {
      name: 'backup',
      summary: '备份到新文件夹(加密,不含密钥) · encrypted backup without keys',
      words: '<folder>',
      example: 'doudi backup /backup/2025-03-01',
      run: (out, _options, [folder]) =>
        withHouse(house, async (open) => {
          const manifest = await backup({
            ownerUrl: open.ownerUrl,
            dataDir: open.config.dataDir,
            folder: folder!,
            secret: backupSecret(),
            progress: (d, t) => out.progress('备份 backup', d, t),
          })
          const rows = manifest.tables.reduce((n, t) => n + t.rows, 0)
          out.data(
            manifest,
            `已备份 ${manifest.tables.length} 张表 ${rows} 行、${manifest.files.length} 个文件到 ${folder}`,
          )
          return exit.ok
        }),
    },
    {
      name: 'restore',
      summary: '从备份恢复到空数据库 · restore into an empty database',
      words: '<folder>',
      example: 'DATA_DIR=/srv/doudi doudi restore /backup/2025-03-01',
      run: (out, _options, [folder]) =>
        withHouse(house, async (open) => {
          const manifest = await restore({
            ownerUrl: open.ownerUrl,
            dataDir: open.config.dataDir,
            folder: folder!,
            secret: backupSecret(),
            progress: (d, t) => out.progress('恢复 restore', d, t),
          })
          const verdict = await open.as('restore', (tx) => verifyAudit(tx, openedHouse().secrets.sealKey))
          out.data(
            { tables: manifest.tables.length, audit: verdict },
            `已恢复 ${manifest.tables.length} 张表;审计链${verdict.ok ? '完整' : `有问题:${verdict.problem}`}`,
          )
          return verdict.ok ? exit.ok : exit.problems
        }),
    },
    {
      name: 'audit verify',
      summary: '核对审计链 · verify the sealed audit trail',
      options: [['--anchor [file]', '连同库外锚点核对 · with the anchors kept outside the database']],
      example: 'doudi audit verify --anchor /mnt/other/audit-anchors.jsonl --json',
      run: (out, o) =>
        withHouse(house, async (open) => {
          const { sealKey } = openedHouse().secrets
          const verdict = await open.as('audit verify', (tx) => verifyAudit(tx, sealKey))
          const file = typeof o.anchor === 'string' ? o.anchor : anchorFile(open.config.dataDir)
          if (o.anchor && !existsSync(file)) {
            out.note(`没有锚点文件 ${file} · there is no such file of anchors`)
            return exit.usage
          }
          const anchors = o.anchor ? readAnchors(file) : []
          const problem =
            verdict.problem ?? (await open.as('audit verify', (tx) => verifyAnchors(tx, anchors, sealKey)))
          out.data(
            { ...verdict, ok: problem === null, problem, ...(o.anchor && { anchors: anchors.length }) },
            problem === null
              ? `审计链完整:${verdict.seals} 个封条,${verdict.entries} 条记录,另有 ${verdict.unsealed} 条待封${o.anchor ? `;${anchors.length} 个锚点相符` : ''}`
              : `审计链有问题:${problem}`,
          )
          return problem === null ? exit.ok : exit.problems
        }),
    },
    {
      name: 'audit seal',
      summary: '立即封存审计记录 · seal the audit trail now',
      example: 'doudi audit seal',
      run: (out) =>
        withHouse(house, async (open) => {
          const seal = await open.as('audit seal', (tx) => sealAudit(tx, openedHouse().secrets.sealKey))
          out.data(seal, seal ? `封条 ${seal.sealNo}:${seal.root}` : '没有新的记录')
          return exit.ok
        }),
    },
    {
      name: 'admin first',
      summary: '建第一个系统管理员,显示一次性代码 · first administrator',
      options: [
        ['--username <name>', 'user name'],
        ['--name <name>', 'the person'],
        ['--area <code>', 'area code'],
        ['--unit <unit>', 'unit'],
      ],
      example: 'doudi admin first --username admin --name 王管理 --area 990101 --unit 安禾县民政局',
      run: (out, o) =>
        withHouse(house, async (open) => {
          const made = await open.as('admin first', async (tx) => {
            const some = await tx
              .selectFrom('account_role')
              .select('account_id')
              .where('role', '=', 'administrator')
              .where('until', 'is', null)
              .executeTakeFirst()
            if (some) return null
            return createAccount(tx, {
              username: String(o.username),
              name: String(o.name),
              role: 'administrator',
              area: areaCode(String(o.area ?? '')),
              unit: String(o.unit ?? ''),
            })
          })
          if (made === null) {
            out.note('已经有系统管理员了;请由他在界面上新建或重置账号。')
            return exit.conflict
          }
          if (isRefusal(made)) {
            out.note(sayRefusal('zh', made.refused, made.with))
            return exit.problems
          }
          out.data(
            { username: o.username, code: made.code },
            `一次性代码:${made.code}(24 小时内有效,只显示这一次)。到 /desk 选"第一次登录"。`,
          )
          return exit.ok
        }),
    },
  ]
}

/** The backup key comes from its own variable, so that who can restore is decided apart from who can read the database. */
const backupSecret = (): string => process.env.DOUDI_BACKUP_SECRET ?? openedHouse().secrets.indexKey

async function doctor(open: OpenHouse, out: Output): Promise<0 | 3> {
  const checks: { check: string; ok: boolean; says: string }[] = []
  const add = (check: string, ok: boolean, says: string) => checks.push({ check, ok, says })
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]
  add('node', major > 20 || (major === 20 && minor >= 19), process.versions.node)
  const version = await open.as('doctor', async (tx) => {
    return (await sql<{ v: string }>`select current_setting('server_version') as v`.execute(tx)).rows[0]!.v
  })
  add('postgresql', Number.parseInt(version, 10) >= 15, version)
  mkdirSync(open.config.dataDir, { recursive: true })
  const disk = statfsSync(open.config.dataDir)
  const free = Math.floor((disk.bavail * 100) / disk.blocks)
  add('disk', free >= 5, `${free} % free`)
  add('demo mode', !(open.config.production && open.config.demo), open.config.demo ? 'on' : 'off')
  const site = open.config.publicAddress
  add(
    'public address',
    site !== null || !open.config.production,
    site ?? 'DOUDI_PUBLIC_ADDRESS is not set: papers carry no QR code',
  )
  const verdict = await open.as('doctor', (tx) => verifyAudit(tx, openedHouse().secrets.sealKey))
  add('audit', verdict.ok, verdict.problem ?? `${verdict.entries} entries in ${verdict.seals} seals`)
  out.data(checks, checks.map((c) => `${c.ok ? '✓' : '✗'} ${c.check}: ${c.says}`).join('\n'))
  return checks.every((c) => c.ok) ? exit.ok : exit.problems
}
