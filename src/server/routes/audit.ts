import { staffIdsNamed, staffNames } from '../../access/index.ts'
import { accessApi } from '../../contract/index.ts'
import type { Day } from '../../foundation/index.ts'
import type { Tx } from '../../platform/index.ts'
import { canSay, type Lang, say } from '../../wording/index.ts'
import { atClock, listWorkbook } from '../list-workbook.ts'
import { type Frame, mount } from '../mount.ts'
import { langOf } from '../problems.ts'

/** As many lines as one workbook takes; a longer stretch is exported in parts, day by day. */
const mostExported = 20_000

/** The audit trail: searched by whoever audits, and taken along as a workbook, which is itself on record. */
export function auditRoutes(frame: Frame): void {
  mount(frame, accessApi.searchAudit, async ({ tx, query }) => {
    const found = await linesOf(tx, query, query.limit + 1, query.after)
    const items = found.slice(0, query.limit)
    return { items, next: found.length > query.limit ? items.at(-1)!.seq : null }
  })
  mount(frame, accessApi.exportAudit, async ({ tx, query, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, key)
    return listWorkbook(tx, {
      name: 'audit',
      title: t('desk:audit.title'),
      columns: [
        { head: t('deskAdmin:audit.seq'), of: (row) => row.seq },
        {
          head: t('desk:audit.at'),
          of: (row) => atClock(row.at),
          width: 20,
        },
        { head: t('desk:audit.day'), kind: 'day', of: (row) => row.businessDay },
        { head: t('desk:audit.actor'), of: (row) => row.actorName ?? row.actor, width: 16 },
        { head: t('desk:audit.role'), of: (row) => t(`access:role.${row.role}`), width: 18 },
        { head: t('desk:audit.action'), of: (row) => actionWord(lang, row.action), width: 28 },
        { head: t('deskAdmin:audit.code'), of: (row) => row.action, width: 28 },
        {
          head: t('desk:audit.subject'),
          of: (row) => [row.subjectKind, row.subject].filter(Boolean).join(' '),
          width: 30,
        },
        { head: t('desk:audit.purpose'), of: (row) => row.purpose, width: 24 },
        { head: t('desk:audit.result'), of: (row) => t(`desk:audit.result.${row.result}`) },
      ],
      rows: await linesOf(tx, query, mostExported),
    })
  })
}

/** An action in words where there are some; the code itself otherwise, never nothing. */
const actionWord = (lang: Lang, action: string): string =>
  canSay(`auditAction:${action}`) ? say(lang, `auditAction:${action}`) : action

interface Filter {
  action?: string | undefined
  actor?: string | undefined
  household?: string | undefined
  from?: Day | undefined
  to?: Day | undefined
  result?: string | undefined
}

async function linesOf(tx: Tx, filter: Filter, limit: number, after?: string) {
  let rows = tx.selectFrom('audit_entry').selectAll().orderBy('seq', 'desc').limit(limit)
  if (after && /^\d{1,18}$/.test(after)) rows = rows.where('seq', '<', BigInt(after))
  if (filter.action) rows = rows.where('action', 'like', `${filter.action.replace(/[%_\\]/g, '\\$&')}%`)
  if (filter.actor) rows = rows.where('actor', 'in', [filter.actor, ...(await staffIdsNamed(tx, filter.actor))])
  if (filter.household) rows = rows.where('household_id', '=', BigInt(filter.household))
  if (filter.from) rows = rows.where('business_day', '>=', filter.from)
  if (filter.to) rows = rows.where('business_day', '<=', filter.to)
  if (filter.result) rows = rows.where('result', '=', filter.result)
  const found = await rows.execute()
  const names = await staffNames(
    tx,
    found.map((r) => r.actor),
  )
  return found.map((r) => ({
    seq: String(r.seq),
    at: r.at,
    businessDay: r.business_day as Day,
    actor: r.actor,
    actorName: names.get(r.actor)?.name ?? null,
    role: r.role,
    area: r.area,
    action: r.action,
    subjectKind: r.subject_kind,
    subject: r.subject,
    purpose: r.purpose,
    route: r.route,
    result: r.result,
  }))
}
