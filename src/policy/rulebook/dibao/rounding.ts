import { add, constant, divide, type Entity, type Expr, isIn, mul, row, table } from '../../kernel/index.ts'

/**
 * From the total of twelve months to the monthly amount, rounded once, as the area rounds (GEN-05, T2). Rounding to the
 * fen first and to the yuan afterwards would sometimes round twice: 100.4958 → 100.50 → 101. So the step is twelve times
 * the area's step, and the division is one: `(total + what the direction adds) ÷ step`, downwards. Totals are not negative.
 */
const steps = [
  ['01', 10],
  ['1', 100],
  ['5', 500],
  ['10', 1000],
] as const
const ways = (step: string) => ['round', 'ceil', 'floor'].map((direction) => `${direction}${step}`)

/** What the direction adds before dividing downwards: nothing, half a step, or a step less one fen. */
const offset = (way: Expr<'code', Entity>, exact: number) =>
  table(
    'first',
    steps.flatMap(([step, fen]) => [
      row(isIn(way, [`round${step}`]), constant.fen((fen * 12) / 2)),
      row(isIn(way, [`ceil${step}`]), constant.fen(fen * 12 - 1)),
      row(isIn(way, [`floor${step}`]), constant.fen(0)),
    ]),
    constant.fen(exact),
  )
const counted = (way: Expr<'code', Entity>, of: (fen: number) => number, exact: number) =>
  table(
    'first',
    steps.map(([step, fen]) => row(isIn(way, ways(step)), constant.count(of(fen)))),
    constant.count(exact),
  )

type OneOf<E extends Entity, F extends Entity> = Expr<'fen', 'household' | E | F>

export const monthly = <E extends Entity, F extends Entity>(year: Expr<'fen', E>, way: Expr<'code', F>): OneOf<E, F> =>
  mul(
    divide(
      add<'fen', Entity>(year, offset(way, 6)),
      counted(way, (fen) => fen * 12, 12),
      'down',
    ),
    counted(way, (fen) => fen, 1),
  ) as OneOf<E, F>

/** Still a total of twelve months, but of rounded monthly amounts; `exact` leaves it alone, so that only the end rounds. */
export const roundedYear = <E extends Entity, F extends Entity>(
  year: Expr<'fen', E>,
  way: Expr<'code', F>,
): OneOf<E, F> =>
  mul(
    divide(
      add<'fen', Entity>(year, offset(way, 0)),
      counted(way, (fen) => fen * 12, 1),
      'down',
    ),
    counted(way, (fen) => fen * 12, 1),
  ) as OneOf<E, F>
