"""Replies as people write them, good and bad: what the gate lets pass, what it stops, and how long it takes."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from app.domain.cases import CaseKind
from app.domain.complaints import Answered, Lack, Look, look
from app.domain.promises import Promising
from app.operations.complaints_texts import marks

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)  # a Monday
THURSDAY = Promising("黑屏的原因", "车机软件部", "小北", datetime(2026, 12, 3, 18, 0, tzinfo=CHINA))
NEXT_YEAR = replace(THURSDAY, due_at=datetime(2027, 12, 3, 18, 0, tzinfo=CHINA))
COUNTED = replace(THURSDAY, due_at=datetime(2026, 11, 26, 18, 0, tzinfo=CHINA), days=3)

BLACK = "昨晚升级 3.2.1 之后中控黑屏两次，杭州的，重启没用。"
LONG = (
    "提车第三周就开始异响，左前轮过减速带咯噔一声。去了两次服务中心，第一次说是正常磨合，第二次说要等配件，"
    "等了二十天没有人给我打过一个电话。我每天上下班六十公里，孩子坐在后排一直问我车是不是要坏了。"
)
SCREEN = "The head unit of my E7 froze twice on the way to work after update 3.2.1, and a restart did not help."

GOOD: list[tuple[str, str, Promising | None]] = [
    (BLACK, "我们很重视您反映的中控黑屏，抱歉。上周五已推送的 3.2.2 修复了它。", None),
    (
        BLACK,
        "升级后中控黑屏两次，换了我也会着急，给您添麻烦了。我们查了：3.2.1 在部分车上会让屏幕不亮。",
        None,
    ),
    (BLACK, "看到您说重启也没用，确实糟心，是我们没做好。目前查明是 3.2.1 的问题，3.2.2 已经推送。", None),
    (BLACK, "不得不说抱歉，中控黑屏这事拖了您两天。原因是升级包校验失败，长按左键 10 秒可以先恢复。", None),
    (BLACK, "谁能不着急呢，对不起。中控黑屏是由校验失败引起的，回退方法已私信您。", None),
    (BLACK, "【中控黑屏】\n抱歉，让您大晚上遇到这个。问题出在 3.2.1 的校验。", None),
    (BLACK, "抱歉，中控黑屏我们复现了。请点击【设置】里的【系统更新】，3.2.2 修复了它。", None),
    (BLACK, "对不起，中控黑屏的原因是校验失败。升级前请停好车，3.2.2 之前的版本都有这个问题。", None),
    (BLACK, "抱歉，中控黑屏我们查了：不是您的问题，是升级包的问题。", None),
    (BLACK, "您说“垃圾车机”，这话我们认。中控黑屏两次，对不起，原因是升级包校验失败。", None),
    (BLACK, "抱歉，中控黑屏的事，11 月 20 日您进店时工程师没能修好，原因是缺配件，现在配件到了。", None),
    (BLACK, "对不起，中控黑屏我们在查。12 月 3 日（周四）18:00 前，我在这里向您说明进展。", THURSDAY),
    (BLACK, "对不起，中控黑屏我们在查。十二月三日前在这里给您答复。", THURSDAY),
    (BLACK, "对不起，中控黑屏我们在查。原定 11 月 25 日给您答复，还差一项测试；12 月 3 日前一定在这里说明。", THURSDAY),
    (BLACK, "对不起，中控黑屏我今天就去问车机软件部，12 月 3 日之前在这里回您。", THURSDAY),
    (BLACK, "对不起，中控黑屏我们在查，三个工作日内（11 月 26 日前）在这里给您答复。", COUNTED),
    (BLACK, "对不起，中控黑屏我们在查，3 个工作日内在这里给您答复。", COUNTED),
    (BLACK, "对不起，中控黑屏要换供应商，2027 年 12 月 3 日前在这里说明结果。", NEXT_YEAR),
    (LONG, "“左前轮过减速带咯噔一声”，二十天没等到一个电话，对不起。经核实是下摆臂胶套的批次问题，配件已到店。", None),
    (SCREEN, "I am sorry that the head unit froze twice. The cause is a memory leak; 3.2.2 fixes it.", None),
    (
        SCREEN,
        "Sorry about the frozen screen. What we shipped last Monday will stop it: 3.2.2 fixes it.",
        None,
    ),
    (
        SCREEN,
        "I'm sorry: a head unit that freezes on the road is worrying. We traced it to the map cache.",
        None,
    ),
    (
        SCREEN,
        "I'm sorry about the frozen head unit. By Thursday, 3 December, we will tell you here what we found.",
        THURSDAY,
    ),
    (SCREEN, "Sorry about the frozen screen. We will report here by the end of 3 December 2026.", THURSDAY),
]

BAD: list[tuple[str, str, Promising | None, Lack]] = [
    (BLACK, "抱歉 中控 因为", None, Lack.NO_SUBSTANCE),
    (BLACK, "抱歉。中控黑屏。原因已查到。", None, Lack.NO_SUBSTANCE),
    (BLACK, "一点也不抱歉。中控黑屏的原因是升级包校验失败。", None, Lack.NO_SOOTHING),
    (BLACK, "我们绝不会为这个道歉。中控黑屏的原因是升级包校验失败。", None, Lack.NO_SOOTHING),
    (BLACK, "对不起，中控黑屏是因为您自己乱刷机，跟我们没有关系。", None, Lack.BLAME),
    (BLACK, "抱歉啊，您这种人中控黑屏活该，经核实就是升级包的问题。", None, Lack.INSULT),
    (BLACK, "滚。", None, Lack.INSULT),
    (LONG, f"抱歉。{LONG}原因是下摆臂胶套的批次不良。", None, Lack.NO_RESTATEMENT),
    (BLACK, "抱歉。中控黑屏的原因是 XXX，请联系服务中心。", None, Lack.OPEN_PLACES),
    (BLACK, "抱歉。中控黑屏的原因是升级包校验失败，请联系 TODO。", None, Lack.OPEN_PLACES),
    (BLACK, "抱歉。中控黑屏的原因是【原因】，请拨打客服。", None, Lack.OPEN_PLACES),
    (BLACK, "抱歉。中控黑屏的原因是校验失败，请拨打＿＿＿＿。", None, Lack.OPEN_PLACES),
    (BLACK, "抱歉。中控黑屏的原因是<原因>，请拨打 [电话]。", None, Lack.OPEN_PLACES),
    (BLACK, "抱歉，中控黑屏的原因是软件，十二月一日咱就修好它。", None, Lack.UNREGISTERED),
    (BLACK, "抱歉，中控黑屏原因查到了，是校验失败。元旦之前给您修好。", None, Lack.UNREGISTERED),
    (BLACK, "抱歉，中控黑屏原因查到了，是校验失败。春节前给您答复。", None, Lack.UNREGISTERED),
    (BLACK, "抱歉，中控黑屏原因查到了，是校验失败。年前给您修好。", None, Lack.UNREGISTERED),
    (BLACK, "抱歉，中控黑屏原因查到了，是校验失败。48h 内给您答复。", None, Lack.UNREGISTERED),
    (BLACK, "抱歉，中控黑屏原因查到了，是校验失败。三日后给您答复。", None, Lack.UNREGISTERED),
    (BLACK, "抱歉，中控黑屏原因查到了，是校验失败。12.1 前给您答复。", None, Lack.UNREGISTERED),
    (BLACK, "抱歉，中控黑屏原因查到了，是校验失败。最晚 12/1，我在这里告诉您。", None, Lack.UNREGISTERED),
    (BLACK, "抱歉，中控黑屏原因查到了，是校验失败。3 个工 作 日内给您答复。", None, Lack.UNREGISTERED),
    (BLACK, "抱歉，中控黑屏原因查到了，是校验失败。明\u200b天给您答复。", None, Lack.UNREGISTERED),
    (BLACK, "抱歉，中控黑屏我们在查，明天给您答复，最晚不过 12 月 3 日。", THURSDAY, Lack.OTHER_DAY),
    (BLACK, "抱歉，中控黑屏明天 18:00 前给您答复，12 月 3 日前修好。", THURSDAY, Lack.OTHER_DAY),
    (BLACK, "抱歉，中控黑屏 24 小时内给您答复，12 月 3 日前修好。", THURSDAY, Lack.OTHER_DAY),
    (BLACK, "抱歉，中控黑屏明天给您答复，200 个工作日内修好。", replace(NEXT_YEAR, days=200), Lack.OTHER_DAY),
    (BLACK, "抱歉，中控黑屏我们在查，不会等到 12 月 3 日。", THURSDAY, Lack.UNDATED),
    (BLACK, "抱歉，中控黑屏我们在查，12 月 3 日前给您答复。", NEXT_YEAR, Lack.UNDATED),
    (BLACK, "抱歉，中控黑屏我们在查，2026 年 12 月 3 日前给您答复。", NEXT_YEAR, Lack.UNDATED),
    (BLACK, "抱歉，中控黑屏我们在查，2027 年 12 月 3 日前给您答复。", THURSDAY, Lack.UNDATED),
    (SCREEN, "Sorry about the head unit. We promise to fix it Monday.", None, Lack.UNREGISTERED),
    (SCREEN, "Sorry about the head unit. We will fix it by the end of the week.", None, Lack.UNREGISTERED),
    (SCREEN, "Sorry about the head unit. We'll get back to you within 48h.", None, Lack.UNREGISTERED),
    (SCREEN, "Sorry about the head unit. We will fix it before Christmas.", None, Lack.UNREGISTERED),
    (SCREEN, "Sorry not sorry, your head unit froze because of the map cache.", None, Lack.INSULT),
    (SCREEN, "Sorry, the head unit froze because of your setup; it has nothing to do with us.", None, Lack.BLAME),
    (
        SCREEN,
        "Sorry about the unit. We will report by Friday, and mend it by 3 December.",
        THURSDAY,
        Lack.OTHER_DAY,
    ),
]


def _look(post: str, text: str, promise: Promising | None = None) -> Look:
    answered = Answered(CaseKind.COMPLAINT, post, ("车友1", "小北"))
    return look(text, answered, marks(), NOW, promise=promise)


@pytest.mark.parametrize(("post", "text", "promise"), GOOD)
def test_a_good_reply_goes_out(post: str, text: str, promise: Promising | None) -> None:
    assert [one.words.zh for one in _look(post, text, promise).blocking] == []


@pytest.mark.parametrize(("post", "text", "promise", "lack"), BAD)
def test_a_bad_reply_is_kept_back(post: str, text: str, promise: Promising | None, lack: Lack) -> None:
    assert lack in {one.lack for one in _look(post, text, promise).blocking}


def test_no_reason_lets_an_insult_or_another_day_pass_but_one_for_blame_may() -> None:
    passable = {text: _look(post, text, promise).passable for post, text, promise, _ in BAD}
    told = {lack: passable[text] for _, text, _, lack in BAD}
    assert (told[Lack.INSULT], told[Lack.OTHER_DAY], told[Lack.BLAME]) == (False, False, True)


def test_a_date_in_another_year_is_told_with_its_year() -> None:
    seen = _look(BLACK, "抱歉，中控黑屏我们在查，12 月 3 日前给您答复。", NEXT_YEAR)
    (lacking,) = (one for one in seen.lacks if one.lack is Lack.UNDATED)
    assert "2027 年 12 月 3 日" in lacking.words.zh
    assert "2027" in lacking.words.en


def test_the_day_that_is_not_the_registered_one_is_quoted() -> None:
    seen = _look(BLACK, "抱歉，中控黑屏明天 18:00 前给您答复，12 月 3 日前修好。", THURSDAY)
    (lacking,) = (one for one in seen.lacks if one.lack is Lack.OTHER_DAY)
    assert "明天 18:00 前" in lacking.words.zh
    assert "12 月 3 日" in lacking.words.zh
    every = [one.words for post, text, promise, _ in BAD for one in _look(post, text, promise).lacks]
    assert all(words.zh and words.en and "\n" not in words.zh + words.en for words in every)


# --- time ----------------------------------------------------------------------------------------------------

ODD = (
    *("1", "三", " ", "a", "《", "“", "{", "[", "_", "x", "【", "，", "。", "月", "\u200b", '"'),
    *("12月", "3天", "明天", "答复", "12.1 ", "下个周", "by the ", "will by monday ", "12月3日前给您答复", "dec 1 "),
    *("我们会在周五前答复您。", "We will fix it by Friday. ", "请您在周五前", BLACK),
)
SHORT, LONGER = 5_000, 20_000


@pytest.mark.parametrize("text", ODD)
def test_a_text_four_times_as_long_takes_about_four_times_as_long(text: str) -> None:
    """Quadratic, it would take sixteen times as long."""
    assert _quickest(lambda: _in_full(text, LONGER)) < 9 * _quickest(lambda: _in_full(text, SHORT)) + 0.01


def _in_full(text: str, length: int) -> None:
    said = (text * (length // len(text) + 1))[:length]
    _look(BLACK, said, THURSDAY)
    _look(said, "抱歉，中控黑屏我们在查。")


def _quickest(work: Callable[[], None]) -> float:
    def once() -> float:
        begun = time.process_time()
        work()
        return time.process_time() - begun

    return min(once() for _ in range(2))
