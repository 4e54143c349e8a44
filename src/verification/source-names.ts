import { say } from '../wording/index.ts'
import { connectionNamed } from './connection.ts'
import type { Enquiry } from './enquiry.ts'
import type { Source } from './words.ts'

/** As it stands beside the figure for ever: 省居民家庭经济状况核对平台·银行存款. */
export function sourceNames(fact: { sources: readonly Source[] }, enquiries: readonly Enquiry[]): string {
  return fact.sources
    .map((source) => {
      const connection = enquiries.find((enquiry) => enquiry.source === source)?.connection
      const title = connection ? connectionNamed(connection)?.title.zh : undefined
      return [title, say('zh', `verification:source.${source}`)].filter(Boolean).join('·')
    })
    .join('、')
}
