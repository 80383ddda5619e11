"""The letter: written from a template, kept as a draft while it is written, looked at as on a phone."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QStackedLayout, QVBoxLayout, QWidget

from app.domain.cases import CaseId
from app.domain.coaching import COACHABLE
from app.domain.commands import CommandKind
from app.domain.decisions import DecisionKind
from app.domain.drafts import Draft
from app.domain.letters import language_of
from app.domain.words import Words
from app.operations import drafts, letters
from app.operations.desk import Desk
from app.operations.triage import CaseView
from ui.answering.articles import ArticlePicker
from ui.answering.consequences import consequences
from ui.answering.gap_edit import GapEdit
from ui.answering.letter_parts import carried_over, typed_into
from ui.answering.preview import PhonePreview
from ui.kit.elements import Flow, button, clear, column, label, named, said
from ui.runner import Failed
from ui.tools import Tools

DRAFT_PAUSE = 700
"""Milliseconds of rest in writing before a draft is kept."""

STANDARD = "standard"
WRITTEN = (DecisionKind.COACHING, DecisionKind.REPLY)


class LetterPart(QWidget):
    """One letter or reply for one case.

    Args:
        failed: gets the error when a letter can't be drafted.

    Attributes:
        written: the text was changed by hand.
        kind: which answer this is.
    """

    written = Signal()

    def __init__(self, tools: Tools, failed: Failed) -> None:
        super().__init__()
        self._tools = tools
        self._failed = failed
        self._view: CaseView | None = None
        self.kind = DecisionKind.COACHING
        self._template = STANDARD
        self._base = ""
        self._dirty = False
        self._gap_wanted = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_PAUSE)
        self._pause.timeout.connect(self.keep_draft)
        self._build()

    def _build(self) -> None:
        say = self._tools.say
        self.editor = GapEdit(self._tools.theme)
        named(say, self.editor, Words("正文", "Text"))
        self.editor.textChanged.connect(self._written)
        self.preview = PhonePreview(say)
        self._paper = QStackedLayout()
        self._paper.addWidget(self.editor)
        self._paper.addWidget(self.preview)
        self.picker = ArticlePicker(say)
        self.picker.chosen.connect(self._article_changed)
        self.fold = QCheckBox()
        say.tell(self.fold, self.fold.setText, Words("改好之前暂时折叠  F", "Fold the post until it is corrected  F"))
        self.fold.toggled.connect(self._fold_changed)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        will_happen = said(say, Words("发出后会发生什么", "What will happen"), "strong")
        layout = column(self._head(), self._paper, self.picker, self.fold, will_happen, self._lines)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _head(self) -> Flow:
        say = self._tools.say
        self._template_name = label("", "second", wrap=False)
        self._template_name.setMinimumHeight(30)
        other = button(say, Words("换一个 T", "another T"), "quiet")
        other.clicked.connect(self.next_template)
        self._gap = button(say, Words("下一空 F8", "next gap F8"), "quiet")
        self._gap.clicked.connect(self.next_gap)
        look = button(say, Words("手机预览", "Preview"), "quiet")
        look.clicked.connect(self.toggle_preview)
        flow = Flow(4)
        for part in (self._template_name, other, self._gap, look):
            flow.addWidget(part)
        return flow

    # --- the case ----------------------------------------------------------------------------------------

    @property
    def article(self) -> int | None:
        """The article that is cited; None for a reply."""
        return self.picker.number if self.kind is DecisionKind.COACHING else None

    @property
    def text(self) -> str:
        """What is written."""
        return self.editor.toPlainText()

    @property
    def folds(self) -> bool:
        """Whether the post is to be folded until it is corrected."""
        return self.kind is DecisionKind.COACHING and self.fold.isChecked() and not self.fold.isHidden()

    @property
    def dirty(self) -> bool:
        """Whether something was written that is not kept yet."""
        return self._dirty

    def begin(self, view: CaseView) -> None:
        """Begin with a case: with what was written for it before, or with a letter that suits."""
        self._view = view
        self._dirty = self._gap_wanted = False
        self._paper.setCurrentWidget(self.editor)
        kept = view.draft
        self.kind = kept.answer if kept and kept.answer in WRITTEN else _first_kind(view)
        self._template = self._suiting(view)
        self.picker.offer(view.edition, kept.article if kept else next(iter(_citable(view)), None))
        self._set_fold(bool(kept and kept.fold))
        self._base = ""
        self._set_text(kept.text if kept else "")
        if kept is None:
            self._ask()
        else:
            self._tools.runner.forget(("desk", "letter"))

    def follow(self, view: CaseView) -> None:
        """The case is the same, what is around it may have changed."""
        self._view = view

    def leave(self) -> None:
        """No case any more; what was written is kept."""
        self.keep_draft()
        self._view = None

    def choose(self, kind: DecisionKind) -> None:
        """Write this answer; the cursor goes to its first open place."""
        view = self._view
        if view is None:
            return
        if kind is not self.kind:
            self.keep_draft()
            self.kind = kind
            self._template = self._suiting(view)
            self._base = ""
            self._dirty = False
            self._set_text("")
            self._ask()
        self._paper.setCurrentWidget(self.editor)
        self.editor.setFocus()
        self._gap_wanted = not self.editor.next_gap() and not self.text

    def _suiting(self, view: CaseView) -> str:
        coaching = self.kind is DecisionKind.COACHING
        return letters.best_template(view.author, self._tools.clock()) if coaching else STANDARD

    # --- the letter --------------------------------------------------------------------------------------

    def _ask(self) -> None:
        view = self._view
        if view is None:
            return
        case_id, kind, template, article = view.case.id, self.kind, self._template, self.article
        language = language_of(view.case.revision.body)

        def draft(desk: Desk) -> letters.Letter:
            return letters.draft(desk, case_id, answer=kind, template=template, article=article, language=language)

        self._tools.runner.ask(("desk", "letter"), draft, partial(self._show, case_id), self._failed)

    def _show(self, case_id: CaseId, letter: letters.Letter) -> None:
        if self._view is None or self._view.case.id != case_id:
            return
        typed = typed_into(self._base, self.text)
        if typed is None and self.text.strip():
            kept = Words(
                "正文改动过，没有替换；请自行核对条款", "Your text was kept; check it against the article chosen"
            )
            self._tools.notices.tell(kept)
            return
        self._base = letter.text
        self._set_text(carried_over(letter.text, typed or {}))
        if self._gap_wanted:
            self._gap_wanted = False
            self.editor.next_gap()
        self.render_letter()

    def _set_text(self, text: str) -> None:
        self.editor.blockSignals(True)
        if self._dirty:
            self.editor.replace_text(text)  # what a person wrote can be had back with undo
        else:
            self.editor.begin(text)
        self.editor.blockSignals(False)

    def next_template(self) -> None:
        """Begin with another letter; what was typed into open places of the same name is kept."""
        known = [one.id for one in self._templates()]
        if known and self._view is not None:
            at = known.index(self._template) if self._template in known else -1
            self._template = known[(at + 1) % len(known)]
            self._ask()

    def _templates(self) -> list[letters.Template]:
        return letters.templates(self.kind, language_of(self._view.case.revision.body)) if self._view else []

    def next_gap(self) -> bool:
        """Go to the next open place; False when there is none."""
        self._paper.setCurrentWidget(self.editor)
        self.editor.setFocus()
        return self.editor.next_gap()

    def choose_article(self, number: int) -> None:
        """Cite this article."""
        if self._view is not None:
            self.picker.offer(self._view.edition, number)
            self._article_changed(number)

    def take_article(self) -> None:
        """Find an article by typing."""
        if self.kind is DecisionKind.COACHING:
            self.picker.take_focus()

    def _article_changed(self, _number: int) -> None:
        if self.kind is DecisionKind.COACHING:
            self._ask()

    def toggle_fold(self) -> None:
        """Fold the post until it is corrected, or don't."""
        if self.fold.isVisible():
            self.fold.toggle()

    def _set_fold(self, on: bool) -> None:
        self.fold.blockSignals(True)
        self.fold.setChecked(on)
        self.fold.blockSignals(False)

    def _fold_changed(self, _on: bool) -> None:
        self._dirty = True
        self._pause.start()
        self.render_letter()

    def toggle_preview(self) -> None:
        """Show what the member will read, or the editor again."""
        if self._paper.currentWidget() is self.preview:
            self._paper.setCurrentWidget(self.editor)
            self.editor.setFocus()
            return
        show = self.preview.show_letter if self.kind is DecisionKind.COACHING else self.preview.show_reply
        show(self.text, self._tools.me.name)
        self._paper.setCurrentWidget(self.preview)

    # --- keeping -----------------------------------------------------------------------------------------

    def _written(self) -> None:
        self._dirty = True
        self._pause.start()
        self._gap.setVisible(bool(self.editor.gaps()))
        self.written.emit()

    def keep_draft(self) -> None:
        """Keep what is written, so that it is there again after whatever happens."""
        self._pause.stop()
        view = self._view
        if view is None or not self._dirty:
            return
        self._dirty = False
        kept = Draft(self.kind, self.text, self.picker.number, self.fold.isChecked())
        self._tools.runner.do(lambda desk: drafts.keep_draft(desk, view.case.id, kept))

    def sent(self) -> None:
        """What is written here is on its way; nothing is to be kept."""
        self._pause.stop()
        self._dirty = False

    # --- drawing -----------------------------------------------------------------------------------------

    def render_letter(self) -> None:
        """Draw what stands around the text."""
        view = self._view
        if view is None:
            return
        say = self._tools.say
        coaching = self.kind is DecisionKind.COACHING
        self.picker.setVisible(coaching)
        can_fold = view.info is not None and view.info.sends(CommandKind.HIDE)
        self.fold.setVisible(coaching and can_fold and not view.folded)
        names = {one.id: one.name for one in self._templates()}
        name = names.get(self._template, Words("标准", "standard"))
        self._template_name.setText(say(Words(f"模板：{name.zh}", f"Template: {name.en}")))
        self._gap.setVisible(bool(self.editor.gaps()))
        clear(self._lines)
        for line in consequences(view, self.kind, fold=self.folds, say=say, now=self._tools.clock()):
            self._lines.addWidget(label(f"· {line}", "small"))


def _first_kind(view: CaseView) -> DecisionKind:
    wanted = view.suggestion.answer
    if wanted in WRITTEN:
        return wanted
    return DecisionKind.COACHING if view.case.kind in COACHABLE else DecisionKind.REPLY


def _citable(view: CaseView) -> list[int]:
    return [number for number in view.articles if view.edition and view.edition.article(number).severity]
