import pytest

from app.domain.conduct import Use
from app.domain.outgoing import Caution, Cautions, checks
from app.domain.words import Words
from app.operations.conduct import starter
from app.operations.letters import checks as shipped_checks

CAUTIONS = Cautions(
    groups=(
        Caution(("保证", "guarantee"), Words("“{word}”太满", "“{word}” is strong")),
        Caution(("亲，", "dear user"), Words("“{word}”像群发", "“{word}” is a mass mailing"), opening=True),
    ),
    removal=("删帖", "delete your post"),
    favours=("补偿", "voucher"),
    trade=Words("像交换", "a trade"),
    phone=Words("有电话", "a phone number"),
    vin=Words("有车架号", "a VIN"),
)


def _said(text: str) -> list[str]:
    return [words.zh for words in checks(text, CAUTIONS)]


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("我们保证修好。", ["“保证”太满"]),
        ("保证保证保证", ["“保证”太满"]),
        ("我不能保证今天有结果。", []),
        ("还没法保证哪天到货。", []),
        ("We guarantee it.", ["“guarantee”太满"]),
        ("We can't guarantee it.", []),
        ("guaranteeing", []),
        ("他说“保证修好”，我记下了。", []),
        ("亲，您好", ["“亲”像群发"]),
        ("您好！亲，请看", ["“亲”像群发"]),
        ("您的父亲，我们记得。", []),
        ("Dear User, hello", ["“dear user”像群发"]),
        ("只要您删帖，我们就给补偿。", ["像交换"]),
        ("补偿的事已经转办。" + "另外的话说了很多很多，跟这件事没有什么关系。" + "不用删帖。", []),
        ("Delete your post and we will send you a voucher.", ["像交换"]),
        ("打 13800000000 找我", ["有电话"]),
        ("打 138-0000-0000 找我", ["有电话"]),
        ("请拨 400-800-0000", []),
        ("他写的 138****0000", []),
        ("订单 2026112012345678", []),
        ("车架号 LSVAA4182E2184847 收到", ["有车架号"]),
        ("ABCDEFGHJKLMNPRST", []),
        ("12345678901234567", []),
        ("亲，保证给您补偿，先删帖，电话 13800000000", ["“保证”太满", "“亲”像群发", "像交换", "有电话"]),
        ("", []),
    ],
)
def test_what_is_better_not_sent_is_pointed_out_once(text: str, warnings: list[str]) -> None:
    assert _said(text) == warnings


@pytest.mark.parametrize(
    "text",
    [
        "国家级品质",
        "１００％ 没问题",
        "一定赔",
        "绝对",
        "自动驾驶",
        "用户您好",
        "亲～在吗",
        "给您积分，请把帖子删掉。送您积分，请删帖",
    ],
)
def test_what_ships_knows_the_usual_ones(text: str) -> None:
    for words in shipped_checks(text):
        assert words.zh
        assert words.en
    assert shipped_checks(text)


def test_the_words_of_the_code_of_conduct_raise_no_warning() -> None:
    for article in starter().articles:
        if article.use is Use.CONDUCT:
            assert shipped_checks(article.why.zh + article.why.en) == []
