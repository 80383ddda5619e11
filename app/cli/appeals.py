"""`appeal`, `appeals`, `appeal-answer`, `reports`."""

from argparse import Namespace
from datetime import datetime, timedelta

from app.cli import documents
from app.cli.appeals_grammar import AGAINST
from app.cli.context import Context
from app.cli.output import Output, local, stamp
from app.cli.triage import tell
from app.domain.appeals import AGAINST_WORDS, OUTCOME_WORDS, AppealId
from app.domain.cases import VERDICT_WORDS, CaseId
from app.domain.decisions import REPORT_VERDICT_WORDS, DecisionKind
from app.domain.ladder import Rung
from app.domain.members import MemberId
from app.domain.sanctions import Outcome
from app.operations import appeal_offers, appeals_view, report_answers
from app.operations import appeals as work
from app.operations.desk import Desk


def appeal(context: Context, arguments: Namespace) -> int:
    """Take in an appeal, and tell the member that it came."""
    out = context.out
    with context.desk() as desk:
        came = work.Came(
            text=context.message(arguments.text),
            by=MemberId(arguments.by) if arguments.by else None,
            against=AGAINST[arguments.against] if arguments.against else None,
            received_at=_received(arguments.received, desk.clock()),
        )
        hold = timedelta(seconds=arguments.hold)
        entered = work.enter(desk, CaseId(arguments.case), came, letter=not arguments.no_receipt, hold=hold)
    one, receipt = entered.appeal, entered.receipt
    out.document(
        documents.of_appeal(one)
        | {
            "commands": list(receipt.commands) if receipt else [],
            "note": out.words(entered.note) if entered.note else "",
        }
    )
    what = out.words(AGAINST_WORDS[one.against])
    out.say(
        f"申诉 {one.id}：{one.by.name}，{what}；请在 {local(one.due_at)} 前由没有参与原决定的账号答复。",
        f"Appeal {one.id} by {one.by.name}, {what}; an account that took no part answers it by {local(one.due_at)}.",
    )
    if entered.note:
        out.line(out.words(entered.note))
    return 0


def _received(named: datetime | None, now: datetime) -> datetime | None:
    """A day that is today has not ended yet."""
    return named if named is None or named.date() != now.astimezone().date() else min(named, now)


def appeals(context: Context, _arguments: Namespace) -> int:
    """List the open appeals, the one due first before others, and what may be appeals."""
    out = context.out
    with context.desk() as desk:
        found, offered, now = appeals_view.listed(desk), appeal_offers.offers(desk), desk.clock()
    out.document(
        [
            documents.of_appeal(one.appeal)
            | {"what": out.words(one.what), "mine": one.mine, "overdue": one.appeal.due_at < now}
            for one in found
        ]
    )
    if not found:
        out.say("没有未答复的申诉。", "No appeal waits for an answer.")
    for one in found:
        late = " (!)" if one.appeal.due_at < now else ""
        out.line(f"{one.appeal.id}  {local(one.appeal.due_at)}{late}  {one.appeal.case_id}  {one.appeal.by.name}")
        locked = "" if one.mine else "（您不能答复）"
        locked_en = "" if one.mine else " (not yours to answer)"
        out.say(
            f"    {out.words(AGAINST_WORDS[one.appeal.against])} · {one.what.zh}{locked}",
            f"    {out.words(AGAINST_WORDS[one.appeal.against])} · {one.what.en}{locked_en}",
        )
    for offer in offered:
        case, who, at = offer.ground.case_id, offer.ground.by.name, local(offer.received_at)
        out.say(
            f"可能是申诉：工单 {case} {who}（{at}）：{offer.text}",
            f"may be an appeal: case {case}, {who} ({at}): {offer.text}",
        )
    return 0


def answer(context: Context, arguments: Namespace) -> int:
    """Answer an appeal: everything that it undoes goes out with the letter."""
    said = work.Verdict(
        Outcome(arguments.outcome),
        arguments.reason,
        Rung(arguments.rung) if arguments.rung else None,
        context.message(arguments.message) if arguments.message else "",
    )
    with context.desk() as desk:
        decided = work.answer(desk, AppealId(arguments.appeal), said, hold=timedelta(seconds=arguments.hold))
    outcome = OUTCOME_WORDS[said.outcome]
    context.out.say(f"申诉结果：{outcome.zh}。", f"The appeal: {outcome.en}.")
    return tell(context.out, decided, DecisionKind.APPEAL)


# --- those who report ------------------------------------------------------------------------------------


def reports(context: Context, arguments: Namespace) -> int:
    """Show the reporters of a case, or the cases whose reporters wait; answer them where that is asked for."""
    hold = timedelta(seconds=arguments.hold)
    with context.desk() as desk:
        if arguments.case is None:
            return _unanswered(context.out, desk, send=arguments.send, hold=hold)
        case = CaseId(arguments.case)
        if not arguments.send and not arguments.verdict:
            return _standing(context.out, desk, case)
        reply = report_answers.Reply(dict(arguments.verdict), reason=arguments.reason)
        replied = report_answers.answer_reports(desk, case, reply, hold=hold)
    if replied.unknown:
        context.out.say(
            f"{replied.unknown} 条举报没有留下举报人，只记结论。",
            f"{replied.unknown} reports name nobody: the verdict is kept, nobody is told.",
        )
    return tell(context.out, replied.decided, DecisionKind.FEEDBACK)


def _unanswered(out: Output, desk: Desk, *, send: bool, hold: timedelta) -> int:
    waiting = report_answers.unanswered(desk)
    if not send:
        out.document(
            [
                {
                    "case": one.case_id,
                    "title": one.title,
                    "verdict": one.verdict,
                    "decided_at": stamp(one.decided_at),
                    "reporters": one.reporters,
                }
                for one in waiting
            ]
        )
        for one in waiting:
            verdict = VERDICT_WORDS[one.verdict]
            out.say(
                f"{one.case_id:<10} {one.reporters} 位举报人未答复 · {verdict.zh} · {one.title}",
                f"{one.case_id:<10} {one.reporters} reporters wait · {verdict.en} · {one.title}",
            )
    if not waiting:
        out.say("举报人都答复了。", "Everybody who reported was answered.")
    if not send:
        return 0
    batch = report_answers.answer_many(desk, [one.case_id for one in waiting], hold=hold)
    out.document(
        {
            "decided": [documents.of_decided(one) for one in batch.decided],
            "refused": [{"case": case, "why": out.words(why)} for case, why in batch.refused],
        }
    )
    out.say(
        f"已答复 {len(batch.decided)} 件工单的举报人，运行 steward sync 发送。",
        f"The reporters of {len(batch.decided)} cases are answered; run steward sync to send.",
    )
    for case, why in batch.refused:
        out.line(f"{case:<10} {out.words(why)}")
    return 0


def _standing(out: Output, desk: Desk, case: CaseId) -> int:
    standing = report_answers.standing(desk, case)
    listed = []
    for one in standing.reports:
        done, told = standing.answered.get(one.id), standing.verdicts.get(one.id)
        record = standing.records.get(one.by.id) if one.by else None
        listed.append(
            {
                "id": one.id,
                "by": {"id": one.by.id, "name": one.by.name} if one.by else None,
                "reason": one.reason,
                "verdict": done.verdict if done else told,
                "answered_by": done.by if done else None,
                "answered_at": stamp(done.at) if done else None,
                "reporter": {"reports": record.reports, "upheld": record.upheld, "malicious": record.malicious}
                if record
                else None,
            }
        )
        who = one.by.name if one.by else "?"
        verdict = done.verdict if done else told
        said = out.words(REPORT_VERDICT_WORDS[verdict]) if verdict else "-"
        when = f" · {done.by} {local(done.at)}" if done else ""
        out.line(f"{one.id:<10} {who}：{one.reason} · {said}{when}{f' · {out.words(record.words)}' if record else ''}")
    out.document({"reports": listed, "piled_on": standing.piled_on})
    return 0
