"""Whether a ballot arrived: what the secretary's signed list says of it, held against what was written here."""

import hashlib
from dataclasses import dataclass

from app.domain.seat import WrittenBallot
from app.domain.words import Words
from app.errors import PacketContradicts, PacketDestroyed, PacketNotHere, PacketOtherSigner
from app.keys import signing
from app.operations.seat_desk import SeatDesk
from app.operations.seat_keys import number_by
from app.packets import arrivals
from app.packets.arrivals import FORM, Arrivals, Arrived
from storage.seat_kept import SeatTransaction


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a list says of this seat.

    Attributes:
        arrived: what was written here last lies with the secretary as it was written.
        told: the same in words.
        serial: of the ballot that was written last; None where none was.
    """

    case: str
    round: int
    arrived: bool
    told: Words
    serial: int | None


def receipt(desk: SeatDesk, raw: bytes) -> Receipt:
    """What a list of arrivals says of this seat; nothing is kept.

    Raises:
        PacketError: it does not hold, is not signed by who signed the packet, or was made before the term was over.
        SignerUnknown: no secretary whom this seat trusts signed it.
        PacketNotHere, PacketDestroyed: the packet is not here, or not any more.
    """
    with desk.store.read() as tx:
        said, key = arrivals.read(raw, tx.trusted())
        _check(tx, said, key)
        number, written = number_by(tx, key), tx.ballots(said.packet)
    mine = next((one for one in said.arrived if one.seat == number), None)
    fine, told = _told(mine, written)
    return Receipt(said.case, said.round, fine, told, written[0].serial if written else None)


def _check(tx: SeatTransaction, said: Arrivals, key: str) -> None:
    kept = tx.packet(said.packet)
    if kept is None:
        raise PacketNotHere(case=f"{said.case}-{said.round}")
    if kept.key != key:
        wanted, found = signing.key_id(kept.key), signing.key_id(key)
        raise PacketOtherSigner(found=found, wanted=wanted).about(FORM.thing, FORM.ending, FORM.inner)
    if kept.destroyed_at is not None:
        raise PacketDestroyed(case=kept.case, at=kept.destroyed_at.astimezone())
    what = None
    if (kept.case, kept.round) != (said.case, said.round):
        what = ("说的是另一份案卷", "it speaks of another packet")
    elif said.made_at < kept.due_at:
        what = ("投票截止之前就开出了", "it was made before the term was over")
    if what is not None:
        raise PacketContradicts(what=what).about(FORM.thing, FORM.ending, FORM.inner)


def _told(mine: Arrived | None, written: list[WrittenBallot]) -> tuple[bool, Words]:
    """Whether what counts is what was written last, and that in words."""
    if not written:
        return mine is None, _NOTHING if mine is None else _NOT_YOURS
    latest = written[0]
    what = Words("回避票" if latest.recusal else "评议票", "recusal" if latest.recusal else "ballot")
    if mine is None:
        zh, en = f"您的第 {latest.serial} 张{what.zh}没有到。", f"Your {what.en} {latest.serial} did not arrive."
        return False, Words(zh + _ASK.zh, f"{en} {_ASK.en}")
    same = next((one for one in written if one.serial == mine.serial), None)
    if same is None or same.recusal != mine.recusal or (mine.sha256 and mine.sha256 != _digest(same)):
        return False, _NOT_YOURS
    if same is not latest:
        zh = f"您的第 {latest.serial} 张{what.zh}没有到；到的是第 {same.serial} 张，按那一张算。"
        en = f"Your {what.en} {latest.serial} did not arrive; number {same.serial} did, and that one counts."
        return False, Words(zh + _ASK.zh, f"{en} {_ASK.en}")
    if not (mine.sha256 or mine.recusal):
        zh = f"您的第 {latest.serial} 张{what.zh}登记过，但已不在票箱里，不会计入。"
        en = f"Your {what.en} {latest.serial} was entered but lies in the box no more; it will not be counted."
        return False, Words(zh + _ASK.zh, f"{en} {_ASK.en}")
    return True, Words(f"您的第 {latest.serial} 张{what.zh}已到。", f"Your {what.en} {latest.serial} arrived.")


def _digest(ballot: WrittenBallot) -> str:
    return hashlib.sha256(ballot.content).hexdigest()


_ASK = Words(
    "请马上联系秘书，并告诉其他委员。",
    "Speak to the secretary at once, and tell other seats.",
)
_NOTHING = Words("您没有写过评议票，清单里也没有您的票。", "You wrote no ballot, and the list has none of yours.")
_NOT_YOURS = Words(
    "清单里以您的席位登记的，不是您写的那一张。请马上联系秘书，并告诉其他委员。",
    "What the list has for your seat is not what you wrote. Speak to the secretary at once, and tell other seats.",
)
