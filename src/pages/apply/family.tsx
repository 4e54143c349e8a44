import { factEntry } from '../../policy/index.ts'
import { DayField, FactField, LongField, PhoneField, SelectField, TextField, VillageField } from '../form.tsx'
import { typedText } from '../problem.ts'
import type { VillageOption } from '../villages.ts'
import { type DraftPerson, isOdd, personFields } from './answers.ts'
import { DraftPage, type DraftScreen } from './draft-page.tsx'

export function People(frame: DraftScreen) {
  const { manner, draft } = frame
  const { t, lang } = manner
  const { people } = draft.answers
  return (
    <DraftPage {...frame} at="/people" title={t('pages:apply.section.people')}>
      <p>{t('pages:apply.people-what')}</p>
      {people.length > 0 && (
        <ul className="tasks">
          {people.map((p, i) => (
            <li key={p.ref}>
              <a href={`/apply/${draft.id}/people/${i + 1}`}>{p.name}</a>
              <span>{factEntry('relation').codes?.[p.relation]?.[lang] ?? ''}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="actions">
        <a
          className={people.length ? 'button second' : 'button'}
          href={`/apply/${draft.id}/people/${people.length + 1}`}
        >
          {t(people.length ? 'pages:apply.add-person' : 'pages:apply.add-first')}
        </a>
        {people.length > 0 && (
          <a className="button" href={`/apply/${draft.id}`}>
            {t('pages:apply.everybody')}
          </a>
        )}
      </p>
    </DraftPage>
  )
}

export function Person({ typed, n, ...frame }: DraftScreen & { n: number }) {
  const { manner, problems, draft } = frame
  const { t, lang } = manner
  const person: DraftPerson | undefined = draft.answers.people[n - 1]
  const first = n === 1
  const odd = problems.some((p) => isOdd(p))
  const relations = Object.entries(factEntry('relation').codes ?? {})
    .filter(([code]) => code !== 'applicant')
    .map(([value, label]) => ({ value, label: label[lang] }))
  const title = first ? t('pages:apply.person-first') : t('pages:apply.person-title', { n })
  return (
    <DraftPage {...frame} at={`/people/${n}`} title={title}>
      <form method="post" action={`/apply/${draft.id}/people/${n}`}>
        <TextField
          manner={manner}
          name="name"
          label={t('pages:apply.name')}
          hint={t('pages:apply.name-hint')}
          value={typedText(typed, 'name') ?? person?.name}
          problems={problems}
          maxLength={60}
        />
        <TextField
          manner={manner}
          name="number"
          label={t('pages:apply.number')}
          hint={t('pages:apply.number-hint')}
          value={typedText(typed, 'number') ?? person?.number}
          problems={problems}
          maxLength={30}
        />
        <details open={Boolean(person?.birth) || problems.some((p) => ['number', 'birth', 'sex'].includes(p.field))}>
          <summary>{t('pages:apply.no-number')}</summary>
          <DayField
            manner={manner}
            name="birth"
            label={t('pages:apply.birth')}
            value={typedText(typed, 'birth') ?? person?.birth}
            problems={problems}
          />
          <SelectField
            manner={manner}
            name="sex"
            label={t('pages:apply.sex')}
            value={typedText(typed, 'sex') ?? person?.sex}
            options={[
              { value: 'female', label: t('pages:apply.female') },
              { value: 'male', label: t('pages:apply.male') },
            ]}
            problems={problems}
          />
        </details>
        {!first && (
          <SelectField
            manner={manner}
            name="relation"
            label={t('pages:apply.relation')}
            value={typedText(typed, 'relation') ?? person?.relation}
            options={relations}
            problems={problems}
          />
        )}
        {odd && (
          <div className="choice">
            <input type="checkbox" id="sure" name="sure" value="1" />
            <label htmlFor="sure">{t('pages:apply.sure')}</label>
          </div>
        )}
        {personFields.map((fact) => (
          <FactField
            key={fact}
            manner={manner}
            fact={fact}
            name={fact}
            answer={person?.facts[fact]}
            typed={typedText(typed, fact)}
            problems={problems}
          />
        ))}
        <p className="actions">
          <button className="primary" type="submit">
            {t('pages:apply.save')}
          </button>
          {person && !first && (
            <button className="second" type="submit" name="remove" value="1" formNoValidate>
              {t('pages:apply.remove-person')}
            </button>
          )}
        </p>
      </form>
    </DraftPage>
  )
}

export function Address({ typed, villages, ...frame }: DraftScreen & { villages: VillageOption[] }) {
  const { manner, problems, draft } = frame
  const { t } = manner
  const a = draft.answers
  return (
    <DraftPage {...frame} at="/address" title={t('pages:apply.section.address')}>
      <form method="post" action={`/apply/${draft.id}/address`}>
        <VillageField
          manner={manner}
          value={typedText(typed, 'area') ?? a.area}
          problems={problems}
          villages={villages}
        />
        <TextField
          manner={manner}
          name="address"
          autoComplete="street-address"
          label={t('pages:apply.address')}
          hint={t('pages:apply.address-hint')}
          value={typedText(typed, 'address') ?? a.address}
          problems={problems}
        />
        <TextField
          manner={manner}
          name="registeredAddress"
          label={t('pages:apply.registered')}
          hint={t('pages:apply.registered-hint')}
          value={typedText(typed, 'registeredAddress') ?? a.registeredAddress}
          problems={problems}
        />
        <PhoneField manner={manner} value={typedText(typed, 'phone') ?? a.phone} problems={problems} />
        <LongField
          manner={manner}
          name="reason"
          label={t('pages:apply.reason')}
          hint={t('pages:apply.reason-hint')}
          value={typedText(typed, 'reason') ?? a.reason}
          problems={problems}
          most={500}
        />
        <button className="primary" type="submit">
          {t('pages:apply.save')}
        </button>
      </form>
    </DraftPage>
  )
}
