"""The plan of a packet: everything in it as seats would get it, and what a secretary still has to look at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.cases import CaseId
from app.domain.council import Matter, Referral, ReferralId, Seat, Stage
from app.domain.council_missing import NO_ORIGINAL, Mend, Missing
from app.domain.council_panel import ASIDE_WORDS, barred
from app.domain.words import Words
from app.operations.council_evidence import pairs_of
from app.operations.council_packet_masks import Masked, MaskedPlace, confirmed_until, mask, sources
from app.operations.council_packet_material import LeftOut, Material, PictureOf, read
from app.operations.council_panel import close_to, ends_at, may_no_longer
from app.operations.council_publishing import Found, precedents_in
from app.operations.council_referrals import referral_in
from app.operations.council_view import dossier_in
from app.operations.desk import Desk
from app.text.redraw import Patch
from storage.council import PacketChoice
from storage.threads import Threads
from storage.transaction import Transaction

MOST_EARLIER = 3
"""Earlier rulings alike that go into a packet."""

PICTURE, RULING = "picture:", "ruling:"
"""How choices about a picture (by the number of its evidence) and an earlier ruling are called."""

OUT, _SEEN, _BLUR = "out", "seen", "blur "


class Look(StrEnum):
    """What a secretary did with a picture."""

    UNSEEN = "unseen"
    SEEN = "seen"
    BLURRED = "blurred"
    OUT = "out"


LOOK_WORDS = {
    Look.UNSEEN: Words("还没看过", "not looked at yet"),
    Look.SEEN: Words("已看过", "seen"),
    Look.BLURRED: Words("已打码", "seen, parts made unreadable"),
    Look.OUT: Words("不放入", "left out"),
}


@dataclass(frozen=True, slots=True)
class PlannedPicture:
    """A picture that may go into the packet.

    Attributes:
        number: by which texts and choices call it.
        case: beside which it is kept.
        name: of the file as it came.
        patches: what is made unreadable, in pixels of the picture as it will be seen.
    """

    number: int
    case: CaseId
    name: str
    look: Look
    patches: tuple[Patch, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A packet before it is built.

    Attributes:
        places: every place that is masked, or was lifted, text by text.
        seen: what `confirm_masks` takes from somebody who looked at all of the words and places.
        confirmed: somebody did, and nothing changed since.
        own: words that are masked besides.
        left_out: what of the posts can't be in it, and why.
        earlier: rulings alike, each with whether it goes in.
        words: every text as seats would read it, each with where it stands.
        posts: how many; `further` lie too far from those that are judged, `newer` came after the masks were confirmed.
        missing: without what it can't be built.
    """

    referral: Referral
    places: tuple[MaskedPlace, ...]
    seen: str
    confirmed: bool
    own: tuple[str, ...]
    pictures: tuple[PlannedPicture, ...]
    left_out: tuple[LeftOut, ...]
    earlier: tuple[tuple[Found, bool], ...]
    words: tuple[tuple[Words, str], ...]
    posts: int
    further: int
    newer: int
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The same, with everything that a packet is written from."""

    material: Material
    masked: Masked
    choices: Mapping[str, PacketChoice]
    earlier: tuple[tuple[Found, bool], ...]


def plan(desk: Desk, referral: ReferralId | str) -> Plan:
    """What the packet of a referral would be, as things stand.

    Raises:
        ReferralNotFound: there is none.
    """
    with desk.record.read() as tx, desk.cache.read() as cached:
        found = referral_in(tx, referral)
        ready = prepare(tx, cached.threads, found)
        missing = tuple(lacking(desk, tx, ready)) if found.stage is Stage.PREPARING else ()
    material, masked = ready.material, ready.masked
    texts = sources(material, [(one.referral, one.text) for one, within in ready.earlier if within])
    return Plan(
        referral=found,
        places=masked.places,
        seen=masked.seen,
        confirmed=masked.confirmed,
        own=masked.own,
        pictures=tuple(_planned(one, ready.choices) for one in material.pictures),
        left_out=material.left_out,
        earlier=ready.earlier,
        words=tuple((one.where, masked.texts[one.id]) for one in texts if one.text),
        posts=len(material.posts),
        further=material.further,
        newer=material.newer,
        missing=missing,
    )


def prepare(
    tx: Transaction, threads: Threads, referral: Referral, step: Callable[[int, int], None] = lambda _done, _of: None
) -> Prepared:
    """All texts of a packet, masked as it was chosen.

    Posts that came after the masks were confirmed are left away, so that a thread that goes on needs no second look;
    where something else changed, they are taken in.

    Args:
        tx, threads: the record, and what was read of the community.
        referral: which.
        step: told after each text how many of how many are masked; it may raise to stop.
    """
    choices = tx.council.choices(referral.key)
    earlier = _earlier(tx, threads, referral, choices)

    def prepared(until: datetime | None) -> Prepared:
        material = read(tx, threads, referral, until)
        texts = sources(material, [(one.referral, one.text) for one, within in earlier if within])
        return Prepared(material, mask(material, texts, choices, step), choices, earlier)

    until = confirmed_until(choices)
    if until is not None:
        ready = prepared(until)
        if ready.masked.confirmed:
            return ready
    return prepared(None)


def _earlier(
    tx: Transaction, threads: Threads, referral: Referral, choices: Mapping[str, PacketChoice]
) -> tuple[tuple[Found, bool], ...]:
    found = precedents_in(tx, threads, f"{referral.question}\n{referral.alleged}", MOST_EARLIER)
    return tuple((one, RULING + one.referral not in choices) for one in found)


def _planned(one: PictureOf, choices: Mapping[str, PacketChoice]) -> PlannedPicture:
    look, patches = looked(choices.get(f"{PICTURE}{one.kept.seq}"))
    return PlannedPicture(one.number, one.case.id, one.kept.name, look, patches)


# --- what was chosen about a picture ----------------------------------------------------------------------


def looked(choice: PacketChoice | None) -> tuple[Look, tuple[Patch, ...]]:
    """What was done with a picture, and what of it is made unreadable."""
    if choice is None:
        return Look.UNSEEN, ()
    if choice.choice == OUT:
        return Look.OUT, ()
    said = choice.choice.removeprefix(_BLUR) if choice.choice.startswith(_BLUR) else ""
    patches = tuple(Patch(*map(int, one.split(","))) for one in said.split(";") if one)
    return (Look.BLURRED if patches else Look.SEEN), patches


def look_of(patches: tuple[Patch, ...]) -> str:
    """How it is kept that a picture was seen."""
    if not patches:
        return _SEEN
    return _BLUR + ";".join(f"{one.left},{one.top},{one.width},{one.height}" for one in patches)


# --- what is missing --------------------------------------------------------------------------------------


def lacking(desk: Desk, tx: Transaction, ready: Prepared, until: datetime | None = None) -> Iterator[Missing]:
    """Everything without which the packet can't be built, in the order in which a person sees to it.

    Args:
        desk, tx: of whom, and the record.
        ready: what it would be built from.
        until: seats would vote; None: as long as usual.
    """
    referral = ready.material.referral
    yield from dossier_in(tx, referral, desk.clock()).missing
    for seat, aside in may_no_longer(desk, tx, referral, until):
        why = ASIDE_WORDS[aside]
        words = Words(f"{seat.number} 号席位{why.zh}，须递补", f"seat {seat.number} {why.en} and has to be replaced")
        yield Missing(words, Mend.PANEL)
    if not chairs(desk, tx, referral, until):
        words = Words(
            "没有可以共同开箱的轮值主席（任期覆盖整个投票期、已核对公钥、与此事无关）",
            "there is no chair to open the count with: in office until the vote ends, keys compared, not close to this",
        )
        yield Missing(words, Mend.CHAIR)
    if tx.council_seats.newest_roster() is None:
        yield Missing(Words("席位名册还没有签发", "no roster was signed yet"), Mend.ROSTER)
    looks = [looked(ready.choices.get(f"{PICTURE}{one.kept.seq}"))[0] for one in ready.material.pictures]
    unseen = looks.count(Look.UNSEEN)
    if unseen:
        en = "picture was" if unseen == 1 else "pictures were"
        yield Missing(Words(f"还有 {unseen} 张图片没看过", f"{unseen} {en} not looked at"), Mend.PICTURES)
    if referral.matter is Matter.PLAGIARISM and not pairs_of(ready.material.posts):
        yield NO_ORIGINAL
    if not ready.masked.confirmed:
        yield Missing(Words("遮盖还没有核对确认", "the masks were not confirmed"), Mend.MASKS)


def chairs(desk: Desk, tx: Transaction, referral: Referral, until: datetime | None = None) -> list[Seat]:
    """The seats who can open the count of a referral with the secretary, in office when the vote ends."""
    close, now = close_to(tx, referral), desk.clock()
    until = until or ends_at(referral, now)
    return [one for one in tx.council_seats.all() if one.chair and barred(one, close, now, until) is None]
