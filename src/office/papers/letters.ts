import type { Fen } from '../../foundation/index.ts'
import { sum } from '../../foundation/index.ts'
import type { DocumentData, PaperExplanation, Remedies } from '../document-data.ts'
import {
  type Block,
  lead,
  list,
  note,
  type Paper,
  paper,
  paragraph,
  salutation,
  sealPlace,
  sections,
  strong,
  table,
  type Words,
} from '../paper.ts'

/** 准予: what they get, from when, how it was worked out, what they must report, and where to turn if a figure is wrong. */
export function approvalLetter(w: Words, d: DocumentData<'approval-letter'>): Paper {
  const section = sections(w)
  return paper(w, 'approval-letter', d, [
    salutation(w('salutation', { name: d.addressee.name })),
    paragraph(w('approval-opening', { applied: w.day(d.applied), people: d.people, programme: d.programme })),
    strong(
      d.tier
        ? w('approval-amount-tier', { from: w.month(d.from), amount: w.yuan(d.monthly), tier: d.tier })
        : w('approval-amount', { from: w.month(d.from), amount: w.yuan(d.monthly) }),
    ),
    section(w('section-how')),
    ...amounts(w, d.breakdown, d.monthly),
    ...figures(w, d.explanation, d.addressee.member),
    section(w('section-payment')),
    paragraph(
      d.accountEnding
        ? w('payment-account', { day: d.payDay, ending: d.accountEnding })
        : w('payment-no-account', { day: d.payDay }),
    ),
    paragraph(w('review-every', { every: d.reviewEvery })),
    section(w('section-duties')),
    list(numbered(d.duties.length > 0 ? d.duties : [w('duty-income'), w('duty-people'), w('duty-account')])),
    section(w('section-disagree')),
    ...disagree(w, d.remedies),
    sealPlace(w, d.organ, d.on),
  ])
}

/** 不予: never without the figures, whose they are, the clause, how much is missing and what would change it. */
export function refusalLetter(w: Words, d: DocumentData<'refusal-letter'>): Paper {
  const section = sections(w)
  return paper(w, 'refusal-letter', d, [
    salutation(w('salutation', { name: d.addressee.name })),
    paragraph(w('refusal-opening', { applied: w.day(d.applied), people: d.people, programme: d.programme })),
    strong(w('refusal-reason', { reason: d.reason })),
    section(w('section-figures')),
    ...figures(w, d.explanation, d.addressee.member),
    ...gapAndChange(w, section, d.explanation),
    ...help(w, section, d.otherHelp),
    section(w('section-reapply')),
    paragraph(d.reapply ?? w('reapply-any-time')),
    section(w('section-disagree')),
    ...disagree(w, d.remedies),
    sealPlace(w, d.organ, d.on),
  ])
}

/** 增发、减发、停发、暂停、恢复: before and after side by side, the reason, gradual exit and back-pay as their own lines. */
export function changeLetter(w: Words, d: DocumentData<'change-letter'>): Paper {
  const section = sections(w)
  return paper(
    w,
    'change-letter',
    d,
    [
      salutation(w('salutation', { name: d.addressee.name })),
      paragraph(w(`change-opening-${d.change}`, { programme: d.programme, from: w.month(d.from), people: d.people })),
      strong(w('change-reason', { reason: d.reason })),
      section(w('section-before-after')),
      table(
        [
          { head: w('col-item'), width: 2, of: (row) => row.item },
          { head: w('col-before'), width: 2, align: 'right', of: (row) => row.before },
          { head: w('col-after'), width: 2, align: 'right', of: (row) => row.after },
        ],
        [{ item: w('monthly-amount'), before: w.yuan(d.before), after: w.yuan(d.after) }],
      ),
      ...(d.gradual.length > 0
        ? [
            lead(w('gradual-exit', { months: d.gradual.length })),
            table(
              [
                { head: w('col-month'), width: 2, of: (row) => w.month(row.month) },
                { head: w('col-amount'), width: 2, align: 'right', of: (row) => w.yuan(row.amount) },
              ],
              d.gradual,
            ),
          ]
        : []),
      ...(d.backPay.length > 0
        ? [lead(w('back-pay')), ...amounts(w, d.backPay, sum(d.backPay.map((line) => line.amount)))]
        : []),
      section(w('section-figures')),
      ...figures(w, d.explanation, d.addressee.member),
      ...gapAndChange(w, section, d.explanation),
      ...help(w, section, d.otherHelp),
      section(w('section-disagree')),
      ...disagree(w, d.remedies),
      sealPlace(w, d.organ, d.on),
    ],
    { title: w(`title-change-${d.change}`) },
  )
}

/** The answer to an objection, figure by figure; the statutory route stays open beside internal correction. */
export function appealLetter(w: Words, d: DocumentData<'appeal-letter'>): Paper {
  const section = sections(w)
  return paper(w, 'appeal-letter', d, [
    salutation(w('salutation', { name: d.addressee.name })),
    paragraph(
      w('appeal-opening', {
        objected: w.day(d.objected),
        against: d.against,
        programme: d.programme,
        people: d.people,
      }),
    ),
    strong(w(`appeal-${d.outcome}`)),
    paragraph(w('appeal-reason', { reason: d.reason, by: d.checkedBy })),
    section(w('section-disputed')),
    table(
      [
        { head: w('col-item'), width: 2, of: (row) => row.figure },
        { head: w('col-used-before'), width: 2, of: (row) => row.used },
        { head: w('col-claimed'), width: 2, of: (row) => row.claimed },
        { head: w('col-found'), width: 2, of: (row) => row.found },
        { head: w('col-evidence'), width: 3, of: (row) => row.evidence },
      ],
      d.disputed,
    ),
    ...(d.outcome === 'corrected' && d.after !== null && d.from !== null
      ? [
          strong(
            w('appeal-new-amount', { from: w.month(d.from), before: w.yuan(d.before ?? 0n), after: w.yuan(d.after) }),
          ),
        ]
      : []),
    ...(d.backPay.length > 0
      ? [lead(w('back-pay')), ...amounts(w, d.backPay, sum(d.backPay.map((line) => line.amount)))]
      : []),
    section(w('section-figures')),
    ...figures(w, d.explanation, d.addressee.member),
    ...gapAndChange(w, section, d.explanation),
    ...help(w, section, d.otherHelp),
    section(w('section-disagree')),
    ...routes(w, d.remedies),
    sealPlace(w, d.organ, d.on),
  ])
}

/** 终止办理: the case ends without a decision on the merits; the way back is said. */
export function closingNotice(w: Words, d: DocumentData<'closing-notice'>): Paper {
  const section = sections(w)
  return paper(w, 'closing-notice', d, [
    salutation(w('salutation', { name: d.addressee.name })),
    paragraph(w('closing-opening', { received: w.day(d.received), programme: d.programme })),
    strong(w(`closing-${d.cause}`)),
    paragraph(w('closing-fact', { fact: d.fact, article: d.article })),
    section(w('section-reapply')),
    paragraph(d.reapply),
    section(w('section-disagree')),
    ...routes(w, d.remedies),
    sealPlace(w, d.organ, d.on),
  ])
}

// ------------------------------------------------------------------ parts

export const numbered = (items: readonly string[]): string[] => items.map((item, index) => `${index + 1}. ${item}`)

/** 项目 | 采用的数 | 是谁的 | 来源和日期 | 规定, then how they come together. A figure that belongs to another adult is not told. */
function figures(w: Words, explanation: PaperExplanation, reader: string | null): Block[] {
  const unverified = explanation.lines.some((line) => !line.verified)
  return [
    table(
      [
        { head: w('col-item'), width: 2.4, of: (line) => (line.decisive ? `★${line.figure}` : line.figure) },
        {
          head: w('col-value'),
          width: 2.2,
          of: (line) => (mayRead(line.onlyFor, reader) ? withThreshold(w, line) : w('told-to-member')),
        },
        { head: w('col-whose'), width: 1.5, of: (line) => line.whose },
        {
          head: w('col-source'),
          width: 2.4,
          of: (line) => (line.on ? `${line.source}\n${w.day(line.on)}` : line.source),
        },
        { head: w('col-article'), width: 2.6, of: (line) => (line.verified ? line.article : `${line.article}※`) },
      ],
      explanation.lines,
    ),
    ...(explanation.lines.some((line) => line.decisive) ? [note(w('decisive-mark'))] : []),
    ...(unverified ? [note(w('unverified-mark'))] : []),
    ...(explanation.steps.length > 0 ? [lead(w('how-computed')), list(explanation.steps)] : []),
  ]
}

const mayRead = (onlyFor: string | null, reader: string | null): boolean => onlyFor === null || onlyFor === reader

function withThreshold(w: Words, line: PaperExplanation['lines'][number]): string {
  const parts = [line.value]
  if (line.threshold) parts.push(w('threshold', { threshold: line.threshold }))
  if (line.gap) parts.push(w('gap', { gap: line.gap }))
  return parts.join('\n')
}

function gapAndChange(w: Words, section: (title: string) => Block, explanation: PaperExplanation): Block[] {
  if (!explanation.gap && explanation.wouldChange.length === 0) return []
  return [
    section(w('section-change')),
    ...(explanation.gap ? [paragraph(explanation.gap)] : []),
    ...(explanation.wouldChange.length > 0 ? [list(numbered(explanation.wouldChange))] : []),
  ]
}

function help(w: Words, section: (title: string) => Block, otherHelp: readonly string[]): Block[] {
  return [section(w('section-help')), otherHelp.length > 0 ? list(numbered(otherHelp)) : paragraph(w('help-ask'))]
}

/** First the short way (tell us which figure is wrong), then the two routes the law opens, which the short way never closes. */
export function disagree(w: Words, remedies: Remedies): Block[] {
  const { objection } = remedies
  return inOrder([
    objection.days === null
      ? w('objection', { to: objection.to, phone: objection.phone })
      : w('objection-days', { to: objection.to, phone: objection.phone, days: objection.days }),
    ...routesOf(w, remedies),
  ])
}

/** Where the short way has been gone, or does not lead anywhere: the two routes of the law. */
const routes = (w: Words, remedies: Remedies): Block[] => inOrder(routesOf(w, remedies))

const routesOf = (w: Words, { reconsideration, court }: Remedies): string[] => [
  w('reconsideration', { body: reconsideration.body, days: reconsideration.days }),
  w('court', { name: court.name, months: court.months }),
]

const inOrder = (ways: readonly string[]): Block[] => numbered(ways).map((way) => paragraph(way))

export function amounts(
  w: Words,
  lines: readonly { label: string; formula: string | null; amount: Fen }[],
  total: Fen,
): Block[] {
  if (lines.length === 0) return []
  return [
    table(
      [
        { head: w('col-item'), width: 2.5, of: (line) => line.label },
        { head: w('col-formula'), width: 4.5, of: (line) => line.formula ?? '' },
        { head: w('col-amount'), width: 2, align: 'right', of: (line) => w.yuan(line.amount) },
      ],
      lines,
      { total: [w('total'), '', w.yuan(total)] },
    ),
  ]
}
