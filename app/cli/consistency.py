"""`similar`, `sample`, `recuse`, `claim`, `release`, `pass`: how a team decides alike, and who decides."""

from argparse import Namespace
from datetime import datetime, timedelta
from typing import Any

from app.cli.context import Context
from app.cli.output import Output, local, stamp
from app.cli.triage import tell
from app.domain.appeals import OUTCOME_WORDS
from app.domain.cases import CaseId
from app.domain.commands import DecisionId
from app.domain.decisions import DECISION_WORDS, DecisionKind
from app.domain.ladder import RUNG_WORDS, Rung
from app.domain.members import MemberId
from app.domain.precedents import WEIGHT_WORDS, Precedent, in_words
from app.domain.sampling import MARK_WORDS, Anchor, Consistency, Mark
from app.operations import claiming, precedents, recusing, sampling

EXCERPT = 60


def similar(context: Context, arguments: Namespace) -> int:
    """Show how like matters were judged before."""
    rung = Rung(arguments.rung) if arguments.rung else None
    with context.desk() as desk:
        found = precedents.precedents(
            desk, CaseId(arguments.case), article=arguments.article, rung=rung, limit=arguments.limit
        )
    out = context.out
    document = {
        "situation": found.situation,
        "counts": {rung.value: number for rung, number in found.counts},
        "weight": found.weight,
        "alike": [_of_precedent(one) for one in found.alike],
    }
    out.document(document)
    weight = WEIGHT_WORDS[found.weight] if found.weight else None
    counts = in_words(found)
    out.say(f"{counts.zh}{f'；{weight.zh}' if weight else ''}。", f"{counts.en}{f'; {weight.en}' if weight else ''}.")
    for one in found.alike:
        outcome = f" · {out.words(OUTCOME_WORDS[one.outcome])}" if one.outcome else ""
        head = f"{one.case_id:<10} {out.words(RUNG_WORDS[one.rung])}{outcome} · {local(one.at)} · {one.by.name}"
        out.line(f"{head} · {one.likeness:.0%}")
        out.line(f"{'':<10} {one.title}：{' '.join(one.text.split())[:EXCERPT]}")
    return 0


def _of_precedent(one: Precedent) -> dict[str, Any]:
    return {
        "case": one.case_id,
        "decision": one.decision,
        "title": one.title,
        "excerpt": one.text[:EXCERPT],
        "rung": one.rung,
        "at": stamp(one.at),
        "by": one.by.name,
        "likeness": round(one.likeness, 3),
        "situation": one.situation,
        "outcome": one.outcome,
        "reduced_to": one.reduced_to,
        "lifted": one.lifted,
        "overturned": one.overturned,
    }


# --- sampling -----------------------------------------------------------------------------------------


def sample_draw(context: Context, arguments: Namespace) -> int:
    """Draw a share of what others decided."""
    anchor = Anchor(*arguments.anchor) if arguments.anchor else None
    with context.desk() as desk:
        found = sampling.draw(desk, since=_since(arguments, desk.clock()), share=arguments.share, anchor=anchor)
    out = context.out
    drawn = [
        {
            "decision": one.decision.id,
            "case": one.decision.case_id,
            "kind": one.decision.kind,
            "rung": one.sanction.sanction.rung if one.sanction else None,
            "article": one.decision.basis.article if one.decision.basis else None,
            "by": one.decision.by.name,
            "at": stamp(one.decision.at),
            "title": one.title,
            "text": one.text,
            "said": one.decision.text or one.decision.reason,
        }
        for one in found.drawn
    ]
    out.document({"anchor": str(found.anchor), "of": found.of, "done": found.done, "drawn": drawn})
    out.say(
        f"从 {found.of} 件里抽出 {len(found.drawn) + found.done} 件，已看 {found.done} 件。可重抽的锚：{found.anchor}",
        f"Drew {len(found.drawn) + found.done} of {found.of}, {found.done} looked at. Anchor to draw the same again: "
        f"{found.anchor}",
    )
    for one in found.drawn:
        kind = out.words(DECISION_WORDS[one.decision.kind])
        out.line(f"{one.decision.id}  {one.decision.case_id} · {kind} · {one.decision.by.name} · {one.title}")
        out.line(f"  {' '.join(one.text.split())[:EXCERPT]}")
    return 0


def sample_mark(context: Context, arguments: Namespace) -> int:
    """Say of somebody else's decision whether it was right."""
    what = Mark(arguments.mark)
    with context.desk() as desk:
        sampling.mark(desk, DecisionId(arguments.decision), what, note=arguments.note)
    context.out.document({"decision": arguments.decision, "mark": what})
    words = MARK_WORDS[what]
    context.out.say(f"已记：{words.zh}。决定本身没有改动。", f"Kept: {words.en}. The decision itself was not changed.")
    return 0


def sample_report(context: Context, arguments: Namespace) -> int:
    """How evenly articles were applied, and what leads said of it."""
    with context.desk() as desk:
        found = sampling.consistency(desk, since=_since(arguments, desk.clock()))
    context.out.document(_of_report(found))
    _say_report(context.out, found)
    return 0


def _of_report(found: Consistency) -> dict[str, Any]:
    return {
        "articles": [
            {
                "article": one.article,
                "title": one.title.zh,
                "rungs": {rung.value: number for rung, number in one.rungs},
                "marks": {mark.value: number for mark, number in one.marks},
                "agreement": one.agreement,
            }
            for one in found.articles
        ],
        "people": [
            {
                "account": one.person.id,
                "name": one.person.name,
                "marks": {mark.value: number for mark, number in one.marks},
                "tone": list(one.notes),
            }
            for one in found.people
        ],
    }


def _say_report(out: Output, found: Consistency) -> None:
    if not found.articles:
        out.say("这段时间没有引用条款的决定。", "No decision cited an article in that time.")
    for one in found.articles:
        rungs = " · ".join(f"{out.words(RUNG_WORDS[rung])} {number}" for rung, number in one.rungs)
        marks = " · ".join(f"{out.words(MARK_WORDS[mark])} {number}" for mark, number in one.marks) or "-"
        out.line(f"{one.article:>3} {out.words(one.title)}: {rungs}")
        out.say(f"    抽检：{marks}", f"    sampled: {marks}")
    for person in found.people:
        marks = " · ".join(f"{out.words(MARK_WORDS[mark])} {number}" for mark, number in person.marks)
        out.line(f"{person.person.name}: {marks}{''.join(f' “{note}”' for note in person.notes)}")


def _since(arguments: Namespace, now: datetime) -> datetime:
    return now - timedelta(days=arguments.days)


# --- who decides --------------------------------------------------------------------------------------


def recuse(context: Context, arguments: Namespace) -> int:
    """Keep out of a case."""
    with context.desk() as desk:
        recusing.recuse(desk, CaseId(arguments.case), reason=arguments.reason)
    context.out.document({"case": arguments.case})
    context.out.say(
        f"工单 {arguments.case}：已回避，由其他人处理。", f"Case {arguments.case}: you are recused; others decide."
    )
    return 0


def claim(context: Context, arguments: Namespace) -> int:
    """Take a case into one's own hands."""
    with context.desk() as desk:
        decided = claiming.claim(desk, CaseId(arguments.case), over=arguments.over)
    return tell(context.out, decided, DecisionKind.CLAIM)


def release(context: Context, arguments: Namespace) -> int:
    """Give a case back."""
    with context.desk() as desk:
        decided = claiming.release(desk, CaseId(arguments.case), note=arguments.note)
    return tell(context.out, decided, DecisionKind.RELEASE)


def pass_on(context: Context, arguments: Namespace) -> int:
    """Pass a case on; without an account, say who could take it."""
    with context.desk() as desk:
        if arguments.to is None:
            could = claiming.takers(desk, CaseId(arguments.case))
            context.out.document([{"account": one.id, "name": one.name} for one in could])
            for one in could:
                context.out.line(f"{one.id}  {one.name}")
            if not could:
                context.out.say("团队里没有别人可以接手。", "Nobody else of the team could take it.")
            return 0
        decided = claiming.pass_on(desk, CaseId(arguments.case), MemberId(arguments.to), note=arguments.note)
    return tell(context.out, decided, DecisionKind.PASSING)
