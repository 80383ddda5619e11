"""The ways into a seat for its window (ui.seat.session.SeatEntrance)."""

from app.cli.context import Context
from app.start_seat import OpenSeat, create_seat, open_seat, seat_exists
from ui.seat.session import NewSeat, SeatSession


class SeatWays:
    """Opens a seat or makes one, and hands it over as a session."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def exists(self) -> bool:
        """Whether there is a seat."""
        return seat_exists(self._context.settings.seat)

    def open(self, passphrase: str | None) -> SeatSession:
        """Open it, by the key store when no passphrase is given."""
        context = self._context
        context.log.hide(passphrase)
        known = passphrase or context.passphrase
        return _session(open_seat(context.settings.seat, context.key_store, passphrase=known))

    def create(self, new: NewSeat) -> SeatSession:
        """Make it."""
        context = self._context
        context.log.hide(new.passphrase)
        return _session(create_seat(context.settings.seat, new.name, new.passphrase, context.key_store))


def _session(seat: OpenSeat) -> SeatSession:
    return SeatSession(seat.desk, seat.close)
