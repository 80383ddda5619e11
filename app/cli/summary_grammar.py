"""The grammar of `summary`: the month."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.cli.summary_exporting_grammar import export_arguments
from app.domain.months import Month, month_named
from app.errors import NotAMonth

Say = Callable[[str, str], str]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]


def summary_commands(make: "Make", say: Say) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        say: one of two texts, in the language of the help.
    """
    shown = make(
        "summary",
        "summary.show",
        "治理月报：查看一个月的数字；不写月份时列出各月",
        "the monthly summary: the figures of a month; without one, which months there are",
    )
    _month(shown, say, default=None)
    shown.add_argument(
        "--cases", metavar="FIGURE", help=say("列出某个数字背后的工单", "list the cases behind a figure")
    )
    shown.add_argument(
        "--after", type=int, default=0, metavar="KEY", help=say("从这一条之后继续", "go on after this one")
    )
    export_arguments(shown, say)
    within = shown.add_subparsers(metavar="COMMAND", required=False)
    closed = make("close", "summary.close", "关账：冻结一个已结束的月份（主管）", "freeze a month that is over", within)
    _month(closed, say, required=True)
    sentences = make(
        "sentences",
        "summary.sentences",
        "改写月报开头的三句话（主管）；空文字恢复草稿",
        "rewrite the three sentences of a month (managers); an empty text brings back the draft",
        within,
    )
    _month(sentences, say, required=True)
    for name, zh, en in (
        ("--better", "哪里变好了", "what got better"),
        ("--worse", "哪里变差了", "what got worse"),
        ("--ask", "请公司改变什么", "what the company is asked to change"),
    ):
        sentences.add_argument(name, metavar="TEXT", help=say(zh, en))
    sentences.add_argument(
        "--language",
        choices=("zh", "en"),
        help=say("这些文字是哪种语言；不写就两种语言都用它", "in which language these are; else they stand in both"),
    )
    _zone(make, within, say)


def _zone(make: "Make", within: "Group", say: Say) -> None:
    zone = make(
        "zone",
        "summary.zone",
        "月份按哪个时区起止（第一次关账之前可改）",
        "the time zone of the months; it can be changed until one is closed",
        within,
    )
    zone.add_argument("name", nargs="?", metavar="NAME", help=say("如 Asia/Shanghai", "as Asia/Shanghai"))


def _month(command: argparse.ArgumentParser, say: Say, **more: object) -> None:
    named = say("月份，如 2026-10", "the month, as 2026-10")
    whole = {"type": _named, "metavar": "2026-10", "help": named} | more
    command.add_argument("--month", **whole)  # type: ignore[arg-type]


def _named(text: str) -> Month:
    try:
        return month_named(text)
    except NotAMonth:
        raise argparse.ArgumentTypeError(f"{text!r}: 2026-10") from None
