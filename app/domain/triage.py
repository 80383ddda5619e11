"""Which cases of the queue are asked for, and the choices that a person keeps under a name."""

import json
from dataclasses import dataclass

from app.domain.cases import CaseKind, CaseState

COUNT_CAP = 1000
"""Nothing is counted further than this: a window says "999+"."""

_FLAGS = ("mine", "came_back", "ours", "alarms")


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which cases are asked for; all but the closed ones where nothing is said.

    Attributes:
        state: only those in this state.
        kind: only those of this kind.
        reported_as: only those that most reports name so; "" for any.
        mine: only those that the person who asks has claimed.
        came_back: only those that are here again.
        ours: only those that need us now, not those for which we wait. Of no meaning beside `state`.
        alarms: only those in lanes of their own, and those that a keyword raised and nobody looked at yet.
    """

    state: CaseState | None = None
    kind: CaseKind | None = None
    reported_as: str = ""
    mine: bool = False
    came_back: bool = False
    ours: bool = False
    alarms: bool = False

    def to_json(self) -> str:
        """As it is kept: only what it says."""
        said: dict[str, str | bool] = {}
        if self.state:
            said["state"] = self.state.value
        if self.kind:
            said["kind"] = self.kind.value
        if self.reported_as:
            said["reported_as"] = self.reported_as
        said |= {flag: True for flag in _FLAGS if getattr(self, flag)}
        return json.dumps(said, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, kept: str) -> "QueueFilter":
        """As it was kept; members that this version does not know say nothing.

        Raises:
            ValueError: it is no filter, or names a state or kind that there is not.
        """
        said = json.loads(kept)
        if not isinstance(said, dict):
            raise ValueError("a filter is an object")
        return cls(
            state=CaseState(said["state"]) if said.get("state") else None,
            kind=CaseKind(said["kind"]) if said.get("kind") else None,
            reported_as=str(said.get("reported_as", "")),
            **{flag: said.get(flag) is True for flag in _FLAGS},
        )


ALL_OPEN = QueueFilter()
"""All but the closed cases."""


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A choice of cases that a person keeps under a name."""

    name: str
    filter: QueueFilter
    search: str = ""
