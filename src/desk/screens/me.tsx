import { Button } from 'antd'
import { useState } from 'react'
import { accessApi } from '../../contract/index.ts'
import { useAsk } from '../api.ts'
import { useText } from '../language.tsx'
import { useAct } from '../parts/act.ts'
import { PasswordField, TextField } from '../parts/field.tsx'
import { List } from '../parts/list.tsx'
import { Outcome } from '../parts/outcome.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useSession } from '../session.tsx'

/** My account: what I may do and where, my password, and the relatives the rules ask me to declare. */
export function Me() {
  const t = useText()
  const session = useSession()
  return (
    <>
      <h1>{t('deskAdmin:me.title')}</h1>
      <dl className="facts">
        <dt>{t('desk:accounts.name')}</dt>
        <dd>{session.name}</dd>
        <dt>{t('desk:accounts.username')}</dt>
        <dd>{session.username}</dd>
        <dt>{t('desk:accounts.roles')}</dt>
        <dd>
          {session.roles.map((one) => (
            <div key={one.accountRoleId}>
              {t(`access:role.${one.role}`)} · {one.unit}
            </div>
          ))}
          {session.standIns.map((one) => (
            <div key={one.delegationId}>
              {t('deskAdmin:me.stands-in', {
                who: one.fromName,
                role: t(`access:role.${one.role}`),
                until: one.until,
              })}
            </div>
          ))}
        </dd>
      </dl>
      <Password />
      <Relatives />
    </>
  )
}

function Password() {
  const t = useText()
  const acting = useAct()
  const [typed, setTyped] = useState({ current: '', password: '' })
  return (
    <section>
      <h2>{t('deskAdmin:me.password')}</h2>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          const done = await acting.act(accessApi.changePassword, { body: typed }, t('deskAdmin:me.password-changed'))
          if (done) setTyped({ current: '', password: '' })
        }}
      >
        <PasswordField
          label={t('deskAdmin:me.current')}
          value={typed.current}
          onChange={(current) => setTyped({ ...typed, current })}
          autoComplete="current-password"
        />
        <PasswordField
          label={t('desk:sign-in.new-password')}
          hint={t('desk:sign-in.password-hint')}
          value={typed.password}
          onChange={(password) => setTyped({ ...typed, password })}
          autoComplete="new-password"
        />
        <Outcome of={acting} />
        <Button htmlType="submit" loading={acting.busy}>
          {t('deskAdmin:me.change')}
        </Button>
      </form>
    </section>
  )
}

function Relatives() {
  const t = useText()
  const acting = useAct()
  const asked = useAsk(accessApi.listRelatives)
  const empty = { relativeName: '', relation: '', identityNumber: '' }
  const [typed, setTyped] = useState(empty)
  const set = (name: keyof typeof typed) => (value: string) => setTyped({ ...typed, [name]: value })
  return (
    <section>
      <h2>{t('deskAdmin:me.relatives')}</h2>
      <p>{t('deskAdmin:me.relatives-why')}</p>
      <ProblemBox error={asked.error} />
      {asked.isPending && <Waiting />}
      {asked.data && (
        <List
          label={t('deskAdmin:me.relatives')}
          rows={asked.data.data.items}
          keyOf={(one) => one.declarationId}
          empty={t('deskAdmin:me.no-relatives')}
          columns={[
            { head: t('desk:accounts.name'), names: true, of: (one) => one.relativeName },
            { head: t('deskAdmin:me.relation'), of: (one) => one.relation },
            { head: t('deskAdmin:me.declared-on'), of: (one) => one.declaredOn },
          ]}
        />
      )}
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          const done = await acting.act(
            accessApi.declareRelative,
            { body: { ...typed, identityNumber: typed.identityNumber || null } },
            t('deskAdmin:me.declared'),
          )
          if (done) setTyped(empty)
        }}
      >
        <h3>{t('deskAdmin:me.declare')}</h3>
        <TextField label={t('deskAdmin:me.relative-name')} value={typed.relativeName} onChange={set('relativeName')} />
        <TextField
          label={t('deskAdmin:me.relation')}
          hint={t('deskAdmin:me.relation-hint')}
          value={typed.relation}
          onChange={set('relation')}
        />
        <TextField
          label={t('deskAdmin:me.identity')}
          hint={t('deskAdmin:me.identity-hint')}
          value={typed.identityNumber}
          onChange={set('identityNumber')}
          required={false}
        />
        <Outcome of={acting} />
        <Button htmlType="submit" loading={acting.busy}>
          {t('deskAdmin:me.declare')}
        </Button>
      </form>
    </section>
  )
}
