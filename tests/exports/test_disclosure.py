"""A copy of what is kept about a member is read by that member: in words, in their time, without codes."""

import json
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import make
from app.domain.disclosure import Disclosure, Shown
from app.domain.members import MemberId, MemberRef
from app.domain.words import Words
from app.exports.disclosure import as_html, as_json

AT = "2026-11-22T15:26:23+00:00"


class _Texts(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def _section(key: str, *columns: tuple[str, str]) -> Shown:
    return Shown(
        key,
        Words(f"{key}节", key),
        tuple((one, Words(one, one)) for one, _ in columns),
        (tuple(v for _, v in columns),),
    )


def _copy() -> Disclosure:
    profile = {
        "ref": {"id": "u-1"},
        "joined_at": AT,
        "verified_owner": True,
        "honours": [{"id": "x", "name": "引路人"}],
    }
    return Disclosure(
        MemberRef(MemberId("u-1"), "<b>老陈</b>"),
        make.NOON,
        (
            _section(
                "cases", ("kind", "violation"), ("state", "new"), ("body", "<script>x</script>"), ("written_at", AT)
            ),
            _section("reports", ("at", AT), ("category", "praise"), ("reason", "口号")),
            _section("decisions", ("kind", "coaching"), ("basis_article", "3")),
            _section("requests", ("what", "copy"), ("answer", "")),
            _section("consents", ("shows", '["avatar","name"]')),
            _section("thanks", ("way", "thread"), ("post_id", "p-e0103-2"), ("text", "谢谢您")),
            _section("honours", ("title_id", "guide"), ("standing", "held")),
            _section("profile", ("about", json.dumps(profile))),
        ),
        ZoneInfo("Asia/Shanghai"),
        {"guide": Words("引路人", "guide")},
    )


def test_the_page_speaks_in_words_and_local_times_and_calls_nothing_unjudged_a_violation() -> None:
    page = as_html(_copy(), "zh")
    texts = _Texts(page).found
    for said in (
        "收到举报的内容",
        "处理中，还没有结论",
        "2026-11-22 23:26",
        "无据吹捧",
        "私信提醒",
        "第3条",
        "头像、昵称",
    ):
        assert said in texts
    for said in ("在帖内", "谢谢您", "引路人", "在任", "办理中，这份副本就是答复", "查阅、复制个人信息"):
        assert said in texts
    assert "注册时间：2026-11-22 23:26\n认证车主：是\n荣誉：引路人" in texts
    for code in ("violation", "违规", "praise", "coaching", "+00:00", "p-e0103-2", "{", "thread"):
        assert not [text for text in texts if code in text and "font:" not in text], code
    assert "<script" not in page
    assert "<b>" not in page


def test_the_page_is_in_one_language_and_the_document_keeps_codes() -> None:
    texts = _Texts(as_html(_copy(), "en")).found
    assert "something that was reported" in texts
    assert "avatar, name" in texts
    assert "处理中，还没有结论" not in texts
    assert json.loads(as_json(_copy()))["cases"][0]["kind"] == "violation"
