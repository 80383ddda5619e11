"""What a referral still lacks before seats can be given something to judge, each with what to do about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.cases import KIND_WORDS, Case, CaseId
from app.domain.council import Party, Referral
from app.domain.council_counting import quorum
from app.domain.council_referring import REFERRED_KINDS
from app.domain.letters import moment_words
from app.domain.words import Words


class Mend(StrEnum):
    """What a person does about something that is missing; names what a page opens for it."""

    TAKE_OUT = "take_out"
    NAME_PARTY = "name_party"
    ASK = "ask"
    WAIT = "wait"
    STATEMENT = "statement"
    ARTICLES = "articles"
    PANEL = "panel"
    CHAIR = "chair"
    ROSTER = "roster"
    PICTURES = "pictures"
    MASKS = "masks"
    ORIGINAL = "original"


class Letter(StrEnum):
    """Where the letter is that asks a party for a statement. Only one that arrived leaves its receiver silent."""

    NONE = "none"
    WAITS = "waits"
    DELIVERED = "delivered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def stands(self) -> bool:
        """Whether it asks: it goes out, or went out."""
        return self in (Letter.WAITS, Letter.DELIVERED)


@dataclass(frozen=True, slots=True)
class Missing:
    """Something without which the packet can't be built.

    Attributes:
        words: what is missing.
        mend: what to do about it; WAIT: nothing but that.
        about: the label of the party, or the id of the case.
    """

    words: Words
    mend: Mend
    about: str = ""


def missing(
    referral: Referral,
    *,
    cases: Sequence[Case],
    minors: Sequence[CaseId],
    parties: Sequence[Party],
    articles: int,
    sitting: int,
    now: datetime,
    letters: Mapping[str, Letter] | None = None,
) -> tuple[Missing, ...]:
    """What is missing, in the order in which a person sees to it.

    Args:
        referral: being prepared.
        cases, parties: that are in it.
        minors: those of its cases that may concern a minor.
        articles: how many were named.
        sitting: how many seats of the panel judge.
        now: whether a party's time is over.
        letters: that ask the parties, by their labels; delivered, where nothing else is said.
    """
    return (
        *_of_cases(cases, minors),
        *_of_parties(parties, now, letters or {}),
        *(() if articles else (Missing(_ARTICLES, Mend.ARTICLES),)),
        *_of_panel(sitting, quorum(referral.size)),
    )


NO_ORIGINAL = Missing(
    Words(
        "缺少原帖：对照不出先发的帖子；请并入原帖的工单（council join），没有工单的先手工录入（new）再并入",
        "the original post is missing: nothing earlier reads like it; join its case (council join), "
        "or enter it by hand (new) and join that",
    ),
    Mend.ORIGINAL,
)
_NO_PARTY = Words(
    "还没有当事人：帖子作者不明时，请写明是谁", "nobody is a party yet: name one, where the author is unknown"
)
_GONE = {
    Letter.REFUSED: Words(
        "没有送出，见“待发送”；请重写，或录入陈述", "was not sent, see the outbox: write again or enter what it says"
    ),
    Letter.WITHDRAWN: Words("已撤回；请重写，或录入陈述", "was withdrawn: write again or enter what it says"),
}
_ARTICLES = Words("还没有写明可能违反的条款", "no article was named that may have been breached")


def _of_cases(cases: Sequence[Case], minors: Sequence[CaseId]) -> Iterator[Missing]:
    for case in cases:
        if case.kind not in REFERRED_KINDS:
            kind = KIND_WORDS[case.kind]
            words = Words(
                f"工单 {case.id} 已改为“{kind.zh}”，不能评议，请移出",
                f"case {case.id} is of the kind “{kind.en}” now and can't be judged: take it out",
            )
            yield Missing(words, Mend.TAKE_OUT, case.id)
        elif case.id in minors:
            words = Words(
                f"工单 {case.id} 可能涉及未成年人，不交给议事会，请移出",
                f"case {case.id} may concern a minor and is never shown to the council: take it out",
            )
            yield Missing(words, Mend.TAKE_OUT, case.id)


def _of_parties(parties: Sequence[Party], now: datetime, letters: Mapping[str, Letter]) -> Iterator[Missing]:
    if not parties:
        yield Missing(_NO_PARTY, Mend.NAME_PARTY)
    for party in parties:
        if party.heard:
            continue
        label, until = party.label, party.answer_by
        letter = letters.get(label, Letter.NONE if until is None else Letter.DELIVERED)
        if letter in _GONE:
            zh, en = _GONE[letter].zh, _GONE[letter].en
            yield Missing(Words(f"请{label}陈述的信{zh}", f"the letter that asks {label} {en}"), Mend.ASK, label)
        elif until is None:
            yield Missing(Words(f"还没有请{label}陈述", f"{label} was not asked for a statement"), Mend.ASK, label)
        elif now < until:
            words = moment_words(until.astimezone())
            waits = Words(f"等{label}陈述，{words.zh}截止", f"{label} has until {words.en} to make a statement")
            yield Missing(waits, Mend.WAIT, label)
        elif letter is Letter.WAITS:
            unsent = Words(
                f"请{label}陈述的信还没有送到，见“待发送”",
                f"the letter that asks {label} did not arrive yet: see the outbox",
            )
            yield Missing(unsent, Mend.WAIT, label)
        else:
            over = Words(
                f"{label}的陈述期限已过：录入陈述，或记为未陈述",
                f"{label}'s time is over: enter what came, or that nothing did",
            )
            yield Missing(over, Mend.STATEMENT, label)


def _of_panel(sitting: int, needed: int) -> Iterator[Missing]:
    if not sitting:
        yield Missing(Words("还没有抽选评议小组", "no panel was drawn yet"), Mend.PANEL)
    elif sitting < needed:
        words = Words(
            f"评议小组只有 {sitting} 席，至少 {needed} 席", f"only {sitting} seats judge; {needed} are needed"
        )
        yield Missing(words, Mend.PANEL)
