"""A packet that is out and seats that vote on it, with the key of their box: for what is about ballots and rulings."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

import seated
from app.domain.cases import CaseState
from app.domain.commands import Receipt, ReceiptStatus
from app.domain.council import Answers, Finding, Referral, Remedy, Stage
from app.domain.ledger import EntryKind
from app.domain.members import MemberId, MemberRef
from app.keys import ages
from app.operations import council_box, council_counting, council_keyfile, council_keys, delivery
from app.operations.council_counting import Counted
from app.operations.council_referrals import enter
from app.operations.desk import Desk
from app.packets import ballot, box_key
from app.packets.ballot import Bound
from seated import Holder
from storage.council import KeptPacket
from storage.values import ms
from tests.conftest import Clock

YES, NO, UNCLEAR = Finding.YES, Finding.NO, Finding.UNCLEAR


@dataclass(frozen=True)
class Vote:
    """A referral on which seats vote; `box` is the secret key of its box."""

    referral: Referral
    holders: dict[int, Holder]
    panel: list[int]
    box: str = field(repr=False)
    signer: str = ""

    def cast(
        self, seat: int, remedy: Remedy = Remedy.WARNING, *, serial: int = 1, facts: Finding = YES, why: str = ""
    ) -> bytes:
        """A ballot as the seat sends it."""
        said = Answers(facts, YES if facts is YES else facts, remedy, why_facts=why)
        return ballot.vote(self.bound(seat, serial), said, ages.public_of(self.box), self.holders[seat].signs).content

    def recusal(self, seat: int, reason: str = "我和乙方是同事", *, serial: int = 1) -> bytes:
        return ballot.recusal(self.bound(seat, serial), reason, self.holders[seat].signs).content

    def bound(self, seat: int, serial: int = 1) -> Bound:
        return Bound(self.referral.id, self.referral.round, self.referral.packet, seat, serial)


def voting(desk: Desk, seats: int = 8, *, size: int = 5, brand: bool = False, complains: str = "") -> Vote:
    """A packet is out; nobody has voted yet. `complains`: the id of a member who does."""
    found, holders = seated.panelled(desk, seats, size=size)
    with desk.record.write() as tx:
        tx.council.set_articles(found.key, [(1, 3)])
        enter(desk, tx, found, EntryKind.REFERRAL_CHANGED, {"change": "articles", "articles": "1:3"})
        for case in map(tx.cases.get, tx.council.cases(found.key)):
            tx.cases.set_state(case, CaseState.AWAITING_COUNCIL, verdict=None, due_at=None, claimed_by=None)
        if complains:
            tx.council.add_party(found.key, MemberRef(MemberId(complains), "车友1"), "乙方", complains=True)
            tx.council.state(tx.council.parties(found.key)[-1].seq, "我有话说。", desk.clock())
        if brand:
            tx.council.change(found.key, brand_party=True)
            enter(desk, tx, found, EntryKind.REFERRAL_CHANGED, {"change": "brand_party", "brand_party": True})
    return out(desk, Vote(found, holders, [], ages.new_secret()))


def out(desk: Desk, vote: Vote) -> Vote:
    """Let the packet of the present round go out."""
    referral, due = seated.referral_in(desk, vote.referral.key), desk.clock() + timedelta(days=5)
    opener = ages.new_secret()
    key, secret = council_keys.signer(desk)
    content = f"packet {referral.round}".encode()
    sha256 = hashlib.sha256(content).hexdigest()
    for_ = box_key.For(referral.id, referral.round, sha256, due)
    wrapped = box_key.wrap(vote.box, for_, ages.public_of(opener), [ages.public_of(vote.holders[1].seals)], secret)
    packet = KeptPacket(sha256, referral.round, content, ages.public_of(vote.box), desk.clock())
    with desk.record.write() as tx:
        tx.council.keep_packet(referral.key, packet, MemberRef(desk.me.id, desk.me.name))
        tx.council.change(referral.key, stage=Stage.VOTING.value, packet=sha256, due_at=ms(due))
        enter(desk, tx, referral, EntryKind.PACKET_BUILT, {"sha256": sha256, "box": packet.box, "chairs": "1"})
    now = seated.referral_in(desk, referral.key)
    council_keyfile.keep_keys(desk, now, wrapped.content, opener)
    return replace(vote, referral=now, panel=seated.numbers(desk, now), signer=key.public)


def opened(desk: Desk, vote: Vote, chair: int = 1) -> bytes:
    """The key as a chair hands it back after the term."""
    _, raw = council_counting.key_for_chair(desk, vote.referral.id)
    return take_off(vote, raw, vote.signer, chair)


def take_off(vote: Vote, raw: bytes, signer: str, chair: int = 1) -> bytes:
    """Take the outer seal of a key off, as that seat."""
    holder = vote.holders[chair]
    return box_key.open_outer(box_key.read(raw, [signer]), holder.seals, chair, holder.signs).content


def counted(desk: Desk, clock: Clock, vote: Vote, *remedies: Remedy, source: Random | None = None) -> Counted:
    """So many ballots of the panel are taken in, the term ends, and they are counted."""
    for seat, remedy in zip(vote.panel, remedies, strict=False):
        council_box.take_in(desk, vote.cast(seat, remedy))
    clock.advance(days=5)
    return council_counting.count(desk, vote.referral.id, opened(desk, vote), source)


def arrive(desk: Desk) -> None:
    """All that waits to be sent arrives in the community."""
    while (command := delivery.on_sending(desk)) is not None:
        delivery.on_sent(desk, command, Receipt(ReceiptStatus.DONE))
