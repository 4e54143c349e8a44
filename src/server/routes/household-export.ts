import { householdApi as api } from '../../contract/index.ts'
import { refuse } from '../../foundation/index.ts'
import { factTable, householdById, membershipHistory, subjectKey, supportersOn } from '../../household/index.ts'
import { type CellValue, type ListColumn, writeWorkbook } from '../../office/index.ts'
import { audit, businessDay, type Tx } from '../../platform/index.ts'
import { type FactValue, factEntry } from '../../policy/index.ts'
import { type Lang, say } from '../../wording/index.ts'
import { type Frame, mount } from '../mount.ts'
import { langOf } from '../problems.ts'

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** One household as workbooks: its people through time, and its four values. Who took it is on record (R46). */
export function householdExportRoutes(frame: Frame): void {
  mount(frame, api.exportMembers, async ({ tx, params, request }) => {
    const household = await householdById(tx, params.householdId)
    if (!household) return refuse('no-such-household')
    const lang = langOf(request)
    const t = (key: string) => say(lang, key)
    return workbook(tx, lang, { household: household.id, area: household.area }, 'members', {
      rows: await membershipHistory(tx, household.id),
      columns: [
        { head: t('desk:family.name'), of: (m) => m.name },
        { head: t('desk:family.relation'), of: (m) => factEntry('relation').codes?.[m.relation]?.[lang] ?? m.relation },
        { head: t('desk:family.sex'), of: (m) => (m.sex ? t(`desk:sex.${m.sex}`) : null) },
        { head: t('desk:family.birth'), kind: 'day', of: (m) => m.birth },
        { head: t('desk:family.since'), kind: 'day', of: (m) => m.since },
        { head: t('deskLife:household.until'), kind: 'day', of: (m) => m.until },
        { head: t('deskLife:household.left'), of: (m) => (m.leftWhy ? t(`household:left.${m.leftWhy}`) : null) },
      ],
    })
  })
  mount(frame, api.exportFacts, async ({ tx, params, request }) => {
    const household = await householdById(tx, params.householdId)
    if (!household) return refuse('no-such-household')
    const lang = langOf(request)
    const t = (key: string) => say(lang, key)
    const today = await businessDay(tx)
    const names = new Map<string, string>([
      ...(await membershipHistory(tx, household.id)).map((m) => [String(m.person), m.name] as const),
      ...(await supportersOn(tx, household.id, today)).map((s) => [s.id, s.name] as const),
    ])
    return workbook(tx, lang, { household: household.id, area: household.area }, 'figures', {
      rows: await factTable(tx, household.id, today),
      columns: [
        { head: t('desk:figures.item'), of: (line) => factEntry(line.name).label[lang], width: 28 },
        {
          head: t('desk:case.household'),
          of: (line) =>
            line.subject.kind === 'household'
              ? t('desk:case.household')
              : (names.get(subjectKey(line.subject)) ?? null),
        },
        ...(['declared', 'matched', 'visited', 'adopted'] as const).map((source) => ({
          head: t(`desk:figures.${source}`),
          of: (line: Awaited<ReturnType<typeof factTable>>[number]) => {
            const fact = line.values[source]
            return fact ? inWords(lang, line.name, fact.value) : null
          },
        })),
        { head: t('desk:adopt.reason'), of: (line) => line.values.adopted?.reason ?? null, width: 30 },
      ],
    })
  })
}

function inWords(lang: Lang, name: Parameters<typeof factEntry>[0], value: FactValue): string {
  const entry = factEntry(name)
  if (value === null) return say(lang, 'desk:unknown')
  if (typeof value === 'boolean') return say(lang, value ? 'desk:yes' : 'desk:no')
  if (typeof value === 'bigint') return (Number(value) / 100).toFixed(2)
  return entry.codes?.[String(value)]?.[lang] ?? String(value)
}

async function workbook<Row>(
  tx: Tx,
  lang: Lang,
  of: { household: bigint; area: string },
  name: 'members' | 'figures',
  list: { rows: readonly Row[]; columns: ListColumn<Row>[] },
) {
  const today = await businessDay(tx)
  await audit(tx, {
    action: `household.export-${name}`,
    subject: { kind: 'household', id: String(of.household), household: of.household },
    area: of.area as never,
    detail: { rows: list.rows.length },
  })
  const title = say(lang, name === 'members' ? 'deskLife:household.members' : 'desk:figures.title')
  const bytes = await writeWorkbook<Row>({
    title: `${title} ${today}`,
    sheet: title,
    columns: list.columns.map((column) => ({ ...column, of: (row: Row, i): CellValue => column.of(row, i) ?? null })),
    rows: list.rows,
  })
  return { bytes, type: xlsx, fileName: `household-${name}-${today}.xlsx` }
}
