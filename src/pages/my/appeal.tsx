import { type DisputedFigure, fileAppeal } from '../../casework/index.ts'
import { isRefusal } from '../../foundation/index.ts'
import { attachFile } from '../../office/index.ts'
import type { ExplanationLine } from '../../policy/index.ts'
import { whoseWord } from '../explanation.tsx'
import { LongField, PhotoField, TextField } from '../form.tsx'
import { goTo, type PageAnswer } from '../page.ts'
import type { FieldProblem } from '../problem.ts'
import { readUpload, text, texts, type Upload, unread } from '../read-form.ts'
import { DecisionPage, type DecisionShown, decisionOf, disputable, figureKey, Routes } from './decision.tsx'
import { type Mine, openMine } from './mine.ts'
import { Own } from './screens.tsx'

const linesOf = (decision: DecisionShown, keys: readonly string[]): ExplanationLine[] =>
  decision.explanation.lines.filter((line) => disputable(line) && keys.includes(figureKey(line)))

/** The figures ticked on the decision page, each with what it should be and why; one objection for all of them. */
export async function appealForm(mine: Mine): Promise<PageAnswer> {
  const decision = await decisionOf(mine)
  if (!decision?.mayObject || decision.appeal) return goTo(`/my/decision?case=${mine.current.caseId}`)
  const lines = linesOf(decision, texts(mine.visit.query, 'figure'))
  if (lines.length === 0) return { status: 422, page: <DecisionPage mine={mine} decision={decision} problem /> }
  return <AppealPage mine={mine} decision={decision} lines={lines} problems={[]} typed={{}} />
}

export async function sendAppeal(mine: Mine, upload: Upload): Promise<PageAnswer> {
  const { tx, manner } = mine.visit
  const { fields, files, wrong } = upload
  const decision = await decisionOf(mine)
  if (!decision?.mayObject || decision.appeal) return goTo(`/my/decision?case=${mine.current.caseId}`)
  const lines = linesOf(decision, (fields.figures ?? '').split(' '))
  if (lines.length === 0) return goTo(`/my/decision?case=${mine.current.caseId}`)
  const problems: FieldProblem[] = []
  const again = () => ({
    status: 422,
    page: <AppealPage mine={mine} decision={decision} lines={lines} problems={problems} typed={fields} />,
  })
  for (const [i] of lines.entries())
    if (!fields[`why-${i}`]) problems.push({ field: `why-${i}`, says: 'pages:wrong.why' })
  problems.push(...wrong.map(unread))
  if (problems.length) return again()
  const evidence = new Map<number, string[]>()
  for (const file of files) {
    const stored = await attachFile(tx, {
      household: mine.household,
      caseId: mine.current.caseId,
      kind: 'appeal-evidence',
      bytes: file.bytes,
    })
    const i = Number(/^photo-(\d+)$/.exec(file.field)?.[1])
    if (isRefusal(stored)) {
      problems.push({ field: `photo-${i}`, says: `refusals:${stored.refused}`, values: stored.with })
      return again()
    }
    evidence.set(i, [...(evidence.get(i) ?? []), stored.id])
  }
  const figures = lines.map(
    (line, i): DisputedFigure => ({
      of: line.subject ?? 'household',
      name: line.id,
      used: line.shown[manner.lang].slice(0, 200),
      claimed: [fields[`claimed-${i}`], fields[`why-${i}`]].filter(Boolean).join(';').slice(0, 1000),
      evidence: evidence.get(i) ?? [],
    }),
  )
  const [first, ...rest] = figures
  const filed = await fileAppeal(tx, { caseId: mine.current.caseId, figures: [first!, ...rest], by: null })
  if (isRefusal(filed)) return filed
  return goTo(`/my?case=${filed.caseId}&sent=appeal`)
}

/** The body of a form with photographs is read once; the case is named in it. */
export async function postedMine(visit: Mine['visit']): Promise<{ mine: Mine | null; upload: Upload }> {
  const upload = await readUpload(visit)
  return { upload, mine: await openMine(visit, upload.fields.case ?? text(visit.query, 'case')) }
}

function AppealPage({
  mine,
  decision,
  lines,
  problems,
  typed,
}: {
  mine: Mine
  decision: DecisionShown
  lines: ExplanationLine[]
  problems: readonly FieldProblem[]
  typed: Record<string, string>
}) {
  const { manner } = mine.visit
  const { t, lang } = manner
  return (
    <Own mine={mine} here="/my/appeal" title={t('pages:appeal.title')} problems={problems}>
      <p>{t('pages:appeal.once')}</p>
      <form method="post" action="/my/appeal" encType="multipart/form-data">
        <input type="hidden" name="case" value={mine.current.caseId} />
        <input type="hidden" name="figures" value={lines.map(figureKey).join(' ')} />
        {lines.map((line, i) => (
          <fieldset key={figureKey(line)}>
            <legend>
              {line.figure[lang]}
              {line.whose ? `(${whoseWord(manner, line.whose)})` : ''}
            </legend>
            <p>{t('pages:appeal.used', { value: line.shown[lang] })}</p>
            <TextField
              manner={manner}
              name={`claimed-${i}`}
              label={t('pages:appeal.claimed')}
              hint={t('pages:appeal.claimed-hint')}
              value={typed[`claimed-${i}`]}
              problems={problems}
            />
            <LongField
              manner={manner}
              name={`why-${i}`}
              label={t('pages:appeal.why')}
              value={typed[`why-${i}`]}
              problems={problems}
              most={700}
            />
            <PhotoField manner={manner} name={`photo-${i}`} label={t('pages:appeal.photo')} problems={problems} />
          </fieldset>
        ))}
        <button className="primary" type="submit">
          {t('pages:appeal.send')}
        </button>
      </form>
      <Routes manner={manner} decision={decision} />
    </Own>
  )
}
