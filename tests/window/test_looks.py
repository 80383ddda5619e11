"""Another language, another theme, in the middle of writing: nothing is lost."""

from PySide6.QtGui import QColor, QPalette

from app.domain.cases import CaseState
from tests.window.conftest import Office
from tests.window.person import Person

ADVERT = "c-000010"


def ground(me: Person) -> QColor:
    return me.frame.grab().toImage().pixelColor(me.frame.width() // 2, 3)


def test_language_and_theme_change_under_a_letter(office: Office) -> None:
    async def journey(me: Person) -> None:
        await me.choose(ADVERT)
        await me.press("F", "1")
        await me.write("写到一半🥹")
        editor = me.window.triage.desk.letter.editor
        letter, cursor, article = me.letter, editor.textCursor().position(), me.window.triage.desk.letter.article
        light = ground(me)

        await me.press("Ctrl+Shift+L")
        assert "To be sent" in me.shown_in(me.window)
        assert "Connected" in me.status
        assert "待处理" not in me.shown_in(me.window)
        await me.press("Ctrl+Shift+D")
        assert ground(me).lightness() < light.lightness() - 100
        assert QPalette().color(QPalette.ColorRole.Window).lightness() < 128

        assert me.letter == letter
        assert editor.hasFocus()
        assert editor.textCursor().position() == cursor
        assert me.window.triage.desk.letter.article == article
        assert me.window.triage.desk.letter.folds
        await me.write("，再写一半")
        assert "写到一半🥹，再写一半" in me.letter
        await me.press("Ctrl+Shift+L", "Ctrl+Shift+D")
        assert "待发送" in me.shown_in(me.window)
        assert ground(me) == light
        await me.press("Ctrl+Return")
        assert me.state(ADVERT) is CaseState.AWAITING_AUTHOR
        assert "写到一半🥹，再写一半" in me.kept(ADVERT).decisions[0].text

    office.run(journey)


def test_a_note_and_picks_live_through_it(office: Office) -> None:
    async def journey(me: Person) -> None:
        await me.press("X", "N")
        await me.write("半句")
        await me.press("Ctrl+Shift+L", "Ctrl+Shift+D")
        note = me.window.triage.evidence.note
        assert note.text() == "半句"
        assert note.hasFocus()
        assert "1 case" in me.shown_in(me.window.triage.bulk)

    office.run(journey)
