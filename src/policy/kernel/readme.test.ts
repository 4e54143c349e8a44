import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const here = (file: string) => new URL(file, import.meta.url)
const readme = readFileSync(here('README.md'), 'utf8')

test('the code shown in the README is the example that the tests run', () => {
  const example = readFileSync(here('example-policy.ts'), 'utf8')
  const shown = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].flatMap(([, code]) => code!.split(/(?<=^\}\)\n)/m))
  expect(shown.length).toBeGreaterThan(2)
  for (const declaration of shown) expect(example).toContain(declaration)
})

test('every file it names exists', () => {
  const named = [...readme.matchAll(/[a-z-]+(?:\.test)?\.ts\b/g)].map(([name]) => name)
  for (const name of named) expect([name, existsSync(here(name))]).toEqual([name, true])
})
