"""The list on the left: what is in force, announced, in the making, and what was before."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.domain.conduct import BEGINNING, DOCUMENT_WORDS, STANDING_WORDS, Document, Edition, Standing, newest, standing
from app.domain.conduct_drafts import DRAFT_WORDS, DraftState
from app.domain.words import NO_WORDS, Words
from app.operations.conduct_drafts import DraftView
from app.operations.conduct_overview import Overview
from app.operations.desk import Clock
from ui.kit.lines import Index, Line
from ui.kit.speech import COMMA, Speech
from ui.kit.theme import Tone

STANDING_TONES = {Standing.IN_FORCE: Tone.GREEN, Standing.ANNOUNCED: Tone.BLUE, Standing.SUPERSEDED: Tone.NEUTRAL}
DRAFT_TONES = {DraftState.DRAFT: Tone.AMBER, DraftState.CONSULTING: Tone.VIOLET}
_ORDER = (Standing.IN_FORCE, Standing.ANNOUNCED)
_OVER = Words("待公告", "to be announced")
_NONE_YET = Words("还没有，可以从附带的章程起草", "None yet; draft one from the charter that ships")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: an edition, a draft, or a document that there is nothing of yet.

    Attributes:
        over: members had their time for the draft.
    """

    document: Document
    edition: Edition | None = None
    standing: Standing | None = None
    draft: DraftView | None = None
    over: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """What it is known by when the list is read again."""
        return self.document.value, self.edition.number if self.edition else -1 if self.draft else -2


def entries(found: Overview, clock: Clock) -> list[Entry]:
    """What the list shows: the code first, what holds first, what was before last."""
    return [one for document in Document for one in _of(found, document, clock)]


def _of(found: Overview, document: Document, clock: Clock) -> Iterator[Entry]:
    known, now = list(found.editions), clock()
    listed = [Entry(document, one, standing(one, known, now)) for one in reversed(known) if one.document is document]
    yield from (one for wanted in _ORDER for one in listed if one.standing is wanted)
    draft = found.drafts.get(document)
    if draft is not None:
        until = draft.draft.until
        yield Entry(document, draft=draft, over=until is not None and until <= now)
    past = [one for one in listed if one.standing is Standing.SUPERSEDED]
    yield from sorted(past, key=lambda one: one.edition.effective_from if one.edition else BEGINNING, reverse=True)
    if not listed and draft is None:
        yield Entry(document)


def begins_at(entry: Entry | None, found: Overview) -> bool:
    """Whether a draft can be begun from a line: it goes on from the newest edition."""
    if entry is None or entry.draft is not None or entry.document in found.drafts:
        return False
    return entry.edition is None or entry.edition == newest(found.editions, entry.document)


def line_of(entry: Entry, say: Speech) -> Line:
    """What a line says."""
    document = DOCUMENT_WORDS[entry.document]
    if entry.draft is not None:
        draft = entry.draft.draft
        words = Words(f"第 {draft.version} 稿", f"Version {draft.version}")
        if entry.document is Document.CHARTER:
            words = Words(f"{document.zh} · {words.zh}", f"{document.en} · {words.en}")
        until = draft.until.astimezone() if draft.until else None
        about = Words(f"到 {until:%m-%d %H:%M}", f"until {until:%m-%d %H:%M}") if until else NO_WORDS
        tag = (say(DRAFT_WORDS[draft.state]), DRAFT_TONES.get(draft.state, Tone.NEUTRAL))
        if entry.over:
            tag = (say(_OVER), Tone.AMBER)
        return Line(say(words), (tag,), say(about))
    if entry.edition is None or entry.standing is None:
        return Line(say(document), (), say(_NONE_YET))
    one = entry.edition
    name = say(one.name) if entry.document is Document.CODE else f"{say(document)} · {say(one.name)}"
    tag = (say(STANDING_WORDS[entry.standing]), STANDING_TONES[entry.standing])
    return Line(name, (tag,), say(since(one)))


def since(edition: Edition) -> Words:
    """From when on an edition holds, as a part of a sentence."""
    if edition.effective_from == BEGINNING:
        return Words("自社区开始", "from the beginning")
    day = f"{edition.effective_from.astimezone():%Y-%m-%d}"
    return Words(f"{day} 起", f"from {day}")


class EntryModel(QAbstractListModel):
    """The entries, for a list view and for a screen reader."""

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self._say = say
        self.entries: list[Entry] = []

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """How many there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One of them in words."""
        told = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if not told or not index.isValid() or index.row() >= len(self.entries):
            return None
        line = line_of(self.entries[index.row()], self._say)
        return self._say(COMMA).join(part for part in (line.title, *(tag for tag, _ in line.tags), line.about) if part)

    def show(self, found: list[Entry]) -> None:
        """Show these."""
        self.beginResetModel()
        self.entries = found
        self.endResetModel()

    def line_at(self, index: Index) -> Line | None:
        """What the row at a place says."""
        at = index.row()
        return line_of(self.entries[at], self._say) if 0 <= at < len(self.entries) else None


Chosen = Callable[[Entry], None]
