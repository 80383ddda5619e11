"""The grammar of `seat`: a council member's own folder. None of it needs a network or a workspace."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.arguments import whole

Say = Callable[[str, str], str]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]


def seat_commands(make: "Make", say: Say) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        say: one of two texts, in the language of the help.
    """
    seat = make(
        "seat",
        "seat_window.council_mode",
        "委员模式：阅读案卷、写评议票，不联网（不带子命令时打开窗口）",
        "council mode: read packets, write ballots, without network (alone it opens the window)",
    )
    within = seat.add_subparsers(metavar="COMMAND")
    window = make("window", "seat_window.council_mode", "打开窗口", "open the window", within)
    window.add_argument("file", nargs="?", type=Path, metavar="FILE")
    _own(make, within, say)
    _packets(make, within, say)
    _end(make, within, say)


def _own(make: "Make", within: "Group", say: Say) -> None:
    new = make("new", "seat.new", "新建席位（口令：STEWARD_PASSPHRASE，或按提示输入）", "make a seat", within)
    new.add_argument("--name", required=True, metavar="NAME", help=say("议事会里的名字", "your name in the council"))
    make("who", "seat.who", "席位、指纹、名册", "the seat, its fingerprint, its roster", within)
    card = make("card", "seat.card", "写出席位文件，交给秘书登记", "write the seat's card for the secretary", within)
    card.add_argument("--out", type=Path, required=True, metavar="DIR")
    roster = make("roster", "seat.roster", "采用秘书签名的名册", "take the roster that the secretary signed", within)
    roster.add_argument("file", type=Path, metavar="FILE")
    roster.add_argument(
        "--fingerprint",
        default="",
        metavar="DIGITS",
        help=say("与秘书电话核对过的指纹", "the fingerprint as it was compared with the secretary by voice"),
    )


def _packets(make: "Make", within: "Group", say: Say) -> None:
    opened = make("open", "seat_packets.open_packet", "收下案卷并核验", "take a packet in and check it", within)
    opened.add_argument("file", type=Path, metavar="FILE")
    make("list", "seat_packets.listed", "列出案卷", "list the packets", within)
    read = make("read", "seat_packets.read", "阅读案卷", "read a packet", within)
    _which(read, say)
    read.add_argument("--html", type=Path, metavar="FILE", help=say("另存为网页", "save it as a page for a browser"))
    note = make("note", "seat_packets.note", "笔记与标记", "note something, or mark a place", within)
    _which(note, say)
    note.add_argument(
        "--at",
        default="",
        metavar="PLACE",
        help=say("帖子编号、当事人称谓、article-N；默认整份案卷", "a post, a party's label, article-N; else all of it"),
    )
    note.add_argument("--text", metavar="TEXT", help=say("空字符串删去笔记", "an empty text takes the note away"))
    marks = note.add_mutually_exclusive_group()
    marks.add_argument("--mark", dest="marked", action="store_true", default=None)
    marks.add_argument("--unmark", dest="marked", action="store_false", default=None)


def _end(make: "Make", within: "Group", say: Say) -> None:
    arrived = make(
        "arrivals",
        "seat.arrivals",
        "核对收票清单：我的票到了没有；没到则退出码为 1",
        "hold the secretary's list against my ballot; 1 where it did not arrive",
        within,
    )
    arrived.add_argument("file", type=Path, metavar="FILE")
    unlock = make(
        "unlock",
        "seat.unlock",
        "轮值主席：截止后开启计票钥匙的外层",
        "the chair: after the term, take the outer seal off the key of a count",
        within,
    )
    unlock.add_argument("file", type=Path, metavar="FILE")
    unlock.add_argument("--out", type=Path, required=True, metavar="DIR")
    destroy = make(
        "destroy",
        "seat_packets.destroy",
        "销毁案卷、笔记和评议票，并写出确认文件",
        "destroy a packet with its notes and ballots, and write the confirmation",
        within,
    )
    _which(destroy, say)
    destroy.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help=say("确认文件放在哪里", "where the confirmation goes")
    )


def _which(command: argparse.ArgumentParser, say: Say) -> None:
    command.add_argument(
        "case",
        metavar="CASE",
        help=say("事项编号；同名的不止一份时，用 SHA-256 的前几位", "the referral; or the first digits of a SHA-256"),
    )
    command.add_argument("--round", type=whole(1, 99), metavar="N")
