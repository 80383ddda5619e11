"""The grammar of the command line, with help in one language."""

import argparse
import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.appeals_grammar import appeals_commands
from app.cli.arguments import whole
from app.cli.ballots_grammar import ballot_commands
from app.cli.conduct_grammar import conduct_commands
from app.cli.consistency_grammar import consistency_commands
from app.cli.contacts_grammar import contacts_commands
from app.cli.context import Context
from app.cli.council_grammar import council_commands
from app.cli.evidence_grammar import evidence_commands
from app.cli.governing_grammar import governing_commands
from app.cli.hand_grammar import hand_commands
from app.cli.honours_grammar import honours_commands
from app.cli.lanes_grammar import lanes_commands
from app.cli.members_grammar import members_commands
from app.cli.privacy_grammar import privacy_commands
from app.cli.promises_grammar import promise_arguments, promises_commands
from app.cli.review_grammar import review_commands
from app.cli.seat_grammar import seat_commands
from app.cli.summary_grammar import summary_commands
from app.cli.team_grammar import team_commands
from app.cli.topic_grammar import topic_commands
from app.domain.cases import CaseState
from app.domain.community import Adapter
from app.domain.roles import Role
from app.errors import Language

LONGEST_HOLD = 30 * 86_400.0
MOST = 1_000_000

Work = Callable[[Context, argparse.Namespace], int]

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]


@cache
def parser(language: Language) -> argparse.ArgumentParser:
    """The command line's grammar, with help in one language."""
    return _Grammar(language).parser


def anchor(text: str) -> tuple[int, str]:
    """An anchor as `ledger verify` prints it: the number of an entry, a colon, its hash."""
    number, _, digest = text.partition(":")
    if not number.isdecimal() or int(number) < 1 or not re.fullmatch("[0-9a-fA-F]{64}", digest):
        raise argparse.ArgumentTypeError("N:HASH, as an earlier “ledger verify” printed it")
    return int(number), digest


def _number(least: float, most: float) -> Callable[[str], float]:
    """A number between two bounds."""

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text!r}: {least:g} … {most:g}")
        return number

    return read


_some = whole(1, MOST)
_seconds = _number(0, LONGEST_HOLD)


def _of(name: str) -> Work:
    """What a command does, loaded when it is asked for: neither the window nor --help waits for all of them."""

    def work(context: Context, parsed: argparse.Namespace) -> int:
        module, _, function = name.partition(".")
        found: Work = getattr(import_module(f"app.cli.{module}"), function)
        return found(context, parsed)

    return work


class _Grammar:
    def __init__(self, language: Language) -> None:
        self._zh = language == "zh"
        self.parser = argparse.ArgumentParser(
            prog="steward",
            description=self._say(
                "社区治理台：不带命令时打开窗口。", "Steward: without a command it opens the window."
            ),
        )
        self.parser.set_defaults(work=None, json=False, workspace=None, pictures=None)
        self.parser.add_argument(
            "--demo",
            action="store_true",
            help=self._say("在演示社区里走一遍主要流程", "do the main job on the demo community"),
        )
        self.parser.add_argument(
            "--pictures",
            type=Path,
            metavar="DIR",
            help=self._say("演示图片保存到哪里", "where --demo saves its pictures"),
        )
        self._everywhere(self.parser)
        self._commands = self.parser.add_subparsers(metavar="COMMAND")
        self._workspace_commands()
        self._case_commands()
        self._feature_commands()
        self._keeping_commands()
        self._community_commands()
        self._window_commands()

    def _feature_commands(self) -> None:
        governing_commands(lambda name, work, zh, en: self._command(name, _of(work), zh, en), self._say, self._hold)
        appeals_commands(self._named, self._say, self._hold)
        hand_commands(lambda name, work, zh, en: self._command(name, _of(work), zh, en), self._say)
        evidence_commands(self._named, self._group, self._say)
        members_commands(self._named, self._group, self._say, self._hold)
        team_commands(self._team_command, self._group, self._say)
        conduct_commands(self._named, self._say)
        contacts_commands(self._named, self._group, self._say, self._answer)
        consistency_commands(self._named, self._group, self._say, anchor)
        promises_commands(self._named, self._group, self._say, self._hold)
        lanes_commands(self._named, self._say, self._hold)
        topic_commands(self._named, self._group, self._say, self._hold)
        honours_commands(self._named, self._say, self._hold)
        review_commands(self._named, self._group, self._say, self._hold)
        summary_commands(self._named, self._say)
        privacy_commands(self._named, self._group, self._say)
        council_commands(self._named, self._group, self._say, self._hold)
        ballot_commands(self._named, self._group, self._say)
        seat_commands(self._named, self._say)

    def _say(self, zh: str, en: str) -> str:
        return zh if self._zh else en

    def _everywhere(self, parser: argparse.ArgumentParser) -> None:
        """--json and --workspace may stand before or after the command."""
        parser.add_argument(
            "--json",
            action="store_true",
            default=argparse.SUPPRESS,
            help=self._say("标准输出只给一个 JSON 文档", "one JSON document on standard output"),
        )
        parser.add_argument(
            "--workspace",
            type=Path,
            default=argparse.SUPPRESS,
            metavar="DIR",
            help=self._say("工作区所在文件夹", "the folder of the workspace"),
        )

    def _command(
        self, name: str, work: Work | None, zh: str, en: str, within: "_Commands | None" = None
    ) -> argparse.ArgumentParser:
        text = self._say(zh, en)
        command: argparse.ArgumentParser = (within or self._commands).add_parser(name, help=text, description=text)
        command.set_defaults(work=work)
        self._everywhere(command)
        return command

    def _team_command(
        self, name: str, work: str, zh: str, en: str, within: "_Commands | None" = None
    ) -> argparse.ArgumentParser:
        return self._command(name, _of(work), zh, en, within)

    def _named(
        self, name: str, work: str | None, zh: str, en: str, within: "_Commands | None" = None
    ) -> argparse.ArgumentParser:
        """A command that does what bears this name in `app.cli`."""
        return self._command(name, _of(work) if work else None, zh, en, within)

    def _group(self, name: str, zh: str, en: str) -> "_Commands":
        group = self._command(name, None, zh, en)
        return group.add_subparsers(metavar="COMMAND", required=True)

    def _workspace_commands(self) -> None:
        self._connect_command()
        self._command(
            "sync", _of("sync.sync"), "与社区同步一次：先收后发", "keep step with the community once: pull, then push"
        )
        self._command("doctor", _of("doctor.doctor"), "检查本机与工作区", "look at this machine and the workspace")
        roles = self._command(
            "roles", _of("workspace.roles"), "查看或设置账号角色", "list the accounts' roles, or set one's"
        )
        roles.add_argument("account", nargs="?", metavar="ACCOUNT")
        roles.add_argument("role", nargs="*", type=Role, metavar="|".join(Role))

    def _connect_command(self) -> None:
        connect = self._command(
            "connect",
            _of("connect.connect"),
            "连接社区：识别类型，说明怎样取得令牌，测试，列出能做什么；首次连接会建立加密工作区"
            "（令牌：STEWARD_TOKEN，恢复口令：STEWARD_PASSPHRASE，或按提示输入）",
            "connect a community: find out its kind, say how to get a token, test it, list what can be done; the first "
            "time makes the encrypted workspace (STEWARD_TOKEN, STEWARD_PASSPHRASE, or typed when asked)",
        )
        connect.add_argument(
            "url",
            metavar="URL",
            help=self._say("网址，或 manual:名称（没有接口）", "an address, or manual:NAME (no API)"),
        )
        connect.add_argument(
            "--adapter",
            choices=["auto", *(one.value for one in Adapter)],
            default="auto",
            help=self._say("社区类型，默认自动识别", "the kind of community; found out by itself unless named"),
        )
        connect.add_argument(
            "--sign-in",
            action="store_true",
            help=self._say("在浏览器里授权（Discourse）", "allow it in the browser (Discourse)"),
        )
        connect.add_argument(
            "--as", dest="name", metavar="NAME", help=self._say("您的名字（没有接口时）", "your name (without an API)")
        )
        connect.add_argument(
            "--check",
            action="store_true",
            help=self._say("只识别和测试，不建立工作区", "find out and test only; make no workspace"),
        )
        connect.add_argument(
            "--record",
            metavar="POSTGRESQL_URL",
            help=self._say(
                "团队共用的台账服务器（密码用 .pgpass 等 libpq 方式提供）",
                "a team's record server (password by libpq's own means, such as .pgpass)",
            ),
        )

    def _case_commands(self) -> None:
        queue = self._command("queue", _of("triage.queue"), "待处理，最急的在前", "what waits, most urgent first")
        queue.add_argument("--state", choices=[state.value for state in CaseState])
        queue.add_argument("--search", metavar="TEXT")
        queue.add_argument("--limit", type=_some, default=50, metavar="N")
        case = self._command("case", _of("triage.case"), "一件工单的全部内容", "one case with everything about it")
        case.add_argument("case", metavar="CASE")
        coach = self._command(
            "coach",
            _of("answers.coach"),
            "私信提醒作者，引用公约条款",
            "remind the author in private, citing an article",
        )
        self._answer(coach)
        coach.add_argument("--article", type=_some, required=True, metavar="N")
        accept = self._command(
            "accept", _of("answers.accept"), "作者已改好：办结，可附感谢", "the author corrected it: close, with thanks"
        )
        self._answer(accept, required=False)
        reply = self._command("reply", _of("answers.reply"), "在原帖下公开回复", "reply in public under the post")
        self._answer(reply)
        promise_arguments(reply, self._say)
        reply.add_argument(
            "--despite",
            default="",
            metavar="REASON",
            help=self._say(
                "投诉回复缺了某一部分仍要发出的原因", "why a reply to a complaint goes out without what it lacks"
            ),
        )
        reply.add_argument(
            "--check",
            action="store_true",
            help=self._say(
                "只检查，不发送；不能发时退出码为 1", "only look at it, send nothing; 1 where it can't be sent"
            ),
        )
        self._dismiss_command()

    def _dismiss_command(self) -> None:
        dismiss = self._command("dismiss", _of("triage.dismiss"), "无需处置", "close a case that needs no answer")
        dismiss.add_argument("case", metavar="CASE")
        dismiss.add_argument("--reason", default="", metavar="TEXT")
        dismiss.add_argument(
            "--calmed",
            action="store_true",
            help=self._say("自行平息：争执已经结束，月报单独统计", "it calmed by itself; the month counts that apart"),
        )
        self._hold(dismiss)

    def _answer(self, command: argparse.ArgumentParser, *, required: bool = True) -> None:
        command.add_argument("case", metavar="CASE")
        command.add_argument(
            "--message",
            required=required,
            metavar="FILE",
            help=self._say("UTF-8 文本文件，- 为标准输入", "a UTF-8 text file; - for standard input"),
        )
        self._hold(command)

    def _hold(self, command: argparse.ArgumentParser) -> None:
        command.add_argument(
            "--hold",
            type=_seconds,
            default=0.0,
            metavar="S",
            help=self._say("几秒之内先不发送，可撤回", "keep it back for S seconds, so that it can be withdrawn"),
        )

    def _keeping_commands(self) -> None:
        out = self._command(
            "outbox",
            _of("outbox.outbox"),
            "待发送：查看、重试、确认、撤回",
            "the outbox: look, retry, confirm, withdraw",
        )
        out.set_defaults(step=None)
        steps = out.add_subparsers(metavar="STEP")
        for name, zh, en in (
            ("retry", "再试一次（有变化的以当前版本为准）", "try again (after a change: on the case as it is now)"),
            ("confirm", "确认社区里已经送达", "say that it did arrive in the community"),
            ("withdraw", "撤回，连同该决定里后面的操作", "take it back, with the rest of its decision"),
        ):
            step = self._command(name, _of("outbox.outbox"), zh, en, steps)
            step.set_defaults(step=name)
            step.add_argument("command_id", metavar="COMMAND")
        tick = self._command(
            "tick",
            _of("outbox.outbox"),
            "登记人工办理完成，附截图或说明",
            "say that it was done by hand, with a screenshot or a note",
            steps,
        )
        tick.set_defaults(step="tick")
        tick.add_argument("command_id", metavar="COMMAND")
        tick.add_argument("--screenshot", type=Path, metavar="FILE")
        tick.add_argument("--note", default="", metavar="TEXT")
        ledger = self._group("ledger", "治理台账", "the ledger")
        verify = self._command("verify", _of("workspace.ledger_verify"), "逐条核对", "check it entry by entry", ledger)
        verify.add_argument("--anchor", type=anchor, metavar="N:HASH")
        backup = self._command("backup", _of("workspace.backup"), "备份到一个文件", "back up into one file")
        backup.add_argument("file", metavar="FILE")
        restore = self._command(
            "restore", _of("workspace.restore"), "从备份恢复到空文件夹", "bring a backup back into an empty folder"
        )
        restore.add_argument("file", metavar="FILE")

    def _community_commands(self) -> None:
        group = self._group("community", "演示社区与契约检查", "the demo community, and the contract check")
        serve = self._command(
            "serve", _of("community.serve"), "在本机提供演示社区", "serve the demo community on loopback", group
        )
        serve.add_argument("--port", type=whole(0, 65_535), default=0, metavar="P")
        serve.add_argument("--posts", type=_some, metavar="N")
        serve.add_argument(
            "--wave",
            type=whole(0, MOST),
            default=0,
            metavar="N",
            help=self._say("另加一夜之间写同一件事的 N 帖", "and N posts of one matter, all in one night"),
        )
        serve.add_argument("--seed", type=int, default=1, metavar="S")
        serve.add_argument("--delay-ms", type=_seconds, default=0.0, metavar="D")
        check = self._command(
            "check",
            _of("community.check"),
            "检查服务器是否符合契约（只读）",
            "test a server against the contract (reads only)",
            group,
        )
        check.add_argument("url", metavar="URL")
        check.add_argument(
            "--write",
            metavar="MEMBER",
            help=self._say("向这个测试账号发一封私信", "send one message to this test account"),
        )

    def _window_commands(self) -> None:
        walk = self._command(
            "tour",
            _of("tour.tour"),
            "在演示社区走一遍，保存每个页面的图片",
            "walk the demo and save a picture of each page and state",
        )
        walk.add_argument("--out", type=Path, required=True, metavar="DIR")
        walk.add_argument("--scale", type=_number(1, 3), default=1.0, metavar="X")
