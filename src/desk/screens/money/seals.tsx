import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { paymentsDeskApi as api } from '../../../contract/index.ts'
import { address } from '../../api.ts'
import { useText } from '../../language.tsx'
import type { Acting } from '../../parts/act.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { useSession } from '../../session.tsx'

export type RunView = z.output<typeof api.readRun.reply>

/** 制表 → 审核 → 审批 → 财政复核: who sealed, who still may, and the papers that go with it. */
export function SealsPart({ view, acting }: { view: RunView; acting: Acting }) {
  const t = useText()
  const session = useSession()
  const { run, seals } = view
  const [undoing, setUndoing] = useState(false)
  const mayUndo =
    view.acts.includes('cancel') && ['county-section', 'county-leader', 'finance'].includes(session.role ?? '')
  const set = (step: RunView['seals'][number]['step']) =>
    step === 'prepare'
      ? acting.act(
          api.freezeRun,
          { params: { runId: run.runId }, body: { seen: run.previewDigest! } },
          t('deskOffice:seal.done.prepare'),
        )
      : acting.act(
          api.sealRun,
          { params: { runId: run.runId }, body: { step, content: run.contentDigest! } },
          t(`deskOffice:seal.done.${step}`),
        )
  return (
    <section aria-labelledby="month-seals">
      <h2 id="month-seals">{t('deskOffice:seal.title')}</h2>
      <p>{t('deskOffice:seal.rule')}</p>
      <ol className="seals">
        {seals.map((seal) => (
          <li key={seal.step}>
            <strong>{t(`deskOffice:seal.${seal.step}`)}</strong>{' '}
            {seal.by ? (
              <span>{t('deskOffice:seal.by', { name: seal.by, unit: seal.unit ?? '', day: seal.on ?? '' })}</span>
            ) : (
              <span>
                {t('deskOffice:seal.who', { roles: seal.roles.map((role) => t(`access:role.${role}`)).join('、') })}
              </span>
            )}{' '}
            {seal.whyNot === 'sealed-before' && <span className="hint">{t('deskOffice:seal.sealed-before')}</span>}
            {seal.mine && (seal.step !== 'prepare' || run.lines > 0) && (
              <Button type="primary" loading={acting.busy} onClick={() => void set(seal.step)}>
                {t(`deskOffice:seal.set.${seal.step}`)}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {(run.contentDigest ?? run.previewDigest) && (
        <p className="hint">
          {t('deskOffice:seal.digest')} <code>{(run.contentDigest ?? run.previewDigest)!.slice(0, 16)}…</code>
        </p>
      )}
      {run.contentDigest && session.role !== 'auditor' && (
        <ul className="papers">
          <li>
            <a href={address(api.listFile, { runId: run.runId })}>{t('deskOffice:paper.list-xlsx')}</a>
          </li>
          <li>
            <a href={address(api.listFile, { runId: run.runId }, { format: 'pdf' })}>
              {t('deskOffice:paper.list-pdf')}
            </a>
          </li>
          <li>
            <a href={address(api.listFile, { runId: run.runId }, { format: 'pdf', large: 'yes' })}>
              {t('deskOffice:paper.list-large')}
            </a>
          </li>
          <li>
            <a href={address(api.fundsRequest, { runId: run.runId })}>{t('deskOffice:paper.funds-pdf')}</a>
          </li>
          <li>
            <a href={address(api.fundsRequest, { runId: run.runId }, { format: 'docx' })}>
              {t('deskOffice:paper.funds-docx')}
            </a>
          </li>
        </ul>
      )}
      {mayUndo && (
        <p>
          <Button onClick={() => setUndoing(true)}>{t('deskOffice:seal.undo')}</Button>
        </p>
      )}
      {undoing && <UndoDialog runId={run.runId} acting={acting} onClose={() => setUndoing(false)} />}
    </section>
  )
}

function UndoDialog({ runId, acting, onClose }: { runId: string; acting: Acting; onClose: () => void }) {
  const t = useText()
  const [why, setWhy] = useState('')
  return (
    <Dialog title={t('deskOffice:seal.undo')} onClose={onClose}>
      <p>{t('deskOffice:seal.undo-meaning')}</p>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          if (await acting.act(api.cancelRun, { params: { runId }, body: { why } }, t('deskOffice:seal.undone')))
            onClose()
        }}
      >
        <TextField label={t('deskOffice:stop.why')} value={why} onChange={setWhy} rows={3} max={300} />
        <ProblemBox error={acting.problem} />
        <Button type="primary" danger htmlType="submit" loading={acting.busy}>
          {t('deskOffice:seal.undo')}
        </Button>
      </form>
    </Dialog>
  )
}
