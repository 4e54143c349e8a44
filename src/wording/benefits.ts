/** Words of awards: what a decision did to the money, and why. Chinese and English stand side by side. */
const pairs = {
  'timeline.start': [
    '从{{from}}起每月发 {{monthly}} 元({{reason}})。',
    'Paid {{monthly}} yuan a month from {{from}} ({{reason}}).',
  ],
  'timeline.adjust': [
    '从{{from}}起每月改为 {{monthly}} 元({{reason}})。',
    'Changed to {{monthly}} yuan a month from {{from}} ({{reason}}).',
  ],
  'timeline.suspend': [
    '从{{from}}起暂缓发放({{reason}}),核实后恢复或停发。',
    'Held back from {{from}} ({{reason}}) until it is clear.',
  ],
  'timeline.resume': [
    '从{{from}}起恢复发放,每月 {{monthly}} 元。',
    'Paid again from {{from}}: {{monthly}} yuan a month.',
  ],
  'timeline.stop': ['从{{from}}起停发({{reason}})。', 'Stopped from {{from}} ({{reason}}).'],
  'reason.new': ['新纳入', 'newly granted'],
  'reason.carried-over': ['沿用原发放金额', 'carried over as it was paid'],
  'reason.income-changed': ['收入变化', 'income changed'],
  'reason.member-joined': ['增加家庭成员', 'somebody joined the household'],
  'reason.member-left': ['减少家庭成员', 'somebody left the household'],
  'reason.member-died': ['成员去世', 'a member died'],
  'reason.supplement-changed': ['分类施保变化', 'a supplement changed'],
  'reason.tier-changed': ['档次调整', 'another tier'],
  'reason.standard-raised': ['提高低保标准', 'the standard was raised'],
  'reason.review': ['定期核查', 'periodic review'],
  'reason.appeal-corrected': ['申诉后更正', 'corrected after an appeal'],
  'reason.clerical-correction': ['笔误更正', 'a clerical correction'],
  'reason.collective-decision': ['集体研究决定', 'a collective decision'],
  'reason.moved': ['住址变动', 'the household moved'],
  'reason.work-refused': ['拒绝就业介绍', 'work was refused'],
  'reason.gradual-exit': ['渐退期', 'gradual exit'],
  'reason.suspended-in-doubt': ['情况待核实', 'something must be cleared up'],
  'reason.resumed': ['核实后恢复', 'cleared up'],
  'reason.over-standard': ['收入超过标准', 'income above the standard'],
  'reason.assets-over-limit': ['财产超过规定', 'assets above the limit'],
  'reason.not-cooperating': ['不配合核查', 'did not cooperate'],
  'reason.withdrawn': ['本人申请退出', 'withdrawn by the household'],
  'reason.all-died': ['保障对象去世', 'nobody is left'],
  'reason.moved-away': ['迁出', 'moved away'],
  'reason.other-programme': ['转入其他救助', 'another programme took over'],
  'reason.other': ['其他', 'other'],
  'reason.unexplained': ['没有依据的变动(已拦下)', 'a change nothing explains (held)'],
} as const satisfies Record<string, readonly [string, string]>

const column = (index: 0 | 1): Record<string, string> =>
  Object.fromEntries(Object.entries(pairs).map(([key, pair]) => [key, pair[index]]))

export const zh = column(0)
export const en = column(1)
