"""All that the page of the code shows, read at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.conduct import Document, Edition, in_force
from app.domain.conduct_notices import ALARMS, Notice
from app.domain.roles import Role
from app.operations import conduct_readers, conduct_watching, conduct_welcome, intake
from app.operations.conduct import editions
from app.operations.conduct_announcing import can_publish
from app.operations.conduct_drafts import DraftView, view
from app.operations.conduct_readers import Readers
from app.operations.desk import Desk


@dataclass(frozen=True, slots=True)
class Overview:
    """The editions, what is being drafted, how notices and readers stand.

    Attributes:
        readers: of the code in force.
        able: whether a notice can be had in this community.
        manages: whether the person may draft, announce and import.
        comments: whether the person may enter comments.
    """

    editions: tuple[Edition, ...]
    drafts: Mapping[Document, DraftView]
    notices: Mapping[int, Notice]
    readers: Readers | None
    welcoming: conduct_welcome.Standing
    able: bool
    manages: bool
    comments: bool

    @property
    def alarms(self) -> int:
        """How many notices a person should look at."""
        return sum(one.state in ALARMS for one in self.notices.values())


def overview(desk: Desk) -> Overview:
    """Everything about the code and the charter, as it is now."""
    known = editions(desk)
    present = in_force(known, desk.clock())
    drafts = {document: found for document in Document if (found := view(desk, document)) is not None}
    roles = desk.me.roles
    return Overview(
        editions=tuple(known),
        drafts=drafts,
        notices={one.edition: one for one in conduct_watching.every(desk)},
        readers=conduct_readers.readers(desk, present.number) if present else None,
        welcoming=conduct_welcome.standing(desk),
        able=can_publish(intake.known_info(desk)),
        manages=Role.MANAGER in roles,
        comments=bool(roles & {Role.MANAGER, Role.LEAD}),
    )
