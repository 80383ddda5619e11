"""Topics: one matter that many people write about, answered with one explanation and one promise, each in person."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.commands import DecisionId
from app.domain.hints import occurs, text_to_look_through
from app.domain.letters import fill, moment_words, name_to_address
from app.domain.members import MemberRef
from app.domain.promises import Change, Promising
from app.domain.quoting import excerpt
from app.domain.words import Words
from app.errors import Language

TopicId = NewType("TopicId", str)

LONGEST_TITLE, LONGEST_LINE = 80, 400

_ID = re.compile(r"topic-([1-9][0-9]{0,17})")


def topic_id(key: int) -> TopicId:
    """How a topic is named wherever people or other rows name it."""
    return TopicId(f"topic-{key}")


def topic_key(topic: str) -> int | None:
    """The key of a topic by its name; None where it can't be one."""
    found = _ID.fullmatch(topic)
    return int(found[1]) if found else None


class Said(StrEnum):
    """What is said to all of a topic: why it happened, and each public word about its promise."""

    EXPLAINED = "explained"
    PROGRESS = "progress"
    EXTENDED = "extended"
    CLOSED = "closed"
    GIVEN_UP = "given_up"


SAID_OF = {
    Change.PROGRESS: Said.PROGRESS,
    Change.EXTENDED: Said.EXTENDED,
    Change.CLOSED: Said.CLOSED,
    Change.GIVEN_UP: Said.GIVEN_UP,
}
"""What is said to all with a change of the promise."""

ENDS = frozenset({Said.CLOSED, Said.GIVEN_UP})
"""What is said last."""


@dataclass(frozen=True, slots=True)
class TopicWords:
    """Something said to all of a topic; the newest explanation is the one that holds."""

    seq: int
    said: Said
    text: str
    at: datetime
    by: MemberRef
    due_at: datetime | None = None


class Standing(StrEnum):
    """Whether somebody of a topic was answered."""

    OPEN = "open"
    WAITS = "waits"  # a second person has to agree with the reply
    ANSWERED = "answered"
    OTHERWISE = "otherwise"  # by a reply of their own, not by that of the topic
    CLOSED = "closed"  # without a reply: dismissed, settled in the community, gone


STANDING_WORDS = {
    Standing.OPEN: Words("还没答复", "not answered"),
    Standing.WAITS: Words("等复核", "waits for a second person"),
    Standing.ANSWERED: Words("已答复", "answered"),
    Standing.OTHERWISE: Words("已单独答复", "answered by itself"),
    Standing.CLOSED: Words("已办结，没有答复", "closed without a reply"),
}


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with how many of its cases were answered.

    Attributes:
        explanation: the newest; "" while there is none.
        cases: how many are in it, or were when it was closed.
        answered: how many of these have its reply.
        open: how many nobody answered yet.
    """

    key: int
    title: str
    opened_at: datetime
    by: MemberRef
    explanation: str = ""
    closed_at: datetime | None = None
    cases: int = 0
    answered: int = 0
    open: int = 0

    @property
    def id(self) -> TopicId:
        """How it is named."""
        return topic_id(self.key)


@dataclass(frozen=True, slots=True)
class TopicCase:
    """A case of a topic.

    Attributes:
        text: of the post as it is to be judged now.
        raised: the lane that a keyword points to and nobody has looked at, as in `Case`.
        reply: the decision that answered it with the topic.
        said: what that decision said.
        fresh: it came after the topic's last replies went out, and has none.
    """

    key: int
    case: CaseId
    author: MemberRef | None
    title: str
    text: str
    state: CaseState
    kind: CaseKind
    added_at: datetime
    raised: str = ""
    standing: Standing = Standing.OPEN
    reply: DecisionId | None = None
    said: str = ""
    fresh: bool = False


# --- what is known of a post ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names that are looked for in posts.

    Attributes:
        models: how each model is named on the page, with the words by which people write it.
        places: cities and provinces.
    """

    models: tuple[tuple[str, tuple[str, ...]], ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a post says of the car, its software and where it is; "" where it says nothing."""

    model: str = ""
    version: str = ""
    place: str = ""


def model_names(cars: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Cars as the community names them, each with what people write for short: the part that has a figure, as in E5."""
    every = sorted(set(cars))
    return tuple((car, tuple(part for part in _LATIN.findall(car) if _FIGURE.search(part))) for car in every if car)


_LATIN, _FIGURE = re.compile(r"[A-Za-z0-9]{2,}"), re.compile(r"(?=.*[A-Za-z])(?=.*[0-9])")

_VERSION = re.compile(
    r"(?<![\w.])(?:(?:OTA|V|版本|系统|升级|升到|升了|更新|更新到)[\s：:]{0,2})?[vV]?(\d{1,2}\.\d{1,2}(?:\.\d{1,3}){0,2})"
    r"(?![\d.]*\d)(?!\s*(?:%|％|万|元|块|折|公里|千米|km|kwh|kw|度|小时|分钟|秒|米|寸|吨|升|bar|倍|个|页|号|g\b|℃))",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:OTA|V|版本|系统|升级|升到|升了|更新|推送|软件|车机|固件|app)[^。！？\n]{0,8}$", re.IGNORECASE)


def facts(text: str, words: Vocabulary, car: str = "") -> Facts:
    """What a post tells of model, version and place.

    Args:
        text: title and text.
        words: the names that are looked for.
        car: what the community knows of the author's car; it goes before what the post names.
    """
    looked = text_to_look_through(text)
    return Facts(_model(car, looked, words), version_in(text), _place(looked, words))


def version_in(text: str) -> str:
    """The version of a software that a text names first, as in 3.2.1; "" where it names none.

    A number of three parts is one; of two parts where it stands behind a word for software, for prices and distances
    have two as well.
    """
    for found in _VERSION.finditer(text):
        number = found[1]
        before = text[max(0, found.start() - 12) : found.start(1)]
        if number.count(".") > 1 or _NAMED.search(before):
            return number
    return ""


def _model(car: str, looked: str, words: Vocabulary) -> str:
    for source in (text_to_look_through(car) if car else "", looked):
        for name, writings in words.models:
            if source and any(occurs(one, source) for one in (name, *writings)):
                return name
    return car


def _place(looked: str, words: Vocabulary) -> str:
    """The place that is named first."""
    named = [(looked.find(one.casefold()), one) for one in words.places if occurs(one, looked)]
    return min(named, key=lambda pair: (pair[0], -len(pair[1])))[1] if named else ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each model, version and place is named, the most frequent first; "" counts those who name none."""

    models: tuple[tuple[str, int], ...] = ()
    versions: tuple[tuple[str, int], ...] = ()
    places: tuple[tuple[str, int], ...] = ()


def counts(known: Iterable[Facts]) -> Counts:
    """What posts name, counted."""
    every = list(known)
    return Counts(
        _counted(one.model for one in every),
        _counted(one.version for one in every),
        _counted(one.place for one in every),
    )


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items(), key=lambda pair: (not pair[0], -pair[1], pair[0])))


# --- the personal reply -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Personal:
    """What a personal reply is made of beside the topic's own words.

    Attributes:
        nickname: of who is answered.
        text: of their post.
        terms: words of the matter: the passage that has most of them is quoted.
        first_line: typed for this person, in place of what is quoted.
    """

    nickname: str
    text: str
    terms: Sequence[str] = ()
    first_line: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """How a topic is answered in one language.

    Attributes:
        reply: the template of the whole reply.
        promise: the template of the sentence that promises.
        brand: as it stands before “社区” or “community”; "" where it is not known.
        signature: of who answers.
    """

    language: Language
    reply: str
    promise: str
    brand: str = ""
    signature: str = ""


def personal_reply(wording: Wording, person: Personal, explanation: str, promised: Promising | None) -> str:
    """The reply of a topic to one member: their name, their own facts, what holds for all, and by when they hear again.

    Args:
        wording: of the language in which the topic is explained.
        person: who is answered.
        explanation: of the topic.
        promised: what it promises, its date in the local time zone; None where it promises nothing.
    """
    language = wording.language
    values = {
        Words("昵称", "nickname"): name_to_address(person.nickname, language),
        Words("品牌", "brand"): wording.brand,
        Words("署名", "signature"): wording.signature,
        Words("复述", "restatement"): _restated(person, language),
        Words("说明", "explanation"): explanation.strip(),
        Words("承诺", "promise"): promise_line(wording.promise, promised, language),
    }
    whole = fill(wording.reply, {place.say(language): value for place, value in values.items()})
    return "\n".join(line for line in whole.splitlines() if line.strip())


def greeted(template: str, nickname: str, text: str, language: Language) -> str:
    """Words for all of a topic as one person reads them: with their name before."""
    values = {Words("昵称", "nickname"): name_to_address(nickname, language), Words("说明", "explanation"): text}
    return fill(template, {place.say(language): value for place, value in values.items()})


def promise_line(template: str, promised: Promising | None, language: Language) -> str:
    """The sentence that names what is promised, by whom and by when; "" where nothing is."""
    if promised is None:
        return ""
    number = Words(f"，转办单号 {promised.number}", f" under number {promised.number}").say(language)
    values = {
        Words("事项", "what"): promised.what,
        Words("部门", "department"): promised.department,
        Words("单号", "number"): number if promised.number else "",
        Words("承诺时间", "due"): moment_words(promised.due_at).say(language),
    }
    return fill(template, {place.say(language): value for place, value in values.items()})


def _restated(person: Personal, language: Language) -> str:
    if person.first_line:
        return person.first_line
    quoted = excerpt(person.text, person.terms, language)
    if not quoted:
        return Words("您说的情况我们看到了。", "We read what you wrote.").say(language)
    return Words(
        f"您说的“{quoted}”，我们看到了，给您添了麻烦，对不起。", f"You wrote “{quoted}”. We are sorry for the trouble."
    ).say(language)
