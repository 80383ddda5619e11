"""The grammar of `promises`, `promise`, `calendar`, `team-facts`, and of what `reply` promises."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.arguments import due_day, whole
from app.domain.promises import USUAL_DAYS
from app.domain.promises_letters import LETTERS
from app.domain.promises_register import Which
from app.domain.promises_rules import MOST_DAYS
from app.domain.team_facts import Fact

Say = Callable[[str, str], str]
Hold = Callable[[argparse.ArgumentParser], None]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]

MOST_ROWS = 100_000
_DAYS_HELP = ("几个工作日", "so many working days")
_DUE_HELP = ("到这一天 18:00 为止", "by 18:00 of that day, instead")


def promises_commands(make: "Make", group: "Callable[[str, str, str], Group]", say: Say, hold: Hold) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        group: makes a command that has commands of its own.
        say: one of two texts, in the language of the help.
        hold: adds --hold to a command.
    """
    listed = make("promises", "promises.list_promises", "承诺跟进：我们答应过的话", "what we promised")
    listed.add_argument("--state", choices=[one.value for one in Which], default=Which.ALL.value)
    listed.add_argument("--department", default="", metavar="TEXT")
    listed.add_argument("--search", default="", metavar="TEXT")
    listed.add_argument("--limit", type=whole(1, MOST_ROWS), default=100, metavar="N")
    listed.add_argument(
        "--notes",
        action="store_true",
        help=say("只看该写进展的（到期前一天傍晚起）", "only those that a progress note is due for"),
    )
    within = group("promise", "一项承诺：查看、转办、进展、延期、办结", "one promise: look, tell, close")
    _inside(make, within, say)
    _in_public(make, within, say, hold)
    _calendar(make, group("calendar", "工作日历：查看、导入", "the calendar of working days: look, import"))
    facts = make(
        "team-facts",
        "team_facts.team_facts",
        "品牌、热线、部门、车型：用来填写信件、识别车型",
        "brand, hotline, departments, models: for letters and topics",
    )
    facts.add_argument(
        "--set",
        action="append",
        default=[],
        type=_fact,
        metavar="NAME=TEXT",
        help=say(f"可设：{' '.join(Fact)}；留空为清除", f"one of {' '.join(Fact)}; empty takes it away"),
    )


def promise_arguments(reply: argparse.ArgumentParser, say: Say) -> None:
    """What a reply promises."""
    reply.add_argument(
        "--promise",
        metavar="TEXT",
        help=say("答应什么，几个字", "what is promised, in a few words"),
    )
    reply.add_argument("--department", default="", metavar="TEXT", help=say("哪个部门办", "who has to find out or act"))
    reply.add_argument("--owner", default="", metavar="TEXT", help=say("谁来跟进", "who of us sees to it"))
    _until(reply, say)
    reply.add_argument("--number", default="", metavar="TEXT", help=say("转办单号", "of the handoff"))


def _inside(make: "Make", within: "Group", say: Say) -> None:
    """What nobody outside sees."""
    plain = (
        ("show", "一项承诺的全部经过", "everything about a promise"),
        ("slip", "转办单文本，贴进公司系统", "the handoff slip, to paste into the company's system"),
    )
    for name, zh, en in plain:
        one = make(name, f"promises.{name}", zh, en, within)
        one.add_argument("promise_id", metavar="PROMISE")
    handed = make("hand", "promises.hand", "填写转办单号", "enter the number of the handoff", within)
    handed.add_argument("promise_id", metavar="PROMISE")
    handed.add_argument("number", metavar="NUMBER")
    answered = make("answered", "promises.answered", "记下部门的答复（不公开）", "note its answer", within)
    answered.add_argument("promise_id", metavar="PROMISE")
    answered.add_argument("--message", required=True, metavar="FILE", help=_file(say))
    drafted = make("draft", "promises.draft", "起草公开的话", "draft a public word", within)
    drafted.add_argument("promise_id", metavar="PROMISE")
    drafted.add_argument("--change", choices=[one.value for one in LETTERS], default="progress")
    drafted.add_argument("--language", choices=["zh", "en"])
    _until(drafted, say)
    taken = make("withdraw", "promises.withdraw", "撤回承诺（组长）", "take a promise back, for a lead", within)
    taken.add_argument("promise_id", metavar="PROMISE")
    taken.add_argument("--reason", required=True, metavar="TEXT")


def _in_public(make: "Make", within: "Group", say: Say, hold: Hold) -> None:
    public = (
        ("progress", "公开说明进展", "say in public how far it is"),
        ("extend", "到期前公开延期", "say in public, before it is due, that it will be later"),
        ("close", "办结回复", "say in public what came of it"),
        ("give-up", "公开说明无法兑现", "say in public that it will not come"),
    )
    for name, zh, en in public:
        one = make(name, f"promises.{name.replace('-', '_')}", zh, en, within)
        one.add_argument("promise_id", metavar="PROMISE")
        one.add_argument("--message", required=True, metavar="FILE", help=_file(say))
        if name == "extend":
            _until(one, say)
        hold(one)


def _calendar(make: "Make", within: "Group") -> None:
    make("show", "calendars.show", "已知的年份", "the years that are known", within)
    taken = make("import", "calendars.import_calendar", "导入放假安排", "import the arrangement of a year", within)
    taken.add_argument("file", type=Path, metavar="FILE")


def _until(command: argparse.ArgumentParser, say: Say) -> None:
    command.add_argument("--days", type=whole(1, MOST_DAYS), default=USUAL_DAYS, metavar="N", help=say(*_DAYS_HELP))
    command.add_argument("--due", type=due_day, metavar="2026-12-01", help=say(*_DUE_HELP))


def _file(say: Say) -> str:
    return say("UTF-8 文本文件，- 为标准输入", "a UTF-8 text file; - for standard input")


def _fact(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"{text!r}: NAME=TEXT")
    return name.strip(), value
