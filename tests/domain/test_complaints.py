"""The gate before a public reply: parts, order, words of this very post, promises, openings."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cases import CaseKind
from app.domain.complaints import Answered, Lack, Look, Part, look
from app.domain.complaints_dates import day_said, promising
from app.domain.complaints_openings import OFTEN, opening
from app.domain.complaints_terms import named, tells
from app.domain.complaints_words import folded
from app.domain.promises import Promising
from app.operations.complaints_texts import marks

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)  # a Monday
DUE = datetime(2026, 12, 3, 18, 0, tzinfo=CHINA)  # a Thursday
PROMISED = Promising("3.2 之后倒车影像黑屏的原因", "车机软件部", "小北", DUE)
NAMES = ("老陈", "小北", "远山")

OTA = (
    "升了 3.2 之后车机卡、底盘还多了个异响，谁来管管\n"
    "昨晚推的 3.2.0，升完就后悔。倒车影像要黑 3 到 4 秒才出来；低速过减速带，前面“咯噔”一声；座椅记忆没了。"
    "客服说“建议您恢复出厂设置”，我导航收藏了两百多个地址，你替我输？E7，1.8 万公里，杭州。"
)
WAIT = "订车四十三天了，交付一拖再拖\n销售说好 11 月 20 号提车，到店说排产没排上，让我再等两周。我连旧车都卖了，天天打车上班。"
HEAT = (
    "Heating dies on the motorway\nThe heating in my E5 cuts out after 40 minutes on the motorway, twice last week, "
    "with my kids in the back. The dealer said they could not reproduce it and sent me home."
)
ANGER = "垃圾！！！！退钱！"

S, R, E, P = Part.SOOTHE, Part.RESTATE, Part.EXPLAIN, Part.PROMISE
Lacks = set[Lack]

GOOD: list[tuple[str, str, Promising | None]] = [
    (
        OTA,
        "老陈，您好，我是远山社区的小北。升完 3.2 倒车影像要黑 3 到 4 秒，倒车时换谁都会着急，对不起。先说目前能确认的：开机多起了一个语音进程，影像被排到了后面。",
        None,
    ),
    (
        OTA,
        "让您半夜还要折腾车机，抱歉。座椅记忆丢失我们复现了，原因是升级时没有迁移旧的档位。已转给车机软件部，12 月 3 日 18:00 前我在这里向您说明进展。",
        PROMISED,
    ),
    (
        OTA,
        "对不起，“恢复出厂设置”这个回答不该给您，两百多个地址谁都不愿重输。由于 3.2.0 的缓存没有清，先关掉随时唤醒可以缓解。",
        None,
    ),
    (OTA, "理解您的着急，过减速带那声“咯噔”我们听了录音。下周四前给您一个说法，会在本帖回复。", PROMISED),
    (WAIT, "四十三天，旧车也卖了，天天打车，这份着急我们懂，对不起。经核实，是这一批座椅到货晚了，排产顺延。", None),
    (
        WAIT,
        "说好 11 月 20 号提车却没排上产，让您白跑一趟，非常抱歉。最晚 12/3，我把确定的排产日期在这里告诉您。",
        PROMISED,
    ),
    (WAIT, "抱歉让您久等。提车日期没排上，我今天就去问交付中心，12月3日之前在这里回您。", PROMISED),
    (
        HEAT,
        "I'm sorry you had to sit on the motorway with two cold kids. What we can confirm so far: the heat pump of the E5 "
        "goes into protection below a certain pressure.",
        None,
    ),
    (
        HEAT,
        "Hello, this is Bei from the community. Heating that cuts out after 40 minutes is upsetting, and being sent home "
        "by the dealer made it worse; I am sorry. By 18:00 on Thursday 3 December I will post an update in this thread.",
        PROMISED,
    ),
    (
        HEAT,
        "Thank you for telling us, and sorry about the cold drive. We checked with the dealer: the fault was not "
        "reproduced because the car was tested in the city. We will report here by December 3rd.",
        PROMISED,
    ),
    (ANGER, "看得出您很失望，抱歉。目前能确认的是退款要凭订单核对，请私信我订单号，我来帮您查。", None),
]

BAD: list[tuple[str, str, Promising | None, Lacks]] = [
    (
        OTA,
        "非常抱歉给您带来不便，我们高度重视，会尽快处理。",
        None,
        {Lack.NO_RESTATEMENT, Lack.NO_SUBSTANCE, Lack.EMPTY_PHRASE},
    ),
    (
        OTA,
        "给您造成的不便敬请谅解，您的反馈我们已收到。",
        None,
        {Lack.NO_SOOTHING, Lack.NO_RESTATEMENT, Lack.NO_SUBSTANCE, Lack.EMPTY_PHRASE},
    ),
    (OTA, "倒车影像黑屏是因为 3.2 开机多了一个进程。", None, {Lack.NO_SOOTHING}),
    (OTA, "倒车影像黑屏是因为 3.2 开机多了一个进程。让您受惊了，抱歉。", None, {Lack.ORDER}),
    (OTA, "倒车影像黑 3 到 4 秒，确实糟心，对不起。", None, {Lack.NO_SUBSTANCE}),
    (OTA, "很抱歉，您说的情况我们已核实，属于已知问题。", None, {Lack.NO_RESTATEMENT, Lack.EMPTY_PHRASE}),
    (OTA, "不用说抱歉，座椅记忆丢失是因为升级。", None, {Lack.NO_SOOTHING}),
    (OTA, "对不起，座椅记忆的事，查明后会告诉您。", None, {Lack.NO_SUBSTANCE}),
    (OTA, "对不起，座椅记忆的事，3 个工作日内给您答复。", None, {Lack.UNREGISTERED}),
    (OTA, "对不起，倒车影像的事我们周五前在这里说明进展。", None, {Lack.UNREGISTERED}),
    (OTA, "对不起，车机卡的事，最晚明天我来回您。", None, {Lack.UNREGISTERED}),
    (OTA, "对不起，座椅记忆的原因我们在查，有了结果会告诉您。", PROMISED, {Lack.NO_SUBSTANCE, Lack.UNDATED}),
    (OTA, "对不起，座椅记忆的原因，12 月 5 日前给您答复。", PROMISED, {Lack.UNDATED}),
    (OTA, "对不起，座椅记忆的原因我们 12 月 3 日前答复，问题{问题}已转给{部门}。", PROMISED, {Lack.OPEN_PLACES}),
    (OTA, "抱歉，倒车影像慢几秒属于正常现象，是因为内存占用高。", None, {Lack.BRUSH_OFF}),
    (
        OTA,
        "对不起，《升了 3.2 之后车机卡、底盘还多了个异响，谁来管管》我们看到了，经核实是缓存的缘故。",
        None,
        {Lack.NO_RESTATEMENT},
    ),
    (OTA, "老陈，对不起，远山的小北已确认这件事是后台导致的。", None, {Lack.NO_RESTATEMENT}),
    (WAIT, "抱歉，交付晚了。由于产能原因，请您耐心等待，不要激动。", None, {Lack.BRUSH_OFF}),
    (WAIT, "因为产能爬坡，交付普遍延后。让您久等了，抱歉。", None, {Lack.ORDER}),
    (WAIT, "提车又拖了，抱歉。月底之前一定给您安排。", None, {Lack.UNREGISTERED}),
    (WAIT, "请您在周五前把订单号私信我，提车的事我帮您看。", None, {Lack.NO_SOOTHING, Lack.NO_SUBSTANCE}),
    (
        HEAT,
        "We are sorry for any inconvenience and will get back to you as soon as possible.",
        None,
        {Lack.NO_RESTATEMENT, Lack.NO_SUBSTANCE, Lack.EMPTY_PHRASE},
    ),
    (HEAT, "The heating cuts out because of a low refrigerant pressure.", None, {Lack.NO_SOOTHING}),
    (HEAT, "The heating cuts out because of low pressure. We are sorry about that.", None, {Lack.ORDER}),
    (HEAT, "Sorry about the heating. We will post an update here by Friday.", None, {Lack.UNREGISTERED}),
    (HEAT, "Sorry about the heating. You'll hear from us within 3 working days.", None, {Lack.UNREGISTERED}),
    (
        HEAT,
        "Sorry about the heating; we will look into it and let you know.",
        PROMISED,
        {Lack.NO_SUBSTANCE, Lack.UNDATED},
    ),
    (
        HEAT,
        "Sorry, but the heating works as intended: it is caused by the protection of the pump.",
        None,
        {Lack.BRUSH_OFF},
    ),
    (HEAT, "Sorry to hear that. The team has checked, and the cause is being looked at.", None, {Lack.NO_RESTATEMENT}),
]


def _look(post: str, text: str, promise: Promising | None = None, **more: object) -> Look:
    kind = more.pop("kind", CaseKind.COMPLAINT)
    return look(text, Answered(kind, post, NAMES), marks(), NOW, promise=promise, **more)  # type: ignore[arg-type]


def _lacks(seen: Look) -> Lacks:
    return {one.lack for one in seen.lacks}


@pytest.mark.parametrize(("post", "text", "promise"), GOOD)
def test_a_reply_that_calms_names_what_happened_and_holds_goes_out(
    post: str, text: str, promise: Promising | None
) -> None:
    seen = _look(post, text, promise)
    assert seen.lacks == ()
    assert (S in seen.parts, bool({E, P} & seen.parts)) == (True, True)


@pytest.mark.parametrize(("post", "text", "promise", "lacks"), BAD)
def test_a_reply_that_lacks_something_is_told_so(post: str, text: str, promise: Promising | None, lacks: Lacks) -> None:
    assert _lacks(_look(post, text, promise)) == lacks


def test_the_four_parts_are_found_where_they_stand() -> None:
    text = "对不起，座椅记忆丢了。原因是档位没有迁移。12 月 3 日前我在这里向您说明进展。"
    seen = _look(OTA, text, PROMISED)
    assert seen.parts == {S, R, E, P}
    assert [text[slice(*one.span)] for one in seen.found] == [
        "对不起",
        "座椅记忆",
        "原因是",
        "12 月 3 日前我在这里向您说明进展",
    ]


def test_every_lack_says_in_both_languages_how_to_mend_it() -> None:
    said = [one for post, text, promise, _ in BAD for one in _look(post, text, promise).lacks]
    elsewhere = {Lack.WORN_OPENING, Lack.OTHER_DAY, Lack.INSULT, Lack.BLAME}
    assert {one.lack for one in said} == set(Lack) - elsewhere
    for one in said:
        assert one.words.zh
        assert one.words.en
        assert "\n" not in one.words.zh + one.words.en


def test_what_stops_what_only_warns_and_what_a_reason_lets_pass() -> None:
    empty = _look(OTA, "非常抱歉给您带来不便。")
    assert {one.lack for one in empty.blocking} == {Lack.NO_RESTATEMENT, Lack.NO_SUBSTANCE}
    assert {one.lack for one in empty.warnings} == {Lack.EMPTY_PHRASE}
    assert empty.passable
    promised = _look(OTA, "对不起，明天给您答复。")
    assert promised.blocking
    assert not promised.passable
    assert not _look(OTA, "对不起，{复述}。原因是内存不够。").passable


@pytest.mark.parametrize("kind", [kind for kind in CaseKind if kind is not CaseKind.COMPLAINT])
def test_only_a_complaint_asks_for_the_parts(kind: CaseKind) -> None:
    assert _look(OTA, "大家请回到正题。", kind=kind).lacks == ()
    assert _lacks(_look(OTA, "明天 18 点前答复您。", kind=kind)) == {Lack.UNREGISTERED}
    assert _lacks(_look(OTA, "{答复}", kind=kind)) == {Lack.OPEN_PLACES}


def test_one_more_word_under_a_complaint_need_not_begin_from_the_beginning() -> None:
    answered = Answered(CaseKind.COMPLAINT, OTA, NAMES, replied=True)
    assert look("照片收到了，谢谢。", answered, marks(), NOW).lacks == ()
    assert _lacks(look("明天答复您，会说清楚。", answered, marks(), NOW)) == {Lack.UNREGISTERED}


def test_a_cry_that_tells_nothing_need_not_be_restated() -> None:
    assert not tells(ANGER, marks(), NAMES)
    assert tells(OTA, marks(), NAMES)
    assert tells(HEAT, marks(), NAMES)


# --- naming something of this post ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("post", "text"),
    [
        (OTA, "座椅"),  # a thing
        (OTA, "the seat"),  # the same thing in another language
        (OTA, "3.2.0"),
        (OTA, "3.2"),  # a version by its beginning
        (OTA, "开了1.8万公里"),  # a figure with its unit, whatever the blanks
        (OTA, "E7"),
        (OTA, "过减速带的时候"),  # three characters in a row
        (HEAT, "40 minutes"),
        (HEAT, "could not reproduce what the kids felt"),  # two plain words
        (WAIT, "四十三天"),
        ("The head unit freezes", "黑屏"),
    ],
)
def test_a_reply_names_something_of_the_post(post: str, text: str) -> None:
    assert named(text, post, marks(), NAMES)


@pytest.mark.parametrize(
    ("post", "text"),
    [
        (OTA, "您反映的问题，我们非常理解，谢谢您的反馈"),
        (OTA, "这件事给您带来不便，各位车友的情况我们都在看"),
        (OTA, "4 号回您"),
        (OTA, "老陈"),
        (OTA, "恢复得很好"),
        (HEAT, "we are sorry about that, the team is looking"),
        (HEAT, "reproduce"),  # one plain word could be chance
        ("400 电话打不通", "请拨打 400"),
        ("充电桩坏了", "请不要在帖子里公开车架号和手机号"),
        ("有人在帖子里公开了我的车架号和手机号", "请不要在帖子里公开车架号和手机号"),  # our own letter says so to all
    ],
)
def test_words_for_anybody_name_nothing(post: str, text: str) -> None:
    assert named(text, post, marks(), NAMES) == []


@given(st.text(max_size=60))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text(alphabet="座椅记忆丢了，。对不起因为 3.2abE７\n{}《》“”", max_size=60), st.text(max_size=40))
def test_no_text_is_too_odd_to_look_at(text: str, post: str) -> None:
    seen = _look(post, text, PROMISED)
    assert all(0 <= one.span[0] <= one.span[1] <= len(text) for one in seen.found)
    assert (Lack.NO_SOOTHING in _lacks(seen)) == (S not in seen.parts)
    assert not (Lack.NO_RESTATEMENT in _lacks(seen) and R in seen.parts)


@given(st.sampled_from([text for _, text, _ in GOOD]), st.sampled_from(["对不起。", "Sorry. ", "让您久等了，"]))
def test_soothing_first_never_makes_the_order_wrong(text: str, first: str) -> None:
    assert Lack.ORDER not in _lacks(_look(OTA, first + text))


@given(st.sampled_from([text for _, text, _ in GOOD]))
def test_an_open_place_stops_whatever_else_is_good(text: str) -> None:
    assert Lack.OPEN_PLACES in _lacks(_look(OTA, text + "{单号}", PROMISED))


# --- promises ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "我会在周五前答复您",
        "3个工作日内给您答复",
        "三个工作日之内处理完成",
        "12 月 3 日（周四）18:00 前，我会在这个帖子里向您说明进展",
        "最晚 12 月 3 日在这里说明",
        "明天会有同事联系您",
        "24小时内联系您",
        "月底前推送修复版本",
        "结论会更新在这里，最晚下周三",
        "We will post an update by Friday",
        "you'll hear from us within three working days",
        "By 18:00 on Thursday 3 December I will tell you how far we are",
        "The fix will arrive next week",
        "I will call you tomorrow",
    ],
)
def test_a_text_promises(text: str) -> None:
    assert promising(folded(text), marks().not_promised)


@pytest.mark.parametrize(
    "text",
    [
        "有结果会告诉您",
        "我们会尽快答复",
        "您说店里答应周三前给您答复，一直没有",
        "上次说好周五前修好，没有做到",
        "本来应该在 3 天内联系您",
        "请您在周五前把录音发我",
        "12 月 3 日前不能给您结论",
        "昨天已经答复过了",
        "通常 24 小时内会自动更新",
        "目前还在排查，会告诉您",
        "周末愉快",
        "今天的说明到这里",
        "You were told that they would call by Friday",
        "Please send me the recording by Friday",
        "We will let you know",
        "We will not be able to say more by Friday",
        "It usually takes three working days",
    ],
)
def test_a_text_promises_nothing(text: str) -> None:
    assert promising(folded(text), marks().not_promised) == []


@pytest.mark.parametrize(
    "text",
    ["12 月 3 日", "12月3号", "12/3", "2026-12-03", "下周四", "3 December", "December 3rd", "3 Dec", "next Thursday"],
)
def test_the_day_of_a_promise_is_said(text: str) -> None:
    assert day_said(folded(f"我 {text} 前答复"), DUE, NOW) is not None


@pytest.mark.parametrize(
    "text", ["12 月 4 日", "12 月 30 日", "周四", "本周四", "13 December", "11/3", "3.2", "3 月 12 日"]
)
def test_another_day_is_not_the_day_of_the_promise(text: str) -> None:
    assert day_said(folded(f"我 {text} 前答复"), DUE, NOW) is None


@pytest.mark.parametrize(
    ("ahead", "text"), [(0, "今天"), (1, "明天"), (2, "后天"), (1, "tomorrow"), (4, "周五"), (4, "本周五")]
)
def test_a_near_day_may_be_said_as_seen_from_today(ahead: int, text: str) -> None:
    assert day_said(folded(f"{text} 18 点前"), NOW + timedelta(days=ahead), NOW) is not None
    assert day_said(folded(f"{text} 18 点前"), NOW + timedelta(days=ahead + 1), NOW) is None


@pytest.mark.parametrize("text", ["三个工作日内", "3 个工作日内", "within 3 working days", "three business days"])
def test_working_days_that_were_counted_say_the_day_too(text: str) -> None:
    assert day_said(folded(text), DUE, NOW, days=3) is not None
    assert day_said(folded(text), DUE, NOW, days=5) is None
    assert day_said(folded(text), DUE, NOW) is None


@given(st.datetimes(min_value=datetime(2026, 11, 23), max_value=datetime(2027, 11, 22)), st.sampled_from(["zh", "en"]))
def test_the_day_as_letters_name_it_is_always_recognised(due: datetime, language: str) -> None:
    from app.domain.letters import moment_words

    said = moment_words(due.replace(tzinfo=CHINA)).say(language)  # type: ignore[arg-type]
    assert day_said(folded(said), due.replace(tzinfo=CHINA), NOW) is not None


def test_a_promise_that_is_told_lights_its_part() -> None:
    seen = _look(OTA, "对不起，座椅记忆的事交给我，日子记下了：12 月 3 日。", PROMISED)
    assert P in seen.parts
    assert seen.lacks == ()


def test_what_the_sentence_that_promises_quotes_by_itself_is_no_restatement() -> None:
    made = replace(PROMISED, what="升了 3.2 之后车机卡、底盘还多了个异响")
    text = f"对不起。您反映的“{made.what}”已转给车机软件部，12 月 3 日前我在这里向您说明进展。"
    assert _lacks(_look(OTA, text, made)) == {Lack.NO_RESTATEMENT}
    assert _lacks(_look(OTA, "座椅记忆也丢了，" + text, made)) == set()


def test_what_a_date_is_not_said_of_names_the_date() -> None:
    (lacking,) = (one for one in _look(OTA, "对不起。", PROMISED).lacks if one.lack is Lack.UNDATED)
    assert "12 月 3 日（周四）18:00" in lacking.words.zh
    assert "3 December" in lacking.words.en
    later = replace(PROMISED, due_at=DUE + timedelta(days=1))
    assert "12 月 4 日" in next(o.words.zh for o in _look(OTA, "对不起。", later).lacks if o.lack is Lack.UNDATED)


# --- openings ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("老陈，您好，我是远山社区的小北。看到您说的，心里很不是滋味。座椅……", "看到您说的心里很不是滋味"),
        ("您好！看到您说的，心里很不是滋味！", "看到您说的心里很不是滋味"),
        ("老陈：看到您说的 心里很不是滋味", "看到您说的心里很不是滋味"),
        ("Hello 老陈, this is 小北 from the community. We have read what you wrote.", "wehavereadwhatyouwrote"),
        ("您好。", ""),
        ("", ""),
    ],
)
def test_an_opening_is_the_first_sentence_that_is_more_than_a_greeting(text: str, begins: str) -> None:
    assert opening(text, NAMES) == begins


def test_an_opening_that_was_used_too_often_is_told() -> None:
    text = "您好，看到您说的，心里很不是滋味。座椅记忆丢了，抱歉；原因是没有迁移。"
    begins = opening(text, NAMES)
    assert _lacks(_look(OTA, text, openings=[begins] * (OFTEN - 1))) == set()
    seen = _look(OTA, text, openings=[begins] * 7 + ["别的开头"])
    assert _lacks(seen) == {Lack.WORN_OPENING}
    assert "7 次" in seen.lacks[0].words.zh
    assert not seen.blocking


def test_a_reply_without_a_real_opening_is_not_counted() -> None:
    assert _lacks(_look(OTA, "您好。", kind=CaseKind.VIOLATION, openings=[""] * 20)) == set()


# --- the words that ship -----------------------------------------------------------------------------------


def test_the_words_that_ship_are_in_both_languages_each_once_and_folded() -> None:
    known = marks()
    for words in (known.soothe, known.explain, known.empty, known.brush_off, known.not_promised, known.common):
        assert any(word.isascii() for word in words)
        assert any(not word.isascii() for word in words)
        assert len(set(words)) == len(words), sorted(word for word in words if words.count(word) > 1)
        assert all(word == word.strip() and word == folded(word) and word for word in words)
    things = [word for group in known.things for word in group]
    assert len(set(things)) == len(things), sorted(word for word in things if things.count(word) > 1)
    assert not set(things) & set(known.common)


def test_the_letters_that_ship_do_not_pass_the_gate_before_somebody_wrote_in_them() -> None:
    from app.files import resource_text

    for name in ("standard", "short"):
        for language in ("zh", "en"):
            seen = _look(OTA, resource_text("texts", f"reply.{name}.{language}.txt"))
            assert Lack.OPEN_PLACES in _lacks(seen)
            assert R not in seen.parts
