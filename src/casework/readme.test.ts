import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { canSay } from '../wording/index.ts'
import { appealTransitions } from './appeal.ts'
import { stages, stateDiagram, transitions } from './stage.ts'
import { capacities, caseKinds, changeKinds, origins } from './words.ts'

const folder = new URL('./', import.meta.url)
const readme = readFileSync(new URL('README.md', folder), 'utf8')
const sources = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !/test|testkit/.test(file))
  .map((file) => readFileSync(new URL(file, folder), 'utf8'))

test('the diagrams in the README are those of the tables', () => {
  const drawn = [...readme.matchAll(/```mermaid\n([\s\S]*?)\n```/g)].map((match) => match[1])
  expect(drawn).toEqual([stateDiagram(transitions), stateDiagram(appealTransitions)])
})

test('every refusal, event, stage, duty and code of a case has words', () => {
  const found = (pattern: RegExp) => [
    ...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map((m) => m[1]!))),
  ]
  const keys = [
    ...found(/refuse\(\s*'([a-z-]+)'/g).map((code) => `refusals:${code}`),
    ...found(/\| \{ what: '([a-z-]+)'/g).map((event) => `casework:event.${event}`),
    ...stages.map((stage) => `casework:stage.${stage}`),
    ...found(/within\('([a-z-]+)'/g).map((duty) => `casework:duty.${duty}`),
    ...caseKinds.map((kind) => `casework:kind.${kind}`),
    ...changeKinds.map((change) => `casework:change.${change}`),
    ...origins.map((origin) => `casework:origin.${origin}`),
    ...capacities.map((capacity) => `casework:capacity.${capacity}`),
    ...found(/(?:word\('|casework:)([a-z.-]+)'/g).map((key) => `casework:${key}`),
  ]
  expect(keys.length).toBeGreaterThan(120)
  expect(keys.filter((key) => !canSay(key))).toEqual([])
})
