"""Triage: the queue, one case with everything about it, what kind it is, and dismissing what needs no answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.cases import (
    KIND_WORDS,
    STATE_WORDS,
    Case,
    CaseId,
    CaseKind,
    CaseState,
    CommunityState,
    Place,
    QueueRow,
    Step,
    Verdict,
)
from app.domain.changes import Area, Changes
from app.domain.coaching import Contact, Suggestion, coached, recent_contact, suggest
from app.domain.commands import Command, DecisionId, folded
from app.domain.community import AuditEntry, CommunityInfo, Message, RemoteNote
from app.domain.conduct import Edition, Use, in_force
from app.domain.decisions import Batch, Before, Decided, Decision, DecisionKind
from app.domain.drafts import Draft
from app.domain.evidence import Evidence
from app.domain.hints import likely_articles
from app.domain.ledger import EntryKind
from app.domain.members import Member, MemberRef
from app.domain.notes import Note
from app.domain.posts import Revision, ThreadSlice
from app.domain.reports import Report, piled_on
from app.domain.triage import ALL_OPEN, QueueFilter
from app.domain.words import Words
from app.errors import AlreadyThere, ComplaintStays, NoRight, OneByOne, OnItsWay, ReasonNeeded, Refused
from app.operations.conduct import hints
from app.operations.deciding import Choice, case_to_decide, keep, restoring
from app.operations.desk import NO_HOLD, Desk, new_id
from app.operations.searching import among_keys, matching_keys, walk
from storage.record import Transaction

PAGE = 50
BATCH = 200
"""Cases that are dismissed in one transaction; others get their turn in between."""

NEVER_IN_BULK = frozenset({CaseKind.SAFETY, CaseKind.UNLAWFUL, CaseKind.RIGHTS_NOTICE, CaseKind.CARE})
"""Kinds with clocks of their own: somebody looks at each."""


# --- the queue ------------------------------------------------------------------------------------------


def queue(
    desk: Desk,
    filter: QueueFilter = ALL_OPEN,
    *,
    search: str = "",
    after: Place | None = None,
    limit: int = PAGE,
    together: bool = False,
) -> list[QueueRow]:
    """A page of the queue, most urgent first.

    Args:
        desk: of the person who asks.
        filter: which cases; all but the closed ones where it says nothing.
        search: words, all of which must occur in title, text or author.
        after: `place` of the last row of the page before.
        limit: how many rows at most.
        together: of cases with the same text, show the first only, with their number.
    """
    keys = matching_keys(desk, search) if search.strip() else None
    if keys is not None:
        rows = among_keys(desk, keys, filter, after=after, limit=limit, together=together)
    elif search.strip():
        rows = walk(desk, search, filter, after=after, limit=limit, together=together)
    else:
        with desk.record.read() as tx:
            rows = tx.queue.page(filter, desk.me.id, after=after, limit=limit, together=together)
            return _laid_over(desk, tx, rows)
    with desk.record.read() as tx:
        return _laid_over(desk, tx, rows)


def _laid_over(desk: Desk, tx: Transaction, rows: list[QueueRow]) -> list[QueueRow]:
    """The rows with what is unsettled in the outbox."""
    over = tx.outbox.over([row.id for row in rows], desk.clock())
    return [
        replace(row, on_its_way=over[row.id].state, not_before=over[row.id].held, by_hand=over[row.id].by_hand)
        if row.id in over
        else row
        for row in rows
    ]


def counts(desk: Desk, filters: Sequence[QueueFilter]) -> list[int]:
    """How many cases fit each filter, none counted further than COUNT_CAP."""
    with desk.record.read() as tx:
        return tx.queue.counts(filters, desk.me.id)


def same_text(desk: Desk, case_id: CaseId, limit: int = PAGE) -> list[QueueRow]:
    """The other open cases with the same text, most urgent first.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        return _laid_over(desk, tx, tx.queue.same_text(case.text_print, desk.me.id, without=case.key, limit=limit))


def state_counts(desk: Desk) -> dict[CaseState, int]:
    """How many cases are in each state."""
    with desk.record.read() as tx:
        counts = tx.marks.counts()
    return {state: counts.get(f"cases.{state.value}", 0) for state in CaseState}


# --- one case -------------------------------------------------------------------------------------------


MOST_MEASURES = 10


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with all that is kept about it, the outbox laid over.

    Attributes:
        thread: None while it was not read from the community; then the case's own snapshot shows.
        history: what was decided on any case of the author and not undone, oldest first.
        same_text: how many open cases have the text of this one, itself included; 1 where it is alone.
        contact: the last time that somebody wrote to the author, if that was lately.
        folded: the post is hidden by us, or about to be.
        drafts: what the person who asks has written so far, the newest first.
        info: what the community can do, as it last said.
        edition: the code of conduct that a reminder would cite: in force when the judged text was written, else now.
        articles: numbers of those that may apply, likeliest first.
        remote_notes: what staff wrote beside the report in the community itself.
        measures: what staff last did to the author there, oldest first.
    """

    case: Case
    reports: list[Report]
    revisions: list[Revision]
    thread: ThreadSlice | None
    author: Member | None
    history: list[Decision]
    messages: list[Message]
    decisions: list[Decision]
    commands: list[Command]
    notes: list[Note]
    same_text: int
    contact: Contact | None
    folded: bool
    drafts: tuple[Draft, ...]
    info: CommunityInfo | None
    edition: Edition | None
    articles: list[int]
    suggestion: Suggestion
    evidence: list[Evidence]
    remote_notes: list[RemoteNote]
    measures: list[AuditEntry]

    @property
    def draft(self) -> Draft | None:
        """What was written last."""
        return self.drafts[0] if self.drafts else None

    def text_of(self, version: str) -> str:
        """The post as it stood in a version; as it was first seen where that version was never seen."""
        return next((one.body for one in self.revisions if one.version == version), self.case.body)

    @property
    def judged(self) -> str:
        """The text on which the standing decision was made; as it was reported while there is none."""
        standing = [one for one in self.decisions if one.undone_at is None]
        return self.text_of(standing[-1].revision) if standing else self.case.body


def case_view(desk: Desk, case_id: CaseId) -> CaseView:
    """Everything about a case.

    Raises:
        CaseNotFound: there is none.
    """
    now = desk.clock()
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        about_author = tx.decisions.of_author(case.author.id) if case.author else tx.decisions.of_case(case.key)
        decisions = [one for one in about_author if one.case_id == case.id]
        commands = tx.outbox.of_case(case.id)
        others = tx.queue.count_same_text(case.text_print)
        edition = _in_force(tx, case, now)
        reports = tx.cases.reports(case.key)
        articles = _likely_articles(case, reports, edition)
        with desk.cache.read() as cached:
            threads = cached.threads
            messages = threads.messages_with(desk.me.id, case.author.id) if case.author else []
            return CaseView(
                case=case,
                reports=reports,
                revisions=tx.cases.revisions(case.key) if case.edits else [],
                thread=threads.slice(case.thread_id) if case.thread_id else None,
                author=threads.member(case.author.id) if case.author else None,
                history=[one for one in about_author if one.undone_at is None] if case.author else [],
                messages=messages,
                decisions=decisions,
                commands=commands,
                notes=tx.notes.of_case(case.key),
                same_text=max(others + (case.state is CaseState.CLOSED), 1),
                contact=recent_contact(about_author, messages, now),
                folded=folded(commands),
                drafts=tx.drafts.of_case(desk.me.id, case.key),
                info=tx.marks.info(),
                edition=edition,
                articles=articles,
                evidence=tx.evidence.of_case(case.key),
                suggestion=_suggestion(
                    case, about_author, decisions, edition=edition, articles=articles, reports=reports
                ),
                remote_notes=cached.attention.notes(case.id),
                measures=cached.attention.audit_of(case.author.id, MOST_MEASURES) if case.author else [],
            )


def _in_force(tx: Transaction, case: Case, now: datetime) -> Edition | None:
    editions = tx.conduct.editions()
    return in_force(editions, case.revision.written_at) or in_force(editions, now)


def _likely_articles(case: Case, reports: Sequence[Report], edition: Edition | None) -> list[int]:
    if edition is None:
        return []
    text = f"{case.revision.title}\n{case.revision.body}"
    return likely_articles(hints(), edition, [report.category for report in reports], text)


def _protects(edition: Edition | None, articles: Sequence[int]) -> bool:
    """Whether an article that encourages is among those that may apply."""
    return edition is not None and any(edition.article(number).use is Use.ENCOURAGES for number in articles)


def _suggestion(
    case: Case,
    about_author: Sequence[Decision],
    decisions: Sequence[Decision],
    *,
    edition: Edition | None,
    articles: Sequence[int],
    reports: Sequence[Report],
) -> Suggestion:
    return suggest(
        case.kind,
        case.reported_as,
        about_author,
        came_back=case.came_back,
        was_coached=coached(decisions),
        protected=_protects(edition, articles),
        piled_on=piled_on(reports),
    )


# --- what needs no answer -------------------------------------------------------------------------------


def dismiss(desk: Desk, case_id: CaseId, *, reason: str = "", hold: timedelta = NO_HOLD) -> Decided:
    """Close a case whose post needs no answer; the community's report is dismissed, a folded post shown again.

    Raises:
        Refused: a rule forbids it, with the sentence that says which. Nothing was kept.
    """
    with desk.record.write() as tx:
        return _dismiss(desk, tx, case_to_decide(desk, tx, case_id), reason.strip(), hold)


def dismiss_many(desk: Desk, case_ids: Sequence[CaseId], *, reason: str, hold: timedelta = NO_HOLD) -> Batch:
    """Close cases whose posts need no answer; those that a rule keeps out are named, the others closed all the same.

    Raises:
        ReasonNeeded: none is given.
        NoRight: the person is no moderator.
    """
    if not reason.strip():
        raise ReasonNeeded
    decided: list[Decided] = []
    refused: list[tuple[CaseId, Words]] = []
    wanted = list(dict.fromkeys(case_ids))
    for start in range(0, len(wanted), BATCH):
        with desk.record.write() as tx:
            for case_id in wanted[start : start + BATCH]:
                outcome = _try_to_dismiss(desk, tx, case_id, reason.strip(), hold)
                if isinstance(outcome, Decided):
                    decided.append(outcome)
                else:
                    refused.append((case_id, outcome))
    return Batch(tuple(decided), tuple(refused)) if decided else Batch((), tuple(refused), Changes())


def _try_to_dismiss(desk: Desk, tx: Transaction, case_id: CaseId, reason: str, hold: timedelta) -> Decided | Words:
    """The decision, or the sentence of the rule that keeps the case out. A refusal has written nothing."""
    try:
        case = case_to_decide(desk, tx, case_id)
        if case.kind in NEVER_IN_BULK:
            words = KIND_WORDS[case.kind]
            raise OneByOne(kind_zh=words.zh, kind_en=words.en)
        return _dismiss(desk, tx, case, reason, hold)
    except NoRight:
        raise
    except Refused as error:
        return Words.of(error)


def _dismiss(desk: Desk, tx: Transaction, case: Case, reason: str, hold: timedelta) -> Decided:
    choice = Choice(
        kind=DecisionKind.DISMISSAL,
        step=Step.DISMISS,
        answers=restoring(tx, case),
        outcome=CommunityState.DISMISSED,
        verdict=Verdict.NOT_UPHELD,
        reason=reason,
    )
    return keep(desk, tx, case, choice, hold)


# --- what kind it is ------------------------------------------------------------------------------------


def classify(desk: Desk, case_id: CaseId, kind: CaseKind, *, reason: str = "") -> Decided:
    """Say of which kind a case is. It is kept as a decision, so that it can be undone, and in the ledger.

    Raises:
        AlreadyThere: it is of this kind.
        ComplaintStays: it is a complaint, which one person alone can't make anything else.
        OnItsWay: an answer to it is still on its way.
        Refused: another rule forbids it.
    """
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        if case.kind is kind:
            words = KIND_WORDS[kind]
            raise AlreadyThere(what=case.id, state_zh=words.zh, state_en=words.en)
        if case.kind is CaseKind.COMPLAINT:
            raise ComplaintStays
        if case.state is CaseState.CLOSED:
            state = STATE_WORDS[case.state]
            raise AlreadyThere(what=case.id, state_zh=state.zh, state_en=state.en)
        if any(not command.state.settled for command in tx.outbox.of_case(case.id)):
            raise OnItsWay
        decision = Decision(
            id=DecisionId(new_id()),
            kind=DecisionKind.CLASSIFICATION,
            case_id=case.id,
            by=MemberRef(desk.me.id, desk.me.name),
            at=desk.clock(),
            revision=case.revision.version,
            reason=reason.strip(),
            state_before=case.state,
            state_after=case.state,
            before=Before(case.verdict, case.due_at, case.came_back),
            kind_before=case.kind,
            kind_after=kind,
        )
        tx.decisions.add(decision, case.key)
        tx.cases.set_kind(case, kind)
        _enter(tx, decision)
    return Decided(case.id, decision.id, (), case.state, Changes.of(Area.CASES))


def _enter(tx: Transaction, decision: Decision) -> None:
    body = {
        "decision": decision.id,
        "kind": decision.kind.value,
        "case": decision.case_id,
        "case_kind": decision.kind_before.value if decision.kind_before else None,
        "to_kind": decision.kind_after.value if decision.kind_after else None,
        "revision": decision.revision,
        "commands": 0,
    }
    private = {"by": f"{decision.by.id} {decision.by.name}"} | ({"reason": decision.reason} if decision.reason else {})
    tx.ledger.append(EntryKind.DECIDED, decision.at, body, private)
