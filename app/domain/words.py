"""The words of the program for each term of the domain, Chinese and English side by side."""

from typing import NamedTuple


class Words(NamedTuple):
    """One term in both languages."""

    zh: str
    en: str
