"""Thanks, titles, and who holds or held them. Nothing is deleted, and a title changes only as an event tells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.commands import CommandKind, CommandState, DecisionId
from app.domain.honours import (
    Grant,
    GrantId,
    Show,
    Standing,
    Thanks,
    ThanksWay,
    Title,
    TitleId,
)
from app.domain.honours_rules import CURRENT, Change, grant_id, key_of, nomination_id
from app.domain.members import Honour, MemberId, MemberRef
from app.domain.posts import PostId, ThreadId
from app.domain.words import Words
from storage.schema import cases
from storage.schema_decisions import commands, decisions
from storage.schema_honours import consents, grant_events, grants, offered_honours, thanks, titles
from storage.values import moment, moment_or_none, ms, ms_or_none, plain

_Row = sa.Row[tuple[object, ...]]

_ON_ACCOUNTS = (CommandKind.GRANT_HONOUR.value, CommandKind.REVOKE_HONOUR.value)


@dataclass(frozen=True, slots=True)
class GrantEvent:
    """Something that happened to a title that somebody holds.

    Attributes:
        decision: whose commands carry it out, where there are any.
        before: how it stood, with the end of its term and the sanction for which it was suspended; None at the grant.
        after: the same since.
    """

    grant: GrantId
    change: Change
    at: datetime
    by: MemberRef
    reason: str
    decision: DecisionId | None
    before: tuple[Standing, datetime, DecisionId | None] | None
    after: tuple[Standing, datetime, DecisionId | None]
    seq: int = 0


class Honours:
    """Thanks and titles as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    # --- thanks ----------------------------------------------------------------------------------------

    def add_thanks(self, said: Thanks, case_key: int | None) -> None:
        """Keep thanks; the decision that says them is kept already."""
        self._connection.execute(
            sa.insert(thanks).values(
                decision_id=said.decision,
                member_id=said.member.id,
                member_name=plain(said.member.name),
                post_id=said.post,
                thread_id=said.thread,
                case_key=case_key,
                way=said.way.value,
                at=ms(said.at),
            )
        )

    def thanks_for(self, post: PostId) -> Thanks | None:
        """The thanks that stand for a post, if any were said."""
        found = self._thanks(thanks.c.post_id == post)
        return found[0] if found else None

    def thanked_among(self, posts: Iterable[PostId]) -> frozenset[PostId]:
        """Those of these posts for which thanks stand."""
        standing = (
            sa.select(thanks.c.post_id)
            .join(decisions, decisions.c.id == thanks.c.decision_id)
            .where(thanks.c.post_id.in_(list(posts)), decisions.c.undone_at.is_(None))
        )
        return frozenset(PostId(post) for post in self._connection.execute(standing).scalars())

    def thanks_of(self, member: MemberId, limit: int | None = None) -> list[Thanks]:
        """Thanks to a member that stand, newest first."""
        return self._thanks(thanks.c.member_id == member, limit)

    def count_thanks(self, members: Sequence[MemberId]) -> dict[MemberId, int]:
        """How often each of these members was thanked; who never was is not among them."""
        counted = (
            sa.select(thanks.c.member_id, sa.func.count())
            .join(decisions, decisions.c.id == thanks.c.decision_id)
            .where(thanks.c.member_id.in_(members), decisions.c.undone_at.is_(None))
            .group_by(thanks.c.member_id)
        )
        return {MemberId(member): count for member, count in self._connection.execute(counted)}

    def thanks_between(self, since: datetime, until: datetime, limit: int | None = None) -> list[Thanks]:
        """Thanks that stand, said from a moment to before another one, newest first."""
        return self._thanks(sa.and_(thanks.c.at >= ms(since), thanks.c.at < ms(until)), limit)

    def _thanks(self, which: sa.ColumnElement[bool], limit: int | None = None) -> list[Thanks]:
        joined = thanks.join(decisions, decisions.c.id == thanks.c.decision_id)
        statement = (
            sa.select(thanks, decisions.c.by_id, decisions.c.by_name, decisions.c.text, cases.c.id.label("case_id"))
            .select_from(joined.outerjoin(cases, cases.c.key == thanks.c.case_key))
            .where(which, decisions.c.undone_at.is_(None))
            .order_by(thanks.c.at.desc(), decisions.c.seq.desc())
        )
        return [_thanks(row) for row in self._connection.execute(statement.limit(limit) if limit else statement)]

    # --- titles ----------------------------------------------------------------------------------------

    def titles(self) -> list[Title]:
        """Every title, those that are given first, then by id."""
        rows = self._connection.execute(sa.select(titles).order_by(titles.c.retired_at.is_not(None), titles.c.id))
        return [_title(row) for row in rows]

    def title(self, title: TitleId) -> Title | None:
        """The title with this id, if there is one."""
        row = self._connection.execute(sa.select(titles).where(titles.c.id == title)).one_or_none()
        return None if row is None else _title(row)

    def set_title(self, title: Title) -> None:
        """Keep a title, as new or instead of what it was."""
        values = {
            "name_zh": plain(title.words.zh),
            "name_en": plain(title.words.en),
            "for_zh": plain(title.what_for.zh),
            "for_en": plain(title.what_for.en),
            "months": title.months,
            "quota": title.quota,
            "honour_id": plain(title.honour_id),
            "retired_at": ms_or_none(title.retired_at),
        }
        if self.title(title.id) is None:
            self._connection.execute(sa.insert(titles).values(id=title.id, **values))
        else:
            self._connection.execute(sa.update(titles).where(titles.c.id == title.id).values(values))

    def offered(self) -> list[Honour]:
        """What the community can put on an account, as it last said."""
        rows = self._connection.execute(sa.select(offered_honours).order_by(offered_honours.c.id))
        return [Honour(row.id, row.name, row.grantable) for row in rows]

    def keep_offered(self, honours: Iterable[Honour]) -> None:
        """Keep what the community says that it can put on an account."""
        self._connection.execute(sa.delete(offered_honours))
        listed = {one.id: {"id": plain(one.id), "name": plain(one.name), "grantable": one.grantable} for one in honours}
        if listed:
            self._connection.execute(sa.insert(offered_honours), list(listed.values()))

    # --- who holds them --------------------------------------------------------------------------------

    def add_grant(self, grant: Grant, decision: DecisionId) -> GrantId:
        """Keep that somebody holds a title from now on (the database refuses one without consent or beyond the quota).

        Args:
            grant: as it begins; its id is given here.
        """
        added = sa.insert(grants).values(
            title_id=grant.title,
            member_id=grant.member.id,
            member_name=plain(grant.member.name),
            nomination_key=key_of(grant.nomination or ""),
            decision_id=decision,
            begins=ms(grant.begins),
            ends=ms(grant.ends),
            standing=grant.standing.value,
            because=grant.because,
        )
        return grant_id(self._connection.execute(added.returning(grants.c.key)).scalar_one())

    def grant(self, grant: GrantId, *, to_change: bool = False) -> Grant | None:
        """The held title with this id, if there is one; locked where it is to be changed."""
        key = key_of(grant)
        if key is None:
            return None
        if to_change:
            self._connection.execute(sa.select(grants.c.key).where(grants.c.key == key).with_for_update())
        found = self._grants(grants.c.key == key)
        return found[0] if found else None

    def grants(self, standing: Sequence[Standing] = (), title: TitleId | None = None) -> list[Grant]:
        """Titles that are held in one of these ways, all where none is named; who is to be looked at first, first."""
        which = [grants.c.standing.in_([one.value for one in standing])] if standing else []
        return self._grants(*which, *([grants.c.title_id == title] if title else []))

    def grants_of(self, member: MemberId) -> list[Grant]:
        """The titles that a member holds or held."""
        return self._grants(grants.c.member_id == member)

    def suspended_for(self, sanction: DecisionId) -> list[Grant]:
        """Titles that are suspended for this sanction."""
        return self._grants(grants.c.because == sanction)

    def over(self, now: datetime) -> list[Grant]:
        """Titles whose term is over though nobody has said so yet."""
        return self._grants(grants.c.standing.in_([one.value for one in CURRENT]), grants.c.ends <= ms(now))

    def recent_holders(self, since: datetime) -> set[MemberId]:
        """Who was given a title since then, or holds one now."""
        current = grants.c.standing.in_([one.value for one in CURRENT])
        rows = self._connection.execute(
            sa.select(grants.c.member_id).where(sa.or_(current, grants.c.begins >= ms(since)))
        )
        return {MemberId(member) for member in rows.scalars()}

    def holders(self) -> dict[TitleId, int]:
        """How many hold each title now; one that nobody holds is not among them."""
        counted = (
            sa.select(grants.c.title_id, sa.func.count())
            .where(grants.c.standing.in_([one.value for one in CURRENT]))
            .group_by(grants.c.title_id)
        )
        return {TitleId(title): count for title, count in self._connection.execute(counted)}

    def change_grant(self, event: GrantEvent) -> None:
        """Let a title stand as an event tells, and keep the event."""
        self._add_event(event)
        standing, ends, because = event.after
        self._connection.execute(
            sa.update(grants)
            .where(grants.c.key == key_of(event.grant))
            .values(standing=standing.value, ends=ms(ends), because=because)
        )

    def begin_grant(self, event: GrantEvent) -> None:
        """Keep the first event of a held title."""
        self._add_event(event)

    def _add_event(self, event: GrantEvent) -> None:
        standing, ends, because = event.before or (None, None, None)
        self._connection.execute(
            sa.insert(grant_events).values(
                grant_key=key_of(event.grant),
                change=event.change.value,
                at=ms(event.at),
                by_id=event.by.id,
                by_name=plain(event.by.name),
                reason=plain(event.reason),
                decision_id=event.decision,
                standing_before=standing,
                ends_before=ms_or_none(ends),
                because_before=because,
                standing_after=event.after[0].value,
                ends_after=ms(event.after[1]),
                because_after=event.after[2],
            )
        )

    def events(self, grant: GrantId) -> list[GrantEvent]:
        """What happened to a held title, oldest first."""
        return self._events(grant_events.c.grant_key == key_of(grant))

    def events_of_decision(self, decision: DecisionId) -> list[GrantEvent]:
        """What a decision did to held titles."""
        return self._events(grant_events.c.decision_id == decision)

    def _events(self, which: sa.ColumnElement[bool]) -> list[GrantEvent]:
        rows = self._connection.execute(sa.select(grant_events).where(which).order_by(grant_events.c.seq))
        return [_event(row) for row in rows]

    def _grants(self, *which: sa.ColumnElement[bool]) -> list[Grant]:
        joined = grants.join(titles, titles.c.id == grants.c.title_id).outerjoin(
            consents, sa.and_(consents.c.nomination_key == grants.c.nomination_key, consents.c.withdrawn_at.is_(None))
        )
        statement = (
            sa.select(grants, titles.c.name_zh, titles.c.name_en, consents.c.shows, _shown().label("shown"))
            .select_from(joined)
            .where(*which)
            .order_by(grants.c.ends, grants.c.key)
        )
        return [_grant(row) for row in self._connection.execute(statement)]


def _shown() -> sa.ScalarSelect[bool]:
    """Whether the last command about an account's honour that arrived put it there."""
    return (
        sa.select(commands.c.kind == CommandKind.GRANT_HONOUR.value)
        .join(grant_events, grant_events.c.decision_id == commands.c.decision_id)
        .where(
            grant_events.c.grant_key == grants.c.key,
            commands.c.kind.in_(_ON_ACCOUNTS),
            commands.c.state == CommandState.SENT.value,
        )
        .order_by(commands.c.seq.desc())
        .limit(1)
        .correlate(grants)
        .scalar_subquery()
    )


def _thanks(row: _Row) -> Thanks:
    return Thanks(
        MemberRef(MemberId(row.member_id), row.member_name),
        PostId(row.post_id),
        ThreadId(row.thread_id) if row.thread_id else None,
        ThanksWay(row.way),
        row.text,
        MemberRef(MemberId(row.by_id), row.by_name),
        moment(row.at),
        DecisionId(row.decision_id),
        CaseId(row.case_id) if row.case_id else None,
    )


def _title(row: _Row) -> Title:
    return Title(
        TitleId(row.id),
        Words(row.name_zh, row.name_en),
        Words(row.for_zh, row.for_en),
        row.months,
        row.quota,
        row.honour_id,
        moment_or_none(row.retired_at),
    )


def _grant(row: _Row) -> Grant:
    return Grant(
        grant_id(row.key),
        TitleId(row.title_id),
        MemberRef(MemberId(row.member_id), row.member_name),
        nomination_id(row.nomination_key),
        moment(row.begins),
        moment(row.ends),
        Standing(row.standing),
        DecisionId(row.because) if row.because else None,
        msgspec.json.decode(row.shows, type=frozenset[Show]) if row.shows else frozenset(),
        bool(row.shown),
        Words(row.name_zh, row.name_en),
    )


def _event(row: _Row) -> GrantEvent:
    before = None
    if row.standing_before:
        before = Standing(row.standing_before), moment(row.ends_before), row.because_before
    return GrantEvent(
        grant_id(row.grant_key),
        Change(row.change),
        moment(row.at),
        MemberRef(MemberId(row.by_id), row.by_name),
        row.reason,
        DecisionId(row.decision_id) if row.decision_id else None,
        before,
        (Standing(row.standing_after), moment(row.ends_after), row.because_after),
        row.seq,
    )
