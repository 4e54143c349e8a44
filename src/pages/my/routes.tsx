import { awardsOf, currentMonthly } from '../../benefits/index.ts'
import {
  type ChangeKind,
  helpersOf,
  noteReport,
  openChange,
  openSupplement,
  receiveSupplement,
  revokeHelper,
} from '../../casework/index.ts'
import { isRefusal, monthOf, nextMonth, refuse } from '../../foundation/index.ts'
import { membersOn, supportersOn } from '../../household/index.ts'
import { attachFile, documentsOf, printDocument, readPage } from '../../office/index.ts'
import { instructedMonths, instructionsOf } from '../../payments/index.ts'
import { businessDay } from '../../platform/index.ts'
import { authorisationsOf, whoLooked, withdraw } from '../../verification/index.ts'
import { say } from '../../wording/index.ts'
import { goTo, type Mount, type PageAnswer, type Visit } from '../page.ts'
import type { FieldProblem } from '../problem.ts'
import { text, unread } from '../read-form.ts'
import { appealForm, postedMine, sendAppeal } from './appeal.tsx'
import { DecisionPage, decisionOf } from './decision.tsx'
import { explainForm, sendExplanation } from './explain.tsx'
import { type Mine, withMine } from './mine.ts'
import { overviewOf } from './overview.ts'
import { AccessLogPage, type Benefit, BenefitsPage, ChangePage, HelpersPage, reported } from './pages.tsx'
import { MyPage } from './screens.tsx'

const sentWords = ['supplement', 'appeal', 'change', 'helper', 'paper', 'explanation'] as const

/** The family's own pages. What another household has is as absent here as what nobody has. */
export function myRoutes(mount: Mount): void {
  mount(
    'GET',
    '/my',
    withMine(
      async (mine) => {
        const sent = sentWords.find((one) => one === text(mine.visit.query, 'sent')) ?? null
        return <MyPage mine={mine} overview={await overviewOf(mine)} sent={sent} problems={[]} />
      },
      { glance: true },
    ),
  )

  mount('POST', '/my/supplement', (visit) =>
    posted(visit, async (mine, { files, wrong }) => {
      const { tx } = visit
      const asked = await openSupplement(tx, mine.current.caseId)
      if (!asked) return goTo('/my')
      const again = async (problems: FieldProblem[]) => ({
        status: 422,
        page: <MyPage mine={mine} overview={await overviewOf(mine)} sent={null} problems={problems} />,
      })
      if (wrong.length) return again(wrong.map(unread))
      if (files.length === 0) return again([{ field: 'photo-1', says: 'pages:wrong.photo-missing' }])
      const answer = new Map<string, string[]>()
      for (const file of files) {
        const item = asked.items[Number(/^photo-(\d+)$/.exec(file.field)?.[1]) - 1]
        if (!item) continue
        const stored = await attachFile(tx, {
          household: mine.household,
          caseId: mine.current.caseId,
          kind: 'supplement',
          bytes: file.bytes,
        })
        if (isRefusal(stored))
          return again([{ field: file.field, says: `refusals:${stored.refused}`, values: stored.with }])
        answer.set(item.item, [...(answer.get(item.item) ?? []), stored.id])
      }
      const taken = await receiveSupplement(tx, {
        caseId: mine.current.caseId,
        version: null,
        answer: [...answer].map(([item, ids]) => ({ item, files: ids })),
      })
      return isRefusal(taken) ? taken : goTo(`/my?case=${mine.current.caseId}&sent=supplement`)
    }),
  )

  mount(
    'GET',
    '/my/letters/:id',
    withMine(async (mine) => {
      const { tx, params, query, manner } = mine.visit
      const letters = await documentsOf(tx, mine.household, { forFamily: true })
      const letter = letters.find((one) => one.id === params.id)
      if (!letter) return refuse('not-found')
      const printed = await printDocument(
        tx,
        { household: mine.household, id: letter.id },
        { large: query.size === 'large' || (query.size === undefined && manner.large) },
      )
      return isRefusal(printed)
        ? printed
        : { bytes: printed.bytes, type: printed.contentType, fileName: printed.fileName }
    }),
  )

  mount(
    'GET',
    '/my/decision',
    withMine(async (mine) => {
      const decision = await decisionOf(mine)
      return decision ? <DecisionPage mine={mine} decision={decision} problem={false} /> : refuse('not-found')
    }),
  )
  mount('GET', '/my/appeal', withMine(appealForm))
  mount('POST', '/my/appeal', (visit) => posted(visit, sendAppeal))

  mount('GET', '/my/explain/:id', withMine(explainForm))
  mount('POST', '/my/explain/:id', (visit) => posted(visit, sendExplanation))

  mount(
    'GET',
    '/my/changes/new',
    withMine(async (mine) => <ChangePage mine={mine} problems={[]} typed={{}} />),
  )
  mount('POST', '/my/changes/new', (visit) =>
    posted(visit, async (mine, { fields, files, wrong }) => {
      const { tx } = visit
      const problems: FieldProblem[] = wrong.map(unread)
      const kind = reported.find((one) => one === fields.kind)
      if (!kind) problems.push({ field: 'kind', says: 'pages:wrong.choose' })
      if (!fields.note) problems.push({ field: 'note', says: 'pages:wrong.note' })
      const again = () => ({ status: 422, page: <ChangePage mine={mine} problems={problems} typed={fields} /> })
      // Before anything is opened: a photograph that cannot be kept must not leave half a report behind.
      for (const file of files) {
        const page = await readPage(file.bytes)
        if (isRefusal(page)) problems.push({ field: file.field, says: `refusals:${page.refused}`, values: page.with })
      }
      if (!kind || problems.length) return again()
      const opened = await openChange(tx, {
        household: mine.household,
        programme: 'dibao',
        change: kind as ChangeKind,
        origin: 'applicant',
        applicant: mine.state.applicant,
      })
      if (isRefusal(opened)) {
        problems.push({ field: 'kind', says: `refusals:${opened.refused}`, values: opened.with })
        return again()
      }
      const attachments = []
      for (const file of files) {
        const stored = await attachFile(tx, {
          household: mine.household,
          caseId: opened.row.caseId,
          kind: 'change-evidence',
          bytes: file.bytes,
        })
        if (isRefusal(stored)) return stored
        attachments.push({ file: stored.id, kind: stored.kind })
      }
      await noteReport(tx, opened.row, fields.note!.slice(0, 1000), attachments)
      return goTo(`/my?case=${opened.row.caseId}&sent=change`)
    }),
  )

  mount(
    'GET',
    '/my/benefits',
    withMine(async (mine) => (
      <BenefitsPage
        mine={mine}
        benefits={await benefitsOf(mine)}
        payments={await instructionsOf(mine.visit.tx, mine.household)}
      />
    )),
  )

  mount(
    'GET',
    '/my/access-log',
    withMine(async (mine) => <AccessLogPage mine={mine} looks={await whoLooked(mine.visit.tx, mine.household)} />),
  )

  mount(
    'GET',
    '/my/helpers',
    withMine(async (mine) => {
      const { tx } = mine.visit
      const today = await businessDay(tx)
      const helpers = []
      for (const one of mine.cases)
        for (const helper of await helpersOf(tx, one.caseId)) helpers.push({ caseId: one.caseId, helper })
      const names = new Map([
        ...(await membersOn(tx, mine.household, today)).map((m) => [String(m.person), m.name] as const),
        ...(await supportersOn(tx, mine.household, today)).map((s) => [s.id, s.name] as const),
      ])
      return (
        <HelpersPage mine={mine} helpers={helpers} names={names} papers={await authorisationsOf(tx, mine.household)} />
      )
    }),
  )
  mount(
    'POST',
    '/my/helpers/:id/revoke',
    withMine(async (mine) => {
      const { tx, params } = mine.visit
      if (!/^[0-9a-f-]{36}$/.test(params.id ?? '')) return refuse('not-found')
      const revoked = await revokeHelper(tx, mine.current.caseId, params.id!)
      return isRefusal(revoked) ? revoked : goTo('/my?sent=helper')
    }),
  )
  mount(
    'POST',
    '/my/authorisations/:id/withdraw',
    withMine(async (mine) => {
      const { tx, params } = mine.visit
      const paper = (await authorisationsOf(tx, mine.household)).find((one) => one.id === params.id)
      // Only one's own: a husband does not take back what his wife signed.
      if (paper?.subject.kind !== 'person' || paper.subject.id !== mine.state.applicant) return refuse('not-found')
      const done = await withdraw(tx, {
        household: mine.household,
        authorisation: paper.id,
        why: say('zh', 'pages:paper.withdrawn-online'),
      })
      return done && isRefusal(done) ? done : goTo('/my?sent=paper')
    }),
  )
}

/** A posted form with photographs, by a session that may write. */
async function posted(
  visit: Visit,
  handler: (mine: Mine, upload: Awaited<ReturnType<typeof postedMine>>['upload']) => Promise<PageAnswer>,
): Promise<PageAnswer> {
  const { mine, upload } = await postedMine(visit)
  if (!mine) return refuse('not-found')
  return mine.glance ? goTo('/my') : handler(mine, upload)
}

async function benefitsOf(mine: Mine): Promise<Benefit[]> {
  const { tx } = mine.visit
  const month = monthOf(await businessDay(tx))
  const benefits: Benefit[] = []
  for (const award of await awardsOf(tx, mine.household)) {
    const now = await currentMonthly(tx, mine.household, award.programme, month)
    const coming = now ?? (await currentMonthly(tx, mine.household, award.programme, nextMonth(month)))
    if (!coming) continue
    const told = await instructedMonths(tx, {
      household: mine.household,
      programme: award.programme,
      person: award.person,
    })
    const next = now && !told.has(month) ? month : nextMonth(month)
    const due = await currentMonthly(tx, mine.household, award.programme, next)
    benefits.push({
      award: award.awardId,
      programme: award.programme,
      monthly: coming.monthly,
      state: coming.state,
      next: due?.state === 'paying' ? next : null,
      // A decision has said another amount from the next list on.
      afterwards: due && due.monthly !== coming.monthly ? { from: next, monthly: due.monthly, state: due.state } : null,
    })
  }
  return benefits
}
