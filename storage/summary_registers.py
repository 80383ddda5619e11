"""What a month tells from the registers themselves: they are small, and read by ranges that have an index."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.ladder import Rung
from app.domain.lanes import LaneStep
from app.domain.months import Month
from app.domain.promises import Change
from app.domain.sanctions import Outcome
from app.domain.summary_promises import PromiseLine
from app.domain.summary_tables import HonourLine, SanctionLine, Theme
from app.domain.topics import topic_id
from app.domain.words import Words
from storage.schema import cases, is_open
from storage.schema_conduct import acknowledgements
from storage.schema_decisions import decisions
from storage.schema_governing import appeal_outcomes, appeals, lifts, sanctions
from storage.schema_honours import grants, titles
from storage.schema_lanes import lane_events
from storage.schema_promises import promise_events, promises
from storage.schema_summary import summary_facts
from storage.schema_topics import topic_cases, topics
from storage.values import moment, moment_or_none, ms


class Registers:
    """The registers as seen by one transaction. A span is from its first moment up to, and without, its last."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def promises(self, begin: datetime, end: datetime) -> list[PromiseLine]:
        """The promises that were made, came due or ended in a span; not those taken back before they went out."""
        ended = promises.c.ended.is_not(None) & _within(promises.c.ended_at, begin, end)
        each = (
            sa.select(
                promises.c.case_key,
                promises.c.department,
                promises.c.made_at,
                promises.c.due_at,
                promises.c.ended,
                promises.c.ended_at,
            )
            .select_from(promises.outerjoin(decisions, decisions.c.id == promises.c.decision_id))
            .where(
                sa.or_(_within(promises.c.made_at, begin, end), _within(promises.c.due_at, begin, end), ended),
                decisions.c.undone_at.is_(None),
            )
        )
        return [
            PromiseLine(case, whose, moment(made), moment(due), Change(how) if how else None, moment_or_none(when))
            for case, whose, made, due, how, when in self._connection.execute(each)
        ]

    def extended(self, begin: datetime, end: datetime) -> int:
        """Of how many promises the date was moved in public."""
        moved = sa.select(sa.func.count(sa.distinct(promise_events.c.promise_id))).where(
            promise_events.c.change == Change.EXTENDED.value, _within(promise_events.c.at, begin, end)
        )
        return int(self._connection.execute(moved).scalar_one())

    def expired(self, begin: datetime, end: datetime) -> int:
        """How many measures ran out by themselves: neither ended before, nor overturned, nor taken back."""
        of_it = sanctions.c.decision_id
        lifted = sa.exists().where(lifts.c.sanction_id == of_it, lifts.c.at < sanctions.c.ends_at)
        overturned = sa.exists().where(
            appeals.c.decision_id == of_it,
            appeal_outcomes.c.appeal_id == appeals.c.id,
            appeal_outcomes.c.outcome == Outcome.OVERTURNED.value,
        )
        found = (
            sa.select(sa.func.count())
            .select_from(sanctions.join(decisions, decisions.c.id == of_it))
            .where(
                _within(sanctions.c.ends_at, begin, end),
                sanctions.c.starts_at.is_not(None),
                decisions.c.undone_at.is_(None),
                ~lifted,
                ~overturned,
            )
        )
        return int(self._connection.execute(found).scalar_one())

    def readers(self, begin: datetime, end: datetime) -> int:
        """How many times a member said that they have read an edition of the code of conduct."""
        found = sa.select(sa.func.count()).select_from(acknowledgements)
        return int(self._connection.execute(found.where(_within(acknowledgements.c.at, begin, end))).scalar_one())

    def in_lanes(self, begin: datetime, end: datetime) -> list[int]:
        """The keys of the cases that entered a lane of their own in a span."""
        found = (
            sa.select(lane_events.c.case_key)
            .distinct()
            .where(lane_events.c.step == LaneStep.ENTERED.value, _within(lane_events.c.at, begin, end))
        )
        return sorted(self._connection.execute(found).scalars())

    def raised(self, begin: datetime, end: datetime) -> list[int]:
        """The keys of the cases in which a keyword raised an alarm in a span."""
        found = (
            sa.select(lane_events.c.case_key)
            .distinct()
            .where(lane_events.c.step == LaneStep.RAISED.value, _within(lane_events.c.at, begin, end))
        )
        return sorted(self._connection.execute(found).scalars())

    def unseen(self, by: datetime) -> list[int]:
        """The keys of the cases whose alarm nobody had seen to by a moment; what was closed since is not among them."""
        telling = [one.value for one in (LaneStep.RAISED, LaneStep.ENTERED, LaneStep.REOPENED)]
        told, seen = lane_events, lane_events.alias()
        seen_to = sa.exists().where(
            seen.c.case_key == told.c.case_key,
            seen.c.seq > told.c.seq,
            seen.c.at < ms(by),
            seen.c.step.not_in([*telling, LaneStep.ALARM_SHOWN.value]),
        )
        found = (
            sa.select(told.c.case_key)
            .distinct()
            .join(cases, cases.c.key == told.c.case_key)
            .where(told.c.step.in_(telling), told.c.at < ms(by), is_open(), ~seen_to)
        )
        return sorted(self._connection.execute(found).scalars())

    def measures(self, month: Month, figure: str, limit: int) -> list[SanctionLine]:
        """The measures behind a figure of a month, as they were decided; those that were taken back are left out."""
        of_it = (summary_facts.c.month == month) & (summary_facts.c.figure == figure) & (summary_facts.c.n > 0)
        found = (
            sa.select(
                cases.c.id,
                decisions.c.basis_article,
                decisions.c.basis_law_zh,
                decisions.c.basis_law_en,
                sanctions.c.proposed,
                sanctions.c.rung,
                summary_facts.c.at,
            )
            .select_from(
                summary_facts.join(sanctions, sanctions.c.decision_id == summary_facts.c.ref)
                .join(decisions, decisions.c.id == sanctions.c.decision_id)
                .join(cases, cases.c.key == decisions.c.case_key)
            )
            .where(of_it, decisions.c.undone_at.is_(None))
            .order_by(summary_facts.c.seq)
            .limit(limit)
        )
        return [
            SanctionLine(CaseId(case), article, Words(zh or "", en or ""), Rung(proposed), Rung(rung), moment(at))
            for case, article, zh, en, proposed, rung, at in self._connection.execute(found)
        ]

    def honours(self, begin: datetime, end: datetime) -> list[HonourLine]:
        """The titles that were granted in a span, and to whom; not those that were taken back at once."""
        found = (
            sa.select(titles.c.name_zh, titles.c.name_en, grants.c.member_id, grants.c.member_name, grants.c.begins)
            .select_from(
                grants.join(titles, titles.c.id == grants.c.title_id).join(
                    decisions, decisions.c.id == grants.c.decision_id
                )
            )
            .where(_within(grants.c.begins, begin, end), decisions.c.undone_at.is_(None))
            .order_by(grants.c.key)
        )
        return [
            HonourLine(Words(zh, en), member, name, moment(at))
            for zh, en, member, name, at in self._connection.execute(found)
        ]

    def themes(self, begin: datetime, end: datetime, limit: int) -> list[Theme]:
        """The topics with the most cases put into them in a span, and what was promised last for any of those."""
        came = sa.func.count().label("came")
        found = (
            sa.select(topics.c.key, topics.c.title, came)
            .select_from(topic_cases.join(topics, topics.c.key == topic_cases.c.topic_key))
            .where(_within(topic_cases.c.added_at, begin, end), ~topic_cases.c.taken_out)
            .group_by(topics.c.key, topics.c.title)
            .order_by(came.desc(), topics.c.key)
            .limit(limit)
        )
        return [self._theme(key, title, n) for key, title, n in self._connection.execute(found)]

    def _theme(self, key: int, title: str, came: int) -> Theme:
        its = sa.select(topic_cases.c.case_key).where(topic_cases.c.topic_key == key, ~topic_cases.c.taken_out)
        of_any = sa.or_(promises.c.topic_id == topic_id(key), promises.c.case_key.in_(its))
        of_it = sa.select(promises).where(of_any).order_by(promises.c.seq.desc()).limit(1)
        row = self._connection.execute(of_it).one_or_none()
        if row is None:
            return Theme(title, came, "", None, None, None)
        ended = Change(row.ended) if row.ended else None
        return Theme(title, came, row.department, moment(row.due_at), ended, moment_or_none(row.ended_at))


def _within(column: sa.ColumnElement[Any], begin: datetime, end: datetime) -> sa.ColumnElement[bool]:
    return column.between(ms(begin), ms(end) - 1)
