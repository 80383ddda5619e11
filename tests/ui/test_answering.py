from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

import make
from app.demo.content import STAFF
from app.domain.cases import CaseId, CaseState
from app.domain.commands import CommandKind
from app.domain.decisions import DecisionKind
from app.domain.drafts import Draft
from app.errors import StoreBusy
from app.operations import coaching, drafts, intake, letters, outbox
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.ui import latin
from tests.ui.stage import Stage
from ui.answering.desk import AnswerDesk

Staged = Callable[[Desk], Stage]
CASE, OTHER = CaseId("c-0101"), CaseId("c-0205")
"""A newcomer's advert, and an attack on somebody."""

GOOD = "把报装遇到的困难写得很清楚"


@pytest.fixture
def at_desk(stage: Stage) -> Stage:
    """The window with a case on the desk."""
    stage.choose(CASE)
    return stage


def _desk(stage: Stage) -> AnswerDesk:
    return stage.window.triage.desk


def _fill(stage: Stage) -> None:
    """Write into every open place."""
    editor = _desk(stage).letter.editor
    editor.setFocus()
    while editor.gaps():
        stage.do("desk.gap")
        stage.write(GOOD)


def _sent(stage: Stage, case: CaseId) -> list[str]:
    return [one.intent.text for one in case_view(stage.desk, case).commands if one.intent.text]


def _arrived(stage: Stage) -> list[str]:
    """The letters that the community has."""
    return [one.text for one in stage.community.messages(STAFF[0], None).items]


def test_what_was_answered_stands_on_the_desk_of_a_case_that_waits_and_of_one_that_is_closed(at_desk: Stage) -> None:
    standing = _desk(at_desk).standing
    assert not standing.isVisible(), "an answer is being written"
    coaching.coach(at_desk.desk, CASE, article=9, message="请把联系方式删掉，谢谢。")
    at_desk.refresh()
    at_desk.choose(CASE)
    assert at_desk.reads("最近的答复：私信提醒", standing)
    assert at_desk.reads("请把联系方式删掉，谢谢。", standing)
    at_desk.do("triage.reply")
    assert not standing.isVisible(), "it gives way to what is being written"


def test_the_field_of_the_article_shows_its_beginning_once_it_is_left(at_desk: Stage) -> None:
    edit = _desk(at_desk).letter.picker.box.lineEdit()
    at_desk.do("desk.article")
    at_desk.write("3")
    at_desk.press(Qt.Key.Key_Return)
    assert not edit.hasFocus()
    assert "第三条" in edit.text()
    assert edit.cursorPosition() == 0


# --- the letter ---------------------------------------------------------------------------------------


def test_a_case_begins_with_a_letter_that_is_filled_from_it(at_desk: Stage) -> None:
    letter, view = _desk(at_desk).letter, case_view(at_desk.desk, CASE)
    assert letter.kind is DecisionKind.COACHING
    assert letter.article == next(iter(view.articles))
    assert view.author is not None
    for part in (view.author.ref.name, view.case.title, "第九条"):
        assert part in letter.text
    assert len(letter.editor.gaps()) == 1
    assert at_desk.reads("建议：", _desk(at_desk))


def test_what_will_happen_is_said_before_it_does(at_desk: Stage) -> None:
    view = case_view(at_desk.desk, CASE)
    assert view.author is not None
    assert at_desk.reads(f"{view.author.ref.name} 收到 1 封私信，不公开，不记分")
    assert at_desk.reads("待作者修改")
    at_desk.do("triage.reply")
    assert at_desk.reads("回复出现在这个帖子下面，所有人可见")
    assert not at_desk.reads("收到 1 封私信")


def test_nothing_is_sent_while_a_place_is_open(at_desk: Stage) -> None:
    desk = _desk(at_desk)
    gap = desk.letter.editor.gaps()[0]
    at_desk.ctrl(Qt.Key.Key_Return)
    assert _sent(at_desk, CASE) == []
    assert at_desk.reads("没填", desk)
    assert desk.letter.editor.textCursor().selectedText() == gap
    at_desk.write(GOOD)
    assert not at_desk.reads("没填", desk)


def test_a_finished_letter_goes_to_the_outbox_and_the_next_case_comes(at_desk: Stage) -> None:
    queue = at_desk.window.triage.queue
    following = queue.after({CASE})
    _fill(at_desk)
    text = _desk(at_desk).letter.text
    at_desk.ctrl(Qt.Key.Key_Return)
    view = case_view(at_desk.desk, CASE)
    assert _sent(at_desk, CASE) == [text]
    assert GOOD in text
    assert view.case.state is CaseState.AWAITING_AUTHOR
    assert view.decisions[-1].basis is not None
    assert view.decisions[-1].basis.article == 9
    assert queue.case_id == following
    assert queue.list.hasFocus()
    assert _arrived(at_desk) == []
    at_desk.send()
    assert _arrived(at_desk) == [text]


def test_a_letter_taken_back_is_on_the_desk_again(at_desk: Stage) -> None:
    _fill(at_desk)
    text = _desk(at_desk).letter.text
    at_desk.ctrl(Qt.Key.Key_Return)
    at_desk.ctrl(Qt.Key.Key_Z)
    assert case_view(at_desk.desk, CASE).case.state is CaseState.NEW
    assert _desk(at_desk).case_id == CASE
    assert _desk(at_desk).letter.text == text


def test_a_public_reply_cites_no_article(at_desk: Stage) -> None:
    desk = _desk(at_desk)
    at_desk.press(Qt.Key.Key_2)
    assert desk.letter.kind is DecisionKind.REPLY
    assert desk.letter.article is None
    assert not desk.letter.picker.isVisible()
    assert not desk.letter.fold.isVisible()
    assert desk.letter.editor.hasFocus()


def test_the_same_key_pressed_twice_sends_one_letter(at_desk: Stage) -> None:
    _fill(at_desk)
    action = at_desk.window.actions_["desk.send"]
    action.trigger()
    action.trigger()
    at_desk.settle()
    assert len(_sent(at_desk, CASE)) == 1
    decided = [one for one in outbox.rows(at_desk.desk, limit=100) if one.command.intent.text]
    assert len(decided) == 1


def test_an_empty_letter_is_not_sent_and_says_why(at_desk: Stage) -> None:
    desk = _desk(at_desk)
    desk.letter.editor.setFocus()
    at_desk.ctrl(Qt.Key.Key_A)
    at_desk.press(Qt.Key.Key_Delete)
    assert desk.letter.text == ""
    at_desk.ctrl(Qt.Key.Key_Return)
    assert _sent(at_desk, CASE) == []
    assert desk._fault.isVisible()
    assert desk._fault_text.text()


# --- templates and articles ---------------------------------------------------------------------------


def test_another_template_keeps_what_was_typed_into_places_of_the_same_name(at_desk: Stage) -> None:
    letter = _desk(at_desk).letter
    first = letter.text
    names = set(letter.editor.gaps())
    _fill(at_desk)
    seen, without = set[str](), 0
    for _ in range(3):
        at_desk.do("desk.template")
        assert names & set(letter.editor.gaps()) == set(), "a place that was filled is open again"
        seen.add(letter.text)
        without += GOOD not in letter.text
    assert len({first, *seen}) == 4
    assert without == 1, "the short letter has no such place, and what was typed outlives it"


def test_a_text_that_was_rewritten_is_never_replaced(at_desk: Stage) -> None:
    letter = _desk(at_desk).letter
    letter.editor.setFocus()
    at_desk.ctrl(Qt.Key.Key_A)
    at_desk.write("完全自己写的一封信")
    at_desk.do("desk.template")
    assert letter.text == "完全自己写的一封信"
    assert any("没有替换" in text for text in at_desk.notices)


def test_an_article_is_found_by_number_or_by_a_part_of_its_title(at_desk: Stage) -> None:
    picker, letter = _desk(at_desk).letter.picker, _desk(at_desk).letter
    assert picker.article is not None
    for typed, number in (("12", 12), ("广告", 9)):
        at_desk.window.triage.queue.list.setFocus()
        at_desk.press(Qt.Key.Key_R)
        assert picker.box.hasFocus() or picker.box.lineEdit().hasFocus()
        picker.box.lineEdit().selectAll()
        at_desk.write(typed)
        at_desk.press(Qt.Key.Key_Return)
        assert letter.article == number
        assert picker.article is not None
        assert picker.article.text.zh in " ".join(at_desk.texts(picker))
    assert "第九条" in letter.text


def test_an_article_that_there_is_not_leaves_the_one_before(at_desk: Stage) -> None:
    picker, letter = _desk(at_desk).letter.picker, _desk(at_desk).letter
    before = letter.article
    at_desk.window.triage.queue.list.setFocus()
    at_desk.press(Qt.Key.Key_R)
    picker.box.lineEdit().selectAll()
    at_desk.write("没有这条")
    at_desk.press(Qt.Key.Key_Return)
    assert letter.article == before
    assert picker.box.currentText() != "没有这条"


def test_only_articles_that_a_reminder_may_cite_are_offered(at_desk: Stage) -> None:
    picker, view = _desk(at_desk).letter.picker, case_view(at_desk.desk, CASE)
    assert view.edition is not None
    offered = {picker.box.itemData(place) for place in range(picker.box.count())}
    assert 9 in offered
    assert len(offered) < len(view.edition.articles)
    assert {number for number in offered if view.edition.article(number).use.value != "conduct"} == set()


# --- preview, cautions, folding -----------------------------------------------------------------------


def test_the_preview_shows_what_the_member_will_read(at_desk: Stage) -> None:
    letter = _desk(at_desk).letter
    _fill(at_desk)
    at_desk.do("desk.preview")
    assert letter.preview.isVisible()
    assert not letter.editor.isVisible()
    shown = at_desk.texts(letter.preview)
    assert letter.text in shown
    assert "小北" in shown
    assert any("只有 TA 能看到" in text for text in shown)
    at_desk.do("desk.preview")
    assert letter.editor.isVisible()
    assert letter.editor.hasFocus()


def test_words_to_think_about_are_named_before_sending(at_desk: Stage) -> None:
    desk = _desk(at_desk)
    desk.letter.editor.setFocus()
    at_desk.write("我们保证一定解决，全国第一。")
    at_desk.until(lambda: desk._warnings)
    at_desk.settle()
    assert desk.advice._caution.isVisible()
    assert all(warning.zh in desk.advice._caution_text.text() for warning in desk._warnings)
    at_desk.ctrl(Qt.Key.Key_A)
    at_desk.write("您好，谢谢您的分享。帖子里的链接麻烦您去掉一下，其余的内容都很好，留着就行。")
    at_desk.until(lambda: not desk._warnings)
    at_desk.settle()
    assert not desk.advice._caution.isVisible()


@pytest.fixture
def written_to_lately(staged: Staged, latin_desk: Desk) -> Stage:
    """A letter is ready for somebody to whom the team wrote a moment ago."""
    again, author = latin.remote(31), latin.remote(3).subject
    assert again.post is not None
    assert author is not None
    by_author = replace(again, subject=author, post=replace(again.post, author=author))
    intake.on_pulled(latin_desk, make.page(by_author, cursor="cursor-9"))
    stage = staged(latin_desk).open()
    stage.choose(CaseId("c-31"))
    stage.do("triage.remind")
    _fill(stage)
    return stage


def test_somebody_who_was_written_to_lately_is_written_to_only_after_a_second_press(written_to_lately: Stage) -> None:
    stage, desk = written_to_lately, _desk(written_to_lately)
    assert stage.reads("联系过 TA", desk)
    stage.ctrl(Qt.Key.Key_Return)
    assert _sent(stage, CaseId("c-31")) == []
    assert stage.reads("再按一次", desk)
    stage.ctrl(Qt.Key.Key_Return)
    assert len(_sent(stage, CaseId("c-31"))) == 1


def test_who_writes_on_after_the_first_press_is_asked_again(written_to_lately: Stage) -> None:
    stage, desk = written_to_lately, _desk(written_to_lately)
    stage.ctrl(Qt.Key.Key_Return)
    stage.write("!", desk.letter.editor)
    assert not stage.reads("再按一次", desk)
    stage.ctrl(Qt.Key.Key_Return)
    assert _sent(stage, CaseId("c-31")) == []
    stage.ctrl(Qt.Key.Key_Return)
    assert len(_sent(stage, CaseId("c-31"))) == 1


def test_why_a_letter_was_not_sent_is_gone_once_somebody_writes_on(at_desk: Stage) -> None:
    desk = _desk(at_desk)
    at_desk.ctrl(Qt.Key.Key_Return)
    assert desk._fault.isVisible()
    at_desk.write("好", desk.letter.editor)
    assert not desk._fault.isVisible()


def test_a_post_is_folded_only_where_the_community_can_and_only_when_asked(at_desk: Stage) -> None:
    letter = _desk(at_desk).letter
    assert letter.fold.isVisible()
    assert not letter.folds
    _fill(at_desk)
    at_desk.window.triage.queue.list.setFocus()
    at_desk.press(Qt.Key.Key_F)
    assert letter.folds
    assert at_desk.reads("帖子暂时折叠")
    at_desk.ctrl(Qt.Key.Key_Return)
    kinds = [one.intent.kind for one in case_view(at_desk.desk, CASE).commands]
    assert CommandKind.HIDE in kinds


def test_where_the_community_can_not_fold_there_is_no_box(staged: Staged, latin_desk: Desk) -> None:
    able = [kind for kind in latin.EVERYTHING_ABLE if kind not in (CommandKind.HIDE, CommandKind.RESTORE)]
    intake.on_described(latin_desk, latin.info(*able))
    stage = staged(latin_desk).open()
    stage.choose(latin.NEW)
    assert not _desk(stage).letter.fold.isVisible()
    stage.do("desk.fold")
    assert not _desk(stage).letter.folds


# --- drafts -------------------------------------------------------------------------------------------


def test_what_is_written_is_kept_on_leaving_and_there_again(at_desk: Stage, written_desk: Desk) -> None:
    letter = _desk(at_desk).letter
    letter.editor.setFocus()
    at_desk.write("写到一半：")
    text = letter.text
    at_desk.choose(OTHER)
    assert letter.text != text
    kept = case_view(written_desk, CASE).draft
    assert kept is not None
    assert (kept.text, kept.article, kept.answer) == (text, 9, DecisionKind.COACHING)
    at_desk.choose(CASE)
    assert letter.text == text
    assert letter.article == 9


def test_a_draft_is_there_again_after_a_new_start(staged: Staged, written_desk: Desk) -> None:
    first = staged(written_desk).open()
    first.choose(CASE)
    first.do("triage.reply")
    first.write("上次没写完", _desk(first).letter.editor)
    first.frame.close()
    first.end()
    second = staged(written_desk).open()
    second.choose(CASE)
    letter = _desk(second).letter
    assert letter.kind is DecisionKind.REPLY
    assert "上次没写完" in letter.text


def test_a_draft_is_kept_while_somebody_only_thinks(at_desk: Stage, written_desk: Desk) -> None:
    at_desk.write("想一想", _desk(at_desk).letter.editor)
    at_desk.until(lambda: case_view(written_desk, CASE).draft is not None)


def test_a_draft_that_could_not_be_kept_is_kept_at_the_next_chance(
    at_desk: Stage, written_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = _desk(at_desk).letter

    def busy(_desk: Desk, _case: CaseId, _draft: Draft) -> None:
        raise StoreBusy(why="locked")

    with monkeypatch.context() as patched:
        patched.setattr(drafts, "keep_draft", busy)
        at_desk.write("先记一句", letter.editor)
        letter.keep_draft()
        at_desk.settle()
        assert StoreBusy(why="locked").sentence("zh") in at_desk.notices
    assert case_view(written_desk, CASE).draft is None
    at_desk.choose(OTHER)
    draft = case_view(written_desk, CASE).draft
    assert draft is not None
    assert "先记一句" in draft.text


@pytest.mark.parametrize(("copies", "template"), [(1, "newcomer"), (2, "standard")])
def test_who_posts_the_same_again_and_again_is_not_welcomed(
    staged: Staged, lite_desk: Desk, copies: int, template: str
) -> None:
    cases = [make.case(number, text="贴膜全网最低，加我") for number in range(1, 1 + copies)]
    intake.on_pulled(lite_desk, make.page(*cases, members=(make.profile(1),)))
    stage = staged(lite_desk).open()
    stage.choose("c-1")
    names = {one.id: one.name.zh for one in letters.templates(DecisionKind.COACHING)}
    assert stage.reads(f"模板：{names[template]}", _desk(stage))


def test_a_report_that_is_settled_already_is_not_said_to_be_settled_once_more(staged: Staged, latin_desk: Desk) -> None:
    stage = staged(latin_desk).open()
    for case, settles in ((latin.NEW, True), (latin.CORRECTED, False)):
        stage.choose(case)
        stage.do("triage.remind")
        assert stage.reads("工单转为“待作者修改”", _desk(stage))
        assert stage.reads("社区里的举报按“成立”办结", _desk(stage)) is settles


def test_a_sync_does_not_touch_what_is_being_written(at_desk: Stage) -> None:
    letter = _desk(at_desk).letter
    at_desk.write("我正在写", letter.editor)
    text = letter.text
    at_desk.sync()
    at_desk.refresh()
    assert letter.text == text
    assert letter.editor.hasFocus()


# --- what can be answered -----------------------------------------------------------------------------


def test_a_case_that_waits_for_its_author_says_until_when(staged: Staged, latin_desk: Desk) -> None:
    stage = staged(latin_desk).open()
    stage.choose(latin.AWAITING)
    assert stage.reads("待作者修改", _desk(stage))
    assert stage.reads("会自动回到待处理", _desk(stage))
    stage.choose(latin.CLOSED)
    assert stage.reads("已办结", _desk(stage))
    assert not _desk(stage)._send.isEnabled()


def test_a_correction_is_thanked_with_one_key(staged: Staged, latin_desk: Desk) -> None:
    stage = staged(latin_desk).open()
    stage.choose(latin.CORRECTED)
    assert stage.button("谢谢 TA，办结", _desk(stage)).isVisible()
    stage.press(Qt.Key.Key_G)
    view = case_view(latin_desk, latin.CORRECTED)
    assert view.case.state is CaseState.CLOSED
    assert view.decisions[-1].kind is DecisionKind.ACCEPTANCE
    assert view.decisions[-1].text.startswith("Hello Author 4"), "in the language of the post"


def test_what_a_rule_forbids_is_said_where_the_answer_stands(at_desk: Stage, written_desk: Desk) -> None:
    _fill(at_desk)
    coaching.coach(written_desk, CASE, article=9, message="您好，请修改一下，谢谢。")
    at_desk.window.actions_["desk.send"].trigger()
    at_desk.settle()
    desk = _desk(at_desk)
    assert desk._fault.isVisible() or at_desk.notices
    assert len(_sent(at_desk, CASE)) == 1
