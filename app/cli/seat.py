"""`seat`: a council member's own folder: made, shown; its card, its roster, the chair's key, what arrived."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.context import Context
from app.cli.output import local, stamp
from app.domain.council import fingerprint
from app.domain.words import Words
from app.files import read_bytes, save_beside
from app.operations import seat_arrivals, seat_chair, seat_keys
from app.operations.seat_desk import Outgoing, SeatDesk
from app.operations.seat_keys import Me
from app.packets.signed import LARGEST
from app.start_seat import create_seat, open_seat, seat_key_is_known

PASSPHRASE = Words("席位口令", "Passphrase of the seat")
"""What opens a seat."""


@contextmanager
def seat_desk(context: Context) -> Iterator[SeatDesk]:
    """The desk of the member whose folder it is, until the block ends."""
    folder, passphrase = context.settings.seat, context.passphrase
    if passphrase is None and not seat_key_is_known(folder, context.key_store):
        passphrase = context.asked_passphrase(PASSPHRASE)
    seat = open_seat(folder, context.key_store, passphrase=passphrase)
    try:
        yield seat.desk
    finally:
        seat.close()


def saved(context: Context, file: Outgoing, folder: Path) -> Path:
    """Save a file that the member hands over, and say where."""
    path = save_beside(folder / file.name, file.content)
    context.out.document({"file": str(path)})
    return path


def new(context: Context, arguments: Namespace) -> int:
    """Make a seat."""
    folder = context.settings.seat
    seat = create_seat(folder, arguments.name, context.new_passphrase(PASSPHRASE), context.key_store)
    try:
        mine = seat_keys.me(seat.desk)
    finally:
        seat.close()
    context.out.document(_document(mine))
    context.out.say(
        f"已建立席位：{mine.own.name}（{folder}）。指纹，请念给秘书核对：{mine.fingerprint}\n"
        "接下来：steward seat card --out 文件夹，把席位文件交给秘书。口令请收好，忘了就打不开。",
        f"The seat is made: {mine.own.name} ({folder}). Its fingerprint, for the secretary: {mine.fingerprint}\n"
        "Next: steward seat card --out DIR, and hand the card to the secretary. Keep the passphrase safe: nothing else "
        "opens the seat.",
    )
    return 0


def who(context: Context, arguments: Namespace) -> int:
    """Whose seat it is, and what the roster says of it."""
    with seat_desk(context) as desk:
        mine = seat_keys.me(desk)
    out = context.out
    out.document(_document(mine))
    out.say(f"{mine.own.name} · 指纹 {mine.fingerprint}", f"{mine.own.name} · fingerprint {mine.fingerprint}")
    if mine.roster is None:
        out.say("还没有名册：请向秘书索取", "There is no roster yet: ask the secretary for it")
        return 0
    serial, community = mine.roster.serial, mine.roster.community
    out.say(f"名册：{community}，第 {serial} 版", f"Roster: {community}, number {serial}")
    if mine.seat is None:
        out.say("名册里没有这个席位", "The roster does not name this seat")
        return 0
    number, ends = mine.seat.number, mine.seat.ends.astimezone().date()
    chair = (" · 轮值主席", " · chair") if mine.seat.chair else ("", "")
    out.say(f"{number} 号席位，任期到 {ends}{chair[0]}", f"Seat {number}, until {ends}{chair[1]}")
    return 0


def _document(mine: Me) -> dict[str, object]:
    seat = mine.seat
    return {
        "name": mine.own.name,
        "fingerprint": mine.fingerprint,
        "signs": mine.own.keys.signs,
        "seals": mine.own.keys.seals,
        "roster": mine.roster.serial if mine.roster else None,
        "seat": seat.number if seat else None,
        "sits": mine.sits,
        "chair": seat.chair if seat else False,
        "ends": stamp(seat.ends) if seat else None,
    }


def card(context: Context, arguments: Namespace) -> int:
    """Write the seat's card."""
    with seat_desk(context) as desk:
        made, mine = seat_keys.card(desk), seat_keys.me(desk)
    path = saved(context, made, arguments.out)
    context.out.say(
        f"席位文件：{path}\n请交给秘书，并打电话核对指纹：{mine.fingerprint}",
        f"The card: {path}\nHand it to the secretary and compare the fingerprint by voice: {mine.fingerprint}",
    )
    return 0


def roster(context: Context, arguments: Namespace) -> int:
    """Take a roster."""
    with seat_desk(context) as desk:
        seen = seat_keys.take_roster(desk, read_bytes(arguments.file, LARGEST), arguments.fingerprint).seen
    out, taken = context.out, seen.roster
    out.document(
        {
            "roster": taken.serial,
            "community": taken.community,
            "fingerprint": seen.fingerprint,
            "seat": seen.seat.number if seen.seat else None,
            "seats": [
                {"seat": one.number, "name": one.name, "fingerprint": fingerprint(one.keys), "chair": one.chair}
                for one in taken.seats
            ],
        }
    )
    out.say(
        f"已采用第 {taken.serial} 版名册：{taken.community}，{len(taken.seats)} 个席位",
        f"Roster {taken.serial} is taken: {taken.community}, {len(taken.seats)} seats",
    )
    for one in taken.seats:
        mine = ("（您）", " (you)") if seen.seat == one else ("", "")
        out.say(f"  {one.number} {one.name}{mine[0]}", f"  {one.number} {one.name}{mine[1]}")
    return 0


def unlock(context: Context, arguments: Namespace) -> int:
    """Take the outer seal off the key of a count."""
    with seat_desk(context) as desk:
        raw = read_bytes(arguments.file, LARGEST)
        seen, made = seat_chair.look_at_key(desk, raw), seat_chair.open_key(desk, raw)
    path = saved(context, made, arguments.out)
    context.out.say(
        f"{seen.case} 第 {seen.round} 轮（{local(seen.due_at)} 截止）的外层已打开：{path}\n"
        "请交给秘书；只有秘书能打开里层。交出之后，请删除这个文件和收到的钥匙文件的每一份副本（邮件、聊天、下载）。",
        f"The outer seal of {seen.case}, round {seen.round} (until {local(seen.due_at)}) is off: {path}\n"
        "Hand it to the secretary, who alone can open what is inside. Then delete every copy of it and of the key file "
        "that you got: in mail, chats and downloads.",
    )
    return 0


def arrivals(context: Context, arguments: Namespace) -> int:
    """Say whether the member's ballot arrived; 1 where it did not."""
    with seat_desk(context) as desk:
        found = seat_arrivals.receipt(desk, read_bytes(arguments.file, LARGEST))
    out = context.out
    out.document({"case": found.case, "round": found.round, "arrived": found.arrived, "serial": found.serial})
    tell = out.say if found.arrived else out.hint
    zh, en = found.told
    tell(f"{found.case} 第 {found.round} 轮：{zh}", f"{found.case}, round {found.round}: {en}")
    return 0 if found.arrived else 1
