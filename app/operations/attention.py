"""Attention: what is read again by itself, first of all what the moderator is looking at.

Some communities' feeds do not tell of everything: an edit of a reported post, a note of a colleague, a member's
standing. That is read case by case, out of what the request budget leaves: the open case first, then those that wait
for their author, the longest unread first.
"""

from dataclasses import dataclass
from datetime import timedelta

from app.domain.cases import CaseId, CaseState
from app.domain.changes import Area, Changes
from app.domain.community import AuditPage, CommunityInfo, Feature, Level, RemoteCase
from app.domain.members import Member, MemberId
from app.operations import intake
from app.operations.desk import Desk
from storage.attention import What

_LOOKING, _AUDIT = "looking", "audit"

FRESH_CASE = timedelta(minutes=1)
FRESH_MEMBER = timedelta(minutes=10)
FRESH_WATCHED = timedelta(minutes=5)
"""For how long what was read is good enough: of the open case, of its author, of a case that waits for its author."""

MOST_WATCHED = 500

NOTHING = Changes()


@dataclass(frozen=True, slots=True)
class Looked:
    """A case was opened. `wanting`: something of it is to be read, so that a round with the community helps."""

    wanting: bool
    changes: Changes = NOTHING


def look_at(desk: Desk, case_id: CaseId) -> Looked:
    """The moderator has opened a case: what it lacks is read next."""
    with desk.cache.write() as cached:
        cached.keep_mark(_LOOKING, case_id)
    info = intake.known_info(desk)
    wanting = (
        member_wanted(desk) is not None
        or intake.open_thread_wanted(desk, case_id) is not None
        or (info is not None and case_id in cases_wanted(desk, info)[:1])
    )
    return Looked(wanting)


def looking_at(desk: Desk) -> CaseId | None:
    """The case that was opened last."""
    with desk.cache.read() as cached:
        mark = cached.mark(_LOOKING)
    return CaseId(mark) if mark else None


def cases_wanted(desk: Desk, info: CommunityInfo) -> list[CaseId]:
    """Cases to read again, the most wanted first; none where the feed tells of everything."""
    if info.capability(Feature.EDITS).level is Level.NATIVE:
        return []
    now, open_case = desk.clock(), looking_at(desk)
    with desk.record.read() as tx, desk.cache.read() as cached:
        watched = tx.cases.synced_in(CaseState.AWAITING_AUTHOR, MOST_WATCHED)
        looked = [open_case] if open_case and tx.cases.is_synced(open_case) else []
        read_at = cached.attention.read_at(What.CASE, [*looked, *watched])
    stale = [one for one in looked if one not in read_at or now - read_at[one] >= FRESH_CASE]
    unread = [one for one in watched if one not in read_at]
    older = [one for one in watched if one in read_at and now - read_at[one] >= FRESH_WATCHED]
    return list(dict.fromkeys([*stale, *unread, *sorted(older, key=lambda one: read_at[one])]))


def member_wanted(desk: Desk) -> MemberId | None:
    """The author of the open case, when they are not known or were read long ago."""
    open_case, now = looking_at(desk), desk.clock()
    if open_case is None:
        return None
    with desk.record.read() as tx:
        if not tx.cases.is_synced(open_case):
            return None
        author = tx.cases.get(open_case).author
    if author is None:
        return None
    with desk.cache.read() as cached:
        read_at = cached.attention.read_at(What.MEMBER, [author.id]).get(author.id)
        known = cached.threads.member(author.id) is not None
    if read_at is None:
        return None if known else author.id  # the feed brought them
    return author.id if now - read_at >= FRESH_MEMBER else None


def on_case_read(desk: Desk, case_id: CaseId, remote: RemoteCase | None) -> Changes:
    """Take in a case that was read by itself; None when it is gone."""
    if remote is None:
        intake.on_gone(desk, case_id)
    else:
        intake.on_read(desk, remote)
    with desk.cache.write() as cached:
        cached.attention.keep_read(What.CASE, case_id, desk.clock())
        if remote is not None:
            cached.attention.keep_notes(case_id, remote.notes)
    return Changes.of(Area.CASES)


def on_member_read(desk: Desk, member_id: MemberId, member: Member | None) -> Changes:
    """Keep a member that was read by themselves; None when the account is gone."""
    with desk.cache.write() as cached:
        cached.attention.keep_read(What.MEMBER, member_id, desk.clock())
        if member is not None:
            cached.threads.store_members([member], looked_at=True)
    return Changes.of(Area.MEMBERS)


def audit_cursor(desk: Desk) -> str | None:
    """Where reading the log of staff's actions goes on."""
    with desk.cache.read() as cached:
        return cached.mark(_AUDIT)


def on_audit(desk: Desk, page: AuditPage) -> Changes:
    """Keep what staff did in the community."""
    with desk.cache.write() as cached:
        cached.attention.keep_audit(page.entries)
        cached.keep_mark(_AUDIT, page.cursor)
    return Changes.of(Area.MEMBERS) if page.entries else Changes()
