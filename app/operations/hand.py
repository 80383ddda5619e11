"""What people do by hand: enter cases that no community tells of, carry out what none can be told, tick it off."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

from app.domain.cases import Case, CaseId, CaseKind, CaseState, CommunityState
from app.domain.changes import Area, Changes
from app.domain.commands import Command, CommandId, CommandStep, Receipt, ReceiptStatus
from app.domain.community import RemoteCase
from app.domain.decisions import DECIDING
from app.domain.evidence import Attachment, check_file
from app.domain.hand import HandCase, case_id, check, content_print, corrected_text, said_of_receipt, title_of
from app.domain.hand_csv import Table
from app.domain.lanes import LANES, OWN_LANES, LaneEvent, LaneStep
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.domain.posts import Post, PostId, Thread, ThreadId
from app.domain.roles import Role, require
from app.errors import (
    BadRows,
    EnteredBefore,
    HeldOutside,
    NotByHand,
    NotEnteredByHand,
    NotItsTurn,
    ReceiptNeeded,
    RequestByItself,
    SameText,
    StillHeld,
)
from app.operations import delivery, evidence, intake
from app.operations.desk import Desk
from app.operations.lanes_raising import hit_of, keywords
from storage.bulk import blocks
from storage.intake import state_counts
from storage.transaction import Transaction

BY_HAND = "by-hand"
"""What stands in a receipt where a community would name what it made."""

FIRST_VERSION = "1"

BATCH = 200
"""Lines of a table that are entered in one transaction."""

_TOLD_PROBLEMS = 20


_NO_ALARM = OWN_LANES | {CaseKind.DATA_REQUEST}
_CHANGED = Changes.of(Area.CASES)


# --- entering -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entered:
    """A case that was entered."""

    case: CaseId
    changes: Changes = _CHANGED


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a table: the cases that it made, and those that were entered before.

    Attributes:
        repeated: lines that say the same as one further up, with that one.
    """

    entered: tuple[CaseId, ...]
    known: tuple[CaseId, ...]
    repeated: dict[int, int]
    changes: Changes


@dataclass(frozen=True, slots=True)
class Known:
    """Why a line of a table brings nothing new.

    Attributes:
        case: that says the same.
        line: further up in the table, which says the same; 0 where the case was entered before.
    """

    case: CaseId
    line: int = 0


def add_case(desk: Desk, entered: HandCase, screenshots: Sequence[Attachment] = ()) -> Entered:
    """Enter a case, with screenshots as evidence.

    Raises:
        EnteredBefore: the very same is there.
        Refused: a rule forbids it, with the sentence that says which. Nothing was kept.
    """
    require(desk.me, Role.MODERATOR)
    now = desk.clock()
    check_by_itself(entered.kind)
    kept = check(entered, now, pictures=bool(screenshots))
    for file in screenshots:
        check_file(file)
    kept = replace(kept, happened_at=kept.happened_at or now)
    new = case_id(content_print(kept, [file.sha256 for file in screenshots]))
    with desk.record.write() as tx:
        if tx.intake.known([new]):
            raise EnteredBefore(case=new)
        _enter(desk, tx, new, kept, screenshots)
    return Entered(new)


def check_by_itself(kind: CaseKind) -> None:
    """Let pass every kind but personal data requests, which are entered with whom they are about and by when.

    Raises:
        RequestByItself: it is one.
    """
    if kind is CaseKind.DATA_REQUEST:
        raise RequestByItself


def enter_in(desk: Desk, tx: Transaction, kept: HandCase) -> Case:
    """Enter a case within a transaction that keeps more than it; the very same again is the case that is there.

    Args:
        kept: as `app.domain.hand.check` says it.
    """
    new = case_id(content_print(kept))
    if not tx.intake.known([new]):
        _enter(desk, tx, new, kept)
    return tx.cases.get(new, to_change=True)


def import_cases(desk: Desk, table: Table, *, take_good: bool = False) -> Imported:
    """Enter the cases of a table. What was entered before is not entered again, so that a file may come twice.

    Others get their turn between blocks of lines; what was cut off in between is made whole by importing again.

    Args:
        desk: of the person who acts.
        table: as `app.domain.hand_csv` read it.
        take_good: enter the good lines though others can't be taken; else all of them or none.

    Raises:
        BadRows: lines can't be taken; none was.
        NoRight: the person is no moderator.
    """
    require(desk.me, Role.MODERATOR)
    whole = [one for one in table.problems if one.line == 0]
    if whole or (table.problems and not take_good):
        raise _bad_rows(table)
    cases = {case_id(content_print(row)): row for _, row in table.rows}
    repeated = {line: first for line, first in _first_lines(table).items() if line != first}
    fresh: list[CaseId] = []
    known: list[CaseId] = []
    for block in blocks(cases, BATCH):
        with desk.record.write() as tx:
            there = tx.intake.known(block)
            known += there
            for new in block:
                if new not in there:
                    _enter(desk, tx, new, cases[new])
                    fresh.append(new)
    return Imported(tuple(fresh), tuple(known), repeated, _CHANGED if fresh else Changes())


def known(desk: Desk, table: Table) -> dict[int, Known]:
    """The lines of a table that were entered before, or say the same as one further up in it."""
    ids = {line: case_id(content_print(row)) for line, row in table.rows}
    with desk.record.read() as tx:
        there = set(tx.intake.known(set(ids.values())))
    above = _first_lines(table)
    return {
        line: Known(one, 0 if one in there else above[line])
        for line, one in ids.items()
        if one in there or above[line] != line
    }


def _first_lines(table: Table) -> dict[int, int]:
    """For each line the first one that says the same."""
    first: dict[CaseId, int] = {}
    return {line: first.setdefault(case_id(content_print(row)), line) for line, row in table.rows}


def _bad_rows(table: Table) -> BadRows:
    told, left = table.problems[:_TOLD_PROBLEMS], len(table.problems) - _TOLD_PROBLEMS
    zh = [f"第 {one.line} 行：{one.reason.zh}" if one.line else one.reason.zh for one in told]
    en = [f"line {one.line}: {one.reason.en}" if one.line else one.reason.en for one in told]
    if left > 0:
        zh.append(f"……还有 {left} 行")
        en.append(f"… and {left} more")
    return BadRows(count=len(table.problems), problems=("\n".join(zh), "\n".join(en)))


def _enter(desk: Desk, tx: Transaction, new: CaseId, kept: HandCase, screenshots: Sequence[Attachment] = ()) -> None:
    now = desk.clock()
    remote = _as_pulled(new, kept, now)
    (key,) = tx.marks.next_case_keys(1)
    hit = hit_of(keywords(desk), title_of(kept), kept.text) if kept.kind not in _NO_ALARM else ""
    change = tx.marks.next_change_no()
    tx.intake.enter(remote, key, change, kind=kept.kind, place=kept.place, link=kept.link, hit=hit)
    if hit:
        tx.lanes.raise_many({key: hit}, now)
    if kept.kind in LANES:
        me = MemberRef(desk.me.id, desk.me.name)
        tx.lanes.add(key, LaneEvent(LaneStep.ENTERED, kept.kind, now, me))
    tx.marks.count(state_counts([(None, CaseState.NEW)]))
    body = {"case": new, "place": kept.place.value, "kind": kept.kind.value, "evidence": len(screenshots)}
    private = {
        "by": f"{desk.me.id} {desk.me.name}",
        "about": f"{kept.member.id} {kept.member.name}",
        "title": title_of(kept),
        "text": kept.text,
        "link": kept.link,
    }
    tx.ledger.append(EntryKind.CASE_ENTERED, now, body, {name: value for name, value in private.items() if value})
    if screenshots:
        evidence.keep(desk, tx, tx.cases.get(new), screenshots)


def _as_pulled(new: CaseId, kept: HandCase, now: datetime) -> RemoteCase:
    """The case in the words of one that a community tells of."""
    thread = Thread(ThreadId(new), title_of(kept), url=kept.link)
    at = kept.happened_at or now
    post = Post(PostId(new), thread.id, kept.member, at, kept.text, FIRST_VERSION, url=kept.link)
    return RemoteCase(new, "", CommunityState.OPEN, now, now, subject=kept.member, post=post, thread=thread)


def correct(desk: Desk, case_id: CaseId, text: str, screenshots: Sequence[Attachment] = ()) -> Entered:
    """Enter what the author changed it to, as a pull would bring an edit: a case that awaits them comes back.

    Raises:
        NotEnteredByHand: the community tells of this case itself.
        SameText: it says what it said before.
        Refused: another rule forbids it. Nothing was kept.
    """
    require(desk.me, Role.MODERATOR)
    text = corrected_text(text)
    with desk.record.write() as tx:
        case = tx.cases.get(case_id, to_change=True)
        if case.place is None:
            raise NotEnteredByHand(case=case_id)
        if text == case.revision.body:
            raise SameText
        files = evidence.keep(desk, tx, case, screenshots)
        known = tx.intake.known([case_id])[case_id]
        intake.meet_known(desk, tx, [(known, intake.as_edited(case_id, known, _edited(case, text, desk.clock())))])
        body = {"case": case.id, "from": case.state.value, "evidence": len(files)}
        private = {"by": f"{desk.me.id} {desk.me.name}", "text": text}
        tx.ledger.append(EntryKind.CASE_CORRECTED, desk.clock(), body, private)
    return Entered(case_id)


def _edited(case: Case, text: str, now: datetime) -> Post:
    """The post as it would come with a pull. Only we number its versions."""
    if case.author is None or case.post_id is None or case.thread_id is None:
        raise AssertionError("a case entered by hand has all of them")
    version = str(int(case.revision.version) + 1)
    return Post(case.post_id, case.thread_id, case.author, case.revision.written_at, text, version, edited_at=now)


# --- ticking off ----------------------------------------------------------------------------------------


def tick(desk: Desk, command_id: CommandId, screenshot: Attachment | None = None, *, note: str = "") -> Changes:
    """Say that a command was carried out by hand; the screenshot, or the note, is its receipt.

    Any moderator may: who did it in the group need not be who decided it. The entry in the ledger says who ticked.

    Raises:
        CommandNotFound: there is no such command.
        NotByHand: Steward sends it by itself.
        NotItsTurn: something before it on the case is not done.
        StillHeld: it can be taken back for some seconds more.
        HeldOutside: somebody from outside is involved, and no other person let it go.
        AlreadyThere, NotFromHere: it was ticked, or withdrawn.
        ReceiptNeeded: there is neither screenshot nor note.
        NoEvidence, FileTooLarge: the screenshot is none.
    """
    require(desk.me, Role.MODERATOR)
    note = said_of_receipt(note)
    with desk.record.write() as tx:
        command = tx.outbox.get(command_id)
        _check_tick(tx, command, desk.clock())
        if screenshot is None and not note:
            raise ReceiptNeeded
        now = desk.clock()
        receipt = Receipt(ReceiptStatus.DONE, BY_HAND, at=now, reason=note)
        tx.outbox.settle(command, receipt, now, CommandStep.TICK)
        tx.outbox.unblock_rest(command)
        delivery.follow(desk, tx, command, receipt)
        _enter_tick(desk, tx, command, screenshot, note)
    return DECIDING


def _check_tick(tx: Transaction, command: Command, now: datetime) -> None:
    if not command.by_hand:
        raise NotByHand
    if command.state.settled:
        return
    if not tx.outbox.has_turn(command):
        raise NotItsTurn
    if tx.outbox.held_outside(command):
        raise HeldOutside
    if command.not_before is not None and tx.outbox.held_back(command, now):
        raise StillHeld(seconds=ceil((command.not_before - now).total_seconds()))


def _enter_tick(desk: Desk, tx: Transaction, command: Command, screenshot: Attachment | None, note: str) -> None:
    if screenshot is not None and command.intent.case_id is not None:
        case = tx.cases.get(command.intent.case_id)
        evidence.keep(desk, tx, case, [screenshot], note=note, command=command.id)
    body = {
        "command": command.id,
        "decision": command.decision,
        "kind": command.intent.kind.value,
        "case": command.intent.case_id,
        "remote_id": BY_HAND,
        "screenshot": screenshot.sha256 if screenshot else None,
    }
    private = {"by": f"{desk.me.id} {desk.me.name}"} | ({"note": note} if note else {})
    tx.ledger.append(EntryKind.COMMAND_TICKED, desk.clock(), body, private)
