"""By hand, from a WeChat group to the thanks: entered with a pasted screenshot, reminded, ticked off, corrected."""

from PySide6.QtGui import QColor, QGuiApplication, QImage

from app.domain.cases import CaseState
from app.domain.commands import CommandState
from app.operations import evidence
from tests.window.conftest import Office
from tests.window.person import Person

POSTED = "代办充电桩加我微信，三天装好"


def screenshot(colour: str) -> None:
    picture = QImage(360, 640, QImage.Format.Format_RGB32)
    picture.fill(QColor(colour))
    QGuiApplication.clipboard().setImage(picture)


async def tick(me: Person, colour: str) -> None:
    """Do what waits and tick it off with a screenshot from the clipboard."""
    screenshot(colour)
    await me.press("Ctrl+3", "T", "Ctrl+V", "Ctrl+Return")
    assert me.told("已登记完成")


def test_from_a_group_to_the_thanks(office: Office) -> None:
    async def journey(me: Person) -> None:
        QGuiApplication.clipboard().setText(f"南山老陈 15:02\n{POSTED}")
        await me.press("Ctrl+N")
        form = me.window.hand.entering
        assert "剪贴板里有：南山老陈" in me.shown_in(form)
        form._offer.yes.click()
        await me.settle()
        screenshot("#95EC69")
        await me.press("Ctrl+V", "Ctrl+Return")
        case = me.case_id
        assert case.startswith("h-"), me.shown_in(form)
        assert me.desk_case == case
        assert "微信群" in me.shown_in(me.window.triage.evidence)
        assert len(evidence.of_case(me.desktop.session.desk, case)) == 1

        await me.press("1")
        await me.write("把充电桩的流程讲得很细")
        await me.press("Ctrl+Return")
        assert me.told("这一步要由人来做")
        me.clock.advance(seconds=9)
        await me.sync()
        assert office.site.carried_out == [], "nothing of it goes to the community"
        assert me.kept(case).commands[-1].state is CommandState.WAITING
        await tick(me, "#336699")
        view = me.kept(case)
        assert (view.case.state, view.commands[-1].state) == (CaseState.AWAITING_AUTHOR, CommandState.SENT)
        assert [one.command is None for one in view.evidence] == [True, False]

        me.clock.advance(hours=2)
        await me.press("Ctrl+1")
        me.window.triage.show_case(case)
        await me.settle()
        await me.press("C")
        await me.write("代办的事我撤回了，大家找官方装")
        await me.press("Ctrl+Return")
        assert me.case_id == case
        assert "作者修改了帖子" in me.shown_in(me.window.triage.evidence)
        assert "已修改" in me.spoken(case)
        await me.press("G")
        assert me.told("已谢过 TA 并办结")
        me.clock.advance(seconds=9)
        await me.sync()
        await tick(me, "#AA5500")
        view = me.kept(case)
        assert view.case.state is CaseState.CLOSED
        assert all(one.state is CommandState.SENT for one in view.commands)
        assert len([one for one in view.evidence if one.command is not None]) == 2
        assert office.site.carried_out == []
        assert me.ledger_holds()

    office.run(journey)
