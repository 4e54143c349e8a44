import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { sha256 } from '../platform/index.ts'
import { findFonts, type PaperFonts } from './fonts.ts'
import type { Block } from './paper.ts'

/**
 * Typst runs in one worker thread: a list of three hundred pages takes seconds, and the counter must not wait for it.
 * The thread starts with the first paper, keeps the process alive only while it works, and is started again if it dies.
 */
const templateFolder = fileURLToPath(new URL('./templates/', import.meta.url))
const templateFiles = ['gongwen.typ', 'paper.typ'] as const
const templates = Object.fromEntries(
  templateFiles.map((name) => [name, readFileSync(`${templateFolder}${name}`, 'utf8')]),
)

/** Names the exact template text a paper was drawn with. */
export const templateVersion: string = sha256(templateFiles.map((name) => templates[name]).join('\0')).slice(0, 16)

// Plain script text, because a worker cannot load TypeScript by itself in every runner we use.
const thread = `
const { parentPort, workerData } = require('node:worker_threads')
const { NodeCompiler } = require(workerData.typst)
const compilers = new Map()
const compilerFor = (folders) => {
  const key = folders.join('|')
  let compiler = compilers.get(key)
  if (!compiler) {
    compiler = NodeCompiler.create({ workspace: workerData.workspace, fontArgs: [{ fontPaths: folders }] })
    for (const [name, text] of Object.entries(workerData.templates)) compiler.addSource(workerData.workspace + '/' + name, text)
    compilers.set(key, compiler)
  }
  return compiler
}
parentPort.on('message', ({ id, paper, folders, timestamp, tagged }) => {
  try {
    const compiler = compilerFor(folders)
    const result = compiler.compile({ mainFilePath: workerData.workspace + '/paper.typ', inputs: { paper } })
    if (result.hasError()) {
      const error = result.takeError() ?? result.takeDiagnostics()
      throw new Error('Typst: ' + JSON.stringify(error ? error.shortDiagnostics : 'unknown'))
    }
    const document = result.result
    const pdf = compiler.pdf(document, { pdfStandard: tagged ? 'a-2a' : 'a-2u', pdfTags: tagged, creationTimestamp: timestamp })
    const pages = document.numOfPages
    compiler.evictCache(tagged ? 4 : 0)
    parentPort.postMessage({ id, pdf, pages })
  } catch (error) {
    parentPort.postMessage({ id, failure: String(error && error.message || error) })
  }
})
`

interface Answer {
  id: number
  pdf?: Uint8Array
  pages?: number
  failure?: string
}

export interface Typeset {
  pdf: Buffer
  pages: number
}

const require = createRequire(import.meta.url)
let worker: Worker | null = null
let lastId = 0
const waiting = new Map<
  number,
  {
    by: Worker
    long: boolean
    resolve: (typeset: Typeset) => void
    reject: (error: Error) => void
  }
>()

function startWorker(): Worker {
  const started = new Worker(thread, {
    eval: true,
    execArgv: [],
    workerData: {
      typst: require.resolve('@myriaddreamin/typst-ts-node-compiler'),
      workspace: templateFolder.replace(/[\\/]$/, ''),
      templates,
    },
  })
  started.unref()
  started.on('message', ({ id, pdf, pages, failure }: Answer) => {
    const asked = waiting.get(id)
    waiting.delete(id)
    if (![...waiting.values()].some((other) => other.by === started)) {
      started.unref()
      // A list of thousands leaves a gigabyte behind; a new thread costs a tenth of a second.
      if (asked?.long && worker === started) {
        worker = null
        void started.terminate()
      }
    }
    if (failure !== undefined) asked?.reject(new Error(failure))
    else asked?.resolve({ pdf: Buffer.from(pdf!), pages: pages! })
  })
  const gone = (error: Error) => {
    if (worker === started) worker = null
    for (const [id, asked] of waiting) {
      if (asked.by !== started) continue
      waiting.delete(id)
      asked.reject(error)
    }
  }
  started.on('error', gone)
  started.on('exit', (code) => gone(new Error(`The typesetter stopped with code ${code}`)))
  return started
}

/** A tag for each of a hundred thousand cells would cost more than the page itself: long lists are PDF/A-2u instead of -2a. */
const longList = 300

/** Draws one paper. Throws when the template fails: a defect, never the citizen's fault. */
export function typeset(
  paper: { blocks: readonly Block[] } & Record<string, unknown>,
  fonts: PaperFonts,
  timestamp: number,
): Promise<Typeset> {
  worker ??= startWorker()
  const current = worker
  const id = ++lastId
  const tagged = !paper.blocks.some((block) => block.is === 'table' && block.rows.length > longList)
  return new Promise((resolve, reject) => {
    waiting.set(id, { by: current, long: !tagged, resolve, reject })
    current.ref()
    current.postMessage({ id, paper: JSON.stringify(paper), folders: fonts.folders, timestamp, tagged })
  })
}

let found: PaperFonts | null = null

/** The fonts of this machine, looked for once. */
export function paperFonts(): PaperFonts {
  found ??= findFonts()
  return found
}
