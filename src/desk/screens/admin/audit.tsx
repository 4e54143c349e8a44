import { Button } from 'antd'
import { useState } from 'react'
import { accessApi } from '../../../contract/index.ts'
import type { Day } from '../../../foundation/index.ts'
import { canSay } from '../../../wording/index.ts'
import { address, useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'

const empty = { actor: '', action: '', household: '', from: '', to: '', result: '' }

/** Who did or saw what, newest first; every export of it stands in it too. */
export function Audit() {
  const t = useText()
  const [typed, setTyped] = useState(empty)
  const [filter, setFilter] = useState(empty)
  const [after, setAfter] = useState<string[]>([])
  const asking = {
    action: filter.action.trim() || undefined,
    actor: filter.actor.trim() || undefined,
    household: filter.household.trim() || undefined,
    from: (filter.from || undefined) as Day | undefined,
    to: (filter.to || undefined) as Day | undefined,
    result: (filter.result || undefined) as 'done' | 'refused' | 'failed' | undefined,
  }
  const found = useAsk(accessApi.searchAudit, {
    query: { ...asking, limit: 50, ...(after.length > 0 && { after: after.at(-1)! }) },
  })
  const page = found.data?.data
  const set = (name: keyof typeof typed) => (value: string) => setTyped({ ...typed, [name]: value })
  const actionWord = (code: string) => (canSay(`auditAction:${code}`) ? t(`auditAction:${code}`) : code)
  return (
    <>
      <h1>{t('desk:audit.title')}</h1>
      <p>{t('deskAdmin:audit.intro')}</p>
      <form
        className="bar"
        onSubmit={(event) => {
          event.preventDefault()
          setAfter([])
          setFilter(typed)
        }}
      >
        <TextField
          label={t('desk:audit.actor')}
          hint={t('deskAdmin:audit.actor-hint')}
          value={typed.actor}
          onChange={set('actor')}
          required={false}
          max={60}
        />
        <TextField
          label={t('desk:audit.action')}
          hint={t('deskAdmin:audit.action-hint')}
          value={typed.action}
          onChange={set('action')}
          required={false}
          max={60}
        />
        <TextField
          label={t('desk:audit.household')}
          value={typed.household}
          onChange={set('household')}
          required={false}
        />
        <TextField
          label={t('deskAdmin:audit.from')}
          type="date"
          value={typed.from}
          onChange={set('from')}
          required={false}
        />
        <TextField label={t('deskAdmin:audit.to')} type="date" value={typed.to} onChange={set('to')} required={false} />
        <SelectField
          label={t('desk:audit.result')}
          value={typed.result}
          onChange={set('result')}
          required={false}
          empty={t('deskAdmin:audit.any')}
          choices={(['done', 'refused', 'failed'] as const).map((value) => ({
            value,
            label: t(`desk:audit.result.${value}`),
          }))}
        />
        <Button type="primary" htmlType="submit">
          {t('desk:audit.search')}
        </Button>
        <Button href={address(accessApi.exportAudit, {}, asking)}>{t('desk:export')}</Button>
      </form>
      <ProblemBox error={found.error} />
      {found.isPending && <Waiting />}
      {page && (
        <List
          label={t('desk:audit.title')}
          rows={page.items}
          keyOf={(row) => row.seq}
          empty={t('deskAdmin:audit.none')}
          columns={[
            {
              head: t('desk:audit.at'),
              names: true,
              of: (row) => (
                <span className="day">
                  {new Date(row.at).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false })}
                </span>
              ),
            },
            { head: t('desk:audit.day'), of: (row) => <span className="day">{row.businessDay}</span> },
            { head: t('desk:audit.actor'), of: (row) => row.actorName ?? t(`access:role.${row.role}`) },
            { head: t('desk:audit.role'), of: (row) => t(`access:role.${row.role}`) },
            {
              head: t('desk:audit.action'),
              of: (row) => (
                <>
                  {actionWord(row.action)}
                  {actionWord(row.action) !== row.action && <div className="hint">{row.action}</div>}
                </>
              ),
            },
            {
              head: t('desk:audit.subject'),
              of: (row) => <span className="code">{row.subject ?? ''}</span>,
            },
            { head: t('desk:audit.purpose'), of: (row) => row.purpose ?? '' },
            { head: t('desk:audit.result'), of: (row) => t(`desk:audit.result.${row.result}`) },
          ]}
        />
      )}
      <p className="row-actions">
        <Button disabled={after.length === 0} onClick={() => setAfter(after.slice(0, -1))}>
          {t('desk:page.back')}
        </Button>
        <Button disabled={!page?.next} onClick={() => page?.next && setAfter([...after, page.next])}>
          {t('desk:page.next')}
        </Button>
      </p>
    </>
  )
}
