/**
 * Makes the Word templates in this folder from scratch: `node --import tsx src/office/templates/build-docx.ts`.
 * They are ordinary files afterwards; an area replaces one by saving its own form under `docx/<area>/<kind>.docx`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import PizZip from 'pizzip'
import { para, run } from '../word-body.ts'

const namespaces =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${body}`
const field = (name: string) =>
  `<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:instrText xml:space="preserve"> ${name} </w:instrText></w:r><w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:fldChar w:fldCharType="end"/></w:r>`

/** A whole .docx around the given body: styles, a header for the demo's line, a footer with page x of y. */
export function docx(body: string): Buffer {
  const zip = new PizZip()
  const add = (name: string, text: string) =>
    zip.file(name, text, { date: new Date('2025-01-01T00:00:00Z'), createFolders: false })
  add(
    '[Content_Types].xml',
    xml(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>' +
        ['document.main', 'styles', 'header', 'footer']
          .map((part) => {
            const name = { 'document.main': 'document', styles: 'styles', header: 'header1', footer: 'footer1' }[part]
            return `<Override PartName="/word/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${part}+xml"/>`
          })
          .join('') +
        '</Types>',
    ),
  )
  add(
    '_rels/.rels',
    xml(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
  )
  add(
    'word/_rels/document.xml.rels',
    xml(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${office}/header" Target="header1.xml"/><Relationship Id="rId3" Type="${office}/footer" Target="footer1.xml"/></Relationships>`,
    ),
  )
  add(
    'word/styles.xml',
    xml(
      `<w:styles ${namespaces}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋" w:cs="Times New Roman"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>`,
    ),
  )
  add(
    'word/header1.xml',
    xml(`<w:hdr ${namespaces}>${para(run('{watermark}', { size: 28, grey: true }), { align: 'center' })}</w:hdr>`),
  )
  add(
    'word/footer1.xml',
    xml(
      `<w:ftr ${namespaces}>${para(run('{footer}　　第 ', { size: 18 }) + field('PAGE') + run(' 页 共 ', { size: 18 }) + field('NUMPAGES') + run(' 页', { size: 18 }), { align: 'center' })}</w:ftr>`,
    ),
  )
  add(
    'word/document.xml',
    xml(
      `<w:document ${namespaces}><w:body>${body}<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1474" w:right="1134" w:bottom="1361" w:left="1417" w:header="700" w:footer="900" w:gutter="0"/></w:sectPr></w:body></w:document>`,
    ),
  )
  return zip.generate({ type: 'nodebuffer', compression: 'DEFLATE' })
}

const cell = (text: string, width: number, span = 1) =>
  `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${span > 1 ? `<w:gridSpan w:val="${span}"/>` : ''}<w:vAlign w:val="center"/></w:tcPr>${para(run(text, { size: 24 }))}</w:tc>`
const row = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`
const line =
  '<w:top w:val="single" w:sz="6"/><w:left w:val="single" w:sz="6"/><w:bottom w:val="single" w:sz="6"/><w:right w:val="single" w:sz="6"/><w:insideH w:val="single" w:sz="6"/><w:insideV w:val="single" w:sz="6"/>'
const grid = (widths: number[], rows: string[]) =>
  `<w:tbl><w:tblPr><w:tblW w:w="${widths.reduce((a, b) => a + b)}" w:type="dxa"/><w:tblBorders>${line}</w:tblBorders></w:tblPr><w:tblGrid>${widths.map((w) => `<w:gridCol w:w="${w}"/>`).join('')}</w:tblGrid>${rows.join('')}</w:tbl>${para('')}`

const columns = [1800, 2850, 1800, 2850]
const pair = (a: string, b: string, c: string, d: string) =>
  row(cell(a, 1800), cell(b, 2850), cell(c, 1800), cell(d, 2850))
const wide = (a: string, b: string) => row(cell(a, 1800), cell(b, 7500, 3))

/** The invented county's own approval form: another order and other boxes than ours, to show that an area may have its way. */
const anheApprovalForm =
  para(run('安禾县社会救助审核确认审批表', { size: 44, font: '宋体', bold: true }), { align: 'center', after: 200 }) +
  para(run('案号：{caseNumber}　　填表日期：{on}', { size: 24 }), { align: 'right' }) +
  grid(columns, [
    pair('申请人', '{headOfHousehold}', '救助事项', '{programme}'),
    pair('身份证号', '{idNumber}', '联系电话', '{phone}'),
    wide('家庭住址', '{address}'),
    wide('致困原因', '{hardship}'),
  ]) +
  grid(
    [1500, 1300, 2600, 1950, 1950],
    [
      row(
        cell('姓名', 1500),
        cell('关系', 1300),
        cell('身份证号', 2600),
        cell('健康残疾', 1950),
        cell('从业在读', 1950),
      ),
      row(
        cell('{#members}{name}', 1500),
        cell('{relation}', 1300),
        cell('{idNumber}', 2600),
        cell('{health}{disability}', 1950),
        cell('{work}{school}{/members}', 1950),
      ),
    ],
  ) +
  grid(
    [2700, 2200, 1700, 2700],
    [
      row(cell('收入财产项目', 2700), cell('认定数', 2200), cell('所有人', 1700), cell('依据', 2700)),
      row(
        cell('{#figures}{figure}', 2700),
        cell('{value}', 2200),
        cell('{whose}', 1700),
        cell('{article}{/figures}', 2700),
      ),
    ],
  ) +
  grid(columns, [
    pair('审核意见', '{proposal}', '月救助金额（元）', '{monthly}'),
    wide('经办人意见', '{prepared.text}　　签名：{prepared.name}　{prepared.on}'),
    wide('乡镇审核意见', '{reviewed.text}　　签名：{reviewed.name}　{reviewed.on}　（{townshipOrgan}印章处）'),
    wide('县级审批意见', '{decided.text}　　签名：{decided.name}　{decided.on}　（{countyOrgan}印章处）'),
  ])

export const wordTemplates: Record<string, () => Buffer> = {
  'default/paper.docx': () => docx(para(run('{@body}', { size: 32 }))),
  '99/approval-form.docx': () => docx(anheApprovalForm),
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, make] of Object.entries(wordTemplates)) {
    const file = fileURLToPath(new URL(`./docx/${name}`, import.meta.url))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, make())
    console.log(`wrote ${name}`)
  }
}
