"""The grammar of `refer` and of `council`: what is put before the council, and how it goes on.

What belongs to seats and to counting has grammars of its own, which add to the same group.
"""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

Say = Callable[[str, str], str]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]


def council_commands(make: "Make", group: "Callable[[str, str, str], Group]", say: Say) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        group: makes a command that has commands of its own.
        say: one of two texts, in the language of the help.
    """
    within = group(
        "council",
        "议事会：席位、提请评议、评议小组、计票、评议结果",
        "the council: its seats, referrals, panels, counts and rulings",
    )
    _looking(make, within, say)


def _looking(make: "Make", within: "Group", say: Say) -> None:
    listed = make("list", "council.list_referrals", "列出评议事项", "list the referrals", within)
    listed.add_argument("--closed", action="store_true", help=say("已结束的", "those that are over"))
