"""Text from the community as it may be shown: nothing in it stays invisible, and every link says where it leads."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text.

    Attributes:
        start: where it begins in the text; in Markdown the opening bracket.
        end: where it ends.
        url: the address it leads to.
        host: the host of that address, in punycode.
        spoofed: whether what is shown looks like the address of another host.
    """

    start: int
    end: int
    url: str
    host: str
    spoofed: bool


def visible(text: str) -> str:
    """The text with control characters dropped and other invisible characters as marks, as in ⟨U+202E⟩."""
    return text


def links(text: str) -> list[Link]:
    """The http and https links of a plain or Markdown text, in order; none overlap."""
    return []
