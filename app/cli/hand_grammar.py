"""The grammar of what is entered by hand: `new`, `import`, `correct`."""

import argparse
from collections.abc import Callable
from pathlib import Path

from app.domain.cases import CaseKind
from app.domain.hand import Place

Say = Callable[[str, str], str]
Make = Callable[[str, str, str, str], argparse.ArgumentParser]
"""Makes a command: its name, what it does by its name in `app.cli`, and its help in both languages."""


def hand_commands(make: Make, say: Say) -> None:
    """Add the commands.

    Args:
        make: makes one of them.
        say: one of two texts, in the language of the help.
    """
    _new(make, say)
    table = make("import", "hand.import_table", "从 CSV 表格录入工单", "enter the cases of a CSV table")
    table.add_argument("file", type=Path, metavar="FILE")
    table.add_argument("--place", choices=[place.value for place in Place])
    table.add_argument(
        "--take-good",
        action="store_true",
        help=say("有问题的行跳过，其余照常录入", "enter the good lines though others can't be taken"),
    )
    edited = make(
        "correct", "hand.correct", "登记作者的修改（手工录入的工单）", "enter what the author changed it to (by hand)"
    )
    edited.add_argument("case", metavar="CASE")
    edited.add_argument("--text", required=True, metavar="FILE", help=_text_help(say))
    _screenshots(edited, say)


def _new(make: Make, say: Say) -> None:
    new = make(
        "new",
        "hand.new",
        "手工录入一件工单：微信群、电话、线下活动等",
        "enter a case by hand: a chat group, the phone, an event",
    )
    new.add_argument("--place", choices=[place.value for place in Place], required=True)
    new.add_argument("--author", required=True, metavar="NAME")
    new.add_argument(
        "--member", default="", metavar="ID", help=say("社区成员编号（已知时）", "the member's id, if known")
    )
    new.add_argument("--title", default="", metavar="TEXT")
    new.add_argument("--text", metavar="FILE", help=_text_help(say))
    new.add_argument("--link", default="", metavar="URL")
    new.add_argument("--at", metavar="TIME", help=say("发生时间，如 2026-11-20 15:30", "when, as 2026-11-20 15:30"))
    new.add_argument("--kind", choices=[kind.value for kind in CaseKind], default=CaseKind.VIOLATION.value)
    _screenshots(new, say)


def _text_help(say: Say) -> str:
    return say("UTF-8 文本文件，- 为标准输入", "a UTF-8 text file; - for standard input")


def _screenshots(command: argparse.ArgumentParser, say: Say) -> None:
    command.add_argument(
        "--screenshot",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="FILE",
        help=say("截图或 PDF，作为证据留存", "pictures or PDF, kept as evidence"),
    )
