"""The grammar of `refer` and of `council`: what is put before the council, and how it goes on.

What belongs to seats and to counting has grammars of its own, which add to the same group.
"""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.cli.arguments import due_day, whole
from app.cli.council_ruling_grammar import ruling_commands
from app.cli.council_seats_grammar import seat_commands
from app.domain.council import AskedBy, Matter

Say = Callable[[str, str], str]
Hold = Callable[[argparse.ArgumentParser], None]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]

_article = whole(1, 999)


def council_commands(make: "Make", group: "Callable[[str, str, str], Group]", say: Say, hold: Hold) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        group: makes a command that has commands of its own.
        say: one of two texts, in the language of the help.
        hold: adds --hold to a command.
    """
    _refer(make, say, hold)
    within = group(
        "council",
        "议事会：席位、提请评议、评议小组、计票、评议结果",
        "the council: its seats, referrals, panels, counts and rulings",
    )
    _looking(make, within, say)
    _cases(make, within, say, hold)
    _parties(make, within, say, hold)
    _words(make, within, say)
    seat_commands(make, within, say)
    ruling_commands(make, within, say, hold)


def _refer(make: "Make", say: Say, hold: Hold) -> None:
    refer = make(
        "refer",
        "council_referring.refer",
        "提请议事会评议：一件或几件工单，一个问题",
        "put one case or several before the council, as one question",
    )
    refer.add_argument("cases", nargs="+", metavar="CASE")
    refer.add_argument(
        "--question",
        required=True,
        metavar="TEXT",
        help=say("请委员评议什么，一句话", "what is asked, in one sentence"),
    )
    refer.add_argument(
        "--alleged",
        required=True,
        metavar="TEXT",
        help=say("据称发生了什么，不带倾向", "what is said to have happened, in neutral words"),
    )
    refer.add_argument("--matter", choices=[one.value for one in Matter], help=say("争议类型", "what it is about"))
    refer.add_argument("--article", type=_article, action="append", default=[], metavar="N")
    refer.add_argument("--asked-by", choices=[one.value for one in AskedBy], default=AskedBy.STAFF.value)
    refer.add_argument(
        "--asked-name",
        default="",
        metavar="WHO",
        help=say("当事人的名字或编号；或席位号，例如 3,5", "the party by name or id, or seats such as 3,5"),
    )
    refer.add_argument(
        "--complainant",
        metavar="MEMBER",
        help=say("提出要求的人，没有写其中的帖子时", "who asks for something and wrote none of the posts"),
    )
    _brand_and_size(refer, say)
    hold(refer)


def _brand_and_size(command: argparse.ArgumentParser, say: Say) -> None:
    brand = command.add_mutually_exclusive_group()
    brand.add_argument("--brand-party", action="store_true", help=say("品牌是当事方", "the brand is a party"))
    brand.add_argument(
        "--no-brand",
        default="",
        metavar="WHY",
        help=say("帖子提到品牌一方，但它不是当事方的理由", "why the brand is no party though a post names it"),
    )
    size = command.add_mutually_exclusive_group()
    size.add_argument("--large", action="store_true", help=say("七席评议", "seven seats judge"))
    size.add_argument("--small", action="store_true", help=say("五席评议", "five seats judge"))


def _looking(make: "Make", within: "Group", say: Say) -> None:
    listed = make("list", "council.list_referrals", "列出评议事项", "list the referrals", within)
    listed.add_argument("--closed", action="store_true", help=say("已结束的", "those that are over"))
    seen = make(
        "evidence",
        "council_evidence.evidence",
        "并排对照的帖子、争吵的经过",
        "posts side by side, and how an exchange went",
        within,
    )
    seen.add_argument("referral", metavar="REF")
    shown = make("show", "council.show", "一件评议事项的全部内容", "everything about a referral", within)
    shown.add_argument("referral", metavar="REF")


def _cases(make: "Make", within: "Group", say: Say, hold: Hold) -> None:
    joined = make("join", "council_referring.join", "并入更多工单", "join more cases to it", within)
    joined.add_argument("referral", metavar="REF")
    joined.add_argument("cases", nargs="+", metavar="CASE")
    hold(joined)
    out = make("take-out", "council_referring.take_out", "移出一件工单", "take a case out of it", within)
    out.add_argument("referral", metavar="REF")
    out.add_argument("case", metavar="CASE")
    out.add_argument("--reason", default="", metavar="TEXT")
    back = make("withdraw", "council_referring.withdraw", "撤回整件事项", "withdraw the referral", within)
    back.add_argument("referral", metavar="REF")
    back.add_argument("--reason", required=True, metavar="TEXT")


def _parties(make: "Make", within: "Group", say: Say, hold: Hold) -> None:
    who = say("甲方、名字或编号", "the label, name or id")
    party = make("party", "council_referring.party", "写明或去掉一位当事人", "name a party, or drop one", within)
    party.add_argument("referral", metavar="REF")
    party.add_argument("member", metavar="MEMBER", help=say("成员编号", "the member's id"))
    party.add_argument(
        "--unheard-of",
        action="store_true",
        help=say(
            "确认写上从未读到过的账号，信可能送不到",
            "name an account of which nothing was ever read; no letter may reach it",
        ),
    )
    what = party.add_mutually_exclusive_group()
    what.add_argument(
        "--complains", action="store_true", help=say("是提出要求的一方", "it is they who ask for something")
    )
    what.add_argument("--drop", action="store_true", help=say("去掉", "take them off"))
    _letters(make, within, say, hold, who)
    stated = make("statement", "council_referring.statement", "录入陈述", "enter what a party says", within)
    stated.add_argument("referral", metavar="REF")
    stated.add_argument("party", metavar="PARTY", help=who)
    how = stated.add_mutually_exclusive_group(required=True)
    how.add_argument(
        "--message", metavar="FILE", help=say("UTF-8 文本文件，- 为标准输入", "a UTF-8 text file; - for input")
    )
    how.add_argument(
        "--from-reply", action="store_true", help=say("用对方最近一条私信回复", "what they wrote last in private")
    )
    how.add_argument("--silent", action="store_true", help=say("已请其陈述，到期没有", "was asked, and said nothing"))


def _letters(make: "Make", within: "Group", say: Say, hold: Hold, who: str) -> None:
    asked = make(
        "ask", "council_referring.ask", "私信请当事人陈述", "ask parties for a statement by private letter", within
    )
    asked.add_argument("referral", metavar="REF")
    asked.add_argument("parties", nargs="*", metavar="PARTY", help=who)
    asked.add_argument(
        "--until", type=due_day, metavar="2026-12-01", help=say("到这一天为止", "by the end of that day")
    )
    asked.add_argument("--check", action="store_true", help=say("只看信，不发送", "show the letters, send nothing"))
    hold(asked)
    told = make(
        "tell",
        "council_referring.tell",
        "私信告诉当事人结果，或不再评议",
        "tell parties in private what was found, or that nobody judges",
        within,
    )
    told.add_argument("referral", metavar="REF")
    told.add_argument("parties", nargs="*", metavar="PARTY", help=who)
    told.add_argument("--check", action="store_true", help=say("只看信，不发送", "show the letters, send nothing"))
    hold(told)


def _words(make: "Make", within: "Group", say: Say) -> None:
    cited = make("articles", "council_referring.articles", "可能违反的条款", "articles that may be breached", within)
    cited.add_argument("referral", metavar="REF")
    cited.add_argument("numbers", nargs="+", type=_article, metavar="N")
    words = make("rewrite", "council_referring.rewrite", "改写问题和经过", "change its words", within)
    words.add_argument("referral", metavar="REF")
    words.add_argument("--question", metavar="TEXT")
    words.add_argument("--alleged", metavar="TEXT")
    words.add_argument("--matter", choices=[one.value for one in Matter])
    _brand_and_size(words, say)
