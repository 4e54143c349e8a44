import { Button } from 'antd'
import { useState } from 'react'
import { householdApi as api } from '../../../contract/index.ts'
import type { AreaCode, Day } from '../../../foundation/index.ts'
import { useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'
import type { Acting } from '../../parts/act.ts'
import { TextField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useSession } from '../../session.tsx'
import { AddArea, AreaHistory, ChangeArea, MergeAreas } from './area-dialogs.tsx'

export type AreaShown = (typeof api.listAreas.reply)['_output']['items'][number]

/** Areas as dated codes: as they stood on a day, what each was called, what was merged into what. */
export function Areas({ root, admin, acting }: { root: string; admin: boolean; acting: Acting }) {
  const t = useText()
  const session = useSession()
  const [path, setPath] = useState<{ code: string; name: string }[]>([{ code: root, name: t('deskAdmin:area.mine') }])
  const [on, setOn] = useState<string>(session.businessDay)
  const [open, setOpen] = useState<{ what: 'add' | 'change' | 'merge' | 'history'; area?: AreaShown } | null>(null)
  const here = path.at(-1)!
  const asked = useAsk(
    api.listAreas,
    { query: { below: here.code, on: on as Day } },
    { enabled: /^\d{4}-\d{2}-\d{2}$/.test(on) },
  )
  const items = asked.data?.data.items ?? []
  const show = (what: 'add' | 'change' | 'merge' | 'history', area?: AreaShown) => {
    acting.clear()
    setOpen({ what, ...(area && { area }) })
  }
  const close = () => setOpen(null)
  return (
    <>
      <p>{t('deskAdmin:area.intro')}</p>
      <nav aria-label={t('deskOffice:admin.path')} className="crumbs">
        <ol className="views">
          {path.map((one, i) => (
            <li key={one.code}>
              <Button onClick={() => setPath(path.slice(0, i + 1))} disabled={i === path.length - 1}>
                {one.name}
              </Button>
            </li>
          ))}
        </ol>
      </nav>
      <div className="bar">
        <TextField label={t('deskAdmin:area.on')} type="date" value={on} onChange={setOn} />
        {admin && here.code.length < 12 && (
          <Button type="primary" onClick={() => show('add')}>
            {t(here.code.length >= 9 ? 'deskAdmin:area.add-village' : 'deskAdmin:area.add-township')}
          </Button>
        )}
      </div>
      <ProblemBox error={asked.error} />
      {asked.isPending && <Waiting />}
      {asked.data && (
        <List
          label={t('deskOffice:admin.areas')}
          rows={items}
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
            { head: t('deskAdmin:area.days'), of: (one) => `${one.since} – ${one.until ?? ''}` },
            {
              head: t('desk:accounts.actions'),
              of: (one) => (
                <span className="row-actions">
                  <Button
                    onClick={() => show('history', one)}
                    aria-label={`${t('deskAdmin:area.history')} ${one.name}`}
                  >
                    {t('deskAdmin:area.history')}
                  </Button>
                  {admin && (
                    <>
                      <Button
                        onClick={() => show('change', one)}
                        aria-label={`${t('deskAdmin:area.change')} ${one.name}`}
                      >
                        {t('deskAdmin:area.change')}
                      </Button>
                      {one.code.length === 12 && (
                        <Button
                          onClick={() => show('merge', one)}
                          aria-label={`${t('deskAdmin:area.merge')} ${one.name}`}
                        >
                          {t('deskAdmin:area.merge')}
                        </Button>
                      )}
                    </>
                  )}
                </span>
              ),
            },
          ]}
        />
      )}
      {open?.what === 'add' && <AddArea above={here.code as AreaCode} acting={acting} onClose={close} />}
      {open?.what === 'change' && open.area && <ChangeArea area={open.area} acting={acting} onClose={close} />}
      {open?.what === 'merge' && open.area && (
        <MergeAreas
          area={open.area}
          others={items.filter((one) => one.code !== open.area?.code)}
          acting={acting}
          onClose={close}
        />
      )}
      {open?.what === 'history' && open.area && <AreaHistory area={open.area} onClose={close} />}
    </>
  )
}
