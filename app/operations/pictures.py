"""The pictures of a post, kept as evidence: which are wanted, what is kept of them, which are missing and why.

A picture that was kept is known by the note of its evidence, which names its address; so it is read once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.domain.cases import Case, CaseId
from app.domain.changes import Area, Changes
from app.domain.evidence import LARGEST_FILE, MOST_TOGETHER, Attachment
from app.domain.pictures import NOT_ASKED, InPost, Missing, Picture, address_in, file_name, note_of
from app.domain.posts import Revision
from app.domain.words import Words
from app.errors import PictureTooLarge
from app.operations import evidence
from app.operations.desk import Desk
from app.text.pictures import pictures_in
from storage.attention import What
from storage.threads import Threads
from storage.transaction import Transaction

TRIED_AGAIN = timedelta(hours=1)
"""After so long the pictures of a case are looked at once more by themselves: one that was missing may be there."""

MOST_CASES = 200
"""Of the most urgent, those whose pictures are read by themselves."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of the pictures of a case.

    Attributes:
        kept: how many are evidence now that were not before.
        missing: those that are not, and why.
        unreached: why the community was not asked at all; None where it was.
    """

    kept: int = 0
    missing: tuple[Missing, ...] = ()
    unreached: Words | None = None

    @property
    def changes(self) -> Changes:
        """What it touched."""
        return Changes.of(Area.CASES) if self.kept else Changes()


def versions(tx: Transaction, threads: Threads, case: Case) -> list[Revision]:
    """Every version of the post that was ever seen, oldest first; the present one stands last."""
    first = tx.cases.first_seen(case.key)
    seen = threads.revisions(case.post_id) if case.post_id else []
    by_version = {one.version: one for one in (*seen, first, *tx.cases.revisions(case.key))}
    by_version.pop(case.revision.version, None)
    return [*sorted(by_version.values(), key=lambda one: one.written_at), case.revision]


def not_kept(tx: Transaction, threads: Threads, case: Case) -> list[InPost]:
    """The pictures that any version of the post shows and that are not among the evidence of the case."""
    if case.place is not None:
        return []  # entered by hand: nothing stands in a community
    shown: dict[str, InPost] = {}
    for one in reversed(versions(tx, threads, case)):
        for address in pictures_in(one.body):
            shown.setdefault(address, InPost(address, one.version))
    known = {address_in(one.note) for one in tx.evidence.of_case(case.key)}
    return [one for one in shown.values() if one.address not in known]


def wanted(desk: Desk, case_id: CaseId) -> list[InPost]:
    """The pictures of a case that are to be fetched, those of the present version first.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx, desk.cache.read() as cached:
        return not_kept(tx, cached.threads, tx.cases.get(case_id))


def missing(pictures: Sequence[InPost], reasons: Mapping[str, Words], otherwise: Words = NOT_ASKED) -> list[Missing]:
    """Why each of these is not kept.

    Args:
        reasons: by their addresses.
        otherwise: for those that have none.
    """
    return [Missing(one.address, one.version, reasons.get(one.address, otherwise)) for one in pictures]


def on_fetched(desk: Desk, case_id: CaseId, shown: InPost, picture: Picture) -> bool:
    """Keep a picture as evidence of its case; False where somebody else did meanwhile.

    Raises:
        PictureTooLarge: with it the pictures of the case would be larger than what a packet takes.
    """
    with desk.record.write() as tx:
        case = tx.cases.get(case_id, to_change=True)
        listed = tx.evidence.of_case(case.key)
        if any(address_in(one.note) == shown.address for one in listed):
            return False
        fetched = sum(one.size for one in listed if address_in(one.note) is not None)
        if fetched + len(picture.content) > MOST_TOGETHER:
            raise PictureTooLarge(one=LARGEST_FILE // 2**20, together=MOST_TOGETHER // 2**20)
        file = Attachment(file_name(shown.address), picture.content)
        return bool(evidence.keep(desk, tx, case, [file], note=note_of(shown), again=True))


# --- those that are read by themselves ------------------------------------------------------------------


def cases_wanting(desk: Desk) -> list[CaseId]:
    """Open cases of safety and of unlawful posts, found so or raised by a keyword, whose pictures nobody looked at yet.

    Each version of a post is looked at once, and again after TRIED_AGAIN.
    """
    with desk.record.read() as tx, desk.cache.read() as cached:
        found = tx.cases.alarmed(MOST_CASES)
        looked = cached.attention.read_at(What.PICTURES, [_mark(*one) for one in found])
    now = desk.clock()
    return [one[0] for one in found if _mark(*one) not in looked or now - looked[_mark(*one)] >= TRIED_AGAIN]


def on_looked(desk: Desk, case_id: CaseId) -> None:
    """The pictures of a case were looked at, whatever came of it."""
    with desk.record.read() as tx:
        version = tx.cases.get(case_id).revision.version
    with desk.cache.write() as cached:
        cached.attention.keep_read(What.PICTURES, _mark(case_id, version), desk.clock())


def _mark(case_id: CaseId, version: str) -> str:
    return f"{case_id} {version}"
