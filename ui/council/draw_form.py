"""What is asked before a panel is drawn: who takes part in the draw, who does not, and why."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.domain.council_panel import ASIDE_WORDS
from app.domain.words import NO_WORDS, Words
from app.operations.council_panel import Eligible
from ui.council.seat_words import numbered
from ui.hand.form import Form
from ui.kit.elements import frame, label
from ui.kit.remote import brief
from ui.tools import Tools


class DrawForm(Form):
    """Asked once: a draw is final."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("抽选评议小组", "Draw the panel")
        super().__init__(tools, window, heading, Words("抽选", "Draw"), (560, 480))
        self._then: Callable[[], None] | None = None
        self._seats: Sequence[Eligible] = ()
        self._lacking = 0
        self._told, self._who, self._out = label(), label("", "second"), label()
        self._why = frame("caution", self._out)
        self.inside.addWidget(self._told)
        self.inside.addWidget(self._why)
        self.inside.addWidget(self._who)
        self.inside.addStretch(1)
        self.first = self._cancel
        tools.say.changed.connect(self._render)

    def begin(self, seats: Sequence[Eligible], size: int, then: Callable[[], None]) -> None:
        """Draw so many among these."""
        self._seats, self._lacking, self._then = seats, size, then
        self._render()
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()

    def _render(self) -> None:
        say = self.tools.say
        free = [one for one in self._seats if one.sitting is None]
        able = [one for one in free if one.bar is None]
        out = [(one, ASIDE_WORDS[one.bar]) for one in free if one.bar is not None]
        told = Words(
            f"从 {len(able)} 个席位里抽 {self._lacking} 席，{len(out)} 个席位不参加。抽选记入台账，不能撤回",
            f"{self._lacking} are drawn among {len(able)} seats; taking no part: {len(out)}. The ledger keeps "
            "the draw: it can't be taken back",
        )
        self._told.setText(say(told))
        self._out.setText("\n".join(f"{self._named(one)}{say(Words('：', ': '))}{say(why)}" for one, why in out))
        self._why.setVisible(bool(out))
        names = "\n".join(self._named(one) for one in able)
        self._who.setText(say(Words(f"参加抽选：\n{names}", f"In the draw:\n{names}")) if able else "")

    def _named(self, one: Eligible) -> str:
        member = one.seat.member
        return f"{self.tools.say(numbered(one.seat))}{self.tools.say(Words('（', ' ('))}" + (
            f"{brief(member.name, 24)} {member.id}{self.tools.say(Words('）', ')'))}"
        )

    def go(self) -> None:
        """Draw."""
        if self._then is not None:
            self.busy(True)
            self._then()
