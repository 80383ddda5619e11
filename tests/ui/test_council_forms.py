"""What staff is shown before something can't be taken back: whose account a seat is, every letter, who is drawn."""

from datetime import timedelta
from pathlib import Path

import pytest

import seated
from app.domain.cases import CaseId
from app.domain.council import AskedBy, Matter, ReferralId
from app.domain.members import MemberId, MemberRef
from app.operations import council_parties, council_referring, council_seats, council_view
from app.operations.case_view import case_view
from app.operations.council_referring import Wish
from tests.ui.stage import Stage
from ui.council.ask_form import AskForm
from ui.council.draw_form import DrawForm

FIGHT = CaseId("c-0205")
FIRST = ReferralId("referral-1")


@pytest.fixture
def author(stage: Stage) -> MemberRef:
    found = case_view(stage.desk, FIGHT).case.author
    assert found is not None
    return found


def _refer(stage: Stage) -> None:
    wish = Wish(
        cases=(FIGHT,),
        matter=Matter.EXCHANGE,
        question="谁违反了公约？",
        alleged="5 楼用了侮辱性的话。",
        asked_by=AskedBy.STAFF,
        asked_name="",
        brand_party=None,
        large=False,
    )
    council_referring.refer(stage.desk, wish, hold=timedelta(0))
    council_parties.name_party(stage.desk, FIRST, MemberRef(MemberId("m-77"), "阿山"), complains=True)
    stage.do("go.council")


def test_the_account_of_a_seat_is_a_member_or_a_stranger_with_a_reason(
    stage: Stage, author: MemberRef, tmp_path: Path
) -> None:
    stage.do("go.seats")
    form = stage.window.council.roster.inside.form
    card = tmp_path / "one.stewardseat"
    card.write_bytes(seated.holder("青禾").card(stage.desk.clock()))
    form.take_card(card)
    stage.settle()
    stage.write(author.name[:2], form.account)
    stage.click(stage.button(f"· {author.id}", form))
    assert form.account.text() == author.id
    assert stage.reads(author.name, form)
    assert not form.outside.isVisible()
    form.account.clear()
    stage.write("谁也不认识", form.account)
    stage.click(form.go_button)
    assert form.fault.isVisible()
    assert council_seats.seats(stage.desk) == []
    stage.click(form.outside)
    stage.click(form.go_button)
    assert form.isVisible(), "no reason was given"
    stage.write("合作论坛的版主，没有本站账号", form.why)
    form.account.clear()
    stage.write(author.name, form.account)
    assert stage.reads(f"编号 {author.id}", form)
    stage.click(form.go_button)
    (entered,) = council_seats.seats(stage.desk)
    assert entered.seat.member == author


def test_every_letter_is_seen_and_a_draw_names_who_takes_no_part(stage: Stage, author: MemberRef) -> None:
    seated.council(stage.desk, 4)
    seated.seat(stage.desk, 5, of=author)
    _refer(stage)
    voting, procedure = stage.window.council.referrals.inside.voting, stage.window.council.referrals.inside.procedure
    stage.do("council.ask")
    letters = voting.form(AskForm)
    assert list(letters.letters) == ["甲方", "乙方"]
    assert all(one.isVisible() and one.toPlainText() for one in letters.letters.values())
    assert "2 封" in letters.go_button.text()
    stage.write("另：", letters.letters["乙方"])
    stage.click(letters.go_button)
    assert all(one.asked_at for one in council_view.dossier(stage.desk, FIRST).parties)
    stage.do("council.draw")
    draw = voting.form(DrawForm)
    assert stage.reads(f"{author.name} {author.id}）：是当事人", draw)
    assert not council_view.dossier(stage.desk, FIRST).sitting
    stage.click(draw.go_button)
    assert len(council_view.dossier(stage.desk, FIRST).sitting) == 4
    assert not draw.isVisible()
    assert not procedure._fault.isVisible()
