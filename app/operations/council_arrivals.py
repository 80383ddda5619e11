"""A receipt for the seats: after the term and before the count, the secretary signs which ballots arrived."""

import hashlib
from dataclasses import dataclass, field

from app.domain.council import Referral, ReferralId, Stage
from app.domain.letters import moment_words
from app.errors import CountBeforeTerm
from app.operations.council_keys import signer
from app.operations.council_referrals import check_stage, referral_in
from app.operations.desk import Desk
from app.packets import arrivals
from app.packets.arrivals import Arrivals, Arrived
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Listed:
    """The list as a file, which goes to every seat of the panel.

    Attributes:
        arrived: what it says.
        name, content: of the file.
    """

    referral: ReferralId
    round: int
    arrived: tuple[Arrived, ...]
    name: str
    content: bytes = field(repr=False)


def arrived(desk: Desk, referral: ReferralId | str) -> Listed:
    """Sign which ballots of the present round arrived.

    Raises:
        NoRight: the person is no secretary.
        ReferralNotFound, ReferralAtOtherStage: nobody votes on that, or it was counted: no ballot is there any more.
        CountBeforeTerm: the term runs.
    """
    _, secret = signer(desk)
    now = desk.clock()
    with desk.record.read() as tx:
        found = check_stage(referral_in(tx, referral), {Stage.VOTING})
        if found.due_at is not None and now < found.due_at:
            due = moment_words(found.due_at.astimezone())
            raise CountBeforeTerm(referral=found.id, due_zh=due.zh, due_en=due.en)
        listed = _listed(tx, found)
    made = arrivals.write(Arrivals(found.id, found.round, found.packet, now, listed), secret)
    return Listed(found.id, found.round, listed, made.name, made.content)


def _listed(tx: Transaction, referral: Referral) -> tuple[Arrived, ...]:
    """What counts of each seat: the last that it sent."""
    box = tx.council_box.files(referral.key, referral.round)
    files = {(seat, serial): hashlib.sha256(raw).hexdigest() for seat, serial, raw in box}
    last = {one.seat: one for one in tx.council_box.roll(referral.key, referral.round)}
    return tuple(
        Arrived(seat, one.serial, one.recusal, files.get((seat, one.serial), "")) for seat, one in sorted(last.items())
    )
