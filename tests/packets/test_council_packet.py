"""Packets of the council: whole, or refused before anything of them is seen; their page can do nothing but be read."""

import hashlib
import re
import struct
from collections.abc import Callable
from datetime import UTC, timedelta, timezone

import msgspec
import pytest

from app import errors
from app.domain.council import QUESTION_WORDS, REMEDY_WORDS
from app.errors import PacketError
from app.keys import ages
from app.packets import council_page, council_page_check, council_pictures, council_plain, packet, said, sealed, zips
from app.packets.council_file import Comparison, CouncilFile, Heat, Left, Passage, Picture, Post
from tests.packets import golden, golden_council
from tests.packets.golden import AT, TRUSTED
from tests.packets.golden_council import PICTURE


def _verify(raw: bytes) -> packet.Whole:
    return packet.verify(raw, TRUSTED)


def _signed(file: CouncilFile, payload: dict[str, bytes], called: str = "referral-3-1") -> bytes:
    """A packet around any payload, bagged and signed as it should be."""
    info = (
        ("Bagging-Date", "2026-11-22"),
        ("Bag-Software-Agent", "Steward"),
        ("External-Identifier", called),
        ("Signing-Key", golden.KEY),
    )
    inner = zips.write(packet.bag.bag(payload, info))
    digest = hashlib.sha256(inner).hexdigest()
    comment = f"case:{called} sha256:{digest} role:council ts:2026-11-22T09:00:00Z"
    return golden.signed(inner, comment=comment)


def _saying(**other: object) -> bytes:
    """A packet that says something else, signed all the same."""
    raw = msgspec.json.decode(said.encode(golden_council.file()))
    changed = {name: value for name, value in (raw | other).items() if value is not ...}
    file = golden_council.file()
    page = golden_council.page(file)
    payload = {packet.CASE: msgspec.json.encode(changed), packet.PAGE: page, **golden_council.contents()}
    return _signed(file, payload)


def _with(**other: object) -> bytes:
    """A packet with other posts, pictures and so on, built as it should be."""
    return golden_council.build(**other).content


def test_a_packet_says_what_was_put_into_it_and_who_signed_it() -> None:
    whole = _verify(golden_council.whole())
    assert whole.file == golden_council.file()
    assert whole.known
    assert golden_council.build().name == "referral-3-1.stewardpacket"
    unknown = packet.verify(golden_council.whole())
    assert not unknown.known
    assert unknown.file == whole.file


def test_the_same_referral_makes_the_same_bytes() -> None:
    assert golden_council.build().content == golden_council.whole()
    bare = council_page_check.HEAD + b"<title>page</title>\n"
    made = packet.build(golden_council.file(), bare, golden_council.contents(), golden.SECRET)
    assert made.sha256 == "7fd579cea823f8d827fe00651163e53d8954985a63b103b39d485d8f401f6a06"


def test_sealing_again_for_another_seat_changes_nothing_in_it() -> None:
    made, keys = golden_council.build(), [golden_council.keys(number).seals for number in (4, 7)]
    first, again = sealed.seal(made, keys[:1]), sealed.seal(made, keys)
    assert first[0] == again[0] == "referral-3-1.stewardpacket.age"
    for number, (_, raw) in ((4, first), (4, again), (7, again)):
        assert _verify(sealed.unsealed(raw, [golden_council.seat_age(number)])).sha256 == made.sha256
    with pytest.raises(errors.SealedForOthers):
        sealed.unsealed(first[1], [golden_council.seat_age(7)])
    with pytest.raises(errors.SealBroken):
        sealed.unsealed(first[1][:-1], [golden_council.seat_age(4)])
    assert sealed.unsealed(made.content, []) == made.content  # one that was never sealed
    nested = ages.seal(first[1], keys)
    with pytest.raises(errors.NotAPacket):
        _verify(sealed.unsealed(nested, [golden_council.seat_age(4)]))


@pytest.mark.parametrize(
    ("other", "error"),
    [
        ({"schema": 2}, errors.PacketNewer),
        ({"schema": 0}, errors.PacketOfOtherKind),
        ({"purpose": "evidence"}, errors.PacketOfOtherKind),
        ({"purpose": "ballot"}, errors.PacketOfOtherKind),
        ({"reporters": ["u-7"]}, errors.PacketOfOtherKind),
        ({"question": ...}, errors.PacketOfOtherKind),
        ({"case": "../../x"}, errors.PacketOfOtherKind),
        ({"case": "referral-4"}, errors.PacketContradicts),
        ({"round": 0}, errors.PacketOfOtherKind),
        ({"round": 2}, errors.PacketContradicts),
        ({"matter": "murder"}, errors.PacketOfOtherKind),
        ({"due_at": "2026-11-27T09:00:00"}, errors.PacketOfOtherKind),
        ({"due_at": "9999-12-31T23:59:59-14:00"}, errors.PacketOfOtherKind),
        ({"sealed_at": "0001-01-01T00:00:00+14:00"}, errors.PacketOfOtherKind),
        ({"heat": {"reports": ["1969-12-31T00:00:00Z"], "calmed_by": []}}, errors.PacketOfOtherKind),
        ({"panel": 10**300}, errors.PacketOfOtherKind),
        ({"panel": -1}, errors.PacketOfOtherKind),
        ({"box": "age1x"}, errors.PacketContradicts),
        ({"box": golden_council.SECRETARY_AGE}, errors.PacketContradicts),
        ({"sealed_at": "2026-11-22T09:00:01Z"}, errors.PacketContradicts),
        ({"key": golden_council.keys(4).signs}, errors.PacketContradicts),
        ({"pictures": []}, errors.PacketHasMore),
        ({"posts": []}, errors.PacketContradicts),
        ({"parties": [msgspec.to_builtins(golden_council.file().parties[0])] * 2}, errors.PacketContradicts),
    ],
)
def test_what_it_says_of_itself_must_be_so(other: dict[str, object], error: type[PacketError]) -> None:
    assert _verify(_saying()).known
    with pytest.raises(error):
        _verify(_saying(**other))


def test_parts_that_belong_together_must_fit() -> None:
    posts = golden_council.posts()
    long = len(posts[0].text)
    at = Passage(long - 3, 4, 0, 4)
    for other in (
        {"posts": (*posts, posts[0])},
        {"left_out": (Left("p-9", "", ""),)},
        {"heat": Heat((), ("p-9",))},
        {"comparisons": (Comparison("p-1", "p-9", 1, ()),)},
        {"comparisons": (Comparison("p-1", "p-2", 1, (at,)),)},
        {"comparisons": (Comparison("p-1", "p-2", 1, (Passage(0, 1, 2**40, 1),)),)},
    ):
        with pytest.raises(errors.PacketContradicts):
            packet.verify(_rendered_by_another(golden_council.file(**other)), TRUSTED)


def _rendered_by_another(file: CouncilFile, page: bytes | None = None) -> bytes:
    """A packet with the golden page, whatever the file says: not every file can be rendered."""
    shown = golden_council.page(golden_council.file()) if page is None else page
    return packet.build(file, shown, golden_council.contents(), golden.SECRET).content


# --- pictures ---------------------------------------------------------------------------------------------


def _picture(content: bytes, kind: str = "image/png", name: str = PICTURE) -> bytes:
    digest = hashlib.sha256(content).hexdigest()
    file = golden_council.file(pictures=(Picture(name, "p-2", kind, digest, len(content), False),))
    page = golden_council.page(golden_council.file())
    return packet.build(file, page, {name: content}, golden.SECRET).content


def _text_chunk() -> bytes:
    return golden_council._chunk(b"tEXt", b"GPS\x0031.2 121.5")


JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x0b\x08\x00\x10\x00\x18\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\x34\xff\xd9"
)
_EXIF = b"\xff\xe1\x00\x0aExif\x00\x00II"


def test_pictures_as_they_are_drawn_anew_pass() -> None:
    assert _verify(_picture(golden_council.png(council_pictures.LONGEST_SIDE, 1))).known
    assert _verify(_picture(JPEG, "image/jpeg", "data/evidence/0001.jpg")).known


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (golden_council.PNG + b"PK\x03\x04 another file", "image/png"),
        (golden_council.PNG[:-4], "image/png"),
        (golden_council.png(8, 8, _text_chunk()), "image/png"),
        (golden_council.png(council_pictures.LONGEST_SIDE + 1, 1), "image/png"),
        (golden_council.PNG[:16] + struct.pack(">II", 60_000, 60_000) + golden_council.PNG[24:], "image/png"),
        (golden_council.PNG[:16] + struct.pack(">II", 0, 8) + golden_council.PNG[24:], "image/png"),
        (golden_council.PNG[:8], "image/png"),
        (golden_council.PNG, "image/jpeg"),
        (JPEG[:2] + _EXIF + JPEG[2:], "image/jpeg"),
        (JPEG + b"PK\x03\x04 another file\xff\xd9", "image/jpeg"),
        (JPEG[:-2], "image/jpeg"),
        (JPEG.replace(b"\x00\x10\x00\x18", b"\xff\xff\xff\xff"), "image/jpeg"),
        (JPEG[:20], "image/jpeg"),
        (b"GIF89a" + bytes(40), "image/gif"),
        (b"%PDF-1.7", "application/pdf"),
        (b"<svg onload='x'>", "image/svg+xml"),
    ],
    ids=range(16),
)
def test_a_picture_with_anything_beside_it_or_too_large_to_show_is_refused(content: bytes, kind: str) -> None:
    ending = {"image/jpeg": "jpg", "image/gif": "gif", "application/pdf": "pdf"}.get(kind, "png")
    name = f"data/evidence/0001.{ending}"
    assert not council_pictures.plain(content, kind)
    with pytest.raises(errors.PacketNested):
        _verify(_picture(content, kind, name))


# --- the page ---------------------------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    '<img src="https://evil.example/x.png" onerror="alert(1)">',
    "![x](https://evil.example/x.png) [点我](javascript:alert(1))",
    "</div></article></body><iframe src=//evil.example>",
    '"><svg onload=alert(1)>',
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<style>@import 'https://evil.example/a.css'</style>",
    "&lt;b&gt; {{7*7}} ${7*7} %s \u202e\u200b",
)


def hostile(text: str) -> CouncilFile:
    """What a packet says in which everything that people wrote is hostile."""
    posts = tuple(
        Post(one.id, text[:60], text[:60], text, text, one.written_at, one.edited_at, 1, one.judged, "hidden")
        for one in golden_council.posts()
    )
    whole = msgspec.to_builtins(golden_council.file(posts=posts, comparisons=()))

    def worse(value: object, name: str = "") -> object:
        if isinstance(value, dict):
            return {key: worse(one, key) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [worse(one, name) for one in value]
        written = ("question", "alleged", "name", "community", "text", "document", "edition", "ruling", "kind", "label")
        return text if name in written or name.endswith(("_zh", "_en")) or name in ("zh", "en") else value

    passages = (Passage(3, 9, 5, 9), Passage(6, 9, 0, 4), Passage(0, len(text), 0, 1))
    named = Comparison("p-1", "p-2", 50, passages)
    bad = worse(whole)
    assert isinstance(bad, dict)
    bad["parties"] = bad["parties"][:1]
    return msgspec.structs.replace(msgspec.convert(bad, CouncilFile), comparisons=(named,))


def test_whatever_people_wrote_stands_in_the_page_as_text() -> None:
    file = hostile("\n".join(HOSTILE))
    page = golden_council.page(file)
    assert council_page_check.harmless(page)
    tags = set(re.findall(rb"<\s*/?\s*([a-zA-Z]+)", page))
    assert not tags & {b"script", b"iframe", b"a", b"form", b"link", b"object", b"embed", b"base"}
    assert page.count(b"<meta") == 2  # the encoding, and the policy
    assert page.count(b"<svg") == page.count(b"</svg")
    assert not re.search(rb"<[^>]*\s(on\w+|href|srcset|action)\s*=", page)
    assert set(re.findall(rb'src="([a-z]+:)', page)) == {b"data:"}
    assert "⟨U+202E⟩⟨U+200B⟩".encode() in page
    assert not {"\u202e", "\u200b"} & set(page.decode())
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in page
    whole = _verify(packet.build(file, page, golden_council.contents(), golden.SECRET).content)
    told = "\n".join(line.zh + line.en for line in council_plain.told(file))
    assert whole.known
    assert "<script>" in told
    assert "\u202e" not in told


FOREIGN = (
    "script>x</script> SCRIPT meta iframe base form link object embed video foreignObject use image input details !-- "
    "scr\0ipt ?php imgx p/x a"
).split()


@pytest.mark.parametrize("tag", ["", *FOREIGN], ids=range(len(FOREIGN) + 1))
def test_a_page_with_anything_that_ours_has_not_is_refused(tag: str) -> None:
    page = golden_council.page(golden_council.file())
    evil = page.replace(b"<body>", b"<body><" + tag.encode() + b" href=x>")
    assert evil != page
    with pytest.raises(errors.PacketNested):
        _verify(_rendered_by_another(golden_council.file(), evil))


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.replace(b"default-src 'none'", b"default-src *"),
        lambda page: page.replace(b"utf-8", b"utf-7", 1),
        lambda page: b"\xef\xbb\xbf" + page,
        lambda page: b"<p></p>" + page,
        lambda page: page[page.index(b"<title>") :],
        lambda page: b"",
    ],
)
def test_a_page_that_does_not_forbid_everything_first_is_refused(change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(errors.PacketNested):
        _verify(_rendered_by_another(golden_council.file(), change(golden_council.page(golden_council.file()))))


def test_the_page_tells_all_that_is_to_be_judged_in_both_languages() -> None:
    file = golden_council.file(brand_party=True)
    page = golden_council.page(file).decode()
    for expected in (
        file.question,
        file.alleged,
        "这段是我去年冬天自己测的。",
        "已征求意见，在期限内没有陈述。",
        "转载须署名。",
        "Credit others.",
        "发出私信提醒",
        "补署名。",
        "shows a plate",
        "按有利于车友处理",
        "提出不满的一方",
        "图 1 <span",
        "2026-11-27 09:00",
        "UTC+00:00",
        golden.KEY,
        *(words.zh for words in QUESTION_WORDS.values()),
        *(words.en for words in REMEDY_WORDS.values()),
    ):
        assert expected in page, expected
    assert page.count(f"<mark><b>1</b>{golden_council.SHARED}</mark>") == 2
    assert 'class="judged"' in page
    assert 'class="calmed"' in page
    assert (
        "2026-11-27 17:00"
        in council_page.render(file, golden_council.contents(), timezone(timedelta(hours=8))).decode()
    )


def test_where_nobody_complains_nobody_is_called_the_other_side() -> None:
    parties = tuple(msgspec.structs.replace(one, complains=False) for one in golden_council.file().parties)
    page = golden_council.page(golden_council.file(parties=parties)).decode()
    assert "被指的一方" not in page


def test_passages_that_overlap_leave_each_text_as_it_was_written() -> None:
    passages = (Passage(3, 9, 5, 9), Passage(6, 9, 0, 4), Passage(6, 0, 6, 2), Passage(0, 30, 4, 1))
    file = golden_council.file(comparisons=(Comparison("p-1", "p-2", 50, passages),))
    cells = re.findall(r'<td><div class="body">(.*?)</div></td>', golden_council.page(file).decode())
    told = [re.sub(r"<b>\d+</b>|</?mark>", "", cell) for cell in cells]
    assert told == [golden_council.FIRST, golden_council.SECOND]
    assert cells[0].count("<mark>") == 1
    assert cells[1].count("<mark>") == 3


def test_what_is_not_there_leaves_no_empty_heading() -> None:
    bare = golden_council.file(
        parties=(), posts=(), articles=(), precedents=(), actions=(), pictures=(), left_out=(), masks=(),
        comparisons=(), heat=None,
    )  # fmt: skip
    page = council_page.render(bare, {}, UTC).decode()
    assert not re.search(r"</h2>\s*(?:<div[^>]*></div>|<ul></ul>|<p></p>)?\s*</section>", page)
    assert "各方陈述" not in page
    assert _verify(packet.build(bare, page.encode(), {}, golden.SECRET).content).known


def test_a_sealed_file_larger_than_any_packet_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    _, raw = sealed.seal(golden_council.build(), [golden_council.keys(4).seals])
    monkeypatch.setattr(sealed, "LARGEST", len(raw) - 1)
    with pytest.raises(errors.PacketTooLarge):
        sealed.unsealed(raw, [golden_council.seat_age(4)])


def test_pictures_that_are_too_many_for_the_page_are_named_with_their_files(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.packets import council_page_posts

    monkeypatch.setattr(council_page_posts, "MOST_SHOWN", len(golden_council.PNG) - 1)
    page = golden_council.page(golden_council.file()).decode()
    assert "data:image" not in page
    assert f"see the file</span> {PICTURE}" in page


def test_a_long_exchange_stays_a_drawing_that_can_be_read() -> None:
    posts = tuple(
        Post(f"p-{n}", f"车友 {n % 40}", "帖", "", "x", AT + timedelta(minutes=n), None, n, n == 3, "visible")
        for n in range(1000)
    )
    heat = Heat(tuple(AT + timedelta(minutes=n) for n in range(900)), ("p-999",))
    other = {"comparisons": (), "pictures": (), "left_out": ()}
    page = council_page.render(golden_council.file(posts=posts, heat=heat, **other), {}, UTC).decode()
    assert page.count("<circle") + page.count("<line") < 2_000
    assert len(page) < 600_000
