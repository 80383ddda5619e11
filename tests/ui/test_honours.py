"""Honours at the window: thanks from any post, a nomination in two keys, a title's life on its page, the review."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from app.demo.content import STAFF
from app.domain.cases import CaseId
from app.domain.commands import CommandKind
from app.domain.honours import GUIDE, EvidenceKind, Nomination, NominationState, Show, Standing, Thanks, TitleId
from app.domain.members import MemberId, MemberRef
from app.domain.posts import PostId
from app.domain.review import ReviewState
from app.domain.roles import EVERY_ROLE, Role
from app.errors import ReviewNotFound
from app.operations import honours_view, outbox, review
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.ui.stage import Stage
from ui.honours.board import Board
from ui.honours.items import Section
from ui.honours.letter_forms import AnnounceForm, AskForm, GrantForm
from ui.honours.nominate_form import NominateForm, Nominee
from ui.honours.reading import shown
from ui.honours.review import Review
from ui.honours.small_forms import ConsentForm, ReasonForm
from ui.honours.title_form import TitleForm
from ui.shell.places import Place
from ui.triage.marking import MarkedPost

QUARREL = CaseId("c-0205")
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
BY_HAND = "那天他在群里劝了两个小时，第二天两个人都道了歉"


def _mark(stage: Stage, steps: int) -> MarkedPost:
    """Mark a post after the one that was reported; the two next ones were reported too."""
    stage.do("go.triage")
    stage.choose(QUARREL)
    stage.window.triage.queue.list.setFocus()
    for _ in range(steps):
        stage.press(Qt.Key.Key_Down, ALT)
    marked = stage.window.triage.evidence.marking.marked
    assert marked is not None
    return marked


def _thanks(stage: Stage, member: MemberId) -> list[Thanks]:
    return honours_view.thanks_of(stage.desk, member)


def _sent(stage: Stage, kind: CommandKind) -> list[PostId | None]:
    rows = outbox.rows(stage.desk)
    return [one.command.intent.post_id for one in rows if one.command.intent.kind is kind]


# --- thanks -------------------------------------------------------------------------------------------


def test_one_key_thanks_for_the_marked_post_and_can_be_taken_back(stage: Stage) -> None:
    _mark(stage, 2)
    stage.press(Qt.Key.Key_6)
    assert stage.reads("这个帖子被举报了", stage.window.honouring.thanking.form), "it is asked first"
    stage.press(Qt.Key.Key_Escape)
    stage.press(Qt.Key.Key_Down, ALT)
    post = _mark(stage, 0)
    assert not post.judged
    assert stage.reads("谢谢 TA", stage.window.triage.evidence)
    stage.press(Qt.Key.Key_6)
    assert [one.post for one in _thanks(stage, post.author.id)] == [post.post]
    assert any(post.author.name in told and "8 秒" in told for told in stage.notices)
    stage.ctrl(Qt.Key.Key_Z)
    assert _thanks(stage, post.author.id) == []
    stage.window.triage.queue.list.setFocus()
    stage.press(Qt.Key.Key_6)
    stage.send()
    thread = case_view(stage.desk, QUARREL).case.thread_id
    assert thread is not None
    answers = [one.raw for one in stage.gateway.thread(thread, after=50).posts if one.author.id == STAFF[0].id]
    assert [post.author.name in one for one in answers] == [True]
    assert stage.reads("已感谢", stage.window.triage.evidence)
    stage.press(Qt.Key.Key_6)
    assert any("已由" in told for told in stage.notices), "nobody is thanked twice for a post"
    (said,) = _thanks(stage, post.author.id)
    assert shown(stage.desk, said).thanked == 1, "beside thanks these count too"
    deeds = case_view(stage.desk, post.case).deeds
    assert deeds == (), "the author of the reported post is somebody else"
    stage.window.triage.members.sheet.put_up_for(post.author.id)
    stage.settle()
    assert stage.reads("★", stage.window.triage.members.sheet)


def test_where_no_post_is_marked_the_words_are_seen_first_and_can_go_as_a_message(stage: Stage) -> None:
    stage.choose(QUARREL)
    stage.window.triage.queue.list.setFocus()
    stage.press(Qt.Key.Key_6)
    form = stage.window.honouring.thanking.form
    assert form.isVisible()
    assert stage.reads("这个帖子被举报了，还没有处理完", form), "why one would rather not thank for it"
    author = case_view(stage.desk, QUARREL).case.author
    assert author is not None
    in_thread = form.text.toPlainText()
    form.ways[form.way].setFocus()
    stage.press(Qt.Key.Key_Down)
    assert form.text.toPlainText() != in_thread, "by message the usual words are others"
    form.text.setPlainText("谢谢您把数字写出来")
    assert stage.reads("谢谢您把数字写出来", form.preview)
    stage.ctrl(Qt.Key.Key_Return)
    assert not form.isVisible()
    assert [one.text for one in _thanks(stage, author.id)] == ["谢谢您把数字写出来"]
    kinds = [one.command.intent.kind for one in outbox.rows(stage.desk)]
    assert kinds == [CommandKind.MESSAGE]


def test_a_mark_stays_while_its_case_is_drawn_anew_and_goes_with_it(stage: Stage) -> None:
    post, marking = _mark(stage, 1), stage.window.triage.evidence.marking
    stage.clock.advance(minutes=2)
    stage.refresh()
    assert marking.marked == post
    stage.press(Qt.Key.Key_Up, ALT)
    assert marking.marked is not None
    assert marking.marked.judged
    stage.choose("c-0101")
    assert marking.marked is None
    stage.click(next(iter(stage.window.triage.evidence.marking._cards.values())))
    assert marking.marked is not None, "a click marks"


# --- a title's life -----------------------------------------------------------------------------------


def _board(stage: Stage) -> Board:
    return stage.window.honours.honours.inside


def _pending(stage: Stage) -> list[Nomination]:
    return [one.nomination for one in honours_view.nominations(stage.desk)]


def _nominated(stage: Stage) -> MarkedPost:
    """Nominate in two keys, and go to the page."""
    post = _mark(stage, 4)
    stage.press(Qt.Key.Key_8)
    stage.ctrl(Qt.Key.Key_Return)
    assert len(_pending(stage)) == 1
    stage.ctrl(Qt.Key.Key_6)
    assert stage.window.place is Place.HONOURS
    return post


def test_two_keys_nominate_from_a_case_with_the_post_as_evidence_and_the_title_that_it_speaks_for(stage: Stage) -> None:
    stage.choose(QUARREL)
    stage.window.triage.queue.list.setFocus()
    stage.press(Qt.Key.Key_8)
    form = _board(stage).acting.form(NominateForm)
    assert form.title.currentIndex() == -1, "what was reported speaks for nothing"
    stage.ctrl(Qt.Key.Key_Return)
    assert form.fault.isVisible(), "there a person chooses"
    stage.press(Qt.Key.Key_Escape)
    post = _nominated(stage)
    one = _pending(stage)[0]
    assert one.member == post.author
    assert {(piece.kind, piece.about) for piece in one.evidence} == {
        (EvidenceKind.POST, post.post),
    }
    assert one.title == GUIDE
    assert one.case == QUARREL, "it leads back, though it is about somebody else"
    assert stage.window.places._buttons[Place.HONOURS].accessibleName().endswith("1")
    assert stage.reads(post.author.name, _board(stage).detail)
    stage.press(Qt.Key.Key_O)
    assert stage.window.place is Place.TRIAGE
    assert stage.window.triage.queue.case_id == QUARREL


def test_a_title_is_asked_for_agreed_to_looked_at_again_and_conferred(stage: Stage) -> None:
    post = _nominated(stage)
    board, acting = _board(stage), _board(stage).acting
    stage.ctrl(Qt.Key.Key_Return)
    asking = acting.form(AskForm)
    assert post.author.name in asking.text.toPlainText()
    stage.ctrl(Qt.Key.Key_Return)
    assert _pending(stage)[0].state is NominationState.ASKED
    stage.press(Qt.Key.Key_C)
    consent = acting.form(ConsentForm)
    consent.ticks[Show.NAME].setChecked(True)
    consent.minor.setChecked(True)
    stage.ctrl(Qt.Key.Key_Return)
    assert consent.fault.isVisible(), "how it is known has to be said"
    consent.source.setText("11 月 3 日私信回复")
    consent.minor.setChecked(False)
    stage.ctrl(Qt.Key.Key_Return)
    given = _pending(stage)[0].consent
    assert given is not None
    assert given.shows == {Show.NAME}
    stage.ctrl(Qt.Key.Key_Return)
    assert acting.form(GrantForm).isVisible(), "it is looked at once more"
    assert honours_view.holders(stage.desk) == []
    stage.ctrl(Qt.Key.Key_Return)
    grant = honours_view.holders(stage.desk)[0].grant
    assert grant.member == post.author
    thanks = acting.form(AnnounceForm)
    assert thanks.isVisible()
    assert post.author.name in thanks.title.text()
    assert _sent(stage, CommandKind.PUBLISH_NOTICE) == [], "what thanks in public goes out only when somebody says so"
    stage.press(Qt.Key.Key_Escape)
    board.show_section(Section.HELD)
    stage.settle()
    assert stage.reads("可展示：昵称", board.detail)
    stage.press(Qt.Key.Key_R)
    assert honours_view.holders(stage.desk)[0].grant.ends - grant.ends > timedelta(days=300)
    stage.press(Qt.Key.Key_Delete)
    reason = next(one for one in stage.frame.findChildren(ReasonForm) if one.isVisible())
    stage.ctrl(Qt.Key.Key_Return)
    assert reason.fault.isVisible(), "it is taken away for a reason only"
    stage.write("在别的平台公开了车友的电话", reason.text)
    stage.ctrl(Qt.Key.Key_Return)
    assert honours_view.holders(stage.desk) == []
    assert honours_view.holders(stage.desk, ended=True)[0].grant.standing is Standing.REVOKED


def test_only_managers_confer_and_everybody_sees_why_a_button_is_off(
    staged: Callable[[Desk], Stage], written_desk: Desk
) -> None:
    moderator = replace(written_desk.me, roles=EVERY_ROLE - {Role.MANAGER})
    stage = staged(replace(written_desk, me=moderator)).open()
    _nominated(stage)
    stage.press(Qt.Key.Key_C)
    stage.write("当面说的", _board(stage).acting.form(ConsentForm).source)
    stage.ctrl(Qt.Key.Key_Return)
    procedure = _board(stage).procedure
    assert "授予" in procedure.go.text()
    assert not procedure.go.isEnabled()
    assert not stage.button("不予通过", procedure).isEnabled()
    assert stage.reads("由主管办理", procedure)
    stage.press(Qt.Key.Key_G)
    stage.ctrl(Qt.Key.Key_Return)
    assert honours_view.holders(stage.desk) == []
    stage.press(Qt.Key.Key_Escape)


def test_suggestions_show_what_was_counted_and_lead_to_a_nomination(stage: Stage) -> None:
    stage.do("go.honours")
    board = _board(stage)
    stage.click(board.chips[Section.SUGGESTED])
    assert board.list.lines.rows
    assert stage.reads("场争吵在 TA 发言后平息", board.detail)
    stage.press(Qt.Key.Key_N)
    form = board.acting.form(NominateForm)
    assert all(tick.isChecked() for _, tick in form.ticks)
    ticks = form.findChildren(QCheckBox)
    assert len(ticks) >= 2
    form.ticks[-1][1].setChecked(False)
    stage.write(BY_HAND, form.because)
    stage.ctrl(Qt.Key.Key_Return)
    told = _pending(stage)[0].evidence
    assert told[0].kind is EvidenceKind.SUGGESTION
    assert told[-1].words == BY_HAND
    assert len(told) == len(ticks)
    before = len(_pending(stage))
    board.acting.begin(Nominee(MemberRef(MemberId("u-7"), "老李"), (), TitleId("given-no-more")))
    stage.write(BY_HAND, form.because)
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("选一个称号", form), "no other title is put in the place of one that is given no more"
    assert len(_pending(stage)) == before


def test_a_title_of_their_own_is_made_changed_and_given_no_more(stage: Stage) -> None:
    stage.do("go.honours")
    board = _board(stage)
    stage.press(Qt.Key.Key_T)
    form = board.acting.form(TitleForm)
    for field, text in (
        (form.zh, "活雷锋"),
        (form.en, "good neighbour"),
        (form.for_zh, "随叫随到"),
    ):
        field.setText(text)
    stage.ctrl(Qt.Key.Key_Return)
    assert form.fault.isVisible(), "what it is given for is said in both languages"
    assert form.for_en.hasFocus()
    form.id.setText("guide")
    stage.ctrl(Qt.Key.Key_Return)
    assert form.id.hasFocus(), "no title is changed by making a new one"
    form.id.clear()
    form.for_en.setText("always there")
    form.quota.setValue(3)
    stage.ctrl(Qt.Key.Key_Return)
    assert not form.isVisible()
    stage.click(board.chips[Section.TITLES])
    board.list.choose("title good-neighbour")
    stage.settle()
    stage.press(Qt.Key.Key_T, SHIFT)
    made = next(one.title for one in honours_view.titles(stage.desk) if one.title.id == TitleId("good-neighbour"))
    assert (made.words.zh, made.quota) == ("活雷锋", 3)
    assert made.retired_at is not None


# --- the review ---------------------------------------------------------------------------------------


@pytest.fixture
def page(stage: Stage, tmp_path: Path) -> Review:
    """The review of the month that goes on, drafted."""
    stage.do("go.review")
    made = stage.window.honours.review.inside
    made.folder = lambda: tmp_path
    stage.press(Qt.Key.Key_Right, ALT)
    stage.press(Qt.Key.Key_T)
    return made


def test_a_review_is_drafted_kept_on_the_way_published_after_a_second_look_and_exported(
    stage: Stage, page: Review, tmp_path: Path
) -> None:
    month = page.month
    assert month is not None
    assert review.review(stage.desk, month).review.version == 1
    stage.press(Qt.Key.Key_E)
    stage.write("**谢谢大家** ")
    page.paper.preview()
    assert "<strong>谢谢大家</strong>" in page.paper._page.text()
    stage.do("go.triage")
    kept = review.review(stage.desk, month).review
    assert (kept.version, kept.text.startswith("**谢谢大家**")) == (2, True), "whoever goes elsewhere keeps it"
    stage.do("go.review")
    stage.ctrl(Qt.Key.Key_Return)
    assert page.form.isVisible()
    assert review.review(stage.desk, month).state is ReviewState.DRAFT
    stage.ctrl(Qt.Key.Key_Return)
    assert review.review(stage.desk, month).state is ReviewState.SENDING
    assert page.paper.text.isReadOnly()
    stage.ctrl(Qt.Key.Key_E)
    assert sorted(path.suffix for path in tmp_path.glob("steward-review-*")) == [".html", ".md"]
    stage.send()
    page.paper.text.setPlainText("改正了一处")
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("公告会更新成这一稿", page.form), "what was published is put right by a further version"
    stage.press(Qt.Key.Key_Escape)
    assert "<strong>谢谢大家</strong>" in (tmp_path / f"steward-review-{month}.html").read_text(encoding="utf-8")


def test_a_review_that_names_who_did_not_agree_goes_out_only_when_each_is_looked_at(stage: Stage, page: Review) -> None:
    name = _mark(stage, 4).author.name
    stage.press(Qt.Key.Key_6)
    stage.do("go.review")
    page.paper.text.setPlainText(f"感谢 {name}")
    stage.ctrl(Qt.Key.Key_S)
    assert stage.reads(name, page.paper._caution)
    stage.ctrl(Qt.Key.Key_Return)
    stage.ctrl(Qt.Key.Key_Return)
    assert page.form.fault.isVisible()
    page.form.ticks[name].setChecked(True)
    stage.ctrl(Qt.Key.Key_Return)
    assert page.month is not None
    assert review.review(stage.desk, page.month).state is ReviewState.SENDING


def test_somebody_else_wrote_it_meanwhile(stage: Stage, page: Review) -> None:
    month = page.month
    assert month is not None
    page.paper.text.setPlainText("我写的")
    one = review.review(stage.desk, month).review
    review.write(stage.desk, month, one.title, "别人写的", read=one.version)
    stage.ctrl(Qt.Key.Key_S)
    assert stage.reads("小北", page.paper._fault)
    assert page.paper.text.toPlainText() == "我写的", "what was typed stays"
    stage.press(Qt.Key.Key_Escape)
    stage.press(Qt.Key.Key_Left, ALT)
    with pytest.raises(ReviewNotFound):
        review.review(stage.desk, page.month or month)
    assert stage.reads("还没有盘点", page)
