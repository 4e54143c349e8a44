import { useText } from '../../language.tsx'
import { SelectField, TextField, TickField } from '../../parts/field.tsx'
import { type Draft, hardships } from './draft.ts'
import type { Section } from './section.tsx'

/** 申请事项: what is asked for, who comes, when it was really handed in, and what made life hard. */
export function Matter({ draft, errors, change }: Section) {
  const t = useText()
  const put = (part: Partial<Draft>) => change((before) => ({ ...before, ...part }))
  return (
    <>
      <div className="grid">
        <SelectField
          label={t('desk:counter.origin')}
          value={draft.origin}
          onChange={(origin) => put({ origin: origin as Draft['origin'] })}
          choices={(['applicant', 'proxy', 'aide', 'office'] as const).map((o) => ({
            value: o,
            label: t(`desk:counter.origin-${o}`),
          }))}
        />
        <TextField
          id="handedInOn"
          label={t('desk:counter.handed-in')}
          hint={t('desk:counter.handed-in-hint')}
          type="date"
          value={draft.handedIn}
          error={errors.get('handedInOn')}
          onChange={(handedIn) => put({ handedIn })}
        />
      </div>
      <fieldset className="field choices">
        <legend>
          {t('desk:counter.hardship')}
          <span className="optional"> {t('desk:counter.hardship-most')}</span>
        </legend>
        <div className="ticks">
          {hardships.map((kind) => (
            <TickField
              key={kind}
              label={t(`desk:hardship.${kind}`)}
              checked={draft.hardship.includes(kind)}
              disabled={draft.hardship.length >= 3 && !draft.hardship.includes(kind)}
              onChange={(ticked) =>
                put({
                  hardship: ticked ? [...draft.hardship, kind] : draft.hardship.filter((one) => one !== kind),
                })
              }
            />
          ))}
        </div>
      </fieldset>
      <TextField
        id="reason"
        label={t('desk:counter.reason')}
        value={draft.reason}
        onChange={(reason) => put({ reason })}
        rows={2}
        max={500}
        error={errors.get('reason')}
        required={false}
      />
    </>
  )
}

/** 住址和电话: where they live, and where they are registered when that is another place. */
export function Home({
  draft,
  errors,
  change,
  villages,
}: Section & { villages: readonly { code: string; name: string }[] }) {
  const t = useText()
  const put = (part: Partial<Draft>) => change((before) => ({ ...before, ...part }))
  return (
    <>
      <div className="grid">
        {villages.length > 0 && (
          <SelectField
            id="area"
            label={t('desk:counter.village')}
            value={draft.village}
            onChange={(village) => put({ village })}
            empty={t('desk:choose')}
            error={errors.get('area')}
            choices={villages.map((v) => ({ value: v.code, label: v.name }))}
          />
        )}
        <SelectField
          label={t('desk:counter.residence')}
          value={draft.residence}
          onChange={(residence) => put({ residence })}
          empty={t('desk:counter.as-village')}
          required={false}
          choices={(['rural', 'urban'] as const).map((r) => ({ value: r, label: t(`desk:residence.${r}`) }))}
        />
        <TextField
          id="address"
          label={t('desk:counter.address')}
          hint={t('desk:counter.address-hint')}
          value={draft.address}
          onChange={(address) => put({ address })}
          max={200}
          error={errors.get('address')}
          required={false}
        />
        <TextField
          id="phone"
          label={t('desk:counter.phone')}
          type="tel"
          value={draft.phone}
          onChange={(phone) => put({ phone })}
          max={20}
          error={errors.get('phone')}
          required={false}
        />
      </div>
      <TickField
        label={t('desk:counter.registered-elsewhere')}
        checked={draft.registeredElsewhere}
        onChange={(registeredElsewhere) => put({ registeredElsewhere })}
      />
      {draft.registeredElsewhere && (
        <TextField
          id="registeredAddress"
          label={t('desk:counter.registered-address')}
          hint={t('desk:counter.registered-hint')}
          value={draft.registeredAddress}
          onChange={(registeredAddress) => put({ registeredAddress })}
          max={200}
          error={errors.get('registeredAddress')}
        />
      )}
    </>
  )
}
