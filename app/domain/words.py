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


_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """A number from 1 to 99 as articles are counted: 九, 十六, 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


NO_WORDS = Words()
"""Nothing to say."""
