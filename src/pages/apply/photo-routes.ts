import { isRefusal } from '../../foundation/index.ts'
import { readPage } from '../../office/index.ts'
import { house } from '../../platform/index.ts'
import { goTo } from '../page.ts'
import { readUpload, text, unread } from '../read-form.ts'
import { changeDraft } from './draft-store.ts'
import { type ApplyHouse, screenOf, withDraft } from './draft-visit.ts'
import { Photos, photoKinds } from './photos.tsx'

/** Photographs one by one, also without JavaScript; they lie with the draft until it is sent or goes. */
export function photoRoutes({ mount }: ApplyHouse): void {
  mount(
    'POST',
    '/apply/:id/photos',
    withDraft(async (visit, draft) => {
      const { fields, files, wrong } = await readUpload(visit, 1)
      const sent = files[0]
      const kind = photoKinds.find((one) => one === fields.kind) ?? 'other'
      const refuseWith = (says: string, values?: Record<string, string | number>) => ({
        status: 422,
        page: Photos({ ...screenOf(visit, [{ field: 'photo', says, values }]), draft }),
      })
      if (wrong[0]) return refuseWith(unread(wrong[0]).says, wrong[0].refusal.with)
      if (!sent) return refuseWith('pages:wrong.photo-missing')
      if (draft.answers.photos.length >= 20) return refuseWith('pages:wrong.photos-many')
      const page = await readPage(sent.bytes)
      if (isRefusal(page)) return refuseWith(`refusals:${page.refused}`, page.with)
      const stored = await house().files.put(page.bytes)
      await changeDraft(visit.tx, draft.id, (a) => a.photos.push({ file: stored.id, kind, of: null }))
      return goTo(`/apply/${draft.id}/photos`)
    }),
  )
  mount(
    'POST',
    '/apply/:id/photos/remove',
    withDraft(async (visit, draft) => {
      const file = text(visit.form, 'file')
      if (draft.answers.photos.some((p) => p.file === file)) {
        await changeDraft(visit.tx, draft.id, (a) => {
          a.photos = a.photos.filter((p) => p.file !== file)
        })
        await house().files.remove(file)
      }
      return goTo(`/apply/${draft.id}/photos`)
    }),
  )
}
