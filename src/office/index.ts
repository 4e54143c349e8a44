export * from './attachment.ts'
export * from './calendar.ts'
export { type Clock, type ClockFace, type ClockState, dueDay, faceOf } from './clock.ts'
export * from './clock-store.ts'
export { sayClock } from './clock-words.ts'
export * from './delivery.ts'
export * from './document.ts'
export * from './document-data.ts'
export { bindDossier, type DossierCover } from './dossier.ts'
export { type ExplanationForPaper, explanationForPaper } from './explanation-for-paper.ts'
export * from './jobs.ts'
export { type LetterFault, type LetterRefusal, letterFault, lintLetter } from './letter-lint.ts'
export * from './message.ts'
export {
  longestMessage,
  type MessageKind,
  type MessageValues,
  messageKinds,
  messageText,
  nextDecentMoment,
} from './message-text.ts'
export * from './notice-lint.ts'
export * from './organ.ts'
export { type PageRefusal, pageLimits, readPage } from './page-file.ts'
export { type Block, type Paper, paperText } from './paper.ts'
export { writePaper } from './papers/index.ts'
export { qrPng, qrSvg } from './qr.ts'
export { type Rendered, type RenderOptions, renderDocument, renderPaper } from './render.ts'
export * from './tabular.ts'
export * from './task.ts'
