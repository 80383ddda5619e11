"""What a seat of the council is just now, and what may be entered of it."""

from datetime import datetime
from enum import StrEnum

from app.domain.council import Seat
from app.domain.words import Words

LONGEST_NAME = 40


class Standing(StrEnum):
    """What a seat is just now."""

    SITS = "sits"
    UNCONFIRMED = "unconfirmed"
    BEGINS = "begins"
    OVER = "over"
    LEFT = "left"


STANDING_WORDS = {
    Standing.SITS: Words("在任", "sits"),
    Standing.UNCONFIRMED: Words("待核对指纹", "fingerprint to be compared"),
    Standing.BEGINS: Words("任期未开始", "term not begun"),
    Standing.OVER: Words("任期已满", "term over"),
    Standing.LEFT: Words("已离任", "left"),
}


def standing(seat: Seat, now: datetime) -> Standing:
    """What a seat is at a moment."""
    if seat.left_at is not None:
        return Standing.LEFT
    if now >= seat.ends:
        return Standing.OVER
    if seat.confirmed_at is None:
        return Standing.UNCONFIRMED
    return Standing.SITS if seat.begins <= now else Standing.BEGINS


def digits(fingerprint: str) -> str:
    """A fingerprint as it is compared: its digits, however they were typed (full-width too)."""
    return "".join(str(int(one)) for one in fingerprint if one.isdecimal())
