"""What is done by hand, at the forms: entered, pasted, imported, ticked off with a receipt, corrected, looked at."""

import struct
import zlib
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from app.domain.cases import Back, CaseId, CaseState
from app.domain.commands import CommandState
from app.domain.evidence import LARGEST_FILE, Attachment
from app.domain.hand import HandCase, Place
from app.operations import coaching, evidence, hand, triage
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.ui.shown import chinese, words_of
from tests.ui.stage import Stage, visible_children
from tests.ui.usable import LEAST, own
from tests.ui.usable import name as name_of
from ui.hand.import_csv import example
from ui.kit.images import MOST_PIXELS, as_png, decoded
from ui.kit.overlay import Sheet
from ui.shell.places import Place as Room

POSTED = "Agent for chargers, add me, three days"
LETTER = "Hello, please take the advert back. Thank you."


def picture(colour: str = "#95EC69", width: int = 90, height: int = 160) -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


def file(name: str = "chat.png", colour: str = "#95EC69") -> Attachment:
    return Attachment(name, as_png(picture(colour)))


def copy(content: str | QImage) -> None:
    clipboard = QGuiApplication.clipboard()
    if isinstance(content, str):
        clipboard.setText(content)
    else:
        clipboard.setImage(content)


@pytest.fixture(autouse=True)
def empty_clipboard(qapp: QApplication) -> None:
    qapp.clipboard().clear()


@pytest.fixture
def latin_stage(staged: Callable[[Desk], Stage], latin_desk: Desk) -> Stage:
    return staged(latin_desk).open()


def enter(desk: Desk, text: str = POSTED, *, link: str = "", files: tuple[Attachment, ...] = ()) -> CaseId:
    return hand.add_case(desk, HandCase(Place.WECHAT_GROUP, "Chen", text, link=link), files).case


def coached(desk: Desk) -> CaseId:
    case = enter(desk)
    coaching.coach(desk, case, article=9, message=LETTER)
    return case


def _form(stage: Stage) -> Sheet:
    (shown,) = visible_children(stage.window, Sheet)
    return shown


# --- entering -----------------------------------------------------------------------------------------


def test_a_case_is_entered_by_keys_and_shown_with_its_place_and_link(stage: Stage, written_desk: Desk) -> None:
    stage.ctrl(Qt.Key.Key_N)
    form = stage.window.hand.entering
    assert form.author.hasFocus()
    stage.write("南山老陈")
    form.places[Place.WECHAT_GROUP].setFocus()
    stage.press(Qt.Key.Key_Right)
    stage.press(Qt.Key.Key_Right)
    assert form.place is Place.PHONE
    stage.write("来电说充电桩一直没人来装", form.text)
    stage.write("https://agent.example/charge", form.link)
    stage.ctrl(Qt.Key.Key_Return)
    assert not form.isVisible()
    case = stage.window.triage.queue.case_id
    assert case is not None
    kept = case_view(written_desk, case).case
    assert (kept.place, kept.author.name, kept.body) == (Place.PHONE, "南山老陈", "来电说充电桩一直没人来装")
    column = stage.window.triage.evidence
    for words in ("电话", "人工登记", "agent.example"):
        assert stage.reads(words, column), words
    assert not stage.reads("举报", column), "nobody reported it, nobody reads on around it"
    row = next(one for one in triage.queue(written_desk, limit=500) if one.id == case)
    assert "电话" in stage.window.triage.queue.spoken(row)
    stage.do("triage.link")
    assert any("https://agent.example/charge" in one for one in stage.notices), "a link is shown before it opens"


def test_what_the_clipboard_holds_is_offered_and_never_taken_by_itself(stage: Stage) -> None:
    copy("南山老陈 15:02\n代办充电桩加我微信")
    stage.do("triage.enter")
    form = stage.window.hand.entering
    assert stage.reads("剪贴板里有：南山老陈", form)
    assert form.author.text() == form.text.toPlainText() == ""
    stage.write("手写的", form.text)
    stage.click(form._offer.yes)
    assert form.author.text() == "南山老陈"
    assert form.text.toPlainText() == "手写的", "what a person typed stays"
    assert form.when.text().endswith("15:02")
    form.put_away()
    stage.do("triage.enter")
    assert not form._offer.isVisible(), "what was taken over is not offered again"
    copy(picture())
    form.put_away()
    stage.do("triage.enter")
    assert stage.reads("剪贴板里有一张图片", form)
    assert form.picker.files == []
    stage.click(form._offer.yes)
    assert len(form.picker.files) == 1


def test_a_pasted_picture_becomes_a_file_and_pasted_words_stay_words(stage: Stage) -> None:
    stage.do("triage.enter")
    form = stage.window.hand.entering
    copy("两句话")
    form.text.setFocus()
    stage.ctrl(Qt.Key.Key_V)
    assert (form.text.toPlainText(), form.picker.files) == ("两句话", [])
    copy(picture())
    stage.ctrl(Qt.Key.Key_V)
    assert form.text.toPlainText() == "两句话"
    (taken,) = form.picker.files
    assert taken.name.startswith("screenshot-")
    stage.ctrl(Qt.Key.Key_V)
    assert len(form.picker.files) == 1
    assert stage.reads("已经在里面了", form)
    stage.click(next(one for one in visible_children(form, QWidget) if one.accessibleName().startswith("移除 ")))
    assert form.picker.files == []


def test_what_can_not_be_evidence_is_said_in_a_sentence(stage: Stage, tmp_path: Path) -> None:
    stage.do("triage.enter")
    form = stage.window.hand.entering
    words, large, good = tmp_path / "words.png", tmp_path / "large.png", tmp_path / "good.png"
    words.write_text("no picture, whatever its name says")
    large.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(LARGEST_FILE))
    good.write_bytes(as_png(picture()))
    for path, reason in ((words, "不是可留存的文件"), (large, "太大"), (tmp_path / "gone.png", "无法读取")):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)), QUrl.fromLocalFile(str(good))])
        assert form.take_mime(mime)
        stage.settle()
        assert stage.reads(reason, form), reason
    assert [one.name for one in form.picker.files] == ["good.png"]


def test_the_rest_of_the_window_waits_and_esc_loses_nothing(stage: Stage) -> None:
    stage.do("triage.enter")
    form, queue = stage.window.hand.entering, stage.window.triage.queue
    case = queue.case_id
    stage.write("南山老陈", form.author)
    for key in (Qt.Key.Key_J, Qt.Key.Key_E):
        QTest.keyClick(form.go_button, key)
    for key in (Qt.Key.Key_K, Qt.Key.Key_F, Qt.Key.Key_2):
        QTest.keyClick(form.go_button, key, Qt.KeyboardModifier.ControlModifier)
    stage.settle()
    assert (queue.case_id, stage.window.place) == (case, Room.TRIAGE)
    assert not stage.window.finder.isVisible()
    assert form.isVisible()
    form.author.setFocus()
    passed = []
    for _ in range(40):
        passed.append(QApplication.focusWidget())
        QTest.keyClick(passed[-1], Qt.Key.Key_Tab)
    assert all(form.isAncestorOf(one) for one in passed)
    assert {form.author, form.text, form.kind, form.go_button, form.picker.choose} <= set(passed)
    stage.press(Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert queue.list.hasFocus()
    stage.do("triage.enter")
    assert form.author.text() == "南山老陈"


def test_the_same_case_twice_leads_to_the_first(stage: Stage, written_desk: Desk) -> None:
    at = written_desk.clock()
    first = hand.add_case(written_desk, HandCase(Place.WECHAT_GROUP, "Chen", POSTED, happened_at=at)).case
    stage.do("triage.enter")
    form = stage.window.hand.entering
    stage.write("Chen", form.author)
    stage.write(POSTED, form.text)
    stage.ctrl(Qt.Key.Key_Return)
    assert form.isVisible()
    assert stage.reads("已经录入", form)
    stage.click(stage.button("打开那一件", form))
    assert stage.window.triage.queue.case_id == first


@pytest.mark.parametrize(
    ("fill", "reason"),
    [
        ({"author": "Chen"}, "请填写内容"),
        ({"text": "words"}, "是谁说的"),
        ({"author": "Chen", "text": "x", "when": "the other day"}, "时间看不懂"),
        ({"author": "Chen", "text": "x", "link": "ftp://files.example"}, "不是可用的网址"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(stage: Stage, fill: dict[str, str], reason: str) -> None:
    stage.do("triage.enter")
    form = stage.window.hand.entering
    for name, words in fill.items():
        stage.write(words, getattr(form, name))
    stage.ctrl(Qt.Key.Key_Return)
    assert form.isVisible()
    assert stage.reads(reason, form)
    assert form.go_button.isEnabled()
    assert form.author.text() == fill.get("author", "")


# --- tables -------------------------------------------------------------------------------------------


def test_a_table_is_looked_at_before_it_comes_in(stage: Stage, written_desk: Desk, tmp_path: Path) -> None:
    before = enter(written_desk, "already here")
    path = tmp_path / "cases.csv"
    path.write_text(
        "来源,作者,内容\n微信群,甲,第一件\n飞书,乙,第二件\n电话,,第三件\n电话,丁,第四件\n电话,丁,第四件\n", "utf-8-sig"
    )
    stage.do("triage.import")
    form = stage.window.hand.importing
    assert not form.go_button.isEnabled()
    form.read(path)
    stage.settle()
    assert stage.reads("2 行会导入", form)
    spoken = [form.model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(form.model.rowCount())]
    assert [text.split("，")[0] for text in spoken] == ["2", "3", "4", "5", "6"]
    assert "会导入" in spoken[0]
    assert "来源“飞书”不认识" in spoken[1]
    assert "与第 5 行相同" in spoken[4]
    assert stage.reads("1 行与前面的行相同", form)
    stage.click(stage.button("只导入好的 2 行", form))
    assert not form.isVisible()
    assert any("已导入 2 件" in one for one in stage.notices)
    names = {row.author for row in triage.queue(written_desk, limit=500) if row.came_from is not None}
    assert names == {"甲", "丁", "Chen"}
    assert case_view(written_desk, before).case.author.name == "Chen"
    stage.do("triage.import")
    form.read(path)
    stage.settle()
    assert not form.go_button.isEnabled(), "the same file again brings nothing"
    assert stage.reads("0 行会导入", form)
    assert stage.reads("3 行以前登记过，跳过", form)


def test_the_example_comes_in_as_it_is(stage: Stage, written_desk: Desk, tmp_path: Path) -> None:
    stage.do("triage.import")
    form, path = stage.window.hand.importing, tmp_path / "example.csv"
    form.write_example(path)
    stage.settle()
    assert path.read_bytes() == example()
    assert example().startswith("\ufeff来源,作者".encode())
    form.read(path)
    stage.settle()
    assert stage.reads("3 行会导入", form)
    stage.ctrl(Qt.Key.Key_Return)
    assert len([row for row in triage.queue(written_desk, limit=500) if row.came_from is not None]) == 3


# --- evidence -----------------------------------------------------------------------------------------


def test_screenshots_stand_beside_any_case_and_open_large(stage: Stage, written_desk: Desk, tmp_path: Path) -> None:
    case = stage.window.triage.queue.case_id
    assert case is not None
    stage.press(Qt.Key.Key_S)
    form = stage.window.hand.adding
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("先选择或粘贴", form)
    for colour in ("#95EC69", "#336699"):
        form.picker.take_picture(picture(colour, 900, 1600))
        stage.settle()
    stage.ctrl(Qt.Key.Key_Return)
    kept = evidence.of_case(written_desk, case)
    assert len(kept) == 2
    assert any("已存 2 个文件" in one for one in stage.notices)
    assert stage.reads("截图与附件 2", stage.window.triage.evidence)
    stage.press(Qt.Key.Key_P)
    viewer = stage.window.hand.viewer
    assert viewer.isVisible()
    assert viewer.shown == kept[0]
    whole = viewer.picture.pixmap().size()
    assert whole.height() <= viewer._scroll.height() < 1600
    stage.press(Qt.Key.Key_Z)
    assert viewer.picture.pixmap().height() == 1600
    stage.press(Qt.Key.Key_Right)
    assert viewer.shown == kept[1]
    stage.click(viewer._copy)
    assert QGuiApplication.clipboard().text() == kept[1].sha256
    stage.press(Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def test_evidence_that_was_touched_is_said_to_be(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    case = stage.window.triage.queue.case_id
    assert case is not None
    kept = evidence.add(stage.desk, case, [file()]).evidence

    def damaged(_desk: Desk, seq: int) -> bytes:
        from app.errors import EvidenceDamaged

        raise EvidenceDamaged(seq=seq)

    monkeypatch.setattr(evidence, "content", damaged)
    stage.window.hand.view(kept, kept[0].seq)
    stage.settle()
    assert stage.reads("与入库时的哈希不符", stage.window.hand.viewer)


def test_pictures_are_decoded_within_bounds(expect: Callable[[str], None]) -> None:
    expect("Not a JPEG file")
    expect("libpng")

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    side = int(MOST_PIXELS**0.5) + 1
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    rows = zlib.compress(bytes((side + 7) // 8 + 1) * side)
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    assert len(bomb) < 100_000
    assert decoded(bomb, "image/png").isNull()
    good = as_png(picture(width=400, height=100))
    assert (decoded(good, "image/png").width(), decoded(good, "image/png", 100).height()) == (400, 25)
    assert decoded(good[:60], "image/png").isNull()
    assert decoded(good, "image/jpeg").isNull(), "only the decoder of what it is said to be is tried"
    assert decoded(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml").isNull()


# --- what no longer holds -----------------------------------------------------------------------------


def test_what_was_said_of_the_time_goes_once_it_can_be_read(stage: Stage) -> None:
    stage.do("triage.enter")
    form = stage.window.hand.entering
    stage.write("Chen", form.author)
    stage.write("代办充电桩", form.text)
    stage.write("五点多", form.when)
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("时间看不懂", form)
    stage.write("，天黑了", form.text)
    assert stage.reads("时间看不懂", form), "the time is as it was"
    form.when.setText("09:05")
    assert not stage.reads("时间看不懂", form)


def test_what_the_clipboard_held_is_not_offered_when_it_changed(stage: Stage) -> None:
    QGuiApplication.clipboard().setText("南山老陈 15:02\n代办充电桩加我微信，三天装好")
    stage.do("triage.enter")
    form = stage.window.hand.entering
    assert stage.reads("剪贴板里有：南山老陈", form)
    QGuiApplication.clipboard().setText("别的话")
    stage.settle()
    assert not stage.reads("南山老陈", form)


# --- doing it -----------------------------------------------------------------------------------------


def test_an_answer_by_hand_says_what_to_do_and_is_ticked_off(stage: Stage, written_desk: Desk) -> None:
    case = coached(written_desk)
    stage.refresh()
    stage.ctrl(Qt.Key.Key_3)
    page = stage.window.outbox
    assert page.model.answers[0].first.case == case
    for words in ("待人工办理", "在微信里私聊 Chen", LETTER):
        assert stage.reads(words, page), words
    assert stage.reads("1 件请你看一下")
    stage.press(Qt.Key.Key_D)
    assert QGuiApplication.clipboard().text() == LETTER
    stage.press(Qt.Key.Key_T)
    form = stage.window.hand.ticking
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("请附上截图", form)
    form.picker.take_picture(picture())
    stage.write("told them at 10:32", form.note)
    stage.ctrl(Qt.Key.Key_Return)
    assert not form.isVisible()
    (command,) = case_view(written_desk, case).commands
    assert command.state is CommandState.SENT
    assert not page.model.answers
    stage.press(Qt.Key.Key_S)
    assert stage.reads("已人工办理", page)
    assert sum("told them at 10:32" in text for text in stage.texts(page)) == 1
    (tile,) = [one for one in visible_children(page, QWidget) if one.objectName() == "tile"]
    stage.click(tile)
    assert stage.window.hand.viewer.shown.command == command.id


def test_what_can_still_be_taken_back_is_nobody_s_to_do_yet(stage: Stage, written_desk: Desk) -> None:
    case = enter(written_desk)
    coaching.coach(written_desk, case, article=9, message=LETTER, hold=timedelta(milliseconds=300))
    stage.refresh()
    stage.ctrl(Qt.Key.Key_3)
    page = stage.window.outbox
    for words in ("可撤回", "1 秒后由人办理并登记", LETTER):
        assert stage.reads(words, page), words
    assert not stage.reads("待人工办理", page)
    stage.press(Qt.Key.Key_T)
    assert not visible_children(stage.window, Sheet)
    stage.clock.advance(seconds=1)
    stage.until(lambda: stage.reads("待人工办理", page))
    stage.press(Qt.Key.Key_T)
    assert stage.window.hand.ticking.isVisible()


def test_the_desk_says_beforehand_that_a_person_has_to_do_it(stage: Stage, written_desk: Desk) -> None:
    case = enter(written_desk, "代办充电桩加我微信")
    stage.choose(case)
    desk = stage.window.triage.desk
    stage.do("triage.remind")
    assert stage.reads("保存后请人工发送", desk)
    assert stage.reads("保存，待人工发送", desk)
    assert not stage.reads("社区里的举报", desk)
    desk.letter.choose_article(9)
    stage.settle()
    desk.letter.paper.set_text("您好，请撤回广告，谢谢您。", undoable=False)
    desk.letter._written()
    stage.do("desk.send")
    assert any("8 秒内可撤回" in one for one in stage.notices)
    assert any("这一步要由人来做" in one for one in stage.notices)
    stage.click(stage.button("去办理"))
    assert stage.window.place is Room.OUTBOX
    assert stage.window.outbox._chosen.first.case == case


def test_what_the_author_changed_brings_the_case_back(stage: Stage, written_desk: Desk) -> None:
    case = coached(written_desk)
    (command,) = case_view(written_desk, case).commands
    hand.tick(written_desk, command.id, note="told them")
    stage.refresh()
    stage.choose(case)
    stage.do("triage.correct")
    form = stage.window.hand.correcting
    assert form.text.toPlainText() == POSTED
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("内容与现在的一样", form)
    form.text.selectAll()
    stage.write("Taken back, sorry", form.text)
    stage.ctrl(Qt.Key.Key_Return)
    view = case_view(written_desk, case)
    assert (view.case.state, view.case.came_back) == (CaseState.CLAIMED, Back.CORRECTED)
    assert stage.reads("作者修改了帖子", stage.window.triage.evidence)
    assert stage.reads("谢谢 TA，办结", stage.window.triage.desk)


def test_a_case_of_the_community_is_not_corrected_by_hand(stage: Stage) -> None:
    actions = stage.window.actions_
    assert not actions["triage.correct"].isEnabled()
    assert not actions["triage.link"].isEnabled()
    assert not actions["triage.pictures"].isEnabled()
    assert actions["triage.evidence"].isEnabled()


# --- names, sizes, languages --------------------------------------------------------------------------


def _entering(stage: Stage) -> None:
    copy("Chen 15:02\nadd me")
    stage.do("triage.enter")
    form = stage.window.hand.entering
    form.picker.take_picture(picture())
    stage.settle()
    form.go()
    stage.settle()
    assert form.fault.isVisible()


def _importing(stage: Stage) -> None:
    path = stage.desk.record.folder / "t.csv"
    path.write_text("place,author,text\nphone,A,first\nelsewhere,,second\nphone,A,first\n")
    stage.do("triage.import")
    stage.window.hand.importing.read(path)


def _ticking(stage: Stage) -> None:
    coached(stage.desk)
    stage.refresh()
    stage.do("go.outbox")
    at = next(at for at, one in enumerate(stage.window.outbox.model.answers) if one.first.case.startswith("h-"))
    stage.window.outbox.list.setCurrentIndex(stage.window.outbox.model.index(at))
    stage.settle()


def _case(stage: Stage) -> CaseId:
    case = enter(stage.desk, link="https://agent.example/1", files=(file(),))
    stage.refresh()
    stage.choose(case)
    return case


def _ticked(stage: Stage) -> None:
    case = coached(stage.desk)
    (command,) = case_view(stage.desk, case).commands
    hand.tick(stage.desk, command.id, file(), note="told them")
    stage.do("go.outbox")
    stage.do("outbox.settled")


SCENES: dict[str, Callable[[Stage], object]] = {
    "enter": _entering,
    "import": _importing,
    "add": partial(Stage.do, intention="triage.evidence"),
    "case": _case,
    "viewer": lambda stage: (_case(stage), stage.do("triage.pictures")),
    "correct": lambda stage: (_case(stage), stage.do("triage.correct")),
    "to do": _ticking,
    "tick": lambda stage: (_ticking(stage), stage.do("outbox.tick")),
    "ticked": _ticked,
}


@pytest.mark.parametrize("scene", SCENES)
def test_every_form_has_names_and_room_and_both_languages(latin_stage: Stage, scene: str) -> None:
    stage = latin_stage
    SCENES[scene](stage)
    stage.settle()
    used = own(stage.frame)
    assert [type(one).__name__ for one in used if not name_of(one)] == []
    small = [one for one in used if min(one.width(), one.height()) < LEAST]
    assert [name_of(one) for one in small if not isinstance(one.parentWidget(), QComboBox)] == []
    in_chinese = words_of(stage.frame)
    assert len(chinese(in_chinese)) > 10
    stage.say.choose("en")
    stage.settle()
    assert chinese(words_of(stage.frame)) == []
    stage.say.choose("zh")
    stage.settle()
    assert sorted(words_of(stage.frame)) == sorted(in_chinese)
