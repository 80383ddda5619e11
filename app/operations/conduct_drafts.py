"""Drafting an edition: begin with what is in force, change articles, see what that changes, drop it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.domain.changes import Area, Changes
from app.domain.conduct import DOCUMENT_WORDS, Article, Document, Edition, newest
from app.domain.conduct_comments import Comment
from app.domain.conduct_drafts import (
    Amendment,
    Draft,
    DraftState,
    DraftStep,
    check_title,
    compare,
    fit_articles,
    insert,
    move,
    move_draft,
    put,
    remove,
)
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.domain.roles import Role, require
from app.domain.words import Words
from app.errors import DraftChanged, DraftThere, NoDraft
from app.operations.conduct import edition_of, first_draft
from app.operations.desk import Desk
from storage.transaction import Transaction

CONDUCT = Changes.of(Area.CONDUCT)

Edit = Callable[[Sequence[Article]], tuple[Article, ...]]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft as it is now."""

    draft: Draft
    changes: Changes = CONDUCT


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with the edition it amends, what it changes there, and what was said about it."""

    draft: Draft
    base: Edition | None
    amendments: tuple[Amendment, ...]
    comments: tuple[Comment, ...]


def view(desk: Desk, document: Document = Document.CODE) -> DraftView | None:
    """The draft of a document; None where nothing is being drafted."""
    with desk.record.read() as tx:
        draft = tx.conduct_drafts.open(document)
        return None if draft is None else view_of(tx, draft)


def view_of(tx: Transaction, draft: Draft) -> DraftView:
    """A draft with all that belongs to it."""
    base = edition_of(tx.conduct.editions(), draft.based_on) if draft.based_on is not None else None
    amendments = compare(base.articles if base else (), draft.articles)
    return DraftView(draft, base, tuple(amendments), tuple(tx.conduct_drafts.comments(draft.id)))


def open_draft(tx: Transaction, document: Document) -> Draft:
    """The draft of a document, locked until the transaction ends.

    Raises:
        NoDraft: nothing is being drafted.
    """
    draft = tx.conduct_drafts.open(document, to_change=True)
    if draft is None:
        raise NoDraft(document=DOCUMENT_WORDS[document])
    return draft


def new(desk: Desk, document: Document = Document.CODE, *, based_on: int | None = None) -> Drafted:
    """Begin a draft with the articles of the newest edition, of another one, or of what ships where there is none.

    An edition that is announced and not yet in force is the newest: what goes on from the one before would take back
    what was announced.

    Raises:
        NoRight: the person is no manager.
        DraftThere: there is one already.
        EditionNotFound: there is no such edition of the document.
    """
    require(desk.me, Role.MANAGER)
    now = desk.clock()
    with desk.record.write() as tx:
        if tx.conduct_drafts.open(document, to_change=True) is not None:
            raise DraftThere(document=DOCUMENT_WORDS[document])
        known = tx.conduct.editions()
        base = newest(known, document) if based_on is None else edition_of(_of(known, document), based_on)
        shipped = first_draft(document)
        draft = Draft(
            id=0,
            document=document,
            based_on=base.number if base else None,
            state=DraftState.DRAFT,
            version=1,
            title=base.title if base else shipped.title,
            articles=base.articles if base else shipped.articles,
            by=MemberRef(desk.me.id, desk.me.name),
            at=now,
        )
        return Drafted(replace(draft, id=tx.conduct_drafts.add(draft)))


def _of(known: Sequence[Edition], document: Document) -> list[Edition]:
    return [one for one in known if one.document is document]


def save(
    desk: Desk,
    read: int,
    edit: Edit,
    document: Document = Document.CODE,
    *,
    title: Words | None = None,
) -> Drafted:
    """Change articles, or the title, of the draft that was read.

    Args:
        read: the version that was read; a draft that somebody else changed since is left as it is.
        edit: makes the new articles out of those that are there.

    Raises:
        NoRight: the person is no manager.
        NoDraft: nothing is being drafted.
        DraftChanged: somebody else changed it meanwhile.
        BadArticle, BadTitle: an article, or the title, can't stand like this.
    """
    require(desk.me, Role.MANAGER)
    with desk.record.write() as tx:
        draft = open_draft(tx, document)
        state = move_draft(draft.state, DraftStep.EDIT)
        check_read(draft, read)
        articles = fit_articles(edit(draft.articles))
        called = draft.title if title is None else check_title(title)
        return Drafted(keep(tx, replace(draft, state=state, articles=articles, title=called)))


def check_read(draft: Draft, read: int) -> None:
    """Let pass who read the draft as it is now.

    Raises:
        DraftChanged: it was changed since.
    """
    if draft.version != read:
        raise DraftChanged(now=draft.version, read=read)


def keep(tx: Transaction, draft: Draft) -> Draft:
    """Keep a draft that is locked, as its next version."""
    new_ = replace(draft, version=draft.version + 1)
    if not tx.conduct_drafts.save(new_, draft.version):
        raise DraftChanged(now=draft.version + 1, read=draft.version)
    return new_


def set_article(desk: Desk, read: int, article: Article, document: Document = Document.CODE) -> Drafted:
    """Put an article in the place of its number, or at the end. Raises as `save` does."""
    return save(desk, read, lambda articles: put(articles, article), document)


def add_article(
    desk: Desk, read: int, article: Article, document: Document = Document.CODE, *, before: int = 0
) -> Drafted:
    """Put a new article before another one, or at the end. Raises as `save` does."""
    return save(desk, read, lambda articles: insert(articles, article, before), document)


def remove_article(desk: Desk, read: int, number: int, document: Document = Document.CODE) -> Drafted:
    """Take an article out; those behind it move up. Raises as `save` does."""
    return save(desk, read, lambda articles: remove(articles, number), document)


def move_article(desk: Desk, read: int, number: int, to: int, document: Document = Document.CODE) -> Drafted:
    """Put an article at another place. Raises as `save` does."""
    return save(desk, read, lambda articles: move(articles, number, to), document)


def set_title(desk: Desk, read: int, title: Words, document: Document = Document.CODE) -> Drafted:
    """Call the draft something else. Raises as `save` does."""
    return save(desk, read, tuple, document, title=title)


def replace_all(
    desk: Desk, read: int, articles: tuple[Article, ...], document: Document = Document.CODE, *, title: Words
) -> Drafted:
    """Take over title and articles as a whole, as out of a file. Raises as `save` does."""
    return save(desk, read, lambda _articles: articles, document, title=title)


def drop(desk: Desk, document: Document = Document.CODE) -> Drafted:
    """Give the draft up; its text and its comments stay in the record.

    Raises:
        NoRight: the person is no manager.
        NoDraft: nothing is being drafted.
    """
    require(desk.me, Role.MANAGER)
    with desk.record.write() as tx:
        draft = open_draft(tx, document)
        dropped = keep(tx, replace(draft, state=move_draft(draft.state, DraftStep.DROP)))
        body = {"draft": draft.id, "document": document.value, "version": draft.version}
        tx.ledger.append(EntryKind.DRAFT_DROPPED, desk.clock(), body, {"by": f"{desk.me.id} {desk.me.name}"})
    return Drafted(dropped)
