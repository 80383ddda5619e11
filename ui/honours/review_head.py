"""Over the review: which month, how far it is, and what can be done with it."""

from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from app.domain.months import Month, month_words
from app.domain.review import REVIEW_WORDS, ReviewState
from app.domain.words import Words
from app.operations.review import Shown
from ui.actions import key_of, keyed
from ui.kit.elements import Flow, button, column, label, row, tag
from ui.kit.remote import brief
from ui.kit.theme import WIDE_GAP, Tone
from ui.tools import Tools

_TONES = {
    ReviewState.DRAFT: Tone.AMBER,
    ReviewState.SENDING: Tone.BLUE,
    ReviewState.PUBLISHED: Tone.GREEN,
    ReviewState.CHANGED: Tone.AMBER,
}
_PUBLISH, _UPDATE = Words("发布", "Publish"), Words("更新公告", "Update the notice")
_DRAFT, _AGAIN = Words("起草", "Draft it"), Words("重新起草", "Draft anew")


class ReviewHead(QFrame):
    """The strip."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self._shown: tuple[Month, Shown | None, bool] | None = None
        self._month = label("", "heading", wrap=False)
        self._state, self._who = tag("", Tone.AMBER), label("", "second", wrap=False)
        earlier = self._button("earlier", Words("上个月", "Last month"), "quiet")
        self._later = self._button("later", Words("下个月", "Next month"), "quiet")
        self._draft = self._button("draft", _AGAIN)
        self._export = self._button("export", Words("导出", "Export"))
        self._save = self._button("save", Words("保存", "Save"))
        self._publish = self._button("publish", _PUBLISH, "primary")
        where, does = QWidget(), QWidget()
        where.setLayout(row(earlier, self._month, self._later, self._state, self._who))
        does.setLayout(row(self._draft, self._export, self._save, self._publish))
        layout = column(Flow(8, where, does, apart=1))
        layout.setContentsMargins(WIDE_GAP, 8, WIDE_GAP, 8)
        self.setLayout(layout)
        tools.say.changed.connect(self._render)

    def _button(self, verb: str, words: Words, look: str = "") -> QPushButton:
        made = button(self._tools.say, words, look, key=key_of(f"review.{verb}"))
        made.clicked.connect(self._tools.actions[f"review.{verb}"].trigger)
        return made

    def show_review(self, month: Month, shown: Shown | None, *, may_go_on: bool) -> None:
        """Show how far the review of a month is.

        Args:
            shown: None where there is none yet.
            may_go_on: there is a month after it.
        """
        self._shown = (month, shown, may_go_on)
        self._render()

    def _render(self) -> None:
        if self._shown is None:
            return
        month, shown, may_go_on = self._shown
        say = self._tools.say
        self._month.setText(say(month_words(month)))
        open_ = shown is not None and shown.state is ReviewState.DRAFT
        for part in (self._state, self._who, self._export):
            part.setVisible(shown is not None)
        self._save.setVisible(shown is not None and shown.may_write)
        self._publish.setVisible(shown is not None and shown.may_publish)
        self._draft.setVisible(shown is None or open_)
        self._draft.setText(say(keyed(_AGAIN if open_ else _DRAFT, "review.draft")))
        update = shown is not None and shown.state is ReviewState.CHANGED
        self._publish.setText(say(keyed(_UPDATE if update else _PUBLISH, "review.publish")))
        self._later.setEnabled(may_go_on)
        if shown is not None:
            self._tell(shown)

    def _tell(self, shown: Shown) -> None:
        say, one = self._tools.say, shown.review
        self._state.setText(say(REVIEW_WORDS[shown.state]))
        self._state.setProperty("tone", _TONES[shown.state].value)
        self._state.style().unpolish(self._state)
        self._state.style().polish(self._state)
        at, by = say.moment(one.at, self._tools.clock()), brief(one.by.name, 24)
        self._who.setText(say(Words(f"第 {one.version} 稿 · {by} · {at}", f"version {one.version} · {by} · {at}")))
