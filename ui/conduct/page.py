"""The place 社区公约: what holds, what is in the making, and what can be done about it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QListView, QSplitter, QWidget

from app.domain.changes import Area, Changes
from app.domain.conduct import NEW_ARTICLE, Document
from app.domain.conduct_drafts import DraftState
from app.domain.words import Words
from app.errors import StewardError
from app.operations.conduct_drafts import Drafted, DraftView
from app.operations.conduct_overview import Overview, overview
from ui.conduct.article_edit import ArticleEdit
from ui.conduct.comments import CommentCards
from ui.conduct.deeds import Deeds
from ui.conduct.drafting import Drafting
from ui.conduct.entries import Entry, EntryModel, begins_at, entries
from ui.conduct.forms import CommentForm, OlderForm, ReturnedForm
from ui.conduct.paper import Pick, draw_comparison, draw_draft, draw_edition
from ui.conduct.published import Published, nothing_yet
from ui.conduct.sheets import CoreForm, TitleForm, putting_up
from ui.kit.elements import Scroll, clear, frame, named, row, said
from ui.kit.lines import LineDelegate
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.kit.theme import MARGIN, WIDE_GAP
from ui.tools import Tools

_EDITS = ("conduct.edit", "conduct.title", "conduct.add", "conduct.remove", "conduct.up", "conduct.down")
_NOTHING = Words("还没有公约", "No code of conduct yet")
_UNSAVED = Words(
    "先保存或放弃正在改的条款（Ctrl+Enter 保存，Esc 放弃）", "Keep or leave the article first (Ctrl+Enter or Esc)"
)


class ConductPage(QWidget):
    """The page: a list on the left, the text to be read in the middle, what can be done on the right.

    Attributes:
        counted: how many notices a person should look at.
    """

    counted = Signal(int)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("page")
        self._tools = tools
        self._found: Overview | None = None
        self._key: tuple[str, int] | None = None
        self._picked = False
        self._article, self._against = 1, 0
        self._editor: ArticleEdit | None = None
        self._drawn: object = None
        self._warned = False
        self.deeds = Deeds(tools, self)
        self.deeds.drafted.connect(self._show_draft)
        self.deeds.announced.connect(self._show_edition)
        self.deeds.compared.connect(self._compare)
        self._cards = CommentCards(tools, self.deeds)
        self._build()
        self._bind()
        tools.runner.changed.connect(self.follow)
        tools.say.changed.connect(self._render)

    def _build(self) -> None:
        say = self._tools.say
        self.model = EntryModel(say)
        self.list = QListView()
        self.list.setModel(self.model)
        self._delegate = LineDelegate(self._tools.theme, self.model.line_at)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        named(say, self.list, Words("版本与草案", "Editions and drafts"))
        self.paper, self.side = Scroll(), Scroll(margin=0)
        named(say, self.paper, Words("公约全文", "The text"))
        named(say, self.side, Words("可以做的事", "What can be done"))
        self.side.setObjectName("side")
        self.side.inside.setContentsMargins(0, 0, 10, 0)  # the scroll bar covers nothing
        self.stack = Stack(self.paper, Empty(say), Fault(say, self.reload), Loading(say))
        head = said(say, Words("社区公约", "Code of conduct"), "heading", wrap=False)
        left = frame("panel", head, self.list, margin=MARGIN - 4)
        middle, right = frame("panel", self.stack, margin=0), frame("panel", self.side, margin=MARGIN - 4)
        for part in (left, right):
            part.setMinimumWidth(240)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (left, middle, right):
            splitter.addWidget(part)
        splitter.setHandleWidth(WIDE_GAP)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([280, 640, 340])
        splitter.setStretchFactor(1, 1)
        layout = row(splitter)
        layout.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, WIDE_GAP)
        self.setLayout(layout)

    def _bind(self) -> None:
        does: dict[str, Callable[[], object]] = {
            "conduct.next": partial(self._step, 1),
            "conduct.previous": partial(self._step, -1),
            "conduct.draft": self._begin_draft,
            "conduct.edit": self.edit,
            "conduct.title": self._of_draft(lambda view: self.titling.put_up_for(view.draft)),
            "conduct.add": self.add,
            "conduct.remove": self._remove,
            "conduct.up": partial(self._move, -1),
            "conduct.down": partial(self._move, 1),
            "conduct.comment": self._of_draft(lambda view: self.commenting.put_up_for(view, self._article)),
            "conduct.comments": self._of_draft(lambda view: self.returning.put_up_for(view.draft.document)),
            "conduct.handout": self._of_draft(lambda view: self.deeds.handout(view.draft.document)),
            "conduct.copy": self._copy,
            "conduct.core": putting_up(lambda: self.core),
            "conduct.import": putting_up(lambda: self.bringing),
        }
        for name, run in does.items():
            self._tools.actions.bind(name, run)

    def _of_draft(self, does: Callable[[DraftView], object]) -> Callable[[], None]:
        """Do it with the draft that is shown, where one is."""

        def run() -> None:
            if self._draft is not None:
                does(self._draft)

        return run

    # --- reading -----------------------------------------------------------------------------------------

    def open(self) -> None:
        """The page comes to the front."""
        self.reload()
        self.list.setFocus()

    def follow(self, changes: Changes) -> None:
        """Something was changed."""
        if changes.concern(Area.CONDUCT, Area.SYNC):
            self.reload()

    def reload(self) -> None:
        """Read everything again."""
        self._tools.runner.ask(("conduct", "overview"), overview, self._show, self.stack.show_fault)

    def _show(self, found: Overview) -> None:
        self._found = found
        self.counted.emit(found.alarms)
        listed = entries(found, self._tools.clock)
        self.model.show(listed)
        wanted = self._key if self._picked else None  # who chose nothing sees what is in force
        at = next((place for place, one in enumerate(listed) if one.key == wanted), 0)
        if listed:
            self._key = listed[at].key
            self.list.setCurrentIndex(self.model.index(at))
        self._render_fresh()

    def _show_draft(self, document: Document) -> None:
        self._key, self._article, self._picked = (document.value, -1), 1, True
        self.reload()

    def _show_edition(self, number: int) -> None:
        found = self._found
        draft = self._draft
        if found is not None and draft is not None:
            self._key, self._picked = (draft.draft.document.value, number), True
        self.reload()

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and self.model.entries[current.row()].key != self._key:
            if self._editor is not None and self._editor.touched:
                self._tools.notices.tell(_UNSAVED)
                return
            self._editor, self._picked, self._against = None, True, 0
            self._key, self._article = self.model.entries[current.row()].key, 1
            self._render_fresh()

    def _compare(self, number: int) -> None:
        self._against = number
        self._render_fresh()

    @property
    def entry(self) -> Entry | None:
        """What is chosen in the list."""
        return next((one for one in self.model.entries if one.key == self._key), None)

    @property
    def _draft(self) -> DraftView | None:
        return self.entry.draft if self.entry is not None else None

    # --- drawing -----------------------------------------------------------------------------------------

    def _render_fresh(self) -> None:
        """Draw again where anything is another than what is drawn; an article that is being edited stays."""
        entry, found = self.entry, self._found
        state = (entry, found, self._article, self._against, self._tools.say.language, self._until_passed())
        if state != self._drawn and self._editor is None:
            self._drawn = state
            self._draw()
        self._enable()

    def _until_passed(self) -> bool:
        draft = self._draft
        return draft is not None and draft.draft.until is not None and draft.draft.until <= self._tools.clock()

    def _render(self) -> None:
        if self._editor is not None:
            return  # it speaks for itself; the rest follows once it is kept or left
        self._drawn = None
        if self._found is not None:
            self._render_fresh()

    def _draw(self) -> None:
        entry, found = self.entry, self._found
        focus = self.window().focusWidget()
        if focus is not None and self.side.isAncestorOf(focus):
            self.list.setFocus()  # what had it goes now; the keys stay on this page
        clear(self.side.inside)
        if entry is None or found is None:
            self.stack.show_empty(_NOTHING)
            return
        if entry.draft is not None:
            self._draw_draft(entry.draft)
            parts = Drafting(self._tools, self.deeds, found, entry.draft, self._cards).parts()
        elif entry.edition is not None:
            before = next((one for one in found.editions if one.number == self._against), None)
            if before is None:
                draw_edition(self._tools, self.paper, entry.edition)
            else:
                draw_comparison(self._tools, self.paper, before, entry.edition)
            parts = Published(self._tools, self.deeds, found, entry, self._against).parts()
            self.stack.show_content()
        else:
            self.stack.show_empty(Words("还没有议事会章程", "There is no charter yet"))
            parts = nothing_yet(self._tools, found, entry.document)
        for part in parts:
            self.side.inside.addWidget(part)
        self.side.inside.addStretch(1)

    def _draw_draft(self, view: DraftView) -> None:
        at = self.paper.verticalScrollBar().value()
        shown = draw_draft(self._tools, self.paper, view, Pick(self._article, self._choose, self._editor))
        self.stack.show_content()
        self.paper.verticalScrollBar().setValue(at)
        inside = self.paper.widget()
        if shown is not None and inside is not None:
            inside.adjustSize()
            self.paper.ensureWidgetVisible(shown, 0, 40)

    def _enable(self) -> None:
        entry, found, draft = self.entry, self._found, self._draft
        manages = found is not None and found.manages
        free = self._editor is None
        self.side.setEnabled(free)  # first the article is kept or left
        edits = draft is not None and manages and free
        consulting = draft is not None and draft.draft.state is DraftState.CONSULTING
        commenting = consulting and found is not None and found.comments and free
        begins = found is not None and begins_at(entry, found)
        able = {
            **dict.fromkeys(("conduct.next", "conduct.previous"), draft is not None and free),
            **dict.fromkeys(_EDITS, edits),
            **dict.fromkeys(("conduct.comment", "conduct.comments"), commenting),
            "conduct.handout": draft is not None and free,
            "conduct.copy": entry is not None and entry.edition is not None,
            **dict.fromkeys(("conduct.import", "conduct.core"), manages and free),
            "conduct.draft": manages and begins,
        }
        for name, on in able.items():
            self._tools.actions.enable(name, bool(on))

    # --- articles of the draft ---------------------------------------------------------------------------

    def _choose(self, number: int) -> None:
        if self._editor is None:
            self._article = number
            self._render_fresh()

    def _step(self, by: int) -> None:
        draft = self._draft
        if draft is not None:
            self._choose(min(max(self._article + by, 1), len(draft.draft.articles)))

    def edit(self) -> None:
        """Edit the chosen article where it stands."""
        draft = self._draft
        if draft is not None:
            articles = draft.draft.articles
            self._article = min(self._article, len(articles))
            self._open_editor(
                draft, ArticleEdit(self._tools, articles[self._article - 1], draft.draft.document), new=False
            )

    def add(self) -> None:
        """Write a new article behind the chosen one."""
        draft = self._draft
        if draft is not None:
            number = min(self._article, len(draft.draft.articles)) + 1
            fresh = replace(NEW_ARTICLE, number=number)
            self._open_editor(draft, ArticleEdit(self._tools, fresh, draft.draft.document), new=True)

    def _open_editor(self, view: DraftView, editor: ArticleEdit, *, new: bool) -> None:
        self._editor = editor
        editor.left.connect(self._leave)
        editor.saved.connect(partial(self._save, view, new))
        self._draw_draft(view)
        self._enable()
        editor.begin()

    def _save(self, view: DraftView, new: bool, article: object) -> None:
        editor = self._editor
        if editor is None:
            return
        draft = view.draft
        seen = self._draft if self._warned else None  # who saves again after a warning has seen the newer one
        read = seen.draft.version if seen is not None else draft.version
        keep = self.deeds.add if new else self.deeds.save
        keep(draft.document, read, editor.article, self._saved, self._save_failed)

    def _save_failed(self, error: StewardError) -> None:
        self._warned = True
        if self._editor is not None:
            self._editor.fail(error)
        self.reload()

    def _saved(self, done: Drafted) -> None:
        self._warned = False
        number = self._editor.article.number if self._editor is not None else self._article
        self._editor = None
        self._article = min(number, len(done.draft.articles))
        self._drawn = None
        self._tools.notices.tell(Words(f"已保存，第 {done.draft.version} 稿", f"Kept as version {done.draft.version}"))
        self.reload()
        self.list.setFocus()

    def _leave(self) -> None:
        self._editor = None
        self._warned = False
        self._drawn = None
        self._render_fresh()
        self.list.setFocus()

    def _remove(self) -> None:
        draft = self._draft
        if draft is not None:
            self.deeds.remove(draft.draft.document, draft.draft.version, self._article)

    def _move(self, by: int) -> None:
        draft = self._draft
        if draft is not None and 1 <= self._article + by <= len(draft.draft.articles):
            self._article += by
            self.deeds.move(draft.draft.document, draft.draft.version, self._article - by, self._article)

    # --- the rest ----------------------------------------------------------------------------------------

    @cached_property
    def commenting(self) -> CommentForm:
        """Enter a comment."""
        return CommentForm(self._tools, self)

    @cached_property
    def returning(self) -> ReturnedForm:
        """Take in a form."""
        return ReturnedForm(self._tools, self)

    @cached_property
    def bringing(self) -> OlderForm:
        """Bring in older rules."""
        return OlderForm(self._tools, self)

    @cached_property
    def titling(self) -> TitleForm:
        """Call the draft something else."""
        return TitleForm(self._tools, self)

    @cached_property
    def core(self) -> CoreForm:
        """Who the core members are."""
        return CoreForm(self._tools, self)

    def _begin_draft(self) -> None:
        if self.entry is not None:
            self.deeds.draft(self.entry.document)

    def _copy(self) -> None:
        if self.entry is not None and self.entry.edition is not None:
            self.deeds.copy(self.entry.edition)

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self.list, self.paper, self.side)

    def escape(self) -> None:
        """Leave the article that is being edited; else back to the list."""
        if self._editor is not None:
            self._leave()
        self.list.setFocus()
