import { Button } from 'antd'
import { useState } from 'react'
import { paymentsDeskApi as api, type DiffLineShown } from '../../../contract/index.ts'
import { useText } from '../../language.tsx'
import type { Acting } from '../../parts/act.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { money } from './book.tsx'

/** A named person lets one held line go and says on what evidence. */
export function ReleaseDialog({
  runId,
  line,
  stop,
  words,
  acting,
  onClose,
}: {
  runId: string
  line: DiffLineShown
  stop: string
  words: string
  acting: Acting
  onClose: () => void
}) {
  const t = useText()
  const [reason, setReason] = useState('')
  const [evidence, setEvidence] = useState('')
  const detail = line.stops.find((one) => one.stop === stop)?.detail
  return (
    <Dialog title={t('deskOffice:stop.release-title')} onClose={onClose}>
      <p>
        {line.headName} · {line.place} · {line.month} · {t('desk:yuan', { amount: money(line.old) })}
      </p>
      <p>
        {words}
        {detail && t(`deskOffice:stop.${stop === 'account-changed' ? 'until' : 'detail'}`, { detail })}
      </p>
      <p className="hint">{t('deskOffice:stop.meaning')}</p>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          const answer = await acting.act(
            api.releaseStop,
            { params: { runId }, body: { line: line.line!, stop, reason: `${reason.trim()} | ${evidence.trim()}` } },
            t('deskOffice:stop.let-go'),
          )
          if (answer) onClose()
        }}
      >
        <TextField label={t('deskOffice:stop.why')} value={reason} onChange={setReason} rows={3} max={150} />
        <TextField
          label={t('deskOffice:stop.evidence')}
          hint={t('deskOffice:stop.evidence-hint')}
          value={evidence}
          onChange={setEvidence}
          max={140}
        />
        <ProblemBox error={acting.problem} />
        <Button type="primary" htmlType="submit" loading={acting.busy}>
          {t('deskOffice:stop.release')}
        </Button>
      </form>
    </Dialog>
  )
}
