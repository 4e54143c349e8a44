import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { deskApi, householdApi } from '../../../contract/index.ts'
import { readIdentityNumber } from '../../../foundation/index.ts'
import { call, NamedProblem, useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { type Draft, type DraftPerson, newPerson } from './draft.ts'
import type { Section } from './section.tsx'

/** A number that is already in the register: the family is there, and nothing need be written down twice. */
export function KnownHousehold({ draft, person, change }: Pick<Section, 'draft' | 'change'> & { person: DraftPerson }) {
  const t = useText()
  const [found, setFound] = useState<{ household: bigint; name: string } | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const read = person.number && !person.personId ? readIdentityNumber(person.number) : null
  const number = read && !('problem' in read) ? read.number : null
  useEffect(() => {
    setFound(null)
    if (!number) return
    let gone = false
    void call(householdApi.findPersons, { body: { text: number, limit: 1 } }).then((answer) => {
      const [one] = answer.ok ? answer.data.items : []
      if (!gone && one?.householdId) setFound({ household: one.householdId, name: one.name })
    })
    return () => {
      gone = true
    }
  }, [number])
  if (draft.householdId && person.ref === draft.applicant) return <OpenOnes draft={draft} />
  if (!found || draft.householdId === String(found.household)) return null
  const use = async () => {
    setBusy(true)
    setProblem(null)
    const answer = await call(householdApi.readHousehold, { params: { householdId: found.household } })
    setBusy(false)
    if (!answer.ok) return setProblem(new NamedProblem(answer.problem))
    const home = answer.data
    change((before) => {
      const applicant = home.members.find((m) => m.personId === home.head) ?? home.members[0]
      const typed = before.people.find((p) => p.ref === person.ref)
      const people = home.members.map(
        (member, i): DraftPerson => ({
          ...newPerson(`h${i + 1}`, member.relation),
          personId: String(member.personId),
          name: member.name,
          birth: member.birth ?? '',
          sex: member.sex ?? '',
          pledged: typed?.name === member.name ? typed.pledged : false,
        }),
      )
      const one = people.find((p) => p.personId === String(applicant?.personId))
      return {
        ...before,
        householdId: String(home.householdId),
        householdWords: home.areaName,
        village: home.area,
        residence: home.residence ?? '',
        address: home.address ?? home.registeredAddress ?? '',
        registeredElsewhere: Boolean(home.registeredAddress && home.registeredAddress !== home.address),
        registeredAddress: home.registeredAddress ?? '',
        people,
        applicant: one?.ref ?? people[0]?.ref ?? 'p1',
        answers: { household: before.answers.household ?? {} },
      }
    })
  }
  return (
    <div className="known" role="status">
      <p>{t('desk:counter.known', { name: found.name })}</p>
      <div className="row-actions">
        <Button type="primary" onClick={use} loading={busy}>
          {t('desk:counter.use-household')}
        </Button>
        <Link to="/household/$householdId" params={{ householdId: String(found.household) }} className="link">
          {t('desk:counter.look-at-household')}
        </Link>
      </div>
      <ProblemBox error={problem} />
    </div>
  )
}

/** One matter, one application: what is open already is said before anything is written twice. */
function OpenOnes({ draft }: { draft: Draft }) {
  const t = useText()
  const householdId = BigInt(draft.householdId ?? 0)
  const open = useAsk(deskApi.openApplications, { params: { householdId } })
  const same = (open.data?.data.items ?? []).filter((one) => one.programme === draft.programme)
  return (
    <div className="known">
      <p>{t('desk:counter.using-household', { area: draft.householdWords })}</p>
      {same.map((one) => (
        <p key={one.caseId} role="alert">
          <strong>{t('desk:counter.open-already', { caseNo: one.caseNo, day: one.openedOn })}</strong>{' '}
          <Link to="/case/$caseId" params={{ caseId: one.caseId }} className="link">
            {t('desk:counter.open-case')}
          </Link>
        </p>
      ))}
    </div>
  )
}

/** 全县查重: yes or no, and whom to ask. Asked on purpose, one person at a time; every question is on record. */
export function AidAnswer({ person, own }: { person: DraftPerson; own: string | null }) {
  const t = useText()
  const [answer, setAnswer] = useState<string | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const read = person.number ? readIdentityNumber(person.number) : null
  const number = read && !('problem' in read) ? read.number : null
  // biome-ignore lint/correctness/useExhaustiveDependencies: another number is another question
  useEffect(() => setAnswer(null), [number])
  if (!number && !person.personId) return null
  const ask = async () => {
    setBusy(true)
    setProblem(null)
    const asked = await call(householdApi.aidAnywhere, {
      body: {
        ...(person.personId ? { personId: BigInt(person.personId) } : { number: number as string }),
        ...(own && { own: BigInt(own) }),
      },
    })
    setBusy(false)
    if (!asked.ok) return setProblem(new NamedProblem(asked.problem))
    setAnswer(
      asked.data.aided
        ? t('desk:household.aided', {
            offices: asked.data.offices.map((o) => `${o.name} ${o.hotline ?? ''}`.trim()).join('、'),
          })
        : t('desk:household.not-aided'),
    )
  }
  return (
    <div className="row-actions">
      <Button onClick={ask} loading={busy}>
        {t('desk:household.ask-aid')}
        <span className="sr"> {person.name}</span>
      </Button>
      <span role="status">{answer}</span>
      <ProblemBox error={problem} />
    </div>
  )
}
