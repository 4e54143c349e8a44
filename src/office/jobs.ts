import type { EventHandler, JobHandler } from '../platform/index.ts'
import { recountClocks, sweepClocks } from './clock-store.ts'
import { deliverMessage, type MessageGateway, sendDueMessages } from './message.ts'

/** What the office does by itself. `main` registers these with the gateway of the installation. */
export const officeJobs = (gateway: MessageGateway): Record<string, JobHandler> => ({
  'send-message': async (tx, payload) => {
    await deliverMessage(tx, { household: BigInt(String(payload.household)), id: String(payload.message) }, gateway)
  },
  'sweep-office': async (tx) => {
    await sweepClocks(tx)
    await sendDueMessages(tx, gateway)
  },
})

export const officeEvents: Record<string, EventHandler[]> = {
  'office.calendar-published': [
    async (tx) => {
      await recountClocks(tx)
    },
  ],
}

/** 08:05 in Shanghai is 00:05 UTC: what is due is known when the window opens. */
export const officeCron = '5 0 * * * sweep-office'
