"""The grammar of appeals and of the answers to those who report: `appeal`, `appeals`, `appeal-answer`, `reports`."""

import argparse
from collections.abc import Callable
from datetime import datetime, time

from app.domain.appeals import Against
from app.domain.decisions import ReportVerdict
from app.domain.ladder import SANCTIONS
from app.domain.sanctions import Outcome

Say = Callable[[str, str], str]
Make = Callable[[str, str, str, str], argparse.ArgumentParser]
"""Makes a command: its name, what it does by its name in `app.cli`, and its help in both languages."""

AGAINST = {"sanction": Against.SANCTION, "folding": Against.FOLDING, "report": Against.REPORT_REJECTED}
"""How the command line calls what is appealed."""

_FILE = ("UTF-8 文本文件，- 为标准输入", "a UTF-8 text file; - for standard input")


def appeals_commands(make: Make, say: Say, hold: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add the commands.

    Args:
        make: makes one of them.
        say: one of two texts, in the language of the help.
        hold: adds --hold to a command.
    """
    _appeal(make, say, hold)
    make("appeals", "appeals.appeals", "申诉：未答复的在前，附期限", "the appeals: open ones first, with their terms")
    _answer(make, say, hold)
    _reports(make, say, hold)


def _appeal(make: Make, say: Say, hold: Callable[[argparse.ArgumentParser], None]) -> None:
    appeal = make(
        "appeal",
        "appeals.appeal",
        "受理申诉：15 日内提出，每个决定一次",
        "take in an appeal: within 15 days, once per decision",
    )
    appeal.add_argument("case", metavar="CASE")
    appeal.add_argument("--text", required=True, metavar="FILE", help=say(*_FILE))
    appeal.add_argument("--by", metavar="MEMBER", help=say("谁申诉，默认作者", "who appeals; the author unless named"))
    appeal.add_argument(
        "--received",
        type=moment_or_day,
        metavar="DATE",
        help=say("收到的日期或时间，默认现在", "the day or the moment when it came; now unless named"),
    )
    appeal.add_argument(
        "--against",
        choices=list(AGAINST),
        help=say("对什么申诉，默认最近的决定", "what it is against; the last decision"),
    )
    appeal.add_argument(
        "--no-receipt", action="store_true", help=say("不发“已收到”", "do not tell the member that it came")
    )
    hold(appeal)


def _answer(make: Make, say: Say, hold: Callable[[argparse.ArgumentParser], None]) -> None:
    answer = make(
        "appeal-answer",
        "appeals.answer",
        "答复申诉：由没有参与原决定的账号，只能维持、减轻或撤销",
        "answer an appeal, by an account that took no part: uphold, reduce or overturn",
    )
    answer.add_argument("appeal", metavar="APPEAL")
    answer.add_argument("--outcome", choices=[one.value for one in Outcome], required=True)
    answer.add_argument(
        "--rung", choices=[one.value for one in SANCTIONS], help=say("减轻到哪一级", "the milder rung, for reduced")
    )
    answer.add_argument(
        "--reason", required=True, metavar="TEXT", help=say("理由，会告诉对方", "why; the member is told")
    )
    answer.add_argument(
        "--message", metavar="FILE", help=say("答复全文；默认用标准答复", "the letter; the standard one")
    )
    hold(answer)


def _reports(make: Make, say: Say, hold: Callable[[argparse.ArgumentParser], None]) -> None:
    reports = make(
        "reports",
        "appeals.reports",
        "举报人：查看，答复",
        "those who report: look, answer",
    )
    reports.add_argument("case", nargs="?", metavar="CASE")
    reports.add_argument(
        "--unanswered",
        action="store_true",
        help=say("近 14 天已办结、举报人未答复的工单", "closed cases of the last 14 days whose reporters wait"),
    )
    reports.add_argument("--send", action="store_true", help=say("答复", "answer them"))
    reports.add_argument(
        "--verdict",
        action="append",
        default=[],
        type=_verdict,
        metavar="ID=VERDICT",
        help=", ".join(one.value for one in ReportVerdict),
    )
    reports.add_argument(
        "--reason", default="", metavar="TEXT", help=say("恶意、有组织的须说明", "needed for malicious and organised")
    )
    hold(reports)


def moment_or_day(text: str) -> datetime:
    """A day (its end, so that nobody is late by hours) or a moment, in local time unless it says otherwise."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: 2026-11-20, 2026-11-20T09:30") from None
    if len(text) == len("2026-11-20"):
        moment = datetime.combine(moment.date(), time(23, 59))
    return moment.astimezone()


def _verdict(text: str) -> tuple[str, ReportVerdict]:
    report, _, verdict = text.rpartition("=")
    if not report or verdict not in list(ReportVerdict):
        raise argparse.ArgumentTypeError(f"{text!r}: ID=VERDICT, VERDICT: {', '.join(ReportVerdict)}")
    return report, ReportVerdict(verdict)
