"""`lane`, `alarms`, `reports-register`."""

from argparse import Namespace
from collections.abc import Callable
from datetime import datetime, timedelta

from app.cli import lanes_documents as documents
from app.cli.context import Context
from app.cli.output import local
from app.cli.triage import tell
from app.domain.cases import KIND_WORDS, CaseId, CaseKind
from app.domain.decisions import Decided, DecisionKind
from app.domain.hand_times import read_typed
from app.domain.lanes import STEP_WORDS, LaneStep, raised_words
from app.domain.lanes_clocks import AlarmLevel, clock_words, lasted
from app.domain.lanes_closing import NOT_DONE, left_words
from app.domain.roles import Role, require
from app.errors import BadTime
from app.operations import (
    lanes,
    lanes_letters,
    lanes_measures,
    lanes_raising,
    lanes_rights,
    lanes_view,
)
from app.operations.desk import Desk
from app.operations.lanes import LaneDone
from app.start import now


def show(context: Context, arguments: Namespace) -> int:
    """A case in its lane: its clocks, its steps, what comes next, whom to call."""
    out = context.out
    with context.desk() as desk:
        view, moment = lanes_view.lane_view(desk, CaseId(arguments.case)), desk.clock()
    out.document(documents.of_lane(view, moment, out.language))
    kind, ago = out.words(KIND_WORDS[view.lane]), out.words(lasted(view.happened_before))
    out.line(f"{view.case.id} · {view.severity} · {kind} · {view.case.title}")
    if view.hit:
        out.line(out.words(raised_words(view.hit)))
    if view.guessed:
        out.say(f"事故时间未登记，按发帖时间算，已过 {ago}", f"time of the incident unknown; posted {ago} ago")
    else:
        out.say(f"事发 {local(view.incident_at)}，已过 {ago}", f"happened {local(view.incident_at)}, {ago} ago")
    for clock in view.clocks:
        out.line(f"  {out.words(clock_words(clock, moment))}  ({out.words(clock.source)})")
    for step in view.steps:
        mark = "x" if step.done else "!" if step.stage.required else " "
        out.line(f"  [{mark}] {out.words(step.words)}: {out.words(step.stage.hint)}")
        for one in step.entered:
            out.line(f"      {local(one.moment)} {one.to} {one.number} {one.text}".rstrip())
    for number in view.numbers:
        out.line(f"  {number.number}  {out.words(number.who)}")
    return 0


def alarms(context: Context, arguments: Namespace) -> int:
    """Alarms to which nobody sees yet. Listing them tells no lead: `--shown` says that one saw them."""
    out = context.out
    with context.desk() as desk:
        lanes_raising.scan(desk)
        found, moment = lanes_view.alarms(desk), desk.clock()
        if arguments.shown:
            require(desk.me, Role.LEAD)
            for one in found:
                if one.level is AlarmLevel.SECOND and not one.shown:
                    lanes_view.alarm_shown(desk, one.case)
        wrong = lanes_raising.problem(desk)
    out.document([documents.of_alarm(one) for one in found])
    if wrong is not None:
        out.hint(wrong.sentence("zh"), wrong.sentence("en"))
    if not found:
        out.say("没有警报。", "No alarms.")
    for one in found:
        hit = out.words(raised_words(one.raised)) if one.raised else ""
        ago, loud = out.words(lasted(moment - one.since)), "!!" if one.level is AlarmLevel.SECOND else "!"
        out.line(f"{loud:<2} {one.severity} {one.case} · {out.words(KIND_WORDS[one.lane])} · {ago} · {one.title} {hit}")
    return 0


def register(context: Context, arguments: Namespace) -> int:
    """To whom what was reported, when, under which receipt."""
    out = context.out
    with context.desk() as desk:
        found = lanes_view.register(desk, limit=arguments.limit)
    out.document([documents.of_registered(one) for one in found])
    if not found:
        out.say("还没有登记。", "Nothing was entered yet.")
    for one in found:
        what = out.words(STEP_WORDS[one.event.step])
        undone = f" · {out.words(NOT_DONE)}{out.words(left_words(one.left))}" if one.left else ""
        told = f"{one.event.to} · {one.event.number}"
        out.line(f"{local(one.event.moment)} {one.case} · {what}{undone} · {told} · {one.title}")
    return 0


# --- steps --------------------------------------------------------------------------------------------


def enter(context: Context, arguments: Namespace) -> int:
    """Enter a lane."""
    with context.desk() as desk:
        decided = lanes.enter(desk, CaseId(arguments.case), CaseKind(arguments.kind), reason=arguments.reason)
    return tell(context.out, decided, DecisionKind.CLASSIFICATION)


def clear(context: Context, arguments: Namespace) -> int:
    """What a keyword found is no alarm."""
    return _tell(context, lambda desk: lanes.clear(desk, CaseId(arguments.case), reason=arguments.reason))


def acknowledge(context: Context, arguments: Namespace) -> int:
    """Say that somebody sees to it."""
    return _tell(context, lambda desk: lanes.acknowledge(desk, CaseId(arguments.case)))


def pass_on(context: Context, arguments: Namespace) -> int:
    """Enter to which department it was passed on."""
    return _step(context, arguments, LaneStep.PASSED_ON)


def incident(context: Context, arguments: Namespace) -> int:
    """Enter when it happened and how bad it was."""
    at = _moment(arguments.at)
    case, injury, effect = CaseId(arguments.case), arguments.injury, arguments.effect
    return _tell(
        context,
        lambda desk: lanes.incident(
            desk, case, at, injury=injury, effect=effect, text=arguments.text, reason=arguments.reason
        ),
    )


def owner(context: Context, arguments: Namespace) -> int:
    """Enter that the owner was reached."""
    return _step(context, arguments, LaneStep.OWNER_CONTACTED)


def report(context: Context, arguments: Namespace) -> int:
    """Enter a report with its receipt."""
    return _step(context, arguments, LaneStep.FORM_SENT if arguments.form else LaneStep.REPORTED)


def no_report(context: Context, arguments: Namespace) -> int:
    """The department says that nothing is to be reported."""
    return _tell(context, lambda desk: lanes.nothing_to_report(desk, CaseId(arguments.case), arguments.reason))


def called(context: Context, arguments: Namespace) -> int:
    """Enter who was called."""
    return _step(context, arguments, LaneStep.CALLED)


def minor(context: Context, arguments: Namespace) -> int:
    """Who is concerned seems to be a minor."""
    return _tell(context, lambda desk: lanes.minor(desk, CaseId(arguments.case), text=arguments.text))


def check(context: Context, arguments: Namespace) -> int:
    """The rights notice was checked."""
    case, sender = CaseId(arguments.case), arguments.to
    return _tell(context, lambda desk: lanes_rights.check_notice(desk, case, sender, text=arguments.text))


def statement(context: Context, arguments: Namespace) -> int:
    """Enter the author's statement."""
    text, at = context.message(arguments.text), _moment_or_none(arguments.at)
    return _tell(context, lambda desk: lanes_rights.counter_statement(desk, CaseId(arguments.case), text, at=at))


def back(context: Context, arguments: Namespace) -> int:
    """Enter that the statement went back to who complained."""
    case, at, number = CaseId(arguments.case), _moment_or_none(arguments.at), arguments.number
    return _tell(
        context,
        lambda desk: lanes_rights.forward_back(desk, case, arguments.to, number=number, text=arguments.text, at=at),
    )


def hide(context: Context, arguments: Namespace) -> int:
    """Hide the post."""
    return _decide(context, arguments, lanes_measures.hide)


def restore(context: Context, arguments: Namespace) -> int:
    """Show the post again."""
    return _decide(context, arguments, lanes_measures.restore)


def close(context: Context, arguments: Namespace) -> int:
    """Close the case at the end of its lane."""
    return _decide(context, arguments, lanes.close)


def write(context: Context, arguments: Namespace) -> int:
    """Write to the author without blame."""
    return _send(context, arguments, lanes_measures.write_to)


def forward(context: Context, arguments: Namespace) -> int:
    """Forward the rights notice to the author."""
    return _send(context, arguments, lanes_rights.forward)


def draft(context: Context, arguments: Namespace) -> int:
    """Draft a letter, or the slip."""
    out = context.out
    with context.desk() as desk:
        text = lanes_letters.draft(desk, CaseId(arguments.case), LaneStep(arguments.step), out.language)
    out.document({"case": arguments.case, "step": arguments.step, "text": text})
    out.line(text)
    return 0


def _step(context: Context, arguments: Namespace, step: LaneStep) -> int:
    to, number = getattr(arguments, "to", ""), getattr(arguments, "number", "")
    at = _moment_or_none(arguments.at)
    case, text = CaseId(arguments.case), arguments.text
    return _tell(context, lambda desk: lanes.tell(desk, case, step, to=to, number=number, text=text, at=at))


def _tell(context: Context, work: Callable[[Desk], LaneDone]) -> int:
    with context.desk() as desk:
        done = work(desk)
    context.out.document(documents.of_event(done.event) | {"case": done.case})
    what = STEP_WORDS[done.event.step]
    context.out.say(f"工单 {done.case}：已登记“{what.zh}”。", f"Case {done.case}: “{what.en}” is entered.")
    return 0


def _decide(context: Context, arguments: Namespace, work: Callable[..., Decided]) -> int:
    hold = timedelta(seconds=arguments.hold)
    with context.desk() as desk:
        decided = work(desk, CaseId(arguments.case), reason=arguments.reason, hold=hold)
    return tell(context.out, decided, DecisionKind.LANE)


def _send(context: Context, arguments: Namespace, work: Callable[..., Decided]) -> int:
    message, hold = context.message(arguments.message), timedelta(seconds=arguments.hold)
    with context.desk() as desk:
        decided = work(desk, CaseId(arguments.case), message, hold=hold)
    return tell(context.out, decided, DecisionKind.LANE)


def _moment(text: str) -> datetime:
    at = read_typed(text, now())
    if at is None:
        raise BadTime(text=text)
    return at


def _moment_or_none(text: str | None) -> datetime | None:
    return _moment(text) if text else None
