import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { householdApi as api } from '../../../contract/index.ts'
import type { Month } from '../../../foundation/index.ts'
import { address, useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'
import { type Acting, useAct } from '../../parts/act.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { FileField, SelectField, TextField, TickField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { Outcome } from '../../parts/outcome.tsx'
import { Paged } from '../../parts/paged.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useSession } from '../../session.tsx'
import { money } from '../money/book.tsx'
import { Figure } from '../money/month.tsx'
import { Suspicions } from './suspicions.tsx'

type DryRun = z.output<typeof api.tryRoster.reply>
type Batch = z.output<typeof api.listRosters.reply>['items'][number]

const accepting = ['county-section', 'county-leader']

/** S-import: read without changing anything, mend what is wrong, take over what is right, take it back within a day. */
export function Roster() {
  const t = useText()
  const session = useSession()
  const acting = useAct()
  const batches = useAsk(api.listRosters)
  const areas = useAsk(api.listAreas, { query: { below: session.area ?? '' } }, { enabled: Boolean(session.area) })
  const nameOf = (code: string) => areas.data?.data.items.find((one) => one.code === code)?.name ?? code
  const [tried, setTried] = useState<DryRun | null>(null)
  const [accept, setAccept] = useState<Batch | null>(null)
  const [undo, setUndo] = useState<Batch | null>(null)
  const may = accepting.includes(session.role ?? '')
  const items = batches.data?.data.items ?? []
  return (
    <>
      <h1>{t('deskOffice:roster.title')}</h1>
      <p>{t('deskOffice:roster.intro')}</p>
      <Outcome of={acting} />
      <TryForm acting={acting} onTried={setTried} />
      {tried && <Tried run={tried} />}
      <h2>{t('deskOffice:roster.batches')}</h2>
      <ProblemBox error={batches.error} />
      {batches.isPending && <Waiting />}
      {items.length > 0 && (
        <p>
          <Button href={address(api.exportRosters)}>{t('desk:export')}</Button>
        </p>
      )}
      {batches.data && (
        <List
          label={t('deskOffice:roster.batches')}
          rows={items}
          keyOf={(one) => one.batchId}
          empty={t('deskOffice:roster.none')}
          columns={[
            {
              head: t('deskOffice:roster.read-at'),
              names: true,
              of: (one) => new Date(one.checkedAt).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai' }),
            },
            { head: t('deskOffice:roster.area'), of: (one) => nameOf(one.area) },
            { head: t('deskOffice:month.state'), of: (one) => t(`deskOffice:roster.state.${one.state}`) },
            { head: t('deskOffice:roster.families'), number: true, of: (one) => one.families },
            { head: t('deskOffice:month.people'), number: true, of: (one) => one.people },
            { head: t('deskOffice:roster.monthly'), number: true, of: (one) => money(one.monthlyTotal) },
            {
              head: t('deskOffice:roster.bad'),
              number: true,
              of: (one) => t('deskOffice:roster.bad-value', { families: one.badFamilies, rows: one.badRows }),
            },
            {
              head: t('deskOffice:roster.next'),
              of: (one) => (
                <div className="row-actions">
                  {one.badRows > 0 && one.state !== 'discarded' && (
                    <a href={address(api.rosterErrors, { batchId: one.batchId })}>
                      {t('deskOffice:roster.errors-file')}
                    </a>
                  )}
                  {one.state === 'checked' && may && (
                    <Button type="primary" onClick={() => setAccept(one)}>
                      {t('deskOffice:roster.accept')}
                    </Button>
                  )}
                  {one.state === 'checked' && (
                    <Button
                      loading={acting.busy}
                      onClick={() =>
                        acting.act(
                          api.discardRoster,
                          { params: { batchId: one.batchId } },
                          t('deskOffice:roster.discarded'),
                        )
                      }
                    >
                      {t('deskOffice:roster.discard')}
                    </Button>
                  )}
                  {one.state === 'accepted' && may && (
                    <>
                      <a href={address(api.exportRoster, { batchId: one.batchId })}>{t('deskOffice:roster.export')}</a>
                      <a href={address(api.exportRoster, { batchId: one.batchId }, { format: 'csv-gb18030' })}>
                        {t('deskOffice:roster.export-csv')}
                      </a>
                      {one.undoable && <Button onClick={() => setUndo(one)}>{t('deskOffice:roster.undo')}</Button>}
                    </>
                  )}
                </div>
              ),
            },
          ]}
        />
      )}
      {session.role === 'county-leader' && <Suspicions acting={acting} />}
      {accept && (
        <AcceptDialog batch={accept} today={session.businessDay} acting={acting} onClose={() => setAccept(null)} />
      )}
      {undo && <UndoDialog batch={undo} acting={acting} onClose={() => setUndo(null)} />}
    </>
  )
}

function TryForm({ acting, onTried }: { acting: Acting; onTried: (run: DryRun) => void }) {
  const t = useText()
  const [file, setFile] = useState<File | null>(null)
  const [area, setArea] = useState('')
  const [amountOf, setAmountOf] = useState('')
  const [programme, setProgramme] = useState('')
  const [residence, setResidence] = useState('')
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault()
        const form = event.currentTarget
        if (!file) return
        const query = Object.fromEntries(
          Object.entries({ area, amountOf, programme, residence }).filter(([, value]) => value),
        )
        const run = await acting.send(api.tryRoster, file, { query }, t('deskOffice:roster.tried'))
        if (!run) return
        onTried(run)
        form.reset()
        setFile(null)
      }}
    >
      <FileField
        label={t('deskOffice:roster.file')}
        hint={t('deskOffice:roster.file-hint')}
        accept=".xlsx,.csv"
        onChange={setFile}
      />
      <details>
        <summary>{t('deskOffice:roster.options')}</summary>
        <TextField
          label={t('deskOffice:roster.area-code')}
          hint={t('deskOffice:roster.area-hint')}
          value={area}
          onChange={setArea}
          required={false}
          max={12}
        />
        <SelectField
          label={t('deskOffice:roster.amount-of')}
          required={false}
          value={amountOf}
          onChange={setAmountOf}
          empty={t('deskOffice:roster.by-file')}
          choices={['household', 'person'].map((value) => ({
            value,
            label: t(`deskOffice:roster.amount-of.${value}`),
          }))}
        />
        <SelectField
          label={t('deskOffice:month.programme')}
          required={false}
          value={programme}
          onChange={setProgramme}
          empty={t('deskOffice:roster.by-file')}
          choices={['dibao', 'tekun'].map((value) => ({ value, label: t(`deskOffice:roster.programme.${value}`) }))}
        />
        <SelectField
          label={t('deskOffice:ledger.residence')}
          required={false}
          value={residence}
          onChange={setResidence}
          empty={t('deskOffice:roster.by-file')}
          choices={['urban', 'rural'].map((value) => ({ value, label: t(`deskOffice:ledger.${value}`) }))}
        />
      </details>
      <Button type="primary" htmlType="submit" disabled={!file} loading={acting.busy}>
        {t('deskOffice:roster.try')}
      </Button>
    </form>
  )
}

/** What was found in the file: columns, families, totals, and every row to mend. Nothing has been changed. */
function Tried({ run }: { run: DryRun }) {
  const t = useText()
  return (
    <section aria-labelledby="roster-tried">
      <h2 id="roster-tried">{t('deskOffice:roster.result')}</h2>
      <p>{t('deskOffice:roster.nothing-changed')}</p>
      <dl className="figures">
        <Figure name={t('deskOffice:roster.shape')}>{t(`deskOffice:roster.shape.${run.shape}`)}</Figure>
        <Figure name={t('deskOffice:roster.amount-of')}>{t(`deskOffice:roster.amount-of.${run.amountOf}`)}</Figure>
        <Figure name={t('deskOffice:roster.families')}>{run.families}</Figure>
        <Figure name={t('deskOffice:month.people')}>{run.people}</Figure>
        <Figure name={t('deskOffice:roster.monthly')}>{money(run.monthlyTotal)}</Figure>
        <Figure name={t('deskOffice:roster.bad')}>
          {t('deskOffice:roster.bad-value', { families: run.badFamilies, rows: run.badRows })}
        </Figure>
      </dl>
      <h3>{t('deskOffice:roster.columns')}</h3>
      <List
        label={t('deskOffice:roster.columns')}
        rows={run.columns}
        keyOf={(one) => one.heading}
        columns={[
          { head: t('deskOffice:roster.heading'), names: true, of: (one) => one.heading },
          { head: t('deskOffice:roster.read-as'), of: (one) => t(`deskOffice:roster.field.${one.field}`) },
        ]}
      />
      {run.notes.length > 0 && (
        <>
          <h3>{t('deskOffice:roster.notes')}</h3>
          <ul>
            {run.notes.map((note) => (
              <li key={note.code}>
                {note.text} × {note.times}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{t('deskOffice:roster.problems')}</h3>
      {run.problems.length > 0 && (
        <p>
          <a href={address(api.rosterErrors, { batchId: run.batchId })}>{t('deskOffice:roster.errors-file')}</a>
        </p>
      )}
      <Paged rows={run.problems}>
        {(shown) => (
          <List
            label={t('deskOffice:roster.problems')}
            rows={shown}
            keyOf={(one) => `${one.row}/${one.column}/${one.code}`}
            empty={t('deskOffice:roster.no-problems')}
            columns={[
              { head: t('deskOffice:roster.row'), names: true, of: (one) => one.row },
              { head: t('deskOffice:roster.column'), of: (one) => one.column },
              { head: t('deskOffice:roster.problem'), of: (one) => one.problem },
              { head: t('deskOffice:roster.mend'), of: (one) => one.mend },
            ]}
          />
        )}
      </Paged>
    </section>
  )
}

function AcceptDialog({
  batch,
  today,
  acting,
  onClose,
}: {
  batch: Batch
  today: string
  acting: Acting
  onClose: () => void
}) {
  const t = useText()
  const [paidUntil, setPaidUntil] = useState(today.slice(0, 7))
  const [document, setDocument] = useState('')
  const [even, setEven] = useState(false)
  const share = Math.round((batch.badFamilies * 100) / Math.max(1, batch.families + batch.badFamilies))
  const many = share > 10
  return (
    <Dialog title={t('deskOffice:roster.accept')} onClose={onClose}>
      <p>{t('deskOffice:roster.accept-meaning', { families: batch.families, people: batch.people })}</p>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          const answer = await acting.act(
            api.acceptRoster,
            {
              params: { batchId: batch.batchId },
              body: { paidUntil: paidUntil as Month, document, evenWithErrors: even },
            },
            t('deskOffice:roster.accepted'),
          )
          if (answer) onClose()
        }}
      >
        <TextField
          label={t('deskOffice:roster.paid-until')}
          hint={t('deskOffice:roster.paid-until-hint')}
          type="month"
          value={paidUntil}
          onChange={setPaidUntil}
        />
        <TextField label={t('deskOffice:roster.document')} value={document} onChange={setDocument} max={100} />
        {(many || batch.badFamilies > 0) && (
          <TickField
            label={t(many ? 'deskOffice:roster.many-bad' : 'deskOffice:roster.some-bad', {
              share,
              families: batch.badFamilies,
            })}
            checked={even}
            onChange={setEven}
          />
        )}
        <ProblemBox error={acting.problem} />
        <Button type="primary" htmlType="submit" loading={acting.busy} disabled={many && !even}>
          {t('deskOffice:roster.accept')}
        </Button>
      </form>
    </Dialog>
  )
}

function UndoDialog({ batch, acting, onClose }: { batch: Batch; acting: Acting; onClose: () => void }) {
  const t = useText()
  const [reason, setReason] = useState('')
  return (
    <Dialog title={t('deskOffice:roster.undo')} onClose={onClose}>
      <p>{t('deskOffice:roster.undo-meaning')}</p>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          const answer = await acting.act(
            api.undoRoster,
            { params: { batchId: batch.batchId }, body: { reason } },
            t('deskOffice:roster.undone'),
          )
          if (answer) onClose()
        }}
      >
        <TextField label={t('deskOffice:stop.why')} value={reason} onChange={setReason} rows={3} max={300} />
        <ProblemBox error={acting.problem} />
        <Button type="primary" danger htmlType="submit" loading={acting.busy}>
          {t('deskOffice:roster.undo')}
        </Button>
      </form>
    </Dialog>
  )
}
