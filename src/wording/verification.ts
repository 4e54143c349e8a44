/** Words of verification (核对). Chinese and English stand side by side, so that neither can be forgotten. */
const pairs = {
  // ---------------------------------------------------------------- agencies
  'source.civil-registry': ['公安户籍、婚姻登记', 'Civil registry'],
  'source.vehicles': ['车辆管理', 'Vehicle registry'],
  'source.real-estate': ['不动产登记', 'Real estate registry'],
  'source.tax': ['税务', 'Tax office'],
  'source.social-insurance': ['社会保险', 'Social insurance'],
  'source.bank': ['银行存款', 'Banks'],
  'source.business-registry': ['市场监管(营业执照)', 'Business registry'],
  'source.death-register': ['殡葬登记', 'Death register'],

  // ---------------------------------------------------------------- what they tell
  'item.registered': ['户籍在册', 'Registered'],
  'item.register-cancelled': ['户口注销', 'Registration cancelled'],
  'item.marriage': ['婚姻状况', 'Marital status'],
  'item.motor-vehicle': ['机动车(不含普通摩托)', 'Motor vehicles (not ordinary motorcycles)'],
  'item.motorcycle': ['摩托车', 'Motorcycles'],
  'item.vehicle-value': ['车辆价值', 'Value of vehicles'],
  'item.dwelling': ['住房', 'Homes'],
  'item.dwelling-area': ['住房面积', 'Floor area of homes'],
  'item.non-dwelling': ['非住宅房产', 'Non-residential property'],
  'item.non-dwelling-area': ['非住宅面积', 'Floor area of non-residential property'],
  'item.wages-12-months': ['近12个月工资薪金', 'Wages, last 12 months'],
  'item.business-income-12-months': ['近12个月经营所得', 'Business income, last 12 months'],
  'item.insured-employment': ['参加职工社会保险', 'Insured as an employee'],
  'item.basic-pension-12-months': [
    '近12个月城乡居民基础养老金',
    'Basic part of the residents’ pension, last 12 months',
  ],
  'item.pension-12-months': ['近12个月其他养老金', 'Other pensions, last 12 months'],
  'item.unemployment-12-months': ['近12个月失业保险金', 'Unemployment benefit, last 12 months'],
  'item.deposit': ['存款', 'Deposits'],
  'item.deposit-above': ['存款是否超过限额', 'Deposits above the limit'],
  'item.business': ['登记的市场主体', 'Registered businesses'],
  'item.subscribed-capital': ['认缴出资', 'Subscribed capital'],
  'item.died': ['死亡日期', 'Day of death'],
  'who.household': ['全家', 'The household'],
  'unit.yuan': ['{{value}}元', '{{value}} yuan'],
  'unit.count': ['{{value}}', '{{value}}'],
  'unit.square-metre': ['{{value}}平方米', '{{value}} m²'],
  'unit.day': ['{{value}}', '{{value}}'],
  'value.yes': ['是', 'Yes'],
  'value.no': ['否', 'No'],

  // ---------------------------------------------------------------- states and conclusions
  'state.found': ['查到', 'Found'],
  'state.stale': ['数据过旧', 'Figure too old'],
  'state.no-record': ['查无记录', 'No record'],
  'state.name-differs': ['姓名与证件号不符', 'Name does not fit the number'],
  'state.no-answer': ['没有答复', 'No answer'],
  'state.not-asked': ['没有查', 'Not asked'],
  'state.waiting': ['正在查', 'Being asked'],
  'conclusion.within': ['不超过本项救助的限额', 'Within the limit of this programme'],
  'conclusion.above': ['超过本项救助的限额', 'Above the limit of this programme'],
  'conclusion.income': ['作为收入核算', 'Counts as income'],
  'conclusion.see-total': ['见全家合计', 'See the household’s total'],
  'conclusion.clue': ['供核实参考', 'A clue to be looked into'],
  'conclusion.not-known': ['查不到(不等于没有)', 'Not known (which is not zero)'],
  'report-not-a-decision': [
    '本报告只列查到的情况,不是审核决定。有不同意见可以说明并交佐证。',
    'This report lists what was found and decides nothing. You may explain and show papers.',
  ],
  'report-valid': ['有效期至{{day}}', 'Valid until {{day}}'],
  'report-over': ['报告已过有效期,需要重新核对', 'The report is no longer valid; ask again'],
  'report-incomplete': ['还有人没有查到结果,合计不完整', 'Somebody is missing; the total is not complete'],

  'why.no-authorisation': ['本人没有签核对授权', 'No authorisation signed'],
  'why.authorisation-withdrawn': ['授权已经撤回', 'The authorisation was withdrawn'],
  'why.authorisation-over': ['授权已经到期', 'The authorisation has ended'],
  'why.source-not-authorised': ['授权书没有列这个部门', 'The authorisation does not name this source'],
  'why.purpose-not-authorised': ['授权书没有列这个用途', 'The authorisation does not name this purpose'],
  'why.no-number': ['没有可用的身份证号码', 'No usable identity number'],
  'why.no-connection': ['这个部门还没有接通', 'This source is not connected'],
  'why.child': ['未成年人,监护人没有授权查询', 'A child, and the guardian did not authorise it'],
  'why.request-closed': ['这次核对已经结束', 'This round has ended'],
  'why.waited-too-long': ['等到期限没有答复', 'No answer within the time'],
  'why.tries-used-up': ['多次联系不上', 'Could not be reached after several tries'],
  'why.source-silent': ['对方没有说到这个人', 'The source said nothing about this person'],
  'why.row-refused': ['平台没有受理这一行', 'The hub did not take this row'],
  'why.incomplete': ['还缺家庭成员的结果', 'Results of members are missing'],

  'unknowable.cash': ['现金', 'Cash'],
  'unknowable.casual-wages': ['零工、未申报的工资', 'Casual and undeclared wages'],
  'unknowable.farm-income': ['种地、养殖收入', 'Income from farming'],
  'unknowable.private-loans': ['私人借款', 'Private loans'],
  'unknowable.e-wallets': ['手机支付账户', 'Payment apps'],
  'unknowable.relatives-cars': ['登记在亲属名下的车', 'Cars in relatives’ names'],
  'unknowable.unregistered-houses': ['没有登记的房屋', 'Unregistered houses'],
  'unknowable.real-support': ['子女实际给的赡养费', 'Support that children really give'],
  'unknowable.unreported-death': ['没有上报的土葬', 'Unreported burials'],
  'unknowable.other-provinces': ['外省的财产', 'Property in other provinces'],

  // ---------------------------------------------------------------- authorisation (ux S4)
  'authorisation.title': ['核对授权', 'Authorisation to verify'],
  'authorisation.why': [
    '为了弄清您家的实际困难,需要到银行、车管、不动产、社保、税务、市场监管、殡葬等处查证。只查授权书上列的部门,只用于办理这次救助。',
    'To see your household’s real situation we need to ask banks, vehicle and property registries, social insurance, tax, business and death registers. Only those named in the paper are asked, only for this matter.',
  ],
  'authorisation.revoke': [
    '您可以随时到村里、镇里或打电话撤回。撤回后不再查询;已经查到的不受影响。',
    'You may withdraw it at any time in the village, at the office or by phone. Then nothing more is asked; what was found before stays.',
  ],
  'authorisation.period': ['授权自{{since}}起,到{{until}}止', 'Valid from {{since}} until {{until}}'],
  'authorisation.guardian': ['由监护人代签', 'Signed by the guardian'],
  'how.finger': ['屏幕手写', 'Signed on the screen'],
  'how.paper': ['纸质签字后拍照', 'Signed on paper and photographed'],
  'how.fingerprint': ['按指印,有见证人', 'Fingerprint, with a witness'],
  'how.online': ['本人网上确认', 'Confirmed online'],
  'purpose.application': ['审核申请', 'An application'],
  'purpose.review': ['定期复核', 'A periodic review'],
  'purpose.change': ['情况变更', 'A change'],
  'purpose.appeal': ['异议复查', 'An objection'],
  'purpose.payment': ['发放前核对', 'Checking before payment'],
  'purpose.rebuttal': ['核实说明', 'Looking into an explanation'],
  'purpose.decision': ['作出决定', 'A decision'],
  'purpose.inspection': ['检查', 'An inspection'],

  // ---------------------------------------------------------------- rebuttal
  'rebuttal.title': ['核对数据与您填的不一样', 'A figure differs from what you told us'],
  'rebuttal.higher': ['查到的比申报的多', 'More was found than was declared'],
  'rebuttal.undeclared': ['查到了没有申报的', 'Something was found that was not declared'],
  'rebuttal.different': ['查到的与申报的不同', 'What was found differs from what was declared'],
  'rebuttal.ask': [
    '请在{{day}}前说明原因,可以交存折、证明等材料。不说明不等于不能救助,我们会再联系您。',
    'Please explain by {{day}}; you may show passbooks or certificates. Silence alone does not lose you anything; we will contact you again.',
  ],
  'rebuttal.state.open': ['等家庭说明', 'Waiting for the family'],
  'rebuttal.state.unanswered': ['到期未说明,需要联系', 'Not answered in time; somebody has to call'],
  'rebuttal.state.answered': ['已说明,等复查', 'Explained; to be looked at again'],
  'rebuttal.state.accepted': ['采纳家庭的说明', 'The family’s figure stands'],
  'rebuttal.state.upheld': ['维持核对数据', 'The source’s figure stands'],

  'task.verification-rebuttal': ['告知家庭:核对数据与申报不一致', 'Tell the family that a figure differs'],
  'task.verification-rebuttal-call': ['说明期限已过,请打电话联系', 'No explanation came; call the family'],
  'task.verification-recheck': ['家庭已说明,请复查', 'The family has explained; look again'],

  // ---------------------------------------------------------------- quarantine
  'quarantine.half': ['文件不完整', 'The file is not whole'],
  'quarantine.digest': ['文件校验不符', 'The digest does not fit'],
  'quarantine.signature': ['签名不符', 'The signature does not fit'],
  'quarantine.encoding': ['文件编码不对', 'The encoding is wrong'],
  'quarantine.shape': ['文件格式不对', 'The file has another shape'],
  'quarantine.format': ['不是核对报告', 'Not a verification report'],
  'quarantine.columns': ['表头不对', 'The columns are not those agreed'],
  'quarantine.count': ['行数与合计不符', 'The number of rows does not fit'],
  'quarantine.value': ['有看不懂的内容', 'Something in it cannot be understood'],
  'quarantine.pages-missing': ['缺页', 'Pages are missing'],
  'quarantine.twice': ['已经收到过同一个文件', 'The same file was received before'],
  'quarantine.not-ours': ['不是我们发出的核对', 'Not an answer to a question of ours'],
  'quarantine.somebody-else': ['证件号码不是我们查的人', 'It is about somebody else'],
  'quarantine.not-asked-for': ['包含我们没有查的人或部门', 'It holds people or sources we did not ask about'],
  'quarantine.contradicts-itself': ['前后矛盾', 'It contradicts itself'],
  'quarantine.answered-already': ['已经有答复了', 'This was answered already'],

  // ---------------------------------------------------------------- timeline
  'timeline.authorised': ['签署核对授权 {{number}},到{{until}}止', 'Authorisation {{number}} signed, until {{until}}'],
  'timeline.withdrawn': ['撤回核对授权 {{number}}', 'Authorisation {{number}} withdrawn'],
  'timeline.requested': ['开始核对,最迟等到{{answerBy}}', 'Verification begun; answers awaited until {{answerBy}}'],
  'timeline.reported': [
    '出具核对报告 {{number}}(第{{version}}版)',
    'Verification report {{number}} issued (version {{version}})',
  ],
  'timeline.rebuttal-opened': [
    '核对数据与申报不一致,请在{{answerBy}}前说明',
    'A figure differs from what was declared; please explain by {{answerBy}}',
  ],
  'timeline.rebuttal-answered': [
    '家庭已说明,{{recheckBy}}前复查',
    'The family has explained; to be looked at by {{recheckBy}}',
  ],
  'timeline.rebuttal-unanswered': [
    '说明期限已过,工作人员将联系',
    'The day for an explanation has passed; somebody will call',
  ],
  'timeline.rebuttal-settled': ['不一致的数据已复查', 'The differing figure was looked at again'],
  'timeline.sources-asked.application': ['为审核申请向有关部门查证', 'Sources were asked for an application'],
  'timeline.sources-asked.review': ['为定期复核向有关部门查证', 'Sources were asked for a periodic review'],
  'timeline.sources-asked.change': ['为情况变更向有关部门查证', 'Sources were asked for a change'],
  'timeline.sources-asked.appeal': ['为异议复查向有关部门查证', 'Sources were asked for an objection'],
  'timeline.sources-asked.payment': ['发放前向有关部门查证', 'Sources were asked before a payment'],
  'timeline.report-read.application': ['为审核申请查看核对报告', 'The report was read for an application'],
  'timeline.report-read.review': ['为定期复核查看核对报告', 'The report was read for a periodic review'],
  'timeline.report-read.change': ['为情况变更查看核对报告', 'The report was read for a change'],
  'timeline.report-read.appeal': ['为异议复查查看核对报告', 'The report was read for an objection'],
  'timeline.report-read.payment': ['发放前查看核对报告', 'The report was read before a payment'],
  'timeline.detail-opened.rebuttal': ['为核实说明查看明细', 'Details were opened to look into an explanation'],
  'timeline.detail-opened.decision': ['为作出决定查看明细', 'Details were opened for a decision'],
  'timeline.detail-opened.appeal': ['为异议复查查看明细', 'Details were opened for an objection'],
  'timeline.detail-opened.inspection': ['检查时查看明细', 'Details were opened in an inspection'],
} as const satisfies Record<string, readonly [string, string]>

export type VerificationWord = keyof typeof pairs

const column = (index: 0 | 1) =>
  Object.fromEntries(Object.entries(pairs).map(([key, pair]) => [key, pair[index]])) as Record<VerificationWord, string>

export const zh = column(0)
export const en = column(1)

const refused = {
  'not-in-household': [
    '这个人不在这户家庭里,也不是登记的赡养人。请先核对家庭成员。',
    'This person is neither a member nor a supporter of the household. Check the members first.',
  ],
  'guardian-needed': [
    '未成年人要由监护人签授权,请填监护人的姓名和关系。',
    'A child’s authorisation is signed by the guardian; enter name and relation.',
  ],
  'guardian-name': ['请填写监护人的姓名和关系。', 'Enter the guardian’s name and relation.'],
  'scan-missing': [
    '没有找到签字的照片或扫描件。请重新上传后再提交,其他内容已保留。',
    'The signed paper is not there. Upload it again; the rest is kept.',
  ],
  'authorisation-scope': [
    '授权书要写清救助项目、用途、部门和签字方式。',
    'The authorisation has to name programmes, purposes, sources and how it was signed.',
  ],
  'authorisation-days': [
    '授权的起止日期不对(应在{{day}}之后)。',
    'The days of the authorisation are wrong (it must be after {{day}}).',
  ],
  'authorisation-too-long': [
    '授权最长{{months}}个月,最迟到{{day}}。',
    'An authorisation runs at most {{months}} months, until {{day}} at the latest.',
  ],
  'no-such-authorisation': ['没有找到这份授权。', 'This authorisation was not found.'],
  'already-withdrawn': ['这份授权已在{{day}}撤回。', 'This authorisation was withdrawn on {{day}}.'],
  'programme-unknown': ['没有这个救助项目。', 'There is no such programme.'],
  'already-asking': [
    '{{since}}已经开始核对,结果还没有出齐,不用重复发起。',
    'A verification begun on {{since}} is still running; no need to start another.',
  ],
  'nobody-authorised': [
    '还没有人签核对授权({{people}}人),不能查询。请先补签。',
    'Nobody ({{people}} people) has signed an authorisation, so nothing may be asked. Get the signatures first.',
  ],
  'nothing-connected': [
    '还没有接通任何数据来源,请找系统管理员,或先入户调查。',
    'No source is connected. Ask the administrator, or visit the family first.',
  ],
  'no-such-connection': ['没有这个数据来源。', 'There is no such source.'],
  'nothing-to-ask': [
    '没有可以查询的人:要么已经有结果,要么还缺授权。',
    'There is nobody to ask about: either the answers are in, or authorisations are missing.',
  ],
  'no-such-request': ['没有找到这次核对。', 'This verification was not found.'],
  'file-empty': ['文件是空的,请重新选择。', 'The file is empty; choose again.'],
  'no-such-rebuttal': ['没有找到这条不一致数据。', 'This differing figure was not found.'],
  'rebuttal-settled': ['这条数据已在{{day}}复查完毕。', 'This figure was settled on {{day}}.'],
  'answer-needed': ['请写一句说明,或者上传材料。', 'Write an explanation or attach a paper.'],
  'answer-too-long': [
    '说明最多{{most}}字,请写短一些或上传材料。',
    'At most {{most}} characters; shorten it or attach a paper.',
  ],
  'not-heard-yet': [
    '家庭可以在{{until}}前说明,到期前不能认定核对数据。',
    'The family may explain until {{until}}; before that the source’s figure cannot be upheld.',
  ],
  'needs-a-person': ['要由工作人员本人认定。', 'A person has to settle this.'],
  'no-figure': [
    '没有可采用的申报数,请填写核实后的数。',
    'Nothing was declared; enter the figure that the papers show.',
  ],
  'no-such-report': ['还没有核对报告。', 'There is no verification report yet.'],
  'no-such-finding': ['没有找到这条核对结果。', 'This finding was not found.'],
  'no-detail': [
    '这条结果没有明细,或者明细已到期删除。',
    'There is no detail, or it was deleted when its time was over.',
  ],
  'no-such-reply': ['没有找到这个隔离的文件。', 'This file in quarantine was not found.'],
  'note-needed': ['请写一下怎么处理的。', 'Write what was done about it.'],
  'already-looked-at': ['这个文件已在{{day}}处理。', 'This file was dealt with on {{day}}.'],
} as const satisfies Record<string, readonly [string, string]>

const refusalColumn = (index: 0 | 1): Record<string, string> =>
  Object.fromEntries(Object.entries(refused).map(([code, pair]) => [code, pair[index]]))

export const refusals = { zh: refusalColumn(0), en: refusalColumn(1) }
