import type { DocumentData } from '../document-data.ts'
import {
  type GridCell,
  label,
  list,
  note,
  type Paper,
  paper,
  paragraph,
  plain,
  sealPlace,
  sections,
  signatures,
  table,
  ticks,
  value,
  type Words,
} from '../paper.ts'
import { amounts } from './letters.ts'

type SelfCare = DocumentData<'home-visit-form'>['selfCare'][number]

/** What the two visitors take along: the declared values are printed, the visitor marks 一致, 不一致 or 看不清. */
export function homeVisitForm(w: Words, d: DocumentData<'home-visit-form'>): Paper {
  const section = sections(w)
  const tasks = ['eat', 'dress', 'bed', 'toilet', 'walk', 'bathe'] as const
  const mark = (able: boolean | null | undefined) =>
    able === null || able === undefined ? w('able-choice') : able ? w('able') : w('unable')
  return paper(
    w,
    'home-visit-form',
    d,
    [
      {
        is: 'grid',
        widths: [1.5, 2.2, 1.2, 2.2],
        rows: [
          [label(w('head-of-household')), value(d.headOfHousehold), label(w('programme')), value(d.programme)],
          [label(w('address')), value(d.address, 3)],
          [label(w('visited-on')), value(w.day(d.visitedOn)), label(w('respondent')), value(d.respondent)],
          [label(w('visitors')), value(d.visitors.join('、'), 3)],
          ...(d.outcome.length > 0 ? [[label(w('visit-outcome')), value(ticks(d.outcome), 3)]] : []),
        ],
      },
      section(w('section-checks')),
      note(w('checks-note')),
      table(
        [
          { head: w('col-item'), width: 2.6, of: (row) => row.item },
          { head: w('declared'), width: 2, of: (row) => row.declared ?? w('not-declared') },
          { head: w('result'), width: 2.6, of: (row) => row.result ?? w('result-choice') },
          { head: w('seen'), width: 2.4, of: (row) => row.seen ?? '' },
        ],
        d.checks,
        { blankRows: d.blank ? 6 : 0 },
      ),
      ...(d.selfCare.length > 0 || d.blank
        ? [
            section(w('section-self-care')),
            note(w('self-care-note')),
            table<SelfCare>(
              [
                { head: w('name'), width: 1.6, of: (row) => row.name },
                ...tasks.map((task, index) => ({
                  head: w(`self-care-${task}`),
                  width: 1.1,
                  align: 'center' as const,
                  of: (row: SelfCare) => mark(row.items[index]),
                })),
                { head: w('self-care-level'), width: 1.6, of: (row) => row.level ?? '' },
              ],
              d.selfCare,
              { blankRows: d.blank ? 2 : 0 },
            ),
          ]
        : []),
      section(w('section-neighbours')),
      table(
        [
          { head: w('neighbour'), width: 1.6, of: (row) => row.who },
          { head: w('said'), width: 5, of: (row) => row.said },
        ],
        d.neighbours,
        { blankRows: Math.max(0, 2 - d.neighbours.length) },
      ),
      note(w('neighbour-note')),
      section(w('section-conclusion')),
      {
        is: 'grid',
        widths: [1.3, 5.7],
        rows: [
          [label(w('conclusion')), value(d.conclusion, 1, { height: d.conclusion ? 12 : 30 })],
          [label(w('photos')), value(d.photos === null ? w('photos-blank') : w('photos-count', { count: d.photos }))],
        ],
      },
      signatures(w('sign-visitor', { n: 1 }), w('sign-visitor', { n: 2 }), w('sign-respondent')),
    ],
    { qrCaption: w('qr-attach'), style: 'form' },
  )
}

/** Only where a dispute remains (57号 leaves appraisal to disputed cases). Points are kept without the speakers' names. */
export function appraisalRecord(w: Words, d: DocumentData<'appraisal-record'>): Paper {
  const section = sections(w)
  const people = (n: number | null) => (n === null ? w('people-blank') : w('people-count', { n }))
  return paper(
    w,
    'appraisal-record',
    d,
    [
      {
        is: 'grid',
        widths: [1.5, 2.2, 1.2, 2.2],
        rows: [
          [label(w('head-of-household')), value(d.headOfHousehold), label(w('programme')), value(d.programme)],
          [label(w('held-on')), value(w.day(d.heldOn)), label(w('place')), value(d.place)],
          [label(w('chair')), value(d.chair), label(w('recorder')), value(d.recorder)],
          [
            label(w('present')),
            value(
              w('present-text', {
                officials: people(d.present.officials),
                committee: people(d.present.committee),
                villagers: people(d.present.villagers),
              }),
              3,
            ),
          ],
        ],
      },
      section(w('section-dispute')),
      paragraph(d.dispute),
      section(w('section-points')),
      ...(d.points.length > 0 ? [list(d.points.map((point, index) => `${index + 1}. ${point}`))] : [plain('\n\n\n')]),
      note(w('points-note')),
      section(w('section-votes')),
      {
        is: 'grid',
        widths: [1, 1.3, 1, 1.3, 1, 1.3],
        rows: [
          [
            label(w('votes-agree')),
            value(people(d.votes.agree)),
            label(w('votes-against')),
            value(people(d.votes.against)),
            label(w('votes-abstain')),
            value(people(d.votes.abstain)),
          ],
          [label(w('conclusion')), value(d.conclusion, 5, { height: 20 })],
        ],
      },
      note(w('appraisal-note')),
      signatures(w('sign-chair'), w('sign-recorder'), w('sign-representatives')),
    ],
    { style: 'form' },
  )
}

/** Item, value, as-of day, threshold, conclusion. The report informs; it never decides. */
export function verificationReport(w: Words, d: DocumentData<'verification-report'>): Paper {
  const section = sections(w)
  return paper(
    w,
    'verification-report',
    d,
    [
      paragraph(
        w('verification-opening', {
          head: d.headOfHousehold,
          programme: d.programme,
          requested: w.day(d.requestedOn),
          reported: w.day(d.reportedOn),
        }),
      ),
      table(
        [
          { head: w('name'), width: 1.5, of: (row) => row.who },
          { head: w('col-item'), width: 2, of: (row) => row.item },
          { head: w('col-found'), width: 2, of: (row) => row.value },
          { head: w('as-of'), width: 1.8, of: (row) => (row.asOf ? w.day(row.asOf) : w('unknown-day')) },
          { head: w('source'), width: 2, of: (row) => row.source },
          { head: w('col-threshold'), width: 2, of: (row) => row.threshold ?? '—' },
          { head: w('conclusion'), width: 2.2, of: (row) => row.conclusion },
        ],
        d.items,
      ),
      ...(d.unknowable.length > 0 ? [section(w('section-unknowable')), paragraph(d.unknowable.join('、'))] : []),
      note(w('verification-note')),
      signatures(w('sign-prepared', { name: d.preparedBy }), w('sign-checked', { name: d.checkedBy ?? '' })),
      sealPlace(w, d.organ, d.on),
    ],
    { style: 'form', sheet: 'a4-landscape' },
  )
}

/** 审核确认审批表: the household, the sum worked line by line, and three opinions by three people with room for three seals. */
export function approvalForm(w: Words, d: DocumentData<'approval-form'>): Paper {
  const section = sections(w)
  const row = (...cells: GridCell[]) => cells
  const box = (
    title: string,
    organ: string,
    o: { text: string | null; name: string | null; on: typeof d.on | null; delegation: string | null },
  ) => ({
    title,
    text: o.text ?? '',
    sign: [
      w('sign-line', { name: o.name ?? w('blank-name') }),
      ...(o.delegation ? [w('by-delegation', { delegation: o.delegation })] : []),
      w.day(o.on),
    ].join('　'),
    seal: w('seal-of', { organ }),
  })
  return paper(
    w,
    'approval-form',
    d,
    [
      {
        is: 'grid',
        widths: [1.5, 2.2, 1.2, 2.2],
        rows: [
          row(label(w('applicant')), value(d.headOfHousehold), label(w('programme')), value(d.programme)),
          row(label(w('id-number')), value(d.idNumber), label(w('phone')), value(d.phone)),
          row(label(w('home-address')), value(d.address, 3)),
          row(label(w('residence')), value(d.residence), label(w('people')), value(String(d.members.length))),
          row(label(w('received-on')), value(w.day(d.received)), label(w('accepted-on')), value(w.day(d.accepted))),
          row(label(w('hardship')), value(d.hardship, 3)),
        ],
      },
      section(w('section-members')),
      table(
        [
          { head: w('name'), width: 1.5, of: (m) => m.name },
          { head: w('relation'), width: 1.1, of: (m) => m.relation ?? '' },
          { head: w('sex'), width: 0.7, align: 'center', of: (m) => m.sex ?? '' },
          { head: w('birth'), width: 1.7, of: (m) => (m.birth ? w.day(m.birth) : '') },
          { head: w('health-disability'), width: 1.8, of: (m) => [m.health, m.disability].filter(Boolean).join('\n') },
          { head: w('labour'), width: 1.2, of: (m) => m.labour ?? '' },
          { head: w('work-school'), width: 1.8, of: (m) => [m.work, m.school].filter(Boolean).join('\n') },
        ],
        d.members,
      ),
      section(w('section-sum')),
      table(
        [
          { head: w('col-item'), width: 2.2, of: (line) => line.figure },
          {
            head: w('col-value'),
            width: 2,
            of: (line) =>
              [line.value, line.threshold && w('threshold', { threshold: line.threshold })].filter(Boolean).join('\n'),
          },
          { head: w('col-whose'), width: 1.4, of: (line) => line.whose },
          {
            head: w('col-source'),
            width: 2.2,
            of: (line) => (line.on ? `${line.source}\n${w.day(line.on)}` : line.source),
          },
          { head: w('col-article'), width: 2.4, of: (line) => (line.verified ? line.article : `${line.article}※`) },
        ],
        d.figures,
      ),
      ...(d.figures.some((line) => !line.verified) ? [note(w('unverified-mark'))] : []),
      ...(d.steps.length > 0 ? [list(d.steps)] : []),
      ...(d.monthly === null ? [] : amounts(w, d.breakdown, d.monthly)),
      {
        is: 'grid',
        widths: [1.5, 2.2, 1.2, 2.2],
        rows: [
          row(
            label(w('proposal')),
            value(d.proposal),
            label(w('monthly-amount')),
            value(d.monthly === null ? '—' : w.yuan(d.monthly)),
          ),
          row(label(w('tier')), value(d.tier ?? '—'), label(w('from-month')), value(d.from ? w.month(d.from) : '—')),
          row(label(w('notice-held')), value(d.notice ?? '—'), label(w('minutes-number')), value(d.minutes ?? '—')),
        ],
      },
      section(w('section-opinions')),
      {
        is: 'opinions',
        boxes: [
          box(w('box-prepared'), d.townshipOrgan, d.prepared),
          box(w('box-reviewed'), d.townshipOrgan, d.reviewed),
          box(w('box-decided'), d.countyOrgan, d.decided),
        ],
      },
      note(w('three-people')),
    ],
    { style: 'form' },
  )
}

/** 公示表. Only what the masking linter lets through reaches this builder; its columns are the allow-list. */
export function publicNotice(w: Words, d: DocumentData<'public-notice'>): Paper {
  const period =
    d.to === null
      ? w('notice-standing', { from: w.day(d.from) })
      : w('notice-period', { from: w.day(d.from), to: w.day(d.to) })
  return paper(
    w,
    'public-notice',
    { ...d, qr: d.objectionQr ?? d.qr },
    [
      paragraph(
        d.basis
          ? w('notice-opening-basis', { basis: d.basis, place: d.place })
          : w('notice-opening', { place: d.place }),
      ),
      paragraph(period),
      table(
        [
          { head: w('no'), width: 0.7, align: 'center', of: (_, index) => String(index + 1) },
          { head: w('head-of-household'), width: 1.6, of: (row) => row.name },
          { head: w('village-group'), width: 2.2, of: (row) => row.group },
          { head: w('people'), width: 1.1, align: 'center', of: (row) => String(row.people) },
          { head: w('category'), width: 2, of: (row) => row.category },
          { head: w('planned-monthly'), width: 1.8, align: 'right', of: (row) => w.yuan(row.monthly) },
        ],
        d.rows,
      ),
      paragraph(w('notice-objection')),
      list(d.supervisionPhones.map((p) => w('supervision-phone', { office: p.office, phone: p.phone }))),
      note(w('notice-privacy')),
      sealPlace(w, d.organ, d.on),
    ],
    { title: d.heading, sheet: d.sheet, style: 'form', qrCaption: w('qr-objection') },
  )
}
