"""The same advert in many posts: one look, one reason, one way back."""

from app.domain.cases import CaseState, CommunityState
from app.domain.commands import CommandKind, CommandState
from app.operations import triage
from tests.window.conftest import Office
from tests.window.person import Person

ADVERT = "c-0602"
"""The first of nine posts with one advert; the queue shows them as one row."""


def copies(me: Person) -> list[str]:
    desk = me.desktop.session.desk
    return [ADVERT, *(one.id for one in triage.same_text(desk, me.kept(ADVERT).case.id))]


async def dismiss_copies(me: Person) -> list[str]:
    """Find them, and answer them together."""
    await me.press("Ctrl+F")
    await me.write("工厂直发")
    await me.until(lambda: [row.id for row in me.rows] == [ADVERT])
    await me.press("Return")
    assert "同文 ×9" in me.spoken(ADVERT)
    all_ = copies(me)
    assert len(all_) == 9
    me.pressed.clear()
    await me.press("E")
    assert "已选 9 件工单" in me.shown_in(me.window.triage.bulk)
    await me.write("同一广告，另案处理")
    await me.press("Return")
    assert me.pressed == ["E", "Return"]
    return all_


def states(me: Person, cases: list[str]) -> list[CaseState]:
    return [me.state(case_id) for case_id in cases]


def test_handled_together_and_settled_once(written: Office) -> None:
    async def journey(me: Person) -> None:
        before = len(me.every_row())
        cases = await dismiss_copies(me)
        assert me.told("9 件判为无需处置")
        assert states(me, cases) == [CaseState.CLOSED] * 9
        assert {one.reason for case_id in cases for one in me.kept(case_id).decisions} == {"同一广告，另案处理"}
        await me.sync()
        assert written.site.carried_out == []

        me.clock.advance(seconds=9)
        await me.sync()
        await me.sync()
        settled = written.site.done(CommandKind.RESOLVE)
        assert sorted(one.case_id or "" for one in settled) == sorted(cases)
        assert {written.site.community.case(case_id).state for case_id in cases} == {CommunityState.DISMISSED}
        assert len(me.every_row()) == before - 9
        assert written.site.letters() == []
        assert me.ledger_holds()

    written.run(journey)


def test_all_taken_back(written: Office) -> None:
    async def journey(me: Person) -> None:
        before = len(me.every_row())
        cases = await dismiss_copies(me)
        me.clock.advance(seconds=7)
        await me.press("Ctrl+Z")
        assert me.told("已撤回，什么都没有发出")
        assert states(me, cases) == [CaseState.NEW] * 9
        me.clock.advance(seconds=9)
        await me.sync()
        assert written.site.carried_out == []
        assert {one.state for case_id in cases for one in me.kept(case_id).commands} == {CommandState.CANCELLED}
        assert len(me.every_row()) == before
        assert me.ledger_holds()

    written.run(journey)


def test_picked_one_by_one(office: Office) -> None:
    async def journey(me: Person) -> None:
        first, second, third, fourth = (row.id for row in me.rows[:4])
        await me.press("X", "X", "J", "X")
        assert "已选 3 件工单" in me.shown_in(me.window.triage.bulk)
        await me.press("Esc")
        assert not me.window.triage.bulk.isVisible()
        await me.press("K", "K", "K", "K", "X", "X")
        await me.press("E")
        await me.write("属于正常讨论")
        await me.press("Ctrl+Return")
        assert states(me, [first, second]) == [CaseState.CLOSED] * 2
        assert states(me, [third, fourth]) == [CaseState.NEW] * 2
        assert me.case_id == me.desk_case == third
        me.clock.advance(seconds=9)
        await me.sync()
        assert [one.case_id for one in office.site.done(CommandKind.RESOLVE)] == [first, second]

    office.run(journey)
