"""Those who report are answered: what was found about their reports, told once, never what was done to whom."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.cases import CaseId, Verdict
from app.domain.commands import DecisionId
from app.domain.decisions import ReportVerdict
from app.domain.members import MemberId, MemberRef
from app.domain.reports import Report
from app.domain.sanctions import KeptSanction
from app.domain.words import Words
from app.errors import MeasureTold

_MEASURES = re.compile(
    r"正式警告|禁言|停用|封号|封禁|清退|formal warning|\b(?:muted?|silenced?|suspend(?:ed)?|suspension|banned)\b",
    re.I,
)
"""Words that tell a measure."""


def check_reveals_nothing(own: str, standard: str) -> None:
    """Let pass a letter to a reporter that does not tell what was done to somebody else.

    Args:
        own: as somebody wrote it.
        standard: the letter that would go out instead; what stands there, as in the title of the post, may be said.

    Raises:
        MeasureTold: it names a measure.
    """
    usual = {found.casefold() for found in _MEASURES.findall(standard)}
    told = next((found for found in _MEASURES.findall(own) if found.casefold() not in usual), None)
    if told is not None:
        raise MeasureTold(said=told)


ANSWERABLE = (Verdict.UPHELD, Verdict.NOT_UPHELD)
"""What we found ourselves; what others settled is not ours to explain."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that a report was given; `by` is the name of who gave it."""

    decision: DecisionId
    verdict: ReportVerdict
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReporterRecord:
    """How often a member reported, how many were judged, found to be right, and found to be meant to harm."""

    reports: int
    upheld: int
    malicious: int
    judged: int = 0

    @property
    def words(self) -> Words:
        """In one line; while nothing was found about any of them, that says nothing of the member."""
        if self.reports <= 1 and not self.judged:
            return Words("首次举报", "first report")
        if not self.judged:
            return Words(f"举报 {self.reports} 次，还没有结论", f"{self.reports} reports, none judged yet")
        return Words(
            f"举报 {self.reports} 次，成立 {self.upheld}，恶意 {self.malicious}",
            f"{self.reports} reports, {self.upheld} upheld, {self.malicious} malicious",
        )


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A decided case whose reporters were not all answered; `reporters` of them wait."""

    case_id: CaseId
    title: str
    verdict: Verdict
    decided_at: datetime
    reporters: int


@dataclass(frozen=True, slots=True)
class Addressed:
    """A reporter to be answered once, about the earliest of their reports that nobody answered."""

    member: MemberRef
    report: Report
    verdict: ReportVerdict


def standing_verdict(verdict: Verdict | None, sanctions: Sequence[KeptSanction]) -> Verdict | None:
    """What is found about the post after every appeal: where every sanction was overturned, no breach stands."""
    decided = [one for one in sanctions if not one.undone]
    if verdict is Verdict.UPHELD and decided and all(one.overturned for one in decided):
        return Verdict.NOT_UPHELD
    return verdict


def found(
    reports: Sequence[Report],
    said: Mapping[str, ReportVerdict],
    judged: Mapping[str, ReportVerdict],
    verdict: Verdict | None,
) -> dict[str, ReportVerdict]:
    """What is told of each report: what is said now, else what a decision found, else what follows from the case.

    Args:
        reports: those to be answered.
        said: by the person who answers.
        judged: by earlier decisions on the case.
        verdict: of the case as it stands.

    Returns: nothing for a report of which nothing follows.
    """
    told = {one.id: said.get(one.id) or stands(judged.get(one.id), verdict) for one in reports}
    return {report: one for report, one in told.items() if one is not None}


def stands(judged: ReportVerdict | None, verdict: Verdict | None) -> ReportVerdict | None:
    """What stands of a report: an overturned sanction takes its word on it with it.

    Args:
        judged: by a decision on the case.
        verdict: of the case as it stands.
    """
    follows = ReportVerdict(verdict.value) if verdict in ANSWERABLE else None
    if judged is ReportVerdict.UPHELD and follows is ReportVerdict.NOT_UPHELD:
        return follows
    return judged or follows


_TELLING = (ReportVerdict.UPHELD, ReportVerdict.NOT_UPHELD, ReportVerdict.ORGANISED, ReportVerdict.MALICIOUS)


def addressed(
    reports: Sequence[Report], told: Mapping[str, ReportVerdict], out: Collection[MemberId | None]
) -> list[Addressed]:
    """Whom to write to, once each: the kindest of what was found about their reports.

    Args:
        reports: those to be answered.
        told: what is told of each.
        out: who is not written to: whoever answers, and the author of the post, who reads of it in the notice.
    """
    first: dict[MemberId, Addressed] = {}
    for one in sorted(reports, key=lambda report: report.at):
        if one.by is None or one.by.id in out or one.id not in told:
            continue
        verdict = told[one.id]
        known = first.get(one.by.id)
        if known is not None:
            verdict = min(known.verdict, verdict, key=_TELLING.index)
        first[one.by.id] = Addressed(one.by, known.report if known else one, verdict)
    return list(first.values())
