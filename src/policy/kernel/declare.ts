import type { AreaCode, Day } from '../../foundation/index.ts'
import type {
  Citation,
  Entity,
  Expr,
  FactDeclaration,
  Node,
  NodeOf,
  ParameterDeclaration,
  ParameterForm,
  Quantity,
  Range,
  Rule,
  RuleDeclaration,
  TableParameter,
  Text,
  Unit,
} from './expression.ts'

/** Facts, parameters, rules, exceptions and programmes are declared here; `rulebook()` puts them together and checks them. */

type Codes = { codes: readonly string[]; codeLabels?: Readonly<Record<string, Text>> }
type Bases = Citation | readonly Citation[]
const list = (basis: Bases | undefined): readonly Citation[] =>
  basis === undefined ? [] : 'source' in basis ? [basis] : basis

export interface FactOptions {
  label: Text
  question: Text
  basis?: Bases
  range?: Range
  optional?: boolean
  movable?: boolean
}
export interface ParameterOptions {
  label: Text
  range?: Range
  perMonth?: boolean
  optional?: boolean
}
export interface RuleOptions<U extends Unit, E extends Entity> {
  title: Text
  basis: Bases
  /** The first day it is in force; without it, since ever. */
  since?: Day
  /** The first day it is no longer in force. */
  until?: Day
  value: Expr<U, E>
  codes?: readonly string[]
  codeLabels?: Readonly<Record<string, Text>>
  note?: Text
  reads?: { words: Text; of: readonly Expr<Unit, 'household' | E>[] }
}
type IsOptional<O> = O extends { optional: true } ? true : false

/** Facts and rules of one entity. A person rule is worked out for each member, a supporter rule for each supporter. */
function entityOf<E extends Entity>(entity: E) {
  const fact =
    <U extends FactDeclaration['unit']>(unit: U) =>
    <const O extends FactOptions>(
      name: string,
      options: O & (U extends 'code' ? Codes : unknown),
    ): Expr<U, E, IsOptional<O>> => {
      const { basis, optional, movable, ...rest } = options as FactOptions
      const declaration: FactDeclaration = {
        kind: 'fact',
        name,
        entity,
        unit,
        ...rest,
        basis: list(basis),
        optional: optional ?? false,
        movable: movable ?? false,
      }
      return { op: 'fact', unit, entity, nullable: declaration.optional, name, declaration } as NodeOf<'fact'> as Expr<
        U,
        E,
        IsOptional<O>
      >
    }
  return {
    fen: fact('fen'),
    count: fact('count'),
    months: fact('months'),
    boolean: fact('boolean'),
    date: fact('date'),
    code: fact('code'),
    rule<U extends Unit>(id: string, options: RuleOptions<U, 'household' | E>): Rule<U, E> {
      const { basis, since, until, value, ...rest } = options
      const declaration: RuleDeclaration = {
        kind: 'rule',
        id,
        entity,
        unit: value.unit,
        ...rest,
        basis: list(basis),
        since: since ?? null,
        until: until ?? null,
        value,
      }
      return { op: 'rule', id, unit: value.unit, entity, nullable: false, declaration } as NodeOf<'rule'> as Rule<U, E>
    },
  }
}
export const household = entityOf('household')
export const person = entityOf('person')
export const supporter = entityOf('supporter')

const declareParameter = (
  name: string,
  form: ParameterForm,
  unit: Unit,
  options: ParameterOptions,
  rest: Partial<ParameterDeclaration> = {},
) => {
  const { optional, perMonth, ...given } = options
  const declaration: ParameterDeclaration = {
    kind: 'parameter',
    name,
    form,
    unit,
    ...given,
    ...rest,
    perMonth: perMonth ?? false,
    optional: optional ?? false,
  }
  return declaration
}
const one =
  <U extends Unit>(unit: U) =>
  <const O extends ParameterOptions>(
    name: string,
    options: O & (U extends 'code' ? Codes : unknown),
  ): Expr<U, 'household', IsOptional<O>> => {
    const declaration = declareParameter(name, 'one', unit, options)
    const node: Node = { op: 'parameter', unit, entity: 'household', nullable: declaration.optional, name, declaration }
    return node as Expr<U, 'household', IsOptional<O>>
  }

/** Values that a notice sets: dated, per area and urban/rural, each row with its source. The rows come from the rulebook's data. */
export const parameter = {
  fen: one('fen'),
  fenPerMonth: <const O extends ParameterOptions>(name: string, options: O) =>
    one('fen')(name, { ...options, perMonth: true } as O),
  bp: one('bp'),
  count: one('count'),
  months: one('months'),
  boolean: one('boolean'),
  date: one('date'),
  code: one('code'),
  /** By position from 1; read with `stage`. */
  list: <U extends Unit>(name: string, unit: U, options: ParameterOptions & Partial<Codes>) =>
    ({ declaration: declareParameter(name, 'list', unit, options, { by: 'count' }) }) as TableParameter<
      U,
      'list',
      'count'
    >,
  /** By lower bound; read with `band`. */
  bands: <By extends Quantity, U extends Unit>(
    name: string,
    by: By,
    unit: U,
    options: ParameterOptions & Partial<Codes>,
  ) => ({ declaration: declareParameter(name, 'bands', unit, options, { by }) }) as TableParameter<U, 'bands', By>,
  /** By code; read with `lookup`. */
  map: <U extends Unit>(
    name: string,
    byCodes: readonly string[],
    unit: U,
    options: ParameterOptions & Partial<Codes>,
  ) =>
    ({ declaration: declareParameter(name, 'map', unit, options, { by: 'code', byCodes }) }) as TableParameter<
      U,
      'map',
      'code'
    >,
}

/** Somewhere, or for some time, a rule says something else. Names the rule (or the exception) it replaces. */
export interface Exception {
  kind: 'exception'
  id: string
  of: string
  area: AreaCode
  residence: 'urban' | 'rural' | 'both'
  /** A rule like any other, with its own title and basis. */
  declaration: RuleDeclaration
}
export interface ExceptionOptions<U extends Unit, E extends Entity> extends Omit<RuleOptions<U, E>, 'title'> {
  id: string
  area: AreaCode
  residence?: 'urban' | 'rural'
  title?: Text
}
/** `exception(gap, { id: 'DB-02/50', area: areaCode('50'), basis, value })`. Two that both apply are refused when the rulebook is put together. */
export function exception<U extends Unit, E extends Entity>(
  of: Rule<U, E>,
  options: ExceptionOptions<U, 'household' | E>,
): Exception
/** An exception to an exception: the county inside the province. */
export function exception(of: Exception, options: ExceptionOptions<Unit, Entity>): Exception
export function exception(of: Rule | Exception, options: ExceptionOptions<Unit, Entity>): Exception {
  const { id, area, residence, title, basis, since, until, value, ...rest } = options
  const base = of.declaration
  const declaration: RuleDeclaration = {
    ...base,
    ...rest,
    id,
    title: title ?? base.title,
    basis: list(basis),
    since: since ?? null,
    until: until ?? null,
    value,
  }
  return {
    kind: 'exception',
    id,
    of: 'kind' in of ? of.id : base.id,
    area,
    residence: residence ?? 'both',
    declaration,
  }
}

/** What a programme gives, and on what conditions. */
export interface Programme {
  id: string
  title: Text
  basis: readonly Citation[]
  since: Day | null
  /** The right to it. Its comparisons are what a refusal explains. */
  eligible: Rule<'boolean', 'household'>
  /** What is paid a month. */
  monthly: Rule<'fen', 'household'>
  tier: Rule<'code', 'household'> | null
  /** The parts `monthly` is made of, for the letter; the kernel adds one line for what rounding and limits did. */
  breakdown: readonly Rule<'fen', Entity>[]
  /** Further figures worth showing (per-capita income): traced, never deciding. */
  figures: readonly Rule[]
}
export const programme = (
  id: string,
  options: Omit<Programme, 'id' | 'basis' | 'since' | 'tier' | 'figures'> & {
    basis: Bases
    since?: Day
    tier?: Rule<'code', 'household'>
    figures?: readonly Rule[]
  },
): Programme => ({
  ...options,
  id,
  basis: list(options.basis),
  since: options.since ?? null,
  tier: options.tier ?? null,
  figures: options.figures ?? [],
})
