import { areaCode, month } from '../foundation/index.ts'

/** What is wrong with a word of the command line, with an example; null when it can be read. Asked before anything is opened. */
export type ArgumentCheck = (text: string) => string | null

const readable =
  (read: (text: string) => unknown, want: string): ArgumentCheck =>
  (text) => {
    try {
      read(text)
      return null
    } catch {
      return want
    }
  }

export const isAreaText = readable(areaCode, '要写区划代码,如 990101 · an area code such as 990101')
export const isMonthText = readable(month, '要写成 2025-04 · a month such as 2025-04')

export const isIdText: ArgumentCheck = (text) =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? null : '编号由 36 位字符组成 · an id has 36 characters'

/** From `least` to `most`, without a sign or a dot. */
export const isWholeNumber =
  (least: number, most = Number.MAX_SAFE_INTEGER): ArgumentCheck =>
  (text) =>
    /^\d{1,16}$/.test(text) && Number(text) >= least && Number(text) <= most
      ? null
      : most === Number.MAX_SAFE_INTEGER
        ? `要写不小于 ${least} 的整数 · a whole number from ${least}`
        : `要写 ${least} 到 ${most} 的整数 · a whole number from ${least} to ${most}`
