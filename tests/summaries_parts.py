"""The sections of the month in tests/summaries.py."""

from datetime import UTC, date, datetime

from app.domain.cases import CaseId
from app.domain.months import Month, up_to
from app.domain.summary import Amount, CaseLink, Chart, Good, Number, Person, Section, Series, Shape, Table, Unit
from app.domain.words import Words

OCTOBER = Month("2026-10")
NAME = "南山老陈"
"""A member who is named in a table only where names were asked for."""

LONG = "续航、冬季掉电与热泵策略：同一批车在北方零下十五度的实际表现与宣传口径不一致，车友要求给出分温度的数据"


def each() -> tuple[Section, ...]:
    """All of them, in their order."""
    return intake(), guidance(), sanctions(), promises(), themes(), appeals(), honours(), work()


def months() -> tuple[Words, ...]:
    """The labels of a chart over time."""
    return tuple(Words(month, month) for month in up_to(OCTOBER, 12))


def _number(key: str, zh: str, en: str, value: int | None, before: int | None = None, **more: object) -> Number:
    return Number(key, Words(zh, en), value, before, **more)  # type: ignore[arg-type]


def _series(zh: str, en: str, *values: int | None) -> Series:
    return Series(Words(zh, en), values)


def intake() -> Section:
    return Section(
        "cases",
        Words("受理与响应", "Intake and response"),
        numbers=(
            _number("cases.received", "受理工单", "Cases received", 1284, 1190, opens=True, late=3),
            _number("cases.reports", "其中来自举报", "of these by reports", 866, 851, opens=True),
            _number("cases.answered", "已答复", "Answered", 1231, 1102, good=Good.UP, opens=True),
            _number("cases.closed", "已办结", "Closed", 1207, 1118, good=Good.UP, opens=True),
            _number("cases.open", "月末未办结", "Open at the end", 77, 101, good=Good.DOWN, opens=True),
            _number(
                "answer.median",
                "首次答复中位时间",
                "Median first answer",
                58,
                96,
                unit=Unit.MINUTES,
                good=Good.DOWN,
                note=Words(
                    "从进入队列到第一次公开或私信答复。", "From the queue to the first public or private answer."
                ),
            ),
            _number(
                "answer.in_time",
                "两小时内答复",
                "Answered within two hours",
                88,
                71,
                unit=Unit.PERCENT,
                good=Good.UP,
                opens=True,
            ),
            _number("calm.itself", "自行平息", "Calmed by itself", 143, 120, good=Good.UP, opens=True),
        ),
        charts=(
            Chart(
                "intake",
                Words("受理与两小时内答复", "Received and answered within two hours"),
                Shape.LINES,
                months(),
                (
                    _series(
                        "受理工单", "Cases received", 610, 655, 702, 748, 790, 861, 902, 980, 1043, 1101, 1190, 1284
                    ),
                    _series(
                        "两小时内答复",
                        "Within two hours",
                        None,
                        None,
                        410,
                        455,
                        470,
                        540,
                        566,
                        640,
                        702,
                        749,
                        845,
                        1130,
                    ),
                ),
                says=Words(
                    "受理工单一年里从 610 件增加到 1,284 件，两小时内答复的增加得更快。",
                    "Cases rose from 610 to 1,284 within a year; quick answers rose faster.",
                ),
            ),
            Chart(
                "calm",
                Words("自行平息", "What calmed by itself"),
                Shape.COLUMNS,
                months(),
                (_series("自行平息", "Calmed by itself", 44, 51, 60, 58, 71, 80, 84, 92, 101, 110, 120, 143),),
                says=Words(
                    "自行平息的争执从每月 44 起增加到 143 起。",
                    "Quarrels that calmed by themselves rose from 44 to 143 a month.",
                ),
            ),
        ),
        tables=(
            Table(
                "sources",
                Words("按来源", "By source"),
                (Words("来源", "Source"), Words("本月", "This month"), Words("上月", "Last month")),
                (
                    (Words("社区举报", "Reports in the community"), 866, 851),
                    (Words("关键词提示", "Keywords"), 204, 190),
                    (Words("微信群录入", "Entered from WeChat groups"), 161, 109),
                    (Words("电话与线下活动", "Telephone and events"), 53, 40),
                ),
            ),
        ),
    )


def guidance() -> Section:
    return Section(
        "guidance",
        Words("引导在先", "Guidance first"),
        numbers=(
            _number("guidance.reminders", "私信提醒", "Private reminders", 402, 377, opens=True),
            _number(
                "guidance.corrected",
                "提醒后自行修改",
                "Corrected after the reminder",
                311,
                268,
                good=Good.UP,
                opens=True,
            ),
            _number("guidance.thanked", "致谢接受", "Accepted with thanks", 96, 71, good=Good.UP, opens=True),
            _number(
                "guidance.quiet", "30 天内没有再犯", "No repeat within 30 days", 91, 89, unit=Unit.PERCENT, good=Good.UP
            ),
        ),
        charts=(
            Chart(
                "guidance",
                Words("引导与处置", "Guidance against punishment"),
                Shape.STACKED,
                months(),
                (
                    _series("私信提醒", "Reminders", 180, 201, 214, 240, 255, 271, 300, 318, 340, 352, 377, 402),
                    _series("警告", "Warnings", 61, 60, 66, 58, 55, 57, 52, 49, 50, 44, 41, 38),
                    _series("禁言与停用", "Mutes and suspensions", 22, 25, 20, 21, 18, 17, 19, 15, 14, 12, 13, 11),
                ),
                says=Words(
                    "提醒一年里增加到 402 次，警告和禁言从 83 次降到 49 次。",
                    "Reminders rose to 402 within a year, warnings and mutes fell from 83 to 49.",
                ),
            ),
            Chart(
                "articles",
                Words("按条款", "By article"),
                Shape.BARS,
                tuple(
                    Words(zh, en)
                    for zh, en in (
                        ("第三条 尊重他人", "Article 3: respect"),
                        ("第五条 不发广告", "Article 5: no adverts"),
                        ("第七条 不传未经证实的消息", "Article 7: no unconfirmed news"),
                        ("第九条 注明出处", "Article 9: name the source"),
                        (
                            "第十一条 保护他人隐私，不公开车牌、住址与行程",
                            "Article 11: privacy of plates, homes and trips",
                        ),
                    )
                ),
                (_series("提醒", "Reminders", 188, 92, 61, 40, 21), _series("处置", "Sanctions", 14, 27, 4, 3, 1)),
                says=Words("引用最多的是第三条，共 202 次。", "Article 3 was cited most, 202 times."),
            ),
        ),
    )


def sanctions() -> Section:
    return Section(
        "sanctions",
        Words("处置与复核", "Sanctions and second person"),
        numbers=(
            _number("sanctions.warning", "警告", "Warnings", 38, 41, opens=True),
            _number("sanctions.mute", "禁言", "Mutes", 9, 11, opens=True),
            _number("sanctions.suspension", "停用社区账号", "Suspensions", 2, 2, opens=True),
            _number("sanctions.overturned", "被推翻", "Overturned", 1, 3, good=Good.DOWN, opens=True),
            _number("second.agreed", "第二人同意", "Agreed by a second person", 14, 12, opens=True),
            _number("second.back", "第二人退回", "Sent back", 3, 1, opens=True),
        ),
        tables=(
            Table(
                "departures",
                Words("偏离建议的决定", "Departures from the proposal"),
                (
                    Words("工单", "Case"),
                    Words("决定时间", "Decided"),
                    Words("条款", "Article"),
                    Words("建议", "Proposed"),
                    Words("决定", "Chosen"),
                    Words("理由", "Reason"),
                    Words("成员", "Member"),
                ),
                tuple(
                    (
                        _case(number),
                        datetime(2026, 10, day, 6, 12, tzinfo=UTC),
                        Words("第三条", "Article 3"),
                        Words("禁言 1 天", "Mute, 1 day"),
                        Words("警告", "Warning"),
                        reason,
                        Person(NAME if number == 4187 else f"车友{number}", Words("成员", "a member")),
                    )
                    for number, day, reason in (
                        (4187, 3, "当事人次日公开道歉，对方接受。"),
                        (4211, 9, LONG),
                        (4266, 17, "首次违反，且原帖已自行删除。"),
                        (4302, 24, "与 4266 同一争执，按同样标准。"),
                    )
                ),
            ),
            Table(
                "brand",
                Words("品牌为一方的工单", "The brand as a party"),
                (Words("工单", "Case"), Words("日期", "Day"), Words("内容", "Matter"), Words("决定人", "Decided by")),
                ((_case(4199), date(2026, 10, 6), "关于交付延期说明不实的投诉帖", Words("议事会", "Council")),),
            ),
        ),
    )


def _case(number: int) -> CaseLink:
    return CaseLink(CaseId(f"c-{number}"))


def promises() -> Section:
    return Section(
        "promises",
        Words("承诺", "Promises"),
        numbers=(
            _number("promises.made", "新承诺", "Made", 31, 28, opens=True),
            _number("promises.kept", "按期兑现", "Kept in time", 22, 24, good=Good.UP, opens=True),
            _number("promises.late", "逾期", "Late", 5, 2, good=Good.DOWN, opens=True),
            _number("promises.broken", "未能兑现", "Broken", 1, 0, good=Good.DOWN, opens=True),
            _number("promises.days", "兑现平均用时", "Days until kept", 6, 5, unit=Unit.WORKING_DAYS, good=Good.DOWN),
            _number("promises.audit", "抽查兑现率", "Found kept on inspection", None, 96, unit=Unit.PERCENT),
        ),
        charts=(
            Chart(
                "promises",
                Words("承诺兑现", "Promises"),
                Shape.STACKED,
                months(),
                (
                    _series("按期", "In time", 12, 14, 13, 17, 18, 16, 19, 21, 20, 23, 24, 22),
                    _series("逾期", "Late", 4, 3, 3, 2, 4, 3, 2, 2, 1, 2, 2, 5),
                    _series("未兑现", "Broken", 1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1),
                ),
                says=Words("本月到期 28 项，22 项按期。", "Of 28 promises due this month 22 were kept in time."),
            ),
        ),
        tables=(
            Table(
                "departments",
                Words("按部门", "By department"),
                (
                    Words("部门", "Department"),
                    Words("承诺", "Made"),
                    Words("按期", "In time"),
                    Words("逾期", "Late"),
                    Words("按期率", "Share in time"),
                    Words("最早到期", "Next due"),
                ),
                (
                    ("售后服务部", 14, 9, 3, Amount(64, Unit.PERCENT), date(2026, 11, 4)),
                    ("电池与三电", 9, 6, 1, Amount(67, Unit.PERCENT), date(2026, 11, 10)),
                    ("车机软件", 6, 6, 0, Amount(100, Unit.PERCENT), None),
                    ("充电网络", 2, 1, 1, Amount(50, Unit.PERCENT), date(2026, 11, 20)),
                ),
            ),
        ),
    )


def themes() -> Section:
    return Section(
        "themes",
        Words("车友最关心的问题", "What owners complain about"),
        tables=(
            Table(
                "themes",
                Words("前五个问题", "The first five"),
                (
                    Words("专题", "Topic"),
                    Words("工单", "Cases"),
                    Words("部门", "Department"),
                    Words("承诺", "Promises"),
                    Words("逾期", "Late"),
                ),
                (
                    (LONG, 41, "电池与三电", 3, 1),
                    ("车机升级后导航语音卡顿", 27, "车机软件", 2, 0),
                    ("预约保养排队超过两周", 19, "售后服务部", 4, 2),
                    ("高速服务区充电桩维护", 12, "充电网络", 1, 1),
                    ("交付时赠品与宣传不一致", 8, "售后服务部", 0, 0),
                ),
            ),
        ),
    )


def appeals() -> Section:
    return Section(
        "appeals",
        Words("申诉与议事会", "Appeals and council"),
        numbers=(
            _number("appeals.received", "收到申诉", "Appeals received", 7, 9, opens=True),
            _number("appeals.upheld", "维持", "Upheld", 4, 5, opens=True),
            _number("appeals.overturned", "推翻或减轻", "Overturned or reduced", 2, 4, opens=True),
            _number("appeals.in_time", "按期答复", "Answered in time", 100, 89, unit=Unit.PERCENT, good=Good.UP),
            _number("council.turnout", "议事会参与率", "Council turnout", 80, 93, unit=Unit.PERCENT, good=Good.UP),
        ),
        tables=(
            Table(
                "refused",
                Words("未执行的评议结果", "Rulings not carried out"),
                (Words("工单", "Case"), Words("法定理由", "Legal reason")),
                (),
                Words("评议结果都执行了。", "Every ruling was carried out."),
            ),
        ),
        note=Words(
            "评议结果在申诉期满后公布，不含姓名。", "Rulings are published after the appeal term, without names."
        ),
    )


def honours() -> Section:
    return Section(
        "honours",
        Words("荣誉", "Honours"),
        numbers=(
            _number("honours.thanks", "随手感谢", "Thanks", 214, 160, good=Good.UP, opens=True),
            _number("honours.nominations", "提名", "Nominations", 11, 8),
            _number("honours.grants", "授予", "Granted", 4, 2),
        ),
        tables=(
            Table(
                "granted",
                Words("本月授予", "Granted this month"),
                (Words("成员", "Member"), Words("称号", "Title"), Words("至", "Until")),
                (
                    (
                        Person(NAME, Words("一位车友", "an owner")),
                        Words("和平缔造者", "Peacemaker"),
                        date(2027, 10, 12),
                    ),
                    (Person("江边小鹿", Words("一位车友", "an owner")), Words("引路人", "Guide"), date(2027, 10, 20)),
                ),
            ),
        ),
    )


def work() -> Section:
    return Section(
        "outbox",
        Words("办理情况", "How it was sent"),
        numbers=(
            _number("outbox.sent", "已发送的操作", "Commands sent", 2210, 2065),
            _number("outbox.refused", "被社区拒绝", "Refused by the community", 6, 6, good=Good.DOWN),
            _number("data.requests", "个人信息请求", "Requests about personal data", 2, 0),
        ),
    )
