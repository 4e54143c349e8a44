import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Modal, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { type Answer, type Asked, accessApi, type Route } from '../../contract/index.ts'
import { call, NamedProblem, useAsk } from '../api.ts'
import { useText } from '../language.tsx'
import { ProblemBox } from '../parts/problem.tsx'
import { useSession } from '../session.tsx'

/** Accounts, roles and one-time codes of the administrator's area. A code is shown once. */
export function Accounts() {
  const t = useText()
  const session = useSession()
  const queries = useQueryClient()
  const accounts = useAsk(accessApi.listAccounts)
  const [making, setMaking] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const [code, setCode] = useState<{ username: string; code: string } | null>(null)
  const roleNames = accessApi.roleName.options.map((role) => ({ value: role, label: t(`access:role.${role}`) }))

  const act = async <R extends Route>(route: R, asked: Asked<R>): Promise<Answer<R> | null> => {
    setProblem(null)
    const answer = await call(route, asked)
    if (!answer.ok) {
      setProblem(new NamedProblem(answer.problem))
      return null
    }
    await queries.invalidateQueries({ queryKey: [accessApi.listAccounts.path] })
    return answer
  }

  return (
    <>
      <h1>{t('desk:accounts.title')}</h1>
      <ProblemBox error={problem ?? accounts.error} />
      {code && (
        <Alert
          type="success"
          role="status"
          showIcon
          title={t('desk:accounts.code', code)}
          closable={{ onClose: () => setCode(null) }}
          style={{ marginBottom: 12 }}
        />
      )}
      <p>
        <Button type="primary" onClick={() => setMaking(true)}>
          {t('desk:accounts.new')}
        </Button>
      </p>
      <Table
        rowKey="accountId"
        loading={accounts.isPending}
        dataSource={accounts.data?.data.items ?? []}
        pagination={{ pageSize: 30 }}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('desk:accounts.username'), dataIndex: 'username' },
          { title: t('desk:accounts.name'), dataIndex: 'name' },
          {
            title: t('desk:accounts.roles'),
            render: (_, row) =>
              row.roles.map((r) => (
                <div
                  key={r.accountRoleId}
                >{`${t(`access:role.${r.role}`)} · ${r.unit} · ${r.area} · ${r.since}${r.until ? ` – ${r.until}` : ''}`}</div>
              )),
          },
          {
            title: t('desk:accounts.state'),
            render: (_, row) => (
              <Tag>
                {t(
                  row.disabled
                    ? 'desk:accounts.disabled'
                    : row.secondFactor
                      ? 'desk:accounts.active'
                      : 'desk:accounts.no-phone',
                )}
              </Tag>
            ),
          },
          {
            title: t('desk:accounts.actions'),
            render: (_, row) => (
              <>
                <Button
                  size="small"
                  onClick={() =>
                    act(accessApi.setDisabled, {
                      params: { accountId: row.accountId },
                      body: { disabled: !row.disabled },
                    })
                  }
                >
                  {t(row.disabled ? 'desk:accounts.enable' : 'desk:accounts.disable')}
                </Button>{' '}
                <Button
                  size="small"
                  onClick={async () => {
                    const answer = await act(accessApi.resetAccount, { params: { accountId: row.accountId } })
                    if (answer?.ok) setCode({ username: row.username, code: answer.data.code })
                  }}
                >
                  {t('desk:accounts.reset')}
                </Button>
              </>
            ),
          },
        ]}
      />
      <Modal
        open={making}
        title={t('desk:accounts.new')}
        footer={null}
        onCancel={() => setMaking(false)}
        destroyOnHidden
      >
        <Form
          layout="vertical"
          initialValues={{ area: session.area ?? '', unit: session.unit ?? '' }}
          onFinish={async (values: {
            username: string
            name: string
            role: (typeof accessApi.roleName.options)[number]
            area: never
            unit: string
          }) => {
            const answer = await act(accessApi.createAccount, { body: values })
            if (answer?.ok) {
              setMaking(false)
              setCode({ username: values.username, code: answer.data.code })
            }
          }}
        >
          {(['username', 'name'] as const).map((name) => (
            <Form.Item
              key={name}
              name={name}
              label={t(`desk:accounts.${name}`)}
              rules={[{ required: true, message: t('desk:accounts.missing') }]}
            >
              <Input autoComplete="off" />
            </Form.Item>
          ))}
          <Form.Item
            name="role"
            label={t('desk:accounts.role')}
            rules={[{ required: true, message: t('desk:accounts.missing') }]}
          >
            <Select options={roleNames} />
          </Form.Item>
          {(['area', 'unit'] as const).map((name) => (
            <Form.Item
              key={name}
              name={name}
              label={t(`desk:accounts.${name}`)}
              rules={[{ required: true, message: t('desk:accounts.missing') }]}
            >
              <Input />
            </Form.Item>
          ))}
          <ProblemBox error={problem} />
          <Button type="primary" htmlType="submit" block>
            {t('desk:accounts.create')}
          </Button>
        </Form>
      </Modal>
    </>
  )
}
