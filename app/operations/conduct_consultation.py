"""Consulting members on a draft: until when, what they say, and how each comment is answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.changes import Changes
from app.domain.conduct import Document
from app.domain.conduct_comments import (
    WHOLE,
    BadRow,
    Comment,
    CommentState,
    NewComment,
    Returned,
    check_comment,
    form,
    read_form,
)
from app.domain.conduct_drafts import Draft, DraftStep, check_end, compare, move_draft
from app.domain.conduct_readers import CoreMember
from app.domain.ledger import Body, EntryKind
from app.domain.members import MemberId, MemberRef
from app.domain.messages import typed
from app.domain.roles import Account, Role, require
from app.domain.words import NO_WORDS, Words
from app.errors import BadRows, CommentNotFound, Language, NoRight, NoSuchArticle, ReasonNeeded
from app.operations.conduct import edition_of
from app.operations.conduct_drafts import CONDUCT, Drafted, keep, open_draft
from app.operations.desk import Desk
from app.text.conduct_pages import consultation_page

MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Commented:
    """Comments that are kept now, how many were known before, and the rows that could not be taken."""

    comments: tuple[int, ...]
    known: int = 0
    problems: tuple[BadRow, ...] = ()
    changes: Changes = CONDUCT


def open_consultation(desk: Desk, until: datetime, document: Document = Document.CODE) -> Drafted:
    """Ask members about the draft until that moment.

    Raises:
        NoRight: the person is no manager.
        NoDraft: nothing is being drafted.
        AlreadyThere, NotFromHere: members are being asked already.
        BadEnd: that moment is over.
    """
    return _set_end(desk, until, document, DraftStep.CONSULT)


def set_end(desk: Desk, until: datetime, document: Document = Document.CODE) -> Drafted:
    """Give members more time, or less.

    Raises:
        NoRight: the person is no manager.
        NoDraft: nothing is being drafted.
        NotFromHere: members are not being asked.
        BadEnd: that moment is over.
    """
    return _set_end(desk, until, document, DraftStep.SET_END)


def end_now(desk: Desk, document: Document = Document.CODE) -> Drafted:
    """End the consultation now. Raises as `set_end` does."""
    return _set_end(desk, None, document, DraftStep.SET_END)


def _set_end(desk: Desk, until: datetime | None, document: Document, step: DraftStep) -> Drafted:
    require(desk.me, Role.MANAGER)
    now = desk.clock()
    if until is not None:
        check_end(until, now)
    with desk.record.write() as tx:
        draft = open_draft(tx, document)
        state = move_draft(draft.state, step)
        kept = keep(tx, replace(draft, state=state, until=until or now, opened_at=draft.opened_at or now))
        body = {"draft": draft.id, "document": document.value, "version": draft.version, "until": _stamp(kept.until)}
        tx.ledger.append(EntryKind.CONSULTATION_SET, now, body, {"by": f"{desk.me.id} {desk.me.name}"})
    return Drafted(kept)


def _stamp(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


# --- comments -------------------------------------------------------------------------------------------


def add_comment(desk: Desk, said: NewComment, document: Document = Document.CODE) -> Commented:
    """Enter what a member said.

    Raises:
        NoRight: the person is neither manager nor lead.
        EmptyComment, TooLong: it can't be kept.
        NoDraft, NotFromHere: nobody is being asked.
        NoSuchArticle: the draft has no such article.
    """
    return _keep_all(desk, [check_comment(said)], document)


def import_comments(
    desk: Desk, data: bytes, document: Document = Document.CODE, *, name: str = "", take_good: bool = False
) -> Commented:
    """Enter what came back in a form. The very same comment is kept once, however often its file is read.

    Args:
        data: of the file.
        name: whose it is, where it does not say so itself.
        take_good: enter the good rows though others can't be taken; they are named all the same.

    Raises:
        NoRight: the person is neither manager nor lead.
        NoDraft, NotFromHere: nobody is being asked.
        BadRows: some rows can't be taken; none was.
    """
    returned = read_comments(desk, data, document, name=name)
    if returned.problems and not take_good:
        raise BadRows(count=len(returned.problems), problems=told(returned.problems))
    kept = _keep_all(desk, [said for _, said in returned.comments], document)
    return replace(kept, problems=returned.problems)


def read_comments(desk: Desk, data: bytes, document: Document = Document.CODE, *, name: str = "") -> Returned:
    """What a form that came back holds, without entering it.

    Raises:
        NoDraft: nothing is being drafted.
    """
    with desk.record.read() as tx:
        draft = open_draft(tx, document)
    return read_form(data, [one.number for one in draft.articles], name=name)


def told(problems: Sequence[BadRow]) -> Words:
    """The rows that can't be taken, a line for each, with what stands in them."""
    shown = problems[:MOST_TOLD]
    return Words(
        "\n".join(f"第 {one.line} 行：{one.reason.zh}（{one.content}）" for one in shown),
        "\n".join(f"line {one.line}: {one.reason.en} ({one.content})" for one in shown),
    )


def _keep_all(desk: Desk, said: Sequence[NewComment], document: Document) -> Commented:
    _require_lead(desk.me)
    now, by = desk.clock(), MemberRef(desk.me.id, desk.me.name)
    with desk.record.write() as tx:
        draft = open_draft(tx, document)
        move_draft(draft.state, DraftStep.COMMENT)
        kept = [tx.conduct_drafts.comment(draft.id, one, _title(draft, one), by, now) for one in said]
        for seq, one in zip(kept, said, strict=True):
            if seq is not None:
                tx.ledger.append(EntryKind.COMMENT_ADDED, now, *_entry(draft, seq, one, by))
        tx.conduct_notices.add_core([CoreMember(one.name, MemberId("")) for one in said], now)
    new = tuple(seq for seq in kept if seq is not None)
    return Commented(new, known=len(kept) - len(new))


def _require_lead(account: Account) -> None:
    """Managers and leads enter comments.

    Raises:
        NoRight: the account is neither.
    """
    try:
        require(account, Role.LEAD)
    except NoRight:
        require(account, Role.MANAGER)


def _title(draft: Draft, said: NewComment) -> Words:
    if said.article == WHOLE:
        return NO_WORDS
    found = next((one.title for one in draft.articles if one.number == said.article), None)
    if found is None:
        raise NoSuchArticle(edition_zh="草案", edition_en="The draft", article=said.article)
    return found


def _entry(draft: Draft, seq: int, said: NewComment, by: MemberRef) -> tuple[Body, dict[str, str]]:
    body: Body = {"draft": draft.id, "comment": seq, "article": said.article, "print": said.print, "named": said.named}
    return body, {"by": f"{by.id} {by.name}", "member": said.name, "text": f"{said.text}\n{said.proposal}"}


def answer(desk: Desk, comment: int, state: CommentState, reason: str, document: Document = Document.CODE) -> Commented:
    """Adopt or decline a comment, with a reason that the member can be told. A later answer takes the place of it.

    Raises:
        NoRight: the person is no manager.
        ReasonNeeded: no reason is given.
        NoDraft, NotFromHere: nobody is being asked.
        CommentNotFound: there is no such comment on the draft.
    """
    require(desk.me, Role.MANAGER)
    reason = typed(reason)
    if not reason:
        raise ReasonNeeded
    now, by = desk.clock(), MemberRef(desk.me.id, desk.me.name)
    with desk.record.write() as tx:
        draft = open_draft(tx, document)
        move_draft(draft.state, DraftStep.ANSWER)
        if comment not in {one.seq for one in tx.conduct_drafts.comments(draft.id)}:
            raise CommentNotFound(comment=comment)
        tx.conduct_drafts.answer(comment, state, reason, by, now)
        body = {"draft": draft.id, "comment": comment, "answer": state.value, "reason": reason}
        tx.ledger.append(EntryKind.COMMENT_ANSWERED, now, body, {"by": f"{by.id} {by.name}"})
    return Commented((comment,))


def unanswered(comments: Sequence[Comment]) -> list[int]:
    """The numbers of the comments that have no answer."""
    return [one.seq for one in comments if one.state is CommentState.OPEN]


# --- what is handed out ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Handout:
    """What core members get: a page to read, and a table to fill in; each with the name of its file."""

    page: tuple[str, bytes]
    table: tuple[str, bytes]


def handout(desk: Desk, language: Language, document: Document = Document.CODE) -> Handout:
    """What core members are sent to read and to answer on, without account or network.

    Raises:
        NoDraft: nothing is being drafted.
    """
    with desk.record.read() as tx:
        draft = open_draft(tx, document)
        base = edition_of(tx.conduct.editions(), draft.based_on) if draft.based_on is not None else None
    amendments = compare(base.articles if base else (), draft.articles)
    page = consultation_page(draft, amendments, language, desk.clock().astimezone())
    names = Words("征求意见稿.html", "consultation.html"), Words("意见表.csv", "comments.csv")
    table = form(draft.articles, english=language == "en")
    return Handout((names[0].say(language), page.encode()), (names[1].say(language), table))
