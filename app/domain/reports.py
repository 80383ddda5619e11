"""Reports: what members say against a post."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.members import MemberRef
from app.domain.words import Words


@dataclass(frozen=True, slots=True)
class Report:
    """One member's report; `id` is unique within its case."""

    id: str
    at: datetime
    reason: str
    by: MemberRef | None = None
    category: str = ""


CATEGORY_WORDS = {
    "attack": Words("言语攻击", "attack"),
    "advert": Words("广告", "advert"),
    "baiting": Words("引战", "baiting"),
    "rumour": Words("不实信息", "rumour"),
    "praise": Words("无据吹捧", "empty praise"),
    "complaint": Words("投诉抱怨", "complaint"),
    "spam": Words("灌水", "spam"),
    "plagiarism": Words("抄袭争议", "plagiarism"),
    "privacy": Words("泄露信息", "privacy"),
    "danger": Words("危险行为", "danger"),
    "disclosure": Words("利益关系", "undisclosed interest"),
    "other": Words("其他", "other"),
}
"""What reports may call a matter, as far as every community knows it."""


def most_named(reports: Sequence[Report]) -> str:
    """The category that most reports name, the one named first where several are; "" where none names any."""
    if len(reports) == 1:
        return reports[0].category
    named = Counter(report.category for report in reports if report.category)
    return max(named, key=lambda category: named[category], default="")


PILED_ON, PILED_ON_SHARE, SHORTEST_REASON = 5, 0.4, 5
"""From how many alike reports on, at which share of all; a shorter reason ("advert") is what anybody would write."""


def piled_on(reports: Sequence[Report]) -> int:
    """How many reports say the same in the same words, where that are so many that somebody may have organised them.

    Returns: 0 where reports differ as they do when people write for themselves.
    """
    said = Counter("".join(char for char in report.reason.casefold() if char.isalnum()) for report in reports)
    alike = max((count for reason, count in said.items() if len(reason) >= SHORTEST_REASON), default=0)
    return alike if alike >= PILED_ON and alike >= PILED_ON_SHARE * len(reports) else 0
