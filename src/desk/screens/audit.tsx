import { Button, Form, Input, Table } from 'antd'
import { useState } from 'react'
import { accessApi } from '../../contract/index.ts'
import { useAsk } from '../api.ts'
import { useText } from '../language.tsx'
import { ProblemBox } from '../parts/problem.tsx'

/** Who did or saw what, newest first. */
export function Audit() {
  const t = useText()
  const [filter, setFilter] = useState<{ action?: string; actor?: string; household?: string }>({})
  const [after, setAfter] = useState<string[]>([])
  const found = useAsk(accessApi.searchAudit, {
    query: { ...filter, limit: 50, ...(after.length && { after: after.at(-1)! }) },
  })
  const page = found.data?.data
  return (
    <>
      <h1>{t('desk:audit.title')}</h1>
      <Form
        layout="inline"
        onFinish={(values: typeof filter) => {
          setAfter([])
          setFilter(values)
        }}
        style={{ marginBottom: 12, rowGap: 8 }}
      >
        {(['action', 'actor', 'household'] as const).map((name) => (
          <Form.Item key={name} name={name} label={t(`desk:audit.${name}`)}>
            <Input allowClear />
          </Form.Item>
        ))}
        <Button htmlType="submit">{t('desk:audit.search')}</Button>
      </Form>
      <ProblemBox error={found.error} />
      <Table
        rowKey="seq"
        size="small"
        loading={found.isPending}
        dataSource={page?.items ?? []}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: t('desk:audit.at'),
            dataIndex: 'at',
            render: (at: string) => new Date(at).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai' }),
          },
          { title: t('desk:audit.day'), dataIndex: 'businessDay' },
          { title: t('desk:audit.actor'), render: (_, row) => row.actorName ?? row.actor },
          { title: t('desk:audit.role'), render: (_, row) => t(`access:role.${row.role}`) },
          { title: t('desk:audit.action'), dataIndex: 'action' },
          {
            title: t('desk:audit.subject'),
            render: (_, row) => (row.subject ? `${row.subjectKind} ${row.subject}` : ''),
          },
          { title: t('desk:audit.purpose'), dataIndex: 'purpose' },
          { title: t('desk:audit.result'), dataIndex: 'result', render: (r: string) => t(`desk:audit.result.${r}`) },
        ]}
      />
      <p>
        <Button disabled={!after.length} onClick={() => setAfter(after.slice(0, -1))}>
          {t('desk:page.back')}
        </Button>{' '}
        <Button disabled={!page?.next} onClick={() => page?.next && setAfter([...after, page.next])}>
          {t('desk:page.next')}
        </Button>
      </p>
    </>
  )
}
