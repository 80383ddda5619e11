"""The grammar of deciding alike, and of who decides: `similar`, `sample`, `recuse`, `claim`, `release`, `pass`."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.cli.arguments import whole
from app.domain.ladder import SANCTIONS, Rung
from app.domain.sampling import SHARE, Mark

Say = Callable[[str, str], str]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]

DAYS = 7
MOST_ALIKE = 50


def consistency_commands(
    make: "Make", group: "Callable[[str, str, str], Group]", say: Say, anchor: Callable[[str], tuple[int, str]]
) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        group: makes a command that has commands of its own.
        say: one of two texts, in the language of the help.
        anchor: reads an anchor of the ledger.
    """
    similar = make("similar", "consistency.similar", "过往类似：上次怎么判的", "how like matters were judged before")
    similar.add_argument("case", metavar="CASE")
    similar.add_argument("--article", type=whole(1, 999), required=True, metavar="N")
    similar.add_argument(
        "--rung",
        choices=[rung.value for rung in (Rung.COACHING, *SANCTIONS)],
        help=say("打算选的一级", "what you are about to choose"),
    )
    similar.add_argument("--limit", type=whole(1, MOST_ALIKE), default=5, metavar="N")
    _sample(make, group("sample", "抽检：组长复看一部分决定", "sampling: a lead looks again"), say, anchor)
    _hands(make, say)


def _sample(make: "Make", within: "Group", say: Say, anchor: Callable[[str], tuple[int, str]]) -> None:
    draw = make("draw", "consistency.sample_draw", "抽出要看的决定", "draw decisions to look at", within)
    draw.add_argument("--share", type=_share, default=SHARE, metavar="0.05")
    draw.add_argument("--anchor", type=anchor, metavar="N:HASH", help=say("按上次的锚重抽", "draw the same again"))
    mark = make("mark", "consistency.sample_mark", "记下看法", "say what you think of one", within)
    mark.add_argument("decision", metavar="DECISION")
    mark.add_argument("mark", choices=[one.value for one in Mark])
    mark.add_argument("--note", default="", metavar="TEXT")
    report = make("report", "consistency.sample_report", "各条款判得齐不齐", "how evenly articles are applied", within)
    for one in (draw, report):
        one.add_argument(
            "--days", type=whole(1, 3650), default=DAYS, metavar="N", help=say("最近几天的决定", "of the last days")
        )


def _hands(make: "Make", say: Say) -> None:
    recuse = make("recuse", "consistency.recuse", "回避：与自己有关，交给其他人", "keep out of a case")
    claim = make("claim", "consistency.claim", "接单", "claim a case")
    claim.add_argument("--over", action="store_true", help=say("从别人手里接过来", "take it over from somebody"))
    release = make("release", "consistency.release", "退回待处理", "give a case back")
    passing = make("pass", "consistency.pass_on", "转交；不写 --to 列出可接手的人", "pass a case on, or list to whom")
    passing.add_argument("--to", metavar="ACCOUNT")
    for one in (recuse, claim, release, passing):
        one.add_argument("case", metavar="CASE")
    recuse.add_argument("--reason", required=True, metavar="TEXT")
    for one in (release, passing):
        one.add_argument("--note", default="", metavar="TEXT", help=say("给同事的话", "what others should know"))


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError(f"{text!r}: 0 … 1")
    return share
