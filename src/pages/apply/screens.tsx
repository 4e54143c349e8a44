import type { Day } from '../../foundation/index.ts'
import { factEntry } from '../../policy/index.ts'
import { ErrorSummary, FactField, Field, SelectField, TextField } from '../form.tsx'
import type { Manner } from '../manner.ts'
import { Shell } from '../shell.tsx'
import {
  type Answers,
  adults,
  assetFields,
  birthOf,
  type DraftPerson,
  earners,
  type FieldProblem,
  incomeFields,
  personFields,
  type Section,
  sections,
  spendingFields,
  stateOf,
} from './answers.ts'
import type { Draft } from './draft-store.ts'

type Form = Record<string, string | string[]>
export interface Screen {
  manner: Manner
  demo: boolean
  problems: readonly FieldProblem[]
  /** What was just typed and refused, to show it again. */
  typed?: Form
}
export interface VillageOption {
  group: string
  value: string
  label: string
}

const typedText = (typed: Form | undefined, name: string): string | undefined =>
  typed && typeof typed[name] === 'string' ? (typed[name] as string) : undefined

/** Sits at the bottom of every page of a draft until a receipt number exists. */
function NotSent({ manner, draft }: { manner: Manner; draft: Draft }) {
  return (
    <p className="sticky" role="status">
      {manner.t('pages:apply.not-sent', { day: draft.expiresOn })}
    </p>
  )
}

function Start({
  manner,
  demo,
  problems,
  typed,
  villages,
  about,
  forOther,
}: Screen & { villages: VillageOption[]; about: string | null; forOther: boolean }) {
  const { t } = manner
  return (
    <Shell
      manner={manner}
      demo={demo}
      here={`/apply/start${forOther ? '?for=other' : ''}`}
      title={t('pages:apply.start-title')}
    >
      <h1>{t('pages:apply.start-title')}</h1>
      <ErrorSummary manner={manner} problems={problems} />
      <p>{t('pages:apply.start-what')}</p>
      <form method="post" action="/apply/start">
        <input type="hidden" name="about" value={about ?? ''} />
        <input type="hidden" name="for" value={forOther ? 'other' : ''} />
        <SelectField
          manner={manner}
          name="area"
          label={t('pages:apply.village')}
          hint={t('pages:apply.village-hint')}
          options={villages}
          value={typedText(typed, 'area')}
          problems={problems}
        />
        <TextField
          manner={manner}
          name="phone"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          label={t('pages:apply.phone')}
          hint={t('pages:apply.phone-hint')}
          value={typedText(typed, 'phone')}
          problems={problems}
          maxLength={20}
        />
        {forOther && (
          <>
            <TextField
              manner={manner}
              name="helperName"
              autoComplete="name"
              label={t('pages:apply.helper-name')}
              value={typedText(typed, 'helperName')}
              problems={problems}
              maxLength={50}
            />
            <TextField
              manner={manner}
              name="helperRelation"
              label={t('pages:apply.helper-relation')}
              hint={t('pages:apply.helper-relation-hint')}
              value={typedText(typed, 'helperRelation')}
              problems={problems}
              maxLength={30}
            />
          </>
        )}
        <button className="primary" type="submit">
          {t('pages:apply.begin')}
        </button>
      </form>
    </Shell>
  )
}

function Code({ manner, demo, id, code }: Screen & { id: string; code: string }) {
  const { t } = manner
  return (
    <Shell manner={manner} demo={demo} here="/apply/start" title={t('pages:apply.code-title')}>
      <h1>{t('pages:apply.code-title')}</h1>
      <p className="big">{code}</p>
      <p>{t('pages:apply.code-what')}</p>
      <p className="actions">
        <a className="button" href={`/apply/${id}`}>
          {t('pages:apply.go-on')}
        </a>
      </p>
    </Shell>
  )
}

function Return({ manner, demo, problems, typed, sent }: Screen & { sent: boolean }) {
  const { t } = manner
  return (
    <Shell manner={manner} demo={demo} here="/apply/return" title={t('pages:apply.return-title')}>
      <h1>{t('pages:apply.return-title')}</h1>
      <ErrorSummary manner={manner} problems={problems} />
      {sent && (
        <div className="box ok" role="status">
          <p>{t('pages:apply.code-sent')}</p>
        </div>
      )}
      <form method="post" action="/apply/return">
        <TextField
          manner={manner}
          name="phone"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          label={t('pages:apply.phone')}
          value={typedText(typed, 'phone')}
          problems={problems}
          maxLength={20}
        />
        <TextField
          manner={manner}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          label={t('pages:apply.code')}
          hint={t('pages:apply.code-hint')}
          problems={problems}
          maxLength={8}
        />
        <p className="actions">
          <button className="primary" type="submit">
            {t('pages:home.continue')}
          </button>
          <button className="second" type="submit" name="lost" value="1">
            {t('pages:apply.lost-code')}
          </button>
        </p>
      </form>
    </Shell>
  )
}

function Tasks({ manner, demo, draft, today }: Screen & { draft: Draft; today: Day }) {
  const { t } = manner
  const a = draft.answers
  const states = sections.map((s) => stateOf(s, a, today))
  return (
    <Shell manner={manner} demo={demo} here={`/apply/${draft.id}`} title={t('pages:apply.title')}>
      <h1>{t('pages:apply.title')}</h1>
      <p>{t('pages:apply.how-many', { done: states.filter((s) => s === 'filled').length, all: sections.length })}</p>
      {a.helper && (
        <form method="post" action={`/apply/${draft.id}/helper`} className="box">
          <p>{t('pages:apply.helper', { name: a.helper.name, relation: a.helper.relation })}</p>
          <button className="second" type="submit">
            {t('pages:apply.helper-end')}
          </button>
        </form>
      )}
      <ul className="tasks">
        {sections.map((section, i) => (
          <li key={section}>
            <a href={`/apply/${draft.id}/${section}`}>{t(`pages:apply.section.${section}`)}</a>
            <span>{t(`pages:apply.state.${states[i]}`)}</span>
          </li>
        ))}
      </ul>
      <p className="actions">
        <a className="button" href={`/apply/${draft.id}/review`}>
          {t('pages:apply.check')}
        </a>
        <a className="button second" href={`/apply/${draft.id}/form.pdf`}>
          {t('pages:apply.print-form')}
        </a>
      </p>
      <NotSent manner={manner} draft={draft} />
    </Shell>
  )
}

function People({ manner, demo, draft }: Screen & { draft: Draft }) {
  const { t, lang } = manner
  const { people } = draft.answers
  return (
    <Shell manner={manner} demo={demo} here={`/apply/${draft.id}/people`} title={t('pages:apply.section.people')}>
      <h1>{t('pages:apply.section.people')}</h1>
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
      <NotSent manner={manner} draft={draft} />
    </Shell>
  )
}

function Person({ manner, demo, problems, typed, draft, n }: Screen & { draft: Draft; n: number }) {
  const { t, lang } = manner
  const person: DraftPerson | undefined = draft.answers.people[n - 1]
  const first = n === 1
  const relations = Object.entries(factEntry('relation').codes ?? {})
    .filter(([code]) => code !== 'applicant')
    .map(([value, label]) => ({ value, label: label[lang] }))
  const title = first ? t('pages:apply.person-first') : t('pages:apply.person-title', { n })
  return (
    <Shell manner={manner} demo={demo} here={`/apply/${draft.id}/people/${n}`} title={title}>
      <h1>{title}</h1>
      <ErrorSummary manner={manner} problems={problems} />
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
        <details open={Boolean(person?.birth) || problems.some((p) => p.field === 'number')}>
          <summary>{t('pages:apply.no-number')}</summary>
          <TextField
            manner={manner}
            name="birth"
            type="date"
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
      <NotSent manner={manner} draft={draft} />
    </Shell>
  )
}

function Address({
  manner,
  demo,
  problems,
  typed,
  draft,
  villages,
}: Screen & { draft: Draft; villages: VillageOption[] }) {
  const { t } = manner
  const a = draft.answers
  return (
    <Shell manner={manner} demo={demo} here={`/apply/${draft.id}/address`} title={t('pages:apply.section.address')}>
      <h1>{t('pages:apply.section.address')}</h1>
      <ErrorSummary manner={manner} problems={problems} />
      <form method="post" action={`/apply/${draft.id}/address`}>
        <SelectField
          manner={manner}
          name="area"
          label={t('pages:apply.village')}
          options={villages}
          value={typedText(typed, 'area') ?? a.area}
          problems={problems}
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
        <TextField
          manner={manner}
          name="phone"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          label={t('pages:apply.phone')}
          value={typedText(typed, 'phone') ?? a.phone}
          problems={problems}
          maxLength={20}
        />
        <Field
          manner={manner}
          name="reason"
          label={t('pages:apply.reason')}
          hint={t('pages:apply.reason-hint')}
          problems={problems}
        >
          <textarea
            id="reason"
            name="reason"
            maxLength={500}
            defaultValue={typedText(typed, 'reason') ?? a.reason ?? ''}
          />
        </Field>
        <button className="primary" type="submit">
          {t('pages:apply.save')}
        </button>
      </form>
      <NotSent manner={manner} draft={draft} />
    </Shell>
  )
}

/** One page of figures: a person's income, the family's savings, or its large expenses. */
function Figures({
  manner,
  demo,
  problems,
  typed,
  draft,
  section,
  n,
  today,
}: Screen & { draft: Draft; section: 'income' | 'assets' | 'spending'; n: number; today: Day }) {
  const { t } = manner
  const a = draft.answers
  const person = section === 'income' ? earners(a, today)[n - 1] : undefined
  const facts = section === 'income' ? incomeFields : section === 'assets' ? assetFields : spendingFields
  const answers = person ? person.facts : a.household
  const title = person ? t('pages:apply.income-of', { name: person.name }) : t(`pages:apply.section.${section}`)
  return (
    <Shell manner={manner} demo={demo} here={`/apply/${draft.id}/${section}/${n}`} title={title}>
      <h1>{title}</h1>
      <ErrorSummary manner={manner} problems={problems} />
      <p>{t(`pages:apply.${section}-what`)}</p>
      <form method="post" action={`/apply/${draft.id}/${section}/${n}`}>
        {facts.map((fact) => (
          <FactField
            key={fact}
            manner={manner}
            fact={fact}
            name={fact}
            answer={answers[fact]}
            typed={typedText(typed, fact)}
            problems={problems}
          />
        ))}
        <button className="primary" type="submit">
          {t('pages:apply.save')}
        </button>
      </form>
      <NotSent manner={manner} draft={draft} />
    </Shell>
  )
}

function Photos({ manner, demo, problems, draft }: Screen & { draft: Draft }) {
  const { t } = manner
  const kinds = ['household-register', 'identity-card', 'disability-certificate', 'medical-bill', 'other'] as const
  return (
    <Shell manner={manner} demo={demo} here={`/apply/${draft.id}/photos`} title={t('pages:apply.section.photos')}>
      <h1>{t('pages:apply.section.photos')}</h1>
      <ErrorSummary manner={manner} problems={problems} />
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
          options={kinds.map((value) => ({ value, label: t(`pages:apply.photo.${value}`) }))}
          problems={problems}
        />
        <Field
          manner={manner}
          name="photo"
          label={t('pages:apply.photo-file')}
          hint={t('pages:apply.photo-hint')}
          problems={problems}
        >
          <input
            type="file"
            id="photo"
            name="photo"
            accept="image/jpeg,image/png,image/webp,application/pdf"
            capture="environment"
          />
        </Field>
        <p className="actions">
          <button className="primary" type="submit">
            {t('pages:apply.photo-add')}
          </button>
          <a className="button second" href={`/apply/${draft.id}/photos/done`}>
            {t('pages:apply.photo-later')}
          </a>
        </p>
      </form>
      <NotSent manner={manner} draft={draft} />
    </Shell>
  )
}

function Signatures({
  manner,
  demo,
  draft,
  today,
  links,
}: Screen & { draft: Draft; today: Day; links: Record<string, string> }) {
  const { t } = manner
  const a = draft.answers
  return (
    <Shell
      manner={manner}
      demo={demo}
      here={`/apply/${draft.id}/signatures`}
      title={t('pages:apply.section.signatures')}
    >
      <h1>{t('pages:apply.section.signatures')}</h1>
      <p>{t('pages:sign.why')}</p>
      {a.people.length === 0 && <p>{t('pages:sign.nobody')}</p>}
      <ul className="tasks">
        {adults(a, today).map((p) => (
          <li key={p.ref}>
            <span>{p.name}</span>
            {a.signatures[p.ref] ? (
              <span>{t('pages:sign.signed')}</span>
            ) : (
              <span>
                <a href={`/apply/${draft.id}/signatures/${a.people.indexOf(p) + 1}`}>{t('pages:sign.here')}</a>
              </span>
            )}
            {!a.signatures[p.ref] && !links[p.ref] && (
              <form method="post" action={`/apply/${draft.id}/signatures/${a.people.indexOf(p) + 1}/link`}>
                <button className="second" type="submit">
                  {t('pages:sign.other-phone')}
                </button>
              </form>
            )}
            {links[p.ref] && (
              <p>
                {t('pages:sign.open-link')} <code>{links[p.ref]}</code>
              </p>
            )}
          </li>
        ))}
      </ul>
      <p>{t('pages:sign.paper')}</p>
      <p className="actions">
        <a className="button" href={`/apply/${draft.id}`}>
          {t('pages:apply.back-to-list')}
        </a>
      </p>
      <NotSent manner={manner} draft={draft} />
    </Shell>
  )
}

/** The authorisation in plain words, and the name written as a signature. On the own phone or at `/sign/:token`. */
function Sign({
  manner,
  demo,
  problems,
  typed,
  person,
  action,
  until,
}: Screen & { person: DraftPerson; action: string; until: string }) {
  const { t } = manner
  return (
    <Shell manner={manner} demo={demo} here={action} title={t('pages:sign.title', { name: person.name })}>
      <h1>{t('pages:sign.title', { name: person.name })}</h1>
      <ErrorSummary manner={manner} problems={problems} />
      <h2>{t('pages:sign.ask-title')}</h2>
      <p>{t('pages:sign.ask')}</p>
      <ul>
        {(
          [
            'civil-registry',
            'vehicles',
            'real-estate',
            'tax',
            'social-insurance',
            'bank',
            'business-registry',
            'death-register',
          ] as const
        ).map((s) => (
          <li key={s}>{t(`pages:sign.source.${s}`)}</li>
        ))}
      </ul>
      <p>{t('pages:sign.until', { day: until })}</p>
      <p>{t('pages:sign.revoke')}</p>
      <h2>{t('pages:sign.pledge-title')}</h2>
      <p>{t('pages:sign.pledge')}</p>
      <form method="post" action={action}>
        <Field manner={manner} name="agree" label={t('pages:sign.agree-label')} problems={problems} group>
          <div className="choice">
            <input type="checkbox" id="agree-box" name="agree" value="1" defaultChecked={typed?.agree === '1'} />
            <label htmlFor="agree-box">{t('pages:sign.agree')}</label>
          </div>
        </Field>
        <TextField
          manner={manner}
          name="signature"
          label={t('pages:sign.name')}
          hint={t('pages:sign.name-hint', { name: person.name })}
          value={typedText(typed, 'signature')}
          problems={problems}
          maxLength={60}
        />
        <details>
          <summary>{t('pages:sign.guardian')}</summary>
          <TextField
            manner={manner}
            name="guardianName"
            label={t('pages:sign.guardian-name')}
            value={typedText(typed, 'guardianName')}
            problems={problems}
            maxLength={60}
          />
          <TextField
            manner={manner}
            name="guardianRelation"
            label={t('pages:sign.guardian-relation')}
            value={typedText(typed, 'guardianRelation')}
            problems={problems}
            maxLength={30}
          />
        </details>
        <button className="primary" type="submit">
          {t('pages:sign.do')}
        </button>
      </form>
    </Shell>
  )
}

function Signed({ manner, demo }: Screen) {
  return (
    <Shell manner={manner} demo={demo} here="/" title={manner.t('pages:sign.signed')}>
      <h1>{manner.t('pages:sign.signed')}</h1>
      <p>{manner.t('pages:sign.thanks')}</p>
    </Shell>
  )
}

function Review({
  manner,
  demo,
  problems,
  draft,
  today,
  areaName,
}: Screen & { draft: Draft; today: Day; areaName: string }) {
  const { t, lang } = manner
  const a = draft.answers
  const show = (facts: Answers['household'], names: readonly (keyof Answers['household'])[]) =>
    names.map((name) => {
      const entry = factEntry(name)
      const answer = facts[name]
      const said =
        answer === undefined
          ? t('pages:review.nothing')
          : answer === null
            ? t('pages:field.unknown')
            : entry.unit === 'fen'
              ? t('pages:review.yuan', { amount: String(Number(answer) / 100) })
              : entry.unit === 'code'
                ? (entry.codes?.[String(answer)]?.[lang] ?? '')
                : typeof answer === 'boolean'
                  ? t(answer ? 'pages:field.yes' : 'pages:field.no')
                  : String(answer)
      return { label: entry.label[lang], said }
    })
  const rows: { title: string; change: string; lines: { label: string; said: string }[] }[] = [
    ...a.people.map((p, i) => ({
      title: p.name,
      change: `/apply/${draft.id}/people/${i + 1}`,
      lines: [
        { label: t('pages:apply.relation'), said: factEntry('relation').codes?.[p.relation]?.[lang] ?? '' },
        {
          label: t('pages:apply.number'),
          said: p.number
            ? `${p.number.slice(0, 6)}****${p.number.slice(-4)}`
            : t('pages:review.birth', { day: p.birth ?? '' }),
        },
        ...show(p.facts, personFields),
      ],
    })),
    {
      title: t('pages:apply.section.address'),
      change: `/apply/${draft.id}/address`,
      lines: [
        { label: t('pages:apply.village'), said: areaName },
        { label: t('pages:apply.address'), said: a.address ?? t('pages:review.nothing') },
        { label: t('pages:apply.phone'), said: a.phone },
        { label: t('pages:apply.reason'), said: a.reason ?? t('pages:review.nothing') },
      ],
    },
    ...earners(a, today).map((p, i) => ({
      title: t('pages:apply.income-of', { name: p.name }),
      change: `/apply/${draft.id}/income/${i + 1}`,
      lines: show(p.facts, incomeFields),
    })),
    {
      title: t('pages:apply.section.assets'),
      change: `/apply/${draft.id}/assets/1`,
      lines: show(a.household, assetFields),
    },
    {
      title: t('pages:apply.section.spending'),
      change: `/apply/${draft.id}/spending/1`,
      lines: show(a.household, spendingFields),
    },
    {
      title: t('pages:apply.section.photos'),
      change: `/apply/${draft.id}/photos`,
      lines: [{ label: t('pages:review.photos'), said: String(a.photos.length) }],
    },
    {
      title: t('pages:apply.section.signatures'),
      change: `/apply/${draft.id}/signatures`,
      lines: adults(a, today).map((p) => ({
        label: p.name,
        said: t(a.signatures[p.ref] ? 'pages:sign.signed' : 'pages:sign.missing'),
      })),
    },
  ]
  return (
    <Shell manner={manner} demo={demo} here={`/apply/${draft.id}/review`} title={t('pages:review.title')}>
      <h1>{t('pages:review.title')}</h1>
      <ErrorSummary manner={manner} problems={problems} />
      {rows.map((row) => (
        <section key={row.change}>
          <h2>{row.title}</h2>
          <table className="stack">
            <tbody>
              {row.lines.map((line) => (
                <tr key={line.label}>
                  <th scope="row">{line.label}</th>
                  <td>{line.said}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p>
            <a href={row.change}>{t('pages:review.change', { what: row.title })}</a>
          </p>
        </section>
      ))}
      <form method="post" action={`/apply/${draft.id}/submit`}>
        <p>{t('pages:review.after')}</p>
        <button className="primary" type="submit">
          {t('pages:review.send')}
        </button>
      </form>
      <NotSent manner={manner} draft={draft} />
    </Shell>
  )
}

function Receipt({ manner, demo, draft, qr }: Screen & { draft: Draft; qr: string }) {
  const { t } = manner
  const s = draft.submitted!
  return (
    <Shell manner={manner} demo={demo} here={`/apply/${draft.id}/receipt`} title={t('pages:receipt.title')}>
      <h1>{t('pages:receipt.title')}</h1>
      <div className="box ok">
        <p>{t('pages:receipt.case-no')}</p>
        <p className="big" data-case-no>
          {s.caseNo}
        </p>
        <p>{t('pages:receipt.code')}</p>
        <p className="big" data-code>
          {s.code}
        </p>
      </div>
      <img src={qr} alt={t('pages:receipt.qr')} width={180} height={180} />
      <h2>{t('pages:receipt.next')}</h2>
      <ol className="steps">
        {s.answerBy && <li>{t('pages:receipt.answer-by', { day: s.answerBy })}</li>}
        {s.unsigned > 0 && <li>{t('pages:receipt.unsigned', { count: s.unsigned })}</li>}
        <li>{t('pages:receipt.visit')}</li>
        <li>{t('pages:receipt.notice')}</li>
      </ol>
      <p className="actions">
        <a className="button" href={`/p/${s.token}`}>
          {t('pages:help.progress')}
        </a>
        <a className="button second" href={`/apply/${draft.id}/form.pdf`}>
          {t('pages:receipt.print')}
        </a>
      </p>
    </Shell>
  )
}

export const applyScreens = {
  Start,
  Code,
  Return,
  Tasks,
  People,
  Person,
  Address,
  Figures,
  Photos,
  Signatures,
  Sign,
  Signed,
  Review,
  Receipt,
}
export { birthOf, type Section }
