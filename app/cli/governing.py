"""`sanction`, `classify`, `approve`."""

from argparse import Namespace
from datetime import timedelta

from app.cli import documents
from app.cli.context import Context
from app.cli.output import Output, local
from app.cli.triage import tell
from app.domain.cases import STATE_WORDS, CaseId, CaseKind, CaseState
from app.domain.decisions import Decided, DecisionKind
from app.domain.ladder import RUNG_WORDS, Rung
from app.domain.letters_governing import Law
from app.domain.sanctions import SECOND_WORDS, KeptSanction, Malice, MaliceFact, PostAction, SecondPerson
from app.domain.words import Words
from app.operations import accounts, approving, classifying, sanctions
from app.operations.desk import Desk


def sanction(context: Context, arguments: Namespace) -> int:
    """Decide on a measure against the author of a reported post."""
    wish = sanctions.Wish(
        article=arguments.article,
        law=_law(arguments),
        rung=Rung(arguments.rung) if arguments.rung else None,
        malice=tuple(Malice(MaliceFact(fact), link) for fact, link in arguments.malice),
        brand_party=arguments.brand_party,
        departure=arguments.reason,
        post=PostAction(arguments.post),
        reports=tuple(arguments.report) if arguments.report else None,
        message=context.message(arguments.message) if arguments.message else "",
    )
    with context.desk() as desk:
        decided = sanctions.sanction(desk, CaseId(arguments.case), wish, hold=timedelta(seconds=arguments.hold))
        return _tell(context.out, desk, decided)


def _law(arguments: Namespace) -> Law | None:
    if not arguments.law:
        return None
    return Law(Words(arguments.law, arguments.law), Words(arguments.law_text, arguments.law_text))


def classify(context: Context, arguments: Namespace) -> int:
    """Say of which kind a case is."""
    with context.desk() as desk:
        decided = classifying.classify(desk, CaseId(arguments.case), CaseKind(arguments.kind), reason=arguments.reason)
        second = approving.reason_of(desk, decided.decision)
    return _tell_waiting(context.out, decided, DecisionKind.CLASSIFICATION, second)


def approve(context: Context, arguments: Namespace) -> int:
    """Agree with the decision that waits on a case, or send it back."""
    case_id = CaseId(arguments.case)
    with context.desk() as desk:
        if arguments.send_back is not None:
            decided = approving.send_back(desk, case_id, reason=arguments.send_back)
            context.out.document(documents.of_decided(decided))
            state = context.out.words(STATE_WORDS[decided.state])
            context.out.say(
                f"已退回给处理人，什么都没有执行；状态：{state}。",
                f"Sent back, nothing was carried out; state: {state}.",
            )
            return 0
        decided = approving.approve(desk, case_id, note=arguments.note, hold=timedelta(seconds=arguments.hold))
        if not accounts.is_proven(desk):
            context.out.say(*accounts.NOT_PROVEN)
        code = _tell(context.out, desk, decided)
        if decided.commands:
            first = approving.first_person(desk, decided.decision).name
            context.out.say(
                f"由 {first} 的账号发送：请 {first} 运行 steward sync，或等 TA 的窗口下次同步。",
                f"It goes out under {first}'s account: {first} runs steward sync, or their window does.",
            )
        return code


def _tell(out: Output, desk: Desk, decided: Decided) -> int:
    kept = sanctions.kept(desk, decided.decision)
    if kept is None:
        return tell(out, decided, approving.kind_of(desk, decided.decision))
    if not kept.waits:
        _say_measure(out, kept)
    return _tell_waiting(out, decided, DecisionKind.SANCTION, kept.second_person)


def _tell_waiting(out: Output, decided: Decided, kind: DecisionKind, second: SecondPerson | None) -> int:
    if decided.state is not CaseState.AWAITING_APPROVAL or second is None:
        return tell(out, decided, kind)
    out.document(documents.of_decided(decided))
    why = SECOND_WORDS[second]
    out.say(
        f"工单 {decided.case}：{why.zh}。请另一个账号运行 steward approve {decided.case}；在此之前什么都不会执行。",
        f"Case {decided.case}: {why.en}. Another account has to run steward approve {decided.case}; nothing happens "
        "before.",
    )
    return 0


def _say_measure(out: Output, kept: KeptSanction) -> None:
    rung, term = out.words(RUNG_WORDS[kept.sanction.rung]), kept.sanction.term
    until = f" → {local(kept.ends)}" if kept.ends else ""
    expires = local(term.expires) if term and term.expires else "-"
    out.say(
        f"{kept.sanction.member.name}：{rung}{until}；记 {kept.sanction.strikes} 分，{expires} 到期。",
        f"{kept.sanction.member.name}: {rung}{until}; strikes {kept.sanction.strikes}, counted until {expires}.",
    )
    for line in kept.sanction.because:
        out.line(f"  · {out.words(line)}")
