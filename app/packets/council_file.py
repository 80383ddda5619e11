"""What a packet of the council says: data/case.json, schema 1, purpose "council". Strict to read, as `case_file` is.

People stand in it by labels only: parties as 甲 and 乙, others as 车友 1, 车友 2. Who reported stands nowhere.
"""

from typing import Annotated

import msgspec

from app.packets.case_file import Count, Digest, LedgerHead, Moment, Purpose

Referral = Annotated[str, msgspec.Meta(pattern=r"^referral-[1-9][0-9]{0,17}\Z")]
Round = Annotated[int, msgspec.Meta(ge=1, le=99)]


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who asked for a judgement: `staff`, `party` or `seats`, and by which label or seats."""

    by: str
    name: str


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A party, and what it says. `silent`: it was asked, had its time, and said nothing."""

    label: str
    complains: bool
    text: str
    stated_at: Moment | None
    silent: bool


class Post(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A post. `judged`: the question is about it. `thread`: the label of the thread in which it stands."""

    id: str
    author: str
    thread: str
    title: str
    text: str
    written_at: Moment
    edited_at: Moment | None
    number: Count | None
    judged: bool
    state: str


class Article(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An article that may have been breached, as it was in force, in both languages ("" where it has but one)."""

    document: str
    edition: str
    number: Count
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str


class Precedent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An earlier ruling alike, as it was published."""

    ruling: str
    published_at: Moment
    text: str


class Action(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What staff did so far, by what was done, never by whom."""

    at: Moment
    zh: str
    en: str


class Picture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture of a post, drawn anew without what the camera wrote into it; `blurred`: parts were made unreadable."""

    file: str
    post: str
    media_type: str
    sha256: Digest
    size: Count
    blurred: bool


class Left(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture that was left out, and why."""

    post: str
    why_zh: str
    why_en: str


class Mask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many places of a kind were masked: phone, vin, plate, id_number, email, wechat, name, link."""

    kind: str
    count: Count


class Passage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A passage that stands in both posts: where it begins in each, in characters, and how long it is in each."""

    first_at: Count
    first_length: Count
    second_at: Count
    second_length: Count


class Comparison(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two posts side by side, by their ids; `share`: of the later one's text that stands in the earlier one, in %."""

    first: str
    second: str
    share: Annotated[int, msgspec.Meta(ge=0, le=100)]
    passages: tuple[Passage, ...]


class Heat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How an exchange went: when reports came in, and which posts calmed it."""

    reports: tuple[Moment, ...]
    calmed_by: tuple[str, ...]


class CouncilFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it.

    `case` is the id of the referral. `box` is the public key (age) to which answers are sealed. Ballots count that
    arrive before `due_at`. `community` is its name, not an address that leads to people.
    """

    schema: int
    purpose: Purpose
    case: Referral
    round: Round
    matter: str
    question: str
    alleged: str
    asked: Asked
    brand_party: bool
    community: str
    panel: Count
    due_at: Moment
    box: str
    sealed_at: Moment
    key: str
    roster: Count
    ledger: LedgerHead
    parties: tuple[Statement, ...]
    posts: tuple[Post, ...]
    articles: tuple[Article, ...]
    precedents: tuple[Precedent, ...]
    actions: tuple[Action, ...]
    pictures: tuple[Picture, ...]
    left_out: tuple[Left, ...]
    masks: tuple[Mask, ...]
    comparisons: tuple[Comparison, ...]
    heat: Heat | None

    @property
    def named(self) -> "list[Picture]":
        """Every file that it names."""
        return list(self.pictures)
