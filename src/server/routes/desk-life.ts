import { sheetDocument } from '../../casework/index.ts'
import { deskLifeApi as api } from '../../contract/index.ts'
import { isRefusal } from '../../foundation/index.ts'
import { printDocument } from '../../office/index.ts'
import { type Frame, mount } from '../mount.ts'

/** Papers of the lists around the case. */
export function deskLifeRoutes(frame: Frame): void {
  mount(frame, api.printSheet, async ({ tx, params, query }) => {
    const document = await sheetDocument(tx, params.sheetId)
    if (isRefusal(document)) return document
    const printed = await printDocument(
      tx,
      { household: null, id: document },
      { format: query.format, large: query.large === '1' },
    )
    return isRefusal(printed)
      ? printed
      : { bytes: printed.bytes, type: printed.contentType, fileName: printed.fileName }
  })
}
