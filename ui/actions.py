"""The one table of intentions: what can be done, its words, its key. Menus, Ctrl+K, the F1 sheet and tests read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.domain.words import Words
from ui.kit.speech import Speech


class Scope(Enum):
    """Where an intention can be had."""

    WINDOW = Words("窗口", "Window")
    TRIAGE = Words("待处理", "Queue")
    DESK = Words("处理台", "Desk")
    PROMISES = Words("承诺跟进", "Promises")
    TOPICS = Words("专题", "Topics")
    OUTBOX = Words("待发送", "To be sent")
    CONDUCT = Words("社区公约", "Code of conduct")
    COUNCIL = Words("议事会", "Council")
    SEATS = Words("席位", "Seats")
    HONOURS = Words("荣誉", "Honours")
    REVIEW = Words("社区盘点", "Community review")
    SUMMARY = Words("治理月报", "Monthly summary")
    MODE = Words("委员模式", "Council mode")


@dataclass(frozen=True, slots=True)
class Intention:
    """Something a person may want.

    Attributes:
        id: scope and verb.
        keys: what is pressed, in Qt's portable writing; the first is shown. A single letter works wherever no text is
            being typed.
        repeats: goes on while its key is held down.
    """

    id: str
    scope: Scope
    words: Words
    keys: tuple[str, ...] = ()
    repeats: bool = False


def _one(name: str, scope: Scope, zh: str, en: str, *keys: str) -> Intention:
    return Intention(name, scope, Words(zh, en), keys, repeats=name in _REPEATING)


_REPEATING = (
    "triage.next",
    "triage.previous",
    "triage.down",
    "triage.up",
    "conduct.next",
    "conduct.previous",
    "topic.next",
    "topic.previous",
    "promises.next",
    "promises.previous",
    "council.next",
    "council.previous",
    "seat.next",
    "seat.previous",
    "triage.mark",
    "triage.mark_back",
    "honours.next",
    "honours.previous",
    "review.earlier",
    "review.later",
    "summary.earlier",
    "summary.later",
    "summary.down",
    "summary.up",
)
"""What goes on while a key is held down; everything else happens once."""


_W, _T, _D, _O, _C = Scope.WINDOW, Scope.TRIAGE, Scope.DESK, Scope.OUTBOX, Scope.CONDUCT
_P, _S, _R, _M = Scope.PROMISES, Scope.TOPICS, Scope.COUNCIL, Scope.SEATS
_H, _V, _N = Scope.HONOURS, Scope.REVIEW, Scope.SUMMARY

INTENTIONS: tuple[Intention, ...] = (
    _one("go.triage", _W, "待处理", "Queue", "Ctrl+1"),
    _one("go.promises", _W, "承诺跟进", "Promises", "Ctrl+2"),
    _one("go.topics", _W, "专题", "Topics", "Ctrl+Shift+2"),
    _one("go.outbox", _W, "待发送", "To be sent", "Ctrl+3"),
    _one("go.conduct", _W, "社区公约", "Code of conduct", "Ctrl+4"),
    _one("go.council", _W, "议事会", "Council", "Ctrl+5"),
    _one("go.seats", _W, "议事会席位", "Seats of the council", "Ctrl+Shift+5"),
    _one("go.honours", _W, "荣誉", "Honours", "Ctrl+6"),
    _one("go.review", _W, "社区盘点", "Community review", "Ctrl+Shift+6"),
    _one("go.summary", _W, "治理月报", "Monthly summary", "Ctrl+7"),
    _one("go.settings", _W, "设置", "Settings", "Ctrl+,"),
    _one("window.sync", _W, "立即同步", "Sync now", "F5"),
    _one("window.undo", _W, "撤回上一步", "Take the last step back", "Ctrl+Z"),
    _one("window.commands", _W, "查找命令", "Find a command", "Ctrl+K"),
    _one("window.keys", _W, "快捷键一览", "All keys", "F1"),
    _one("window.texts", _W, "话术库", "Library of texts", "Ctrl+Shift+T"),
    _one("window.handover", _W, "交接班", "Handover", "Ctrl+Shift+H"),
    _one("window.appeals", _W, "申诉与举报答复", "Appeals and reporters", "Shift+U"),
    _one("window.alarm", _W, "去处理最早的警报", "Go to the oldest alarm", "Ctrl+Shift+A"),
    _one("window.register", _W, "上报登记", "Register of reports", "Ctrl+Shift+G"),
    _one("window.panes", _W, "下一栏", "Next pane", "F6"),
    _one("window.sampling", _W, "抽检", "Sampling", "Ctrl+Shift+C"),
    _one("window.privacy", _W, "个人信息与保存期", "Personal data and retention", "Ctrl+Shift+P"),
    _one("window.language", _W, "切换到 English", "Switch to 中文", "Ctrl+Shift+L"),
    _one("window.theme", _W, "切换深色 / 浅色", "Switch dark / light", "Ctrl+Shift+D"),
    _one("window.close", _W, "退出", "Quit", "Ctrl+Q"),
    _one("triage.next", _T, "下一件", "Next case", "J", "Down"),
    _one("triage.previous", _T, "上一件", "Previous case", "K", "Up"),
    _one("triage.dismiss", _T, "无需处置", "Nothing to do", "E"),
    _one("triage.calmed", _T, "已自行平息，无需处置", "It calmed by itself: nothing to do", "Alt+E"),
    _one("triage.remind", _T, "写私信提醒", "Write a reminder", "1"),
    _one("triage.reply", _T, "写公开回复", "Write a public reply", "2"),
    _one("triage.sanction", _T, "写处置", "Write a sanction", "3"),
    _one("triage.refer", _T, "提请评议", "Refer to the council", "4"),
    _one("triage.message", _T, "写私信（不引用条款）", "Write a message (cites nothing)", "5"),
    _one("triage.thank", _T, "改好了，谢谢 TA", "Corrected: thank them", "G"),
    _one("triage.thanks", _T, "随手感谢这条帖子", "Thank for this post", "6"),
    _one("triage.thanks_letter", _T, "改写感谢，或发私信", "Thanks in other words", "7"),
    _one("triage.nominate", _T, "提名荣誉", "Nominate for an honour", "8"),
    _one("triage.mark", _T, "选下一条帖子", "Mark the next post", "Alt+Down"),
    _one("triage.mark_back", _T, "选上一条帖子", "Mark the post before", "Alt+Up"),
    _one("triage.topic", _T, "放进专题", "Put into a topic", "Z"),
    _one("triage.note", _T, "备注", "Note", "N"),
    _one("triage.contact", _T, "登记联系（电话、企微、当面）", "Log a call or a talk", "Shift+N"),
    _one("triage.outside", _T, "外部介入", "Outside parties", "Shift+O"),
    _one("triage.kind", _T, "改类别", "Change the kind", "L"),
    _one("triage.safety", _T, "转入安全事件 / 关键词所指的流程", "Into the safety lane, or the one raised", "Shift+S"),
    _one("triage.not_alarm", _T, "不是警报", "It is no alarm", "Shift+X"),
    _one("triage.not_thread", _T, "这个帖子的警报都不是", "No alarm of this thread is one", "Ctrl+Shift+X"),
    _one("triage.claim", _T, "接单 / 退回", "Claim / give back", "H"),
    _one("triage.pass", _T, "转交", "Pass it on", "Shift+H"),
    _one("triage.recuse", _T, "回避", "Keep out of it", "Ctrl+Shift+R"),
    _one("triage.appeal", _T, "申诉：答复 / 受理", "Appeal: answer / take in", "U"),
    _one("triage.progress", _T, "承诺：公开说进展", "Promise: tell how far it is", "Shift+J"),
    _one("triage.fulfil", _T, "承诺：办结回复", "Promise: the closing reply", "Shift+W"),
    _one("triage.reporters", _T, "答复举报人", "Answer the reporters", "Q"),
    _one("triage.reports", _T, "逐条判定举报", "Judge the reports one by one", "Shift+Q"),
    _one("triage.pick", _T, "选中 / 取消选中", "Pick / unpick", "X"),
    _one("triage.down", _T, "往下看帖子", "Scroll the evidence down", "Space", "PgDown"),
    _one("triage.up", _T, "往上看帖子", "Scroll the evidence up", "Shift+Space", "PgUp"),
    _one("triage.posts", _T, "看更多楼层", "Show more posts", "V"),
    _one("triage.together", _T, "同文一并处理", "Handle the same text together", "B"),
    _one("triage.accounts", _T, "非正常账号：批量处理 / 抽查", "Abnormal accounts: handle / sample", "Shift+B"),
    _one("triage.member", _T, "成员记录", "The member's record", "I"),
    _one("triage.overdue", _T, "解除已到期的处置", "End measures that are overdue", "Shift+E"),
    _one("triage.filters", _T, "更多筛选", "More filters", "M"),
    _one("triage.search", _T, "搜索", "Search", "Ctrl+F", "/"),
    _one("triage.save", _T, "保存当前筛选", "Keep this filter", "Ctrl+Shift+S"),
    _one("triage.all", _T, "清除筛选", "Clear the filter", "A"),
    _one("triage.enter", _T, "登记工单（微信群、电话、活动）", "Enter a case (WeChat, phone, event)", "Ctrl+N"),
    _one("triage.import", _T, "导入 CSV", "Import CSV", "Ctrl+Shift+N"),
    _one("triage.evidence", _T, "添加截图", "Add screenshots", "S"),
    _one("triage.pictures", _T, "看截图", "Look at the screenshots", "P"),
    _one("triage.hold", _T, "法律保留这件工单", "Put a legal hold on the case", "Alt+H"),
    _one("triage.preserve", _T, "固证（签名的证据包）", "Seal as signed evidence", "Shift+P"),
    _one("triage.correct", _T, "登记作者的修改", "The author changed it", "C"),
    _one("triage.link", _T, "打开原链接", "Open its link", "O"),
    _one("desk.send", _D, "发送", "Send", "Ctrl+Return", "Ctrl+Enter"),
    _one("desk.template", _D, "换一个模板", "Another template", "T"),
    _one("desk.article", _D, "选择条款", "Choose the article", "R"),
    _one("desk.precedents", _D, "上次怎么判的", "How it was judged before", "W"),
    _one("desk.preview", _D, "手机预览", "Phone preview", "Ctrl+P"),
    _one("desk.gap", _D, "下一个空位", "Next open place", "F8"),
    _one("desk.promise", _D, "回复：登记承诺", "Reply: register a promise", "Alt+P"),
    _one("desk.fold", _D, "暂时折叠", "Fold meanwhile", "F"),
    _one("desk.warning", _D, "处置：正式警告", "Sanction: a warning", "Alt+1"),
    _one("desk.mute1", _D, "处置：禁言 1 天", "Sanction: mute for 1 day", "Alt+2"),
    _one("desk.mute7", _D, "处置：禁言 7 天", "Sanction: mute for 7 days", "Alt+3"),
    _one("desk.suspend30", _D, "处置：停用 30 天", "Sanction: suspend for 30 days", "Alt+4"),
    _one("desk.facts", _D, "处置：恶意事实与品牌", "Sanction: facts of malice, the brand", "Alt+M"),
    _one("desk.double", _D, "两份答复并排", "Two answers side by side", "Ctrl+D"),
    _one("desk.lane", _D, "专门流程：下一步", "Lane: the next step", "D"),
    _one("desk.acknowledge", _D, "专门流程：我来跟", "Lane: I see to it", "Shift+A"),
    _one("desk.pass", _D, "专门流程：转给部门", "Lane: pass it to a department", "Shift+D"),
    _one("desk.incident", _D, "专门流程：事发时间与伤情", "Lane: when it happened, who was hurt", "Shift+T"),
    _one("desk.report", _D, "专门流程：登记上报", "Lane: enter a report", "Shift+R"),
    _one("desk.check", _D, "专门流程：核对侵权通知", "Lane: check the notice", "Shift+K"),
    _one("desk.hide", _D, "专门流程：折叠 / 恢复", "Lane: fold or show again", "Shift+F"),
    _one("desk.forward", _D, "专门流程：看信并发出", "Lane: read the letter and send it", "Shift+L"),
    _one("desk.statement", _D, "专门流程：录入作者声明", "Lane: enter the author's statement", "Shift+M"),
    _one("desk.called", _D, "专门流程：登记通话 / 联系", "Lane: enter a call", "Shift+C"),
    _one("desk.finish", _D, "专门流程：办结", "Lane: close the case", "Ctrl+E"),
    _one("desk.request", _D, "个人信息请求：办理（主管）", "Personal data: carry the request out (managers)", "Alt+D"),
    _one("desk.request_refuse", _D, "个人信息请求：不予办理（主管）", "Personal data: refuse it (managers)", "Alt+R"),
    _one("desk.agree", _D, "同意（复核）", "Agree (second person)", "Y"),
    _one("desk.back", _D, "退回（复核）", "Send back (second person)", "Shift+Y"),
    _one("promises.next", _P, "下一项", "Next promise", "J", "Down"),
    _one("promises.previous", _P, "上一项", "Previous promise", "K", "Up"),
    _one("promises.progress", _P, "公开说进展", "Tell how far it is", "1"),
    _one("promises.close", _P, "办结回复", "Closing reply", "2"),
    _one("promises.extend", _P, "公开延期", "Extend in public", "3"),
    _one("promises.give_up", _P, "说明无法兑现", "Say that it can't be kept", "4"),
    _one("promises.withdraw", _P, "撤回承诺（组长）", "Withdraw the promise (leads)", "5"),
    _one("promises.send", _P, "发出", "Send", "Ctrl+Return", "Ctrl+Enter"),
    _one("promises.draft", _P, "重新起草", "Draft anew", "T"),
    _one("promises.gap", _P, "下一个空位", "Next open place", "F8"),
    _one("promises.preview", _P, "手机预览", "Phone preview", "Ctrl+P"),
    _one("promises.number", _P, "登记转办单号", "Enter the handoff number", "N"),
    _one("promises.answer", _P, "记下部门答复", "What the department said", "D"),
    _one("promises.slip", _P, "复制转办单", "Copy the handoff slip", "C"),
    _one("promises.open", _P, "打开工单 / 专题", "Open the case or the topic", "O"),
    _one("promises.search", _P, "搜索", "Search", "Ctrl+F", "/"),
    _one("promises.which", _P, "换一类承诺", "Promises that stand otherwise", "S"),
    _one("promises.all", _P, "清除筛选", "Clear the filter", "A"),
    _one("topic.next", _S, "下一位", "Next person", "J", "Down"),
    _one("topic.previous", _S, "上一位", "Previous person", "K", "Up"),
    _one("topic.turn", _S, "换一个专题", "Next topic", "S"),
    _one("topic.new", _S, "新专题", "New topic", "N"),
    _one("topic.explain", _S, "写说明", "Write the explanation", "E"),
    _one("topic.save", _S, "用这个说明", "Use this explanation", "Ctrl+S"),
    _one("topic.promise", _S, "作承诺", "Promise", "P"),
    _one("topic.answer", _S, "回复还没答复的车友", "Answer all who were not answered", "Ctrl+Return", "Ctrl+Enter"),
    _one("topic.line", _S, "为 TA 换一句开头", "Another first line for them", "T"),
    _one("topic.follow", _S, "告诉所有人进展", "Tell all of them how it goes on", "U"),
    _one("topic.likely", _S, "找找还有谁", "Look for more of the same", "F"),
    _one("topic.add", _S, "把相似的都加进来", "Put in all that look like it", "A"),
    _one("topic.out", _S, "移出专题", "Take out of the topic", "X"),
    _one("topic.open", _S, "打开工单", "Open the case", "O"),
    _one("topic.close", _S, "办结专题", "Close the topic", "C"),
    _one("topic.closed", _S, "进行中 / 已办结", "Open / closed topics", "M"),
    _one("outbox.tick", _O, "登记完成", "Tick it off", "T"),
    _one("outbox.copy", _O, "复制要发的话", "Copy the words to send", "D"),
    _one("outbox.withdraw", _O, "撤回", "Withdraw", "W"),
    _one("outbox.change", _O, "改写", "Change", "C"),
    _one("outbox.retry", _O, "再试一次", "Try again", "R"),
    _one("outbox.confirm", _O, "确认已送达", "It did arrive", "Y"),
    _one("outbox.open", _O, "打开工单", "Open the case", "O"),
    _one("outbox.settled", _O, "未完成 / 已结束", "Unsettled / settled", "S"),
    _one("conduct.next", _C, "下一条", "Next article", "J"),
    _one("conduct.previous", _C, "上一条", "Previous article", "K"),
    _one("conduct.draft", _C, "起草修订", "Draft an amendment", "D"),
    _one("conduct.edit", _C, "修改这一条", "Edit this article", "E"),
    _one("conduct.title", _C, "修改标题", "Change the title", "T"),
    _one("conduct.add", _C, "在后面新增一条", "Add an article behind it", "A"),
    _one("conduct.remove", _C, "删去这一条", "Take this article out", "Del"),
    _one("conduct.up", _C, "这一条上移", "Move this article up", "Ctrl+Up"),
    _one("conduct.down", _C, "这一条下移", "Move this article down", "Ctrl+Down"),
    _one("conduct.comment", _C, "录入一条意见", "Enter a comment", "N"),
    _one("conduct.comments", _C, "导入意见表", "Take in a comment form", "I"),
    _one("conduct.handout", _C, "导出给核心车友", "Save what core members get", "P"),
    _one("conduct.copy", _C, "导出公开副本", "Save the copy for everybody", "S"),
    _one("conduct.core", _C, "核心车友名单", "Core members", "L"),
    _one("conduct.import", _C, "导入以前的公约", "Bring in rules published earlier", "M"),
    _one("council.next", _R, "下一件评议", "Next referral", "J", "Down"),
    _one("council.previous", _R, "上一件评议", "Previous referral", "K", "Up"),
    _one("council.do", _R, "做下一步", "Do the next step", "Ctrl+Return", "Ctrl+Enter"),
    _one("council.rewrite", _R, "改写评议问题", "Rewrite the question", "E"),
    _one("council.join", _R, "并入工单", "Join a case to it", "Z"),
    _one("council.party", _R, "添加当事人", "Name a party", "N"),
    _one("council.statement", _R, "录入陈述", "Enter a statement", "T"),
    _one("council.ask", _R, "写信请当事人陈述", "Write to the parties for statements", "L"),
    _one("council.articles", _R, "选择条款", "Choose the articles", "R"),
    _one("council.draw", _R, "抽选评议小组", "Draw the panel", "D"),
    _one("council.aside", _R, "席位回避 / 递补", "A seat stands aside", "X"),
    _one("council.plan", _R, "案卷：遮盖与图片", "Packet: masks and pictures", "P"),
    _one("council.again", _R, "为递补席位重新封装", "Seal it again for a new seat", "S"),
    _one("council.ballots", _R, "收评议票", "Take ballots in", "B"),
    _one("council.key", _R, "导出开箱钥匙给轮值主席", "Save the key for the chair", "Y"),
    _one("council.arrivals", _R, "签署收票清单给各席", "Sign the list of arrivals for the seats", "A"),
    _one("council.count", _R, "计票", "Count", "C"),
    _one("council.ruling", _R, "写评议理由", "Write the reasons of the ruling", "W"),
    _one("council.refuse", _R, "依法不执行（主管）", "Not carried out, for a legal reason (managers)", "F"),
    _one("council.revote", _R, "换席位再投一次", "Vote again with new seats", "V"),
    _one("council.evidence", _R, "看证据：对照、经过、前后帖", "Look at the evidence", "I"),
    _one("council.open", _R, "打开工单", "Open the case", "O"),
    _one("council.withdraw", _R, "撤回提请", "Withdraw the referral", "Del"),
    _one("council.closed", _R, "进行中 / 已结束", "Open / closed referrals", "M"),
    _one("seat.next", _M, "下一席位", "Next seat", "J", "Down"),
    _one("seat.previous", _M, "上一席位", "Previous seat", "K", "Up"),
    _one("seat.enter", _M, "登记席位", "Enter a seat", "N"),
    _one("seat.confirm", _M, "核对指纹", "Compare the fingerprint", "Y"),
    _one("seat.chair", _M, "设为 / 不再是轮值主席", "Chair, or no longer", "C"),
    _one("seat.leave", _M, "卸任", "The seat is given up", "X"),
    _one("seat.roster", _M, "签发席位名册", "Sign the roster", "S"),
    _one("honours.next", _H, "下一项", "Next", "J", "Down"),
    _one("honours.previous", _H, "上一项", "Previous", "K", "Up"),
    _one("honours.which", _H, "换一类", "Others: held, suggested, titles", "S"),
    _one("honours.do", _H, "做下一步", "Do the next step", "Ctrl+Return", "Ctrl+Enter"),
    _one("honours.nominate", _H, "提名", "Nominate", "N"),
    _one("honours.ask", _H, "写信征求同意", "Ask for their consent", "A"),
    _one("honours.consent", _H, "登记同意", "Enter their consent", "C"),
    _one("honours.unwanted", _H, "登记 TA 不愿意 / 不再同意展示", "They don't want it", "U"),
    _one("honours.grant", _H, "授予（主管）", "Confer (managers)", "G"),
    _one("honours.decline", _H, "不予通过（主管）", "Decline (managers)", "D"),
    _one("honours.withdraw", _H, "撤回提名", "Withdraw the nomination", "W"),
    _one("honours.renew", _H, "续任 / 恢复（主管）", "Renew, or give back (managers)", "R"),
    _one("honours.emeritus", _H, "转为荣休（主管）", "Make it emeritus (managers)", "E"),
    _one("honours.revoke", _H, "收回（主管）", "Revoke (managers)", "Del"),
    _one("honours.announce", _H, "公开感谢（主管）", "Thank in public (managers)", "P"),
    _one("honours.title", _H, "新建 / 修改称号（主管）", "A title: new, or changed (managers)", "T"),
    _one("honours.retire", _H, "停发这个称号（主管）", "Give this title no more (managers)", "Shift+T"),
    _one("honours.open", _H, "打开工单", "Open the case", "O"),
    _one("honours.member", _H, "成员记录", "The member's record", "I"),
    _one("review.earlier", _V, "上个月", "The month before", "Alt+Left"),
    _one("review.later", _V, "下个月", "The month after", "Alt+Right"),
    _one("review.draft", _V, "重新起草", "Draft anew", "T"),
    _one("review.edit", _V, "修改", "Edit", "E"),
    _one("review.save", _V, "保存", "Save", "Ctrl+S"),
    _one("review.publish", _V, "发布", "Publish", "Ctrl+Return", "Ctrl+Enter"),
    _one("review.export", _V, "导出 HTML / Markdown", "Export HTML or Markdown", "Ctrl+E"),
    _one("summary.earlier", _N, "上个月", "The month before", "J"),
    _one("summary.later", _N, "下个月", "The month after", "K"),
    _one("summary.section", _N, "下一部分", "Next part", "S"),
    _one("summary.down", _N, "往下看", "Scroll down", "PgDown"),
    _one("summary.up", _N, "往上看", "Scroll up", "PgUp"),
    _one("summary.edit", _N, "改写三句话（主管）", "Rewrite the three sentences (managers)", "E"),
    _one("summary.save", _N, "保存三句话", "Keep the three sentences", "Ctrl+S"),
    _one("summary.close", _N, "关账（主管）", "Close the month (managers)", "C"),
    _one("summary.export", _N, "导出月报", "Export the summary", "Ctrl+E"),
)

MODE: tuple[Intention, ...] = (
    _one("mode.open", Scope.MODE, "打开文件", "Open a file", "Ctrl+O"),
    _one("mode.seat", Scope.MODE, "我的席位", "My seat", "Ctrl+1"),
    _one("mode.next", Scope.MODE, "下一份案卷", "Next packet", "Ctrl+Down"),
    _one("mode.previous", Scope.MODE, "上一份案卷", "Previous packet", "Ctrl+Up"),
    _one("mode.vote", Scope.MODE, "去写评议票", "Go to the ballot", "Ctrl+B"),
    _one("mode.cast", Scope.MODE, "写出评议票", "Write the ballot", "Ctrl+Return", "Ctrl+Enter"),
    _one("mode.larger", Scope.MODE, "字大一点", "Larger text", "Ctrl+=", "Ctrl++"),
    _one("mode.smaller", Scope.MODE, "字小一点", "Smaller text", "Ctrl+-"),
)
"""What a council member can do in their own window."""

BY_ID = {intention.id: intention for intention in (*INTENTIONS, *MODE)}


class Actions(QObject):
    """The intentions of one window as Qt actions."""

    def __init__(self, window: QWidget, say: Speech) -> None:
        super().__init__(window)
        self._say = say
        self._made: dict[str, QAction] = {}
        self._scopes: dict[Scope, bool] = {}
        self._able: dict[str, bool] = {}
        self._window = window

    def bind(self, intention_id: str, run: Callable[[], object]) -> QAction:
        """Say what an intention does; from now on its key works in its scope."""
        intention = BY_ID[intention_id]
        action = QAction(self._window)
        action.setObjectName(intention_id)
        action.setShortcuts([QKeySequence(key) for key in intention.keys])
        action.setAutoRepeat(intention.repeats)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._say.tell(action, action.setText, intention.words)
        action.triggered.connect(lambda _checked=False: run())
        self._window.addAction(action)
        self._made[intention_id] = action
        self._refresh(intention_id)
        return action

    def open(self, scopes: set[Scope]) -> None:
        """Let only the intentions of these scopes work, and those of the window."""
        self._scopes = {scope: scope in scopes or scope is Scope.WINDOW for scope in Scope}
        for intention_id in self._made:
            self._refresh(intention_id)

    def enable(self, intention_id: str, able: bool) -> None:
        """Say whether an intention makes sense now."""
        if self._able.get(intention_id, True) != able:
            self._able[intention_id] = able
            self._refresh(intention_id)

    def _refresh(self, intention_id: str) -> None:
        action = self._made.get(intention_id)
        if action is not None:
            in_scope = self._scopes.get(BY_ID[intention_id].scope, True)
            action.setEnabled(in_scope and self._able.get(intention_id, True))

    def __getitem__(self, intention_id: str) -> QAction:
        return self._made[intention_id]

    def bound(self) -> Iterator[tuple[Intention, QAction]]:
        """Everything that can be done in this window, in the order of the table."""
        for intention in (*INTENTIONS, *MODE):
            if intention.id in self._made:
                yield intention, self._made[intention.id]


def keyed(words: Words, intention_id: str) -> Words:
    """Words with the key of what they stand for."""
    key = key_of(intention_id)
    return Words(f"{words.zh}  {key}", f"{words.en}  {key}")


def key_of(intention_id: str) -> str:
    """The key of an intention as it is written on the keyboard."""
    keys = BY_ID[intention_id].keys
    return keys[0].replace("Return", "Enter") if keys else ""
