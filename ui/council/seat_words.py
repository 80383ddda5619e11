"""Seats in words."""

from datetime import datetime

from app.domain.council import Seat
from app.domain.council_seats import Standing
from app.domain.words import Words
from ui.kit.theme import Tone

STANDING_TONES = {
    Standing.SITS: Tone.GREEN,
    Standing.UNCONFIRMED: Tone.AMBER,
    Standing.BEGINS: Tone.BLUE,
    Standing.OVER: Tone.NEUTRAL,
    Standing.LEFT: Tone.NEUTRAL,
}
CHAIR = Words("轮值主席", "chair")


def numbered(seat: Seat) -> Words:
    """A seat by its number and name."""
    return Words(f"{seat.number} 号 · {seat.name}", f"Seat {seat.number} · {seat.name}")


def term(seat: Seat) -> Words:
    """Its term, in days."""
    begins, ends = _day(seat.begins), _day(seat.left_at or seat.ends)
    return Words(f"任期 {begins} 至 {ends}", f"term {begins} to {ends}")


def _day(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d}"
