import { useQueryClient } from '@tanstack/react-query'
import { createContext, Fragment, type ReactNode, useContext, useEffect, useState } from 'react'
import type { z } from 'zod'
import { accessApi } from '../contract/index.ts'
import { useAsk } from './api.ts'
import { useText } from './language.tsx'
import { Dialog } from './parts/dialog.tsx'
import { ProblemBox } from './parts/problem.tsx'
import { Waiting } from './parts/waiting.tsx'
import { SignIn } from './screens/sign-in.tsx'
import { signedInAgain, useTrouble } from './trouble.ts'

export type DeskSession = z.output<typeof accessApi.currentSession.reply>

const SessionContext = createContext<DeskSession | null>(null)

/** The signed-in officer. Only below <SignedIn>. */
export function useSession(): DeskSession {
  const session = useContext(SessionContext)
  if (!session) throw new Error('Defect: useSession outside SignedIn')
  return session
}

/**
 * Shows the sign-in screen until there is a full staff session; nothing else is loaded before. When a session ends while
 * somebody works, the screen stays as it is and the sign-in comes over it: nothing typed is lost (R04).
 */
export function SignedIn({ children }: { children: ReactNode }) {
  const queries = useQueryClient()
  const trouble = useTrouble()
  const asked = useAsk(accessApi.currentSession)
  const [seated, setSeated] = useState<DeskSession | null>(null)
  const session = asked.data?.data
  const full = session?.kind === 'staff' && session.level === 'full' ? session : null
  useEffect(() => {
    if (full) setSeated(full)
  }, [full])
  const back = async () => {
    signedInAgain()
    await queries.invalidateQueries()
  }
  const here = full ?? seated
  if (asked.isPending && !here) return <Waiting />
  if (!here)
    return (
      <main className="sign-in">
        <SignIn half={session?.kind === 'staff'} demo={session?.demo ?? false} onDone={back} />
        {asked.error && <ProblemBox error={asked.error} />}
      </main>
    )
  const expired = (session !== undefined && !full) || trouble.signedOut
  return (
    <SessionContext.Provider value={here}>
      {/* Another person at the same desk begins with empty screens. */}
      <Fragment key={`${here.username}/${here.role}/${here.area}`}>{children}</Fragment>
      {expired && <SignInAgain demo={here.demo} half={session?.kind === 'staff' && !full} onDone={back} />}
    </SessionContext.Provider>
  )
}

function SignInAgain({ demo, half, onDone }: { demo: boolean; half: boolean; onDone: () => void }) {
  const t = useText()
  return (
    <Dialog title={t('deskAdmin:expired.title')} onClose={onDone}>
      <p>{t('deskAdmin:expired.text')}</p>
      <SignIn half={half} demo={demo} onDone={onDone} within />
    </Dialog>
  )
}
