"""`refer`, `council join|take-out|withdraw|party|ask|statement|articles|rewrite`."""

from argparse import Namespace
from datetime import timedelta
from typing import Any

from app.cli import documents
from app.cli.context import Context
from app.cli.output import Output, local, stamp
from app.domain.cases import CaseId
from app.domain.council import AskedBy, Matter, ReferralId
from app.domain.members import MemberId, MemberRef
from app.domain.words import Words
from app.errors import MemberUnknown
from app.operations import council_parties, council_referring, council_telling, council_view
from app.operations.case_view import case_view
from app.operations.council_parties import Heard
from app.operations.council_referring import Referred, Wish
from app.operations.desk import Desk


def refer(context: Context, arguments: Namespace) -> int:
    """Put cases before the council."""
    cases = tuple(CaseId(one) for one in arguments.cases)
    with context.desk() as desk:
        matter = Matter(arguments.matter) if arguments.matter else None
        complainant = council_parties.member_named(desk, arguments.complainant) if arguments.complainant else None
        wish = Wish(
            cases,
            arguments.question,
            arguments.alleged,
            matter or council_view.matter_of(case_view(desk, cases[0]).case.kind),
            asked_by=AskedBy(arguments.asked_by),
            asked_name=arguments.asked_name,
            complainant=complainant,
            brand_party=_brand(arguments),
            why=arguments.no_brand,
            large=arguments.large,
            articles=tuple(arguments.article),
        )
        done = council_referring.refer(desk, wish, hold=timedelta(seconds=arguments.hold))
    return _tell(context.out, done, Words("已提请评议", "Put before the council"))


def join(context: Context, arguments: Namespace) -> int:
    """Join cases to a referral."""
    cases, hold = [CaseId(one) for one in arguments.cases], timedelta(seconds=arguments.hold)
    with context.desk() as desk:
        done = council_referring.join(desk, ReferralId(arguments.referral), cases, hold=hold)
    return _tell(context.out, done, Words("已并入", "Joined"))


def take_out(context: Context, arguments: Namespace) -> int:
    """Take a case out of a referral."""
    with context.desk() as desk:
        done = council_referring.take_out(
            desk, ReferralId(arguments.referral), CaseId(arguments.case), reason=arguments.reason
        )
    return _tell(context.out, done, Words("已移出，回到待处理", "Taken out; it is on the desk again"))


def withdraw(context: Context, arguments: Namespace) -> int:
    """Withdraw a referral."""
    with context.desk() as desk:
        done = council_referring.withdraw(desk, ReferralId(arguments.referral), arguments.reason)
    return _tell(context.out, done, Words("已撤回，工单回到待处理", "Withdrawn; its cases are on the desk again"))


def party(context: Context, arguments: Namespace) -> int:
    """Name a party, or drop one."""
    referral = ReferralId(arguments.referral)
    with context.desk() as desk:
        if arguments.drop:
            heard = council_parties.drop_party(desk, referral, arguments.member)
        else:
            member, strange = _party_named(desk, arguments)
            heard = council_parties.name_party(
                desk, referral, member, complains=arguments.complains, unheard_of=strange
            )
    what = Words("已去掉", "Taken off") if arguments.drop else Words("已写明当事人", "Named as a party")
    return _tell_party(context.out, heard, what)


def _party_named(desk: Desk, arguments: Namespace) -> tuple[MemberRef, bool]:
    """Who is meant, and whether nothing was ever read of them."""
    try:
        return council_parties.member_named(desk, arguments.member), False
    except MemberUnknown:
        if not arguments.unheard_of:
            raise
        who = arguments.member.strip()
        return MemberRef(MemberId(who), who), True


def ask(context: Context, arguments: Namespace) -> int:
    """Ask parties for a statement, or show the letters."""
    out, referral = context.out, ReferralId(arguments.referral)
    with context.desk() as desk:
        if arguments.check:
            return _show_letters(out, council_parties.letters(desk, referral, arguments.parties, until=arguments.until))
        done = council_parties.ask_parties(
            desk,
            referral,
            until=arguments.until,
            who=arguments.parties,
            hold=timedelta(seconds=arguments.hold),
        )
    out.document(
        {
            "referral": done.referral,
            "parties": list(done.parties),
            "answer_by": stamp(done.answer_by),
            "letters": [documents.of_decided(one) for one in done.decided],
        }
    )
    names, until = "、".join(done.parties), local(done.answer_by)
    out.say(
        f"已请{names}在 {until} 前陈述。运行 steward sync 发送。",
        f"Asked {names} for a statement by {until}. Run steward sync.",
    )
    return 0


def tell(context: Context, arguments: Namespace) -> int:
    """Tell parties what was found, or show the letters."""
    out, referral = context.out, ReferralId(arguments.referral)
    with context.desk() as desk:
        if arguments.check:
            return _show_letters(out, council_telling.letters(desk, referral, arguments.parties))
        hold = timedelta(seconds=arguments.hold)
        done = council_telling.tell_parties(desk, referral, who=arguments.parties, hold=hold)
    letters = [documents.of_decided(one) for one in done.decided]
    out.document({"referral": done.referral, "parties": list(done.parties), "letters": letters})
    names = "、".join(done.parties)
    out.say(f"已写信告知{names}。运行 steward sync 发送。", f"Wrote to {names}. Run steward sync.")
    return 0


def statement(context: Context, arguments: Namespace) -> int:
    """Enter what a party says, or that it said nothing."""
    referral = ReferralId(arguments.referral)
    said = context.message(arguments.message) if arguments.message else ""
    with context.desk() as desk:
        if arguments.silent:
            heard = council_parties.silent(desk, referral, arguments.party)
        elif arguments.from_reply:
            heard = council_parties.state_replied(desk, referral, arguments.party)
        else:
            heard = council_parties.state(desk, referral, arguments.party, said)
    return _tell_party(context.out, heard, Words("已录入", "Entered"))


def articles(context: Context, arguments: Namespace) -> int:
    """Name the articles that may have been breached."""
    with context.desk() as desk:
        done = council_referring.set_articles(desk, ReferralId(arguments.referral), arguments.numbers)
    return _tell(context.out, done, Words("条款已写明", "The articles are named"))


def rewrite(context: Context, arguments: Namespace) -> int:
    """Change the words of a referral."""
    with context.desk() as desk:
        done = council_referring.rewrite(
            desk,
            ReferralId(arguments.referral),
            question=arguments.question,
            alleged=arguments.alleged,
            matter=Matter(arguments.matter) if arguments.matter else None,
            large=True if arguments.large else False if arguments.small else None,
            brand_party=_brand(arguments),
            why=arguments.no_brand,
        )
    return _tell(context.out, done, Words("已保存", "Kept"))


def _brand(arguments: Namespace) -> bool | None:
    return True if arguments.brand_party else False if arguments.no_brand else None


def _tell(out: Output, done: Referred, what: Words) -> int:
    found: dict[str, Any] = {"referral": done.referral, "left": list(done.left)}
    if done.decided:
        first = documents.of_decided(done.decided[0])
        found = first | found | {"cases": [documents.of_decided(one) for one in done.decided]}
    out.document(found)
    cases = " ".join(one.case for one in done.decided)
    out.line(f"{done.referral}: {out.words(what)}{f' · {cases}' if cases else ''}")
    if done.left:
        said = Words(
            "同一帖子的其他工单未并入，期间不能处置：",
            "of the same posts, not joined; nobody decides on them meanwhile: ",
        )
        out.line(f"{out.words(said)}{' '.join(done.left)}")
    return 0


def _tell_party(out: Output, heard: Heard, what: Words) -> int:
    one = heard.party
    out.document({"referral": heard.referral, "label": one.label, "member": one.member.id, "complains": one.complains})
    out.line(f"{heard.referral}: {out.words(what)} · {one.label} {one.member.name}")
    return 0


def _show_letters(out: Output, letters: list[tuple[str, str]]) -> int:
    out.document([{"label": label, "text": text} for label, text in letters])
    for label, text in letters:
        out.line(f"--- {label}\n{text}\n")
    return 0
