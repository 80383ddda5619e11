"""A title: its name, what it is given for, its term and quota, and the badge of the community that shows it."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from app.domain.honours import Title, TitleId
from app.domain.honours_rules import LONGEST_NAME, LONGEST_WHAT_FOR, MOST_HOLDERS, MOST_MONTHS, id_of
from app.domain.members import Honour
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError, TitleIdNotPlain, TitleIdTaken
from ui.hand.form import Form, field, line_edit, tab_order
from ui.kit.elements import named, row, said
from ui.kit.remote import brief
from ui.tools import Tools

_NONE = Words(
    "自动：社区里同名的徽章；没有就只登记在这里", "By itself: one of the same name; else it is kept here only"
)


class TitleForm(Form):
    """The form, for a new title or one that is changed."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("称号", "A title"), Words("保存", "Save"), (600, 600))
        say = tools.say
        self._changed: Title | None = None
        self._taken: Collection[TitleId] = ()
        self._then: Callable[[Title], None] | None = None
        self._honours: Sequence[Honour] = ()
        fields = self._name_it()
        self._shape_it()
        self.watch(*fields, self.id)
        tab_order(*fields, self.months, self.quota, self.badge, self.id, self._cancel, self.go_button)
        self.first = self.zh
        say.changed.connect(self._fill_badges)

    def _name_it(self) -> tuple[QLineEdit, ...]:
        """What it is called, and what it is given for, in both languages."""
        tools, english = self.tools, Words("如：good neighbour", "As good neighbour")
        zh, en = Words("名称（中文）", "Name, Chinese"), Words("名称（英文）", "Name, English")
        for_zh = Words("授予条件（中文）", "Given for, Chinese")
        for_en = Words("授予条件（英文）", "Given for, English")
        self.zh = line_edit(tools, zh, Words("如：活雷锋", "In Chinese characters"), LONGEST_NAME)
        self.en = line_edit(tools, en, english, 2 * LONGEST_NAME)
        self.for_zh = line_edit(tools, for_zh, NO_WORDS, LONGEST_WHAT_FOR)
        self.for_en = line_edit(tools, for_en, NO_WORDS, LONGEST_WHAT_FOR)
        fields = (self.zh, self.en, self.for_zh, self.for_en)
        for words, one in zip((zh, en, for_zh, for_en), fields, strict=True):
            self.inside.addLayout(field(tools, words, one))
        return fields

    def _shape_it(self) -> None:
        """Its term, how many may hold it, how the community shows it, and its id, which few need."""
        tools = self.tools
        months, quota = Words("任期（月）", "Term, in months"), Words("名额", "Quota")
        badge = Words("社区里用哪个徽章或头衔展示", "By which badge or title the community shows it")
        number = Words("编号（命令行用，可不填）", "Id, for the command line (optional)")
        by_itself = Words("不填就按英文名称自动生成", "Made from its English name unless given")
        self.months, self.quota = self._number(months, MOST_MONTHS, 12), self._number(quota, MOST_HOLDERS, 10)
        self.badge = QComboBox()
        named(tools.say, self.badge, badge)
        self.id = line_edit(tools, number, by_itself, 40)
        self.inside.addLayout(row(field(tools, months, self.months), field(tools, quota, self.quota), None, gap=16))
        self.inside.addLayout(field(tools, badge, self.badge))
        self.inside.addLayout(field(tools, number, self.id))
        told = Words(
            "已经在任的不受改动影响：任期和名额从下一次授予算起",
            "Who holds it is not touched: term and quota count from the next grant on",
        )
        self.inside.addWidget(said(tools.say, told, "second"))
        self.inside.addStretch(1)

    def _number(self, words: Words, most: int, usual: int) -> QSpinBox:
        made = QSpinBox()
        made.setRange(1, most)
        made.setValue(usual)
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made.setMinimumWidth(110)
        for part in (made, made.lineEdit()):
            named(self.tools.say, part, words)
        return made

    def begin(
        self,
        before: Title | None,
        honours: Sequence[Honour],
        then: Callable[[Title], None],
        taken: Collection[TitleId] = (),
    ) -> None:
        """Change a title; None for a new one.

        Args:
            honours: those of the community that can be granted.
            taken: the ids of the titles that there are.
        """
        if before != self._changed or before is not None:
            self._put(before)
        self._changed, self._honours, self._then, self._taken = before, honours, then, taken
        self.id.setReadOnly(before is not None)
        self._fill_badges()
        at = self.badge.findData(before.honour_id) if before is not None else 0
        self.badge.setCurrentIndex(max(at, 0))
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()

    def _put(self, title: Title | None) -> None:
        shown = title or Title(TitleId(""), NO_WORDS, NO_WORDS, 12, 10)
        self.id.setText(shown.id)
        for one, text in zip(
            (self.zh, self.en, self.for_zh, self.for_en), (*shown.words, *shown.what_for), strict=True
        ):
            one.setText(text)
        self.months.setValue(shown.months)
        self.quota.setValue(shown.quota)

    def _fill_badges(self) -> None:
        at = self.badge.currentIndex()
        self.badge.clear()
        self.badge.addItem(self.tools.say(_NONE), "")
        for one in self._honours:
            self.badge.addItem(brief(one.name, 40), one.id)
        self.badge.setCurrentIndex(at)

    def go(self) -> None:
        """Hand it on."""
        if self._then is None:
            return
        words = Words(self.zh.text().strip(), self.en.text().strip())
        what_for = Words(self.for_zh.text().strip(), self.for_en.text().strip())
        retired = self._changed.retired_at if self._changed is not None else None
        typed = TitleId(self.id.text().strip())
        if self._changed is None and typed.casefold() in self._taken:
            self.fail(TitleIdTaken(title=typed))
            return
        id_ = typed or id_of(words.en, self._taken)
        badge = self.badge.currentData() or ""
        self.busy(True)
        self._then(Title(id_, words, what_for, self.months.value(), self.quota.value(), badge, retired))

    def fail(self, error: StewardError) -> None:
        """It was not kept; the focus goes where that can be mended."""
        super().fail(error)
        empty = (one for one in (self.zh, self.en, self.for_zh, self.for_en) if not one.text().strip())
        wrong = self.id if isinstance(error, TitleIdNotPlain | TitleIdTaken) else next(empty, None)
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self) -> None:
        """It was kept."""
        self._put(None)
        self._changed = None
        self.busy(False)
        self.put_away()
