"""What leads to a person is found in every disguise, and hidden so that a reader can still follow."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.masking import NOBODY, MaskKind, Names, Numbers, find, hide

PEOPLE = Names({"老王": "甲方", "阳光": "乙方", "Tom": "车友 1", "Tom Hanks": "车友 2", "王": "车友 3", "小区姐": ""})


def kinds(text: str) -> list[tuple[str, str]]:
    return [(one.kind.value, text[one.start : one.end]) for one in find(text)]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("打我电话13800138000吧", "phone", "13800138000"),
        ("+86 138-0013-8000", "phone", "+86 138-0013-8000"),
        ("１３８ ００１３ ８０００", "phone", "１３８ ００１３ ８０００"),
        ("一三八零零幺三八零零零", "phone", "一三八零零幺三八零零零"),
        ("1\u200b3\u200b8\u200b0\u200b0\u200b1\u200b3\u200b8\u200b0\u200b0\u200b0", "phone", None),
        ("座机 010-62345678", "phone", "010-62345678"),
        ("车架号LSVAA4182E2184847的车", "vin", "LSVAA4182E2184847"),
        ("车架号后六位：184847", "vin", "184847"),
        ("我的车是沪A·D12345。", "plate", "沪A·D12345"),
        ("粤 b 1 2 3 4 5", "plate", "粤 b 1 2 3 4 5"),
        ("身份证110101199003077715", "id_number", "110101199003077715"),
        ("护照号码：E12345678", "id_number", "E12345678"),
        ("卡号 6222 0210 0111 6245 702", "id_number", "6222 0210 0111 6245 702"),
        ("写信到 lao.wang@qq.com", "email", "lao.wang@qq.com"),
        ("laowang(at)qq点com", "email", "laowang(at)qq点com"),
        ("加我微信：laowang_88", "wechat", "laowang_88"),
        ("VX laowang88 备注车友", "wechat", "laowang88"),
        ("QQ群123456", "wechat", "123456"),
        ("见https://example.com/用户/张三?id=7。", "link", "https://example.com/用户/张三?id=7"),
        ("[这里](https://example.com/u/7)", "link", "https://example.com/u/7"),
        ("看www.example.com/u/7，", "link", "www.example.com/u/7"),
        ("@不认识的人 你好", "name", "不认识的人"),
    ],
)
def test_it_is_found_however_it_is_written(text: str, kind: str, found: str | None) -> None:
    assert kinds(text) == [(kind, text if found is None else found)]


@pytest.mark.parametrize(
    "text",
    [
        "订单 202611220001234567 还没到",
        "2026-11-22 10:00 跑了 12.5 万公里，胎压 2.3，13 日 9 点",
        "138****8000",
        "微信支付不了，official 说在查",
        "电池 100kWh，型号 ET7 2023 款，0-100 只要 3.9 秒",
        "卡号 6222 0210 0111 6245 703",  # the last digit does not belong to it
        "京东买的，苏宁也有",
    ],
)
def test_what_leads_to_nobody_stays(text: str) -> None:
    assert kinds(text) == []


def test_people_are_called_by_their_labels_and_words_that_hold_a_name_stay() -> None:
    said = "老王和tom hanks吵，@王 劝架，tomato 是番茄，国王不管，阳光灿烂；小区姐走了，小区姐又来"
    assert hide(said, find(said, PEOPLE), Numbers()) == (
        "甲方和车友 2吵，@车友 3 劝架，tomato 是番茄，国王不管，乙方灿烂；［人名 name 1］走了，［人名 name 1］又来"
    )


def test_the_same_number_keeps_its_number_through_all_texts_and_a_lifted_place_takes_none_away() -> None:
    numbers = Numbers()
    first, second = "13900139000 或 13800138000", "又是 138-0013-8000 和 139 0013 9000"
    lifted = hide(first, find(first), numbers, lifted={0})
    assert lifted == "13900139000 或 ［电话 phone 2］"
    assert hide(second, find(second), numbers) == "又是 ［电话 phone 2］ 和 ［电话 phone 1］"


def test_words_that_a_person_names_are_hidden_wherever_they_stand() -> None:
    text = "住滨河花园3栋，滨河花园门口，https://example.com/滨河花园"
    places = find(text, NOBODY, ["滨河花园"])
    assert hide(text, places, Numbers()) == "住［已遮盖 masked 1］3栋，［已遮盖 masked 1］门口，［已遮盖 masked 2］"


def test_places_that_overlap_are_hidden_as_one() -> None:
    text = "laowang@13800138000.com"
    places = find(text, Names({"laowang": "甲方"}))
    assert [(one.kind, one.start, one.end) for one in places] == [(MaskKind.EMAIL, 0, len(text))]


_PIECES = st.lists(
    st.sampled_from(
        [
            "13800138000",
            "沪A12345",
            "a@b.cn",
            "https://x.cn/",
            "微信：abc_1234",
            "老王",
            "@",
            "Tom",
            "1",
            "-",
            "一",
            "。",
        ]
        + ["LSVAA4182E2184847", "110101199003077715", " ", "字", "x"]
    ),
    max_size=12,
)


@given(_PIECES)
def test_nothing_is_found_any_more_in_what_was_hidden(pieces: list[str]) -> None:
    text = "".join(pieces)
    places = find(text, PEOPLE)
    assert all(one.end <= other.start for one, other in pairwise(places))
    again = [one for one in find(hide(text, places, Numbers()), PEOPLE) if one.kind is not MaskKind.NAME]
    assert again == []
