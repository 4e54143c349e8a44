import { Button } from 'antd'
import { useId, useState } from 'react'
import { deskApi } from '../../../contract/index.ts'
import { sayRefusal } from '../../../wording/index.ts'
import { NamedProblem, upload } from '../../api.ts'
import { useManner, useText } from '../../language.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import type { Scan } from './draft.ts'

const accept = 'image/jpeg,image/png,image/webp,image/tiff,application/pdf,image/*'
const mostMegabytes = 20
/** Said before it is sent, in the server's own words. */
const tooLarge = (detail: string) =>
  new NamedProblem({ type: 'urn:doudi:file-too-large', title: detail, status: 413, code: 'file-too-large', detail })

/**
 * A paper page by page, from scanner, document camera or phone. Each page is checked and kept when it is chosen; a page
 * that cannot be used says why and loses nothing of the others.
 */
export function ScanField({
  label,
  hint,
  pages,
  onChange,
  id: named,
  error,
}: {
  label: string
  hint?: string
  pages: readonly Scan[]
  onChange: (pages: Scan[]) => void
  id?: string
  error?: string | undefined
}) {
  const t = useText()
  const { lang } = useManner()
  const made = useId()
  const id = named ?? made
  const [busy, setBusy] = useState<number | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const take = async (files: readonly File[]) => {
    if (files.length === 0) return
    setProblem(null)
    const kept = [...pages]
    for (const file of files) {
      setBusy(kept.length + 1)
      try {
        if (file.size > mostMegabytes * 1024 * 1024)
          throw tooLarge(sayRefusal(lang, 'file-too-large', { megabytes: mostMegabytes }))
        const page = await upload(deskApi.uploadScan, file)
        if (!kept.some((one) => one.digest === page.digest)) kept.push(page)
        onChange([...kept])
      } catch (wrong) {
        setProblem(wrong)
        break
      }
    }
    setBusy(null)
  }
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  return (
    <div className={error ? 'field scans wrong' : 'field scans'}>
      <label htmlFor={id}>{label}</label>
      {hint && (
        <div id={`${id}-hint`} className="hint">
          {hint}
        </div>
      )}
      {error && (
        <div id={`${id}-error`} className="fault">
          <span aria-hidden="true">▲ </span>
          {error}
        </div>
      )}
      {pages.length > 0 && (
        <ol className="pages">
          {pages.map((page, i) => (
            <li key={page.fileId}>
              {t('desk:counter.page', { no: i + 1, size: Math.max(1, Math.round(page.bytes / 1024)) })}{' '}
              <Button size="small" onClick={() => onChange(pages.filter((one) => one !== page))}>
                {t('desk:counter.page-remove')}
                <span className="sr">
                  {' '}
                  {label} {i + 1}
                </span>
              </Button>
            </li>
          ))}
        </ol>
      )}
      <div className="row-actions">
        <input
          id={id}
          type="file"
          accept={accept}
          multiple
          aria-describedby={described}
          aria-invalid={error ? true : undefined}
          onChange={(event) => {
            void take([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
        <label className="camera" htmlFor={`${id}-camera`}>
          {t('desk:counter.camera')}
          <span className="sr"> {label}</span>
        </label>
        <input
          id={`${id}-camera`}
          className="sr"
          type="file"
          accept="image/*"
          capture="environment"
          onChange={(event) => {
            void take([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
      </div>
      <p role="status" className="hint">
        {busy === null
          ? pages.length > 0
            ? t('desk:counter.pages-kept', { count: pages.length })
            : ''
          : t('desk:counter.page-sending', { no: busy })}
      </p>
      <ProblemBox error={problem} />
    </div>
  )
}
