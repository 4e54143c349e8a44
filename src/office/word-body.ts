import type { Align, Block, GridCell, Paper } from './paper.ts'

/**
 * The blocks of a paper as WordprocessingML, for papers an office wants to edit. Typefaces are named, not brought:
 * 宋体 and 仿宋 are on every office machine; Word and WPS fall back by themselves elsewhere.
 */
export interface WordSizes {
  body: number
  title: number
  table: number
  small: number
  sign: number
  organ: number
  line: number
}

/** Half-points and twentieths, as Word counts. */
export const wordSizes = (paper: Paper, large: boolean): WordSizes =>
  large
    ? { body: 44, title: 56, table: 44, small: 44, sign: 44, organ: 48, line: 720 }
    : paper.style === 'form'
      ? { body: 28, title: 44, table: 23, small: 19, sign: 24, organ: 36, line: 460 }
      : { body: 32, title: 44, table: 24, small: 21, sign: 28, organ: 36, line: 579 }

interface RunStyle {
  size: number
  bold?: boolean
  font?: string
  grey?: boolean
}

interface ParagraphStyle {
  align?: Align | 'both'
  indent?: boolean
  line?: number
  keepNext?: boolean
  before?: number
  after?: number
}

export const xmlText = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 cannot hold them
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')

export function run(text: string, style: RunStyle): string {
  const font = style.font ?? '仿宋'
  const properties = [
    `<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="${font}" w:cs="Times New Roman"/>`,
    style.bold ? '<w:b/>' : '',
    style.grey ? '<w:color w:val="595959"/>' : '',
    `<w:sz w:val="${style.size}"/><w:szCs w:val="${style.size}"/>`,
  ].join('')
  const pieces = text.split('\n').map((piece) => `<w:t xml:space="preserve">${xmlText(piece)}</w:t>`)
  return `<w:r><w:rPr>${properties}</w:rPr>${pieces.join('<w:br/>')}</w:r>`
}

export function para(runs: string, style: ParagraphStyle = {}): string {
  const properties = [
    style.keepNext ? '<w:keepNext/>' : '',
    `<w:spacing w:before="${style.before ?? 0}" w:after="${style.after ?? 0}"${style.line ? ` w:line="${style.line}" w:lineRule="exact"` : ''}/>`,
    style.indent ? '<w:ind w:firstLineChars="200"/>' : '',
    style.align ? `<w:jc w:val="${style.align}"/>` : '',
  ].join('')
  return `<w:p><w:pPr>${properties}</w:pPr>${runs}</w:p>`
}

function cell(inner: string, options: { width: number; span?: number; shaded?: boolean; height?: number }): string {
  const properties = [
    `<w:tcW w:w="${options.width}" w:type="dxa"/>`,
    options.span && options.span > 1 ? `<w:gridSpan w:val="${options.span}"/>` : '',
    options.shaded ? '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' : '',
    '<w:vAlign w:val="center"/>',
  ].join('')
  return `<w:tc><w:tcPr>${properties}</w:tcPr>${inner}</w:tc>`
}

const borders = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
  .map((side) => `<w:${side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>`)
  .join('')

function tableOf(widths: number[], rows: string[]): string {
  return (
    `<w:tbl><w:tblPr><w:tblW w:w="${widths.reduce((a, b) => a + b, 0)}" w:type="dxa"/><w:jc w:val="center"/>` +
    `<w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>` +
    `<w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>${rows.join('')}</w:tbl>` +
    para('', { after: 60 })
  )
}

const row = (cells: string, options: { head?: boolean; height?: number } = {}): string => {
  const properties = [
    '<w:cantSplit/>',
    options.height ? `<w:trHeight w:val="${Math.round(options.height * 56.7)}" w:hRule="atLeast"/>` : '',
    options.head ? '<w:tblHeader/>' : '',
  ].join('')
  return `<w:tr><w:trPr>${properties}</w:trPr>${cells}</w:tr>`
}

function share(total: number, parts: number[]): number[] {
  const sum = parts.reduce((a, b) => a + b, 0)
  return parts.map((part) => Math.round((total * part) / sum))
}

/** The paper's head and blocks; `width` is the text width in twentieths of a point. */
export function wordBody(paper: Paper, sizes: WordSizes, width: number, organShown: boolean, qr: string): string {
  const parts: string[] = []
  if (organShown)
    parts.push(para(run(paper.organ, { size: sizes.organ, font: '宋体' }), { align: 'center', after: 80 }))
  parts.push(para(run(paper.title, { size: sizes.title, font: '宋体', bold: true }), { align: 'center', after: 120 }))
  if (paper.number) parts.push(para(run(paper.number, { size: sizes.sign }), { align: 'center', after: 200 }))
  if (paper.madeBy)
    parts.push(para(run(paper.madeBy.join('　　'), { size: sizes.small }), { align: 'center', after: 80 }))
  for (const block of paper.blocks) parts.push(wordBlock(block, paper, sizes, width))
  if (qr) parts.push(para(qr + run(paper.qr?.caption ?? '', { size: sizes.small }), { before: 200 }))
  return parts.join('')
}

function wordBlock(block: Block, paper: Paper, sizes: WordSizes, width: number): string {
  const chinese = paper.lang === 'zh'
  const body = { size: sizes.body }
  const small = { size: sizes.table }
  switch (block.is) {
    case 'salutation':
      return para(run(block.text, body), { line: sizes.line })
    case 'paragraph':
      return para(run(block.text, { ...body, bold: block.bold ?? false }), {
        line: sizes.line,
        indent: block.indent && chinese,
        align: 'both',
        keepNext: block.keep ?? false,
      })
    case 'heading':
      return para(run(block.text, { ...body, font: '黑体' }), { line: sizes.line, keepNext: true })
    case 'list':
      return block.items.map((item) => para(run(item, body), { line: sizes.line, indent: chinese })).join('')
    case 'note':
      return para(run(block.text, { size: sizes.small, grey: true }), { before: 60, after: 60 })
    case 'signatures':
      return block.lines.map((line) => para(run(line, { size: sizes.sign }), { before: 160 })).join('')
    case 'seal':
      return [block.organ, block.day, block.place]
        .map((text, index) =>
          para(run(text, index < 2 ? body : { size: sizes.small, grey: true }), {
            align: 'right',
            before: index === 0 ? 600 : 60,
          }),
        )
        .join('')
    case 'page-break':
      return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    case 'grid':
      return gridOf(block.widths, block.rows, small, width)
    case 'table': {
      const widths = share(width, block.widths)
      const line = (cells: string[], options: { bold?: boolean; head?: boolean }) =>
        row(
          cells
            .map((text, index) =>
              cell(
                para(run(text, { ...small, bold: options.bold ?? false }), {
                  align: options.head ? 'center' : block.align[index]!,
                }),
                {
                  width: widths[index]!,
                  shaded: options.head ?? false,
                },
              ),
            )
            .join(''),
          { head: options.head ?? false },
        )
      return (
        (block.caption ? para(run(block.caption, { ...small, bold: true })) : '') +
        tableOf(widths, [
          line(block.head, { bold: true, head: true }),
          ...block.rows.map((cells) => line(cells, {})),
          ...(block.total ? [line(block.total, { bold: true })] : []),
        ])
      )
    }
    case 'opinions': {
      const widths = share(width, [1.2, 6])
      return tableOf(
        widths,
        block.boxes.map((box) =>
          row(
            cell(para(run(box.title, { ...small, bold: true }), { align: 'center' }), {
              width: widths[0]!,
              shaded: true,
            }) +
              cell(
                para(run(box.text, small), { after: 400 }) +
                  (box.seal ? para(run(box.seal, { ...small, grey: true })) : '') +
                  para(run(box.sign, small), { align: 'right' }),
                { width: widths[1]! },
              ),
            { height: 34 },
          ),
        ),
      )
    }
  }
}

function gridOf(parts: number[], rows: GridCell[][], style: RunStyle, width: number): string {
  const widths = share(width, parts)
  return tableOf(
    widths,
    rows.map((cells) => {
      let at = 0
      const drawn = cells.map((one) => {
        const span = one.span ?? 1
        const wide = widths.slice(at, at + span).reduce((a, b) => a + b, 0)
        at += span
        return cell(para(run(one.text, { ...style, bold: one.label ?? false }), { align: one.align ?? 'left' }), {
          width: wide,
          span,
          shaded: one.label ?? false,
        })
      })
      return row(drawn.join(''), { height: Math.max(0, ...cells.map((one) => one.height ?? 0)) })
    }),
  )
}
