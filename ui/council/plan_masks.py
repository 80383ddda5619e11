"""What of the words is masked: the texts as seats would read them, and every place with a tick."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from app.domain.words import Words
from app.operations.council_packet_masks import MaskedPlace
from app.operations.council_packet_plan import Plan
from app.text.diff import Change, Piece
from app.text.masking import MASK_WORDS, MaskKind
from ui.hand.form import line_edit
from ui.kit.elements import Scroll, button, column, frame, label, row, said, tag
from ui.kit.remote import SHORTER, RemoteText
from ui.kit.theme import Tone
from ui.tools import Tools

AT_ONCE = 80
"""Places, and texts, that are laid out at once."""

_MORE = Words("再列 80 处", "80 more")
_OWN = Words("还要遮盖的字（整份案卷都遮）", "Other words to mask, wherever they stand")


class MasksPart(QWidget):
    """The part of the plan with the masks.

    Attributes:
        choosing: a mask is to be set or lifted: its id, and whether it is masked then.
        naming: words are to be masked besides.
        confirming: all of it was looked at.
    """

    choosing = Signal(str, bool)
    naming = Signal(str)
    confirming = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._plan: Plan | None = None
        self._shown = AT_ONCE
        self.ticks: dict[str, QCheckBox] = {}
        say = tools.say
        self._words, self._places = Scroll(margin=8), Scroll(margin=8)
        self.own = line_edit(tools, _OWN, _OWN, 60)
        self.own.returnPressed.connect(self._name)
        add = button(say, Words("遮盖", "Mask"))
        add.clicked.connect(self._name)
        self._counts = label("", "second")
        self.confirm = button(say, Words("文字和遮盖都看过了，确认", "I looked at all words and masks"), "primary")
        self.confirm.clicked.connect(self.confirming)
        self._confirmed = tag(say(Words("已确认", "confirmed")), Tone.GREEN)
        left = column(said(say, Words("委员会读到的文字", "What seats will read"), "strong"), self._words)
        right = column(
            said(say, Words("遮盖的地方（取消勾选即露出）", "Masked places (untick to show)"), "strong"),
            self._places,
            row(self.own, add),
            row(self._counts, None, self._confirmed, self.confirm),
        )
        layout = row(left, right, gap=16)
        layout.setStretch(0, 1)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        for changed in (say.changed, tools.theme.changed):
            changed.connect(self._render)

    def show_plan(self, plan: Plan) -> None:
        """Show this plan."""
        if plan == self._plan:
            return
        words_at, places_at = self._words.verticalScrollBar().value(), self._places.verticalScrollBar().value()
        self._plan = plan
        self._render()
        self._words.verticalScrollBar().setValue(words_at)
        self._places.verticalScrollBar().setValue(places_at)

    def _name(self) -> None:
        words = self.own.text().strip()
        if words:
            self.naming.emit(words)
            self.own.clear()

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        plan, say = self._plan, self._tools.say
        if plan is None:
            return
        self._render_words(plan)
        self._render_places(plan)
        lifted, count = sum(one.shown for one in plan.places), len(plan.places)
        told = Words(f"遮盖 {count - lifted} 处，露出 {lifted} 处", f"{count - lifted} masked, {lifted} shown")
        self._counts.setText(say(told))
        self._confirmed.setText(say(Words("已确认", "confirmed")))
        self._confirmed.setVisible(plan.confirmed)
        self.confirm.setVisible(not plan.confirmed)

    def _render_words(self, plan: Plan) -> None:
        content = self._words.fresh()
        for where, text in plan.words[: self._shown]:
            content.inside.addWidget(label(self._tools.say(where), "second"))
            content.inside.addWidget(RemoteText(self._tools.theme, self._tools.say, text, longest=SHORTER))
        self._more(content.inside, len(plan.words))
        content.inside.addStretch(1)
        self._words.show_fresh(content)

    def _render_places(self, plan: Plan) -> None:
        content = self._places.fresh()
        self.ticks = {}
        for one in plan.places[: self._shown]:
            content.inside.addWidget(self._place(one))
        if not plan.places:
            none = Words("没有找到要遮盖的地方：请自己再看一遍文字", "Nothing was found: read the words yourself")
            content.inside.addWidget(said(self._tools.say, none, "second"))
        self._more(content.inside, len(plan.places))
        content.inside.addStretch(1)
        self._places.show_fresh(content)

    def _more(self, inside: QVBoxLayout, count: int) -> None:
        if count > self._shown:
            more = button(self._tools.say, _MORE, "quiet")
            more.clicked.connect(self._show_more)
            inside.addWidget(more)

    def _show_more(self) -> None:
        self._shown += AT_ONCE
        self._render()

    def _place(self, one: MaskedPlace) -> QFrame:
        say = self._tools.say
        tick = QCheckBox()
        tick.setChecked(not one.shown)
        kind = MASK_WORDS[one.kind]
        where = say(one.where)
        tick.setAccessibleName(
            say(Words(f"遮盖{kind.zh}：{one.found}，{where}", f"Mask {kind.en}: {one.found}, {where}"))
        )
        tick.clicked.connect(lambda on: self.choosing.emit(one.id, on))
        self.ticks[one.id] = tick
        around = RemoteText(self._tools.theme, say)
        around.show_pieces(_pieces(one))
        tone = Tone.AMBER if one.shown else Tone.NEUTRAL
        name = kind if one.kind is not MaskKind.OTHER else Words("指定的字", "named words")
        head = row(tick, tag(say(name), tone), label(where, "second", wrap=False), None)
        return frame("card", head, around, margin=8, gap=4)


def _pieces(one: MaskedPlace) -> list[Piece]:
    """A place with what stands around it: what is masked is struck through, what seats read there is underlined."""
    if one.shown:
        found = [Piece(one.found, Change.ADDED)]
    else:
        found = [Piece(one.found, Change.REMOVED), Piece(one.becomes, Change.ADDED)]
    return [Piece(f"…{_line(one.before)}", Change.SAME), *found, Piece(f"{_line(one.after)}…", Change.SAME)]


def _line(text: str) -> str:
    return text.replace("\n", " ")
