"""What every page of council mode is handed."""

from dataclasses import dataclass

from app.operations.seat_desk import Clock, SeatDesk
from ui.actions import Actions
from ui.kit.speech import Speech
from ui.kit.theme import Theme
from ui.notices import Notices
from ui.runner import Door


class SeatRunner(Door[SeatDesk]):
    """The door between the pages of council mode and its work."""


@dataclass(frozen=True)
class SeatTools:
    """The window's own means: words, colours, the door to the work, notices, the registry of actions."""

    say: Speech
    theme: Theme
    runner: SeatRunner
    notices: Notices
    actions: Actions
    clock: Clock
