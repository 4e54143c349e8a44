import { Button } from 'antd'
import { useState } from 'react'
import { deskApi } from '../../contract/index.ts'
import { upload } from '../api.ts'
import { useText } from '../language.tsx'
import { FileField, SelectField } from '../parts/field.tsx'
import { ProblemBox } from '../parts/problem.tsx'

/** Adds a scanned or photographed page to the case. */
export function AddPage({ view, onDone }: { view: deskApi.CaseView; onDone: () => void }) {
  const t = useText()
  const [kind, setKind] = useState('household-register')
  const [file, setFile] = useState<File | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  return (
    <form
      className="bar"
      onSubmit={async (event) => {
        event.preventDefault()
        if (!file) return
        setBusy(true)
        setProblem(null)
        try {
          await upload(deskApi.attachToCase, file, { params: { caseId: view.caseId }, query: { kind } })
          onDone()
        } catch (wrong) {
          setProblem(wrong)
        } finally {
          setBusy(false)
        }
      }}
    >
      <SelectField
        label={t('desk:page.kind')}
        value={kind}
        onChange={setKind}
        choices={deskApi.paperKinds.map((k) => ({ value: k, label: t(`office:file.${k}`) }))}
      />
      <FileField label={t('desk:page.file')} onChange={setFile} />
      <Button htmlType="submit" loading={busy}>
        {t('desk:page.add')}
      </Button>
      <ProblemBox error={problem} />
    </form>
  )
}
