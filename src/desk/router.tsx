import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Broken, Lost } from './frame/lost.tsx'
import { Layout } from './layout.tsx'
import { Waiting } from './parts/waiting.tsx'
import { readAdminSearch } from './screens/admin/admin-search.ts'
import { readCaseSearch } from './screens/case-search.ts'
import { readQueueSearch } from './screens/queue-search.ts'

const root = createRootRoute({ component: Layout, notFoundComponent: Lost })

/** One address per task. Screens load when they are opened. */
const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: lazyRouteComponent(() => import('./screens/home.tsx'), 'Home'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/queue',
    validateSearch: readQueueSearch,
    component: lazyRouteComponent(() => import('./screens/queue.tsx'), 'Queue'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/case/$caseId',
    validateSearch: readCaseSearch,
    component: lazyRouteComponent(() => import('./screens/case.tsx'), 'CaseScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/counter',
    component: lazyRouteComponent(() => import('./screens/counter/counter.tsx'), 'Counter'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/confirm',
    component: lazyRouteComponent(() => import('./screens/confirm.tsx'), 'ConfirmScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/notices',
    validateSearch: (search: Record<string, unknown>): { caseId?: string } =>
      typeof search.caseId === 'string' ? { caseId: search.caseId } : {},
    component: lazyRouteComponent(() => import('./screens/notices.tsx'), 'NoticesScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/supervise',
    component: lazyRouteComponent(() => import('./screens/supervise.tsx'), 'Supervise'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/household/$householdId',
    component: lazyRouteComponent(() => import('./screens/household.tsx'), 'HouseholdScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/month',
    component: lazyRouteComponent(() => import('./screens/money/months.tsx'), 'Months'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/month/$ym',
    component: lazyRouteComponent(() => import('./screens/money/month.tsx'), 'Month'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/returned',
    component: lazyRouteComponent(() => import('./screens/money/returned.tsx'), 'Returned'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/payees',
    component: lazyRouteComponent(() => import('./screens/money/payees.tsx'), 'Payees'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/ledger',
    component: lazyRouteComponent(() => import('./screens/money/ledger.tsx'), 'Ledger'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/import',
    component: lazyRouteComponent(() => import('./screens/import/roster.tsx'), 'Roster'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/verification',
    component: lazyRouteComponent(() => import('./screens/verification/rounds.tsx'), 'Verification'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/verification/$householdId/$requestId',
    component: lazyRouteComponent(() => import('./screens/verification/report.tsx'), 'VerificationReport'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/admin',
    validateSearch: readAdminSearch,
    component: lazyRouteComponent(() => import('./screens/admin/administration.tsx'), 'Administration'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/messages',
    component: lazyRouteComponent(() => import('./screens/admin/messages.tsx'), 'Messages'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/admin/accounts',
    component: lazyRouteComponent(() => import('./screens/admin/accounts.tsx'), 'Accounts'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/admin/stand-ins',
    component: lazyRouteComponent(() => import('./screens/admin/stand-ins.tsx'), 'StandIns'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/me',
    component: lazyRouteComponent(() => import('./screens/me.tsx'), 'Me'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/admin/audit',
    component: lazyRouteComponent(() => import('./screens/admin/audit.tsx'), 'Audit'),
  }),
]

export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: '/desk',
  defaultPreload: 'intent',
  defaultPendingComponent: Waiting,
  defaultErrorComponent: Broken,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
