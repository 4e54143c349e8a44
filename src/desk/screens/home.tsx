import { useText } from '../language.tsx'
import { useSession } from '../session.tsx'

export function Home() {
  const t = useText()
  const session = useSession()
  return (
    <>
      <h1>{t('desk:home.greeting', { name: session.name ?? '' })}</h1>
      <p>{t('desk:home.empty')}</p>
    </>
  )
}
