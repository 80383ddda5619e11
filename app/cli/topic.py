"""`topic open|add|out|like|explain|promise|answer|follow-up|close|show|list`: one matter, many cases."""

from argparse import Namespace
from datetime import timedelta
from typing import Any

from app.cli import documents
from app.cli.context import Context
from app.cli.output import Output, local, stamp
from app.domain.cases import STATE_WORDS, CaseId
from app.domain.decisions import Batch
from app.domain.promises import STATE_WORDS as PROMISE_WORDS
from app.domain.promises import Change
from app.domain.topics import STANDING_WORDS, Counts, Topic, TopicCase, TopicId, topic_key
from app.domain.words import Words
from app.errors import EmptyMessage
from app.operations import promises, searching, topics, topics_answering, topics_following, topics_likely, topics_view
from app.operations.topics import Changed
from app.operations.topics_view import TopicView
from app.start import now

EXCERPT = 60


def list_topics(context: Context, arguments: Namespace) -> int:
    """List the topics."""
    out = context.out
    with context.desk() as desk:
        found = topics_view.topics(desk, closed=arguments.closed)
    out.document([_of_topic(one) for one in found])
    if not found:
        out.say("没有专题。用 steward topic open 开一个。", "There is no topic. steward topic open opens one.")
    for one in found:
        out.line(f"{one.id:<10} {one.title} · {local(one.opened_at)} · {one.by.name}")
        out.say(
            f"{'':<10} {one.cases} 位：已答复 {one.answered}，还没答复 {one.open}",
            f"{'':<10} {one.cases} people: {one.answered} answered, {one.open} not yet",
        )
    return 0


def show(context: Context, arguments: Namespace) -> int:
    """Everything about a topic."""
    with context.desk() as desk:
        found = topics_view.view(desk, TopicId(arguments.topic))
    context.out.document(_of_view(found))
    if not context.out.json:
        _print(context.out, found)
    return 0


def open_topic(context: Context, arguments: Namespace) -> int:
    """Open a topic."""
    with context.desk() as desk:
        done = topics.open_topic(desk, arguments.title, _cases(arguments.cases))
    return _tell(context.out, done, Words("已开专题", "Opened the topic"))


def add(context: Context, arguments: Namespace) -> int:
    """Put cases into a topic."""
    with context.desk() as desk:
        done = topics.add(desk, TopicId(arguments.topic), _cases(arguments.cases))
    return _tell(context.out, done, Words("已放进专题", "Put into the topic"))


def take_out(context: Context, arguments: Namespace) -> int:
    """Take cases out of a topic."""
    with context.desk() as desk:
        done = topics.take_out(desk, TopicId(arguments.topic), _cases(arguments.cases))
    return _tell(context.out, done, Words("已移出专题", "Taken out of the topic"))


def like(context: Context, arguments: Namespace) -> int:
    """Find open cases of the same matter, and put them into the topic where that is asked for."""
    out, about = context.out, arguments.about
    topic = TopicId(about) if topic_key(about) is not None else None
    with context.desk() as desk:
        searching.index_all(desk)
        found = topics_likely.likely(desk, topic or [CaseId(about)], limit=arguments.limit)
        if arguments.add:
            put = topics.add(desk, TopicId(about), [one.case.case for one in found])
            return _tell(out, put, Words("已放进专题", "Put into the topic"))
    out.document([{**_of_case(one.case), "likeness": round(one.score, 3)} for one in found])
    if not found:
        out.say("没有找到同一件事的工单。", "No other open case is about the same.")
    for one in found:
        _print_case(out, one.case, f"{one.score:.0%}")
    return 0


def explain(context: Context, arguments: Namespace) -> int:
    """Say what holds for all of a topic."""
    text = context.message(arguments.message)
    with context.desk() as desk:
        done = topics.explain(desk, TopicId(arguments.topic), text)
    return _tell(context.out, done, Words("说明已保存，之后的答复都用它", "Kept; replies say it from now on"))


def promise(context: Context, arguments: Namespace) -> int:
    """Promise all of a topic the same."""
    with context.desk() as desk:
        made = promises.promising(
            desk,
            what=arguments.what,
            department=arguments.department,
            owner=arguments.owner,
            days=arguments.days,
            due_at=arguments.due,
            number=arguments.number,
        )
        done = topics.promise(desk, TopicId(arguments.topic), made)
    due = local(made.due_at)
    return _tell(context.out, done, Words(f"已承诺，{due} 前答复", f"Promised, due by {due}"))


def answer(context: Context, arguments: Namespace) -> int:
    """Answer each who was not answered yet, or show what that would do."""
    topic, cases = TopicId(arguments.topic), _cases(arguments.cases) or None
    with context.desk() as desk:
        if arguments.plan:
            return _tell_plan(context.out, topics_answering.plan(desk, topic, cases=cases))
        done = topics_answering.answer(
            desk,
            topic,
            cases=cases,
            first_lines={CaseId(case): line for case, line in arguments.first_line},
            hold=timedelta(seconds=arguments.hold),
        )
    return _tell_batch(context.out, topic, done)


def follow_up(context: Context, arguments: Namespace) -> int:
    """Tell all how it goes on."""
    topic, hold = TopicId(arguments.topic), timedelta(seconds=arguments.hold)
    if not arguments.rest and not arguments.message:
        raise EmptyMessage
    with context.desk() as desk:
        if arguments.rest:
            done = topics_following.tell_rest(desk, topic, hold=hold)
        else:
            change, text = Change(arguments.change), context.message(arguments.message)
            until = arguments.due or promises.reckon(desk, arguments.days).at
            done = topics_following.follow_up(desk, topic, change, text, due_at=until, hold=hold)
    return _tell_batch(context.out, topic, done)


def close(context: Context, arguments: Namespace) -> int:
    """Close a topic."""
    with context.desk() as desk:
        done = topics.close(desk, TopicId(arguments.topic))
    return _tell(context.out, done, Words("专题已办结", "The topic is closed"))


def _cases(named: list[str]) -> list[CaseId]:
    return [CaseId(one) for one in named]


def _tell(out: Output, done: Changed, what: Words) -> int:
    refused = _refused(out, done.refused)
    out.document({"topic": done.topic, "cases": list(done.cases), "refused": refused})
    many = f" · {len(done.cases)}" if done.cases else ""
    out.line(f"{done.topic}: {out.words(what)}{many}")
    _say_refused(out, refused)
    return 0


def _tell_batch(out: Output, topic: TopicId, done: Batch) -> int:
    refused = _refused(out, done.refused)
    out.document({"topic": topic, "answered": [documents.of_decided(one) for one in done.decided], "refused": refused})
    many, waiting = len(done.decided), sum(not one.commands for one in done.decided)
    out.say(
        f"{topic}：{many} 条回复已记入。运行 steward sync 发送。",
        f"{topic}: {many} replies are kept. Run steward sync.",
    )
    if waiting:
        out.say(f"其中 {waiting} 条等另一个账号复核。", f"{waiting} of them wait for another account.")
    _say_refused(out, refused)
    return 0


def _tell_plan(out: Output, planned: topics_answering.Planned) -> int:
    refused = _refused(out, [(one.case, why) for one, why in planned.refused])
    ready = [{"case": one.case, "text": text} for one, text in planned.ready]
    out.document({"ready": ready, "refused": refused, "second_person": planned.second})
    for one, text in planned.ready:
        out.line(f"--- {one.case} · {one.author.name if one.author else '?'}\n{text}")
    _say_refused(out, refused)
    return 0


def _refused(out: Output, refused: "list[tuple[CaseId, Words]] | tuple[tuple[CaseId, Words], ...]") -> list[Any]:
    return [{"case": case, "reason": out.words(why)} for case, why in refused]


def _say_refused(out: Output, refused: list[Any]) -> None:
    if refused:
        out.say(f"{len(refused)} 件没有包括在内：", f"{len(refused)} were left out:")
    for one in refused:
        out.line(f"{one['case']:<10} {one['reason']}")


# --- documents ------------------------------------------------------------------------------------------


def _of_topic(one: Topic) -> dict[str, Any]:
    return {
        "topic": one.id,
        "title": one.title,
        "opened_at": stamp(one.opened_at),
        "by": one.by.name,
        "closed_at": stamp(one.closed_at),
        "explanation": one.explanation,
        "count": one.cases,
        "answered": one.answered,
        "open": one.open,
    }


def _of_case(one: TopicCase) -> dict[str, Any]:
    return {
        "case": one.case,
        "author": one.author.name if one.author else None,
        "title": one.title,
        "excerpt": " ".join(one.text.split())[:EXCERPT],
        "state": one.state,
        "kind": one.kind,
        "standing": one.standing,
        "fresh": one.fresh,
        "decision": one.reply,
    }


def _of_view(found: TopicView) -> dict[str, Any]:
    moment = now()
    return _of_topic(found.topic) | {
        "cases": [
            _of_case(one)
            | {
                "model": found.facts[one.case].model,
                "version": found.facts[one.case].version,
                "place": found.facts[one.case].place,
            }
            for one in found.cases
        ],
        "counts": _of_counts(found.counts),
        "words": [
            {"said": one.said, "text": one.text, "at": stamp(one.at), "by": one.by.name, "due": stamp(one.due_at)}
            for one in found.words
        ],
        "promises": [
            {
                "promise": one.id,
                "what": one.made.what,
                "department": one.made.department,
                "owner": one.made.owner,
                "due": stamp(one.due_at),
                "state": one.state(moment),
            }
            for one in found.promises
        ],
        "fresh": found.fresh,
        "untold": found.untold,
    }


def _of_counts(found: Counts) -> dict[str, Any]:
    return {"models": dict(found.models), "versions": dict(found.versions), "places": dict(found.places)}


def _print(out: Output, found: TopicView) -> None:
    topic = found.topic
    out.line(f"{topic.id} · {topic.title}\n\n{topic.explanation}\n")
    for promised in found.promises:
        state = out.words(PROMISE_WORDS[promised.state(now())])
        out.line(f"{promised.made.what} · {promised.made.department} · {local(promised.due_at)} · {state}")
    unknown = out.words(Words("没提到", "not named"))
    for named in (found.counts.models, found.counts.versions, found.counts.places):
        out.line(" · ".join(f"{name or unknown} {many}" for name, many in named))
    out.say(
        f"共 {topic.cases} 位：已答复 {topic.answered}，还没答复 {topic.open}（其中新来的 {found.fresh}）",
        f"{topic.cases} people: {topic.answered} answered, {topic.open} not yet ({found.fresh} of them new)",
    )
    if found.untold:
        out.say(f"还有 {found.untold} 位没收到最后的进展", f"{found.untold} did not hear the last word yet")
    for one in found.cases:
        _print_case(out, one, out.words(STANDING_WORDS[one.standing]))


def _print_case(out: Output, one: TopicCase, how: str) -> None:
    author = one.author.name if one.author else "?"
    out.line(f"{one.case:<10} {how} · {out.words(STATE_WORDS[one.state])} · {author} · {one.title}")
    out.line(f"{'':<10} {' '.join(one.text.split())[:EXCERPT]}")
