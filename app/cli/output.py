"""What the command line says: sentences in one language, or one JSON document and nothing else."""

import sys
import unicodedata
from datetime import UTC, datetime
from typing import Any

from app.domain.words import Words
from app.errors import Language


def harmless(text: str) -> str:
    """The text without what could move a terminal's cursor or change its colours: it may come from anybody."""
    return "".join(char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf") else "�" for char in text)


class Output:
    """Standard output of one run.

    Args:
        language: of the sentences.
        json: whether one JSON document goes to standard output, and no sentence.
    """

    def __init__(self, language: Language, *, json: bool) -> None:
        self.language = language
        self.json = json

    def say(self, zh: str, en: str) -> None:
        """A line for a person; nothing when JSON is asked for."""
        if not self.json:
            print(harmless(zh if self.language == "zh" else en), flush=True)  # noqa: T201

    def line(self, text: str) -> None:
        """A line that is the same in every language."""
        self.say(text, text)

    def hint(self, zh: str, en: str) -> None:
        """A line beside the result, on standard error."""
        print(harmless(zh if self.language == "zh" else en), file=sys.stderr, flush=True)  # noqa: T201

    def words(self, words: Words) -> str:
        """A term in the language of this run."""
        return words.say(self.language)

    def document(self, document: Any) -> None:
        """The JSON document, when it is asked for."""
        if self.json:
            import msgspec  # noqa: PLC0415 - nothing else on the way to a first window needs it

            print(msgspec.json.encode(document).decode(), flush=True)  # noqa: T201


def stamp(moment: datetime | None) -> str | None:
    """A moment as JSON has it: RFC 3339 in UTC."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def local(moment: datetime) -> str:
    """A moment as a person reads it."""
    return moment.astimezone().strftime("%m-%d %H:%M")
