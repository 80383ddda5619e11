"""What an operation touched, so that pages know when to ask again."""

from dataclasses import dataclass
from enum import Enum, auto


class Area(Enum):
    """A part of what is kept that a page may show."""

    CASES = auto()
    OUTBOX = auto()
    THREADS = auto()
    MEMBERS = auto()
    MESSAGES = auto()
    CONDUCT = auto()
    ACCOUNTS = auto()
    SYNC = auto()
    TEXTS = auto()
    HANDOVER = auto()
    PROMISES = auto()
    TOPICS = auto()
    LANES = auto()
    CONTACTS = auto()
    FACTS = auto()
    COUNCIL = auto()
    HONOURS = auto()
    SUMMARY = auto()
    PRIVACY = auto()


@dataclass(frozen=True, slots=True)
class Changes:
    """The areas an operation touched; empty when it found nothing to do."""

    areas: frozenset[Area] = frozenset()

    @classmethod
    def of(cls, *areas: Area) -> "Changes":
        """Changes in these areas."""
        return cls(frozenset(areas))

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(self.areas | other.areas)

    def concern(self, *areas: Area) -> bool:
        """Whether a page that shows these areas should ask again."""
        return not self.areas.isdisjoint(areas)
