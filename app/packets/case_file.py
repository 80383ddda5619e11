"""What a packet says of a case: data/case.json, schema 1. Strict to read: nothing unknown, nothing missing."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

SCHEMA = 1
LONGEST = 16 * 2**20
"""Bytes of data/case.json."""

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class Purpose(StrEnum):
    """What a packet is for."""

    EVIDENCE = "evidence"
    COUNCIL = "council"


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody, by id and name."""

    id: str
    name: str


class Community(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where it happened."""

    url: str
    platform: str


class LedgerHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far the ledger of the workspace had come; `steward ledger verify --anchor` takes it."""

    entries: Count
    head: Digest


class Flagged(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The post that the case is about. `reports` counts; who reported stays out of every packet."""

    id: str | None
    thread: str | None
    author: Person | None
    link: str
    reports: Count
    reported_at: Moment


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of the post; its body stands in the file, exactly as the community gave it."""

    version: str
    title: str
    written_at: Moment
    file: str
    sha256: Digest
    size: Count


class Around(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A post of the thread as it was last read."""

    id: str
    author: Person
    created_at: Moment
    edited_at: Moment | None
    number: int | None
    state: str
    text: str


class Thread(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stood around the post. `left_out` counts the posts further away that were known and are not here."""

    title: str
    url: str
    posts: tuple[Around, ...]
    left_out: Count


class Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture or PDF that was kept beside the case, as it came in. `receipt`: it shows that something was done."""

    file: str
    name: str
    media_type: str
    sha256: Digest
    size: Count
    added_at: Moment
    added_by: Person
    note: str
    receipt: bool


class Absent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture that a version of the post shows and that is not in the packet, and why, in both languages."""

    address: str
    version: str
    why_zh: str
    why_en: str


class CaseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it."""

    schema: int
    purpose: Purpose
    case: str
    kind: str
    state: str
    community: Community
    sealed_at: Moment
    sealed_by: Person
    key: str
    ledger: LedgerHead
    post: Flagged
    texts: tuple[Text, ...]
    thread: Thread | None
    files: tuple[Kept, ...]
    missing: tuple[Absent, ...]

    @property
    def named(self) -> "list[Text | Kept]":
        """Every file that it names."""
        return [*self.texts, *self.files]
