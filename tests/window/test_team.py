"""Two people, two windows, one record."""

from app.domain.cases import CaseState
from tests.window.conftest import Office
from tests.window.person import Person
from tests.window.site import TOKENS

ADVERT = "c-000010"


def test_the_second_sees_what_the_first_has_claimed(office: Office) -> None:
    async def journey(me: Person) -> None:
        other = await office.sit_down(TOKENS[1])
        assert (me.name, other.name) == ("小北", "小林")
        assert "接手" not in other.spoken(ADVERT)
        await me.to_front()
        await me.choose(ADVERT)
        await me.press("1")
        await me.write("记得很细")
        await me.press("Ctrl+Return")
        me.clock.advance(seconds=9)
        await me.sync()
        assert len(office.site.letters()) == 1
        assert "接手" not in me.spoken(ADVERT), "to oneself it is no news"

        await other.to_front()
        await other.sync()
        assert "已由 小北 接手" in other.spoken(ADVERT)
        await other.choose(ADVERT)
        assert "社区里由 小北 接手" in other.shown_in(other.window.triage.evidence)
        assert len(office.site.letters()) == 1
        await other.press("N")
        await other.write("我也看过了")
        await other.press("Return", "Esc")
        assert [(one.by.name, one.text) for one in me.kept(ADVERT).notes] == [("小林", "我也看过了")]

    office.run(journey)


def test_both_answer_one_case(office: Office) -> None:
    """The second has not heard of the first answer yet: the record has, and says so; nothing is sent for it."""

    async def journey(me: Person) -> None:
        other = await office.sit_down(TOKENS[1])
        await other.choose(ADVERT)
        await me.to_front()
        await me.choose(ADVERT)
        await me.press("1")
        await me.write("记得很细")
        await me.press("Ctrl+Return")
        assert me.state(ADVERT) is CaseState.AWAITING_AUTHOR

        await other.to_front()
        assert other.desk_case == ADVERT
        await other.press("E")
        assert "待作者修改" in other.shown_in(other.window.triage.desk)
        assert other.case_id == ADVERT, "nothing was done, so it stays"
        assert [one.by.name for one in me.kept(ADVERT).decisions] == ["小北"]
        me.clock.advance(seconds=9)
        await other.sync()
        assert office.site.carried_out == [], "what one has written is not sent by the other"
        await me.to_front()
        await me.sync()
        assert len(office.site.letters()) == 1
        assert me.ledger_holds()

    office.run(journey)
