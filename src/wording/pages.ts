import * as apply from './pages-apply.ts'
import * as check from './pages-check.ts'
import * as form from './pages-form.ts'
import * as frame from './pages-frame.ts'
import * as my from './pages-my.ts'
import * as open from './pages-public.ts'

/** Everything on the public and citizen pages, kept by group of pages. */
export const zh = { ...frame.zh, ...form.zh, ...apply.zh, ...check.zh, ...my.zh, ...open.zh }
export const en: typeof zh = { ...frame.en, ...form.en, ...apply.en, ...check.en, ...my.en, ...open.en }
