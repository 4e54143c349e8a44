import { deskApi } from '../../../contract/index.ts'
import { useAsk } from '../../api.ts'
import { useText } from '../../language.tsx'
import { ProblemBox } from '../../parts/problem.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { AppealOverview } from '../appeal.tsx'
import { Ruling } from '../explanation.tsx'
import { Figures } from '../figures.tsx'

/** The figures beside the rule's answer; an objection shows first what is disputed. */
export function Overview({ view }: { view: deskApi.CaseView }) {
  const t = useText()
  const ruling = useAsk(deskApi.readRuling, { params: { caseId: view.caseId } })
  return (
    <>
      {view.appeal && <AppealOverview view={view} appeal={view.appeal} />}
      <div className="two-columns">
        <div>
          <h2>{t('desk:figures.title')}</h2>
          <Figures view={view} />
        </div>
        <div>
          <h2>{t(view.appeal ? 'desk:appeal.rule-then' : 'desk:case.live')}</h2>
          {view.decision && <p>{t('desk:case.live-after')}</p>}
          {ruling.isPending && <Waiting />}
          <ProblemBox error={ruling.error} />
          {ruling.data && <Ruling ruling={ruling.data.data} />}
        </div>
      </div>
    </>
  )
}
