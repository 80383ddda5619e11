"""How an exchange went: who wrote when, when reports came in, and after whose post it calmed. Pure rules, no judgement.

A post of somebody else counts as having calmed an exchange where there was heat before it and hardly any after: posts
of those who quarrelled, and reports. It shows what followed; whether it followed from it is for people to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WITHIN = timedelta(hours=2)
"""So long before and after a post heat is counted."""

HEATED, LEFT = 3, 3
"""From so many posts and reports on it was heated; it calmed where a third of them at most came after."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A post of an exchange; `quarrels`: its author is one of those who quarrelled."""

    post: str
    author: str
    at: datetime
    judged: bool
    quarrels: bool


@dataclass(frozen=True, slots=True)
class Exchange:
    """How an exchange went.

    Attributes:
        turns: in order of time.
        reports: when they came in.
        calmed_by: the posts after which it calmed, in order of time.
    """

    turns: tuple[Turn, ...]
    reports: tuple[datetime, ...]
    calmed_by: tuple[str, ...]


def exchange(turns: Sequence[Turn], reports: Sequence[datetime], until: datetime) -> Exchange:
    """How an exchange went.

    Args:
        turns: the posts of its threads, in any order.
        reports: when the posts that are judged were reported.
        until: up to when it was read; what is too new to tell calmed nothing yet.
    """
    ordered, came = sorted(turns, key=lambda one: one.at), tuple(sorted(reports))
    heat = sorted([*came, *(one.at for one in ordered if one.quarrels)])
    others = [one for one in ordered if not one.quarrels and not one.judged]
    return Exchange(tuple(ordered), came, tuple(_calmed(others, heat, until)))


def _calmed(turns: Sequence[Turn], heat: Sequence[datetime], until: datetime) -> list[str]:
    """Posts after which heat fell; of those that stand in one lull the first."""
    found: list[str] = []
    last: datetime | None = None
    for one in turns:
        if one.at + WITHIN > until or (last is not None and one.at - last < WITHIN):
            continue
        before = sum(one.at - WITHIN <= at < one.at for at in heat)
        after = sum(one.at < at <= one.at + WITHIN for at in heat)
        if before >= HEATED and after * LEFT <= before:
            found.append(one.post)
            last = one.at
    return found
