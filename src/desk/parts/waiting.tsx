import { useEffect, useState } from 'react'
import { useText } from '../language.tsx'

/** A thin line of text after 300 ms, a longer word after 8 s; never a bare spinner. */
export function Waiting() {
  const t = useText()
  const [stage, setStage] = useState(0)
  useEffect(() => {
    const timers = [setTimeout(() => setStage(1), 300), setTimeout(() => setStage(2), 8000)]
    return () => timers.forEach(clearTimeout)
  }, [])
  return (
    <p role="status" className="waiting" style={{ padding: 16, margin: 0 }}>
      {stage === 0 ? ' ' : t(stage === 1 ? 'desk:waiting' : 'desk:waiting-long')}
    </p>
  )
}
