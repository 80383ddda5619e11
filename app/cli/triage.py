"""`queue`, `case`, `dismiss`."""

from argparse import Namespace
from datetime import timedelta

from app.cli import documents
from app.cli.context import Context
from app.cli.output import Output, local
from app.cli.promises_documents import of_promise, promise_line
from app.domain.cases import KIND_WORDS, STATE_WORDS, CaseId, CaseState
from app.domain.commands import COMMAND_WORDS
from app.domain.contacts import result_words
from app.domain.decisions import DECISION_WORDS, Decided, DecisionKind
from app.domain.hand import PLACE_WORDS
from app.domain.triage import QueueFilter
from app.domain.words import Words
from app.operations import dismissing, searching, triage
from app.operations.case_view import CaseView, case_view
from app.operations.promises_view import of_case

_UNDONE = Words("（已撤回）", "(undone)")


def queue(context: Context, arguments: Namespace) -> int:
    """List what waits, most urgent first."""
    out = context.out
    wanted = QueueFilter(state=CaseState(arguments.state) if arguments.state else None)
    with context.desk() as desk:
        if arguments.search:
            searching.index_all(desk)
        rows = triage.queue(desk, wanted, search=arguments.search or "", limit=arguments.limit)
    out.document([documents.of_row(row) for row in rows])
    if not rows:
        out.say("没有符合条件的工单。", "No case fits.")
    for row in rows:
        kind, at = out.words(KIND_WORDS[row.kind]), local(row.reported_at)
        where = out.words(STATE_WORDS[row.state])
        out.line(f"{row.id:<10} {where} · {kind} · {at} · {row.author} · {row.title}")
        out.say(f"{'':<10} 举报 {row.reports}：{row.excerpt}", f"{'':<10} reports {row.reports}: {row.excerpt}")
    return 0


def case(context: Context, arguments: Namespace) -> int:
    """Show one case with everything about it."""
    with context.desk() as desk:
        view, promised = case_view(desk, CaseId(arguments.case)), of_case(desk, CaseId(arguments.case))
        now = desk.clock()
    whole = documents.of_view(view, context.out.language) | {"promises": [of_promise(one, now) for one in promised]}
    context.out.document(whole)
    if not context.out.json:
        _print(context.out, view)
        for one in promised:
            context.out.line(promise_line(context.out, one, now))
    return 0


def _print(out: Output, view: CaseView) -> None:
    case = view.case
    author = case.author.name if case.author else "?"
    out.line(f"{case.id} · {out.words(STATE_WORDS[case.state])} · {out.words(KIND_WORDS[case.kind])} · {case.title}")
    where = f" · {out.words(PLACE_WORDS[case.place])}" if case.place else ""
    out.line(f"{author} · {local(case.revision.written_at)}{where}\n\n{case.revision.body}\n")
    if case.link:
        out.line(case.link)
    if case.edits:
        out.say(f"（被举报时的原文）\n{case.body}\n", f"(as it was reported)\n{case.body}\n")
    for report in view.reports:
        by = report.by.name if report.by else "?"
        out.say(f"举报 {local(report.at)} {by}：{report.reason}", f"report {local(report.at)} {by}: {report.reason}")
    if view.author and view.author.good_deeds:
        out.say(f"做过的好事：{'；'.join(view.author.good_deeds)}", f"good deeds: {'; '.join(view.author.good_deeds)}")
    if case.assignee:
        state = case.community_state.value
        out.say(f"社区里由 {case.assignee.name} 接手（{state}）", f"in the community: {case.assignee.name} ({state})")
    _print_hands(out, view)
    _print_outside(out, view)
    if case.due_at:
        waits = case.state is CaseState.AWAITING_DEPARTMENT
        zh, en = ("答复期限", "due by") if waits else ("作者修改期限", "the author has until")
        out.say(f"{zh}：{local(case.due_at)}", f"{en} {local(case.due_at)}")
    for decision in view.decisions:
        basis = decision.basis
        cited = f" · {out.words(basis.edition_name)} §{basis.article}" if basis else ""
        undone = out.words(_UNDONE) if decision.undone_at else ""
        kind = out.words(DECISION_WORDS[decision.kind])
        out.line(f"{local(decision.at)} {decision.by.name}: {kind}{cited} {undone}\n{decision.text or decision.reason}")
    for command in view.commands:
        step, now = COMMAND_WORDS[command.intent.kind], command.state_words
        out.line(f"{command.id}  {out.words(now)} · {out.words(step)} {out.words(command.reason)}")
    for kept in view.evidence:
        out.say(
            f"证据 {kept.seq}：{kept.name}（SHA-256 {kept.sha256}）",
            f"evidence {kept.seq}: {kept.name} (SHA-256 {kept.sha256})",
        )


def _print_hands(out: Output, view: CaseView) -> None:
    """Who has it, who keeps out, what was said when the last decision was sent back."""
    case, back = view.case, view.governed.sent_back
    if case.claimed_by and case.state is CaseState.CLAIMED:
        out.say(f"已由 {case.claimed_by.name} 接手", f"with {case.claimed_by.name}")
    for name, why in view.governed.kept_out:
        out.say(f"{name} 已回避：{why}", f"{name} keeps out: {why}")
    if back:
        out.say(f"{back.by.name} 退回了上一个决定：{back.reason}", f"{back.by.name} sent it back: {back.reason}")


def _print_outside(out: Output, view: CaseView) -> None:
    """Who from outside is involved, what was agreed to be said, and how the member was contacted."""
    for party in view.outside:
        if party.involved:
            line = f" · {party.line}" if party.line else ""
            out.say(f"外部介入 #{party.seq}：{party.words.zh}{line}", f"involved #{party.seq}: {party.words.en}{line}")
    if view.held:
        out.say(f"{len(view.held)} 条写好的内容被扣着", f"{len(view.held)} words are held")
    for one in view.contacts:
        result = result_words(one)
        out.say(
            f"联系 {local(one.at)} {one.by.name}：{result.zh}；{one.text}",
            f"contact {local(one.at)} {one.by.name}: {result.en}; {one.text}",
        )


def dismiss(context: Context, arguments: Namespace) -> int:
    """Close a case that needs no answer."""
    with context.desk() as desk:
        decided = dismissing.dismiss(
            desk,
            CaseId(arguments.case),
            reason=arguments.reason,
            calmed=arguments.calmed,
            hold=timedelta(seconds=arguments.hold),
        )
    return tell(context.out, decided, DecisionKind.DISMISSAL)


def tell(out: Output, decided: Decided, kind: DecisionKind, **beside: object) -> int:
    """Say that a decision was kept; `beside` goes into its JSON document."""
    out.document(documents.of_decided(decided) | beside)
    state, done = out.words(STATE_WORDS[decided.state]), out.words(DECISION_WORDS[kind])
    count = len(decided.commands) - decided.by_hand
    if decided.by_hand:
        out.say(
            f"工单 {decided.case}：{done}已记入，其中 {decided.by_hand} 步请人工办理，"
            f"办完运行 steward outbox tick 登记；状态：{state}。",
            f"Case {decided.case}: {done} is kept, {decided.by_hand} steps of it are to be done by hand: tick them off "
            f"with steward outbox tick; state: {state}.",
        )
    if decided.state is CaseState.AWAITING_APPROVAL and not decided.commands:
        out.say(
            f"工单 {decided.case}：{done}已记入，等另一个账号复核（steward approve {decided.case}），之前不执行。",
            f"Case {decided.case}: {done} is kept, and waits for another account: steward approve {decided.case}; "
            "nothing happens before.",
        )
    elif not decided.commands:
        out.say(
            f"工单 {decided.case}：{done}已记入；状态：{state}。",
            f"Case {decided.case}: {done} is kept; state: {state}.",
        )
    if not count:
        return 0
    out.say(
        f"工单 {decided.case}：{done}已记入，{count} 个操作待发送；状态：{state}。运行 steward sync 发送。",
        f"Case {decided.case}: {done} is kept, {count} operations wait to be sent; state: {state}. "
        "Run steward sync to send.",
    )
    return 0
