import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './desk.css'
import './frame.css'
import './office.css'
import { MannerProvider, useManner } from './language.tsx'
import { router } from './router.tsx'
import { SignedIn } from './session.tsx'
import { theme } from './theme.ts'

const nonce = document.querySelector('meta[name=csp-nonce]')?.getAttribute('content') ?? ''
const queries = new QueryClient({
  defaultOptions: { queries: { retry: 1, staleTime: 5_000, refetchOnWindowFocus: false } },
})

function Desk() {
  const { lang, large } = useManner()
  return (
    <ConfigProvider
      locale={lang === 'zh' ? zhCN : enUS}
      theme={theme(large)}
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
    >
      <SignedIn>
        <RouterProvider router={router} />
      </SignedIn>
    </ConfigProvider>
  )
}

createRoot(document.getElementById('desk')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <MannerProvider>
        <Desk />
      </MannerProvider>
    </QueryClientProvider>
  </StrictMode>,
)
