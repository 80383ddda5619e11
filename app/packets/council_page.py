"""data/case.html of a packet of the council: what a member reads before voting, on a screen or on paper.

It needs nothing else: no script, nothing remote. What people wrote is escaped and shown with every character that can't
be seen.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta, timezone, tzinfo
from html import escape

from app.domain.council import (
    ASKED_BY_WORDS,
    FINDING_WORDS,
    MATTER_WORDS,
    QUESTION_WORDS,
    REMEDY_WORDS,
    AskedBy,
    Matter,
    Question,
)
from app.domain.words import Words
from app.packets.council_file import Article, CouncilFile, Statement
from app.packets.council_page_check import POLICY
from app.packets.council_page_matter import comparisons, exchange
from app.packets.council_page_posts import posts
from app.packets.council_page_style import STYLE as OWN_STYLE
from app.packets.page_parts import both, distance, facts, head, minute, section, shown
from app.packets.page_style import STYLE
from app.text.display import visible
from app.text.masking import MASK_WORDS, MaskKind

Content = bytes | memoryview


def render(file: CouncilFile, contents: Mapping[str, Content], zone: tzinfo | None = None) -> bytes:
    """The page, in UTF-8.

    Args:
        file: what it tells.
        contents: of the pictures that it names, by their names in the packet.
        zone: in which times are written, with their distance from UTC; that of this machine where none is named. It
            is one distance for the whole page, whatever the clocks did meanwhile.
    """
    return b"".join(_pieces(file, contents, zone or file.sealed_at.astimezone().tzinfo))


def says(page: Content, file: CouncilFile, contents: Mapping[str, Content]) -> bool:
    """Whether a page is the one that this version writes of a file, in the zone that the page names.

    It ends with the first piece that differs, so that no file makes it write more than the page has.
    """
    zone = _zone_of(page)
    if zone is None:
        return False
    at, view = 0, memoryview(page)
    for piece in _pieces(file, contents, zone):
        if view[at : at + len(piece)] != piece:
            return False
        at += len(piece)
    return at == len(view)


_NAMED = re.compile("本页时间均为 UTC([+-])(0[0-9]|1[0-4]):([0-5][0-9]) 当地时间".encode())


def _zone_of(page: Content) -> tzinfo | None:
    found = _NAMED.search(page)
    if found is None:
        return None
    away = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-away if found[1] == b"-" else away)


def _pieces(file: CouncilFile, contents: Mapping[str, Content], zone: tzinfo | None) -> Iterator[bytes]:
    for piece in _whole(file, contents, zone):
        yield piece.encode() if isinstance(piece, str) else piece


def _whole(file: CouncilFile, contents: Mapping[str, Content], zone: tzinfo | None) -> Iterator[str | bytes]:
    yield (
        f"{head(POLICY)}<title>评议案卷 {shown(file.case)}</title>\n<style>{STYLE}{OWN_STYLE}</style>\n"
        "</head>\n<body>\n"
    )
    yield from (_head(file, zone), _question(file, zone), _parties(file, zone), _articles(file))
    yield from comparisons(file, zone)
    yield exchange(file, zone)
    yield from posts(file, contents, zone)
    yield from (_actions(file, zone), _precedents(file, zone), _answering(), _masked(file), _checking(file))
    yield "\n</body>\n</html>\n"


def _head(file: CouncilFile, zone: tzinfo | None) -> str:
    matter = both(MATTER_WORDS[Matter(file.matter)])
    due = minute(file.due_at, zone)
    confidence = Words(
        "案卷只供评议使用：请勿转发、截图或与当事人讨论，评议结束后请销毁。",
        "For judging only: do not pass it on, take screenshots or discuss it with a party; destroy it afterwards.",
    )
    return (
        '<header><h1>评议案卷 <span class="en">Packet of the council</span></h1>'
        f'<p class="lead"><b>{shown(file.case)}</b>'
        f" · {both(Words(f'第 {file.round} 轮', f'round {file.round}'))} · {matter} · {shown(file.community)}</p>"
        f'<p class="due"><b>{both(Words("投票截止", "Ballots until"))} {due}</b><br>{both(confidence)}</p></header>'
    )


def _question(file: CouncilFile, zone: tzinfo | None) -> str:
    asked = ASKED_BY_WORDS[AskedBy(file.asked.by)] if file.asked.by in set(AskedBy) else Words("", "")
    rows = [
        ("所称情况", "What is said to have happened", shown(file.alleged)),
        ("由谁提请", "Asked for by", f"{both(asked)}{' · ' + shown(file.asked.name) if file.asked.name else ''}"),
        ("评议席位", "Seats", f"{file.panel}"),
        ("制作时间", "Made", f"{minute(file.sealed_at, zone)}（{both(_zone(file, zone))}）"),
    ]
    brand = Words(
        "品牌方（含经销商、工作人员）是本案当事人：如果委员形不成多数，按有利于车友处理。",
        "The brand, a dealer or staff is a party here: if seats find no majority, it ends in the member's favour.",
    )
    note = f'<p class="due">{both(brand)}</p>' if file.brand_party else ""
    question = f'<p class="question">{shown(file.question)}</p>'
    return section("要您判断的问题", "The question put to you", f"{question}{note}{facts(rows)}")


def _zone(file: CouncilFile, zone: tzinfo | None) -> Words:
    away = distance(file.sealed_at.astimezone(zone))
    return Words(f"本页时间均为 UTC{away} 当地时间", f"times on this page are local, UTC{away}")


def _parties(file: CouncilFile, zone: tzinfo | None) -> str:
    sided = any(one.complains for one in file.parties)
    inside = "".join(_statement(one, zone, sided=sided) for one in file.parties)
    return section("各方陈述", "What the parties say", f'<div class="two">{inside}</div>' if inside else "")


def _statement(one: Statement, zone: tzinfo | None, *, sided: bool) -> str:
    """What a party says; which side it is on, where one of them asks for something."""
    role = Words("提出不满的一方", "complains") if one.complains else Words("被指的一方", "is complained about")
    side = f" {both(role)}" if sided else ""
    at = f" · {minute(one.stated_at, zone)}" if one.stated_at else ""
    silent = Words("已征求意见，在期限内没有陈述。", "Was asked, had its time, and said nothing.")
    said = f'<p class="silent">{both(silent)}</p>' if one.silent else f'<div class="body">{shown(one.text)}</div>'
    return f'<div><p class="by"><span class="label">{shown(one.label)}</span>{side}{at}</p>{said}</div>'


def _articles(file: CouncilFile) -> str:
    return section("可能涉及的条款", "Articles that may apply", "".join(map(_article, file.articles)))


def _article(one: Article) -> str:
    """In the language that it has; the other, where there is one, stands below."""
    zh, en = shown(one.text_zh), shown(one.text_en)
    title = shown(one.title_zh or one.title_en)
    second = f' <span class="en">{shown(one.title_en)}</span>' if one.title_zh and one.title_en else ""
    below = f'<div class="body en">{en}</div>' if zh and en else ""
    return (
        f'<article><p class="by">{shown(one.document)} · {shown(one.edition)}</p>'
        f'<h3>第 {one.number} 条 {title}{second}</h3><div class="body">{zh or en}</div>{below}</article>'
    )


def _actions(file: CouncilFile, zone: tzinfo | None) -> str:
    lines = "".join(
        f"<li>{minute(one.at, zone)} {both(Words(visible(one.zh), visible(one.en)))}</li>" for one in file.actions
    )
    return section("工作人员已采取的措施", "What staff did so far", f"<ul>{lines}</ul>" if lines else "")


def _precedents(file: CouncilFile, zone: tzinfo | None) -> str:
    inside = "".join(
        f'<article><p class="by">{shown(one.ruling)} · {minute(one.published_at, zone)}</p>'
        f'<div class="body">{shown(one.text)}</div></article>'
        for one in file.precedents
    )
    return section("以往相似的评议结果", "Earlier rulings alike", inside)


def _answering() -> str:
    """The three questions, as they will be asked by the program."""
    options = {
        Question.FACTS: tuple(FINDING_WORDS.values()),
        Question.BREACH: tuple(FINDING_WORDS.values()),
        Question.REMEDY: tuple(REMEDY_WORDS.values()),
    }
    asked = "".join(
        f'<h3>{both(QUESTION_WORDS[question])}</h3><ul class="choices">'
        f"{''.join(f'<li>{both(one)}</li>' for one in options[question])}</ul>"
        for question in Question
    )
    hint = Words(
        "投票请用 Steward 打开案卷文件；本页的方框只作草稿。与当事人有利害关系的，请申明回避，不要投票。",
        "Vote by opening the packet in Steward; the boxes on this page are for notes only. If you are close to a "
        "party, stand aside instead of voting.",
    )
    return section("请您回答的三个问题", "Three questions for you", f'{asked}<p class="hint">{both(hint)}</p>')


def _masked(file: CouncilFile) -> str:
    lines = "".join(f"<li>{both(_kind(one.kind))} × {one.count}</li>" for one in file.masks if one.count)
    about = Words(
        "当事人称为甲方、乙方，其他人称为“车友 1”等；以下信息在制作时已遮盖：",
        "Parties and others stand here by the labels that you read. These were masked when the packet was made:",
    )
    return section("遮盖的信息", "What was masked", f"<p>{both(about)}</p><ul>{lines}</ul>" if lines else "")


def _kind(kind: str) -> Words:
    return MASK_WORDS[MaskKind(kind)] if kind in set(MaskKind) else Words(visible(kind), visible(kind))


def _checking(file: CouncilFile) -> str:
    rows = "".join(
        f'<tr><td><code>{shown(one.file)}</code></td><td class="n">{one.size:,}</td>'
        f"<td><code>{one.sha256}</code></td></tr>"
        for one in file.named
    )
    columns = f"<th>{both(Words('文件', 'File'))}</th><th class='n'>{both(Words('字节', 'Bytes'))}</th><th>SHA-256</th>"
    table = f'<table class="files"><tr>{columns}</tr>{rows}</table>' if rows else ""
    name, key = f"{file.case}-{file.round}.stewardpacket", escape(file.key)
    steps = (
        f"<p>{both(Words('签名公钥', 'signing key'))}：<code>{key}</code></p><pre>age -d -i KEY -o {name} {name}.age\n"
        f"unzip {name}\nminisign -V -m packet.zip -P {key}\nunzip -d packet packet.zip\n"
        "bagit.py --validate packet</pre>"
    )
    count = file.ledger.entries
    ledger = Words(
        f"名册第 {file.roster} 号；治理台账 {count} 条，末条", f"roster {file.roster}; ledger of {count} entries, head"
    )
    head_ = f"<p>{both(ledger)} <code>{file.ledger.head}</code></p>"
    return section("怎样核验", "How to check it", f"{steps}{head_}{table}")
