"""Saying what a matter is, and thinking better of it."""

from PySide6.QtWidgets import QMenu

from app.domain.cases import CaseId, CaseKind
from tests.window.conftest import Office
from tests.window.person import Person

CASE = "c-000010"


def test_a_kind_is_chosen_from_a_menu_that_ticks_the_present_one_and_can_be_taken_back(office: Office) -> None:
    async def journey(me: Person) -> None:
        await me.choose(CASE)
        await me.press("L")
        menu = me.window.triage.findChildren(QMenu)[-1]
        assert [action.isChecked() for action in menu.actions()] == [kind is CaseKind.VIOLATION for kind in CaseKind]
        complaint = menu.actions()[list(CaseKind).index(CaseKind.COMPLAINT)]
        menu.close()
        complaint.trigger()
        await me.settle()
        assert me.kept(CaseId(CASE)).case.kind is CaseKind.COMPLAINT
        assert me.told("类别改为“投诉抱怨”")
        await me.press("Ctrl+Z")
        assert me.kept(CaseId(CASE)).case.kind is CaseKind.VIOLATION, "one slip does not make a complaint for ever"

    office.run(journey)
