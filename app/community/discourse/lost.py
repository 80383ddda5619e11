"""What may be concluded when a command whose answer was lost is looked for: two clocks may differ by hours.

What is found counts at any time. What is not found was never there only while nobody had time to delete it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.community.discourse.site import Site
from app.domain.commands import Command
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Effect, Found

LOOK_BACK = timedelta(hours=25)
"""How long before its first send a lost command is looked for: a computer may run a day fast, and then some."""
TRUSTED_ABSENCE = timedelta(hours=1)
"""How long after its first send something that is not there was never there; later it may have been deleted since."""
CLOCK_DRIFT = timedelta(minutes=5)
"""How far two clocks, or one clock at two times, may differ without anybody calling either wrong."""


def look_from(site: Site, command: Command) -> datetime:
    """From when on, by the community's clock, a lost command may have happened."""
    now = min(site.clock(), site.now())
    return min(command.first_sent_at or now, now) - LOOK_BACK


def sent_at(site: Site, command: Command) -> datetime:
    """When a command was first sent by the community's clock, if ours was as wrong then as it is now."""
    return site.theirs(command.first_sent_at or site.clock())


def absent(site: Site, command: Command) -> Effect:
    """What it means that nothing is found, though everything since `look_from` was seen."""
    age = site.clock() - (command.first_sent_at or site.clock())
    return NOT_HAPPENED if -CLOCK_DRIFT <= age < TRUSTED_ABSENCE else CANNOT_TELL


def by_times(site: Site, command: Command, times: Iterable[datetime]) -> Effect:
    """Whether one of several of the same content, made by us at these times, is this command's; without a receipt."""
    possible = [at for at in times if at >= look_from(site, command)]
    if not possible:
        return absent(site, command)
    # The community tells its time in whole seconds.
    earliest = sent_at(site, command) - timedelta(seconds=1)
    return Effect(Found.HAPPENED) if max(possible) >= earliest else CANNOT_TELL
