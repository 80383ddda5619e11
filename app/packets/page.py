"""data/case.html: the case as a page to read and to print on A4. It needs nothing else: no script, nothing remote.

Whatever the community wrote is escaped and shown with every character that can't be seen; the exact bytes lie beside.
"""

import base64
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from html import escape

from app.domain.cases import KIND_WORDS, CaseKind
from app.domain.words import Words
from app.packets.case_file import Around, CaseFile, Kept, Person, Text
from app.packets.page_parts import END, POLICY, begin, both, facts, head, moment, section, shown
from app.packets.page_style import STYLE
from app.text.display import visible

Content = bytes | memoryview

LARGEST_SHOWN, MOST_SHOWN = 8 * 2**20, 48 * 2**20
"""Bytes of a picture, and of all of them, that the page holds itself; larger ones are named with their file."""

_STATES = {
    "hidden": Words("已折叠", "hidden"),
    "deleted": Words("已删除", "deleted"),
    "pending": Words("待审", "pending"),
}


def render(file: CaseFile, contents: Mapping[str, Content], zone: tzinfo | None = None) -> bytes:
    """The page, in UTF-8.

    Args:
        file: what it tells.
        contents: of the files that it names, by their names in the packet.
        zone: in which times are written, with their distance from UTC; that of this machine where none is named.
    """
    pieces = _Page(file, contents, zone).whole()
    return b"".join(piece.encode() if isinstance(piece, str) else piece for piece in pieces)


class _Page:
    def __init__(self, file: CaseFile, contents: Mapping[str, Content], zone: tzinfo | None) -> None:
        self._file, self._contents, self._zone = file, contents, zone
        self._room = MOST_SHOWN

    def whole(self) -> Iterator[str | bytes]:
        """All of it, piece by piece: pictures are large, and are put together once."""
        title = f"证据固定单 {escape(visible(self._file.case))}"
        yield (f"{head(POLICY)}<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n")
        yield from (self._head(), self._facts(), self._texts())
        yield from self._pictures()
        yield from (self._around(), self._hashes(), self._checking(), "\n</body>\n</html>\n")

    # --- the parts -------------------------------------------------------------------------------------

    def _head(self) -> str:
        file = self._file
        kind = KIND_WORDS[CaseKind(file.kind)] if file.kind in set(CaseKind) else Words(file.kind, file.kind)
        return (
            '<header><h1>证据固定单 <span class="en">Evidence record</span></h1>'
            f'<p class="lead">工单 <span class="en">Case</span> <b>{shown(file.case)}</b> · {both(kind)} · '
            f'固证于 <span class="en">sealed</span> <b>{self._time(file.sealed_at)}</b></p></header>'
        )

    def _facts(self) -> str:
        file, post, texts = self._file, self._file.post, self._file.texts
        first = f'首次 <span class="en">first</span> {self._time(post.reported_at)}'
        rows = [
            ("社区", "Community", f"{shown(file.community.url)}（{shown(file.community.platform)}）"),
            ("帖子", "Post", shown(texts[-1].title) if texts and texts[-1].title else "—"),
            ("帖子编号", "Post id", shown(post.id or "—")),
            ("链接", "Link", shown(post.link or "—")),
            ("作者", "Author", _person(post.author)),
            ("首次所见版本写于", "First version seen, written", self._time(texts[0].written_at) if texts else "—"),
            ("所见版本数", "Versions seen", str(len(texts))),
            (
                "举报",
                "Reports",
                f"{post.reports} 次，{first}",
            ),
            ("固证人", "Sealed by", _person(file.sealed_by)),
            (
                "治理台账",
                "Ledger",
                f"{file.ledger.entries} 条 <span class='en'>entries</span>，末条 <span class='en'>head</span> "
                f"<code>{file.ledger.head}</code>",
            ),
        ]
        return section("概要", "Summary", facts(rows))

    def _texts(self) -> str:
        texts = self._file.texts
        return section(
            "帖子原文", "The post", "".join(self._text(at, len(texts), one) for at, one in enumerate(texts, 1))
        )

    def _text(self, at: int, count: int, one: Text) -> str:
        body = bytes(self._contents[one.file]).decode()
        title = f"<h3>{shown(one.title)}</h3>" if one.title else ""
        now = '<span class="mark">当前 <span class="en">present</span></span>' if at == count else ""
        return (
            f'<article class="text"><p class="by">第 {at} 版，共 {count} 版 <span class="en">version {at} of {count}'
            f"</span> · {self._time(one.written_at)} {now}</p>{title}"
            f'<div class="body">{shown(body)}</div>'
            f"{_hash(one)}</article>"
        )

    def _pictures(self) -> Iterator[str | bytes]:
        if self._file.files or self._file.missing:
            yield begin("图片与文件", "Pictures and files")
            for one in self._file.files:
                yield "<figure>"
                yield from self._picture(one)
                yield self._caption(one)
            yield self._missing()
            yield END

    def _missing(self) -> str:
        lines = "".join(
            f"<li>{shown(one.address)}<br>{both(Words(visible(one.why_zh), visible(one.why_en)))}</li>"
            for one in self._file.missing
        )
        head = both(Words("未能取得的帖中图片", "pictures of the post that are not in here"))
        return f'<h3>{head}</h3><ul class="missing">{lines}</ul>' if lines else ""

    def _picture(self, one: Kept) -> Iterator[str | bytes]:
        content = self._contents[one.file]
        if one.media_type.startswith("image/") and len(content) <= min(LARGEST_SHOWN, self._room):
            self._room -= len(content)
            yield f'<img alt="{escape(visible(one.name))}" src="data:{one.media_type};base64,'
            yield base64.b64encode(content)
            yield '">'
        else:
            yield f'<p class="beside">见文件 <span class="en">see the file</span> {escape(one.file)}</p>'

    def _caption(self, one: Kept) -> str:
        note = f'<p class="note">备注 <span class="en">note</span>：{shown(one.note)}</p>' if one.note else ""
        kind = ' · <span class="mark">办理回执 <span class="en">receipt</span></span>' if one.receipt else ""
        return (
            f"<figcaption><b>{shown(one.name)}</b> · {one.size:,} B · {one.media_type}{kind}<br>"
            f'留存于 <span class="en">kept</span> {self._time(one.added_at)}，{_person(one.added_by)}{note}'
            f"{_hash(one)}</figcaption></figure>"
        )

    def _around(self) -> str:
        thread = self._file.thread
        if thread is None or not thread.posts:
            return ""
        rows = "".join(self._post(one) for one in thread.posts)
        left = (
            f'<p class="hint">另有 {thread.left_out} 楼较远，未收入。'
            f'<span class="en">{thread.left_out} posts further away are not included.</span></p>'
            if thread.left_out
            else ""
        )
        about = '<p class="hint">最近一次从社区读到的样子。<span class="en">As last read from the community.</span></p>'
        return section("前后楼层", "The thread around it", f"{about}<h3>{shown(thread.title)}</h3>{rows}{left}")

    def _post(self, one: Around) -> str:
        judged = one.id == self._file.post.id
        number = f"{one.number} 楼 · " if one.number is not None else ""
        edited = (
            f' · 改于 <span class="en">edited</span> {self._time(one.edited_at)}' if one.edited_at is not None else ""
        )
        state = f' · <span class="mark">{both(_STATES[one.state])}</span>' if one.state in _STATES else ""
        mark = ' · <span class="mark">本帖 <span class="en">the post</span></span>' if judged else ""
        return (
            f'<article class="around{" judged" if judged else ""}"><p class="by">{number}{_person(one.author)} · '
            f"{self._time(one.created_at)}{edited}{state}{mark}</p>"
            f'<div class="body">{shown(one.text)}</div></article>'
        )

    def _hashes(self) -> str:
        rows = "".join(
            f'<tr><td><code>{escape(one.file)}</code></td><td class="n">{one.size:,}</td>'
            f"<td><code>{one.sha256}</code></td></tr>"
            for one in self._file.named
        )
        head = '<tr><th>文件 <span class="en">File</span></th><th class="n">字节 <span class="en">Bytes</span></th>'
        table = f'<table class="files">{head}<th>SHA-256</th></tr>{rows}</table>'
        return section("文件与校验值", "Files and hashes", table)

    def _checking(self) -> str:
        key = escape(self._file.key)
        steps = (
            f'<p>签名公钥 <span class="en">signing key</span>：<code>{key}</code></p>'
            '<p class="hint">请从制作方另行取得公钥并核对，不要只信本页所列。'
            '<span class="en">Get the key from whoever made this by another way and compare it; '
            "do not trust this page alone.</span></p>"
            f"<pre>unzip FILE.stewardpacket\nminisign -V -m packet.zip -P {key}\n"
            "unzip -d packet packet.zip\nbagit.py --validate packet</pre>"
            '<p class="hint">签名证明文件自签名起未被改动；其中的时间取自制作人的电脑。'
            '<span class="en">The signature proves that nothing was changed since it was made; '
            "times are those of the computer that made it.</span></p>"
        )
        return section("怎样核验", "How to check it", steps) + _SIGNING

    def _time(self, at: datetime) -> str:
        return moment(at, self._zone)


def _hash(one: Text | Kept) -> str:
    return f'<p class="hash">{escape(one.file)}<br>SHA-256 <code>{one.sha256}</code></p>'


def _person(person: Person | None) -> str:
    return f"{shown(person.name)}（{shown(person.id)}）" if person else "—"


_SIGNING = (
    '<p class="signing">'
    + "".join(
        f"<span>{both(words)}</span>"
        for words in (Words("打印件核对人", "printout checked by"), Words("单位", "for"), Words("日期", "on"))
    )
    + "</p>"
)
