import { type CellValue, type ListColumn, writeWorkbook } from '../office/index.ts'
import { audit, businessDay, type Tx } from '../platform/index.ts'
import type { Bytes } from './mount.ts'

/** A moment on the county's clock. */
export const atClock = (moment: string): string =>
  new Date(moment).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai' })

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A list leaves as a workbook, and who took it is on record (R46). The file's name holds no personal data. */
export async function listWorkbook<Row>(
  tx: Tx,
  list: {
    name: string
    title: string
    columns: ListColumn<Row>[]
    rows: readonly Row[]
    /** Whose list it is, where it is one family's. */
    household?: bigint
  },
): Promise<Bytes> {
  const today = await businessDay(tx)
  const { household } = list
  await audit(tx, {
    action: `desk.export-${list.name}`,
    ...(household !== undefined && { subject: { kind: 'household', id: String(household), household } }),
    detail: { rows: list.rows.length },
  })
  const bytes = await writeWorkbook<Row>({
    title: `${list.title} ${today}`,
    sheet: list.title.slice(0, 30),
    columns: list.columns.map((column) => ({ ...column, of: (row, i): CellValue => column.of(row, i) ?? null })),
    rows: list.rows,
  })
  return { bytes, type: xlsx, fileName: `${list.name}-${today}.xlsx` }
}
