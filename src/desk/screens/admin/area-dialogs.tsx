import { Button } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { householdApi as api } from '../../../contract/index.ts'
import type { AreaCode, Day } from '../../../foundation/index.ts'
import { useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'
import type { Acting } from '../../parts/act.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { SelectField, TextField, TickField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useSession } from '../../session.tsx'
import type { AreaShown } from './areas.tsx'

interface About {
  acting: Acting
  onClose: () => void
}

function Sheet({
  title,
  acting,
  onClose,
  onDone,
  children,
}: About & { title: string; onDone: () => Promise<unknown>; children: ReactNode }) {
  const t = useText()
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={async (event: FormEvent) => {
          event.preventDefault()
          if (await onDone()) onClose()
        }}
      >
        {children}
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

function Paper({
  since,
  paper,
  onChange,
}: {
  since: string
  paper: string
  onChange: (value: { since: string } | { paper: string }) => void
}) {
  const t = useText()
  return (
    <>
      <TextField
        label={t('deskAdmin:area.since')}
        type="date"
        value={since}
        onChange={(value) => onChange({ since: value })}
      />
      <TextField
        label={t('deskOffice:admin.paper')}
        hint={t('deskAdmin:paper-hint')}
        value={paper}
        onChange={(value) => onChange({ paper: value })}
        max={200}
      />
    </>
  )
}

function Residence({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useText()
  return (
    <SelectField
      label={t('deskOffice:ledger.residence')}
      value={value}
      onChange={onChange}
      choices={(['rural', 'urban'] as const).map((one) => ({ value: one, label: t(`deskOffice:ledger.${one}`) }))}
    />
  )
}

export function AddArea({ above, acting, onClose }: About & { above: AreaCode }) {
  const t = useText()
  const { businessDay } = useSession()
  const village = above.length >= 9
  const [typed, setTyped] = useState({
    tail: '',
    name: '',
    residence: 'rural',
    hotline: '',
    since: businessDay as string,
    paper: '',
  })
  const change = (some: Partial<typeof typed>) => setTyped({ ...typed, ...some })
  return (
    <Sheet
      title={t(village ? 'deskAdmin:area.add-village' : 'deskAdmin:area.add-township')}
      acting={acting}
      onClose={onClose}
      onDone={() =>
        acting.act(
          api.addArea,
          {
            body: {
              code: `${above}${typed.tail.trim()}` as AreaCode,
              name: typed.name,
              since: typed.since as Day,
              ...(village && { residence: typed.residence as 'urban' | 'rural' }),
              hotline: typed.hotline || null,
              paper: typed.paper,
            },
          },
          t('deskAdmin:area.added', { name: typed.name }),
        )
      }
    >
      <TextField
        label={t('deskAdmin:area.tail', { above })}
        hint={t('deskAdmin:area.tail-hint')}
        value={typed.tail}
        onChange={(tail) => change({ tail })}
        max={3}
      />
      <TextField label={t('deskOffice:admin.name')} value={typed.name} onChange={(name) => change({ name })} max={40} />
      {village && <Residence value={typed.residence} onChange={(residence) => change({ residence })} />}
      <TextField
        label={t('deskOffice:admin.hotline')}
        value={typed.hotline}
        onChange={(hotline) => change({ hotline })}
        required={false}
        max={30}
      />
      <Paper since={typed.since} paper={typed.paper} onChange={change} />
    </Sheet>
  )
}

export function ChangeArea({ area, acting, onClose }: About & { area: AreaShown }) {
  const t = useText()
  const { businessDay } = useSession()
  const [typed, setTyped] = useState({
    name: area.name,
    residence: area.residence ?? 'rural',
    hotline: area.hotline ?? '',
    since: businessDay as string,
    paper: '',
  })
  const change = (some: Partial<typeof typed>) => setTyped({ ...typed, ...some })
  return (
    <Sheet
      title={`${t('deskAdmin:area.change')} · ${area.name}`}
      acting={acting}
      onClose={onClose}
      onDone={() =>
        acting.act(
          api.changeArea,
          {
            params: { code: area.code },
            body: {
              since: typed.since as Day,
              name: typed.name,
              ...(area.code.length === 12 && { residence: typed.residence }),
              hotline: typed.hotline || null,
              paper: typed.paper,
            },
          },
          t('deskAdmin:area.changed', { name: typed.name }),
        )
      }
    >
      <TextField label={t('deskOffice:admin.name')} value={typed.name} onChange={(name) => change({ name })} max={40} />
      {area.code.length === 12 && (
        <Residence
          value={typed.residence}
          onChange={(residence) => change({ residence: residence as 'urban' | 'rural' })}
        />
      )}
      <TextField
        label={t('deskOffice:admin.hotline')}
        value={typed.hotline}
        onChange={(hotline) => change({ hotline })}
        required={false}
        max={30}
      />
      <Paper since={typed.since} paper={typed.paper} onChange={change} />
    </Sheet>
  )
}

export function MergeAreas({
  area,
  others,
  acting,
  onClose,
}: About & { area: AreaShown; others: readonly AreaShown[] }) {
  const t = useText()
  const { businessDay } = useSession()
  const [from, setFrom] = useState<string[]>([])
  const [typed, setTyped] = useState({ since: businessDay as string, paper: '' })
  return (
    <Sheet
      title={t('deskAdmin:area.merge-into', { name: area.name })}
      acting={acting}
      onClose={onClose}
      onDone={async () =>
        acting.act(
          api.mergeAreas,
          {
            params: { code: area.code },
            body: { from: from as AreaCode[], since: typed.since as Day, paper: typed.paper },
          },
          t('deskAdmin:area.merged', { name: area.name }),
        )
      }
    >
      <p>{t('deskAdmin:area.merge-meaning')}</p>
      <fieldset className="field choices">
        <legend>{t('deskAdmin:area.which')}</legend>
        {others.map((one) => (
          <TickField
            key={one.code}
            label={`${one.name}(${one.code})`}
            checked={from.includes(one.code)}
            onChange={(on) => setFrom(on ? [...from, one.code] : from.filter((code) => code !== one.code))}
          />
        ))}
      </fieldset>
      <Paper since={typed.since} paper={typed.paper} onChange={(some) => setTyped({ ...typed, ...some })} />
    </Sheet>
  )
}

export function AreaHistory({ area, onClose }: { area: AreaShown; onClose: () => void }) {
  const t = useText()
  const asked = useAsk(api.areaHistory, { params: { code: area.code } })
  const view = asked.data?.data
  return (
    <Dialog title={`${t('deskAdmin:area.history')} · ${area.name}`} onClose={onClose}>
      <ProblemBox error={asked.error} />
      {asked.isPending && <Waiting />}
      {view && (
        <>
          <List
            label={t('deskAdmin:area.history')}
            rows={view.items}
            keyOf={(one) => one.since}
            columns={[
              { head: t('deskOffice:admin.name'), names: true, of: (one) => one.name },
              { head: t('deskOffice:admin.from'), of: (one) => one.since },
              { head: t('deskOffice:admin.to'), of: (one) => one.until ?? t('deskAdmin:area.until-now') },
              {
                head: t('deskOffice:ledger.residence'),
                of: (one) => (one.residence ? t(`deskOffice:ledger.${one.residence}`) : ''),
              },
            ]}
          />
          {(['predecessors', 'successors'] as const).map(
            (which) =>
              view[which].length > 0 && (
                <ul key={which}>
                  {view[which].map((one) => (
                    <li key={one.code}>
                      {t(`deskAdmin:area.${which}`, { name: `${one.name}(${one.code})`, day: one.since })}
                    </li>
                  ))}
                </ul>
              ),
          )}
        </>
      )}
    </Dialog>
  )
}
