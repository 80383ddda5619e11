"""What is written about a promise: from a draft that lies ready, kept while it is written, looked at as on a phone."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.decisions import DecisionKind
from app.domain.letters import language_of, moment_words
from app.domain.promises import Change, PromiseId
from app.domain.words import Words
from app.domain.working_days import Due
from app.operations import promises_letters
from app.operations.letters import Letter
from ui.actions import key_of
from ui.answering.keeping import DraftKeeping
from ui.answering.paper import Paper
from ui.answering.writing import Sheet, from_draft
from ui.kit.elements import Flow, button, column
from ui.promises.dating import USUAL, NewDate
from ui.promises.reading import Matter
from ui.promises.sayings import SAYINGS
from ui.runner import Failed
from ui.tools import Tools

_ARRIVES = Words("回复 · 所有人可见", "reply · everybody can read it")
_REASON = Words("为什么撤回（不公开，记入台账）", "Why it is withdrawn (not public; for the ledger)")
_DRAFT = ("promises", "draft")


class WordPart(QWidget):
    """The text of one public word, with the new date where it is about one.

    Args:
        failed: gets the error when a word can't be drafted.

    Attributes:
        written: a person changed the text.
        drafted: the text, or the date, is another one.
        change: which word it is.
    """

    written = Signal()
    drafted = Signal()

    def __init__(self, tools: Tools, failed: Failed) -> None:
        super().__init__()
        self._tools, self._failed = tools, failed
        self._found: Matter | None = None
        self.change = Change.PROGRESS
        self._sheets: dict[tuple[PromiseId, Change], Sheet] = {}
        self._sent: dict[tuple[PromiseId, Change], Sheet] = {}
        self._days: dict[PromiseId, int] = {}
        self._sheet = Sheet("")
        self._keeping = DraftKeeping(tools, self.keep_draft)
        self.date = NewDate(tools)
        self.date.reckoned.connect(self._dated)
        self.paper = Paper(tools)
        self.editor = self.paper.editor
        self.editor.textChanged.connect(self._written)
        self._head = self._make_head()
        layout = column(self.date, self._head, self.paper)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _make_head(self) -> QWidget:
        say = self._tools.say
        anew = button(say, Words("重新起草", "Draft anew"), "quiet", key=key_of("promises.draft"))
        anew.clicked.connect(self.draft_anew)
        self._gap = button(say, Words("下一空", "next gap"), "quiet", key=key_of("promises.gap"))
        self._gap.clicked.connect(self.paper.next_gap)
        look = button(say, Words("手机预览", "Preview"), "quiet", key=key_of("promises.preview"))
        look.clicked.connect(self.toggle_preview)
        flow, head = Flow(4), QWidget()
        for part in (anew, self._gap, look):
            flow.addWidget(part)
        head.setLayout(flow)
        return head

    # --- the sheet ---------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What is written."""
        return self._sheet.text

    @property
    def until(self) -> datetime | None:
        """The new date, where the word is about one."""
        return self.date.due.at if self.change is Change.EXTENDED and self.date.due is not None else None

    @property
    def public(self) -> bool:
        """Whether everybody will read it."""
        return SAYINGS[self.change].public

    def begin(self, found: Matter) -> None:
        """Write about this promise: what was begun of it, else how far it is."""
        self.keep_draft()
        self._found = found
        begun = [change for change in SAYINGS if self._begun(found.id, change)]
        self.take(begun[0] if begun else Change.PROGRESS)

    def _begun(self, promise: PromiseId, change: Change) -> bool:
        sheet = self._sheets.get((promise, change))
        return sheet is not None and sheet.typed

    def follow(self, found: Matter) -> None:
        """The promise is the same; what is around it may have changed. A draft that nobody touched follows it."""
        before, self._found = self._found, found
        heard = before is not None and before.shown.promise != found.shown.promise
        if self._sheet.sent or (heard and not self._sheet.typed):
            self.take(self.change)

    def leave(self) -> None:
        """Nothing is written here any more; what was is kept."""
        self.keep_draft()
        self._tools.runner.forget(_DRAFT)
        self._found = None

    def take(self, change: Change) -> None:
        """Put the sheet of this word on the desk; a fresh one is drafted."""
        found = self._found
        if found is None:
            return
        self.keep_draft()
        self.change = change
        self._tools.runner.forget(_DRAFT)
        sheet = self._sheets.get((found.id, change)) or self._kept(found, change)
        fresh = sheet is None or not sheet.typed
        self._sheet = Sheet("") if sheet is None or fresh else sheet
        self._sheets[found.id, change] = self._sheet
        self.paper.show_editor()
        self.paper.set_text(self._sheet.text, undoable=False)
        if change is Change.EXTENDED:
            self.date.begin(found, self._days.get(found.id, USUAL))
        elif fresh and self.public:
            self._ask(None)
        self.render_word()

    def _kept(self, found: Matter, change: Change) -> Sheet | None:
        """What the record holds: what was being written when the window was closed."""
        if found.view is None or change is not Change.PROGRESS or any(key[0] == found.id for key in self._sheets):
            return None
        return from_draft(found.view.drafts, DecisionKind.FOLLOW_UP, "")

    # --- the draft ---------------------------------------------------------------------------------------

    def _ask(self, until: datetime | None) -> None:
        found, change = self._found, self.change
        if found is None or found.view is None or found.shown.promise.ended is not None:
            return
        promise, language = found.id, language_of(found.view.case.revision.body)
        self._tools.runner.ask(
            _DRAFT,
            lambda desk: promises_letters.draft(desk, promise, change, language, until=until),
            partial(self._show, self._sheet),
            self._failed,
        )

    def _show(self, sheet: Sheet, letter: Letter) -> None:
        if sheet is not self._sheet:
            return
        writing = self.editor.hasFocus()
        self.paper.set_text(letter.text, undoable=sheet.typed)
        sheet.text, sheet.typed = letter.text, False
        if writing:
            self.editor.first_gap()
        self.render_word()
        self.drafted.emit()

    def draft_anew(self) -> None:
        """Begin with a fresh draft, which knows what the department said meanwhile; undo brings the old text back."""
        if self.public and self.isVisible():
            self._ask(self.until)

    def _dated(self, due: Due) -> None:
        """The new date goes into the text, whatever else was written there."""
        found, sheet = self._found, self._sheet
        if found is None or self.change is not Change.EXTENDED:
            return
        self._days[found.id] = self.date.days
        if sheet.typed:
            self._put_date(sheet, due.at)
        else:
            self._ask(due.at)
        sheet.template = due.at.isoformat()
        self.drafted.emit()

    def _put_date(self, sheet: Sheet, until: datetime) -> None:
        if not sheet.template:
            return
        was, new = moment_words(datetime.fromisoformat(sheet.template).astimezone()), moment_words(until.astimezone())
        text = sheet.text.replace(was.zh, new.zh).replace(was.en, new.en)
        if text != sheet.text:
            sheet.text = text
            self.paper.set_text(text, undoable=True)
            self._keeping.touch(sheet)

    # --- writing -----------------------------------------------------------------------------------------

    def _written(self) -> None:
        self._sheet.text = self.editor.toPlainText()
        self._keeping.touch(self._sheet)
        self._gap.setVisible(self.public and bool(self.editor.gaps()))
        self.written.emit()

    def keep_draft(self) -> None:
        """Keep what is written, so that it is there again after whatever happens."""
        case = self._found.shown.promise.case if self._found is not None else None
        if self.public:
            self._keeping.keep(case, DecisionKind.FOLLOW_UP, self._sheet)

    def write(self) -> None:
        """Go to the first open place, else behind the last word."""
        self.paper.write()
        if not self.editor.first_gap():
            self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)

    def toggle_preview(self) -> None:
        """Show what everybody will read, or the editor again."""
        if self.public:
            self.paper.toggle_preview(self.text, self._tools.me.name, _ARRIVES)

    def sent(self, promise: PromiseId, change: Change) -> None:
        """It is on its way; the record no longer holds it as a draft."""
        sheet = self._sheets.pop((promise, change), None)
        if sheet is not None:
            sheet.sent, sheet.unkept = True, False
            self._sent[promise, change] = sheet  # in case it is taken back

    def take_back(self, promise: PromiseId, change: Change) -> None:
        """It was taken back: the text is there again."""
        sheet = self._sent.pop((promise, change), None)
        if sheet is not None:
            sheet.sent, sheet.typed = False, True
            self._sheets[promise, change] = sheet
        if self._found is not None and self._found.id == promise:
            self.take(change)

    # --- drawing -----------------------------------------------------------------------------------------

    def render_word(self) -> None:
        """Draw what stands around the text."""
        say = self._tools.say
        self.date.setVisible(self.change is Change.EXTENDED)
        self._head.setVisible(self.public)
        self._gap.setVisible(bool(self.editor.gaps()))
        self.editor.setAccessibleName(say(Words("正文", "Text") if self.public else _REASON))
        self.editor.setPlaceholderText("" if self.public else say(_REASON))
