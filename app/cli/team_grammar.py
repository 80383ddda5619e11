"""The grammar of what a team shares: `texts`, `handover`."""

import argparse
import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from app.domain.texts import ANSWERS

Say = Callable[[str, str], str]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[[str, str, str, str, Group], argparse.ArgumentParser]


def team_commands(make: "Make", group: "Callable[[str, str, str], Group]", say: Say) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        group: makes a command that has commands of its own.
        say: one of two texts, in the language of the help.
    """
    _texts(
        make, group("texts", "话术库：查看、编写、审核、停用", "the library of texts: look, write, review, retire"), say
    )
    _handover(make, group("handover", "交接班：查看、交班、接班", "handing a shift over: look, give, take"))


def _texts(make: "Make", within: "Group", say: Say) -> None:
    listed = make("list", "texts.list_texts", "列出话术", "list the texts", within)
    listed.add_argument("--answer", choices=list(ANSWERS), default="")
    shown = make("show", "texts.show", "一条话术的所有版本", "a text with all its versions", within)
    shown.add_argument("text", type=_number, metavar="TEXT")
    added = make("add", "texts.add", "新写一条", "write a text", within)
    added.add_argument(
        "file", metavar="FILE", help=say("UTF-8 文本文件，- 为标准输入", "a UTF-8 text file; - for standard input")
    )
    added.add_argument("--answer", choices=list(ANSWERS), required=True)
    added.add_argument("--language", choices=["zh", "en"], default="zh")
    added.add_argument("--name", required=True, metavar="NAME")
    added.add_argument(
        "--fits", default="", metavar="TEXT", help=say("适用的车型、版本", "the models and versions it fits")
    )
    edited = make("edit", "texts.edit", "写一个新版本", "write another version", within)
    edited.add_argument("text", type=_number, metavar="TEXT")
    edited.add_argument("file", metavar="FILE")
    edited.add_argument("--name", metavar="NAME")
    edited.add_argument("--fits", metavar="TEXT")
    edited.add_argument(
        "--base", type=_number, metavar="VERSION", help=say("您看的是第几版", "the version that you looked at")
    )
    reviewed = make(
        "review", "texts.review", "确认法务已审，写明有效期", "say until when legal has reviewed it", within
    )
    reviewed.add_argument("text", type=_number, metavar="TEXT")
    reviewed.add_argument("--until", type=_day, required=True, metavar="2026-12-31")
    retired = make("retire", "texts.retire", "停用，不再选用", "use it no longer", within)
    retired.add_argument("text", type=_number, metavar="TEXT")


def _handover(make: "Make", within: "Group") -> None:
    make("show", "handover.show", "现在的交接单，和等您接的班", "the page as it stands, and what waits for you", within)
    given = make("give", "handover.give", "交班", "hand the shift over", within)
    given.add_argument("--note", default="", metavar="TEXT")
    make("take", "handover.take", "接班", "take the shift over", within)


def _number(text: str) -> int:
    if not re.fullmatch("[0-9]{1,12}", text):
        raise argparse.ArgumentTypeError(f"{text!r}: 1 …")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: 2026-12-31") from None
