"""`thank`, and `honours`: who holds what, who is nominated, what becomes of a title."""

from argparse import Namespace
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.cli.context import Context
from app.cli.output import Output, stamp
from app.domain.cases import CaseId
from app.domain.hand_times import read_typed
from app.domain.honours import (
    SHOW_WORDS,
    STANDING_WORDS,
    Evidence,
    EvidenceKind,
    GrantId,
    Nomination,
    NominationId,
    Standing,
    Thanks,
    ThanksWay,
    TitleId,
)
from app.domain.honours_rules import (
    CHANGE_WORDS,
    EVIDENCE_WORDS,
    MISSING_WORDS,
    NOMINATION_WORDS,
    THANKS_WAY_WORDS,
)
from app.domain.members import MemberId
from app.domain.posts import PostId
from app.domain.words import Words
from app.errors import BadTime, MemberUnknown
from app.operations import data_requests, honours_thanking, honours_view
from app.operations import honours_granting as granting
from app.operations import honours_nominating as nominating
from app.operations.desk import Desk
from app.operations.honours import CARRIED_WORDS, Carried
from app.operations.honours_granting import Granted
from app.operations.honours_view import Holder, Pending
from app.start import now


def thank(context: Context, arguments: Namespace) -> int:
    """Thank the author of a post."""
    text = context.message(arguments.message) if arguments.message else ""
    with context.desk() as desk:
        done = honours_thanking.thank(
            desk,
            case=CaseId(arguments.case),
            post=PostId(arguments.post) if arguments.post else None,
            way=ThanksWay.MESSAGE if arguments.private else ThanksWay.THREAD,
            text=text,
            reported=arguments.reported,
            hold=timedelta(seconds=arguments.hold),
        )
    out, said = context.out, done.thanks
    out.document(_of_thanks(said) | {"commands": list(done.commands), "by_hand": done.by_hand})
    out.say(f"感谢 {said.member.name}：{said.text}", f"To {said.member.name}: {said.text}")
    if done.by_hand:
        out.say("请人工代为转达，办完运行 steward outbox tick。", "Say it there, then run steward outbox tick.")
    else:
        out.say("待发送，运行 steward sync。", "It waits to be sent: run steward sync.")
    return 0


# --- looking ---------------------------------------------------------------------------------------------


def listed(context: Context, arguments: Namespace) -> int:
    """Who holds what, who is nominated, what needs somebody."""
    with context.desk() as desk:
        held = honours_view.holders(desk, ended=arguments.ended)
        pending = honours_view.nominations(desk, ended=arguments.ended)
    out = context.out
    out.document({"held": [_of_holder(one) for one in held], "nominations": [_of_pending(one) for one in pending]})
    if not held and not pending:
        out.say("没有称号和提名。", "No titles and no nominations.")
    for one in held:
        _say_holder(out, one)
    for each in pending:
        _say_pending(out, each)
    return 0


def show(context: Context, arguments: Namespace) -> int:
    """A nomination with its evidence, or a held title with what happened to it."""
    out = context.out
    if arguments.number.casefold().startswith("h"):
        with context.desk() as desk:
            held, events = honours_view.holder(desk, GrantId(arguments.number.casefold()))
        told = [
            {
                "at": stamp(one.at),
                "change": one.change,
                "by": one.by.name,
                "reason": one.reason,
                "ends": stamp(one.after[1]),
            }
            for one in events
        ]
        out.document(_of_holder(held) | {"events": told})
        _say_holder(out, held)
        for one in events:
            parts = [out.words(CHANGE_WORDS[one.change]), one.by.name, one.reason]
            out.line(f"  {one.at.astimezone():%Y-%m-%d}  " + " · ".join(part for part in parts if part))
        return 0
    with context.desk() as desk:
        found = honours_view.nomination(desk, NominationId(arguments.number.casefold()))
    out.document(_of_pending(found))
    _say_pending(out, found)
    for piece in found.nomination.evidence:
        said = " · ".join(part for part in (out.words(EVIDENCE_WORDS[piece.kind]), piece.about, piece.words) if part)
        out.line(f"  {said}")
    return 0


def thanks(context: Context, arguments: Namespace) -> int:
    """What a member is thanked for, and which titles they hold or held."""
    with context.desk() as desk:
        member = _member(desk, arguments.member)
        found = honours_view.of_member(desk, member, arguments.limit)
    out = context.out
    out.document(
        {
            "member": member,
            "count": found.thanks_count,
            "thanks": [_of_thanks(one) for one in found.thanks],
            "titles": [_of_holder(Holder(one)) for one in found.grants],
        }
    )
    out.say(f"被感谢 {found.thanks_count} 次", f"thanked: {found.thanks_count}")
    for one in found.grants:
        _say_holder(out, Holder(one))
    for each in found.thanks:
        way = out.words(THANKS_WAY_WORDS[each.way])
        out.line(f"{each.at.astimezone():%Y-%m-%d}  {each.post} · {way} · {each.by.name}: {each.text}")
    return 0


def _member(desk: Desk, named: str) -> MemberId:
    """Whom an id means, or a name that only one has; who is known by neither may still be the author of a case."""
    try:
        return data_requests.find_member(desk, named).id
    except MemberUnknown:
        return MemberId(named)


def _of_thanks(one: Thanks) -> dict[str, Any]:
    return {
        "decision": one.decision,
        "at": stamp(one.at),
        "by": one.by.name,
        "member": one.member.id,
        "post": one.post,
        "case": one.case,
        "way": one.way,
        "text": one.text,
    }


def _of_holder(one: Holder) -> dict[str, Any]:
    held = one.grant
    return {
        "grant": held.id,
        "title": held.title,
        "member": {"id": held.member.id, "name": held.member.name},
        "standing": held.standing,
        "begins": stamp(held.begins),
        "ends": stamp(held.ends),
        "nomination": held.nomination,
        "shows": sorted(held.shows),
        "shown": held.shown,
        "due": one.due,
        "free": one.free,
    }


def _say_holder(out: Output, one: Holder) -> None:
    held = one.grant
    parts = [f"{held.id:>5}", held.member.name, out.words(held.words), out.words(STANDING_WORDS[held.standing])]
    ends = "" if held.standing is Standing.EMERITUS else f"{held.ends.astimezone():%Y-%m-%d}"
    parts.append(f"{held.begins.astimezone():%Y-%m-%d} → {ends}".rstrip())
    if one.due:
        parts.append(
            out.words(Words("即将届满：续任、荣休或到期结束", "ends soon: renew it, make it emeritus, or let it end"))
        )
    if one.free:
        parts.append(out.words(Words("处置已结束，请主管查看是否恢复", "the measure is over: a manager looks at it")))
    out.line("  ".join(parts))


def _of_pending(one: Pending) -> dict[str, Any]:
    found, given = one.nomination, one.nomination.consent
    return {
        "nomination": found.id,
        "title": found.title,
        "member": {"id": found.member.id, "name": found.member.name},
        "state": found.state,
        "by": found.by.name,
        "at": stamp(found.at),
        "case": found.case,
        "evidence": [{"kind": piece.kind, "about": piece.about, "words": piece.words} for piece in found.evidence],
        "consent": None
        if given is None
        else {"shows": sorted(given.shows), "at": stamp(given.at), "source": given.source, "minor": given.minor},
        "missing": list(one.missing),
        "reason": found.reason,
    }


def _say_pending(out: Output, one: Pending) -> None:
    found = one.nomination
    parts = [f"{found.id:>5}", found.member.name, out.words(one.title.words), out.words(NOMINATION_WORDS[found.state])]
    if one.missing:
        missing = [out.words(MISSING_WORDS[each]) for each in one.missing]
        parts.append(out.words(Words("还不能授予：", "not yet: ")) + out.words(Words("、", ", ")).join(missing))
    out.line("  ".join([*parts, found.reason] if found.reason else parts))
    if found.consent is not None:
        shown = [out.words(SHOW_WORDS[each]) for each in sorted(found.consent.shows)]
        said = out.words(Words("、", ", ")).join(shown) or out.words(Words("都不展示", "nothing"))
        out.say(f"         可展示：{said}", f"         may be shown: {said}")


# --- nominations -----------------------------------------------------------------------------------------


def nominate(context: Context, arguments: Namespace) -> int:
    """Nominate a member for a title."""
    evidence = [Evidence(EvidenceKind.HAND, "", words) for words in arguments.because]
    evidence += [Evidence(EvidenceKind.POST, post, "") for post in arguments.post]
    case = CaseId(arguments.case) if arguments.case else None
    if case is not None:
        evidence.append(Evidence(EvidenceKind.CASE, case, ""))
    with context.desk() as desk:
        member = _member(desk, arguments.member)
        made = nominating.nominate(desk, member, TitleId(arguments.title), evidence, case=case)
    return _told(context, made.nomination)


def ask(context: Context, arguments: Namespace) -> int:
    """Ask a member whether they want the title."""
    text, hold = context.message(arguments.message) if arguments.message else "", timedelta(seconds=arguments.hold)
    with context.desk() as desk:
        asked = nominating.ask(desk, _nomination(arguments), text=text, hold=hold)
    context.out.document(
        {
            "nomination": asked.nomination.id,
            "state": asked.nomination.state,
            "commands": list(asked.commands),
            "by_hand": asked.by_hand,
            "text": asked.text,
        }
    )
    context.out.line(asked.text)
    if asked.by_hand:
        context.out.say("请人工转达，办完运行 steward outbox tick。", "Hand it on, then run steward outbox tick.")
    else:
        context.out.say("待发送，运行 steward sync。", "It waits to be sent: run steward sync.")
    return 0


def consent(context: Context, arguments: Namespace) -> int:
    """Enter that a member agreed."""
    at = read_typed(arguments.at, now()) if arguments.at else None
    if arguments.at and at is None:
        raise BadTime(text=arguments.at)
    with context.desk() as desk:
        done = nominating.enter_consent(
            desk,
            _nomination(arguments),
            shows=arguments.shows,
            source=arguments.source,
            at=at,
            minor=arguments.minor,
            guardian=arguments.guardian,
        )
    return _told(context, done.nomination)


def unwanted(context: Context, arguments: Namespace) -> int:
    """Enter that a member does not want the title, or agrees no longer."""
    with context.desk() as desk:
        done = nominating.withdraw_consent(desk, _nomination(arguments), reason=arguments.reason)
    return _told(context, done.nomination)


def withdraw(context: Context, arguments: Namespace) -> int:
    """Take a nomination back."""
    with context.desk() as desk:
        done = nominating.withdraw(desk, _nomination(arguments), reason=arguments.reason)
    return _told(context, done.nomination)


def decline(context: Context, arguments: Namespace) -> int:
    """Decline a nomination."""
    with context.desk() as desk:
        done = nominating.decline(desk, _nomination(arguments), reason=arguments.reason)
    return _told(context, done.nomination)


def _nomination(arguments: Namespace) -> NominationId:
    return NominationId(arguments.number.casefold())


def _told(context: Context, found: Nomination) -> int:
    with context.desk() as desk:
        looked = honours_view.nomination(desk, found.id)
    context.out.document(_of_pending(looked))
    _say_pending(context.out, looked)
    return 0


# --- titles that somebody holds --------------------------------------------------------------------------


def grant(context: Context, arguments: Namespace) -> int:
    """Grant the title; thanks in public are drafted, and sent by `honours announce` once somebody read them."""
    hold = timedelta(seconds=arguments.hold)
    with context.desk() as desk:
        done = granting.grant(desk, _nomination(arguments), language=context.out.language, hold=hold)
    out = context.out
    out.document(_of_granted(done) | {"thanks_title": done.title, "thanks": done.text})
    _say_granted(out, done)
    out.say(
        f"公开感谢草稿（看过后用 steward honours announce {done.grant.id} 发布）：",
        f"Thanks in public, drafted; once read, steward honours announce {done.grant.id} sends them:",
    )
    out.line(f"{done.title}\n{done.text}")
    return 0


def _changing(operation: Callable[..., Granted]) -> Callable[[Context, Namespace], int]:
    def work(context: Context, arguments: Namespace) -> int:
        held, hold = GrantId(arguments.number.casefold()), timedelta(seconds=arguments.hold)
        with context.desk() as desk:
            done = operation(desk, held, reason=arguments.reason, hold=hold)
        context.out.document(_of_granted(done))
        _say_granted(context.out, done)
        return 0

    return work


renew = _changing(granting.renew)
emeritus = _changing(granting.make_emeritus)
restore = _changing(granting.restore)
revoke = _changing(granting.revoke)


def announce(context: Context, arguments: Namespace) -> int:
    """Thank in public for a title, in words that somebody read."""
    text, hold = context.message(arguments.message), timedelta(seconds=arguments.hold)
    held = GrantId(arguments.number.casefold())
    with context.desk() as desk:
        title = arguments.title or granting.thanks_draft(desk, held, context.out.language)[0]
        done = granting.announce(desk, held, title=title, text=text, hold=hold)
    context.out.document({"grant": held, "commands": list(done.commands), "by_hand": done.by_hand})
    if done.by_hand:
        context.out.say("请人工发布，办完运行 steward outbox tick。", "Put it up, then run steward outbox tick.")
    else:
        context.out.say("待发送，运行 steward sync。", "It waits to be sent: run steward sync.")
    return 0


def _of_granted(done: Granted) -> dict[str, Any]:
    return _of_holder(Holder(done.grant)) | {
        "decision": done.decision,
        "commands": list(done.commands),
        "carried": done.how,
    }


def _say_granted(out: Output, done: Granted) -> None:
    _say_holder(out, Holder(done.grant))
    if done.commands or done.why != Words():
        why = f"（{done.why.zh}）" if done.why.zh else ""
        why_en = f" ({done.why.en})" if done.why.en else ""
        how = CARRIED_WORDS[done.how]
        out.say(f"{how.zh}{why}", f"{how.en}{why_en}")
    if done.commands and done.how is Carried.NATIVE:
        out.say("待发送，运行 steward sync。", "It waits to be sent: run steward sync.")
