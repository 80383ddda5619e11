"""A packet as plain text, for reading in a terminal."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from app.domain.cases import KIND_WORDS, CaseKind
from app.domain.words import Words
from app.packets.case_file import CaseFile, Person, Thread
from app.text.display import visible

Content = bytes | memoryview


def told(file: CaseFile, contents: Mapping[str, Content]) -> Iterator[Words]:
    """What is in it, line by line; texts of the community stand as they are, with what can't be seen marked."""
    kind = KIND_WORDS[CaseKind(file.kind)] if file.kind in set(CaseKind) else Words(file.kind, file.kind)
    yield Words(
        f"证据固定单 · 工单 {visible(file.case)} · {kind.zh}", f"Evidence · case {visible(file.case)} · {kind.en}"
    )
    at, by = _time(file.sealed_at), _name(file.sealed_by)
    yield Words(f"固证：{at}，{by}", f"sealed: {at} by {by}")
    author = _name(file.post.author) if file.post.author else "—"
    yield Words(f"社区：{visible(file.community.url)}", f"community: {visible(file.community.url)}")
    yield Words(f"作者：{author}；举报 {file.post.reports} 次", f"author: {author}; reported {file.post.reports} times")
    if file.post.link:
        yield Words(f"链接：{visible(file.post.link)}", f"link: {visible(file.post.link)}")
    head = f"{file.ledger.entries}:{file.ledger.head}"
    yield Words(f"台账：{head}", f"ledger: {head}")
    for number, text in enumerate(file.texts, 1):
        count, when = len(file.texts), _time(text.written_at)
        yield Words(f"\n[第 {number} 版，共 {count} 版] {when}", f"\n[version {number} of {count}] {when}")
        yield from map(_same, (visible(text.title), visible(str(contents[text.file], "utf-8"))))
    yield from _thread(file.thread)
    for kept in file.files:
        yield _same(f"\n{kept.file} · {visible(kept.name)} · {kept.size} B · {_time(kept.added_at)}")
        if kept.note:
            yield Words(f"备注：{visible(kept.note)}", f"note: {visible(kept.note)}")
    for absent in file.missing:
        address, zh, en = visible(absent.address), visible(absent.why_zh), visible(absent.why_en)
        yield Words(f"\n缺少图片：{address}\n  {zh}", f"\nmissing picture: {address}\n  {en}")
    yield _same("")
    for one in file.named:
        yield _same(f"{one.sha256}  {one.file}")


def _thread(thread: Thread | None) -> Iterator[Words]:
    if thread is None:
        return
    title = visible(thread.title)
    yield Words(f"\n前后楼层：{title}", f"\nThe thread around it: {title}")
    for post in thread.posts:
        yield _same(f"\n#{post.number or '—'} {_name(post.author)} {_time(post.created_at)} [{visible(post.state)}]")
        yield _same(visible(post.text))


def _same(text: str) -> Words:
    return Words(text, text)


def _name(person: Person) -> str:
    return f"{visible(person.name)} ({visible(person.id)})"


def _time(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M:%S %z}"
