"""A request about personal data, where its case is answered: its clock, what would go and what stays, and its end."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.domain.cases import CaseId, CaseKind
from app.domain.changes import Area, Changes
from app.domain.privacy import ANSWER_WORDS, TERM_DAYS, WHAT_WORDS, DataRequest, Staying, What
from app.domain.privacy_names import Forecast
from app.domain.privacy_ways import ways_on
from app.domain.roles import Role
from app.domain.words import Words
from app.errors import StewardError
from app.operations.case_view import CaseView
from app.operations.desk import Desk
from ui.actions import key_of
from ui.kit.elements import Scroll, button, column, frame, label, row, tag
from ui.kit.remote import brief
from ui.kit.theme import WIDE_GAP, Tone
from ui.privacy.words import grouped, joined, left_words, mention_words, staying_words
from ui.tools import Tools

if TYPE_CHECKING:
    from app.operations.privacy_view import RequestShown

_LAW = {
    What.COPY: Words("个人信息保护法第四十五条：有权查阅、复制", "PIPL article 45: the right to see and to get a copy"),
    What.DELETION: Words("个人信息保护法第四十七条：有权请求删除", "PIPL article 47: the right to have it deleted"),
}
_NEXT = {
    What.COPY: Words("下一步：导出副本，交给 TA", "Next: make the copy, and hand it over"),
    What.DELETION: Words("下一步：看清会删什么、留什么，再办理", "Next: look at what goes and what stays, then do it"),
}
_DO = {
    What.COPY: Words("导出副本…", "Make the copy…"),
    What.DELETION: Words("办理删除…", "Delete…"),
}
_SKELETON = Words(
    "治理台账只留没有个人信息的条目，仍可逐条核对；工作区里的旧备份一并删除",
    "The ledger keeps entries without personal data and still verifies; old backups in the workspace folder go too",
)
_BY_ITSELF = Words("原因消除后由程序自动删除", "It goes by itself once that is over")
MANAGERS = Words("由主管办理或答复", "A manager carries it out, or refuses")
_MOST = 8


def _read(desk: Desk, case: CaseId) -> "RequestShown":
    from app.operations import privacy_view  # noqa: PLC0415 - it is not needed to open the window

    return privacy_view.shown(desk, case)


class RequestPanel(QFrame):
    """The right column for a case that is a request.

    Attributes:
        view: what is shown; None while there is nothing.
        doing: it is to be carried out.
        refusing: it is to be refused.
        opened: a case that stays is to be shown: its id.
    """

    doing = Signal()
    refusing = Signal()
    opened = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self._case: CaseId | None = None
        self.view: RequestShown | None = None
        self._fault: StewardError | None = None
        self.paper = Scroll(margin=WIDE_GAP)
        self.setLayout(column(self.paper))
        tools.say.changed.connect(self._render)
        tools.runner.changed.connect(self._follow)

    # --- what is shown -----------------------------------------------------------------------------------

    @property
    def asked(self) -> bool:
        """Whether the chosen case is a request."""
        return self._case is not None

    @property
    def may(self) -> bool:
        """Whether this person may answer requests."""
        return Role.MANAGER in self._tools.me.roles and Role.TRAINEE not in self._tools.me.roles

    def show_case(self, view: CaseView | None) -> bool:
        """Show the request of a case; whether it is one."""
        case = view.case.id if view is not None and view.case.kind is CaseKind.DATA_REQUEST else None
        if case != self._case:
            self.view = self._fault = None
        self._case = case
        if case is None:
            self._tools.runner.forget(("privacy", "request"))
        else:
            self._ask(case)
        return case is not None

    def _ask(self, case: CaseId) -> None:
        self._tools.runner.ask(
            ("privacy", "request"),
            partial(_read, case=case),
            partial(self._show, case),
            self._fail,
        )

    def _show(self, case: CaseId, shown: "RequestShown") -> None:
        if case == self._case:
            self.view, self._fault = shown, None
            self._render()

    def _fail(self, error: StewardError) -> None:
        self.view, self._fault = None, error
        self._render()

    def _follow(self, changes: Changes) -> None:
        if self._case is not None and changes.concern(Area.PRIVACY, Area.CASES):
            self._ask(self._case)

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        fresh = self.paper.fresh()
        for part in self._parts():
            fresh.inside.addWidget(part)
        fresh.inside.addStretch(1)
        self.paper.show_fresh(fresh)

    def _parts(self) -> list[QWidget]:
        say, view = self._tools.say, self.view
        if self._fault is not None:
            return [frame("fault", label(say(Words.of(self._fault))))]
        if view is None:
            return []
        request, now = view.request, self._tools.clock()
        parts: list[QWidget] = [self._head(request, now)]
        if request.answer is not None:
            return [*parts, self._answered(request, now)]
        parts.append(self._next(view))
        if view.forecast is not None:
            parts += self._forecast(view, view.forecast)
        return parts

    def _head(self, request: DataRequest, now: datetime) -> QWidget:
        say, kind = self._tools.say, WHAT_WORDS[request.what]
        head = row(label(say(Words(kind.zh, kind.en[:1].upper() + kind.en[1:])), "heading"))
        head.setStretch(0, 1)
        if request.answer is None:
            told, tone = left_words(request, now)
            head.addWidget(tag(say(told), tone))
        came, due = say.moment(request.received_at, now), say.moment(request.due_at, now)
        name = brief(request.member.name, 40)
        lines = (
            Words(f"{name} · {came} 收到 · {due} 前答复", f"{name} · came {came} · to be answered by {due}"),
            Words(
                f"{TERM_DAYS} 个工作日 · {_LAW[request.what].zh}", f"{TERM_DAYS} working days · {_LAW[request.what].en}"
            ),
        )
        parts = [label(say(lines[0])), label(say(lines[1]), "second")]
        if request.guessed:
            years = "、".join(map(str, request.guessed))
            guessed = Words(f"{years} 年放假安排未录入，按周一至周五推算", f"Holidays of {years} are not known yet")
            parts.append(label(say(guessed), "second"))
        made = QWidget()
        made.setLayout(column(head, *parts, gap=4))
        return made

    def _next(self, view: "RequestShown") -> QWidget:
        """The one thing to do now, for whoever may do it."""
        say, what = self._tools.say, view.request.what
        whole = view.forecast.whole if view.forecast is not None else ()
        if whole:
            why = joined(whole)
            stays = Words(f"现在还不能办理：{why.zh}", f"It can't be done now: {why.en}")
        heading = label(say(stays if whole else _NEXT[what]), "heading")
        if not self.may:
            return frame("advice", heading, label(say(MANAGERS), "second"))
        do = button(say, _DO[what], "primary", key=key_of("desk.request"))
        do.clicked.connect(self.doing)
        do.setEnabled(not whole)
        refuse = button(say, Words("不予办理…", "Refuse…"), key=key_of("desk.request_refuse"))
        refuse.clicked.connect(self.refusing)
        ways = [label(say(Words(f"下一步：{one.zh}", f"Next: {one.en}"))) for one in ways_on(whole)]
        return frame("caution" if whole else "advice", heading, *ways, row(do, refuse, None))

    def _forecast(self, view: "RequestShown", forecast: Forecast) -> list[QWidget]:
        say = self._tools.say
        lines = [
            Words(f"{words.zh}：{count} 处", f"{words.en[:1].upper()}{words.en[1:]}: {count}")
            for words, count in grouped(forecast.going)
        ]
        nothing = Words("没有可以删的记录", "There is nothing that could go")
        goes = [label(say(one)) for one in lines or [nothing]]
        parts: list[QWidget] = [
            frame(
                "card",
                label(say(_THEN if forecast.whole else _GOES), "strong"),
                *goes,
                label(say(_SKELETON), "second"),
                gap=4,
            )
        ]
        if forecast.staying:
            stays = [self._staying(one, view.titles.get(one.case, "")) for one in forecast.staying[:_MOST]]
            more = len(forecast.staying) - _MOST
            if more > 0:
                stays.append(label(say(Words(f"另有 {more} 件", f"{more} more")), "second"))
            head = label(say(Words("要保留", "What stays")), "strong")
            parts.append(frame("card", head, *stays, label(say(_BY_ITSELF), "second"), gap=4))
        if any(one.places for one in forecast.mentions):
            parts.append(self._mentions(forecast))
        return parts

    def _staying(self, one: Staying, title: str) -> QWidget:
        """A case that stays: which, what it is about, and why."""
        say, why = self._tools.say, joined(one.why)
        named = f"{brief(title, 40)} · {one.case}"
        open_ = button(say, Words(named, named), "quiet")
        open_.setToolTip(say(Words("打开这件工单", "Open this case")))
        open_.clicked.connect(partial(self.opened.emit, one.case))
        made = QWidget()
        made.setLayout(column(row(open_, None), label(say(staying_words(why)), "second"), gap=0))
        return made

    def _mentions(self, forecast: Forecast) -> QWidget:
        """How often others wrote the names, and which of those stay unless they are confirmed."""
        say = self._tools.say
        head = label(say(Words("别人写到的名字", "Where others wrote the name")), "strong")
        lines = [label(say(mention_words(one))) for one in forecast.mentions if one.places]
        if not forecast.asking:
            return frame("card", head, *lines, gap=4)
        return frame("caution", head, *lines, label(say(_ASKING), "second"), gap=4)

    def _answered(self, request: DataRequest, now: datetime) -> QWidget:
        say, answer = self._tools.say, request.answer
        if answer is None:
            return QWidget()
        words, by = ANSWER_WORDS[answer], request.answered_by
        at = say.moment(request.answered_at, now) if request.answered_at else ""
        who = brief(by.name, 40) if by else ""
        head = tag(say(words), Tone.GREEN if request.reason == "" else Tone.AMBER)
        parts: list[QWidget] = [label(f"{who} · {at}", "second")]
        if request.reason:
            parts.append(label(request.reason))
        if request.what is What.DELETION and request.reason == "" and request.finished_at is None:
            parts.append(
                label(say(Words("还有一部分暂时保留，", "A part stays for now. ")) + say(_BY_ITSELF), "second")
            )
        return frame("card", row(head, None), *parts, gap=6)


_GOES = Words("会删除", "What goes")
_THEN = Words("到那时会删除", "What goes then")
_ASKING = Words(
    "可能是别的意思的，办理时勾选确认才会动",
    "What may mean something else stays, unless it is confirmed with the deletion",
)
