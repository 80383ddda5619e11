"""What keywords raise, and what they leave alone: sentences as owners write them."""

import json

import pytest

from app.domain.cases import CaseKind
from app.domain.lanes_keywords import Keywords, LaneWords, raised, read_keywords
from app.files import resource_text

SHIPPED = read_keywords(json.loads(resource_text("keywords", "lanes.json")))[0]

ALARMS = [
    ("昨晚下高速时刹车失灵，差点追尾。", "safety"),
    ("踩刹车完全没反应，仪表全红", "safety"),
    ("刹车不知道怎么就失灵了", "safety"),
    ("刹车踩到底都没有反应！！！", "safety"),
    ("高速上突然断电，120 掉到 0", "safety"),
    ("行驶中失去动力，停在应急车道", "safety"),
    ("充电的时候前机舱冒烟了，有图", "safety"),
    ("地库里一台车自燃，旁边三台都烧了", "safety"),
    ("有没有人的车着火过？我的刚刚着火了", "safety"),
    ("是不是自燃我不知道，反正烧起来了", "safety"),
    ("撞成这样气囊没弹，你们怎么解释", "safety"),
    ("正面撞了，主驾气囊居然没有弹出", "safety"),
    ("拐弯的时候方向盘突然锁死", "safety"),
    ("电池包鼓包了还让我继续开？", "safety"),
    ("孩子被锁在车里，车机死机打不开门", "safety"),
    ("不是冒烟就是断电，这车谁敢开", "safety"),
    ("我的脾气不好，可是车真的冒烟了", "safety"),
    ("停好车走开，它自己溜车下坡了", "safety"),
    ("ＡＥＢ 没事突然急刹，后车差点撞上", "safety"),
    ("Total brake failure on the motorway, I'm still shaking", "safety"),
    ("The battery pack caught fire while charging", "safety"),
    ("The airbag didn't deploy in a head-on crash", "safety"),
    ("My car lost power in the fast lane", "safety"),
    ("真的活不下去了，车贷还不上", "care"),
    ("我不想活了，谁来陪我说说话", "care"),
    ("站在江边，想结束自己", "care"),
    ("I want to die. Nobody listens.", "care"),
    ("出售车主信息，十万条，电话齐全", "unlawful"),
    ("低价出售枪支，加我", "unlawful"),
    ("本帖侵犯我司著作权，附权属证明", "rights_notice"),
    ("DMCA takedown notice for the pictures in this thread", "rights_notice"),
    ("发侵权通知之前先说一句：车又冒烟了", "safety"),
    ("满电下坡，刹车踏板突然变得像踩在石头上", "safety"),
    ("下长坡踩下去两公分就硬了，像踩石头上，减速很小", "safety"),
    ("仪表弹了个黄的“制动助力受限”，两三秒就没了", "safety"),
    ("刹车助力突然失效，全靠蛮力", "safety"),
    ("早上第一脚刹车踩不动，踏板硬得像砖", "safety"),
    ("我整个人站上去踩，还是滑", "safety"),
    ("刹车突然变得很硬，吓出一身汗", "safety"),
    ("这两天刹车距离明显变长了，不敢开", "safety"),
    ("制动距离变长，店里说正常？", "safety"),
    ("高速下匝道刹不住，冲出去半个车身", "safety"),
    ("刹车踩到底车停不下来", "safety"),
    ("The brake pedal went hard like stone, I could barely slow down", "safety"),
    ("The dash said brake assist limited", "safety"),
    ("My braking distance is much longer since the update", "safety"),
]
QUIET = [
    "车主那冒烟的脾气，笑死我了",
    "等了三个小时，气得我头顶都冒烟",
    "三十八度，嗓子都快冒烟了",
    "周末露营烧烤架冒烟的那种，安排上",
    "气囊灯亮了，预约了周六检查",
    "开了三年，从未自燃，别听人瞎说",
    "放心，不会自燃的，电芯有热隔离",
    "检查过了，没有冒烟，也没有异味",
    "昨晚一起火锅，聊得很开心",
    "小区断电，充不了，白等一晚",
    "行车记录仪老是断电，怎么接降压线",
    "充满自动断电吗？还是要自己拔枪",
    "今年新能源销量失速，降价也救不了",
    "前车突然急刹，幸好我跟得远",
    "刹车片换了，效果很好",
    "刹车没有失灵，是脚垫卡住了",
    "想死你了，我的小白车，提车第七天",
    "店里跳楼价，地毯买一送一",
    "今天太热，不想活动，在家看直播",
    "年轻生活方式，从第一台车开始",
    "车机跑分出来了，比上一代高",
    "后院起火了，老婆发现我又买轮毂",
    "漏电保护跳了，找物业看看",
    "防溜车功能怎么打开",
    "The brakes are fine, no brake failure here",
    "This colour is on fire lately, love it",
    "Suicide doors on the new concept look great",
    "Smoke from the grill everywhere, best meet-up ever",
    "We drove without any loss of power at all",
    "The car did not catch fire, stop spreading that",
    "请大家尊重著作权，转载注明出处",
    "客服说升级时请不要断电，我照做了",
    "雨天刹车距离变长，大家保持车距",
    "提醒：雪地制动距离会变长，慢点开",
    "刹车脚感比上一代好，没有变硬",
    "",
]


@pytest.mark.parametrize(("text", "lane"), ALARMS)
def test_what_cannot_wait_is_raised_with_its_words(text: str, lane: str) -> None:
    found, _, word = raised(SHIPPED, text).partition(":")
    assert (found, bool(word)) == (lane, True)


@pytest.mark.parametrize("text", QUIET)
def test_what_only_sounds_like_it_is_left_alone(text: str) -> None:
    assert raised(SHIPPED, text) == ""


def test_the_graver_lane_counts_wherever_it_stands() -> None:
    assert raised(SHIPPED, "律师函我收到了，可我真的不想活了。").startswith("care:")
    assert raised(SHIPPED, "不想活了。车也冒烟了。") == "safety:冒烟"


def test_a_hit_of_which_a_person_said_that_it_is_none_is_not_raised_again_but_others_are() -> None:
    text = "车冒烟了，后来又断电"
    assert raised(SHIPPED, text) == "safety:冒烟"
    assert raised(SHIPPED, text, {"safety:冒烟": text}) == "safety:断电"
    assert raised(SHIPPED, text, {"safety:冒烟": text, "safety:断电": text}) == ""


@pytest.mark.parametrize(
    ("after", "again"),
    [
        ("充电时车冒烟，又冒烟了一次", True),
        ("充电时车冒烟，孩子受伤送医院", True),
        ("充电时车冒烟（补一张图）", False),
    ],
)
def test_what_was_cleared_is_raised_again_by_a_text_that_says_more(after: str, again: bool) -> None:
    cleared = {"safety:冒烟": "充电时车冒烟"}
    assert raised(SHIPPED, after, cleared) == ("safety:冒烟" if again else "")


@pytest.mark.parametrize(
    "text",
    [
        "刹 车 失 灵",
        "剎車失靈",
        "刹車失灵",
        "sha车失灵",
        "刹车失.灵",
        "刹\u200b车*失*灵",
        "刹车不灵了",
        "方向盘卡死",
        "方向盘突然卡死了",
        "电池冒煙了",
    ],
)
def test_other_spellings_of_what_cannot_wait_are_found(text: str) -> None:
    assert raised(SHIPPED, text).startswith("safety:")


@pytest.mark.parametrize("text", ["我们一起 火锅走起", "刹车。失灵敏的方向感", "没有 刹车失灵", "小 区 断 电"])
def test_what_stands_between_makes_no_word_of_harmless_ones(text: str) -> None:
    assert raised(SHIPPED, text) == ""


def test_a_teams_own_words_come_beside_those_that_ship_and_can_leave_some_out() -> None:
    told = {"lanes": {"safety": {"words": ["三电报警…停车"], "passes": ["冒烟的展车"], "without": ["断电"]}}}
    keywords = SHIPPED.extended(*read_keywords(told))
    assert raised(keywords, "三电报警让我马上停车") == "safety:三电报警让我马上停车"
    assert raised(keywords, "高速断电") == ""
    assert raised(keywords, "店里那台冒烟的展车") == ""
    assert raised(keywords, "车冒烟了") == "safety:冒烟"
    assert keywords.print != SHIPPED.print


@pytest.mark.parametrize(
    "told",
    [
        [],
        {},
        {"lanes": []},
        {"lanes": {"complaint": {"words": []}}},
        {"lanes": {"care": {"words": ["x"]}}},
        {"lanes": {"care": []}},
    ],
)
def test_what_is_no_file_of_keywords_is_refused(told: object) -> None:
    with pytest.raises(ValueError, match=r"\?"):
        read_keywords(told)


def test_no_harmless_phrase_hides_a_word_that_stands_beside_it() -> None:
    keywords = Keywords({CaseKind.SAFETY: LaneWords(("冒烟",), ("冒烟的脾气",))})
    assert raised(keywords, "冒烟的脾气遇上真冒烟的车") == "safety:冒烟"
