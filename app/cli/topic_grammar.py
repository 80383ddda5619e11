"""The grammar of `topic`: one matter, many cases."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.cli.arguments import due_day, whole
from app.domain.promises import USUAL_DAYS, Change
from app.domain.topics import SAID_OF

Say = Callable[[str, str], str]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]

MOST = 1_000


def topic_commands(
    make: "Make",
    group: "Callable[[str, str, str], Group]",
    say: Say,
    hold: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        group: makes a command that has commands of its own.
        say: one of two texts, in the language of the help.
        hold: adds --hold to a command.
    """
    within = group(
        "topic",
        "专题：同一件事的多个工单，一个说明、一个承诺，每人各答一次",
        "topics: many cases of one matter, one explanation, one promise, each answered once",
    )
    _cases(make, within, say)
    _words(make, within, say, hold)


def _cases(make: "Make", within: "Group", say: Say) -> None:
    listed = make("list", "topic.list_topics", "列出专题", "list the topics", within)
    listed.add_argument("--closed", action="store_true", help=say("已办结的", "those that are closed"))
    opened = make("open", "topic.open_topic", "开一个专题", "open a topic", within)
    opened.add_argument("title", metavar="TITLE")
    opened.add_argument("cases", nargs="*", metavar="CASE")
    for name, work, zh, en in (
        ("add", "topic.add", "把工单放进专题", "put cases into it"),
        ("out", "topic.take_out", "把工单移出专题", "take cases out of it"),
    ):
        changed = make(name, work, zh, en, within)
        changed.add_argument("topic", metavar="TOPIC")
        changed.add_argument("cases", nargs="+", metavar="CASE")
    like = make("like", "topic.like", "找出可能是同一件事的工单", "find open cases of the same matter", within)
    like.add_argument("about", metavar="TOPIC|CASE")
    like.add_argument("--limit", type=whole(1, MOST), default=50, metavar="N")
    like.add_argument("--add", action="store_true", help=say("都放进这个专题", "put all of them into the topic"))
    shown = make("show", "topic.show", "一个专题的全部内容", "everything about a topic", within)
    closed = make("close", "topic.close", "办结专题", "close a topic", within)
    for one in (shown, closed):
        one.add_argument("topic", metavar="TOPIC")


def _words(make: "Make", within: "Group", say: Say, hold: Callable[[argparse.ArgumentParser], None]) -> None:
    file = say("UTF-8 文本文件，- 为标准输入", "a UTF-8 text file; - for standard input")
    explained = make("explain", "topic.explain", "写给所有人的说明", "say what holds for all of them", within)
    promised = make("promise", "topic.promise", "对所有人作一个承诺", "promise all of them the same", within)
    answered = make("answer", "topic.answer", "逐一答复还没答复的人", "answer each who was not answered yet", within)
    followed = make("follow-up", "topic.follow_up", "公开进展、延期、办结", "tell all how it goes on", within)
    for one in (explained, promised, answered, followed):
        one.add_argument("topic", metavar="TOPIC")
    explained.add_argument("--message", required=True, metavar="FILE", help=file)
    for name in ("what", "department", "owner"):
        promised.add_argument(f"--{name}", required=True, metavar="TEXT")
    promised.add_argument("--number", default="", metavar="TEXT", help=say("转办单号", "of the handoff"))
    answered.add_argument("cases", nargs="*", metavar="CASE")
    answered.add_argument(
        "--first-line",
        action="append",
        default=[],
        type=_line,
        metavar="CASE=TEXT",
        help=say("为某人写的开头，代替引用原帖", "what they are told first, instead of words of their post"),
    )
    answered.add_argument("--plan", action="store_true", help=say("只看会怎样，不发送", "show what it would do"))
    followed.add_argument("--message", metavar="FILE", help=file)
    followed.add_argument("--change", choices=[one.value for one in SAID_OF], default=Change.PROGRESS.value)
    followed.add_argument("--rest", action="store_true", help=say("只补给还没收到的人", "tell only who has not heard"))
    for one in (promised, followed):
        one.add_argument("--days", type=whole(1, MOST), default=USUAL_DAYS, metavar="N")
        one.add_argument("--due", type=due_day, metavar="2026-12-01", help=say("到这一天为止", "by that day, instead"))
    hold(answered)
    hold(followed)


def _line(text: str) -> tuple[str, str]:
    case, sign, line = text.partition("=")
    if not sign or not case.strip() or not line.strip():
        raise argparse.ArgumentTypeError(f"{text!r}: CASE=TEXT")
    return case.strip(), line
