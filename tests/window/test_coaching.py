"""The main job by keys: remind, wait, see the correction, thank; and take back what was hasty."""

from app.domain.cases import Back, CaseState, CommunityState, Verdict
from app.domain.commands import CommandKind, CommandState
from tests.window.conftest import Office
from tests.window.person import Person

ADVERT = "c-000010"
GOOD = "把报价写得很清楚"


async def remind(me: Person, case_id: str, good: str = GOOD) -> None:
    """Answer the chosen case with the letter that suits."""
    await me.choose(case_id)
    await me.press("1")
    await me.write(good)
    await me.press("Ctrl+Return")


async def hold_over(me: Person) -> None:
    """The eight seconds pass, and a round comes."""
    me.clock.advance(seconds=9)
    await me.sync()


def test_from_the_reminder_to_the_thanks(office: Office) -> None:
    async def journey(me: Person) -> None:
        await me.choose(ADVERT)
        following = me.following
        await remind(me, ADVERT)
        assert me.told("8 秒内可撤回")
        assert "撤回" in me.shown_in(me.window.notices)
        assert "可撤回" in me.spoken(ADVERT)
        assert me.case_id == following == me.desk_case
        assert me.window.triage.queue.list.hasFocus()
        await me.sync()
        assert office.site.letters() == [], "it was sent while it could be taken back"

        await hold_over(me)
        (letter,) = office.site.letters()
        author = office.site.post_of(ADVERT).author
        assert (letter.member_id, letter.case_id) == (author.id, ADVERT)
        assert GOOD in letter.text
        assert "{" not in letter.text
        assert me.state(ADVERT) is CaseState.AWAITING_AUTHOR
        assert "待作者修改" in me.spoken(ADVERT)
        assert office.site.community.case(ADVERT).state is CommunityState.UPHELD
        await me.sync()
        assert len(office.site.letters()) == 1

        me.clock.advance(hours=5)
        office.site.edit(ADVERT, "我是原来的作者，广告删掉了，只留下升级之后的体会。")
        await me.sync()
        assert "已修改" in me.spoken(ADVERT)
        await me.choose(ADVERT)
        evidence = me.window.triage.evidence
        assert "作者修改了帖子" in me.shown_in(evidence)
        assert "广告删掉了" in me.shown_in(evidence)
        assert "line-through" in me.shown_in(evidence), "what was taken out is struck through"
        assert "谢谢 TA，办结" in me.shown_in(me.window.triage.desk)

        await me.press("G")
        assert me.told("已谢过 TA 并办结")
        await hold_over(me)
        first, thanks = office.site.letters()
        assert first is letter
        assert thanks.member_id == author.id
        assert "改好了" in thanks.text
        case = me.kept(ADVERT).case
        assert (case.state, case.verdict, case.came_back) == (CaseState.CLOSED, Verdict.UPHELD, None)
        assert me.spoken(ADVERT) == ""
        await me.sync()
        assert len(office.site.letters()) == 2
        assert me.ledger_holds()

    office.run(journey)


def test_a_case_that_came_back_says_why(office: Office) -> None:
    async def journey(me: Person) -> None:
        await remind(me, ADVERT)
        await hold_over(me)
        me.clock.advance(days=3, minutes=1)
        await me.sync()
        assert me.kept(ADVERT).case.came_back is Back.TERM_ENDED
        assert "已到期" in me.spoken(ADVERT)

    office.run(journey)


def test_folded_until_corrected(office: Office) -> None:
    async def journey(me: Person) -> None:
        await me.choose(ADVERT)
        await me.press("F")
        assert me.window.triage.desk.letter.folds
        await remind(me, ADVERT)
        await hold_over(me)
        assert office.site.hidden(ADVERT)
        assert len(office.site.letters()) == 1
        await me.choose(ADVERT)
        assert "暂时折叠中" in me.shown_in(me.window.triage.evidence)

        office.site.edit(ADVERT, "广告删掉了，只留下升级之后的体会，对不住各位。")
        await me.sync()
        assert office.site.hidden(ADVERT), "an edit alone does not show it: somebody looks first"
        await me.choose(ADVERT)
        await me.press("G")
        await me.sync()
        assert office.site.hidden(ADVERT)
        await hold_over(me)
        assert not office.site.hidden(ADVERT)
        assert len(office.site.done(CommandKind.HIDE)) == len(office.site.done(CommandKind.RESTORE)) == 1
        assert me.ledger_holds()

    office.run(journey)


# --- taking back ------------------------------------------------------------------------------------------


def test_taken_back_in_time(office: Office) -> None:
    async def journey(me: Person) -> None:
        await remind(me, ADVERT)
        assert me.state(ADVERT) is CaseState.AWAITING_AUTHOR
        me.clock.advance(seconds=7)
        await me.press("Ctrl+Z")
        assert me.told("已撤回，什么都没有发出")
        assert me.case_id == ADVERT == me.desk_case
        await hold_over(me)
        assert office.site.carried_out == []
        view = me.kept(ADVERT)
        assert (view.case.state, view.case.verdict) == (CaseState.NEW, None)
        assert {one.state for one in view.commands} == {CommandState.CANCELLED}
        assert "可撤回" not in me.spoken(ADVERT)
        assert me.letter, "the desk has a letter for it again"
        assert me.ledger_holds()

        await remind(me, ADVERT)
        await hold_over(me)
        assert len(office.site.letters()) == 1

    office.run(journey)


def test_too_late_to_take_back(office: Office) -> None:
    async def journey(me: Person) -> None:
        await remind(me, ADVERT)
        await hold_over(me)
        await me.press("Ctrl+Z")
        assert me.told("没有可以撤回的")
        assert me.state(ADVERT) is CaseState.AWAITING_AUTHOR
        assert len(office.site.letters()) == 1

    office.run(journey)


def test_taken_back_in_the_order_in_which_it_was_done(office: Office) -> None:
    async def journey(me: Person) -> None:
        first = me.case_id
        await me.press("E")
        second = me.case_id
        await me.press("E", "Ctrl+Z")
        assert (me.state(first), me.state(second)) == (CaseState.CLOSED, CaseState.NEW)
        await me.press("Ctrl+Z")
        assert me.state(first) is CaseState.NEW
        assert me.case_id == first
        await me.press("Ctrl+Z")
        assert me.told("没有可以撤回的")
        await hold_over(me)
        assert office.site.carried_out == []

    office.run(journey)


# --- what was written is not written over -----------------------------------------------------------------


def test_typed_before_the_letter_came(office: Office) -> None:
    async def journey(me: Person) -> None:
        me.hit("J")
        case_id = me.case_id
        await me.until(lambda: me.desk_case == case_id)
        me.hit("1")
        me.commit("手写的第一句")
        await me.settle()
        assert "手写的第一句" in me.letter

    office.run(journey)


def test_another_article_leaves_a_draft_alone(office: Office) -> None:
    async def journey(me: Person) -> None:
        await me.choose(ADVERT)
        await me.press("1")
        await me.write(GOOD)
        await me.press("Esc", "K", "J")
        assert GOOD in me.letter, "the draft is there again"
        await me.press("T")
        assert GOOD in me.letter, "what was typed is carried into the other letter"

    office.run(journey)
