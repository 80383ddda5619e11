"""Two hands on one case: the post or the report changes after it was answered here, before the answer arrives."""

from PySide6.QtWidgets import QFrame

from app.demo.content import STAFF
from app.domain.cases import CaseState, CommunityState, Verdict
from app.domain.commands import CommandKind, CommandState
from tests.window.conftest import Office
from tests.window.person import Person
from ui.outbox.conflict import ConflictView
from ui.shell.places import Place

ADVERT = "c-000010"
EDITED = "我是原来的作者，广告删掉了，只留下升级之后的体会。"


async def answer(me: Person) -> None:
    await me.choose(ADVERT)
    await me.press("1")
    await me.write("记得很细")
    await me.press("Ctrl+Return")


async def collide(me: Person, office: Office) -> None:
    """The author edits while the answer is held back; the round finds the case changed."""
    await answer(me)
    office.site.edit_in_the_last_moment(ADVERT, EDITED)
    me.clock.advance(seconds=9)
    await me.sync()


def shown(me: Person) -> str:
    return me.shown_in(me.window.outbox)


def states(me: Person) -> set[CommandState]:
    return {one.state for one in me.kept(ADVERT).commands}


def test_both_versions_side_by_side_and_sent_on_the_present_one(office: Office) -> None:
    async def journey(me: Person) -> None:
        before = office.site.post_of(ADVERT).raw
        await collide(me, office)
        assert office.site.letters() == []
        assert "有变化" in me.spoken(ADVERT)
        assert "1 件请你看一下" in me.status

        await me.press("Ctrl+3")
        assert me.window.place is Place.OUTBOX
        sides = [part for part in me.window.outbox.findChildren(ConflictView) if part.isVisible()]
        (left, right) = sides[0].findChildren(QFrame, "card")
        assert before[:12] in me.plain(left)
        assert "只留下升级之后的体会" not in me.plain(left)
        assert "只留下升级之后的体会" in me.plain(right)
        assert before[:12] not in me.plain(right)

        await me.press("R")
        assert me.told("会再试一次")
        await me.sync()
        assert len(office.site.letters()) == 1
        assert states(me) == {CommandState.SENT}
        await me.sync()
        assert [one.kind for one in office.site.carried_out] == [
            CommandKind.CLAIM,
            CommandKind.MESSAGE,
            CommandKind.RESOLVE,
        ]
        assert "没有等着发送的操作" in shown(me)
        assert me.ledger_holds()

    office.run(journey)


def test_withdrawn_from_the_outbox(office: Office) -> None:
    async def journey(me: Person) -> None:
        await collide(me, office)
        await me.press("Ctrl+3", "W")
        assert me.told("已撤回")
        assert states(me) == {CommandState.CANCELLED}
        assert me.state(ADVERT) in (CaseState.NEW, CaseState.CLAIMED)
        await me.press("Ctrl+1")
        await me.choose(ADVERT)
        assert EDITED in me.shown_in(me.window.triage.evidence)
        assert "发送" in me.shown_in(me.window.triage.desk)
        await me.sync()
        assert office.site.letters() == []
        assert me.ledger_holds()

    office.run(journey)


def test_written_anew_from_the_outbox(office: Office) -> None:
    async def journey(me: Person) -> None:
        await collide(me, office)
        await me.press("Ctrl+3", "C")
        assert me.window.place is Place.TRIAGE
        assert me.case_id == ADVERT == me.desk_case
        assert "记得很细" in me.letter, "what was written is on the desk again"
        await me.press("Ctrl+Return")
        me.clock.advance(seconds=9)
        await me.sync()
        assert len(office.site.letters()) == 1
        assert me.ledger_holds()

    office.run(journey)


def test_settled_by_somebody_else_meanwhile(office: Office) -> None:
    async def journey(me: Person) -> None:
        await answer(me)
        office.site.community.settle_elsewhere(ADVERT, STAFF[1], CommunityState.DISMISSED)
        me.clock.advance(seconds=9)
        await me.sync()
        assert office.site.carried_out == []
        await me.press("Ctrl+3")
        assert "小林" in shown(me)
        assert "不成立" in shown(me)
        await me.press("W")
        case = me.kept(ADVERT).case
        assert (case.state, case.verdict) == (CaseState.CLOSED, Verdict.ELSEWHERE)
        await me.sync()
        assert office.site.carried_out == []

    office.run(journey)
