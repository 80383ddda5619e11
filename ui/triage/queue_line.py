"""What a case says as one row of the queue."""

from datetime import datetime

from app.domain.cases import CaseState, QueueRow
from app.domain.lanes import Severity, severity
from app.domain.lanes_clocks import lasted
from app.domain.words import Words
from ui.kit.lines import Line
from ui.kit.remote import brief
from ui.kit.speech import COMMA, Speech
from ui.kit.theme import Tone
from ui.privacy.words import request_title
from ui.triage import words


def line_of(row: QueueRow, say: Speech, now: datetime, *, picked: bool) -> Line:
    """A row as it is drawn."""
    tags = [(brief(say(label), 24), tone) for label, tone in words.labels(row)]
    if row.same_text > 1:
        tags.append((say(Words(f"同文 ×{row.same_text}", f"same text ×{row.same_text}")), Tone.AMBER))
    title = brief(say(request_title(row.title or row.excerpt)), 120)
    grave = severity(row.kind, row.raised) is Severity.P0 and row.state is not CaseState.CLOSED
    age = say(lasted(now - row.reported_at)) if grave else say.age(row.reported_at, now)
    return Line(title, tuple(tags), _about(row, say), age, picked=picked, alarm=grave)


def spoken(row: QueueRow, say: Speech, now: datetime) -> str:
    """A row in one sentence, for a screen reader."""
    line = line_of(row, say, now, picked=False)
    return say(COMMA).join((line.title, *(text for text, _ in line.tags), line.about, line.age))


def _about(row: QueueRow, say: Speech) -> str:
    reports = Words(f"{row.reports} 举报", "1 report" if row.reports == 1 else f"{row.reports} reports")
    parts = [brief(row.author, 40) or "?"]
    if row.claimed_by and not row.claimed_by_me:
        parts.insert(0, say(words.held(brief(row.claimed_by, 40), mine=False)[0]))
    if row.came_from is None or row.reports:
        parts.append(say(reports))
    return " · ".join(parts)
