"""Letters: drafts filled from the case, for a person to finish."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from app.domain import outgoing
from app.domain.cases import Case, CaseId, coaching_due
from app.domain.complaints_dates import promising
from app.domain.complaints_matter import cut_short
from app.domain.complaints_words import folded
from app.domain.conduct import Article, Edition, basis_for_coaching
from app.domain.decisions import DecisionKind
from app.domain.letters import Facts, Phrase, fill, fill_notice, gaps, is_newcomer, values
from app.domain.letters_governing import LETTERS
from app.domain.members import Member
from app.domain.outgoing import Caution, Cautions
from app.domain.promises import Promising
from app.domain.promises_letters import promise_places
from app.domain.quoting import excerpt
from app.domain.team_facts import TeamFacts
from app.domain.texts import key_of_template
from app.domain.words import Words
from app.errors import Language, TextNotUsable
from app.files import resource_text
from app.operations import texts
from app.operations.complaints_texts import marks, safety_note
from app.operations.conduct import hints, starter
from app.operations.desk import Desk
from app.operations.team_facts import facts_in


@dataclass(frozen=True, slots=True)
class Template:
    """A letter to begin with.

    Attributes:
        id: names it in `draft`.
        name: as a person chooses it.
        suits: whom or what it suits, in one line.
    """

    id: str
    name: Words
    suits: Words


@dataclass(frozen=True, slots=True)
class Letter:
    """A draft; `gaps` are the places left for a person, as they stand in the text."""

    text: str
    gaps: tuple[str, ...]


_IN_PRIVATE = (DecisionKind.COACHING, DecisionKind.MESSAGE)
_SHORTEST = 20
"""A private letter of fewer characters was more likely sent by mistake."""

_SAFETY = Words("安全提示", "safety_note")
"""The place for what to do should it happen again."""

STANDARD, SHORT, NEWCOMER, SPOKEN = "standard", "short", "newcomer", "spoken"


def templates(answer: DecisionKind, *, by_hand: bool = False) -> list[Template]:
    """The letters there are for an answer, the first choice first; none for answers that say nothing.

    Args:
        by_hand: it is about something that was said where there is no post to edit.
    """
    return [
        Template(one["id"], Words(**one["name"]), Words(**one["suits"]))
        for one in _shipped("templates")["templates"]
        if one["answer"] == answer.value and one.get("by_hand", False) in (by_hand, None)  # None: for both
    ]


def best_template(case: Case, member: Member | None, now: datetime, *, met: bool = False) -> str:
    """The id of the coaching letter that suits: a welcome for members who joined within 30 days.

    Args:
        met: somebody wrote to them before; a welcome comes once.
    """
    if case.place is not None:
        return SPOKEN
    return NEWCOMER if is_newcomer(member, now) and not met else STANDARD


def best_reply(case: Case) -> str:
    """The id of the letter with which a public reply to a case begins, by what the matter is."""
    if case.place is not None:
        return SPOKEN
    fits = (one["id"] for one in _shipped("templates")["templates"] if case.kind.value in one.get("kinds", ()))
    return next(fits, SHORT)


def draft(
    desk: Desk,
    case_id: CaseId,
    *,
    answer: DecisionKind,
    template: str,
    article: int | None,
    language: Language,
    promise: Promising | None = None,
) -> Letter:
    """A letter for a case, filled with all that is known; what only a person can say stays open.

    A reminder cites the article as it was in force when the judged text was written, else as it is now. Without an
    article its places stay open; a reply cites none.

    Args:
        template: the id of one of `templates`, or that of a text of the library.
        promise: what the reply promises, where that is settled already.

    Raises:
        CaseNotFound: there is none.
        Refused: a reminder may not rest on that article.
        TextNotFound, TextNotUsable: the library has no such text, or none that may be used today.
    """
    key = key_of_template(template)
    if key is None:
        known = [one.id for by_hand in (False, True) for one in templates(answer, by_hand=by_hand)]
        if template not in known:
            raise ValueError(f"no template {template!r} for {answer.value}: {known}")
        text = resource_text("texts", f"{answer.value}.{template}.{language}.txt").strip()
    else:
        text, language = _from_library(desk, key, answer.value)
    facts = _facts(desk, case_id, article if answer is DecisionKind.COACHING else None, language)
    text = _with_safety(desk, case_id, text, language)
    promised = promise_places(promise, language) if promise is not None else {}
    letter = fill(text, values(facts, language) | promised)
    return Letter(letter, gaps(letter))


def _with_safety(desk: Desk, case_id: CaseId, text: str, language: Language) -> str:
    """The letter with what to do should it happen again, where its place is and the post tells of danger."""
    place = f"{{{_SAFETY.say(language)}}}"
    if place not in text:
        return text
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
    return text.replace(place, safety_note(f"{case.title}\n{case.revision.body}", language))


def _from_library(desk: Desk, key: int, answer: str) -> tuple[str, Language]:
    found = texts.shown(desk, key)
    said = found.text.said
    if said.answer != answer:
        raise ValueError(f"text {key} is for {said.answer}, not for {answer}")
    if not found.standing.usable:
        raise TextNotUsable(name=said.name, why_zh=found.why.zh, why_en=found.why.en)
    return said.body, said.language


def thanks(desk: Desk, case_id: CaseId, language: Language) -> str:
    """A line or two of thanks to the author who corrected the post; nothing in it is left open.

    Raises:
        CaseNotFound: there is none.
    """
    facts = _facts(desk, case_id, None, language)
    return fill(resource_text("texts", f"thanks.{language}.txt").strip(), values(facts, language))


def governing_from(desk: Desk, key: int, name: str, filled: Mapping[str, str]) -> Letter:
    """A letter of governing from a text of the library.

    Args:
        desk: of the person who asks.
        key: of the text.
        name: one of `letters_governing.LETTERS`.
        filled: what fills its places, in the language of the text.

    Raises:
        TextNotFound, TextNotUsable: the library has no such text, or none that may be used today.
    """
    text, _ = _from_library(desk, key, name)
    letter = fill_notice(text, filled)
    return Letter(letter, gaps(letter))


def governing(name: str, language: Language, filled: Mapping[str, str]) -> Letter:
    """A letter of governing: a notice of a measure, of its early end, about an appeal, or to somebody who reported.

    Args:
        name: one of `letters_governing.LETTERS`.
        language: of the letter.
        filled: from `app.domain.letters_governing`; what is missing stays open.
    """
    letter = fill_notice(resource_text("texts", f"{name}.{language}.txt").strip(), filled)
    return Letter(letter, gaps(letter))


def shipped(answer: str, language: Language) -> Letter:
    """The letter that ships for an answer or a letter of governing, with all its places open.

    Args:
        answer: one of `texts.ANSWERS`.
    """
    name = answer if answer in LETTERS else f"{answer}.{STANDARD}"
    return governing(name, language, {})


def places(answer: str, language: Language) -> tuple[str, ...]:
    """The places of a letter that the program fills by itself; any other is left to a person.

    Args:
        answer: one of `texts.ANSWERS`.
    """
    if answer in LETTERS:
        return shipped(answer, language).gaps
    now = datetime.now(UTC)
    about = Facts("·", "·", "·", "·", now, now, team=TeamFacts("·", "·", "·"))
    if answer == DecisionKind.COACHING.value:
        edition = starter()
        article = next(one for one in edition.articles if phrase_of(one))
        about = replace(about, edition=edition, article=article, phrase=phrase_of(article))
    filled = values(about, language)
    if answer == DecisionKind.REPLY.value:
        filled |= promise_places(Promising("·", "·", "·", now, number="·"), language)
    return tuple(f"{{{name}}}" for name in filled)


def phrase_of(article: Article) -> Phrase | None:
    """What is said of an article in letters; None for one that is not of the starter."""
    return _phrases().get(article.title.zh)


def checks(text: str, answer: DecisionKind | None = None) -> list[Words]:
    """Gentle warnings about a text before it is sent; none of them blocks.

    Args:
        text: as it would be sent.
        answer: what it is, where that is known: in private, nobody is reminded of what was promised by a day.
    """
    found = outgoing.checks(text, _cautions())
    if answer not in _IN_PRIVATE:
        return found
    said = promising(folded(text), marks().not_promised)
    if said:
        words = cut_short(text[slice(*said[0])])
        found.append(
            Words(
                f"“{words}”像是答应了哪一天：私信里的承诺不进登记，没有人提醒；要作数，请在公开回复里登记承诺",
                f"“{words}” reads as a promise by a day: in private it is not registered and nobody is reminded; make "
                "it in a public reply",
            )
        )
    if 0 < len("".join(text.split())) < _SHORTEST:
        found.append(
            Words(
                "只有短短一句：对方可能看不懂为什么收到这封信",
                "It is very short: its reader may not see why it came",
            )
        )
    return found


def _facts(desk: Desk, case_id: CaseId, article: int | None, language: Language) -> Facts:
    now = desk.clock()
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        cited = None if article is None else _cited(tx.conduct.editions(), article, case, now)
        team = facts_in(tx)
    member = _author(desk, case)
    edition, basis = cited or (None, None)
    return Facts(
        nickname=member.ref.name if member else case.author.name if case.author else "",
        title=case.title,
        excerpt=excerpt(case.revision.body, hints().words_of(basis) if basis else (), language),
        signature=desk.me.name,
        now=now.astimezone(),
        until=coaching_due(now).astimezone(),
        edition=edition,
        article=basis,
        phrase=phrase_of(basis) if basis else None,
        place=case.place,
        team=team,
    )


def _cited(editions: list[Edition], number: int, case: Case, now: datetime) -> tuple[Edition, Article]:
    basis = basis_for_coaching(editions, number, written_at=case.revision.written_at, now=now)
    edition = next(one for one in editions if one.number == basis.edition)
    return edition, edition.article(number)


def _author(desk: Desk, case: Case) -> Member | None:
    if case.author is None:
        return None
    with desk.cache.read() as tx:
        return tx.threads.member(case.author.id)


@cache
def _shipped(name: str) -> dict[str, Any]:
    shipped: dict[str, Any] = json.loads(resource_text("texts", f"{name}.json"))
    return shipped


@cache
def _phrases() -> dict[str, Phrase]:
    """What is said of each article, by its Chinese title."""
    return {
        one["title"]: Phrase(
            one["title"], *(Words(**one[part]) for part in ("place", "suggestion", "reason", "conduct"))
        )
        for one in _shipped("phrases")["articles"]
    }


_WARNINGS = ("trade", "phone", "vin", "card", "plate", "mail", "wechat", "address")


@cache
def _cautions() -> Cautions:
    shipped = _shipped("outgoing")
    return Cautions(
        groups=tuple(
            Caution(
                tuple(one["words"]),
                Words(**one["warning"]),
                opening=one.get("opening", False),
                passes=tuple(one.get("passes", ())),
                undated=one.get("undated", False),
            )
            for one in shipped["groups"]
        ),
        removal=tuple(shipped["removal"]),
        favours=tuple(shipped["favours"]),
        **{name: Words(**shipped[name]) for name in _WARNINGS},
    )
