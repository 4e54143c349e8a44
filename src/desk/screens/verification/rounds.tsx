import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { verificationDeskApi as api } from '../../../contract/index.ts'
import { address, useAsk } from '../../api.ts'
import { useManner, useText } from '../../language.tsx'
import { type Acting, useAct } from '../../parts/act.ts'
import { FileField, SelectField, TextField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { Outcome } from '../../parts/outcome.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { TabRow } from '../../parts/tabs.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useSession } from '../../session.tsx'
import { Rebuttals } from './rebuttals.tsx'

const views = ['open', 'rebuttals', 'answered', 'batches'] as const
type View = (typeof views)[number]

/** 核对: what is still awaited, figures that differ, reports, lists that went out. */
export function Verification() {
  const t = useText()
  const session = useSession()
  const acting = useAct()
  const [view, setView] = useState<View>('open')
  const county = ['county-verifier', 'county-section', 'county-leader'].includes(session.role ?? '')
  return (
    <>
      <h1>{t('deskOffice:verify.title')}</h1>
      <p>{t('deskOffice:verify.intro')}</p>
      <Outcome of={acting} />
      <TabRow
        label={t('deskOffice:verify.title')}
        tabs={views
          .filter((one) => county || one !== 'batches')
          .map((key) => ({ key, label: t(`deskOffice:verify.view.${key}`) }))}
        at={view}
        onChange={(key) => setView(key as View)}
      >
        {(view === 'open' || view === 'answered') && <Rounds key={view} state={view} />}
        {view === 'rebuttals' && <Rebuttals acting={acting} />}
        {view === 'batches' && <Batches acting={acting} />}
      </TabRow>
    </>
  )
}

function Rounds({ state }: { state: 'open' | 'answered' }) {
  const t = useText()
  const { lang } = useManner()
  const asked = useAsk(api.listRounds, { query: { state } })
  if (!asked.data) return asked.error ? <ProblemBox error={asked.error} /> : <Waiting />
  return (
    <>
      <p>
        <Button href={address(api.exportRounds, {}, { state })}>{t('desk:export')}</Button>
      </p>
      <List
        label={t(`deskOffice:verify.view.${state}`)}
        rows={asked.data.data.items}
        keyOf={(one) => one.requestId}
        empty={t(`deskOffice:verify.none.${state}`)}
        columns={[
          {
            head: t('deskOffice:month.head'),
            names: true,
            of: (one) => (
              <Link
                to="/verification/$householdId/$requestId"
                params={{ householdId: String(one.householdId), requestId: one.requestId }}
              >
                {one.headName ?? t('desk:unknown')}
              </Link>
            ),
          },
          { head: t('deskOffice:month.place'), of: (one) => one.place },
          { head: t('deskOffice:month.programme'), of: (one) => one.programmeName[lang] },
          { head: t('deskOffice:verify.asked-on'), of: (one) => one.requestedOn },
          { head: t('deskOffice:verify.answer-by'), of: (one) => one.answerBy },
          { head: t('deskOffice:verify.answered'), number: true, of: (one) => one.answered },
          { head: t('deskOffice:verify.waiting'), number: true, of: (one) => one.waiting },
          { head: t('deskOffice:verify.no-answer'), number: true, of: (one) => one.noAnswer },
          { head: t('deskOffice:verify.not-asked'), number: true, of: (one) => one.notAsked },
        ]}
      />
    </>
  )
}

function Batches({ acting }: { acting: Acting }) {
  const t = useText()
  const { lang } = useManner()
  const session = useSession()
  const asked = useAsk(api.listBatches)
  if (!asked.data) return asked.error ? <ProblemBox error={asked.error} /> : <Waiting />
  const { items, connections } = asked.data.data
  return (
    <>
      <p>{t('deskOffice:verify.batches-intro')}</p>
      {session.role === 'county-verifier' && connections.length > 0 && (
        <Exchange connections={connections} area={session.area ?? ''} acting={acting} />
      )}
      <List
        label={t('deskOffice:verify.view.batches')}
        rows={items}
        keyOf={(one) => one.batchId}
        empty={t('deskOffice:verify.none.batches')}
        columns={[
          { head: t('deskOffice:verify.hub'), names: true, of: (one) => one.title[lang] },
          { head: t('deskOffice:verify.made-on'), of: (one) => one.madeOn },
          { head: t('deskOffice:verify.sent-on'), of: (one) => one.sentOn ?? '' },
          { head: t('deskOffice:month.households'), number: true, of: (one) => one.households },
          { head: t('deskOffice:verify.rows'), number: true, of: (one) => one.rows },
          { head: t('deskOffice:month.state'), of: (one) => t(`deskOffice:verify.batch.${one.state}`) },
          {
            head: t('deskOffice:verify.trouble'),
            of: (one) => (one.trouble ? t('deskOffice:verify.tries', { tries: one.tries }) : ''),
          },
        ]}
      />
      <Quarantine acting={acting} />
    </>
  )
}

function Exchange({
  connections,
  area,
  acting,
}: {
  connections: readonly { name: string; title: { zh: string; en: string } }[]
  area: string
  acting: Acting
}) {
  const t = useText()
  const { lang } = useManner()
  const [connection, setConnection] = useState(connections[0]!.name)
  const [file, setFile] = useState<File | null>(null)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (file) void acting.send(api.takeReply, file, { params: { connection } }, t('deskOffice:verify.reply-taken'))
      }}
    >
      <SelectField
        label={t('deskOffice:verify.hub')}
        value={connection}
        onChange={setConnection}
        choices={connections.map((one) => ({ value: one.name, label: one.title[lang] }))}
      />
      <p>
        <Button
          loading={acting.busy}
          onClick={() =>
            acting.act(api.makeBatch, { body: { connection, area: area as never } }, t('deskOffice:verify.batch-made'))
          }
        >
          {t('deskOffice:verify.make-batch')}
        </Button>
      </p>
      <FileField label={t('deskOffice:verify.reply-file')} accept="*" required={false} onChange={setFile} />
      <Button htmlType="submit" disabled={!file} loading={acting.busy}>
        {t('deskOffice:upload')}
      </Button>
    </form>
  )
}

/** Answers that could not be believed: nothing of them is in any file, and a person has to speak with the other side. */
function Quarantine({ acting }: { acting: Acting }) {
  const t = useText()
  const session = useSession()
  const asked = useAsk(api.listQuarantined)
  const [notes, setNotes] = useState<Record<string, string>>({})
  const items = asked.data?.data.items ?? []
  if (items.length === 0) return <ProblemBox error={asked.error} />
  return (
    <>
      <h2>{t('deskOffice:verify.quarantine')}</h2>
      <List
        label={t('deskOffice:verify.quarantine')}
        rows={items}
        keyOf={(one) => one.replyId}
        columns={[
          { head: t('deskOffice:verify.hub'), names: true, of: (one) => one.connection },
          { head: t('deskOffice:aside.on'), of: (one) => one.receivedOn },
          { head: t('deskOffice:aside.why'), of: (one) => t(`verification:quarantine.${one.why}`) },
          {
            head: t('deskOffice:aside.settle'),
            of: (one) =>
              session.role === 'county-verifier' && (
                <form
                  onSubmit={(event) => {
                    event.preventDefault()
                    void acting.act(api.settleQuarantined, {
                      params: { replyId: one.replyId },
                      body: { note: notes[one.replyId] ?? '' },
                    })
                  }}
                >
                  <TextField
                    label={t('deskOffice:aside.how')}
                    value={notes[one.replyId] ?? ''}
                    onChange={(value) => setNotes({ ...notes, [one.replyId]: value })}
                    max={500}
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
