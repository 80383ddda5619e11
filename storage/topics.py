"""Topics, the cases in each, what is said to all of them, and to whom it was said."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.commands import DecisionId
from app.domain.decisions import DecisionKind
from app.domain.members import MemberId, MemberRef
from app.domain.topics import Said, Standing, Topic, TopicCase, TopicWords
from storage.bulk import blocks
from storage.schema import case_revisions, cases, is_open
from storage.schema_decisions import decisions
from storage.schema_topics import topic_cases, topic_drafts, topic_replies, topic_words, topics
from storage.values import moment, moment_or_none, ms, ms_or_none, plain

_Row = sa.Row[tuple[object, ...]]

_WITHIN = topic_cases.c.left_at.is_(None) | ~topic_cases.c.taken_out
"""In the topic, or in it when it was closed."""

_ANSWERED = sa.and_(topic_replies.c.undone_at.is_(None), ~topic_replies.c.follow_up)
_own = decisions.alias("own")


class Topics:
    """The topics as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    # --- reading ---------------------------------------------------------------------------------------

    def find(self, key: int, *, to_change: bool = False) -> Topic | None:
        """The topic with this key, if there is one; `to_change` keeps others from changing it meanwhile."""
        if to_change:
            self._connection.execute(sa.select(topics.c.key).where(topics.c.key == key).with_for_update())
        row = self._connection.execute(_listed().where(topics.c.key == key)).one_or_none()
        return None if row is None else _topic(row)

    def newest(self, limit: int, *, closed: bool = False) -> list[Topic]:
        """Topics that are open, or those that are closed, the newest first."""
        which = topics.c.closed_at.is_not(None) if closed else topics.c.closed_at.is_(None)
        rows = self._connection.execute(_listed().where(which).order_by(topics.c.key.desc()).limit(limit))
        return [_topic(row) for row in rows]

    def of_case(self, case_key: int) -> int | None:
        """The key of the open topic in which a case is."""
        open_one = sa.select(topic_cases.c.topic_key).where(
            topic_cases.c.case_key == case_key, topic_cases.c.left_at.is_(None)
        )
        return self._connection.execute(open_one).scalar()

    def answered(self, key: int, case_key: int) -> bool:
        """Whether a case has the reply of a topic."""
        which = sa.and_(topic_replies.c.topic_key == key, topic_replies.c.case_key == case_key, _ANSWERED)
        return self._connection.execute(sa.select(topic_replies.c.decision_id).where(which)).first() is not None

    def words(self, key: int) -> list[TopicWords]:
        """What was said to all of a topic, oldest first."""
        rows = self._connection.execute(
            sa.select(topic_words).where(topic_words.c.topic_key == key).order_by(topic_words.c.seq)
        )
        return [_words(row) for row in rows]

    def cases(self, key: int) -> list[TopicCase]:
        """The cases of a topic in the order in which they came into it, with how each stands."""
        rows = self._connection.execute(_cases(key)).all()
        last = max((row.answered_at for row in rows if row.answered_at is not None), default=None)
        return [_case(row, last) for row in rows]

    def not_told(self, key: int, words: int) -> list[CaseId]:
        """Cases of a topic that were answered with it, and not told these words yet.

        Who was answered after they were said has read how it stands by then.
        """
        said_at = sa.select(topic_words.c.at).where(topic_words.c.seq == words).scalar_subquery()
        told = sa.select(topic_replies.c.case_key).where(
            topic_replies.c.words_seq == words, topic_replies.c.undone_at.is_(None), topic_replies.c.follow_up
        )
        rows = self._connection.execute(
            sa.select(cases.c.id)
            .join(topic_replies, topic_replies.c.case_key == cases.c.key)
            .join(
                topic_cases,
                (topic_cases.c.case_key == cases.c.key) & (topic_cases.c.topic_key == topic_replies.c.topic_key),
            )
            .join(decisions, decisions.c.id == topic_replies.c.decision_id)
            .where(
                topic_replies.c.topic_key == key,
                _ANSWERED,
                topic_cases.c.left_at.is_(None),
                decisions.c.at <= said_at,
                cases.c.key.not_in(told),
            )
            .order_by(cases.c.key)
        ).scalars()
        return [CaseId(case_id) for case_id in rows]

    def draft(self, key: int, account: MemberId) -> str:
        """The explanation as far as this person has written it; "" where nothing is begun."""
        mine = sa.select(topic_drafts.c.text).where(_draft(key, account))
        return self._connection.execute(mine).scalar() or ""

    def free(self, keys: Iterable[int]) -> list[TopicCase]:
        """Which of these cases are open and in no open topic, with their texts."""
        taken = sa.select(topic_cases.c.case_key).where(topic_cases.c.left_at.is_(None))
        found: list[TopicCase] = []
        for block in blocks(keys):
            rows = self._connection.execute(
                _texts(sa.literal(0).label("added_at")).where(
                    cases.c.key.in_(block), is_open(), cases.c.key.not_in(taken)
                )
            )
            found += [_plain_case(row, Standing.OPEN) for row in rows]
        return found

    # --- writing ---------------------------------------------------------------------------------------

    def open(self, title: str, by: MemberRef, at: datetime) -> int:
        """Keep a new topic; its key."""
        added = sa.insert(topics).values(title=plain(title), opened_at=ms(at), by_id=by.id, by_name=by.name)
        return int(self._connection.execute(added.returning(topics.c.key)).scalar_one())

    def add(self, key: int, case_key: int, by: MemberRef, at: datetime) -> None:
        """Put a case into a topic."""
        self._connection.execute(
            sa.insert(topic_cases).values(
                topic_key=key, case_key=case_key, added_at=ms(at), by_id=by.id, by_name=by.name, taken_out=False
            )
        )

    def take_out(self, key: int, case_key: int, at: datetime) -> None:
        """Take a case out of a topic."""
        self._leave(sa.and_(topic_cases.c.topic_key == key, topic_cases.c.case_key == case_key), at, taken_out=True)

    def close(self, key: int, by: MemberId, at: datetime) -> None:
        """Close a topic; its cases can be in another one from now on."""
        self._leave(topic_cases.c.topic_key == key, at, taken_out=False)
        self._connection.execute(sa.update(topics).where(topics.c.key == key).values(closed_at=ms(at), closed_by_id=by))

    def _leave(self, which: sa.ColumnElement[bool], at: datetime, *, taken_out: bool) -> None:
        self._connection.execute(
            sa.update(topic_cases)
            .where(which, topic_cases.c.left_at.is_(None))
            .values(left_at=ms(at), taken_out=taken_out)
        )

    def say(
        self, key: int, said: Said, text: str, by: MemberRef, at: datetime, *, due_at: datetime | None = None
    ) -> int:
        """Keep what is said to all of a topic; its number."""
        added = sa.insert(topic_words).values(
            topic_key=key,
            said=said.value,
            text=plain(text),
            due_at=ms_or_none(due_at),
            at=ms(at),
            by_id=by.id,
            by_name=by.name,
        )
        return int(self._connection.execute(added.returning(topic_words.c.seq)).scalar_one())

    def keep_draft(self, key: int, account: MemberId, text: str, at: datetime) -> None:
        """Keep an explanation as far as it is written; "" drops it."""
        self._connection.execute(sa.delete(topic_drafts).where(_draft(key, account)))
        if text:
            kept = sa.insert(topic_drafts).values(account_id=account, topic_key=key, text=plain(text), at=ms(at))
            self._connection.execute(kept)

    def told(self, key: int, case_key: int, words: int, decision: DecisionId, *, follow_up: bool = False) -> None:
        """Keep that a case was told these words by a decision (the database refuses a second time)."""
        self._connection.execute(
            sa.insert(topic_replies).values(
                decision_id=decision, topic_key=key, case_key=case_key, words_seq=words, follow_up=follow_up
            )
        )


_DONE = sa.exists().where(
    topic_replies.c.topic_key == topic_cases.c.topic_key, topic_replies.c.case_key == topic_cases.c.case_key, _ANSWERED
)
_OWN_REPLY = sa.exists().where(
    _own.c.case_key == topic_cases.c.case_key, _own.c.kind == DecisionKind.REPLY.value, _own.c.undone_at.is_(None)
)


def _draft(key: int, account: MemberId) -> sa.ColumnElement[bool]:
    return sa.and_(topic_drafts.c.topic_key == key, topic_drafts.c.account_id == account)


def _listed() -> sa.Select[tuple[object, ...]]:
    """Topics with their newest explanation and how many of their cases stand how."""
    newest = (
        sa.select(topic_words.c.text)
        .where(topic_words.c.topic_key == topics.c.key, topic_words.c.said == Said.EXPLAINED.value)
        .order_by(topic_words.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    counted = (
        sa.select(sa.func.count())
        .select_from(topic_cases.join(cases, cases.c.key == topic_cases.c.case_key))
        .where(topic_cases.c.topic_key == topics.c.key, _WITHIN)
    )
    nobody = counted.where(~_DONE, ~_OWN_REPLY, is_open())
    return sa.select(
        topics,
        sa.func.coalesce(newest, "").label("explanation"),
        counted.scalar_subquery().label("cases"),
        counted.where(_DONE).scalar_subquery().label("answered"),
        nobody.scalar_subquery().label("open"),
    )


def _texts(*more: sa.ColumnElement[Any]) -> sa.Select[tuple[object, ...]]:
    """Cases with the text to be judged now."""
    newest = sa.and_(
        case_revisions.c.case_key == cases.c.key, case_revisions.c.version == cases.c.latest_revision, cases.c.edits > 0
    )
    return sa.select(
        *(cases.c[name] for name in "key id kind state author_id author_name raised".split()),
        sa.func.coalesce(case_revisions.c.title, cases.c.title).label("title"),
        sa.func.coalesce(case_revisions.c.body, cases.c.body).label("body"),
        *more,
    ).select_from(cases.outerjoin(case_revisions, newest))


def _cases(key: int) -> sa.Select[tuple[object, ...]]:
    answered = sa.and_(
        topic_replies.c.topic_key == topic_cases.c.topic_key, topic_replies.c.case_key == cases.c.key, _ANSWERED
    )
    return (
        _texts(
            topic_cases.c.added_at,
            topic_replies.c.decision_id.label("reply"),
            decisions.c.at.label("answered_at"),
            decisions.c.text.label("said"),
            _OWN_REPLY.label("own"),
        )
        .join(topic_cases, topic_cases.c.case_key == cases.c.key)
        .outerjoin(topic_replies, answered)
        .outerjoin(decisions, decisions.c.id == topic_replies.c.decision_id)
        .where(topic_cases.c.topic_key == key, _WITHIN)
        .order_by(topic_cases.c.seq)
    )


def _topic(row: _Row) -> Topic:
    return Topic(
        key=row.key,
        title=row.title,
        opened_at=moment(row.opened_at),
        by=MemberRef(MemberId(row.by_id), row.by_name),
        explanation=row.explanation,
        closed_at=moment_or_none(row.closed_at),
        cases=row.cases,
        answered=row.answered,
        open=row.open,
    )


def _words(row: _Row) -> TopicWords:
    by = MemberRef(MemberId(row.by_id), row.by_name)
    return TopicWords(row.seq, Said(row.said), row.text, moment(row.at), by, moment_or_none(row.due_at))


def _plain_case(
    row: _Row, standing: Standing, *, reply: DecisionId | None = None, said: str = "", fresh: bool = False
) -> TopicCase:
    return TopicCase(
        key=row.key,
        case=CaseId(row.id),
        author=None if row.author_id is None else MemberRef(MemberId(row.author_id), row.author_name or ""),
        title=row.title,
        text=row.body,
        state=CaseState(row.state),
        kind=CaseKind(row.kind),
        added_at=moment(row.added_at),
        raised=row.raised,
        standing=standing,
        reply=reply,
        said=said,
        fresh=fresh,
    )


def _case(row: _Row, last: int | None) -> TopicCase:
    standing = Standing.OPEN
    if row.reply is not None:
        standing = Standing.WAITS if row.state == CaseState.AWAITING_APPROVAL else Standing.ANSWERED
    elif row.own:
        standing = Standing.OTHERWISE
    elif row.state == CaseState.CLOSED:
        standing = Standing.CLOSED
    fresh = standing is Standing.OPEN and last is not None and row.added_at >= last
    reply = DecisionId(row.reply) if row.reply else None
    return _plain_case(row, standing, reply=reply, said=row.said or "", fresh=fresh)
