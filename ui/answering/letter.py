"""The letter: written from a template, kept as a draft while it is written, looked at as on a phone."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.cases import CaseId, coaching_due
from app.domain.decisions import DecisionKind
from app.domain.letters import language_of
from app.domain.promises import Promising
from app.domain.words import Words
from app.operations import letters
from app.operations.case_view import CaseView
from app.operations.desk import Desk
from ui.actions import keyed
from ui.answering.articles import ArticlePicker
from ui.answering.forms import AFTER, FORMS, after_promise, can_fold, stays_open
from ui.answering.keeping import DraftKeeping
from ui.answering.letter_head import LetterHead
from ui.answering.letter_parts import carried_over, typed_into
from ui.answering.paper import Paper
from ui.answering.reply_part import ReplyPart
from ui.answering.suiting import answerable, first_article, first_template
from ui.answering.templates import choices, usable
from ui.answering.thread_preview import Above
from ui.answering.writing import Sheet, Writing, from_draft
from ui.kit.elements import clear, column, label, said
from ui.runner import Failed
from ui.tools import Tools

_KEPT = Words("正文改动过，没有替换；请自行核对条款", "Your text was kept; check it against the article chosen")


class LetterPart(QWidget):
    """One letter or reply for one case.

    Args:
        failed: gets the error when a letter can't be drafted.
        writing: every sheet of the window.
        name: what tells it from another one beside it.

    Attributes:
        written: the text was changed by hand.
        cited: another article is cited.
        opened: these fields are to be filled in, and to be seen.
        kind: which answer this is.
    """

    written = Signal()
    cited = Signal()
    opened = Signal(QWidget)

    def __init__(self, tools: Tools, failed: Failed, writing: Writing, name: str = "letter") -> None:
        super().__init__()
        self._tools = tools
        self._failed = failed
        self._name, self._slot = name, ("desk", name)
        self._reply: ReplyPart | None = None
        self._view: CaseView | None = None
        self._writing = writing
        self._sheet = Sheet(letters.STANDARD)
        self.kind = DecisionKind.COACHING
        self._gap_wanted = False
        self._keeping = DraftKeeping(tools, self.keep_draft)
        self._build()

    def _build(self) -> None:
        say = self._tools.say
        self.paper = Paper(self._tools)
        self.editor, self.preview = self.paper.editor, self.paper.preview
        self.editor.textChanged.connect(self._written)
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
        self._head = self._make_head()
        self._column = column(self._head, self.paper, self.picker, self.fold, will_happen, self._lines)
        self._column.setStretch(1, 1)
        self.setLayout(self._column)

    def _make_head(self) -> LetterHead:
        head = LetterHead(self._tools)
        head.another.connect(self.next_template)
        head.chosen.connect(self.choose_template)
        head.gap.connect(self.paper.next_gap)
        head.preview.connect(self.toggle_preview)
        return head

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
    def reply(self) -> ReplyPart:
        """What belongs to a public reply beside its text; it is made when it is first asked for."""
        if self._reply is None:
            self._reply = ReplyPart(self._tools, self._name)
            self._reply.told.connect(self._retold)
            self._reply.promised.connect(self._promised)
            self._reply.opened.connect(self.opened)
            self._column.insertWidget(self._column.indexOf(self.fold) + 1, self._reply)
        return self._reply

    @property
    def promise(self) -> Promising | None:
        """What a reply promises."""
        return self._sheet.promise if self.kind is DecisionKind.REPLY else None

    @property
    def despite(self) -> str:
        """Why a reply goes out although it lacks something."""
        return self.reply.despite if self.kind is DecisionKind.REPLY else ""

    def missing(self) -> Words | None:
        """Why it can't be sent yet, beside its open places; None where nothing is."""
        return self.reply.unready() if self.kind is DecisionKind.REPLY else None

    def toggle_promise(self) -> None:
        """Register a promise with the reply, or none."""
        if self.kind is DecisionKind.REPLY and self._view is not None:
            self.paper.show_editor()
            self.reply.form.toggle()

    @property
    def typed(self) -> bool:
        """Whether a person wrote here what was not sent."""
        return self._sheet.typed and not self._sheet.sent

    @property
    def unkept(self) -> bool:
        """Whether something is written here that the record does not hold yet."""
        return self._sheet.unkept

    def begin(self, view: CaseView, kind: DecisionKind) -> None:
        """Begin an answer to a case: with what was written for it before, or with a letter that suits."""
        self.keep_draft()
        if view.case.came_back is not None or not answerable(view):
            self._writing.drop_sent(view.case.id)
        self._view = view
        self.paper.show_editor()
        self._take(kind)

    @property
    def idle(self) -> bool:
        """Whether nothing is being written here."""
        return self._view is None

    def follow(self, view: CaseView) -> None:
        """The case is the same, what is around it may have changed."""
        self._view = view

    def leave(self) -> None:
        """Nothing is written here any more; what was is kept."""
        self.keep_draft()
        self._tools.runner.forget(self._slot)
        if self._reply is not None:
            self._reply.leave()
        self._view = None

    def choose(self, kind: DecisionKind) -> None:
        """Write this answer; the cursor goes to its first open place."""
        if self._view is None:
            return
        if kind is not self.kind:
            self.keep_draft()
            self._take(kind)
        self.paper.write()
        self._gap_wanted = not self.editor.first_gap() and not self.text

    def _take(self, kind: DecisionKind) -> None:
        """Put the sheet of an answer on the desk."""
        view = self._view
        if view is None:
            return
        self.kind = kind
        self._gap_wanted = False
        self._tools.runner.forget(self._slot)
        template = first_template(view, kind, self._tools.clock())
        sheet = self._writing.sheet(view.case.id, kind) or from_draft(view.drafts, kind, template)
        fresh = sheet is None
        self._sheet = sheet or Sheet(template, first_article(view))
        self._sheet.sent = False
        self._writing.put(view.case.id, kind, self._sheet)
        self.paper.set_text(self._sheet.text, undoable=False)
        self.picker.offer(view.edition, self._sheet.article)
        self._set_fold(self._sheet.fold)
        if kind is DecisionKind.REPLY:
            self.reply.begin(view, self._sheet)
        elif self._reply is not None:
            self._reply.leave()
        if fresh:
            self._ask()

    # --- the letter --------------------------------------------------------------------------------------

    def _ask(self) -> None:
        view = self._view
        if view is None:
            return
        case_id, kind, template, article = view.case.id, self.kind, self._sheet.template, self.article
        language = language_of(view.case.revision.body)

        def draft(desk: Desk) -> letters.Letter:
            return letters.draft(desk, case_id, answer=kind, template=template, article=article, language=language)

        self._tools.runner.ask(self._slot, draft, partial(self._show, self._sheet), self._failed)

    def _show(self, sheet: Sheet, letter: letters.Letter) -> None:
        if sheet is not self._sheet:
            return
        words = typed_into(sheet.base, sheet.text)
        if words is None and sheet.text.strip():
            self._tools.notices.tell(_KEPT)
            return
        sheet.words |= words or {}
        sheet.base = self.reply.telling(letter.text) if sheet.promise else letter.text
        sheet.text = carried_over(sheet.base, sheet.words)
        self.paper.set_text(sheet.text, undoable=sheet.typed)
        if self._gap_wanted:
            self._gap_wanted = False
            self.editor.first_gap()
        if self._reply is not None:
            self._reply.look()
        self.render_letter()

    def next_template(self) -> None:
        """Begin with another letter; what was typed into open places of the same name is kept."""
        known = usable(choices(self._view, self.kind))
        if known:
            at = known.index(self._sheet.template) if self._sheet.template in known else -1
            self.choose_template(known[(at + 1) % len(known)])

    def choose_template(self, template: str) -> None:
        """Begin with this letter."""
        if self._view is not None:
            self._sheet.template = template
            self._ask()

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
        self.cited.emit()
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
        self._keeping.touch(self._sheet)
        self.render_letter()

    def _retold(self, base: str, text: str) -> None:
        """The text says something else about the promise now."""
        self._sheet.base, self._sheet.text = base, text
        self._keeping.touch(self._sheet)
        self.paper.set_text(text, undoable=True)
        self.written.emit()

    def _promised(self) -> None:
        self.render_letter()
        self.cited.emit()

    def toggle_preview(self) -> None:
        """Show what the member will read, or the editor again."""
        view = self._view
        above = Above.of(view) if view is not None and self.kind is DecisionKind.REPLY else None
        self.paper.toggle_preview(self.text, self._tools.me.name, FORMS[self.kind].arrives, above)

    # --- keeping -----------------------------------------------------------------------------------------

    def _written(self) -> None:
        self._sheet.text = self.editor.toPlainText()
        self._keeping.touch(self._sheet)
        self._head.offer_gap(bool(self.editor.gaps()))
        if self._reply is not None:
            self._reply.look()
        self.written.emit()

    def keep_draft(self) -> None:
        """Keep what is written, so that it is there again after whatever happens."""
        self._keeping.keep(self._view.case.id if self._view is not None else None, self.kind, self._sheet)

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
        self._head.show_templates(choices(view, self.kind), self._sheet.template)
        self._head.offer_gap(bool(self.editor.gaps()))
        now = self._tools.clock()
        until = say.moment(coaching_due(now), now)
        clear(self._lines)
        lines = AFTER[self.kind](view, self.folds, until)
        if self.promise is not None:
            lines = after_promise(lines, self.promise)
        elif self.kind is DecisionKind.REPLY and not self.reply.closes:
            lines = stays_open(lines)
        for line in lines:
            self._lines.addWidget(label(f"· {say(line)}", "small"))
