"""Who appears in a packet of the council, and how they are called there: by labels only."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.domain.cases import Case
from app.domain.council import Party
from app.domain.members import MemberId, MemberRef
from storage.threads import Threads
from storage.transaction import Transaction

STAFF, OTHERS = "工作人员", "车友"


@dataclass(slots=True)
class People:
    """Gives labels in the order in which people appear.

    Attributes:
        parties: who have labels of their own.
        staff: whose label says so.
        labels: of everybody who appeared so far.
        names: how people are called, by any of their names; "" for those who have no label here.
    """

    parties: Sequence[Party]
    staff: frozenset[MemberId]
    labels: dict[MemberId, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    _counted: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for party in self.parties:
            self.labels[party.member.id] = party.label
            self._call(party.member, party.label)

    def label(self, member: MemberRef) -> str:
        """Their label; a new one where they have none."""
        if member.id not in self.labels:
            word = STAFF if member.id in self.staff else OTHERS
            self._counted[word] += 1
            self.labels[member.id] = f"{word} {self._counted[word]}"
        self._call(member, self.labels[member.id])
        return self.labels[member.id]

    def mask(self, member: MemberRef) -> None:
        """Know them by name, without a label where they did not appear."""
        self._call(member, self.labels.get(member.id, ""))

    def _call(self, member: MemberRef, label: str) -> None:
        self.names.setdefault(member.name, label)
        if not member.id.isdigit() and len(member.id) > 2:  # a bare number stands in many texts
            self.names.setdefault(member.id, label)


def staff(tx: Transaction, threads: Threads, authors: set[MemberId]) -> frozenset[MemberId]:
    """Which of these authors belong to the community's staff, and everybody of the team."""
    return frozenset(threads.staff(sorted(authors)) | {one.id for one in tx.accounts.every()})


def known(tx: Transaction, cases: Sequence[Case]) -> Iterator[MemberRef]:
    """Everybody of whom the record has a name that somebody may have written."""
    for case in cases:
        yield from [case.author] if case.author is not None else []
        yield from (one.by for one in tx.cases.reports(case.key) if one.by is not None)
    yield from (MemberRef(one.id, one.name) for one in tx.accounts.every())
    for seat in tx.council_seats.all():
        yield seat.member
        yield MemberRef(seat.member.id, seat.name)
