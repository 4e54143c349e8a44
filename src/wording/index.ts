import i18next from 'i18next'
import { namespaces } from './namespaces.ts'

/** Chinese first; English is complete (a test compares the keys). */
export type Lang = 'zh' | 'en'

const catalogue = i18next.createInstance()
void catalogue.init({
  lng: 'zh',
  fallbackLng: false,
  initAsync: false,
  ns: Object.keys(namespaces),
  resources: {
    zh: Object.fromEntries(Object.entries(namespaces).map(([name, { zh }]) => [name, zh])),
    en: Object.fromEntries(Object.entries(namespaces).map(([name, { en }]) => [name, en])),
  },
  keySeparator: false,
  interpolation: { escapeValue: false },
})

/** The text of `namespace:key` with `{{values}}` put in. An unknown key shows itself, so that nothing is silently empty. */
export function say(lang: Lang, key: string, values: Record<string, string | number> = {}): string {
  return catalogue.t(key, { lng: lang, ...values })
}

/** Whether the catalogue has a text for this key. */
export const canSay = (key: string): boolean => catalogue.exists(key, { lng: 'zh' })

/** A kind of scanned page by its name; one nobody named yet is filed as “other”, never under its code. */
export const sayPageKind = (lang: Lang, kind: string): string =>
  say(lang, canSay(`office:file.${kind}`) ? `office:file.${kind}` : 'office:file.other')

/** What every refusal code says to people: what happened, what was kept, what to do. */
export const sayRefusal = (lang: Lang, code: string, values: Record<string, string | number> = {}): string =>
  canSay(`refusals:${code}`)
    ? say(lang, `refusals:${code}`, values)
    : say(lang, 'refusals:unknown', { code, ...values })
export { namespaces } from './namespaces.ts'
export type { OfficeWord } from './office.ts'
