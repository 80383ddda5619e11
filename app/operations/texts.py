"""The library of texts: write, edit, have reviewed by legal, retire; and which of them may be used today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.changes import Area, Changes
from app.domain.decisions import DecisionKind
from app.domain.ledger import Body, EntryKind
from app.domain.members import MemberRef
from app.domain.roles import Role, require, require_either
from app.domain.texts import LibraryText, NewText, Review, Standing, check_review, checked, standing, standing_words
from app.domain.words import Words
from app.errors import Language, NotYourText, TextChanged, TextRetired
from app.operations.desk import Desk
from storage.transaction import Transaction

_TOUCHED = Changes.of(Area.TEXTS)


@dataclass(frozen=True, slots=True)
class Shown:
    """A text of the library as it stands today.

    Attributes:
        why: how it stands, with the day on which its review runs out.
        mine_to_change: whether the person who asks may write another version of it.
    """

    text: LibraryText
    standing: Standing
    why: Words
    mine_to_change: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A text as it was kept."""

    text: LibraryText
    changes: Changes = _TOUCHED


def today(desk: Desk) -> date:
    """The day it is here."""
    return desk.clock().astimezone().date()


def library(desk: Desk, *, answer: str = "", retired: bool = True) -> list[Shown]:
    """The texts in their newest version, those of one answer where one is named; what is retired last."""
    with desk.record.read() as tx:
        found = tx.texts.every(answer=answer, retired=retired)
    shown = [_shown(desk, one) for one in found]
    return sorted(shown, key=lambda one: one.standing is Standing.RETIRED)


def fitting(desk: Desk, tx: Transaction, language: Language) -> list[Shown]:
    """The texts in a language that an answer to a case can begin with, by name, usable today or not."""
    answers = {DecisionKind.COACHING.value, DecisionKind.REPLY.value}
    found = [one for one in tx.texts.every(retired=False) if one.said.answer in answers]
    return [_shown(desk, one) for one in sorted(found, key=lambda one: one.said.name) if one.said.language == language]


def shown(desk: Desk, key: int) -> Shown:
    """One text as it stands today.

    Raises:
        TextNotFound: there is none with this number.
    """
    with desk.record.read() as tx:
        return _shown(desk, tx.texts.get(key))


def versions(desk: Desk, key: int) -> list[LibraryText]:
    """Every version of a text, the newest first.

    Raises:
        TextNotFound: there is none with this number.
    """
    with desk.record.read() as tx:
        tx.texts.get(key)
        return tx.texts.versions(key)


def add(desk: Desk, said: NewText) -> Kept:
    """Write a text; it can be used once legal has reviewed it.

    Raises:
        NoRight: the person is no moderator.
        NoSuchAnswer, TextWithoutName: it can't be kept so.
    """
    require(desk.me, Role.MODERATOR)
    whole = checked(said)
    now = desk.clock()
    with desk.record.write() as tx:
        key = tx.texts.add(whole, _me(desk), now)
        return _written(desk, tx, key, now)


def edit(desk: Desk, key: int, said: NewText, *, base: int) -> Kept:
    """Write another version of a text; the ones before stay. It needs a review of its own.

    Args:
        desk: of the person who acts.
        key: of the text.
        said: the whole text; what it is for, and its language, stay as they were.
        base: the version that was looked at.

    Raises:
        TextNotFound: there is none with this number.
        NotYourText: it is another person's, and the person is no lead.
        TextChanged: somebody wrote another version meanwhile.
        TextRetired: it is no longer used.
        TextWithoutName: it can't be kept so.
    """
    now = desk.clock()
    with desk.record.write() as tx:
        text = _to_change(desk, tx, key)
        if text.version != base:
            raise TextChanged(version=text.version)
        whole = checked(NewText(text.said.answer, text.said.language, said.name, said.body, said.fits))
        if whole == text.said:
            return Kept(text, Changes())
        tx.texts.add_version(key, text.version + 1, whole, _me(desk), now)
        return _written(desk, tx, key, now)


def review(desk: Desk, key: int, *, until: date, version: int | None = None) -> Kept:
    """Say that legal has reviewed a text, and until when that holds.

    Args:
        desk: of the person who acts.
        key: of the text.
        until: the last day on which it may be chosen.
        version: the version that was reviewed; the newest where none is named.

    Raises:
        NoRight: the person is neither lead nor manager.
        TextNotFound: there is none with this number.
        TextNotReviewable: that day is over.
        TextChanged: the version that was reviewed is no longer the newest.
        TextRetired: it is no longer used.
    """
    require_either(desk.me, Role.LEAD, Role.MANAGER)
    check_review(until, today(desk))
    now = desk.clock()
    with desk.record.write() as tx:
        text = _in_use(tx, key)
        if version is not None and version != text.version:
            raise TextChanged(version=text.version)
        tx.texts.add_review(key, text.version, Review(until, _me(desk), now))
        body: Body = {"text": key, "version": text.version, "until": until.isoformat()}
        tx.ledger.append(EntryKind.TEXT_REVIEWED, now, body, _by(desk))
        return Kept(tx.texts.get(key))


def retire(desk: Desk, key: int) -> Kept:
    """Use a text no longer. It stays, with all its versions.

    Raises:
        TextNotFound: there is none with this number.
        NotYourText: it is another person's, and the person is no lead.
        TextRetired: it was retired before.
    """
    now = desk.clock()
    with desk.record.write() as tx:
        text = _to_change(desk, tx, key)
        tx.texts.retire(key, now)
        tx.ledger.append(EntryKind.TEXT_RETIRED, now, {"text": key, "version": text.version}, _by(desk))
        return Kept(tx.texts.get(key))


def _to_change(desk: Desk, tx: Transaction, key: int) -> LibraryText:
    text = _in_use(tx, key)
    if not _may_change(desk, text):
        raise NotYourText(owner=text.owner.name)
    return text


def _in_use(tx: Transaction, key: int) -> LibraryText:
    text = tx.texts.get(key, to_change=True)
    if text.retired_at is not None:
        raise TextRetired
    return text


def _may_change(desk: Desk, text: LibraryText) -> bool:
    own = text.owner.id == desk.me.id and Role.MODERATOR in desk.me.roles
    return text.retired_at is None and (own or Role.LEAD in desk.me.roles)


def _shown(desk: Desk, text: LibraryText) -> Shown:
    day = today(desk)
    return Shown(text, standing(text, day), standing_words(text, day), _may_change(desk, text))


def _written(desk: Desk, tx: Transaction, key: int, now: datetime) -> Kept:
    text = tx.texts.get(key)
    said = text.said
    body: Body = {
        "text": key,
        "version": text.version,
        "answer": said.answer,
        "language": said.language,
        "name": said.name,
        "fits": said.fits,
        "body": said.body,
    }
    tx.ledger.append(EntryKind.TEXT_WRITTEN, now, body, _by(desk))
    return Kept(text)


def _me(desk: Desk) -> MemberRef:
    return MemberRef(desk.me.id, desk.me.name)


def _by(desk: Desk) -> Mapping[str, str]:
    return {"by": f"{desk.me.id} {desk.me.name}"}
