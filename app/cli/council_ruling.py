"""`council key|ruling|again|precedents`: what a panel found, worded, taken on, carried out, published, found again."""

from argparse import Namespace
from datetime import timedelta
from typing import Any

from app.cli.ballots import of_outcome, outcome_line
from app.cli.context import Context
from app.cli.output import Output, local, stamp
from app.domain.cases import CaseId
from app.domain.council import FINDING_WORDS, REMEDY_WORDS, Answers
from app.domain.council_ruling import Ruling
from app.domain.sanctions import PostAction
from app.domain.words import NO_WORDS, Words
from app.errors import NoRuling
from app.files import save_beside
from app.operations import council_carrying, council_counting, council_publishing, council_ruling
from app.operations.council_carrying import Carried, Carrying
from app.operations.council_publishing import Found, Published
from app.operations.council_ruling import RulingChanged
from app.operations.desk import Desk


def key(context: Context, arguments: Namespace) -> int:
    """Hand the sealed key of a round to a chair, once its term is over."""
    out = context.out
    with context.desk() as desk:
        name, content = council_counting.key_for_chair(desk, arguments.referral)
    path = save_beside(arguments.out / name, content)
    out.document({"referral": arguments.referral, "file": str(path)})
    out.say(
        f"{path}\n请交给轮值主席，在委员模式里打开（steward seat unlock），带回 .opened.stewardkey 后计票。",
        f"{path}\nGive it to a chair, who opens it in council mode (steward seat unlock); what comes back counts.",
    )
    return 0


def ruling(context: Context, arguments: Namespace) -> int:
    """Look at a ruling, or do the next thing with it."""
    steps = {
        "carry_out": _carry_out,
        "publish": _publish,
        "reasons": _reasons,
        "letter": _letter,
        "close": _close,
        "text": _change,
        "confirm": _change,
        "refuse": _change,
    }
    asked = (step for name, step in steps.items() if getattr(arguments, name) not in (None, False))
    with context.desk() as desk:
        return next(asked, _show)(context, desk, arguments)


def _show(context: Context, desk: Desk, arguments: Namespace) -> int:
    out, referral = context.out, arguments.referral
    found, outcome = council_ruling.ruling_of(desk, referral), council_ruling.outcome_of(desk, referral)
    if found is not None:
        return _tell(out, referral, found)
    if outcome is None:
        raise NoRuling(referral=referral)
    out.document({"referral": referral, "text": None} | of_outcome(outcome))
    out.line(f"{referral} · {outcome_line(out, outcome)}")
    return 0


def _change(context: Context, desk: Desk, arguments: Namespace) -> int:
    if arguments.text is not None:
        done = council_ruling.rewrite(desk, arguments.referral, context.message(arguments.text))
    elif arguments.confirm:
        done = council_ruling.confirm(desk, arguments.referral)
    else:
        done = council_ruling.refuse(desk, arguments.referral, arguments.refuse)
    return _tell_changed(context.out, done)


def _publish(context: Context, desk: Desk, arguments: Namespace) -> int:
    return _tell_published(context.out, council_publishing.publish(desk, arguments.referral))


def _reasons(context: Context, desk: Desk, arguments: Namespace) -> int:
    return _tell_reasons(context.out, council_ruling.answers_of(desk, arguments.referral))


def _letter(context: Context, desk: Desk, arguments: Namespace) -> int:
    said = council_carrying.letter_for(desk, arguments.referral, _how(context, arguments))
    context.out.document({"referral": arguments.referral, "letter": said})
    context.out.line(said)
    return 0


def _close(context: Context, desk: Desk, arguments: Namespace) -> int:
    council_ruling.close(desk, arguments.referral, arguments.close)
    context.out.document({"referral": arguments.referral, "stage": "closed"})
    context.out.say(f"{arguments.referral} 已结束。", f"{arguments.referral} is closed.")
    return 0


def _how(context: Context, arguments: Namespace) -> Carrying:
    return Carrying(
        case=CaseId(arguments.case) if arguments.case else None,
        article=arguments.article,
        message=context.message(arguments.message) if arguments.message else "",
        post=PostAction(arguments.post),
    )


def _carry_out(context: Context, desk: Desk, arguments: Namespace) -> int:
    hold = timedelta(seconds=arguments.hold)
    done = council_carrying.carry_out(desk, arguments.referral, _how(context, arguments), hold=hold)
    return _tell_carried(context.out, done)


def again(context: Context, arguments: Namespace) -> int:
    """Hold an undecided vote once more, with new seats."""
    with context.desk() as desk:
        council_ruling.vote_again(desk, arguments.referral)
    context.out.document({"referral": arguments.referral, "stage": "preparing"})
    context.out.say(
        f"{arguments.referral} 进入新一轮：请重新抽选席位，再制作案卷。",
        f"{arguments.referral} begins a new round: draw seats again, then build the packet.",
    )
    return 0


def precedents(context: Context, arguments: Namespace) -> int:
    """Earlier rulings that are like a text."""
    out = context.out
    with context.desk() as desk:
        found = council_publishing.precedents(desk, " ".join(arguments.text), arguments.limit)
    out.document([_of_found(one) for one in found])
    if not found:
        out.say("没有公布过类似的评议结果。", "No ruling alike was published.")
    for one in found:
        remedy = REMEDY_WORDS[one.remedy] if one.remedy is not None else NO_WORDS
        at = local(one.ruling.published_at) if one.ruling.published_at else ""
        out.line(f"{one.referral:<12} {at} · {out.words(remedy)} · {one.likeness:.0%}")
        out.line(f"{'':<12} {' '.join(one.text.split())[:100]}")
    return 0


# --- what is told ---------------------------------------------------------------------------------------


def _tell(out: Output, referral: str, found: Ruling) -> int:
    out.document(_of_ruling(referral, found))
    out.line(f"{referral} · {outcome_line(out, found.outcome)}")
    out.line("")
    out.line(found.text)
    out.line("")
    if found.publish_at is None:
        out.say(
            "待主管确认（--confirm）或不采纳（--refuse）。", "A manager takes it on (--confirm) or refuses (--refuse)."
        )
    elif found.published_at is None:
        day = local(found.publish_at)
        out.say(f"申诉期满后公布：{day} 起。", f"It is published after the term of appeal, from {day}.")
    return 0


def _tell_reasons(out: Output, answers: list[Answers]) -> int:
    out.document(
        [
            {
                "facts": one.facts,
                "breach": one.breach,
                "remedy": one.remedy,
                "why_facts": one.why_facts,
                "why_breach": one.why_breach,
                "why_remedy": one.why_remedy,
            }
            for one in answers
        ]
    )
    for one in answers:
        said = (FINDING_WORDS[one.facts], FINDING_WORDS[one.breach], REMEDY_WORDS[one.remedy])
        out.line("· ".join(("", " / ".join(out.words(word) for word in said))))
        for why in (one.why_facts, one.why_breach, one.why_remedy):
            if why:
                out.line(f"  {why}")
    out.hint(
        "理由只供起草评议结果：措辞可能让人猜到是谁，不要转发。",
        "The reasons are for wording the ruling only: phrasing may tell who wrote them. Don't pass them on.",
    )
    return 0


def _tell_changed(out: Output, done: RulingChanged) -> int:
    out.document(_of_ruling(done.referral, done.ruling) | {"back": [one.case for one in done.back]})
    kept = done.ruling
    if kept.confirmed_at is None:
        out.say(f"{done.referral} 的评议结果已改写。", f"The ruling of {done.referral} was reworded.")
        return 0
    said = Words("未采纳", "refused") if kept.refused_why else Words("已确认", "taken on")
    cases = " ".join(one.case for one in done.back)
    day = local(kept.publish_at) if kept.publish_at else ""
    out.say(
        f"{done.referral} 的评议结果{said.zh}，{day} 起公布；工单回到待处理：{cases or '无'}",
        f"The ruling of {done.referral} is {said.en} and published from {day}; back on the desk: {cases or 'none'}",
    )
    return 0


def _tell_carried(out: Output, done: Carried) -> int:
    decided = done.decided
    out.document(
        {
            "referral": done.referral,
            "case": decided.case,
            "decision": decided.decision,
            "commands": list(decided.commands),
            "state": decided.state,
            "by_hand": out.words(done.left) or None,
        }
    )
    out.say(
        f"{done.referral} 已在工单 {decided.case} 上执行（决定 {decided.decision}）。",
        f"{done.referral} is carried out on case {decided.case} (decision {decided.decision}).",
    )
    if done.left != NO_WORDS:
        out.line(out.words(done.left))
    return 0


def _tell_published(out: Output, done: Published) -> int:
    out.document(
        {
            "referral": done.referral,
            "title": done.title,
            "text": done.text,
            "decision": done.decision,
            "commands": list(done.commands),
            "by_hand": done.by_hand,
        }
    )
    if not done.by_hand:
        out.say("公告已放入待发送。", "The notice waits to be sent.")
        return 0
    out.say(
        "这个社区发不了公告，已放进待发送，请人工发到车友看得到的地方后登记（steward outbox tick）：",
        "This community takes no notices: put it where members read, then tick it off (steward outbox tick):",
    )
    out.line(f"{done.title}\n\n{done.text}")
    return 0


# --- documents ------------------------------------------------------------------------------------------


def _of_ruling(referral: str, one: Ruling) -> dict[str, Any]:
    return {
        "referral": referral,
        "round": one.round,
        "text": one.text,
        "reasons": one.reasons or None,
        "counted_at": stamp(one.counted_at),
        "chair": one.chair,
        "confirmed_at": stamp(one.confirmed_at),
        "refused_why": one.refused_why or None,
        "publish_at": stamp(one.publish_at),
        "published_at": stamp(one.published_at),
        "decisions": list(one.decisions),
    } | of_outcome(one.outcome)


def _of_found(one: Found) -> dict[str, Any]:
    return {
        "referral": one.referral,
        "published_at": stamp(one.ruling.published_at),
        "remedy": one.remedy,
        "likeness": round(one.likeness, 3),
        "text": one.text,
    }
