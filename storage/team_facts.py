"""Facts of the team for letters; of each the newest counts."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from app.domain.members import MemberRef
from storage.schema_team import team_facts
from storage.values import ms, plain


class TeamFactsKept:
    """The facts as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def every(self) -> dict[str, str]:
        """Each fact that was ever set, as it stands; "" for one that was taken away again."""
        newest = sa.select(sa.func.max(team_facts.c.seq)).group_by(team_facts.c.name)
        rows = self._connection.execute(sa.select(team_facts).where(team_facts.c.seq.in_(newest)))
        return {row.name: row.value for row in rows}

    def add(self, values: Mapping[str, str], by: MemberRef, at: datetime) -> None:
        """Set facts."""
        for name, value in values.items():
            self._connection.execute(
                sa.insert(team_facts).values(name=name, value=plain(value), by_id=by.id, by_name=by.name, at=ms(at))
            )
