"""`council evidence`: posts side by side with what they share, and how an exchange went, as staff may look at it."""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from app.cli.context import Context
from app.cli.output import Output, local, stamp
from app.domain.council import ReferralId
from app.domain.council_heat import Exchange
from app.domain.words import Words
from app.operations import council_evidence
from app.operations.council_evidence import Pair, Shown
from app.operations.council_packet_material import PostOf

_LONGEST = 60


def evidence(context: Context, arguments: Namespace) -> int:
    """What helps to judge a referral."""
    out = context.out
    with context.desk() as desk:
        found = council_evidence.evidence(desk, ReferralId(arguments.referral))
    out.document(_document(found))
    if not out.json:
        for line in _lines(out, found):
            out.line(line)
    return 0


def _document(found: Shown) -> dict[str, Any]:
    return {
        "referral": found.referral.id,
        "matter": found.referral.matter,
        "posts": [_of_post(one) for one in found.posts],
        "pairs": [_of_pair(one) for one in found.pairs],
        "exchange": _of_exchange(found.exchange) if found.exchange is not None else None,
    }


def _of_post(one: PostOf) -> dict[str, Any]:
    return {
        "post": one.id,
        "author": one.author,
        "thread": one.thread,
        "written_at": stamp(one.written_at),
        "edited_at": stamp(one.edited_at),
        "judged": one.judged,
        "text": one.text,
    }


def _of_pair(pair: Pair) -> dict[str, Any]:
    return {
        "first": pair.first.id,
        "second": pair.second.id,
        "share": pair.shared.share,
        "passages": [
            {
                "first_at": one.first_at,
                "first_length": one.first_length,
                "second_at": one.second_at,
                "second_length": one.second_length,
            }
            for one in pair.shared.passages
        ],
    }


def _of_exchange(went: Exchange) -> dict[str, Any]:
    return {
        "turns": [
            {"post": one.post, "author": one.author, "at": stamp(one.at), "judged": one.judged} for one in went.turns
        ],
        "reports": [stamp(one) for one in went.reports],
        "calmed_by": list(went.calmed_by),
    }


def _lines(out: Output, found: Shown) -> Iterator[str]:
    for pair in found.pairs:
        yield from _side_by_side(out, pair)
    if found.exchange is not None:
        yield from _course(out, found.exchange, {one.id: one for one in found.posts})
    elif not found.pairs:
        for one in found.posts:
            yield _line(one)


def _side_by_side(out: Output, pair: Pair) -> Iterator[str]:
    one, other, share = pair.first, pair.second, pair.shared.share
    who = f"{one.author} {local(one.written_at)} → {other.author} {local(other.written_at)}"
    taken = Words(f"后一篇有 {share}% 与前一篇相同", f"{share}% of the later post stand in the earlier one")
    yield f"{who}: {out.words(taken)}"
    for at, passage in enumerate(pair.shared.passages, 1):
        yield f"  {at:>2} {_short(one.text[passage.first_at : passage.first_end])}"
        yield f"     {_short(other.text[passage.second_at : passage.second_end])}"


def _course(out: Output, went: Exchange, posts: dict[str, PostOf]) -> Iterator[str]:
    report, calmed = Words("举报", "a report"), Words("（此后平息）", " (it calmed after this)")
    moments = [(one.at, _line(posts[one.post]), one.post in went.calmed_by) for one in went.turns]
    moments += [(at, f"{local(at)} {'':<6}{out.words(report)}", False) for at in went.reports]
    for _, line, after in sorted(moments, key=lambda one: one[0]):
        yield line + (out.words(calmed) if after else "")


def _line(one: PostOf) -> str:
    return f"{local(one.written_at)} {'*' if one.judged else ' '} {one.author}: {_short(one.text)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
