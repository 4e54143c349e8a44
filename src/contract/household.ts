import { z } from 'zod'
import { type FactName, type FactValue, factEntry, factNames, type ProgrammeId, programmeIds } from '../policy/index.ts'
import { route } from './route.ts'
import { bigId, cursor, fen, id, instant, page, text, wireArea, wireDay, wireMonth } from './wire.ts'

/** People, households over time, facts, areas and rosters. Names and masked numbers only; whole numbers one at a time. */
const done = z.object({ done: z.literal(true) })
const sex = z.enum(['female', 'male'])
const residence = z.enum(['urban', 'rural'])
const programme = z.enum(programmeIds as [ProgrammeId, ...ProgrammeId[]])
const reason = text(300).min(1)
const person = z.object({ personId: bigId() })
const household = z.object({ householdId: bigId() })
const news = z.enum(['declared', 'matched', 'visited'])
const unmaskReason = z.enum([
  'identity-check',
  'phone-call',
  'verification',
  'payment-return',
  'document',
  'complaint',
  'inspection',
])
export const factName = z.enum(factNames as [FactName, ...FactName[]])

/** Money in whole fen, counts and yes/no as they are, days and codes as text, null for unknown. */
const wireValue = z.union([z.int(), z.boolean(), z.string().max(200), z.null()])
type WireValue = z.output<typeof wireValue>
export const readFactValue = (name: FactName, value: WireValue): FactValue =>
  factEntry(name).unit === 'fen' && typeof value === 'number' ? BigInt(value) : value
export const writeFactValue = (value: FactValue): WireValue => (typeof value === 'bigint' ? Number(value) : value)

/** `household`, `person/<id>` or `supporter/<id>`. */
const subject = z.string().regex(/^(household|person\/\d{1,18}|supporter\/[0-9a-f-]{36})$/)

const newPerson = z.strictObject({
  name: text(60).min(1),
  number: text(40).nullish(),
  numberKind: z.enum(['resident', 'birth-certificate', 'passport', 'temporary']).optional(),
  birth: wireDay().nullish(),
  sex: sex.nullish(),
  withoutNumber: z.enum(['newborn', 'unregistered', 'unknown']).nullish(),
})
const who = z.union([z.strictObject({ personId: bigId() }), newPerson])

// ---------------------------------------------------------------- people
const found = z.object({
  personId: bigId(),
  householdId: bigId().nullable(),
  area: wireArea(),
  name: z.string(),
  sex: sex.nullable(),
  birthYear: z.int().nullable(),
  maskedNumber: z.string().nullable(),
  died: z.boolean(),
})
export const findPersons = route({
  method: 'POST',
  path: '/api/persons/search',
  summary: 'Find people by name, pinyin, initials, last four or whole number 查人',
  // A number typed into a search must not stand in an address, so the question travels in the body.
  body: z.strictObject({ text: text(60).min(1), ...cursor }),
  reply: page(found),
})
export const candidates = route({
  method: 'POST',
  path: '/api/persons/candidates',
  summary: 'Who may be this person already: for a pair of eyes, never decided here 疑似同一人',
  body: z.strictObject({
    name: text(60).min(1),
    number: text(40).nullish(),
    birth: wireDay().nullish(),
    sex: sex.nullish(),
    area: wireArea().nullish(),
    phone: text(30).nullish(),
  }),
  reply: z.object({
    items: z.array(
      z.object({
        personId: bigId(),
        name: z.string(),
        area: wireArea(),
        sex: sex.nullable(),
        birth: wireDay().nullable(),
        rule: z.enum(['M5', 'M6', 'M7']),
      }),
    ),
    cut: z.array(z.string()),
  }),
})
export const readPerson = route({
  method: 'GET',
  path: '/api/persons/:personId',
  summary: 'One person with masked numbers and joined records 人员',
  params: person,
  reply: z.object({
    personId: bigId(),
    householdId: bigId().nullable(),
    area: wireArea(),
    name: z.string(),
    sex: sex.nullable(),
    birth: wireDay().nullable(),
    death: wireDay().nullable(),
    mergedInto: bigId().nullable(),
    withoutNumber: z.string().nullable(),
    version: z.string(),
    numbers: z.array(
      z.object({
        numberId: id(),
        kind: z.string(),
        masked: z.string(),
        how: z.string(),
        status: z.enum(['current', 'replaced', 'disputed', 'wrong']),
        since: wireDay().nullable(),
        until: wireDay().nullable(),
      }),
    ),
    mergers: z.array(
      z.object({ mergeId: id(), keep: bigId(), dropped: bigId(), reason: z.string(), undone: z.boolean() }),
    ),
  }),
})
export const correctPerson = route({
  method: 'POST',
  path: '/api/persons/:personId/correction',
  summary: 'Correct name, sex or birth 更正人员信息',
  params: person,
  body: z.strictObject({
    version: z.string().regex(/^\d+$/).optional(),
    name: text(60).min(1).optional(),
    sex: sex.optional(),
    birth: wireDay().optional(),
    reason,
  }),
  reply: done,
})
export const giveNumber = route({
  method: 'POST',
  path: '/api/persons/:personId/numbers',
  summary: 'Enter or replace a number 登记证件号码',
  params: person,
  body: z.strictObject({
    number: text(40).min(1),
    kind: z.enum(['resident', 'birth-certificate', 'passport', 'temporary']).optional(),
    since: wireDay().nullish(),
    issuer: text(100).nullish(),
    despiteConflict: text(300).optional(),
  }),
  reply: z.object({ numberId: id(), notes: z.array(z.string()) }),
})
export const settleNumber = route({
  method: 'POST',
  path: '/api/persons/:personId/numbers/:numberId/settlement',
  summary: 'Settle a disputed number 号码争议核实',
  params: z.object({ personId: bigId(), numberId: id() }),
  body: z.strictObject({ status: z.enum(['current', 'wrong']), reason }),
  reply: done,
})
export const unmaskNumber = route({
  method: 'POST',
  path: '/api/persons/:personId/unmasking',
  summary: 'See one whole number, for a purpose, on record 查看完整号码',
  params: person,
  body: z.strictObject({ reason: unmaskReason }),
  reply: z.object({ number: z.string(), given: z.string(), how: z.string() }),
})
export const recordDeath = route({
  method: 'POST',
  path: '/api/persons/:personId/death',
  summary: 'Record a death 登记去世',
  params: person,
  body: z.strictObject({ on: wireDay(), source: news, sourceName: text(100).optional() }),
  reply: done,
})
export const withdrawDeath = route({
  method: 'POST',
  path: '/api/persons/:personId/death-withdrawal',
  summary: 'Take back a wrong death 撤回去世登记',
  params: person,
  body: z.strictObject({ reason }),
  reply: done,
})
export const mergePersons = route({
  method: 'POST',
  path: '/api/persons/:personId/mergers',
  summary: 'Join a second record of the same person 合并重复人员',
  params: person,
  body: z.strictObject({ drop: bigId(), reason, endOther: z.boolean().optional(), from: wireDay().optional() }),
  reply: z.object({ mergeId: id() }),
})
export const unmergePersons = route({
  method: 'POST',
  path: '/api/persons/:personId/mergers/:mergeId/undoing',
  summary: 'Take the joining back 撤销合并',
  params: z.object({ personId: bigId(), mergeId: id() }),
  body: z.strictObject({ reason }),
  reply: done,
})
export const aidAnywhere = route({
  method: 'POST',
  path: '/api/aid-questions',
  summary: 'Does this person get aid anywhere in the county? Yes or no, and whom to ask 全县是否已享受救助',
  body: z.strictObject({
    number: text(40).optional(),
    personId: bigId().optional(),
    programmes: z.array(programme).max(30).optional(),
    own: bigId().optional(),
  }),
  reply: z.object({
    aided: z.boolean(),
    offices: z.array(z.object({ area: wireArea(), name: z.string(), hotline: z.string().nullable() })),
  }),
})

// ---------------------------------------------------------------- households
export const openHousehold = route({
  method: 'POST',
  path: '/api/households',
  summary: 'Open a household file 建立家庭档案',
  body: z.strictObject({
    area: wireArea(),
    openedOn: wireDay().optional(),
    residence: residence.nullish(),
    registeredAddress: text(200).nullish(),
    address: text(200).nullish(),
    provisional: z.boolean().optional(),
  }),
  reply: z.object({ householdId: bigId() }),
})
const member = z.object({
  personId: bigId(),
  name: z.string(),
  sex: sex.nullable(),
  birth: wireDay().nullable(),
  relation: z.string(),
  since: wireDay(),
  until: wireDay().nullable(),
  joinedWhy: z.string(),
  leftWhy: z.string().nullable(),
})
export const readHousehold = route({
  method: 'GET',
  path: '/api/households/:householdId',
  summary: 'One household on a day: people, place, telephones, supporters 一户',
  params: household,
  query: z.object({ on: wireDay().optional() }),
  versioned: true,
  reply: z.object({
    householdId: bigId(),
    area: wireArea(),
    areaName: z.string(),
    residence: residence.nullable(),
    openedOn: wireDay(),
    closedOn: wireDay().nullable(),
    closedWhy: z.string().nullable(),
    provisional: z.boolean(),
    head: bigId().nullable(),
    registeredAddress: z.string().nullable(),
    address: z.string().nullable(),
    version: z.string(),
    members: z.array(member),
    formerMembers: z.array(member),
    phones: z.array(
      z.object({
        phoneId: id(),
        masked: z.string(),
        personId: bigId().nullable(),
        whose: z.string(),
        since: wireDay(),
      }),
    ),
    supporters: z.array(
      z.object({
        supporterId: id(),
        name: z.string(),
        relation: z.string(),
        supports: bigId().nullable(),
        birth: wireDay().nullable(),
        sex: sex.nullable(),
        address: z.string().nullable(),
        hasNumber: z.boolean(),
        since: wireDay(),
        until: wireDay().nullable(),
      }),
    ),
    links: z.array(
      z.object({
        kind: z.string(),
        other: bigId().nullable(),
        from: z.string().nullable(),
        to: z.string().nullable(),
        on: wireDay(),
        reason: z.string().nullable(),
      }),
    ),
  }),
})
export const exportMembers = route({
  method: 'GET',
  path: '/api/households/:householdId/export',
  summary: 'The household as a workbook: everybody who belongs or belonged 导出家庭',
  params: household,
  answers: 'bytes',
})
export const exportFacts = route({
  method: 'GET',
  path: '/api/households/:householdId/facts/export',
  summary: 'The four values as a workbook 导出四值对照',
  params: household,
  answers: 'bytes',
})
export const changeHousehold = route({
  method: 'POST',
  path: '/api/households/:householdId',
  summary: 'Change address, registration or head 更改家庭信息',
  params: household,
  versioned: true,
  body: z.strictObject({
    registeredAddress: text(200).nullish(),
    address: text(200).nullish(),
    residence: residence.nullish(),
    head: bigId().optional(),
  }),
  reply: done,
})
export const closeHousehold = route({
  method: 'POST',
  path: '/api/households/:householdId/closing',
  summary: 'Close an empty household file 结束家庭档案',
  params: household,
  body: z.strictObject({ on: wireDay(), why: reason }),
  reply: done,
})
const added = z.object({ personId: bigId(), notes: z.array(z.string()) })
export const addMember = route({
  method: 'POST',
  path: '/api/households/:householdId/members',
  summary: 'Enter a member 登记家庭成员',
  params: household,
  body: z.strictObject({
    person: who,
    relation: text(30).min(1),
    since: wireDay().optional(),
    why: z
      .enum(['first-entry', 'birth', 'marriage', 'returned', 'moved-in', 'split', 'merge', 'correction'])
      .optional(),
    head: z.boolean().optional(),
    despiteConflict: text(300).optional(),
  }),
  reply: added,
})
export const removeMember = route({
  method: 'POST',
  path: '/api/households/:householdId/members/:personId/leaving',
  summary: 'A member leaves 成员离开',
  params: z.object({ householdId: bigId(), personId: bigId() }),
  body: z.strictObject({
    until: wireDay().optional(),
    why: z.enum(['divorce', 'marriage', 'moved-out', 'correction', 'other']),
  }),
  reply: done,
})
export const recordBirth = route({
  method: 'POST',
  path: '/api/households/:householdId/births',
  summary: 'A child is born 登记出生',
  params: household,
  body: z.strictObject({
    name: text(60).min(1),
    birth: wireDay(),
    sex: sex.nullable(),
    certificate: text(40).nullish(),
    relation: text(30).min(1),
  }),
  reply: added,
})
export const recordMarriage = route({
  method: 'POST',
  path: '/api/households/:householdId/marriages',
  summary: 'A member marries 登记结婚',
  params: household,
  body: z.strictObject({
    personId: bigId(),
    on: wireDay(),
    source: news,
    spouse: z.strictObject({ person: who, relation: text(30).min(1) }).optional(),
  }),
  reply: z.object({ spouse: bigId().nullable() }),
})
export const recordDivorce = route({
  method: 'POST',
  path: '/api/households/:householdId/divorces',
  summary: 'Two members divorce 登记离婚',
  params: household,
  body: z.strictObject({ personId: bigId(), other: bigId(), leaves: z.boolean(), on: wireDay(), source: news }),
  reply: done,
})
export const recordExclusion = route({
  method: 'POST',
  path: '/api/households/:householdId/exclusions',
  summary: 'Out of the count, or back in it 计入情况变化',
  params: household,
  body: z.strictObject({
    personId: bigId(),
    reason: text(40).min(1),
    from: wireDay(),
    until: wireDay().nullish(),
    source: news,
    sourceName: text(100).optional(),
  }),
  reply: z.object({ factId: id() }),
})
export const splitHousehold = route({
  method: 'POST',
  path: '/api/households/:householdId/split',
  summary: 'Part of the household becomes one of its own 分户',
  params: household,
  idempotent: true,
  body: z.strictObject({
    leaving: z
      .array(z.strictObject({ personId: bigId(), relation: text(30).min(1) }))
      .min(1)
      .max(30),
    on: wireDay().optional(),
    head: bigId().optional(),
    reason,
  }),
  reply: z.object({ householdId: bigId() }),
})
export const mergeHouseholds = route({
  method: 'POST',
  path: '/api/households/:householdId/merger',
  summary: 'Another household joins this one 合户',
  params: household,
  idempotent: true,
  body: z.strictObject({
    from: bigId(),
    relations: z
      .array(z.strictObject({ personId: bigId(), relation: text(30).min(1) }))
      .min(1)
      .max(30),
    on: wireDay().optional(),
    reason,
  }),
  reply: done,
})
export const moveHousehold = route({
  method: 'POST',
  path: '/api/households/:householdId/move',
  summary: 'The household moves 迁移',
  params: household,
  idempotent: true,
  body: z.strictObject({
    to: wireArea(),
    on: wireDay().optional(),
    address: text(200).nullish(),
    registeredAddress: text(200).nullish(),
    residence: residence.nullish(),
    reason,
  }),
  reply: done,
})

// ---------------------------------------------------------------- telephones, supporters, consent
export const addPhone = route({
  method: 'POST',
  path: '/api/households/:householdId/phones',
  summary: 'Enter a telephone 登记电话',
  params: household,
  body: z.strictObject({ phone: text(30).min(1), personId: bigId().nullish(), whose: text(20).optional() }),
  reply: z.object({ phoneId: id() }),
})
export const endPhone = route({
  method: 'DELETE',
  path: '/api/households/:householdId/phones/:phoneId',
  summary: 'A telephone is no longer theirs 停用电话',
  params: z.object({ householdId: bigId(), phoneId: id() }),
  reply: done,
})
export const unmaskPhone = route({
  method: 'POST',
  path: '/api/households/:householdId/phones/:phoneId/unmasking',
  summary: 'See one whole telephone number, on record 查看完整电话',
  params: z.object({ householdId: bigId(), phoneId: id() }),
  body: z.strictObject({ reason: unmaskReason }),
  reply: z.object({ phone: z.string() }),
})
export const addSupporter = route({
  method: 'POST',
  path: '/api/households/:householdId/supporters',
  summary: 'Enter a legal supporter 登记法定义务人',
  params: household,
  body: z.strictObject({
    name: text(60).min(1),
    relation: text(30).min(1),
    supports: bigId().nullish(),
    number: text(40).nullish(),
    birth: wireDay().nullish(),
    sex: sex.nullish(),
    address: text(200).nullish(),
    since: wireDay().optional(),
  }),
  reply: z.object({ supporterId: id() }),
})
export const endSupporter = route({
  method: 'POST',
  path: '/api/households/:householdId/supporters/:supporterId/end',
  summary: 'The duty ends 义务人停用',
  params: z.object({ householdId: bigId(), supporterId: id() }),
  body: z.strictObject({ until: wireDay() }),
  reply: done,
})
const consentWay = z.enum(['paper', 'screen', 'fingerprint', 'guardian', 'spoken'])
export const listConsents = route({
  method: 'GET',
  path: '/api/households/:householdId/consents',
  summary: 'What was agreed to and withdrawn 同意记录',
  params: household,
  reply: z.object({
    items: z.array(
      z.object({
        consentId: id(),
        personId: bigId(),
        kind: z.string(),
        given: z.boolean(),
        on: wireDay(),
        how: z.string(),
        withdraws: id().nullable(),
      }),
    ),
  }),
})
export const recordConsent = route({
  method: 'POST',
  path: '/api/households/:householdId/consents',
  summary: 'Record a yes or no 登记同意',
  params: household,
  body: z.strictObject({
    personId: bigId(),
    kind: z.enum(['truth-pledge', 'report-changes', 'notice-known', 'messages', 'charity-sharing', 'proxy']),
    given: z.boolean(),
    how: consentWay,
    on: wireDay().optional(),
    witness: text(60).nullish(),
    file: text(100).nullish(),
  }),
  reply: z.object({ consentId: id() }),
})
export const withdrawConsent = route({
  method: 'POST',
  path: '/api/households/:householdId/consents/:consentId/withdrawal',
  summary: 'Withdraw a consent 撤回同意',
  params: z.object({ householdId: bigId(), consentId: id() }),
  body: z.strictObject({ how: consentWay, witness: text(60).nullish() }),
  reply: z.object({ consentId: id() }),
})

// ---------------------------------------------------------------- facts and the timeline
const shownFact = z.object({
  factId: id(),
  value: wireValue,
  validFrom: wireDay(),
  validUntil: wireDay().nullable(),
  asOf: wireDay().nullable(),
  sourceName: z.string().nullable(),
  reason: z.string().nullable(),
  afterPreview: z.boolean(),
  recordedOn: wireDay(),
  recordedBy: z.string(),
})
export const factTable = route({
  method: 'GET',
  path: '/api/households/:householdId/facts',
  summary: 'Declared, matched, visited and adopted side by side, differences first 四值对照',
  params: household,
  query: z.object({ on: wireDay().optional() }),
  reply: z.object({
    on: wireDay(),
    items: z.array(
      z.object({
        subject,
        name: factName,
        differs: z.boolean(),
        open: z.boolean(),
        declared: shownFact.nullable(),
        matched: shownFact.nullable(),
        visited: shownFact.nullable(),
        adopted: shownFact.nullable(),
      }),
    ),
  }),
})
const said = z.strictObject({
  subject,
  name: factName,
  value: wireValue,
  validFrom: wireDay(),
  validUntil: wireDay().nullish(),
  asOf: wireDay().nullish(),
  sourceName: text(100).nullish(),
  saidBy: text(60).nullish(),
})
export const recordFacts = route({
  method: 'POST',
  path: '/api/households/:householdId/facts',
  summary: 'Write down what was said or seen 登记情况',
  params: household,
  // Matched values come from data sources alone; nobody types them in.
  body: z.strictObject({ source: z.enum(['declared', 'visited']), facts: z.array(said).min(1).max(500) }),
  reply: z.object({ factIds: z.array(id()) }),
})
export const adoptFacts = route({
  method: 'POST',
  path: '/api/households/:householdId/adoptions',
  summary: 'Adopt figures, each with a reason 采用',
  params: household,
  idempotent: true,
  body: z.strictObject({
    adoptions: z
      .array(
        z.strictObject({
          subject,
          name: factName,
          from: id().optional(),
          value: wireValue.optional(),
          reason,
          validFrom: wireDay().optional(),
          validUntil: wireDay().nullish(),
        }),
      )
      .min(1)
      .max(500),
  }),
  reply: z.object({ factIds: z.array(id()) }),
})
export const timeline = route({
  method: 'GET',
  path: '/api/households/:householdId/timeline',
  summary: 'What happened to the household 时间线',
  params: household,
  query: z.object({ kinds: z.string().max(300).optional(), ...cursor }),
  reply: page(
    z.object({
      eventId: id(),
      kind: z.string(),
      at: wireDay(),
      enteredOn: wireDay(),
      text: z.string(),
      key: z.string(),
      refs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      unit: z.string().nullable(),
      citizenSees: z.boolean(),
      recordedAt: instant(),
    }),
  ),
})

// ---------------------------------------------------------------- areas
const areaRow = z.object({
  code: wireArea(),
  name: z.string(),
  since: wireDay(),
  until: wireDay().nullable(),
  residence: residence.nullable(),
  hotline: z.string().nullable(),
})
export const listAreas = route({
  method: 'GET',
  path: '/api/areas',
  summary: 'Areas directly below one, as of a day 地区',
  query: z.object({
    below: z
      .string()
      .regex(/^\d{0,12}$/)
      .default(''),
    on: wireDay().optional(),
  }),
  reply: z.object({ items: z.array(areaRow) }),
})
export const areaHistory = route({
  method: 'GET',
  path: '/api/areas/:code/history',
  summary: 'What a code was called, from when to when, and where it went 地区沿革',
  params: z.object({ code: wireArea() }),
  reply: z.object({
    items: z.array(areaRow),
    successors: z.array(z.object({ code: wireArea(), name: z.string(), since: wireDay() })),
    predecessors: z.array(z.object({ code: wireArea(), name: z.string(), since: wireDay() })),
  }),
})
export const addArea = route({
  method: 'POST',
  path: '/api/areas',
  summary: 'A new township or village 新增地区',
  body: z.strictObject({
    code: wireArea(),
    name: text(40).min(1),
    since: wireDay(),
    residence: residence.nullish(),
    hotline: text(30).nullish(),
    paper: text(200).min(1),
  }),
  reply: done,
})
export const changeArea = route({
  method: 'POST',
  path: '/api/areas/:code/changes',
  summary: 'A new name or urban/rural mark from a day on 地区变更',
  params: z.object({ code: wireArea() }),
  body: z.strictObject({
    since: wireDay(),
    name: text(40).min(1).optional(),
    residence: residence.optional(),
    hotline: text(30).nullish(),
    paper: text(200).min(1),
  }),
  reply: done,
})
export const mergeAreas = route({
  method: 'POST',
  path: '/api/areas/:code/mergers',
  summary: 'Villages are merged into this one 村组合并',
  params: z.object({ code: wireArea() }),
  idempotent: true,
  body: z.strictObject({ from: z.array(wireArea()).min(1).max(20), since: wireDay(), paper: text(200).min(1) }),
  reply: z.object({ moved: z.int() }),
})

// ---------------------------------------------------------------- rosters
const roster = z.object({ batchId: id() })
const problem = z.object({
  row: z.int(),
  column: z.string(),
  code: z.string(),
  problem: z.string(),
  mend: z.string(),
})
export const tryRoster = route({
  method: 'POST',
  path: '/api/rosters',
  summary: 'Read a roster (xlsx or csv) without importing it 名册试导入',
  idempotent: true,
  takes: 'bytes',
  query: z.object({
    area: wireArea().optional(),
    amountOf: z.enum(['household', 'person']).optional(),
    programme: z.enum(['dibao', 'tekun']).optional(),
    residence: residence.optional(),
  }),
  reply: z.object({
    batchId: id(),
    format: z.string(),
    shape: z.enum(['person-rows', 'household-rows']),
    amountOf: z.enum(['household', 'person']),
    residence: residence.nullable(),
    columns: z.array(z.object({ heading: z.string(), field: z.string() })),
    families: z.int(),
    people: z.int(),
    monthlyTotal: fen(),
    badFamilies: z.int(),
    badRows: z.int(),
    problems: z.array(problem),
    notes: z.array(z.object({ code: z.string(), text: z.string(), times: z.int() })),
  }),
})
export const listRosters = route({
  method: 'GET',
  path: '/api/rosters',
  summary: 'Rosters read in 名册导入记录',
  reply: z.object({
    items: z.array(
      z.object({
        batchId: id(),
        area: wireArea(),
        state: z.enum(['checked', 'accepted', 'undone', 'discarded']),
        families: z.int(),
        people: z.int(),
        badFamilies: z.int(),
        badRows: z.int(),
        monthlyTotal: fen(),
        checkedAt: instant(),
        acceptedAt: instant().nullable(),
        undoneAt: instant().nullable(),
        undoable: z.boolean(),
      }),
    ),
  }),
})
export const rosterErrors = route({
  method: 'GET',
  path: '/api/rosters/:batchId/errors',
  summary: 'The file back with a column of errors 带错误列的名册',
  params: roster,
  answers: 'bytes',
})
export const acceptRoster = route({
  method: 'POST',
  path: '/api/rosters/:batchId/acceptance',
  summary: 'Take the good families over with the amounts they are paid 名册转入(沿用金额)',
  params: roster,
  idempotent: true,
  body: z.strictObject({
    /** The last month that was paid without us. */
    paidUntil: wireMonth(),
    document: text(100).min(1),
    evenWithErrors: z.boolean().default(false),
  }),
  reply: z.object({ households: z.int(), people: z.int() }),
})
export const discardRoster = route({
  method: 'POST',
  path: '/api/rosters/:batchId/discarding',
  summary: 'A dry run nobody wants 放弃试导入',
  params: roster,
  reply: done,
})
export const undoRoster = route({
  method: 'POST',
  path: '/api/rosters/:batchId/undoing',
  summary: 'Take a whole import back within a day 撤销整批导入',
  params: roster,
  idempotent: true,
  body: z.strictObject({ reason }),
  reply: z.object({ households: z.int() }),
})
export const exportRoster = route({
  method: 'GET',
  path: '/api/rosters/:batchId/export',
  summary: 'The roster as it is today, in the layout it came in 按原格式导出名册',
  params: roster,
  query: z.object({ format: z.enum(['xlsx', 'csv-utf8', 'csv-gb18030']).optional() }),
  answers: 'bytes',
})
export const listSuspicions = route({
  method: 'GET',
  path: '/api/roster-suspicions',
  summary: 'The county leader’s work plan after an import 名册疑点工作清单',
  query: z.object({ open: z.enum(['yes', 'no']).default('yes') }),
  reply: z.object({
    items: z.array(
      z.object({
        suspicionId: id(),
        batchId: id(),
        row: z.int(),
        area: wireArea(),
        householdId: bigId().nullable(),
        personId: bigId().nullable(),
        kind: z.string(),
        text: z.string(),
        settled: z.boolean(),
      }),
    ),
  }),
})
export const settleSuspicion = route({
  method: 'POST',
  path: '/api/roster-suspicions/:suspicionId/settlement',
  summary: 'Settle one item of the plan 疑点办结',
  params: z.object({ suspicionId: id() }),
  body: z.strictObject({ outcome: z.enum(['cleared', 'corrected', 'case-opened']) }),
  reply: done,
})
