import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { Manner } from './manner.ts'

export interface PageProps {
  manner: Manner
  title: string
  /** The address of this page without the manner parameters, for the 大字 and language links. */
  here: string
  demo: boolean
  children: ReactNode
  /** Who is signed in, shown with a way out. */
  signedIn?: string | null
  /** A thin page for printing: no bars. */
  bare?: boolean
  /** The page asks for itself again: only while something is being made before the visitor's eyes. */
  refreshSeconds?: number
}

const withQuery = (address: string, add: string) => `${address}${address.includes('?') ? '&' : '?'}${add}`

/** The frame of every public and citizen page: help stands in the same order everywhere, everything works without JavaScript. */
export function Shell({
  manner,
  title,
  here,
  demo,
  children,
  signedIn = null,
  bare = false,
  refreshSeconds,
}: PageProps) {
  const { t, lang, large } = manner
  return (
    <html lang={lang === 'zh' ? 'zh-CN' : 'en'} className={large ? 'large' : undefined}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        {refreshSeconds && <meta httpEquiv="refresh" content={String(refreshSeconds)} />}
        <title>{`${title} · ${t('pages:site')}`}</title>
        <link rel="stylesheet" href="/assets/pages.css" />
        <link rel="icon" href="data:," />
        <script src="/assets/enhance.js" defer />
      </head>
      <body>
        <a className="skip" href="#content">
          {t('pages:skip')}
        </a>
        {!bare && (
          <header>
            <p className="brand">
              <a href="/">{t('pages:site')}</a>
              {demo && <span className="demo">{t('pages:demo-banner')}</span>}
            </p>
            <nav aria-label={t('pages:help.label')}>
              <ul className="help">
                <li>
                  <a href="/p">{t('pages:help.progress')}</a>
                </li>
                <li>
                  <a href="/hotline">{t('pages:help.phone')}</a>
                </li>
                <li>
                  <a href={withQuery(`/manner?large=${large ? 0 : 1}`, `back=${encodeURIComponent(here)}`)}>
                    {t(large ? 'pages:help.normal' : 'pages:help.large')}
                  </a>
                </li>
                <li className="needs-script">
                  <button type="button" data-read-aloud hidden>
                    {t('pages:help.read')}
                  </button>
                </li>
                <li>
                  <a
                    href={withQuery(`/manner?lang=${lang === 'zh' ? 'en' : 'zh'}`, `back=${encodeURIComponent(here)}`)}
                    lang={lang === 'zh' ? 'en' : 'zh-CN'}
                  >
                    {lang === 'zh' ? 'English' : '中文'}
                  </a>
                </li>
                {signedIn && (
                  <li>
                    <form method="post" action="/leave">
                      <button type="submit">{t('pages:help.leave')}</button>
                    </form>
                  </li>
                )}
              </ul>
            </nav>
          </header>
        )}
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        {!bare && (
          <footer>
            <ul>
              <li>
                <a href="/notices">{t('pages:foot.notices')}</a>
              </li>
              <li>
                <a href="/policies/dibao">{t('pages:foot.policies')}</a>
              </li>
              <li>
                <a href="/accessibility">{t('pages:foot.accessibility')}</a>
              </li>
              <li>
                <a href="/desk">{t('pages:foot.staff')}</a>
              </li>
            </ul>
            <p>{t('pages:foot.no-fee')}</p>
          </footer>
        )}
      </body>
    </html>
  )
}

export const render = (page: ReactNode): string => `<!doctype html>${renderToStaticMarkup(page)}`
