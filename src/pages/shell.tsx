import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { ErrorSummary } from './form.tsx'
import type { Manner } from './manner.ts'
import type { FieldProblem } from './problem.ts'

export interface PageProps {
  manner: Manner
  title: string
  /** The address of this page without the manner parameters, for the 大字 and language links. */
  here: string
  demo: boolean
  children: ReactNode
  /** Who is signed in, shown with a way out. */
  signedIn?: string | null
  /** A page that was posted: changing its language or size posts the same again. */
  posted?: Record<string, string>
  /** The page asks for itself again: only while something is being made before the visitor's eyes. */
  refreshSeconds?: number
}

/** 大字 and the language: the page stays, only its manner changes; the cookie remembers it for every other page. */
function Change({
  here,
  posted,
  to,
  lang,
  children,
}: Pick<PageProps, 'here' | 'posted' | 'children'> & { to: string; lang?: string }) {
  if (!posted)
    return (
      <a href={`/manner?${to}&back=${encodeURIComponent(here)}`} lang={lang}>
        {children}
      </a>
    )
  return (
    <form method="post" action={`${here}?${to}`}>
      {Object.entries(posted).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" lang={lang}>
        {children}
      </button>
    </form>
  )
}

/** The frame of every public and citizen page: help stands in the same order everywhere, everything works without JavaScript. */
export function Shell({ manner, title, here, demo, children, signedIn = null, posted, refreshSeconds }: PageProps) {
  const { t, lang, large } = manner
  const other = lang === 'zh' ? ('en' as const) : ('zh' as const)
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
                <Change {...{ here, posted }} to={`large=${large ? 0 : 1}`}>
                  {t(large ? 'pages:help.normal' : 'pages:help.large')}
                </Change>
              </li>
              <li className="needs-script">
                <button type="button" data-read-aloud hidden>
                  {t('pages:help.read')}
                </button>
              </li>
              <li>
                <Change {...{ here, posted }} to={`lang=${other}`} lang={other === 'zh' ? 'zh-CN' : 'en'}>
                  {other === 'zh' ? '中文' : 'English'}
                </Change>
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
        <main id="content" tabIndex={-1}>
          {children}
        </main>
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
      </body>
    </html>
  )
}

/** A page with its heading and, above everything else, what has to be mended. */
export function Sheet({
  problems = [],
  heading,
  children,
  ...frame
}: PageProps & { problems?: readonly FieldProblem[]; heading?: string }) {
  const title = problems.length
    ? `${frame.manner.t('pages:wrong.title', { count: problems.length })} · ${frame.title}`
    : frame.title
  return (
    <Shell {...frame} title={title}>
      <h1>{heading ?? frame.title}</h1>
      <ErrorSummary manner={frame.manner} problems={problems} />
      {children}
    </Shell>
  )
}

export const render = (page: ReactNode): string => `<!doctype html>${renderToStaticMarkup(page)}`
