import type { z } from 'zod'
import { paymentsDeskApi as api } from '../../../contract/index.ts'
import type { Fen, Month } from '../../../foundation/index.ts'
import { yuanText } from '../../../foundation/index.ts'
import { useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'

export type BookShown = z.output<typeof api.listBooks.reply>['items'][number]

/** The book of the officer's county: a section works on one. */
export function useBook() {
  const asked = useAsk(api.listBooks)
  return { book: asked.data?.data.items[0] ?? null, error: asked.error, waiting: asked.isPending }
}

/** 1,234.50 */
export const money = (amount: Fen): string => {
  const text = yuanText(amount)
  const [whole, rest] = text.split('.')
  return `${whole!.replace(/\B(?=(\d{3})+$)/g, ',')}.${rest ?? '00'}`
}

export const shifted = (month: Month, by: number): Month => {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const at = year * 12 + number - 1 + by
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}` as Month
}

/** The last four figures of an account, on one line. */
export function Tail({ of }: { of: string }) {
  const t = useText()
  return <span className="unbroken">{t('deskOffice:account-tail', { tail: of })}</span>
}
