import { Button } from 'antd'
import { caseworkApi, deskApi } from '../../../contract/index.ts'
import { sayPageKind } from '../../../wording/index.ts'
import { address } from '../../api.ts'
import { useManner, useText } from '../../language.tsx'
import { useAct } from '../../parts/act.ts'
import { List } from '../../parts/list.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { useSession } from '../../session.tsx'
import { AddPage } from '../add-page.tsx'

export function Papers({ view, onChange }: { view: deskApi.CaseView; onChange: () => void }) {
  const t = useText()
  const { lang } = useManner()
  const acting = useAct()
  // An aide hands papers over; the whole file is the office's.
  const wholeFile = useSession().role !== 'aide'
  const titleOf = (a: deskApi.CaseView['attachments'][number]) =>
    `${sayPageKind(lang, a.kind)} · ${t('desk:page.nth', { page: a.page })}`
  const params = (documentId: string) => ({ householdId: String(view.householdId), documentId })
  return (
    <>
      <h2>{t('desk:papers.title')}</h2>
      <List
        label={t('desk:papers.title')}
        rows={view.documents}
        keyOf={(d) => d.documentId}
        columns={[
          { head: t('desk:papers.name'), names: true, of: (d) => d.title },
          { head: t('desk:papers.number'), of: (d) => d.number ?? '' },
          { head: t('desk:papers.on'), of: (d) => d.issuedOn },
          {
            head: t('desk:papers.get'),
            of: (d) => (
              <span className="links">
                {(
                  [
                    ['pdf', {}],
                    ['large', { large: '1' }],
                    ['docx', { format: 'docx' }],
                  ] as const
                ).map(([name, query]) => (
                  <a key={name} href={address(deskApi.printDocument, params(d.documentId), query)}>
                    {t(`desk:papers.${name}`)}
                    <span className="sr"> {d.title}</span>
                  </a>
                ))}
              </span>
            ),
          },
        ]}
      />
      {wholeFile && (
        <p className="bar">
          {view.decision && !view.documents.some((paper) => paper.kind === 'approval-form') && (
            <Button
              loading={acting.busy}
              onClick={() => void acting.act(caseworkApi.issueApprovalForm, { params: { caseId: view.caseId } })}
            >
              {t('desk:papers.form')}
            </Button>
          )}
          {view.documents.length + view.attachments.length > 0 && (
            <a href={address(caseworkApi.bindCaseFile, { caseId: view.caseId })}>{t('desk:papers.bind')}</a>
          )}
        </p>
      )}
      <ProblemBox error={acting.problem} />
      <h2>{t('desk:papers.pages')}</h2>
      <List
        label={t('desk:papers.pages')}
        rows={view.attachments}
        keyOf={(a) => a.attachmentId}
        columns={[
          { head: t('desk:page.kind'), names: true, of: titleOf },
          { head: t('desk:papers.on'), of: (a) => a.added },
          {
            head: t('desk:papers.get'),
            of: (a) => (
              <a
                href={address(deskApi.readAttachment, {
                  householdId: String(view.householdId),
                  attachmentId: a.attachmentId,
                })}
                target="_blank"
                rel="noreferrer"
              >
                {t('desk:papers.open')}
                <span className="sr"> {titleOf(a)}</span>
              </a>
            ),
          },
        ]}
      />
      <AddPage view={view} onDone={onChange} />
    </>
  )
}
