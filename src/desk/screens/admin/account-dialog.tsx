import { Button } from 'antd'
import { useState } from 'react'
import { accessApi } from '../../../contract/index.ts'
import type { AreaCode } from '../../../foundation/index.ts'
import { useText } from '../../language.tsx'
import type { Acting } from '../../parts/act.ts'
import { AreaField } from '../../parts/area-field.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { Outcome } from '../../parts/outcome.tsx'
import { useSession } from '../../session.tsx'
import type { AccountShown } from './accounts.tsx'
import type { RoleName } from './new-account.tsx'

interface About {
  account: AccountShown
  acting: Acting
}

/** Everything an administrator does with one account: roles, move, lost password, lost phone, disable. */
export function AccountDialog({
  account,
  acting,
  onClose,
  onCode,
}: About & { onClose: () => void; onCode: (code: string) => void }) {
  const t = useText()
  const session = useSession()
  const mine = account.username === session.username
  const params = { accountId: account.accountId }
  return (
    <Dialog title={`${account.name} · ${account.username}`} onClose={onClose} wide>
      <Outcome of={acting} />
      {mine ? (
        <p>{t('deskAdmin:accounts.mine')}</p>
      ) : (
        <>
          <Roles account={account} acting={acting} />
          <h3>{t('deskAdmin:accounts.entry')}</h3>
          <p className="row-actions">
            <Button
              loading={acting.busy}
              onClick={async () => {
                const answer = await acting.act(accessApi.resetAccount, { params, body: { what: 'password' } })
                if (answer?.ok && answer.data.code) onCode(answer.data.code)
              }}
            >
              {t('deskAdmin:accounts.reset-password')}
            </Button>
            <Button
              loading={acting.busy}
              disabled={!account.secondFactor}
              onClick={() =>
                acting.act(
                  accessApi.resetAccount,
                  { params, body: { what: 'second-factor' } },
                  t('deskAdmin:accounts.phone-reset'),
                )
              }
            >
              {t('deskAdmin:accounts.reset-phone')}
            </Button>
            <Button
              danger={!account.disabled}
              loading={acting.busy}
              onClick={() =>
                acting.act(
                  accessApi.setDisabled,
                  { params, body: { disabled: !account.disabled } },
                  t(account.disabled ? 'deskAdmin:accounts.is-enabled' : 'deskAdmin:accounts.is-disabled'),
                )
              }
            >
              {t(account.disabled ? 'deskAdmin:accounts.enable' : 'deskAdmin:accounts.disable')}
            </Button>
          </p>
          <p className="hint">{t('deskAdmin:accounts.entry-hint')}</p>
        </>
      )}
    </Dialog>
  )
}

function Roles({ account, acting }: About) {
  const t = useText()
  const session = useSession()
  const [moving, setMoving] = useState<string | null>(null)
  const [adding, setAdding] = useState(false)
  const [typed, setTyped] = useState({ role: '', area: session.area ?? '', unit: '' })
  const set = (name: keyof typeof typed) => (value: string) => setTyped({ ...typed, [name]: value })
  const place = (
    <>
      <AreaField
        root={session.area ?? ''}
        rootName={t('deskAdmin:area.mine')}
        value={typed.area}
        onChange={set('area')}
      />
      <TextField label={t('desk:accounts.unit')} value={typed.unit} onChange={set('unit')} />
    </>
  )
  const done = () => {
    setMoving(null)
    setAdding(false)
    setTyped({ role: '', area: session.area ?? '', unit: '' })
  }
  const { accountId } = account
  return (
    <>
      <List
        label={t('desk:accounts.roles')}
        rows={account.roles}
        keyOf={(one) => one.accountRoleId}
        columns={[
          { head: t('desk:accounts.role'), names: true, of: (one) => t(`access:role.${one.role}`) },
          { head: t('deskAdmin:accounts.place'), of: (one) => one.place },
          { head: t('desk:accounts.unit'), of: (one) => one.unit },
          { head: t('deskAdmin:accounts.days'), of: (one) => `${one.since} – ${one.until ?? ''}` },
          {
            head: t('desk:accounts.actions'),
            of: (one) =>
              one.until === null && (
                <span className="row-actions">
                  <Button onClick={() => setMoving(moving === one.accountRoleId ? null : one.accountRoleId)}>
                    {t('deskAdmin:accounts.move')}
                  </Button>
                  <Button
                    loading={acting.busy}
                    onClick={() =>
                      acting.act(
                        accessApi.endRole,
                        { params: { accountId, accountRoleId: one.accountRoleId } },
                        t('deskAdmin:accounts.role-ended'),
                      )
                    }
                  >
                    {t('deskAdmin:accounts.end-role')}
                  </Button>
                </span>
              ),
          },
        ]}
      />
      {moving && (
        <form
          className="group"
          noValidate
          onSubmit={async (event) => {
            event.preventDefault()
            const answer = await acting.act(
              accessApi.moveRole,
              {
                params: { accountId, accountRoleId: moving },
                body: { area: typed.area as AreaCode, unit: typed.unit },
              },
              t('deskAdmin:accounts.moved'),
            )
            if (answer) done()
          }}
        >
          <h3>{t('deskAdmin:accounts.move-to')}</h3>
          {place}
          <Button type="primary" htmlType="submit" loading={acting.busy}>
            {t('deskAdmin:accounts.move')}
          </Button>
        </form>
      )}
      <p>
        <Button onClick={() => setAdding(!adding)} aria-expanded={adding}>
          {t('deskAdmin:accounts.add-role')}
        </Button>
      </p>
      {adding && (
        <form
          className="group"
          noValidate
          onSubmit={async (event) => {
            event.preventDefault()
            const answer = await acting.act(
              accessApi.grantRole,
              {
                params: { accountId },
                body: { role: typed.role as RoleName, area: typed.area as AreaCode, unit: typed.unit },
              },
              t('deskAdmin:accounts.role-added'),
            )
            if (answer) done()
          }}
        >
          <SelectField
            label={t('desk:accounts.role')}
            value={typed.role}
            onChange={set('role')}
            empty={t('desk:choose')}
            choices={accessApi.roleName.options.map((role) => ({ value: role, label: t(`access:role.${role}`) }))}
          />
          {place}
          <Button type="primary" htmlType="submit" loading={acting.busy}>
            {t('deskAdmin:accounts.grant')}
          </Button>
        </form>
      )}
    </>
  )
}
