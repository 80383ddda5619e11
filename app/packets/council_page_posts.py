"""The posts of a council's packet on its page: thread by thread, with their pictures."""

import base64
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from html import escape
from itertools import groupby

from app.domain.words import Words
from app.packets.council_file import CouncilFile, Left, Picture, Post
from app.packets.page_parts import END, begin, both, minute, shown
from app.text.display import visible

Content = bytes | memoryview

LARGEST_SHOWN, MOST_SHOWN = 8 * 2**20, 48 * 2**20
"""Bytes of a picture, and of all of them, that the page holds itself; larger ones are named with their file."""

STATES = {
    "hidden": Words("已折叠", "hidden"),
    "deleted": Words("已删除", "deleted"),
    "pending": Words("待审", "pending"),
}


def posts(file: CouncilFile, contents: Mapping[str, Content], zone: tzinfo | None) -> Iterator[str | bytes]:
    """All of them, in the order in which they stand in the file, piece by piece: pictures are large."""
    if not file.posts:
        return
    yield begin("帖子", "The posts")
    room = MOST_SHOWN
    pictures: dict[str, list[Picture]] = {}
    for one_picture in file.pictures:
        pictures.setdefault(one_picture.post, []).append(one_picture)
    left: dict[str, list[Left]] = {}
    for one_left in file.left_out:
        left.setdefault(one_left.post, []).append(one_left)
    for thread, of_thread in groupby(file.posts, key=lambda one: one.thread):
        yield f"<h3>{shown(thread)}</h3>" if thread else ""
        for one in of_thread:
            yield _post(one, zone)
            for picture in pictures.get(one.id, ()):
                size = len(contents[picture.file])
                inside = size <= min(LARGEST_SHOWN, room)
                room -= size if inside else 0
                yield from _picture(picture, contents[picture.file] if inside else None)
            yield from map(_left, left.get(one.id, ()))
            yield "</article>"
    yield END


def _post(one: Post, zone: tzinfo | None) -> str:
    number = f"{one.number} 楼 · " if one.number is not None else ""
    edited = f" · {both(Words('改于', 'edited'))} {minute(one.edited_at, zone)}" if one.edited_at else ""
    state = f' <span class="mark">{both(STATES[one.state])}</span>' if one.state in STATES else ""
    judged = f' <span class="mark">{both(Words("请您评议", "to be judged"))}</span>' if one.judged else ""
    title = f"<h3>{shown(one.title)}</h3>" if one.title else ""
    return (
        f'<article class="post{" judged" if one.judged else ""}"><p class="by"><span class="label">{shown(one.author)}'
        f"</span> {number}{minute(one.written_at, zone)}{edited}{state}{judged}</p>{title}"
        f'<div class="body">{shown(one.text)}</div>'
    )


def _picture(one: Picture, content: Content | None) -> Iterator[str | bytes]:
    """A picture within the page, or, where there is no room for it, where it lies; texts name it by its number."""
    number = visible(one.file.rpartition("/")[2].partition(".")[0].lstrip("0"))
    if content is None:
        yield f'<p class="beside">{both(Words("图片见文件", "for the picture see the file"))} {shown(one.file)}</p>'
        return
    yield f'<figure><img alt="{escape(f"图 {number}")}" src="data:{shown(one.media_type)};base64,'
    yield base64.b64encode(content)
    blurred = f" · {both(Words('部分内容已打码', 'parts were blurred'))}" if one.blurred else ""
    yield f'"><figcaption>{both(Words(f"图 {number}", f"picture {number}"))}{blurred}</figcaption></figure>'


def _left(one: Left) -> str:
    why = Words(visible(one.why_zh), visible(one.why_en))
    return f'<p class="hint">{both(Words("有一张图片未收入", "a picture was left out"))}：{both(why)}</p>'
