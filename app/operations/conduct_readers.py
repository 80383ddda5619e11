"""Who has read an edition: as the community says, as somebody of the team says, and who of the core members has not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.changes import Area, Changes
from app.domain.community import Acknowledgement, Feature
from app.domain.conduct import Standing, in_force, standing
from app.domain.conduct_readers import ASK_EVERY, Acknowledged, CoreMember, missing
from app.domain.ledger import EntryKind
from app.domain.members import MemberId
from app.domain.messages import typed
from app.domain.roles import Role, require
from app.errors import EmptyComment
from app.operations import intake
from app.operations.conduct import edition_of
from app.operations.desk import Desk

CONDUCT = Changes.of(Area.CONDUCT)
_ASKED = "acknowledgements"


@dataclass(frozen=True, slots=True)
class Readers:
    """How an edition is known: who read it, and the core members who did not say so."""

    read: tuple[Acknowledged, ...]
    core: tuple[CoreMember, ...]
    missing: tuple[CoreMember, ...]


def readers(desk: Desk, edition: int) -> Readers:
    """Who has read an edition, and who of the core members has not."""
    with desk.record.read() as tx:
        read, core = tx.conduct_notices.acknowledged(edition), tx.conduct_notices.core()
    return Readers(tuple(read), tuple(core), tuple(missing(core, read)))


def wanted(desk: Desk) -> list[int]:
    """The editions about whose readers the community is to be asked now; none where it does not tell, or was asked."""
    info, now = intake.known_info(desk), desk.clock()
    if info is None or not info.capability(Feature.ACKNOWLEDGEMENTS).level.sends:
        return []
    with desk.cache.read() as cached:
        asked = cached.mark(_ASKED)
    if asked and timedelta(0) <= now - datetime.fromisoformat(asked) < ASK_EVERY:
        return []
    with desk.record.read() as tx:
        known = tx.conduct.editions()
    return [one.number for one in known if standing(one, known, now) is not Standing.SUPERSEDED and one.number > 0]


def on_acknowledged(desk: Desk, edition: int, told: Sequence[Acknowledgement]) -> Changes:
    """Keep what the community says of who has read an edition."""
    new = [
        Acknowledged(one.member.name, one.member.id, one.at, by_hand=False) for one in told if one.edition == edition
    ]
    with desk.record.write() as tx:
        count = tx.conduct_notices.acknowledge(edition, new)
    with desk.cache.write() as cached:
        cached.keep_mark(_ASKED, desk.clock().isoformat())
    return CONDUCT if count else Changes()


def acknowledge(desk: Desk, edition: int, name: str, member: str = "") -> Changes:
    """Enter by hand that somebody has read an edition.

    Raises:
        NoRight: the person is no moderator.
        EmptyComment: nobody is named.
        EditionNotFound: there is no such edition.
    """
    require(desk.me, Role.MODERATOR)
    name, member = _line(name), _line(member)
    if not name:
        raise EmptyComment
    now = desk.clock()
    with desk.record.write() as tx:
        edition_of(tx.conduct.editions(), edition)
        said = Acknowledged(name, MemberId(member), now, by_hand=True)
        if not tx.conduct_notices.acknowledge(edition, [said]):
            return Changes()
        private = {"by": f"{desk.me.id} {desk.me.name}", "member": f"{said.member_id} {said.name}"}
        tx.ledger.append(EntryKind.ACKNOWLEDGED, now, {"edition": edition, "by_hand": True}, private)
    return CONDUCT


def _line(text: str) -> str:
    return " ".join(typed(text).split())


def core(desk: Desk) -> list[CoreMember]:
    """The core members that are known, by name."""
    with desk.record.read() as tx:
        return tx.conduct_notices.core()


def add_core(desk: Desk, name: str, member: str = "") -> Changes:
    """Know somebody as a core member, whose word is asked for.

    Raises:
        NoRight: the person is no manager.
        EmptyComment: nobody is named.
    """
    require(desk.me, Role.MANAGER)
    name, member = _line(name), _line(member)
    if not name:
        raise EmptyComment
    with desk.record.write() as tx:
        tx.conduct_notices.add_core([CoreMember(name, MemberId(member))], desk.clock())
    return CONDUCT


def drop_core(desk: Desk, name: str) -> Changes:
    """No longer count somebody among the core members.

    Raises:
        NoRight: the person is no manager.
    """
    require(desk.me, Role.MANAGER)
    with desk.record.write() as tx:
        tx.conduct_notices.drop_core(_line(name))
    return CONDUCT


def present(desk: Desk) -> int | None:
    """The number of the edition of the code in force."""
    with desk.record.read() as tx:
        edition = in_force(tx.conduct.editions(), desk.clock())
    return edition.number if edition else None
