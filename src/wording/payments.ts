export const zh = {
  'timeline.written-back': '{{month}} 退回的 {{amount}} 元已按决定冲回资金。',
  'timeline.returned': '{{month}} 的 {{amount}} 元被银行退回({{reason}}),钱还在,核实账户后再发。',
  'timeline.account-changed': '领取账户已更换,新账户尾号 {{lastFour}}。',
  'timeline.payee-changed': '领取人已更换。',
  'bank.R01': '账号不存在',
  'bank.R02': '户名不符',
  'bank.R03': '账户已销户',
  'bank.R04': '账户长期不动',
  'bank.R05': '账户被冻结或止付',
  'bank.R06': '账户类别或限额不允许',
  'bank.R07': '银行登记收款人已故',
  'bank.R99': '其他原因',
}

export const en = {
  'timeline.written-back': '{{amount}} yuan of {{month}} that came back returned to the fund by a decision.',
  'timeline.returned':
    'The bank returned {{amount}} yuan of {{month}} ({{reason}}); it is kept and paid again when the account is checked.',
  'timeline.account-changed': 'The account was changed; the new one ends with {{lastFour}}.',
  'timeline.payee-changed': 'Somebody else collects from now on.',
  'bank.R01': 'no such account',
  'bank.R02': 'another holder’s name',
  'bank.R03': 'the account was closed',
  'bank.R04': 'the account is dormant',
  'bank.R05': 'the account is frozen',
  'bank.R06': 'the class or limit of the account',
  'bank.R07': 'the bank has the payee as dead',
  'bank.R99': 'another reason',
}

const refused = {
  'account-number': [
    '账号不对:只能是数字,请照卡重新输入。',
    'The account number is wrong: digits only, from the card.',
  ],
  'account-same': ['这个账号已经在用,不用再登记。', 'This account is in use already.'],
  'answer-differs': [
    '{{sequence}} 号文件的回执与以前收到的不一样,没有导入。请问银行。',
    'The answer about file {{sequence}} differs from the one before; nothing was changed. Ask the bank.',
  ],
  'answer-foreign': ['这个回执不是给本账套的。', 'This answer is not for this book.'],
  'award-running': ['这一户已经在享受这个项目。', 'This household has this award already.'],
  'award-stopped': ['这项待遇已经停发。', 'This award has been stopped.'],
  'bank-key': ['银行公钥读不出来。', 'The bank’s public key cannot be read.'],
  'bank-missing': ['请填开户行。', 'Enter the bank.'],
  'book-exists': ['这个县的账套已经有了。', 'This county has a book already.'],
  'change-waiting': [
    '已有一项变更在等复核,先处理那一项。',
    'A change is waiting for its second person; settle that one first.',
  ],
  'content-changed': [
    '内容和您看到的不一样了,请刷新后再签。',
    'The content is not what you saw. Look again, then seal.',
  ],
  'decision-applied-otherwise': ['这个决定已经按别的内容执行过。', 'This decision was carried out otherwise before.'],
  'decision-missing': ['要先有决定。', 'A decision is needed first.'],
  'entry-differs': [
    '同一笔账已经按别的内容记过,没有重复记。',
    'This entry was posted with other content; nothing was posted again.',
  ],
  'four-eyes': ['这一步要由另一个人来做。', 'Another person has to do this step.'],
  'fund-short': [
    '资金不够:{{account}} 还差 {{missing}} 元。',
    'The fund is short: {{account}} lacks {{missing}} yuan.',
  ],
  'guardian-needs-reason': ['由监护人或代领人领取,要写明原因。', 'Say why a guardian or proxy collects.'],
  'holder-name': [
    '户名里有不能用的字符,或超过 50 个字。',
    'The holder’s name has characters that cannot be used, or is longer than 50.',
  ],
  'holder-differs': [
    '户名和姓名不一样。写法不同的,请填原因;是别人的卡,请换本人账户或指定领取人。',
    'The holder’s name differs. Say why it is spelled otherwise, or use the person’s own account.',
  ],
  'lines-do-not-add-up': ['明细加起来不等于金额。', 'The lines do not add up to the amount.'],
  'month-too-early': ['最多做到 {{latest}}。', 'Lists can be made until {{latest}} only.'],
  'no-book': ['还没有这个账套。', 'There is no such book.'],
  'no-budget-line': ['这个项目没有预算科目,不能拨款。', 'This programme has no budget line.'],
  'nobody-in-award': ['待遇里没有人。', 'There is nobody in the award.'],
  'not-suspended': ['这项待遇没有缓发。', 'This award is not suspended.'],
  'not-your-seal': ['这一道签章不归您的岗位。', 'This seal does not belong to your office.'],
  'nothing-to-pay': ['没有要发的钱:与上月相同或全部暂缓。', 'There is nothing to pay on this list.'],
  'nothing-to-fund': ['这一批不用向财政申请资金。', 'This list asks finance for nothing.'],
  'payee-dead': ['这个人已登记去世,不能领取。', 'This person is recorded as dead and cannot collect.'],
  'payee-same': ['领取人没有变化。', 'This person collects already.'],
  'preview-changed': [
    '名单和您看到的不一样了:有新的决定或变更。请重新生成预览再看一遍。',
    'The list is not what you saw: make the preview again and look once more.',
  ],
  'reason-missing': ['请写理由。', 'Give a reason.'],
  'return-foreign': ['这个结果文件不是给本账套的。', 'This result file is not for this book.'],
  'return-gap': [
    '前面还有结果文件没有导入,请先导入第 {{missing}} 号。',
    'An earlier result file is missing; import number {{missing}} first.',
  ],
  'return-imported': ['这个文件已经导入过,没有重复记账。', 'This file was imported before; nothing was posted again.'],
  'return-line': [
    '第 {{line}} 行对不上我们的名单,整个文件没有导入。',
    'Line {{line}} does not fit our list; nothing of the file was taken.',
  ],
  'return-number-used': ['这个文件号已经被另一个文件用过。', 'This number was used by another file.'],
  'run-state': ['批次现在的状态不能做这一步,请刷新。', 'The list is not in a state for this step. Look again.'],
  'statement-foreign': ['这个对账单不是本账户的。', 'This statement is not of this account.'],
  'stop-must-be-mended': [
    '这种情况不能人工放行,要先补正原因。',
    'This stop cannot be let go; its cause must be mended.',
  ],
  'bank-file-too-large': ['文件太大(最多 {{megabytes}} MB)。', 'The file is too large ({{megabytes}} MB at most).'],
  'bank-file-cut': [
    '文件不完整(第 {{line}} 行以后缺内容),没有导入。',
    'The file is cut off at line {{line}}; nothing was taken.',
  ],
  'bank-file-digest': ['文件摘要不对,可能在路上被改过,没有导入。', 'The digest is wrong; nothing was taken.'],
  'bank-file-key': ['签名用的公钥我们没有登记。', 'The signing key is not known here.'],
  'bank-file-signature': ['签名不对,没有导入。', 'The signature is wrong; nothing was taken.'],
  'bank-file-encoding': ['第 {{line}} 行编码不是 GB 18030。', 'Line {{line}} is not GB 18030.'],
  'bank-file-cell': [
    '第 {{line}} 行“{{column}}”写错,整个文件没有导入。',
    'Line {{line}}, {{column}} is malformed; nothing was taken.',
  ],
  'bank-file-cells': [
    '第 {{line}} 行的列数不对,整个文件没有导入。',
    'Line {{line}} has the wrong number of cells; nothing was taken.',
  ],
  'bank-file-columns': ['列名不对,整个文件没有导入。', 'The columns are not as agreed; nothing was taken.'],
  'bank-file-empty': ['文件是空的,请重新选择。', 'The file is empty; choose again.'],
  'bank-file-format': [
    '不是约定的银行文件格式,请看是不是选错了文件。',
    'This is not a file of the agreed format; perhaps another file was chosen.',
  ],
  'bank-file-heading': ['文件头“{{column}}”不对(第 {{line}} 行)。', 'The heading {{column}} is wrong (line {{line}}).'],
  'bank-file-order': ['序号不连续(第 {{line}} 行)。', 'Lines are not numbered in order (line {{line}}).'],
  'bank-file-reference': ['流水号不对(第 {{line}} 行)。', 'A reference is wrong (line {{line}}).'],
  'bank-file-totals': ['合计与明细不符,整个文件没有导入。', 'The totals do not fit the lines; nothing was taken.'],
  'bank-file-twice': ['第 {{line}} 行与前面重复。', 'Line {{line}} repeats an earlier one.'],
  'bank-file-shape': ['第 {{line}} 行格式不对。', 'Line {{line}} has the wrong shape.'],
} as const satisfies Record<string, readonly [string, string]>

const column = (index: 0 | 1): Record<string, string> =>
  Object.fromEntries(Object.entries(refused).map(([code, pair]) => [code, pair[index]]))

export const refusals = { zh: column(0), en: column(1) }
