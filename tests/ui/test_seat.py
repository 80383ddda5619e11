"""Council mode at the window: first start, roster, packets, notes, ballots, the chair's key, the end."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.council import Answers, Finding, Remedy, key_fingerprint
from app.keys import signing
from app.operations import seat_keys, seat_packets
from app.packets import ballot, box_key, done, roster, seat_card
from app.packets.ballot_file import Cast
from tests.conftest import Clock
from tests.packets import golden_council as council
from tests.ui.seat_stage import PASSPHRASE, SeatStage
from tests.ui.test_words import CJK
from tests.ui.usable import LEAST, own, walk
from tests.ui.usable import name as name_of
from ui.actions import BY_ID, MODE
from ui.reading.pair import PairView
from ui.seat.attachments import PictureLabel
from ui.seat.window import SIZES, USUAL

HOSTILE = '<img src="http://evil.test/x.png"><script>alert(1)</script> [点我](javascript:alert(1)) \u202egnp'


@pytest.fixture
def opened(loop: asyncio.AbstractEventLoop, tmp_path: Path, clock: Clock) -> Iterator[Callable[[], SeatStage]]:
    """Opens council mode on a folder of its own; again on the same one when it is asked again."""
    made: list[SeatStage] = []

    def start(file: Path | None = None) -> SeatStage:
        for before in made:
            before.close()
        made[:] = [SeatStage(loop, tmp_path, clock).open(file)]
        return made[0]

    yield start
    for one in made:
        one.close()


@pytest.fixture
def stage(opened: Callable[[], SeatStage]) -> SeatStage:
    """A member whose seat is open, in a folder without a roster."""
    return opened().enter()


def _answer(stage: SeatStage, facts: str, breach: str, remedy: str) -> None:
    form = stage.window.packet.form
    assert form is not None
    for part, value in zip(form.questions.values(), (facts, breach, remedy), strict=True):
        part.radios[value].click()


# --- the way in -------------------------------------------------------------------------------------------


def test_a_first_start_asks_for_a_name_and_a_passphrase_twice_and_the_next_one_for_the_passphrase(
    opened: Callable[[], SeatStage],
) -> None:
    stage = opened()
    page = stage.greeting
    stage.click(page.make)
    assert stage.reads("请填您的名字")
    page.name.setText("阿木")
    page.passphrase.setText(PASSPHRASE)
    page.again.setText("something else")
    stage.click(page.make)
    assert stage.reads("两次输入的口令不一样")
    page.passphrase.setText("short")
    page.again.setText("short")
    stage.click(page.make)
    assert stage.reads("没有建立席位")
    assert not (stage.folder / "seat").exists()
    stage.enter()
    mine = seat_keys.me(stage.member.desk)
    assert stage.reads("阿木")
    assert stage.reads(mine.fingerprint)
    stage.click(stage.window.home.card)
    assert seat_card.read(stage.written(".stewardseat")).keys == mine.own.keys
    again = opened()
    again.greeting.key.setText("wrong passphrase")
    again.click(again.greeting.open)
    assert again.reads("口令不对")
    again.enter()
    assert again.reads(mine.fingerprint)


# --- whom to trust ----------------------------------------------------------------------------------------


def test_a_packet_opens_to_read_and_can_be_voted_on_once_the_secretary_was_heard(stage: SeatStage) -> None:
    stage.packet()
    page = stage.window.packet
    assert stage.reads("案卷完整")
    assert stage.reads("签名人未知")
    assert stage.reads("只能阅读，不能投票", page.form)
    assert not page.vote.isVisible()
    assert stage.reads(council.file().question)

    raw = stage.member.roster()
    stage.drop(stage.file("roster-2.stewardroster", raw))
    heard = key_fingerprint(roster.read(raw).key)
    assert not stage.reads(heard), "it is heard, not copied from the screen"
    stage.window.home.heard.setText("1111 2222 3333 4444 5555 6666")
    stage.click(stage.window.home.take)
    assert stage.reads("指纹不一致")
    assert seat_keys.me(stage.member.desk).roster is None
    stage.window.home.heard.setText(heard)
    stage.click(stage.window.home.take)
    assert stage.reads("已收下第 2 版名册")
    assert stage.reads("4 号席位")

    stage.window.list.clicked.emit(stage.window.list.currentIndex())
    stage.settle()
    assert stage.reads("签名可信", page)
    assert page.vote.isVisible()


def test_a_file_that_is_none_or_is_broken_is_refused_and_that_stays_to_be_read(stage: SeatStage) -> None:
    whole = stage.member.packet()
    strip = stage.window.strip
    for name, content, told in (
        ("note.txt", b"hello", "不认识这个文件"),
        ("referral-3-1-4.stewardballot", b"x", "交给秘书"),
        ("referral-3-1.stewardpacket.age", whole[: len(whole) // 2], "没有打开"),
        ("roster-2.stewardroster", b"PK", "没有"),
        ("referral-3-1.stewardkey", b"PK", "没有"),
    ):
        stage.drop(stage.file(name, content))
        assert strip.isVisible(), name
        assert told in strip.words.zh, (name, strip.words)
        stage.click(strip.read)
        assert not strip.isVisible()
    stage.drop(stage.folder / "gone.stewardpacket")
    assert "gone.stewardpacket" in strip.words.zh
    assert seat_packets.packets(stage.member.desk) == []


def test_a_file_that_was_double_clicked_waits_until_the_seat_is_open(opened: Callable[..., SeatStage]) -> None:
    stage = opened().enter()
    stage.trust()
    file = stage.file("referral-3-1.stewardpacket.age", stage.member.packet())
    again = opened(file).enter()
    assert again.reads(council.file().question)
    second = again.file("referral-9-1.stewardpacket.age", again.member.packet(case="referral-9", question="另一件？"))
    again.program.take(second)
    again.settle()
    assert again.window.packet.isVisible()
    assert again.reads("另一件？", again.window.packet)
    assert len(again.window.list.lines.rows) == 2
    assert again.window.list.current.kept.case == "referral-9"


# --- reading ----------------------------------------------------------------------------------------------


def test_everything_stands_on_one_page_and_hostile_text_is_text(stage: SeatStage) -> None:
    posts = council.posts()
    hostile = msgspec.structs.replace(posts[1], text=HOSTILE + posts[1].text)
    stage.packet(posts=(posts[0], hostile, *posts[2:]), alleged=HOSTILE, comparisons=())
    page = stage.window.packet
    entries = [entry.text() for entry, _head in page._parts]
    assert {
        "这份案卷可信吗",
        "要评议什么",
        "各方的说法",
        "帖子原文",
        "有关的公约条款",
        "图片附件",
        "我的评议票",
    } <= set(entries)
    told = "\n".join(stage.texts(page))
    for words in ("这段是我去年冬天自己测的", "期限内没有答复", "补署名", "发出私信提醒", "电话 1 处", "拍到车牌"):
        assert words in told, words
    assert "<img" not in told
    assert "<script" not in told
    assert "&lt;img src=" in told, "it is there, as text"
    assert "⟨U+202E⟩" in told
    assert "href" not in told
    picture = page.findChild(PictureLabel)
    assert not picture.pixmap().isNull()
    stage.click(page.print)
    assert b"<!doctype html>" in stage.written(".html").lower()
    assert "没有加密" in stage.window.strip.words.zh
    entry = next(entry for entry, _head in page._parts if entry.text() == "有关的公约条款")
    before = page.paper.verticalScrollBar().value()
    stage.click(entry)
    assert page.paper.verticalScrollBar().value() > before


def test_a_packet_that_says_more_than_anybody_reads_does_not_stop_the_window(stage: SeatStage) -> None:
    """Whoever signs a packet can put thousands of things into it; an unknown signer too."""
    one, *_ = council.posts()
    posts = tuple(msgspec.structs.replace(one, id=f"q-{at}", text="字" * 300, number=at + 1) for at in range(400))
    said = council.file()
    many = {
        "parties": tuple(msgspec.structs.replace(said.parties[0], label=f"{at} 号") for at in range(400)),
        "articles": said.articles * 400,
        "actions": said.actions * 400,
        "precedents": said.precedents * 400,
        "comparisons": (),
        "masks": said.masks * 400,
        "heat": msgspec.structs.replace(said.heat, reports=said.heat.reports * 400),
    }
    stage.packet(posts=(*council.posts(), *posts), **many)
    assert len(stage.window.packet.findChildren(QWidget)) < 4_000
    assert stage.reads("后面 340 项没有显示")
    assert stage.window.packet.watermark.words == "阿木"


def test_plagiarism_is_marked_on_both_sides_and_an_exchange_leads_to_its_posts(stage: SeatStage) -> None:
    stage.packet()
    page = stage.window.packet
    pair = page.findChild(PairView)
    assert "68%" in pair.told.text()
    for side in (pair.first, pair.second):
        marked = side.body.label.text().split("<span", 1)[1].split("</span>")[0]
        assert marked.endswith(council.SHARED)
    exchange = page.sections.exchange
    assert "争吵平息" in exchange.chart.accessibleName()
    page.paper.verticalScrollBar().setValue(0)
    exchange.chosen.emit("p-3")
    paper = page.sections.thread.paper("p-3")
    top = paper.mapTo(page.paper.viewport(), paper.rect().topLeft()).y()
    assert 0 <= top < page.paper.viewport().height()


def test_notes_marks_and_half_an_answer_are_there_after_the_next_start(opened: Callable[[], SeatStage]) -> None:
    stage = opened().enter()
    stage.trust()
    stage.packet()
    page = stage.window.packet
    note = page.sections.notes["p-2"]
    note.mark.click()
    note.open.click()
    note.text.setPlainText("标点都一样")
    page.form.questions[next(iter(page.form.questions))].radios["yes"].click()
    page.form.questions[next(iter(page.form.questions))].why.setPlainText("两段一字不差")
    for language in ("en", "zh", "en"):
        stage.frame.looks.say.choose(language)
        stage.settle()
    assert page.sections.notes["p-2"].text.toPlainText() == "标点都一样"
    again = opened().enter()
    page = again.window.packet
    note = page.sections.notes["p-2"]
    assert (note.mark.isChecked(), note.text.toPlainText()) == (True, "标点都一样")
    assert again.reads("★ 乙", page)
    draft = page.form.draft
    assert (draft.facts, draft.why_facts) == (Finding.YES, "两段一字不差")


# --- the ballot -------------------------------------------------------------------------------------------


def test_a_ballot_says_what_it_lacks_is_written_once_whole_and_replaced_by_a_later_one(stage: SeatStage) -> None:
    stage.trust()
    stage.packet()
    page = stage.window.packet
    form = page.form
    next(iter(form.questions.values())).radios["yes"].click()
    stage.do("mode.cast")
    assert [part.fault.isVisible() for part in form.questions.values()] == [False, True, True]
    _answer(stage, "yes", "no", "correction")
    assert not any(part.fault.isVisible() for part in form.questions.values())
    stage.do("mode.cast")
    assert stage.reads("请先勾选保密承诺")
    assert list(stage.out.iterdir()) == []
    form.undertaking.click()
    list(form.questions.values())[2].why.setPlainText("署个名就好")
    stage.do("mode.cast")
    raw = stage.written(".stewardballot")
    first = ballot.read(raw, [stage.member.signs])
    assert (first.bound.case, first.bound.seat, first.bound.serial, first.cast) == ("referral-3", 4, 1, Cast.VOTE)
    said = ballot.answers(first, council.box_secret())
    assert said == Answers(Finding.YES, Finding.NO, Remedy.CORRECTION, "", "", "署个名就好")
    assert "stewardballot" in stage.window.strip.words.zh
    assert stage.reads("您已在 今天 09:00 写出评议票")

    stage.clock.advance(hours=1)
    assert page.form.draft.remedy is Remedy.CORRECTION, "what was voted is shown, to be changed"
    _answer(stage, "yes", "yes", "apology")
    page.form.undertaking.click()
    stage.do("mode.cast")
    second = ballot.read(stage.written(".stewardballot"), [stage.member.signs])
    assert second.bound.serial == 2
    assert ballot.answers(second, council.box_secret()).remedy is Remedy.APOLOGY


def test_who_is_close_to_a_party_stands_aside_with_a_reason(stage: SeatStage) -> None:
    stage.trust()
    stage.packet()
    form = stage.window.packet.form
    stage.click(form.aside)
    stage.click(form.go_aside)
    assert stage.reads("请写一句回避的理由")
    _answer(stage, "yes", "yes", "warning")  # what stands there from before does not go out as a vote
    form.reason.setPlainText("我和乙是同一个车友会的")
    stage.frame.looks.say.choose("en")
    stage.settle()
    form = stage.window.packet.form
    assert form.standing_aside == "我和乙是同一个车友会的"
    stage.frame.looks.say.choose("zh")
    stage.settle()
    form = stage.window.packet.form
    stage.click(form.stay)
    assert form.write.isVisible()
    stage.click(form.aside)
    assert not form.write.isVisible()
    form.undertaking.click()
    stage.do("mode.cast")
    assert stage.reads("回避票写好了")
    said = ballot.read(stage.written(".stewardballot"), [stage.member.signs])
    assert (said.cast, said.reason) == (Cast.RECUSAL, "我和乙是同一个车友会的")
    assert stage.reads("写出回避票", stage.window.packet)


def test_after_the_term_the_window_says_that_a_ballot_will_not_count(stage: SeatStage) -> None:
    stage.trust()
    stage.clock.advance(days=6)
    stage.packet()
    assert stage.reads("不会被计入", stage.window.packet)


# --- the chair, and the end -------------------------------------------------------------------------------


def test_the_chair_takes_the_outer_seal_off_after_the_term_only(stage: SeatStage) -> None:
    stage.trust(chair=True)
    stage.packet()
    file = stage.file("referral-3-1.stewardkey", stage.member.wrapped(stage.window.packet.sha256))
    stage.drop(file)
    assert stage.reads("开箱钥匙：referral-3")
    assert not stage.window.home.open_key.isEnabled()
    stage.clock.advance(days=6)
    stage.drop(file)
    stage.click(stage.window.home.open_key)
    opened = box_key.read(stage.written(".stewardkey"), [stage.member.signs])
    assert opened.opened_by == 4
    assert box_key.open_inner(opened, council.SECRETARY_AGE) == council.box_secret()


def test_a_packet_is_destroyed_when_that_was_said_twice_and_confirmed_to_the_secretary(stage: SeatStage) -> None:
    stage.trust()
    stage.packet()
    sha = stage.window.packet.sha256
    part = stage.window.packet.destroying
    assert not part.go.isEnabled()
    part.sure.click()
    stage.click(part.go)
    assert "截止" in stage.window.strip.words.zh, "not while it is voted on"
    stage.clock.advance(days=6)
    part = stage.window.packet.destroying
    if not part.sure.isChecked():
        part.sure.click()
    stage.click(part.go)
    said, key = done.read(stage.written(".stewarddone"), [stage.member.signs])
    assert (said.packet, key) == (sha, stage.member.signs)
    assert stage.window.home.isVisible()
    assert stage.reads("案卷已销毁")
    assert not stage.reads(council.file().alleged)


# --- everybody --------------------------------------------------------------------------------------------


def test_council_mode_can_be_used_without_eyes_in_both_languages_and_with_larger_text(stage: SeatStage) -> None:
    stage.trust(chair=True)
    stage.packet()
    for page in (stage.window.packet, stage.window.home):
        stage.window.stack.setCurrentWidget(page)
        stage.settle()
        used = own(stage.frame)
        assert len(used) > 6
        assert [one for one in used if not name_of(one)] == []
        assert [one for one in used if not QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)] == []
        assert [
            (name_of(one), one.width(), one.height()) for one in used if min(one.width(), one.height()) < LEAST
        ] == []
    stage.frame.activateWindow()
    stage.window.stack.setCurrentWidget(stage.window.packet)
    stage.window.seat.setFocus()
    passed = walk(Qt.Key.Key_Tab, stage)
    form, fields = stage.window.packet.form, {id(one) for one in passed}
    assert {id(form.undertaking), id(form.write), *(id(part.why) for part in form.questions.values())} <= fields
    stage.do("mode.seat")
    stage.do("window.keys")
    assert stage.reads("写出评议票", stage.window.keys)
    stage.window.keys.put_away()
    stage.click(stage.window.bar.language)
    assert stage.reads("Save my seat file")
    ours = [text for text in stage.texts(stage.window.home) if CJK.search(text)]
    assert {text for text in ours if "示例车友社区" not in text} == {"阿木", "老陈"}
    wide = stage.window.home.card.fontMetrics().height()
    stage.do("mode.larger")
    QApplication.processEvents()
    assert stage.window.home.card.fontMetrics().height() > wide
    assert SIZES.index(USUAL) < len(SIZES) - 1
    assert signing.key_id(stage.member.signs)


def test_every_command_of_council_mode_works_in_its_window_and_no_key_means_two_things(stage: SeatStage) -> None:
    bound = dict(stage.window.actions_.bound())
    assert [one for one in MODE if one not in bound] == []
    assert all(action.isEnabled() for action in bound.values())
    switches = [key for name in ("window.language", "window.theme") for key in BY_ID[name].keys]
    keys = [QKeySequence(key).toString() for one in bound for key in dict.fromkeys(one.keys)]
    keys += [QKeySequence(key).toString() for key in switches]
    assert "" not in keys
    assert len(keys) == len(set(keys))
