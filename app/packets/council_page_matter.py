"""What helps to judge: two posts side by side with the passages that both have, and how an exchange went over time."""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from app.domain.words import Words
from app.packets.council_file import Comparison, CouncilFile, Post
from app.packets.page_parts import END, begin, both, minute, section, shown

_WIDTH, _LEFT, _RIGHT, _ROW, _TOP = 680, 110, 20, 26, 34
_MOST_ROWS, _MOST_MARKS = 14, 400


def comparisons(file: CouncilFile, zone: tzinfo | None) -> Iterator[str]:
    """Posts side by side, pair by pair: a post may stand in many of them."""
    if not file.comparisons:
        return
    by_id = {one.id: one for one in file.posts}
    yield begin("对照", "Side by side")
    for one in file.comparisons:
        yield _comparison(one, by_id[one.first], by_id[one.second], zone)
    yield END


def _comparison(one: Comparison, first: Post, second: Post, zone: tzinfo | None) -> str:
    count = len(one.passages)
    lead = both(
        Words(
            f"较晚的一帖有 {one.share}% 的文字也见于较早的一帖；相同或几乎相同的段落共 {count} 处，两边编号一致。",
            f"{one.share} % of the later post also stands in the earlier one. Passages that are alike ({count}) have "
            "the same number on both sides.",
        )
    )
    left = _marked(first.text, [(passage.first_at, passage.first_length) for passage in one.passages])
    right = _marked(second.text, [(passage.second_at, passage.second_length) for passage in one.passages])
    heads = "".join(
        f'<th><span class="label">{shown(post.author)}</span> {minute(post.written_at, zone)}'
        f"{'<br>' + shown(post.title) if post.title else ''}</th>"
        for post in (first, second)
    )
    return (
        f'<p>{lead}</p><table class="side"><thead><tr>{heads}</tr></thead><tbody><tr>'
        f'<td><div class="body">{left}</div></td><td><div class="body">{right}</div></td></tr></tbody></table>'
    )


def _marked(text: str, passages: Sequence[tuple[int, int]]) -> str:
    """A text with its passages marked by their numbers; one that begins within another is left as it is."""
    pieces: list[str] = []
    at = 0
    for start, length, number in sorted((start, length, number) for number, (start, length) in enumerate(passages, 1)):
        if start >= at and length:
            pieces.append(shown(text[at:start]))
            pieces.append(f"<mark><b>{number}</b>{shown(text[start : start + length])}</mark>")
            at = start + length
    return "".join([*pieces, shown(text[at:])])


# --- an exchange over time ------------------------------------------------------------------------------


def exchange(file: CouncilFile, zone: tzinfo | None) -> str:
    """Who wrote when, when it was reported, and which posts calmed it: drawn, with a key in words."""
    if file.heat is None or not file.posts:
        return ""
    times = [one.written_at for one in file.posts] + list(file.heat.reports)
    axis = _Axis(min(times), max(times))
    rows = _rows(file.posts)
    height = _TOP + _ROW * len(rows) + 24
    drawn = "".join([*_reports(file.heat.reports, axis, height), *_lines(file, rows, axis), *axis.ends(zone, height)])
    title = "按时间排列的发言与举报"
    chart = f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{title}">{drawn}</svg>'
    return section("争吵的经过", "How it went", f"<p>{both(_told(file))}</p>{chart}{_key()}")


def _told(file: CouncilFile) -> Words:
    posts, authors = len(file.posts), len({one.author for one in file.posts})
    reports = len(file.heat.reports) if file.heat else 0
    return Words(
        f"{authors} 人共发言 {posts} 次，期间被举报 {reports} 次。每行一人，从左到右为时间先后。",
        f"Posts: {posts}, by {authors}; reports meanwhile: {reports}. A row for each of them, time runs from left to "
        "right.",
    )


class _Axis:
    """Where a moment stands in the drawing."""

    def __init__(self, begin: datetime, end: datetime) -> None:
        self._begin, self._end = begin, end
        self._span = (end - begin).total_seconds() or 1.0

    def at(self, when: datetime) -> float:
        """From the left, in units of the drawing."""
        share = (when - self._begin).total_seconds() / self._span
        return round(_LEFT + 8 + share * (_WIDTH - _LEFT - _RIGHT - 16), 1)

    def ends(self, zone: tzinfo | None, height: int) -> Iterator[str]:
        """When it begins and when it ends, in words."""
        first, last = self._begin.astimezone(zone), self._end.astimezone(zone)
        yield f'<text class="soft" x="{_LEFT}" y="{height - 6}">{first:%Y-%m-%d %H:%M}</text>'
        if first != last:
            where = f'x="{_WIDTH - _RIGHT}" y="{height - 6}" text-anchor="end"'
            yield f'<text class="soft" {where}>{last:%Y-%m-%d %H:%M}</text>'


def _rows(posts: Sequence[Post]) -> dict[str, int]:
    """Which row an author has, in the order in which they first wrote; the last is for all who come later."""
    rows: dict[str, int] = {}
    for one in posts:
        if one.author not in rows and len(rows) < _MOST_ROWS:
            rows[one.author] = len(rows)
    return rows


def _reports(reports: Sequence[datetime], axis: _Axis, height: int) -> Iterator[str]:
    yield '<text x="4" y="20">举报 reports</text>'
    for at in reports[:_MOST_MARKS]:
        x = axis.at(at)
        yield f'<line class="report" x1="{x}" y1="10" x2="{x}" y2="22"></line>'
        yield f'<line class="axis" x1="{x}" y1="22" x2="{x}" y2="{height - 22}"></line>'


def _lines(file: CouncilFile, rows: dict[str, int], axis: _Axis) -> Iterator[str]:
    calmed = set(file.heat.calmed_by) if file.heat else set()
    for author, row in rows.items():
        y = _TOP + _ROW * row + _ROW // 2
        name = author if len(author) <= 8 else author[:7] + "…"
        yield f'<text x="4" y="{y + 4}">{shown(name)}</text>'
        yield f'<line class="axis" x1="{_LEFT}" y1="{y}" x2="{_WIDTH - _RIGHT}" y2="{y}"></line>'
    for one in file.posts[:_MOST_MARKS]:
        if one.author in rows:
            y = _TOP + _ROW * rows[one.author] + _ROW // 2
            yield _drawn(
                "calmed" if one.id in calmed else "judged" if one.judged else "post", axis.at(one.written_at), y
            )


def _drawn(kind: str, x: float, y: float) -> str:
    """A post: round, square where it is judged, hollow where it calmed; told apart without colours."""
    if kind == "judged":
        return f'<rect class="judged" x="{x - 6}" y="{y - 6}" width="12" height="12"></rect>'
    return f'<circle class="{kind}" cx="{x}" cy="{y}" r="{5 if kind == "calmed" else 6}"></circle>'


def _key() -> str:
    kinds = (
        ("post", Words("发言", "a post")),
        ("judged", Words("请您评议的发言", "a post to be judged")),
        ("calmed", Words("此后平息下来的发言", "a post after which it calmed down")),
    )
    lines = "".join(
        f'<li><svg viewBox="0 0 16 16">{_drawn(kind, 8, 8)}</svg>{both(words)}</li>' for kind, words in kinds
    )
    mark = '<svg viewBox="0 0 16 16"><line class="report" x1="8" y1="2" x2="8" y2="14"></line></svg>'
    return f'<ul class="key">{lines}<li>{mark}{both(Words("被举报", "a report"))}</li></ul>'
