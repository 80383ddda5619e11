"""Reports: what members say against a post."""

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
