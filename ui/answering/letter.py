"""The letter: written from a template, kept as a draft while it is written, looked at as on a phone."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QStackedLayout, QVBoxLayout, QWidget

from app.domain.cases import CaseId, can, coaching_due
from app.domain.coaching import COACHABLE
from app.domain.decisions import DecisionKind
from app.domain.letters import language_of
from app.domain.words import Words
from app.errors import StewardError
from app.operations import drafts, letters
from app.operations.case_view import CaseView
from app.operations.desk import Desk
from ui.actions import key_of, keyed
from ui.answering.articles import ArticlePicker
from ui.answering.forms import FORMS, can_fold
from ui.answering.gap_edit import GapEdit
from ui.answering.letter_parts import carried_over, typed_into
from ui.answering.preview import PhonePreview
from ui.answering.writing import Sheet, Writing, from_draft
from ui.kit.elements import Flow, button, clear, column, label, named, said
from ui.runner import Failed
from ui.tools import Tools

DRAFT_PAUSE = 700
"""Milliseconds of rest in writing before a draft is kept."""


_KEPT = Words("正文改动过，没有替换；请自行核对条款", "Your text was kept; check it against the article chosen")


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
        self._writing = Writing()
        self._sheet = Sheet(letters.STANDARD)
        self.kind = DecisionKind.COACHING
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
        self.picker.done.connect(self.editor.setFocus)
        self.picker.unknown.connect(self._no_such_article)
        self.fold = QCheckBox()
        fold = Words("改好之前暂时折叠", "Fold the post until it is corrected")
        say.tell(self.fold, self.fold.setText, keyed(fold, "desk.fold"))
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
        other = button(say, Words("换一个", "another"), "quiet", key=key_of("desk.template"))
        other.clicked.connect(self.next_template)
        self._gap = button(say, Words("下一空", "next gap"), "quiet", key=key_of("desk.gap"))
        self._gap.clicked.connect(self.next_gap)
        look = button(say, Words("手机预览", "Preview"), "quiet", key=key_of("desk.preview"))
        look.clicked.connect(self.toggle_preview)
        flow = Flow(4)
        for part in (self._template_name, other, self._gap, look):
            flow.addWidget(part)
        return flow

    # --- what is on the desk -----------------------------------------------------------------------------

    @property
    def article(self) -> int | None:
        """The article that is cited; None where the answer cites none."""
        return self._sheet.article if FORMS[self.kind].cites else None

    @property
    def text(self) -> str:
        """What is written."""
        return self._sheet.text

    @property
    def folds(self) -> bool:
        """Whether the post is to be folded until it is corrected."""
        return self._sheet.fold and not self.fold.isHidden()

    @property
    def typed(self) -> bool:
        """Whether a person wrote here what was not sent."""
        return self._sheet.typed and not self._sheet.sent

    @property
    def unkept(self) -> bool:
        """Whether something is written here that the record does not hold yet."""
        return self._sheet.unkept

    def begin(self, view: CaseView) -> None:
        """Begin with a case: with what was written for it before, or with a letter that suits."""
        if view.case.came_back is not None or not _answerable(view):
            self._writing.drop_sent(view.case.id)
        self._view = view
        self._paper.setCurrentWidget(self.editor)
        kept = view.draft.answer if view.draft and view.draft.answer in FORMS else None
        self._take(self._writing.last(view.case.id) or kept or _first_kind(view))

    def follow(self, view: CaseView) -> None:
        """The case is the same, what is around it may have changed."""
        self._view = view

    def leave(self) -> None:
        """The case is no longer on the desk; what was written is kept."""
        self.keep_draft()
        if self._view is not None:
            self._writing.leave(self._view.case.id)
        self._view = None

    def choose(self, kind: DecisionKind) -> None:
        """Write this answer; the cursor goes to its first open place."""
        if self._view is None:
            return
        if kind is not self.kind:
            self.keep_draft()
            self._take(kind)
        self._paper.setCurrentWidget(self.editor)
        self.editor.setFocus()
        self._gap_wanted = not self.editor.first_gap() and not self.text

    def _take(self, kind: DecisionKind) -> None:
        """Put the sheet of an answer on the desk."""
        view = self._view
        if view is None:
            return
        self.kind = kind
        self._gap_wanted = False
        self._tools.runner.forget(("desk", "letter"))
        template = self._suiting(view, kind)
        sheet = self._writing.sheet(view.case.id, kind) or from_draft(view.drafts, kind, template)
        fresh = sheet is None
        self._sheet = sheet or Sheet(template, next(iter(_citable(view)), None))
        self._sheet.sent = False
        self._writing.put(view.case.id, kind, self._sheet)
        self._set_text(self._sheet.text, undoable=False)
        self.picker.offer(view.edition, self._sheet.article)
        self._set_fold(self._sheet.fold)
        if fresh:
            self._ask()

    def _suiting(self, view: CaseView, kind: DecisionKind) -> str:
        if not FORMS[kind].cites:
            return letters.SPOKEN if view.case.place else letters.SHORT
        alone = view.same_text == 1  # nobody welcomes who posts the same text again and again
        if not alone:
            return letters.STANDARD
        met = any(one.kind in (DecisionKind.COACHING, DecisionKind.REPLY) for one in view.history)
        return letters.best_template(view.case, view.author, self._tools.clock(), met=met)

    # --- the letter --------------------------------------------------------------------------------------

    def _ask(self) -> None:
        view = self._view
        if view is None:
            return
        case_id, kind, template, article = view.case.id, self.kind, self._sheet.template, self.article
        language = language_of(view.case.revision.body)

        def draft(desk: Desk) -> letters.Letter:
            return letters.draft(desk, case_id, answer=kind, template=template, article=article, language=language)

        self._tools.runner.ask(("desk", "letter"), draft, partial(self._show, self._sheet), self._failed)

    def _show(self, sheet: Sheet, letter: letters.Letter) -> None:
        if sheet is not self._sheet:
            return
        words = typed_into(sheet.base, sheet.text)
        if words is None and sheet.text.strip():
            self._tools.notices.tell(_KEPT)
            return
        sheet.words |= words or {}
        sheet.base = letter.text
        sheet.text = carried_over(letter.text, sheet.words)
        self._set_text(sheet.text, undoable=sheet.typed)
        if self._gap_wanted:
            self._gap_wanted = False
            self.editor.first_gap()
        self.render_letter()

    def _set_text(self, text: str, *, undoable: bool) -> None:
        """Put a text into the editor; what a person wrote there can be had back with undo."""
        self.editor.blockSignals(True)
        if undoable:
            self.editor.replace_text(text)
        else:
            self.editor.begin(text)
        self.editor.blockSignals(False)

    def next_template(self) -> None:
        """Begin with another letter; what was typed into open places of the same name is kept."""
        known = [one.id for one in self._templates()]
        if known and self._view is not None:
            at = known.index(self._sheet.template) if self._sheet.template in known else -1
            self._sheet.template = known[(at + 1) % len(known)]
            self._ask()

    def _templates(self) -> list[letters.Template]:
        return letters.templates(self.kind, by_hand=self._view.case.place is not None) if self._view else []

    def next_gap(self) -> bool:
        """Go to the next open place; False when there is none."""
        self._paper.setCurrentWidget(self.editor)
        self.editor.setFocus()
        return self.editor.next_gap()

    def first_gap(self) -> None:
        """Go to the first open place."""
        self._paper.setCurrentWidget(self.editor)
        self.editor.setFocus()
        self.editor.first_gap()

    def choose_article(self, number: int) -> None:
        """Cite this article."""
        if self._view is not None:
            self.picker.offer(self._view.edition, number)
            if self.picker.number is not None:
                self._article_changed(number)

    def take_article(self) -> None:
        """Find an article by typing."""
        if FORMS[self.kind].cites:
            self.picker.take_focus()

    def _article_changed(self, number: int) -> None:
        self._sheet.article = number
        if FORMS[self.kind].cites:
            self._ask()

    def _no_such_article(self, typed: str) -> None:
        self._tools.notices.tell(
            Words(f"“{typed}”对不上一条可引用的条款", f"“{typed}” fits no article that can be cited")
        )

    def toggle_fold(self) -> None:
        """Fold the post until it is corrected, or don't."""
        if self.fold.isVisible():
            self.fold.toggle()

    def _set_fold(self, on: bool) -> None:
        self.fold.blockSignals(True)
        self.fold.setChecked(on)
        self.fold.blockSignals(False)

    def _fold_changed(self, on: bool) -> None:
        self._sheet.fold = on
        self._touch()
        self.render_letter()

    def toggle_preview(self) -> None:
        """Show what the member will read, or the editor again."""
        if self._paper.currentWidget() is self.preview:
            self._paper.setCurrentWidget(self.editor)
            self.editor.setFocus()
            return
        self.preview.show_text(self.text, self._tools.me.name, FORMS[self.kind].arrives)
        self._paper.setCurrentWidget(self.preview)

    # --- keeping -----------------------------------------------------------------------------------------

    def _written(self) -> None:
        self._sheet.text = self.editor.toPlainText()
        self._touch()
        self._gap.setVisible(bool(self.editor.gaps()))
        self.written.emit()

    def _touch(self) -> None:
        self._sheet.typed = self._sheet.unkept = True
        self._sheet.sent = False
        self._pause.start()

    def keep_draft(self) -> None:
        """Keep what is written, so that it is there again after whatever happens."""
        self._pause.stop()
        view, sheet = self._view, self._sheet
        if view is None or not sheet.unkept:
            return
        sheet.unkept = False
        kept = sheet.draft(self.kind)
        self._tools.runner.do(
            lambda desk: drafts.keep_draft(desk, view.case.id, kept), failed=partial(self._lost, sheet)
        )

    def _lost(self, sheet: Sheet, error: StewardError) -> None:
        sheet.unkept = True
        self._tools.notices.tell(Words.of(error))

    def sent(self, case_id: CaseId, kind: DecisionKind) -> None:
        """This answer is on its way; the record no longer holds it as a draft."""
        sheet = self._writing.sheet(case_id, kind)
        if sheet is not None:
            sheet.sent, sheet.unkept = True, False

    # --- drawing -----------------------------------------------------------------------------------------

    def render_letter(self) -> None:
        """Draw what stands around the text."""
        view = self._view
        if view is None:
            return
        say, form = self._tools.say, FORMS[self.kind]
        self.picker.setVisible(form.cites)
        self.fold.setVisible(form.cites and can_fold(view) and not view.folded)
        names = {one.id: one.name for one in self._templates()}
        name = names.get(self._sheet.template, Words("标准", "standard"))
        self._template_name.setText(say(Words(f"模板：{name.zh}", f"Template: {name.en}")))
        self._gap.setVisible(bool(self.editor.gaps()))
        now = self._tools.clock()
        until = say.moment(coaching_due(now), now)
        clear(self._lines)
        for line in form.will_happen(view, self.folds, until):
            self._lines.addWidget(label(f"· {say(line)}", "small"))


def _answerable(view: CaseView) -> bool:
    return any(can(view.case.state, form.step) for form in FORMS.values())


def _first_kind(view: CaseView) -> DecisionKind:
    wanted = view.suggestion.answer
    if wanted in FORMS:
        return wanted
    return DecisionKind.COACHING if view.case.kind in COACHABLE else DecisionKind.REPLY


def _citable(view: CaseView) -> list[int]:
    return [number for number in view.articles if view.edition and view.edition.article(number).severity]
