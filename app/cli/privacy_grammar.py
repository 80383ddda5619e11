"""The grammar of personal data: `forget`, `disclose`, `requests`, `hold`, `retention`."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.appeals_grammar import moment_or_day
from app.cli.arguments import whole
from app.domain.privacy_retention import LONGEST, Kept

Say = Callable[[str, str], str]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]


def privacy_commands(make: "Make", group: "Callable[[str, str, str], Group]", say: Say) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        group: makes a command that has commands of its own.
        say: one of two texts, in the language of the help.
    """
    forget = make(
        "forget",
        "privacy.forget",
        "成员请求删除个人信息：登记，看会删什么、什么须保留，办理",
        "a member asks for deletion: enter it, see what would go and what stays, carry it out",
    )
    forget.add_argument("--carry-out", action="store_true", help=say("办理（主管）", "delete it now; for managers"))
    forget.add_argument(
        "--mentions",
        action="store_true",
        help=say(
            "可能是普通词的名字，他人所写之处也一并删除", "names that may be words go too where others wrote them"
        ),
    )
    _request(forget, say)
    disclose = make(
        "disclose",
        "privacy.disclose",
        "成员请求查阅、复制个人信息：登记，导出（HTML 和 JSON），办理",
        "a member asks what is kept about them: enter it; --out writes HTML and JSON and answers it",
    )
    disclose.add_argument("--out", type=Path, metavar="DIR", help=say("导出到这里并办理（主管）", "write it here"))
    _request(disclose, say)
    make("requests", "privacy.requests", "个人信息请求与期限", "the personal data requests, with their terms")
    _hold(make, say)
    _retention(make, group("retention", "保存期：查看、设置、到期删除", "how long what is kept"), say)


def _request(command: argparse.ArgumentParser, say: Say) -> None:
    command.add_argument(
        "member", metavar="MEMBER|CASE", help=say("成员编号、唯一的名字，或请求的工单", "an id, a name, or the case")
    )
    command.add_argument("--said", metavar="FILE", help=say("成员的原话，- 为标准输入", "the member's own words"))
    command.add_argument(
        "--received", type=moment_or_day, metavar="DATE", help=say("收到的日期，默认现在", "when it came; now")
    )
    command.add_argument("--refuse", metavar="REASON", help=say("不予办理的理由（主管）", "refuse it, with the reason"))
    command.add_argument("--message", metavar="FILE", help=say("给成员的答复", "the letter; the standard one"))


def _hold(make: "Make", say: Say) -> None:
    hold = make("hold", "privacy.hold", "法律保留：设置、解除、列出", "legal holds: set, release, list")
    hold.add_argument("target", nargs="?", metavar="CASE|MEMBER")
    hold.add_argument("--reason", default="", metavar="TEXT")
    hold.add_argument("--release", action="store_true", help=say("解除，附理由", "release it, with a reason"))


def _retention(make: "Make", within: "Group", say: Say) -> None:
    make("show", "privacy.retention_show", "各类保存多久", "how long each kind is kept", within)
    change = make("set", "privacy.retention_set", "设置保存期", "set how long a kind is kept", within)
    change.add_argument("kind", choices=[one.value for one in Kept])
    change.add_argument("days", type=whole(1, LONGEST), metavar="DAYS")
    run = make("run", "privacy.retention_run", "删除到期内容", "delete what is over", within)
    run.add_argument("--dry-run", action="store_true", help=say("只统计，不删除", "only count"))
