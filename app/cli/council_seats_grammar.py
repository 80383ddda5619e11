"""The grammar of the council's seats and of panels: `council seats`, `enter-seat`, `draw` and what belongs to them."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.arguments import due_day, whole
from app.domain.council import MOST_SEATS

Say = Callable[[str, str], str]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]

_seat = whole(1, MOST_SEATS)


def seat_commands(make: "Make", within: "Group", say: Say) -> None:
    """Add the commands to the group `council`.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        within: the group.
        say: one of two texts, in the language of the help.
    """
    _seats(make, within, say)
    _panels(make, within, say)


def _seats(make: "Make", within: "Group", say: Say) -> None:
    make("seats", "council_seats.list_seats", "列出全部席位和指纹", "list the seats and their fingerprints", within)
    entered = make("enter-seat", "council_seats.enter", "按席位名片登记委员", "enter a member by their card", within)
    entered.add_argument("file", type=Path, metavar="FILE", help=say("席位名片 .stewardseat", "the card, .stewardseat"))
    entered.add_argument("--member", required=True, metavar="ID", help=say("社区账号编号", "their account's id"))
    entered.add_argument(
        "--member-name",
        default="",
        metavar="NAME",
        help=say("社区昵称，本机没见过这个账号时", "their name in the community, where it is not known here"),
    )
    entered.add_argument("--name", default="", metavar="NAME", help=say("在议事会的称呼", "as the council knows them"))
    entered.add_argument("--from", dest="begins", type=due_day, metavar="2026-12-01")
    entered.add_argument(
        "--until", required=True, type=due_day, metavar="2027-12-01", help=say("任期到", "of the term")
    )
    confirmed = make(
        "confirm-seat", "council_seats.confirm", "通话核对指纹后确认", "confirm keys compared by voice", within
    )
    confirmed.add_argument("seat", type=_seat, metavar="N")
    confirmed.add_argument(
        "--fingerprint",
        required=True,
        metavar="DIGITS",
        help=say("对方从自己屏幕上念出的 24 位数字", "the 24 digits that they read out from their own screen"),
    )
    left = make("leave-seat", "council_seats.leave", "席位离任", "a seat is given up", within)
    left.add_argument("seat", type=_seat, metavar="N")
    chair = make(
        "chair", "council_seats.chair", "指定轮值主席，与秘书一同开票", "name a chair, who opens counts", within
    )
    chair.add_argument("seat", type=_seat, metavar="N")
    chair.add_argument("--no", action="store_true", help=say("不再担任", "it is one no longer"))
    roster = make("roster", "council_seats.roster", "签署名册，发给各位委员", "sign the roster for the seats", within)
    roster.add_argument("--out", type=Path, required=True, metavar="DIR")


def _panels(make: "Make", within: "Group", say: Say) -> None:
    able = make("eligible", "council_seats.eligible", "谁可以评议这件事项", "who may judge a referral", within)
    drawn = make("draw", "council_seats.draw", "抽选评议小组", "draw its panel", within)
    aside = make("aside", "council_seats.aside", "回避并递补", "a seat stands aside and is replaced", within)
    for one in (able, drawn, aside):
        one.add_argument("referral", metavar="REF")
    aside.add_argument("seat", type=_seat, metavar="N")
    aside.add_argument(
        "--why",
        required=True,
        choices=["conflict", "silent"],
        help=say("有利害关系；联系不上", "it has a conflict of interest; nobody reaches it"),
    )
    aside.add_argument("--reason", default="", metavar="TEXT", help=say("利害关系是什么", "what the conflict is"))
