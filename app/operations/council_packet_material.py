"""What a packet of the council is made of, as it stands in the record and in the cache: nothing masked yet.

People are called by labels from here on. Of the reports nothing is read but who reported, so that their names can be
masked where a text has them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from app.domain.cases import Case
from app.domain.council import Party, Referral
from app.domain.evidence import ENDINGS, Evidence
from app.domain.members import MemberId
from app.domain.pictures import address_in
from app.domain.posts import Post, PostState, ThreadSlice
from app.domain.words import Words, chinese_number
from app.operations.council_packet_people import People, known, staff
from app.operations.pictures import not_kept
from app.text.pictures import name_pictures, pictures_in
from storage.threads import Threads
from storage.transaction import Transaction

MOST_POSTS = 1_000
"""Of all threads together, those nearest to the posts that are judged."""

_NOT_FETCHED = Words("没有从社区取到", "it was not fetched from the community")
_NOT_JUDGED = Words("只附被评议帖子的图片", "only pictures of the posts that are judged are enclosed")
_NOT_DRAWN = Words("PDF 文件不附", "a PDF is not enclosed")


@dataclass(frozen=True, slots=True)
class PostOf:
    """A post of the packet, its words not masked yet.

    Attributes:
        id: by which it is known in the packet, as `p-1`; the community's own leads to people.
        source: by which its texts are known here.
        author, thread: labels.
        judged: the question is about it.
    """

    id: str
    source: str
    author: str
    thread: str
    title: str
    text: str
    written_at: datetime
    edited_at: datetime | None
    number: int | None
    judged: bool
    state: str


@dataclass(frozen=True, slots=True)
class PictureOf:
    """A picture that may go into the packet.

    Attributes:
        number: by which it is called in texts and in its file's name.
        kept: the evidence that it is.
        case: beside which it is kept.
        post: the id of its post in the packet.
    """

    number: int
    kept: Evidence
    case: Case
    post: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of a post that does not go into the packet, and why."""

    post: str
    why: Words


@dataclass(frozen=True, slots=True)
class Material:
    """All of it.

    Attributes:
        posts: thread by thread, in reading order; the judged ones are among them.
        labels: how people are called, by any of their names; "" for those who have no label here.
        pictures: that were kept beside the cases and can be drawn anew.
        left_out: pictures that can't be in it, and files that are none.
        further: posts of the threads that lie too far from those that are judged.
        newer: posts that were written after `until`.
    """

    referral: Referral
    cases: tuple[Case, ...]
    parties: tuple[Party, ...]
    posts: tuple[PostOf, ...]
    labels: Mapping[str, str]
    pictures: tuple[PictureOf, ...]
    left_out: tuple[LeftOut, ...]
    further: int = 0
    newer: int = 0

    def label_of(self, member: MemberId) -> str:
        """The label of a party, "" of others."""
        return next((one.label for one in self.parties if one.member.id == member), "")


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes posts for the packet: labels for people, words for pictures by their numbers."""

    people: People
    numbers: Mapping[str, int]

    def post(self, number: int, post: Post, case: Case | None, of: tuple[str, str]) -> PostOf:
        """A post of a thread, which has a label and a title. A judged one has the text as it was last read there."""
        return PostOf(
            id=f"p-{number}",
            source=f"post:{post.id}",
            author=self.people.label(post.author),
            thread=of[0],
            title=of[1],
            text=self._named(post.raw if case is None else case.revision.body),
            written_at=post.created_at,
            edited_at=post.edited_at,
            number=post.number,
            judged=case is not None,
            state=post.state.value,
        )

    def snapshot(self, number: int, case: Case) -> PostOf:
        """A post whose thread was never read, as its case has it; the title of one entered by hand is its beginning."""
        title, begins = case.revision.title, case.revision.title.rstrip("…")
        return PostOf(
            id=f"p-{number}",
            source=_source(case),
            author=self.people.label(case.author) if case.author is not None else "—",
            thread=f"帖 {number}",
            title="" if case.revision.body.startswith(begins) else title,
            text=self._named(case.revision.body),
            written_at=case.revision.written_at,
            edited_at=None,
            number=None,
            judged=True,
            state=PostState.VISIBLE.value,
        )

    def _named(self, text: str) -> str:
        numbers = self.numbers
        return name_pictures(text, lambda at: f"［图 picture {numbers[at]}］" if at in numbers else "［图 picture］")


def read(tx: Transaction, threads: Threads, referral: Referral, until: datetime | None = None) -> Material:
    """What the packet of a referral is made of.

    Args:
        tx, threads: the record and what was read of the community.
        referral: which.
        until: posts that were written later are left away; None takes all.
    """
    cases = [tx.cases.get(one) for one in tx.council.cases(referral.key)]
    slices = _slices(threads, cases)
    authors = {post.author.id for one in slices for post in one.posts}
    people = People(tx.council.parties(referral.key), staff(tx, threads, authors))
    numbers = _numbered(tx, cases)
    posts, further, newer = _posts(cases, slices, _Pen(people, numbers), until)
    for member in known(tx, cases):
        people.mask(member)
    ids = {one.source: one.id for one in posts}
    pictures = tuple(
        PictureOf(number, kept, case, ids[_source(case)]) for number, (case, kept) in enumerate(_drawable(tx, cases), 1)
    )
    left_out = tuple(_left_out(tx, threads, cases, slices, ids))
    return Material(
        referral, tuple(cases), tuple(people.parties), posts, people.names, pictures, left_out, further, newer
    )


# --- posts --------------------------------------------------------------------------------------------


def _slices(threads: Threads, cases: Sequence[Case]) -> list[ThreadSlice]:
    """The threads of the cases, each once, in the order of the cases."""
    ids = dict.fromkeys(one.thread_id for one in cases if one.thread_id)
    return [found for found in map(threads.slice, ids) if found is not None]


def _source(case: Case) -> str:
    return f"post:{case.post_id}" if case.post_id else f"case:{case.id}"


def _posts(
    cases: Sequence[Case], slices: Sequence[ThreadSlice], pen: _Pen, until: datetime | None
) -> tuple[tuple[PostOf, ...], int, int]:
    """The posts, and how many were left away: too far off, and too new."""
    judged = {_source(one): one for one in cases}
    made: list[PostOf] = []
    further = newer = 0
    for number, one in enumerate(slices, 1):
        public = [p for p in one.posts if p.state is not PostState.PENDING or f"post:{p.id}" in judged]
        there = [p for p in public if until is None or p.created_at <= until or f"post:{p.id}" in judged]
        near = _near(there, judged, MOST_POSTS // len(slices))
        newer, further = newer + len(public) - len(there), further + len(there) - len(near)
        thread = f"帖{chinese_number(number)}" if number < 100 else f"帖 {number}"
        for post in near:
            title = one.thread.title if post is near[0] else ""
            made.append(pen.post(len(made) + 1, post, judged.get(f"post:{post.id}"), (thread, title)))
    written = {one.source for one in made}
    for case in cases:
        if _source(case) not in written:
            made.append(pen.snapshot(len(made) + 1, case))
    return tuple(made), further, newer


def _near(posts: Sequence[Post], judged: Mapping[str, Case], most: int) -> list[Post]:
    """At most so many posts of a thread: those that are judged, and those nearest to them."""
    places = [at for at, post in enumerate(posts) if f"post:{post.id}" in judged] or [0]
    away = sorted(range(len(posts)), key=lambda at: min(abs(at - place) for place in places[:MOST_POSTS]))
    kept = set(away[:most]) if len(posts) > most else set(away)
    return [post for at, post in enumerate(posts) if at in kept]


# --- pictures -----------------------------------------------------------------------------------------


def _drawable(tx: Transaction, cases: Sequence[Case]) -> list[tuple[Case, Evidence]]:
    """Every picture beside the cases, in the order in which they were kept; what shows that staff did something not."""
    found = ((case, one) for case in cases for one in tx.evidence.of_case(case.key))
    pictures = [(case, one) for case, one in found if one.command is None and one.media_type in _PICTURES]
    return sorted(pictures, key=lambda pair: pair[1].seq)


_PICTURES = ENDINGS.keys() - {"application/pdf"}


def _numbered(tx: Transaction, cases: Sequence[Case]) -> dict[str, int]:
    """The numbers of the pictures, by their addresses."""
    addresses = ((address_in(one.note), number) for number, (_, one) in enumerate(_drawable(tx, cases), 1))
    return {address: number for address, number in addresses if address is not None}


def _left_out(
    tx: Transaction, threads: Threads, cases: Sequence[Case], slices: Sequence[ThreadSlice], ids: Mapping[str, str]
) -> Iterator[LeftOut]:
    for case in cases:
        post = ids[_source(case)]
        yield from (LeftOut(post, _NOT_FETCHED) for _ in not_kept(tx, threads, case))
        kept = [one for one in tx.evidence.of_case(case.key) if one.command is None]
        yield from (LeftOut(post, _NOT_DRAWN) for one in kept if one.media_type not in _PICTURES)
    judged = set(map(_source, cases))
    for one in chain.from_iterable(found.posts for found in slices):
        source = f"post:{one.id}"
        if source in ids and source not in judged and pictures_in(one.raw):
            yield LeftOut(ids[source], _NOT_JUDGED)
