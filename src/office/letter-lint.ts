import { type Refusal, refuse } from '../foundation/index.ts'
import type { DocumentData, DocumentKind, ExplanationLine, Remedies } from './document-data.ts'

/**
 * A "no" that leaves the house must say which figures, whose, from where, under which clause, what would change it and
 * where to turn (R22; the commonest complaint is that nobody said). `不符合条件` alone is not a reason.
 */
export type LetterFault =
  | 'reason' // 理由只是套话
  | 'figures' // 没有采用的数
  | 'figure' // 某个数缺数值、是谁的、来源或规定
  | 'decisive' // 没有指明哪个数决定了结果
  | 'change' // 没有说差多少、怎样会变
  | 'grounds' // 不予受理没有事实或条款
  | 'objection'
  | 'reconsideration'
  | 'court'

export type LetterRefusal = Refusal<'letter-without-reasons'>

const emptyPhrases =
  /不(太|再)?(符合|满足|具备)(低保|救助|申请|受理|规定|有关|相关|政策|认定|的|、)*(条件|要求|规定|标准|政策)?|经(审核|研究|审查|调查|核实)(后)?|决定|不予(受理|确认|批准|同意|审批)|按(照)?(有关|相关)?(规定|政策|文件)|根据(有关|相关)?(规定|政策|文件)|家庭|您|的|[，。；、：\s]/g

/** What remains when stock phrases are taken away. */
const substance = (text: string): number => [...text.replace(emptyPhrases, '')].length
const blank = (text: string | null | undefined): boolean =>
  !text || text.trim() === '' || /^(无|略|待定|不详|—|-|\/)$/.test(text.trim())

/** The first fault of a letter, or null when it may go. Letters that only give are not judged here. */
export function letterFault<K extends DocumentKind>(
  kind: K,
  data: DocumentData<K>,
): { fault: LetterFault; field: string } | null {
  switch (kind) {
    case 'refusal-letter': {
      const letter = data as DocumentData<'refusal-letter'>
      return (
        reasonFault(letter.reason) ??
        figuresFault(letter.explanation.lines, true) ??
        changeFault(letter) ??
        remediesFault(letter.remedies, letter.organ, true)
      )
    }
    case 'change-letter': {
      const letter = data as DocumentData<'change-letter'>
      if (letter.change === 'increase' || letter.change === 'resumption') return null
      return (
        reasonFault(letter.reason) ??
        figuresFault(letter.explanation.lines, letter.change !== 'suspension') ??
        remediesFault(letter.remedies, letter.organ, true)
      )
    }
    case 'appeal-letter': {
      const letter = data as DocumentData<'appeal-letter'>
      return (
        reasonFault(letter.reason) ??
        figuresFault(letter.explanation.lines, false) ??
        remediesFault(letter.remedies, letter.organ, false)
      )
    }
    case 'refusal-to-accept': {
      const letter = data as DocumentData<'refusal-to-accept'>
      const poor = letter.grounds.findIndex(
        (ground) => substance(ground.fact) < 4 || blank(ground.article) || blank(ground.clause),
      )
      if (letter.grounds.length === 0) return { fault: 'grounds', field: 'grounds' }
      if (poor >= 0) return { fault: 'grounds', field: `grounds.${poor}` }
      return remediesFault(letter.remedies, letter.organ, true)
    }
    case 'closing-notice': {
      const letter = data as DocumentData<'closing-notice'>
      if (substance(letter.fact) < 4 || blank(letter.article)) return { fault: 'reason', field: 'fact' }
      return remediesFault(letter.remedies, letter.organ, false)
    }
    default:
      return null
  }
}

/** The same as a refusal for use cases. */
export function lintLetter<K extends DocumentKind>(kind: K, data: DocumentData<K>): LetterRefusal | null {
  const found = letterFault(kind, data)
  return found && refuse('letter-without-reasons', { fault: found.fault }, found.field)
}

type Found = { fault: LetterFault; field: string } | null

const reasonFault = (reason: string): Found => (substance(reason) < 6 ? { fault: 'reason', field: 'reason' } : null)

function figuresFault(lines: readonly ExplanationLine[], decisiveNeeded: boolean): Found {
  if (lines.length === 0) return { fault: 'figures', field: 'explanation.lines' }
  const poor = lines.findIndex((line) => [line.figure, line.value, line.whose, line.source, line.article].some(blank))
  if (poor >= 0) return { fault: 'figure', field: `explanation.lines.${poor}` }
  if (decisiveNeeded && !lines.some((line) => line.decisive)) return { fault: 'decisive', field: 'explanation.lines' }
  return null
}

function changeFault(letter: DocumentData<'refusal-letter'>): Found {
  const compares = letter.explanation.lines.some((line) => line.decisive && line.threshold !== null)
  if (compares && blank(letter.explanation.gap) && !letter.explanation.lines.some((line) => line.gap))
    return { fault: 'change', field: 'explanation.gap' }
  return letter.explanation.wouldChange.every(blank) ? { fault: 'change', field: 'explanation.wouldChange' } : null
}

/** 行政复议法 §20: at least 60 days; 行政诉讼法 §46: at least six months. The body is named and is not the organ itself. */
function remediesFault(remedies: Remedies, organ: string, objection: boolean): Found {
  const { reconsideration, court } = remedies
  if (objection && (blank(remedies.objection.to) || blank(remedies.objection.phone)))
    return { fault: 'objection', field: 'remedies.objection' }
  if (blank(reconsideration.body) || reconsideration.body === organ || reconsideration.days < 60)
    return { fault: 'reconsideration', field: 'remedies.reconsideration' }
  if (blank(court.name) || court.months < 6) return { fault: 'court', field: 'remedies.court' }
  return null
}
