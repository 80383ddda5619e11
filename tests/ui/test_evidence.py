from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtWidgets import QLabel

import make
from app.domain.cases import CaseId, CaseState
from app.domain.community import Message, MessagePage
from app.operations import coaching, intake, triage
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.text.diff import Change
from tests.conftest import Clock
from tests.ui import latin
from tests.ui.stage import Stage, visible_children
from ui.kit.remote import RemoteText
from ui.triage.posts import PostCard, around

Staged = Callable[[Desk], Stage]
LETTER = "您好，请把广告链接删掉，谢谢。"


def _evidence(stage: Stage) -> str:
    return "\n".join(stage.texts(stage.window.triage.evidence))


def test_the_evidence_tells_the_post_its_thread_reports_author_and_articles(stage: Stage, written_desk: Desk) -> None:
    stage.choose("c-0101")
    view, shown = case_view(written_desk, CaseId("c-0101")), _evidence(stage)
    assert view.case.title in shown
    assert view.reports[0].reason in shown
    assert view.author is not None
    assert view.author.ref.name in shown
    assert "可能适用的条款" in shown
    cards = visible_children(stage.window.triage.evidence, PostCard)
    assert len(cards) >= 3
    judged = [card for card in cards if card.objectName() == "judged"]
    assert [card.body._text for card in judged] == [view.case.revision.body]


def test_reports_and_files_stand_under_headings_of_their_own(stage: Stage, written_desk: Desk) -> None:
    stage.choose("c-0101")
    reports = case_view(written_desk, CaseId("c-0101")).reports
    shown = stage.texts(stage.window.triage.evidence)
    reason = next(at for at, text in enumerate(shown) if reports[0].reason in text)
    files = shown.index("截图与附件")
    assert shown.index(f"举报 {len(reports)}") < reason < files


def test_all_posts_of_the_thread_are_one_click_away(stage: Stage, written_desk: Desk) -> None:
    case = next(row.id for row in triage.queue(written_desk, limit=200) if _length(written_desk, row.id) > 9)
    stage.choose(case)
    cards = len(visible_children(stage.window.triage.evidence, PostCard))
    assert cards < _length(written_desk, case)
    stage.do("triage.posts")
    assert len(visible_children(stage.window.triage.evidence, PostCard)) == _length(written_desk, case)


def _length(desk: Desk, case: CaseId) -> int:
    thread = case_view(desk, case).thread
    return len(thread.posts) if thread else 0


def test_an_edit_shows_what_was_taken_out_and_what_came_in(stage: Stage, written_desk: Desk) -> None:
    case = CaseId("c-0101")
    coaching.coach(written_desk, case, article=9, message=LETTER)
    stage.send()
    body = case_view(written_desk, case).case.revision.body
    stage.community.edit_post("p-0101", body.replace(body.split()[-1], "链接已经删了"))
    stage.sync()
    stage.choose(case)
    assert stage.reads("作者修改了帖子", stage.window.triage.evidence)
    changed = next(one for one in visible_children(stage.window.triage.evidence, RemoteText) if one._pieces is not None)
    assert "line-through" in changed.text()
    assert "underline" in changed.text()
    assert "链接已经删了" in changed.text()


def test_a_picture_of_a_post_stands_as_a_word_in_its_text(stage: Stage) -> None:
    stage.choose("c-1701")
    body = visible_children(stage.window.triage.evidence, RemoteText)[0]
    assert "〔图片：事后画的，当时仪表大概是这样〕" in body.text()
    assert "](" not in body.text()


def test_an_article_that_may_apply_is_taken_into_the_letter_by_a_click(stage: Stage) -> None:
    stage.choose("c-0101")
    letter = stage.window.triage.desk.letter
    other = next(number for number in letter._view.articles if number != letter.article)
    stage.click(stage.button(f"第{other}条", stage.window.triage.evidence))
    assert letter.article == other


HOSTILE = [
    "<img src='http://evil.example/x.png' onerror=alert(1)> <b>粗</b>",
    "<script>alert('x')</script><style>*{display:none}</style>",
    "</span></a><a href='file:///etc/passwd'>点我</a>",
    "正常文字\u202egnp.exe\u202c 和\u200b零宽",
    "&lt;b&gt; &amp; {昵称} %s {0}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(staged: Staged, lite_desk: Desk, text: str) -> None:
    case = make.case(1, text=text, title=text)
    assert case.post is not None
    named = replace(case.post.author, name=text)
    reports = tuple(replace(report, reason=text, by=named, category=text) for report in case.reports)
    hostile = replace(case, subject=named, post=replace(case.post, author=named), reports=reports)
    intake.on_pulled(lite_desk, make.page(hostile, members=(replace(make.profile(1), ref=named, car=text),)))
    stage = staged(lite_desk).open()
    plain = text.replace("\u202e", "⟨U+202E⟩").replace("\u202c", "⟨U+202C⟩").replace("\u200b", "⟨U+200B⟩")
    body = visible_children(stage.window.triage.evidence, RemoteText)[0]
    page = QTextDocument()
    page.setHtml(body.text())
    assert page.toPlainText() == plain
    for label in visible_children(stage.window, QLabel):
        if not isinstance(label, RemoteText):
            assert label.textFormat() is Qt.TextFormat.PlainText
        assert "\u202e" not in label.text()
        assert "\u200b" not in label.text()
    assert "\u202e" not in stage.window.triage.queue.spoken(stage.window.triage.queue.model.rows[0])


def test_a_link_is_shown_with_its_host_and_opened_only_when_asked(
    staged: Staged, lite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    text = "看这个 [https://bank.example](https://evil.example/login) 或 http://plain.example/a"
    intake.on_pulled(lite_desk, make.page(make.case(1, text=text)))
    stage = staged(lite_desk).open()
    body = visible_children(stage.window.triage.evidence, RemoteText)[0]
    assert not body.openExternalLinks()
    assert "evil.example" in body.text()
    assert "实际去往" in body.text()
    body.linkActivated.emit("https://evil.example/login")
    stage.settle()
    assert opened == []
    assert any("https://evil.example/login" in text for text in stage.notices)
    stage.click(stage.button("在浏览器打开", stage.window.notices))
    assert opened == ["https://evil.example/login"]


def test_nothing_but_the_web_is_opened(staged: Staged, lite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    intake.on_pulled(lite_desk, make.page(make.case(1)))
    stage = staged(lite_desk).open()
    body = visible_children(stage.window.triage.evidence, RemoteText)[0]
    for address in ("file:///etc/passwd", "javascript:alert(1)", "smb://host/share"):
        body.linkActivated.emit(address)
        stage.settle()
        stage.click(stage.button("在浏览器打开"))
    assert opened == []


def test_a_thread_that_was_not_read_yet_is_announced(staged: Staged, lite_desk: Desk) -> None:
    intake.on_pulled(lite_desk, make.page(make.case(1), whole_threads=False))
    stage = staged(lite_desk).open()
    assert stage.reads("前后帖子还没读到")
    assert stage.reads("成员资料还没读到")


def test_a_member_is_told_with_good_deeds_before_what_was_decided(stage: Stage, written_desk: Desk) -> None:
    rows = triage.queue(written_desk, limit=200)
    view = next(
        one for one in (case_view(written_desk, row.id) for row in rows) if one.author and one.author.good_deeds
    )
    stage.choose(view.case.id)
    texts = stage.texts(stage.window.triage.evidence)
    deed = next(at for at, text in enumerate(texts) if text.startswith("✓"))
    assert deed < texts.index("没有被提醒或处置过")


def test_a_case_of_somebody_else_says_so(stage: Stage, written_desk: Desk) -> None:
    case = stage.window.triage.queue.model.rows[0].id
    stage.community.settle_elsewhere(case, stage.community.acting("token-of-xiaolin"), make.CommunityState.IN_PROGRESS)
    stage.sync()
    stage.choose(case)
    assert stage.reads("社区里由 小林 接手")


def test_an_edit_is_compared_with_the_text_that_was_judged_last(staged: Staged, lite_desk: Desk) -> None:
    reported, judged, now = "加我头像，贴膜全网最低。", "加我头像，贴膜很便宜。", "想贴膜的可以在这里问我。"
    intake.on_pulled(lite_desk, make.page(make.case(1, text=reported)))
    for version, text in (("2", judged), ("3", now)):
        edited = make.post(1, text, version=version, edited_at=make.NOON)
        intake.on_pulled(lite_desk, make.page(posts=(edited,), cursor=f"cursor-{version}"))
        if text == judged:
            coaching.coach(lite_desk, CaseId("c-1"), article=9, message=LETTER)
    stage = staged(lite_desk).open()
    changed = next(one for one in visible_children(stage.window.triage.evidence, RemoteText) if one._pieces is not None)
    assert "".join(piece.text for piece in changed._pieces if piece.change is not Change.ADDED) == judged
    assert "".join(piece.text for piece in changed._pieces if piece.change is not Change.REMOVED) == now


def test_a_closed_case_still_shows_what_was_changed_and_the_record_names_other_cases(
    staged: Staged, lite_desk: Desk
) -> None:
    judged, now = "加我头像，贴膜全网最低。", "想贴膜的可以在这里问我。"
    intake.on_pulled(lite_desk, make.page(make.case(1, text=judged)))
    stage = staged(lite_desk).open()
    assert stage.reads("没有被提醒或处置过", stage.window.triage.evidence)
    coaching.coach(lite_desk, CaseId("c-1"), article=9, message=LETTER)
    edited = make.post(1, now, version="2", edited_at=make.NOON)
    intake.on_pulled(lite_desk, make.page(posts=(edited,), cursor="cursor-2"))
    coaching.accept(lite_desk, CaseId("c-1"), thanks="谢谢您的修改。")
    stage.refresh()
    stage.choose("c-1")
    assert case_view(lite_desk, CaseId("c-1")).case.state is CaseState.CLOSED
    evidence = stage.window.triage.evidence
    assert stage.reads("作者修改了帖子", evidence)
    changed = next(one for one in visible_children(evidence, RemoteText) if one._pieces is not None)
    assert "".join(piece.text for piece in changed._pieces if piece.change is not Change.ADDED) == judged
    assert "".join(piece.text for piece in changed._pieces if piece.change is not Change.REMOVED) == now
    assert stage.reads("在别的工单里没有被提醒或处置过", evidence)


def test_of_many_reports_it_says_how_many_are_left_out(staged: Staged, latin_desk: Desk) -> None:
    stage = staged(latin_desk).open()
    stage.choose(latin.NEW)
    shown = _evidence(stage)
    assert [reason for reason in latin.REASONS if reason in shown] == list(latin.REASONS[:6])
    assert "还有 2 条举报" in shown


def test_of_a_long_thread_the_posts_nearest_to_the_judged_one_are_shown() -> None:
    posts = [make.post(number) for number in range(1, 14)]
    before, left_before = around(posts, posts[5].id, before=True, everything=False)
    after, left_after = around(posts, posts[5].id, before=False, everything=False)
    assert ([post.id for post in before], left_before) == (["p-4", "p-5"], 3)
    assert ([post.id for post in after], left_after) == (["p-7", "p-8", "p-9", "p-10"], 3)
    every, left = around(posts, posts[5].id, before=False, everything=True)
    assert ([post.id for post in every], left) == ([post.id for post in posts[6:]], 0)


@pytest.mark.parametrize(("days", "shown"), [(1, True), (-1, False)])
def test_a_measure_that_is_over_is_not_said_to_hold(
    staged: Staged, lite_desk: Desk, clock: Clock, days: int, shown: bool
) -> None:
    until = clock() + timedelta(days=days)
    member = replace(make.profile(1), silenced_until=until, suspended_until=until)
    intake.on_pulled(lite_desk, make.page(make.case(1), members=(member,)))
    stage = staged(lite_desk).open()
    for words in ("禁言中", "账号停用中"):
        assert stage.reads(words, stage.window.triage.evidence) is shown


def test_only_what_the_author_wrote_is_told_as_their_letter(staged: Staged, lite_desk: Desk, clock: Clock) -> None:
    intake.on_pulled(lite_desk, make.page(make.case(1)))
    author = make.member("u-1", "车友1")
    letters = [
        Message("m-1", author, True, clock(), "请改一下"),
        Message("m-2", author, False, clock(), "好的，马上改"),
    ]
    intake.on_messages(lite_desk, MessagePage(tuple(letters), "letters-1", more=False))
    stage = staged(lite_desk).open()
    told = [text for text in stage.texts(stage.window.triage.evidence) if text.startswith("作者来信")]
    assert told == ["作者来信：好的，马上改"]


def test_what_was_taken_back_says_so_in_what_was_done(stage: Stage) -> None:
    stage.press(Qt.Key.Key_E)
    stage.ctrl(Qt.Key.Key_Z)
    (told,) = [text for text in stage.texts(stage.window.triage.evidence) if "无需处置 · " in text]
    assert told.endswith("已撤回")
