"""`seat open|list|read|note|destroy`: the packets of a council member."""

from argparse import Namespace
from collections.abc import Iterator

import msgspec

from app.cli.context import Context
from app.cli.output import local, stamp
from app.cli.seat import saved, seat_desk
from app.domain.seat import STANDING_WORDS, Note
from app.domain.words import Words
from app.errors import FileTooLarge, NothingEntered, PacketTooLarge, PlaceNotInPacket
from app.files import read_bytes, write_bytes
from app.operations import seat_destroying, seat_finding, seat_notes, seat_packets
from app.operations.seat_files import LARGEST
from app.operations.seat_packets import Reading, Verdict
from app.packets.council_plain import told


def open_packet(context: Context, arguments: Namespace) -> int:
    """Take a packet in."""
    try:
        raw = read_bytes(arguments.file, LARGEST)
    except FileTooLarge:
        raise PacketTooLarge(most=LARGEST // 2**20) from None
    with seat_desk(context) as desk:
        taken = seat_packets.take_packet(desk, raw)
    kept, out = taken.kept, context.out
    out.document(
        {
            "case": kept.case,
            "round": kept.round,
            "sha256": kept.sha256,
            "new": taken.new,
            "signer": "known" if taken.verdict.known else "unknown",
            "key": taken.verdict.key_id,
            "due_at": stamp(kept.due_at),
        }
    )
    out.say(f"{kept.case} 第 {kept.round} 轮：{kept.question}", f"{kept.case}, round {kept.round}: {kept.question}")
    _tell(context, taken.verdict)
    out.say(f"投票截止：{local(kept.due_at)}", f"Vote until {local(kept.due_at)}")
    return 0


def _tell(context: Context, verdict: Verdict) -> None:
    context.out.say(verdict.whole.zh, verdict.whole.en)
    if verdict.page is not None:
        context.out.hint(verdict.page.zh, verdict.page.en)
    if verdict.known:
        context.out.say(verdict.signer.zh, verdict.signer.en)
    else:
        context.out.hint(verdict.signer.zh, verdict.signer.en)


def listed(context: Context, arguments: Namespace) -> int:
    """List the packets."""
    with seat_desk(context) as desk:
        lines = seat_packets.packets(desk)
    out = context.out
    out.document(
        [
            {
                "case": line.kept.case,
                "round": line.kept.round,
                "question": line.kept.question,
                "sha256": line.kept.sha256,
                "signer": "known" if line.known else "unknown",
                "community": line.community,
                "state": line.standing.value,
                "due_at": stamp(line.kept.due_at),
                "ballot": line.ballot.serial if line.ballot else None,
            }
            for line in lines
        ]
    )
    shown = seat_finding.prefixes([line.kept for line in lines])
    for line in lines:
        state, due = STANDING_WORDS[line.standing], local(line.kept.due_at)
        name, told = f"{line.kept.case} · {shown[line.kept.sha256]}", seat_finding.about(line)
        out.say(f"{name} · {state.zh} · {due} 截止 · {told.zh}", f"{name} · {state.en} · until {due} · {told.en}")
    if not lines:
        out.say("还没有案卷：steward seat open 文件", "There is no packet yet: steward seat open FILE")
    return 0


def read(context: Context, arguments: Namespace) -> int:
    """Read a packet, or save the page that a browser shows."""
    with seat_desk(context) as desk:
        found = seat_finding.find(desk, arguments.case, arguments.round).kept
        reading = seat_packets.read(desk, found.sha256)
    out = context.out
    out.document(_document(reading))
    if arguments.html is not None:
        write_bytes(arguments.html, reading.page)
        out.say(f"已保存网页：{arguments.html}", f"The page is saved: {arguments.html}")
        out.hint(
            "这份网页没有加密，销毁案卷时不会一起删除；看完请自行删除。",
            "This page is not encrypted, and destroying the packet does not remove it: delete it after reading.",
        )
    else:
        for line in (*told(reading.file), *_own(reading)):
            out.line(out.words(line))
    _tell(context, reading.verdict)
    if reading.why_not is not None and not reading.verdict.known:
        return 0  # said already
    if reading.why_not is not None:
        out.hint(reading.why_not.zh, reading.why_not.en)
    return 0


def _own(reading: Reading) -> Iterator[Words]:
    for note in reading.notes:
        mark = "★ " if note.marked else ""
        place = note.place or reading.file.case
        yield Words(f"\n[笔记 {mark}{place}] {note.text}", f"\n[note {mark}{place}] {note.text}")
    for ballot in reading.ballots[:1]:
        at = local(ballot.written_at)
        yield Words(f"\n评议票第 {ballot.serial} 张，{at}", f"\nballot {ballot.serial}, written {at}")


def _document(reading: Reading) -> dict[str, object]:
    return {
        "case": msgspec.to_builtins(reading.file),
        "sha256": reading.kept.sha256,
        "signer": "known" if reading.verdict.known else "unknown",
        "state": reading.standing.value,
        "notes": [_noted(one) for one in reading.notes],
        "ballots": [
            {"serial": one.serial, "recusal": one.recusal, "written_at": stamp(one.written_at)}
            for one in reading.ballots
        ],
    }


def _noted(note: Note) -> dict[str, object]:
    return {"at": note.place, "text": note.text, "marked": note.marked}


def note(context: Context, arguments: Namespace) -> int:
    """Note something at a place of a packet, or mark it."""
    text, marked, place = arguments.text, arguments.marked, arguments.at
    if text is None and marked is None:
        raise NothingEntered
    with seat_desk(context) as desk:
        sha256 = seat_finding.find(desk, arguments.case, arguments.round).kept.sha256
        if place not in seat_packets.read(desk, sha256).places:
            raise PlaceNotInPacket(place=place)
        if text is not None:
            seat_notes.note(desk, sha256, place, text)
        if marked is not None:
            seat_notes.mark(desk, sha256, place, marked)
        notes = seat_packets.read(desk, sha256).notes
    context.out.document([_noted(one) for one in notes])
    context.out.say("已保存", "Kept")
    return 0


def destroy(context: Context, arguments: Namespace) -> int:
    """Destroy a packet with everything that was written about it."""
    with seat_desk(context) as desk:
        found = seat_finding.find(desk, arguments.case, arguments.round, to_destroy=True).kept
        gone = seat_destroying.destroy(desk, found.sha256)
    out = context.out
    if gone.confirmation is None:
        out.document({"file": None})
        out.say(
            "案卷已销毁。名册里没有您的席位号，所以没有确认文件。",
            "The packet is destroyed. No roster gives this seat a number, so there is no confirmation.",
        )
        return 0
    path = saved(context, gone.confirmation, arguments.out)
    out.say(
        f"{found.case} 的案卷、笔记和评议票已销毁。确认文件：{path}，请交给秘书。",
        f"Packet, notes and ballots of {found.case} are destroyed. The confirmation: {path}; hand it to the secretary.",
    )
    return 0
