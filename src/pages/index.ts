import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { enterDemo } from '../access/index.ts'
import { type AreaCode, type Day, isRefusal, refuse } from '../foundation/index.ts'
import { businessDay, type Config, type Tx } from '../platform/index.ts'
import type { Frame } from '../server/index.ts'
import { applyRoutes } from './apply/routes.ts'
import { callbackRoutes } from './callback.tsx'
import { checkRoutes } from './check/routes.ts'
import { type DemoStory, demoLanding } from './demo.tsx'
import { home } from './home.tsx'
import { mannerCookie, mannerOf } from './manner.ts'
import { messagePage } from './message.tsx'
import { myRoutes } from './my/routes.tsx'
import { noticeRoutes } from './notices/routes.tsx'
import { goTo, ownAddress, type PageAnswer, page, type Visit } from './page.ts'
import { accessibility, hotline } from './plain.tsx'
import { policyRoutes } from './policies/rules.tsx'
import { progressRoutes } from './progress/routes.ts'
import { text } from './read-form.ts'
import { render } from './shell.tsx'

/** What the pages need from the composition root. */
export interface PagesHouse {
  /** The county these pages serve. */
  county: AreaCode
  /** The demo's stories, told by the generator. */
  stories(): Promise<DemoStory[]>
  /** How far the making of the demo county is. */
  seeding(): { state: 'empty' | 'making' | 'ready' | 'failed'; step: string; done: number; total: number }
  /** A session of the family of a story, for the citizen's role card and the stories' own doors. */
  enterAsCitizen(tx: Tx, story: string): Promise<string | null>
  /** Goes forward in the demo, living through the days' jobs. */
  passWorkingDays(days: number): Promise<Day>
}

const asset = (name: string) => readFileSync(fileURLToPath(new URL(name, import.meta.url)))
const phone = '12349'

/** Public and citizen pages on the same Fastify instance as the API. */
export function mountPages(frame: Frame, config: Config, house: PagesHouse): void {
  const { app } = frame
  const { demo } = config
  const mount = (method: 'GET' | 'POST', path: string, handler: (visit: Visit) => Promise<PageAnswer>) =>
    page(frame, demo, method, path, handler)

  const css = asset('./pages.css')
  const script = asset('./enhance.js')
  app.get('/assets/pages.css', (_r, reply) =>
    reply.header('cache-control', 'public, max-age=3600').type('text/css; charset=utf-8').send(css),
  )
  app.get('/assets/enhance.js', (_r, reply) =>
    reply.header('cache-control', 'public, max-age=3600').type('text/javascript; charset=utf-8').send(script),
  )
  app.problemPage.show = (request, reply, status, key, values) =>
    reply
      .status(status)
      .type('text/html; charset=utf-8')
      .send(render(messagePage({ manner: mannerOf(request), demo, here: '/', key, ...(values && { values }) })))

  mount('GET', '/', async (visit) => home(visit))
  mount('GET', '/hotline', async ({ manner }) => hotline({ manner, demo, phone }))
  mount('GET', '/accessibility', async ({ manner }) => accessibility({ manner, demo }))
  app.get('/manner', (request, reply) => {
    const { large, lang, back } = request.query as Record<string, unknown>
    const keep = { ...mannerCookie, sameSite: 'lax' as const, secure: config.production }
    if (large === '0' || large === '1') reply.setCookie('large', large, keep)
    if (lang === 'zh' || lang === 'en') reply.setCookie('lang', lang, keep)
    return reply.redirect(ownAddress(typeof back === 'string' ? back : undefined), 303)
  })
  mount('POST', '/leave', async ({ tx, session, setSession }) => {
    if (session)
      await sql`update session set ended_at = clock_timestamp() where token_digest = ${session.digest}`.execute(tx)
    setSession(null)
    return goTo('/')
  })

  checkRoutes(mount, house.county)
  applyRoutes({
    mount,
    db: frame.db,
    county: house.county,
    publicAddress: ({ request }) => config.publicAddress ?? `${request.protocol}://${request.host}`,
  })

  progressRoutes(mount, frame.db)
  myRoutes(mount)
  noticeRoutes(mount, frame.db, house.county)
  policyRoutes(mount, house.county)
  callbackRoutes(mount, house.county)

  mount('GET', '/demo', async ({ tx, manner }) =>
    demo
      ? demoLanding({
          manner,
          businessDay: await businessDay(tx),
          stories: await house.stories(),
          seeding: house.seeding(),
        })
      : refuse('not-found'),
  )
  mount('POST', '/demo/enter', async ({ tx, form, request, setSession }) => {
    if (!demo || !/^(::1|(::ffff:)?127\.0\.0\.1)$/.test(request.ip)) return refuse('not-found')
    if (form.role === 'citizen') {
      const token = await house.enterAsCitizen(tx, text(form, 'story'))
      // Nobody has applied yet: the county is still being made.
      if (!token) return goTo('/demo')
      setSession(token)
      return goTo(ownAddress(text(form, 'to') || '/my'))
    }
    const token = await enterDemo(tx, String(form.role), typeof form.username === 'string' ? form.username : undefined)
    if (isRefusal(token)) return token
    setSession(token)
    return goTo(ownAddress(text(form, 'to') || '/desk/'))
  })
  mount('POST', '/demo/clock', async ({ form }) => {
    if (!demo) return refuse('not-found')
    const days = Number(form.workingDays)
    if (Number.isInteger(days) && days >= 1 && days <= 20) await house.passWorkingDays(days)
    return goTo(ownAddress(typeof form.to === 'string' ? form.to : '/demo'))
  })
}

export { draftCron, draftJobs, textOfDrafts } from './apply/draft-jobs.ts'
export { type DemoStory, type DemoStoryId, demoStoryIds } from './demo.tsx'
