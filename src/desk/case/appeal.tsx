import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import type { caseworkApi, deskApi } from '../../contract/index.ts'
import { useManner, useText } from '../language.tsx'
import { List } from '../parts/list.tsx'
import { codeWord, yuanWord } from '../parts/words.ts'

type Appeal = caseworkApi.AppealView

/** What an objection is about: the decision and who made it, figure by figure what was used and what the family says. */
export function AppealOverview({ view, appeal }: { view: deskApi.CaseView; appeal: Appeal }) {
  const t = useText()
  const { lang } = useManner()
  const { against } = appeal
  return (
    <>
      {appeal.mayNot && view.stage !== 'closed' && (
        <Alert type="warning" showIcon title={t(`desk:appeal.may-not.${appeal.mayNot}`)} />
      )}
      <div>
        <h2>{t('desk:appeal.against')}</h2>
        <p>
          <strong>
            {t(`desk:act.${against.act}`)} · {t('desk:a-month', { amount: yuanWord(lang, against.monthly) })} ·{' '}
            {t('desk:from-month', { month: against.from })}
          </strong>{' '}
          · {against.decidedOn} ·{' '}
          <Link to="/case/$caseId" params={{ caseId: against.caseId }} search={{ tab: 'decision' }}>
            {t('desk:appeal.open-case', { caseNo: against.caseNo })}
          </Link>
        </p>
        <h3>{t('desk:appeal.decided-by')}</h3>
        <Signers label={t('desk:appeal.decided-by')} signers={against.signers} />
      </div>
      <div>
        <h2>{t('desk:appeal.disputed')}</h2>
        <List
          label={t('desk:appeal.disputed')}
          rows={appeal.figures}
          keyOf={(one) => `${one.of}/${one.name}`}
          columns={[
            {
              head: t('desk:figures.item'),
              names: true,
              of: (one) => (
                <>
                  {one.label[lang]}
                  <div className="hint">{one.whose ?? t('desk:case.household')}</div>
                </>
              ),
            },
            { head: t('desk:appeal.used'), of: (one) => one.used },
            { head: t('desk:appeal.claimed'), of: (one) => one.claimed },
            {
              head: t('desk:appeal.papers'),
              of: (one) => (one.evidence.length > 0 ? t('desk:appeal.pages', { count: one.evidence.length }) : ''),
            },
            ...(appeal.answer
              ? [
                  {
                    head: t('desk:appeal.found'),
                    of: (one: Appeal['figures'][number]) => {
                      const found = appeal.answer?.found.find((f) => f.of === one.of && f.name === one.name)
                      return (
                        <>
                          {found?.found}
                          <div className="hint">{found?.evidence}</div>
                        </>
                      )
                    },
                  },
                ]
              : []),
          ]}
        />
      </div>
      {appeal.answer && (
        <div>
          <h2>{t(appeal.decidedOn ? 'desk:appeal.answer' : 'desk:appeal.proposed')}</h2>
          <AppealAnswerShown appeal={appeal} />
        </div>
      )}
    </>
  )
}

function Signers({ label, signers }: { label: string; signers: Appeal['signatures'] }) {
  const t = useText()
  const { lang } = useManner()
  return (
    <List
      label={label}
      rows={signers}
      keyOf={(_, i) => String(i)}
      empty={t('desk:case.no-signatures')}
      columns={[
        { head: t('desk:case.capacity'), names: true, of: (s) => codeWord(lang, 'capacity', s.capacity) },
        { head: t('desk:case.signer'), of: (s) => [s.name, t(`access:role.${s.role}`)].filter(Boolean).join(' · ') },
        { head: t('desk:case.signed-on'), of: (s) => s.on },
      ]}
    />
  )
}

/** Upheld or corrected, from which month, why, and what is paid afterwards. */
export function AppealAnswerShown({ appeal }: { appeal: Appeal }) {
  const t = useText()
  const { lang } = useManner()
  const { answer } = appeal
  if (!answer) return null
  return (
    <div className="opinion">
      <p>
        <strong>
          {t(`desk:appeal.${answer.outcome}`)} · {t(`desk:act.${answer.act}`)} ·{' '}
          {t('desk:a-month', { amount: yuanWord(lang, answer.monthly) })} ·{' '}
          {t('desk:from-month', { month: answer.from })}
        </strong>
        {appeal.decidedOn && ` · ${appeal.decidedOn}`}
      </p>
      <p>
        {answer.reason.note ?? codeWord(lang, 'reason', answer.reason.code)} · {answer.reason.clause}
      </p>
      {appeal.backPay.length > 0 && (
        <>
          <h3>{t('desk:appeal.back-pay')}</h3>
          <List
            label={t('desk:appeal.back-pay')}
            rows={appeal.backPay}
            keyOf={(one) => one.month}
            columns={[
              { head: t('desk:appeal.month'), names: true, of: (one) => one.month },
              { head: t('desk:appeal.amount'), number: true, of: (one) => yuanWord(lang, one.amount) },
            ]}
          />
        </>
      )}
    </div>
  )
}
