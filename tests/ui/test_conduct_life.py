"""The code of conduct is drafted, consulted on and announced through the window."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QSpinBox, QToolButton

import make
from app.domain.conduct import Origin
from app.domain.conduct_drafts import USUAL_CONSULTATION
from app.domain.conduct_notices import NoticeState
from app.domain.conduct_readers import CoreMember
from app.domain.members import MemberId
from app.domain.roles import Role
from app.domain.words import Words
from app.operations import (
    conduct,
    conduct_announcing,
    conduct_consultation,
    conduct_drafts,
    conduct_readers,
    conduct_welcome,
    intake,
)
from app.operations.desk import Desk
from tests.ui.stage import Stage, visible_children
from ui.conduct.article_edit import ArticleEdit
from ui.conduct.day_field import DayField
from ui.conduct.page import ConductPage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(stage: Stage) -> ConductPage:
    stage.do("go.conduct")
    return stage.window.conduct


def _draft(stage: Stage) -> None:
    """Begin a draft and change article 9."""
    stage.do("conduct.draft")
    for _ in range(8):
        stage.do("conduct.next")
    stage.do("conduct.edit")
    editor = _editor(stage)
    field = editor.fields["text", "zh"]
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("广告请发到二手专区。")
    stage.press(Qt.Key.Key_Return, CTRL)


def _editor(stage: Stage) -> ArticleEdit:
    (editor,) = visible_children(stage.window.conduct, ArticleEdit)
    return editor  # type: ignore[no-any-return]


def _consult(stage: Stage) -> None:
    stage.click(stage.button("开始征求意见"))


def _end(stage: Stage) -> None:
    """Its first click only says what follows."""
    stage.click(stage.button("现在结束征求意见"))
    view = conduct_drafts.view(stage.desk)
    assert view is not None
    assert view.draft.until is not None
    assert view.draft.until > stage.clock()
    assert stage.reads("不能再提意见", stage.window.conduct.side)
    stage.click(stage.button("确定结束"))
    assert stage.notices[-1] == "征求意见已结束"
    assert stage.window.conduct.list.hasFocus()


def _announce(stage: Stage) -> None:
    """Its first click only shows the notice."""
    before = len(conduct.editions(stage.desk))
    stage.click(stage.button("公告这一版"))
    assert len(conduct.editions(stage.desk)) == before
    assert stage.reads("公告后不能撤回", stage.window.conduct.side)
    stage.click(stage.button("确定公告"))
    assert stage.window.conduct.list.hasFocus()


def _comment(stage: Stage, name: str, text: str) -> None:
    stage.do("conduct.comment")
    form = stage.window.conduct.commenting
    stage.write(name, form.name)
    stage.write(text, form.text)
    form.named.setChecked(True)
    stage.press(Qt.Key.Key_Return, CTRL)


def _reason(stage: Stage, text: str) -> None:
    fields = [one for one in visible_children(stage.window.conduct.side, QLineEdit) if "答复" in one.accessibleName()]
    stage.write(text, fields[0])


def _drafted(desk: Desk) -> str:
    view = conduct_drafts.view(desk)
    assert view is not None
    return view.draft.articles[8].text.zh


def test_from_a_draft_to_the_notice(stage: Stage, page: ConductPage) -> None:
    _draft(stage)
    assert _drafted(stage.desk) == "广告请发到二手专区。"
    assert stage.reads("改动 1 处", page)
    _consult(stage)
    _comment(stage, "南山老陈", "二手专区在哪里？")
    assert stage.reads("1 条待答复", page)
    _end(stage)
    assert stage.reads("还有 1 条意见没有答复", page)
    assert not [one for one in stage.texts(page) if one == "公告这一版"]
    _reason(stage, "已写明版块名")
    stage.click(_adopt(stage))
    assert stage.reads("公告后这一版不能再改", page)
    _announce(stage)
    edition = conduct.editions(stage.desk)[-1]
    assert (edition.origin, edition.helpers[0].name) == (Origin.DRAFTED, "南山老陈")
    assert stage.reads("正在发布或更新", page)
    stage.sync()
    assert conduct_announcing.notice_of(stage.desk, edition.number).state is NoticeState.STANDS
    assert stage.reads("公告帖完好", page)
    assert stage.reads("参与修订：南山老陈", page)


def _adopt(stage: Stage) -> QPushButton:
    (found,) = [one for one in visible_children(stage.window.conduct.side, QPushButton) if one.text() == "采纳"]
    return found  # type: ignore[no-any-return]


def test_two_editions_are_held_against_each_other(stage: Stage, page: ConductPage) -> None:
    _draft(stage)
    _consult(stage)
    _end(stage)
    _announce(stage)
    (box,) = [one for one in visible_children(page.side, QComboBox) if one.accessibleName() == "与哪一版对照"]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    stage.settle()
    assert stage.reads("1 处不同", page.paper)
    assert not stage.reads("守法底线", page.paper)
    stage.do("window.language")
    assert stage.reads("changes: 1", page.paper)


def test_a_date_that_is_too_early_is_refused_where_it_was_chosen(stage: Stage, page: ConductPage) -> None:
    _draft(stage)
    _consult(stage)
    _end(stage)
    (day,) = visible_children(page.side, DayField)
    day.offer(2)
    stage.click(stage.button("公告这一版"))
    assert stage.reads("公告后至少 7 天才能施行", page.side)
    assert len(conduct.editions(stage.desk)) == 1


def test_an_article_that_is_being_edited_outlives_what_comes_in_meanwhile(stage: Stage, page: ConductPage) -> None:
    stage.do("conduct.draft")
    stage.do("conduct.edit")
    field = _editor(stage).fields["text", "zh"]
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("写到一半")
    conduct_drafts.remove_article(stage.desk, 1, 16)
    stage.refresh()
    stage.do("window.language")
    assert field.toPlainText() == "写到一半"
    stage.do("window.language")
    stage.press(Qt.Key.Key_Return, CTRL)
    assert stage.reads("草案刚被别人改过", page)
    assert field.toPlainText() == "写到一半"
    stage.press(Qt.Key.Key_Return, CTRL)
    view = conduct_drafts.view(stage.desk)
    assert view is not None
    assert (view.draft.articles[0].text.zh, len(view.draft.articles)) == ("写到一半", 15)


def test_a_draft_is_dropped_by_two_clicks(stage: Stage, page: ConductPage) -> None:
    stage.do("conduct.draft")
    stage.click(stage.button("放弃草案"))
    assert conduct_drafts.view(stage.desk) is not None
    stage.click(stage.button("确定放弃"))
    assert conduct_drafts.view(stage.desk) is None
    assert stage.window.actions_["conduct.draft"].isEnabled()


def test_escape_leaves_an_article_as_it_was(stage: Stage, page: ConductPage) -> None:
    stage.do("conduct.draft")
    stage.do("conduct.edit")
    QApplication.focusWidget().setPlainText("不要")  # type: ignore[union-attr]
    stage.press(Qt.Key.Key_Escape)
    assert visible_children(page, ArticleEdit) == []
    view = conduct_drafts.view(stage.desk)
    assert view is not None
    assert view.draft.version == 1


def test_articles_are_added_moved_and_taken_out_by_keys(stage: Stage, page: ConductPage) -> None:
    stage.do("conduct.draft")
    stage.do("conduct.add")
    editor = _editor(stage)
    stage.write("新条", editor.fields["title", "zh"])
    stage.write("新条的正文。", editor.fields["text", "zh"])
    stage.press(Qt.Key.Key_Return, CTRL)
    stage.do("conduct.down")
    stage.do("conduct.previous")
    stage.do("conduct.remove")
    view = conduct_drafts.view(stage.desk)
    assert view is not None
    assert [one.title.zh for one in view.draft.articles[:3]] == ["守法底线", "新条", "不攻击人"]


def test_a_form_that_came_back_is_looked_at_before_it_is_taken(stage: Stage, page: ConductPage, tmp_path: Path) -> None:
    _draft(stage)
    _consult(stage)
    path = tmp_path / "回收.csv"
    path.write_bytes("条款,称呼,意见\n9,老陈,好\n77,老陈,没有这条\n".encode("gb18030"))
    stage.do("conduct.comments")
    page.returning.take(path)
    stage.settle()
    assert stage.reads("读到 1 条意见", page)
    assert stage.reads("第 3 行", page)
    stage.press(Qt.Key.Key_Return, CTRL)
    assert stage.reads("意见 1 条，1 条待答复", page.side)


def test_who_is_no_manager_reads_and_changes_nothing(written_desk: Desk, staged: Callable[[Desk], Stage]) -> None:
    conduct_drafts.new(written_desk)
    conduct_consultation.open_consultation(written_desk, written_desk.clock() + USUAL_CONSULTATION)
    reader = replace(written_desk, me=replace(written_desk.me, roles=frozenset({Role.MODERATOR})))
    stage = staged(reader).open()
    stage.do("go.conduct")
    actions = stage.window.actions_
    assert not actions["conduct.draft"].isEnabled()
    page = stage.window.conduct
    page.list.setCurrentIndex(page.model.index(1))
    stage.settle()
    assert stage.reads("草案由主管修改", page)
    assert not actions["conduct.edit"].isEnabled()


def test_rules_published_earlier_are_brought_in_with_a_link(stage: Stage, page: ConductPage, tmp_path: Path) -> None:
    path = tmp_path / "旧公约.md"
    path.write_text("# 旧公约\n## 第一条 文明\n请文明。\n", encoding="utf-8")
    stage.do("conduct.import")
    form = page.bringing
    form.take(path)
    stage.settle()
    stage.write("2024-05-01", form.effective)
    stage.press(Qt.Key.Key_Return, CTRL)
    assert stage.reads("需要凭证", form)
    stage.write("https://community.example.test/t/1", form.link)
    stage.press(Qt.Key.Key_Return, CTRL)
    assert conduct.editions(stage.desk)[-1].origin is Origin.IMPORTED
    assert stage.reads("旧公约", page.paper)


def test_a_notice_on_its_way_is_shown_among_what_is_to_be_sent(stage: Stage, page: ConductPage) -> None:
    _draft(stage)
    _consult(stage)
    _end(stage)
    _announce(stage)
    stage.do("go.outbox")
    shown = stage.texts(stage.window.outbox)
    assert "【公告】《车友社区公约》2026 年第 2 版" in shown
    assert not [text for text in shown if "None" in text]
    assert not stage.window.actions_["outbox.open"].isEnabled()
    assert stage.window.outbox.model.index(0).data().startswith("【公告】")


def test_a_draft_is_called_something_else(stage: Stage, page: ConductPage) -> None:
    stage.do("conduct.draft")
    stage.do("conduct.title")
    page.titling.zh.clear()
    page.titling.en.clear()
    stage.press(Qt.Key.Key_Return, CTRL)
    assert stage.reads("没有写标题", page.titling)
    stage.write("车友公约 ", page.titling.zh)
    stage.press(Qt.Key.Key_Return, CTRL)
    assert not page.titling.isVisible()
    view = conduct_drafts.view(stage.desk)
    assert view is not None
    assert (view.draft.title, view.draft.version) == (Words("车友公约", ""), 2)
    assert stage.reads("车友公约", page.paper)


def test_a_title_is_not_kept_over_what_somebody_else_wrote_meanwhile(stage: Stage, page: ConductPage) -> None:
    stage.do("conduct.draft")
    stage.do("conduct.title")
    stage.write("我的标题", page.titling.zh)
    conduct_drafts.set_title(stage.desk, 1, Words("别人的标题", "Theirs"))
    stage.press(Qt.Key.Key_Return, CTRL)
    assert stage.reads("草案刚被别人改过", page.titling)
    view = conduct_drafts.view(stage.desk)
    assert view is not None
    assert view.draft.title.zh == "别人的标题"


def test_core_members_are_listed_added_and_taken_off(stage: Stage, page: ConductPage) -> None:
    stage.do("conduct.core")
    form = page.core
    assert stage.reads("名单是空的", form)
    stage.write("南山老陈", form.name)
    stage.write("u-8", form.member)
    stage.press(Qt.Key.Key_Return, CTRL)
    assert conduct_readers.core(stage.desk) == [CoreMember("南山老陈", MemberId("u-8"))]
    assert stage.reads("u-8", form)
    assert form.name.text() == ""
    stage.press(Qt.Key.Key_Return, CTRL)
    assert stage.reads("称呼", form.fault)
    (gone,) = [one for one in visible_children(form, QPushButton) if one.text() == "移除"]
    stage.click(gone)
    assert conduct_readers.core(stage.desk) == []
    stage.press(Qt.Key.Key_Escape)
    assert stage.reads("0 人读过", page.side)


def test_how_many_are_welcomed_a_day_is_chosen_and_kept(written_desk: Desk, staged: Callable[[Desk], Stage]) -> None:
    intake.on_described(written_desk, make.info())
    stage = staged(written_desk).open()
    stage.do("go.conduct")
    side = stage.window.conduct.side

    def number() -> QSpinBox:
        (found,) = visible_children(side, QSpinBox)
        return found  # type: ignore[no-any-return]

    number().setValue(7)
    stage.click(stage.button("打开"))
    assert conduct_welcome.standing(stage.desk).how.per_day == 7  # type: ignore[union-attr]
    number().setValue(3)
    (keep,) = [one for one in visible_children(side, QPushButton) if one.text() == "保存"]
    stage.click(keep)
    how = conduct_welcome.standing(stage.desk).how
    assert how is not None
    assert (how.on, how.per_day) == (True, 3)
    stage.click(stage.button("不再发送"))
    how = conduct_welcome.standing(stage.desk).how
    assert how is not None
    assert (how.on, how.per_day) == (False, 3)


def test_a_notice_that_needs_a_person_is_named_at_the_lower_edge(stage: Stage, page: ConductPage) -> None:
    status = stage.window.status
    assert not stage.reads("公告帖", status)
    _draft(stage)
    _consult(stage)
    _end(stage)
    _announce(stage)
    notice = conduct_announcing.notice_of(stage.desk, 2)
    with stage.desk.record.write() as tx:
        tx.conduct_notices.save(replace(notice, state=NoticeState.GONE))
    stage.do("go.triage")
    stage.refresh()
    assert stage.reads("公告帖 1 个异常", status)
    stage.do("window.language")
    assert stage.reads("1 notice needs you", status)
    (part,) = [one for one in visible_children(status, QToolButton) if "notice" in one.text()]
    stage.click(part)
    assert page.isVisible()
