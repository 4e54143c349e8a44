import { Button } from 'antd'
import { type FactName, factEntry } from '../../../policy/index.ts'
import { useManner, useText } from '../../language.tsx'
import { SelectField, TextField, TickField } from '../../parts/field.tsx'
import { valueWord } from '../../parts/words.ts'
import {
  type Draft,
  type DraftPerson,
  type DraftSupporter,
  fieldId,
  isAdult,
  newPerson,
  newSupporter,
  supporterRelations,
} from './draft.ts'
import { Figures } from './figures.tsx'
import { AidAnswer, KnownHousehold } from './known.tsx'
import { ScanField } from './scan-field.tsx'
import type { Section } from './section.tsx'

const relations = Object.entries(factEntry('relation' as FactName).codes ?? {}).filter(([code]) => code !== 'applicant')

/** 家庭成员: who lives here, what each says, and what each has signed. */
export function People({ draft, errors, change, today }: Section & { today: string }) {
  const t = useText()
  const set = (ref: string, part: Partial<DraftPerson>) =>
    change((before) => ({
      ...before,
      people: before.people.map((p) => (p.ref === ref ? { ...p, ...part } : p)),
    }))
  return (
    <div id="people" tabIndex={-1}>
      {draft.people.length > 1 && draft.householdId && (
        <SelectField
          label={t('desk:counter.who-applies')}
          value={draft.applicant}
          onChange={(applicant) => change((before) => ({ ...before, applicant }))}
          choices={draft.people.map((p, i) => ({
            value: p.ref,
            label: p.name || t('desk:counter.person-no', { no: i + 1 }),
          }))}
        />
      )}
      {draft.people.map((person, i) => (
        <fieldset key={person.ref} className="group">
          <legend>
            {person.name || t('desk:counter.person-no', { no: i + 1 })}
            {person.ref === draft.applicant && ` · ${t('desk:counter.applicant')}`}
          </legend>
          <Identity
            person={person}
            index={i}
            applicant={person.ref === draft.applicant}
            errors={errors}
            set={(part) => set(person.ref, part)}
          />
          <KnownHousehold draft={draft} person={person} change={change} />
          <AidAnswer person={person} own={draft.householdId} />
          <Figures
            entity="person"
            of={person.ref}
            answers={draft.answers[person.ref] ?? {}}
            errors={errors}
            onChange={(edit) =>
              change((before) => ({
                ...before,
                answers: { ...before.answers, [person.ref]: edit(before.answers[person.ref] ?? {}) },
              }))
            }
          />
          <Signed draft={draft} person={person} today={today} set={(part) => set(person.ref, part)} />
          {person.ref !== draft.applicant && !person.personId && (
            <Button
              onClick={() =>
                change((before) => ({ ...before, people: before.people.filter((p) => p.ref !== person.ref) }))
              }
            >
              {t('desk:counter.remove-person')}
              <span className="sr"> {person.name || t('desk:counter.person-no', { no: i + 1 })}</span>
            </Button>
          )}
        </fieldset>
      ))}
      <Button
        onClick={() =>
          change((before) => ({
            ...before,
            people: [...before.people, newPerson(`p${before.next}`, '')],
            next: before.next + 1,
          }))
        }
      >
        {t('desk:counter.add-person')}
      </Button>
    </div>
  )
}

function Identity({
  person,
  index,
  applicant,
  errors,
  set,
}: {
  person: DraftPerson
  index: number
  applicant: boolean
  errors: Section['errors']
  set: (part: Partial<DraftPerson>) => void
}) {
  const t = useText()
  const { lang } = useManner()
  const at = (field: string) => fieldId('members', index, field)
  if (person.personId)
    return (
      <p>
        {valueWord(lang, 'relation', person.relation)} · {person.maskedNumber ?? t('desk:counter.no-number')} ·{' '}
        <span className="hint">{t('desk:counter.from-register')}</span>
      </p>
    )
  return (
    <div className="grid">
      <TextField
        id={at('name')}
        label={t('desk:family.name')}
        value={person.name}
        onChange={(name) => set({ name })}
        error={errors.get(at('name'))}
      />
      <TextField
        id={at('number')}
        label={t('desk:counter.number')}
        value={person.number}
        onChange={(number) => set({ number })}
        error={errors.get(at('number'))}
        required={false}
      />
      {!person.number && (
        <>
          <SelectField
            id={at('withoutNumber')}
            label={t('desk:counter.without-number')}
            value={person.withoutNumber}
            onChange={(withoutNumber) => set({ withoutNumber })}
            empty={t('desk:counter.has-number')}
            error={errors.get(at('withoutNumber'))}
            required={false}
            choices={(['newborn', 'unregistered', 'unknown'] as const).map((why) => ({
              value: why,
              label: t(`desk:counter.without-${why}`),
            }))}
          />
          {person.withoutNumber && (
            <>
              <TextField
                id={at('birth')}
                label={t('desk:family.birth')}
                type="date"
                value={person.birth}
                onChange={(birth) => set({ birth })}
                error={errors.get(at('birth'))}
                required={false}
              />
              <SelectField
                id={at('sex')}
                label={t('desk:family.sex')}
                value={person.sex}
                onChange={(sex) => set({ sex })}
                empty={t('desk:unknown')}
                error={errors.get(at('sex'))}
                required={false}
                choices={(['female', 'male'] as const).map((s) => ({ value: s, label: t(`desk:sex.${s}`) }))}
              />
            </>
          )}
        </>
      )}
      {!applicant && (
        <SelectField
          id={at('relation')}
          label={t('desk:counter.relation')}
          value={person.relation}
          onChange={(relation) => set({ relation })}
          empty={t('desk:choose')}
          error={errors.get(at('relation'))}
          choices={relations.map(([value, label]) => ({ value, label: label[lang] }))}
        />
      )}
    </div>
  )
}

/** 承诺 and 核对授权: every adult for himself, a child through the adult who looks after it. */
function Signed({
  draft,
  person,
  today,
  set,
}: {
  draft: Draft
  person: DraftPerson
  today: string
  set: (part: Partial<DraftPerson>) => void
}) {
  const t = useText()
  const adult = isAdult(person, today)
  const name = person.name || t('desk:counter.this-person')
  const guardians = draft.people.filter((p) => p.ref !== person.ref && p.name && isAdult(p, today))
  return (
    <div className="signed">
      {adult ? (
        <TickField
          label={t('desk:counter.pledged', { name })}
          checked={person.pledged}
          onChange={(pledged) => set({ pledged })}
        />
      ) : (
        guardians.length > 0 && (
          <SelectField
            label={t('desk:counter.guardian', { name })}
            hint={t('desk:counter.guardian-hint')}
            value={person.guardian}
            onChange={(guardian) => set({ guardian })}
            empty={t('desk:counter.no-guardian')}
            required={false}
            choices={guardians.map((p) => ({ value: p.ref, label: p.name }))}
          />
        )
      )}
      {(adult || person.guardian) && (
        <ScanField
          label={t('desk:counter.scan', { name })}
          pages={person.authorisation}
          onChange={(authorisation) => set({ authorisation })}
        />
      )}
    </div>
  )
}

/** 法定赡养、抚养、扶养义务人 who live elsewhere: what is known of them, and their own consent, never forced. */
export function Supporters({ draft, errors, change }: Section) {
  const t = useText()
  const set = (ref: string, part: Partial<DraftSupporter>) =>
    change((before) => ({
      ...before,
      supporters: before.supporters.map((s) => (s.ref === ref ? { ...s, ...part } : s)),
    }))
  return (
    <>
      <p className="hint">{t('desk:counter.supporters-who')}</p>
      {draft.supporters.map((supporter, i) => {
        const at = (field: string) => fieldId('supporters', i, field)
        const name = supporter.name || t('desk:counter.supporter-no', { no: i + 1 })
        return (
          <fieldset key={supporter.ref} className="group">
            <legend>{name}</legend>
            <div className="grid">
              <TextField
                id={at('name')}
                label={t('desk:family.name')}
                value={supporter.name}
                onChange={(value) => set(supporter.ref, { name: value })}
                error={errors.get(at('name'))}
              />
              <SelectField
                id={at('relation')}
                label={t('desk:counter.supporter-relation')}
                value={supporter.relation}
                onChange={(relation) => set(supporter.ref, { relation })}
                empty={t('desk:choose')}
                error={errors.get(at('relation'))}
                choices={supporterRelations.map((one) => ({ value: one, label: t(`desk:supporter.${one}`) }))}
              />
              <SelectField
                id={at('supports')}
                label={t('desk:counter.supports')}
                value={supporter.supports}
                onChange={(supports) => set(supporter.ref, { supports })}
                empty={t('desk:counter.supports-all')}
                required={false}
                choices={draft.people.filter((p) => p.name).map((p) => ({ value: p.ref, label: p.name }))}
              />
              <TextField
                id={at('number')}
                label={t('desk:counter.number')}
                value={supporter.number}
                onChange={(number) => set(supporter.ref, { number })}
                error={errors.get(at('number'))}
                required={false}
              />
              <TextField
                id={at('address')}
                label={t('desk:counter.address')}
                value={supporter.address}
                onChange={(address) => set(supporter.ref, { address })}
                max={200}
                error={errors.get(at('address'))}
                required={false}
              />
            </div>
            <Figures
              entity="supporter"
              of={supporter.ref}
              answers={draft.answers[supporter.ref] ?? {}}
              errors={errors}
              onChange={(edit) =>
                change((before) => ({
                  ...before,
                  answers: { ...before.answers, [supporter.ref]: edit(before.answers[supporter.ref] ?? {}) },
                }))
              }
            />
            <ScanField
              label={t('desk:counter.scan', { name })}
              hint={t('desk:counter.supporter-scan-hint')}
              pages={supporter.authorisation}
              onChange={(authorisation) => set(supporter.ref, { authorisation })}
            />
            <Button
              onClick={() =>
                change((before) => ({
                  ...before,
                  supporters: before.supporters.filter((s) => s.ref !== supporter.ref),
                }))
              }
            >
              {t('desk:counter.remove-person')}
              <span className="sr"> {name}</span>
            </Button>
          </fieldset>
        )
      })}
      <Button
        onClick={() =>
          change((before) => ({
            ...before,
            supporters: [...before.supporters, newSupporter(`s${before.next}`)],
            next: before.next + 1,
          }))
        }
      >
        {t('desk:counter.add-supporter')}
      </Button>
    </>
  )
}
