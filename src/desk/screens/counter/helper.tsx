import { useText } from '../../language.tsx'
import { SelectField, TextField, TickField } from '../../parts/field.tsx'
import type { Draft } from './draft.ts'
import { ScanField } from './scan-field.tsx'
import type { Section } from './section.tsx'

/** 代办人: who stands here for the family, by whose consent. The applicant may end it at any time. */
export function Helper({ draft, errors, change }: Section) {
  const t = useText()
  const { helper } = draft
  const set = (part: Partial<Draft['helper']>) =>
    change((before) => ({ ...before, helper: { ...before.helper, ...part } }))
  return (
    <>
      <SelectField
        label={t('desk:counter.helper-kind')}
        value={helper.kind}
        onChange={(kind) => set({ kind })}
        empty={t('desk:counter.no-helper')}
        required={false}
        choices={(['proxy', 'relative', 'aide'] as const).map((k) => ({ value: k, label: t(`desk:helper.${k}`) }))}
      />
      {helper.kind && (
        <>
          <div className="grid">
            <TextField
              id="helper.name"
              label={t('desk:counter.helper-name')}
              value={helper.name}
              onChange={(name) => set({ name })}
              error={errors.get('helper.name')}
            />
            <TextField
              id="helper.relation"
              label={t('desk:counter.helper-relation')}
              value={helper.relation}
              onChange={(relation) => set({ relation })}
              max={60}
              error={errors.get('helper.relation')}
              required={false}
            />
            <TextField
              id="helper.unit"
              label={t('desk:counter.helper-unit')}
              value={helper.unit}
              onChange={(unit) => set({ unit })}
              max={100}
              error={errors.get('helper.unit')}
              required={false}
            />
            <TextField
              id="helper.phone"
              label={t('desk:counter.helper-phone')}
              type="tel"
              value={helper.phone}
              onChange={(phone) => set({ phone })}
              max={20}
              error={errors.get('helper.phone')}
              required={false}
            />
          </div>
          <ScanField
            id="helper.consentFile"
            label={t('desk:counter.consent')}
            hint={t(helper.kind === 'proxy' ? 'desk:counter.consent-needed' : 'desk:counter.consent-good')}
            pages={helper.consent}
            onChange={(consent) => set({ consent })}
            error={errors.get('helper.consentFile')}
          />
        </>
      )}
      <TickField
        label={t('desk:counter.charity')}
        checked={draft.charity}
        onChange={(charity) => change((before) => ({ ...before, charity }))}
      />
    </>
  )
}
