"""What a complaint is called in a few words, what is quoted of a reply, and what is not said twice."""

from datetime import datetime, timedelta, timezone

import pytest

from app.domain.complaints_matter import cut_short, matter
from app.domain.complaints_promise import tell
from app.domain.promises import Promising
from app.errors import Language
from app.operations.complaints_texts import marks, sentence

HERE = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("title", "body", "language", "expected"),
    [
        ("升级卡在 78%，早上七点四十，两个娃要上学", "", "zh", "升级的问题"),
        ("倒车影像黑了三秒", "", "zh", "倒车影像的问题"),
        ("求助", "空调不凉，出风口没风，空调修了两次", "zh", "空调的问题"),
        ("OTA 之后", "", "zh", "OTA的问题"),
        ("My screen went black after the upgrade", "", "en", "the problem with the screen"),
        ("气死我了", "没人管", "zh", ""),
        ("升级卡住", "", "en", ""),
    ],
)
def test_a_promise_is_called_after_the_thing_and_not_after_the_title(
    title: str, body: str, language: Language, expected: str
) -> None:
    assert matter(title, body, marks(), language) == expected


def test_a_quote_is_cut_in_no_hour_and_no_day() -> None:
    said = "已经转给车机软件部，11 月 26 日 18:00 前我会在这里告诉您原因"
    assert cut_short(said) == said
    for blanks in range(60):
        cut = cut_short("好" * blanks + said).removesuffix("…")
        assert not cut.rstrip().endswith(("18", "18:", "11 月", "26", "1"))


def test_a_reply_that_names_the_day_in_its_own_words_is_told_nothing_twice() -> None:
    due = datetime(2026, 11, 26, 18, tzinfo=HERE).astimezone()
    promise = Promising("升级的问题", "车机软件部", "小北", due)
    said = f"已经转给车机软件部，{due.month} 月 {due.day} 日 18:00 前我会在这里告诉您原因。"
    assert tell(said, promise, sentence("zh"), "zh") == said
    assert "车机软件部" in tell("已经转给他们了。", promise, sentence("zh"), "zh")
