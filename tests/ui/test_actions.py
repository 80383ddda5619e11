from collections import Counter
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from tests.ui.stage import Stage, forget_deleted, visible_children
from ui.actions import BY_ID, INTENTIONS, MODE, Actions, Scope, key_of
from ui.kit.elements import Scroll
from ui.shell.finding import ALSO
from ui.shell.overlays import KeySheet
from ui.shell.places import Place
from ui.shell.window import _SCOPES

LETTERS = [one.id for one in INTENTIONS if any(len(key) == 1 and key.isalnum() for key in one.keys)]


@dataclass
class Counted:
    """How often each intention was carried out."""

    times: Counter[str]


@pytest.fixture
def counted(stage: Stage) -> Counted:
    made = Counted(Counter())
    for one, action in stage.window.actions_.bound():
        action.triggered.connect(lambda _checked=False, name=one.id: made.times.update([name]))
    return made


def test_every_intention_is_bound_in_the_window(stage: Stage) -> None:
    assert [one.id for one, _ in stage.window.actions_.bound()] == [one.id for one in INTENTIONS]


def test_ids_are_scope_and_verb_and_each_is_there_once() -> None:
    scopes = {Scope.WINDOW: ("go", "window"), Scope.TRIAGE: ("triage",), Scope.DESK: ("desk",)}
    scopes |= {Scope.OUTBOX: ("outbox",), Scope.CONDUCT: ("conduct",)}
    scopes |= {Scope.PROMISES: ("promises",), Scope.TOPICS: ("topic",)}
    scopes |= {Scope.COUNCIL: ("council",), Scope.SEATS: ("seat",), Scope.MODE: ("mode",)}
    scopes |= {Scope.HONOURS: ("honours",), Scope.REVIEW: ("review",)}
    scopes |= {Scope.SUMMARY: ("summary",)}
    every = (*INTENTIONS, *MODE)
    assert len(BY_ID) == len(every)
    assert [one.id for one in every if one.id.split(".")[0] not in scopes[one.scope]] == []


def test_every_intention_has_words_in_both_languages_no_two_the_same() -> None:
    for scope in Scope:
        words = [one.words for one in (*INTENTIONS, *MODE) if one.scope is scope]
        assert all(one.zh and one.en for one in words)
        assert len({one.zh for one in words}) == len({one.en for one in words}) == len(words)


@pytest.mark.parametrize("place", Place, ids=lambda place: place.name)
def test_no_key_means_two_things_where_both_are_open(place: Place) -> None:
    open_ = {Scope.WINDOW, *_SCOPES[place]}
    keys = Counter(
        QKeySequence(key).toString() for one in INTENTIONS if one.scope in open_ for key in dict.fromkeys(one.keys)
    )
    assert [key for key, times in keys.items() if times > 1] == []
    assert "" not in keys, "a key that Qt does not know"


def test_what_can_be_done_follows_the_place(stage: Stage) -> None:
    for place in Place:
        stage.window.go(place)
        stage.settle()
        able = {one.id for one, action in stage.window.actions_.bound() if action.isEnabled()}
        foreign = {name for name in able if BY_ID[name].scope not in {Scope.WINDOW, *_SCOPES[place]}}
        assert foreign == set()
        assert {one.id for one in INTENTIONS if one.scope is Scope.WINDOW} <= able


def test_an_intention_that_makes_no_sense_now_is_off_also_when_its_scope_opens(qapp: object, stage: Stage) -> None:
    owner = QWidget()
    actions = Actions(owner, stage.say)
    action = actions.bind("outbox.retry", lambda: None)
    actions.open({Scope.OUTBOX})
    assert action.isEnabled()
    actions.enable("outbox.retry", False)
    actions.open({Scope.TRIAGE})
    actions.open({Scope.OUTBOX})
    assert not action.isEnabled()
    actions.enable("outbox.retry", True)
    assert action.isEnabled()
    owner.deleteLater()


def test_keys_are_written_as_they_stand_on_the_keyboard() -> None:
    assert key_of("desk.send") == "Ctrl+Enter"
    assert key_of("triage.next") == "J"


# --- typing -------------------------------------------------------------------------------------------


def test_a_letter_is_a_command_where_nothing_is_typed(stage: Stage, counted: Counted) -> None:
    stage.window.triage.queue.list.setFocus()
    stage.press(Qt.Key.Key_J)
    stage.press(Qt.Key.Key_X)
    assert counted.times == {"triage.next": 1, "triage.pick": 1}


@pytest.mark.parametrize("where", ["search", "note", "letter", "article", "reason", "finder"])
def test_letters_are_text_while_something_is_typed(stage: Stage, counted: Counted, where: str) -> None:
    triage = stage.window.triage
    stage.choose("c-0101")
    if where == "reason":
        stage.do("triage.pick")
    if where == "finder":
        stage.do("window.commands")
    counted.times.clear()
    fields = {
        "search": triage.queue.search,
        "note": triage.evidence.note,
        "letter": triage.desk.letter.editor,
        "article": triage.desk.letter.picker.box,
        "reason": triage.bulk.reason,
        "finder": stage.window.finder.field,
    }
    fields[where].setFocus()
    keys = [key for name in LETTERS for key in BY_ID[name].keys if len(key) == 1]
    for key in keys:
        stage.press(getattr(Qt.Key, f"Key_{key}"))
    assert counted.times == {}
    typed = {
        "letter": triage.desk.letter.editor.toPlainText(),
        "article": triage.desk.letter.picker.box.currentText(),
    }.get(where) or fields[where].text()
    assert "".join(keys).lower() in typed.lower()


def test_arrows_belong_to_the_field_in_which_something_is_typed(stage: Stage, counted: Counted) -> None:
    stage.choose("c-0101")
    desk = stage.window.triage.desk.letter
    for field in (stage.window.triage.evidence.note, desk.picker.box, desk.editor):
        field.setFocus()
        stage.press(Qt.Key.Key_Down)
        stage.press(Qt.Key.Key_Up)
        assert counted.times == {}
    stage.window.triage.queue.list.setFocus()
    stage.press(Qt.Key.Key_Down)
    assert counted.times == {"triage.next": 1}


def test_behind_a_sheet_no_letter_is_a_command(stage: Stage, counted: Counted) -> None:
    stage.window.triage.queue.list.setFocus()
    stage.press(Qt.Key.Key_F1)
    for key in (Qt.Key.Key_E, Qt.Key.Key_J, Qt.Key.Key_Down):
        stage.press(key)
    assert counted.times == {"window.keys": 1}
    stage.press(Qt.Key.Key_Escape)
    stage.press(Qt.Key.Key_J)
    assert counted.times == {"window.keys": 1, "triage.next": 1}


def test_a_sheet_goes_with_the_page_over_which_it_lay(stage: Stage) -> None:
    for intention, sheet in (("window.keys", stage.window.keys), ("window.commands", stage.window.finder)):
        stage.do(intention)
        assert sheet.isVisible()
        stage.do("go.outbox")
        assert not sheet.isVisible()
        stage.do("go.triage")


def test_keys_work_after_a_sheet_whose_opener_is_gone(stage: Stage, counted: Counted) -> None:
    gone = QLineEdit(stage.window)
    gone.show()
    gone.setFocus()
    stage.window.keys.put_up()
    gone.deleteLater()
    forget_deleted()
    stage.window.keys.put_away()
    stage.press(Qt.Key.Key_J)
    assert counted.times == {"triage.next": 1}


def test_keys_with_ctrl_work_while_something_is_typed(stage: Stage, counted: Counted) -> None:
    stage.window.triage.evidence.note.setFocus()
    stage.ctrl(Qt.Key.Key_F)
    assert counted.times == {"triage.search": 1}
    assert stage.window.triage.queue.search.hasFocus()


# --- the finder and the sheet -------------------------------------------------------------------------


def _found(stage: Stage) -> list[str]:
    model = stage.window.finder.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


@pytest.mark.parametrize("speaking", ["zh", "en"])
@pytest.mark.parametrize("typed", ["社区公约", "公约", "code of", "CODE OF CONDUCT"])
def test_the_finder_finds_in_both_languages_and_goes_there(stage: Stage, speaking: str, typed: str) -> None:
    stage.say.choose("en" if speaking == "en" else "zh")
    stage.ctrl(Qt.Key.Key_K)
    assert stage.window.finder.field.hasFocus()
    stage.write(typed)
    assert len(_found(stage)) == 1
    assert ("Code of conduct" if speaking == "en" else "社区公约") in _found(stage)[0]
    assert "Ctrl+4" in _found(stage)[0]
    stage.press(Qt.Key.Key_Return)
    assert stage.window.place is Place.CONDUCT
    assert not stage.window.finder.isVisible()


def test_the_finder_offers_what_can_be_done_now_and_nothing_else(stage: Stage) -> None:
    stage.ctrl(Qt.Key.Key_K)
    able = [one for one, action in stage.window.actions_.bound() if action.isEnabled()]
    assert [line.split(" · ", 1)[1].split("    ")[0] for line in _found(stage)] == [one.words.zh for one in able]
    stage.write("再试一次")
    assert _found(stage) == ["没有这样的命令"]
    stage.press(Qt.Key.Key_Return)
    assert stage.window.finder.isVisible(), "nothing was found, nothing is done"


def test_arrows_move_in_the_finder_and_esc_puts_it_away(stage: Stage) -> None:
    triage = stage.window.triage
    triage.queue.list.setFocus()
    stage.ctrl(Qt.Key.Key_K)
    stage.press(Qt.Key.Key_Down)
    assert stage.window.finder.list.currentIndex().row() == 1
    stage.press(Qt.Key.Key_Up)
    stage.press(Qt.Key.Key_Up)
    assert stage.window.finder.list.currentIndex().row() == len(_found(stage)) - 1
    stage.press(Qt.Key.Key_Escape)
    assert not stage.window.finder.isVisible()
    assert triage.queue.list.hasFocus(), "the focus goes back to where it was"


def test_a_second_look_into_the_finder_begins_anew(stage: Stage) -> None:
    stage.ctrl(Qt.Key.Key_K)
    stage.write("公约")
    stage.press(Qt.Key.Key_Escape)
    stage.ctrl(Qt.Key.Key_K)
    assert stage.window.finder.field.text() == ""
    assert len(_found(stage)) > 10


def test_the_sheet_shows_every_key_with_its_words(stage: Stage) -> None:
    stage.press(Qt.Key.Key_F1)
    sheet = stage.window.keys
    assert sheet.isVisible()
    for language in ("zh", "en"):
        stage.say.choose("en" if language == "en" else "zh")
        shown = [label.text() for label in visible_children(sheet, QLabel)]
        for one in INTENTIONS:
            assert getattr(one.words, language) in shown
            assert any(key_of(one.id) in text.split("  ") for text in shown)
    stage.press(Qt.Key.Key_Escape)
    assert not sheet.isVisible()


@pytest.mark.parametrize(("typed", "expected"), [("打电话", "登记联系"), ("记者", "外部介入"), ("Shift+N", "登记联系")])
def test_the_finder_knows_by_which_other_words_people_look(stage: Stage, typed: str, expected: str) -> None:
    stage.ctrl(Qt.Key.Key_K)
    stage.write(typed)
    assert any(expected in line for line in _found(stage))


def test_other_words_belong_to_something_that_can_be_done() -> None:
    assert set(ALSO) <= set(BY_ID)


def test_the_sheet_of_keys_is_searched_scrolled_and_put_away_from_its_field(stage: Stage) -> None:
    stage.do("window.keys")
    sheet = stage.window.findChild(KeySheet)
    assert isinstance(sheet, KeySheet)
    shown = [one.id for one, parts in sheet.lines.items() if parts[0].isVisible()]
    assert len(shown) > 50
    scroll = sheet.findChild(Scroll)
    assert isinstance(scroll, Scroll)
    bar = scroll.verticalScrollBar()
    stage.press(Qt.Key.Key_PageDown)
    assert bar.value() > 0
    stage.write("打电话", sheet.field)
    assert {one.id for one, parts in sheet.lines.items() if parts[0].isVisible()} == {"triage.contact", "desk.called"}
    stage.press(Qt.Key.Key_Escape)
    assert not sheet.isVisible()
