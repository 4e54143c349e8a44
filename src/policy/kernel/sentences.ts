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
const say = (words: Words, saying: Saying) => words[saying.language]

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
export const named = (node: Node, whose: Subject, saying: Saying): string => write(node, whose, saying, false).text
/** The formula with the figures of this household. */
export const figured = (node: Node, whose: Subject, saying: Saying): string => write(node, whose, saying, true).text

/** `binds`: 1 like +, 2 like ×, 3 a name or a bracket. */
interface Said {
  text: string
  binds: number
}
const whole = (text: string): Said => ({ text, binds: 3 })
const within = (said: Said, binds: number): string => (said.binds < binds ? `(${said.text})` : said.text)

function write(node: Node, whose: Subject, saying: Saying, figures: boolean): Said {
  const { run, language } = saying
  const part = (of: Node) => write(of, whose, saying, figures)
  const value = (of: Node) => valueIn(run, of, whose)
  const text = (of: Value, unit: Unit, from?: Node) => valueText(of, unit, language, from && labelsOf(from))
  const label = (words: Text): Said =>
    whole(figures ? `${words[language]} ${text(value(node), node.unit, node)}` : words[language])
  const call = (words: Words, parts: readonly Node[]) =>
    whole(`${say(words, saying)}(${parts.map((p) => part(p).text).join(language === 'zh' ? ',' : ', ')})`)
  const after = (said: Said, note: string) =>
    whole(language === 'zh' ? `${said.text}(${note})` : `${said.text} (${note})`)

  switch (node.op) {
    case 'constant':
      return whole(text(node.value, node.unit))
    case 'today':
      return whole(say({ zh: '当日', en: 'the day' }, saying))
    case 'fact':
    case 'parameter':
      return label(node.declaration.label)
    case 'rule':
      return label(run.setting.rules.get(node.id)?.title ?? node.declaration.title)
    case 'add':
      return { text: node.of.map((of) => within(part(of), 1)).join(' + '), binds: 1 }
    case 'sub':
      return { text: `${within(part(node.of[0]), 1)} − ${within(part(node.of[1]), 2)}`, binds: 1 }
    case 'mul':
    case 'share':
      return { text: `${within(part(node.of[0]), 2)} × ${within(part(node.of[1]), 2)}`, binds: 2 }
    case 'divide':
    case 'ratio':
      return { text: `${within(part(node.of[0]), 2)} ÷ ${within(part(node.of[1]), 3)}`, binds: 2 }
    case 'max':
    case 'min':
      return writeExtreme(node)
    case 'roundTo':
      return after(part(node.of[0]), stepNote(node.step, node.rounding))
    case 'roundBy': {
      const way = roundingOf(String(value(node.of[1])))
      return way ? after(part(node.of[0]), stepNote(way.step, way.rounding)) : part(node.of[0])
    }
    case 'if': {
      const held = value(node.of[0])
      return held === null ? call({ zh: '视情形', en: 'depending' }, node.of) : part(held ? node.of[1] : node.of[2])
    }
    case 'table':
      return writeTable(node)
    case 'orElse':
      return part(value(node.of[0]) === undefined ? node.of[1] : node.of[0])
    case 'select': {
      const at = `${node.declaration.label[language]}(${part(node.at).text})`
      return whole(figures ? `${at} ${text(value(node), node.unit, node)}` : at)
    }
    case 'over':
      return writeOver(node)
    case 'compare': {
      const [a, b] = node.of
      return { text: `${part(a).text} ${comparisonWord(node.how, language)} ${part(b).text}`, binds: 1 }
    }
    case 'and':
    case 'or': {
      const joint = node.op === 'and' ? { zh: ' 且 ', en: ' and ' } : { zh: ' 或 ', en: ' or ' }
      return { text: node.of.map((of) => within(part(of), 2)).join(say(joint, saying)), binds: 1 }
    }
    case 'not':
      return whole(`${say({ zh: '并非', en: 'not ' }, saying)}(${part(node.of[0]).text})`)
    case 'isIn': {
      const codes = node.codes.map((code) => text(code, 'code', node.of[0])).join(language === 'zh' ? '、' : ', ')
      const what = write(node.of[0], whose, saying, false).text
      return whole(language === 'zh' ? `${what}为${codes}` : `${what} is ${codes}`)
    }
    case 'isKnown': {
      const what = write(node.of[0], whose, saying, false).text
      return whole(language === 'zh' ? `有${what}` : `${what} is given`)
    }
    case 'aged':
      return whole(
        language === 'zh'
          ? `${part(node.of[0]).text},满 ${text(value(node.of[1]), 'count')} 周年`
          : `${part(node.of[0]).text}, at least ${text(value(node.of[1]), 'count')} years`,
      )
    case 'age':
      return whole(`${say({ zh: '周岁', en: 'age' }, saying)}${figures ? ` ${text(value(node), 'count')}` : ''}`)
    case 'monthsBetween':
      return call({ zh: '月数', en: 'months' }, node.of)
  }

  /** A limit is only worth a word when it bites. */
  function writeExtreme(extreme: Extract<Node, { op: 'add' | 'min' | 'max' | 'and' | 'or' }>): Said {
    const known = extreme.of.map((of) => value(of) as bigint | null)
    const reached = value(extreme)
    const zero = extreme.of.findIndex((of) => of.op === 'constant' && of.value === 0n)
    if (extreme.of.length === 2 && zero >= 0) {
      const other = extreme.of[1 - zero]!
      if (known[1 - zero] === reached) return part(other)
      return after(part(other), say({ zh: '按 0 计', en: 'counted as 0' }, saying))
    }
    return call(
      extreme.op === 'max' ? { zh: '取高', en: 'the higher of ' } : { zh: '取低', en: 'the lower of ' },
      extreme.of,
    )
  }

  function stepNote(step: bigint, rounding: Rounding): string {
    const how = say(roundings[rounding], saying)
    return language === 'zh' ? `${how}到 ${yuanForReading(step)} 元` : `${how} to ${yuanForReading(step)} yuan`
  }

  function writeTable(table: NodeOf<'table'>): Said {
    const held = table.rows.filter((row) => value(row.when) === true)
    const best = value(table)
    const taken =
      table.hit === 'total'
        ? held
        : held.filter((row) => table.hit === 'first' || value(row.value) === best).slice(0, 1)
    if (taken.length === 0) return part(table.otherwise)
    const rows = taken.map((row) => {
      const said = part(row.value)
      return row.label ? `${row.label[language]}${language === 'zh' ? ':' : ': '}${said.text}` : within(said, 1)
    })
    return { text: rows.join(' + '), binds: taken.length > 1 || taken[0]?.label ? 1 : part(taken[0]!.value).binds }
  }

  function writeOver(over: NodeOf<'over'>): Said {
    const everyone = over.over === 'person' ? run.members : run.supporters
    const who = over.over === 'person' ? { zh: '成员', en: 'members' } : { zh: '义务人', en: 'supporters' }
    const of = (each: Node) => (everyone[0] ? write(each, everyone[0], saying, false).text : '')
    const joined = (name: string) => whole(figures ? `${name} ${text(value(over), over.unit)}` : name)
    const suffix = over.where && everyone.length > 0 ? `(${of(over.where)})` : ''
    switch (over.how) {
      case 'count':
        return joined(`${say({ zh: '人数', en: 'number of ' }, saying)}${language === 'en' ? who.en : ''}${suffix}`)
      case 'any':
        return whole(
          language === 'zh'
            ? `有${who.zh}${of(over.each!)}${suffix}`
            : `one of the ${who.en}: ${of(over.each!)}${suffix}`,
        )
      case 'all':
        return whole(
          language === 'zh' ? `${who.zh}均${of(over.each!)}${suffix}` : `all ${who.en}: ${of(over.each!)}${suffix}`,
        )
      case 'sum': {
        const counted = everyone.filter((one) => !over.where || valueIn(run, over.where, one) === true)
        if (!figures || counted.length === 0 || counted.length > 8)
          return joined(
            language === 'zh'
              ? `各${who.zh}${of(over.each!)}合计${suffix}`
              : `total of ${everyone.length > 0 ? of(over.each!) : who.en}${suffix}`,
          )
        const each = counted.map(
          (one) => `${saying.nameOf(one.id!)} ${valueText(valueIn(run, over.each!, one), over.unit, language)}`,
        )
        return { text: `${of(over.each!)}${language === 'zh' ? ':' : ': '}${each.join(' + ')}`, binds: 1 }
      }
      default:
        return joined(
          `${over.how === 'max' ? say({ zh: '最高的', en: 'highest ' }, saying) : say({ zh: '最低的', en: 'lowest ' }, saying)}${of(over.each!)}${suffix}`,
        )
    }
  }
}
