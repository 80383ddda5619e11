"""回避: when somebody who moderates is a party to a case, and should leave it to others."""

from collections.abc import Iterable

from app.domain.cases import Case
from app.domain.members import MemberRef
from app.domain.reports import Report
from app.domain.words import Words

SHORTEST_NAME = 2
"""Shorter names occur in any text."""

NAMED = Words("帖子里提到了你的名字", "the post names you")
REPORTED = Words("这是你举报的帖子", "you reported this post")


def party_because(case: Case, reports: Iterable[Report], me: MemberRef) -> Words | None:
    """Why somebody seems to be a party to a case; None where nothing says so. It only suggests: they decide."""
    if any(report.by is not None and report.by.id == me.id for report in reports):
        return REPORTED
    text = f"{case.revision.title}\n{case.revision.body}"
    return NAMED if len(me.name) >= SHORTEST_NAME and me.name in text else None
