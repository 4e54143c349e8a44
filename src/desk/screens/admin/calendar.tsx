import { Button } from 'antd'
import { useState } from 'react'
import { adminDeskApi as api } from '../../../contract/index.ts'
import { useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'
import type { Acting } from '../../parts/act.ts'
import { TextField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useSession } from '../../session.tsx'
import { readDays } from './named-days.ts'

/** The official calendar: the years the State Council has published, and which years are only reckoned. */
export function Calendar({ admin, acting }: { admin: boolean; acting: Acting }) {
  const t = useText()
  const { businessDay } = useSession()
  const asked = useAsk(api.listYears)
  const [typed, setTyped] = useState({ year: '', holidays: '', workdays: '', source: '' })
  const [wrong, setWrong] = useState<string | null>(null)
  const view = asked.data?.data
  if (!view) return asked.error ? <ProblemBox error={asked.error} /> : <Waiting />
  const set = (name: keyof typeof typed) => (value: string) => setTyped({ ...typed, [name]: value })
  const correct = (year: (typeof view.years)[number]) => {
    const lines = (kind: 'holiday' | 'workday') =>
      year.days
        .filter((day) => day.kind === kind)
        .map((day) => `${day.day} ${day.name}`)
        .join('\n')
    setTyped({
      year: String(year.year),
      holidays: lines('holiday'),
      workdays: lines('workday'),
      source: year.source,
    })
    document.getElementById('enter-year')?.scrollIntoView()
  }
  const next = Math.max(view.publishedThrough + 1, Number(businessDay.slice(0, 4)))
  return (
    <>
      <p>{t('deskOffice:admin.published-through', { year: view.publishedThrough })}</p>
      {view.years.map((one) => (
        <details key={one.year} open={one.year === Number(businessDay.slice(0, 4))}>
          <summary>
            {t('deskAdmin:calendar.year', {
              year: one.year,
              off: one.days.filter((day) => day.kind === 'holiday').length,
              on: one.days.filter((day) => day.kind === 'workday').length,
            })}
          </summary>
          <p>
            {t('deskAdmin:calendar.source', { source: one.source })}{' '}
            {admin && (
              <Button
                onClick={() => correct(one)}
                aria-label={t('deskAdmin:calendar.correct-year', { year: one.year })}
              >
                {t('deskAdmin:calendar.correct')}
              </Button>
            )}
          </p>
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
      <p>
        <strong>{next}</strong> <span className="mark">{t('deskAdmin:calendar.provisional')}</span>
      </p>
      {admin && (
        <form
          id="enter-year"
          onSubmit={async (event) => {
            event.preventDefault()
            const off = readDays(typed.holidays)
            const on = readDays(typed.workdays)
            setWrong('wrong' in off ? off.wrong : 'wrong' in on ? on.wrong : null)
            if ('wrong' in off || 'wrong' in on) return
            const year = Number(typed.year)
            const done = await acting.act(
              api.publishYear,
              {
                body: {
                  year,
                  holidays: off.days,
                  workdays: on.days,
                  source: typed.source,
                  correct: view.years.some((one) => one.year === year),
                },
              },
              t('deskOffice:admin.year-entered'),
            )
            if (done) setTyped({ year: '', holidays: '', workdays: '', source: '' })
          }}
        >
          <h2>{t('deskOffice:admin.enter-year')}</h2>
          <TextField label={t('deskOffice:ledger.year')} type="number" value={typed.year} onChange={set('year')} />
          <TextField
            label={t('deskOffice:admin.holidays')}
            hint={t('deskOffice:admin.days-hint')}
            value={typed.holidays}
            onChange={set('holidays')}
            rows={6}
          />
          <TextField
            label={t('deskOffice:admin.workdays')}
            hint={t('deskAdmin:calendar.workdays-hint')}
            value={typed.workdays}
            onChange={set('workdays')}
            rows={4}
            required={false}
          />
          <TextField label={t('deskOffice:admin.notice')} value={typed.source} onChange={set('source')} max={200} />
          {wrong !== null && <p role="alert">{t('deskOffice:admin.day-wrong', { line: wrong })}</p>}
          <ProblemBox error={acting.problem} />
          <Button type="primary" htmlType="submit" loading={acting.busy}>
            {t('deskOffice:admin.enter-year')}
          </Button>
        </form>
      )}
    </>
  )
}
