import { type Day, dayInChinese, yuanForReading } from '../../foundation/index.ts'
import { roundingOf } from './arithmetic.ts'
import type { Comparison, Node, NodeOf, Rounding, Text, Unit } from './expression.ts'
import { type Run, type Subject, valueIn } from './interpret.ts'
import type { Value } from './trace.ts'

/** Expressions said in words, with the figures of one household: `低保标准 1,100 × 人数 3 − 家庭月收入 1,500`. */
export type Language = 'zh' | 'en'

export interface Saying {
  run: Run
  language: Language
  /** What to call a member or supporter. */
  nameOf: (id: string) => string
}

type Words = Record<Language, string>

const comparisons: Record<Comparison, Words> = {
  lt: { zh: '低于', en: 'is below' },
  le: { zh: '不高于', en: 'is at most' },
  gt: { zh: '高于', en: 'is above' },
  ge: { zh: '不低于', en: 'is at least' },
  eq: { zh: '等于', en: 'equals' },
  ne: { zh: '不等于', en: 'differs from' },
}
export const opposite: Record<Comparison, Comparison> = { lt: 'ge', le: 'gt', gt: 'le', ge: 'lt', eq: 'ne', ne: 'eq' }
export const comparisonWord = (how: Comparison, language: Language): string => comparisons[how][language]

const roundings: Record<Rounding, Words> = {
  up: { zh: '向上取整', en: 'rounded up' },
  down: { zh: '向下取整', en: 'rounded down' },
  halfUp: { zh: '四舍五入', en: 'rounded half up' },
}

/** A value for reading: yuan, percent, words for codes. */
export function valueText(
  value: Value,
  unit: Unit,
  language: Language,
  codeLabels?: Readonly<Record<string, Text>>,
): string {
  if (value === null) return { zh: '未知', en: 'not known' }[language]
  if (value === undefined) return { zh: '未提供', en: 'not given' }[language]
  switch (unit) {
    case 'fen':
      return yuanForReading(value as bigint)
    case 'bp':
      return `${yuanForReading(value as bigint)}%`
    case 'boolean':
      return value ? { zh: '是', en: 'yes' }[language] : { zh: '否', en: 'no' }[language]
    case 'date':
      return language === 'zh' ? dayInChinese(value as Day) : String(value)
    case 'code':
      return codeLabels?.[value as string]?.[language] ?? String(value)
    default:
      return String(value)
  }
}

export const labelsOf = (node: Node): Readonly<Record<string, Text>> | undefined =>
  node.op === 'fact' || node.op === 'parameter' || node.op === 'rule' || node.op === 'select'
    ? node.declaration.codeLabels
    : undefined

/** What something is called, without figures: the words of a fact, a parameter, a rule, or the formula in words. */
export const named = (node: Node, whose: Subject, saying: Saying): string =>
  new Writer(saying, false).write(node, whose).text
/** The formula with the figures of this household. */
export const figured = (node: Node, whose: Subject, saying: Saying): string =>
  new Writer(saying, true).write(node, whose).text

/** What is said of members in general: no branch is taken, since members differ. */
const inGeneral = (node: Node, whose: Subject, saying: Saying): string =>
  new Writer(saying, false, true).write(node, whose).text

/** `binds`: 0 like and, 1 like + and <, 2 like ×, 3 a name or a bracket. */
interface Said {
  text: string
  binds: number
}
const whole = (text: string): Said => ({ text, binds: 3 })
const within = (said: Said, binds: number): string => (said.binds < binds ? `(${said.text})` : said.text)

class Writer {
  private readonly saying: Saying
  private readonly figures: boolean
  private readonly general: boolean
  private readonly language: Language
  constructor(saying: Saying, figures: boolean, general = false) {
    this.saying = saying
    this.figures = figures
    this.general = general
    this.language = saying.language
  }

  write(node: Node, whose: Subject): Said {
    switch (node.op) {
      case 'constant':
        return whole(this.text(node.value, node.unit))
      case 'today':
        return whole(this.say({ zh: '当日', en: 'the day' }))
      case 'fact':
      case 'parameter':
        return this.label(node.declaration.label, node, whose)
      case 'rule':
        return this.label(this.saying.run.setting.rules.get(node.id)?.title ?? node.declaration.title, node, whose)
      case 'add':
        return { text: node.of.map((part) => within(this.write(part, whose), 1)).join(' + '), binds: 1 }
      case 'sub':
        return { text: this.pair(node.of, ' − ', 1, 2, whose), binds: 1 }
      case 'mul':
      case 'share':
        return { text: this.pair(node.of, ' × ', 2, 2, whose), binds: 2 }
      case 'divide':
      case 'ratio':
        return { text: this.pair(node.of, ' ÷ ', 2, 3, whose), binds: 2 }
      case 'max':
      case 'min':
        return this.extreme(node, whose)
      case 'roundTo':
        return this.rounded(this.write(node.of[0], whose), node.step, node.rounding)
      case 'roundBy': {
        const way = roundingOf(String(this.value(node.of[1], whose)))
        const said = this.write(node.of[0], whose)
        return way ? this.rounded(said, way.step, way.rounding) : said
      }
      case 'if': {
        if (this.general) return this.anyBranch(node.of, whose)
        const held = this.value(node.of[0], whose)
        if (held === null) return this.call({ zh: '视情形', en: 'depending' }, node.of, whose)
        return this.write(held ? node.of[1] : node.of[2], whose)
      }
      case 'table':
        return this.general ? this.anyRow(node, whose) : this.table(node, whose)
      case 'orElse':
        return this.write(!this.general && this.value(node.of[0], whose) === undefined ? node.of[1] : node.of[0], whose)
      case 'select': {
        const at = `${node.declaration.label[this.language]}(${this.write(node.at, whose).text})`
        return whole(this.figures ? `${at} ${this.text(this.value(node, whose), node.unit, node)}` : at)
      }
      case 'over':
        return this.over(node)
      case 'compare':
        return { text: this.pair(node.of, ` ${comparisonWord(node.how, this.language)} `, 0, 0, whose), binds: 1 }
      case 'and':
      case 'or': {
        const joint = this.say(node.op === 'and' ? { zh: ' 且 ', en: ' and ' } : { zh: ' 或 ', en: ' or ' })
        return { text: node.of.map((part) => within(this.write(part, whose), 1)).join(joint), binds: 0 }
      }
      case 'not':
        return whole(`${this.say({ zh: '并非', en: 'not ' })}(${this.write(node.of[0], whose).text})`)
      case 'isIn': {
        const codes = node.codes.map((code) => this.text(code, 'code', node.of[0])).join(this.zh ? '、' : ', ')
        return whole(`${this.plainly(node.of[0], whose)}${this.say({ zh: '为', en: ' is ' })}${codes}`)
      }
      case 'isKnown': {
        const what = this.plainly(node.of[0], whose)
        return whole(this.zh ? `有${what}` : `${what} is given`)
      }
      case 'aged': {
        const [birth, years] = [this.write(node.of[0], whose).text, this.text(this.value(node.of[1], whose), 'count')]
        return whole(this.zh ? `${birth},满 ${years} 周年` : `${birth}, at least ${years} years`)
      }
      case 'age':
        return whole(
          `${this.say({ zh: '周岁', en: 'age' })}${this.figures ? ` ${this.text(this.value(node, whose), 'count')}` : ''}`,
        )
      case 'monthsBetween':
        return this.call({ zh: '月数', en: 'months' }, node.of, whose)
    }
  }

  private get zh(): boolean {
    return this.language === 'zh'
  }
  private say(words: Words): string {
    return words[this.language]
  }
  private value(node: Node, whose: Subject): Value {
    return valueIn(this.saying.run, node, whose)
  }
  private text(value: Value, unit: Unit, from?: Node): string {
    return valueText(value, unit, this.language, from && labelsOf(from))
  }
  private plainly(node: Node, whose: Subject): string {
    return named(node, whose, this.saying)
  }
  private label(words: Text, node: Node, whose: Subject): Said {
    const name = words[this.language]
    return whole(this.figures ? `${name} ${this.text(this.value(node, whose), node.unit, node)}` : name)
  }
  private pair([a, b]: readonly [Node, Node], sign: string, left: number, right: number, whose: Subject): string {
    return within(this.write(a, whose), left) + sign + within(this.write(b, whose), right)
  }
  private call(words: Words, parts: readonly Node[], whose: Subject): Said {
    const said = parts.map((part) => this.write(part, whose).text)
    return whole(`${this.say(words)}(${said.join(this.zh ? ',' : ', ')})`)
  }
  private after(said: Said, note: string): Said {
    return whole(this.zh ? `${said.text}(${note})` : `${said.text} (${note})`)
  }

  private rounded(said: Said, step: bigint, rounding: Rounding): Said {
    const [how, size] = [this.say(roundings[rounding]), yuanForReading(step)]
    return this.after(said, this.zh ? `${how}到 ${size} 元` : `${how} to ${size} yuan`)
  }

  /** A limit is only worth a word when it bites. */
  private extreme(node: Extract<Node, { op: 'add' | 'min' | 'max' | 'and' | 'or' }>, whose: Subject): Said {
    const zero = node.of.findIndex((part) => part.op === 'constant' && part.value === 0n)
    const other = node.of[1 - zero]
    if (node.of.length === 2 && zero >= 0 && other) {
      const said = this.write(other, whose)
      const bites = this.value(other, whose) !== this.value(node, whose)
      return bites ? this.after(said, this.say({ zh: '按 0 计', en: 'counted as 0' })) : said
    }
    const words = node.op === 'max' ? { zh: '取高', en: 'the higher of ' } : { zh: '取低', en: 'the lower of ' }
    return this.call(words, node.of, whose)
  }

  /** `c and a`, `c or b` where one branch is a plain yes or no. */
  private anyBranch([condition, yes, no]: readonly [Node, Node, Node], whose: Subject): Said {
    const said = [condition, yes, no].map((part) => this.write(part, whose)) as [Said, Said, Said]
    const [c, a, b] = said.map((part) => within(part, 1))
    if (no.op === 'constant' && no.value === false)
      return { text: `${c}${this.say({ zh: ' 且 ', en: ' and ' })}${a}`, binds: 0 }
    if (yes.op === 'constant' && yes.value === true)
      return { text: `${c}${this.say({ zh: ' 或 ', en: ' or ' })}${b}`, binds: 0 }
    return whole(this.zh ? `若${c}则${a},否则${b}` : `${a} if ${c}, else ${b}`)
  }
  private anyRow(node: NodeOf<'table'>, whose: Subject): Said {
    const rows = node.rows.map((row) => row.label?.[this.language] ?? this.write(row.when, whose).text)
    return whole(this.zh ? `按${rows.join('、')}` : `by ${rows.join(', ')}`)
  }

  private table(node: NodeOf<'table'>, whose: Subject): Said {
    const held = node.rows.filter((row) => this.value(row.when, whose) === true)
    const taken =
      node.hit === 'total'
        ? held
        : held
            .filter((row) => node.hit === 'first' || this.value(row.value, whose) === this.value(node, whose))
            .slice(0, 1)
    if (taken.length === 0) return this.write(node.otherwise, whose)
    const [first] = taken
    if (taken.length === 1 && first && !first.label) return this.write(first.value, whose)
    const rows = taken.map((row) => {
      const said = this.write(row.value, whose)
      return row.label ? `${row.label[this.language]}${this.zh ? ':' : ': '}${said.text}` : within(said, 1)
    })
    return { text: rows.join(' + '), binds: 1 }
  }

  private over(node: NodeOf<'over'>): Said {
    const { run, nameOf } = this.saying
    const everyone = node.over === 'person' ? run.members : run.supporters
    const who = this.say(node.over === 'person' ? { zh: '成员', en: 'members' } : { zh: '义务人', en: 'supporters' })
    const [one] = everyone
    const what = one && node.each ? inGeneral(node.each, one, this.saying) : ''
    const suffix = one && node.where ? `(${inGeneral(node.where, one, this.saying)})` : ''
    switch (node.how) {
      case 'count':
        return this.total(this.zh ? `人数${suffix}` : `number of ${who}${suffix}`, node)
      case 'any':
        return whole(this.zh ? `有${who}${what}${suffix}` : `one of the ${who}: ${what}${suffix}`)
      case 'all':
        return whole(this.zh ? `${who}均${what}${suffix}` : `all ${who}: ${what}${suffix}`)
      case 'sum': {
        const counted = everyone.filter((each) => !node.where || this.value(node.where, each) === true)
        if (!this.figures || counted.length === 0 || counted.length > 8)
          return this.total(this.zh ? `各${who}${what}合计${suffix}` : `total of ${what || who}${suffix}`, node)
        const each = counted.map((m) => `${nameOf(m.id!)} ${this.text(this.value(node.each!, m), node.unit)}`)
        return { text: `${what}${this.zh ? ':' : ': '}${each.join(' + ')}`, binds: 1 }
      }
      default: {
        const highest = node.how === 'max' ? { zh: '最高的', en: 'highest ' } : { zh: '最低的', en: 'lowest ' }
        return this.total(`${this.say(highest)}${what}${suffix}`, node)
      }
    }
  }
  private total(name: string, node: NodeOf<'over'>): Said {
    return whole(this.figures ? `${name} ${this.text(this.value(node, this.saying.run.household), node.unit)}` : name)
  }
}
