import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Layout } from './layout.tsx'

const root = createRootRoute({ component: Layout })

/** One address per task. Screens load when they are opened. */
const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: lazyRouteComponent(() => import('./screens/home.tsx'), 'Home'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/admin/accounts',
    component: lazyRouteComponent(() => import('./screens/accounts.tsx'), 'Accounts'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/admin/audit',
    component: lazyRouteComponent(() => import('./screens/audit.tsx'), 'Audit'),
  }),
]

export const router = createRouter({ routeTree: root.addChildren(routes), basepath: '/desk', defaultPreload: 'intent' })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
