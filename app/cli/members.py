"""`member`, `lift`, `overdue`, `cluster`."""

from argparse import Namespace
from datetime import timedelta
from typing import Any

from app.cli import documents
from app.cli.context import Context
from app.cli.output import Output, local, stamp
from app.cli.triage import tell
from app.domain.cases import CaseId
from app.domain.clusters import Plan
from app.domain.commands import DecisionId
from app.domain.decisions import DecisionKind
from app.domain.ladder import RUNG_WORDS, Rung
from app.domain.lifting import LiftReason, Overdue
from app.domain.member_record import STANDING_WORDS, MemberRecord, Past
from app.domain.members import MemberId
from app.domain.sanctions import SECOND_WORDS, PostAction
from app.domain.words import Words
from app.errors import NothingToLift
from app.operations import clusters, clusters_sampling, lifting, triage
from app.operations import member_record as records
from app.operations.clusters_plan import ClusterWish, plan
from app.operations.desk import Desk

MOST_ALIKE = 1000


# --- one member ------------------------------------------------------------------------------------------


def member(context: Context, arguments: Namespace) -> int:
    """Tell a member's record, good deeds first."""
    with context.desk() as desk:
        record = records.member_record(desk, MemberId(arguments.member))
    context.out.document(_of_record(record, context.out))
    _say_record(context.out, record)
    return 0


def _of_record(record: MemberRecord, out: Output) -> dict[str, Any]:
    told = record.member
    return {
        "member": {"id": record.ref.id, "name": record.ref.name},
        "honours": [one.name for one in told.honours] if told else [],
        "good_deeds": list(told.good_deeds) if told else [],
        "deeds": [out.words(one) for one in record.deeds],
        "verified_owner": told.verified_owner if told else None,
        "strikes": record.strikes,
        "counted": [
            {"decision": one.decision, "rung": one.rung, "strikes": one.rung.strikes, "expires": stamp(one.expires_at)}
            for one in record.counted
        ],
        "reports": {
            "made": record.reports.reports,
            "upheld": record.reports.upheld,
            "not_upheld": record.reports.not_upheld,
            "malicious": record.reports.malicious,
        },
        "timeline": [_of_past(one, out) for one in record.timeline],
    }


def _of_past(one: Past, out: Output) -> dict[str, Any]:
    return {
        "at": stamp(one.at),
        "kind": one.kind,
        "what": out.words(one.head),
        "details": [out.words(words) for words in one.details],
        "by": one.by,
        "case": one.case_id,
        "standing": one.standing,
        "decision": one.decision,
    }


def _say_record(out: Output, record: MemberRecord) -> None:
    told = record.member
    honours = "、".join(one.name for one in told.honours) if told else ""
    out.line(f"{record.ref.name} ({record.ref.id}){'  ' + honours if honours else ''}")
    for honour in record.deeds:
        out.line(f"  ★ {out.words(honour)}")
    for deed in told.good_deeds if told else ():
        out.line(f"  ✓ {deed}")
    if record.reports.reports:
        out.line(f"  {out.words(record.reports.words)}")
    out.say(
        f"有效记分 {record.strikes} 分", "1 strike counts" if record.strikes == 1 else f"{record.strikes} strikes count"
    )
    for strike in record.counted:
        expires = f"{strike.expires_at.astimezone():%Y-%m-%d}" if strike.expires_at else "-"
        out.line(f"  · {out.words(RUNG_WORDS[strike.rung])}: {strike.rung.strikes} → {expires}")
    for one in record.timeline:
        stands = f" [{out.words(STANDING_WORDS[one.standing])}]" if one.standing else ""
        parts = [out.words(words) for words in one.details] + ([one.by] if one.by else [])
        out.line(f"{one.at.astimezone():%Y-%m-%d %H:%M}  {out.words(one.head)}{stands}  {' · '.join(parts)}")


# --- ends ------------------------------------------------------------------------------------------------


def lift(context: Context, arguments: Namespace) -> int:
    """End a measure early."""
    message = context.message(arguments.message) if arguments.message else ""
    with context.desk() as desk:
        decided = lifting.lift(
            desk,
            _decision(desk, arguments.what),
            LiftReason(arguments.reason),
            words=arguments.words,
            message=message,
            hold=timedelta(seconds=arguments.hold),
        )
    return tell(context.out, decided, DecisionKind.LIFT)


def _decision(desk: Desk, what: str) -> DecisionId:
    """The measure that is meant: by its decision, or the one that runs by a decision on a case."""
    running = lifting.running_of(desk, what)
    if running is None:
        raise NothingToLift
    return running.decision


def overdue(context: Context, arguments: Namespace) -> int:
    """Tell which measures should have ended, and end them or leave them."""
    out = context.out
    with context.desk() as desk:
        if arguments.leave:
            decided = lifting.leave_overdue(desk, DecisionId(arguments.leave), reason=arguments.reason)
            return tell(out, decided, DecisionKind.LIFT)
        if arguments.end:
            ended = lifting.end_overdue(desk)
            out.document([documents.of_decided(one) for one in ended.decided])
            out.say(
                f"{len(ended.decided)} 项解除已放进待发送，其中 {ended.by_hand} 项要人工办理。",
                f"The end of {len(ended.decided)} measures is to be sent, {ended.by_hand} of them by hand.",
            )
            if ended.left:
                out.say(f"另有 {ended.left} 项要由其他人处理。", f"{ended.left} more are for somebody else to end.")
            return 0
        found = lifting.overdue(desk)
    out.document([of_overdue(one, out) for one in found])
    for one in found:
        out.line(said_of_overdue(one, out))
    if not found:
        out.say("没有到期未解除的处置。", "No measure is overdue.")
    return 0


def of_overdue(one: Overdue, out: Output) -> dict[str, Any]:
    """An overdue end as a document."""
    return {
        "decision": one.kept.decision,
        "case": one.kept.case_id,
        "member": {"id": one.kept.sanction.member.id, "name": one.kept.sanction.member.name},
        "rung": one.kept.rung,
        "ended": stamp(one.ended),
        "why": one.why,
        "told": out.words(one.told),
    }


def said_of_overdue(one: Overdue, out: Output) -> str:
    """An overdue end in a line."""
    rung = out.words(RUNG_WORDS[one.kept.rung])
    ended = out.words(Words(f"{local(one.ended)} 到期", f"ended {local(one.ended)}"))
    who = one.kept.sanction.member.name
    return f"{one.kept.case_id}  {who}  {rung}  {ended}：{out.words(one.told)}  {one.kept.decision}"


# --- batches ---------------------------------------------------------------------------------------------


def cluster_make(context: Context, arguments: Namespace) -> int:
    """Handle cases as the work of abnormal accounts, or show what that would do."""
    wish = ClusterWish(
        arguments.article, Rung(arguments.rung), PostAction(arguments.post), arguments.reason, arguments.no_party
    )
    with context.desk() as desk:
        cases = _cases(desk, arguments)
        planned = plan(desk, cases, wish)
        if arguments.plan:
            context.out.document(_of_plan(planned, context.out))
            _say_plan(context.out, planned)
            return 0
        done = clusters.handle(desk, cases, wish, hold=timedelta(seconds=arguments.hold))
    if not context.out.json:
        _say_plan(context.out, planned)
    return _tell(context.out, done)


def _cases(desk: Desk, arguments: Namespace) -> list[CaseId]:
    found = dict.fromkeys(CaseId(one) for one in arguments.case)
    if arguments.same_text:
        for one in list(found):
            found.update(dict.fromkeys(row.id for row in triage.same_text(desk, one, limit=MOST_ALIKE)))
    return list(found)


def _of_plan(planned: Plan, out: Output) -> dict[str, Any]:
    return {
        "cases": list(planned.cases),
        "measured": sorted(planned.measured),
        "refused": [{"case": case, "why": out.words(why)} for case, why in planned.refused],
        "second_person": planned.second,
        "sample": planned.sample,
        "brand_hit": planned.brand_hit,
        "evidence": [out.words(one) for one in planned.evidence.lines],
    }


def _say_plan(out: Output, planned: Plan) -> None:
    for line in planned.evidence.lines:
        out.line(f"  · {out.words(line)}")


def _tell(out: Output, done: clusters.Handled) -> int:
    out.document(
        {
            "cluster": done.cluster,
            "decided": [documents.of_decided(one) for one in done.decided],
            "refused": [{"case": case, "why": out.words(why)} for case, why in done.refused],
            "second_person": done.second,
            "sample": done.sample,
        }
    )
    for case, why in done.refused:
        out.line(f"{case}: {out.words(why)}")
    count = len(done.decided)
    if done.second:
        why = SECOND_WORDS[done.second]
        out.say(
            f"{count} 件已提交，{why.zh}。另一个账号先看 steward cluster show {done.cluster}，再同意；"
            "在此之前什么都不会执行。",
            f"{count} cases wait: {why.en}. Another account looks at steward cluster show {done.cluster}, then agrees; "
            "nothing happens before.",
        )
    else:
        out.say(f"{count} 件已处理。", f"{count} cases are handled.")
    return 0


def cluster_show(context: Context, arguments: Namespace) -> int:
    """Tell a batch that waits, and which of it has to be looked at."""
    out = context.out
    with context.desk() as desk:
        waiting = clusters_sampling.sample_of(desk, arguments.cluster)
    out.document(
        {
            "cluster": waiting.cluster.id,
            "by": {"id": waiting.by.id, "name": waiting.by.name},
            "rung": waiting.rung,
            "post": waiting.post,
            "article": out.words(waiting.article),
            "second_person": waiting.second,
            "cases": list(waiting.cases),
            "sample": list(waiting.sample),
            "evidence": [out.words(one) for one in waiting.cluster.evidence.lines],
        }
    )
    rung = out.words(RUNG_WORDS[waiting.rung])
    out.line(f"{waiting.by.name}: {out.words(waiting.article)} · {rung}")
    for line in waiting.cluster.evidence.lines:
        out.line(f"  · {out.words(line)}")
    out.say("抽查这几件（steward case CASE）：", "Look at these (steward case CASE):")
    for case in waiting.sample:
        out.line(f"  {case}")
    return 0


def cluster_approve(context: Context, arguments: Namespace) -> int:
    """Agree with a batch after looking at its sample."""
    with context.desk() as desk:
        done = clusters_sampling.approve_cluster(
            desk,
            arguments.cluster,
            [CaseId(one) for one in arguments.seen],
            note=arguments.note,
            hold=timedelta(seconds=arguments.hold),
        )
    return _tell(context.out, done)


def cluster_send_back(context: Context, arguments: Namespace) -> int:
    """Send a batch back."""
    with context.desk() as desk:
        done = clusters_sampling.send_back_cluster(desk, arguments.cluster, reason=arguments.reason)
    out = context.out
    out.document({"cluster": done.cluster, "decided": [documents.of_decided(one) for one in done.decided]})
    out.say(
        f"{len(done.decided)} 件已退回，什么都没有执行。", f"{len(done.decided)} cases are sent back; nothing was done."
    )
    return 0
