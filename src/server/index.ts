import type { Config, Db } from '../platform/index.ts'
import { openFrame } from './frame.ts'
import { healthRoutes } from './health.ts'
import type { Frame } from './mount.ts'
import { openapiRoute } from './openapi.ts'
import { accessRoutes } from './routes/access.ts'
import { adminDeskRoutes } from './routes/admin-desk.ts'
import { appealRoutes } from './routes/appeals.ts'
import { auditRoutes } from './routes/audit.ts'
import { benefitsRoutes } from './routes/benefits.ts'
import { caseStepRoutes } from './routes/case-steps.ts'
import { caseworkRoutes } from './routes/casework.ts'
import { deskRoutes } from './routes/desk.ts'
import { deskLifeRoutes } from './routes/desk-life.ts'
import { deskWorkRoutes } from './routes/desk-work.ts'
import { householdRoutes } from './routes/household.ts'
import { paymentsRoutes } from './routes/payments.ts'
import { paymentsDeskRoutes } from './routes/payments-desk.ts'
import { rosterRoutes } from './routes/roster.ts'
import { verificationDeskRoutes } from './routes/verification-desk.ts'

/** The HTTP API with everything mounted; pages join the same Fastify instance in `main`. */
export async function openServer(db: Db, config: Config): Promise<Frame> {
  const frame = await openFrame(db, config)
  healthRoutes(frame, config)
  accessRoutes(frame, config)
  appealRoutes(frame)
  caseStepRoutes(frame)
  auditRoutes(frame)
  caseworkRoutes(frame)
  deskRoutes(frame)
  deskWorkRoutes(frame)
  deskLifeRoutes(frame)
  householdRoutes(frame)
  rosterRoutes(frame)
  paymentsDeskRoutes(frame)
  paymentsRoutes(frame)
  benefitsRoutes(frame)
  verificationDeskRoutes(frame)
  adminDeskRoutes(frame, config)
  openapiRoute(frame, config)
  return frame
}

export { openFrame, sessionCookie } from './frame.ts'
export { type Frame, mount } from './mount.ts'
export { langOf, sendFailure } from './problems.ts'
export { figuresToday, takeBack, takeOver } from './routes/roster-takeover.ts'
export { unwritableFields } from './unwritable.ts'
