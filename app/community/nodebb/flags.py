"""Claiming, releasing and settling a flag, and writing notes beside it."""

from app.community.nodebb import wire
from app.community.nodebb.forum import Forum, quoted, refusal
from app.community.nodebb.part import DONE_OR_REFUSED, needed, not_stored, receipt, unread
from app.community.nodebb.wire_flags import WireFlag
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import Command, CommandKind, Receipt
from app.domain.community import NOT_HAPPENED, Effect, Found
from app.domain.words import Words
from app.errors import CommunityError, Conflict, Invalid, NotFound

NOTE_MAX = 5000
"""Characters of a note. NodeBB sets no limit; a note is no file."""

OUTCOMES = {
    CommunityState.UPHELD: "resolved",
    CommunityState.DISMISSED: "rejected",
    CommunityState.IGNORED: "rejected",
}
_NO_OUTCOME = Words("举报只能办结为成立、不成立或忽略", "a report can only be settled as upheld, dismissed or ignored")
_EMPTY = Words("备注是空的", "the note is empty")
_TOO_LONG = Words(f"备注超过 {NOTE_MAX} 字", f"the note has more than {NOTE_MAX} characters")


class Flags:
    """Changes flags: the values are believed only as they are read back."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum

    def check(self, command: Command) -> None:
        """A settlement must settle, and an empty note would make the flag unreadable for good."""
        intent = command.intent
        needed(intent.case_id)
        if intent.kind is CommandKind.RESOLVE and intent.outcome not in OUTCOMES:
            raise Invalid(why=_NO_OUTCOME)
        if intent.kind is CommandKind.NOTE:
            if not intent.text.strip():
                raise Invalid(why=_EMPTY)
            if len(intent.text.strip()) > NOTE_MAX:
                raise Invalid(why=_TOO_LONG)

    def send(self, command: Command, flag: WireFlag | None) -> Receipt:
        """Write the note first, so that a repeat finds it, then the values."""
        flag = flag or self._read(command)
        if command.intent.kind is CommandKind.CLAIM and wire.text(flag.assignee) not in ("", self._forum.my_id):
            raise Conflict  # what a colleague has is not taken from them
        words = _note(command)
        if words:
            flag = self._write_note(command, flag, words)
        wanted = self._wanted(command, flag)
        if flag.holds(wanted):
            return self._receipt(flag, already=command.intent.kind is not CommandKind.NOTE)
        return self._receipt(self._change(command, wanted))

    def find(self, command: Command) -> Effect:
        """Its values are in the flag, and its note."""
        try:
            flag = self._read(command)
        except NotFound:
            return NOT_HAPPENED
        words = _note(command)
        if words and not flag.has_note(self._key(command, flag, words), self._forum.my_id):
            return NOT_HAPPENED
        if not flag.holds(self._wanted(command, flag)):
            return NOT_HAPPENED
        return Effect(Found.HAPPENED, self._receipt(flag))

    def _read(self, command: Command) -> WireFlag:
        return self._forum.flag(CaseId(needed(command.intent.case_id)))

    def _wanted(self, command: Command, flag: WireFlag) -> dict[str, str]:
        """The values of a flag after a command. As a number, the assignee would be entered in its history twice."""
        intent = command.intent
        if intent.kind is CommandKind.CLAIM:
            return {"assignee": self._forum.my_id, "state": "wip"}
        if intent.kind is CommandKind.RELEASE:
            ours = wire.text(flag.assignee) == self._forum.my_id  # what others have is not ours to give back
            return {"assignee": "", **({"state": "open"} if flag.state == "wip" else {})} if ours else {}
        if intent.outcome is None:
            return {}
        return {"state": OUTCOMES[intent.outcome]}

    def _change(self, command: Command, wanted: dict[str, str]) -> WireFlag:
        path = f"/api/v3/flags/{quoted(needed(command.intent.case_id))}"
        answer = self._forum.http.write("PUT", path, wanted)
        if answer.status not in DONE_OR_REFUSED:
            raise refusal(answer)
        flag = self._read_back(command)
        if flag.holds(wanted):
            return flag
        taken = wire.text(flag.assignee) not in ("", self._forum.my_id)
        if answer.status == 200 and taken and "assignee" in wanted:
            raise Conflict  # somebody else took it in the same moment
        raise not_stored(answer)

    def _read_back(self, command: Command) -> WireFlag:
        try:
            return self._read(command)
        except CommunityError as error:
            raise unread(error) from None

    def _key(self, command: Command, flag: WireFlag, words: str) -> int:
        return flag.note_at(command.first_sent_at or self._forum.clock(), self._forum.my_id, words)

    def _write_note(self, command: Command, flag: WireFlag, words: str) -> WireFlag:
        """A note has its time for a key: the same one again takes the place of the first."""
        key, me = self._key(command, flag, words), self._forum.my_id
        if flag.has_note(key, me):
            return flag
        path = f"/api/v3/flags/{quoted(needed(command.intent.case_id))}/notes"
        answer = self._forum.http.write("POST", path, {"note": words, "datetime": key})
        if answer.status not in DONE_OR_REFUSED:
            raise refusal(answer)
        flag = self._read_back(command)
        if flag.has_note(key, me):
            return flag
        raise not_stored(answer)

    def _receipt(self, flag: WireFlag, *, already: bool = False) -> Receipt:
        return receipt(self._forum, wire.text(flag.flag_id), already=already, version=flag.version)


def _note(command: Command) -> str:
    """What is to be noted in the flag; "" for nothing."""
    intent = command.intent
    if intent.kind is CommandKind.NOTE:
        return intent.text.strip()
    return intent.reason.strip()[:NOTE_MAX] if intent.kind is CommandKind.RESOLVE else ""
