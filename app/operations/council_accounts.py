"""Whose account a seat belongs to: members as the record knows them, by number or by name."""

import unicodedata

from app.domain.members import MemberRef
from app.errors import MemberUnknown
from app.operations import council_parties
from app.operations.desk import Desk
from storage.transaction import Transaction

MOST_OFFERED = 6
"""So many members are offered for what was typed."""


def members_like(desk: Desk, typed: str) -> list[MemberRef]:
    """Members whose number or name has what was typed in it; nobody where nothing was."""
    part = typed.strip()
    if not part:
        return []
    with desk.record.read() as tx:
        return tx.members.like(part, MOST_OFFERED)


def member_typed(desk: Desk, typed: str) -> MemberRef:
    """The member of this number, else the only one of this name.

    Raises:
        MemberUnknown: nobody of this number or name is known, or several of this name.
    """
    wanted = typed.strip()
    try:
        return council_parties.member_named(desk, wanted)
    except MemberUnknown:
        with desk.record.read() as tx:
            same = _of_name(tx, wanted)
        if len(same) != 1:
            raise
        return same[0]


def check_number(tx: Transaction, member: MemberRef) -> None:
    """Let pass a number that is none, or that of whom it says; a known member's name in its place does not.

    Raises:
        MemberUnknown: it is the name of a member who is known by another number.
    """
    if tx.members.name(member.id) is None and _of_name(tx, member.id):
        raise MemberUnknown(member=member.id)


def folded(name: str) -> str:
    """A name, or a number, as it is compared: without blanks around it, wide letters or capitals."""
    return unicodedata.normalize("NFKC", name.strip()).casefold()


def _of_name(tx: Transaction, name: str) -> list[MemberRef]:
    return [one for one in tx.members.like(name, 50) if folded(one.name) == folded(name)]
