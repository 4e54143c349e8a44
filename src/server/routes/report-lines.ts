import type { QuestionShown, ReportLineShown } from '../../contract/index.ts'
import { subjectKey } from '../../household/index.ts'
import { lineInWords, type Rebuttal, type Report } from '../../verification/index.ts'

/** The lines of a report as screens show them, in both languages. */
export function reportLines(report: Report, names: ReadonlyMap<string, string>): ReportLineShown[] {
  return report.lines.map((line) => {
    const { asOf: _zh, ...zh } = lineInWords(line, 'zh')
    const { asOf: _en, ...en } = lineInWords(line, 'en')
    const { who, state, asOf, conclusion } = line
    return { who, name: names.get(who) ?? null, state, asOf, conclusion, zh, en }
  })
}

/** The questions to the family that the report opened. */
export const questionLines = (rebuttals: readonly Rebuttal[], names: ReadonlyMap<string, string>): QuestionShown[] =>
  rebuttals.map(({ id, subject, fact, state, answerBy, answer, reason, resolvedOn }) => ({
    rebuttalId: id,
    whose: names.get(`${subject.kind}/${subjectKey(subject)}`) ?? null,
    fact,
    state,
    answerBy,
    answer,
    reason,
    resolvedOn,
  }))
