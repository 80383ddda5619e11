"""Honours in a round: terms that are over end by themselves; once a day the community says what it can grant."""

from app.errors import Forbidden, NotFound
from app.operations import honours_granting, honours_titles
from app.operations.desk import Desk
from app.sync.line import Line

COST = 1
"""What reading the list costs, in requests."""


def before_push(desk: Desk) -> None:
    """End the terms that are over."""
    honours_granting.end_due(desk)


def watch(desk: Desk, line: Line) -> None:
    """Read what the community can put on an account, out of what the budget leaves."""
    if line.budget.left() < COST or not honours_titles.wanted(desk):
        return
    try:
        told = line.read(line.gateway.honours)
    except (NotFound, Forbidden):
        told = []
    honours_titles.on_offered(desk, told)
