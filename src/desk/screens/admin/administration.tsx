import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { accessApi, adminDeskApi as api, householdApi } from '../../../contract/index.ts'
import type { AreaCode, Day } from '../../../foundation/index.ts'
import { useAsk } from '../../api.ts'
import { useManner, useText } from '../../language.tsx'
import { type Acting, useAct } from '../../parts/act.ts'
import { SelectField, TextField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { Outcome } from '../../parts/outcome.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { TabRow } from '../../parts/tabs.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useSession } from '../../session.tsx'
import { Figure } from '../money/month.tsx'
import { readDays } from './named-days.ts'

const parts = ['parameters', 'calendar', 'areas', 'organ', 'standins', 'health'] as const
type Part = (typeof parts)[number]

/** Administration: what is in force, since when, on whose word, and whether the house stands. */
export function Administration() {
  const t = useText()
  const session = useSession()
  const acting = useAct()
  const [part, setPart] = useState<Part>('parameters')
  const admin = session.role === 'administrator'
  return (
    <>
      <h1>{t('deskOffice:admin.title')}</h1>
      <Outcome of={acting} />
      <TabRow
        label={t('deskOffice:admin.title')}
        tabs={parts
          .filter(
            (one) =>
              admin || (one !== 'health' && one !== 'standins') || (one === 'health' && session.role === 'auditor'),
          )
          .map((key) => ({ key, label: t(`deskOffice:admin.${key}`) }))}
        at={part}
        onChange={(key) => setPart(key as Part)}
      >
        {part === 'parameters' && <Parameters area={session.area ?? ''} today={session.businessDay} />}
        {part === 'calendar' && <Calendar admin={admin} acting={acting} />}
        {part === 'areas' && <Areas root={session.area ?? ''} />}
        {part === 'organ' && <OrganPart area={session.area ?? ''} />}
        {part === 'standins' && <StandIns today={session.businessDay} acting={acting} />}
        {part === 'health' && <Health />}
      </TabRow>
    </>
  )
}

function Parameters({ area, today }: { area: string; today: Day }) {
  const t = useText()
  const { lang } = useManner()
  const [where, setWhere] = useState(area.slice(0, 6))
  const [on, setOn] = useState<string>(today)
  const [residence, setResidence] = useState<'urban' | 'rural'>('rural')
  const ready = /^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(where) && /^\d{4}-\d{2}-\d{2}$/.test(on)
  const asked = useAsk(
    api.listParameters,
    { query: { area: where as AreaCode, on: on as Day, residence, programme: 'dibao' } },
    { enabled: ready },
  )
  const view = asked.data?.data
  return (
    <>
      <p>{t('deskOffice:admin.parameters-intro')}</p>
      <div className="bar">
        <TextField label={t('deskOffice:roster.area-code')} value={where} onChange={setWhere} max={12} />
        <TextField label={t('deskOffice:admin.on')} type="date" value={on} onChange={setOn} />
        <SelectField
          label={t('deskOffice:ledger.residence')}
          value={residence}
          onChange={(value) => setResidence(value as typeof residence)}
          choices={(['rural', 'urban'] as const).map((value) => ({ value, label: t(`deskOffice:ledger.${value}`) }))}
        />
      </div>
      <ProblemBox error={asked.error} />
      {asked.isPending && ready && <Waiting />}
      {view && (
        <>
          <h2>{t('deskOffice:admin.procedure')}</h2>
          <p>
            {view.procedure
              ? `${view.procedure.name[lang]} · ${view.procedure.place} · ${view.procedure.from}`
              : t('deskOffice:admin.no-procedure')}
          </p>
          <h2>{t('deskOffice:admin.parameters')}</h2>
          <List
            label={t('deskOffice:admin.parameters')}
            rows={view.items}
            keyOf={(one) => one.name}
            columns={[
              { head: t('deskOffice:admin.parameter'), names: true, of: (one) => one.label[lang] },
              {
                head: t('deskOffice:admin.value'),
                of: (one) => (one.state === 'missing' ? t('deskOffice:admin.missing') : one.published),
              },
              {
                head: t('deskOffice:admin.mark'),
                of: (one) =>
                  one.fictional
                    ? t('deskOffice:admin.fictional')
                    : `${t(`deskOffice:admin.state.${one.state}`)}${one.mark ? ` [${one.mark}]` : ''}`,
              },
              { head: t('deskOffice:admin.from'), of: (one) => one.from ?? '' },
              { head: t('deskOffice:admin.to'), of: (one) => one.to ?? '' },
              { head: t('deskOffice:roster.area'), of: (one) => one.area ?? '' },
              {
                head: t('deskOffice:verify.source'),
                of: (one) => [one.source?.[lang], one.article].filter(Boolean).join(' '),
              },
              { head: t('deskOffice:admin.review'), of: (one) => one.review ?? '' },
            ]}
          />
        </>
      )}
    </>
  )
}

function Calendar({ admin, acting }: { admin: boolean; acting: Acting }) {
  const t = useText()
  const asked = useAsk(api.listYears)
  const [year, setYear] = useState('')
  const [holidays, setHolidays] = useState('')
  const [workdays, setWorkdays] = useState('')
  const [source, setSource] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const view = asked.data?.data
  if (!view) return asked.error ? <ProblemBox error={asked.error} /> : <Waiting />
  return (
    <>
      <p>{t('deskOffice:admin.published-through', { year: view.publishedThrough })}</p>
      {view.years.map((one) => (
        <details key={one.year}>
          <summary>
            {one.year} · {one.source}
          </summary>
          <List
            label={String(one.year)}
            rows={one.days}
            keyOf={(day) => day.day}
            columns={[
              { head: t('deskOffice:admin.day'), names: true, of: (day) => day.day },
              { head: t('deskOffice:admin.what'), of: (day) => t(`deskOffice:admin.${day.kind}`) },
              { head: t('deskOffice:admin.name'), of: (day) => day.name },
            ]}
          />
        </details>
      ))}
      {admin && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            const off = readDays(holidays)
            const on = readDays(workdays)
            const bad = 'wrong' in off ? off.wrong : 'wrong' in on ? on.wrong : null
            setWrong(bad)
            if ('wrong' in off || 'wrong' in on) return
            void acting.act(
              api.publishYear,
              {
                body: {
                  year: Number(year),
                  holidays: off.days,
                  workdays: on.days,
                  source,
                  correct: view.years.some((one) => one.year === Number(year)),
                },
              },
              t('deskOffice:admin.year-entered'),
            )
          }}
        >
          <h2>{t('deskOffice:admin.enter-year')}</h2>
          <TextField label={t('deskOffice:ledger.year')} type="number" value={year} onChange={setYear} />
          <TextField
            label={t('deskOffice:admin.holidays')}
            hint={t('deskOffice:admin.days-hint')}
            value={holidays}
            onChange={setHolidays}
            rows={6}
          />
          <TextField
            label={t('deskOffice:admin.workdays')}
            value={workdays}
            onChange={setWorkdays}
            rows={4}
            required={false}
          />
          <TextField label={t('deskOffice:admin.notice')} value={source} onChange={setSource} max={200} />
          {wrong !== null && <p role="alert">{t('deskOffice:admin.day-wrong', { line: wrong })}</p>}
          <Button type="primary" htmlType="submit" loading={acting.busy}>
            {t('deskOffice:admin.enter-year')}
          </Button>
        </form>
      )}
    </>
  )
}

function Areas({ root }: { root: string }) {
  const t = useText()
  const [path, setPath] = useState<{ code: string; name: string }[]>([{ code: root, name: root }])
  const here = path.at(-1)!
  const asked = useAsk(householdApi.listAreas, { query: { below: here.code } })
  return (
    <>
      <nav aria-label={t('deskOffice:admin.path')}>
        <ol className="views">
          {path.map((one, i) => (
            <li key={one.code}>
              <Button onClick={() => setPath(path.slice(0, i + 1))}>{one.name || t('deskOffice:admin.nation')}</Button>
            </li>
          ))}
        </ol>
      </nav>
      <ProblemBox error={asked.error} />
      {asked.isPending && <Waiting />}
      {asked.data && (
        <List
          label={t('deskOffice:admin.areas')}
          rows={asked.data.data.items}
          keyOf={(one) => one.code}
          empty={t('deskOffice:admin.no-areas')}
          columns={[
            {
              head: t('deskOffice:admin.name'),
              names: true,
              of: (one) =>
                one.code.length < 12 ? (
                  <Button onClick={() => setPath([...path, { code: one.code, name: one.name }])}>{one.name}</Button>
                ) : (
                  one.name
                ),
            },
            { head: t('deskOffice:roster.area-code'), of: (one) => one.code },
            {
              head: t('deskOffice:ledger.residence'),
              of: (one) => (one.residence ? t(`deskOffice:ledger.${one.residence}`) : ''),
            },
            { head: t('deskOffice:admin.hotline'), of: (one) => one.hotline ?? '' },
            { head: t('deskOffice:admin.from'), of: (one) => one.since },
          ]}
        />
      )}
    </>
  )
}

function OrganPart({ area }: { area: string }) {
  const t = useText()
  const asked = useAsk(api.readOrgan, { params: { area: area as AreaCode } }, { enabled: area !== '' })
  const organ = asked.data?.data.organ
  if (!organ) return asked.isPending && area ? <Waiting /> : <p className="empty">{t('deskOffice:admin.no-organ')}</p>
  return (
    <dl className="figures">
      {(['name', 'prefix', 'hotline', 'supervisionPhone', 'address', 'reconsiderationBody', 'court'] as const).map(
        (key) => (
          <Figure key={key} name={t(`deskOffice:organ.${key}`)}>
            {organ[key] ?? '—'}
          </Figure>
        ),
      )}
    </dl>
  )
}

function StandIns({ today, acting }: { today: Day; acting: Acting }) {
  const t = useText()
  const asked = useAsk(accessApi.listAccounts)
  const [typed, setTyped] = useState({ role: '', to: '', since: today as string, until: today as string, paper: '' })
  const accounts = (asked.data?.data.items ?? []).filter((one) => !one.disabled)
  const held = accounts.flatMap((one) =>
    one.roles.filter((role) => role.until === null).map((role) => ({ key: role.accountRoleId, account: one, role })),
  )
  const set = (name: keyof typeof typed) => (value: string) => setTyped({ ...typed, [name]: value })
  const from = held.find((one) => one.key === typed.role)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!from) return
        void acting.act(
          accessApi.grantDelegation,
          {
            body: {
              from: from.account.accountId,
              to: typed.to,
              role: from.role.role,
              area: from.role.area as AreaCode,
              since: typed.since as Day,
              until: typed.until as Day,
              paper: typed.paper,
            },
          },
          t('deskOffice:admin.stand-in-named'),
        )
      }}
    >
      <p>{t('deskOffice:admin.stand-in-intro')}</p>
      <ProblemBox error={asked.error} />
      <SelectField
        label={t('deskOffice:admin.stand-in-for')}
        value={typed.role}
        onChange={set('role')}
        empty={t('deskOffice:admin.choose')}
        choices={held.map((one) => ({
          value: one.key,
          label: `${one.account.name} · ${t(`access:role.${one.role.role}`)} · ${one.role.unit}`,
        }))}
      />
      <SelectField
        label={t('deskOffice:admin.stand-in-by')}
        value={typed.to}
        onChange={set('to')}
        empty={t('deskOffice:admin.choose')}
        choices={accounts
          .filter((one) => one.accountId !== from?.account.accountId)
          .map((one) => ({ value: one.accountId, label: `${one.name} · ${one.username}` }))}
      />
      <TextField label={t('deskOffice:admin.from')} type="date" value={typed.since} onChange={set('since')} />
      <TextField label={t('deskOffice:admin.to')} type="date" value={typed.until} onChange={set('until')} />
      <TextField label={t('deskOffice:admin.paper')} value={typed.paper} onChange={set('paper')} max={200} />
      <Button type="primary" htmlType="submit" loading={acting.busy}>
        {t('deskOffice:admin.stand-in-name')}
      </Button>{' '}
      <Link to="/admin/accounts">{t('desk:nav.admin-accounts')}</Link>
    </form>
  )
}

function Health() {
  const t = useText()
  const asked = useAsk(api.health, {}, { refetchInterval: 15_000 })
  const view = asked.data?.data
  if (!view) return asked.error ? <ProblemBox error={asked.error} /> : <Waiting />
  return (
    <>
      <p role="status">{t(view.ok ? 'deskOffice:admin.healthy' : 'deskOffice:admin.not-healthy')}</p>
      <List
        label={t('deskOffice:admin.health')}
        rows={Object.entries(view.checks)}
        keyOf={([name]) => name}
        columns={[
          { head: t('deskOffice:admin.check'), names: true, of: ([name]) => t(`deskOffice:admin.check.${name}`) },
          { head: t('deskOffice:month.state'), of: ([, state]) => (state === 'ok' ? t('deskOffice:admin.ok') : state) },
        ]}
      />
    </>
  )
}
