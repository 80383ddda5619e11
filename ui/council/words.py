"""The council in words: how a referral stands, what it is about, what a line of the list says."""

from datetime import datetime

from app.domain.council import Matter, Referral, Stage
from app.domain.words import Words
from ui.kit.theme import Tone

STAGE_TONES = {
    Stage.PREPARING: Tone.AMBER,
    Stage.VOTING: Tone.BLUE,
    Stage.UNDECIDED: Tone.RED,
    Stage.DECIDED: Tone.AMBER,
    Stage.RULED: Tone.GREEN,
    Stage.CLOSED: Tone.NEUTRAL,
    Stage.WITHDRAWN: Tone.NEUTRAL,
}

MATTER_SHORT = {
    Matter.OPINION: Words("观点", "opinion"),
    Matter.PLAGIARISM: Words("抄袭", "plagiarism"),
    Matter.EXCHANGE: Words("争吵", "exchange"),
}

BRAND = Words("品牌是当事方", "the brand is a party")


def cases(count: int) -> Words:
    """How many cases."""
    return Words(f"{count} 件工单", "1 case" if count == 1 else f"{count} cases")


def until(at: datetime) -> Words:
    """Until when ballots count."""
    local = at.astimezone()
    return Words(f"{local:%m-%d %H:%M} 截止", f"until {local:%m-%d %H:%M}")


def term(referral: Referral, now: datetime) -> Words | None:
    """What is said of the term while votes come in; None otherwise."""
    if referral.stage is not Stage.VOTING or referral.due_at is None:
        return None
    over = now >= referral.due_at
    return Words("投票已截止，可以计票", "the term is over: count") if over else until(referral.due_at)
