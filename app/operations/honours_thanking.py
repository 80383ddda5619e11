"""Thanks for a post, in one step: said in the thread or by message, counted for its author, with no quota."""

from dataclasses import dataclass
from datetime import timedelta

from app.domain.cases import Case, CaseId
from app.domain.changes import Changes
from app.domain.commands import CommandId, CommandKind, DecisionId, Intent
from app.domain.decisions import DecisionKind
from app.domain.honours import Thanks, ThanksWay
from app.domain.honours_letters import thanks_text
from app.domain.ledger import EntryKind
from app.domain.letters import language_of
from app.domain.members import MemberRef
from app.domain.messages import check_message
from app.domain.posts import PostId, ThreadId
from app.domain.roles import Role, require, require_full
from app.domain.words import NO_WORDS, Words
from app.errors import OutsideInvolved, OwnHonour, PostReported, PostToThankUnknown, ThankedBefore
from app.operations.commanding import community_info
from app.operations.desk import NO_HOLD, Desk
from app.operations.honours import CHANGED, Step, about, check_to_be_kept, enter, in_ledger, me
from app.operations.ordering import order
from storage.threads import Threads
from storage.transaction import Transaction

_THANKING = Words("公开感谢成员", "thank members")


@dataclass(frozen=True, slots=True)
class Thanked:
    """What thanking gives back.

    Attributes:
        thanks: as they are said.
        decision: takes them back, while they are held.
        by_hand: a person says them there and ticks it off.
    """

    thanks: Thanks
    decision: DecisionId
    commands: tuple[CommandId, ...]
    by_hand: bool
    changes: Changes = CHANGED


@dataclass(frozen=True, slots=True)
class _About:
    """A post, its author, and the case that it belongs to, as far as they are known."""

    post: PostId
    thread: ThreadId | None
    author: MemberRef
    body: str
    case: Case | None

    @property
    def by_hand(self) -> bool:
        return self.case is not None and self.case.place is not None


def thank(
    desk: Desk,
    *,
    case: CaseId | None = None,
    post: PostId | None = None,
    way: ThanksWay = ThanksWay.THREAD,
    text: str = "",
    reported: bool = False,
    hold: timedelta = NO_HOLD,
) -> Thanked:
    """Say thanks for a post, in the thread where all read it, or by message to its author.

    Args:
        desk: of the person who thanks.
        case: from which they do.
        post: any post that was read; that of the case unless it is named.
        way: where it is said.
        text: the words, "" for the standard ones.
        reported: whoever thanks knows of what speaks against it, as `against` tells.
        hold: how long they wait, so that they can be taken back.

    Raises:
        NoRight, NotForTrainees: the person is no moderator, or a trainee.
        CaseNotFound: there is no such case.
        PostToThankUnknown: nobody knows who wrote it.
        OwnHonour: they wrote it themselves.
        ThankedBefore: thanks for it stand.
        MemberForgotten: the author asked to be forgotten.
        OutsideInvolved: press, authorities or lawyers are involved there.
        PostReported: it was reported, or is a complaint, and `reported` does not say that this is known.
        Unsupported: the community carries no such words; nothing is queued.
        Refused: another rule forbids the text. Nothing was kept.
    """
    require(desk.me, Role.MODERATOR)
    require_full(desk.me, _THANKING)
    with desk.cache.read() as cached, desk.record.write() as tx:
        found = _find(tx, cached.threads, case, post)
        said = _words(tx, found, way, text)
        _check_thankable(desk, tx, found)
        intent = _intent(found, way, said)
        _check_outside(desk, tx, found, intent)
        why = NO_WORDS if reported else _against(tx, found)
        if why != NO_WORDS:
            raise PostReported(why_zh=why.zh, why_en=why.en)
        return _keep(desk, tx, found, intent, way=way, hold=hold)


def _check_thankable(desk: Desk, tx: Transaction, found: _About) -> None:
    """Let pass a post of somebody else for which nobody was thanked yet, and who may be written of."""
    if found.author.id == desk.me.id:
        raise OwnHonour(name=desk.me.name)
    before = tx.honours.thanks_for(found.post)
    if before is not None:
        raise ThankedBefore(by=before.by.name, day=f"{before.at.astimezone():%Y-%m-%d}")
    check_to_be_kept(tx, found.author, desk.clock())


def draft(
    desk: Desk, *, case: CaseId | None = None, post: PostId | None = None, way: ThanksWay = ThanksWay.THREAD
) -> str:
    """The standard words of thanks for a post, to be changed before they are said.

    Raises:
        CaseNotFound, PostToThankUnknown: as for `thank`.
    """
    with desk.cache.read() as cached, desk.record.read() as tx:
        found = _find(tx, cached.threads, case, post)
    return thanks_text(found.author.name, way, language_of(found.body))


def against(desk: Desk, *, case: CaseId | None = None, post: PostId | None = None) -> Words:
    """Why thanks for a post would be taken for approval of what is not to be approved; nothing where they would not.

    Raises:
        CaseNotFound, PostToThankUnknown: as for `thank`.
    """
    with desk.cache.read() as cached, desk.record.read() as tx:
        return _against(tx, _find(tx, cached.threads, case, post))


def _against(tx: Transaction, found: _About) -> Words:
    matters = tx.honours_counted.matters([found.post]).get(found.post, ())
    return next((one.against_thanks for one in matters if one.against_thanks != NO_WORDS), NO_WORDS)


def _find(tx: Transaction, threads: Threads, case: CaseId | None, post: PostId | None) -> _About:
    of = tx.cases.get(case) if case else None
    if of is not None and of.author is not None and of.post_id is not None and post in (None, of.post_id):
        return _About(of.post_id, of.thread_id, of.author, of.body, of)
    read = threads.post(post) if post else None
    if read is None:
        raise PostToThankUnknown(post=post or case or "")
    return _About(read.id, read.thread_id, read.author, read.raw, of)


def _words(tx: Transaction, found: _About, way: ThanksWay, text: str) -> str:
    limits = community_info(tx).limits
    limit = limits.reply_max if way is ThanksWay.THREAD else limits.message_max
    said = text if text.strip() else thanks_text(found.author.name, way, language_of(found.body))
    return check_message(said, None if found.by_hand else limit)


def _intent(found: _About, way: ThanksWay, text: str) -> Intent:
    match way:
        case ThanksWay.THREAD:
            return Intent(CommandKind.REPLY, post_id=found.post, thread_id=found.thread, text=text)
        case ThanksWay.MESSAGE:
            title = Words("感谢您", "Thank you").say(language_of(text))
            return Intent(CommandKind.MESSAGE, member_id=found.author.id, text=text, title=title)


def _check_outside(desk: Desk, tx: Transaction, found: _About, intent: Intent) -> None:
    if found.case is not None and tx.outside.counts(found.case.key, [intent], desk.me.id, desk.clock()):
        raise OutsideInvolved(case=found.case.id)


def _keep(desk: Desk, tx: Transaction, found: _About, intent: Intent, *, way: ThanksWay, hold: timedelta) -> Thanked:
    now, who = desk.clock(), {"about": about(found.author)}
    ordered = order(
        desk,
        tx,
        DecisionKind.THANKS,
        [intent],
        lane=f"thanks:{found.post}",
        text=intent.text,
        private=who,
        by_hand=found.by_hand,
        hold=hold,
    )
    case = found.case
    said = Thanks(
        found.author,
        found.post,
        found.thread,
        way,
        intent.text,
        me(desk),
        now,
        ordered.decision,
        case.id if case else None,
    )
    tx.honours.add_thanks(said, case.key if case else None)
    body: dict[str, str | int | bool | None] = {
        "decision": ordered.decision,
        "member": in_ledger(found.author),
        "post": found.post,
        "thread": found.thread,
        "case": case.id if case else None,
        "way": way.value,
        "by_hand": ordered.by_hand > 0,
    }
    enter(tx, Step(me(desk), now), EntryKind.THANKED, body, who)
    return Thanked(said, ordered.decision, ordered.commands, ordered.by_hand > 0)
