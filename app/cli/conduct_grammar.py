"""The grammar of `conduct` and what stands under it."""

import argparse
from collections.abc import Callable
from pathlib import Path

from app.domain.conduct import Document, Severity, Stance

Say = Callable[[str, str], str]
Within = "argparse._SubParsersAction[argparse.ArgumentParser]"
Make = Callable[..., argparse.ArgumentParser]
"""Makes a command: its name, what it does by its name in `app.cli`, its help in both languages, and where it stands."""


def conduct_commands(make: Make, say: Say) -> None:
    """Add `conduct` with all that stands under it.

    Args:
        make: makes one command.
        say: one of two texts, in the language of the help.
    """
    _Conduct(make, say).add()


class _Conduct:
    def __init__(self, make: Make, say: Say) -> None:
        self._make, self._say = make, say

    def add(self) -> None:
        make = self._make
        top = make(
            "conduct",
            "conduct.in_force_now",
            "社区公约：施行中的条款；起草、征求意见、公告、公告帖、阅读确认见下",
            "the code of conduct: the articles in force; drafting, consulting, announcing and what follows stand below",
        )
        top.add_argument("--on", metavar="DATE", help=self._say("某一天施行的版本", "the edition in force on a day"))
        self._document(top)
        self._within = top.add_subparsers(metavar="COMMAND")
        self._reading()
        self._drafting()
        self._consulting()
        self._announcing()
        self._readers()

    def _one(self, name: str, work: str, zh: str, en: str, within: object = None) -> argparse.ArgumentParser:
        return self._make(name, f"conduct{work}", zh, en, within or self._within)

    def _group(self, name: str, zh: str, en: str) -> object:
        return self._make(name, None, zh, en, self._within).add_subparsers(metavar="COMMAND", required=True)

    def _document(self, command: argparse.ArgumentParser) -> None:
        command.add_argument(
            "--document",
            choices=[one.value for one in Document],
            default=Document.CODE.value,
            help=self._say("code 公约（默认），charter 议事会章程", "the code (unless said otherwise), or the charter"),
        )

    def _language(self, command: argparse.ArgumentParser) -> None:
        command.add_argument("--language", choices=["zh", "en"], default="zh")

    def _reading(self) -> None:
        self._one(
            "list",
            ".history",
            "所有版本：日期、状态、凭证、谁帮过忙",
            "every edition: dates, standing, proof, who helped",
        )
        show = self._one("show", ".show", "一个版本的全文", "one edition in full")
        show.add_argument("number", type=int, metavar="N")
        two = self._one("diff", ".compare_editions", "两个版本有什么不同", "what two editions have different")
        two.add_argument("before", type=int, metavar="A")
        two.add_argument("after", type=int, metavar="B")
        copy = self._one(
            "copy", ".public_copy", "导出公开副本：网页与 Markdown", "the copy for everybody: a web page and Markdown"
        )
        copy.add_argument("folder", type=Path, metavar="DIR")
        copy.add_argument("--number", type=int, metavar="N")
        self._language(copy)
        self._document(copy)
        brought = self._one(
            "import",
            ".import_file",
            "导入以前公布过的公约（Markdown 或 JSON），注明真实施行日期和凭证",
            "bring in rules published earlier (Markdown or JSON), with their true date and a proof",
        )
        brought.add_argument("file", type=Path, metavar="FILE")
        brought.add_argument("--effective", required=True, metavar="DATE")
        brought.add_argument("--name", default="", metavar="NAME")
        brought.add_argument("--link", default="", metavar="URL", help=self._say("当时公告的链接", "where it stood"))
        brought.add_argument(
            "--proof", type=Path, metavar="FILE", help=self._say("截图或 PDF", "a screenshot or a PDF")
        )
        self._document(brought)

    def _drafting(self) -> None:
        group = self._group("draft", "草案：新建、查看、修改、放弃", "the draft: make, show, change, drop")
        new = self._one("new", "_drafts.new", "新建草案", "make a draft", group)
        new.add_argument("--from", dest="based_on", type=int, metavar="N")
        show = self._one("show", "_drafts.show", "草案与它改了什么", "the draft, and what it changes", group)
        show.add_argument(
            "--markdown",
            action="store_true",
            help=self._say("写成可以修改后再 edit 的文件", "as a file that “edit” takes back"),
        )
        put = self._one("set", "_drafts.set_article", "改一条，或新增一条", "change an article, or add one", group)
        put.add_argument("article", type=int, metavar="N")
        for part in ("title", "text", "why", "guidance"):
            put.add_argument(f"--{part}", metavar="TEXT")
            put.add_argument(f"--{part}-en", metavar="TEXT")
        put.add_argument("--stance", type=Stance, choices=list(Stance))
        put.add_argument("--severity", type=Severity, choices=list(Severity))
        put.add_argument(
            "--before", type=int, metavar="N", help=self._say("作为新条插在这一条之前", "a new one before this")
        )
        out = self._one("remove", "_drafts.remove", "删去一条", "take an article out", group)
        out.add_argument("article", type=int, metavar="N")
        move = self._one("move", "_drafts.move", "把一条移到别处", "put an article elsewhere", group)
        move.add_argument("article", type=int, metavar="N")
        move.add_argument("to", type=int, metavar="N")
        edit = self._one("edit", "_drafts.edit", "用文件替换全部条款", "take all articles from a file", group)
        edit.add_argument("file", type=Path, metavar="FILE")
        drop = self._one("drop", "_drafts.drop", "放弃草案", "drop the draft", group)
        for command in (put, out, move, edit):
            command.add_argument(
                "--version", type=int, metavar="N", help=self._say("您看过的稿次", "the version that you read")
            )
        for command in (new, show, put, out, move, edit, drop):
            self._document(command)

    def _consulting(self) -> None:
        group = self._group(
            "consult", "征求意见：开始、改截止时间、结束、导出", "consultation: open, move its end, end, export"
        )
        begin = self._one("open", "_drafts.consult", "开始征求意见", "open it", group)
        begin.add_argument("--until", metavar="DATE", help=self._say("默认 7 天后", "seven days from now unless said"))
        end = self._one(
            "end", "_drafts.end", "改截止时间；不写则现在结束", "move its end; now, where none is named", group
        )
        end.add_argument("--until", metavar="DATE")
        out = self._one(
            "export", "_drafts.export", "导出给核心车友的网页和意见表", "the page and the form for core members", group
        )
        out.add_argument("folder", type=Path, metavar="DIR")
        self._language(out)
        said = self._group("comment", "意见：录入、导入、采纳、不采纳", "comments: add, import, adopt, decline")
        add = self._one("add", "_drafts.add_comment", "录入一条意见", "enter a comment", said)
        add.add_argument("--name", required=True, metavar="NAME")
        add.add_argument("--article", type=int, default=0, metavar="N")
        add.add_argument("--text", default="", metavar="TEXT")
        add.add_argument("--wording", default="", metavar="TEXT")
        add.add_argument("--named", action="store_true", help=self._say("同意署名", "may be named"))
        file = self._one("import", "_drafts.import_comments", "导入填好的意见表", "take a form that came back", said)
        file.add_argument("file", type=Path, metavar="FILE")
        file.add_argument("--name", default="", metavar="NAME")
        file.add_argument("--take-good", action="store_true")
        listed = self._one("list", "_drafts.comments", "所有意见与答复", "every comment with its answer", said)
        adopt = self._one("adopt", "_drafts.adopt", "采纳，附理由", "adopt, with a reason", said)
        decline = self._one("decline", "_drafts.decline", "不采纳，附理由", "decline, with a reason", said)
        for command in (adopt, decline):
            command.add_argument("comment", type=int, metavar="COMMENT")
            command.add_argument("--reason", required=True, metavar="TEXT")
        for command in (begin, end, out, add, file, listed, adopt, decline):
            self._document(command)

    def _announcing(self) -> None:
        one = self._one(
            "announce",
            "_notices.announce",
            "公告草案：至少 7 天后施行，从此不能修改",
            "announce the draft: in force after seven days at least, never changed again",
        )
        one.add_argument("--effective", required=True, metavar="DATE")
        one.add_argument("--name", default="", metavar="NAME")
        one.add_argument("--version", type=int, metavar="N")
        self._language(one)
        self._document(one)
        seen = self._one("notice", "_notices.notices", "公告帖：现在怎样", "the notices: how they stand")
        seen.add_argument("--publish", type=int, metavar="N", help=self._say("为这一版发布公告帖", "put one up for it"))
        self._language(seen)
        hello = self._one(
            "welcome", "_notices.welcome", "欢迎新车友：查看、打开、关闭", "welcoming newcomers: look, on, off"
        )
        hello.add_argument("switch", nargs="?", choices=["on", "off"])
        hello.add_argument("--per-day", type=int, metavar="N")
        self._language(hello)

    def _readers(self) -> None:
        read = self._one(
            "readers", "_notices.readers", "谁读过这一版，哪些核心车友还没有", "who has read an edition, and who not"
        )
        read.add_argument("--number", type=int, metavar="N")
        done = self._one("acknowledge", "_notices.acknowledge", "登记某人已读", "enter that somebody has read it")
        done.add_argument("name", metavar="NAME")
        done.add_argument("--member", default="", metavar="ID")
        done.add_argument("--number", type=int, metavar="N")
        core = self._one(
            "core", "_notices.core", "核心车友名单：查看、添加、移除", "the core members: list, add, remove"
        )
        core.add_argument("step", nargs="?", choices=["add", "remove"])
        core.add_argument("name", nargs="?", metavar="NAME")
        core.add_argument("--member", default="", metavar="ID")
