import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { areaCode, day } from '../foundation/index.ts'
import { determine, explain } from '../policy/index.ts'
import { ExplanationTable, UnmetList } from './explanation.tsx'
import { mannerIn } from './manner.ts'

test('a relative who may exist and has no name yet is called that, not by a number of ours', () => {
  const explanation = explain(
    determine({
      programme: 'dibao',
      area: areaCode('990101'),
      residence: 'urban',
      on: day('2025-03-01'),
      household: { legalSupporters: 1 },
      members: [{ id: 'p1', facts: { birth: day('1958-01-01') } }],
    }),
  )
  expect(explanation.lines.some((line) => line.whose === 'supporter-1')).toBe(true)
  for (const [lang, word] of [
    ['zh', '还没登记的赡养(抚养)人 1'],
    ['en', 'A supporting relative not named yet (1)'],
  ] as const) {
    const manner = mannerIn(lang, false)
    const page = renderToStaticMarkup(
      <>
        <ExplanationTable manner={manner} explanation={explanation} />
        <UnmetList manner={manner} explanation={explanation} />
      </>,
    )
    expect(page).toContain(word)
    expect(page).not.toContain('supporter-')
  }
})
