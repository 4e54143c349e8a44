import { type Citation, cite } from '../kernel/index.ts'

/** The texts the rules rest on; every article named here is found in `articles/` (a test looks). */
const from = (source: string) => (article: string) => cite(source, article)

/** 社会救助暂行办法 */
export const measures = from('interim-measures')
/** 最低生活保障审核确认办法(民发〔2021〕57号) */
export const confirmation = from('confirmation-measures')
/** 军人抚恤优待条例 */
export const veterans = from('military-preferential')
/** The policy handbook, where only a page or a local answer was seen: its own ids. */
export const handbook = from('handbook')

export const both = (...citations: Citation[]): readonly Citation[] => citations
