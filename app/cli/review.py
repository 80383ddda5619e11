"""`review draft`, `show`, `write`, `publish`, `export`; `honours suggest`."""

from argparse import Namespace
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.cli.context import Context
from app.cli.output import local, stamp
from app.domain.honours_suggested import Link, Suggestion
from app.domain.months import Month, month_named
from app.domain.review import REVIEW_WORDS, Review, from_markdown
from app.domain.words import Words
from app.errors import ReviewVersionNotFound
from app.operations import honours_view, review
from app.operations.desk import Desk
from app.operations.honours_suggested import suggestions
from app.operations.review_exporting import export as export_review


def _month(desk: Desk, arguments: Namespace) -> Month:
    return month_named(arguments.month) if arguments.month else review.last_month(desk)


def _of(one: Review) -> dict[str, Any]:
    return {
        "month": one.month,
        "version": one.version,
        "language": one.language,
        "title": one.title,
        "text": one.text,
        "by": one.by.name,
        "at": stamp(one.at),
    }


def draft(context: Context, arguments: Namespace) -> int:
    """Draft the review of a month."""
    with context.desk() as desk:
        language = arguments.language or context.out.language
        written = review.draft(desk, _month(desk, arguments), language, again=arguments.again).review
    context.out.document(_of(written))
    context.out.say(
        f"{written.month} 社区盘点第 {written.version} 稿：",
        f"Community review of {written.month}, v{written.version}:",
    )
    context.out.line(f"# {written.title}\n\n{written.text}")
    return 0


def show(context: Context, arguments: Namespace) -> int:
    """Show a version of a month's review, the newest unless another is named, and how far it is."""
    out = context.out
    with context.desk() as desk:
        shown = review.review(desk, _month(desk, arguments))
        wanted = shown.review.version if arguments.version is None else arguments.version
        found = [one for one in review.versions(desk, shown.review.month) if one.version == wanted]
    if not found:
        raise ReviewVersionNotFound(month=shown.review.month, version=wanted, newest=shown.review.version)
    one, published = found[0], shown.stands.publication if shown.stands else None
    out.document(
        _of(one)
        | {
            "state": shown.state,
            "published_version": published.version if published else None,
            "thread": shown.thread,
            "url": shown.url,
            "not_agreed": list(shown.names),
        }
    )
    state, at = REVIEW_WORDS[shown.state], local(one.at)
    out.say(
        f"{one.month} 社区盘点 · {state.zh} · 第 {one.version} 稿（{one.by.name}，{at}）{shown.url}",
        f"Community review of {one.month} · {state.en} · v{one.version} ({one.by.name}, {at}) {shown.url}",
    )
    if shown.names:
        out.say(
            f"本人没有同意（或已撤回同意）展示昵称，请改掉后再发布：{'、'.join(shown.names)}",
            f"These did not agree to be named, or do no longer; take them out and publish it: {', '.join(shown.names)}",
        )
    out.line(f"\n# {one.title}\n\n{one.text}")
    return 0


def write(context: Context, arguments: Namespace) -> int:
    """Take the whole text from a file."""
    file = context.message(arguments.file)
    with context.desk() as desk:
        month = _month(desk, arguments)
        known = review.review(desk, month).review
        title, text = from_markdown(file, known.title)
        read = arguments.version if arguments.version is not None else known.version
        written = review.write(desk, month, arguments.title or title, text, read=read).review
    context.out.document(_of(written))
    context.out.say(
        f"已保存 {month} 社区盘点第 {written.version} 稿。", f"Kept version {written.version} of the review of {month}."
    )
    return 0


def publish(context: Context, arguments: Namespace) -> int:
    """Publish the review of a month as a notice."""
    with context.desk() as desk:
        month = _month(desk, arguments)
        known = review.review(desk, month).review.version
        done = review.publish(
            desk,
            month,
            read=arguments.version if arguments.version is not None else known,
            named=arguments.named,
            by_hand=arguments.by_hand,
            hold=timedelta(seconds=arguments.hold),
        )
    context.out.document(
        {"month": month, "version": done.review.version, "decision": done.decision, "by_hand": done.by_hand}
    )
    if done.by_hand:
        context.out.say(
            f"{month} 社区盘点待人工发布：发布后在“待发送”里登记完成。",
            f"The review of {month} is to be put up by a person, who ticks it off in the outbox.",
        )
    else:
        context.out.say(f"{month} 社区盘点已排入待发送。", f"The review of {month} will be sent with the next sync.")
    return 0


def export(context: Context, arguments: Namespace) -> int:
    """Save the review of a month as files."""
    with context.desk() as desk:
        month = _month(desk, arguments)
        files = export_review(desk, month, arguments.out, arguments.format)
    context.out.document({"month": month, "files": [str(one) for one in files]})
    for one in files:
        context.out.say(f"已保存 {one}", f"Saved {one}")
    return 0


# --- who could be honoured --------------------------------------------------------------------------------


def suggest(context: Context, arguments: Namespace) -> int:
    """Who could be nominated, with reasons counted."""
    out = context.out
    with context.desk() as desk:
        found = suggestions(desk, arguments.limit)
        titles = {one.title.id: one.title.words for one in honours_view.titles(desk)}
    out.document([_of_suggestion(one, out.words) for one in found])
    if not found:
        out.say("眼下没有建议。", "Nobody stands out just now.")
    for one in found:
        title = titles[one.title]
        out.say(
            f"{one.member.name}（{one.member.id}）· 可提名“{title.zh}”",
            f"{one.member.name} ({one.member.id}) · could be “{title.en}”",
        )
        for reason in one.reasons:
            out.line(f"    {out.words(reason.words)}")
            for link in reason.links:
                where = link.url or link.post or link.case or ""
                out.line(f"      {link.title} {where} {out.words(link.words)}".rstrip())
    return 0


def _of_suggestion(one: Suggestion, words: Callable[[Words], str]) -> dict[str, Any]:
    return {
        "member": {"id": one.member.id, "name": one.member.name},
        "title": one.title,
        "reasons": [
            {
                "kind": reason.kind,
                "count": reason.count,
                "words": words(reason.words),
                "links": [_of_link(link) for link in reason.links],
            }
            for reason in one.reasons
        ],
    }


def _of_link(link: Link) -> dict[str, Any]:
    return {
        "at": stamp(link.at),
        "title": link.title,
        "thread": link.thread,
        "post": link.post,
        "case": link.case,
        "url": link.url,
    }
