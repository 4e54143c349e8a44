import { Button } from 'antd'
import { useState } from 'react'
import { accessApi } from '../../../contract/index.ts'
import { address, useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'
import { useAct } from '../../parts/act.ts'
import { SelectField, TextField, TickField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { Outcome } from '../../parts/outcome.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { AccountDialog } from './account-dialog.tsx'
import { NewAccount } from './new-account.tsx'
import { OneTimeCode } from './one-time-code.tsx'

export type AccountShown = (typeof accessApi.listAccounts.reply)['_output']['items'][number]

/** Accounts, roles and one-time codes of the administrator's area. A code is shown once. */
export function Accounts() {
  const t = useText()
  const acting = useAct()
  const accounts = useAsk(accessApi.listAccounts)
  const [filter, setFilter] = useState({ text: '', role: '', past: false })
  const [open, setOpen] = useState<string | 'new' | null>(null)
  const [code, setCode] = useState<{ username: string; code: string } | null>(null)
  const items = accounts.data?.data.items ?? []
  const shown = items.filter(
    (one) =>
      (filter.past || !one.disabled) &&
      (filter.role === '' || one.roles.some((held) => held.role === filter.role && held.until === null)) &&
      [one.username, one.name, ...one.roles.flatMap((held) => [held.unit, held.place])].some((word) =>
        word.includes(filter.text.trim()),
      ),
  )
  const chosen = items.find((one) => one.accountId === open)
  return (
    <>
      <h1>{t('desk:accounts.title')}</h1>
      <p>{t('deskAdmin:accounts.intro')}</p>
      <div className="bar">
        <TextField
          label={t('deskAdmin:accounts.find')}
          type="search"
          value={filter.text}
          onChange={(text) => setFilter({ ...filter, text })}
        />
        <SelectField
          label={t('desk:accounts.role')}
          value={filter.role}
          onChange={(role) => setFilter({ ...filter, role })}
          empty={t('deskAdmin:accounts.any-role')}
          choices={accessApi.roleName.options.map((role) => ({ value: role, label: t(`access:role.${role}`) }))}
        />
        <TickField
          label={t('deskAdmin:accounts.with-disabled')}
          checked={filter.past}
          onChange={(past) => setFilter({ ...filter, past })}
        />
      </div>
      <p className="row-actions">
        <Button type="primary" onClick={() => setOpen('new')}>
          {t('desk:accounts.new')}
        </Button>
        <Button href={address(accessApi.exportAccounts)}>{t('desk:export')}</Button>
        <span className="hint">{t('deskAdmin:accounts.shown', { shown: shown.length, all: items.length })}</span>
      </p>
      {!open && <Outcome of={acting} />}
      {code && <OneTimeCode {...code} onClose={() => setCode(null)} />}
      <ProblemBox error={accounts.error} />
      {accounts.isPending && <Waiting />}
      {accounts.data && (
        <List
          label={t('desk:accounts.title')}
          rows={shown}
          keyOf={(one) => one.accountId}
          empty={t('deskAdmin:accounts.none')}
          columns={[
            { head: t('desk:accounts.name'), names: true, of: (one) => one.name },
            { head: t('desk:accounts.username'), of: (one) => one.username },
            {
              head: t('desk:accounts.roles'),
              of: (one) => {
                const held = one.roles.filter((role) => role.until === null)
                return held.length === 0
                  ? t('deskAdmin:accounts.no-role')
                  : held.map((role) => (
                      <div key={role.accountRoleId}>
                        {t(`access:role.${role.role}`)} <span className="hint">{role.unit}</span>
                      </div>
                    ))
              },
            },
            {
              head: t('deskAdmin:accounts.place'),
              of: (one) => [...new Set(one.roles.filter((r) => r.until === null).map((r) => r.place))].join('、'),
            },
            {
              head: t('desk:accounts.state'),
              of: (one) =>
                t(
                  one.disabled
                    ? 'desk:accounts.disabled'
                    : one.secondFactor
                      ? 'desk:accounts.active'
                      : 'desk:accounts.no-phone',
                ),
            },
            {
              head: t('desk:accounts.actions'),
              of: (one) => (
                <Button
                  aria-label={t('deskAdmin:accounts.manage-whom', { who: one.name, username: one.username })}
                  onClick={() => {
                    acting.clear()
                    setOpen(one.accountId)
                  }}
                >
                  {t('deskAdmin:accounts.manage')}
                </Button>
              ),
            },
          ]}
        />
      )}
      {open === 'new' && (
        <NewAccount
          acting={acting}
          onClose={() => setOpen(null)}
          onMade={(made) => {
            setOpen(null)
            setCode(made)
          }}
        />
      )}
      {chosen && (
        <AccountDialog
          account={chosen}
          acting={acting}
          onClose={() => setOpen(null)}
          onCode={(one) => {
            setOpen(null)
            setCode({ username: chosen.username, code: one })
          }}
        />
      )}
    </>
  )
}
