"""Reports: what members say against a post."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.members import MemberRef


@dataclass(frozen=True, slots=True)
class Report:
    """One member's report; `id` is unique within its case."""

    id: str
    at: datetime
    reason: str
    by: MemberRef | None = None
    category: str = ""


def most_named(reports: Sequence[Report]) -> str:
    """The category that most reports name, the one named first where several are; "" where none names any."""
    if len(reports) == 1:
        return reports[0].category
    named = Counter(report.category for report in reports if report.category)
    return max(named, key=lambda category: named[category], default="")
