"""What can be appealed on a case and by whom, and who took part in it and therefore keeps out."""

from collections.abc import Iterator, Mapping

from app.domain.appeals import Against, Appealable
from app.domain.cases import Case
from app.domain.clusters import ALONG
from app.domain.commands import CommandKind, CommandState, DecisionId
from app.domain.decisions import Decision, DecisionKind, ReportVerdict
from app.domain.ladder import RUNG_WORDS
from app.domain.members import MemberId, MemberRef
from app.domain.report_answers import Answered
from app.domain.sanctions import Track
from app.domain.words import Words
from storage.transaction import Transaction

FOLDED = Words("暂时折叠帖子", "the folding of a post")
REJECTED = Words("举报不成立", "the report was not upheld")
_REJECTING = (DecisionKind.DISMISSAL, DecisionKind.REPLY)


def grounds(tx: Transaction, case: Case) -> list[Appealable]:
    """Every decision on a case that stands, is in effect and was not appealed, for each whom it concerns.

    The term is not looked at: that depends on when an appeal came.
    """
    standing = [one for one in tx.decisions.of_case(case.key) if one.undone_at is None]
    before = tx.appeals.of_case(case.id)
    done = {(one.decision, one.by.id) for one in before}
    found = [*_of_author(tx, case, standing), *_of_reporters(tx, case, standing)]
    again = {one.by.id for one in before if one.against is Against.REPORT_REJECTED}
    return [
        one
        for one in found
        if (one.decision, one.by.id) not in done
        and (one.against is not Against.REPORT_REJECTED or one.by.id not in again)
    ]


def _of_author(tx: Transaction, case: Case, standing: list[Decision]) -> Iterator[Appealable]:
    kept = {one.decision: one for one in tx.sanctions.of_case(case.id)}
    for one in standing:
        sanction = kept.get(one.id)
        if sanction is not None and sanction.sanction.track is Track.ABNORMAL and sanction.sanction.rung is ALONG:
            continue  # it has no measure of its own: its account appeals against the one that it was told of
        if sanction is not None and sanction.sanction.term is not None and not sanction.overturned:
            measure = sanction.sanction
            began = sanction.sanction.term.starts
            yield Appealable(one.id, case.id, Against.SANCTION, measure.member, began, RUNG_WORDS[sanction.rung])
        elif one.kind is DecisionKind.COACHING and case.author is not None and _folds(tx, one.id):
            yield Appealable(one.id, case.id, Against.FOLDING, case.author, one.at, FOLDED)


def _folds(tx: Transaction, decision: DecisionId) -> bool:
    """Whether a decision folded the post, or is about to."""
    return any(
        one.intent.kind is CommandKind.HIDE and one.state is not CommandState.CANCELLED
        for one in tx.outbox.of_decision(decision)
    )


def _of_reporters(tx: Transaction, case: Case, standing: list[Decision]) -> Iterator[Appealable]:
    """Each reporter whose report was rejected: by the answer they got, else by what closed the case."""
    answered = tx.reporters.answered(case.key)
    by_decision = {one.id: one for one in standing}
    answers = [one for one in standing if one.kind.answers]
    closing = answers[-1] if answers and answers[-1].kind in _REJECTING else None
    mine: dict[MemberId, tuple[MemberRef, Decision | None]] = {}
    for report in tx.cases.reports(case.key):
        if report.by is not None:
            rejected = _rejection(answered.get(report.id), by_decision, closing)
            mine[report.by.id] = (report.by, rejected or mine.get(report.by.id, (report.by, None))[1])
    for member, decision in mine.values():
        if decision is not None:
            yield Appealable(decision.id, case.id, Against.REPORT_REJECTED, member, decision.at, REJECTED)


def _rejection(
    answered: Answered | None, decisions: Mapping[DecisionId, Decision], closing: Decision | None
) -> Decision | None:
    if answered is None:
        return closing
    return None if answered.verdict is ReportVerdict.UPHELD else decisions.get(answered.decision)


def took_part(tx: Transaction, case: Case, against: Against, decision: DecisionId) -> dict[MemberId, MemberRef]:
    """Who decided, and who agreed as the second person; of a rejected report also who closed the case with it."""
    found: dict[MemberId, MemberRef] = {}
    for one in tx.decisions.of_case(case.key):
        closes = against is Against.REPORT_REJECTED and one.kind in _REJECTING and one.undone_at is None
        if one.id != decision and not closes:
            continue
        found[one.by.id] = one.by
        second = tx.governing.approval(one.id)
        if second is not None:
            found[second.by.id] = second.by
    return found
