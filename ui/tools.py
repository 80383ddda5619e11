"""What every page is handed."""

from dataclasses import dataclass

from app.domain.roles import Account
from app.operations.desk import Clock
from ui.actions import Actions
from ui.kit.speech import Speech
from ui.kit.theme import Theme
from ui.notices import Notices
from ui.runner import Runner


@dataclass(frozen=True)
class Tools:
    """The window's own means: words, colours, the door to the work, notices, the registry of actions.

    Attributes:
        me: the person who acts.
        clock: the time of the operations.
    """

    say: Speech
    theme: Theme
    runner: Runner
    notices: Notices
    actions: Actions
    me: Account
    clock: Clock
