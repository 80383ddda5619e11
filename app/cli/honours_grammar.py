"""The grammar of `thank` and `honours`: thanks, titles, nominations, and who holds what."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.cli.arguments import whole
from app.domain.honours import Show
from app.domain.honours_rules import MOST_HOLDERS, MOST_MONTHS

Say = Callable[[str, str], str]
Hold = Callable[[argparse.ArgumentParser], None]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]

MOST_ROWS = 10_000


def honours_commands(make: "Make", say: Say, hold: Hold) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        say: one of two texts, in the language of the help.
        hold: adds --hold to a command.
    """
    thank = make("thank", "honours.thank", "随手感谢：在帖内或私信感谢作者", "thank the author of a post")
    thank.add_argument("case", metavar="CASE")
    thank.add_argument("--post", metavar="ID", help=say("帖内的其他帖子", "another post that was read"))
    thank.add_argument("--message", metavar="FILE", help=say("默认用标准感谢语", "the standard words unless given"))
    thank.add_argument("--private", action="store_true", help=say("私信，不在帖内", "by message, not in the thread"))
    known = say("知道这一帖被举报或是投诉，仍要感谢", "thank for it though it was reported, or complains")
    thank.add_argument("--reported", action="store_true", help=known)
    hold(thank)
    honours = make("honours", "honours.listed", "荣誉：称号、提名、授予", "honours: who holds what, who is nominated")
    honours.set_defaults(ended=False)
    within = honours.add_subparsers(metavar="COMMAND")
    _looking(make, within, say)
    _titles(make, within, say)
    _nominating(make, within, say, hold)
    _holding(make, within, say, hold)


def _looking(make: "Make", within: "Group", say: Say) -> None:
    listed = make("list", "honours.listed", "谁有什么称号、谁被提名、该办什么", "who holds and is nominated", within)
    listed.add_argument("--ended", action="store_true", help=say("已结束的", "those that are over"))
    shown = make("show", "honours.show", "一个提名或称号的经过", "a nomination, or a held title", within)
    shown.add_argument("number", metavar="N-…|H-…")
    thanked = make("thanks", "honours.thanks", "一位成员得到的感谢和称号", "what a member is thanked for", within)
    thanked.add_argument("member", metavar="MEMBER")
    thanked.add_argument("--limit", type=whole(1, MOST_ROWS), default=50, metavar="N")
    suggested = make("suggest", "review.suggest", "系统统计出的建议，附理由", "who might be honoured, and why", within)
    suggested.add_argument("--limit", type=whole(1, MOST_ROWS), default=10, metavar="N")


def _titles(make: "Make", within: "Group", say: Say) -> None:
    make("titles", "honours_titles.titles", "有哪些称号，社区能显示哪些荣誉", "the titles, and what shows them", within)
    title = make("title", None, "新建、修改或停用称号", "make, change or retire a title", within)
    inside = title.add_subparsers(metavar="COMMAND", required=True)
    made = make("set", "honours_titles.set_title", "新建或修改（主管）", "make or change one (managers)", inside)
    made.add_argument("title", metavar="ID")
    for name, zh, en in (
        ("name", "中文名称", "its name in Chinese"),
        ("name-en", "英文名称", "its name in English"),
        ("for", "授予条件（中文）", "what it is given for, in Chinese"),
        ("for-en", "授予条件（英文）", "the same in English"),
        ("honour", "社区里显示它的荣誉编号", "the community's honour that shows it"),
    ):
        made.add_argument(f"--{name}", metavar="TEXT", help=say(zh, en))
    made.add_argument("--months", type=whole(1, MOST_MONTHS), metavar="N", help=say("任期，月", "its term, in months"))
    made.add_argument("--quota", type=whole(1, MOST_HOLDERS), metavar="N", help=say("名额", "how many may hold it"))
    retired = make("retire", "honours_titles.retire", "不再授予（主管）", "give it no more (managers)", inside)
    retired.add_argument("title", metavar="ID")


def _nominating(make: "Make", within: "Group", say: Say, hold: Hold) -> None:
    made = make("nominate", "honours.nominate", "提名", "nominate a member", within)
    made.add_argument("member", metavar="MEMBER")
    made.add_argument("--title", required=True, metavar="ID")
    made.add_argument(
        "--because", required=True, action="append", metavar="TEXT", help=say("TA 做了什么", "what they did")
    )
    made.add_argument("--case", metavar="CASE", help=say("从哪件工单看到的", "from which case"))
    made.add_argument(
        "--post", action="append", default=[], metavar="ID", help=say("作为事由的帖子", "posts that show it")
    )
    ask = _about(make("ask", "honours.ask", "征求本人意愿", "ask whether they want it", within), "NOMINATION")
    ask.add_argument("--message", metavar="FILE", help=say("默认用标准信件", "the standard letter unless given"))
    hold(ask)
    agreed = _about(make("consent", "honours.consent", "登记本人同意", "enter that they agreed", within), "NOMINATION")
    shows = ",".join(Show)
    agreed.add_argument(
        "--shows",
        type=_shows,
        required=True,
        metavar=shows,
        help=say(f"同意展示的内容：{shows}，或 nothing", f"what may be shown: {shows}, or nothing"),
    )
    agreed.add_argument("--source", required=True, metavar="TEXT", help=say("怎样得到的", "how that is known"))
    agreed.add_argument("--at", metavar="TIME", help=say("何时同意的", "when they agreed"))
    agreed.add_argument("--minor", action="store_true", help=say("未成年", "they are under age"))
    agreed.add_argument("--guardian", default="", metavar="TEXT", help=say("监护人同意", "the guardian who agreed"))
    for name, work, zh, en, needed in (
        ("unwanted", "unwanted", "本人不愿意，或撤回同意", "they do not want it, or no longer", False),
        ("withdraw", "withdraw", "撤回自己的提名", "take your own nomination back", False),
        ("decline", "decline", "不通过（主管）", "decline it (managers)", True),
    ):
        _about(make(name, f"honours.{work}", zh, en, within), "NOMINATION").add_argument(
            "--reason", required=needed, default="", metavar="TEXT"
        )
    hold(_about(make("grant", "honours.grant", "授予（主管）", "grant it (managers)", within), "NOMINATION"))


def _holding(make: "Make", within: "Group", say: Say, hold: Hold) -> None:
    for name, zh, en, needed in (
        ("renew", "续任（主管）", "give another term (managers)", False),
        ("emeritus", "荣休（主管）", "keep it for life, without duties (managers)", False),
        ("restore", "恢复被暂停的称号（主管）", "give a suspended title back (managers)", False),
        ("revoke", "收回（主管）", "take it away (managers)", True),
    ):
        one = _about(make(name, f"honours.{name}", zh, en, within), "HELD")
        one.add_argument("--reason", required=needed, default="", metavar="TEXT")
        hold(one)
    told = _about(
        make("announce", "honours.announce", "发布公开感谢（主管）", "thank in public (managers)", within), "HELD"
    )
    told.add_argument(
        "--message",
        required=True,
        metavar="FILE",
        help=say("看过的文字，- 为标准输入", "the words; - for standard input"),
    )
    told.add_argument("--title", metavar="TEXT")
    hold(told)


def _about(command: argparse.ArgumentParser, what: str) -> argparse.ArgumentParser:
    command.add_argument("number", metavar=what)
    return command


def _shows(text: str) -> frozenset[Show]:
    if text.strip().casefold() == "nothing":
        return frozenset()
    try:
        return frozenset(Show(one.strip().casefold()) for one in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: {', '.join(Show)}, nothing") from None
