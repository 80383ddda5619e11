"""The community goes away and comes back: the window works on, and what was written arrives once."""

from app.domain.cases import CaseState
from app.domain.commands import CommandKind
from tests.window.conftest import Office
from tests.window.person import Person
from ui.syncing import Link

ADVERT = "c-000010"


def test_offline_and_back(office: Office) -> None:
    async def journey(me: Person) -> None:
        office.site.stop()
        await me.sync()
        assert me.desktop.syncing.standing.link is Link.OFFLINE
        assert "离线可用，联网后发送" in me.status

        await me.choose(ADVERT)
        assert "门店便宜" in me.shown_in(me.window.triage.evidence)
        await me.press("1")
        await me.write("记得很细")
        await me.press("Ctrl+Return")
        assert me.state(ADVERT) is CaseState.AWAITING_AUTHOR
        noted = me.case_id
        await me.press("N")
        await me.write("断网时记下的")
        await me.press("Return", "Esc")
        assert [one.text for one in me.kept(noted).notes] == ["断网时记下的"]
        await me.press("Ctrl+F")
        await me.write("昆明")
        await me.until(lambda: len(me.rows) == 1)
        await me.press("Return", "A")
        await me.until(lambda: len(me.rows) == 12)

        me.clock.advance(seconds=9)
        await me.sync()
        assert me.desktop.syncing.standing.link is Link.OFFLINE
        assert "待发送 1" in me.status
        assert office.site.carried_out == []
        assert "待发送" in me.spoken(ADVERT)

        office.site.start()
        await me.sync()
        assert "已连接" in me.status
        assert "待发送 0" in me.status
        assert len(office.site.letters()) == 1
        await me.sync()
        assert [one.kind for one in office.site.carried_out] == [
            CommandKind.CLAIM,
            CommandKind.MESSAGE,
            CommandKind.RESOLVE,
        ]
        assert me.ledger_holds()

    office.run(journey)


def test_the_line_breaks_before_the_answer(office: Office) -> None:
    """The community carried the letter out but could not say so: asked again by the same key, it sends no second."""

    async def journey(me: Person) -> None:
        await me.choose(ADVERT)
        await me.press("1")
        await me.write("记得很细")
        await me.press("Ctrl+Return")
        office.site.cut_after(CommandKind.MESSAGE)
        me.clock.advance(seconds=9)
        await me.sync()
        assert len(office.site.letters()) == 1
        assert office.site.repeats == 1
        assert len(office.site.done(CommandKind.RESOLVE)) == 1
        assert "待发送 0" in me.status
        assert me.ledger_holds()

    office.run(journey)
