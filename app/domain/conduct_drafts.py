"""The life of an edition before it is one: draft, consultation, announcement; and what it changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.conduct import Article, Document, Edition, Stance, complete, published
from app.domain.members import MemberRef
from app.domain.messages import says_something, writable
from app.domain.words import Words
from app.errors import (
    AlreadyThere,
    BadArticle,
    BadEnd,
    BadTitle,
    CommentsOpen,
    NotFromHere,
    SameAsBefore,
    StillConsulting,
)

USUAL_CONSULTATION = timedelta(days=7)
"""How long members are usually given; suggested, not demanded."""

LONGEST_TITLE, LONGEST_TEXT = 60, 4000
MOST_ARTICLES = 99


class DraftState(StrEnum):
    """Where a draft stands."""

    DRAFT = "draft"
    CONSULTING = "consulting"
    ANNOUNCED = "announced"
    DROPPED = "dropped"

    @property
    def open(self) -> bool:
        """Whether it may still become an edition."""
        return self in (DraftState.DRAFT, DraftState.CONSULTING)


DRAFT_WORDS = {
    DraftState.DRAFT: Words("草案", "draft"),
    DraftState.CONSULTING: Words("征求意见", "consultation"),
    DraftState.ANNOUNCED: Words("已公告", "announced"),
    DraftState.DROPPED: Words("已放弃", "dropped"),
}


class DraftStep(StrEnum):
    """What can happen to a draft."""

    EDIT = "edit"
    CONSULT = "consult"
    SET_END = "set_end"
    COMMENT = "comment"
    ANSWER = "answer"
    ANNOUNCE = "announce"
    DROP = "drop"


_D, _C, _A, _X = DraftState.DRAFT, DraftState.CONSULTING, DraftState.ANNOUNCED, DraftState.DROPPED

DRAFT_TRANSITIONS: dict[DraftStep, dict[DraftState, DraftState]] = {
    DraftStep.EDIT: {_D: _D, _C: _C},
    DraftStep.CONSULT: {_D: _C},
    DraftStep.SET_END: {_C: _C},
    DraftStep.COMMENT: {_C: _C},
    DraftStep.ANSWER: {_C: _C},
    DraftStep.ANNOUNCE: {_C: _A},
    DraftStep.DROP: {_D: _X, _C: _X},
}

STEP_WORDS = {
    DraftStep.EDIT: Words("修改", "edited"),
    DraftStep.CONSULT: Words("征求意见", "put out for consultation"),
    DraftStep.SET_END: Words("改截止时间", "given another end"),
    DraftStep.COMMENT: Words("录入意见", "commented on"),
    DraftStep.ANSWER: Words("答复意见", "answered"),
    DraftStep.ANNOUNCE: Words("公告", "announced"),
    DraftStep.DROP: Words("放弃", "dropped"),
}


def move_draft(state: DraftState, step: DraftStep) -> DraftState:
    """The state after a step.

    Raises:
        AlreadyThere: the draft is already where the step leads.
        NotFromHere: the step is not possible from this state.
    """
    ways = DRAFT_TRANSITIONS[step]
    if state in ways:
        return ways[state]
    now, action = DRAFT_WORDS[state], STEP_WORDS[step]
    if state in ways.values():
        raise AlreadyThere(what=("草案", "draft"), state_zh=now.zh, state_en=now.en)
    raise NotFromHere(
        what=("草案", "draft"), state_zh=now.zh, state_en=now.en, action_zh=action.zh, action_en=action.en
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """An edition in the making.

    Attributes:
        based_on: the number of the edition it amends; None for a first one.
        version: counts the savings, so that nobody overwrites what they did not read.
        until: when the consultation ends; None before it.
        edition: the number it was announced under.
    """

    id: int
    document: Document
    based_on: int | None
    state: DraftState
    version: int
    title: Words
    articles: tuple[Article, ...]
    by: MemberRef
    at: datetime
    opened_at: datetime | None = None
    until: datetime | None = None
    edition: int | None = None


# --- editing --------------------------------------------------------------------------------------------


def numbered(articles: Sequence[Article]) -> tuple[Article, ...]:
    """The articles counted from 1 on, as they stand."""
    return tuple(replace(article, number=number) for number, article in enumerate(articles, 1))


def put(articles: Sequence[Article], article: Article) -> tuple[Article, ...]:
    """The articles with this one in the place of its number, or at the end where that is free."""
    found = [article if one.number == article.number else one for one in articles]
    if article.number not in {one.number for one in articles}:
        found.append(article)
    return numbered(found)


def insert(articles: Sequence[Article], article: Article, before: int) -> tuple[Article, ...]:
    """The articles with a new one before the one of that number, or at the end."""
    at = next((place for place, one in enumerate(articles) if one.number == before), len(articles))
    return numbered([*articles[:at], article, *articles[at:]])


def remove(articles: Sequence[Article], number: int) -> tuple[Article, ...]:
    """The articles without one; those behind it move up."""
    return numbered([one for one in articles if one.number != number])


def move(articles: Sequence[Article], number: int, to: int) -> tuple[Article, ...]:
    """The articles with one at another place."""
    moved = [one for one in articles if one.number == number]
    rest = [one for one in articles if one.number != number]
    at = min(max(to, 1), len(articles)) - 1
    return numbered([*rest[:at], *moved, *rest[at:]])


def fit_articles(articles: Sequence[Article]) -> tuple[Article, ...]:
    """The articles as they are kept: without what no store takes. Raises as `check_articles` does."""
    plain = tuple(
        replace(
            one,
            title=_writable(one.title),
            text=_writable(one.text),
            why=_writable(one.why),
            guidance=_writable(one.guidance),
        )
        for one in articles
    )
    check_articles(plain)
    return plain


def _writable(words: Words) -> Words:
    return Words(writable(words.zh), writable(words.en))


def check_articles(articles: Sequence[Article]) -> None:
    """Let pass articles that can be kept in a draft.

    Raises:
        BadArticle: one has no title or no text, or is longer than anybody would read; or there are too many.
    """
    if not articles:
        raise BadArticle(article=1, why=("至少要有一条", "at least one article is needed"))
    if len(articles) > MOST_ARTICLES:
        raise BadArticle(article=MOST_ARTICLES + 1, why=(f"最多 {MOST_ARTICLES} 条", f"{MOST_ARTICLES} at most"))
    for article in articles:
        why = _fault(article)
        if why is not None:
            raise BadArticle(article=article.number, why=why)


def check_title(title: Words) -> Words:
    """The title as it is kept.

    Raises:
        BadTitle: there is none, or it is longer than a heading.
    """
    plain = Words(*(" ".join(writable(said).split()) for said in title))
    if not any(says_something(said) for said in plain):
        raise BadTitle(why=("没有写标题", "there is none"))
    if max(len(plain.zh), len(plain.en) // 2) > LONGEST_TITLE:
        raise BadTitle(why=(f"超过 {LONGEST_TITLE} 字", f"it is longer than {LONGEST_TITLE} characters"))
    return plain


def called_by(name: Words, usual: Words) -> Words:
    """What an edition is called: as somebody named it, in both languages, or as usual.

    Raises:
        BadTitle: the name is longer than a heading.
    """
    return complete(check_title(name)) if any(said.strip() for said in name) else usual


def _fault(article: Article) -> Words | None:
    if not any(says_something(said) for said in article.title):
        return Words("缺少标题", "it has no title")
    if not any(says_something(said) for said in article.text):
        return Words("缺少正文", "it has no text")
    if max(len(article.title.zh), len(article.title.en) // 2) > LONGEST_TITLE:
        return Words(f"标题超过 {LONGEST_TITLE} 字", f"its title is longer than {LONGEST_TITLE} characters")
    parts = (article.text, article.why, article.guidance)
    if any(len(said) > LONGEST_TEXT for words in parts for said in words):
        return Words(f"有一栏超过 {LONGEST_TEXT} 字", f"a part is longer than {LONGEST_TEXT} characters")
    if (article.severity is None) != (article.stance is Stance.ENCOURAGED):
        return Words("鼓励性条款没有程度，其余条款须有程度", "only an article that encourages has no severity")
    return None


# --- what it changes ------------------------------------------------------------------------------------


class Amended(StrEnum):
    """What became of an article."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


AMENDED_WORDS = {
    Amended.SAME: Words("未改", "unchanged"),
    Amended.CHANGED: Words("修改", "changed"),
    Amended.MOVED: Words("条号变动", "renumbered"),
    Amended.ADDED: Words("新增", "added"),
    Amended.REMOVED: Words("删去", "removed"),
}


@dataclass(frozen=True, slots=True)
class Amendment:
    """An article before and after; None where there is none."""

    kind: Amended
    before: Article | None
    after: Article | None


def compare(before: Sequence[Article], after: Sequence[Article]) -> list[Amendment]:
    """What became of each article, in the order of the new ones; what was removed stands where it stood.

    An article is known again by its title, else by its number.
    """
    pairs = _pairs(before, after)
    found = [_amendment(pairs.get(one.number), one) for one in after]
    kept = {old.number for old in pairs.values()}
    for gone in before:
        if gone.number not in kept:
            later = (at for at, one in enumerate(found) if one.before and one.before.number > gone.number)
            found.insert(next(later, len(found)), Amendment(Amended.REMOVED, gone, None))
    return found


def _pairs(before: Sequence[Article], after: Sequence[Article]) -> dict[int, Article]:
    """The old article of each new number."""
    left = {one.number: one for one in before}
    pairs: dict[int, Article] = {}
    for new in after:
        same = next((old for old in left.values() if old.title.zh.strip() == new.title.zh.strip()), None)
        if same is not None:
            pairs[new.number] = left.pop(same.number)
    for new in after:
        if new.number not in pairs and new.number in left:
            pairs[new.number] = left.pop(new.number)
    return pairs


def _amendment(old: Article | None, new: Article) -> Amendment:
    if old is None:
        return Amendment(Amended.ADDED, None, new)
    if replace(old, number=0) != replace(new, number=0):
        return Amendment(Amended.CHANGED, old, new)
    return Amendment(Amended.SAME if old.number == new.number else Amended.MOVED, old, new)


# --- consultation and announcement ----------------------------------------------------------------------


def check_end(until: datetime, now: datetime) -> None:
    """Let pass an end that is still to come.

    Raises:
        BadEnd: it is over.
    """
    if until <= now:
        raise BadEnd


def check_ready(draft: Draft, base: Edition | None, unanswered: Sequence[int], now: datetime) -> None:
    """Let pass a draft whose consultation is over and whose every comment has an answer.

    Raises:
        AlreadyThere, NotFromHere: it was announced or dropped, or nobody was consulted.
        StillConsulting: members were promised more time.
        CommentsOpen: comments have no answer.
        BadArticle: an article can't stand like this.
        SameAsBefore: it changes nothing.
    """
    move_draft(draft.state, DraftStep.ANNOUNCE)
    if draft.until is not None and now < draft.until:
        raise StillConsulting(until=draft.until.astimezone())
    if unanswered:
        which = ", ".join(f"#{one}" for one in unanswered[:10])
        raise CommentsOpen(count=len(unanswered), which=which)
    check_articles(draft.articles)
    check_title(draft.title)
    new = tuple(published(one, draft.document) for one in draft.articles)
    if base is not None and base.title == draft.title and base.articles == new:
        raise SameAsBefore
