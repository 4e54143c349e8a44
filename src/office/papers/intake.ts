import type { DocumentData } from '../document-data.ts'
import {
  type Block,
  type GridCell,
  label,
  list,
  note,
  type Paper,
  paper,
  paragraph,
  plain,
  salutation,
  sealPlace,
  sections,
  signatures,
  strong,
  table,
  ticks,
  value,
  type Words,
} from '../paper.ts'
import { disagree, numbered } from './letters.ts'

/** 窗口咨询也留痕: even a "no" at the window leaves a record with the clause and the right to apply in writing. */
export function inquirySlip(w: Words, d: DocumentData<'inquiry-slip'>): Paper {
  const section = sections(w)
  return paper(
    w,
    'inquiry-slip',
    d,
    [
      ...(d.asker ? [salutation(w('salutation', { name: d.asker }))] : []),
      paragraph(w('inquiry-opening', { on: w.day(d.on), matter: d.matter })),
      section(w('section-told')),
      table(
        [
          { head: w('col-condition'), width: 5, of: (row) => row.condition },
          { head: w('col-article'), width: 3, of: (row) => row.article },
        ],
        d.told,
      ),
      ...(d.suggestion ? [section(w('section-suggestion')), paragraph(d.suggestion)] : []),
      section(w('section-right')),
      strong(w('inquiry-right')),
      signatures(w('sign-officer', { name: d.officer }), w('sign-asker')),
      sealPlace(w, d.organ, d.on),
    ],
    { qrCaption: w('qr-inquiry') },
  )
}

const memberRows = 5

/** The application, blank for the counter or filled from the phone page: the same form either way. */
export function applicationForm(w: Words, d: DocumentData<'application-form'>): Paper {
  const section = sections(w)
  const more = (filled: number, least: number) => (d.blank ? Math.max(0, least - filled) : 0)
  const row = (...cells: GridCell[]) => cells
  return paper(
    w,
    'application-form',
    d,
    [
      plain(w('application-to', { organ: d.organ })),
      section(w('section-applying')),
      {
        is: 'grid',
        widths: [1.5, 2.2, 1.2, 2.2],
        rows: [
          row(label(w('programme')), value(ticks(d.programmes), 3)),
          ...(d.way.length > 0 ? [row(label(w('way')), value(ticks(d.way), 3))] : []),
          row(label(w('applicant')), value(d.applicant.name), label(w('phone')), value(d.applicant.phone)),
          row(label(w('id-number')), value(d.applicant.idNumber, 3)),
          row(label(w('registered-address')), value(d.registeredAddress, 3)),
          row(
            label(w('residence')),
            value(d.residence ?? (d.blank ? w('residence-choice') : '')),
            label(w('people')),
            value(d.blank ? '' : String(d.members.length)),
          ),
          row(label(w('home-address')), value(d.homeAddress, 3)),
          row(label(w('bank')), value(d.payee?.bank), label(w('account-holder')), value(d.payee?.holder)),
          row(label(w('account')), value(d.payee?.account, 3)),
          ...(d.agent || d.blank
            ? [
                row(label(w('agent')), value(d.agent?.name), label(w('relation-or-unit')), value(d.agent?.relation)),
                row(label(w('id-number')), value(d.agent?.idNumber), label(w('phone')), value(d.agent?.phone)),
              ]
            : []),
          ...(d.hardship.length > 0 ? [row(label(w('hardship')), value(ticks(d.hardship), 3))] : []),
        ],
      },
      section(w('section-members')),
      note(w('members-who')),
      table(
        [
          { head: w('name'), width: 1.6, of: (m) => m.name },
          { head: w('relation'), width: 1.2, of: (m) => m.relation ?? '' },
          { head: w('id-number'), width: 2.9, of: (m) => m.idNumber ?? '' },
          { head: w('health-disability'), width: 1.8, of: (m) => [m.health, m.disability].filter(Boolean).join('\n') },
          { head: w('work-school'), width: 2, of: (m) => [m.work, m.school].filter(Boolean).join('\n') },
          { head: w('marital'), width: 1, of: (m) => m.marital ?? '' },
        ],
        d.members,
        { blankRows: more(d.members.length, memberRows) },
      ),
      section(w('section-supporters')),
      note(w('supporters-who')),
      table(
        [
          { head: w('name'), width: 1.6, of: (s) => s.name },
          { head: w('relation'), width: 1.2, of: (s) => s.relation },
          { head: w('address'), width: 3.4, of: (s) => s.address ?? '' },
          { head: w('people'), width: 1, align: 'center', of: (s) => (s.people === null ? '' : String(s.people)) },
          { head: w('yearly-income'), width: 1.8, align: 'right', of: (s) => w.yuan(s.yearly) },
        ],
        d.supporters,
        { blankRows: more(d.supporters.length, 3) },
      ),
      section(w('section-income')),
      note(w('income-note')),
      table(
        [
          { head: w('name'), width: 1.6, of: (i) => i.member },
          { head: w('income-kind'), width: 3, of: (i) => i.kind },
          { head: w('yearly-total'), width: 2, align: 'right', of: (i) => w.yuan(i.yearly) },
          { head: w('remark'), width: 2.4, of: (i) => i.remark ?? '' },
        ],
        d.incomes,
        { blankRows: more(d.incomes.length, memberRows) },
      ),
      section(w('section-assets')),
      table(
        [
          { head: w('asset-kind'), width: 2, of: (a) => a.kind },
          { head: w('owner'), width: 1.6, of: (a) => a.owner ?? '' },
          { head: w('detail'), width: 3.4, of: (a) => a.detail ?? '' },
          { head: w('worth'), width: 2, align: 'right', of: (a) => w.yuan(a.value) },
        ],
        d.assets,
        { blankRows: more(d.assets.length, 4) },
      ),
      section(w('section-expenses')),
      table(
        [
          { head: w('expense-kind'), width: 3, of: (e) => e.kind },
          { head: w('name'), width: 2, of: (e) => e.member ?? '' },
          { head: w('yearly-total'), width: 2, align: 'right', of: (e) => w.yuan(e.yearly) },
        ],
        d.expenses,
        { blankRows: more(d.expenses.length, 3) },
      ),
      section(w('section-why')),
      {
        is: 'grid',
        widths: [1.3, 5.7],
        rows: [
          row(label(w('reason')), value(d.reason, 1, { height: d.blank ? 30 : 12 })),
          row(
            label(w('relatives-of-officers')),
            value(d.relativesOfOfficers ?? (d.blank ? w('relatives-choice') : w('none'))),
          ),
        ],
      },
      section(w('section-pledge')),
      paragraph(w('application-pledge')),
      signatures(w('sign-applicant'), ...(d.agent || d.blank ? [w('sign-agent')] : [])),
      note(w('application-note')),
    ],
    { style: 'form' },
  )
}

/** Each adult signs for himself: what is asked, where, how long, for what, and how to take it back (PIPL §14, §15). */
export function authorizationPledge(w: Words, d: DocumentData<'authorization-pledge'>): Paper {
  const section = sections(w)
  const empty = { name: null, relation: null, idNumber: null }
  const adults = d.adults.length > 0 ? d.adults : [empty, empty, empty]
  return paper(
    w,
    'authorization-pledge',
    d,
    [
      plain(w('application-to', { organ: d.organ })),
      section(w('section-authorization')),
      paragraph(w('authorization-opening', { programme: d.programme, purpose: d.purpose })),
      list(numbered(d.sources)),
      paragraph(d.validUntil ? w('authorization-until', { until: w.day(d.validUntil) }) : w('authorization-until-end')),
      paragraph(w('authorization-limits')),
      paragraph(w('authorization-withdraw', { phone: d.hotline })),
      plain(`${d.shareWithCharities ? '■' : '□'}${w('share-with-charities')}`),
      section(w('section-pledge')),
      list(numbered([w('pledge-true'), w('pledge-report'), w('pledge-notice'), w('pledge-consequence')])),
      section(w('section-sign')),
      note(w('sign-each')),
      table(
        [
          { head: w('name'), width: 1.8, of: (a) => a.name ?? '' },
          { head: w('relation'), width: 1.2, of: (a) => a.relation ?? '' },
          { head: w('id-number'), width: 2.8, of: (a) => a.idNumber ?? '' },
          { head: w('signature-or-print'), width: 2.2, of: () => '\n' },
          { head: w('date'), width: 1.4, of: () => '' },
        ],
        adults,
      ),
      note(w('sign-guardian')),
      signatures(w('sign-witness')),
    ],
    { style: 'form' },
  )
}

/** 授权委托书: who may act for whom, in what, until when; taken back by a word at the window or by phone. */
export function proxyAuthorization(w: Words, d: DocumentData<'proxy-authorization'>): Paper {
  return paper(
    w,
    'proxy-authorization',
    d,
    [
      {
        is: 'grid',
        widths: [1.5, 2.2, 1.2, 2.2],
        rows: [
          [label(w('principal')), value(d.principal.name), label(w('phone')), value(d.principal.phone)],
          [label(w('id-number')), value(d.principal.idNumber, 3)],
          [label(w('agent')), value(d.agent.name), label(w('phone')), value(d.agent.phone)],
          [label(w('id-number')), value(d.agent.idNumber, 3)],
          [label(w('relation-or-unit')), value(d.agent.relation, 3)],
          [label(w('scope')), value(ticks(d.scope), 3)],
          [label(w('valid-until')), value(w.day(d.validUntil), 3)],
        ],
      },
      paragraph(w('proxy-text', { programme: d.programme })),
      paragraph(w('proxy-withdraw', { phone: d.hotline })),
      signatures(
        w('sign-principal'),
        w('sign-agent'),
        ...(d.witness ? [w('sign-witness-name', { name: d.witness })] : [w('sign-witness')]),
      ),
    ],
    { style: 'form' },
  )
}

/** 收件回执: what was handed in, on which day, and by when the office says whether everything is there. Not yet an acceptance. */
export function applicationReceipt(w: Words, d: DocumentData<'application-receipt'>): Paper {
  const section = sections(w)
  const opening = { received: w.day(d.received), programme: d.programme, people: d.people }
  return paper(w, 'application-receipt', d, [
    salutation(w('salutation', { name: d.addressee.name })),
    paragraph(d.helper ? w('receipt-opening-helper', { ...opening, helper: d.helper }) : w('receipt-opening', opening)),
    ...(d.entered ? [paragraph(w('receipt-entered', { entered: w.day(d.entered) }))] : []),
    section(w('section-handed-in')),
    table(
      [
        { head: w('no'), width: 0.7, align: 'center', of: (_, index) => String(index + 1) },
        { head: w('paper-title'), width: 5, of: (row) => row.what },
        { head: w('sheets'), width: 1.3, align: 'center', of: (row) => (row.pages === null ? '—' : String(row.pages)) },
      ],
      d.handedIn,
    ),
    ...(d.unsigned.length > 0 || d.toFollow.length > 0
      ? [
          section(w('section-to-follow')),
          list(
            numbered([
              ...d.unsigned.map((who) => w('receipt-unsigned', { who })),
              ...d.toFollow.map((what) => w('receipt-to-follow', { what })),
            ]),
          ),
          paragraph(w('receipt-follow-ways')),
        ]
      : []),
    section(w('section-next')),
    strong(
      d.answerBy
        ? `${w('receipt-answer', { by: w.day(d.answerBy) })}${d.answerProvisional ? w('provisional') : ''}`
        : w('receipt-answer-soon'),
    ),
    paragraph(w('receipt-basis')),
    section(w('section-progress')),
    paragraph(w('progress-code', { code: d.queryCode, phone: d.hotline })),
    paragraph(w('no-fee', { phone: d.supervisionPhone })),
    signatures(w('sign-officer', { name: d.officer }), w('sign-handed-in')),
    sealPlace(w, d.organ, d.on),
  ])
}

/** 一次性告知: everything that is missing is said once, with how to get it; the clock stands still until it comes. */
export function supplementNotice(w: Words, d: DocumentData<'supplement-notice'>): Paper {
  const section = sections(w)
  return paper(w, 'supplement-notice', d, [
    salutation(w('salutation', { name: d.addressee.name })),
    paragraph(
      w('supplement-opening', { received: w.day(d.received), programme: d.programme, count: d.missing.length }),
    ),
    table(
      [
        { head: w('no'), width: 0.6, align: 'center', of: (_, index) => String(index + 1) },
        { head: w('col-missing'), width: 2.2, of: (row) => row.item },
        { head: w('col-why'), width: 3, of: (row) => row.why },
        { head: w('col-how-to-supply'), width: 3, of: (row) => row.how },
      ],
      d.missing,
    ),
    section(w('section-when-how')),
    strong(`${w('supplement-due', { due: w.day(d.due) })}${d.dueProvisional ? w('provisional') : ''}`),
    paragraph(w('supplement-ways')),
    section(w('section-clock')),
    paragraph(w('supplement-pause', { on: w.day(d.on) })),
    paragraph(w('supplement-late')),
    signatures(w('sign-officer', { name: d.officer })),
    sealPlace(w, d.organ, d.on),
  ])
}

export function acceptanceNotice(w: Words, d: DocumentData<'acceptance-notice'>): Paper {
  const section = sections(w)
  return paper(w, 'acceptance-notice', d, [
    salutation(w('salutation', { name: d.addressee.name })),
    paragraph(
      w('acceptance-opening', { received: w.day(d.received), programme: d.programme, accepted: w.day(d.accepted) }),
    ),
    strong(
      `${w('acceptance-due', { days: d.workingDays, due: w.day(d.due) })}${d.dueProvisional ? w('provisional') : ''}`,
    ),
    paragraph(w('acceptance-clock')),
    section(w('section-next')),
    list(
      numbered(d.steps.length > 0 ? d.steps : [w('step-verify'), w('step-visit'), w('step-notice'), w('step-decide')]),
    ),
    section(w('section-progress')),
    paragraph(
      d.queryCode
        ? w('progress-code', { code: d.queryCode, phone: d.hotline })
        : w('progress-phone', { phone: d.hotline }),
    ),
    paragraph(w('no-fee', { phone: d.supervisionPhone })),
    signatures(w('sign-officer', { name: d.officer })),
    sealPlace(w, d.organ, d.on),
  ])
}

export function refusalToAccept(w: Words, d: DocumentData<'refusal-to-accept'>): Paper {
  const section = sections(w)
  return paper(w, 'refusal-to-accept', d, [
    salutation(w('salutation', { name: d.addressee.name })),
    paragraph(w('refusal-to-accept-opening', { received: w.day(d.received), programme: d.programme })),
    section(w('section-grounds')),
    table(
      [
        { head: w('col-fact'), width: 4, of: (row) => row.fact },
        { head: w('col-article'), width: 2.2, of: (row) => row.article },
        { head: w('col-clause'), width: 4, of: (row) => row.clause },
      ],
      d.grounds,
    ),
    section(w('section-help')),
    d.otherHelp.length > 0 ? list(numbered(d.otherHelp)) : paragraph(w('help-ask')),
    section(w('section-reapply')),
    paragraph(w('reapply-any-time')),
    section(w('section-disagree')),
    ...disagree(w, d.remedies),
    sealPlace(w, d.organ, d.on),
  ] satisfies Block[])
}
