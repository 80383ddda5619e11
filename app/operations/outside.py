"""Parties from outside: flagged with their number and the agreed line; then every outgoing word takes two people.

What was written before a flag and not sent is held, and says why: another person lets it go as it stands, or whoever
wrote it withdraws it and writes anew. What is being sent at that moment can't be called back, and is counted.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain.cases import Case, CaseId
from app.domain.changes import Area, Changes
from app.domain.commands import Command, CommandState
from app.domain.handover import SHOWN, Line, Section, named
from app.domain.ledger import Body, EntryKind
from app.domain.members import MemberRef
from app.domain.messages import LONGEST_NOTE, typed
from app.domain.outside import (
    HELD,
    LONGEST_LINE,
    LONGEST_NUMBER,
    OutsideParty,
    Party,
    check_end,
)
from app.domain.outside import Line as AgreedLine
from app.domain.roles import Role, require, require_full
from app.domain.words import NO_WORDS, Words
from app.errors import NothingHeld, OwnWords, PartyNotFound, WordsHeld
from app.operations.deciding import check_may_decide
from app.operations.desk import Desk
from storage.transaction import Transaction

_TOUCHED = Changes.of(Area.CASES, Area.CONTACTS, Area.OUTBOX)
_RELEASING = Words("放行扣着的内容", "let go what is held")

MOST = 200


@dataclass(frozen=True, slots=True)
class Flagged:
    """A party that was flagged, or a flag that changed.

    Attributes:
        held: words that were written before and are not sent now.
        under_way: words that were being sent at that moment, or may have arrived.
    """

    flag: OutsideParty
    held: int = 0
    under_way: int = 0
    changes: Changes = _TOUCHED


@dataclass(frozen=True, slots=True)
class Released:
    """How many words were let go, and how many stay held, since the person wrote them."""

    count: int
    left: int
    changes: Changes = _TOUCHED


def on_hold(tx: Transaction, case: Case) -> bool:
    """Whether what is kept about a case is under legal hold, since somebody from outside is involved in it."""
    return any(one.involved and one.case_id == case.id for one in tx.outside.of_case(case.key))


def of_case(desk: Desk, case_id: CaseId) -> list[OutsideParty]:
    """Everybody from outside who is or was involved in a case, oldest first.

    Whoever is involved in another case of the same post, thread or author is among them, with that case's id.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        return tx.outside.of_case(tx.cases.get(case_id).key)


def involved(desk: Desk, limit: int = MOST) -> list[OutsideParty]:
    """Whoever from outside is involved in any case, the longest first."""
    with desk.record.read() as tx:
        return tx.outside.open(limit)


def flag(desk: Desk, case_id: CaseId, party: Party, *, number: str = "", note: str = "", line: str = "") -> Flagged:
    """Say that somebody from outside is involved in a case. Any moderator may, a trainee too: it only protects.

    What is said on any case of the same post, thread or author takes two from then on: whoever is involved reads it.

    Args:
        desk: of the person who says it.
        case_id: the case.
        party: who.
        number: theirs, as that of a complaint at 12315.
        note: what the team should know.
        line: what all who write keep to.

    Raises:
        NoRight: the person is no moderator.
        CaseNotFound: there is no such case.
        TooLong: nobody would read it.
    """
    require(desk.me, Role.MODERATOR)
    number = " ".join(typed(number, LONGEST_NUMBER, ("编号", "The number")).split())
    note = typed(note, LONGEST_NOTE, ("备注", "The note"))
    line = typed(line, LONGEST_LINE, ("统一口径", "The agreed line"))
    with desk.record.write() as tx:
        case, now, me = tx.cases.get(case_id, to_change=True), desk.clock(), _me(desk)
        before = {one.id for one in tx.outside.held()}
        seq = tx.outside.add(case.key, party, me, now, number=number, note=note)
        if line:
            tx.outside.say(seq, AgreedLine(now, me, line))
        held = [one for one in tx.outside.held() if one.id not in before]
        unsure = [one for one in held if one.state in (CommandState.SENDING, CommandState.UNCERTAIN)]
        for one in held:
            if one not in unsure:
                tx.outbox.explain(one, HELD)
        body: Body = {"held": len(held) - len(unsure), "under_way": len(unsure), "party": party.value}
        _enter(desk, tx, (case.id, seq), "begun", body=body, private={"number": number, "note": note, "line": line})
        return Flagged(_flag(tx, case, seq), len(held) - len(unsure), len(unsure))


def say_line(desk: Desk, case_id: CaseId, seq: int, line: str) -> Flagged:
    """Say what all who write on the case keep to from now on; "" takes it away. What was said before stays in history.

    Raises:
        NoRight: the person is no moderator.
        PartyNotFound: there is no such party, or it is out.
        TooLong: nobody would keep to it.
    """
    require(desk.me, Role.MODERATOR)
    line = typed(line, LONGEST_LINE, ("统一口径", "The agreed line"))
    with desk.record.write() as tx:
        case = tx.cases.get(case_id, to_change=True)
        found = _flag(tx, case, seq)
        if found.line != line:
            tx.outside.say(seq, AgreedLine(desk.clock(), _me(desk), line))
            _enter(desk, tx, (found.case_id, seq), "line", body={}, private={"line": line})
        return Flagged(_flag(tx, case, seq))


def end(desk: Desk, case_id: CaseId, seq: int, *, reason: str) -> Flagged:
    """Say that a party from outside is out: by another person than who flagged it, with a reason that says something.

    What they who ended it say takes another person for `SPEAKS_AGAIN_AFTER` all the same.

    Raises:
        NoRight, NotForTrainees: the person can't.
        OwnPost, SelfRecused: they are a party themselves, or keep out.
        EndedBySame: they flagged it.
        PartyNotFound: there is no such party, or it is out.
        ReasonNeeded: no reason is given.
        WordsHeld: nothing would hold any more what was written before, and nobody let it go.
    """
    with desk.record.write() as tx:
        case = tx.cases.get(case_id, to_change=True)
        found = _flag(tx, case, seq)
        reason = check_end(found, desk.me, reason)
        check_may_decide(desk, tx, case)
        check_may_decide(desk, tx, tx.cases.get(found.case_id))
        held = {one.id for one in tx.outside.held()}
        tx.outside.end(seq, _me(desk), desk.clock(), reason)
        freed = held - {one.id for one in tx.outside.held()}
        if freed:  # nothing of it is kept
            raise WordsHeld(count=len(freed))
        _enter(desk, tx, (found.case_id, seq), "ended", body={"party": found.party.value}, private={"reason": reason})
        ended = tx.outside.find(seq)
        return Flagged(ended or found)


def held(desk: Desk, case_id: CaseId) -> list[Command]:
    """Words on a case that were written before a flag and are not sent, oldest first.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        return tx.outside.held(tx.cases.get(case_id).key)


def release(desk: Desk, case_id: CaseId) -> Released:
    """Let go, as the second person, what others wrote on a case before it was flagged, as it stands.

    Raises:
        NoRight, NotForTrainees: the person can't.
        OwnPost, SelfRecused: they are a party, or keep out.
        NothingHeld: nothing is held.
        OwnWords: they wrote all of it.
    """
    require(desk.me, Role.MODERATOR)
    require_full(desk.me, _RELEASING)
    with desk.record.write() as tx:
        case = tx.cases.get(case_id, to_change=True)
        check_may_decide(desk, tx, case)
        found = tx.outside.held(case.key)
        if not found:
            raise NothingHeld(case=case.id)
        others = [one for one in found if tx.decisions.get(one.decision).by.id != desk.me.id]
        if not others:
            raise OwnWords(name=desk.me.name)
        for decision in dict.fromkeys(one.decision for one in others):
            tx.outside.release(decision, _me(desk), desk.clock())
            body: Body = {"decision": decision, "case": case.id, "event": "released"}
            tx.ledger.append(EntryKind.OUTSIDE_ENTERED, desk.clock(), body, {"by": f"{desk.me.id} {desk.me.name}"})
        for one in others:
            if one.reason == HELD:
                tx.outbox.explain(one, NO_WORDS)
        return Released(len(others), len(found) - len(others))


def section(desk: Desk, tx: Transaction, now: datetime) -> Section:
    """Whoever from outside is involved, as a part of the page with which a shift is handed over."""
    found = tx.outside.open(MOST)
    lines = []
    for one in found[:SHOWN]:
        case = tx.cases.get(one.case_id)
        name = named(case.id, case.title, case.author.name if case.author else "")
        lines.append(Line(Words(f"{name.zh}：{one.words.zh}", f"{name.en}: {one.words.en}"), case.id))
    title = Words("外部已介入，每句话须双人复核", "Somebody from outside is involved: every word takes two")
    return Section("outside", title, tuple(lines), more=len(found) - len(lines), alarm=bool(found))


def _flag(tx: Transaction, case: Case, seq: int) -> OutsideParty:
    found = next((one for one in tx.outside.of_case(case.key) if one.seq == seq), None)
    if found is None or not found.involved:
        raise PartyNotFound(case=case.id, seq=seq)
    return found


def _me(desk: Desk) -> MemberRef:
    return MemberRef(desk.me.id, desk.me.name)


def _enter(
    desk: Desk, tx: Transaction, flag: tuple[CaseId, int], event: str, *, body: Body, private: dict[str, str]
) -> None:
    whole: Body = {"case": flag[0], "flag": flag[1], "event": event, **body}
    said = {"by": f"{desk.me.id} {desk.me.name}"} | {name: value for name, value in private.items() if value}
    tx.ledger.append(EntryKind.OUTSIDE_ENTERED, desk.clock(), whole, said)
