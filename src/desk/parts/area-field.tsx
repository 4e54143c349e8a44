import { householdApi } from '../../contract/index.ts'
import type { AreaCode } from '../../foundation/index.ts'
import { useAsk } from '../api.ts'
import { useText } from '../language.tsx'
import { SelectField } from './field.tsx'

/** A place chosen by name, level by level, below the officer's own area; never a code typed from memory. */
export function AreaField({
  root,
  rootName,
  value,
  onChange,
  deepest = 12,
}: {
  root: string
  rootName: string
  value: string
  onChange: (code: string) => void
  /** Length of the smallest code that may be chosen: 9 a township, 12 a village. */
  deepest?: 9 | 12
}) {
  const t = useText()
  const township = value.length >= 9 ? value.slice(0, 9) : ''
  const below = useAsk(
    householdApi.listAreas,
    { query: { below: root as AreaCode } },
    { enabled: root.length < deepest },
  )
  const villages = useAsk(
    householdApi.listAreas,
    { query: { below: township as AreaCode } },
    { enabled: deepest === 12 && root.length < 9 && township !== '' },
  )
  const name = (code: string) => below.data?.data.items.find((one) => one.code === code)?.name ?? code
  return (
    <>
      {root.length < deepest ? (
        <SelectField
          label={t(root.length < 9 ? 'deskAdmin:area.township' : 'deskAdmin:area.village')}
          value={root.length < 9 ? township || root : value}
          onChange={onChange}
          choices={[
            { value: root, label: t('deskAdmin:area.whole', { name: rootName }) },
            ...(below.data?.data.items ?? []).map((one) => ({ value: one.code as string, label: one.name })),
          ]}
        />
      ) : (
        <p>{rootName}</p>
      )}
      {deepest === 12 && root.length < 9 && township !== '' && (
        <SelectField
          label={t('deskAdmin:area.village')}
          value={value}
          onChange={onChange}
          choices={[
            { value: township, label: t('deskAdmin:area.whole', { name: name(township) }) },
            ...(villages.data?.data.items ?? []).map((one) => ({ value: one.code as string, label: one.name })),
          ]}
        />
      )}
    </>
  )
}
