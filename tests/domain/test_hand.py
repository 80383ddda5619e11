"""What is entered, imported and pasted, by pure rules."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cases import CaseKind
from app.domain.evidence import Attachment, Evidence, check_file, media_type, plain_name
from app.domain.hand import (
    LONGEST_TEXT,
    PLACE_WORDS,
    HandCase,
    Place,
    case_id,
    check,
    content_print,
    title_of,
)
from app.domain.hand_csv import HEADERS, MOST_ROWS, read_csv
from app.domain.hand_pasted import from_clipboard
from app.domain.hand_times import read_time
from app.domain.members import MemberId, MemberRef
from app.errors import BadLink, FileTooLarge, NoEvidence, TooLong

BEIJING = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 22, 17, 0, tzinfo=BEIJING)
ADVERT = HandCase(Place.WECHAT_GROUP, "南山老陈", "加我微信")


def _at(day: int, hour: int, minute: int = 0, second: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=BEIJING)


# --- what is entered ------------------------------------------------------------------------------------


def test_every_place_has_words_in_both_languages() -> None:
    assert set(PLACE_WORDS) == set(Place)
    assert all(words.zh and words.en for words in PLACE_WORDS.values())


def test_what_is_typed_is_kept_without_edges_and_without_what_can_not_be_seen() -> None:
    typed = HandCase(
        Place.PHONE,
        " 陈\u0007 先生\n",
        "  第一行\r\n第二行\u0000\r\n ",
        title=" 车机\n死机 ",
        link=" https://e.org ",
    )
    kept = check(typed, NOW)
    assert (kept.author, kept.text, kept.title, kept.link) == (
        "陈 先生",
        "第一行\n第二行",
        "车机 死机",
        "https://e.org",
    )


def test_a_case_without_a_title_is_called_by_what_it_says() -> None:
    assert title_of(check(HandCase(Place.PHONE, "陈", "第一行\n第二行"), NOW)) == "第一行"
    assert title_of(HandCase(Place.PHONE, "陈", "长" * 50)) == "长" * 39 + "…"
    assert title_of(HandCase(Place.PHONE, "陈", "", title="投诉")) == "投诉"
    assert title_of(HandCase(Place.PHONE, "陈", "")) == "电话"


@pytest.mark.parametrize(
    "link",
    ["ftp://e.org", "javascript:x", "e.org", "https://", "https://e.org/a b", "http://a:b@e.org", "https://[::1"],
)
def test_only_a_plain_web_address_is_a_link(link: str) -> None:
    with pytest.raises(BadLink):
        check(HandCase(Place.APP, "陈", "x", link=link), NOW)


def test_nobody_enters_more_than_can_be_read() -> None:
    for long in (
        HandCase(Place.APP, "陈" * 301, "x"),
        HandCase(Place.APP, "陈", "x" * (LONGEST_TEXT + 1)),
        HandCase(Place.APP, "陈", "x", link="https://e.org/" + "x" * 2000),
    ):
        with pytest.raises(TooLong):
            check(long, NOW)


_PARTS = {
    "place": Place.PHONE,
    "author": "小林",
    "text": "别的",
    "title": "题",
    "link": "https://e.org",
    "author_id": "u-1",
    "happened_at": NOW,
}


@pytest.mark.parametrize("part", _PARTS)
def test_the_print_tells_apart_what_differs_in_one_part(part: str) -> None:
    from dataclasses import replace

    other = replace(ADVERT, **{part: _PARTS[part]})  # type: ignore[arg-type]
    assert content_print(other) != content_print(ADVERT)
    assert content_print(ADVERT) == content_print(replace(ADVERT))
    assert content_print(ADVERT, ["a", "b"]) == content_print(ADVERT, ["b", "a"]) != content_print(ADVERT)


@given(st.binary(min_size=32, max_size=32).map(bytes.hex))
def test_ids_are_short_and_can_be_read_out(printed: str) -> None:
    name = case_id(printed)
    assert len(name) == 14
    assert name.startswith("h-")
    assert not set(name[2:]) & set("ilouILOU ")


def test_different_prints_give_different_ids() -> None:
    prints = [content_print(HandCase(Place.PHONE, "陈", str(number))) for number in range(5000)]
    assert len({case_id(one) for one in prints}) == 5000


def test_the_same_name_written_in_other_widths_is_the_same_person() -> None:
    one, other = HandCase(Place.PHONE, "Ｃhen"), HandCase(Place.PHONE, "chen")
    assert one.member.id == other.member.id == "hand:phone:chen"
    assert one.member.name == "Ｃhen"


# --- times ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-20 15:30", _at(20, 15, 30)),
        ("2026/11/20 9:05:07", _at(20, 9, 5, 7)),
        ("2026-11-20T15:30", _at(20, 15, 30)),
        ("2026年11月20日 下午3:05", _at(20, 15, 5)),
        ("2026年11月20日", _at(20, 0)),
        ("11/20 10:23", _at(20, 10, 23)),
        ("11月20日 上午12:10", _at(20, 0, 10)),
        ("中午12:10", _at(22, 12, 10)),
        ("10:23", _at(22, 10, 23)),
        ("23:59", _at(21, 23, 59)),
        ("昨天 晚上8:01", _at(21, 20, 1)),
        ("12/30", _at(30, 0, month=12, year=2025)),
        ("8:05 PM", _at(21, 20, 5)),
        ("12:05 am", _at(22, 0, 5)),
        ("2026-11-20T07:00:00Z", _at(20, 15)),
        ("2026-11-20T15:00:00+08:00", _at(20, 15)),
    ],
)
def test_times_are_read_as_people_and_programs_write_them(text: str, at: datetime) -> None:
    assert read_time(text, NOW, BEIJING) == at


@pytest.mark.parametrize(
    "text", ["", "soon", "2026/13/40", "99:99", "-", "2026", "20", "2026-02-30", "昨", "9999999999"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_time(text, NOW, BEIJING) is None


@given(st.text(max_size=30))
def test_reading_a_time_never_fails(text: str) -> None:
    at = read_time(text, NOW, BEIJING)
    assert at is None or at.tzinfo is not None


# --- tables ---------------------------------------------------------------------------------------------

TABLE = '来源,作者,内容,时间,类别,链接\n微信群,张三,"加我,有\n优惠",2026-11-20 15:30,违规,\nphone,李四,车机死机,,complaint,https://e.org\n'
TWO = (
    HandCase(Place.WECHAT_GROUP, "张三", "加我,有\n优惠", happened_at=_at(20, 15, 30)),
    HandCase(Place.PHONE, "李四", "车机死机", link="https://e.org", kind=CaseKind.COMPLAINT),
)


@pytest.mark.parametrize(
    "data",
    [
        TABLE,
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("gb18030"),
        TABLE.encode("gbk"),
        TABLE.encode("utf-16"),
        TABLE.replace("\n", "\r\n").encode(),
        ("\n\n" + TABLE + "\n , , \n").encode(),
        TABLE.replace("来源,作者,内容,时间,类别,链接", "Source,Nickname,TEXT, time ,Kind,URL").encode(),
        TABLE.replace("来源,作者,内容,时间,类别,链接", "来源,作者,内容,时间,类别,链接,备注").encode(),
    ],
)
def test_a_table_is_read_however_it_was_saved(data: bytes | str) -> None:
    table = read_csv(data, NOW, zone=BEIJING)
    assert table.problems == ()
    assert tuple(row for _, row in table.rows) == TWO


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_ways_to_part_cells_are_seen(delimiter: str) -> None:
    table = read_csv(f"来源{delimiter}作者{delimiter}内容\n电话{delimiter}陈{delimiter}有,逗号\n", NOW)
    assert [row.text for _, row in table.rows] == ["有,逗号"]


def test_lines_are_numbered_as_an_editor_numbers_them() -> None:
    table = read_csv(TABLE + "微信群,,x,,,\n\n短信,陈,x,,,\n", NOW, zone=BEIJING)
    assert [line for line, _ in table.rows] == [2, 4]
    assert [problem.line for problem in table.problems] == [5, 7]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("微信群,,x,,,", "Say who wrote"),
        (",张三,x,,,", "unknown place “”"),
        ("微信群,张三,,,,", "a link or a screenshot is needed"),
        ("微信群,张三,x,明天,,", "is no time"),
        ("微信群,张三,x,2027-01-01,,", "in the future"),
        ("微信群,张三,x,,骂人,", "unknown kind “骂人”"),
        ("微信群,张三,x,,,ftp://e.org", "no web address"),
        ("微信群,张三,x,,,,多一格", "more cells"),
        ('微信群,张三,"x,,,', "quotes don't match"),
        ('微信群,张三,"x"y,,,', "quotes don't match"),
    ],
)
def test_each_bad_line_says_why(row: str, says: str) -> None:
    table = read_csv(TABLE + row + "\n", NOW, zone=BEIJING)
    assert [row for _, row in table.rows] == list(TWO)
    (problem,) = table.problems
    assert problem.line == 5
    assert says in problem.reason.en
    assert problem.reason.zh
    assert "Nothing was changed" not in problem.reason.en


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("", "lacks the columns: place, author, text"),
        ("来源,内容\n电话,x\n", "lacks the columns: author"),
        ("来源,作者,作者,内容\n", "“作者” more than once"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "no CSV text"),
        (b"\xff\xfe\x00", "no CSV text"),
        ("来源,作者,内容\n" + "电话,陈,x\n" * (MOST_ROWS + 1), "too large"),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(data: bytes | str, says: str) -> None:
    table = read_csv(data, NOW)
    (problem,) = table.problems
    assert (table.rows, problem.line) == ((), 0)
    assert says in problem.reason.en


def test_a_place_that_is_said_once_serves_every_line() -> None:
    table = read_csv("作者,内容\n陈,x\n", NOW, place=Place.EVENT)
    assert [row.place for _, row in table.rows] == [Place.EVENT]


def test_no_two_columns_have_the_same_name() -> None:
    names = [name for several in HEADERS.values() for name in several]
    assert len(names) == len(set(names))


@given(st.one_of(st.text(max_size=200), st.binary(max_size=200)))
def test_reading_a_table_never_fails(data: bytes | str) -> None:
    table = read_csv(data, NOW)
    assert table.rows or table.problems


# --- what was pasted ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pasted", "guess"),
    [
        (
            "张三 10:23\n加我微信\n有优惠",
            HandCase(Place.WECHAT_GROUP, "张三", "加我微信\n有优惠", happened_at=_at(22, 10, 23)),
        ),
        (
            "张 三  2026/11/20 10:23:45\r\n你好\r\n张 三  2026/11/20 10:24:00\r\n在吗",
            HandCase(Place.WECHAT_GROUP, "张 三", "你好\n在吗", happened_at=_at(20, 10, 23, 45)),
        ),
        (
            "张三 10:23\n加我\n\n李四 10:24\n别发广告",
            HandCase(
                Place.WECHAT_GROUP, "张三", "张三 10:23\n加我\n\n李四 10:24\n别发广告", happened_at=_at(22, 10, 23)
            ),
        ),
        ("张三:\n加我", HandCase(Place.WECHAT_GROUP, "张三", "加我")),
        ("张三：加我微信", HandCase(Place.WECHAT_GROUP, "张三", "加我微信")),
        (
            "张三 10:23\n看 https://e.org/a?b=1。",
            HandCase(
                Place.WECHAT_GROUP,
                "张三",
                "看 https://e.org/a?b=1。",
                link="https://e.org/a?b=1",
                happened_at=_at(22, 10, 23),
            ),
        ),
        ("https://e.org/t/1", HandCase(Place.OTHER, "", link="https://e.org/t/1")),
        ("【电池衰减】 https://e.org/t/1", HandCase(Place.OTHER, "", title="电池衰减", link="https://e.org/t/1")),
        ("就一句话", HandCase(Place.OTHER, "", "就一句话")),
        ("昨天 10:23\nx", HandCase(Place.OTHER, "", "昨天 10:23\nx")),
        ("https://a:b@e.org/", HandCase(Place.OTHER, "", "https://a:b@e.org/")),
        ("", HandCase(Place.OTHER, "")),
    ],
)
def test_what_was_pasted_is_guessed(pasted: str, guess: HandCase) -> None:
    assert from_clipboard(pasted, NOW, BEIJING) == guess


@given(st.text(max_size=300))
def test_guessing_never_fails(pasted: str) -> None:
    assert from_clipboard(pasted, NOW, BEIJING).place in Place


# --- evidence -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff\xe0...", "image/jpeg"),
        (b"GIF89a...", "image/gif"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7", "application/pdf"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", None),
        (b"<svg onload='x'/>", None),
        (b"MZ", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_first_bytes_say(content: bytes, kind: str | None) -> None:
    assert media_type(content) == kind
    if kind is None:
        with pytest.raises(NoEvidence):
            check_file(Attachment("x.png", content))


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(FileTooLarge, match="20 MB"):
        check_file(Attachment("x.png", b"\x89PNG\r\n\x1a\n" + bytes(20 * 1024 * 1024)))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\陈\\截图.png", "截图.png"),
        ("../../etc/passwd", "passwd"),
        ("gnp.\u202e截图.png", "gnp.截图.png"),
        ("a" * 300 + ".png", "a" * 116 + ".png"),
        ("", "evidence"),
        ("\u200b", "evidence"),
    ],
)
def test_a_name_is_kept_without_its_folders_and_tricks(name: str, kept: str) -> None:
    assert plain_name(name) == kept


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("截图.png", "7-截图.png"),
        ('a:b*c?"d|.exe', "7-a_b_c__d_.png"),
        ("CON.png", "7-_CON.png"),
        (".png", "7-png.png"),
        ("..", "7-evidence.png"),
        ("证" * 116 + ".png", "7-" + "证" * 64 + ".png"),
        ("\U0001f3ce" * 116 + ".jpeg", "7-" + "\U0001f3ce" * 48 + ".png"),
    ],
)
def test_a_saved_file_has_a_name_that_every_system_takes(name: str, saved: str) -> None:
    one = Evidence(7, name, "image/png", "0" * 64, 1, MemberRef(MemberId("u-1"), "x"), datetime(2026, 1, 1, tzinfo=UTC))
    assert one.file_name == saved
    assert len(saved.encode()) <= 200
