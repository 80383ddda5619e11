"""Announcing an edition, and the notice that tells of it: put up, brought up to date, put up again."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.changes import Area, Changes
from app.domain.commands import CommandKind, CommandState, Intent
from app.domain.community import CommunityInfo, Level
from app.domain.conduct import (
    Document,
    Edition,
    Origin,
    Standing,
    check_announcement,
    complete,
    next_name,
    next_number,
    published,
    standing,
)
from app.domain.conduct_comments import helpers
from app.domain.conduct_copy import notice_text, notice_title
from app.domain.conduct_drafts import Draft, DraftStep, called_by, check_ready, compare, move_draft
from app.domain.conduct_notices import Notice, NoticeState, Stage
from app.domain.decisions import DecisionKind
from app.domain.words import NO_WORDS, Words
from app.errors import Language, NoNotice, NoticeUnderway
from app.operations.conduct import edition_of, enter, require_publisher
from app.operations.conduct_consultation import unanswered
from app.operations.conduct_drafts import check_read, keep, open_draft
from app.operations.desk import Desk
from app.operations.ordering import order
from storage.transaction import Transaction

LANE = "notice"
_CHANGED = Changes.of(Area.CONDUCT, Area.OUTBOX)


@dataclass(frozen=True, slots=True)
class Announced:
    """An edition that was announced, with its notice; None where this community can have none."""

    edition: Edition
    notice: Notice | None
    changes: Changes = _CHANGED


def announce(
    desk: Desk,
    effective: datetime,
    document: Document = Document.CODE,
    *,
    read: int | None = None,
    name: Words = NO_WORDS,
    language: Language = "zh",
) -> Announced:
    """Make the draft an edition, which nobody changes from now on, and tell the community by a notice.

    Args:
        effective: when it takes effect; at least seven days from now.
        read: the version of the draft that was read, where somebody looked at it before.
        name: what it is called; counted where nothing is said.
        language: of the notice.

    Raises:
        NoRight: the person is no manager.
        NotForTrainees: they are a trainee.
        NoDraft: nothing is being drafted.
        DraftChanged: somebody changed it since it was read.
        AlreadyThere, NotFromHere, StillConsulting, CommentsOpen, BadArticle, BadTitle, SameAsBefore: it is not ready.
        EditionTooSoon, SameDay, ClockBehind: it can't take effect then.
    """
    now = desk.clock()
    with desk.record.write() as tx:
        draft, edition = _ready(desk, tx, effective, document, read=read, name=name)
        comments = len(tx.conduct_drafts.comments(draft.id))
        more = {"draft": draft.id, "based_on": draft.based_on, "comments": comments}
        enter(tx, edition, now, more=more, by=f"{desk.me.id} {desk.me.name}")
        keep(tx, replace(draft, state=move_draft(draft.state, DraftStep.ANNOUNCE), edition=edition.number))
        notice = _put_up(desk, tx, edition, language) if can_publish(tx.marks.info()) else None
    return Announced(edition, notice)


def notice_before(
    desk: Desk,
    effective: datetime,
    document: Document = Document.CODE,
    *,
    read: int | None = None,
    name: Words = NO_WORDS,
    language: Language = "zh",
) -> str:
    """The notice that announcing the draft would put up, its title in the first line; nothing is kept.

    Args and errors are those of `announce`.
    """
    with desk.record.read() as tx:
        draft, edition = _ready(desk, tx, effective, document, read=read, name=name)
        base = edition_of(tx.conduct.editions(), draft.based_on) if draft.based_on is not None else None
    amendments = compare(base.articles, edition.articles) if base is not None else ()
    text = notice_text(edition, amendments, language, desk.clock().astimezone(), in_force=False)
    return f"{notice_title(edition, language)}\n\n{text}"


def _ready(
    desk: Desk, tx: Transaction, effective: datetime, document: Document, *, read: int | None, name: Words
) -> tuple[Draft, Edition]:
    """The draft, and the edition that it would become. Raises as `announce` does."""
    require_publisher(desk.me, Words("公告一版公约", "announce an edition"))
    now, draft = desk.clock(), open_draft(tx, document)
    check_read(draft, draft.version if read is None else read)
    known = tx.conduct.editions()
    comments = tx.conduct_drafts.comments(draft.id)
    base = edition_of(known, draft.based_on) if draft.based_on is not None else None
    check_ready(draft, base, unanswered(comments), now)
    check_announcement(known, document, now=now, effective=effective, latest=tx.conduct.latest())
    called = called_by(name, next_name(known, document, effective.astimezone().year))
    edition = _edition(draft, next_number(known), called, effective)
    return draft, replace(edition, announced_at=now, helpers=helpers(comments))


def _edition(draft: Draft, number: int, name: Words, effective: datetime) -> Edition:
    return Edition(
        number=number,
        name=name,
        title=complete(draft.title),
        origin=Origin.DRAFTED,
        consulted=True,
        effective_from=effective,
        articles=tuple(published(one, draft.document) for one in draft.articles),
        document=draft.document,
    )


def can_publish(info: CommunityInfo | None) -> bool:
    """Whether a notice can be had there at all: by itself, or put up by a person."""
    level = info.capability(CommandKind.PUBLISH_NOTICE).level if info is not None else Level.UNSUPPORTED
    return level.sends or level is Level.MANUAL


def publish_notice(desk: Desk, number: int, *, language: Language = "zh") -> Announced:
    """Put up the notice of an edition that has none, or whose notice was refused, withdrawn or removed.

    Raises:
        NoRight: the person is no manager.
        NotForTrainees: they are a trainee.
        EditionNotFound: there is no such edition.
        NoticeUnderway: it is on its way, or stands.
        NotSignedIn, Unsupported: this community can have none.
    """
    require_publisher(desk.me, Words("发布公告帖", "put up a notice"))
    with desk.record.write() as tx:
        edition = edition_of(tx.conduct.editions(), number)
        notice = tx.conduct_notices.find(number, to_change=True)
        if notice is None:
            return Announced(edition, _put_up(desk, tx, edition, language))
        settled(tx, notice)
        if notice.state not in (NoticeState.NOT_SENT, NoticeState.GONE):
            raise NoticeUnderway
        again = notice.thread_id is None or notice.state is NoticeState.GONE
        return Announced(
            edition, put_up_again(desk, tx, edition, notice) if again else rewrite(desk, tx, edition, notice)
        )


def settled(tx: Transaction, notice: Notice) -> None:
    """Let pass a notice whose last command has its result.

    Raises:
        NoticeUnderway: it has not.
    """
    if tx.outbox.get(notice.command).state not in (CommandState.SENT, CommandState.REFUSED, CommandState.CANCELLED):
        raise NoticeUnderway


def _put_up(desk: Desk, tx: Transaction, edition: Edition, language: Language) -> Notice:
    intent, stage = _intent(desk, tx, edition, language, CommandKind.PUBLISH_NOTICE)
    ordered = order(desk, tx, DecisionKind.NOTICE, [intent], lane=LANE, text=intent.text)
    notice = Notice(edition.number, language, stage, intent.title, intent.text, ordered.commands[0])
    tx.conduct_notices.add(notice)
    return notice


def put_up_again(desk: Desk, tx: Transaction, edition: Edition, notice: Notice) -> Notice:
    """Publish a notice once more: the one before is known to be gone, or never arrived."""
    intent, stage = _intent(desk, tx, edition, notice.language, CommandKind.PUBLISH_NOTICE)
    ordered = order(desk, tx, DecisionKind.NOTICE, [intent], lane=LANE, text=intent.text)
    fresh = Notice(edition.number, notice.language, stage, intent.title, intent.text, ordered.commands[0])
    tx.conduct_notices.save(fresh)
    return fresh


def rewrite(desk: Desk, tx: Transaction, edition: Edition, notice: Notice, *, repair: bool = False) -> Notice:
    """Bring the text of a notice up to date, or put it right after somebody else changed it."""
    intent, stage = _intent(desk, tx, edition, notice.language, CommandKind.UPDATE_NOTICE)
    intent = replace(intent, thread_id=notice.thread_id)
    ordered = order(desk, tx, DecisionKind.NOTICE, [intent], lane=LANE, text=intent.text, reason=intent.reason)
    fresh = replace(
        notice,
        stage=stage,
        title=intent.title,
        text=intent.text,
        command=ordered.commands[0],
        state=NoticeState.SENDING,
        seen_print="",
        gone_at=None,
        repairs=notice.repairs + repair,
    )
    tx.conduct_notices.save(fresh)
    return fresh


def _intent(
    desk: Desk, tx: Transaction, edition: Edition, language: Language, kind: CommandKind
) -> tuple[Intent, Stage]:
    known, now = tx.conduct.editions(), desk.clock()
    begun = standing(edition, known, now) is not Standing.ANNOUNCED
    before = _before(tx, edition, known)
    amendments = compare(before.articles, edition.articles) if before is not None else ()
    text = notice_text(edition, amendments, language, now.astimezone(), in_force=begun)
    reason = Words("公约公告", "notice of the code").say(language) if kind is CommandKind.UPDATE_NOTICE else ""
    return Intent(kind, title=notice_title(edition, language), text=text, reason=reason), (
        Stage.IN_FORCE if begun else Stage.ANNOUNCED
    )


def _before(tx: Transaction, edition: Edition, known: list[Edition]) -> Edition | None:
    """The edition that this one amends."""
    based = next((one.based_on for one in tx.conduct_drafts.every() if one.edition == edition.number), None)
    return edition_of(known, based) if based is not None else None


def notice_of(desk: Desk, number: int) -> Notice:
    """The notice of an edition.

    Raises:
        NoNotice: it has none.
    """
    with desk.record.read() as tx:
        notice = tx.conduct_notices.find(number)
    if notice is None:
        raise NoNotice
    return notice
