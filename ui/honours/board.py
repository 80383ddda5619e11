"""What is in the page of honours: what needs somebody, who holds what, who is suggested, thanks, titles."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QSplitter, QWidget

from app.domain.changes import Area, Changes
from app.domain.words import Words
from app.errors import StewardError
from ui.actions import key_of
from ui.hand.links import offer_link
from ui.honours.acting import Acting
from ui.honours.detail import DetailPanel
from ui.honours.items import SECTION_TONES, Item, Section, Shown, key_of_item, line_of
from ui.honours.procedure import Procedure
from ui.honours.reading import Listed, listed, shown
from ui.kit.elements import Flow, button, chip, column, row, said
from ui.kit.lines import Line
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.kit.theme import WIDE_GAP
from ui.listing import LineList
from ui.tools import Tools

_AREAS = (Area.HONOURS, Area.MEMBERS, Area.CASES)
_NONE = {
    Section.TODO: (
        Words("没有要办的", "Nothing to do"),
        Words("提名等着决定、任期快满时，会出现在这里", "Nominations to be decided and terms that end show up here"),
    ),
    Section.HELD: (
        Words("还没有人在任", "Nobody holds a title yet"),
        Words(
            "在“建议”里看看可以提名谁，或在工单里选中帖子按 8",
            "See whom you could nominate, or mark a post and press 8",
        ),
    ),
    Section.SUGGESTED: (
        Words("现在没有建议", "Nobody is suggested now"),
        Words(
            "劝住争吵、回答新车友、举报属实的人多了，会列在这里",
            "Who calms quarrels, answers newcomers and reports rightly",
        ),
    ),
    Section.THANKED: (
        Words("三个月里没有感谢过谁", "Nobody was thanked in three months"),
        Words(
            "在工单里选中帖子（Alt+↓ 或点一下），按 6 就能谢",
            "Mark a post of a case (Alt+Down, or a click) and press 6",
        ),
    ),
    Section.TITLES: (Words("没有称号", "No titles"), Words("按 T 设一个", "Press T to make one")),
}


class Board(QWidget):
    """The page itself."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.section = Section.TODO
        self._item: Item | None = None
        self.acting = Acting(tools, self)
        self.detail, self.procedure = DetailPanel(tools), Procedure(tools)
        self._lay_out()
        self.acting.refused.connect(self.procedure.show_fault)
        self.detail.opened.connect(self.acting.opened)
        self.detail.link.connect(partial(offer_link, tools))
        tools.runner.changed.connect(self.follow)
        tools.say.changed.connect(self._say_chips)

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        for part, share, least in ((self._left(), 30, 345), (self.detail, 46, 330), (self.procedure, 36, 320)):
            splitter.addWidget(part)
            splitter.setStretchFactor(splitter.count() - 1, share)
            part.setMinimumWidth(least)
        splitter.setHandleWidth(WIDE_GAP)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([380, 480, 380])
        layout = row(splitter)
        layout.setContentsMargins(WIDE_GAP, 0, WIDE_GAP, WIDE_GAP)
        self.setLayout(layout)

    def _left(self) -> QFrame:
        say, name = self._tools.say, Words("荣誉", "Honours")
        self.list: LineList[Item] = LineList(self._tools, self._line, same=key_of_item, chosen=self._choose, name=name)
        self.stack = Stack(self.list, Empty(say), Fault(say, self.reload), Loading(say))
        nominate = button(say, Words("提名", "Nominate"), "quiet", key=key_of("honours.nominate"))
        nominate.clicked.connect(self._tools.actions["honours.nominate"].trigger)
        title = button(say, Words("新建称号", "New title"), "quiet", key=key_of("honours.title"))
        title.clicked.connect(self._tools.actions["honours.title"].trigger)
        self.chips: dict[Section, QPushButton] = {}
        group, flow, chips = QButtonGroup(self), Flow(4), QWidget()
        for section in Section:
            made = chip(say, section.value, SECTION_TONES[section])
            made.clicked.connect(partial(self.show_section, section))
            group.addButton(made)
            self.chips[section] = made
            flow.addWidget(made)
        chips.setLayout(flow)
        self._counts: dict[Section, int] = {}
        self._say_chips()
        made_panel = QFrame()
        made_panel.setObjectName("panel")
        head = row(said(say, name, "heading", wrap=False), None, nominate, title)
        inside = column(head, chips, self.stack)
        inside.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, 4)
        inside.setStretch(2, 1)
        made_panel.setLayout(inside)
        return made_panel

    def _say_chips(self) -> None:
        for section, made in self.chips.items():
            count = self._counts.get(section, 0)
            made.setText(f"{self._tools.say(section.value)} {count}" if count else self._tools.say(section.value))
            made.setChecked(section is self.section)

    # --- what is shown -----------------------------------------------------------------------------------

    def open(self) -> None:
        """The page comes to the front."""
        self.reload()
        self.stack.take_focus()

    def show_section(self, section: Section, _checked: bool = False) -> None:
        """Show these."""
        self.section = section
        self._say_chips()
        self.stack.show_loading()
        self.reload()
        self.stack.take_focus()

    def follow(self, changes: Changes) -> None:
        """Something was changed, here or by a sync."""
        if changes.concern(*_AREAS) and self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Read the list again."""
        section = self.section
        self._tools.runner.ask(
            ("honours", "list"), lambda desk: listed(desk, section), self._show, self.stack.show_fault
        )

    def _show(self, found: Listed) -> None:
        self.acting.titles = found.titles
        self._counts = dict(found.counts)
        self._say_chips()
        if found.rows:
            self.stack.show_content()
        else:
            self.stack.show_empty(*_NONE[found.section])
        self.list.show_rows(found.rows)

    def _line(self, item: Item) -> Line:
        return line_of(item, self._tools.say, self._tools.clock())

    def _choose(self, chosen: Item | None) -> None:
        """Show it in full."""
        self.acting.item = chosen
        self.procedure.show_item(chosen)
        if chosen is None:
            self._tools.runner.forget(("honours", "one"))
            self.detail.show_one(None)
            return
        self._tools.runner.ask(("honours", "one"), lambda desk: shown(desk, chosen), self._show_one, self._fail)

    def _show_one(self, found: Shown) -> None:
        if self.acting.item is not None and key_of_item(found.item) == key_of_item(self.acting.item):
            self.detail.show_one(found)

    def _fail(self, error: StewardError) -> None:
        self.acting.fail(error)

    # --- going about it ----------------------------------------------------------------------------------

    def next(self) -> None:
        """Go to the next."""
        self.list.step(1)

    def previous(self) -> None:
        """Go to the one before."""
        self.list.step(-1)

    def which(self) -> None:
        """Show the next section."""
        order = list(Section)
        self.show_section(order[(order.index(self.section) + 1) % len(order)])

    def do(self) -> None:
        """Do the next step."""
        self.procedure.do()

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self.list, self.detail.paper, self.procedure.go)

    def escape(self) -> None:
        """Back to the list."""
        self.list.setFocus()
