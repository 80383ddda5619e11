"""Who wrote it: owner or not, good deeds first, what was said to them before."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.domain.community import AuditEntry
from app.domain.decisions import DECISION_WORDS
from app.domain.member_record import summary
from app.domain.members import MEASURE_WORDS, Measure
from app.domain.words import NO_WORDS, Words
from app.operations.case_view import CaseView
from ui.actions import key_of
from ui.kit.elements import Flow, button, column, label, row, said, tag
from ui.kit.remote import brief
from ui.kit.speech import Speech
from ui.kit.theme import Tone
from ui.tools import Tools
from ui.triage.posts import about

MOST_DEEDS, MOST_DECISIONS = 3, 4


class MemberCard(QFrame):
    """The author of the judged post.

    Attributes:
        record: all that is kept about them is wanted.
    """

    record = Signal()

    def __init__(self, tools: Tools, view: CaseView, now: datetime) -> None:
        super().__init__()
        self.setObjectName("card")
        say = tools.say
        name = brief(view.case.author.name, 40) if view.case.author else "?"
        layout = column(gap=6)
        layout.setContentsMargins(12, 10, 12, 10)
        head = row(label(name, "name"))
        if view.author is not None:
            head.addWidget(label(" · ".join(about(tools, view.author, now)), "second"), 1)
        if view.case.author is not None:
            all_ = button(say, Words("全部记录", "Whole record"), "quiet", key=key_of("triage.member"))
            all_.clicked.connect(self.record)
            head.addWidget(all_)
        layout.addLayout(head)
        tags = Flow(6)
        for words_, tone in _tags(view, now):
            tags.addWidget(tag(say(words_), tone))
        layout.addLayout(tags)
        for honour in view.deeds[:MOST_DEEDS]:
            layout.addWidget(label(f"★ {brief(say(honour), 80)}", "small"))
        for deed in _deeds(view):
            layout.addWidget(label(f"✓ {brief(deed, 80)}", "small"))
        said_ = summary(view.governed.record, now)
        if said_ != NO_WORDS:
            layout.addWidget(label(say(said_)))
        for line in _record(view, say, now):
            layout.addWidget(label(line, "second"))
        if view.author is None and view.case.place is None:
            layout.addWidget(said(say, Words("成员资料还没读到", "The member was not read yet"), "second"))
        self.setLayout(layout)


def _tags(view: CaseView, now: datetime) -> list[tuple[Words, Tone]]:
    member = view.author
    if member is None:
        return []
    found = [(Words(brief(one.name, 24), brief(one.name, 24)), Tone.VIOLET) for one in member.honours]
    if member.verified_owner is not None:
        owner = (Words("认证车主", "verified owner"), Tone.GREEN)
        found.append(owner if member.verified_owner else (Words("未认证", "not verified"), Tone.NEUTRAL))
    if member.car:
        found.append((Words(brief(member.car, 24), brief(member.car, 24)), Tone.NEUTRAL))
    if member.is_staff:
        found.append((Words("官方人员", "staff"), Tone.BLUE))
    if member.joined_at is not None and (now - member.joined_at).days < 7:
        found.append((Words("新车友", "newcomer"), Tone.GREEN))
    if member.silenced_until is not None and member.silenced_until > now:
        found.append((Words("禁言中", "muted"), Tone.AMBER))
    if member.suspended_until is not None and member.suspended_until > now:
        found.append((Words("账号停用中", "suspended"), Tone.RED))
    return found


def _deeds(view: CaseView) -> list[str]:
    return list(view.author.good_deeds[:MOST_DEEDS]) if view.author else []


def _measure(one: Measure, say: Speech, now: datetime) -> str:
    """What the community tells of an account's past."""
    parts = [say(Words("社区：", "Community: ")) + say(MEASURE_WORDS[one.kind])]
    if one.until is not None:
        parts.append(say(Words("至 {when}", "until {when}")).format(when=say.moment(one.until, now)))
    parts += [brief(part, 60) for part in (one.reason, one.by) if part]
    return f"{say.moment(one.at, now)}  " + " · ".join(parts)


def _of_staff(one: AuditEntry, say: Speech, now: datetime) -> str:
    """What the community's log of staff tells."""
    parts = [
        say(Words("社区日志：", "Staff log: ")) + brief(one.action, 40),
        *([brief(one.by.name, 40)] if one.by else []),
    ]
    return f"{say.moment(one.at, now)}  " + " · ".join([*parts, *([brief(one.details, 60)] if one.details else [])])


def _nothing_before(view: CaseView) -> Words:
    if any(one.undone_at is None and one.text for one in view.decisions):
        return Words("在别的工单里没有被提醒或处置过", "Never reminded, never sanctioned on other cases")
    return Words("没有被提醒或处置过", "Never reminded, never sanctioned")


def _record(view: CaseView, say: Speech, now: datetime) -> list[str]:
    """What was decided about this member on other cases."""
    past = [one for one in view.history if one.undone_at is None and one.case_id != view.case.id and one.text]
    lines = [
        f"{say.moment(one.at, now)}  {say(DECISION_WORDS[one.kind])}"
        + (f" · {say(Words(f'第{one.basis.article}条', f'article {one.basis.article}'))}" if one.basis else "")
        + f" · {one.by.name}"
        for one in past[-MOST_DECISIONS:]
    ]
    lines += [_measure(one, say, now) for one in (view.author.measures if view.author else ())[-MOST_DECISIONS:]]
    lines += [_of_staff(one, say, now) for one in view.measures[-MOST_DECISIONS:]]
    if not lines and summary(view.governed.record, now) == NO_WORDS:
        lines.append(say(_nothing_before(view)))
    upheld = view.author.reports_upheld if view.author else None
    if upheld:
        lines.append(say(Words(f"社区记录：{upheld} 次举报成立", f"Community's record: {upheld} reports upheld")))
    return lines
