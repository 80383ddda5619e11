"""`council seats|enter-seat|confirm-seat|leave-seat|chair|roster`, and of a referral `council eligible|draw|aside`."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.context import Context
from app.cli.output import Output, stamp
from app.domain.council import ReferralId, Seat
from app.domain.council_panel import ASIDE_WORDS, Aside
from app.domain.council_seats import STANDING_WORDS
from app.domain.members import MemberId, MemberRef
from app.domain.words import Words
from app.errors import MemberUnknown, UnwritableFile
from app.files import read_bytes, save_beside
from app.operations import council_panel, council_parties, council_seats
from app.operations.council_panel import PanelChanged
from app.operations.council_seats import Listed, SeatChanged
from app.operations.desk import Desk

LARGEST_CARD = 2**20


def list_seats(context: Context, _arguments: Namespace) -> int:
    """List the seats and their fingerprints."""
    out = context.out
    with context.desk() as desk:
        found = council_seats.seats(desk)
    out.document([_of_listed(one) for one in found])
    if not found:
        out.say(
            "还没有席位。用 steward council enter-seat 按委员的席位名片登记。",
            "There is no seat. steward council enter-seat enters one by the card of its member.",
        )
    for one in found:
        chair = out.words(Words("轮值主席", "chair")) if one.seat.chair else ""
        until = f"{one.seat.ends.astimezone():%Y-%m-%d}"
        told = [out.words(STANDING_WORDS[one.standing]), one.seat.name, one.seat.member.name, until, chair]
        out.line(f"{one.seat.number:>3}  {' · '.join(part for part in told if part)}")
        out.line(f"{'':>3}  {one.fingerprint}")
    return 0


def enter(context: Context, arguments: Namespace) -> int:
    """Enter a member of the council by their card."""
    card = read_bytes(arguments.file, LARGEST_CARD)
    with context.desk() as desk:
        done = council_seats.enter_seat(
            desk,
            card,
            _member(desk, arguments.member, arguments.member_name),
            name=arguments.name,
            begins=arguments.begins,
            ends=arguments.until,
        )
    number = done.seat.number
    return _tell(
        context.out,
        done,
        Words(
            f"已登记。请打对方早已知道的电话，请 TA 念出自己屏幕上的指纹，再运行 steward council confirm-seat {number}",
            f"Entered. Call them on a number long known and have them read out the fingerprint from their own screen, "
            f"then run steward council confirm-seat {number}",
        ),
    )


def confirm(context: Context, arguments: Namespace) -> int:
    """Confirm keys that were compared by voice."""
    with context.desk() as desk:
        done = council_seats.confirm_seat(desk, arguments.seat, arguments.fingerprint)
    return _tell(context.out, done, Words("指纹一致，已确认", "The fingerprint is the same: confirmed"))


def leave(context: Context, arguments: Namespace) -> int:
    """A seat is given up."""
    with context.desk() as desk:
        done = council_seats.leave_seat(desk, arguments.seat)
    return _tell(context.out, done, Words("已离任", "It was given up"))


def chair(context: Context, arguments: Namespace) -> int:
    """Name a chair, or say that a seat is none any more."""
    with context.desk() as desk:
        done = council_seats.make_chair(desk, arguments.seat, chair=not arguments.no)
    what = Words("是轮值主席", "It is a chair") if done.seat.chair else Words("不是轮值主席", "It is no chair")
    return _tell(context.out, done, what)


def roster(context: Context, arguments: Namespace) -> int:
    """Sign the roster and save it."""
    out, folder = context.out, arguments.out
    _check_folder(folder)
    with context.desk() as desk:
        made = council_seats.sign_roster(desk)
    path = save_beside(folder / made.name, made.content)
    listed = [one.number for one in made.seats]
    out.document({"serial": made.serial, "file": str(path), "seats": listed, "fingerprint": made.fingerprint})
    out.say(f"已签署第 {made.serial} 号名册：{path}", f"Signed roster {made.serial}: {path}")
    out.say(
        f"委员第一次采用时，请在电话里与您核对指纹：{made.fingerprint}",
        f"The first time, each seat compares its fingerprint with you by voice: {made.fingerprint}",
    )
    return 0


def eligible(context: Context, arguments: Namespace) -> int:
    """Tell which seats may judge a referral."""
    out = context.out
    with context.desk() as desk:
        found = council_panel.eligibility(desk, ReferralId(arguments.referral))
    out.document(
        [
            {
                "seat": one.seat.number,
                "name": one.seat.name,
                "bar": one.bar,
                "place": one.sitting.place if one.sitting else None,
                "aside": one.sitting.aside if one.sitting else None,
            }
            for one in found
        ]
    )
    for one in found:
        aside = one.bar or (one.sitting.aside if one.sitting else None)
        sits = Words("在小组里", "on the panel") if one.sitting else Words("可以抽选", "can be drawn")
        out.line(f"{one.seat.number:>3}  {one.seat.name} · {out.words(ASIDE_WORDS[aside] if aside else sits)}")
    return 0


def draw(context: Context, arguments: Namespace) -> int:
    """Draw the panel of a referral."""
    with context.desk() as desk:
        done = council_panel.draw_panel(desk, ReferralId(arguments.referral))
    return _tell_panel(context.out, done)


def aside(context: Context, arguments: Namespace) -> int:
    """Take a seat off a panel; the next in order takes its place."""
    with context.desk() as desk:
        done = council_panel.stand_aside(
            desk, ReferralId(arguments.referral), arguments.seat, Aside(arguments.why), reason=arguments.reason
        )
    return _tell_panel(context.out, done)


# --- parts ------------------------------------------------------------------------------------------------


def _member(desk: Desk, member: str, name: str) -> MemberRef:
    """The member as they are known here, or as they were named; a mistyped id is not taken for somebody new."""
    try:
        return council_parties.member_named(desk, member)
    except MemberUnknown:
        if not name.strip():
            raise
        return MemberRef(MemberId(member.strip()), name.strip())


def _check_folder(folder: Path) -> None:
    """Let pass where a file can go: what was signed and not saved would use up a serial for nothing."""
    if folder.exists() and not folder.is_dir():
        raise UnwritableFile(path=folder, why=Words("不是文件夹", "it is no folder"))


def _tell(out: Output, done: SeatChanged, what: Words) -> int:
    out.document(_of_seat(done.seat) | {"fingerprint": done.fingerprint})
    out.say(
        f"{done.seat.number} 号 {done.seat.name}：{what.zh}", f"Seat {done.seat.number}, {done.seat.name}: {what.en}"
    )
    return 0


def _tell_panel(out: Output, done: PanelChanged) -> int:
    out.document(
        {
            "referral": done.referral,
            "drawn": [one.number for one in done.drawn],
            "aside": [{"seat": one.number, "why": why} for one, why in done.aside],
            "lacking": done.lacking,
        }
    )
    for one, why in done.aside:
        out.say(
            f"{one.number} 号 {one.name} 回避：{ASIDE_WORDS[why].zh}",
            f"Seat {one.number}, {one.name}: {ASIDE_WORDS[why].en}",
        )
    for one in done.drawn:
        out.say(f"抽到 {one.number} 号 {one.name}", f"Drawn: seat {one.number}, {one.name}")
    if done.lacking:
        out.say(
            f"还差 {done.lacking} 席；停用、清退需要至少 5 张有效票。",
            f"{done.lacking} seats short; suspension and removal need five valid ballots.",
        )
    return 0


def _of_seat(one: Seat) -> dict[str, Any]:
    return {
        "seat": one.number,
        "name": one.name,
        "member": one.member.id,
        "begins": stamp(one.begins),
        "ends": stamp(one.ends),
        "confirmed_at": stamp(one.confirmed_at),
        "left_at": stamp(one.left_at),
        "chair": one.chair,
    }


def _of_listed(one: Listed) -> dict[str, Any]:
    panels = [referral.id for referral in one.panels]
    return _of_seat(one.seat) | {"standing": one.standing, "fingerprint": one.fingerprint, "panels": panels}
