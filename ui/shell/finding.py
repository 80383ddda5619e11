"""By which other words people look for what can be done, beside its name and its key."""

from ui.actions import Intention

ALSO: dict[str, str] = {
    "triage.contact": "打电话 致电 通话 回访 微信 企业微信 面谈 phone ring wecom visit",
    "desk.called": "打电话 致电 联系车主 phone ring",
    "triage.outside": "媒体 记者 监管 12315 律师 起诉 press media journalist lawyer regulator",
    "triage.dismiss": "忽略 跳过 关闭 没事 ignore skip close",
    "triage.remind": "提醒 私信 教育 coach remind",
    "triage.reply": "回帖 评论 答复 answer comment respond",
    "triage.sanction": "处罚 禁言 封号 警告 punish ban mute",
    "triage.message": "私聊 direct pm",
    "triage.thanks": "表扬 点赞 感谢车友 praise kudos",
    "triage.nominate": "称号 徽章 表彰 badge title award",
    "triage.calmed": "吵完了 和解 settled",
    "honours.grant": "颁发 授勋 badge award",
    "go.review": "表彰 月度 公告 monthly",
    "triage.topic": "合并 归类 同一件事 group merge",
    "triage.kind": "分类 改成投诉 category classify",
    "triage.safety": "起火 冒烟 刹车 受伤 警报 紧急 alarm emergency fire brake",
    "triage.not_alarm": "误报 解除警报 false alarm",
    "triage.claim": "认领 领取 take",
    "triage.pass": "移交 分配 派给 assign hand over",
    "triage.preserve": "证据 取证 签名 evidence packet sign",
    "triage.evidence": "上传 图片 附件 upload attach picture",
    "triage.search": "查找 find",
    "triage.enter": "新建 新增 录入 new add",
    "triage.progress": "进度 跟进 update follow",
    "triage.fulfil": "兑现 完成 结案 done finish",
    "triage.overdue": "解封 到期 unmute lift",
    "desk.promise": "答应 限期 转部门 转办 department due",
    "desk.report": "市场监管 主管部门 召回 regulator recall",
    "desk.hide": "隐藏 屏蔽 hide",
    "desk.finish": "结案 关闭 done close",
    "desk.send": "发布 提交 post submit",
    "desk.template": "模板 话术 wording",
    "desk.preview": "预览 look",
    "promises.slip": "派单 工单号 ticket",
    "promises.extend": "推迟 later postpone",
    "window.handover": "换班 下班 小结 shift",
    "window.texts": "模板 常用语 template",
    "window.sync": "刷新 更新 refresh reload",
    "window.undo": "反悔 后悔 undo",
    "window.language": "英文 英语 中文 语言 language chinese",
    "window.theme": "夜间 主题 night",
    "window.register": "监管 上报记录 regulator",
    "window.keys": "帮助 help shortcut",
    "go.settings": "配置 偏好 日历 部门 preferences options calendar departments",
    "go.promises": "答应 到期 due",
    "triage.refer": "议事会 委员 评审 council panel jury",
    "council.plan": "打码 隐私 涂抹 redact mask blur",
    "council.ballots": "投票 选票 vote",
    "council.arrivals": "回执 到票 receipt",
    "council.count": "开箱 开票 tally",
    "go.outbox": "发件 队列 outbox",
}
"""Of what is often looked for by another name."""


def fits(one: Intention, typed: str) -> bool:
    """Whether an intention is among what is looked for: each word of it is in its name, its place, its key or beside.

    Args:
        one: the intention.
        typed: what a person typed, in either language.
    """
    words = one.words
    said = " ".join((words.zh, words.en, one.scope.value.zh, one.scope.value.en, *one.keys, ALSO.get(one.id, "")))
    return all(word in said.casefold() for word in typed.casefold().split())
