import { Button } from 'antd'
import { useState } from 'react'
import { paymentsDeskApi as api, type Route } from '../../../contract/index.ts'
import { address, useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'
import type { Acting } from '../../parts/act.ts'
import { FileField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { useSession } from '../../session.tsx'
import { money } from './book.tsx'
import type { RunView } from './seals.tsx'

/** An instruction of this list by its line, which people can find; its tail is the line's number. */
const lineOf = (runId: string, reference: string): string | null =>
  reference.slice(0, 24) === runId.slice(0, 24) ? `#${Number.parseInt(reference.slice(24), 16)}` : null

/** The bank: file out, acknowledgement and results in, and every difference by its name. */
export function BankPart({ view, acting }: { view: RunView; acting: Acting }) {
  const t = useText()
  const session = useSession()
  const { run, file } = view
  const finance = session.role === 'finance'
  const params = { runId: run.runId }
  if (['frozen', 'reviewed', 'approved', 'cancelled'].includes(run.state) && !file)
    return (
      <section aria-labelledby="month-bank">
        <h2 id="month-bank">{t('deskOffice:bank.title')}</h2>
        <p>{t(run.state === 'cancelled' ? 'deskOffice:run.cancelled' : 'deskOffice:bank.after-seals')}</p>
      </section>
    )
  return (
    <section aria-labelledby="month-bank">
      <h2 id="month-bank">{t('deskOffice:bank.title')}</h2>
      <ol className="seals">
        <li>
          <strong>{t('deskOffice:bank.file')}</strong>{' '}
          {file
            ? t('deskOffice:bank.file-made', { sequence: file.sequence, lines: file.lines, total: money(file.total) })
            : t('deskOffice:bank.file-coming')}{' '}
          {file && finance && <a href={address(api.bankFile, params)}>{t('deskOffice:bank.download')}</a>}
          {!file && finance && run.state === 'released' && (
            <Button loading={acting.busy} onClick={() => acting.act(api.makeBankFile, { params })}>
              {t('deskOffice:bank.make')}
            </Button>
          )}
        </li>
        <li>
          <strong>{t('deskOffice:bank.send')}</strong> {run.sentOn ?? t('deskOffice:bank.not-yet')}{' '}
          {run.bankSays && <span>{t('deskOffice:bank.says', { reason: t(`deskOffice:bank.${run.bankSays}`) })}</span>}{' '}
          {finance && run.state === 'filed' && (
            <>
              <Button
                loading={acting.busy}
                onClick={() =>
                  acting.act(api.sendRun, { params, body: { how: 'line' } }, t('deskOffice:bank.sending-line'))
                }
              >
                {t('deskOffice:bank.send-line')}
              </Button>{' '}
              <Button
                loading={acting.busy}
                onClick={() =>
                  acting.act(api.sendRun, { params, body: { how: 'by-hand' } }, t('deskOffice:bank.sent-by-hand'))
                }
              >
                {t('deskOffice:bank.by-hand')}
              </Button>
            </>
          )}
        </li>
        <li>
          <strong>{t('deskOffice:bank.answer')}</strong> {run.acknowledgedOn ?? t('deskOffice:bank.not-yet')}
        </li>
        <li>
          <strong>{t('deskOffice:bank.reconcile')}</strong> {run.reconciledOn ?? t('deskOffice:bank.not-yet')}
        </li>
      </ol>
      {finance && file && <Incoming runId={run.runId} book={run.book} acting={acting} />}
      {view.reconciliation.length > 0 && (
        <>
          <h3>{t('deskOffice:bank.differences')}</h3>
          <List
            label={t('deskOffice:bank.differences')}
            rows={view.reconciliation}
            keyOf={(one, i) => `${one.kind}/${one.reference}/${i}`}
            columns={[
              {
                head: t('deskOffice:bank.difference'),
                names: true,
                of: (one) => t(`deskOffice:difference.${one.kind}`),
              },
              { head: t('deskOffice:bank.reference'), of: (one) => lineOf(run.runId, one.reference) ?? one.reference },
              {
                head: t('deskOffice:bank.expected'),
                number: true,
                of: (one) => (one.expected === null ? t('deskOffice:bank.nothing') : money(one.expected)),
              },
              {
                head: t('deskOffice:bank.found'),
                number: true,
                of: (one) => (one.found === null ? t('deskOffice:bank.nothing') : money(one.found)),
              },
            ]}
          />
        </>
      )}
      {view.reconciled && <p>{t('deskOffice:bank.settled')}</p>}
      <Aside book={run.book} acting={acting} />
    </section>
  )
}

function Incoming({ runId, book, acting }: { runId: string; book: string; acting: Acting }) {
  const t = useText()
  return (
    <div className="incoming">
      <h3>{t('deskOffice:bank.incoming')}</h3>
      <p>
        <Button
          loading={acting.busy}
          onClick={() => acting.act(api.collectReturns, { params: { book } }, t('deskOffice:bank.collecting'))}
        >
          {t('deskOffice:bank.collect')}
        </Button>{' '}
        <Button
          loading={acting.busy}
          onClick={() => acting.send(api.reconcile, new Blob([]), { params: { runId } }, t('deskOffice:bank.compared'))}
        >
          {t('deskOffice:bank.reconcile-now')}
        </Button>
      </p>
      <UploadForm label={t('deskOffice:bank.take-answer')} route={api.takeAnswer} params={{ book }} acting={acting} />
      <UploadForm label={t('deskOffice:bank.take-returns')} route={api.takeReturns} params={{ book }} acting={acting} />
      <UploadForm
        label={t('deskOffice:bank.take-statement')}
        route={api.reconcile}
        params={{ runId }}
        acting={acting}
      />
    </div>
  )
}

function UploadForm({
  label,
  route,
  params,
  acting,
}: {
  label: string
  route: Route
  params: Record<string, string>
  acting: Acting
}) {
  const t = useText()
  const [file, setFile] = useState<File | null>(null)
  return (
    <form
      className="bar"
      onSubmit={(event) => {
        event.preventDefault()
        const form = event.currentTarget
        if (!file) return
        void acting.send(route, file, { params }, t('deskOffice:bank.taken')).then((taken) => {
          if (!taken) return
          form.reset()
          setFile(null)
        })
      }}
    >
      <FileField label={label} accept=".csv,.txt" onChange={setFile} />
      <Button htmlType="submit" disabled={!file} loading={acting.busy}>
        {t('deskOffice:upload')}
      </Button>
    </form>
  )
}

/** Files of the bank that were refused whole: nothing was changed by them, and somebody has to speak with the bank. */
function Aside({ book, acting }: { book: string; acting: Acting }) {
  const t = useText()
  const session = useSession()
  const asked = useAsk(api.listAside, { params: { book } })
  const [how, setHow] = useState<Record<string, string>>({})
  const items = asked.data?.data.items ?? []
  if (items.length === 0) return null
  return (
    <>
      <h3>{t('deskOffice:aside.title')}</h3>
      <List
        label={t('deskOffice:aside.title')}
        rows={items}
        keyOf={(one) => one.asideId}
        columns={[
          { head: t('deskOffice:aside.what'), names: true, of: (one) => t(`deskOffice:aside.${one.what}`) },
          { head: t('deskOffice:aside.on'), of: (one) => one.on },
          { head: t('deskOffice:aside.why'), of: (one) => one.why },
          {
            head: t('deskOffice:aside.settle'),
            of: (one) =>
              session.role === 'finance' && (
                <form
                  className="bar"
                  onSubmit={(event) => {
                    event.preventDefault()
                    void acting.act(api.settleAside, {
                      params: { book, asideId: one.asideId },
                      body: { how: how[one.asideId] ?? '' },
                    })
                  }}
                >
                  <input
                    aria-label={t('deskOffice:aside.how')}
                    required
                    maxLength={300}
                    value={how[one.asideId] ?? ''}
                    onChange={(event) => setHow({ ...how, [one.asideId]: event.target.value })}
                  />
                  <Button htmlType="submit">{t('deskOffice:aside.settle')}</Button>
                </form>
              ),
          },
        ]}
      />
    </>
  )
}
