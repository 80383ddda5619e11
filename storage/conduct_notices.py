"""What became of editions in the community: their notices, who was welcomed with them, who has read them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from app.domain.commands import CommandId, DecisionId
from app.domain.conduct_notices import Notice, NoticeState, Stage
from app.domain.conduct_readers import Acknowledged, CoreMember, Welcoming
from app.domain.members import MemberId
from app.domain.posts import ThreadId
from storage.bulk import blocks
from storage.schema_conduct import acknowledgements, conduct_notices, core_members, welcomes, welcoming
from storage.values import moment, moment_or_none, ms, ms_or_none, plain

_Row = sa.Row[tuple[object, ...]]


class ConductNotices:
    """Notices, welcomes and acknowledgements as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    # --- notices ---------------------------------------------------------------------------------------

    def notices(self) -> list[Notice]:
        """The notice of each edition that has one, in the order of the editions."""
        rows = self._connection.execute(sa.select(conduct_notices).order_by(conduct_notices.c.edition))
        return [_notice(row) for row in rows]

    def find(self, edition: int, *, to_change: bool = False) -> Notice | None:
        """The notice of an edition, locked where it is to be changed."""
        found = sa.select(conduct_notices).where(conduct_notices.c.edition == edition)
        row = self._connection.execute(found.with_for_update() if to_change else found).one_or_none()
        return None if row is None else _notice(row)

    def add(self, notice: Notice) -> None:
        """Keep a new notice."""
        values = _row(notice) | {"edition": notice.edition, "language": notice.language}
        self._connection.execute(sa.insert(conduct_notices).values(**values))

    def save(self, notice: Notice) -> None:
        """Keep a notice as it is now."""
        self._connection.execute(
            sa.update(conduct_notices).where(conduct_notices.c.edition == notice.edition).values(**_row(notice))
        )

    # --- welcomes --------------------------------------------------------------------------------------

    def welcoming(self) -> Welcoming | None:
        """How newcomers are welcomed; None where nobody ever said."""
        row = self._connection.execute(sa.select(welcoming)).one_or_none()
        return None if row is None else Welcoming(row.switched_on, row.per_day, row.language, moment(row.since))

    def set_welcoming(self, how: Welcoming) -> None:
        """Welcome newcomers like this from now on."""
        values = {
            "switched_on": how.on,
            "per_day": how.per_day,
            "language": how.language,
            "since": ms(how.since),
        }
        if self._connection.execute(sa.update(welcoming).values(**values)).rowcount == 0:
            self._connection.execute(sa.insert(welcoming).values(id=1, **values))

    def welcomed(self, members: Iterable[MemberId]) -> set[MemberId]:
        """Which of these were welcomed already."""
        return {
            MemberId(row.member_id)
            for block in blocks(members)
            for row in self._connection.execute(sa.select(welcomes.c.member_id).where(welcomes.c.member_id.in_(block)))
        }

    def welcomes_since(self, at: datetime) -> int:
        """How many were welcomed from that moment on."""
        counted = sa.select(sa.func.count()).select_from(welcomes).where(welcomes.c.at >= ms(at))
        return self._connection.execute(counted).scalar_one()

    def add_welcome(self, member: MemberId, edition: int, decision: DecisionId, at: datetime) -> None:
        """Keep that somebody is welcomed, once ever."""
        self._connection.execute(
            sa.insert(welcomes).values(member_id=member, edition=edition, decision_id=decision, at=ms(at))
        )

    # --- readers ---------------------------------------------------------------------------------------

    def acknowledged(self, edition: int) -> list[Acknowledged]:
        """Who has read an edition, the first first."""
        rows = self._connection.execute(
            sa.select(acknowledgements).where(acknowledgements.c.edition == edition).order_by(acknowledgements.c.at)
        )
        return [Acknowledged(row.name, MemberId(row.member_id), moment(row.at), row.by_hand) for row in rows]

    def acknowledge(self, edition: int, new: Sequence[Acknowledged]) -> int:
        """Keep who has read an edition; how many are new."""
        known = {(one.member_id or one.name) for one in self.acknowledged(edition)}
        fresh = {(one.member_id or one.name): one for one in new}
        rows = [
            {
                "edition": edition,
                "name": plain(one.name),
                "member_id": one.member_id,
                "at": ms(one.at),
                "by_hand": one.by_hand,
            }
            for key, one in fresh.items()
            if key not in known
        ]
        if rows:
            self._connection.execute(sa.insert(acknowledgements), rows)
        return len(rows)

    def core(self) -> list[CoreMember]:
        """The core members that are known, by name."""
        rows = self._connection.execute(sa.select(core_members).order_by(core_members.c.name))
        return [CoreMember(row.name, MemberId(row.member_id)) for row in rows]

    def add_core(self, new: Iterable[CoreMember], at: datetime) -> None:
        """Know these as core members; one that is known may get an id."""
        known = {one.name: one for one in self.core()}
        for one in new:
            before = known.get(one.name)
            if before is None:
                row = {"name": plain(one.name), "member_id": one.member_id, "at": ms(at)}
                self._connection.execute(sa.insert(core_members).values(**row))
                known[one.name] = one
            elif one.member_id and before.member_id != one.member_id:
                self._connection.execute(
                    sa.update(core_members).where(core_members.c.name == one.name).values(member_id=one.member_id)
                )

    def drop_core(self, name: str) -> None:
        """No longer count somebody among the core members."""
        self._connection.execute(sa.delete(core_members).where(core_members.c.name == name))


def _row(notice: Notice) -> dict[str, object]:
    return {
        "stage": notice.stage.value,
        "title": notice.title,
        "text": notice.text,
        "sha256": notice.sha256,
        "command_id": notice.command,
        "state": notice.state.value,
        "thread_id": notice.thread_id,
        "url": notice.url,
        "seen_at": ms_or_none(notice.seen_at),
        "seen_print": notice.seen_print,
        "pinned": notice.pinned,
        "locked": notice.locked,
        "gone_at": ms_or_none(notice.gone_at),
        "repairs": notice.repairs,
    }


def _notice(row: _Row) -> Notice:
    return Notice(
        edition=row.edition,
        language=row.language,
        stage=Stage(row.stage),
        title=row.title,
        text=row.text,
        command=CommandId(row.command_id),
        state=NoticeState(row.state),
        thread_id=ThreadId(row.thread_id) if row.thread_id else None,
        url=row.url,
        seen_at=moment_or_none(row.seen_at),
        seen_print=row.seen_print,
        pinned=row.pinned,
        locked=row.locked,
        gone_at=moment_or_none(row.gone_at),
        repairs=row.repairs,
    )
