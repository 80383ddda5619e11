"""Filters: the choices of cases that a person keeps under a name."""

from app.domain.triage import SavedFilter
from app.operations.desk import Desk


def saved(desk: Desk) -> list[SavedFilter]:
    """Everything this person keeps, by name."""
    with desk.record.read() as tx:
        return tx.filters.of_account(desk.me.id)


def save(desk: Desk, saved: SavedFilter) -> None:
    """Keep a choice of cases; one with the same name is replaced."""
    with desk.record.write() as tx:
        tx.filters.keep(desk.me.id, saved)


def forget(desk: Desk, name: str) -> None:
    """Forget a choice; nothing happens where there is none."""
    with desk.record.write() as tx:
        tx.filters.forget(desk.me.id, name)
