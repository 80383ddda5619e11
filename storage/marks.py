"""What workspace this is, how far the community was read, and the running numbers kept beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
import sqlalchemy as sa

from app.domain.community import CommunityInfo
from storage.schema import counters, marks, pauses, workspace
from storage.values import LONGEST_WAIT, moment, moment_or_none, ms


@dataclass(frozen=True, slots=True)
class Identity:
    """Which community a workspace is of; never changes."""

    workspace_id: str
    url: str
    adapter: str
    created_at: datetime


class Marks:
    """The marks as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def identity(self) -> Identity | None:
        """Which community this is, once it was connected."""
        row = self._connection.execute(sa.select(workspace)).one_or_none()
        if row is None:
            return None
        return Identity(row.workspace_id, row.url, row.adapter, moment(row.created_at))

    def introduce(self, identity: Identity) -> None:
        """Say which community this is, once and for all."""
        self._connection.execute(
            sa.insert(workspace).values(
                id=1,
                workspace_id=identity.workspace_id,
                url=identity.url,
                adapter=identity.adapter,
                created_at=ms(identity.created_at),
            )
        )
        self._connection.execute(sa.insert(marks).values(id=1, change_no=0, case_key=0))

    def info(self) -> CommunityInfo | None:
        """What the community last said of itself."""
        stored = self._connection.execute(sa.select(marks.c.info)).scalar()
        return msgspec.json.decode(stored, type=CommunityInfo) if stored else None

    def keep_info(self, info: CommunityInfo) -> None:
        """Keep what the community says of itself, for working offline."""
        self._connection.execute(sa.update(marks).values(info=msgspec.json.encode(info).decode()))

    def cursor(self) -> str | None:
        """Where reading goes on; None for the beginning."""
        return self._connection.execute(sa.select(marks.c.cursor)).scalar()

    def keep_cursor(self, cursor: str | None, at: datetime) -> None:
        """Keep where reading goes on."""
        self._connection.execute(sa.update(marks).values(cursor=cursor, pulled_at=ms(at)))

    def pulled_at(self) -> datetime | None:
        """When something was last read."""
        return moment_or_none(self._connection.execute(sa.select(marks.c.pulled_at)).scalar())

    def next_case_keys(self, count: int) -> range:
        """Fresh keys for that many cases."""
        last = self._raise("case_key", count)
        return range(last - count + 1, last + 1)

    def next_change_no(self) -> int:
        """A fresh change number; the search index reads on from the last one it has seen."""
        return self._raise("change_no", 1)

    def _raise(self, column: str, by: int) -> int:
        counted = marks.c[column]
        statement = sa.update(marks).values({column: counted + by}).returning(counted)
        return int(self._connection.execute(statement).scalar_one())

    def pauses(self) -> dict[str, datetime]:
        """Until when which scope pauses: "site", or a kind of command."""
        return {row.scope: moment(row.until) for row in self._connection.execute(sa.select(pauses))}

    def pauses_at(self, now: datetime) -> dict[str, datetime]:
        """The pauses that are not over; one that a clock which ran ahead wrote counts as over."""
        return {scope: until for scope, until in self.pauses().items() if now < until <= now + LONGEST_WAIT}

    def pause(self, scope: str, until: datetime) -> None:
        """Let a scope pause until then."""
        self._connection.execute(sa.delete(pauses).where(pauses.c.scope == scope))
        self._connection.execute(sa.insert(pauses).values(scope=scope, until=ms(until)))

    def end_pauses(self, now: datetime) -> None:
        """Forget the pauses that are over."""
        far_off = ms(now + LONGEST_WAIT)
        self._connection.execute(sa.delete(pauses).where(sa.or_(pauses.c.until <= ms(now), pauses.c.until > far_off)))

    def spent(self) -> str:
        """What was spent of the request budget lately, as the poller wrote it."""
        return self._connection.execute(sa.select(marks.c.spent)).scalar() or ""

    def keep_spent(self, spent: str) -> None:
        """Keep what was spent, so that the next process does not start a fresh minute."""
        self._connection.execute(sa.update(marks).values(spent=spent))

    def counts(self) -> dict[str, int]:
        """The running numbers, by name."""
        return {row.name: row.n for row in self._connection.execute(sa.select(counters))}

    def count(self, differences: Mapping[str, int]) -> None:
        """Add to running numbers."""
        for name, difference in sorted(differences.items()):  # always in one order, so that no two wait for each other
            if difference:
                self._add(name, difference)

    def _add(self, name: str, difference: int) -> None:
        changed = self._connection.execute(
            sa.update(counters).where(counters.c.name == name).values(n=counters.c.n + difference)
        )
        if not changed.rowcount:
            self._connection.execute(sa.insert(counters).values(name=name, n=difference))
