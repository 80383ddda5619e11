"""The small signed files of the council, told apart by what is in them, and told in words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from app.domain.council import Keys, fingerprint
from app.domain.words import Words
from app.packets import arrivals, ballot, box_key, done, roster, seat_card, signed
from app.packets.arrivals import ArrivalsFile
from app.packets.ballot_file import Cast, Envelope
from app.packets.box_key import KeyFile
from app.packets.done import DoneFile
from app.packets.roster import RosterFile
from app.packets.seat_card import CardFile
from app.packets.signed import Form
from app.text.display import visible

_NAME_AT, _LENGTH_AT = 30, 26


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind of file is read: `check` holds more of it than its form does; who may sign it."""

    form: Form[Any]
    check: Callable[[bytes, Sequence[str]], object]
    secretary: bool = False
    seat: bool = False


_KINDS = (
    _Kind(ballot.FORM, ballot.read, seat=True),
    _Kind(seat_card.FORM, lambda raw, _: seat_card.read(raw), seat=True),
    _Kind(roster.FORM, lambda raw, _: roster.read(raw), secretary=True),
    _Kind(box_key.FORM, box_key.read, secretary=True, seat=True),
    _Kind(done.FORM, done.read, seat=True),
    _Kind(arrivals.FORM, arrivals.read, secretary=True),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file of which everything holds.

    Attributes:
        kind: `ballot`, `seat`, `roster`, `key`, `done` or `arrivals`.
        said: what it says, in plain types; nothing that is sealed.
        told: the same in words, line by line.
        key: the public key that signed it.
        known: whether the reader named this key.
        sha256: of what was signed.
    """

    kind: str
    said: dict[str, Any]
    told: tuple[Words, ...]
    key: str
    key_id: str
    known: bool
    sha256: str


def is_one(raw: bytes) -> bool:
    """Whether a file says of itself that it is one of these; nothing of it was checked then."""
    return _kind(raw) is not None


def _kind(raw: bytes) -> _Kind | None:
    """By the name of the first file in it: the small files have one each."""
    length = int.from_bytes(raw[_LENGTH_AT : _LENGTH_AT + 2], "little")
    first = raw[_NAME_AT : _NAME_AT + length].decode("ascii", errors="replace")
    return next((kind for kind in _KINDS if kind.form.inner == first), None)


def check(raw: bytes, secretaries: Sequence[str], seats: Sequence[str], *, only: str | None = None) -> Checked:
    """Check such a file, in memory.

    Args:
        raw: the file; `is_one` said that it is one.
        secretaries: public keys that may have signed what the secretary signs.
        seats: those that may have signed what a seat signs.
        only: the one public key that must have signed it.

    Raises:
        PacketError: it does not hold; each subclass says what is wrong.
    """
    kind = _kind(raw)
    if kind is None:
        raise AssertionError("no file of the council")
    keys = [*(secretaries if kind.secretary else ()), *(seats if kind.seat else ())]
    found = signed.read(kind.form, raw, keys, only=only)
    kind.check(raw, [found.key])
    said = {name: value for name, value in msgspec.to_builtins(found.said).items() if name != "sealed"}
    return Checked(kind.form.role, said, tuple(_told(found.said)), found.key, found.key_id, found.known, found.sha256)


def _told(said: object) -> Iterator[Words]:
    match said:
        case Envelope():
            yield _of_ballot(said)
        case CardFile():
            spoken = fingerprint(Keys(said.signs, said.seals))
            yield Words(f"席位名片：{visible(said.name)}，指纹 {spoken}", f"Card of {visible(said.name)}: {spoken}")
        case RosterFile():
            yield from _of_roster(said)
        case KeyFile():
            yield _of_key(said)
        case DoneFile():
            yield _of_done(said)
        case ArrivalsFile():
            yield from _of_arrivals(said)


def _of_ballot(said: Envelope) -> Words:
    where = Words(
        f"{said.case} 第 {said.round} 轮，{said.seat} 号席，第 {said.serial} 张",
        f"{said.case}, round {said.round}, seat {said.seat}, serial {said.serial}",
    )
    if said.cast is Cast.RECUSAL:
        return Words(
            f"回避申明：{where.zh}。理由：{visible(said.reason)}",
            f"Recusal: {where.en}. Reason: {visible(said.reason)}",
        )
    return Words(
        f"评议票：{where.zh}。选项已封存，计票前谁也看不到。",
        f"Ballot: {where.en}. Nobody sees its answers before the count.",
    )


def _of_roster(said: RosterFile) -> Iterator[Words]:
    community = visible(said.community)
    yield Words(f"名册第 {said.serial} 号 · {community}", f"Roster {said.serial} · {community}")
    for seat in said.seats:
        name, spoken = visible(seat.name), fingerprint(Keys(seat.signs, seat.seals))
        chair, until = Words("，召集人", ", chair") if seat.chair else Words("", ""), _time(seat.ends)
        yield Words(
            f"{seat.number} 号席 {name}{chair.zh}，任期至 {until}，指纹 {spoken}",
            f"seat {seat.number} {name}{chair.en}, until {until}, fingerprint {spoken}",
        )


def _of_key(said: KeyFile) -> Words:
    where = Words(f"{said.case} 第 {said.round} 轮", f"{said.case}, round {said.round}")
    if said.opened_by is not None:
        return Words(
            f"计票钥匙：{where.zh}，外层已由 {said.opened_by} 号席打开，秘书可用",
            f"Key of the count: {where.en}; seat {said.opened_by} took its outer seal off, the secretary can use it",
        )
    at = _time(said.due_at)
    return Words(
        f"计票钥匙：{where.zh}，{at} 截止后由召集人打开外层",
        f"Key of the count: {where.en}; a chair takes its outer seal off after {at}",
    )


def _of_done(said: DoneFile) -> Words:
    at = _time(said.destroyed_at)
    return Words(
        f"{said.seat} 号席已于 {at} 销毁 {said.case} 的材料",
        f"Seat {said.seat} destroyed what it had of {said.case}, {at}",
    )


def _of_arrivals(said: ArrivalsFile) -> Iterator[Words]:
    at = _time(said.made_at)
    yield Words(
        f"收票清单：{said.case} 第 {said.round} 轮，{at} 签发", f"Arrivals of {said.case}, round {said.round}, {at}"
    )
    for one in said.arrived:
        of = Words("已不在票箱", "in the box no more")
        of = Words("回避", "stood aside") if one.recusal else Words(one.sha256, one.sha256) if one.sha256 else of
        yield Words(f"{one.seat} 号席，第 {one.serial} 张：{of.zh}", f"seat {one.seat}, serial {one.serial}: {of.en}")


def _time(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M %z}"
