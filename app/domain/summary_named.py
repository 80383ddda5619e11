"""The figures of a summary: their names, how each is reckoned, which way it should go, and what opens behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.ladder import RUNG_WORDS, Rung
from app.domain.summary import Good, Number, Unit
from app.domain.summary_figures import capital
from app.domain.summary_tally import Tally, percent
from app.domain.words import NO_WORDS, Words

Reckon = Callable[[Tally], int | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the summary.

    Attributes:
        reckon: what it is in a month; None where there was nothing to reckon it from.
        counts: the counted figure that it is made of, "" for none; that opens, and its late part is told.
        parts: only these parts of it; all where none is named.
        good: which way it should go; only where more or less of it does not just follow from how much came in.
        opens: whether the cases behind it can be listed.
        stands: it is how many there are at the end, not how many there were in the month.
    """

    key: str
    words: Words
    reckon: Reckon
    counts: str = ""
    parts: tuple[str, ...] = ()
    unit: Unit = Unit.COUNT
    good: Good = Good.NEITHER
    opens: bool = False
    note: Words = NO_WORDS
    stands: bool = False

    def number(self, now: Tally, before: Tally | None, *, over: bool = True) -> Number:
        """Beside the month before; None where nothing was counted then.

        Args:
            over: whether the month has ended. What adds up in a month that goes on is less than a whole month's by
                nature: that is neither better nor worse.
        """
        value, then = self.reckon(now), None if before is None else self.reckon(before)
        adds_up = self.unit is Unit.COUNT and not self.stands
        too_early = adds_up and not over and (value or 0) < (then or 0)
        good = Good.NEITHER if too_early else self.good
        late = now.late(self.counts, *self.parts) if self.counts else 0
        return Number(self.key, self.words, value, then, self.unit, good, late, self.opens, self.note)


def _sum(
    key: str,
    zh: str,
    en: str,
    *parts: str,
    of: str = "",
    good: Good = Good.NEITHER,
    opens: bool = True,
    note: Words = NO_WORDS,
) -> Figure:
    """A figure that is counted as it happens.

    Args:
        parts: of the counted figure; all where none is named.
        of: the counted figure, where it has another name.
    """
    name = of or key
    said = Words(zh, en)
    return Figure(key, said, lambda tally: tally.of(name, *parts), name, parts, good=good, opens=opens, note=note)


def _read(
    key: str,
    zh: str,
    en: str,
    *,
    good: Good = Good.NEITHER,
    opens: bool = False,
    note: Words = NO_WORDS,
    stands: bool = False,
) -> Figure:
    """A figure that is read from its register, for months that it was read for."""
    said = Words(zh, en)
    return Figure(key, said, lambda tally: tally.known(key), good=good, opens=opens, note=note, stands=stands)


def _share(key: str, zh: str, en: str, reckon: Reckon, *, good: Good = Good.NEITHER, note: Words = NO_WORDS) -> Figure:
    """A figure in percent."""
    return Figure(key, Words(zh, en), reckon, unit=Unit.PERCENT, good=good, note=note)


def _of_both(part: str, rest: str) -> Reckon:
    """One of two counted figures, in percent of both."""
    return lambda tally: percent(tally.of(part), tally.of(part) + tally.of(rest))


def _against(part: str) -> Reckon:
    """A counted figure, in percent of what came in."""
    return lambda tally: percent(max(tally.of(part), 0), tally.of("cases.received"))


def _known_of(part: str, whole: str) -> Reckon:
    """A figure of a register, in percent of the whole."""
    return lambda tally: percent(tally.known(part) or 0, tally.known(whole) or 0)


_UP, _DOWN = Good.UP, Good.DOWN

CASES = (
    _sum("cases.received", "受理工单", "Cases received"),
    _sum("cases.reports", "收到举报", "Reports", note=Words("一件工单可有多人举报。", "A case may have several.")),
    _sum("cases.answered", "首次答复", "Answered for the first time"),
    _sum("cases.closed", "办结", "Closed"),
    _read(
        "cases.open",
        "未办结",
        "Open",
        good=_DOWN,
        opens=True,
        stands=True,
        note=Words("到月末还没有办结的；当月是到现在。", "At the end of the month; of the present one, now."),
    ),
    _share("answer.share", "首次答复与受理之比", "Answered, against received", _against("cases.answered"), good=_UP),
    _share("cases.share", "办结与受理之比", "Closed, against received", _against("cases.closed"), good=_UP),
    Figure(
        "answer.median",
        Words("首次答复中位时间", "Median wait for the first answer"),
        Tally.median_wait,
        unit=Unit.MINUTES,
        good=_DOWN,
        note=Words("从举报到首次答复，自然时间。", "From the report to the first answer, in natural time."),
    ),
    _share(
        "answer.in_time",
        "两小时内首次答复",
        "Answered within two hours",
        lambda tally: percent(tally.in_time(), tally.of("cases.answered")),
        good=_UP,
    ),
    _sum("cases.replies", "公开回复", "Public replies"),
    _sum("cases.dismissed", "无需处置", "No action needed"),
    _sum(
        "calm.itself",
        "自行平息",
        "Calmed by itself",
        note=Words("未处置，争执自行平息。", "Nobody was sanctioned; the quarrel ended by itself."),
    ),
)

GUIDANCE = (
    _sum("guidance.reminders", "私信提醒", "Private reminders"),
    _sum("guidance.corrected", "改好并致谢", "Corrected, accepted with thanks"),
    _share(
        "guidance.quiet",
        "提醒后 30 天内未再犯",
        "No repeat within 30 days",
        lambda tally: percent(tally.of("reminded.due") - tally.of("reminded.again"), tally.of("reminded.due")),
        good=_UP,
        note=Words("30 天在本月期满的提醒。", "Of the reminders whose 30 days ran out in this month."),
    ),
)

_RUNGS = (Rung.WARNING, Rung.MUTE_1, Rung.MUTE_7, Rung.SUSPEND_30)

SANCTIONS = (
    *(_sum(f"sanctions.{rung.value}", *capital(RUNG_WORDS[rung]), rung.value, of="sanctions.made") for rung in _RUNGS),
    _sum("sanctions.abnormal", "其中非正常账号", "Of these, abnormal accounts"),
    _sum("sanctions.departures", "与阶梯不同的处置", "Departures from the ladder"),
    _sum("brand.party", "品牌为当事方的处置", "Sanctions with the brand as a party"),
    _read("sanctions.expired", "到期自动解除", "Ran out"),
    _sum("sanctions.lifted", "提前解除", "Lifted early"),
    _sum("sanctions.overturned", "申诉后撤销", "Overturned on appeal", good=_DOWN),
    _sum("second.asked", "提交双人复核", "Put before a second person"),
    _sum("second.agreed", "复核同意", "Agreed by a second person"),
    _sum("second.back", "复核退回", "Sent back by a second person"),
)

PROMISES = (
    _read("promises.made", "作出承诺", "Made", opens=True),
    _read("promises.kept", "按期兑现", "Kept in time", opens=True),
    _read("promises.late", "超期兑现", "Kept late", good=_DOWN, opens=True),
    _read("promises.broken", "到期未兑现", "Broken", good=_DOWN, opens=True),
    _read("promises.extended", "公开延期", "Extended in public", good=_DOWN),
    _read("promises.withdrawn", "撤回", "Withdrawn", opens=True),
    _share(
        "promises.share",
        "按期兑现率",
        "Kept in time, of all that came due",
        lambda tally: percent(
            tally.known("promises.kept") or 0,
            sum(tally.known(f"promises.{end}") or 0 for end in ("kept", "late", "broken")),
        ),
        good=_UP,
    ),
)

LANES = (
    _read("lanes.raised", "关键词预警", "Alarms raised by a keyword", opens=True),
    _read(
        "lanes.unseen",
        "预警无人跟进",
        "Alarms nobody has seen to",
        good=_DOWN,
        opens=True,
        stands=True,
        note=Words("到月末还没有人跟进的；当月是到现在。", "At the end of the month; of the present one, now."),
    ),
    _read("lanes.entered", "进入专门流程", "Entered a lane of their own", opens=True),
    _share(
        "lanes.in_time",
        "各时限内完成",
        "Within every clock",
        _known_of("lanes.timely", "lanes.entered"),
        good=_UP,
        note=Words("安全、违法、侵权、求助的时限。", "The clocks of safety, unlawful content, rights and care."),
    ),
)

APPEALS = (
    _sum("appeals.received", "收到申诉", "Appeals received"),
    _sum("appeals.upheld", "维持", "Upheld", "upheld", of="appeals.answered"),
    _sum("appeals.reduced", "减轻", "Reduced", "reduced", of="appeals.answered"),
    _sum("appeals.overturned", "撤销", "Overturned", "overturned", of="appeals.answered"),
    _share("appeals.in_time", "按期答复", "Answered in time", _of_both("appeals.in_time", "appeals.late"), good=_UP),
    _sum("reporters.answered", "举报反馈", "Answers to reporters"),
    _sum("reporters.upheld", "举报成立", "Reports upheld", "upheld", of="reporters.judged"),
    _sum("reporters.malicious", "恶意举报", "Malicious reports", "malicious", of="reporters.judged", good=_DOWN),
)

COUNCIL = (
    _sum("council.referred", "提请评议", "Referred to the council"),
    _sum("council.counted", "完成计票", "Counted", opens=False),
    _share(
        "council.turnout",
        "参与率",
        "Turnout",
        lambda tally: percent(tally.of("council.ballots"), tally.of("council.seats")),
        good=_UP,
    ),
    _sum("council.ruled", "采纳评议结果", "Rulings taken on", opens=False),
    _sum("council.refused", "未采纳（附理由）", "Refused, with a reason", opens=False, good=_DOWN),
    _sum("council.carried_out", "已执行", "Carried out"),
)

HONOURS = (
    _sum("honours.thanks", "随手感谢", "Thanks", good=_UP),
    _sum("honours.nominated", "提名", "Nominations"),
    _sum("honours.granted", "授予", "Granted", opens=False),
    _sum("honours.suspended", "暂停", "Suspended", "suspended", of="honours.changed", opens=False),
    _sum("honours.reviews", "发布社区盘点", "Community reviews published", opens=False),
)

WORK = (
    _read("conduct.readers", "确认已读公约", "Read the code of conduct"),
    _sum("evidence.sealed", "一键固证", "Sealed as evidence"),
    _sum("outbox.sent", "已送达操作", "Commands carried out", opens=False),
    _sum("outbox.by_hand", "人工执行", "Carried out by hand", opens=False),
    _sum("outbox.refused", "社区拒绝", "Refused by the community", opens=False, good=_DOWN),
    _sum("requests.received", "个人信息请求", "Requests about personal data", "entered", of="requests.changed"),
    _share(
        "requests.in_time",
        "按期完成请求",
        "Requests answered in time",
        _of_both("requests.in_time", "requests.late"),
        good=_UP,
    ),
)

FIGURES: Mapping[str, Figure] = {
    one.key: one
    for part in (CASES, GUIDANCE, SANCTIONS, PROMISES, LANES, APPEALS, COUNCIL, HONOURS, WORK)
    for one in part
}
"""Every figure of the summary, by its name."""
