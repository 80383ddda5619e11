"""What is known of a case, put together for a packet."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.cases import Case
from app.domain.evidence import ENDINGS, Evidence
from app.domain.members import MemberRef
from app.domain.pictures import NOT_ASKED
from app.domain.posts import Post, Revision, ThreadSlice
from app.domain.words import Words
from app.errors import EvidenceDamaged, TooMuchToPreserve
from app.operations.pictures import missing, not_kept, versions
from app.packets import case_file
from app.packets.case_file import (
    Absent,
    Around,
    CaseFile,
    Community,
    Flagged,
    Kept,
    LedgerHead,
    Person,
    Purpose,
    Text,
    Thread,
)
from app.packets.packet import FILES, TEXTS
from storage.threads import Threads
from storage.transaction import Transaction

MOST_POSTS = 1_000
"""Of the thread, those nearest to the post."""

MOST_BYTES = 160 * 2**20
"""Of all the files beside a case: with the pictures once more on the page, a packet takes no more."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """When, by whom and under which public key a case is sealed.

    Attributes:
        reasons: why pictures of the post could not be fetched, by their addresses.
        otherwise: why all others are missing that are not kept.
    """

    at: datetime
    by: MemberRef
    key: str
    reasons: Mapping[str, Words] = field(default_factory=dict)
    otherwise: Words = NOT_ASKED


@dataclass(frozen=True, slots=True)
class Gathered:
    """What goes into a packet, and the files that it names."""

    file: CaseFile
    contents: Mapping[str, bytes]


def gather(tx: Transaction, threads: Threads, case: Case, sealing: Sealing) -> Gathered:
    """All of a case, as the record and the cache have it. Of the reports, their number: no reporter is named.

    Raises:
        EvidenceDamaged: a file beside the case no longer matches its hash.
        TooMuchToPreserve: the files beside the case are larger than a packet takes.
    """
    files = _files(tx, case)
    texts = _texts(versions(tx, threads, case))
    lacking = missing(not_kept(tx, threads, case), sealing.reasons, sealing.otherwise)
    around = threads.slice(case.thread_id) if case.thread_id else None
    entries, head = tx.ledger.head()
    file = CaseFile(
        schema=case_file.SCHEMA,
        purpose=Purpose.EVIDENCE,
        case=case.id,
        kind=case.kind.value,
        state=case.state.value,
        community=_community(tx),
        sealed_at=sealing.at,
        sealed_by=_person(sealing.by),
        key=sealing.key,
        ledger=LedgerHead(entries, head),
        post=_flagged(case, around),
        texts=tuple(text for text, _ in texts),
        thread=_thread(case, around),
        files=tuple(kept for kept, _ in files),
        missing=tuple(Absent(one.address, one.version, one.why.zh, one.why.en) for one in lacking),
    )
    contents = {text.file: content for text, content in texts} | {kept.file: content for kept, content in files}
    return Gathered(file, contents)


def _community(tx: Transaction) -> Community:
    identity, info = tx.marks.identity(), tx.marks.info()
    platform = f"{info.platform} {info.version}".strip() if info else identity.adapter if identity else ""
    return Community(identity.url if identity else "", platform)


def _flagged(case: Case, around: ThreadSlice | None) -> Flagged:
    there = next((post for post in around.posts if post.id == case.post_id), None) if around else None
    link = case.link or (there.url if there else "")
    author = _person(case.author) if case.author else None
    return Flagged(case.post_id, case.thread_id, author, link, case.reports, case.reported_at)


def _texts(versions: Sequence[Revision]) -> list[tuple[Text, bytes]]:
    return [_text(number, one) for number, one in enumerate(versions, 1)]


def _text(number: int, one: Revision) -> tuple[Text, bytes]:
    content = one.body.encode(errors="replace")
    name = f"{TEXTS}version-{number:04}.txt"
    digest = hashlib.sha256(content).hexdigest()
    return Text(one.version, one.title, one.written_at, name, digest, len(content)), content


def _files(tx: Transaction, case: Case) -> list[tuple[Kept, bytes]]:
    listed = tx.evidence.of_case(case.key)
    size = sum(one.size for one in listed)
    if size > MOST_BYTES:
        raise TooMuchToPreserve(case=case.id, size=-(-size // 2**20), most=MOST_BYTES // 2**20)
    return [_kept(tx, one) for one in listed]


def _kept(tx: Transaction, one: Evidence) -> tuple[Kept, bytes]:
    found = tx.evidence.find(one.seq)
    if found is None or hashlib.sha256(found[1]).hexdigest() != one.sha256:
        raise EvidenceDamaged(seq=one.seq)
    name = f"{FILES}{one.seq:04}{ENDINGS[one.media_type]}"
    by, receipt = _person(one.by), one.command is not None
    return Kept(name, one.name, one.media_type, one.sha256, one.size, one.at, by, one.note, receipt), found[1]


def _thread(case: Case, around: ThreadSlice | None) -> Thread | None:
    if around is None:
        return None
    posts = around.posts
    at = next((index for index, post in enumerate(posts) if post.id == case.post_id), len(posts) - 1)
    begin = max(0, min(at - MOST_POSTS // 2, len(posts) - MOST_POSTS))
    near = posts[begin : begin + MOST_POSTS]
    return Thread(around.thread.title, around.thread.url, tuple(map(_around, near)), len(posts) - len(near))


def _around(post: Post) -> Around:
    author = _person(post.author)
    return Around(post.id, author, post.created_at, post.edited_at, post.number, post.state.value, post.raw)


def _person(ref: MemberRef) -> Person:
    return Person(ref.id, ref.name)
