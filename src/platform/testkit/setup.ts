import { startTestServer } from './server.ts'

/** vitest's globalSetup: what it returns is run when all tests are done. */
export default function setup(): () => Promise<void> {
  return startTestServer()
}
