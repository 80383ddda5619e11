"""A sanction being written: everything that is chosen for it, its notice, and what will come of it."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.decisions import DecisionKind
from app.domain.drafts import Choices
from app.domain.ladder import SANCTIONS, Rung
from app.domain.letters_governing import Law
from app.domain.sanctions import PostAction, Reckoning, Sanction
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations import sanctions
from app.operations.case_view import CaseView
from app.operations.desk import Desk
from app.operations.sanctions import Prepared, Wish
from ui.answering.keeping import DraftKeeping
from ui.answering.sanction_form import SanctionForm
from ui.answering.sanction_malice import offers
from ui.answering.sanction_notice import ARRIVES, UNNUMBERED, as_of_now
from ui.answering.sanction_words import Scope, consequences, impossible, in_short, kinds_of
from ui.answering.suiting import answerable, first_article
from ui.answering.writing import Sheet, Writing, from_draft
from ui.runner import Failed
from ui.tools import Tools

_SLOT = ("desk", "sanction")
_KEPT = Words("通知改动过，没有替换；请自行核对", "Your notice was kept; check it against what you chose")


class SanctionPart(QWidget):
    """One sanction for one case.

    Args:
        failed: gets the error where a rule forbids what was chosen.
        writing: every sheet of the window.

    Attributes:
        written: something was changed by hand.
        prepared_shown: what the ladder says of the choices is shown.
        kind: which answer this is.
        form: what is chosen.
        in_short: what will come of it, in a line or two; no words while nothing can.
    """

    written = Signal()
    prepared_shown = Signal()
    kind = DecisionKind.SANCTION

    def __init__(self, tools: Tools, failed: Failed, writing: Writing) -> None:
        super().__init__()
        self._tools, self._failed, self._writing = tools, failed, writing
        self._view: CaseView | None = None
        self._sheet = Sheet("", choices=Choices())
        self.prepared: Prepared | None = None
        self.in_short = NO_WORDS
        self._fresh = False
        self._keeping = DraftKeeping(tools, self.keep_draft)
        self.form = SanctionForm(tools)
        self.notice = self.form.notice
        self.editor, self.paper, self.picker = self.notice.editor, self.notice.paper, self.form.basis.picker
        self._connect()
        self.setLayout(self.form.layout_)

    def _connect(self) -> None:
        form = self.form
        form.rungs.chosen.connect(self.choose_rung)
        form.posts.chosen.connect(lambda post: self._change(post=post))
        form.departure.textEdited.connect(self._departure_written)
        form.departure.returnPressed.connect(form.rungs.take_focus)
        form.brand.toggled.connect(self._brand_ticked)
        form.malice.changed.connect(lambda: self._change(malice=form.malice.malice))
        form.reports.changed.connect(lambda: self._change(unnamed=tuple(sorted(form.reports.unnamed))))
        form.basis.changed.connect(self._law_changed)
        self.picker.chosen.connect(self._article_changed)
        self.picker.done.connect(form.rungs.take_focus)
        self.picker.unknown.connect(self._no_such_article)
        self.editor.textChanged.connect(self._notice_written)
        self.notice.looked.connect(self.toggle_preview)
        self.notice.again.connect(self.draft_again)
        self._tools.say.changed.connect(self.render_choices)

    # --- what is on the desk -----------------------------------------------------------------------------

    @property
    def choices(self) -> Choices:
        """What was chosen so far."""
        return self._sheet.choices or Choices()

    @property
    def article(self) -> int | None:
        """The article that is cited; None where it rests on law."""
        return None if self.choices.by_law else self._sheet.article

    @property
    def text(self) -> str:
        """The notice as it is written."""
        return self._sheet.text

    @property
    def typed(self) -> bool:
        """Whether a person chose or wrote here what was not sent."""
        return self._sheet.typed and not self._sheet.sent

    @property
    def unkept(self) -> bool:
        """Whether something is here that the record does not hold yet."""
        return self._sheet.unkept

    @property
    def reckoned(self) -> Reckoning | None:
        """What the ladder says of the choices; None while nothing can be reckoned."""
        return self.prepared.reckoned if self.prepared else None

    @property
    def departs(self) -> bool:
        """Whether the rung is not the proposed one."""
        return self.choices.rung is not None

    @property
    def wish(self) -> Wish:
        """What is to be decided."""
        chosen, view = self.choices, self._view
        law = Law(Words(chosen.law_name, chosen.law_name), Words(chosen.law_text, chosen.law_text))
        open_ = self._open_reports(view) if view else []
        return Wish(
            article=self.article,
            law=law if chosen.by_law else None,
            rung=chosen.rung,
            malice=chosen.malice,
            brand_party=chosen.brand_party,
            departure=chosen.departure,
            post=chosen.post,
            reports=tuple(one for one in open_ if one not in chosen.unnamed),
            message=self.text,
        )

    @staticmethod
    def _open_reports(view: CaseView) -> list[str]:
        return [one.id for one in view.reports if one.id not in view.governed.verdicts]

    def begin(self, view: CaseView, _kind: DecisionKind = DecisionKind.SANCTION) -> None:
        """Begin with a case: with what was chosen for it before, or as the ladder proposes."""
        self.keep_draft()
        if view.case.came_back is not None or not answerable(view):
            self._writing.drop_sent(view.case.id)
        self._view, self.prepared = view, None
        self._fresh = True
        kept = self._writing.sheet(view.case.id, self.kind) or from_draft(view.drafts, self.kind, "")
        self._sheet = kept or Sheet("", first_article(view))
        self._sheet.choices = self._sheet.choices or Choices()
        self._sheet.sent = False
        self._writing.put(view.case.id, self.kind, self._sheet)
        self.paper.show_editor()
        self.paper.set_text(self._sheet.text, undoable=False)
        self._fill_form()
        self._prepare()

    @property
    def idle(self) -> bool:
        """Whether nothing is being written here."""
        return self._view is None

    def follow(self, view: CaseView) -> None:
        """The case is the same, what is around it may have changed."""
        changed = self._view is not None and self._view.governed != view.governed
        self._view = view
        if changed:
            self._prepare()

    def leave(self) -> None:
        """Nothing is written here any more; what was is kept."""
        self.keep_draft()
        self._tools.runner.forget(_SLOT)
        self._view = None

    def choose(self, _kind: DecisionKind = DecisionKind.SANCTION) -> None:
        """Go on by keys: at the rungs, where single letters are still commands."""
        self.form.rungs.take_focus()

    # --- what a person chooses ---------------------------------------------------------------------------

    def choose_rung(self, rung: Rung) -> None:
        """Choose a rung; where it is not the proposed one, the reason is asked for."""
        if self._view is None or not self.form.rungs.button(rung).isEnabled():
            return
        proposed = self.reckoned.proposal.rung if self.reckoned else None
        self._change(rung=None if rung is proposed else rung)
        if self.departs:
            self.form.departure.setFocus()
        else:
            self.form.rungs.take_focus()

    def choose_article(self, number: int) -> None:
        """Cite this article."""
        if self._view is None:
            return
        self.picker.offer(self._view.edition, number)
        if self.picker.number is not None:
            self._article_changed(number)

    def take_article(self) -> None:
        """Find an article by typing, or write down the law."""
        self.form.basis.take_focus()

    def toggle_fold(self) -> None:
        """Fold the post, or keep it."""
        if self._view is not None and self.form.posts.button(PostAction.FOLD).isEnabled():
            self._change(post=PostAction.KEEP if self.choices.post is PostAction.FOLD else PostAction.FOLD)

    def next_template(self) -> None:
        """The notice follows the choices; there is no other one."""

    def _article_changed(self, number: int) -> None:
        self._sheet.article = number
        self._change(by_law=False)

    def _law_changed(self) -> None:
        basis = self.form.basis
        self._change(by_law=basis.by_law, law_name=basis.name.text().strip(), law_text=basis.text.text().strip())

    def _departure_written(self, reason: str) -> None:
        self._sheet.choices = replace(self.choices, departure=reason)
        self._touched()

    def _brand_ticked(self, on: bool) -> None:
        hit = self.reckoned is not None and bool(self.reckoned.sanction.brand_hit)
        self._change(brand_party=None if on is hit else on)
        if not on and hit:
            self.form.departure.setFocus()

    def _no_such_article(self, typed: str) -> None:
        self._tools.notices.tell(
            Words(f"“{typed}”对不上一条可引用的条款", f"“{typed}” fits no article that can be cited")
        )

    def _change(self, **chosen: object) -> None:
        """Take a choice, and have everything reckoned and drafted anew."""
        self._sheet.choices = replace(self.choices, **chosen)  # type: ignore[arg-type]
        self._touched()
        self._fill_form()
        self._prepare()

    def _touched(self) -> None:
        self._keeping.touch(self._sheet)
        self.written.emit()

    # --- what the ladder says ----------------------------------------------------------------------------

    def _prepare(self) -> None:
        """Have the proposal and the notice made for what is chosen."""
        view, wish = self._view, self.wish
        incomplete = wish.law is not None and not (wish.law.name.zh and wish.law.text.zh)
        if view is None or incomplete or (wish.law is None and wish.article is None):
            self.prepared = None
            self.form.proposal.show_missing()
            self.render_choices()
            return
        linked = replace(wish, malice=tuple(one for one in wish.malice if one.link))
        case_id, sheet = view.case.id, self._sheet

        def prepare(desk: Desk) -> Prepared:
            return sanctions.prepare(desk, case_id, linked)

        self._tools.runner.ask(_SLOT, prepare, partial(self._show, sheet), self._forbidden)

    def _show(self, sheet: Sheet, prepared: Prepared) -> None:
        if sheet is not self._sheet:
            return
        self.prepared = prepared
        if self.choices.rung is prepared.reckoned.proposal.rung:
            sheet.choices = replace(self.choices, rung=None)  # what was a departure is the proposal now
        untouched = not sheet.text.strip() or sheet.text == sheet.base
        if untouched:
            sheet.text = prepared.notice
            self.paper.set_text(sheet.text, undoable=False)
        elif sheet.base and prepared.notice not in (sheet.text, sheet.base):
            self._tools.notices.tell(_KEPT)
        sheet.base = prepared.notice
        self._fill_form()
        self.render_choices()
        if self._fresh and self.form.rungs.focused:
            self.form.rungs.take_focus()  # it stood where the case before was decided
        self._fresh = False

    def _forbidden(self, error: StewardError) -> None:
        self.prepared = None
        self.form.proposal.show_fault(error)
        self.render_choices()

    def draft_again(self) -> None:
        """The standard notice in place of what was written."""
        if self.prepared is not None:
            self._sheet.text = self._sheet.base = self.prepared.notice
            self.paper.set_text(self._sheet.text, undoable=True)
            self._touched()
            self.render_choices()

    def _notice_written(self) -> None:
        self._sheet.text = self.editor.toPlainText()
        self.notice.offer_again(self.prepared is not None and self.text != self.prepared.notice)
        self._touched()

    def toggle_preview(self) -> None:
        """Show what the member would read if it took effect now, or the editor again."""
        text, now = self.text, self._tools.clock()
        if self.reckoned is not None:
            text = as_of_now(text, self.reckoned.sanction, UNNUMBERED, now)
        self.paper.toggle_preview(text, self._tools.me.name, ARRIVES)

    # --- keeping -----------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Keep what is chosen and written, so that it is there again after whatever happens."""
        self._keeping.keep(self._view.case.id if self._view is not None else None, self.kind, self._sheet)

    # --- before it is sent -------------------------------------------------------------------------------

    def missing(self) -> Words | None:
        """What is still missing; goes to where it belongs. None where it can be sent."""
        form, chosen = self.form, self.choices
        if self.prepared is None:
            self.take_article()
            return Words(
                "先选依据：一条公约条款，或写明法律和条文", "Choose a basis first: an article, or the law and its text"
            )
        sanction = self.prepared.reckoned.sanction
        if sanction.rung not in SANCTIONS:
            form.rungs.take_focus()
            return Words(
                "阶梯建议私信提醒：按 1 去写；仍要处置，请选一级并写明理由",
                "The ladder proposes a reminder: press 1. To sanction all the same, choose a rung and say why",
            )
        if form.needs_departure(self.prepared, chosen) and not chosen.departure.strip():
            form.departure.setFocus()
            return Words("写明理由：为什么不按建议", "Say why: it is not as proposed")
        if form.malice.go_to_missing():
            return Words("勾选的恶意事实要附依据", "A fact of malice needs where it can be seen")
        return self._not_there(sanction)

    def _not_there(self, sanction: Sanction) -> Words | None:
        """Why the community could not carry it out, or what of the notice is missing."""
        reasons = [impossible(self._view, kind) for kind in kinds_of(sanction)] if self._view else []
        if not self.text.strip():
            reasons.append(Words("通知还是空的", "The notice is empty"))
        return next((why for why in reasons if why != NO_WORDS), None)

    # --- drawing -----------------------------------------------------------------------------------------

    def _fill_form(self) -> None:
        view = self._view
        if view is None:
            return
        open_ = set(self._open_reports(view))
        self.form.basis.show_basis(view.edition, self._sheet.article, self.choices)
        self.form.malice.show_malice(self.choices.malice, offers(view))
        self.form.reports.show_reports([one for one in view.reports if one.id in open_], self.choices.unnamed)
        self.form.show_possible(view, self.choices.post)

    def render_choices(self) -> None:
        """Draw what follows from the choices."""
        view = self._view
        if view is None:
            return
        now = self._tools.clock()
        self.form.show_prepared(self.prepared, self.choices, now)
        self.notice.offer_again(self.prepared is not None and self.text != self.prepared.notice)
        self.notice.setVisible(self.prepared is not None and bool(self.text or self.prepared.notice))
        lines = list[Words]()
        self.in_short = NO_WORDS
        if self.prepared is not None and self.prepared.reckoned.sanction.rung in SANCTIONS:
            named = len(self.wish.reports or ())
            scope = Scope(named, len(self._open_reports(view)) - named, self.prepared.second)
            moment = partial(self._tools.say.moment, now=now)
            sanction = self.prepared.reckoned.sanction
            lines = consequences(view, sanction, scope, now, moment)
            self.in_short = in_short(view, sanction, scope, now, moment)
        self.form.show_consequences(lines)
        self.prepared_shown.emit()
