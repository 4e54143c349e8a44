import { expect, test } from 'vitest'
import { dataCatalogue } from './data-catalogue.ts'

test('what a source told about somebody’s money is sensitive, its details are sealed, and digests leave nowhere', () => {
  expect(dataCatalogue.finding!.columns.value!.class).toBe('sensitive')
  expect(dataCatalogue.finding!.columns.detail_sealed!.mask).toBe('sealed')
  expect(dataCatalogue.finding!.columns.reply_digest!.mask).toBe('hidden')
  expect(dataCatalogue.rebuttal!.columns.answer!.class).toBe('sensitive')
})
