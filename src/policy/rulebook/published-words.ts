import type { Bilingual } from '../facts.ts'
import { expenditureKinds, parameterDeclarations, supplementClasses } from './dibao/parameters.ts'

const exits: Record<string, Bilingual> = {
  pension: { zh: '领取养老金', en: 'pension' },
  graduateEmployed: { zh: '毕业就业', en: 'graduate in work' },
  placedEmployment: { zh: '推荐就业', en: 'placed in work' },
  disabledEmployment: { zh: '残疾人就业', en: 'disabled person in work' },
  otherEmployment: { zh: '其他就业', en: 'other work' },
  other: { zh: '其他', en: 'other' },
}
const plain: Record<string, Bilingual> = {
  true: { zh: '是', en: 'yes' },
  false: { zh: '否', en: 'no' },
  zero: { zh: '各类都是 0', en: '0 for every class' },
}

/** A published value as officers read it: codes by their labels, bands as sentences. Figures stay as the notice writes them. */
export function publishedInWords(parameter: string, published: string): Bilingual {
  const labels = parameterDeclarations.get(parameter)?.codeLabels ?? {}
  const word = (code: string): Bilingual | undefined =>
    labels[code] ??
    plain[code] ??
    (supplementClasses as Record<string, Bilingual>)[code] ??
    (expenditureKinds as Record<string, Bilingual>)[code] ??
    exits[code]
  const said = (language: 'zh' | 'en') =>
    published
      .replace(/\{"from":"([^"]+)","value":"([^"]+)"\}/g, language === 'zh' ? '$1起 $2' : 'from $1 $2')
      .replace(/[A-Za-z][A-Za-z0-9]*/g, (code) => word(code)?.[language] ?? code)
  return { zh: said('zh'), en: said('en') }
}
