import type { DocumentData } from '../document-data.ts'
import { label, note, type Paper, paper, signatures, table, ticks, value, type Words } from '../paper.ts'

/** 送达回证: the day on it starts the clocks of the law; a text message is not service. */
export function deliveryReceipt(w: Words, d: DocumentData<'delivery-receipt'>): Paper {
  return paper(
    w,
    'delivery-receipt',
    d,
    [
      table(
        [
          { head: w('paper-title'), width: 4, of: (row) => row.title },
          { head: w('paper-number'), width: 3, of: (row) => row.number ?? '—' },
          { head: w('copies'), width: 1, align: 'center', of: (row) => String(row.copies) },
        ],
        d.papers,
      ),
      {
        is: 'grid',
        widths: [1.4, 5.6],
        rows: [
          [label(w('recipient')), value(d.recipient)],
          [label(w('place')), value(d.place, 1, { height: 10 })],
          [label(w('manner')), value(ticks(d.manner))],
          [label(w('received-by')), value(d.receiver ?? w('received-by-blank'), 1, { height: 18 })],
          [label(w('delivered-on')), value(w.day(d.deliveredOn))],
          [label(w('on-behalf')), value('', 1, { height: 14 })],
          [label(w('refused-to-sign')), value(d.refusedToSign ?? '', 1, { height: 20 })],
        ],
      },
      note(w('delivery-note')),
      signatures(
        w('sign-server', { name: d.servers[0] ?? '' }),
        w('sign-server', { name: d.servers[1] ?? '' }),
        w('sign-witness'),
      ),
    ],
    { qrCaption: w('qr-attach'), style: 'form' },
  )
}

/** 卷宗目录, one household one file (一户一档): every paper with its pages. */
export function dossierIndex(w: Words, d: DocumentData<'dossier-index'>): Paper {
  const pages = (from: number | null, to: number | null) =>
    from === null ? '' : to === null || to === from ? String(from) : `${from}–${to}`
  const last = d.items.reduce((most, item) => Math.max(most, item.toPage ?? item.fromPage ?? 0), 0)
  return paper(
    w,
    'dossier-index',
    d,
    [
      {
        is: 'grid',
        widths: [1.5, 2.2, 1.2, 2.2],
        rows: [
          [label(w('dossier-number')), value(d.dossier), label(w('head-of-household')), value(d.headOfHousehold)],
          [
            label(w('programme')),
            value(d.programme),
            label(w('closed-on')),
            value(d.closedOn ? w.day(d.closedOn) : '—'),
          ],
        ],
      },
      table(
        [
          { head: w('no'), width: 0.7, align: 'center', of: (_, index) => String(index + 1) },
          { head: w('paper-title'), width: 3.2, of: (item) => item.title },
          { head: w('paper-number'), width: 2.8, of: (item) => item.number ?? '' },
          { head: w('date'), width: 2.4, of: (item) => (item.on ? w.day(item.on) : '') },
          { head: w('pages'), width: 1, align: 'center', of: (item) => pages(item.fromPage, item.toPage) },
          { head: w('remark'), width: 1.2, of: (item) => item.remark ?? '' },
        ],
        d.items,
      ),
      note(w('dossier-note', { items: d.items.length, pages: last })),
      signatures(w('sign-keeper', { name: d.keeper ?? '' })),
    ],
    { style: 'form' },
  )
}
