"""What leads to a person is found in every disguise, and hidden so that a reader can still follow."""

import time
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.demo.written import written_content
from app.text.masking import NOBODY, MaskKind, Names, Numbers, find, hide, possible

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
        "订单 5222 0210 0111 6245 702",  # no bank's: the last digit does not belong to it
        "19065 ÷ 32870 = 0.580，138 天 1380 元，10:00-18:00",
        "新款 ET7 2023 年底上市，使用 100000 公里，即使100000 公里也行",
        "12 V: measured，battery 85 kWh 2023 model in black",
        "手机尾号 138****8000，139****9000",
        "京东买的，苏宁也有",
    ],
)
def test_what_leads_to_nobody_stays(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        *(("phone", said) for said in (
            "加wx【13800138000】 加V【13800138000】 TEL【13800138000】 周三【13800138000】",
            "【138:0013:8000】 【138：0013：8000】 【138+0013+8000】 【138=0013=8000】",
            "【138(0013)8000】 【138    0013    8000】 【138、0013、8000】 【138；0013；8000】",
            "【138#0013#8000】 【138<0013>8000】 【138…0013…8000】 【138'0013'8000】 【138加0013再8000】",
            "【138\u00ad0013\u00ad8000】",
            "【1\u03363\u03368\u03360\u03360\u03361\u03363\u03368\u03360\u03360\u03360\u0336】",
            "【138\x000013\x008000】 【138\u31640013\u28008000】",
            "【١٣٨٠٠١٣٨٠٠٠】 【壹叁捌零零壹叁捌零零零】 【壹參捌零零壹參捌零零零】 【1③⑧00138000】 【⑬⑧00138000】",
            "【1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣】 【l38OO138OOO】 【0086 138 0013 8000】 【1380013800013900139000】",
            "【&#49;&#51;&#x38;00138000】 【138<b>0013</b>8000】 【138[0013](x)8000】",
            "【138[b]0013[/b]8000】 a【13800138000】b",
            "【138<span style='color:#f00'>0013</span>8000】 【138&nbsp;0013&#8203;8000】 【138**0013**8000】",
            "【075588881234】 【0755 8888 1234】 【(0755)8888-1234】 【0755/88881234】 【010.88881234】",
            "座机【8888 1234】 【0755-88881234】",
        )),
        *(("vin", said) for said in (
            "【LSVAA 4182 E218 4847】 【LSVAA-4182-E218-4847】 【LSVAA4182E21848O7】 VIN【LSVAA4182E2184847】",
            "我的车架号后六位【218484】 车架尾号【218484】 车架号末六位：【218484】",
            "VIN尾号 【218484】 車架號【218484】",
        )),
        *(("plate", said) for said in (
            "【粤B12345】 【粵B12345】 【滬A12345】 【粤B一二三四五】 【粤B/12345】 【粤B_12345】 【粤B：12345】",
            "【粤B  12345】 【粤牌B12345】 【京AD 12345】 【京A12345D】 【军A12345】",
            "【WJ粤1234X】 【使014578】 【粤Z1234港】",
        )),
        *(("id_number", said) for said in (
            "【310101900101123】 【11010119900101123X】 【110101 19900101 123X】 身份证后六位【07771X】",
            "护照【E12345678】 港澳通行证【C12345678】 【6222021234567890123】 【6222 0210 0111 6245 703】",
            "账号：【3333 2222 1111 0000】",
        )),
        *(("wechat", said) for said in (
            "微信是【abcdefgh】 微信 【abcdefgh】 微.信【abcdefgh】 威信【abcdefgh123】",
            "V：【abcdefgh】 v信号【abcdefgh】",
            "➕v 【abcdefgh12】 +v 【abcdefgh12】 wx: 【abcdefgh】 卫星号【abcdefgh12】 绿泡泡：【abcdefgh12】",
            "QQ 【1234567】 q:【123456789】 扣扣 【一二三四五六七】 抖音号【abc123456】 小红书号 【123456789】",
        )),
        *(("email", said) for said in (
            "【foo@bar。com】 【foo@bar,com】 【foo艾特qq点com】 【foo@qq】 【f o o @ q q . c o m】",
            "【foo at bar dot com】 邮箱：【laowang88】",
        )),
        ("link", "【foo#qq.com】 【example点com】 【example。com】"),
    ],
)  # fmt: skip
def test_every_disguise_of_a_forum_is_seen_through(kind: str, said: str) -> None:
    """Each stands in a line of its own, as in a post: nothing of it may be left, nothing around it be taken."""
    for one in said.replace("】 ", "】\n").split("\n"):
        before, _, rest = one.partition("【")
        found, _, behind = rest.partition("】")
        text = f"{before}{found}{behind}"
        assert kinds(text) == [(kind, found)], text


@pytest.mark.parametrize(
    "said",
    [
        "老\u200b车友1",
        "老 车友1",
        "老车友①",
        "老·车友_1",
        "老<b>车友</b>1",
        "fengzi",
        "FENGZI",
        "feng_zi",
        "f-e-n-g-z-i",
        "f\u0435ngzi",
    ],
)
def test_a_name_is_known_in_disguise(said: str) -> None:
    names = Names({"老车友1": "甲方", "fengzi": "甲方"})
    assert hide(f"问{said}吧", find(f"问{said}吧", names), Numbers()) == "问甲方吧"


def test_in_ordinary_posts_only_what_leads_to_somebody_is_found() -> None:
    """What is made up in the demo's posts has nothing but noughts for digits."""
    posts = written_content(datetime(2026, 11, 22, tzinfo=UTC)).posts
    found = [(one.kind, post.raw[one.start : one.end]) for post in posts for one in find(post.raw)]
    numbers = [what for kind, what in found if kind not in (MaskKind.LINK, MaskKind.NAME)]
    assert len(numbers) >= 5
    assert all("00000" in what for what in numbers)
    assert all("example.test" in what for kind, what in found if kind is MaskKind.LINK)


def test_who_is_called_alike_stays_who_they_are() -> None:
    names = Names({"feng_zi": "甲方", "fengzi": "乙方", "to": "丙方", "Tom": "丁方", "Tom Hanks": "戊方"})
    said = "feng_zi，fengzi，fengzi2，t o do，Tom"
    assert hide(said, find(said, names), Numbers()) == "甲方，乙方，乙方2，t o do，丁方"


def test_what_may_be_a_name_or_a_house_is_offered_to_be_looked_at() -> None:
    names = Names({"南山老陈": "甲方", "深圳车主": "乙方", "南山建国": "", "小陈": "丙方"})
    said = "南山老陈来了，老陈又说车主都懂，小陈住深南大道1000号5栋301，建国加微信：老张修车，12月5号充电 3 度"
    found = find(said, names)
    offered = possible(said, names, found)
    assert [(one.kind, said[one.start : one.end], one.label) for one in offered] == [
        (MaskKind.MAYBE_NAME, "老陈", "甲方"),
        (MaskKind.ADDRESS, "住深南大道1000号5栋301", ""),
        (MaskKind.MAYBE_NAME, "建国", ""),
        (MaskKind.MAYBE_NAME, "老张修车", ""),
    ]
    assert [said[one.start : one.end] for one in found] == ["南山老陈", "小陈"]


@pytest.mark.parametrize(
    "piece",
    ["1", "1 3 ", "0755 ", "粤B1 ", "L 1 ", "微信 ", "一 ", "http://", "=一", "x点", "T o m ", "a b c d ", "⑬", "\0"]
    + [
        "&#49;",
        "<b>",
        "<b class=",
        "](x",
        "南山路",
        "号1",
        "1栋1",
        "vin1",
        "Q:1 ",
        "6222 ",
        "a at b dot ",
        "a@b.c.",
        "a_",
        "\u0336",
        "110101 ",
    ],
)
def test_whatever_an_author_writes_is_searched_at_once(piece: str) -> None:
    """Twice the text may cost about twice the time: a form that costs more is one that hangs the program."""
    text = piece * (30_000 // len(piece))
    names = Names({f"车友{number}": "" for number in range(1000)} | {"Tom": "", "a_b_c_d": "", "南山老陈": ""})
    began = time.process_time()
    possible(text, names, find(text, names))
    assert time.process_time() - began < 3


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


def test_a_known_name_stays_that_name_where_a_part_of_it_was_named_by_hand() -> None:
    people = Names({"车圈小灵通": "甲方", "海盐焦糖": ""})
    text = "车圈小灵通抄了海盐焦糖，焦糖说小灵通抄了，小灵通88也是"
    places = find(text, people, ["焦糖", "小灵通", "圈小灵通抄了海", "小灵通88"], {"焦糖": "乙方", "小灵通": "甲方"})
    assert hide(text, places, Numbers()) == (
        "甲方［已遮盖 masked 1］［人名 name 1］，乙方说甲方抄了，［已遮盖 masked 2］也是"
    )
    places = find(text, people, ["焦糖", "小灵通"], {"焦糖": "乙方", "小灵通": "甲方"})
    assert hide(text, places, Numbers()) == "甲方抄了［人名 name 1］，乙方说甲方抄了，甲方88也是"
    places = find("海盐焦糖来了", people, ["海盐焦糖"], {"海盐焦糖": "丙方"})  # a name without a label gets one
    assert [one.label for one in places] == ["丙方"]


def test_real_names_homes_and_accounts_are_offered_and_not_hidden_unasked() -> None:
    text = "V 信：xiaolingtong88，真名李晓梅，住天河区珠江新城，我叫王小明，小号 haiyanjt_2020，记住路口，手机型号 abc"
    found = find(text)
    assert [text[one.start : one.end] for one in found] == ["xiaolingtong88"]
    assert [text[one.start : one.end] for one in possible(text, NOBODY, found)] == [
        "李晓梅",
        "天河区珠江新城",
        "王小明",
        "haiyanjt_2020",
    ]


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
