import { type FactSubject, subjectKey } from '../household/index.ts'
import type { FactName } from '../policy/index.ts'

/** Key of what a fact is about: the same place in what was declared, matched and adopted. */
export const factPlace = (subject: FactSubject, name: FactName): string =>
  `${subject.kind}/${subjectKey(subject)}/${name}`
