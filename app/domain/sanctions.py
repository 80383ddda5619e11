"""Sanctions: a measure against a member, on a basis, by a fair ladder, with another person where it weighs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.cases import KIND_WORDS, CaseId, CaseKind
from app.domain.commands import CommandKind, DecisionId
from app.domain.conduct import Basis, Edition, Severity
from app.domain.ladder import RUNG_WORDS, STRIKE_LASTS, Proposal, Rung, Strike
from app.domain.members import MemberRef
from app.domain.messages import says_something
from app.domain.words import NO_WORDS, Words
from app.errors import ComplaintProtected, NoSuchRung, NotSanctionable, ReasonForDeparture, UnlinkedMalice

SANCTIONABLE = frozenset({CaseKind.VIOLATION, CaseKind.DISPUTE, CaseKind.PLAGIARISM})
"""Kinds that may be sanctioned. An honest complaint never is (article 13); the other kinds have lanes of their own."""

APPEAL_TERM = timedelta(days=15)
"""How long a member has to appeal, in natural days from when the measure took effect."""


COMPLAINT_UNDO = timedelta(minutes=1)
"""How long somebody alone can take back that a case is a complaint: a slip of the hand, no second thought."""


class Track(StrEnum):
    """People climb the ladder; abnormal accounts (adverts, machines, paid posters) are handled in batches."""

    PERSON = "person"
    ABNORMAL = "abnormal"


class MaliceFact(StrEnum):
    """What shows malice. Each must be linked to where it can be seen."""

    AFTER_REMINDER = "after_reminder"
    SAME_TEXT = "same_text"
    CONCENTRATED = "concentrated"
    TARGETED = "targeted"
    ADMITTED = "admitted"


MALICE_WORDS = {
    MaliceFact.AFTER_REMINDER: Words("提醒后再犯", "again after a reminder"),
    MaliceFact.SAME_TEXT: Words("多帖同文", "the same text in many posts"),
    MaliceFact.CONCENTRATED: Words("非车主集中发帖", "not an owner, posting in bursts"),
    MaliceFact.TARGETED: Words("针对特定人", "aimed at one person"),
    MaliceFact.ADMITTED: Words("本人承认或有聊天截图", "admitted, or shown by a chat"),
}


@dataclass(frozen=True, slots=True)
class Malice:
    """A fact of malice, and where it can be seen: a case, a post, an address."""

    fact: MaliceFact
    link: str


class PostAction(StrEnum):
    """What happens to the post."""

    KEEP = "keep"
    FOLD = "fold"
    DELETE = "delete"


POST_ACTION_WORDS = {
    PostAction.KEEP: Words("保留原帖", "the post stays"),
    PostAction.FOLD: Words("折叠原帖", "the post is folded"),
    PostAction.DELETE: Words("删除原帖", "the post is deleted"),
}


class SecondPerson(StrEnum):
    """Why another person has to agree before a decision takes effect."""

    GRAVE = "grave"
    LONG = "long"
    BRAND = "brand"
    LAW = "law"
    OWNER = "owner"
    CLUSTER = "cluster"
    COMPLAINT = "complaint"
    LANE = "lane"
    OUTSIDE = "outside"
    TRAINEE = "trainee"


SECOND_WORDS = {
    SecondPerson.GRAVE: Words("重大条款须双人复核", "a grave article needs a second person"),
    SecondPerson.LONG: Words("30 天及以上须双人复核", "30 days and more need a second person"),
    SecondPerson.BRAND: Words("品牌是当事方，须双人复核", "the brand is a party: a second person must agree"),
    SecondPerson.LAW: Words("依法律法规处置，须双人复核", "on the basis of law: a second person must agree"),
    SecondPerson.OWNER: Words(
        "认证车主（含认证情况未知的）不能单人按非正常账号处理",
        "verified owners, and who may be one, are not handled as abnormal accounts by one person",
    ),
    SecondPerson.CLUSTER: Words("批量处理须另一人抽查", "a batch needs another person's samples"),
    SecondPerson.COMPLAINT: Words("投诉抱怨改为其他类别须两人同意", "it takes two to make a complaint anything else"),
    SecondPerson.LANE: Words("离开有专门流程的类别须两人同意", "it takes two to take a case out of a lane of its own"),
    SecondPerson.OUTSIDE: Words(
        "媒体、监管、律师或公安已介入，对外每句话须双人复核",
        "press, authorities or lawyers are involved: every word to the outside needs a second person",
    ),
    SecondPerson.TRAINEE: Words("实习版主的决定由带教人复核", "a trainee's decision waits for a tutor"),
}


def leaves_by_two(kind: CaseKind) -> SecondPerson | None:
    """Why it takes two to make a case of this kind anything else; None where one person may."""
    if kind is CaseKind.COMPLAINT:
        return SecondPerson.COMPLAINT
    return None if kind in SANCTIONABLE or kind is CaseKind.SUGGESTION else SecondPerson.LANE


_LIFE_AND_LIMB = frozenset({CaseKind.SAFETY, CaseKind.CARE})


def changes_by_two(before: CaseKind, after: CaseKind) -> SecondPerson | None:
    """Why it takes two to make a case of another kind; None where one person may.

    A complaint that turns out to be about life and limb loses no protection there: nothing is hidden or held against
    anybody in these lanes.
    """
    return None if before is CaseKind.COMPLAINT and after in _LIFE_AND_LIMB else leaves_by_two(before)


MEASURES = {Rung.MUTE_1: CommandKind.SILENCE, Rung.MUTE_7: CommandKind.SILENCE, Rung.SUSPEND_30: CommandKind.SUSPEND}
"""What carries out a rung's measure; a warning is the notice itself."""

REVERSED = {CommandKind.SILENCE: CommandKind.UNSILENCE, CommandKind.SUSPEND: CommandKind.UNSUSPEND}


def appeal_end(took_effect_at: datetime) -> datetime:
    """The last moment for an appeal: the end of the local day on which APPEAL_TERM is over, as notices name a day."""
    day = (took_effect_at + APPEAL_TERM).astimezone()
    return day.replace(hour=23, minute=59, second=59, microsecond=0)


@dataclass(frozen=True, slots=True)
class Term:
    """From when to when a measure runs, and until when its strike counts; `ends` is None for a warning."""

    starts: datetime
    ends: datetime | None
    expires: datetime | None

    @property
    def appeal_until(self) -> datetime:
        """Until when an appeal can be made."""
        return appeal_end(self.starts)


@dataclass(frozen=True, slots=True)
class Sanction:
    """A measure as decided, everything resolved.

    Attributes:
        proposed: the rung that the ladder proposed; another one needs `departure`, the reason.
        brand_hit: the word of the post that names the brand's side, "" where none does.
        counted: decisions whose strikes counted.
        not_counted: the others, each with the reason.
        term: None until it takes effect: at once, or when another person agrees.
        cluster: of which batch it is part.
    """

    member: MemberRef
    rung: Rung
    severity: Severity
    proposed: Rung
    because: tuple[Words, ...] = ()
    departure: str = ""
    malice: tuple[Malice, ...] = ()
    brand_party: bool = False
    brand_hit: str = ""
    post: PostAction = PostAction.KEEP
    counted: tuple[DecisionId, ...] = ()
    not_counted: tuple[tuple[DecisionId, str], ...] = ()
    track: Track = Track.PERSON
    cluster: str = ""
    term: Term | None = None

    @property
    def strikes(self) -> int:
        """How many strikes it gives; abnormal accounts do not climb the ladder."""
        return self.rung.strikes if self.track is Track.PERSON else 0

    def from_now(self, now: datetime) -> Term:
        """Its term, if it takes effect now."""
        length = self.rung.length
        return Term(now, now + length if length else None, now + STRIKE_LASTS if self.strikes else None)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A sanction as it would be decided now, with what it rests on; `edition` is None where that is law."""

    basis: Basis
    severity: Severity
    proposal: Proposal
    sanction: Sanction
    edition: Edition | None = None


class Outcome(StrEnum):
    """What became of an appeal; never anything worse."""

    UPHELD = "upheld"
    REDUCED = "reduced"
    OVERTURNED = "overturned"


@dataclass(frozen=True, slots=True)
class KeptSanction:
    """A sanction as it stands now, with what came after it.

    Attributes:
        article: what it rests on, as it is called.
        agreed_by: the second person, where one was needed and agreed.
        lifted_at: the measure was ended before its term.
        outcome: of an appeal against it.
        reduced_to: the rung that an appeal left.
        reduced_ends: when the measure ends after that.
    """

    decision: DecisionId
    case_id: CaseId
    at: datetime
    by: MemberRef
    article: Words
    sanction: Sanction
    undone: bool = False
    second_person: SecondPerson | None = None
    agreed_by: MemberRef | None = None
    lifted_at: datetime | None = None
    outcome: Outcome | None = None
    reduced_to: Rung | None = None
    reduced_ends: datetime | None = None
    by_hand: bool = False

    @property
    def rung(self) -> Rung:
        """The rung after every appeal."""
        return self.reduced_to or self.sanction.rung

    @property
    def strikes(self) -> int:
        """How many strikes it gives after every appeal; abnormal accounts get none."""
        return replace(self.sanction, rung=self.rung).strikes

    @property
    def overturned(self) -> bool:
        """Whether nothing of it stands."""
        return self.undone or self.outcome is Outcome.OVERTURNED

    @property
    def waits(self) -> bool:
        """Whether another person has still to agree."""
        return self.sanction.term is None and not self.undone

    @property
    def ends(self) -> datetime | None:
        """When its measure ends, after every appeal; None where there is none."""
        if self.sanction.term is None or self.rung.length is None:
            return None
        return self.reduced_ends or self.sanction.term.ends

    def runs(self, now: datetime) -> bool:
        """Whether its measure is in force at that moment."""
        ends = self.ends
        return not self.overturned and self.lifted_at is None and ends is not None and now < ends

    @property
    def strike(self) -> Strike:
        """As the ladder reckons it."""
        term = self.sanction.term
        took_effect, expires = (term.starts, term.expires) if term else (None, None)
        return Strike(self.decision, self.rung, took_effect, self.article, expires, overturned=self.overturned)


def strikes_of(kept: Iterable[KeptSanction]) -> list[Strike]:
    """What the ladder reckons with: measures against people, not those against abnormal accounts."""
    return [one.strike for one in kept if one.sanction.track is Track.PERSON and not one.undone]


def check_kind(kind: CaseKind) -> None:
    """Let pass a kind of case that may be sanctioned.

    Raises:
        ComplaintProtected: an honest complaint can't be (article 13 of the code of conduct).
        NotSanctionable: the kind has a lane of its own.
    """
    if kind is CaseKind.COMPLAINT:
        raise ComplaintProtected
    if kind not in SANCTIONABLE:
        words = KIND_WORDS[kind]
        raise NotSanctionable(kind_zh=words.zh, kind_en=words.en)


def check_choice(rung: Rung, proposal: Proposal, departure: str, malice: Sequence[Malice]) -> None:
    """Let pass a rung that can be chosen, with a reason where it is not the proposed one.

    Raises:
        NoSuchRung: it can't be chosen.
        ReasonForDeparture: it differs from the proposal, and no reason was given.
        UnlinkedMalice: a fact of malice is not linked to anything.
    """
    if rung not in MEASURES and rung is not Rung.WARNING:
        words = RUNG_WORDS[rung]
        raise NoSuchRung(rung_zh=words.zh, rung_en=words.en)
    if rung is not proposal.rung and not says_something(departure):
        words, proposed = RUNG_WORDS[rung], RUNG_WORDS[proposal.rung]
        raise ReasonForDeparture(rung_zh=words.zh, rung_en=words.en, proposed_zh=proposed.zh, proposed_en=proposed.en)
    for one in malice:
        if not says_something(one.link):
            words = MALICE_WORDS[one.fact]
            raise UnlinkedMalice(fact_zh=words.zh, fact_en=words.en)


def second_person(sanction: Sanction, *, law: bool) -> SecondPerson | None:
    """Why another person must agree to a measure against a person; None when nobody must.

    Args:
        law: it rests on law instead of an article.
    """
    if law:
        return SecondPerson.LAW
    if sanction.brand_party:
        return SecondPerson.BRAND
    if sanction.severity is Severity.GRAVE:
        return SecondPerson.GRAVE
    length = sanction.rung.length
    return SecondPerson.LONG if length and length >= timedelta(days=30) else None


def brand_named(text: str, words: Sequence[str]) -> str:
    """The first of these words that a text contains, "" for none: then the brand may be a party."""
    folded = text.casefold()
    return next((word for word in words if word.casefold() in folded), "")


def reported(lines: Iterable[Words]) -> Words:
    """Several sentences as one line."""
    every = list(lines)
    if not every:
        return NO_WORDS
    return Words("；".join(one.zh for one in every), "; ".join(one.en for one in every))


def with_term(sanction: Sanction, now: datetime) -> Sanction:
    """The sanction as it takes effect now."""
    return replace(sanction, term=sanction.from_now(now))
