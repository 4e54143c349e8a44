import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { type caseworkApi, deskApi, householdApi } from '../../contract/index.ts'
import { ageOn, type Day, readIdentityNumber } from '../../foundation/index.ts'
import { type FactName, factEntry, factNames } from '../../policy/index.ts'
import { call, NamedProblem, upload, useAsk } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { FileField, SelectField, TextField, TickField } from '../parts/field.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { factWord, fenTyped } from '../parts/words.ts'
import { useSession } from '../session.tsx'

interface Person {
  ref: string
  name: string
  number: string
  birth: string
  relation: string
  pledged: boolean
  scan: { fileId: string; digest: string; type: string } | null
}
export type Answers = Record<string, string>
const unknown = '?'

/** What a family is asked at the window; the rest comes from enquiries and the visit. */
const asked = (entity: 'household' | 'person') =>
  factNames.filter((name) => {
    const entry = factEntry(name)
    return (
      entry.entity === entity &&
      (entry.answeredBy === 'citizen' || entry.answeredBy === 'data') &&
      !['relation', 'birth', 'sex'].includes(name) &&
      entry.section !== 'award'
    )
  })
const sections = ['people', 'health', 'work', 'income', 'exempt', 'assets', 'spending', 'support'] as const

const newPerson = (no: number, relation: string): Person => ({
  ref: `p${no}`,
  name: '',
  number: '',
  birth: '',
  relation,
  pledged: false,
  scan: null,
})

/** 窗口登记: the whole application as a family tells it, with signatures scanned in; a receipt to take home. */
export function Counter() {
  const t = useText()
  const { lang } = useManner()
  const session = useSession()
  const key = useRef(`desk-${crypto.randomUUID()}`)
  const next = useRef(2)
  const [programme, setProgramme] = useState('dibao')
  const [origin, setOrigin] = useState<'applicant' | 'proxy' | 'aide' | 'office'>('applicant')
  const [village, setVillage] = useState('')
  const [residence, setResidence] = useState('')
  const [address, setAddress] = useState('')
  const [phone, setPhone] = useState('')
  const [reason, setReason] = useState('')
  const [handedIn, setHandedIn] = useState<string>(session.businessDay)
  const [people, setPeople] = useState<Person[]>([newPerson(1, 'applicant')])
  const [answers, setAnswers] = useState<Record<string, Answers>>({})
  const [helper, setHelper] = useState({ kind: '', name: '', relation: '', phone: '' })
  const [charity, setCharity] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const [receipt, setReceipt] = useState<caseworkApi.Receipt | null>(null)
  const township = (session.area ?? '').slice(0, 9)
  const areas = useAsk(householdApi.listAreas, { query: { below: township } }, { enabled: township.length === 9 })
  const villages = areas.data?.data.items ?? []

  const set = (ref: string, change: Partial<Person>) =>
    setPeople((before) => before.map((p) => (p.ref === ref ? { ...p, ...change } : p)))
  const birthOf = (person: Person): string => {
    const read = person.number ? readIdentityNumber(person.number) : null
    return read && 'birth' in read ? read.birth : person.birth
  }
  const isAdult = (person: Person) => {
    const birth = birthOf(person)
    return !birth || ageOn(birth as Day, session.businessDay) >= 18
  }

  const figures = () =>
    Object.entries(answers).flatMap(([of, said]) =>
      Object.entries(said).flatMap(([name, text]) => {
        if (text === '') return []
        const value = valueTyped(name as FactName, text)
        return value === undefined ? [] : [{ of, name, value }]
      }),
    )

  const submit = async () => {
    setBusy(true)
    setProblem(null)
    const answer = await call(deskApi.receiveApplication, {
      idempotencyKey: key.current,
      body: {
        key: key.current,
        programme: programme as never,
        origin,
        area: (village || session.area) as never,
        residence: residence === 'urban' || residence === 'rural' ? residence : null,
        address: address || null,
        phone: phone || null,
        members: people.map((p) => ({
          ref: p.ref,
          name: p.name,
          ...(p.number ? { number: p.number } : {}),
          ...(birthOf(p) ? { birth: birthOf(p) as never } : {}),
          relation: p.relation,
          ...(!p.number && { withoutNumber: 'unknown' }),
        })),
        applicant: 'p1',
        supporters: [],
        figures: figures(),
        pledges: people.filter((p) => p.pledged).map((p) => ({ of: p.ref, how: 'paper' as const })),
        authorisations: people.flatMap((p) => (p.scan ? [{ of: p.ref, how: 'paper' as const, scan: p.scan }] : [])),
        shareWithCharities: charity,
        helper:
          helper.kind === 'relative' || helper.kind === 'aide'
            ? {
                kind: helper.kind,
                name: helper.name,
                relation: helper.relation || null,
                phone: helper.phone || null,
                consent: 'signature' as const,
                scope: ['submit' as const, 'supplement' as const],
              }
            : null,
        reason: reason || null,
        hardship: [],
        attachments: [],
        handedInOn: handedIn === session.businessDay ? null : (handedIn as never),
      },
    })
    setBusy(false)
    if (!answer.ok) return setProblem(new NamedProblem(answer.problem))
    setReceipt(answer.data)
  }

  if (receipt)
    return (
      <ReceiptView
        receipt={receipt}
        people={people}
        onAgain={() => {
          key.current = `desk-${crypto.randomUUID()}`
          setReceipt(null)
          setPeople([newPerson(1, 'applicant')])
          setAnswers({})
          setAddress('')
          setPhone('')
          setReason('')
        }}
      />
    )

  const programmeChoices = ['dibao', 'tekun', 'lowIncomeMargin'].map((p) => ({
    value: p,
    label: t(`desk:programme.${p}`),
  }))
  return (
    <>
      <h1>{t('desk:counter.title')}</h1>
      <form
        className="counter"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Part title={t('desk:counter.matter')}>
          <SelectField
            label={t('desk:counter.programme')}
            value={programme}
            onChange={setProgramme}
            choices={programmeChoices.slice(0, 1)}
          />
          <SelectField
            label={t('desk:counter.origin')}
            value={origin}
            onChange={(v) => setOrigin(v as typeof origin)}
            choices={(['applicant', 'proxy', 'aide', 'office'] as const).map((o) => ({
              value: o,
              label: t(`desk:origin.${o}`),
            }))}
          />
          <TextField
            label={t('desk:counter.handed-in')}
            hint={t('desk:counter.handed-in-hint')}
            type="date"
            value={handedIn}
            onChange={setHandedIn}
          />
          <TextField
            label={t('desk:counter.reason')}
            value={reason}
            onChange={setReason}
            rows={2}
            max={500}
            required={false}
          />
        </Part>
        <Part title={t('desk:counter.home')}>
          {villages.length > 0 && (
            <SelectField
              label={t('desk:counter.village')}
              value={village}
              onChange={setVillage}
              empty={t('desk:choose')}
              choices={villages.map((v) => ({ value: v.code, label: v.name }))}
            />
          )}
          <ProblemBox error={areas.error} />
          <SelectField
            label={t('desk:counter.residence')}
            value={residence}
            onChange={setResidence}
            empty={t('desk:counter.as-village')}
            required={false}
            choices={(['rural', 'urban'] as const).map((r) => ({ value: r, label: t(`desk:residence.${r}`) }))}
          />
          <TextField
            label={t('desk:counter.address')}
            value={address}
            onChange={setAddress}
            max={200}
            required={false}
          />
          <TextField
            label={t('desk:counter.phone')}
            type="tel"
            value={phone}
            onChange={setPhone}
            max={20}
            required={false}
          />
        </Part>
        <Part title={t('desk:counter.people')}>
          {people.map((person, i) => (
            <fieldset key={person.ref} className="group">
              <legend>{person.name || t('desk:counter.person-no', { no: i + 1 })}</legend>
              <div className="grid">
                <TextField
                  label={t('desk:family.name')}
                  value={person.name}
                  onChange={(name) => set(person.ref, { name })}
                  max={60}
                />
                <TextField
                  label={t('desk:counter.number')}
                  value={person.number}
                  onChange={(number) => set(person.ref, { number })}
                  max={40}
                  required={false}
                />
                {!person.number && (
                  <TextField
                    label={t('desk:family.birth')}
                    type="date"
                    value={person.birth}
                    onChange={(birth) => set(person.ref, { birth })}
                    required={false}
                  />
                )}
                {i > 0 && (
                  <SelectField
                    label={t('desk:family.relation')}
                    value={person.relation}
                    onChange={(relation) => set(person.ref, { relation })}
                    empty={t('desk:choose')}
                    choices={Object.entries(factEntry('relation').codes ?? {})
                      .filter(([code]) => code !== 'applicant')
                      .map(([value, label]) => ({ value, label: label[lang] }))}
                  />
                )}
              </div>
              <Said
                entity="person"
                of={person.ref}
                answers={answers[person.ref] ?? {}}
                onChange={(said) => setAnswers({ ...answers, [person.ref]: said })}
              />
              {isAdult(person) && <Signed person={person} onChange={(change) => set(person.ref, change)} />}
              {i > 0 && (
                <Button onClick={() => setPeople(people.filter((p) => p.ref !== person.ref))}>
                  {t('desk:counter.remove-person')}
                  <span className="sr"> {person.name}</span>
                </Button>
              )}
            </fieldset>
          ))}
          <Button
            onClick={() => {
              setPeople([...people, newPerson(next.current, '')])
              next.current += 1
            }}
          >
            {t('desk:counter.add-person')}
          </Button>
        </Part>
        <Part title={t('desk:counter.household')}>
          <Said
            entity="household"
            of="household"
            answers={answers.household ?? {}}
            onChange={(said) => setAnswers({ ...answers, household: said })}
          />
        </Part>
        <Part title={t('desk:counter.helper')}>
          <SelectField
            label={t('desk:counter.helper-kind')}
            value={helper.kind}
            onChange={(kind) => setHelper({ ...helper, kind })}
            empty={t('desk:counter.no-helper')}
            required={false}
            choices={(['relative', 'aide'] as const).map((k) => ({ value: k, label: t(`desk:helper.${k}`) }))}
          />
          {helper.kind && (
            <div className="grid">
              <TextField
                label={t('desk:family.name')}
                value={helper.name}
                onChange={(name) => setHelper({ ...helper, name })}
                max={60}
              />
              <TextField
                label={t('desk:family.relation')}
                value={helper.relation}
                onChange={(relation) => setHelper({ ...helper, relation })}
                max={60}
                required={false}
              />
              <TextField
                label={t('desk:counter.phone')}
                type="tel"
                value={helper.phone}
                onChange={(v) => setHelper({ ...helper, phone: v })}
                max={20}
                required={false}
              />
            </div>
          )}
          <TickField label={t('desk:counter.charity')} checked={charity} onChange={setCharity} />
        </Part>
        <div className="form-end">
          <ProblemBox error={problem} />
          <p className="hint">{t('desk:counter.missing-is-fine')}</p>
          <Button type="primary" htmlType="submit" size="large" loading={busy}>
            {t('desk:counter.submit')}
          </Button>
        </div>
      </form>
    </>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="part" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

/** In fen, counts, yes/no, codes; null is "they do not know"; undefined cannot be read. */
export function valueTyped(name: FactName, text: string): bigint | number | boolean | string | null | undefined {
  if (text === unknown) return null
  switch (factEntry(name).unit) {
    case 'fen':
      return fenTyped(text) ?? undefined
    case 'count':
      return /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined
    default:
      return text
  }
}

const nothingOf = (name: FactName): string | null => {
  const entry = factEntry(name)
  if (entry.unit === 'fen' || entry.unit === 'count') return '0'
  if (entry.unit === 'boolean') return 'false'
  if (entry.unit === 'code' && entry.codes && 'none' in entry.codes) return 'none'
  return null
}

/** The questions of one subject, folded by section; what was not asked stays unasked. */
export function Said({
  entity,
  of,
  answers,
  onChange,
}: {
  entity: 'household' | 'person'
  of: string
  answers: Answers
  onChange: (answers: Answers) => void
}) {
  const t = useText()
  const { lang } = useManner()
  const names = asked(entity)
  return (
    <div className="said">
      {sections.map((section) => {
        const here = names.filter((name) => factEntry(name).section === section)
        if (here.length === 0) return null
        const filled = here.filter((name) => (answers[name] ?? '') !== '').length
        return (
          <details key={section}>
            <summary>
              {t(`desk:section.${section}`)}{' '}
              <span className="hint">{t('desk:counter.filled', { filled, all: here.length })}</span>
            </summary>
            <p>
              <Button
                onClick={() =>
                  onChange({
                    ...Object.fromEntries(
                      here.flatMap((name) => {
                        const nothing = nothingOf(name)
                        return nothing === null ? [] : [[name, nothing]]
                      }),
                    ),
                    ...Object.fromEntries(Object.entries(answers).filter(([, text]) => text !== '')),
                  })
                }
              >
                {t('desk:counter.rest-nothing')}
              </Button>
            </p>
            <div className="grid">
              {here.map((name) => {
                const entry = factEntry(name)
                const value = answers[name] ?? ''
                const set = (text: string) => onChange({ ...answers, [name]: text })
                const id = `${of}/${name}`
                if (entry.unit === 'boolean' || entry.unit === 'code')
                  return (
                    <SelectField
                      key={id}
                      label={factWord(lang, name)}
                      value={value}
                      onChange={set}
                      required={false}
                      empty={t('desk:counter.not-said')}
                      choices={[
                        ...(entry.unit === 'boolean'
                          ? [
                              { value: 'true', label: t('desk:yes') },
                              { value: 'false', label: t('desk:no') },
                            ]
                          : Object.entries(entry.codes ?? {}).map(([code, label]) => ({
                              value: code,
                              label: label[lang],
                            }))),
                        { value: unknown, label: t('desk:unknown') },
                      ]}
                    />
                  )
                return (
                  <TextField
                    key={id}
                    label={`${factWord(lang, name)}${entry.unit === 'fen' ? `(${t(`desk:period.${entry.period ?? 'today'}`)})` : ''}`}
                    type={entry.unit === 'date' ? 'date' : 'text'}
                    value={value}
                    onChange={set}
                    required={false}
                  />
                )
              })}
            </div>
          </details>
        )
      })}
    </div>
  )
}

/** 承诺 and 核对授权 of an adult: signed on paper, the authorisation scanned in. */
function Signed({ person, onChange }: { person: Person; onChange: (change: Partial<Person>) => void }) {
  const t = useText()
  const [problem, setProblem] = useState<unknown>(null)
  return (
    <div className="signed">
      <TickField
        label={t('desk:counter.pledged', { name: person.name })}
        checked={person.pledged}
        onChange={(pledged) => onChange({ pledged })}
      />
      {person.scan ? (
        <p>
          ✓ {t('desk:counter.scan-there')}{' '}
          <Button onClick={() => onChange({ scan: null })}>{t('desk:counter.scan-again')}</Button>
        </p>
      ) : (
        <FileField
          label={t('desk:counter.scan', { name: person.name })}
          required={false}
          onChange={async (file) => {
            if (!file) return
            setProblem(null)
            try {
              const kept = await upload(deskApi.uploadScan, file)
              onChange({ scan: { fileId: kept.fileId, digest: kept.digest, type: kept.type } })
            } catch (wrong) {
              setProblem(wrong)
            }
          }}
        />
      )}
      <ProblemBox error={problem} />
    </div>
  )
}

function ReceiptView({
  receipt,
  people,
  onAgain,
}: {
  receipt: caseworkApi.Receipt
  people: readonly Person[]
  onAgain: () => void
}) {
  const t = useText()
  const head = people[0]
  return (
    <section className="receipt" aria-label={t('desk:counter.receipt')}>
      <h1>{t('desk:counter.receipt')}</h1>
      <p role="status">{t('desk:counter.received', { name: head?.name ?? '' })}</p>
      <dl>
        <dt>{t('desk:counter.code')}</dt>
        <dd className="big">{receipt.readOutCode}</dd>
        <dt>{t('desk:queue.case-no')}</dt>
        <dd>{receipt.caseNo}</dd>
        <dt>{t('desk:counter.answer-by')}</dt>
        <dd>{receipt.answerBy ?? t('desk:unknown')}</dd>
      </dl>
      {receipt.unsigned.length > 0 && <p>{t('desk:counter.unsigned', { count: receipt.unsigned.length })}</p>}
      {receipt.notes.map((note) => (
        <p key={note} className="mark">
          {t(`desk:earlier.${note}`)}
        </p>
      ))}
      <p className="bar no-print">
        <Button type="primary" size="large" onClick={() => window.print()}>
          {t('desk:counter.print')}
        </Button>
        <Link to="/case/$caseId" params={{ caseId: receipt.caseId }} className="button">
          {t('desk:counter.open-case')}
        </Link>
        <Button onClick={onAgain}>{t('desk:counter.next')}</Button>
      </p>
    </section>
  )
}
