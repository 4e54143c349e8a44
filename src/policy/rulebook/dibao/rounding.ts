import { divide, type Entity, type Expr, isIn, type Rounding, roundTo, row, table } from '../../kernel/index.ts'

/**
 * From the total of twelve months to the monthly amount, rounded once, as the area rounds (GEN-05, T2). Rounding to the
 * fen first and to the yuan afterwards would sometimes round twice: 100.4958 → 100.50 → 101.
 */
const steps = { '01': 10, '1': 100, '5': 500, '10': 1000 } as const
const directions = { round: 'halfUp', ceil: 'up', floor: 'down' } as const satisfies Record<string, Rounding>

export function monthly<E extends Entity, F extends Entity>(
  twelveMonths: Expr<'fen', E>,
  way: Expr<'code', F>,
): Expr<'fen', 'household' | E | F> {
  const rows = Object.entries(directions).flatMap(([name, direction]) =>
    Object.entries(steps).map(([step, fen]) =>
      row(isIn(way, [`${name}${step}`]), divide(roundTo(twelveMonths, fen * 12, direction), 12, 'down')),
    ),
  )
  return table('first', rows, divide(twelveMonths, 12, 'halfUp'))
}

/** Still a total of twelve months, but of rounded monthly amounts; `exact` leaves it alone, so that only the end rounds. */
export function roundedYear<E extends Entity, F extends Entity>(
  twelveMonths: Expr<'fen', E>,
  way: Expr<'code', F>,
): Expr<'fen', 'household' | E | F> {
  const rows = Object.entries(directions).flatMap(([name, direction]) =>
    Object.entries(steps).map(([step, fen]) =>
      row(isIn(way, [`${name}${step}`]), roundTo(twelveMonths, fen * 12, direction)),
    ),
  )
  return table('first', rows, twelveMonths)
}
