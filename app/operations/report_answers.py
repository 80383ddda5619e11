"""Reporters are answered: once each, in their language, never what was done to whom nor who decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain.cases import Case, CaseId, CaseState, Step
from app.domain.changes import Changes
from app.domain.commands import Command, CommandKind, CommandState, Intent
from app.domain.conduct import Edition, in_force
from app.domain.decisions import DECIDING, Batch, Choice, Decided, DecisionKind, ReportVerdict
from app.domain.letters import language_of
from app.domain.letters_governing import ReportFacts, values_of_report
from app.domain.members import MemberId, MemberRef
from app.domain.messages import LONGEST_TEXT, check_message, says_something, typed
from app.domain.quoting import excerpt
from app.domain.report_answers import (
    Addressed,
    Answered,
    ReporterRecord,
    Unanswered,
    addressed,
    check_reveals_nothing,
    found,
    standing_verdict,
)
from app.domain.reports import Report, piled_on
from app.domain.roles import Role
from app.domain.sanctions import appeal_end
from app.domain.words import NO_WORDS, Words
from app.errors import (
    Language,
    MeasureUnderway,
    NobodyToAnswer,
    NoEditionInForce,
    NoSuchReport,
    NotForTrainees,
    ReasonForAnswer,
    Refused,
    ReportersAnswered,
    ReportNotJudged,
)
from app.operations import letters
from app.operations.commanding import community_info
from app.operations.conduct import hints
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk
from app.operations.sanction_letters import TEAM
from storage.transaction import Transaction

LATELY = timedelta(days=14)
"""How far back unanswered reporters are looked for."""

MOST = 200
_REFUSED = CommandState.REFUSED
_HARMFUL = (ReportVerdict.MALICIOUS, ReportVerdict.ORGANISED)


@dataclass(frozen=True, slots=True)
class Reply:
    """How the reporters of a case are to be answered.

    Attributes:
        verdicts: by the report's id; what is not named follows from what was decided.
        messages: a letter of one's own for a verdict, else the standard one.
        reason: for the team and the ledger; needed where a report is found malicious or organised.
    """

    verdicts: Mapping[str, ReportVerdict] = field(default_factory=dict)
    messages: Mapping[ReportVerdict, str] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Replied:
    """What answering gave: the decision, who is written to, and how many reports come from nobody that is known."""

    decided: Decided
    to: tuple[MemberRef, ...]
    unknown: int
    changes: Changes = DECIDING


@dataclass(frozen=True, slots=True)
class Standing:
    """How the reporters of a case stand.

    Attributes:
        reports: every report.
        verdicts: what would be told of each that nobody answered.
        answered: the others.
        to: who would be written to.
        records: how often each reporter reported, and how that ended.
        refused: why nobody can be answered now; None when they can.
        piled_on: how many reports say the same in the same words; 0 where they differ.
    """

    reports: list[Report]
    verdicts: Mapping[str, ReportVerdict]
    answered: Mapping[str, Answered]
    to: list[Addressed]
    records: Mapping[MemberId, ReporterRecord]
    piled_on: int
    refused: Words | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as the first of those who get one like it would read it."""

    to: tuple[MemberRef, ...]
    text: str


def answer_reports(desk: Desk, case_id: CaseId, reply: Reply | None = None, *, hold: timedelta = NO_HOLD) -> Replied:
    """Keep what was found about the reports of a case, and tell each reporter once.

    Args:
        desk: of the person who answers.
        case_id: the case.
        reply: how; None for the standard letters by what was decided.
        hold: how long the letters wait, so that they can be taken back.

    Raises:
        NotForTrainees: a trainee answers nobody.
        NobodyToAnswer: the case has no report.
        NoSuchReport: a verdict on a report that the case does not have.
        ReportersAnswered: that report, or every one, was answered.
        ReportNotJudged: nothing was found yet.
        ReasonForAnswer: a report is malicious or organised without saying why.
        MeasureUnderway: what was decided has not arrived, and could still come to nothing.
        Refused: another rule forbids it. Nothing was kept.
    """
    with desk.record.write() as tx:
        return _answer(desk, tx, case_id, reply or Reply(), hold)


def answer_many(desk: Desk, case_ids: Sequence[CaseId], *, hold: timedelta = NO_HOLD) -> Batch:
    """Answer the reporters of many decided cases by the standard letters; what a rule keeps out is told."""
    decided: list[Decided] = []
    refused: list[tuple[CaseId, Words]] = []
    for case_id in case_ids:
        try:
            with desk.record.write() as tx:
                decided.append(_answer(desk, tx, case_id, Reply(), hold).decided)
        except Refused as error:
            refused.append((case_id, Words.of(error)))
    return Batch(tuple(decided), tuple(refused))


def unanswered(desk: Desk, *, since: datetime | None = None, limit: int = MOST) -> list[Unanswered]:
    """Closed cases, decided lately by us, whose reporters were not all answered; the newest decision first."""
    with desk.record.read() as tx:
        return tx.reporters.unanswered(since or desk.clock() - LATELY, limit)


def standing(desk: Desk, case_id: CaseId) -> Standing:
    """How the reporters of a case stand, and what they would be told now.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        reports = tx.cases.reports(case.key)
        done = tx.reporters.answered(case.key)
        told = _found(tx, case, [one for one in reports if one.id not in done], {})
        records = tx.reporters.records(one.by.id for one in reports if one.by is not None)
        to = addressed(reports, told, _out(desk, case))
        return Standing(reports, told, done, to, records, piled_on(reports), _refused(desk, tx, case))


def preview(desk: Desk, case_id: CaseId, verdicts: Mapping[str, ReportVerdict] | None = None) -> list[Letter]:
    """The standard letters that would be sent: one for each thing that is told, in each language.

    Args:
        desk: of the person who answers.
        case_id: the case.
        verdicts: by the report's id; what is not named follows from what was decided.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        done = tx.reporters.answered(case.key)
        waiting = [one for one in tx.cases.reports(case.key) if one.id not in done]
        alike: dict[tuple[ReportVerdict, Language], list[Addressed]] = {}
        for one in addressed(waiting, _found(tx, case, waiting, verdicts or {}), _out(desk, case)):
            alike.setdefault((one.verdict, _spoken(case, one)), []).append(one)
        return [Letter(tuple(one.member for one in to), _letter(desk, tx, case, to[0])) for to in alike.values()]


# --- how -------------------------------------------------------------------------------------------------


def _answer(desk: Desk, tx: Transaction, case_id: CaseId, reply: Reply, hold: timedelta) -> Replied:
    if Role.TRAINEE in desk.me.roles:
        raise NotForTrainees(action_zh="答复举报人", action_en="answer those who report")
    case = case_to_decide(desk, tx, case_id)
    reports = tx.cases.reports(case.key)
    _check_arrived(tx, case, desk.clock())
    waiting = _waiting(tx, case, reports, reply)
    told = _found(tx, case, waiting, reply.verdicts)
    if len(told) < len(waiting):
        raise ReportNotJudged(case=case.id)
    if any(one in _HARMFUL for one in told.values()) and not says_something(reply.reason):
        raise ReasonForAnswer
    to = addressed(waiting, told, _out(desk, case))
    answers = tuple(_message(desk, tx, case, one, reply) for one in to)
    choice = Choice(
        DecisionKind.FEEDBACK,
        Step.STAY,
        answers,
        text=answers[0].text if answers else "",
        reason=typed(reply.reason),
        reports=tuple(told.items()),
    )
    unknown = sum(one.by is None for one in waiting)
    return Replied(keep(desk, tx, case, choice, hold), tuple(one.member for one in to), unknown)


def _out(desk: Desk, case: Case) -> set[MemberId | None]:
    return {desk.me.id, case.author.id if case.author else None}


def _refused(desk: Desk, tx: Transaction, case: Case) -> Words | None:
    try:
        _check_arrived(tx, case, desk.clock())
    except Refused as error:
        return Words.of(error)
    return None


def _check_arrived(tx: Transaction, case: Case, now: datetime) -> None:
    """Let pass a case on which nothing that was decided could still be taken back, sent back, or get lost.

    Raises:
        MeasureUnderway: something could.
    """
    for decision in tx.decisions.of_case(case.key):
        if decision.undone_at is None and decision.kind.answers:
            kept = tx.sanctions.get(decision.id)
            waits = kept is not None and kept.sanction.term is None
            if waits or any(
                _underway(one, now, measure=kept is not None) for one in tx.outbox.of_decision(decision.id)
            ):
                raise MeasureUnderway(case=case.id)


def _underway(command: Command, now: datetime, *, measure: bool) -> bool:
    if command.state.settled:
        return False
    held = command.not_before is not None and command.not_before > now
    return held or (measure and (command.intent.kind is not CommandKind.MESSAGE or command.state is not _REFUSED))


def _waiting(tx: Transaction, case: Case, reports: Sequence[Report], reply: Reply) -> list[Report]:
    """The reports that nobody answered; a verdict names none that was answered."""
    if not reports:
        raise NobodyToAnswer(case=case.id)
    done = tx.reporters.answered(case.key)
    known = {one.id: one for one in reports}
    for report in reply.verdicts:
        if report not in known:
            raise NoSuchReport(report=report)
        if report in done:
            raise _answered_before(case, known[report], done[report])
    waiting = [one for one in reports if one.id not in done]
    if not waiting:
        raise _answered_before(case, None, max(done.values(), key=lambda one: one.at))
    return waiting


def _answered_before(case: Case, report: Report | None, done: Answered) -> ReportersAnswered:
    what = (f"工单 {case.id} 的举报人", f"Everybody who reported case {case.id}")
    if report is not None:
        who = report.by.name if report.by is not None else "?"
        what = (f"{who} 的举报 {report.id}", f"Report {report.id} by {who}")
    return ReportersAnswered(what=what, name=done.by, at=f"{done.at.astimezone():%Y-%m-%d %H:%M}")


def _found(
    tx: Transaction, case: Case, waiting: Sequence[Report], said: Mapping[str, ReportVerdict]
) -> dict[str, ReportVerdict]:
    """What is told of each; a case that is still open says nothing by itself."""
    closed = case.state is CaseState.CLOSED
    verdict = standing_verdict(case.verdict, tx.sanctions.of_case(case.id)) if closed else None
    return found(waiting, said, tx.reporters.judged(case.key), verdict)


def _message(desk: Desk, tx: Transaction, case: Case, one: Addressed, reply: Reply) -> Intent:
    limit = community_info(tx).limits.message_max if case.place is None else None
    own = typed(reply.messages.get(one.verdict, ""), LONGEST_TEXT, ("内容", "The text"))
    standard = _letter(desk, tx, case, one)
    check_reveals_nothing(own, standard)
    text = check_message(own or standard, limit)
    return Intent(CommandKind.MESSAGE, case_id=case.id, post_id=case.post_id, member_id=one.member.id, text=text)


def _letter(desk: Desk, tx: Transaction, case: Case, one: Addressed) -> str:
    now = desk.clock()
    spoken = _spoken(case, one)
    facts = ReportFacts(
        nickname=one.member.name,
        title=case.title,
        excerpt=excerpt(case.body, _telling(tx, case), spoken),
        reported_at=one.report.at.astimezone(),
        code_title=_edition(tx, case, now).title,
        appeal_until=appeal_end(now),
        signature=TEAM.say(spoken),
        now=now.astimezone(),
        reason=NO_WORDS,
    )
    return letters.governing(f"report.{one.verdict.value}", spoken, values_of_report(facts, spoken)).text


def _spoken(case: Case, one: Addressed) -> Language:
    return language_of(one.report.reason or case.revision.body)


def _edition(tx: Transaction, case: Case, now: datetime) -> Edition:
    editions = tx.conduct.editions()
    edition = in_force(editions, case.revision.written_at) or in_force(editions, now)
    if edition is None:
        raise NoEditionInForce
    return edition


def _telling(tx: Transaction, case: Case) -> tuple[str, ...]:
    """Words around which the post is quoted: those of the article that was cited on it."""
    bases = [one.basis for one in tx.decisions.of_case(case.key) if one.undone_at is None and one.basis is not None]
    editions = {one.number: one for one in tx.conduct.editions()}
    cited = [one for one in bases if one.edition in editions and one.article]
    return tuple(hints().words_of(editions[cited[-1].edition].article(cited[-1].article))) if cited else ()
