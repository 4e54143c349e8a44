import { defineConfig } from 'vitest/config'

const browserFiles = ['e2e/**/*.test.ts']

/**
 * Walks of every screen, form and export: ten minutes more than `npm test` has. `npm run test:long` runs them too, before a
 * release and whenever a screen has changed.
 */
const long = ['case-screens', 'office-screens', 'excel', 'demo-stories', 'verification'].map(
  (name) => `e2e/${name}.test.ts`,
)

/**
 * These chapters' tests run in workers that keep their modules from file to file: reading them again for each file took as
 * long as the tests themselves. Such a test leaves nothing behind in its process (environment, listeners, fake clocks).
 */
const sharing = ['access', 'household', 'verification', 'benefits'].map((chapter) => `src/${chapter}/**/*.test.ts`)

/** Two cores: two workers. All kinds of tests take turns, never one beside the other. */
const unit = { pool: 'forks' as const, maxWorkers: 2, testTimeout: 30_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    globalSetup: ['src/platform/testkit/setup.ts'],
    projects: [
      {
        extends: true,
        test: {
          ...unit,
          name: 'unit-sharing',
          include: sharing,
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...unit,
          name: 'unit',
          include: [
            'src/**/*.test.{ts,tsx}',
            'cases/**/*.test.ts',
            'demo/**/*.test.ts',
            'bench/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: [...sharing, '**/node_modules/**'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: browserFiles,
          exclude: process.env.DOUDI_LONG ? [] : long,
          globalSetup: ['e2e/county.ts'],
          pool: 'forks',
          // One Chromium and one server at a time: two cores carry no more.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 120_000,
          hookTimeout: 420_000,
        },
      },
    ],
  },
})
