import type { ReportLineShown } from '../../contract/index.ts'
import { lineInWords, type Report } from '../../verification/index.ts'

/** The lines of a report as screens show them, in both languages. */
export function reportLines(report: Report, names: ReadonlyMap<string, string>): ReportLineShown[] {
  return report.lines.map((line) => {
    const { asOf: _zh, ...zh } = lineInWords(line, 'zh')
    const { asOf: _en, ...en } = lineInWords(line, 'en')
    const { who, state, asOf, conclusion } = line
    return { who, name: names.get(who) ?? null, state, asOf, conclusion, zh, en }
  })
}
