import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { verificationDeskApi as api, type householdApi } from '../../../contract/index.ts'
import { type FactValue, factEntry } from '../../../policy/index.ts'
import { address, useAsk } from '../../api.ts'
import { useManner, useText } from '../../language.tsx'
import type { Acting } from '../../parts/act.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { ChoiceField, TextField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { factWord, valueWord } from '../../parts/words.ts'
import { useSession } from '../../session.tsx'

type Value = Parameters<typeof householdApi.readFactValue>[1]

/** Figures of a source that do not fit what the family said: a question to them, with a day, and then a second look. */
export function Rebuttals({ acting }: { acting: Acting }) {
  const t = useText()
  const { lang } = useManner()
  const session = useSession()
  const asked = useAsk(api.listRebuttals)
  const [open, setOpen] = useState<{ item: api.RebuttalShown; what: 'answer' | 'settle' } | null>(null)
  if (!asked.data) return asked.error ? <ProblemBox error={asked.error} /> : <Waiting />
  const shown = (fact: api.RebuttalShown['fact'], value: Value): string =>
    value === null
      ? t('deskOffice:verify.nothing-said')
      : valueWord(lang, fact, (factEntry(fact).unit === 'fen' ? BigInt(Number(value)) : value) as FactValue)
  return (
    <>
      <p>
        <Button href={address(api.exportRebuttals)}>{t('desk:export')}</Button>
      </p>
      <List
        label={t('deskOffice:verify.rebuttals')}
        rows={asked.data.data.items}
        keyOf={(one) => one.rebuttalId}
        empty={t('deskOffice:verify.none.rebuttals')}
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
          { head: t('deskOffice:verify.whose'), of: (one) => one.whose ?? t('verification:who.household') },
          { head: t('deskOffice:verify.item'), of: (one) => factWord(lang, one.fact) },
          { head: t('deskOffice:verify.declared'), number: true, of: (one) => shown(one.fact, one.declared) },
          { head: t('deskOffice:verify.matched'), number: true, of: (one) => shown(one.fact, one.matched) },
          { head: t('deskOffice:verify.source'), of: (one) => one.sourceName },
          {
            head: t('deskOffice:verify.answer-by'),
            of: (one) => `${one.answerBy}${one.provisional ? t('deskOffice:verify.provisional') : ''}`,
          },
          { head: t('deskOffice:month.state'), of: (one) => t(`deskOffice:verify.rebuttal.${one.state}`) },
          {
            head: t('deskOffice:roster.next'),
            of: (item) => (
              <div className="row-actions">
                <Button
                  aria-label={`${t('deskOffice:verify.answer')} ${item.headName ?? ''} ${factWord(lang, item.fact)}`}
                  onClick={() => setOpen({ item, what: 'answer' })}
                >
                  {t('deskOffice:verify.answer')}
                </Button>
                {session.role === 'county-verifier' && (
                  <Button
                    aria-label={`${t('deskOffice:verify.settle')} ${item.headName ?? ''} ${factWord(lang, item.fact)}`}
                    onClick={() => setOpen({ item, what: 'settle' })}
                  >
                    {t('deskOffice:verify.settle')}
                  </Button>
                )}
              </div>
            ),
          },
        ]}
      />
      {open?.what === 'answer' && <AnswerDialog item={open.item} acting={acting} onClose={() => setOpen(null)} />}
      {open?.what === 'settle' && <SettleDialog item={open.item} acting={acting} onClose={() => setOpen(null)} />}
    </>
  )
}

interface About {
  item: api.RebuttalShown
  acting: Acting
  onClose: () => void
}

function AnswerDialog({ item, acting, onClose }: About) {
  const t = useText()
  const [answer, setAnswer] = useState('')
  return (
    <Dialog title={t('deskOffice:verify.answer')} onClose={onClose}>
      {item.answer && <p>{t('deskOffice:verify.said-before', { answer: item.answer })}</p>}
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          const done = await acting.act(
            api.answerRebuttal,
            { params: { householdId: item.householdId, rebuttalId: item.rebuttalId }, body: { answer } },
            t('deskOffice:verify.answer-kept'),
          )
          if (done) onClose()
        }}
      >
        <TextField
          label={t('deskOffice:verify.answer-text')}
          hint={t('deskOffice:verify.answer-hint')}
          value={answer}
          onChange={setAnswer}
          rows={5}
          max={2000}
        />
        <ProblemBox error={acting.problem} />
        <Button type="primary" htmlType="submit" loading={acting.busy}>
          {t('deskOffice:verify.keep')}
        </Button>
      </form>
    </Dialog>
  )
}

function SettleDialog({ item, acting, onClose }: About) {
  const t = useText()
  const [outcome, setOutcome] = useState<'accepted' | 'upheld'>('accepted')
  const [reason, setReason] = useState('')
  return (
    <Dialog title={t('deskOffice:verify.settle')} onClose={onClose}>
      <p>
        {item.answer ? t('deskOffice:verify.said-before', { answer: item.answer }) : t('deskOffice:verify.not-said')}
      </p>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          const done = await acting.act(
            api.settleRebuttal,
            { params: { householdId: item.householdId, rebuttalId: item.rebuttalId }, body: { outcome, reason } },
            t('deskOffice:verify.settled'),
          )
          if (done) onClose()
        }}
      >
        <ChoiceField
          label={t('deskOffice:verify.whose-figure')}
          value={outcome}
          onChange={(value) => setOutcome(value as typeof outcome)}
          choices={(['accepted', 'upheld'] as const).map((value) => ({
            value,
            label: t(`deskOffice:verify.outcome.${value}`),
          }))}
        />
        <TextField label={t('deskOffice:stop.why')} value={reason} onChange={setReason} rows={3} max={1000} />
        <ProblemBox error={acting.problem} />
        <Button type="primary" htmlType="submit" loading={acting.busy}>
          {t('deskOffice:verify.settle')}
        </Button>
      </form>
    </Dialog>
  )
}
