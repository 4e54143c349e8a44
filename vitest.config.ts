import { defineConfig } from 'vitest/config'

const browserFiles = ['e2e/**/*.test.ts']

export default defineConfig({
  test: {
    globalSetup: ['src/platform/testkit/setup.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.{ts,tsx}',
            'cases/**/*.test.ts',
            'demo/**/*.test.ts',
            'bench/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          pool: 'forks',
          // Two workers keep their modules from file to file: reading them again for each took as long as the tests.
          // A test therefore leaves nothing behind in its process (environment, listeners), as in one that shares a database.
          maxWorkers: 2,
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: browserFiles,
          globalSetup: ['e2e/county.ts'],
          pool: 'forks',
          // One Chromium and one server at a time: two cores carry no more.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
