"""Welcoming newcomers with the short form of the code: each of them once ever, so many a day, where a manager says so.

Newcomers are authors of posts that sync brought, who joined within thirty days. Authors are gone through in the order
in which their posts came; one whom the feed told nothing about is read by id, as far as the request budget goes.
"""

from dataclasses import dataclass
from datetime import timedelta

from app.domain.changes import Area, Changes
from app.domain.commands import CommandKind, Intent
from app.domain.conduct import Edition, in_force
from app.domain.conduct_copy import welcome
from app.domain.conduct_readers import MOST_PER_DAY, USUAL_PER_DAY, Welcoming, room_today
from app.domain.decisions import DecisionKind
from app.domain.ledger import EntryKind
from app.domain.letters import is_newcomer
from app.domain.members import Member, MemberId
from app.domain.words import Words
from app.errors import BadNumber, Language
from app.operations import intake
from app.operations.conduct import require_publisher
from app.operations.desk import Desk
from app.operations.ordering import order
from storage.attention import What

_DAY = timedelta(days=1)
_MARK = "welcomed_upto"
_CHANGED = Changes.of(Area.CONDUCT, Area.OUTBOX)
MOST_AUTHORS = 500
"""Authors gone through in one round."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How newcomers are welcomed, how many were in the last day, and whether the community can carry it out."""

    how: Welcoming | None
    today: int
    able: bool


def standing(desk: Desk) -> Standing:
    """How it stands with welcoming newcomers."""
    info = intake.known_info(desk)
    with desk.record.read() as tx:
        how, today = tx.conduct_notices.welcoming(), tx.conduct_notices.welcomes_since(desk.clock() - _DAY)
    return Standing(how, today, info is not None and info.sends(CommandKind.MESSAGE))


def switch(desk: Desk, *, on: bool, per_day: int | None = None, language: Language = "zh") -> Changes:
    """Welcome newcomers from now on, or no longer.

    Args:
        per_day: how many at most in 24 hours; None leaves it as it is.
        language: of the welcome.

    Raises:
        NoRight: the person is no manager.
        NotForTrainees: they are a trainee.
        BadNumber: none a day, or more than anybody wants.
    """
    require_publisher(desk.me, Words("设置欢迎信", "decide about welcomes"))
    if per_day is not None and not 1 <= per_day <= MOST_PER_DAY:
        raise BadNumber(most=MOST_PER_DAY)
    now = desk.clock()
    with desk.record.write() as tx:
        before = tx.conduct_notices.welcoming()
        per_day = per_day or (before.per_day if before else USUAL_PER_DAY)
        tx.conduct_notices.set_welcoming(Welcoming(on, per_day, language, now))
        body = {"on": on, "per_day": per_day, "language": language}
        tx.ledger.append(EntryKind.WELCOMING_SET, now, body, {"by": f"{desk.me.id} {desk.me.name}"})
    return Changes.of(Area.CONDUCT)


@dataclass(frozen=True, slots=True)
class Round:
    """What one pass did: how many welcomes are on their way now, and whom the community must be asked about first."""

    welcomed: int
    unknown: MemberId | None = None


def welcome_newcomers(desk: Desk) -> Round:
    """Queue a welcome for each newcomer whose first post came, as far as the day's number goes."""
    info, now = intake.known_info(desk), desk.clock()
    with desk.record.read() as tx:
        how, edition = tx.conduct_notices.welcoming(), in_force(tx.conduct.editions(), now)
        room = room_today(how, tx.conduct_notices.welcomes_since(now - _DAY))
    if how is None or edition is None or not room or info is None or not info.sends(CommandKind.MESSAGE):
        return Round(0)
    with desk.cache.read() as cached:
        upto = int(cached.mark(_MARK) or 0)
        authors = cached.threads.authors_after(upto, MOST_AUTHORS)
        members = {author: cached.threads.member(author) for _, author in authors}
        read = cached.attention.read_at(What.MEMBER, list(members))
    count, unknown = 0, None
    for place, author in authors:
        member = members[author]
        if member is None and author not in read:
            unknown = author
            break
        if member is not None and not member.is_staff and is_newcomer(member, now):
            if count == room:
                break
            count += _welcome(desk, member, edition, how.language)
        upto = place
    with desk.cache.write() as cached:
        cached.keep_mark(_MARK, str(upto))
    return Round(count, unknown)


def _welcome(desk: Desk, member: Member, edition: Edition, language: Language) -> int:
    """Queue one welcome; 0 for who was welcomed before."""
    with desk.record.write() as tx:
        if tx.conduct_notices.welcomed([member.ref.id]):
            return 0
        notice = tx.conduct_notices.find(edition.number)
        text = welcome(edition, member.ref.name, notice.url if notice else "", language)
        title = Words("欢迎来到社区", "Welcome to the community").say(language)
        intent = Intent(CommandKind.MESSAGE, member_id=member.ref.id, text=text, title=title)
        about = {"about": f"{member.ref.id} {member.ref.name}"}
        lane = f"welcome:{member.ref.id}"
        ordered = order(desk, tx, DecisionKind.WELCOME, [intent], lane=lane, text=text, private=about)
        tx.conduct_notices.add_welcome(member.ref.id, edition.number, ordered.decision, desk.clock())
    return 1


def changed(done: Round) -> Changes:
    """What a pass touched."""
    return _CHANGED if done.welcomed else Changes()
