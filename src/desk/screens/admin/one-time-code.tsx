import { Button } from 'antd'
import { useText } from '../../language.tsx'

/** The code an administrator hands over, once, in large letters; with what the person does with it. */
export function OneTimeCode({ username, code, onClose }: { username: string; code: string; onClose: () => void }) {
  const t = useText()
  return (
    <section className="one-time" role="status" aria-label={t('desk:sign-in.one-time')}>
      <p>{t('deskAdmin:code.for', { username })}</p>
      <p className="code">{code}</p>
      <p>{t('deskAdmin:code.what')}</p>
      <Button onClick={onClose}>{t('deskAdmin:code.handed-over')}</Button>
    </section>
  )
}
