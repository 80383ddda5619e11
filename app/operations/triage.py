"""Triage: the queue, one case with everything about it, and dismissing what needs no answer."""

from dataclasses import dataclass
from datetime import timedelta

from app.domain.cases import Case, CaseId, CaseState, CommunityState, QueueRow, Step, Verdict
from app.domain.commands import Command
from app.domain.community import Message
from app.domain.decisions import Decided, Decision, DecisionKind
from app.domain.members import Member
from app.domain.posts import Revision, ThreadSlice
from app.domain.reports import Report
from app.operations.deciding import Choice, case_to_decide, keep
from app.operations.desk import Desk
from app.operations.searching import matching_keys, walk
from storage.triage import Position

NO_HOLD = timedelta(0)
PAGE = 50


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with all that is kept about it, the outbox laid over.

    `thread` is None while it was not read from the community; then the case's own snapshot shows.
    """

    case: Case
    reports: list[Report]
    revisions: list[Revision]
    thread: ThreadSlice | None
    author: Member | None
    record: list[Decision]
    messages: list[Message]
    decisions: list[Decision]
    commands: list[Command]


def queue(
    desk: Desk,
    *,
    state: CaseState | None = None,
    search: str = "",
    after: Position | None = None,
    limit: int = PAGE,
) -> list[QueueRow]:
    """A page of the queue, most urgent first: all but the closed, unless a state is named.

    Args:
        search: words, all of which must occur in title, text or author.
        after: where the page before ended.
    """
    if not search.strip():
        with desk.record.read() as tx:
            return tx.cases.queue(state=state, after=after, limit=limit)
    keys = matching_keys(desk, search)
    if keys is None:
        return walk(desk, search, state=state, after=after, limit=limit)
    with desk.record.read() as tx:
        return tx.cases.queue(state=state, after=after, limit=limit, keys=keys)


def case_view(desk: Desk, case_id: CaseId) -> CaseView:
    """Everything about a case.

    Raises:
        CaseNotFound: there is none.
    """
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        reports = tx.cases.reports(case.key)
        revisions = tx.cases.revisions(case.key)
        decisions = tx.decisions.of_case(case.key)
        record = tx.decisions.of_author(case.author.id) if case.author else []
        commands = tx.outbox.of_case(case.id)
    with desk.cache.read() as tx_cache:
        threads = tx_cache.threads
        return CaseView(
            case=case,
            reports=reports,
            revisions=revisions,
            thread=threads.slice(case.thread_id) if case.thread_id else None,
            author=threads.member(case.author.id) if case.author else None,
            record=record,
            messages=threads.messages_with(desk.me.id, case.author.id) if case.author else [],
            decisions=decisions,
            commands=commands,
        )


def dismiss(desk: Desk, case_id: CaseId, *, reason: str = "", hold: timedelta = NO_HOLD) -> Decided:
    """Close a case whose post needs no answer; the community's report is dismissed.

    Raises:
        Refused: a rule forbids it, with the sentence that says which. Nothing was kept.
    """
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        choice = Choice(
            kind=DecisionKind.DISMISSAL,
            step=Step.DISMISS,
            outcome=CommunityState.DISMISSED,
            verdict=Verdict.NOT_UPHELD,
            reason=reason.strip(),
        )
        return keep(desk, tx, case, choice, hold)


def state_counts(desk: Desk) -> dict[CaseState, int]:
    """How many cases are in each state."""
    with desk.record.read() as tx:
        counts = tx.marks.counts()
    return {state: counts.get(f"cases.{state.value}", 0) for state in CaseState}
