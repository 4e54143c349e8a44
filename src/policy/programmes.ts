/**
 * The schemes of the handbook (§2). A scheme that has no rulebook here yet is still a word: the registry must be able to
 * say that somebody receives it.
 */
export const programmes = {
  dibao: { zh: '最低生活保障', en: 'Dibao (minimum living guarantee)' },
  tekun: { zh: '特困人员救助供养', en: 'Tekun (support for people in extreme difficulty)' },
  lowIncomeMargin: { zh: '低保边缘家庭', en: 'Low-income margin household' },
  expenditureHardship: { zh: '刚性支出困难家庭', en: 'Expenditure hardship household' },
  relapseRisk: { zh: '防止返贫监测对象', en: 'Household at risk of falling back into poverty' },
  temporaryAssistance: { zh: '临时救助', en: 'Temporary assistance' },
  medicalAssistance: { zh: '医疗救助', en: 'Medical assistance' },
  educationAssistance: { zh: '教育救助', en: 'Education assistance' },
  housingAssistance: { zh: '住房救助', en: 'Housing assistance' },
  employmentAssistance: { zh: '就业救助', en: 'Employment assistance' },
  disasterRelief: { zh: '受灾人员救助', en: 'Disaster relief' },
  disabilityLivingAllowance: { zh: '困难残疾人生活补贴', en: 'Living allowance for disabled people in difficulty' },
  disabilityCareAllowance: { zh: '重度残疾人护理补贴', en: 'Care allowance for severely disabled people' },
  elderAgeAllowance: { zh: '高龄津贴', en: 'Old age allowance' },
  elderCareAllowance: { zh: '经济困难失能老年人补贴', en: 'Care allowance for older people' },
  orphan: { zh: '孤儿基本生活保障', en: 'Support for orphans' },
  deFactoUnattendedChild: { zh: '事实无人抚养儿童保障', en: 'Support for de facto unattended children' },
  personWithoutShelter: { zh: '生活无着流浪乞讨人员救助', en: 'Aid for people without shelter' },
  legalAid: { zh: '法律援助', en: 'Legal aid' },
  judicialAid: { zh: '司法救助', en: 'Judicial aid' },
  funeral: { zh: '惠民殡葬', en: 'Basic funeral' },
  heating: { zh: '取暖救助', en: 'Heating aid' },
  priceSubsidy: { zh: '价格临时补贴', en: 'Price subsidy' },
} as const satisfies Record<string, { zh: string; en: string }>

export type ProgrammeId = keyof typeof programmes

/** Those whose rules are written here. */
export const ruledProgrammes = ['dibao'] as const satisfies readonly ProgrammeId[]

export const programmeIds = Object.keys(programmes) as ProgrammeId[]
export const isProgrammeId = (text: string): text is ProgrammeId => Object.hasOwn(programmes, text)
