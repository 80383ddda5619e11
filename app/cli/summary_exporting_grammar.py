"""The grammar of `summary --out`: the month as files."""

import argparse
from collections.abc import Callable
from pathlib import Path

from app.domain.summary import Format
from app.errors import NotAFormat

Say = Callable[[str, str], str]


def export_arguments(command: argparse.ArgumentParser, say: Say) -> None:
    """Add what makes files of a month."""
    command.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help=say(
            "把月报写成文件放进这个文件夹；不写 --month 时是最近结束的一个月",
            "write the month to files in this folder; without --month, the last one that is over",
        ),
    )
    command.add_argument(
        "--format",
        type=_formats,
        metavar=",".join(Format),
        help=say("写成哪些文件，默认全部", "as which files; all of them unless named"),
    )
    command.add_argument(
        "--language",
        choices=("zh", "en"),
        help=say("文件的语言，默认与界面相同", "of the files; else as the program's"),
    )
    command.add_argument(
        "--names",
        action="store_true",
        help=say("写出成员和同事的名字（主管，记入台账）", "name members and staff (managers; entered in the ledger)"),
    )


def _formats(text: str) -> frozenset[Format]:
    named = [one.strip().lower() for one in text.split(",")]
    unknown = next((one for one in named if one not in set(Format)), None)
    if unknown is not None:
        raise argparse.ArgumentTypeError(NotAFormat(text=unknown, known=", ".join(Format)).sentence("en"))
    return frozenset(Format(one) for one in named)
