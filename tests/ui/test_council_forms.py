"""What staff is shown before something can't be taken back: whose account a seat is, every letter, who is drawn."""

from datetime import timedelta
from pathlib import Path

import pytest

import seated
from app.domain.cases import CaseId
from app.domain.council import AskedBy, Matter, ReferralId
from app.domain.council import Stage as At
from app.domain.letters import moment_words
from app.domain.members import MemberRef
from app.errors import PanelTooSmall
from app.operations import council_parties, council_referring, council_seats, council_view
from app.operations.case_view import case_view
from app.operations.council_referring import Wish
from storage.council import KeptPacket
from storage.values import ms
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
    other = case_view(stage.desk, CaseId("c-0501")).case.author
    assert other is not None
    council_parties.name_party(stage.desk, FIRST, other, complains=True)
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


def test_what_was_reported_as_copied_is_referred_as_that(stage: Stage) -> None:
    stage.choose(CaseId("c-0701"))
    stage.window.triage.queue.list.setFocus()
    stage.do("triage.refer")
    form = stage.window.referring.form
    assert form.matters[Matter.PLAGIARISM].isChecked()
    assert "抄了" in form.question.text()


def test_when_all_ballots_are_in_the_step_says_how_long_to_wait(stage: Stage) -> None:
    referral, _ = seated.panelled(stage.desk, seats=5)
    due = stage.desk.clock() + timedelta(days=5)
    packet = KeptPacket("a" * 64, referral.round, b"packet", "age1box", stage.desk.clock())
    with stage.desk.record.write() as tx:
        tx.council.keep_packet(referral.key, packet, MemberRef(stage.desk.me.id, stage.desk.me.name))
        tx.council.change(referral.key, stage=At.VOTING.value, packet=packet.sha256, due_at=ms(due))
        for seat in tx.council_seats.all()[:4]:
            tx.council_box.arrived(referral.key, referral.round, seat.key, 1, stage.desk.clock(), recusal=False)
            tx.council_box.put(referral.key, referral.round, seat.key, 1, b"ballot")
    stage.do("go.council")
    procedure = stage.window.council.referrals.inside.procedure
    assert "收评议票" in procedure.go.text()
    with stage.desk.record.write() as tx:
        seat = tx.council_seats.all()[4]
        tx.council_box.arrived(referral.key, referral.round, seat.key, 1, stage.desk.clock(), recusal=False)
        tx.council_box.put(referral.key, referral.round, seat.key, 1, b"ballot")
    stage.window.council.referrals.inside.reload()
    stage.settle()
    assert stage.reads(f"等到 {moment_words(due.astimezone()).zh}", procedure)
    assert not procedure.go.isVisible()


def test_articles_that_were_chosen_are_named_and_a_refusal_goes_with_success(stage: Stage) -> None:
    _refer(stage)
    procedure = stage.window.council.referrals.inside.procedure
    procedure.show_fault(PanelTooSmall(there=0, needed=4, why_zh="没有别的席位", why_en="there are no others"))
    assert procedure._fault.isVisible()
    council_referring.set_articles(stage.desk, FIRST, [3, 6])
    stage.window.council.referrals.inside.reload()
    stage.settle()
    assert stage.reads("第三条", procedure.steps[0])
    assert stage.reads("第六条", procedure.steps[0])
    assert not procedure._fault.isVisible()


def test_nothing_of_the_page_is_cut_in_a_narrow_window_in_english(stage: Stage) -> None:
    stage.window.resize(1180, 700)
    stage.say.choose("en")
    _refer(stage)
    stage.settle()
    page = stage.window.council.referrals.inside
    paper = page.dossier.paper
    inside = paper.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= paper.viewport().width()
    for button in (page.procedure.go, page.procedure.withdraw):
        assert button.width() >= button.sizeHint().width()
        assert button.geometry().right() <= page.procedure.width()
