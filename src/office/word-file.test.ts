import PizZip from 'pizzip'
import { describe, expect, test } from 'vitest'
import { areaCode } from '../foundation/index.ts'
import { type DocumentInput, type DocumentKind, documentKinds } from './document-data.ts'
import { paperText } from './paper.ts'
import { writePaper } from './papers/index.ts'
import { renderDocument } from './render.ts'
import { samplePapers } from './testkit/sample-papers.ts'
import { readable, templateFor } from './word-file.ts'

const word = async <K extends DocumentKind>(kind: K, options = {}) =>
  new PizZip((await renderDocument(kind, samplePapers[kind] as DocumentInput<K>, { format: 'docx', ...options })).bytes)
const part = (zip: PizZip, name: string) => zip.file(name)!.asText()
const textOf = (xml: string) =>
  [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)]
    .map((match) => match[1])
    .join('')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')

/** Every tag closed in order: what Word insists on before anything else. */
function wellFormed(xml: string): boolean {
  const open: string[] = []
  for (const [, closing, name, selfClosing] of xml
    .replace(/<\?[^?]*\?>/g, '')
    .matchAll(/<(\/?)([\w:.-]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (selfClosing) continue
    if (closing) {
      if (open.pop() !== name) return false
    } else open.push(name!)
  }
  return open.length === 0 && !/&(?!amp;|lt;|gt;|quot;|apos;|#)/.test(xml)
}

describe.each(documentKinds)('%s as a Word file', (kind) => {
  test('is well formed and holds every sentence the PDF holds', async () => {
    const zip = await word(kind, { watermark: true })
    for (const name of Object.keys(zip.files).filter((file) => /\.(xml|rels)$/.test(file)))
      expect(wellFormed(part(zip, name)), name).toBe(true)
    const text = textOf(part(zip, 'word/document.xml')).replace(/\s+/g, '')
    const lost = paperText(writePaper(kind, samplePapers[kind]))
      .split(/[\n\t]/)
      .map((line) => line.replace(/\s+/g, ''))
      .filter((line) => line && !text.includes(line))
    expect(lost).toEqual([])
    expect(text).not.toMatch(/[{}]/)
    expect(textOf(part(zip, 'word/header1.xml'))).toContain('全部虚构')
  })
})

test('the sheet fits the paper: lists lie across, letters keep the margins of GB/T 9704', async () => {
  expect(part(await word('payment-list'), 'word/document.xml')).toMatch(
    /<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"\/>/,
  )
  expect(part(await word('refusal-letter'), 'word/document.xml')).toMatch(
    /<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"/,
  )
})

test('大字版 in Word too: no run under 22 points', async () => {
  const sizes = [
    ...part(await word('refusal-letter', { large: true }), 'word/document.xml').matchAll(/<w:sz w:val="(\d+)"\/>/g),
  ].map((m) => Number(m[1]))
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(44)
})

test('the QR code is a picture inside the file', async () => {
  const zip = await word('acceptance-notice')
  expect(zip.file('word/media/qr.png')!.asUint8Array().subarray(1, 4)).toEqual(new Uint8Array([0x50, 0x4e, 0x47]))
  expect(part(zip, 'word/_rels/document.xml.rels')).toContain('media/qr.png')
})

test('an area with its own form gets its own form, filled; its neighbour gets ours', async () => {
  expect(templateFor('approval-form', areaCode('990101'))).toMatch(/docx\/99\/approval-form\.docx$/)
  expect(templateFor('approval-form', areaCode('510104'))).toMatch(/docx\/default\/paper\.docx$/)
  const text = textOf(part(await word('approval-form', { area: areaCode('990101') }), 'word/document.xml'))
  expect(text).toContain('安禾县社会救助审核确认审批表')
  for (const words of ['王秀兰', '张建国', '张小䶮', '必要就业成本扣减', '2025年3月12日', '540'])
    expect(text).toContain(words)
  expect(text).not.toMatch(/[{}]/)
})

test('what people wrote stays what they wrote: braces, angle brackets and control characters break nothing', async () => {
  const data = { ...samplePapers['closing-notice'], fact: '自述：{#x} <b>&\u0007 </w:t> ]]>' }
  const { bytes } = await renderDocument('closing-notice', data, { format: 'docx' })
  const xml = part(new PizZip(bytes), 'word/document.xml')
  expect(wellFormed(xml)).toBe(true)
  expect(textOf(xml)).toContain('{#x} <b>& </w:t> ]]>')
})

test('placeholders see money, days and ticks as a reader does; unknown is empty, never 0', () => {
  expect(readable({ monthly: 54050n, on: '2025-03-01', yes: true, no: false, none: null, rows: [{ a: 1n }] })).toEqual({
    monthly: '540.50',
    on: '2025年3月1日',
    yes: '■',
    no: '□',
    none: '',
    rows: [{ no: 1, a: '0.01' }],
  })
})
