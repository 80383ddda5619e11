"""Notes: what the team writes down about a case for itself. The community never sees them."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.members import MemberRef


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote down about a case; never changed, never deleted."""

    at: datetime
    by: MemberRef
    text: str
