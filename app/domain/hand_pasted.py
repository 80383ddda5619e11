"""What somebody pasted: a link, a message, several messages copied out of a chat. A guess, for a person to correct."""

import re
from datetime import datetime, tzinfo

from app.domain.hand import HandCase, Place, check_link
from app.domain.hand_times import read_time
from app.errors import BadLink

_URL = re.compile(r"https?://[^\s<>\"“”‘’「」【】（）《》，。；、！？]+", re.IGNORECASE)
_SPOKE = re.compile(r"(?!https?:)(?P<name>[^\s:：/]{1,20})[:：]\s*")
_SAID = re.compile(r"(?!https?:)(?P<name>[^\s:：/]{1,20})[:：]\s*(?P<text>\S.*)")
_LONGEST_HEAD = 80
"""The longest line with a name and a time, in characters."""

_LONGEST_TITLE = 60
_AT_THE_END = ".,;:!?)]}'"

_Message = tuple[str, datetime | None, list[str]]


def from_clipboard(text: str, now: datetime, zone: tzinfo | None = None) -> HandCase:
    """A case prefilled with what a pasted text seems to say; what it does not say is left empty.

    Messages of one person become the text; where several speak, all of it does, as pasted, and the author is who spoke
    first.

    Args:
        text: as pasted.
        now: the time; a chat names the time of day only.
        zone: of the times in it; the system's own where nothing is said.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    link = _link(text)
    messages = _messages(text, now, zone)
    if messages:
        author, at, _ = messages[0]
        alone = all(name == author for name, _, _ in messages)
        said = "\n".join("\n".join(lines).strip() for _, _, lines in messages).strip() if alone else text
        return HandCase(Place.WECHAT_GROUP, author, said, link=link, happened_at=at)
    rest = text.replace(link, "").strip() if link else text
    if link and "\n" not in rest and len(rest) <= _LONGEST_TITLE:
        return HandCase(Place.OTHER, "", title=rest.strip("【】 "), link=link)
    said_by = _SAID.fullmatch(text)
    if said_by and not link:
        return HandCase(Place.WECHAT_GROUP, said_by["name"], said_by["text"])
    return HandCase(Place.OTHER, "", text, link=link)


def _link(text: str) -> str:
    found = _URL.search(text)
    try:
        return check_link(found.group().rstrip(_AT_THE_END)) if found else ""
    except BadLink:
        return ""


def _messages(text: str, now: datetime, zone: tzinfo | None) -> list[_Message]:
    """The messages of a chat as it is copied: a line with name and time, or name and colon, then what was said."""
    messages: list[_Message] = []
    for line in text.split("\n"):
        spoken = _speaker(line.strip(), now, zone)
        if spoken:
            messages.append((*spoken, []))
        elif messages:
            messages[-1][2].append(line.rstrip())
        else:
            return []  # it begins with something else: no chat
    return [message for message in messages if any(message[2])]


def _speaker(line: str, now: datetime, zone: tzinfo | None) -> tuple[str, datetime | None] | None:
    if len(line) <= _LONGEST_HEAD and line[-1:].isascii() and read_time(line, now, zone) is None:
        for gap in re.finditer(r"\s+", line):
            at = read_time(line[gap.end() :], now, zone)
            if at is not None:
                return line[: gap.start()].rstrip(":："), at
    named = _SPOKE.fullmatch(line)
    return (named["name"], None) if named else None
