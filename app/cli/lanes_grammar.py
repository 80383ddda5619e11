"""The grammar of lanes of their own: `lane`, `alarms`, `reports-register`."""

import argparse
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.lanes import LANES

Say = Callable[[str, str], str]
Hold = Callable[[argparse.ArgumentParser], None]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]


def lanes_commands(make: "Make", say: Say, hold: Hold) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        say: one of two texts, in the language of the help.
        hold: adds --hold to a command.
    """
    lane = make(
        "lane",
        "lanes.show",
        "专门流程（安全、违法、侵权、求助、建议）：时限、步骤；不带步骤时查看",
        "a lane of its own (safety, unlawful, rights, care, suggestion): its clocks and steps; shown without a step",
    )
    lane.add_argument("case", metavar="CASE")
    within = lane.add_subparsers(metavar="STEP")
    _into(make, within)
    _told(make, within, say)
    _sent(make, within, say, hold)
    _rights(make, within, say)
    alarms = make("alarms", "lanes.alarms", "还没有人跟进的警报", "alarms to which nobody sees yet")
    alarms.add_argument(
        "--shown",
        action="store_true",
        help=say("组长已看到二次提醒，记下来", "a lead saw the second alarms: enter that"),
    )
    register = make(
        "reports-register",
        "lanes.register",
        "上报登记：报给谁、何时、回执号",
        "to whom what was reported, when, the receipt",
    )
    register.add_argument("--limit", type=_some, default=200, metavar="N")


def _into(make: "Make", within: "Group") -> None:
    entered = make("enter", "lanes.enter", "进入专门流程", "enter a lane", within)
    entered.add_argument("kind", choices=sorted(one.value for one in LANES))
    entered.add_argument("--reason", default="", metavar="TEXT")
    cleared = make("clear", "lanes.clear", "关键词提示不是警报", "what a keyword found is no alarm", within)
    cleared.add_argument("--reason", default="", metavar="TEXT")
    make("ack", "lanes.acknowledge", "我来跟（关键词提示的，先进入流程）", "say that you see to it", within)


def _told(make: "Make", within: "Group", say: Say) -> None:
    passed = make(
        "pass-on", "lanes.pass_on", "登记转给了哪个部门", "enter to which department it was passed on", within
    )
    _whom(passed, say)
    happened = make(
        "incident", "lanes.incident", "登记事故时间与后果", "enter when it happened and how bad it was", within
    )
    happened.add_argument("at", metavar="TIME", help=say("如 2026-11-20 15:30", "as 2026-11-20 15:30"))
    happened.add_argument(
        "--injury",
        action=argparse.BooleanOptionalAction,
        help=say("有人员伤亡（没有：--no-injury）", "somebody was hurt, or died"),
    )
    happened.add_argument("--effect", action="store_true", help=say("有重大社会影响", "it has a major social effect"))
    happened.add_argument("--text", default="", metavar="TEXT")
    happened.add_argument(
        "--reason",
        default="",
        metavar="TEXT",
        help=say("组长更正之前登记的时间或后果：理由", "why a lead puts right what was entered before"),
    )
    owner = make("owner", "lanes.owner", "登记已联系上车主", "enter that the owner was reached", within)
    _said(owner, say)
    reported = make("report", "lanes.report", "登记上报：报给谁、回执号", "enter a report with its receipt", within)
    _whom(reported, say)
    reported.add_argument(
        "--form", action="store_true", help=say("补交的书面报告", "the written form that follows a report")
    )
    nothing = make(
        "no-report", "lanes.no_report", "部门确认无须上报", "the department says nothing is to report", within
    )
    nothing.add_argument("--reason", required=True, metavar="TEXT")
    called = make("called", "lanes.called", "登记打给了谁：110、120、家属", "enter who was called", within)
    _whom(called, say)
    minor = make("minor", "lanes.minor", "疑似未成年人", "who is concerned seems to be a minor", within)
    minor.add_argument("--text", default="", metavar="TEXT")


def _sent(make: "Make", within: "Group", say: Say, hold: Hold) -> None:
    for name, zh, en in (
        ("hide", "隐藏内容（违法的先固证）", "hide the post (unlawful: preserved first)"),
        ("restore", "恢复内容", "show the post again"),
        ("close", "流程走完，办结", "close the case at the end of its lane"),
    ):
        step = make(name, f"lanes.{name}", zh, en, within)
        step.add_argument("--reason", default="", metavar="TEXT")
        hold(step)
    for name, zh, en in (
        ("write", "私信作者：关心、安全提示、致谢，不是提醒", "write to the author without blame"),
        ("forward", "把侵权通知转送作者", "forward the rights notice to the author"),
    ):
        step = make(name, f"lanes.{name}", zh, en, within)
        step.add_argument(
            "--message",
            required=True,
            metavar="FILE",
            help=say("UTF-8 文本文件，- 为标准输入", "a UTF-8 text file; - for standard input"),
        )
        hold(step)
    drafted = make("draft", "lanes.draft", "起草：信件或转办单", "draft a letter, or the slip", within)
    drafted.add_argument(
        "step", choices=["passed_on", "owner_contacted", "written_to", "forwarded", "forwarded_back", "thanked"]
    )


def _rights(make: "Make", within: "Group", say: Say) -> None:
    checked = make("check", "lanes.check", "侵权通知已核对", "the rights notice was checked", within)
    checked.add_argument("to", metavar="SENDER", help=say("通知人", "who sent it"))
    _said(checked, say, at=False)
    statement = make("statement", "lanes.statement", "登记作者声明", "enter the author's statement", within)
    statement.add_argument("--text", required=True, metavar="FILE")
    statement.add_argument("--at", metavar="TIME")
    back = make("back", "lanes.back", "登记声明已转送通知人", "enter that it went back to who complained", within)
    _whom(back, say)


def _whom(command: argparse.ArgumentParser, say: Say) -> None:
    command.add_argument(
        "to", metavar="WHOM", help=say("部门、机关或人", "the department, the authority or the person")
    )
    command.add_argument("--number", default="", metavar="TEXT", help=say("单号或回执号", "of the ticket or receipt"))
    _said(command, say)


def _said(command: argparse.ArgumentParser, say: Say, *, at: bool = True) -> None:
    command.add_argument("--text", default="", metavar="TEXT", help=say("说了什么", "what was said"))
    if at:
        command.add_argument("--at", metavar="TIME", help=say("何时，默认现在", "when; now unless named"))


def _some(text: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", text) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: 1 …")
    return int(text)
