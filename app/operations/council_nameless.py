"""What of a ruling leads to people: it is taken out before anything is kept or published.

Names of members, seats, reporters and staff; passages of posts and statements (operations.md R9).
"""

from app.domain.council import Referral
from app.domain.council_copy import Telling, ruling_text, telling
from app.errors import RulingTells
from app.operations.council_counting import articles_named
from storage.transaction import Transaction


def check_telling(tx: Transaction, referral: Referral, text: str) -> None:
    """Let pass a text that leads to nobody.

    Raises:
        RulingTells: a name, or a passage of a post or statement, stands in it.
    """
    found = telling_of(tx, referral, text)
    if found:
        names, quotes = "、".join(found.names), "”“".join(found.quotes)
        zh = [f"名字：{names}"] * bool(names) + [f"原文：“{quotes}”"] * bool(quotes)
        en = [f"names: {names}"] * bool(names) + [f"words of a post: “{quotes}”"] * bool(quotes)
        raise RulingTells(what_zh="；".join(zh), what_en="; ".join(en))


def telling_of(tx: Transaction, referral: Referral, text: str) -> Telling:
    """What of a text leads to people who have to do with a referral."""
    every = [tx.cases.get(case) for case in tx.council.cases(referral.key)]
    parties, panel = tx.council.parties(referral.key), tx.council.panel(referral.key)
    reports = [report for case in every for report in tx.cases.reports(case.key)]
    names = [one.member.name for one in parties] + [case.author.name for case in every if case.author]
    names += [one.by.name for one in reports if one.by]
    names += [name for one in panel for name in (one.seat.name, one.seat.member.name)]
    names += [one.name for one in tx.accounts.every()]
    words = [text_ for case in every for text_ in (case.title, case.body, case.revision.title, case.revision.body)]
    words += [one.statement for one in parties]
    return telling(text, [one for one in names if one], [one for one in words if one], ours=_own_words(tx, referral))


def _own_words(tx: Transaction, referral: Referral) -> str:
    """What the program itself says in the ruling of a referral, without what people put into it."""
    ruling = tx.rulings.find(referral.key)
    if ruling is None:
        return ""
    said = [ruling_text(referral, ruling.outcome, articles_named(tx, referral), one) for one in ("zh", "en")]
    return "\n".join(said).replace(referral.question, "").replace(referral.alleged, "")
