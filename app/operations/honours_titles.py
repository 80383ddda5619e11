"""Titles: which there are, for how long they are held and by how many, and what of the community shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.changes import Area, Changes
from app.domain.community import Feature
from app.domain.honours import Title, TitleId
from app.domain.honours_rules import check_title
from app.domain.ledger import Body, EntryKind
from app.domain.members import Honour
from app.errors import HonourNotOffered
from app.operations import intake
from app.operations.desk import Desk
from app.operations.honours import Step, check_manager, enter, me, title_in
from storage.transaction import Transaction

_CHANGED = Changes.of(Area.HONOURS)
_ASKED = "honours_asked"
ASK_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Set:
    """A title as it is from now on."""

    title: Title
    changes: Changes = _CHANGED


def set_title(desk: Desk, title: Title) -> Set:
    """Make a title, or change what one is called, what it is given for, its term, quota, or what shows it.

    Who holds it keeps their term. A retired title that is set is given again.

    Args:
        desk: of a manager.
        title: as it is to be.

    Raises:
        NoRight, NotForTrainees: the person is no manager.
        TitleIdNotPlain, TitleIncomplete, TooLong: it can't be kept so.
        HonourNotOffered: the community offers honours, and that is none of them.
    """
    check_manager(desk)
    kept = replace(check_title(title), retired_at=None)
    with desk.record.write() as tx:
        _check_offered(tx, kept)
        tx.honours.set_title(kept)
        _enter(desk, tx, kept)
    return Set(kept)


def retire_title(desk: Desk, title: TitleId) -> Set:
    """Give a title no more; who holds it keeps it to the end of the term.

    Raises:
        NoRight, NotForTrainees: the person is no manager.
        TitleNotFound: there is none.
    """
    check_manager(desk)
    with desk.record.write() as tx:
        found = title_in(tx, title)
        if found.retired_at is None:
            found = replace(found, retired_at=desk.clock())
            tx.honours.set_title(found)
            _enter(desk, tx, found)
    return Set(found)


def _check_offered(tx: Transaction, title: Title) -> None:
    offered = tx.honours.offered()
    grantable = [one for one in offered if one.grantable]
    if title.honour_id and offered and title.honour_id not in {one.id for one in grantable}:
        known = ", ".join(f"{one.id} ({one.name})" for one in grantable) or "-"
        raise HonourNotOffered(honour=title.honour_id, known=known)


def _enter(desk: Desk, tx: Transaction, title: Title) -> None:
    body: Body = {
        "title": title.id,
        "title_zh": title.words.zh,
        "title_en": title.words.en,
        "for_zh": title.what_for.zh,
        "for_en": title.what_for.en,
        "months": title.months,
        "quota": title.quota,
        "honour": title.honour_id,
        "retired": title.retired_at is not None,
    }
    enter(tx, Step(me(desk), desk.clock()), EntryKind.TITLE_SET, body, {})


def wanted(desk: Desk) -> bool:
    """Whether the community is to be asked now what it can put on an account."""
    info, now = intake.known_info(desk), desk.clock()
    if info is None or not info.capability(Feature.HONOURS).level.sends:
        return False
    with desk.cache.read() as cached:
        asked = cached.mark(_ASKED)
    return not asked or not timedelta(0) <= now - datetime.fromisoformat(asked) < ASK_EVERY


def on_offered(desk: Desk, honours: Sequence[Honour]) -> Changes:
    """Keep what the community says that it can put on an account, where that is news."""
    with desk.cache.write() as cached:
        cached.keep_mark(_ASKED, desk.clock().isoformat())
    with desk.record.read() as tx:
        if tx.honours.offered() == sorted(honours, key=lambda one: one.id):
            return Changes()
    with desk.record.write() as tx:
        tx.honours.keep_offered(honours)
    return _CHANGED


def offered(desk: Desk) -> list[Honour]:
    """What the community can put on an account, as it last said."""
    with desk.record.read() as tx:
        return tx.honours.offered()
