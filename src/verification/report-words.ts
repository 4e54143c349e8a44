import { assert, type Day, type Refusal, refuse, yuanForReading } from '../foundation/index.ts'
import type { HouseholdId } from '../household/index.ts'
import { householdById } from '../household/index.ts'
import { type IssuedDocument, type IssueRefusal, issueDocument } from '../office/index.ts'
import type { Tx } from '../platform/index.ts'
import { factDictionary, programmes } from '../policy/index.ts'
import { type Lang, say } from '../wording/index.ts'
import { disclose } from './disclosure.ts'
import { requestById } from './enquiry-store.ts'
import { partiesOn } from './people.ts'
import type { ReportLine } from './report.ts'
import { reportsOf } from './report-store.ts'

/** One line as a clerk reads it: the same words on the screen and on paper. */
export interface WordedLine {
  source: string
  item: string
  /** The value, or which of the silences it is. */
  value: string
  asOf: Day | null
  threshold: string | null
  conclusion: string
}

export function lineInWords(line: ReportLine, lang: Lang = 'zh'): WordedLine {
  const word = (key: string, values: Record<string, string | number> = {}) => say(lang, `verification:${key}`, values)
  return {
    source: word(`source.${line.source}`),
    item: line.item ? word(`item.${line.item}`) : word(`source.${line.source}`),
    value: line.value === null ? silence(line, word) : valueInWords(line, lang),
    asOf: line.asOf,
    threshold: line.threshold ? limitInWords(line.threshold, lang) : null,
    conclusion: word(`conclusion.${line.conclusion}`),
  }
}

type Word = (key: string) => string
const silence = (line: ReportLine, word: Word): string =>
  line.why && line.state !== 'found'
    ? `${word(`state.${line.state}`)}(${word(`why.${line.why}`)})`
    : word(`state.${line.state}`)

function valueInWords(line: ReportLine, lang: Lang): string {
  const { value, unit } = line
  assert(value !== null && unit)
  if (unit === 'yuan') return say(lang, 'verification:unit.yuan', { value: yuanForReading(BigInt(value)) })
  if (unit === 'yes-no') return say(lang, `verification:value.${value}`)
  if (unit === 'code') {
    const codes: Record<string, { zh: string; en: string }> = factDictionary.marriage.codes
    return codes[value]?.[lang] ?? value
  }
  const stale = line.state === 'stale' ? `(${say(lang, 'verification:state.stale')})` : ''
  return say(lang, `verification:unit.${unit}`, { value }) + stale
}

function limitInWords(threshold: NonNullable<ReportLine['threshold']>, lang: Lang): string {
  const limit =
    threshold.unit === 'fen'
      ? say(lang, 'verification:unit.yuan', { value: yuanForReading(BigInt(threshold.limit)) })
      : threshold.limit
  const basis = [threshold.source?.[lang], threshold.article].filter(Boolean).join(' ')
  return basis ? `${limit}(${basis})` : limit
}

/**
 * The report on paper, for the dossier: numbered, sealed with its content, by name of whoever prepared and checked it.
 * A supporter's figures are not on it; they stay with the verifier.
 */
export async function printReport(
  tx: Tx,
  input: { household: HouseholdId; report: string; preparedBy: string; checkedBy?: string | null },
): Promise<IssuedDocument | IssueRefusal | Refusal<'no-such-report'>> {
  const report = (await reportsOf(tx, input.household)).find((one) => one.id === input.report)
  const request = report ? await requestById(tx, input.household, report.request) : null
  const household = await householdById(tx, input.household)
  if (!report || !request || !household) return refuse('no-such-report')
  const names = new Map(
    (await partiesOn(tx, input.household, request.requestedOn)).map((party) => [
      `${party.subject.kind}/${party.subject.id}`,
      party.name,
    ]),
  )
  const { lines } = disclose(report.content, { as: 'officer' })
  const head = household.head ? names.get(`person/${household.head}`) : undefined
  return issueDocument(tx, {
    kind: 'verification-report',
    household: input.household,
    caseId: request.caseId,
    by: 'county',
    subject: report.id,
    data: {
      on: report.issuedOn,
      programme: programmes[report.programme].zh,
      headOfHousehold: head ?? '',
      requestedOn: request.requestedOn,
      reportedOn: report.issuedOn,
      items: lines.map((line) => {
        const words = lineInWords(line)
        return {
          who: line.who === 'household' ? say('zh', 'verification:who.household') : (names.get(line.who) ?? ''),
          item: words.item,
          value: words.value,
          asOf: line.asOf,
          source: words.source,
          threshold: words.threshold,
          conclusion: words.conclusion,
        }
      }),
      unknowable: report.content.unknowable.map((one) => say('zh', `verification:unknowable.${one}`)),
      preparedBy: input.preparedBy,
      checkedBy: input.checkedBy ?? null,
    },
  })
}
