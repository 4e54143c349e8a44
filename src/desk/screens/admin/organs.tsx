import { Button } from 'antd'
import { useState } from 'react'
import { adminDeskApi as api } from '../../../contract/index.ts'
import type { AreaCode, Day } from '../../../foundation/index.ts'
import { address, useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'
import type { Acting } from '../../parts/act.ts'
import { AreaField } from '../../parts/area-field.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useSession } from '../../session.tsx'

type OrganShown = (typeof api.listOrgans.reply)['_output']['items'][number]
const entries = ['name', 'prefix', 'hotline', 'supervisionPhone', 'address', 'reconsiderationBody', 'court'] as const

/** Who signs the letters, under which number, and where an appeal against them goes. Dated: old letters keep the old name. */
export function Organs({ admin, acting }: { admin: boolean; acting: Acting }) {
  const t = useText()
  const asked = useAsk(api.listOrgans)
  const [open, setOpen] = useState<OrganShown | 'new' | null>(null)
  const show = (what: OrganShown | 'new') => {
    acting.clear()
    setOpen(what)
  }
  return (
    <>
      <p>{t('deskAdmin:organ.intro')}</p>
      <p>
        {admin && (
          <>
            <Button type="primary" onClick={() => show('new')}>
              {t('deskAdmin:organ.new')}
            </Button>{' '}
          </>
        )}
        <Button href={address(api.exportOrgans)}>{t('desk:export')}</Button>
      </p>
      <ProblemBox error={asked.error} />
      {asked.isPending && <Waiting />}
      {asked.data && (
        <List
          label={t('deskOffice:admin.organ')}
          rows={asked.data.data.items}
          keyOf={(one) => one.area}
          empty={t('deskOffice:admin.no-organ')}
          columns={[
            { head: t('deskOffice:organ.name'), names: true, of: (one) => one.name },
            { head: t('deskOffice:roster.area'), of: (one) => one.place },
            ...entries.slice(1).map((key) => ({
              head: t(`deskOffice:organ.${key}`),
              of: (one: OrganShown) => one[key] ?? '',
            })),
            { head: t('deskOffice:admin.from'), of: (one) => one.since },
            {
              head: t('desk:accounts.actions'),
              of: (one) =>
                admin && (
                  <Button onClick={() => show(one)} aria-label={`${t('deskAdmin:organ.change')} ${one.name}`}>
                    {t('deskAdmin:organ.change')}
                  </Button>
                ),
            },
          ]}
        />
      )}
      {open && <OrganDialog organ={open === 'new' ? null : open} acting={acting} onClose={() => setOpen(null)} />}
    </>
  )
}

function OrganDialog({ organ, acting, onClose }: { organ: OrganShown | null; acting: Acting; onClose: () => void }) {
  const t = useText()
  const session = useSession()
  const [area, setArea] = useState<string>(organ?.area ?? session.area ?? '')
  const [since, setSince] = useState<string>(session.businessDay)
  const [typed, setTyped] = useState(
    Object.fromEntries(entries.map((key) => [key, organ?.[key] ?? ''])) as Record<(typeof entries)[number], string>,
  )
  return (
    <Dialog title={t(organ ? 'deskAdmin:organ.change' : 'deskAdmin:organ.new')} onClose={onClose}>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          const done = await acting.act(
            api.setOrgan,
            {
              params: { area: area as AreaCode },
              body: { ...typed, address: typed.address || null, since: since as Day },
            },
            t('deskAdmin:organ.kept'),
          )
          if (done) onClose()
        }}
      >
        {organ ? (
          <p>{organ.place}</p>
        ) : (
          <AreaField
            root={session.area ?? ''}
            rootName={t('deskAdmin:area.mine')}
            value={area}
            onChange={setArea}
            deepest={9}
          />
        )}
        {entries.map((key) => (
          <TextField
            key={key}
            label={t(`deskOffice:organ.${key}`)}
            value={typed[key]}
            onChange={(value) => setTyped({ ...typed, [key]: value })}
            required={key !== 'address'}
          />
        ))}
        <TextField label={t('deskAdmin:organ.since')} type="date" value={since} onChange={setSince} />
        <ProblemBox error={acting.problem} />
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={acting.busy}>
            {t('deskAdmin:save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
