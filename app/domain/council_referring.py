"""What may be put before the council, and who may ask for it: pure rules."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from app.domain.cases import KIND_WORDS, Case, CaseId, CaseKind
from app.domain.council import LABELS, LONGEST_QUESTION, LONGEST_STATEMENT, AskedBy, Party, Referral, Seat
from app.domain.members import MemberRef
from app.domain.messages import typed
from app.domain.words import Words
from app.errors import AskerUnknown, KindNotReferred, QuestionMissing, TooManyParties

REFERRED_KINDS = frozenset({CaseKind.VIOLATION, CaseKind.DISPUTE, CaseKind.PLAGIARISM})
"""What a council can judge. An honest complaint is judged by nobody; the other kinds have lanes of their own."""

SEATS_ASKING = 2
"""So many seats together can ask for a judgement (the charter: a number of seats)."""

STATEMENT_TERM = timedelta(days=3)
"""How long a party has to make a statement unless another date is given, in natural days."""

SHORTEST_TERM = timedelta(hours=24)
"""A party has this long at least."""

MINOR_REPORTED = "minor"
"""The category of reports that says that a minor is concerned."""

_LANE = Words("有专门的处理流程", "it has a lane of its own")
_COMPLAINT = Words(
    "如实的抱怨受公约第十三条保护，不作评议；确有争议的请先由两人改类别",
    "an honest complaint is protected by article 13; where it is a dispute, two people change its kind first",
)
_QUESTION, _ALLEGED = ("评议的问题", "The question"), ("据称发生的事", "What is alleged")


def check_kind(case: CaseId, kind: CaseKind) -> None:
    """Let pass what a council can judge.

    Raises:
        KindNotReferred: it is an honest complaint, or has a lane of its own.
    """
    if kind not in REFERRED_KINDS:
        words, why = KIND_WORDS[kind], _COMPLAINT if kind is CaseKind.COMPLAINT else _LANE
        raise KindNotReferred(case=case, kind=(words.zh, words.en), why=(why.zh, why.en))


def check_words(question: str, alleged: str) -> tuple[str, str]:
    """What a panel is asked, in one line, and what is said to have happened, as they are kept.

    Raises:
        QuestionMissing: one of them says nothing.
        TooLong: nobody would read it.
    """
    asked = " ".join(typed(question, LONGEST_QUESTION, _QUESTION).split())
    said = typed(alleged, LONGEST_STATEMENT, _ALLEGED)
    if not asked or not said:
        raise QuestionMissing
    return asked, said


def check_asker(
    asked_by: AskedBy, name: str, people: Collection[MemberRef], seats: Sequence[Seat], now: datetime
) -> str:
    """Who asked, as it is kept: "" for staff, the name of a party, or the numbers of seats.

    Args:
        asked_by: staff, a party or seats.
        name: the party's name or id, or the numbers of seats in any form, as in "3、5".
        people: who is a party.
        seats: of the council.
        now: whose terms count.

    Raises:
        AskerUnknown: nobody of that name is a party; or these are not two seats in office at least.
    """
    if asked_by is AskedBy.STAFF:
        return ""
    if asked_by is AskedBy.PARTY:
        found = next((one.name for one in people if name.strip() in (one.id, one.name)), "")
        if found:
            return found
    else:
        sitting = {one.number for one in seats if one.sits(now)}
        wanted = sorted({int(one) for one in re.findall("[0-9]{1,4}", name)})
        if len(wanted) >= SEATS_ASKING and sitting.issuperset(wanted):
            return "、".join(map(str, wanted))
    raise AskerUnknown(least=SEATS_ASKING)


def seats_asking(referral: Referral) -> frozenset[int]:
    """The numbers of the seats that asked for a judgement: they have an interest in it, and do not judge."""
    if referral.asked_by is not AskedBy.SEATS:
        return frozenset()
    return frozenset(int(one) for one in re.findall("[0-9]{1,4}", referral.asked_name))


def next_label(parties: Sequence[Party]) -> str:
    """The first label that nobody has.

    Raises:
        TooManyParties: there is none left.
    """
    taken = {one.label for one in parties}
    for label in LABELS:
        if label not in taken:
            return label
    raise TooManyParties(most=len(LABELS))


def reported_as_minor(case: Case) -> bool:
    """Whether those who reported it say most that a minor is concerned."""
    return case.reported_as == MINOR_REPORTED
