"""Requests about personal data, legal holds, periods of retention, and who is known here by which names."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.members import MemberId, MemberRef
from app.domain.privacy import Answer, DataRequest, Hold, HoldId, What
from app.domain.privacy_retention import Kept, Period
from storage.schema import accounts, articles, cases, reports
from storage.schema_honours import titles
from storage.schema_privacy import data_requests, holds, retention_periods
from storage.schema_team import team_facts, text_versions
from storage.thinning_tables import PLACES
from storage.values import moment, moment_or_none, ms

_TEAMS_WORDS = (
    *(text_versions.c.name, text_versions.c.body, text_versions.c.fits, team_facts.c.value),
    *(titles.c.name_zh, titles.c.name_en, titles.c.for_zh, titles.c.for_en),
    *(articles.c[f"{part}_{language}"] for part in ("title", "text", "why", "guidance") for language in ("zh", "en")),
)
_Row = sa.Row[tuple[Any, ...]]
_REQUESTS = sa.select(data_requests, cases.c.id.label("case_id")).join(cases, cases.c.key == data_requests.c.case_key)
_HOLDS = sa.select(holds, cases.c.id.label("case_id")).join(cases, cases.c.key == holds.c.case_key, isouter=True)


class Privacy:
    """What is kept about personal data, as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    # --- requests ----------------------------------------------------------------------------------------

    def add_request(self, case_key: int, request: DataRequest, at: datetime) -> None:
        """Keep a request, as the case that it is."""
        self._connection.execute(
            sa.insert(data_requests).values(
                case_key=case_key,
                what=request.what.value,
                member_id=request.member.id,
                member_name=request.member.name,
                received_at=ms(request.received_at),
                due_at=ms(request.due_at),
                guessed=" ".join(str(year) for year in request.guessed),
                at=ms(at),
                by_id=request.by.id,
                by_name=request.by.name,
                reason="",
                answered_by_name="",
                mentions=False,
            )
        )

    def answer(
        self, case_key: int, answer: Answer, by: MemberRef, at: datetime, reason: str = "", *, mentions: bool = False
    ) -> None:
        """Keep how a request was answered; once (the database refuses more).

        Args:
            mentions: of a deletion: names that may be words go too where others wrote them.
        """
        self._connection.execute(
            sa.update(data_requests)
            .where(data_requests.c.case_key == case_key)
            .values(
                answer=answer.value,
                reason=reason,
                answered_at=ms(at),
                answered_by_id=by.id,
                answered_by_name=by.name,
                mentions=mentions,
            )
        )

    def finish(self, case_key: int, at: datetime) -> None:
        """Keep that the last of what was to be deleted went."""
        self._connection.execute(
            sa.update(data_requests).where(data_requests.c.case_key == case_key).values(finished_at=ms(at))
        )

    def request(self, case_key: int) -> DataRequest | None:
        """The request that a case is, if it is one."""
        row = self._connection.execute(_REQUESTS.where(data_requests.c.case_key == case_key)).one_or_none()
        return None if row is None else _request(row)

    def requests(self, *, only_open: bool = False, member: MemberId | None = None) -> list[DataRequest]:
        """The requests: open ones first, in the order in which they are due, then the answered ones, newest first."""
        chosen = _REQUESTS
        if only_open:
            chosen = chosen.where(data_requests.c.answer.is_(None))
        if member is not None:
            chosen = chosen.where(data_requests.c.member_id == member)
        found = [_request(row) for row in self._connection.execute(chosen.order_by(data_requests.c.due_at))]
        return [one for one in found if one.answer is None] + [one for one in reversed(found) if one.answer is not None]

    def forgotten(self) -> dict[MemberId, datetime]:
        """Members whose deletion was carried out, by the community's id, and since when."""
        rows = self._connection.execute(
            sa.select(data_requests.c.member_id, sa.func.max(data_requests.c.answered_at).label("at"))
            .where(data_requests.c.what == What.DELETION.value, data_requests.c.answer == Answer.CARRIED_OUT.value)
            .where(data_requests.c.finished_at.is_not(None), ~data_requests.c.member_id.like("forgotten:%"))
            .group_by(data_requests.c.member_id)
        )
        return {MemberId(row.member_id): moment(row.at) for row in rows}

    def unfinished(self) -> list[DataRequest]:
        """The deletions of which something had to stay, oldest first."""
        carried_out = data_requests.c.answer == Answer.CARRIED_OUT.value
        left = sa.and_(data_requests.c.what == What.DELETION.value, carried_out, data_requests.c.finished_at.is_(None))
        return [_request(row) for row in self._connection.execute(_REQUESTS.where(left).order_by(data_requests.c.at))]

    # --- holds -------------------------------------------------------------------------------------------

    def hold(self, hold: Hold, case_key: int | None) -> HoldId:
        """Keep a legal hold."""
        member = hold.member
        added = sa.insert(holds).values(
            case_key=case_key,
            member_id=member.id if member else "",
            member_name=member.name if member else "",
            reason=hold.reason,
            at=ms(hold.at),
            by_id=hold.by.id,
            by_name=hold.by.name,
            released_by_name="",
            release_reason="",
        )
        return HoldId(int(self._connection.execute(added.returning(holds.c.seq)).scalar_one()))

    def release(self, hold: HoldId, by: MemberRef, at: datetime, reason: str) -> None:
        """End a hold; once (the database refuses more)."""
        self._connection.execute(
            sa.update(holds)
            .where(holds.c.seq == hold)
            .values(released_at=ms(at), released_by_id=by.id, released_by_name=by.name, release_reason=reason)
        )

    def holds(self, *, only_standing: bool = False) -> list[Hold]:
        """The holds, newest first."""
        chosen = _HOLDS.where(holds.c.released_at.is_(None)) if only_standing else _HOLDS
        return [_hold(row) for row in self._connection.execute(chosen.order_by(holds.c.seq.desc()))]

    def hold_on(self, *, case_key: int | None = None, member: str = "") -> Hold | None:
        """The hold that stands on a case, or on a member."""
        whose = holds.c.case_key == case_key if case_key is not None else holds.c.member_id == member
        row = self._connection.execute(_HOLDS.where(whose, holds.c.released_at.is_(None))).one_or_none()
        return None if row is None else _hold(row)

    # --- periods -----------------------------------------------------------------------------------------

    def set_period(self, kind: Kept, days: int, by: MemberRef, at: datetime) -> None:
        """Keep how long a kind is kept from now on."""
        said = {"kind": kind.value, "days": days, "at": ms(at), "by_id": by.id, "by_name": by.name}
        self._connection.execute(sa.insert(retention_periods).values(**said))

    def periods(self) -> dict[Kept, Period]:
        """How long is kept what was set here; for others the default counts."""
        rows = self._connection.execute(sa.select(retention_periods).order_by(retention_periods.c.seq))
        return {Kept(row.kind): Period(Kept(row.kind), row.days, moment(row.at), row.by_name) for row in rows}

    # --- people ------------------------------------------------------------------------------------------

    def names(self, ids: Sequence[str]) -> list[str]:
        """Every name by which a member is known in the record."""
        found: dict[str, None] = {}
        for place in PLACES:
            if not place.person:
                continue
            theirs = place.table.c[place.person].in_(ids)
            for name in place.names:
                rows = self._connection.execute(sa.select(place.table.c[name]).where(theirs).distinct()).scalars()
                found |= dict.fromkeys(one for one in rows if one)
        return list(found)

    def longer(self, names: Iterable[str], most: int) -> list[str]:
        """Names of others in which one of these stands, as 小满的车 has 小满."""
        found: set[str] = set()
        for text in (cases.c.author_name, reports.c.reporter_name, accounts.c.name):
            for name in names:
                has = sa.and_(text.contains(name, autoescape=True), text != name)
                found |= set(self._connection.execute(sa.select(text).where(has).distinct().limit(most)).scalars())
        return sorted(found)[:most]

    def shared(self, name: str, ids: Sequence[str]) -> bool:
        """Whether somebody else is called so too, of the members or of the team."""
        asked = (
            sa.select(cases.c.key).where(cases.c.author_name == name, cases.c.author_id.not_in(ids)),
            sa.select(reports.c.case_key).where(reports.c.reporter_name == name, reports.c.reporter_id.not_in(ids)),
            sa.select(accounts.c.id).where(accounts.c.name == name),
        )
        return any(self._connection.execute(one.limit(1)).first() is not None for one in asked)

    def worded(self, name: str) -> bool:
        """Whether it is a word of the team's: of its texts, facts, titles or articles."""
        return any(
            self._connection.execute(
                sa.select(sa.literal(1))
                .select_from(column.table)
                .where(column.contains(name, autoescape=True))
                .limit(1)
            ).first()
            for column in _TEAMS_WORDS
        )


def _request(row: _Row) -> DataRequest:
    answered = MemberRef(MemberId(row.answered_by_id), row.answered_by_name) if row.answered_by_id else None
    return DataRequest(
        case=CaseId(row.case_id),
        what=What(row.what),
        member=MemberRef(MemberId(row.member_id), row.member_name),
        received_at=moment(row.received_at),
        due_at=moment(row.due_at),
        by=MemberRef(MemberId(row.by_id), row.by_name),
        guessed=tuple(int(year) for year in row.guessed.split()),
        answer=Answer(row.answer) if row.answer else None,
        reason=row.reason,
        answered_at=moment_or_none(row.answered_at),
        answered_by=answered,
        finished_at=moment_or_none(row.finished_at),
        mentions=row.mentions,
    )


def _hold(row: _Row) -> Hold:
    return Hold(
        id=HoldId(row.seq),
        reason=row.reason,
        by=MemberRef(MemberId(row.by_id), row.by_name),
        at=moment(row.at),
        case=CaseId(row.case_id) if row.case_id else None,
        member=MemberRef(MemberId(row.member_id), row.member_name) if row.member_id else None,
        released_at=moment_or_none(row.released_at),
        released_by=MemberRef(MemberId(row.released_by_id), row.released_by_name) if row.released_by_id else None,
        release_reason=row.release_reason,
    )
