import pytest

from app.domain.cases import KIND_WORDS
from app.domain.conduct import Use
from app.domain.decisions import DECISION_WORDS
from app.domain.ladder import RUNG_WORDS
from app.domain.letters_governing import LETTERS
from app.domain.outgoing import Caution, Cautions, checks
from app.domain.words import Words
from app.files import resource_names, resource_text
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


# --- what ships: the warnings, and as few false ones as can be ------------------------------------------


def _about(text: str) -> str:
    """What each warning is about, by the first words of it that tell it from the others."""
    known = {
        "绝对化": "absolute",
        "说得有点满": "strong",
        "车的能力": "autonomous",
        "像群发": "mass",
        "什么时候；": "undated",
        "不是正式说法": "ban",
        "贴标签": "label",
        "换删帖": "trade",
        "混用": "address",
        "电话号码": "phone",
        "车架号": "vin",
        "身份证号": "card",
        "车牌号": "plate",
        "邮箱": "mail",
        "微信号": "wechat",
    }
    return " ".join(next(name for said, name in known.items() if said in words.zh) for words in shipped_checks(text))


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("我们是同级第一、质量最好的车。", "absolute"),
        ("您最好先靠边停车，第一时间联系我们。", ""),
        ("充到 100% 后请拔枪，电量 100% 时不要长期停放。", ""),
        ("我们 100% 负责。", "absolute"),
        ("清退（永久停用社区账号）", ""),
        ("这辆车支持自动驾驶。", "autonomous"),
        ("L2 是辅助驾驶，不等于自动驾驶。", ""),
        ("您写的“自动驾驶”我们看到了。", ""),
        ("The car drives itself.", "autonomous"),
        ("我们承诺尽快解决。", "undated"),
        ("我们承诺 11 月 25 日前答复您。", ""),
        ("我们承诺三个工作日内答复，请您放心。", ""),
        ("我们承诺周五答复您。另外，谢谢您。", ""),
        ("周五见。我们承诺解决。", "undated"),
        ("We promise to fix it.", "undated"),
        ("We promise to call you on Friday.", ""),
        ("门店当时承诺换新，您没有等到。", ""),
        ("一定赔给您", "strong"),
        ("质量保证期内，保证金照退。", ""),
        ("再这样就封号。", "ban"),
        ("You will be banned.", "ban"),
        ("您的账号禁言 1 天。", ""),
        ("您这样像水军。", "label"),
        ("请不要当水军。", ""),
        ("请不要随意称别人为“水军”“车黑”。", ""),
        ("李先生您好，李女士", "address"),
        ("先生/女士您好", "address"),
        ("李先生和王女士都在场。", ""),
        ("身份证 11010519491231002X 收到", "card"),
        ("身份证 110105194912310021 收到", ""),
        ("转办单号 202611200000012345", ""),
        ("您的京A12345 已登记", "plate"),
        ("沪AD12345 已登记", "plate"),
        ("粤B·12345D 已登记", "plate"),
        ("川G318 线，新 E5，OTA 3.2", ""),
        ("发到 lao.chen@example.com", "mail"),
        ("加我微信号：laochen_88", "wechat"),
        ("微信 laochen88 找我", "wechat"),
        ("在微信群里说，微信公众号也行。WeChat message please.", ""),
        ("他写的“13800000000”我看到了", "phone"),
    ],
)
def test_what_ships_points_at_what_is_meant_and_at_nothing_else(text: str, about: str) -> None:
    assert _about(text) == about


@pytest.mark.parametrize("name", [one for one in resource_names("texts") if one.endswith(".txt")])
def test_no_letter_of_ours_raises_a_warning(name: str) -> None:
    assert shipped_checks(resource_text("texts", name)) == []


def test_the_names_of_measures_and_kinds_raise_no_warning() -> None:
    for words in (*RUNG_WORDS.values(), *KIND_WORDS.values(), *DECISION_WORDS.values(), *LETTERS.values()):
        assert shipped_checks(words.zh + words.en) == []
