import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type DocumentInput, type DocumentKind, documentKinds } from './document-data.ts'
import { bundledFonts } from './fonts.ts'
import { paperText } from './paper.ts'
import { writePaper } from './papers/index.ts'
import { renderDocument } from './render.ts'
import { flatText, type PdfRun, readPdf } from './testkit/read-pdf.ts'
import { longName, samplePapers } from './testkit/sample-papers.ts'

const millimetre = 72 / 25.4
const render = <K extends DocumentKind>(kind: K, options: Parameters<typeof renderDocument>[2] = {}) =>
  renderDocument(kind, samplePapers[kind] as DocumentInput<K>, options)
const squeeze = (text: string) => text.replace(/\s+/g, '')

/** Pairs of texts on one line that share more than a hair's breadth. */
function overlaps(runs: PdfRun[]): string[] {
  const found: string[] = []
  const upright = runs.filter((run) => run.upright && run.text.trim())
  for (const [index, one] of upright.entries())
    for (const other of upright.slice(index + 1)) {
      if (Math.abs(one.baseline - other.baseline) > Math.min(one.size, other.size) * 0.6) continue
      // The blank half of a Chinese mark takes room and no ink.
      const end = (run: PdfRun) => run.right - (/[，。；：、）]$/.test(run.text) ? run.size / 2 : 0)
      const start = (run: PdfRun) => run.left + (/^[（《“]/.test(run.text) ? run.size / 2 : 0)
      if (Math.min(end(one), end(other)) - Math.max(start(one), start(other)) > 1)
        found.push(`${one.text} | ${other.text}`)
    }
  return found
}

describe.each(documentKinds)('%s', (kind) => {
  test('every sentence of the paper is on the page, with embedded fonts and no empty box', async () => {
    const { bytes, pages, missing } = await render(kind)
    const pdf = readPdf(bytes)
    expect(pdf.pages).toHaveLength(pages!)
    expect(missing).toEqual([])
    expect(pdf.emptyBoxes).toBe(0)
    expect(pdf.fonts.length).toBeGreaterThan(0)
    expect(pdf.fonts.filter((font) => !font.embedded)).toEqual([])
    const drawn = flatText(pdf)
    const lines = paperText(writePaper(kind, samplePapers[kind]))
      .split(/[\n\t]/)
      .map(squeeze)
      .filter(Boolean)
    // A sentence may be cut by a page's foot, so pieces of it are looked for too.
    const lost = lines.filter((line) => !drawn.includes(line) && !drawn.includes(line.slice(0, 8)))
    expect(lost).toEqual([])
  })

  test('nothing leaves the sheet, in either size and either language, with the serif and with the bundled font', async () => {
    for (const options of [{}, { large: true }, { lang: 'en' as const }, { watermark: true, fonts: bundledFonts() }]) {
      const pdf = readPdf((await render(kind, options)).bytes)
      for (const [index, page] of pdf.pages.entries())
        for (const run of page.runs.filter((r) => r.upright)) {
          const where = `${kind} page ${index + 1} ${JSON.stringify(options.large ?? '')}: ${run.text}`
          expect(run.left, where).toBeGreaterThan(10 * millimetre)
          expect(run.right, where).toBeLessThan(page.width - 8 * millimetre)
          expect(run.baseline, where).toBeGreaterThan(8 * millimetre)
          expect(run.baseline + run.size, where).toBeLessThan(page.height - 5 * millimetre)
        }
    }
  })

  test('no two texts lie over each other, also with the longest names: nothing runs out of its cell', async () => {
    const longer = JSON.parse(
      JSON.stringify(samplePapers[kind], (_, value) => (typeof value === 'bigint' ? String(value) : value))
        .replaceAll('王秀兰', longName)
        .replaceAll('张建国', longName),
    )
    for (const options of [{}, { large: true }, { lang: 'en' as const, fonts: bundledFonts() }])
      for (const data of [samplePapers[kind], longer])
        for (const page of readPdf((await renderDocument(kind, data, options)).bytes).pages)
          expect(overlaps(page.runs)).toEqual([])
  })

  test('大字版: nothing is smaller than 22 points', async () => {
    const pdf = readPdf((await render(kind, { large: true, watermark: true })).bytes)
    const small = pdf.pages.flatMap((page) => page.runs).filter((run) => run.size < 21.99)
    expect(small.map((run) => `${run.text} ${run.size}`)).toEqual([])
  })

  test('pages are counted, the demo says so on every page, and without demo nothing does', async () => {
    const demo = readPdf((await render(kind, { watermark: true })).bytes)
    demo.pages.forEach((page, index) => {
      expect(squeeze(page.text)).toContain(`第${index + 1}页共${demo.pages.length}页`)
      expect(page.runs.filter((run) => !run.upright).map((run) => run.text)).toEqual(['演示'])
    })
    const real = readPdf((await render(kind)).bytes)
    expect(real.pages.flatMap((page) => page.runs).filter((run) => !run.upright)).toEqual([])
    expect(flatText(real)).not.toContain('演示')
  })

  test('English is complete: no key shows itself and no sentence falls back to Chinese words of ours', () => {
    const text = paperText(writePaper(kind, samplePapers[kind], 'en'))
    expect(text).not.toMatch(/office:|\{\{/)
    expect(text).toContain('Reading copy')
  })
})

test('the layout is that of GB/T 9704: A4, 37/26/35/28 mm, body 16 pt on a line of 28.95 pt, 28 characters a line', async () => {
  const pdf = readPdf((await render('closing-notice')).bytes)
  const page = pdf.pages[0]!
  expect(page.width).toBeCloseTo(210 * millimetre, 1)
  expect(page.height).toBeCloseTo(297 * millimetre, 1)
  const body = page.runs.filter((run) => Math.abs(run.size - 16) < 0.01)
  expect(Math.min(...body.map((run) => run.left))).toBeCloseTo(28 * millimetre, 0)
  // The blank half of a mark at the line's end may stand in the margin.
  const inkEnd = body.map((run) => (/[，。；：、）]$/.test(run.text) ? run.right - 8 : run.right))
  expect(Math.max(...inkEnd)).toBeLessThanOrEqual((210 - 26) * millimetre + 0.5)
  const baselines = [...new Set(body.map((run) => Math.round(run.baseline * 100) / 100))].sort((a, b) => b - a)
  const steps = baselines.slice(1).map((line, index) => baselines[index]! - line)
  expect(steps.filter((step) => Math.abs(step - 28.95) < 0.02).length).toBeGreaterThan(3)
  // A full line of prose holds 28 characters when all are Chinese: 156 mm ÷ (16 − 0.22) pt.
  const prose = writePaper('inquiry-slip', { ...samplePapers['inquiry-slip'], matter: '救'.repeat(120) })
  const lines = readPdf(
    (await renderDocument('inquiry-slip', { ...samplePapers['inquiry-slip'], matter: '救'.repeat(120) })).bytes,
  ).pages[0]!.text.split('\n')
  expect(paperText(prose)).toContain('救'.repeat(120))
  expect(Math.max(...lines.filter((line) => /^救+$/.test(line)).map((line) => line.length))).toBe(28)
})

test('rare characters of names come out, from the serif and from the bundled font: 䶮 㛃 𬱖 𠅤', async () => {
  for (const fonts of [undefined, bundledFonts()]) {
    const pdf = readPdf((await render('payment-list', fonts ? { fonts } : {})).bytes)
    for (const name of ['𬱖㛃', '𠅤䶮']) expect(flatText(pdf)).toContain(name)
    expect(pdf.emptyBoxes).toBe(0)
    expect(flatText(pdf)).toContain(longName)
  }
})

test('a character no font has is not printed as a silent empty box: the paper names it for writing by hand', async () => {
  const data = { ...samplePapers['closing-notice'], addressee: { name: '王\u{31234}' } }
  const { bytes, missing } = await renderDocument('closing-notice', data)
  expect(missing).toEqual(['\u{31234}'])
  expect(flatText(readPdf(bytes))).toContain('U+31234')
})

test('the same paper drawn twice gives the same bytes, so its digest can be kept', async () => {
  const [one, two] = [await render('refusal-letter'), await render('refusal-letter')]
  expect(one.bytes.equals(two.bytes)).toBe(true)
})

test('PDF/A for the archive, tagged for screen readers, with title', async () => {
  const { raw } = readPdf((await render('acceptance-notice')).bytes)
  expect(raw).toMatch(/pdfaid:part>2</)
  expect(raw).toMatch(/pdfaid:conformance>A</)
  expect(raw).toContain('/StructTreeRoot')
  expect(raw).toContain('/Lang (zh-CN)')
})

test("a son's deposit stays his: the father's letter says that it was counted, the son's own letter says how much", async () => {
  const letter = samplePapers['refusal-letter']
  const line = {
    figure: '银行存款',
    value: '12,000元',
    whose: '张小䶮',
    source: '核对回复',
    article: '第12条',
    onlyFor: 'm3',
  }
  const explanation = { ...letter.explanation, lines: [line] }
  const mother = paperText(writePaper('refusal-letter', { ...letter, explanation }))
  const daughter = paperText(
    writePaper('refusal-letter', { ...letter, explanation, addressee: { name: '张小䶮', member: 'm3' } }),
  )
  expect(mother).not.toContain('12,000')
  expect(mother).toContain('只告知本人')
  expect(daughter).toContain('12,000元')
})

test('the payment list adds up by column and says its total in words', () => {
  const text = paperText(writePaper('payment-list', samplePapers['payment-list']))
  const rows = samplePapers['payment-list'].rows
  const total = rows.reduce((sum, row) => sum + BigInt(row.regular) + BigInt(row.supplement) + BigInt(row.backPay), 0n)
  expect(total).toBe(3555300n)
  expect(text).toContain('35553.00　叁万伍仟伍佰伍拾叁元整')
})

test('a file name holds the kind and the number, never a name', async () => {
  const { fileName } = await render('refusal-letter', { large: true })
  expect(fileName).toBe('不予确认同意告知书-安民社救〔2025〕12号-大字版.pdf')
})

test('a QR code may not hold an identity number, and a wrong field is named', () => {
  expect(() =>
    writePaper('closing-notice', { ...samplePapers['closing-notice'], qr: 'https://x.example/990101197503150026' }),
  ).toThrow(/qr/)
  expect(() => writePaper('closing-notice', { ...samplePapers['closing-notice'], received: '2025-02-30' })).toThrow(
    /received/,
  )
})

test('another reader agrees: pdftotext, where it is installed, finds the same sentences', async (context) => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' })
  } catch {
    context.skip()
  }
  const folder = mkdtempSync(join(tmpdir(), 'doudi-pdf-'))
  try {
    writeFileSync(join(folder, 'p.pdf'), (await render('refusal-letter')).bytes)
    const text = squeeze(execFileSync('pdftotext', [join(folder, 'p.pdf'), '-']).toString('utf8'))
    for (const words of ['不予确认同意告知书', '张小䶮', '2,220元', '申请行政复议', '安禾县人民法院', '提起行政诉讼'])
      expect(text).toContain(words)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a list of a thousand lines is drawn beside the work of the counter, and the next letter comes after it as usual', async () => {
  const list = samplePapers['payment-list']
  const rows = Array.from({ length: 1000 }, (_, index) => list.rows[index % list.rows.length]!)
  let ticks = 0
  const counter = setInterval(() => ticks++, 10)
  const long = renderDocument('payment-list', { ...list, rows })
  const letter = render('closing-notice')
  const { bytes, pages } = await long
  clearInterval(counter)
  expect(ticks).toBeGreaterThan(10)
  expect(pages).toBeGreaterThan(20)
  const pdf = readPdf(bytes)
  expect(pdf.raw).toMatch(/pdfaid:conformance>U</)
  expect(pdf.pages.every((page) => page.text.includes('公民身份号码'))).toBe(true)
  expect((await letter).pages).toBe(2)
  expect((await render('closing-notice')).pages).toBe(2)
})

test('a code on paper leads to the county’s own address; without one the paper carries no code', async () => {
  const data = { ...samplePapers['closing-notice'], qr: '/p/3f9a' }
  const pages = async (site: string | null) => (await renderDocument('closing-notice', data, { site })).bytes
  expect(flatText(readPdf(await pages('https://dibao.example.gov.cn')))).toContain('扫码查进度')
  expect(flatText(readPdf(await pages(null)))).not.toContain('扫码查进度')
})
