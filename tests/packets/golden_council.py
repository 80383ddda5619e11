"""A packet of the council and the files around it, made by code alone, with keys that are always the same."""

import hashlib
import struct
import zlib
from datetime import timedelta
from functools import cache

from app.domain.council import Answers, Finding, Keys, Remedy
from app.keys import ages, signing
from app.packets import ballot, box_key, council_page, packet, roster, seat_card
from app.packets.case_file import LedgerHead, Purpose
from app.packets.council_file import (
    Action,
    Article,
    Asked,
    Comparison,
    CouncilFile,
    Heat,
    Left,
    Mask,
    Passage,
    Picture,
    Post,
    Precedent,
    Statement,
)
from tests.packets.golden import AT, KEY, SECRET, secret

SECRETARY_AGE = "AGE-SECRET-KEY-12LFELP8VXRMM7DQGC54VW8PL7C2JK8YZX8U32R4WYCKYKV99LGAQRE7F3S"
SECRETARY_SEALS = "age17eys9x68lf56qe5ps0lee737ldhwsgnh7prtmw73y32crcxlh5nscu88sr"
DUE = AT + timedelta(days=5)
PICTURE = "data/evidence/0001.png"
FIRST = "冬天续航缩水怎么办？我的经验：出发前二十分钟插着枪预热，座椅加热代替空调。"
SECOND = "分享一个心得：出发前二十分钟插着枪预热，座椅加热代替空调。大家试试！"
SHARED = "出发前二十分钟插着枪预热，座椅加热代替空调。"


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width: int = 24, height: int = 16, *extra: bytes) -> bytes:
    """A picture, not compressed: the same bytes with every version of zlib."""
    rows = b"".join(b"\0" + bytes((40, 90, 160)) * width for _ in range(height))
    stored = b"\x78\x01\x01" + struct.pack("<HH", len(rows), len(rows) ^ 0xFFFF) + rows
    body = stored + struct.pack(">I", zlib.adler32(rows))
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


PNG = png()


def seat_secret(number: int) -> str:
    """The key by which a seat signs."""
    return secret(10 + number)


_AGES = {
    4: "AGE-SECRET-KEY-1RE9E4NWWQ5W9DGW787ER8X7PM9UMAW732FE03HFHN4T558JEYWQQUJL5L3",
    7: "AGE-SECRET-KEY-1M86UD60VP92PDZZ7C67WPL3ASZGLJ95TUS22ZQ3M5HTAWNGWLJ6Q72NNYY",
}
_BOX = "AGE-SECRET-KEY-1PWYETS8JMQ3MHA5QE0S04LNAP8D559T526SWRSVU63P80WK5CDKQNUMW0D"


@cache
def seat_age(number: int) -> str:
    """The secret key to which a seat's packets are sealed: of seats 4 and 7 always the same."""
    return _AGES.get(number) or ages.new_secret()


def box_secret() -> str:
    """The secret key of the box; for tests only, and always the same."""
    return _BOX


def keys(number: int) -> Keys:
    return Keys(signing.public_of(seat_secret(number)), ages.public_of(seat_age(number)))


def posts() -> tuple[Post, ...]:
    at = AT - timedelta(days=40)
    return (
        Post("p-1", "甲", "帖一", "冬季续航经验", FIRST, at, None, 1, False, "visible"),
        Post("p-2", "乙", "帖二", "心得", SECOND, at + timedelta(days=7), AT, 1, True, "visible"),
        Post("p-3", "车友 1", "帖二", "", "这不是老陈写的吗？", at + timedelta(days=8), None, 2, False, "visible"),
    )


def passage() -> Passage:
    return Passage(FIRST.index(SHARED), len(SHARED), SECOND.index(SHARED), len(SHARED))


def file(**other: object) -> CouncilFile:
    """What the packet says."""
    values: dict[str, object] = {
        "schema": 1,
        "purpose": Purpose.COUNCIL,
        "case": "referral-3",
        "round": 1,
        "matter": "plagiarism",
        "question": "乙的帖子是否搬运了甲的文章而没有署名？",
        "alleged": "甲认为乙的帖子大段照抄其文章。",
        "asked": Asked("party", "甲"),
        "brand_party": False,
        "community": "示例车友社区",
        "panel": 5,
        "due_at": DUE,
        "box": ages.public_of(_BOX),
        "sealed_at": AT,
        "key": KEY,
        "roster": 2,
        "ledger": LedgerHead(7, "ab" * 32),
        "parties": (
            Statement("甲", True, "这段是我去年冬天自己测的。", AT, False),
            Statement("乙", False, "", None, True),
        ),
        "posts": posts(),
        "articles": (
            Article("社区公约", "第 1 版", 7, "尊重原创", "Respect originals", "转载须署名。", "Credit others."),
        ),
        "precedents": (Precedent("referral-1", AT, "补署名。"),),
        "actions": (Action(AT, "发出私信提醒", "a private reminder was sent"),),
        "pictures": (Picture(PICTURE, "p-2", "image/png", hashlib.sha256(PNG).hexdigest(), len(PNG), True),),
        "left_out": (Left("p-1", "拍到车牌", "shows a plate"),),
        "masks": (Mask("phone", 1),),
        "comparisons": (Comparison("p-1", "p-2", 68, (passage(),)),),
        "heat": Heat((AT,), ("p-3",)),
    }
    return CouncilFile(**(values | other))  # type: ignore[arg-type]


def contents() -> dict[str, bytes]:
    return {PICTURE: PNG}


def page(said: CouncilFile) -> bytes:
    return council_page.render(said, contents(), AT.tzinfo)


def build(**other: object) -> packet.Packet:
    said = file(**other)
    return packet.build(said, page(said), contents(), SECRET)


@cache
def whole() -> bytes:
    """The packet that tests take apart."""
    return build().content


def bound(seat: int = 4, serial: int = 1) -> ballot.Bound:
    return ballot.Bound("referral-3", 1, build().sha256, seat, serial)


ANSWERS = Answers(Finding.YES, Finding.YES, Remedy.CORRECTION, "对照很清楚", "", "补署名即可")


def vote(seat: int = 4, serial: int = 1, answers: Answers = ANSWERS) -> bytes:
    box = ages.public_of(box_secret())
    return ballot.vote(bound(seat, serial), answers, box, seat_secret(seat)).content


def signs(*numbers: int) -> list[str]:
    return [keys(number).signs for number in numbers]


def card(number: int = 4) -> bytes:
    return seat_card.write("阿木", seat_secret(number), keys(number).seals, AT).content


def roster_seats() -> list[roster.RosterSeat]:
    until = AT + timedelta(days=365)
    return [roster.RosterSeat(number, f"席位{number}", keys(number), AT, until, number == 4) for number in (7, 4, 9)]


def roster_file(serial: int = 2) -> bytes:
    return roster.write(serial, "示例车友社区", roster_seats(), SECRET, AT).content


def wrapped() -> bytes:
    of = box_key.For("referral-3", 1, build().sha256, DUE)
    return box_key.wrap(box_secret(), of, SECRETARY_SEALS, [keys(4).seals], SECRET).content
