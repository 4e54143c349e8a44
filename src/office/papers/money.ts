import { sum, yuanInWords, yuanText } from '../../foundation/index.ts'
import type { DocumentData } from '../document-data.ts'
import {
  label,
  lead,
  list,
  note,
  type Paper,
  paper,
  paragraph,
  plain,
  sealPlace,
  signatures,
  strong,
  table,
  value,
  type Words,
} from '../paper.ts'
import { numbered } from './letters.ts'

const plainYuan = (amount: bigint) => yuanText(amount)
const inWords = (w: Words, amount: bigint) => (w.lang === 'zh' ? yuanInWords(amount) : w.yuan(amount))

/** 发放清册: what finance checks line by line. Money in two decimals, every column summed, the total in words. */
export function paymentList(w: Words, d: DocumentData<'payment-list'>): Paper {
  const total = {
    people: d.rows.reduce((n, row) => n + row.people, 0),
    regular: sum(d.rows.map((row) => row.regular)),
    supplement: sum(d.rows.map((row) => row.supplement)),
    backPay: sum(d.rows.map((row) => row.backPay)),
  }
  const all = total.regular + total.supplement + total.backPay
  return paper(
    w,
    'payment-list',
    d,
    [
      {
        is: 'grid',
        widths: [1, 2, 1, 2, 1, 2],
        rows: [
          [
            label(w('month')),
            value(w.month(d.month)),
            label(w('programme')),
            value(d.programme),
            label(w('area')),
            value(d.area),
          ],
          [
            label(w('households')),
            value(String(d.rows.length)),
            label(w('people')),
            value(String(total.people)),
            label(w('project-code')),
            value(d.projectCode ?? '—'),
          ],
          [label(w('total')), value(`${plainYuan(all)}　${inWords(w, all)}`, 3), label(w('batch')), value(d.batch)],
        ],
      },
      table(
        [
          { head: w('no'), width: 0.7, align: 'center', of: (_, index) => String(index + 1) },
          { head: w('village'), width: 2, of: (row) => row.area },
          { head: w('head-of-household'), width: 1.4, of: (row) => row.head },
          { head: w('payee'), width: 1.4, of: (row) => row.payee },
          { head: w('id-number'), width: 2.5, of: (row) => row.idNumber },
          { head: w('account'), width: 2.7, of: (row) => row.account },
          { head: w('people'), width: 0.7, align: 'center', of: (row) => String(row.people) },
          { head: w('regular'), width: 1.3, align: 'right', of: (row) => plainYuan(row.regular) },
          { head: w('supplement'), width: 1.2, align: 'right', of: (row) => plainYuan(row.supplement) },
          { head: w('back-pay-short'), width: 1.2, align: 'right', of: (row) => plainYuan(row.backPay) },
          {
            head: w('sum'),
            width: 1.4,
            align: 'right',
            of: (row) => plainYuan(row.regular + row.supplement + row.backPay),
          },
          { head: w('remark'), width: 1.3, of: (row) => row.remark ?? '' },
        ],
        d.rows,
        {
          total: [
            '',
            w('total'),
            '',
            '',
            '',
            '',
            String(total.people),
            plainYuan(total.regular),
            plainYuan(total.supplement),
            plainYuan(total.backPay),
            plainYuan(all),
            '',
          ],
        },
      ),
      ...(d.digest ? [note(w('list-digest', { digest: d.digest }))] : []),
      signatures(
        w('sign-made', { name: d.preparedBy ?? w('blank-name') }),
        w('sign-reviewed', { name: d.reviewedBy ?? w('blank-name') }),
        w('sign-approved', { name: d.approvedBy ?? w('blank-name') }),
      ),
      sealPlace(w, d.organ, d.on),
    ],
    {
      style: 'form',
      sheet: 'a4-landscape',
      title: w('payment-list-title', { month: w.month(d.month), programme: d.programme }),
    },
  )
}

/** 资金申请: one page to finance with the sums the list carries, by budget line, in figures and in words. */
export function fundsRequest(w: Words, d: DocumentData<'funds-request'>): Paper {
  const lineTotal = (line: (typeof d.lines)[number]) => line.regular + line.supplement + line.backPay
  const all = sum(d.lines.map(lineTotal))
  const households = d.lines.reduce((n, line) => n + line.households, 0)
  const people = d.lines.reduce((n, line) => n + line.people, 0)
  return paper(
    w,
    'funds-request',
    d,
    [
      plain(`${d.to}${w('colon')}`),
      paragraph(w('funds-opening', { month: w.month(d.month), households, people })),
      strong(w('funds-total', { amount: plainYuan(all), words: inWords(w, all) })),
      table(
        [
          { head: w('programme'), width: 1.9, of: (line) => line.programme },
          { head: w('budget-line'), width: 1.5, of: (line) => line.budgetLine },
          { head: w('households'), width: 1.15, align: 'right', of: (line) => String(line.households) },
          { head: w('people'), width: 1.1, align: 'right', of: (line) => String(line.people) },
          { head: w('regular'), width: 2.1, align: 'right', of: (line) => plainYuan(line.regular) },
          { head: w('supplement'), width: 1.8, align: 'right', of: (line) => plainYuan(line.supplement) },
          { head: w('back-pay-short'), width: 1.5, align: 'right', of: (line) => plainYuan(line.backPay) },
          { head: w('sum'), width: 2.2, align: 'right', of: (line) => plainYuan(lineTotal(line)) },
        ],
        d.lines,
        {
          total: [
            w('total'),
            '',
            String(households),
            String(people),
            plainYuan(sum(d.lines.map((line) => line.regular))),
            plainYuan(sum(d.lines.map((line) => line.supplement))),
            plainYuan(sum(d.lines.map((line) => line.backPay))),
            plainYuan(all),
          ],
        },
      ),
      ...(d.account
        ? [paragraph(w('funds-account', { name: d.account.name, bank: d.account.bank, number: d.account.number }))]
        : []),
      paragraph(w('funds-please')),
      ...(d.attachments.length > 0 ? [lead(w('attachments')), list(numbered(d.attachments))] : []),
      plain(w('contact', { contact: d.contact, phone: d.hotline })),
      sealPlace(w, d.organ, d.on),
    ],
    { title: w('funds-title', { month: w.month(d.month) }) },
  )
}
