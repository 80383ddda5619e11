"""Answering a topic: to each a reply of their own with what holds for all, once, and later how it goes on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from app.domain import complaints
from app.domain.cases import KIND_WORDS, Case, CaseId, CaseState, CommunityState, Step, Verdict
from app.domain.changes import Area, Changes
from app.domain.commands import CommandKind, Intent
from app.domain.complaints import lacking
from app.domain.decisions import DECIDING, Batch, Choice, Decided, DecisionKind
from app.domain.lanes import raised_lane
from app.domain.letters import language_of, moment_words
from app.domain.messages import check_message, typed
from app.domain.promises import Promise, Promising
from app.domain.roles import Role, require
from app.domain.topics import (
    LONGEST_LINE,
    STANDING_WORDS,
    Personal,
    Standing,
    Topic,
    TopicCase,
    TopicId,
    TopicWords,
    Wording,
    personal_reply,
)
from app.domain.words import Words
from app.errors import (
    AnsweredAlone,
    GateHeld,
    Language,
    NoRight,
    NotExplained,
    NothingToAnswer,
    NotInTopic,
    OtherLanguage,
    Refused,
    StandsInTopic,
    TopicPromiseOver,
)
from app.files import resource_text
from app.operations.commanding import community_info, restoring
from app.operations.complaints import answered
from app.operations.complaints_texts import marks
from app.operations.deciding import case_to_decide, check_may_decide, keep, outside
from app.operations.desk import NO_HOLD, Desk
from app.operations.dismissing import NEVER_IN_BULK
from app.operations.promises_keeping import follow_dates, open_promise
from app.operations.topics import explanation_of, open_one, promise_of, topic_in
from app.operations.topics_likely import terms
from storage.transaction import Transaction

BLOCK = 50
"""Replies that are kept in one transaction; others get their turn in between."""

_LANGUAGES: dict[Language, Words] = {"zh": Words("中文", "Chinese"), "en": Words("英文", "English")}

TOLD = DECIDING | Changes.of(Area.TOPICS, Area.PROMISES)


@dataclass(frozen=True, slots=True)
class Planned:
    """What answering would do, before anything is kept.

    Attributes:
        ready: who would be answered, each with their reply.
        refused: who is left for a person, with the sentence that says why.
        second: how many of the replies wait for another person.
    """

    ready: tuple[tuple[TopicCase, str], ...] = ()
    refused: tuple[tuple[TopicCase, Words], ...] = ()
    second: int = 0


@dataclass(frozen=True, slots=True)
class _Reply:
    """What all replies of one go share."""

    desk: Desk
    topic: Topic
    words: TopicWords
    promised: Promise | None
    wording: Wording
    terms: tuple[str, ...]
    first_lines: Mapping[CaseId, str]

    @property
    def language(self) -> Language:
        """In which the topic is explained."""
        return self.wording.language


def plan(
    desk: Desk,
    topic: TopicId,
    *,
    cases: Sequence[CaseId] | None = None,
    first_lines: Mapping[CaseId, str] | None = None,
) -> Planned:
    """What answering would do: who would get which reply, and who is left for a person and why. Nothing is kept.

    Args:
        desk: of the person who asks.
        topic: which.
        cases: only these; all that nobody answered, where None.
        first_lines: what some are told first.

    Raises:
        NotExplained: there is nothing to say yet.
        TopicPromiseOver: the date that the replies would name has passed.
        TopicNotFound: there is none.
    """
    with desk.record.read() as tx:
        reply = _prepare(desk, tx, topic_in(tx, topic), first_lines or {})
        ready: list[tuple[TopicCase, str]] = []
        refused: list[tuple[TopicCase, Words]] = []
        second = 0
        for one in _wanted(tx, reply.topic, cases):
            try:
                case = tx.cases.get(one.case)
                check_may_decide(desk, tx, case)
                choice = _choice(reply, tx, case, one)
                ready.append((one, choice.text))
                second += Role.TRAINEE in desk.me.roles or outside(desk, tx, case, choice) is not None
            except Refused as error:
                refused.append((one, Words.of(error)))
    return Planned(tuple(ready), tuple(refused), second)


def answer(
    desk: Desk,
    topic: TopicId,
    *,
    cases: Sequence[CaseId] | None = None,
    first_lines: Mapping[CaseId, str] | None = None,
    hold: timedelta = NO_HOLD,
) -> Batch:
    """Answer all of a topic whom nobody answered yet, each with a reply of their own; who is left out is named.

    Block by block, so that others get their turn; what was kept before a crash stays kept, and nobody is answered
    twice by going on.

    Args:
        desk: of the person who acts.
        topic: which.
        cases: only these.
        first_lines: what some are told first, instead of words of their post.
        hold: how long the replies wait, so that they can be taken back.

    Raises:
        NotExplained: there is nothing to say yet.
        TopicPromiseOver: the date that the replies would name has passed.
        TopicNotFound, TopicClosed: there is no such topic, or it is over.
        NoRight: the person is no moderator.
        Unsupported: the community takes no replies.
    """
    require(desk.me, Role.MODERATOR)
    lines = {case: typed(line, LONGEST_LINE) for case, line in (first_lines or {}).items()}
    with desk.record.read() as tx:
        reply = _prepare(desk, tx, topic_in(tx, topic), lines)
        wanted = [one.case for one in _wanted(tx, reply.topic, cases)]
    decided: list[Decided] = []
    refused: list[tuple[CaseId, Words]] = []
    for start in range(0, len(wanted), BLOCK):
        for case_id, outcome in _answer_block(reply, wanted[start : start + BLOCK], hold):
            if isinstance(outcome, Decided):
                decided.append(outcome)
            else:
                refused.append((case_id, outcome))
    return Batch(tuple(decided), tuple(refused), TOLD if decided else Changes())


def _answer_block(reply: _Reply, wanted: Sequence[CaseId], hold: timedelta) -> list[tuple[CaseId, Decided | Words]]:
    """Some of the replies in one transaction; the sentence of the rule for each that is kept back."""
    found: list[tuple[CaseId, Decided | Words]] = []
    with reply.desk.record.write() as tx:
        open_one(tx, reply.topic.id)
        within = {one.case: one for one in tx.topics.cases(reply.topic.key)}
        for case_id in wanted:
            try:
                found.append((case_id, _answer(reply, tx, case_id, within.get(case_id), hold)))
            except NoRight:
                raise
            except Refused as error:
                found.append((case_id, Words.of(error)))
    return found


def _wanted(tx: Transaction, topic: Topic, cases: Sequence[CaseId] | None) -> list[TopicCase]:
    """Those that are asked for, else all that nobody answered; one that is not in the topic is refused later."""
    within = tx.topics.cases(topic.key)
    if cases is None:
        return [one for one in within if one.standing is Standing.OPEN]
    by_id = {one.case: one for one in within}
    missing = [case_id for case_id in cases if case_id not in by_id]
    if missing:
        raise NotInTopic(case=missing[0], topic=topic.title)
    return [by_id[case_id] for case_id in dict.fromkeys(cases)]


def _prepare(desk: Desk, tx: Transaction, topic: Topic, first_lines: Mapping[CaseId, str]) -> _Reply:
    words = explanation_of(tx.topics.words(topic.key))
    if words is None:
        raise NotExplained(topic=topic.title)
    promised = promise_of(tx, topic)
    if promised is not None and promised.due_at <= desk.clock():
        due = moment_words(promised.due_at.astimezone())
        raise TopicPromiseOver(due_zh=due.zh, due_en=due.en)
    wording = wording_of(language_of(words.text), tx.team_facts.every().get("brand", ""), desk.me.name)
    told = tuple(terms(desk, [f"{one.title}\n{one.text}" for one in tx.topics.cases(topic.key)]))
    return _Reply(desk, topic, words, promised, wording, told, first_lines)


def wording_of(language: Language, brand: str, signature: str) -> Wording:
    """The letters with which a topic answers, in one language."""
    return Wording(
        language,
        resource_text("topics", f"reply.{language}.txt"),
        resource_text("topics", f"promise.{language}.txt").strip(),
        brand if language == "zh" or not brand else f"{brand} ",
        signature,
    )


def _answer(reply: _Reply, tx: Transaction, case_id: CaseId, within: TopicCase | None, hold: timedelta) -> Decided:
    """One reply, or the rule that keeps it back. A refusal has written nothing."""
    if within is None:
        raise NotInTopic(case=case_id, topic=reply.topic.title)
    case = case_to_decide(reply.desk, tx, case_id)
    decided = keep(reply.desk, tx, case, _choice(reply, tx, case, within), hold)
    tx.topics.told(reply.topic.key, case.key, reply.words.seq, decided.decision)
    follow_dates(tx, case.id)
    return decided


def _choice(reply: _Reply, tx: Transaction, case: Case, within: TopicCase) -> Choice:
    """The reply as it would be decided.

    Raises:
        Refused: a rule forbids it.
    """
    _check(reply, case, within)
    info = community_info(tx)
    if case.place is None:
        info.require(CommandKind.REPLY)
    promising = _promising(reply.promised)
    person = Personal(
        nickname=case.author.name if case.author else "",
        text=case.revision.body or case.revision.title,
        terms=reply.terms,
        first_line=reply.first_lines.get(case.id, ""),
    )
    whole = personal_reply(reply.wording, person, reply.words.text, promising)
    text = check_message(whole, info.limits.reply_max if case.place is None else None)
    _check_gate(reply, tx, case, text, promising)
    step = _step(tx, case, promising)
    said = Intent(CommandKind.REPLY, case_id=case.id, post_id=case.post_id, thread_id=case.thread_id, text=text)
    return Choice(
        kind=DecisionKind.REPLY,
        step=step,
        answers=(*restoring(tx, case), said),
        outcome=CommunityState.DISMISSED,
        verdict=Verdict.NOT_UPHELD,
        text=text,
        due_at=promising.due_at if promising and step is Step.PROMISE else None,
    )


def _promising(promise: Promise | None) -> Promising | None:
    """What the replies name: the promise with the date and the number that it has by now."""
    if promise is None:
        return None
    return replace(promise.made, due_at=promise.due_at.astimezone(), number=promise.number)


def _check(reply: _Reply, case: Case, within: TopicCase) -> None:
    if within.standing is not Standing.OPEN:
        words = STANDING_WORDS[within.standing]
        raise StandsInTopic(case=case.id, standing_zh=words.zh, standing_en=words.en)
    lane = case.kind if case.kind in NEVER_IN_BULK else raised_lane(case.raised)
    if lane is not None:
        words = KIND_WORDS[lane]
        raise AnsweredAlone(kind_zh=words.zh, kind_en=words.en)
    if case.thread_id is None:
        raise NothingToAnswer
    language = language_of(f"{case.revision.title}\n{case.revision.body}")
    if language != reply.language and case.id not in reply.first_lines:
        post, said = _LANGUAGES[language], _LANGUAGES[reply.language]
        raise OtherLanguage(post=(post.zh, post.en), explained=(said.zh, said.en))


def _check_gate(reply: _Reply, tx: Transaction, case: Case, text: str, promising: Promising | None) -> None:
    """Let pass what a reply to such a case may be; what lacks something is left for a person."""
    answering = answered(reply.desk, tx, case, tx.decisions.of_case(case.key))
    seen = complaints.look(text, answering, marks(), reply.desk.clock().astimezone(), promise=promising)
    if seen.blocking:
        raise GateHeld(why=lacking(seen.blocking))


def _step(tx: Transaction, case: Case, promising: Promising | None) -> Step:
    if promising is not None:
        return Step.PROMISE
    if open_promise(tx, case) is not None:  # what was promised to them alone is still to come
        return Step.CLAIM if case.state is CaseState.NEW else Step.STAY
    return Step.REPLY
