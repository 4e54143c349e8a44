import { day } from '../foundation/index.ts'
import { type Db, systemActor } from '../platform/index.ts'
import { readCase } from './case-store.ts'
import {
  type Assessed,
  accept,
  addBoardPhoto,
  adoptFigures,
  confirm,
  countyReview,
  deliverLetter,
  endorse,
  issueLetter,
  passDay,
  preview,
  publishNotice,
  type Receipt,
  recommend,
  recordReport,
  recordVisit,
  startVerification,
  submitApplication,
} from './index.ts'
import { at, declaredAsAdopted, granted, type Office, wangsApplication } from './store-testkit.ts'
import { visitForm } from './visit-form.ts'

/** For tests only: the Wangs' case, lived step by step through the use cases, as far as a test needs it. */
export const lived = {} as { db: Db; office: Office }

export const versionOf = async (caseId: string) =>
  at(lived.db, systemActor('test'), '2025-12-31', async (tx) => granted(await readCase(tx, caseId)).row.version)

export async function investigated(more: Parameters<typeof wangsApplication>[0] = {}): Promise<Receipt> {
  const input = await wangsApplication(more)
  const receipt = await at(lived.db, lived.office.clerk, '2025-03-03', async (tx) =>
    granted(await submitApplication(tx, input)),
  )
  const { caseId, householdId } = receipt
  await at(lived.db, lived.office.clerk, '2025-03-04', async (tx) => granted(await accept(tx, { caseId, version: 1 })))
  await at(lived.db, lived.office.clerk, '2025-03-05', async (tx) =>
    granted(await startVerification(tx, { caseId, version: 2 })),
  )
  await at(lived.db, systemActor('test'), '2025-03-10', async (tx) =>
    granted(await recordReport(tx, { caseId, reportId: 'report', coversVisit: false })),
  )
  const visited = await at(lived.db, lived.office.clerk, '2025-03-11', async (tx) =>
    granted(
      await recordVisit(tx, {
        caseId,
        version: 4,
        visitors: [lived.office.clerk.id, lived.office.aide.id],
        visitedOn: day('2025-03-11'),
        form: visitForm.parse({ outcome: 'visited', conclusion: '情况属实' }),
        findings: [{ subject: { kind: 'household' }, name: 'homeArea', value: 55 }],
      }),
    ),
  )
  await at(lived.db, lived.office.clerk, '2025-03-12', async (tx) => {
    const figures = await declaredAsAdopted(tx, householdId, day('2025-03-12'))
    granted(await adoptFigures(tx, { caseId, version: visited.version, figures }))
  })
  return receipt
}

export const seen = (caseId: string, on: string) =>
  at(lived.db, lived.office.clerk, on, async (tx) => {
    const { state } = granted(await readCase(tx, caseId))
    return granted(await preview(tx, state as never, day(on))).assessed
  })

/** From the opinion to the leader's desk. */
export async function toConfirmation(receipt: Receipt): Promise<Assessed> {
  const { caseId } = receipt
  const assessed = await seen(caseId, '2025-03-12')
  await at(lived.db, lived.office.clerk, '2025-03-12', async (tx) =>
    granted(await recommend(tx, { caseId, version: await versionOf(caseId), seen: assessed.digest })),
  )
  const endorsed = await at(lived.db, lived.office.head, '2025-03-13', async (tx) =>
    granted(await endorse(tx, { caseId, version: await versionOf(caseId) })),
  )
  if (endorsed.stage === 'notice-due') await publish(caseId)
  await at(lived.db, lived.office.section, '2025-03-24', async (tx) =>
    granted(await countyReview(tx, { caseId, version: await versionOf(caseId) })),
  )
  return assessed
}

export async function publish(caseId: string): Promise<void> {
  const sheet = await at(lived.db, lived.office.clerk, '2025-03-14', async (tx) =>
    granted(
      await publishNotice(tx, {
        cases: [{ caseId, version: await versionOf(caseId) }],
        firstDay: day('2025-03-14'),
        place: '丰收村公示栏',
      }),
    ),
  )
  const photo = (which: 'first' | 'last', takenOn: string, on: string) =>
    at(lived.db, lived.office.aide, on, async (tx) =>
      granted(
        await addBoardPhoto(tx, {
          sheetId: sheet.sheetId,
          which,
          attachment: `photo-${which}`,
          takenOn: day(takenOn),
          where: '村口',
        }),
      ),
    )
  await photo('first', '2025-03-14', '2025-03-14')
  await passDay(lived.db, day('2025-03-22'))
  await photo('last', '2025-03-21', '2025-03-22')
}

export const sign = async (caseId: string, assessed: Assessed, on = '2025-03-25') =>
  at(lived.db, lived.office.leader, on, async (tx) =>
    granted(await confirm(tx, { caseId, version: await versionOf(caseId), seen: assessed.digest })),
  )

export async function serve(caseId: string): Promise<void> {
  await at(lived.db, lived.office.clerk, '2025-03-26', async (tx) =>
    granted(await issueLetter(tx, { caseId, version: await versionOf(caseId) })),
  )
  await at(lived.db, lived.office.clerk, '2025-03-27', async (tx) =>
    granted(
      await deliverLetter(tx, {
        caseId,
        version: await versionOf(caseId),
        deliveredOn: day('2025-03-27'),
        manner: 'direct',
        receivedBy: '王守田',
        servers: [lived.office.clerk.id],
      }),
    ),
  )
}
