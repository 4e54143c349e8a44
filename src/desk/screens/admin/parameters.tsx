import { Button } from 'antd'
import { useState } from 'react'
import { adminDeskApi as api } from '../../../contract/index.ts'
import type { AreaCode, Day } from '../../../foundation/index.ts'
import { address, useAsk } from '../../api.ts'
import { useManner, useText } from '../../language.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'

type View = (typeof api.listParameters.reply)['_output']
type Parameter = View['items'][number]
const shownAs = ['all', 'verified', 'unverified', 'missing', 'due'] as const

/** Procedure and values in force, each with its source and how far it was checked. Read only: they change by a release. */
export function Parameters({ area, today }: { area: string; today: Day }) {
  const t = useText()
  const [where, setWhere] = useState(area.slice(0, 6))
  const [on, setOn] = useState<string>(today)
  const [residence, setResidence] = useState<'urban' | 'rural'>('rural')
  const ready = /^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(where) && /^\d{4}-\d{2}-\d{2}$/.test(on)
  const query = { area: where as AreaCode, on: on as Day, residence, programme: 'dibao' as const }
  const asked = useAsk(api.listParameters, { query }, { enabled: ready })
  const view = asked.data?.data
  return (
    <>
      <p>{t('deskOffice:admin.parameters-intro')}</p>
      <div className="bar">
        <TextField
          label={t('deskOffice:roster.area-code')}
          hint={t('deskAdmin:parameters.area-hint')}
          value={where}
          onChange={setWhere}
          max={12}
        />
        <TextField label={t('deskOffice:admin.on')} type="date" value={on} onChange={setOn} />
        <SelectField
          label={t('deskOffice:ledger.residence')}
          value={residence}
          onChange={(value) => setResidence(value as typeof residence)}
          choices={(['rural', 'urban'] as const).map((value) => ({ value, label: t(`deskOffice:ledger.${value}`) }))}
        />
        {ready && <Button href={address(api.exportParameters, {}, query)}>{t('desk:export')}</Button>}
      </div>
      <ProblemBox error={asked.error} />
      {!ready && <p className="empty">{t('deskAdmin:parameters.not-ready')}</p>}
      {asked.isPending && ready && <Waiting />}
      {view && (
        <>
          <ProcedureTable view={view} />
          <ValueTable items={view.items} today={today} />
        </>
      )}
    </>
  )
}

function ProcedureTable({ view }: { view: View }) {
  const t = useText()
  const { lang } = useManner()
  const { procedure } = view
  return (
    <>
      <h2>{t('deskOffice:admin.procedure')}</h2>
      {!procedure && <p className="empty">{t('deskOffice:admin.no-procedure')}</p>}
      {procedure && (
        <>
          <p>{t('deskAdmin:procedure.since', { name: procedure.name[lang], day: procedure.from })}</p>
          {procedure.stages.map(({ kind, stages }) => (
            <details key={kind} open={kind === 'application'}>
              <summary>{t(`deskAdmin:procedure.${kind}`)}</summary>
              <List
                label={t(`deskAdmin:procedure.${kind}`)}
                rows={stages}
                keyOf={(stage, i) => `${i}/${stage.name.zh}`}
                columns={[
                  { head: t('deskAdmin:procedure.stage'), names: true, of: (stage) => stage.name[lang] },
                  {
                    head: t('deskAdmin:procedure.who'),
                    of: (stage) => stage.who.map((who) => t(`deskAdmin:procedure.who.${who}`)).join('、'),
                  },
                  {
                    head: t('deskAdmin:procedure.days'),
                    of: (stage) =>
                      stage.days === null
                        ? t('deskAdmin:procedure.no-days')
                        : t(`deskAdmin:procedure.${stage.count}`, { days: stage.days }),
                  },
                ]}
              />
            </details>
          ))}
        </>
      )}
    </>
  )
}

function ValueTable({ items, today }: { items: readonly Parameter[]; today: Day }) {
  const t = useText()
  const { lang } = useManner()
  const [only, setOnly] = useState<(typeof shownAs)[number]>('all')
  const [text, setText] = useState('')
  const due = (one: Parameter) => one.review !== null && one.review <= today
  const fits = (one: Parameter, kind: (typeof shownAs)[number]) =>
    kind === 'all' || (kind === 'due' ? due(one) : one.state === kind)
  const rows = items.filter(
    (one) => fits(one, only) && one.label[lang].toLowerCase().includes(text.trim().toLowerCase()),
  )
  return (
    <>
      <h2>{t('deskOffice:admin.parameters')}</h2>
      <div className="bar">
        <TextField label={t('deskAdmin:parameters.find')} type="search" value={text} onChange={setText} />
        <SelectField
          label={t('deskOffice:admin.mark')}
          value={only}
          onChange={(value) => setOnly(value as typeof only)}
          choices={shownAs.map((value) => ({
            value,
            label: t(`deskAdmin:parameters.only.${value}`, {
              count: items.filter((one) => fits(one, value)).length,
            }),
          }))}
        />
      </div>
      <List
        label={t('deskOffice:admin.parameters')}
        rows={rows}
        keyOf={(one) => one.name}
        empty={t('deskAdmin:parameters.none')}
        columns={[
          { head: t('deskOffice:admin.parameter'), names: true, of: (one) => one.label[lang] },
          {
            head: t('deskOffice:admin.value'),
            of: (one) =>
              one.state === 'missing' ? (
                <span className="hint">{t('deskOffice:admin.missing')}</span>
              ) : (
                one.published[lang]
              ),
          },
          {
            head: t('deskOffice:admin.mark'),
            of: (one) =>
              one.state === 'missing' ? (
                t('deskOffice:admin.state.missing')
              ) : one.fictional ? (
                <span className="mark">{t('deskOffice:admin.fictional')}</span>
              ) : one.state === 'unverified' ? (
                <span className="mark">{t('deskOffice:admin.state.unverified')}</span>
              ) : (
                t('deskOffice:admin.state.verified')
              ),
          },
          { head: t('deskAdmin:parameters.in-force'), of: (one) => one.from && `${one.from} – ${one.to ?? ''}` },
          { head: t('deskOffice:roster.area'), of: (one) => one.place },
          {
            head: t('deskOffice:verify.source'),
            of: (one) => [one.source?.[lang], one.article].filter(Boolean).join(' '),
          },
          {
            head: t('deskOffice:admin.review'),
            of: (one) => (
              <>
                {one.review ?? ''}
                {due(one) && <span className="mark"> {t('deskAdmin:parameters.due')}</span>}
              </>
            ),
          },
        ]}
      />
    </>
  )
}
