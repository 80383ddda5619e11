"""Before a review is published: what will happen, and the names in it of people who did not agree to be named."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.words import NO_WORDS, Words
from ui.hand.form import Form
from ui.kit.elements import clear, column, frame, label, said
from ui.kit.remote import brief
from ui.tools import Tools

_SENT = Words("作为公告发布到社区，所有成员可见", "It goes out as a notice that all members see")
_BY_HAND = Words(
    "这个社区不能自动发公告：会放进“待发送”，由人贴出去再登记",
    "Nothing can be sent as a notice here: a person puts it up and ticks it off",
)
_AGAIN = Words("已经发布的公告会更新成这一稿", "The notice that was published is updated to this version")
_GOES_ON = Words(
    "这个月还没有过完：之后的称号、感谢不会自己补进去", "The month is not over: what comes later is not added by itself"
)
_LATER = Words("发布后发现有误，改好再发布一次，公告会更新", "What turns out wrong is put right by a further version")
_HOLD = Words("8 秒内可以撤回", "It can be taken back for 8 seconds")


class PublishForm(Form):
    """The form."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("发布社区盘点", "Publish the community review")
        super().__init__(tools, window, heading, Words("发布", "Publish"), (560, 460))
        self._then: Callable[[Sequence[str]], None] | None = None
        self._by_hand, self._again, self._named = False, False, tuple[str, ...]()
        self._goes_on = frame("caution", said(tools.say, _GOES_ON), margin=10)
        self._title, self._told = label("", "strong"), label()
        self.ticks: dict[str, QCheckBox] = {}
        told = Words(
            "下面这些名字的主人没有在这里登记同意。请回去改掉；确实在别处同意过、或根本不是指人的，逐个勾选",
            "These people did not agree here to be named. Go back and change it; tick those who agreed elsewhere, and "
            "words that are no names",
        )
        self._names = column(gap=2)
        self._caution = frame("caution", said(tools.say, told), self._names, margin=10, gap=6)
        self.inside.addWidget(self._title)
        self.inside.addWidget(self._goes_on)
        self.inside.addWidget(said(tools.say, Words("会发生什么", "What will happen"), "strong"))
        self.inside.addWidget(self._told)
        self.inside.addWidget(self._caution)
        self.inside.addStretch(1)
        tools.say.changed.connect(self._render)

    def begin(
        self,
        title: str,
        names: Sequence[str],
        then: Callable[[Sequence[str]], None],
        *,
        by_hand: bool,
        again: bool,
        goes_on: bool = False,
    ) -> None:
        """Publish this one.

        Args:
            names: in it, of people who did not agree.
            then: gets those that may stand all the same.
            by_hand: a person puts it up.
            again: it was published before.
            goes_on: its month is not over.
        """
        self._goes_on.setVisible(goes_on)
        self._then, self._by_hand, self._again = then, by_hand, again
        self._title.setText(brief(title, 120))
        if tuple(names) != self._named:
            self._named, self.ticks = tuple(names), {}
            clear(self._names)
            for name in names:
                tick = QCheckBox(brief(name, 40))
                tick.setAccessibleName(tick.text())
                self.ticks[name] = tick
                self._names.addWidget(tick)
        self._caution.setVisible(bool(names))
        self.first = next(iter(self.ticks.values()), self.go_button)
        self._render()
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()

    def _render(self) -> None:
        lines = (_BY_HAND if self._by_hand else _AGAIN if self._again else _SENT, _HOLD, _LATER)
        self._told.setText("\n".join(f"· {self.tools.say(one)}" for one in lines))

    def go(self) -> None:
        """Publish it."""
        if self._then is not None:
            self.busy(True)
            self._then([name for name, tick in self.ticks.items() if tick.isChecked()])

    def done(self) -> None:
        """It is on its way."""
        self._named = ()
        self.busy(False)
        self.put_away()
