import { Button } from 'antd'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useText } from '../language.tsx'

/** The browser's own dialog: it keeps the focus inside, closes on Esc and gives the focus back where it came from. */
export function Dialog({
  title,
  onClose,
  children,
  wide = false,
}: {
  title: string
  onClose: () => void
  children: ReactNode
  wide?: boolean
}) {
  const t = useText()
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = ref.current!
    const before = document.activeElement
    if (!dialog.open) dialog.showModal()
    return () => {
      dialog.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
      else document.getElementById('content')?.focus()
    }
  }, [])
  return (
    <dialog
      ref={ref}
      className={wide ? 'desk-dialog wide' : 'desk-dialog'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div className="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <Button onClick={onClose}>{t('desk:close')}</Button>
      </div>
      {children}
    </dialog>
  )
}
