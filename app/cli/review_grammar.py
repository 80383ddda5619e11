"""The grammar of `review`: the community review of a month."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.review import Format

Say = Callable[[str, str], str]
Hold = Callable[[argparse.ArgumentParser], None]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]


def review_commands(make: "Make", group: "Callable[[str, str, str], Group]", say: Say, hold: Hold) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        group: makes a command that has commands of its own.
        say: one of two texts, in the language of the help.
        hold: adds --hold to a command.
    """
    within = group(
        "review", "社区盘点：起草、查看、修改、发布、导出", "the community review: draft, show, write, publish, export"
    )
    draft = make("draft", "review.draft", "从当月的荣誉、感谢和好帖起草", "draft it from the month", within)
    draft.add_argument("--language", choices=["zh", "en"], help=say("盘点的语言", "of the review"))
    draft.add_argument("--again", action="store_true", help=say("重新起草，作为新的一稿", "draft it anew"))
    show = make("show", "review.show", "最新一稿与进展", "the newest version, and how far it is", within)
    write = make(
        "write", "review.write", "用文件（Markdown）替换全文", "take the whole text from a file (Markdown)", within
    )
    write.add_argument("file", metavar="FILE")
    write.add_argument("--title", metavar="TEXT", help=say("默认用文件的一级标题", "else the file's first heading"))
    publish = make("publish", "review.publish", "发布为公告（主管）", "publish it as a notice (managers)", within)
    publish.add_argument(
        "--named",
        action="append",
        default=[],
        metavar="NAME",
        help=say("可以出现的名字：本人已另行同意，或只是常用词", "a name that may stand: they agreed, or it is a word"),
    )
    publish.add_argument("--by-hand", action="store_true", help=say("由人发布，再登记", "a person puts it up"))
    hold(publish)
    export = make("export", "review.export", "导出网页和 Markdown", "save it as a web page and Markdown", within)
    export.add_argument("--out", type=Path, required=True, metavar="DIR")
    export.add_argument("--format", type=_formats, default=list(Format), metavar=",".join(Format))
    for command in (draft, show, write, publish, export):
        command.add_argument("--month", metavar="M", help=say("默认上个月", "the last month unless said otherwise"))
    for command in (show, write, publish):
        command.add_argument(
            "--version",
            type=int,
            metavar="N",
            help=say("第几稿：看哪一稿；您看过的是哪一稿", "which version to show; which one you read"),
        )


def _formats(text: str) -> list[Format]:
    try:
        return [Format(one.strip().casefold()) for one in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: {', '.join(Format)}") from None
