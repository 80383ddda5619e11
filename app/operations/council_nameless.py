"""What of a ruling leads to people: it is taken out before anything is kept or published.

Names of members, seats, reporters and staff, and of everybody who wrote in the threads; telephone numbers and the like;
passages of posts and statements (Personal Information Protection Law, art. 25).
"""

from dataclasses import dataclass

from app.domain.council import REMEDY_WORDS, Referral
from app.domain.council_copy import ruling_text, telling
from app.domain.council_counting import Outcome
from app.domain.council_reasons import other_remedies
from app.domain.members import MemberRef
from app.domain.posts import ThreadId
from app.domain.words import Words
from app.errors import OtherRemedyNamed, RulingTells
from app.operations.council_counting import articles_named
from app.operations.council_packet_people import known
from app.operations.desk import Desk
from app.text import masking
from storage.threads import Threads
from storage.transaction import Transaction

_SHORTEST_ID = 3
"""A shorter id, and a bare number, stand in many texts by chance."""


@dataclass(frozen=True, slots=True)
class Around:
    """Who has to do with a referral, and what they wrote.

    Attributes:
        labels: by every name; "" for who is no party.
        words: posts with their titles, and statements.
    """

    labels: dict[str, str]
    words: list[str]

    @property
    def names(self) -> list[str]:
        """How they are called."""
        return list(self.labels)


def around(tx: Transaction, threads: Threads, referral: Referral) -> Around:
    """Everybody whose name, and everything whose words, may not stand in a ruling."""
    cases = [tx.cases.get(case) for case in tx.council.cases(referral.key)]
    parties = tx.council.parties(referral.key)
    labels: dict[str, str] = {}
    for party in parties:
        _call(labels, party.member, party.label)
    for member in [*known(tx, cases), *_authors(threads, [one.thread_id for one in cases if one.thread_id])]:
        _call(labels, member, "")
    words = [text for case in cases for text in (case.title, case.body, case.revision.title, case.revision.body)]
    words += [one.statement for one in parties]
    return Around(labels, [one for one in words if one])


def _authors(threads: Threads, ids: list[ThreadId]) -> list[MemberRef]:
    """Who wrote in these threads, as far as they were read."""
    found = [thread for one in dict.fromkeys(ids) if (thread := threads.slice(one)) is not None]
    return [post.author for one in found for post in one.posts]


def _call(labels: dict[str, str], member: MemberRef, label: str) -> None:
    if member.name:
        labels.setdefault(member.name, label)
    if len(member.id) >= _SHORTEST_ID and not member.id.isdigit():
        labels.setdefault(member.id, label)


def check_telling(desk: Desk, tx: Transaction, referral: Referral, text: str) -> None:
    """Let pass words of a person that lead to nobody.

    Raises:
        RulingTells: a name, a number that leads to somebody, or a passage of a post or statement, stands in it.
    """
    with desk.cache.read() as cached:
        people = around(tx, cached.threads, referral)
    found = telling(text, people.names, people.words, ours=_own_words(tx, referral))
    names, quotes = "、".join(found.names), "”“".join(found.quotes)
    zh = [f"名字：{names}"] * bool(names) + [f"原文：“{quotes}”"] * bool(quotes)
    en = [f"names: {names}"] * bool(names) + [f"words of a post: “{quotes}”"] * bool(quotes)
    for place in masking.find(text):
        kind, what = masking.MASK_WORDS[place.kind], text[place.start : place.end]
        zh.append(f"{kind.zh}：{what}")
        en.append(f"{kind.en}: {what}")
    if zh:
        raise RulingTells(what_zh="；".join(zh), what_en="; ".join(en))


def check_remedies(outcome: Outcome, text: str) -> None:
    """Let pass words of a person that name no other remedy than was counted.

    Raises:
        OtherRemedyNamed: they do.
    """
    named = [REMEDY_WORDS[one] for one in other_remedies(text, outcome.remedy)]
    if named:
        said = REMEDY_WORDS[outcome.remedy] if outcome.remedy is not None else Words("没有", "none")
        zh, en = "、".join(one.zh for one in named), ", ".join(one.en for one in named)
        raise OtherRemedyNamed(named_zh=zh, named_en=en, said_zh=said.zh, said_en=said.en)


def _own_words(tx: Transaction, referral: Referral) -> str:
    """What the program itself says in the ruling of a referral, without what people put into it."""
    ruling = tx.rulings.find(referral.key)
    if ruling is None:
        return ""
    said = [ruling_text(referral, ruling.outcome, articles_named(tx, referral), one) for one in ("zh", "en")]
    return "\n".join(said).replace(referral.question, "").replace(referral.alleged, "")
