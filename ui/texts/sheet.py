"""The library of texts over the window: the list, the text that is looked at, its review."""

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.changes import Area, Changes
from app.domain.roles import Role
from app.domain.texts import NewText, Standing
from app.domain.words import NO_WORDS, Words
from app.operations import texts
from app.operations.desk import Desk
from app.operations.texts import Kept, Shown
from ui.hand.form import Form, line_edit
from ui.kit.elements import button, column, label, row
from ui.texts.editor import TextEditor
from ui.texts.shelf import Shelf
from ui.tools import Tools

REVIEWED_FOR = timedelta(days=180)
"""So long a review holds unless another day is given."""

_REVIEWERS = frozenset({Role.LEAD, Role.MANAGER})
_STRANGE_DAY = Words("日期请写成 2026-12-31", "Write the day as 2026-12-31")


class TextsSheet(Form):
    """The library. Ctrl+Enter keeps the text that is looked at; what was typed stays until it is kept."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("话术库", "Library of texts"), Words("保存", "Keep"), (1080, 780))
        self._found: dict[int, Shown] = {}
        self._current: int | None = None
        self._typed: dict[int | None, NewText] = {}
        self._retiring: int | None = None
        self._build()
        self.first = self.shelf
        self.watch(self.shelf, self.editor.name, self.editor.fits, self.editor.paper.editor, self.until)
        tools.runner.changed.connect(self._reload_after)
        tools.say.changed.connect(self._render)
        self._show(None)

    def _build(self) -> None:
        tools, say = self.tools, self.tools.say
        self.shelf = Shelf(tools)
        self.shelf.setFixedWidth(320)
        self.shelf.picked.connect(self.look_at)
        self._empty = label("", "second")
        fresh = button(say, Words("新写一条", "Write one"))
        fresh.clicked.connect(partial(self.look_at, None))
        self.fresh = fresh
        self.editor = TextEditor(tools)
        self.editor.changed.connect(self._hold)
        self.until = line_edit(tools, Words("法务审核有效至", "Reviewed until"), Words("2026-12-31", "2026-12-31"), 10)
        self.until.setFixedWidth(120)
        self.review = button(say, Words("确认法务已审，有效至", "Reviewed by legal, valid until"))
        self.review.clicked.connect(self.confirm_review)
        self.retire = button(say, Words("停用", "Retire"), "quiet")
        self.retire.clicked.connect(self.retire_it)
        left = column(self.shelf, self._empty, fresh)
        left.setStretch(0, 1)
        both = row(left, self.editor, gap=20)
        both.setStretch(1, 1)
        self.inside.addLayout(both)
        self.more.addLayout(row(self.review, self.until, self.retire))

    # --- what is looked at -------------------------------------------------------------------------------

    def put_up(self) -> None:
        """Show it, as the library stands now."""
        super().put_up()
        self._reload()

    def look_at(self, key: int | None) -> None:
        """Look at a text; None to write one."""
        self._show(key)
        self.shelf.show_texts(list(self._found.values()), key)
        if key is None:
            self.editor.name.setFocus()

    def _show(self, key: int | None) -> None:
        self._current, self._retiring = key, None
        self.editor.show_text(self._found.get(key) if key is not None else None, self._typed.get(key))
        self.until.setText((self.tools.clock().astimezone().date() + REVIEWED_FOR).isoformat())
        self.tell_fault(NO_WORDS)
        self._render()

    def _hold(self) -> None:
        """What is typed and not kept yet; it is there again when the text is looked at again."""
        found = self._found.get(self._current) if self._current is not None else None
        said = self.editor.said
        if found is not None and said == found.text.said:
            self._typed.pop(self._current, None)
        else:
            self._typed[self._current] = said
        self._retiring = None
        self._render()

    def _reload_after(self, changes: Changes) -> None:
        if changes.concern(Area.TEXTS) and self.isVisible():
            self._reload()

    def _reload(self) -> None:
        self.tools.runner.ask(("texts", "library"), texts.library, self._take, self.fail)

    def _take(self, found: list[Shown]) -> None:
        first = not self._found
        self._found = {one.text.key: one for one in found}
        if first and self._current is None and found and None not in self._typed:
            self._current = found[0].text.key
        self.shelf.show_texts(found, self._current)
        if self._current in self._typed:  # what is being written stays under the cursor
            self._render()
        else:
            self._show(self._current)

    def _render(self) -> None:
        say, shown = self.tools.say, self._found.get(self._current) if self._current is not None else None
        live = shown is not None and shown.standing is not Standing.RETIRED
        may_review = live and not self.tools.me.roles.isdisjoint(_REVIEWERS)
        self.review.setVisible(may_review)
        self.until.setVisible(may_review)
        self.retire.setVisible(shown is not None and shown.mine_to_change)
        again = self._retiring is not None
        self.retire.setText(say(Words("再按一次就停用", "Press again to retire") if again else Words("停用", "Retire")))
        self.review.setEnabled(self._current not in self._typed)
        self.go_button.setEnabled(shown is None or (shown.mine_to_change and self._current in self._typed))
        empty = Words(
            "还没有话术；随程序提供的模板照常可用。", "No texts yet; the letters that ship can be used as ever."
        )
        self._empty.setText("" if self._found else say(empty))
        self._empty.setVisible(not self._found)

    # --- what is done ------------------------------------------------------------------------------------

    def go(self) -> None:
        """Keep it: a new text, or another version."""
        key, said = self._current, self.editor.said
        shown = self._found.get(key) if key is not None else None
        self.busy(True)

        def keep(desk: Desk) -> Kept:
            if shown is None:
                return texts.add(desk, said)
            return texts.edit(desk, shown.text.key, said, base=shown.text.version)

        self.tools.runner.do(keep, partial(self._kept, key), self.fail)

    def _kept(self, before: int | None, kept: Kept) -> None:
        self.busy(False)
        self._typed.pop(before, None)
        self._current = kept.text.key
        self._reload()
        name = kept.text.said.name
        self.tools.notices.tell(Words(f"已保存“{name}”", f"Kept “{name}”"))

    def confirm_review(self) -> None:
        """Say that legal has reviewed the version that is looked at."""
        shown = self._found.get(self._current) if self._current is not None else None
        if shown is None:
            return
        try:
            until = date.fromisoformat(self.until.text().strip())
        except ValueError:
            self.tell_fault(_STRANGE_DAY)
            return
        key, version = shown.text.key, shown.text.version
        self.tools.runner.do(
            lambda desk: texts.review(desk, key, until=until, version=version), self._reviewed, self.fail
        )

    def _reviewed(self, kept: Kept) -> None:
        self._reload()
        until = kept.text.review.until.isoformat() if kept.text.review else ""
        self.tools.notices.tell(Words(f"可以用到 {until}", f"It may be used until {until}"))

    def retire_it(self) -> None:
        """Use it no longer; pressed twice, since it can't be taken back."""
        key = self._current
        if key is None:
            return
        if self._retiring != key:
            self._retiring = key
            self._render()
            return
        self.tools.runner.do(lambda desk: texts.retire(desk, key), lambda _kept: self._reload(), self.fail)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+P looks at it as it arrives."""
        if event.key() == Qt.Key.Key_P and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.editor.toggle_preview()
            event.accept()
        else:
            super().keyPressEvent(event)
