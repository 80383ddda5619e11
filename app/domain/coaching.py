"""Coaching: a private, kind reminder for a first, harmless offence. It is never a strike."""

import re
import unicodedata

from app.domain.cases import KIND_WORDS, CaseKind
from app.errors import EmptyMessage, MessageTooLong, NotCoachable, UnfilledPlaceholder

COACHABLE = frozenset({CaseKind.VIOLATION, CaseKind.DISPUTE, CaseKind.PLAGIARISM})
"""Kinds answered by a reminder. Complaints are replied to; safety, unlawful content, rights and care have lanes."""

_PLACEHOLDER = re.compile(r"\{[^{}\n]+\}")


def check_kind(kind: CaseKind) -> None:
    """Let pass a kind of case that may be coached.

    Raises:
        NotCoachable: this kind is answered otherwise.
    """
    if kind not in COACHABLE:
        words = KIND_WORDS[kind]
        raise NotCoachable(kind_zh=words.zh, kind_en=words.en)


def check_message(text: str, limit: int | None) -> str:
    """The message as it may be sent: with text, without open places, short enough.

    Args:
        text: as typed.
        limit: the longest text that the community takes, in characters; None where it does not say.

    Raises:
        EmptyMessage: nothing that can be seen.
        UnfilledPlaceholder: a place of the template is left, as in “{昵称}”.
        MessageTooLong: longer than the community takes.
    """
    text = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) != "Cc").strip()
    if not any(unicodedata.category(char)[0] not in "CZ" for char in text):
        raise EmptyMessage
    left = _PLACEHOLDER.findall(text)
    if left:
        raise UnfilledPlaceholder(placeholders=" ".join(dict.fromkeys(left)))
    if limit is not None and len(text) > limit:
        raise MessageTooLong(length=len(text), limit=limit)
    return text
