"""The code of conduct in the community: notices are watched, newcomers welcomed, readers asked about.

Out of what the request budget leaves: one notice an hour, readers every six hours, a few authors whom nobody knows yet.
"""

from app.errors import Forbidden, NotFound
from app.operations import attention, conduct_readers, conduct_watching, conduct_welcome
from app.operations.desk import Desk
from app.sync.line import Line

NOTICE_COST, MEMBER_COST, READERS_COST = 3, 3, 2
"""What one reading may cost at most, in requests."""
MOST_MEMBERS = 5
"""Authors read in one round, so that it is known whether they are new here."""


def before_push(desk: Desk, line: Line) -> None:
    """Queue what is to go out by itself: the text of an edition that took effect, and welcomes."""
    conduct_watching.follow(desk)
    for _ in range(MOST_MEMBERS):
        unknown = conduct_welcome.welcome_newcomers(desk).unknown
        if unknown is None or line.budget.left() < MEMBER_COST:
            return
        try:
            member = line.read(lambda unknown=unknown: line.gateway.member(unknown))  # type: ignore[misc]
        except (NotFound, Forbidden):
            member = None
        attention.on_member_read(desk, unknown, member)


def watch(desk: Desk, line: Line) -> None:
    """Look whether the notices stand, and who has read the edition in force."""
    conduct_watching.follow(desk)
    notice = conduct_watching.wanted(desk)
    if notice is not None and notice.thread_id is not None and line.budget.left() >= NOTICE_COST:
        thread_id = notice.thread_id
        try:
            found = line.read(lambda: line.gateway.thread(thread_id, None, 0, 0))
        except NotFound:
            conduct_watching.on_looked(desk, notice.edition, None)
        except Forbidden:
            conduct_watching.on_unseen(desk, notice.edition)
        else:
            conduct_watching.on_looked(desk, notice.edition, found)
    for edition in conduct_readers.wanted(desk):
        if line.budget.left() < READERS_COST:
            return
        try:
            told = line.read(lambda edition=edition: line.gateway.acknowledgements(edition))  # type: ignore[misc]
        except (NotFound, Forbidden):
            told = []
        conduct_readers.on_acknowledged(desk, edition, told)
