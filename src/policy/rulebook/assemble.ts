import { type FactEntry, factDictionary, factNames } from '../facts.ts'
import { household, type Node, person, supporter } from '../kernel/index.ts'
import { type Rulebook, rulebook } from '../kernel/rulebook.ts'
import { handbook } from './citations.ts'
import { dibao } from './dibao/dibao.ts'
import { exempt, home, supporters, their } from './dibao/facts.ts'
import { rows, sources } from './rulebook.generated.ts'

/** Facts of the dictionary that no rule asks for yet: they may be given all the same. */
function unusedFacts(used: ReadonlySet<string>): Node[] {
  return factNames
    .filter((name) => !used.has(name))
    .map((name): Node => {
      const entry: FactEntry = factDictionary[name]
      const entity = { household, person, supporter }[entry.entity]
      const options = {
        label: entry.label,
        question: entry.question,
        basis: entry.basis.map(handbook),
        optional: true,
        ...(entry.max !== undefined && { range: [0n, BigInt(entry.max)] as const }),
      }
      return entry.unit === 'code'
        ? entity.code(name, { ...options, codes: Object.keys(entry.codes ?? {}), codeLabels: entry.codes ?? {} })
        : entity[entry.unit](name, options)
    })
}

const declared: readonly Node[] = [home, their, exempt, supporters].flatMap((group) => Object.values(group) as Node[])
const declaredNames = new Set(declared.flatMap((node) => (node.op === 'fact' ? [node.name] : [])))

/** The rules and dated values of all places, put together and checked as a whole when the chapter is loaded. */
export const book: Rulebook = rulebook({
  programmes: [dibao],
  rows,
  sources: Object.fromEntries(sources.map(({ id, title }) => [id, { title: title.zh }])),
  facts: [...declared, ...unusedFacts(declaredNames)],
})
