"""A packet of the council as plain text, for reading in a terminal."""

from collections.abc import Iterator
from datetime import datetime

from app.domain.council import MATTER_WORDS, Matter
from app.domain.words import Words
from app.packets.council_file import Article, Comparison, CouncilFile, Post, Statement
from app.text.display import visible


def told(file: CouncilFile) -> Iterator[Words]:
    """What is in it, line by line; what people wrote stands as it is, with what can't be seen marked."""
    matter = MATTER_WORDS[Matter(file.matter)]
    yield Words(f"评议案卷 · {file.case} · 第 {file.round} 轮 · {matter.zh}", _line(file, matter.en))
    yield Words(f"投票截止：{_time(file.due_at)}", f"ballots until {_time(file.due_at)}")
    yield Words(f"\n要判断的问题：{visible(file.question)}", f"\nThe question: {visible(file.question)}")
    yield Words(f"所称情况：{visible(file.alleged)}", f"What is said to have happened: {visible(file.alleged)}")
    for party in file.parties:
        yield from _statement(party)
    for article in file.articles:
        yield from _article(article)
    for post in file.posts:
        yield from _post(post)
    for comparison in file.comparisons:
        yield _comparison(comparison)
    yield from _rest(file)


def _line(file: CouncilFile, matter: str) -> str:
    return f"Packet of the council · {file.case} · round {file.round} · {matter}"


def _statement(party: Statement) -> Iterator[Words]:
    yield Words(f"\n[{visible(party.label)}的陈述]", f"\n[statement of {visible(party.label)}]")
    if party.silent:
        yield Words("已征求意见，未作陈述", "was asked and said nothing")
    else:
        yield _same(visible(party.text))


def _article(one: Article) -> Iterator[Words]:
    head = f"{visible(one.document)} {visible(one.edition)}"
    zh, en = visible(one.title_zh or one.title_en), visible(one.title_en or one.title_zh)
    yield Words(f"\n[{head} 第 {one.number} 条] {zh}", f"\n[{head}, article {one.number}] {en}")
    yield Words(visible(one.text_zh or one.text_en), visible(one.text_en or one.text_zh))


def _post(one: Post) -> Iterator[Words]:
    number = f"#{one.number} " if one.number is not None else ""
    mark = Words("【待评议】", "[judged] ") if one.judged else Words("", "")
    line = f"{number}{visible(one.author)} {_time(one.written_at)} {visible(one.title)}"
    yield Words(f"\n{mark.zh}{line}", f"\n{mark.en}{line}")
    yield _same(visible(one.text))


def _comparison(one: Comparison) -> Words:
    first, second, count = visible(one.first), visible(one.second), len(one.passages)
    return Words(
        f"\n对照：{second} 有 {one.share}% 与 {first} 相同，共 {count} 处",
        f"\nCompared: {one.share} % of {second} stands in {first}, in {count} passages",
    )


def _rest(file: CouncilFile) -> Iterator[Words]:
    for action in file.actions:
        at = _time(action.at)
        yield Words(f"\n已采取的措施：{at} {visible(action.zh)}", f"\nDone so far: {at} {visible(action.en)}")
    for earlier in file.precedents:
        ruling, text = visible(earlier.ruling), visible(earlier.text)
        yield Words(f"\n以往评议 {ruling}：{text}", f"\nEarlier ruling {ruling}: {text}")
    yield _same("")
    for picture in file.named:
        yield _same(f"{picture.sha256}  {picture.file}")


def _same(text: str) -> Words:
    return Words(text, text)


def _time(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M %z}"
