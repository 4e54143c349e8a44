import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { householdApi as api } from '../../contract/index.ts'
import type { AreaCode, Day } from '../../foundation/index.ts'
import { useAsk } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { type Acting, useAct } from '../parts/act.ts'
import { Dialog } from '../parts/dialog.tsx'
import { ChoiceField, SelectField, TextField, TickField } from '../parts/field.tsx'
import { List } from '../parts/list.tsx'
import { Outcome } from '../parts/outcome.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { codeWord } from '../parts/words.ts'
import { useSession } from '../session.tsx'
import { type HouseholdShown, RelationField } from './change.tsx'

const tools = ['add', 'remove', 'correct', 'split', 'move', 'merge-person'] as const
type Tool = (typeof tools)[number]
const county = ['county-section', 'county-leader']
const registrars = ['township-clerk', 'township-head', ...county]

/** 登记更正: the register itself, outside any case. What it changes in money is asked by a change case. */
export function Registry({ household }: { household: HouseholdShown }) {
  const t = useText()
  const { role } = useSession()
  const [tool, setTool] = useState<Tool | null>(null)
  const [said, setSaid] = useState('')
  const mine = tools.filter((one) => (one === 'merge-person' ? county : registrars).includes(role ?? ''))
  if (mine.length === 0 || household.closedOn) return null
  const FormOf = tool ? forms[tool] : null
  return (
    <>
      <details className="more">
        <summary>{t('deskLife:household.tools')}</summary>
        <ul>
          {mine.map((one) => (
            <li key={one}>
              <Button
                onClick={() => {
                  setSaid('')
                  setTool(one)
                }}
              >
                {t(`deskLife:tool.${one}`)}
              </Button>
            </li>
          ))}
        </ul>
      </details>
      {tool && FormOf && (
        <Dialog title={t(`deskLife:tool.${tool}`)} onClose={() => setTool(null)}>
          <FormOf
            household={household}
            onDone={() => {
              setTool(null)
              setSaid(t('deskLife:tool.done'))
            }}
          />
        </Dialog>
      )}
      <p role="status" className="status">
        {said}
      </p>
    </>
  )
}

interface ToolProps {
  household: HouseholdShown
  onDone: () => void
}

function End({ acting, label }: { acting: Acting; label: string }) {
  return (
    <div className="form-end">
      <Outcome of={acting} />
      <Button type="primary" htmlType="submit" size="large" loading={acting.busy}>
        {label}
      </Button>
    </div>
  )
}

const memberChoices = (household: HouseholdShown) =>
  household.members.map((m) => ({ value: String(m.personId), label: m.name }))

function Add({ household, onDone }: ToolProps) {
  const t = useText()
  const session = useSession()
  const acting = useAct()
  const [how, setHow] = useState('new')
  const [known, setKnown] = useState<Found | null>(null)
  const [name, setName] = useState('')
  const [number, setNumber] = useState('')
  const [birth, setBirth] = useState('')
  const [relation, setRelation] = useState('')
  const [since, setSince] = useState<string>(household.openedOn)
  const person =
    how === 'known'
      ? known && { personId: known.personId }
      : {
          name,
          number: number || null,
          birth: (birth || null) as Day | null,
          ...(!number && { withoutNumber: 'unknown' as const }),
        }
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault()
        if (!person) return
        const done = await acting.act(api.addMember, {
          params: { householdId: household.householdId },
          body: { person, relation, since: since as Day, why: 'correction' },
        })
        if (done) onDone()
      }}
    >
      <ChoiceField
        label={t('deskLife:change.who')}
        value={how}
        onChange={setHow}
        choices={[
          { value: 'new', label: t('deskLife:tool.new-person') },
          { value: 'known', label: t('deskLife:tool.known-person') },
        ]}
      />
      {how === 'known' ? (
        <PersonFinder chosen={known} onChoose={setKnown} />
      ) : (
        <>
          <TextField label={t('deskLife:change.name')} value={name} onChange={setName} max={60} />
          <TextField
            label={t('deskLife:change.number')}
            value={number}
            onChange={setNumber}
            max={40}
            required={false}
          />
          {!number && (
            <TextField label={t('deskLife:change.birth-day')} type="date" value={birth} onChange={setBirth} />
          )}
        </>
      )}
      <RelationField value={relation} onChange={setRelation} />
      <TextField label={t('deskLife:change.since')} type="date" value={since} onChange={setSince} />
      <p className="hint">{t('desk:business-day', { day: session.businessDay })}</p>
      <End acting={acting} label={t('deskLife:tool.add')} />
    </form>
  )
}

/** Entered by mistake: the membership ends on the day it began, and nobody reads it as a former member. */
function Remove({ household, onDone }: ToolProps) {
  const t = useText()
  const acting = useAct()
  const [who, setWho] = useState('')
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault()
        const member = household.members.find((m) => String(m.personId) === who)
        if (!member) return
        const done = await acting.act(api.removeMember, {
          params: { householdId: household.householdId, personId: member.personId },
          body: { until: member.since, why: 'correction' },
        })
        if (done) onDone()
      }}
    >
      <SelectField
        label={t('deskLife:change.who')}
        value={who}
        onChange={setWho}
        empty={t('desk:choose')}
        choices={memberChoices(household)}
      />
      <End acting={acting} label={t('deskLife:tool.remove')} />
    </form>
  )
}

function Correct({ household, onDone }: ToolProps) {
  const t = useText()
  const acting = useAct()
  const [who, setWho] = useState('')
  const [name, setName] = useState('')
  const [sex, setSex] = useState('')
  const [birth, setBirth] = useState('')
  const [reason, setReason] = useState('')
  const choose = (id: string) => {
    const member = household.members.find((m) => String(m.personId) === id)
    setWho(id)
    setName(member?.name ?? '')
    setSex(member?.sex ?? '')
    setBirth(member?.birth ?? '')
  }
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault()
        const member = household.members.find((m) => String(m.personId) === who)
        if (!member) return
        const done = await acting.act(api.correctPerson, {
          params: { personId: member.personId },
          body: {
            reason,
            ...(name !== member.name && { name }),
            ...((sex === 'female' || sex === 'male') && sex !== member.sex && { sex }),
            ...(birth && birth !== member.birth && { birth: birth as Day }),
          },
        })
        if (done) onDone()
      }}
    >
      <SelectField
        label={t('deskLife:change.who')}
        value={who}
        onChange={choose}
        empty={t('desk:choose')}
        choices={memberChoices(household)}
      />
      {who && (
        <>
          <TextField label={t('deskLife:change.name')} value={name} onChange={setName} max={60} />
          <SelectField
            label={t('deskLife:change.sex')}
            value={sex}
            onChange={setSex}
            required={false}
            empty={t('deskLife:change.sex-unknown')}
            choices={(['female', 'male'] as const).map((s) => ({ value: s, label: t(`desk:sex.${s}`) }))}
          />
          <TextField
            label={t('deskLife:change.birth-day')}
            type="date"
            value={birth}
            onChange={setBirth}
            required={false}
          />
        </>
      )}
      <TextField label={t('deskLife:tool.reason')} value={reason} onChange={setReason} rows={2} max={300} />
      <End acting={acting} label={t('deskLife:tool.correct')} />
    </form>
  )
}

function Split({ household }: ToolProps) {
  const t = useText()
  const session = useSession()
  const acting = useAct()
  const [leaving, setLeaving] = useState<Record<string, string>>({})
  const [head, setHead] = useState('')
  const [on, setOn] = useState<string>(session.businessDay)
  const [reason, setReason] = useState('')
  const [made, setMade] = useState<bigint | null>(null)
  if (made !== null)
    return (
      <p role="status">
        {t('deskLife:tool.split-done')}{' '}
        <Link to="/household/$householdId" params={{ householdId: String(made) }}>
          {t('deskLife:tool.open-new')}
        </Link>
      </p>
    )
  const gone = household.members.filter((m) => String(m.personId) in leaving)
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault()
        const done = await acting.act(api.splitHousehold, {
          params: { householdId: household.householdId },
          body: {
            leaving: gone.map((m) => ({
              personId: m.personId,
              relation: String(m.personId) === head ? 'applicant' : (leaving[String(m.personId)] ?? ''),
            })),
            on: on as Day,
            ...(head && { head: BigInt(head) }),
            reason,
          },
        })
        if (done?.ok) setMade(done.data.householdId)
      }}
    >
      <fieldset className="field">
        <legend>{t('deskLife:tool.leaving')}</legend>
        {household.members.map((m) => (
          <TickField
            key={String(m.personId)}
            label={m.name}
            checked={String(m.personId) in leaving}
            onChange={(goes) => {
              const { [String(m.personId)]: _, ...rest } = leaving
              setLeaving(goes ? { ...rest, [String(m.personId)]: '' } : rest)
            }}
          />
        ))}
      </fieldset>
      {gone.length > 0 && (
        <SelectField
          label={t('deskLife:tool.split-head')}
          value={head}
          onChange={setHead}
          empty={t('desk:choose')}
          choices={gone.map((m) => ({ value: String(m.personId), label: m.name }))}
        />
      )}
      {gone
        .filter((m) => String(m.personId) !== head)
        .map((m) => (
          <RelationField
            key={String(m.personId)}
            label={t('deskLife:tool.relation-of', { name: m.name })}
            value={leaving[String(m.personId)] ?? ''}
            onChange={(relation) => setLeaving({ ...leaving, [String(m.personId)]: relation })}
          />
        ))}
      <TextField label={t('deskLife:tool.on')} type="date" value={on} onChange={setOn} />
      <TextField label={t('deskLife:tool.reason')} value={reason} onChange={setReason} rows={2} max={300} />
      <End acting={acting} label={t('deskLife:tool.split')} />
    </form>
  )
}

function Move({ household, onDone }: ToolProps) {
  const t = useText()
  const session = useSession()
  const acting = useAct()
  const [town, setTown] = useState(household.area.slice(0, 9))
  const [village, setVillage] = useState('')
  const [address, setAddress] = useState('')
  const [on, setOn] = useState<string>(session.businessDay)
  const [reason, setReason] = useState('')
  const towns = useAsk(api.listAreas, { query: { below: household.area.slice(0, 6) } })
  const villages = useAsk(api.listAreas, { query: { below: town } })
  const choices = (asked: typeof towns) =>
    (asked.data?.data.items ?? []).map((area) => ({ value: String(area.code), label: area.name }))
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault()
        const done = await acting.act(api.moveHousehold, {
          params: { householdId: household.householdId },
          body: { to: village as AreaCode, on: on as Day, address, reason },
        })
        if (done) onDone()
      }}
    >
      <p>{t('deskLife:tool.move-what')}</p>
      <ProblemBox error={towns.error ?? villages.error} />
      <SelectField
        label={t('deskLife:tool.to-town')}
        value={town}
        onChange={(next) => {
          setTown(next)
          setVillage('')
        }}
        choices={choices(towns)}
      />
      <SelectField
        label={t('deskLife:tool.to-village')}
        value={village}
        onChange={setVillage}
        empty={t('desk:choose')}
        choices={choices(villages).filter((c) => c.value !== household.area)}
      />
      <TextField label={t('deskLife:change.new-address')} value={address} onChange={setAddress} max={200} />
      <TextField label={t('deskLife:tool.on')} type="date" value={on} onChange={setOn} />
      <TextField label={t('deskLife:tool.reason')} value={reason} onChange={setReason} rows={2} max={300} />
      <End acting={acting} label={t('deskLife:tool.move')} />
    </form>
  )
}

/** Two records of one person become one; the undoing stands beside it. */
function MergePersons({ household }: ToolProps) {
  const t = useText()
  const acting = useAct()
  const [keep, setKeep] = useState('')
  const [drop, setDrop] = useState<Found | null>(null)
  const [ends, setEnds] = useState(false)
  const [reason, setReason] = useState('')
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault()
        if (!keep || !drop) return
        const done = await acting.act(
          api.mergePersons,
          { params: { personId: BigInt(keep) }, body: { drop: drop.personId, reason, endOther: ends } },
          t('deskLife:tool.merged'),
        )
        if (done) setDrop(null)
      }}
    >
      <p>{t('deskLife:tool.merge-what')}</p>
      <SelectField
        label={t('deskLife:tool.keep')}
        value={keep}
        onChange={setKeep}
        empty={t('desk:choose')}
        choices={memberChoices(household)}
      />
      {keep && <Mergers personId={BigInt(keep)} />}
      <h3>{t('deskLife:tool.drop')}</h3>
      <PersonFinder chosen={drop} onChoose={setDrop} without={keep} />
      <TickField label={t('deskLife:tool.merge-ends-other')} checked={ends} onChange={setEnds} />
      <TextField label={t('deskLife:tool.reason')} value={reason} onChange={setReason} rows={2} max={300} />
      <End acting={acting} label={t('deskLife:tool.merge-person')} />
    </form>
  )
}

function Mergers({ personId }: { personId: bigint }) {
  const t = useText()
  const acting = useAct()
  const asked = useAsk(api.readPerson, { params: { personId } })
  const mergers = asked.data?.data.mergers ?? []
  if (mergers.length === 0) return <ProblemBox error={asked.error} />
  return (
    <>
      <h3>{t('deskLife:tool.mergers')}</h3>
      <ul>
        {mergers.map((merger) => (
          <li key={merger.mergeId}>
            {merger.reason}{' '}
            {merger.undone ? (
              t('deskLife:tool.unmerged')
            ) : (
              <Button
                loading={acting.busy}
                onClick={() =>
                  void acting.act(
                    api.unmergePersons,
                    { params: { personId, mergeId: merger.mergeId }, body: { reason: t('deskLife:tool.unmerge') } },
                    t('deskLife:tool.unmerged'),
                  )
                }
              >
                {t('deskLife:tool.unmerge')}
                <span className="sr"> {merger.reason}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Outcome of={acting} />
    </>
  )
}

type Found = z.output<typeof api.findPersons.reply>['items'][number]

/** Somebody of the register by name, pinyin or number; what is typed travels in the body, never in an address. */
function PersonFinder({
  chosen,
  onChoose,
  without,
}: {
  chosen: Found | null
  onChoose: (person: Found) => void
  without?: string
}) {
  const t = useText()
  const { lang } = useManner()
  const acting = useAct()
  const [text, setText] = useState('')
  const [people, setPeople] = useState<readonly Found[] | null>(null)
  const look = async () => {
    if (!text.trim()) return
    const answer = await acting.act(api.findPersons, { body: { text, limit: 20 } })
    if (answer?.ok) setPeople(answer.data.items.filter((person) => String(person.personId) !== without))
  }
  return (
    <>
      <search
        className="bar"
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          void look()
        }}
      >
        <TextField
          label={t('deskLife:tool.find')}
          value={text}
          onChange={setText}
          type="search"
          max={60}
          required={false}
        />
        <Button onClick={() => void look()} loading={acting.busy}>
          {t('desk:search')}
        </Button>
      </search>
      <ProblemBox error={acting.problem} />
      <p role="status">
        {chosen
          ? t('deskLife:tool.chosen', { name: chosen.name })
          : people && t('deskLife:tool.found', { count: people.length })}
      </p>
      {people && !chosen && (
        <List
          label={t('deskLife:tool.find')}
          rows={people}
          keyOf={(person) => String(person.personId)}
          empty={t('deskLife:tool.nobody')}
          columns={[
            { head: t('desk:family.name'), names: true, of: (person) => person.name },
            { head: t('desk:family.sex'), of: (person) => codeWord(lang, 'sex', person.sex) },
            { head: t('desk:family.birth'), of: (person) => person.birthYear ?? '' },
            { head: t('deskLife:change.number'), of: (person) => person.maskedNumber ?? '' },
            {
              head: t('desk:queue.chosen'),
              of: (person) => (
                <Button onClick={() => onChoose(person)}>
                  {t('deskLife:tool.choose-person', { name: person.name })}
                </Button>
              ),
            },
          ]}
        />
      )}
    </>
  )
}

const forms = {
  add: Add,
  remove: Remove,
  correct: Correct,
  split: Split,
  move: Move,
  'merge-person': MergePersons,
} satisfies Record<Tool, (props: ToolProps) => unknown>
