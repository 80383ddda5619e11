"""Notes: what the team writes down about a case for itself."""

from app.domain.cases import CaseId
from app.domain.changes import Area, Changes
from app.domain.members import MemberRef
from app.domain.messages import LONGEST_NOTE, check_text
from app.domain.notes import Note
from app.domain.roles import Role, require
from app.operations.desk import Desk


def note(desk: Desk, case_id: CaseId, text: str) -> Changes:
    """Write something down about a case. It stays: a note is never changed or deleted.

    Raises:
        NoRight: the person is no moderator.
        CaseNotFound: there is no such case.
        EmptyMessage: nothing that can be seen.
        TooLong: nobody would read it.
    """
    require(desk.me, Role.MODERATOR)
    written = Note(
        desk.clock(), MemberRef(desk.me.id, desk.me.name), check_text(text, LONGEST_NOTE, ("备注", "The note"))
    )
    with desk.record.write() as tx:
        tx.notes.add(tx.cases.get(case_id).key, written)
    return Changes.of(Area.CASES)
