"""A packet of the council as plain text, for reading in a terminal."""

from collections.abc import Iterator
from datetime import datetime

from app.domain.council import MATTER_WORDS, Matter
from app.domain.words import Words
from app.packets.council_file import CouncilFile, Post
from app.text.display import visible


def told(file: CouncilFile) -> Iterator[Words]:
    """What is in it, line by line; texts of people stand as they are, with what can't be seen marked."""
    matter, name = MATTER_WORDS[Matter(file.matter)], f"{visible(file.case)}-{file.round}"
    yield Words(f"评议案卷 {name} · {matter.zh}", f"Packet {name} · {matter.en}")
    yield Words(f"要判断的问题：{visible(file.question)}", f"The question: {visible(file.question)}")
    yield Words(f"争议内容：{visible(file.alleged)}", f"What is alleged: {visible(file.alleged)}")
    yield Words(f"社区：{visible(file.community)}", f"community: {visible(file.community)}")
    yield Words(f"投票截止：{_time(file.due_at)}", f"vote until: {_time(file.due_at)}")
    if file.brand_party:
        yield Words("品牌方是当事人", "the brand is a party")
    yield from _parties(file)
    yield from _articles(file)
    yield from _posts(file)
    yield from _rest(file)


def _parties(file: CouncilFile) -> Iterator[Words]:
    for one in file.parties:
        label, text = visible(one.label), visible(one.text)
        role = Words("提出诉求的一方", "who complains") if one.complains else Words("另一方", "the other side")
        yield Words(f"\n{label}（{role.zh}）", f"\n{label} ({role.en})")
        yield Words("已征求意见，没有答复", "was asked and said nothing") if one.silent else _same(text)


def _articles(file: CouncilFile) -> Iterator[Words]:
    for one in file.articles:
        edition = visible(f"{one.document} {one.edition}")
        zh, en = one.title_zh or one.title_en, one.title_en or one.title_zh
        yield Words(
            f"\n第 {one.number} 条 {visible(zh)}（{edition}）", f"\nArticle {one.number} {visible(en)} ({edition})"
        )
        yield Words(visible(one.text_zh or one.text_en), visible(one.text_en or one.text_zh))


def _posts(file: CouncilFile) -> Iterator[Words]:
    for one in file.posts:
        yield from _post(one)
    for pair in file.comparisons:
        first, second = visible(pair.first), visible(pair.second)
        yield Words(
            f"\n{second} 有 {pair.share}% 的内容见于 {first}",
            f"\n{pair.share} % of {second} stands in {first}",
        )


def _post(post: Post) -> Iterator[Words]:
    judged = Words(" · 争议内容", " · judged") if post.judged else Words()
    head = f"\n[{visible(post.id)}] {visible(post.author)} {_time(post.written_at)} {visible(post.thread)}"
    yield Words(f"{head}{judged.zh}", f"{head}{judged.en}")
    if post.title:
        yield _same(visible(post.title))
    yield _same(visible(post.text))


def _rest(file: CouncilFile) -> Iterator[Words]:
    for one in file.precedents:
        published = one.published_at.astimezone().date()
        yield Words(
            f"\n过往类似 {visible(one.ruling)}，{published}", f"\nan earlier ruling, {visible(one.ruling)}, {published}"
        )
        yield _same(visible(one.text))
    for action in file.actions:
        at = _time(action.at)
        yield Words(f"\n管理人员 {at}：{visible(action.zh)}", f"\nstaff, {at}: {visible(action.en)}")
    for left in file.left_out:
        post = visible(left.post)
        yield Words(
            f"\n{post} 有一张图片未收入：{visible(left.why_zh)}",
            f"\na picture of {post} is left out: {visible(left.why_en)}",
        )
    yield _same("")
    for picture in file.pictures:
        yield _same(f"{picture.sha256}  {visible(picture.file)}")


def _same(text: str) -> Words:
    return Words(text, text)


def _time(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M %z}"
