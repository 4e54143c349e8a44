import { Button } from 'antd'
import { useState } from 'react'
import { accessApi } from '../../../contract/index.ts'
import type { AreaCode } from '../../../foundation/index.ts'
import { useText } from '../../language.tsx'
import type { Acting } from '../../parts/act.ts'
import { AreaField } from '../../parts/area-field.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { useSession } from '../../session.tsx'

export type RoleName = (typeof accessApi.roleName.options)[number]

export function NewAccount({
  acting,
  onClose,
  onMade,
}: {
  acting: Acting
  onClose: () => void
  onMade: (made: { username: string; code: string }) => void
}) {
  const t = useText()
  const session = useSession()
  const [typed, setTyped] = useState({ username: '', name: '', role: '', area: session.area ?? '', unit: '' })
  const set = (name: keyof typeof typed) => (value: string) => setTyped({ ...typed, [name]: value })
  return (
    <Dialog title={t('desk:accounts.new')} onClose={onClose}>
      <form
        noValidate
        onSubmit={async (event) => {
          event.preventDefault()
          const body = { ...typed, role: typed.role as RoleName, area: typed.area as AreaCode }
          const made = await acting.act(accessApi.createAccount, { body })
          if (made?.ok) onMade({ username: typed.username, code: made.data.code })
        }}
      >
        <TextField label={t('desk:accounts.name')} value={typed.name} onChange={set('name')} />
        <TextField
          label={t('desk:accounts.username')}
          hint={t('deskAdmin:accounts.username-hint')}
          value={typed.username}
          onChange={set('username')}
        />
        <SelectField
          label={t('desk:accounts.role')}
          value={typed.role}
          onChange={set('role')}
          empty={t('desk:choose')}
          choices={accessApi.roleName.options.map((role) => ({ value: role, label: t(`access:role.${role}`) }))}
        />
        <AreaField
          root={session.area ?? ''}
          rootName={t('deskAdmin:area.mine')}
          value={typed.area}
          onChange={set('area')}
        />
        <TextField
          label={t('desk:accounts.unit')}
          hint={t('deskAdmin:accounts.unit-hint')}
          value={typed.unit}
          onChange={set('unit')}
        />
        <ProblemBox error={acting.problem} />
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={acting.busy}>
            {t('desk:accounts.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
