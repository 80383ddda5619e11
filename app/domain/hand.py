"""Cases that no community tells of: where they come from, and what a person enters."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from app.domain.cases import CaseId, CaseKind
from app.domain.members import BY_NAME_ONLY, MemberId, MemberRef
from app.domain.messages import says_something
from app.domain.words import Words
from app.errors import BadLink, NoAuthor, NothingEntered, NotYet, TooLong

LONGEST_TEXT = 100_000
LONGEST_LINE = 300
"""The longest name, title or note, in characters."""

LONGEST_LINK = 2_000

_LEAST_AHEAD = timedelta(minutes=10)
"""How far a phone's clock may be ahead of ours."""

_FIRST_LINE = 40


class Place(StrEnum):
    """Where something happened that no API tells of."""

    WECHAT_GROUP = "wechat_group"
    WECHAT = "wechat"
    PHONE = "phone"
    EVENT = "event"
    APP = "app"
    MAIL = "mail"
    OTHER = "other"


PLACE_WORDS = {
    Place.WECHAT_GROUP: Words("微信群", "WeChat group"),
    Place.WECHAT: Words("微信私聊", "WeChat chat"),
    Place.PHONE: Words("电话", "phone"),
    Place.EVENT: Words("线下活动", "event"),
    Place.APP: Words("应用或小程序", "app or mini program"),
    Place.MAIL: Words("邮件", "e-mail"),
    Place.OTHER: Words("其他", "elsewhere"),
}


@dataclass(frozen=True, slots=True)
class HandCase:
    """What a person enters about something that no API tells of.

    Attributes:
        author: who wrote or said it, as they are called there.
        author_id: of the community's member, where it is known who that is.
        happened_at: when it was written or said; None where it is not known: then it counts from when it is entered.
    """

    place: Place
    author: str
    text: str = ""
    title: str = ""
    link: str = ""
    author_id: str = ""
    happened_at: datetime | None = None
    kind: CaseKind = CaseKind.VIOLATION

    @property
    def member(self) -> MemberRef:
        """The author. Without a member's id, the same name at the same place counts as the same person."""
        name = unicodedata.normalize("NFKC", self.author).casefold()
        return MemberRef(MemberId(self.author_id or f"{BY_NAME_ONLY}{self.place.value}:{name}"), self.author)


def check(entered: HandCase, now: datetime, *, pictures: bool = False) -> HandCase:
    """What was entered, as it is kept: without blank edges and characters that can't be seen, with a title.

    Args:
        entered: as typed.
        now: the time.
        pictures: screenshots come with it.

    Raises:
        NoAuthor: it says of nobody.
        NothingEntered: there is no text, no link and no picture.
        BadLink: the link is no web address, or carries a password.
        TooLong: a part is longer than anybody would read.
        NotYet: it says that it happens in the future.
    """
    text = _lines(entered.text)
    kept = replace(
        entered,
        author=_line(entered.author),
        author_id=_line(entered.author_id),
        title=_line(entered.title),
        text=text,
        link=check_link(entered.link),
    )
    if not kept.author:
        raise NoAuthor
    if not (kept.text or kept.link or pictures):
        raise NothingEntered
    _check_lengths(kept)
    if kept.happened_at is not None and kept.happened_at > now + _LEAST_AHEAD:
        raise NotYet
    return kept


def _check_lengths(kept: HandCase) -> None:
    for what, text, most in (
        (("作者", "The author"), kept.author, LONGEST_LINE),
        (("标题", "The title"), kept.title, LONGEST_LINE),
        (("成员编号", "The member’s id"), kept.author_id, LONGEST_LINE),
        (("链接", "The link"), kept.link, LONGEST_LINK),
        (("内容", "The text"), kept.text, LONGEST_TEXT),
    ):
        _no_longer(what, text, most)


def check_link(link: str) -> str:
    """A link as it is kept; "" for none.

    Raises:
        BadLink: it is no web address, or carries a password.
    """
    link = link.strip()
    if not link:
        return ""
    try:
        parts = urlsplit(link)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.username or parts.password)
    except ValueError:
        whole = False
    if not whole or re.search(r"[\s\x00-\x1f\x7f]", link):
        raise BadLink(link=link[:LONGEST_LINE])
    return link


def title_of(kept: HandCase) -> str:
    """What the case is called: its title, else the beginning of its text, else where it comes from."""
    first = kept.text.partition("\n")[0].strip()
    shortened = first if len(first) <= _FIRST_LINE else first[: _FIRST_LINE - 1].rstrip() + "…"
    return kept.title or shortened or PLACE_WORDS[kept.place].zh


def content_print(kept: HandCase, pictures: Sequence[str] = ()) -> str:
    """The same for what was entered twice: hash of place, author, text, time, title, link and pictures."""
    at = "" if kept.happened_at is None else str(int(kept.happened_at.timestamp() * 1000))
    parts = [kept.place.value, kept.author, kept.author_id, kept.text, at, kept.title, kept.link, *sorted(pictures)]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode(errors="surrogatepass")).hexdigest()


_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


def case_id(printed: str) -> CaseId:
    """The id of a case entered by hand, made of its print: what is entered twice meets itself."""
    number = int(printed[:15], 16)  # 60 bits, in 12 characters that nobody mistakes for one another
    return CaseId("h-" + "".join(_DIGITS[number >> shift & 31] for shift in range(55, -1, -5)))


def corrected_text(text: str) -> str:
    """What an author changed a text to, as it is kept.

    Raises:
        NothingEntered: there is nothing.
        TooLong: nobody would read it.
    """
    text = _lines(text)
    if not text:
        raise NothingEntered
    return _no_longer(("内容", "The text"), text, LONGEST_TEXT)


def said_of_receipt(note: str) -> str:
    """What is said of something done by hand, as it is kept; "" for nothing.

    Raises:
        TooLong: nobody would read it.
    """
    return _no_longer(("说明", "The note"), _lines(note), LONGEST_LINE)


def _no_longer(what: tuple[str, str], text: str, most: int) -> str:
    if len(text) > most:
        raise TooLong(what=what, length=len(text), most=most)
    return text


def _line(text: str) -> str:
    return " ".join(_lines(text).split())


def _lines(text: str) -> str:
    """The text without characters that do harm; "" where nothing in it can be seen."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")).strip()
    return text if says_something(text) else ""
