import { PhotoField, SelectField } from '../form.tsx'
import { DraftPage, type DraftScreen } from './draft-page.tsx'

export const photoKinds = [
  'household-register',
  'identity-card',
  'disability-certificate',
  'medical-bill',
  'other',
] as const

export function Photos(frame: DraftScreen) {
  const { manner, problems, draft } = frame
  const { t } = manner
  return (
    <DraftPage {...frame} at="/photos" title={t('pages:apply.section.photos')}>
      <p>{t('pages:apply.photos-what')}</p>
      {draft.answers.photos.length > 0 && (
        <ul className="tasks">
          {draft.answers.photos.map((photo, i) => (
            <li key={photo.file}>
              <span>
                {i + 1}. {t(`pages:apply.photo.${photo.kind}`)}
              </span>
              <form method="post" action={`/apply/${draft.id}/photos/remove`}>
                <button className="second" type="submit" name="file" value={photo.file}>
                  {t('pages:apply.photo-remove')}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <form method="post" action={`/apply/${draft.id}/photos`} encType="multipart/form-data">
        <SelectField
          manner={manner}
          name="kind"
          label={t('pages:apply.photo-kind')}
          value="household-register"
          options={photoKinds.map((value) => ({ value, label: t(`pages:apply.photo.${value}`) }))}
          problems={problems}
        />
        <PhotoField
          manner={manner}
          name="photo"
          label={t('pages:apply.photo-file')}
          hint={t('pages:apply.photo-hint')}
          problems={problems}
          several={false}
        />
        <p className="actions">
          <button className="primary" type="submit">
            {t('pages:apply.photo-add')}
          </button>
          <a className="button second" href={`/apply/${draft.id}/photos/done`}>
            {t(draft.answers.photos.length ? 'pages:apply.back-to-list' : 'pages:apply.photo-later')}
          </a>
        </p>
      </form>
    </DraftPage>
  )
}
