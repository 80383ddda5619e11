"""Where the record keeps texts and names of members, and which case each row belongs to."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.schema import case_revisions, cases, notes, reports
from storage.schema_conduct import acknowledgements, conduct_comments, edition_helpers, welcomes
from storage.schema_contacts import contacts, outside_lines, outside_parties
from storage.schema_council import ballot_answers, referral_parties, referrals, rulings, seats
from storage.schema_decisions import commands, decisions, evidence
from storage.schema_governing import appeals, approvals, clusters, recusals, samples, sanctions
from storage.schema_honours import consents, grant_events, grants, nomination_evidence, nominations, thanks, titles
from storage.schema_lanes import lane_events
from storage.schema_privacy import data_requests, holds
from storage.schema_promises import promise_events, promises
from storage.schema_review import reviews
from storage.schema_summary import closed_months, summary_sentences
from storage.schema_team import handovers, team_facts, text_versions
from storage.schema_topics import topic_words, topics
from storage.thinning_json import FIELDS

ENDED = ("closed", "withdrawn")
"""Stages of referrals that are over; what the council still judges stays whole."""

CaseOf = sa.ColumnElement[Any]

kept_whole = sa.table("kept_whole", sa.column("key", sa.BigInteger))
"""The view of the cases of which nothing is thinned: open ones and held ones; the guards ask it too."""

held_cases = sa.table("held_cases", sa.column("key", sa.BigInteger))
"""The view of those of which not even is thinned who reported them."""


@dataclass(frozen=True)
class Place:
    """A table with personal texts.

    Attributes:
        whole: columns that go with the case.
        said: further columns in which somebody may be named.
        case: of a row; None for what belongs to no case.
        person: the column with the id of the member whom a row is about.
        own: columns that go with that member.
        keeps: the cases that keep their rows.
        names: columns that hold a whole name and nothing else; where there is a `person`, their rows are theirs alone.
        json: columns that hold JSON.
        fields: of that JSON what people wrote.
    """

    table: sa.Table
    whole: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    case: CaseOf | None = None
    person: str = ""
    own: tuple[str, ...] = ()
    keeps: sa.TableClause = kept_whole
    names: tuple[str, ...] = ()
    json: tuple[str, ...] = ()
    fields: frozenset[str] = FIELDS

    @property
    def texts(self) -> tuple[str, ...]:
        """Every column in which somebody may be named."""
        return tuple(dict.fromkeys((*self.whole, *self.said, *self.own)))

    @property
    def mentioning(self) -> tuple[str, ...]:
        """Columns in which others may have named somebody."""
        return tuple(one for one in self.texts if not (one in self.names and self.person))

    def free(self) -> sa.ColumnElement[bool]:
        """Rows that nothing keeps: not their case, and no hold on the member."""
        rules: list[sa.ColumnElement[bool]] = [sa.true()]
        if self.case is not None:
            rules.append(~sa.exists().where(self.keeps.c.key == self.case).correlate(self.table))
        if self.person:
            standing = holds.alias("standing")
            whose = standing.c.member_id == self.table.c[self.person]
            rules.append(~sa.exists().where(standing.c.released_at.is_(None), whose).correlate(self.table))
        if self.table is referrals:
            rules.append(referrals.c.stage.in_(ENDED))
        elif "referral_key" in self.table.c:
            judged = referrals.alias("judged")
            ended = judged.c.stage.in_(ENDED)
            rules.append(sa.exists().where(judged.c.key == self.table.c.referral_key, ended).correlate(self.table))
        return sa.and_(*rules)


def _through(column: sa.Column[Any], point: sa.ColumnElement[bool], table: sa.Table) -> CaseOf:
    return sa.select(column).where(point).correlate(table).scalar_subquery()


def _decided(table: sa.Table) -> CaseOf:
    return _through(decisions.c.case_key, decisions.c.id == table.c.decision_id, table)


PLACES = (
    Place(
        cases,
        ("author_name", "title", "body", "link"),
        case=cases.c.key,
        person="author_id",
        names=("author_name",),
    ),
    Place(case_revisions, ("title", "body"), case=case_revisions.c.case_key),
    Place(
        reports,
        ("reporter_name", "reason"),
        case=reports.c.case_key,
        person="reporter_id",
        own=("reporter_name",),
        keeps=held_cases,
        names=("reporter_name",),
    ),
    Place(notes, ("text",), case=notes.c.case_key),
    Place(contacts, ("text",), case=contacts.c.case_key),
    Place(outside_parties, ("number", "note", "end_reason"), case=outside_parties.c.case_key),
    Place(
        outside_lines,
        ("text",),
        case=_through(outside_parties.c.case_key, outside_parties.c.seq == outside_lines.c.party_seq, outside_lines),
    ),
    Place(lane_events, ("text", "to_whom"), case=lane_events.c.case_key),
    Place(decisions, ("text", "reason"), ("plan",), case=decisions.c.case_key, json=("plan",)),
    Place(
        commands,
        said=("intent", "receipt", "reason"),
        case=_decided(commands),
        json=("intent", "receipt", "reason"),
    ),
    Place(evidence, ("name", "note"), case=evidence.c.case_key),
    Place(approvals, ("reason",), case=_decided(approvals)),
    Place(samples, ("note",), case=_decided(samples)),
    Place(recusals, ("reason",), case=recusals.c.case_key),
    Place(
        sanctions,
        ("member_name", "departure"),
        ("malice", "because", "counted", "not_counted", "brand_hit"),
        case=_decided(sanctions),
        person="member_id",
        own=("member_name",),
        names=("member_name",),
        json=("malice", "because", "counted", "not_counted"),
    ),
    Place(
        appeals,
        ("member_name", "text"),
        case=_decided(appeals),
        person="member_id",
        own=("member_name", "text"),
        names=("member_name",),
    ),
    Place(clusters, said=("evidence",), json=("evidence",)),
    Place(promises, ("what", "number", "answered"), case=promises.c.case_key),
    Place(
        promise_events,
        ("number", "text"),
        case=_through(promises.c.case_key, promises.c.id == promise_events.c.promise_id, promise_events),
    ),
    Place(topics, said=("title",)),
    Place(topic_words, said=("text",)),
    Place(handovers, said=("text_zh", "text_en", "note")),
    Place(referrals, said=("question", "alleged", "asked_name"), names=("asked_name",)),
    Place(referral_parties, person="member_id", own=("member_name", "statement"), names=("member_name",)),
    Place(rulings, said=("text", "refused_why")),
    Place(ballot_answers, said=("why_facts", "why_breach", "why_remedy")),
    Place(seats, person="member_id", own=("member_name", "name"), names=("member_name", "name")),
    Place(conduct_comments, said=("name", "text", "proposal", "reason"), names=("name",)),
    Place(edition_helpers, said=("name",), names=("name",)),
    Place(
        thanks,
        ("member_name",),
        case=thanks.c.case_key,
        person="member_id",
        own=("member_name",),
        names=("member_name",),
    ),
    Place(
        nominations,
        ("member_name", "reason"),
        case=nominations.c.case_key,
        person="member_id",
        own=("member_name", "reason"),
        names=("member_name",),
    ),
    Place(nomination_evidence, said=("about", "words")),
    Place(consents, said=("source", "guardian")),
    Place(grants, person="member_id", own=("member_name",), names=("member_name",)),
    Place(grant_events, said=("reason",)),
    Place(reviews, said=("title", "text")),
    Place(titles, said=("name_zh", "name_en", "for_zh", "for_en")),
    Place(team_facts, said=("value",)),
    Place(text_versions, said=("name", "body", "fits")),
    Place(summary_sentences, said=("better", "worse", "ask")),
    Place(
        closed_months,
        said=("document",),
        json=("document",),
        fields=frozenset({"sentences", "tables", "charts", "numbers"}),
    ),
    Place(
        data_requests,
        ("member_name", "reason"),
        case=data_requests.c.case_key,
        person="member_id",
        own=("member_name", "reason"),
        names=("member_name",),
    ),
    Place(
        holds,
        said=("reason", "release_reason"),
        person="member_id",
        own=("member_name", "reason", "release_reason"),
        names=("member_name",),
    ),
)
"""Every table of the record with texts or names of members; files, packets and rosters are thinned beside."""

IDS = (
    *((place, place.person) for place in PLACES if place.person),
    (Place(acknowledgements), "member_id"),
    (Place(welcomes), "member_id"),
)
"""Where the id of a member stands."""
