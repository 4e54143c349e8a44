import { createContext, type ReactNode, useCallback, useContext, useLayoutEffect, useMemo, useState } from 'react'
import { type Lang, say } from '../wording/index.ts'

interface Manner {
  lang: Lang
  large: boolean
  setLang(lang: Lang): void
  setLarge(large: boolean): void
}

const MannerContext = createContext<Manner | null>(null)
const cookie = (name: string) =>
  document.cookie
    .split('; ')
    .find((c) => c.startsWith(`${name}=`))
    ?.slice(name.length + 1)
const keepCookie = (name: string, value: string) => {
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads the same two cookies for its pages
  document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax`
}

/** Language and 大字 mode, kept in two cookies that the server's pages read too. */
export function MannerProvider({ children }: { children: ReactNode }) {
  const [lang, setLang] = useState<Lang>(cookie('lang') === 'en' ? 'en' : 'zh')
  const [large, setLarge] = useState(cookie('large') === '1')
  const manner = useMemo<Manner>(
    () => ({
      lang,
      large,
      setLang(next) {
        keepCookie('lang', next)
        setLang(next)
      },
      setLarge(next) {
        keepCookie('large', next ? '1' : '0')
        setLarge(next)
      },
    }),
    [lang, large],
  )
  useLayoutEffect(() => {
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
    document.documentElement.classList.toggle('large', large)
    document.title = say(lang, 'deskAdmin:title')
  }, [lang, large])
  return <MannerContext.Provider value={manner}>{children}</MannerContext.Provider>
}

export function useManner(): Manner {
  const manner = useContext(MannerContext)
  if (!manner) throw new Error('Defect: useManner outside MannerProvider')
  return manner
}

/** `t('desk:queue.title')` in the officer's language. */
export function useText(): (key: string, values?: Record<string, string | number>) => string {
  const { lang } = useManner()
  return useCallback((key, values) => say(lang, key, values), [lang])
}
