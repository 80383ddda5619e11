"""The right side of a draft: what can be done to its articles, asking members, announcing it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QWidget
from shiboken6 import isValid

from app.domain.conduct import NOTICE_PERIOD, Document, next_name
from app.domain.conduct_comments import CommentState
from app.domain.conduct_drafts import Draft, DraftState
from app.domain.letters import moment_words
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations.conduct_drafts import DraftView
from app.operations.conduct_overview import Overview
from ui.actions import key_of
from ui.conduct.comments import CommentCards
from ui.conduct.day_field import DayField
from ui.conduct.deeds import Deeds
from ui.hand.form import line_edit
from ui.kit.elements import Flow, button, column, frame, label, named, said
from ui.tools import Tools

_EDITING = (
    ("conduct.edit", Words("修改", "Edit")),
    ("conduct.add", Words("新增", "Add")),
    ("conduct.up", Words("上移", "Up")),
    ("conduct.down", Words("下移", "Down")),
    ("conduct.remove", Words("删去", "Take out")),
)


NOTICE_HEIGHT = 260
"""How much of the notice is seen before it goes up, in pixels; the rest scrolls."""


class Drafting:
    """Makes the parts for a draft."""

    def __init__(self, tools: Tools, deeds: Deeds, found: Overview, view: DraftView, cards: CommentCards) -> None:
        self._tools, self._deeds, self._found, self._view, self._cards = tools, deeds, found, view, cards
        self._sending = False
        self._fault = label()
        self._fault_frame = frame("fault", self._fault)
        self._fault_frame.hide()

    @property
    def _draft(self) -> Draft:
        return self._view.draft

    def parts(self) -> list[QWidget]:
        """What the right side shows, from above."""
        if not self._found.manages and not self._found.comments:
            return [
                frame("card", said(self._tools.say, Words("草案由主管修改", "Managers change the draft"), "second"))
            ]
        consulting = self._draft.state is DraftState.CONSULTING
        made = [self._consultation() if consulting else self._consult()]
        if consulting:
            made += self._cards.cards(self._view, answers=self._found.manages)
        if self._found.manages:
            made += [self._editing(), *([self._announce()] if consulting else []), self._drop()]
        return made

    def _editing(self) -> QWidget:
        holder, flow = QWidget(), Flow(6)
        for intention, words in _EDITING:
            flow.addWidget(self._way(words, intention))
        holder.setLayout(flow)
        title = self._way(Words("修改标题", "Change the title"), "conduct.title", "quiet")
        head = said(self._tools.say, Words("选中的条款", "The chosen article"), "strong")
        hint = said(self._tools.say, Words("点一条，或用 J / K 选", "Click one, or choose with J and K"), "second")
        return frame("card", head, hint, holder, title, gap=6)

    def _way(self, words: Words, intention: str, look: str = "") -> QWidget:
        made = button(self._tools.say, words, look, key=key_of(intention))
        made.clicked.connect(self._tools.actions[intention].trigger)
        return made

    # --- asking members ----------------------------------------------------------------------------------

    def _consult(self) -> QWidget:
        say = self._tools.say
        what = Words(
            "改好以后请核心车友看看，每条意见都要答复，然后才能公告",
            "Ask core members before it is announced; every comment is answered",
        )
        day = DayField(self._tools, Words("意见截止时间", "Comments until"), (7, 14, 21))
        ask = button(say, Words("开始征求意见", "Open the consultation"), "primary")
        ask.clicked.connect(partial(self._ask, day))
        head = said(say, Words("征求意见", "Consultation"), "strong")
        return frame("card", head, said(say, what, "second"), day, ask, gap=6)

    def _ask(self, day: DayField, _checked: bool = False) -> None:
        if day.moment is not None:
            self._deeds.consult(self._draft.document, day.moment)

    def _consultation(self) -> QWidget:
        say, until = self._tools.say, self._draft.until
        open_ = until is not None and until > self._tools.clock()
        at = say.moment(until, self._tools.clock()) if until else ""
        words = (
            Words(f"征求意见到 {at}", f"Comments until {at}")
            if open_
            else Words("征求意见已结束", "The consultation is over")
        )
        parts: list[QWidget] = [said(say, words, "strong")]
        holder, flow = QWidget(), Flow(6)
        flow.addWidget(self._way(Words("导出给核心车友", "Save the handout"), "conduct.handout"))
        flow.addWidget(self._way(Words("导入意见表", "Take in a form"), "conduct.comments"))
        flow.addWidget(self._way(Words("录入意见", "Enter a comment"), "conduct.comment"))
        holder.setLayout(flow)
        parts.append(holder)
        if open_ and self._found.manages:
            parts.append(self._end())
        return frame("card", *parts, gap=6)

    def _end(self) -> QWidget:
        """Two clicks: nobody can be asked again."""
        count = sum(one.state is CommentState.OPEN for one in self._view.comments)
        left = Words(f"；还有 {count} 条待答复", f"; {count} comments wait for an answer") if count else NO_WORDS
        sure = Words(
            f"原定到 {self._until}。现在结束，核心车友就不能再提意见{left.zh}；答复完就可以公告",
            f"Members were given until {self._until}. Once ended, nobody can comment any more{left.en}; "
            "then it can be announced",
        )
        return self._asks(
            Words("现在结束征求意见", "End it now"),
            sure,
            Words("确定结束", "Yes, end it"),
            lambda: self._deeds.set_end(self._draft.document, None),
        )

    @property
    def _until(self) -> str:
        until = self._draft.until
        return f"{until.astimezone():%m-%d %H:%M}" if until else ""

    def _asks(self, does: Words, sure: Words, really: Words, run: Callable[[], None]) -> QWidget:
        """A button that first says what follows, and a second one that does it."""
        say = self._tools.say
        first, second = button(say, does, "quiet"), button(say, really)
        second.clicked.connect(run)
        asking = frame("caution", said(say, sure), second, gap=6)
        asking.hide()
        holder = QWidget()
        holder.setLayout(column(first, asking, gap=6))

        def ask() -> None:
            asking.show()
            second.setFocus()  # before the first one goes, which would give the focus away
            first.hide()

        first.clicked.connect(ask)
        return holder

    # --- announcing --------------------------------------------------------------------------------------

    def _announce(self) -> QWidget:
        say, head = self._tools.say, said(self._tools.say, Words("公告", "Announcement"), "strong")
        lacking = self._lacking()
        if lacking != NO_WORDS:
            return frame("card", head, said(say, lacking, "second"), gap=6)
        days = NOTICE_PERIOD.days
        self._day = DayField(self._tools, Words("施行时间", "In force from"), (days, 2 * days, 30), midnight=True)
        year = self._tools.clock().astimezone().year
        usual = next_name(self._found.editions, self._draft.document, year)
        self._name = line_edit(self._tools, Words("名称", "Name"), usual, 60)
        self._go = button(say, Words("公告这一版", "Announce it"), "primary")
        self._go.clicked.connect(self._look)
        self._from, self._notice = label("", "strong"), QPlainTextEdit()
        named(say, self._notice, Words("公告帖的内容", "The notice as it goes up"))
        self._notice.setReadOnly(True)
        self._notice.setTabChangesFocus(True)
        self._notice.setFixedHeight(NOTICE_HEIGHT)
        self._really = button(say, Words("确定公告", "Yes, announce it"), "primary")
        self._really.clicked.connect(self._send)
        self._preview = frame("caution", self._from, self._notice, self._really, gap=6)
        self._preview.hide()
        for changed in (self._day.edit, self._name):
            changed.textChanged.connect(lambda _text: self._changed())
        consequences = frame("advice", *(label(f"· {say(line)}", "small") for line in self._consequences()), gap=2)
        return frame(
            "card", head, self._day, self._name, consequences, self._preview, self._fault_frame, self._go, gap=8
        )

    def _lacking(self) -> Words:
        """Why it can't be announced yet."""
        until = self._draft.until
        if until is not None and until > self._tools.clock():
            return Words("征求意见结束以后才能公告", "It is announced once the consultation is over")
        count = sum(one.state is CommentState.OPEN for one in self._view.comments)
        if count:
            return Words(f"还有 {count} 条意见没有答复", f"{count} comments have no answer yet")
        return NO_WORDS

    def _consequences(self) -> list[Words]:
        lines = [
            Words(
                "公告后这一版不能再改，只能另起新版",
                "Once announced it is never changed; only a new edition can follow",
            ),
            Words("施行之前发布的内容，仍按旧版判断", "What is written before that day is judged by the older edition"),
        ]
        if self._found.able:
            lines.insert(
                0, Words("社区里发一个置顶、锁定的公告帖", "A pinned and locked notice goes up in the community")
            )
        else:
            lines.insert(
                0, Words("这个社区不能发布公告，请自行张贴", "This community can have no notice; put it up yourself")
            )
        if self._draft.document is Document.CHARTER:
            lines[2] = Words("进行中的评议仍按提请时的章程", "Cases under way keep the charter of their referral")
        return lines

    def _look(self) -> None:
        """Show the notice that goes up; the second button sends it."""
        effective = self._day.moment
        if effective is not None:
            self._fault_frame.hide()
            self._deeds.read_notice(
                self._draft, effective, self._name.text().strip(), partial(self._show, effective), self._failed
            )

    def _show(self, effective: datetime, notice: str) -> None:
        if not isValid(self._preview):
            return  # another draft is shown by now
        say, at = self._tools.say, moment_words(effective.astimezone())
        self._from.setText(
            say(Words(f"{at.zh} 起施行，公告后不能撤回", f"In force from {at.en}; it can't be withdrawn"))
        )
        self._notice.setPlainText(notice)
        self._chosen = effective
        self._preview.show()
        self._really.setFocus()
        self._go.hide()
        QTimer.singleShot(0, self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        """Once it is laid out: the notice with the button under it."""
        if isValid(self._preview):
            around = self._preview.parentWidget()
            while around is not None and not isinstance(around, QScrollArea):
                around = around.parentWidget()
            if around is not None:
                around.ensureWidgetVisible(self._really)

    def _changed(self) -> None:
        """Another day or name is another notice."""
        self._preview.hide()
        self._go.show()

    def _send(self) -> None:
        if self._sending:
            return
        self._sending = True  # switched off, the button would give the focus away
        self._deeds.announce(self._draft, self._chosen, self._name.text().strip(), self._failed)

    def _failed(self, error: StewardError) -> None:
        if not isValid(self._preview):
            return  # another draft is shown by now
        self._sending = False
        self._fault.setText(self._tools.say(Words.of(error)))
        self._fault_frame.show()

    def _drop(self) -> QWidget:
        """Two clicks: its text stays in the record, but nobody can go on with it."""
        sure = Words(
            "确定放弃？内容留在记录里，但不能再接着改", "Really? Its text is kept, but nobody can go on with it"
        )
        return self._asks(
            Words("放弃草案", "Drop the draft"),
            sure,
            Words("确定放弃", "Yes, drop it"),
            lambda: self._deeds.drop(self._draft.document),
        )
