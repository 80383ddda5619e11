"""How many keys the daily work takes: a hundred cases in an hour are won or lost here."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.domain.cases import CaseId, CaseState
from app.domain.decisions import DecisionKind
from tests.window.conftest import Office
from tests.window.person import Person

FIRST_TIMER, NEWCOMER = "c-000010", "c-0101"


def test_going_on_and_dismissing_take_one_key_each(office: Office) -> None:
    async def journey(me: Person) -> None:
        first, second, third = (row.id for row in me.rows[:3])
        await me.press("J")
        assert (me.pressed, me.case_id, me.desk_case) == (["J"], second, second)
        await me.press("K")
        assert me.case_id == first
        me.pressed.clear()
        await me.press("E")
        assert me.pressed == ["E"]
        assert me.state(first) is CaseState.CLOSED
        assert me.told("无需处置")
        assert me.case_id == me.desk_case == second, "the next case shows by itself"
        await me.press("E")
        assert me.case_id == third

    office.run(journey)


def test_a_reminder_takes_two_keys_and_the_words_for_its_gap(office: Office) -> None:
    async def journey(me: Person) -> None:
        await me.choose(FIRST_TIMER)
        me.pressed.clear()
        await me.press("1")
        await me.write("把车机的问题记得很细")
        await me.press("Ctrl+Return")
        assert len(me.pressed) == 2
        assert me.state(FIRST_TIMER) is CaseState.AWAITING_AUTHOR

    office.run(journey)


def test_a_short_reminder_has_no_gap(office: Office) -> None:
    async def journey(me: Person) -> None:
        await me.choose(FIRST_TIMER)
        me.pressed.clear()
        await me.press("T", "T", "Ctrl+Return")
        assert len(me.pressed) == 3
        (decision,) = me.kept(FIRST_TIMER).decisions
        assert decision.kind is DecisionKind.COACHING
        assert "有一处想请您帮忙改一下" in decision.text

    office.run(journey)


def test_a_short_reminder_to_a_newcomer_takes_two_keys(written: Office) -> None:
    async def journey(me: Person) -> None:
        await me.press("Ctrl+F")
        await me.write("刚提车的小赵")
        await me.until(lambda: [row.id for row in me.rows] == [NEWCOMER])
        await me.press("Return")
        assert me.window.triage.queue.list.hasFocus()
        assert me.desk_case == NEWCOMER
        assert "欢迎来到车友社区" in me.letter
        me.pressed.clear()
        await me.press("T", "Ctrl+Return")
        assert len(me.pressed) == 2
        assert me.state(NEWCOMER) is CaseState.AWAITING_AUTHOR

    written.run(journey)


def test_a_gap_that_is_left_stops_the_letter(office: Office) -> None:
    async def journey(me: Person) -> None:
        await me.choose(FIRST_TIMER)
        await me.press("1", "Ctrl+Return")
        assert me.state(FIRST_TIMER) is CaseState.NEW
        assert "还有 1 处没填：{肯定之处}" in me.shown_in(me.window.triage.desk)
        await me.write("写得很细")
        assert "写得很细" in me.letter, "the gap is selected again: typing fills it"
        await me.press("Ctrl+Return")
        assert me.state(FIRST_TIMER) is CaseState.AWAITING_AUTHOR

    office.run(journey)


def notes_of(me: Person, case_id: CaseId) -> list[str]:
    return [one.text for one in me.kept(case_id).notes]


def test_a_note_takes_one_key(office: Office) -> None:
    async def journey(me: Person) -> None:
        case_id = me.case_id
        await me.press("N")
        await me.write("上个月也见过同样的说法")
        assert me.pressed == ["N"]
        row = me.window.triage.queue.list.visualRect(me.window.triage.queue.model.index(2)).center()
        viewport = me.window.triage.queue.list.viewport()
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(row))
        await me.settle()
        assert me.case_id == me.rows[2].id
        assert notes_of(me, case_id) == ["上个月也见过同样的说法"], "it is kept when the focus leaves"
        assert notes_of(me, me.case_id) == []

    office.run(journey)


def test_enter_and_escape_end_a_note(office: Office) -> None:
    async def journey(me: Person) -> None:
        case_id = me.case_id
        await me.press("N")
        await me.write("第一条")
        await me.press("Return")
        assert me.window.triage.queue.list.hasFocus()
        await me.press("N")
        await me.write("第二条")
        await me.press("Esc")
        assert notes_of(me, case_id) == ["第一条"]
        assert me.window.triage.queue.list.hasFocus()
        await me.press("N", "Return")  # it was left in its field
        assert notes_of(me, case_id) == ["第一条", "第二条"]
        assert "小北 备注：第二条" in me.shown_in(me.window.triage.evidence)
        await me.press("J")
        assert me.case_id == me.rows[1].id

    office.run(journey)


def test_letters_are_typed_where_text_is_written(office: Office) -> None:
    """A single letter is a key only where nobody writes."""

    async def journey(me: Person) -> None:
        case_id = me.case_id
        await me.press("N", "E", "J", "1", "X")
        assert me.case_id == case_id
        assert me.state(case_id) is CaseState.NEW
        assert me.window.triage.evidence.note.text().casefold() == "ej1x"
        await me.press("Esc", "1", "Ctrl+A", "E", "J", "K", "2")
        assert me.letter.casefold() == "ejk2"
        assert me.state(case_id) is CaseState.NEW

    office.run(journey)
