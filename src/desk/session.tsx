import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext } from 'react'
import type { z } from 'zod'
import { accessApi } from '../contract/index.ts'
import { useAsk } from './api.ts'
import { Waiting } from './parts/waiting.tsx'
import { SignIn } from './screens/sign-in.tsx'

export type DeskSession = z.output<typeof accessApi.currentSession.reply>

const SessionContext = createContext<DeskSession | null>(null)

/** The signed-in officer. Only below <SignedIn>. */
export function useSession(): DeskSession {
  const session = useContext(SessionContext)
  if (!session) throw new Error('Defect: useSession outside SignedIn')
  return session
}

/** Shows the sign-in screen until there is a full staff session; nothing else is loaded before. */
export function SignedIn({ children }: { children: ReactNode }) {
  const queries = useQueryClient()
  const asked = useAsk(accessApi.currentSession)
  if (asked.isPending) return <Waiting />
  const session = asked.data?.data
  if (session?.kind !== 'staff' || session.level !== 'full')
    return (
      <SignIn
        half={session?.kind === 'staff'}
        demo={session?.demo ?? false}
        onDone={() => queries.invalidateQueries()}
      />
    )
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>
}
