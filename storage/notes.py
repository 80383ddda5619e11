"""What the team writes down about cases. Nothing of it is ever changed or deleted (the database refuses it)."""

import sqlalchemy as sa

from app.domain.members import MemberId, MemberRef
from app.domain.notes import Note
from storage.schema import notes
from storage.values import moment, ms, plain


class Notes:
    """The notes as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, case_key: int, note: Note) -> None:
        """Keep a note about a case."""
        values = {"by_id": note.by.id, "by_name": note.by.name, "at": ms(note.at), "text": plain(note.text)}
        self._connection.execute(sa.insert(notes).values(case_key=case_key, **values))

    def of_case(self, case_key: int) -> list[Note]:
        """The notes about a case, oldest first."""
        rows = self._connection.execute(sa.select(notes).where(notes.c.case_key == case_key).order_by(notes.c.seq))
        return [Note(moment(row.at), MemberRef(MemberId(row.by_id), row.by_name), row.text) for row in rows]
