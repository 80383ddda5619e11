"""The grammar of what prepares a packet of the council and builds it: within the group `packet`."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.arguments import whole

Say = Callable[[str, str], str]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]

_days, _number = whole(1, 30), whole(1, 9999)


def council_packet_commands(make: "Make", within: "Group", say: Say) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        within: the group of packets.
        say: one of two texts, in the language of the help.
    """
    _looking(make, within, say)
    _choosing(make, within, say)
    _building(make, within, say)


def _of(make: "Make", within: "Group", name: str, zh: str, en: str) -> argparse.ArgumentParser:
    command = make(name, f"council_packet.{name}", zh, en, within)
    command.add_argument("referral", metavar="REF")
    return command


def _looking(make: "Make", within: "Group", say: Say) -> None:
    command = _of(
        make,
        within,
        "plan",
        "评议案卷：每处遮盖、每张图片、还缺什么",
        "what a packet of the council would be: masks, pictures, what is missing",
    )
    command.add_argument("--masks", action="store_true", help=say("列出每一处遮盖", "list every masked place"))


def _choosing(make: "Make", within: "Group", say: Say) -> None:
    mask = _of(make, within, "mask", "遮盖或放开一处", "mask a place, or lift a mask")
    mask.add_argument(
        "what",
        metavar="WHAT",
        help=say("编号（m-… 一处，v-… 一个值）或原文", "an id (m-… a place, v-… a value), or the words"),
    )
    way = mask.add_mutually_exclusive_group(required=True)
    way.add_argument("--show", action="store_true", help=say("给委员看原文", "seats read what stands there"))
    way.add_argument(
        "--hide", action="store_true", help=say("遮盖；未被识别的文字也行", "mask it; also words that were not found")
    )
    way.add_argument("--drop", action="store_true", help=say("不再额外遮盖这些文字", "mask these words no longer"))
    way.add_argument(
        "--is",
        dest="called",
        metavar="LABEL",
        help=say("这些文字是谁的名字，如 甲方、“车友 1”", "whose name the words are, as 甲方 or “车友 1”"),
    )
    confirm = _of(make, within, "confirm", "确认全部文字和遮盖都已核对", "say that all words and masks were looked at")
    confirm.add_argument(
        "seen", metavar="SEEN", help=say("packet plan 给出的核对码", "the code that packet plan gives")
    )
    _pictures(make, within, say)
    earlier = _of(make, within, "earlier", "以往相似的评议结果是否放入", "whether an earlier ruling goes in")
    earlier.add_argument("ruling", metavar="REF")
    way = earlier.add_mutually_exclusive_group(required=True)
    way.add_argument("--in", dest="within", action="store_true", help=say("放入", "it goes in"))
    way.add_argument("--out", dest="within", action="store_false", help=say("不放", "it is left out"))


def _pictures(make: "Make", within: "Group", say: Say) -> None:
    picture = _of(
        make,
        within,
        "picture",
        "一张图片：另存来看、放入、打码或不放",
        "a picture: save to look at, put in, blur, leave out",
    )
    picture.add_argument("number", type=_number, metavar="N")
    choice = picture.add_mutually_exclusive_group(required=True)
    choice.add_argument(
        "--save", type=Path, metavar="DIR", help=say("按委员将看到的样子另存", "save it as seats would see it")
    )
    choice.add_argument("--seen", action="store_true", help=say("看过了，放入", "it was looked at and goes in"))
    choice.add_argument("--out", action="store_true", help=say("不放入案卷", "it is left out"))
    choice.add_argument(
        "--blur",
        nargs="+",
        metavar="X,Y,W,H",
        help=say("打码的矩形，以另存图片的像素计", "rectangles made unreadable, in pixels of the saved picture"),
    )


def _building(make: "Make", within: "Group", say: Say) -> None:
    build = _of(
        make, within, "build", "制作并封装案卷，开始投票", "build the packet, seal it for the panel, and let seats vote"
    )
    build.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help=say("案卷写到哪里", "where the packet goes")
    )
    build.add_argument(
        "--days", type=_days, default=5, metavar="N", help=say("投票期限，自然日", "for how many days ballots count")
    )
    build.add_argument(
        "--unsealed",
        action="store_true",
        help=say("不加密（任何人拿到都能看）", "not sealed: whoever has it can read it"),
    )
    seal = _of(
        make,
        within,
        "seal",
        "席位递补后重新封装，案卷不变",
        "seal it again after a seat was replaced; the packet stays the same",
    )
    seal.add_argument("--out", type=Path, required=True, metavar="DIR")
