import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useText } from '../language.tsx'

const step = 100

/** A long list a hundred rows at a time, so that the page stays quick; the export has them all. */
export function Paged<Row>({
  rows,
  children,
}: {
  rows: readonly Row[]
  children: (rows: readonly Row[]) => ReactNode
}) {
  const t = useText()
  const [many, setMany] = useState(step)
  return (
    <>
      {children(rows.slice(0, many))}
      {rows.length > many && (
        <p>
          <Button onClick={() => setMany(many + step)}>
            {t('deskOffice:more', { shown: many, all: rows.length, step })}
          </Button>
        </p>
      )}
    </>
  )
}
