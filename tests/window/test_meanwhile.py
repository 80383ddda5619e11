"""What a sync does while somebody is in the middle of something: it takes nothing out of their hands."""

import pytest
from PySide6.QtWidgets import QPushButton

from app.demo.content import STAFF
from app.domain.cases import CaseState, CommunityState
from tests.window.conftest import NewOffice, Office
from tests.window.person import Person


@pytest.fixture
def large(new_office: NewOffice) -> Office:
    """The office of a community of 2500 cases, of which some hundred were read before."""
    return new_office("large")


def test_keys_go_on_while_thousands_of_posts_come_in(large: Office) -> None:
    large.site.hold()

    async def journey(me: Person) -> None:
        read_before, running = len(me.every_row()), me.desktop.syncing.standing
        assert running.running
        for _ in range(15):
            assert running is me.desktop.syncing.standing
            large.site.let_through()  # a page comes in and is kept while the key is pressed
            following = me.following
            me.hit("J")
            assert me.case_id == following, "the selection waited for something"
            await me.until(lambda: me.desk_case == me.case_id)
        while large.site.same_text(me.case_id):  # a more urgent copy of it would come to stand for both
            await me.press("J")
        await me.press("1")
        await me.write("写在同步当中")
        await me.press("Esc", "N")
        await me.write("也是")
        await me.press("Return", "Esc")
        assert running is me.desktop.syncing.standing, "the round was over before the keys were"
        assert [one.text for one in me.kept(me.case_id).notes] == ["也是"]
        assert len(me.every_row()) > read_before

        chosen = me.case_id
        large.site.let_through(1000)
        await me.round_over(0)
        assert len(me.every_row()) == 2500
        assert me.case_id == me.desk_case == chosen
        assert me.chosen_row_shows()
        assert "写在同步当中" in me.letter
        assert [row.id for row in me.rows].index(chosen) > 15, "what is more urgent came in above"
        following = me.following
        await me.press("J")
        assert me.case_id == following

    large.run(journey, rounds=0)


def test_a_round_moves_neither_selection_nor_scroll(large: Office) -> None:
    async def journey(me: Person) -> None:
        await me.until(lambda: not me.desktop.syncing.standing.running)
        bar = me.window.triage.queue.list.verticalScrollBar()
        for _ in range(30):
            me.hit("J")
        await me.settle()
        bar.setValue(bar.value() - 400)
        scrolled, chosen = bar.value(), me.case_id
        assert scrolled > 0
        assert not me.chosen_row_shows()
        large.site.edit(me.rows[3].id, "改过的帖子，改得不一样了。")
        await me.sync()
        assert (bar.value(), me.case_id) == (scrolled, chosen)

    large.run(journey)


def test_a_note_stays_with_its_case(office: Office) -> None:
    async def journey(me: Person) -> None:
        noted, following = (row.id for row in me.rows[:2])
        await me.press("N")
        await me.write("半句备注")
        office.site.community.settle_elsewhere(noted, STAFF[1], CommunityState.UPHELD)
        await me.sync()
        assert me.state(noted) is CaseState.CLOSED
        await me.write("，还没写完")
        await me.press("Return")
        assert [one.text for one in me.kept(following).notes] == []
        assert "".join(one.text for one in me.kept(noted).notes) == "半句备注，还没写完"

    office.run(journey)


def test_a_letter_stays_with_its_case(office: Office) -> None:
    async def journey(me: Person) -> None:
        await me.press("J", "J")
        written, following = (row.id for row in me.rows[2:4])
        await me.press("1")
        await me.write("写到一半")
        office.site.community.settle_elsewhere(written, STAFF[1], CommunityState.UPHELD)
        await me.sync()
        assert me.case_id == me.desk_case == written, "the case changed under the hands of whoever was writing"
        assert "已办结" in me.shown_in(me.window.triage.desk)
        assert not isinstance(me.frame.focusWidget(), QPushButton), "a space typed now would press it"
        await me.press("Ctrl+Return", "Esc")
        assert me.case_id == written
        await me.press("J")
        assert me.case_id == following, "the queue goes on where it was"
        assert "写到一半" not in me.letter
        draft = me.kept(written).draft
        assert draft is not None
        assert "写到一半" in draft.text
        assert me.kept(following).draft is None

    office.run(journey)
