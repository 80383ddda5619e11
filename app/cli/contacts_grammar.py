"""The grammar of words beside answers: `message`, `contact`, `contacts`, `outside`."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.contacts import Channel
from app.domain.outside import Party

Say = Callable[[str, str], str]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]


def contacts_commands(
    make: "Make",
    group: "Callable[[str, str, str], Group]",
    say: Say,
    answer: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        group: makes a command that has commands of its own.
        say: one of two texts, in the language of the help.
        answer: adds the case, --message and --hold to a command.
    """
    message = make(
        "message", "contacts.message", "私信作者，不引用条款", "write to the author in private, citing no article"
    )
    answer(message)
    _contact(make, say)
    _outside(make, group("outside", "外部介入：标记、口径、放行、结束", "parties from outside"), say)


def _contact(make: "Make", say: Say) -> None:
    one = make("contact", "contacts.contact", "登记一次联系；不写方式时列出", "log a call or a talk, or list them")
    one.add_argument("case", metavar="CASE")
    one.add_argument("--channel", choices=[channel.value for channel in Channel])
    reached = one.add_mutually_exclusive_group()
    reached.add_argument("--reached", action="store_true", help=say("联系上了", "somebody answered"))
    reached.add_argument("--no-answer", action="store_true", help=say("没有联系上", "nobody answered"))
    one.add_argument(
        "--text",
        default="",
        metavar="FILE|TEXT",
        help=say("讲了什么：文字或文件，- 为标准输入", "what was said: text, or a file; - for standard input"),
    )
    one.add_argument(
        "--next", metavar="TIME", help=say("何时再联系，如 2026-11-24 10:00", "when to try again, as 2026-11-24 10:00")
    )
    make("contacts", "contacts.contacts", "现在该再联系谁", "who is to be contacted again now")


def _outside(make: "Make", within: "Group", say: Say) -> None:
    listed = make("list", "contacts.outside_list", "谁介入了", "who is involved", within)
    listed.add_argument("case", nargs="?", metavar="CASE")
    added = make("add", "contacts.outside_add", "标记：外部已介入", "say that somebody is involved", within)
    added.add_argument("case", metavar="CASE")
    added.add_argument("party", choices=[party.value for party in Party])
    added.add_argument("--number", default="", metavar="TEXT", help=say("如 12315 编号", "such as that at 12315"))
    added.add_argument("--note", default="", metavar="TEXT")
    added.add_argument("--line", default="", metavar="TEXT", help=say("统一口径", "what all who write keep to"))
    line = make("line", "contacts.outside_line", "改统一口径", "change the agreed line", within)
    line.add_argument("case", metavar="CASE")
    line.add_argument("flag", type=int, metavar="N")
    line.add_argument("text", metavar="TEXT")
    ended = make("end", "contacts.outside_end", "结束标记（另一人）", "end a flag (another person)", within)
    ended.add_argument("case", metavar="CASE")
    ended.add_argument("flag", type=int, metavar="N")
    ended.add_argument("--reason", required=True, metavar="TEXT")
    released = make("release", "contacts.outside_release", "放行介入前写好的内容", "let go what was held", within)
    released.add_argument("case", metavar="CASE")
