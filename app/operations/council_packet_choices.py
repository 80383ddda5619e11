"""What a secretary chooses for a packet: masks lifted or set, pictures seen, blurred or left out, rulings left out."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.changes import Area, Changes
from app.domain.council import Referral, ReferralId, Stage
from app.domain.ledger import Body, EntryKind
from app.domain.roles import Role, require
from app.errors import (
    EvidenceDamaged,
    NoSuchMask,
    NoSuchPicture,
    PacketChangedMeanwhile,
    PartyUnknown,
    WordsToMaskNeeded,
)
from app.operations.council_packet_masks import (
    HIDDEN,
    LEAST_WORDS,
    LONGEST_WORDS,
    PLACE,
    SEEN,
    SHOWN,
    VALUE,
    called_id,
    confirmation,
    own_id,
    own_words,
    sources,
)
from app.operations.council_packet_material import Material, PictureOf, read
from app.operations.council_packet_plan import OUT, PICTURE, RULING, Prepared, look_of, prepare
from app.operations.council_referrals import at_stage, check_stage, enter, me, referral_in
from app.operations.desk import Desk
from app.text.masking import NOBODY, MaskKind, find
from app.text.redraw import Drawn, Patch, redraw
from storage.transaction import Transaction

_TOUCHED = Changes.of(Area.COUNCIL)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice that was kept."""

    referral: ReferralId
    changes: Changes = _TOUCHED


# --- masks ------------------------------------------------------------------------------------------------


def lift(desk: Desk, referral: ReferralId | str, what: str) -> Chosen:
    """Let seats read what stands at a place, or a value wherever it stands.

    Args:
        desk: of the secretary.
        referral: which.
        what: the id of a place or of a value, or what stands there.

    Raises:
        NoSuchMask: nothing of that is masked.
        ReferralNotFound, ReferralAtOtherStage: there is none, or its packet is out.
        NoRight: the person is no secretary.
    """
    return _choose_mask(desk, referral, what, SHOWN)


def cover(desk: Desk, referral: ReferralId | str, what: str) -> Chosen:
    """Mask a place or a value again; or any other words, wherever they stand.

    Raises:
        WordsToMaskNeeded: they stand nowhere, are one character, or are too long.
        ReferralNotFound, ReferralAtOtherStage, NoRight: as for `lift`.
    """
    return _choose_mask(desk, referral, what, HIDDEN)


def call(desk: Desk, referral: ReferralId | str, words: str, who: str) -> Chosen:
    """Mask words as the name of somebody who is in the packet: wherever they stand, the same label is read.

    A whole name that is known keeps its own label where the words are a part of it.

    Args:
        desk: of the secretary.
        referral: which.
        words: as somebody is called.
        who: a label of the packet, as 甲方 or 甲; also of others than parties, as 车友 1.

    Raises:
        WordsToMaskNeeded: they stand nowhere, are one character, or are too long.
        PartyUnknown: nobody is called so in the packet.
        ReferralNotFound, ReferralAtOtherStage, NoRight: as for `lift`.
    """
    words = words.strip()
    material = _looked_through(desk, referral).material
    _check_words(material, words)
    labels = {one for one in material.labels.values() if one}
    label = next((one for one in (who.strip(), f"{who.strip()}方") if one in labels), None)
    if label is None:
        raise PartyUnknown(referral=material.referral.id, party=who)
    with desk.record.write() as tx:
        found = _preparing(desk, tx, referral)
        for key, choice in ((own_id(words), words), (called_id(words), label)):
            tx.council.choose(found.key, key, choice, me(desk), desk.clock())
        _enter(desk, tx, found, "words_called", body={"label": label}, private={"words": words})
        return Chosen(found.id)


def uncover(desk: Desk, referral: ReferralId | str, words: str) -> Chosen:
    """Mask no longer words that were named besides.

    Raises:
        NoSuchMask: they were not.
        ReferralNotFound, ReferralAtOtherStage, NoRight: as for `lift`.
    """
    with desk.record.write() as tx:
        found = _preparing(desk, tx, referral)
        if words.strip() not in own_words(tx.council.choices(found.key)):
            raise NoSuchMask(mask=words[:LONGEST_WORDS], referral=found.id)
        for key in (own_id(words.strip()), called_id(words.strip())):
            tx.council.choose(found.key, key, "", me(desk), desk.clock())
        _enter(desk, tx, found, "words_uncovered", private={"words": words.strip()})
        return Chosen(found.id)


def _choose_mask(desk: Desk, referral: ReferralId | str, what: str, choice: str) -> Chosen:
    what = what.strip()
    ready = _looked_through(desk, referral)
    hit = [one for one in ready.masked.places if what in (one.id, one.value, one.found)]
    if not hit and choice == SHOWN:
        raise NoSuchMask(mask=what[:LONGEST_WORDS], referral=ready.material.referral.id)
    if not hit:
        _check_words(ready.material, what)
    with desk.record.write() as tx:
        found = _preparing(desk, tx, referral)
        if not hit:
            tx.council.choose(found.key, own_id(what), what, me(desk), desk.clock())
            _enter(desk, tx, found, "words_covered", private={"words": what})
            return Chosen(found.id)
        if what == hit[0].id:
            keys = [PLACE + what]
        else:  # a choice for the value holds wherever it stands
            keys = [VALUE + one for one in dict.fromkeys(one.value for one in hit)]
            chosen = {PLACE + one.id for one in hit} & tx.council.choices(found.key).keys()
            for key in chosen:
                tx.council.choose(found.key, key, "", me(desk), desk.clock())
        for key in keys:
            tx.council.choose(found.key, key, choice, me(desk), desk.clock())
        body: Body = {"change": f"mask_{choice}", "what": " ".join(keys), "kind": hit[0].kind.value}
        enter(desk, tx, found, EntryKind.REFERRAL_CHANGED, body, private={"found": hit[0].found})
        return Chosen(found.id)


def _looked_through(desk: Desk, referral: ReferralId | str) -> Prepared:
    """All texts, masked as it was chosen, before anything is written: others need not wait for it.

    What changes until the choice is kept does no harm: places are known by their texts, so that a choice for a place
    that is gone says nothing, and what was confirmed is compared with what is there whenever it counts.
    """
    require(desk.me, Role.SECRETARY)
    with desk.record.read() as tx, desk.cache.read() as cached:
        return prepare(tx, cached.threads, check_stage(referral_in(tx, referral), (Stage.PREPARING,)))


def _check_words(material: Material, words: str) -> None:
    found = (place for one in sources(material) for place in find(one.text, NOBODY, [words]))
    there = LEAST_WORDS <= len(words) <= LONGEST_WORDS and any(one.kind is MaskKind.OTHER for one in found)
    if not there:
        raise WordsToMaskNeeded(words=words[:LONGEST_WORDS], most=LONGEST_WORDS)


def confirm_masks(desk: Desk, referral: ReferralId | str, seen: str) -> Chosen:
    """Say that all words and all masked places of the packet were looked at.

    Args:
        desk: of the secretary.
        referral: which.
        seen: `Plan.seen` of the plan that they looked at.

    Raises:
        PacketChangedMeanwhile: something is different now.
        ReferralNotFound, ReferralAtOtherStage, NoRight: as for `lift`.
    """
    ready = _looked_through(desk, referral)
    masked = ready.masked
    if masked.seen != seen:
        raise PacketChangedMeanwhile
    with desk.record.write() as tx:
        found = _preparing(desk, tx, referral)
        if not masked.confirmed:
            tx.council.choose(found.key, SEEN, confirmation(seen, ready.material), me(desk), desk.clock())
            lifted = sum(one.shown for one in masked.places)
            body: Body = {"change": "masks_confirmed", "places": len(masked.places), "lifted": lifted, "seen": seen}
            enter(desk, tx, found, EntryKind.REFERRAL_CHANGED, body)
        return Chosen(found.id)


# --- pictures ---------------------------------------------------------------------------------------------


def picture(desk: Desk, referral: ReferralId | str, number: int, patches: Sequence[Patch] = ()) -> Drawn:
    """A picture as seats would see it.

    Args:
        desk: of the person who looks.
        referral: which.
        number: of the picture in the plan.
        patches: what is made unreadable.

    Raises:
        NoSuchPicture: there is none of this number.
        PictureNotDrawn: it can't be drawn anew.
        EvidenceDamaged: it no longer matches its hash.
        ReferralNotFound: there is no such referral.
    """
    with desk.record.read() as tx, desk.cache.read() as cached:
        content = _content(tx, _picture(read(tx, cached.threads, referral_in(tx, referral)), number))
    return redraw(content, patches)


def see(desk: Desk, referral: ReferralId | str, number: int, patches: Sequence[Patch] = ()) -> Chosen:
    """Put a picture into the packet, as somebody who looked at it wants it seen.

    Raises:
        NoSuchPicture, PictureNotDrawn, EvidenceDamaged: as for `picture`.
        ReferralNotFound, ReferralAtOtherStage, NoRight: as for `lift`.
    """
    require(desk.me, Role.SECRETARY)
    drawn = picture(desk, referral, number, patches)
    return _choose_picture(desk, referral, number, look_of(tuple(patches)), drawn.content)


def leave_out(desk: Desk, referral: ReferralId | str, number: int) -> Chosen:
    """Leave a picture out of the packet, which says so.

    Raises:
        NoSuchPicture: there is none of this number.
        ReferralNotFound, ReferralAtOtherStage, NoRight: as for `lift`.
    """
    return _choose_picture(desk, referral, number, OUT, None)


def _choose_picture(desk: Desk, referral: ReferralId | str, number: int, choice: str, content: bytes | None) -> Chosen:
    with desk.record.write() as tx, desk.cache.read() as cached:
        found = _preparing(desk, tx, referral)
        one = _picture(read(tx, cached.threads, found), number)
        what = f"{PICTURE}{one.kept.seq}"
        tx.council.choose(found.key, what, choice, me(desk), desk.clock(), content=content)
        drawn = hashlib.sha256(content).hexdigest() if content is not None else None
        body: Body = {"change": "picture", "what": what, "choice": choice, "sha256": drawn}
        enter(desk, tx, found, EntryKind.REFERRAL_CHANGED, body)
        return Chosen(found.id)


def _picture(material: Material, number: int) -> PictureOf:
    for one in material.pictures:
        if one.number == number:
            return one
    raise NoSuchPicture(picture=number, referral=material.referral.id)


def _content(tx: Transaction, one: PictureOf) -> bytes:
    found = tx.evidence.find(one.kept.seq)
    if found is None or hashlib.sha256(found[1]).hexdigest() != one.kept.sha256:
        raise EvidenceDamaged(seq=one.kept.seq)
    return found[1]


# --- earlier rulings --------------------------------------------------------------------------------------


def choose_earlier(desk: Desk, referral: ReferralId | str, ruling: ReferralId | str, *, within: bool) -> Chosen:
    """Put an earlier ruling into the packet, or leave it out.

    Raises:
        ReferralNotFound, ReferralAtOtherStage, NoRight: as for `lift`; also where the earlier one is none.
    """
    with desk.record.write() as tx:
        found = _preparing(desk, tx, referral)
        earlier = referral_in(tx, ruling)
        tx.council.choose(found.key, RULING + earlier.id, "" if within else OUT, me(desk), desk.clock())
        _enter(desk, tx, found, "earlier", body={"what": earlier.id, "within": within})
        return Chosen(found.id)


def _preparing(desk: Desk, tx: Transaction, referral: ReferralId | str) -> Referral:
    require(desk.me, Role.SECRETARY)
    return at_stage(tx, referral, (Stage.PREPARING,))


def _enter(
    desk: Desk,
    tx: Transaction,
    referral: Referral,
    change: str,
    *,
    body: Body | None = None,
    private: dict[str, str] | None = None,
) -> None:
    enter(desk, tx, referral, EntryKind.REFERRAL_CHANGED, {"change": change, **(body or {})}, private=private)
