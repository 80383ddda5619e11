"""The words of the program for each term of the domain, Chinese and English side by side."""

from typing import NamedTuple

from app.errors import Language, StewardError


class Words(NamedTuple):
    """One term, or one sentence, in both languages."""

    zh: str = ""
    en: str = ""

    def say(self, language: Language) -> str:
        """In one language."""
        return self.zh if language == "zh" else self.en

    @classmethod
    def of(cls, error: StewardError) -> "Words":
        """The sentence of an error."""
        return cls(error.sentence("zh"), error.sentence("en"))


NO_WORDS = Words()
"""Nothing to say."""
