"""What an entry of the ledger counts for in its month. Pure: the same entries give the same counts, whoever asks.

What waits for a second person is held, and counts when they agree. What is taken back is counted back. Entries of
older versions lack some of what is asked for here; then the figure that needs it does without.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.cases import CaseState
from app.domain.decisions import DecisionKind
from app.domain.ledger import Body, EntryKind
from app.domain.sanctions import Track

AT_ONCE = 120
"""Minutes within which a first answer is quick: operations.md, the default clock of complaints."""

QUIET = timedelta(days=30)
"""How long after a reminder it is looked whether its author needed another word."""

REOPENED = "cases.reopened"
"""What was closed is open again, by an appeal or because it was reported again."""

_EXACT, _BY_FIVE, _BY_HOUR, _DAY = AT_ONCE, 600, 7 * 1440, 1440


@dataclass(frozen=True, slots=True)
class Count:
    """One more of a figure.

    Attributes:
        figure: its name, as in "guidance.reminders".
        slice: a part of it, as a rung of the ladder; "" where it has none.
        case: which case stands behind it; "" where it can't be opened.
        ref: the decision with which it is taken back; "" where it never is.
        n: how many.
        at: when it counts, where that is not when it happened.
    """

    figure: str
    slice: str = ""
    case: str = ""
    ref: str = ""
    n: int = 1
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """A decision waits for another person: what it counts for comes with their word."""

    decision: str
    body: Body


@dataclass(frozen=True, slots=True)
class Release:
    """They agreed. `body` says what is otherwise than in what was held, as the term of a measure."""

    decision: str
    body: Body


@dataclass(frozen=True, slots=True)
class Undo:
    """A decision was taken back, or sent back: what it counted for does not count, what was held never will."""

    decision: str


Fact = Count | Hold | Release | Undo


def facts(kind: str, at: datetime, body: Body) -> tuple[Fact, ...]:
    """What an entry counts for.

    Args:
        kind: as the ledger has it; unknown ones count for nothing.
        at: when.
        body: without what stands there as commitments.
    """
    rule = _RULES.get(kind)
    return tuple(rule(at, body)) if rule is not None else ()


def in_effect(at: datetime, held: Body, agreed: Body) -> tuple[Count, ...]:
    """What a decision counts for to which another person has agreed at that moment."""
    return tuple(_decision(at, {**held, **agreed}))


def rounded(minutes: int) -> int:
    """A time of waiting as it is counted: to the minute up to two hours, then ever more roughly, downwards."""
    for upto, step in ((_EXACT, 1), (_BY_FIVE, 5), (_BY_HOUR, 60)):
        if minutes <= upto:
            return minutes // step * step
    return minutes // _DAY * _DAY


def said(body: Body, name: str) -> str:
    """A text of an entry; "" where it has none, or something else stands there."""
    value = body.get(name)
    return value if isinstance(value, str) else ""


def number(body: Body, name: str) -> int:
    """A number of an entry; 0 where it has none."""
    value = body.get(name)
    return value if isinstance(value, int) else 0


def moment(body: Body, name: str) -> datetime | None:
    """A moment of an entry; None where it has none."""
    text = said(body, name)
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo is not None else None


# --- decisions -------------------------------------------------------------------------------------------


def _decided(at: datetime, body: Body) -> list[Fact]:
    second = said(body, "second_person")
    if not second:
        return list(_decision(at, body))
    case, decision = said(body, "case"), said(body, "decision")
    return [Count("second.asked", second, case), Hold(decision, body)]


def _decision(at: datetime, body: Body) -> list[Count]:
    case, decision = said(body, "case"), said(body, "decision")
    found = [*_case_counts(at, body), *_of_kind(at, body), *_reports(body), *_reminded(at, body)]
    return [replace(one, case=case, ref=decision) for one in found]


def _case_counts(at: datetime, body: Body) -> list[Count]:
    """What becomes of the case by it."""
    found = []
    since = moment(body, "first_since")
    if since is not None:
        waited = max(int((at - since).total_seconds()) // 60, 0)
        found.append(Count("cases.answered", f"{rounded(waited):06}"))
    was, state = said(body, "from"), said(body, "state")
    if said(body, "case") and state == CaseState.CLOSED != was:
        found.append(Count("cases.closed", said(body, "case_kind")))
    if said(body, "case") and was == CaseState.CLOSED and state not in ("", CaseState.CLOSED):
        found.append(Count(REOPENED))
    return found


def _of_kind(at: datetime, body: Body) -> list[Count]:
    kind = said(body, "kind")
    if kind == DecisionKind.SANCTION:
        return _sanction(body)
    if kind == DecisionKind.COACHING:
        return [Count("guidance.reminders"), *_article(body, "reminders")]
    if kind == DecisionKind.DISMISSAL:
        calmed = [Count("calm.itself")] if body.get("calmed") is True else []
        return [Count("cases.dismissed"), *calmed]
    if kind == DecisionKind.APPEAL:
        return _appeal(at, body)
    if kind == DecisionKind.FEEDBACK:
        told = number(body, "commands")
        return [Count("reporters.answered", n=told)] if told else []
    plain = {
        DecisionKind.ACCEPTANCE: "guidance.corrected",
        DecisionKind.REPLY: "cases.replies",
        DecisionKind.REFERRAL: "council.referred",
    }
    found = [Count(figure) for name, figure in plain.items() if kind == name]
    return [*found, *([Count("sanctions.lifted")] if kind == DecisionKind.LIFT and said(body, "lifts") else [])]


def _reminded(at: datetime, body: Body) -> list[Count]:
    """Whether a reminder sufficed is known thirty days after it; another word to its author says that it did not."""
    if "after_reminder" not in body:
        return []
    before = moment(body, "after_reminder")
    again = [] if before is None else [Count("reminded.again", at=before + QUIET)]
    return again + ([Count("reminded.due", at=at + QUIET)] if said(body, "kind") == DecisionKind.COACHING else [])


def _sanction(body: Body) -> list[Count]:
    found = [Count("sanctions.made", said(body, "rung")), *_article(body, "sanctions")]
    if said(body, "track") == Track.ABNORMAL:
        found.append(Count("sanctions.abnormal"))
    elif body.get("departure") is True:
        found.append(Count("sanctions.departures"))
    if body.get("brand_party") is True:
        found.append(Count("brand.party", said(body, "rung")))
    return found


def _article(body: Body, what: str) -> list[Count]:
    """By article of the code; by law where that was the basis."""
    article = body.get("article")
    basis = f"{article:03}" if isinstance(article, int) else "law" if said(body, "law") else ""
    return [Count(f"articles.{what}", basis)] if basis else []


def _appeal(at: datetime, body: Body) -> list[Count]:
    outcome, due = said(body, "outcome"), moment(body, "appeal_due")
    if not outcome:
        return []  # the member is told that it came
    timely = [Count("appeals.in_time" if at <= due else "appeals.late")] if due is not None else []
    measure = said(body, "against") == "sanction"
    struck = [Count("sanctions.overturned")] if outcome == "overturned" and measure else []
    return [Count("appeals.answered", outcome), *timely, *struck]


def _reports(body: Body) -> list[Count]:
    found = ((verdict, number(body, f"reports_{verdict}")) for verdict in ("upheld", "not_upheld", "malicious"))
    return [Count("reporters.judged", verdict, n=n) for verdict, n in found if n]


def _agreed(_at: datetime, body: Body) -> list[Fact]:
    decision = said(body, "decision")
    return [Count("second.agreed", said(body, "second_person"), said(body, "case")), Release(decision, body)]


def _sent_back(_at: datetime, body: Body) -> list[Fact]:
    return [Count("second.back", case=said(body, "case")), Undo(said(body, "decision"))]


def _undone(_at: datetime, body: Body) -> list[Fact]:
    return [Undo(said(body, "decision"))]


# --- everything else -------------------------------------------------------------------------------------


def _closed(_at: datetime, body: Body) -> list[Fact]:
    case = said(body, "case")
    return [Count("cases.closed", said(body, "case_kind"), case), Count("cases.elsewhere", said(body, "verdict"), case)]


def _entered(_at: datetime, body: Body) -> list[Fact]:
    return [Count("cases.received", said(body, "place"), said(body, "case"))]


def _counted(_at: datetime, body: Body) -> list[Fact]:
    """Ballots against seats: how many took part."""
    found = [Count("council.counted"), *([Count("council.undecided")] if said(body, "undecided") else [])]
    seats, ballots = number(body, "seats"), number(body, "ballots")
    turnout = [Count("council.ballots", n=ballots), Count("council.seats", n=seats)] if seats else []
    return [*found, *(one for one in turnout if one.n)]


def _ruling(_at: datetime, body: Body) -> list[Fact]:
    named = {"confirmed": "council.ruled", "refused": "council.refused", "carried_out": "council.carried_out"}
    figure = named.get(said(body, "change"))
    return [Count(figure, case=said(body, "case"))] if figure else []


def _honour(_at: datetime, body: Body) -> list[Fact]:
    """`change` says what became of a title: suspended by a sanction is what the month tells of."""
    change = said(body, "change")
    return [Count("honours.changed", change, ref=said(body, "decision"))] if change else []


def _request(_at: datetime, body: Body) -> list[Fact]:
    change, case = said(body, "change"), said(body, "case")
    due = body.get("in_time")
    timely = [Count("requests.in_time" if due else "requests.late", case=case)] if isinstance(due, bool) else []
    return [Count("requests.changed", change, case), *timely] if change else []


def _plain(figure: str) -> Callable[[datetime, Body], list[Fact]]:
    return lambda _at, body: [Count(figure, case=said(body, "case"), ref=said(body, "decision"))]


def _only_counted(figure: str) -> Callable[[datetime, Body], list[Fact]]:
    return lambda _at, _body: [Count(figure)]


_RULES: Mapping[str, Callable[[datetime, Body], list[Fact]]] = {
    EntryKind.DECIDED: _decided,
    EntryKind.DECISION_AGREED: _agreed,
    EntryKind.DECISION_SENT_BACK: _sent_back,
    EntryKind.DECISION_UNDONE: _undone,
    EntryKind.CASE_CLOSED: _closed,
    EntryKind.CASE_ENTERED: _entered,
    EntryKind.APPEAL_RECEIVED: lambda _at, body: [Count("appeals.received", said(body, "against"), said(body, "case"))],
    EntryKind.COMMAND_SENT: _only_counted("outbox.sent"),
    EntryKind.COMMAND_TICKED: _only_counted("outbox.by_hand"),
    EntryKind.COMMAND_REFUSED: _only_counted("outbox.refused"),
    EntryKind.BALLOTS_COUNTED: _counted,
    EntryKind.RULING_CHANGED: _ruling,
    EntryKind.THANKED: _plain("honours.thanks"),
    EntryKind.NOMINATED: _plain("honours.nominated"),
    EntryKind.HONOUR_GRANTED: _plain("honours.granted"),
    EntryKind.HONOUR_CHANGED: _honour,
    EntryKind.REVIEW_PUBLISHED: _only_counted("honours.reviews"),
    EntryKind.EVIDENCE_SEALED: lambda _at, body: [Count("evidence.sealed", case=said(body, "case"))],
    EntryKind.DATA_REQUEST_CHANGED: _request,
}
