import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useText } from '../language.tsx'
import { useTrouble } from '../trouble.ts'

/** One line at the top while the way to the server is broken: what still stands, and what to do. */
export function TroubleBar() {
  const t = useText()
  const queries = useQueryClient()
  const { kind } = useTrouble()
  const [line, setLine] = useState(navigator.onLine)
  useEffect(() => {
    const told = () => setLine(navigator.onLine)
    window.addEventListener('online', told)
    window.addEventListener('offline', told)
    return () => {
      window.removeEventListener('online', told)
      window.removeEventListener('offline', told)
    }
  }, [])
  const state = !line ? 'offline' : kind
  if (state === 'fine') return null
  return (
    <div className="trouble" role="alert">
      <span>{t(`deskAdmin:trouble.${state}`)}</span>
      <button type="button" onClick={() => void queries.refetchQueries()}>
        {t('deskAdmin:try-again')}
      </button>
    </div>
  )
}
