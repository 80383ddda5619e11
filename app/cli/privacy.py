"""`forget`, `disclose`, `requests`, `hold`, `retention`."""

from argparse import Namespace
from contextlib import suppress
from typing import Any

from app.cli.context import Context
from app.cli.output import Output, local, stamp
from app.domain.cases import CaseId
from app.domain.privacy import ANSWER_WORDS, STAYS_WORDS, WHAT_WORDS, DataRequest, Hold, Staying, What
from app.domain.privacy_names import DOUBT_WORDS, Forecast, Mention
from app.domain.privacy_retention import DEFAULTS, FLOORS, KEPT_WORDS, Kept
from app.domain.privacy_ways import ways_on
from app.domain.words import Words
from app.errors import CaseNotFound, RequestNotFound
from app.operations import data_requests, disclosing, forgetting, holds, retention
from app.operations.desk import Desk
from app.operations.forgetting import Forgotten

# --- requests ------------------------------------------------------------------------------------------


def forget(context: Context, arguments: Namespace) -> int:
    """Enter a request for deletion and say what it would take; carry it out, or refuse it, where that is asked for."""
    with context.desk() as desk:
        request = _entered(context, desk, What.DELETION, arguments)
        if arguments.refuse is not None:
            return _refuse(context, desk, request, arguments)
        if not arguments.carry_out:
            _tell_forecast(context.out, request, forgetting.forecast(desk, request.case))
            return 0
        done = forgetting.carry_out(
            desk, request.case, message=_letter(context, arguments), mentions=arguments.mentions
        )
    _tell_done(context.out, done)
    return 0


def _tell_done(out: Output, done: Forgotten) -> None:
    out.document(
        _of_request(done.request)
        | {
            "thinned": done.thinned,
            "staying": [_of_staying(one) for one in done.staying],
            "files": [str(one) for one in done.files],
            "commands": list(done.commands),
            "finished": done.finished,
            "asking": [_of_mention(one) for one in done.asking],
            "unread": done.unread,
        }
    )
    values = sum(done.thinned.values())
    out.say(
        f"已删除 {values} 处个人信息，台账只保留不可还原的承诺值。",
        f"{values} values are deleted; the ledger keeps commitments only.",
    )
    _tell_staying(out, done.staying)
    for path in done.files:
        out.say(f"已清除：{path}", f"removed or cleaned: {path}")
    _tell_message(out, by_hand=done.by_hand)
    for one in done.asking:
        out.say(
            f"未动他人所写的“{one.name}”：{one.places} 处。",
            f"“{one.name}” was left where others wrote it: {one.places} places.",
        )
    if done.unread:
        out.say(f"{done.unread} 处内容无法解读，没有改动。", f"{done.unread} values can't be read and were left.")
    if not done.finished:
        out.say("其余部分在不再需要保留时自动删除。", "The rest goes by itself once nothing keeps it.")
    out.say(
        "自行保存在别处的备份和导出文件请另行删除。",
        "Backups and exports that you keep elsewhere are yours to delete.",
    )


def disclose(context: Context, arguments: Namespace) -> int:
    """Enter a request for a copy; write it and answer, or refuse, where that is asked for."""
    with context.desk() as desk:
        request = _entered(context, desk, What.COPY, arguments)
        if arguments.refuse is not None:
            return _refuse(context, desk, request, arguments)
        if arguments.out is None:
            _tell_request(context.out, request)
            context.out.document(_of_request(request))
            return 0
        done = disclosing.carry_out(desk, request.case, arguments.out, message=_letter(context, arguments))
    context.out.document(
        _of_request(done.request) | {"files": [str(one) for one in done.files], "commands": list(done.commands)}
    )
    for path in done.files:
        context.out.say(f"已导出：{path}", f"written: {path}")
    _tell_message(context.out, by_hand=done.by_hand)
    return 0


def _entered(context: Context, desk: Desk, what: What, arguments: Namespace) -> DataRequest:
    """The request that waits, or a new one; the number of its case names it too."""
    named = str(arguments.member)
    with suppress(CaseNotFound, RequestNotFound):
        return data_requests.of_case(desk, CaseId(named))
    said = context.message(arguments.said) if arguments.said else ""
    return data_requests.open_request(desk, what, named, said=said, received_at=arguments.received).request


def _letter(context: Context, arguments: Namespace) -> str:
    return context.message(arguments.message) if arguments.message else ""


def _refuse(context: Context, desk: Desk, request: DataRequest, arguments: Namespace) -> int:
    done = data_requests.refuse(desk, request.case, reason=arguments.refuse, message=_letter(context, arguments))
    context.out.document(_of_request(done.request) | {"commands": list(done.commands)})
    context.out.say("不予办理，理由已写进答复。", "Refused; the reason stands in the message.")
    _tell_message(context.out, by_hand=done.by_hand)
    return 0


def requests(context: Context, _arguments: Namespace) -> int:
    """List the requests: open ones first, in the order in which they are due."""
    with context.desk() as desk:
        found, now = data_requests.every(desk), desk.clock()
    context.out.document([_of_request(one) | {"overdue": one.overdue(now)} for one in found])
    if not found:
        context.out.say("没有个人信息请求。", "There are no personal data requests.")
    for one in found:
        late, what = " (!)" if one.overdue(now) else "", WHAT_WORDS[one.what]
        state = ANSWER_WORDS[one.answer] if one.answer else Words("前答复", "is when the answer is due")
        day = f"{(one.answered_at or one.due_at).astimezone():%Y-%m-%d}"
        context.out.say(
            f"{one.case:<14} {one.member.name}：{what.zh} · {day} {state.zh}{late}",
            f"{one.case:<14} {one.member.name}: {what.en} · {day} {state.en}{late}",
        )
    return 0


def _tell_request(out: Output, request: DataRequest) -> None:
    words = WHAT_WORDS[request.what]
    day = f"{request.due_at.astimezone():%Y-%m-%d}"
    out.say(
        f"工单 {request.case}：{request.member.name} 请求{words.zh}，{day} 前答复。",
        f"Case {request.case}: {request.member.name} asks for {words.en}; the answer is due on {day}.",
    )
    if request.guessed:
        years = "、".join(str(year) for year in request.guessed)
        out.say(f"{years} 年放假安排未录入，按周一至周五推算。", f"{years}: holidays not known, Monday to Friday.")


def _tell_forecast(out: Output, request: DataRequest, found: Forecast) -> None:
    out.document(
        _of_request(request)
        | {
            "names": list(found.names),
            "going": found.going,
            "cases": list(found.cases),
            "staying": [_of_staying(one) for one in found.staying],
            "whole": [one.value for one in found.whole],
            "mentions": [_of_mention(one) for one in found.mentions],
        }
    )
    _tell_request(out, request)
    for one in found.whole:
        words = STAYS_WORDS[one]
        out.say(f"现在还不能办理：{words.zh}", f"can't be done now: {words.en}")
    for way in ways_on(found.whole):
        out.say(f"下一步：{way.zh}", f"next: {way.en}")
    values = sum(found.going.values())
    goes = Words("到那时会删除", "would go then") if found.whole else Words("会删除", "would go")
    out.say(
        f"{goes.zh}：{len(found.cases)} 件工单的内容，共 {values} 处；缓存、检索、旧备份与日志中的名字。",
        f"{goes.en}: what {len(found.cases)} cases say, {values} values; names in cache, index, older copies and logs.",
    )
    _tell_staying(out, found.staying)
    _tell_mentions(out, found)
    out.say("主管用 --carry-out 办理，或用 --refuse 说明理由。", "A manager adds --carry-out, or --refuse REASON.")


def _tell_mentions(out: Output, found: Forecast) -> None:
    """How often others wrote the names, and which of those stay unless they are confirmed."""
    for one in found.mentions:
        if one.places and not one.asks:
            out.say(
                f"他人所写内容里的“{one.name}”：{one.places} 处，一并删除。",
                f"“{one.name}” where others wrote it: {one.places} places, they go too.",
            )
    for one in found.asking:
        zh = "、".join(DOUBT_WORDS[why].zh for why in one.doubts)
        en = ", ".join(DOUBT_WORDS[why].en for why in one.doubts)
        out.say(
            f"他人所写内容里的“{one.name}”：{one.places} 处，可能是别的意思（{zh}），不动；要一并删除用 --mentions。",
            f"“{one.name}” where others wrote it: {one.places} places, maybe something else ({en}); they stay unless "
            "--mentions confirms them.",
        )


def _tell_staying(out: Output, staying: tuple[Staying, ...]) -> None:
    for one in staying:
        zh = "、".join(STAYS_WORDS[why].zh for why in one.why)
        en = ", ".join(STAYS_WORDS[why].en for why in one.why)
        out.say(f"暂时保留：{one.case}（{zh}）", f"stays for now: {one.case} ({en})")


def _tell_message(out: Output, *, by_hand: bool) -> None:
    if by_hand:
        out.say("请人工转告成员，并在“待发送”登记。", "Hand the message on yourself and tick it off (outbox tick).")
    else:
        out.say("答复在待发送，运行 steward sync 发送。", "The message waits; run steward sync to send it.")


def _of_request(one: DataRequest) -> dict[str, Any]:
    return {
        "case": one.case,
        "what": one.what.value,
        "member": {"id": one.member.id, "name": one.member.name},
        "received_at": stamp(one.received_at),
        "due_at": stamp(one.due_at),
        "answer": one.answer.value if one.answer else None,
        "reason": one.reason,
        "answered_at": stamp(one.answered_at) if one.answered_at else None,
        "finished_at": stamp(one.finished_at) if one.finished_at else None,
    }


def _of_mention(one: Mention) -> dict[str, Any]:
    return {"name": one.name, "places": one.places, "doubts": [why.value for why in one.doubts]}


def _of_staying(one: Staying) -> dict[str, Any]:
    return {"case": one.case, "why": [why.value for why in one.why]}


# --- holds -----------------------------------------------------------------------------------------------


def hold(context: Context, arguments: Namespace) -> int:
    """Set or release a legal hold; list those that stand where nothing is named."""
    out = context.out
    with context.desk() as desk:
        if arguments.target is None:
            found = holds.holds(desk)
            out.document([_of_hold(one) for one in found])
            if not found:
                out.say("没有法律保留。", "There are no legal holds.")
            for one in found:
                out.line(f"{_on(one)}  {one.reason}  {one.by.name} {local(one.at)}")
            return 0
        work = holds.release if arguments.release else holds.hold
        done = work(desk, arguments.target, reason=arguments.reason)
    out.document(_of_hold(done.hold))
    if arguments.release:
        out.say(f"已解除：{_on(done.hold)}", f"released: {_on(done.hold)}")
    else:
        out.say(f"已保留，解除前不删除：{_on(done.hold)}", f"held, nothing is deleted until released: {_on(done.hold)}")
    return 0


def _on(one: Hold) -> str:
    return one.case or (f"{one.member.id} {one.member.name}" if one.member else "")


def _of_hold(one: Hold) -> dict[str, Any]:
    return {
        "hold": one.id,
        "case": one.case,
        "member": {"id": one.member.id, "name": one.member.name} if one.member else None,
        "reason": one.reason,
        "at": stamp(one.at),
        "by": one.by.name,
    }


# --- retention -------------------------------------------------------------------------------------------


def retention_show(context: Context, _arguments: Namespace) -> int:
    """Tell how long each kind is kept."""
    with context.desk() as desk:
        found = retention.periods(desk)
    context.out.document(
        [
            {"kind": one.kind.value, "days": one.days, "default": DEFAULTS[one.kind], "least": FLOORS[one.kind]}
            for one in found
        ]
    )
    for one in found:
        words, default, least = KEPT_WORDS[one.kind], DEFAULTS[one.kind], FLOORS[one.kind]
        context.out.say(
            f"{words.zh}：{one.days} 天（默认 {default}，最少 {least}）",
            f"{one.kind.value}: {words.en}, {one.days} days ({default} by default, {least} at least)",
        )
    context.out.say(
        "安全事件、违法线索和法律保留不到期；治理台账的骨架长期保存。",
        "Safety, unlawful content and what is held do not end; the ledger's skeleton stays for ever.",
    )
    return 0


def retention_set(context: Context, arguments: Namespace) -> int:
    """Set how long a kind is kept."""
    kind = Kept(arguments.kind)
    with context.desk() as desk:
        retention.set_period(desk, kind, arguments.days)
    words = KEPT_WORDS[kind]
    context.out.document({"kind": kind.value, "days": arguments.days})
    context.out.say(f"{words.zh}保存 {arguments.days} 天。", f"{words.en}: {arguments.days} days.")
    return 0


def retention_run(context: Context, arguments: Namespace) -> int:
    """Delete what is over, or only count it."""
    with context.desk() as desk:
        found = retention.run(desk, dry=arguments.dry_run)
    out = context.out
    out.document(
        {
            "cases": {kind.value: count for kind, count in found.cases.items()},
            "held": found.held,
            "thinned": found.values,
            "logs": found.logs,
            "deletions": len(found.deletions),
        }
    )
    count = sum(found.cases.values())
    if arguments.dry_run:
        out.say(f"到期 {count} 件工单，没有删除。", f"{count} cases are over; nothing was deleted.")
    else:
        out.say(f"已删除 {count} 件到期工单的内容。", f"What {count} cases said is deleted.")
    if found.held:
        out.say(f"{found.held} 件因故保留。", f"{found.held} cases have to stay for now.")
    return 0
