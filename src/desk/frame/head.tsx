import { Link } from '@tanstack/react-router'
import { type Asked, accessApi } from '../../contract/index.ts'
import { weekday } from '../../foundation/index.ts'
import { call } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { useSession } from '../session.tsx'

/** Who sits here, for whom, on which day; language, size, the way out. */
export function Head() {
  const t = useText()
  const session = useSession()
  const { lang, large, setLang, setLarge } = useManner()
  const leave = async () => {
    await call(accessApi.signOut)
    window.location.assign(session.demo ? '/demo' : '/desk/')
  }
  return (
    <header className="desk-head">
      <Link to="/" className="desk-brand">
        <span className="seal" aria-hidden="true">
          兜底
        </span>
        <span className="desk-name">{t('deskAdmin:brand')}</span>
      </Link>
      <span className="desk-day">
        {t('deskAdmin:day', {
          day: session.businessDay,
          weekday: t(`deskAdmin:weekday.${weekday(session.businessDay)}`),
        })}
      </span>
      <span className="desk-who">
        <Link to="/me">{session.name}</Link>
        <span>{t(`access:role.${session.role}`)}</span>
        <span className="hint">
          {session.onBehalf ? t('deskAdmin:stands-in', { who: session.onBehalf }) : session.unit}
        </span>
      </span>
      <RoleSwitch />
      <span className="desk-tools">
        <button type="button" aria-pressed={large} onClick={() => setLarge(!large)}>
          {t('desk:large')}
        </button>
        <button
          type="button"
          lang={lang === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')}
        >
          {t('desk:language')}
        </button>
        <button type="button" onClick={leave}>
          {t('desk:sign-out')}
        </button>
      </span>
    </header>
  )
}

/** For whoever holds more than one role, or stands in for somebody today. */
function RoleSwitch() {
  const t = useText()
  const { roles, standIns } = useSession()
  if (roles.length + standIns.length < 2) return null
  const choose = async (value: string) => {
    const [kind, id] = value.split('/') as ['role' | 'stand-in', string]
    const body: Asked<typeof accessApi.chooseRole>['body'] =
      kind === 'role' ? { accountRoleId: id } : { delegationId: id }
    const answer = await call(accessApi.chooseRole, { body })
    if (answer.ok) window.location.assign('/desk/')
  }
  return (
    <label className="role-switch">
      <span className="sr">{t('deskAdmin:change-role')}</span>
      <select value="" onChange={(event) => void choose(event.target.value)}>
        <option value="">{t('deskAdmin:change-role')}</option>
        {roles.map((one) => (
          <option key={one.accountRoleId} value={`role/${one.accountRoleId}`}>
            {t(`access:role.${one.role}`)} · {one.unit}
          </option>
        ))}
        {standIns.map((one) => (
          <option key={one.delegationId} value={`stand-in/${one.delegationId}`}>
            {t('deskAdmin:stand-in-option', { who: one.fromName, role: t(`access:role.${one.role}`) })}
          </option>
        ))}
      </select>
    </label>
  )
}
