"""`message`, `contact`, `contacts`, `outside`."""

from argparse import Namespace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.cli.context import Context
from app.cli.output import Output, local, stamp
from app.cli.triage import tell
from app.domain.cases import CaseId
from app.domain.contacts import Channel, Contacted, DueContact, next_words, result_words, tries_words
from app.domain.decisions import DecisionKind
from app.domain.hand_times import read_typed
from app.domain.outside import OutsideParty, Party
from app.errors import BadTime, ContactIncomplete
from app.operations import contacts as work
from app.operations import messages, outside
from app.start import now

# --- messages and contacts -------------------------------------------------------------------------------


def message(context: Context, arguments: Namespace) -> int:
    """Write to the author in private, citing no article."""
    text = context.message(arguments.message)
    with context.desk() as desk:
        decided = messages.write(desk, CaseId(arguments.case), message=text, hold=timedelta(seconds=arguments.hold))
    return tell(context.out, decided, DecisionKind.MESSAGE)


def contact(context: Context, arguments: Namespace) -> int:
    """Log how somebody was contacted, or list how they were."""
    case, out = CaseId(arguments.case), context.out
    if arguments.channel is None:
        if arguments.reached or arguments.no_answer or arguments.text or arguments.next:
            raise ContactIncomplete
        with context.desk() as desk:
            listed = work.of_case(desk, case)
        out.document([of_contact(one) for one in listed])
        for one in listed:
            _say_contact(out, one)
        return 0
    if not arguments.reached and not arguments.no_answer:
        raise ContactIncomplete
    text, next_at = _text(context, arguments.text), _moment(arguments.next)
    with context.desk() as desk:
        done = work.log(
            desk, case, Channel(arguments.channel), reached=arguments.reached, text=text, next_at=next_at
        ).contact
    out.document(of_contact(done))
    out.say(f"工单 {case}：已登记。", f"Case {case}: logged.")
    _say_contact(out, done)
    return 0


def _text(context: Context, said: str) -> str:
    """What was said: as it stands, or from a file of that name."""
    try:
        named = said == "-" or (bool(said) and Path(said).is_file())
    except OSError:  # too long for the name of a file
        named = False
    return context.message(said) if named else said


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    at = read_typed(text, now(), ahead=True)
    if at is None:
        raise BadTime(text=text)
    return at


def contacts(context: Context, _arguments: Namespace) -> int:
    """Who is to be contacted again now."""
    with context.desk() as desk:
        due = work.due(desk)
    context.out.document([_of_due(one) for one in due])
    if not due:
        context.out.say("现在没有要再联系的人。", "Nobody is to be contacted again now.")
    for one in due:
        told = [tries_words(one.tries) or result_words(one.contact), next_words(one.contact)]
        context.out.line(f"{one.contact.case_id}  {one.author} · {one.title}")
        context.out.line("            " + " · ".join(context.out.words(words) for words in told if words))
    return 0


def of_contact(one: Contacted) -> dict[str, Any]:
    """A contact as a document."""
    return {
        "case": one.case_id,
        "at": stamp(one.at),
        "by": one.by.name,
        "channel": one.channel,
        "reached": one.reached,
        "text": one.text,
        "next": stamp(one.next_at),
    }


def _of_due(one: DueContact) -> dict[str, Any]:
    return of_contact(one.contact) | {"tries": one.tries, "title": one.title, "author": one.author}


def _say_contact(out: Output, one: Contacted) -> None:
    again = next_words(one)
    end = f" · {out.words(again)}" if again else ""
    out.line(f"{local(one.at)} {one.by.name}: {out.words(result_words(one))}{end}")
    if one.text:
        out.line(f"  {one.text}")


# --- parties from outside --------------------------------------------------------------------------------


def outside_list(context: Context, arguments: Namespace) -> int:
    """Who from outside is, or was, involved."""
    with context.desk() as desk:
        found = outside.of_case(desk, CaseId(arguments.case)) if arguments.case else outside.involved(desk)
    context.out.document([of_party(one) for one in found])
    if not found:
        context.out.say("没有外部介入。", "Nobody from outside is involved.")
    for one in found:
        _say_party(context.out, one)
    return 0


def outside_add(context: Context, arguments: Namespace) -> int:
    """Say that somebody from outside is involved in a case."""
    with context.desk() as desk:
        done = outside.flag(
            desk,
            CaseId(arguments.case),
            Party(arguments.party),
            number=arguments.number,
            note=arguments.note,
            line=arguments.line,
        )
    out = context.out
    out.document(of_party(done.flag) | {"held": done.held, "under_way": done.under_way})
    _say_party(out, done.flag)
    out.say("从现在起，对外每句话须双人复核。", "From now on every word to the outside takes a second person.")
    if done.held:
        out.say(
            f"{done.held} 条写好未发的内容已扣下：另一人运行 steward outside release 放行，或撤回重写。",
            f"{done.held} messages that were not sent are held: another person lets them go with "
            "steward outside release, or they are withdrawn.",
        )
    if done.under_way:
        out.say(
            f"{done.under_way} 条正在发送或可能已送达，来不及扣下。",
            f"{done.under_way} messages were being sent, or may have arrived, and could not be held.",
        )
    return 0


def outside_line(context: Context, arguments: Namespace) -> int:
    """Change what all who write keep to."""
    with context.desk() as desk:
        done = outside.say_line(desk, CaseId(arguments.case), arguments.flag, arguments.text)
    context.out.document(of_party(done.flag))
    _say_party(context.out, done.flag)
    return 0


def outside_end(context: Context, arguments: Namespace) -> int:
    """Say that a party from outside is out."""
    with context.desk() as desk:
        done = outside.end(desk, CaseId(arguments.case), arguments.flag, reason=arguments.reason)
    context.out.document(of_party(done.flag))
    _say_party(context.out, done.flag)
    return 0


def outside_release(context: Context, arguments: Namespace) -> int:
    """Let go, as the second person, what others wrote before a case was flagged."""
    with context.desk() as desk:
        done = outside.release(desk, CaseId(arguments.case))
    context.out.document({"case": arguments.case, "released": done.count, "left": done.left})
    context.out.say(
        f"已放行 {done.count} 条；还扣着 {done.left} 条。", f"Let go: {done.count}; still held: {done.left}."
    )
    return 0


def of_party(one: OutsideParty) -> dict[str, Any]:
    """A party from outside as a document."""
    return {
        "case": one.case_id,
        "flag": one.seq,
        "party": one.party,
        "number": one.number,
        "note": one.note,
        "since": stamp(one.since),
        "by": one.by.name,
        "line": one.line,
        "lines": [{"at": stamp(said.at), "by": said.by.name, "text": said.text} for said in one.lines],
        "ended_at": stamp(one.ended_at),
        "ended_by": one.ended_by.name if one.ended_by else None,
        "reason": one.end_reason,
    }


def _say_party(out: Output, one: OutsideParty) -> None:
    out.line(f"{one.case_id}  #{one.seq} {out.words(one.words)} · {local(one.since)} {one.by.name}")
    if one.note:
        out.line(f"  {one.note}")
    if one.line:
        out.say(f"  统一口径：{one.line}", f"  agreed line: {one.line}")
    if one.ended_at and one.ended_by:
        ended, by = local(one.ended_at), one.ended_by.name
        out.say(f"  {ended} {by} 结束：{one.end_reason}", f"  ended {ended} by {by}: {one.end_reason}")
