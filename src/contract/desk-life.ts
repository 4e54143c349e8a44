import { z } from 'zod'
import { route } from './route.ts'
import { id } from './wire.ts'

/** Papers of the lists around the case. */
export const printSheet = route({
  method: 'GET',
  path: '/api/desk/notices/:sheetId/sheet',
  summary: 'The sheet as it hangs on the board: masked, with days, telephone and QR code 打印公示',
  params: z.object({ sheetId: id() }),
  query: z.object({ format: z.enum(['pdf', 'docx']).default('pdf'), large: z.enum(['0', '1']).default('0') }),
  answers: 'bytes',
})
