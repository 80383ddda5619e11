"""How appeals are worded on the screen."""

from datetime import datetime

from PySide6.QtWidgets import QFrame, QSizePolicy

from app.domain.appeals import Against, Appeal
from app.domain.words import Words
from ui.kit.remote import brief
from ui.kit.speech import Speech
from ui.kit.theme import Tone

AGAINST = {
    Against.SANCTION: Words("对处置的申诉", "Appeal against a sanction"),
    Against.FOLDING: Words("对折叠的申诉", "Appeal against a folding"),
    Against.REPORT_REJECTED: Words("举报人请求再看", "A reporter asks to look again"),
}


def due(appeal: Appeal, say: Speech, now: datetime) -> tuple[str, Tone]:
    """By when it should be answered, and how urgent that is."""
    at = say.moment(appeal.due_at, now)
    if appeal.due_at < now:
        return say(Words(f"已逾期（应于 {at} 前答复）", f"overdue since {at}")), Tone.RED
    soon = (appeal.due_at - now).total_seconds() < 86_400
    return say(Words(f"{at} 前答复", f"answer by {at}")), Tone.AMBER if soon else Tone.BLUE


def whole(made: QFrame) -> QFrame:
    """A frame as high as its text needs, however long that is."""
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return made


def who_and_what(appeal: Appeal, what: Words) -> Words:
    """Who appeals against what."""
    name = brief(appeal.by.name, 30)
    return Words(f"{name} · {what.zh}", f"{name} · {what.en}")
