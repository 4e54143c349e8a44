import type { ReactNode } from 'react'
import { useText } from '../language.tsx'

/** A real table in a region of its own that scrolls, takes the focus and has a name. */
export function Region({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="region" aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}

export interface Column<Row> {
  head: string
  of: (row: Row, index: number) => ReactNode
  /** The cell that names the row. */
  names?: boolean
  number?: boolean
  /** No wider than what stands in it: ticks. */
  slim?: boolean
}

const classOf = (column: { number?: boolean; slim?: boolean }) =>
  column.number ? 'number' : column.slim ? 'slim' : undefined

const days = /(\d{4}-\d{2}-\d{2})/

/** A day is read in one piece: no line ends inside it. */
export function Unbroken({ children }: { children: ReactNode }) {
  if (typeof children !== 'string' || !days.test(children)) return children
  return children.split(days).map((part, i) =>
    days.test(part) ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one sentence stay where they are
      <span key={i} className="day">
        {part}
      </span>
    ) : (
      part
    ),
  )
}

export function List<Row>({
  label,
  columns,
  rows,
  keyOf,
  empty,
}: {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row, index: number) => string
  empty?: ReactNode
}) {
  const t = useText()
  if (rows.length === 0) return <p className="empty">{empty ?? t('desk:nothing-here')}</p>
  return (
    <Region label={label}>
      <table className="list">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.head} scope="col" className={classOf(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={keyOf(row, i)}>
              {columns.map((column) =>
                column.names ? (
                  <th key={column.head} scope="row">
                    <Unbroken>{column.of(row, i)}</Unbroken>
                  </th>
                ) : (
                  <td key={column.head} className={classOf(column)}>
                    <Unbroken>{column.of(row, i)}</Unbroken>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
  )
}
