"""The sheets on the desk: one answer being written, or two of the same case beside each other."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QLineEdit, QWidget

from app.domain.cases import CaseId, CaseState, can
from app.domain.decisions import DecisionKind
from app.domain.words import Words
from app.operations.case_view import CaseView
from ui.actions import key_of
from ui.answering.forms import FORMS
from ui.answering.letter import LetterPart
from ui.answering.sanction import SanctionPart
from ui.answering.suiting import first_kind
from ui.answering.writing import Writing
from ui.kit.elements import column, label
from ui.runner import Failed
from ui.tools import Tools

WIDE = 1260
"""From this width of the window on, in pixels, two sheets have room beside each other; else one is under the other."""

_PARTNERS = (DecisionKind.SANCTION, DecisionKind.COACHING, DecisionKind.REPLY)
_LETTERS = (DecisionKind.COACHING, DecisionKind.REPLY, DecisionKind.MESSAGE)


Part = LetterPart | SanctionPart


class Sheets(QWidget):
    """One sheet, or two beside each other; one of them is the active one, which keys and the button mean.

    Args:
        failed: gets the error when something can't be drafted.

    Attributes:
        letter: the sheet of a reminder or a reply.
        kinds: the answers that are shown, in order.
        active: the one that keys and the button mean.
        written: something was changed by hand.
        moved: another sheet is the active one, or what is known of it changed.
        doubled: two sheets are shown now, or one.
        focused: this field of a sheet has the focus now.
        opened: these fields of a sheet are to be filled in, and to be seen.
    """

    written = Signal()
    moved = Signal()
    doubled = Signal(bool)
    focused = Signal(QWidget)
    opened = Signal(QWidget)

    def __init__(self, tools: Tools, failed: Failed) -> None:
        super().__init__()
        self._tools, self._failed = tools, failed
        self._writing = Writing()
        self._view: CaseView | None = None
        self._beside: LetterPart | None = None
        self._sanction: SanctionPart | None = None
        self.kinds: list[DecisionKind] = [DecisionKind.COACHING]
        self.active = DecisionKind.COACHING
        self.letter = LetterPart(tools, failed, self._writing)
        self.letter.written.connect(self.written)
        self.letter.cited.connect(self.moved)
        self.letter.opened.connect(self.opened)
        self._panes: dict[Part, _Pane] = {}
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._box)
        self._put(self.letter)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    # --- the parts ---------------------------------------------------------------------------------------

    @property
    def sanction(self) -> SanctionPart:
        """The sheet of a sanction; it is made when it is first asked for."""
        if self._sanction is None:
            self._sanction = SanctionPart(self._tools, self._failed, self._writing)
            self._sanction.written.connect(self.written)
            self._sanction.prepared_shown.connect(self.moved)
            self._put(self._sanction)
        return self._sanction

    @property
    def beside(self) -> LetterPart:
        """The second letter; it is made when it is first asked for."""
        if self._beside is None:
            self._beside = LetterPart(self._tools, self._failed, self._writing, "beside")
            self._beside.written.connect(self.written)
            self._beside.cited.connect(self.moved)
            self._beside.opened.connect(self.opened)
            self._put(self._beside)
        return self._beside

    def _put(self, part: Part) -> None:
        pane = _Pane(self._tools, part)
        self._panes[part] = pane
        self._box.addWidget(pane, 1)
        pane.hide()

    def part(self, kind: DecisionKind) -> Part:
        """The sheet of an answer that is shown."""
        if kind is DecisionKind.SANCTION:
            return self.sanction
        shown = [one for one in self.kinds if one in _LETTERS]
        return self.beside if kind in shown[1:] else self.letter

    @property
    def current(self) -> Part:
        """The active sheet."""
        return self.part(self.active)

    @property
    def is_double(self) -> bool:
        """Whether two are shown."""
        return len(self.kinds) > 1

    @property
    def typed(self) -> bool:
        """Whether a person wrote on one that is shown, and it was not sent."""
        return any(self.part(kind).typed for kind in self.kinds)

    # --- the case ----------------------------------------------------------------------------------------

    def begin(self, view: CaseView, case_id: CaseId) -> None:
        """Begin with a case: with what was written last for it, or with what suits."""
        self._view = view
        self._show([self._writing.last(case_id) or first_kind(view)])
        self.part(self.active).begin(view, self.active)
        self._arrange()

    def begin_other(self, view: CaseView) -> None:
        """Begin with what suits, whatever was written last."""
        self._view = view
        kind = first_kind(view)
        self._show([kind if kind is not DecisionKind.MESSAGE else DecisionKind.REPLY])
        self.part(self.active).begin(view, self.active)
        self._arrange()

    def follow(self, view: CaseView) -> None:
        """The case is the same, what is around it may have changed."""
        self._view = view
        for kind in self.kinds:
            self.part(kind).follow(view)

    def leave(self) -> None:
        """The case is no longer on the desk; what was written is kept."""
        for part in self._made():
            part.leave()
        if self._view is not None:
            self._writing.leave(self._view.case.id)
        self._view = None
        self._show(self.kinds[:1])

    def _made(self) -> list[Part]:
        return [part for part in (self.letter, self._beside, self._sanction) if part is not None]

    def keep_drafts(self) -> None:
        """Keep what is written, so that it is there again after whatever happens."""
        for part in self._made():
            part.keep_draft()

    def sent(self, case_id: CaseId, kind: DecisionKind) -> None:
        """This answer is on its way; the record no longer holds it as a draft."""
        sheet = self._writing.sheet(case_id, kind)
        if sheet is not None:
            sheet.sent, sheet.unkept = True, False

    def goes_on(self, kind: DecisionKind, state: CaseState) -> bool:
        """Whether another sheet that is shown was written on, and can still be sent once this one was.

        Args:
            kind: the answer that was given.
            state: where it led the case.
        """
        return any(self.part(one).typed and can(state, FORMS[one].step) for one in self.kinds if one is not kind)

    # --- what keys mean ----------------------------------------------------------------------------------

    def next_template(self) -> None:
        """Begin the active sheet with another letter."""
        self.current.next_template()

    def take_article(self) -> None:
        """Find an article for the active sheet by typing."""
        self.current.take_article()

    def choose_article(self, number: int) -> None:
        """Cite this article on the active sheet."""
        self.current.choose_article(number)

    def next_gap(self) -> None:
        """Go to the next open place of the active sheet."""
        self.current.paper.next_gap()

    def toggle_fold(self) -> None:
        """Fold the post by the active sheet, or don't."""
        self.current.toggle_fold()

    def toggle_promise(self) -> None:
        """Register a promise with the reply that is being written, or none."""
        part = self.current
        if isinstance(part, LetterPart):
            part.toggle_promise()

    def toggle_preview(self) -> None:
        """Show what the member will read of the active sheet, or the editor again."""
        self.current.toggle_preview()

    # --- which are shown ---------------------------------------------------------------------------------

    def choose(self, kind: DecisionKind) -> None:
        """Write this answer; while two are shown, it takes the place of the one that is not active."""
        if self._view is None:
            return
        if kind not in self.kinds:
            self._open([self.active, kind] if self.is_double else [kind], kind)
        self.active = kind
        self.part(kind).choose(kind)
        self._arrange()

    def double(self, possible: list[DecisionKind]) -> None:
        """Show a second answer beside the active one, or only the active one again.

        Args:
            possible: answers that can be given to the case as it stands.
        """
        if self.is_double:
            self._open([self.active], self.active)
        else:
            partner = next((one for one in _PARTNERS if one in possible and one is not self.active), None)
            if partner is None:
                return
            self._open([self.active, partner], self.active)
        self._arrange()
        self.doubled.emit(self.is_double)

    def _open(self, kinds: list[DecisionKind], active: DecisionKind) -> None:
        """Show these, each with what was written for it."""
        view = self._view
        if view is None:
            return
        before: dict[Part, DecisionKind] = {
            part: part.kind for part in (self.letter, self._beside) if part is not None and not part.idle
        }
        self._show(kinds, active)
        shown = {self.part(kind): kind for kind in self.kinds}
        for part in self._made():
            if part not in shown and not part.idle:
                part.leave()
        for one, kind in shown.items():
            if one.idle or before.get(one, kind) is not kind:
                one.begin(view, kind)

    def _show(self, kinds: list[DecisionKind], active: DecisionKind | None = None) -> None:
        was = self.is_double
        self.kinds = kinds
        self.active = active or kinds[0]
        if was and not self.is_double:
            self.doubled.emit(False)

    def _arrange(self) -> None:
        """Put the sheets that are shown beside each other, or under each other where there is no room."""
        shown = {self.part(kind): kind for kind in self.kinds}
        for part, pane in self._panes.items():
            kind = shown.get(part)
            pane.setVisible(kind is not None)
            if kind is not None:
                pane.show_kind(kind, headed=self.is_double, active=kind is self.active)
        for at, part in enumerate(shown):
            self._box.removeWidget(self._panes[part])
            self._box.insertWidget(at, self._panes[part], 1)
        self._turn()
        self.moved.emit()

    def _turn(self) -> None:
        directions = QBoxLayout.Direction
        wide = self.window().width() >= WIDE
        wanted = directions.LeftToRight if wide else directions.TopToBottom
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn with the window."""
        super().resizeEvent(event)
        self._turn()

    def _follow_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """The sheet in which the focus is becomes the active one."""
        if now is None or not self.isAncestorOf(now):
            return
        if isinstance(now, QLineEdit):
            self.focused.emit(now)
        for kind in self.kinds:
            if kind is not self.active and self.part(kind).isAncestorOf(now):
                self.active = kind
                self._arrange()
                return

    def render_sheets(self) -> None:
        """Draw what stands around the texts."""
        for kind in self.kinds:
            part = self.part(kind)
            if isinstance(part, LetterPart):
                part.render_letter()
            else:
                part.render_choices()


class _Pane(QFrame):
    """A sheet with its heading, where two are shown."""

    def __init__(self, tools: Tools, part: QWidget) -> None:
        super().__init__()
        self._tools = tools
        self._head = label("", "strong")
        self._state = (DecisionKind.COACHING, False, False)
        self._layout = column(self._head, part)
        self._layout.setStretch(1, 1)
        self.setLayout(self._layout)
        tools.say.changed.connect(self._render)

    def show_kind(self, kind: DecisionKind, *, headed: bool, active: bool) -> None:
        """Say which answer this is, and whether it is the active one."""
        self._state = (kind, headed, active)
        self._render()

    def _render(self) -> None:
        kind, headed, active = self._state
        words = FORMS[kind].words
        sends = Words(f"{words.zh} · {key_of('desk.send')} 发送这一份", f"{words.en} · {key_of('desk.send')} sends it")
        self._head.setText(self._tools.say(sends if active else words))
        self._head.setVisible(headed)
        look = "active" if headed and active else "pane" if headed else ""
        if self.objectName() != look:
            self.setObjectName(look)
            self.style().unpolish(self)
            self.style().polish(self)
        margin = 8 if headed else 0
        self._layout.setContentsMargins(margin, margin, margin, margin)
