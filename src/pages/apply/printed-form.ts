import type { AreaCode, Day } from '../../foundation/index.ts'
import { areaName } from '../../household/index.ts'
import { type DocumentInput, organByName, organOn, renderDocument } from '../../office/index.ts'
import type { Tx } from '../../platform/index.ts'
import { type FactName, factEntry, programmes } from '../../policy/index.ts'
import type { Manner } from '../manner.ts'
import type { PageFile } from '../page.ts'
import { type Answer, type Answers, assetFields, birthOf, incomeFields, spendingFields } from './answers.ts'

type Form = DocumentInput<'application-form'>

const hardships = ['illness', 'disability', 'school', 'housing', 'work', 'accident', 'living'] as const

/** The paper twin of the phone pages: the same questions, blank for the counter or filled with a draft's answers. */
export async function printedForm(
  tx: Tx,
  area: AreaCode,
  on: Day,
  manner: Manner,
  demo: boolean,
  draft: Answers | null,
): Promise<PageFile> {
  const organ = (await organOn(tx, area, on)) ?? (await organByName(tx, area, on))
  const { lang } = manner
  const rendered = await renderDocument(
    'application-form',
    {
      organ: organ.name,
      on,
      hotline: organ.hotline,
      address: organ.address,
      ...(draft ? await filled(tx, draft, on, manner) : blank(manner)),
    },
    { large: manner.large, lang, watermark: demo },
  )
  return { bytes: rendered.bytes, type: rendered.contentType, fileName: rendered.fileName }
}

type Asked = Omit<Form, 'organ' | 'number' | 'on' | 'caseNumber' | 'qr' | 'hotline' | 'address'>

const blank = ({ t, lang }: Manner): Asked => ({
  blank: true,
  programmes: [{ label: programmes.dibao[lang], ticked: false }],
  way: [
    { label: t('pages:form.self'), ticked: false },
    { label: t('pages:form.proxy'), ticked: false },
  ],
  applicant: { name: null, idNumber: null, phone: null },
  hardship: hardships.map((one) => ({ label: t(`pages:home.${one}`), ticked: false })),
})

async function filled(tx: Tx, a: Answers, on: Day, manner: Manner): Promise<Asked> {
  const { t, lang } = manner
  const [applicant] = a.people
  const code = (fact: FactName, answer: Answer | undefined) =>
    typeof answer === 'string' ? (factEntry(fact).codes?.[answer]?.[lang] ?? null) : null
  const fen = (answer: Answer | undefined) => (typeof answer === 'string' ? BigInt(answer) : null)
  const unclear = (answer: Answer | undefined) => (answer === null ? t('pages:field.unknown') : null)
  const answered = (facts: Answers['household'], names: readonly FactName[]) =>
    names.filter((name) => facts[name] !== undefined).map((name) => ({ name, answer: facts[name] }))
  return {
    programmes: [{ label: programmes.dibao[lang], ticked: true }],
    way: [
      { label: t('pages:form.self'), ticked: !a.helper },
      { label: t('pages:form.proxy'), ticked: Boolean(a.helper) },
    ],
    applicant: { name: applicant?.name ?? null, idNumber: applicant?.number ?? null, phone: a.phone },
    agent: a.helper
      ? { name: a.helper.name, idNumber: null, phone: a.helper.phone, relation: a.helper.relation }
      : null,
    registeredAddress: a.registeredAddress ?? a.address,
    homeAddress: [await areaName(tx, a.area as AreaCode, on), a.address].filter(Boolean).join(' '),
    members: a.people.map((p) => ({
      name: p.name,
      relation: code('relation', p.relation),
      idNumber: p.number,
      sex: p.sex ? t(`pages:apply.${p.sex}`) : null,
      birth: birthOf(p),
      health: code('illness', p.facts.illness),
      disability: code('disabilityType', p.facts.disabilityType),
      work: code('employment', p.facts.employment),
      school: code('studentStage', p.facts.studentStage),
    })),
    incomes: a.people.flatMap((p) =>
      answered(p.facts, incomeFields).map(({ name, answer }) => ({
        member: p.name,
        kind: factEntry(name).label[lang],
        yearly: fen(answer),
        remark: unclear(answer),
      })),
    ),
    assets: answered(a.household, assetFields).map(({ name, answer }) => ({
      kind: factEntry(name).label[lang],
      owner: null,
      detail: typeof answer === 'number' ? String(answer) : unclear(answer),
      value: factEntry(name).unit === 'fen' ? fen(answer) : null,
    })),
    expenses: answered(a.household, spendingFields).map(({ name, answer }) => ({
      kind: factEntry(name).label[lang],
      member: null,
      yearly: fen(answer),
    })),
    hardship: hardships.map((one) => ({ label: t(`pages:home.${one}`), ticked: a.about === one })),
    reason: a.reason,
  }
}
