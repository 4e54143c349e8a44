import { Link, useParams, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { paymentsDeskApi as api, type DiffLineShown, type DiffTabName, type WireRun } from '../../../contract/index.ts'
import type { Fen, Month as YearMonth } from '../../../foundation/index.ts'
import { address, useAsk } from '../../api.ts'
import { useManner, useText } from '../../language.tsx'
import { type Acting, useAct } from '../../parts/act.ts'
import { SelectField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { Outcome } from '../../parts/outcome.tsx'
import { Paged } from '../../parts/paged.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { TabRow } from '../../parts/tabs.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useSession } from '../../session.tsx'
import { BankPart } from './bank.tsx'
import { money, shifted, useBook } from './book.tsx'
import { Lines, MadeOf } from './made-of.tsx'
import { useReason } from './reason.tsx'
import { ReleaseDialog } from './release.tsx'
import { SealsPart } from './seals.tsx'
import { Summary } from './summary.tsx'

const tabs: readonly DiffTabName[] = ['new', 'stopped', 'adjusted', 'back-pay', 'returned', 'exception']

/** Between release and the bank's answer jobs do the work: the screen looks again by itself. */
const moves = (run: Pick<WireRun, 'state'>) => ['released', 'filed', 'sent'].includes(run.state)
const everyMs = 3000

/** S12 月度发放: what changes and why, what is held, who has sealed, what finance and bank get. */
export function Month() {
  const t = useText()
  const { ym } = useParams({ strict: false }) as { ym: YearMonth }
  const { run: chosen } = useSearch({ strict: false }) as { run?: string }
  const { book, error, waiting } = useBook()
  const runs = useAsk(
    api.listRuns,
    { query: { book: book?.book ?? '', month: ym } },
    {
      enabled: book !== null,
      refetchInterval: (asked) => (asked.state.data?.data.items.some(moves) ? everyMs : false),
    },
  )
  const items = runs.data?.data.items ?? []
  const run = items.find((one) => one.runId === chosen) ?? items[0] ?? null
  const acting = useAct()
  return (
    <>
      <h1>{t('deskOffice:month.title', { month: ym })}</h1>
      <nav aria-label={t('deskOffice:month.neighbours')}>
        <ul className="views">
          <li>
            <Link to="/month/$ym" params={{ ym: shifted(ym, -1) }}>
              {t('deskOffice:month.before', { month: shifted(ym, -1) })}
            </Link>
          </li>
          <li>
            <Link to="/month/$ym" params={{ ym: shifted(ym, 1) }}>
              {t('deskOffice:month.after', { month: shifted(ym, 1) })}
            </Link>
          </li>
          <li>
            <Link to="/month" activeOptions={{ exact: true }}>
              {t('deskOffice:month.all')}
            </Link>
          </li>
        </ul>
      </nav>
      <ProblemBox error={error ?? runs.error} />
      <Outcome of={acting} />
      {(waiting || (book && runs.isPending)) && <Waiting />}
      {!waiting && !book && !error && <p className="empty">{t('deskOffice:months.no-book')}</p>}
      {book && runs.data && (
        <>
          <Head run={run} all={items} month={ym} book={book.book} acting={acting} />
          <Changes month={ym} book={book.book} run={run} acting={acting} />
          {run && <RunParts runId={run.runId} moves={moves(run)} acting={acting} />}
          <Summary month={ym} book={book.book} />
        </>
      )}
    </>
  )
}

function Head({
  run,
  all,
  month,
  book,
  acting,
}: {
  run: WireRun | null
  all: readonly WireRun[]
  month: YearMonth
  book: string
  acting: Acting
}) {
  const t = useText()
  const { lang } = useManner()
  const session = useSession()
  const mayPrepare = session.role === 'county-section'
  const [programme, setProgramme] = useState<'dibao' | 'tekun'>('dibao')
  const open = !run || ['draft', 'cancelled', 'rejected', 'acknowledged', 'reconciled'].includes(run.state)
  return (
    <>
      {all.length > 1 && (
        <ul className="views">
          {all.map((one) => (
            <li key={one.runId}>
              <Link
                to="/month/$ym"
                params={{ ym: month }}
                search={{ run: one.runId } as never}
                aria-current={one.runId === run?.runId ? 'page' : undefined}
              >
                {one.number} · {t(`deskOffice:run.${one.state}`)}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {!run && <p className="empty">{t('deskOffice:month.no-run', { month })}</p>}
      {run && (
        <dl className="figures">
          <Figure name={t('deskOffice:month.state')}>{t(`deskOffice:run.${run.state}`)}</Figure>
          <Figure name={t('deskOffice:month.programme')}>{run.programmeName[lang]}</Figure>
          <Figure name={t('deskOffice:month.number')}>{run.number}</Figure>
          <Figure name={t('deskOffice:month.households')}>{run.households}</Figure>
          <Figure name={t('deskOffice:month.people')}>{run.people}</Figure>
          <Figure name={t('deskOffice:month.total')}>{money(run.total)}</Figure>
          <Figure name={t('deskOffice:month.supplement')}>{t('desk:yuan', { amount: money(run.supplement) })}</Figure>
          <Figure name={t('deskOffice:month.back-pay')}>{t('desk:yuan', { amount: money(run.backPay) })}</Figure>
          <Figure name={t('deskOffice:month.held')}>
            {t('deskOffice:month.held-value', { lines: run.heldLines, amount: money(run.heldTotal) })}
          </Figure>
        </dl>
      )}
      {run?.endedWhy && <p>{t('deskOffice:month.ended', { day: run.endedOn ?? '', why: run.endedWhy })}</p>}
      {mayPrepare && open && (
        <div className="row-actions">
          {run?.state !== 'draft' && (
            <SelectField
              label={t('deskOffice:month.programme')}
              value={programme}
              onChange={(value) => setProgramme(value as typeof programme)}
              choices={(['dibao', 'tekun'] as const).map((value) => ({
                value,
                label: t(`deskOffice:roster.programme.${value}`),
              }))}
            />
          )}
          <Button
            type={run ? 'default' : 'primary'}
            loading={acting.busy}
            onClick={() =>
              acting.act(
                api.previewMonth,
                { params: { month }, body: { book, programme: run?.state === 'draft' ? run.programme : programme } },
                t('deskOffice:month.previewed'),
              )
            }
          >
            {t(run?.state === 'draft' ? 'deskOffice:month.preview-again' : 'deskOffice:month.preview')}
          </Button>
        </div>
      )}
    </>
  )
}

export function Figure({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Changes({
  month,
  book,
  run,
  acting,
}: {
  month: YearMonth
  book: string
  run: WireRun | null
  acting: Acting
}) {
  const t = useText()
  const reasonOf = useReason()
  const session = useSession()
  const programme = run?.programme ?? 'dibao'
  const asked = useAsk(api.monthDiff, { params: { month }, query: { book, programme } })
  const [tab, setTab] = useState<DiffTabName | null>(null)
  const [releasing, setReleasing] = useState<{ line: DiffLineShown; stop: string } | null>(null)
  const diff = asked.data?.data
  if (asked.isPending) return <Waiting />
  if (!diff) return <ProblemBox error={asked.error} />
  const none = diff.lines.length === 0
  const at = tab ?? tabs.find((one) => (diff.counts[one] ?? 0) > 0) ?? 'new'
  const lines = diff.lines.filter((line) => line.tab === at)
  const mayRelease = run?.state === 'draft' && ['county-section', 'county-leader'].includes(session.role ?? '')
  return (
    <section aria-labelledby="month-changes">
      <h2 id="month-changes">{t('deskOffice:month.changes')}</h2>
      <p>
        {none
          ? t('deskOffice:month.same')
          : t('deskOffice:month.sums', {
              before: money(diff.before),
              after: money(diff.after),
              unchanged: diff.unchanged,
            })}
      </p>
      <p>
        {t('deskOffice:month.listed', { due: money(diff.after), listed: money(diff.listed) })}{' '}
        {diff.after > diff.listed && t('deskOffice:month.unlisted', { rest: money(diff.after - diff.listed) })}
      </p>
      {!none && (
        <>
          <p>
            <Button href={address(api.exportDiff, { month }, { book, programme })}>{t('desk:export')}</Button>
          </p>
          <TabRow
            label={t('deskOffice:month.changes')}
            tabs={tabs.map((one) => ({
              key: one,
              label: `${t(`deskOffice:month.tab.${one}`)} ${diff.counts[one] ?? 0}`,
            }))}
            at={at}
            onChange={(key) => setTab(key as DiffTabName)}
          >
            <Paged key={at} rows={lines}>
              {(shown) => (
                <List
                  label={t(`deskOffice:month.tab.${at}`)}
                  rows={shown}
                  keyOf={(line, i) => `${line.householdId}/${line.personId}/${line.month}/${i}`}
                  empty={t(`deskOffice:month.none.${at}`)}
                  columns={[
                    {
                      head: t('deskOffice:month.head'),
                      names: true,
                      of: (line) => line.headName ?? t('desk:unknown'),
                    },
                    { head: t('deskOffice:month.place'), of: (line) => line.place },
                    { head: t('deskOffice:month.of'), of: (line) => line.month },
                    {
                      head: t(at === 'exception' ? 'deskOffice:month.due-paid' : 'deskOffice:month.change'),
                      number: true,
                      of: (line) => (
                        <>
                          {money(line.old)} <span aria-hidden="true">→</span>
                          <span className="spoken"> {t('deskOffice:month.to')} </span> {money(line.new)}
                        </>
                      ),
                    },
                    ...(at === 'adjusted'
                      ? [
                          {
                            head: t('deskOffice:month.difference'),
                            number: true,
                            of: (line: DiffLineShown) =>
                              `${line.new > line.old ? '+' : ''}${money((line.new - line.old) as Fen)}`,
                          },
                        ]
                      : []),
                    {
                      head: t('deskOffice:month.reason'),
                      of: (line) => (
                        <Reasons line={line} may={mayRelease} open={(stop) => setReleasing({ line, stop })} />
                      ),
                    },
                    { head: t('deskOffice:month.document'), of: (line) => line.document ?? '' },
                  ]}
                />
              )}
            </Paged>
          </TabRow>
        </>
      )}
      {releasing && run && (
        <ReleaseDialog
          runId={run.runId}
          line={releasing.line}
          stop={releasing.stop}
          words={reasonOf(releasing.stop)}
          acting={acting}
          onClose={() => setReleasing(null)}
        />
      )}
    </section>
  )
}

/** Functional budget subjects of the Ministry of Finance that have a name here. */
const namedLines = new Set(['2081901', '2081902', '2082101', '2082102'])

/** What a payee or an account ends; the way there stands beside it. */
const mendedAtPayees = new Set([
  'payee-missing',
  'account-missing',
  'account-returned',
  'duplicate-account',
  'payee-dead',
])

/** Why a line changes; for a held one every stop with the way out of it. */
function Reasons({ line, may, open }: { line: DiffLineShown; may: boolean; open: (stop: string) => void }) {
  const t = useText()
  const reasonOf = useReason()
  if (line.stops.length === 0) return <>{reasonOf(line.reason)}</>
  return (
    <ul className="stops">
      {line.stops.map((one) => (
        <li key={one.stop}>
          {reasonOf(one.stop)}
          {one.detail &&
            t(`deskOffice:stop.${one.stop === 'account-changed' ? 'until' : 'detail'}`, { detail: one.detail })}{' '}
          · {one.released ? t('deskOffice:stop.released') : t(`deskOffice:path.${one.path}`)}{' '}
          {may && !one.released && mendedAtPayees.has(one.stop) && (
            <Link to="/payees" search={{ household: String(line.householdId) } as never}>
              {t('deskOffice:month.mend')}
            </Link>
          )}
          {may && !one.released && one.releasable && line.line !== null && (
            <Button
              size="small"
              aria-label={t('deskOffice:stop.release-whom', { who: line.headName ?? '', why: reasonOf(one.stop) })}
              onClick={() => open(one.stop)}
            >
              {t('deskOffice:stop.release')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

function RunParts({ runId, moves, acting }: { runId: string; moves: boolean; acting: Acting }) {
  const t = useText()
  const asked = useAsk(api.readRun, { params: { runId } }, moves ? { refetchInterval: everyMs } : {})
  const view = asked.data?.data
  if (!view) return <ProblemBox error={asked.error} />
  return (
    <>
      <section>
        <h2>{t('deskOffice:funds.title')}</h2>
        <List
          label={t('deskOffice:funds.title')}
          rows={view.funds}
          keyOf={(line) => line.budgetLine}
          empty={t('deskOffice:funds.none')}
          columns={[
            {
              head: t('deskOffice:funds.line'),
              names: true,
              of: (line) =>
                namedLines.has(line.budgetLine) ? t(`deskOffice:funds.line.${line.budgetLine}`) : line.budgetLine,
            },
            { head: t('deskOffice:month.households'), number: true, of: (line) => line.households },
            { head: t('deskOffice:month.people'), number: true, of: (line) => line.people },
            { head: t('deskOffice:funds.asked'), number: true, of: (line) => money(line.asked) },
            {
              head: t('deskOffice:funds.available'),
              number: true,
              of: (line) => (line.available === null ? t('deskOffice:funds.no-account') : money(line.available)),
            },
            {
              head: t('deskOffice:funds.check'),
              of: (line) =>
                ['draft', 'frozen', 'reviewed', 'approved'].includes(view.run.state)
                  ? line.available !== null && line.available >= line.asked
                    ? t('deskOffice:funds.enough')
                    : t('deskOffice:funds.short', { missing: money(line.asked - (line.available ?? 0n)) })
                  : t('deskOffice:funds.committed'),
            },
          ]}
        />
      </section>
      <MadeOf view={view} />
      <SealsPart view={view} acting={acting} />
      {view.run.contentDigest && <BankPart view={view} acting={acting} />}
      <Lines key={`${runId}/${view.run.state}/${view.run.previewDigest}`} view={view} />
    </>
  )
}
