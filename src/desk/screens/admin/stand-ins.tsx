import { Button } from 'antd'
import { useState } from 'react'
import { accessApi } from '../../../contract/index.ts'
import type { AreaCode, Day } from '../../../foundation/index.ts'
import { address, useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'
import { type Acting, useAct } from '../../parts/act.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { Outcome } from '../../parts/outcome.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useSession } from '../../session.tsx'

/** 代理授权: who acts for whom between which days, on which paper; and the end of it. */
export function StandIns() {
  const t = useText()
  const acting = useAct()
  const asked = useAsk(accessApi.listDelegations)
  const [naming, setNaming] = useState(false)
  return (
    <>
      <h1>{t('deskOffice:admin.standins')}</h1>
      <p>{t('deskOffice:admin.stand-in-intro')}</p>
      <p>
        <Button
          type="primary"
          onClick={() => {
            acting.clear()
            setNaming(true)
          }}
        >
          {t('deskAdmin:stand-ins.new')}
        </Button>{' '}
        <Button href={address(accessApi.exportDelegations)}>{t('desk:export')}</Button>
      </p>
      {!naming && <Outcome of={acting} />}
      <ProblemBox error={asked.error} />
      {asked.isPending && <Waiting />}
      {asked.data && (
        <List
          label={t('deskOffice:admin.standins')}
          rows={asked.data.data.items}
          keyOf={(one) => one.delegationId}
          empty={t('deskAdmin:stand-ins.none')}
          columns={[
            { head: t('deskAdmin:stand-ins.for'), names: true, of: (one) => one.fromName },
            { head: t('deskAdmin:stand-ins.by'), of: (one) => one.toName },
            { head: t('desk:accounts.role'), of: (one) => t(`access:role.${one.role}`) },
            { head: t('deskAdmin:accounts.place'), of: (one) => one.place },
            { head: t('deskOffice:admin.from'), of: (one) => one.since },
            { head: t('deskOffice:admin.to'), of: (one) => one.until },
            { head: t('deskOffice:admin.paper'), of: (one) => one.paper },
            { head: t('desk:accounts.state'), of: (one) => t(`deskAdmin:stand-ins.state.${one.state}`) },
            {
              head: t('desk:accounts.actions'),
              of: (one) =>
                (one.state === 'in-force' || one.state === 'coming') && (
                  <Button
                    loading={acting.busy}
                    aria-label={t('deskAdmin:stand-ins.end-whom', { who: one.fromName, by: one.toName })}
                    onClick={() =>
                      acting.act(
                        accessApi.endDelegation,
                        { params: { delegationId: one.delegationId } },
                        t('deskAdmin:stand-ins.is-ended'),
                      )
                    }
                  >
                    {t('deskAdmin:stand-ins.end')}
                  </Button>
                ),
            },
          ]}
        />
      )}
      {naming && <NameStandIn acting={acting} onClose={() => setNaming(false)} />}
    </>
  )
}

function NameStandIn({ acting, onClose }: { acting: Acting; onClose: () => void }) {
  const t = useText()
  const session = useSession()
  const asked = useAsk(accessApi.listAccounts)
  const today = session.businessDay
  const [typed, setTyped] = useState({ role: '', to: '', since: today as string, until: today as string, paper: '' })
  const set = (name: keyof typeof typed) => (value: string) => setTyped({ ...typed, [name]: value })
  const accounts = (asked.data?.data.items ?? []).filter((one) => !one.disabled)
  const held = accounts.flatMap((account) =>
    account.roles
      .filter((role) => role.until === null)
      .map((role) => ({ key: role.accountRoleId as string, account, role })),
  )
  const from = held.find((one) => one.key === typed.role)
  return (
    <Dialog title={t('deskAdmin:stand-ins.new')} onClose={onClose}>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          if (!from) return
          const done = await acting.act(
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
          if (done) onClose()
        }}
      >
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
            .filter((one) => one.accountId !== from?.account.accountId && one.username !== session.username)
            .map((one) => ({
              value: one.accountId as string,
              label: [one.name, one.roles.find((role) => role.until === null)?.unit].filter(Boolean).join(' · '),
            }))}
        />
        <div className="grid">
          <TextField label={t('deskAdmin:stand-ins.since')} type="date" value={typed.since} onChange={set('since')} />
          <TextField label={t('deskAdmin:stand-ins.until')} type="date" value={typed.until} onChange={set('until')} />
        </div>
        <TextField
          label={t('deskOffice:admin.paper')}
          hint={t('deskAdmin:paper-hint')}
          value={typed.paper}
          onChange={set('paper')}
          max={200}
        />
        <ProblemBox error={acting.problem} />
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={acting.busy}>
            {t('deskOffice:admin.stand-in-name')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
