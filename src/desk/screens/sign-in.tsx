import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { accessApi } from '../../contract/index.ts'
import { call, NamedProblem } from '../api.ts'
import { useManner, useText } from '../language.tsx'
import { ProblemBox } from '../parts/problem.tsx'

type Enrolment = { secret: string; uri: string; qr: string }

/** Name and password, then the code from the phone; the first time the phone is bound here. Pasting is fine. */
export function SignIn({
  half,
  demo,
  onDone,
  within = false,
}: {
  half: boolean
  demo: boolean
  onDone: () => void
  /** Over a screen that has a heading of its own. */
  within?: boolean
}) {
  const t = useText()
  const [step, setStep] = useState<'password' | 'code' | 'first'>(half ? 'code' : 'password')
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  /** Whose password was just set with a code. */
  const [chosen, setChosen] = useState<string | null>(null)

  const run = async (work: () => Promise<void>) => {
    setBusy(true)
    setProblem(null)
    try {
      await work()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const enter = (values: { username: string; password: string }) =>
    run(async () => {
      const answer = await call(accessApi.signIn, { body: values })
      if (!answer.ok) throw new NamedProblem(answer.problem)
      if (answer.data.next === 'enrol-second-factor') {
        const begun = await call(accessApi.enrolSecondFactor)
        if (!begun.ok) throw new NamedProblem(begun.problem)
        setEnrolment(begun.data)
      }
      setStep('code')
    })
  const confirm = (values: { code: string }) =>
    run(async () => {
      const answer = await call(accessApi.confirmSecondFactor, { body: values })
      if (!answer.ok) throw new NamedProblem(answer.problem)
      onDone()
    })
  const first = (values: { username: string; code: string; password: string }) =>
    run(async () => {
      const answer = await call(accessApi.setPassword, { body: values })
      if (!answer.ok) throw new NamedProblem(answer.problem)
      setChosen(values.username)
      setStep('password')
    })

  return (
    <>
      {!within && <SignInHead />}
      <ProblemBox error={problem} />
      {step === 'password' && (
        <Form
          layout="vertical"
          onFinish={enter}
          requiredMark={false}
          initialValues={{ ...(chosen && { username: chosen }) }}
        >
          {chosen && <p role="status">{t('deskAdmin:password-is-set')}</p>}
          <Form.Item
            name="username"
            label={t('desk:sign-in.username')}
            rules={[{ required: true, message: t('desk:sign-in.username-missing') }]}
          >
            <Input autoComplete="username" autoFocus />
          </Form.Item>
          <Form.Item
            name="password"
            label={t('desk:sign-in.password')}
            rules={[{ required: true, message: t('desk:sign-in.password-missing') }]}
          >
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={busy} block>
            {t('desk:sign-in.enter')}
          </Button>
          <Button type="link" onClick={() => setStep('first')} block>
            {t('desk:sign-in.first-time')}
          </Button>
          {demo && (
            <p>
              <a href="/demo">{t('desk:sign-in.demo')}</a>
            </p>
          )}
        </Form>
      )}
      {step === 'code' && (
        <Form layout="vertical" onFinish={confirm} requiredMark={false}>
          {enrolment && (
            <>
              <p>{t('desk:sign-in.scan')}</p>
              <img src={enrolment.qr} alt={t('desk:sign-in.qr-alt')} width={220} height={220} />
              <p>
                {t('desk:sign-in.secret')} <code>{enrolment.secret}</code>
              </p>
            </>
          )}
          <Form.Item
            name="code"
            label={t('desk:sign-in.code')}
            rules={[{ pattern: /^\d{6}$/, required: true, message: t('desk:sign-in.code-missing') }]}
          >
            <Input inputMode="numeric" autoComplete="one-time-code" autoFocus maxLength={6} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={busy} block>
            {t('desk:sign-in.confirm')}
          </Button>
        </Form>
      )}
      {step === 'first' && (
        <Form layout="vertical" onFinish={first} requiredMark={false}>
          <Form.Item
            name="username"
            label={t('desk:sign-in.username')}
            rules={[{ required: true, message: t('desk:sign-in.username-missing') }]}
          >
            <Input autoComplete="username" />
          </Form.Item>
          <Form.Item
            name="code"
            label={t('desk:sign-in.one-time')}
            rules={[{ required: true, message: t('desk:sign-in.one-time-missing') }]}
          >
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="password"
            label={t('desk:sign-in.new-password')}
            extra={t('desk:sign-in.password-hint')}
            rules={[{ required: true, min: 12, message: t('desk:sign-in.password-hint') }]}
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={busy} block>
            {t('desk:sign-in.set-password')}
          </Button>
        </Form>
      )}
    </>
  )
}

/** The brand, and both switches: whoever cannot read the form cannot reach those inside. */
function SignInHead() {
  const t = useText()
  const { lang, large, setLang, setLarge } = useManner()
  return (
    <>
      <p className="sign-in-brand">
        <span className="seal" aria-hidden="true">
          兜底
        </span>
        <span className="desk-tools">
          <button type="button" aria-pressed={large} onClick={() => setLarge(!large)}>
            {t('desk:large')}
          </button>
          <button
            type="button"
            lang={lang === 'zh' ? 'en' : 'zh-CN'}
            onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')}
          >
            {t('desk:language')}
          </button>
        </span>
      </p>
      <h1>{t('desk:sign-in.title')}</h1>
    </>
  )
}
