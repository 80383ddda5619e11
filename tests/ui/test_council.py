"""A dispute before the council, at the window of the staff: referred, prepared, voted on, counted by two, ruled."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

import seated
from app.demo.content import STAFF
from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.council import Answers, Finding, Matter, ReferralId, Remedy
from app.domain.council import Stage as At
from app.domain.council_panel import Aside
from app.domain.decisions import DecisionKind
from app.domain.evidence import Attachment
from app.domain.members import MemberId, MemberRef
from app.domain.roles import EVERY_ROLE, Account
from app.operations import accounts, council_keys, council_ruling, council_view, evidence
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.classifying import classify
from app.operations.council_packet_plan import Look
from app.operations.council_view import Dossier
from app.packets import ballot, box_key
from app.packets.ballot import Bound
from seated import Holder
from storage.council_box import Arrival
from tests.ui.stage import Stage
from ui.council.ask_form import AskForm
from ui.council.brush import Box, Marked
from ui.council.carry_form import CarryForm
from ui.council.draw_form import DrawForm
from ui.council.forms import StatementForm
from ui.council.plan_sheet import PlanSheet
from ui.council.referrals import Referrals
from ui.council.small_forms import ArticlesForm, AsideForm
from ui.council.steps import Standing
from ui.kit.images import as_png
from ui.shell.places import Place

FIGHT, OTHER, COMPLAINT = CaseId("c-0205"), CaseId("c-0501"), CaseId("c-2101")
FIRST = ReferralId("referral-1")
ALLEGED = "5 楼用了侮辱性的话；作者认为只是讨论激烈。他的电话 13800138000 也在楼里。"


@dataclass
class Bench:
    """The window on a council of eight, whose members hold their keys, with a folder for what is handed out."""

    stage: Stage
    holders: dict[int, Holder]
    folder: Path

    @property
    def page(self) -> Referrals:
        return self.stage.window.council.referrals.inside

    @property
    def dossier(self) -> Dossier:
        return council_view.dossier(self.stage.desk, FIRST)

    @property
    def panel(self) -> list[int]:
        return [one.seat.number for one in self.dossier.sitting]

    def refer(self) -> None:
        stage = self.stage
        stage.choose(FIGHT)
        stage.window.triage.queue.list.setFocus()
        stage.press(Qt.Key.Key_4)
        form = stage.window.referring.form
        stage.write(ALLEGED, form.alleged)
        stage.click(form.go_button)
        stage.do("go.council")

    def prepare(self) -> None:
        """Until the masks and pictures are what is missing."""
        stage, voting = self.stage, self.page.voting
        stage.do("council.do")
        stage.click(voting.form(AskForm).go_button)
        stage.do("council.statement")
        stage.write("我承认语气重，但说的是事，不是人。", voting.form(StatementForm).text)
        stage.click(voting.form(StatementForm).go_button)
        stage.do("council.articles")
        voting.form(ArticlesForm).ticks[3].setChecked(True)
        stage.click(voting.form(ArticlesForm).go_button)
        stage.do("council.draw")
        stage.click(voting.form(DrawForm).go_button)

    def build(self) -> PlanSheet:
        stage = self.stage
        stage.do("council.do")
        sheet = self.page.sheet
        stage.click(sheet.masks.confirm)
        stage.click(sheet.go_button)
        return sheet

    def cast(self, seat: int, remedy: Remedy = Remedy.WARNING, *, serial: int = 1, bad: bool = False) -> Path:
        """A ballot as a file of a member; `bad`: a byte of it was changed on the way."""
        bound, box = self._bound(seat, serial)
        made = ballot.vote(bound, Answers(Finding.YES, Finding.YES, remedy), box, self.holders[seat].signs)
        path = self.folder / made.name
        content = bytearray(made.content)
        if bad:
            content[len(content) // 2] ^= 1
        path.write_bytes(content)
        return path

    def _bound(self, seat: int, serial: int) -> tuple[Bound, str]:
        """What a ballot is bound to, and the public key of its box."""
        referral = self.dossier.referral
        with self.stage.desk.record.read() as tx:
            packet = tx.council.packet(referral.key, referral.round)
        assert packet is not None
        return Bound(FIRST, referral.round, packet.sha256, seat, serial), packet.box

    def recusal(self, seat: int) -> Path:
        made = ballot.recusal(self._bound(seat, 1)[0], "我和作者是同事", self.holders[seat].signs)
        path = self.folder / made.name
        path.write_bytes(made.content)
        return path

    def drop(self, *files: Path, on: QWidget | None = None) -> bool:
        """Drop files on the steps; whether they were welcome."""
        target = on or self.page.procedure
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
        held = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        entering = QDragEnterEvent(QPoint(20, 20), *held)
        entering.ignore()
        target.dragEnterEvent(entering)
        if entering.isAccepted():
            target.dropEvent(QDropEvent(QPointF(20, 20), *held))
            self.stage.settle()
        return entering.isAccepted()

    def open_key(self) -> Path:
        """The key as the chair hands it back."""
        path = next(self.folder.glob("*.stewardkey"))
        held = self.holders[1]
        signer = council_keys.signer(self.stage.desk)[0].public
        opened = box_key.open_outer(box_key.read(path.read_bytes(), [signer]), held.seals, 1, held.signs)
        back = self.folder / "back" / opened.name
        back.parent.mkdir()
        back.write_bytes(opened.content)
        return back


@pytest.fixture
def bench(stage: Stage, tmp_path: Path) -> Bench:
    holders = seated.council(stage.desk, 8)
    folder = tmp_path / "handed"
    folder.mkdir()
    made = Bench(stage, holders, folder)
    stage.do("go.seats")
    stage.window.council.roster.inside.saver.folder = lambda: folder
    stage.do("seat.roster")
    stage.do("go.triage")
    made.page.voting.saver.folder = lambda: folder
    return made


def test_a_dispute_goes_from_the_desk_to_a_ruling_that_is_carried_out(bench: Bench) -> None:
    stage, page = bench.stage, bench.page
    bench.refer()
    assert case_view(stage.desk, FIGHT).case.state is CaseState.AWAITING_COUNCIL
    assert stage.window.place is Place.COUNCIL
    stage.do("go.triage")
    stage.choose(FIGHT)
    assert stage.reads("议事会 · 准备案卷", stage.window.triage)
    stage.click(stage.button("打开评议"))
    assert stage.window.place is Place.COUNCIL
    assert stage.reads("还没有请甲方陈述", page.procedure)
    bench.prepare()
    assert page.procedure.steps[0].standing is Standing.DONE
    assert len(bench.panel) == 5
    bench.build()
    assert bench.dossier.referral.stage is At.VOTING
    assert len(list(bench.folder.glob("*.stewardpacket.age"))) == 1
    assert page.procedure.steps[3].standing is Standing.NOW
    _vote(bench)
    stage.clock.advance(days=5)
    stage.refresh()
    stage.do("council.arrivals")
    assert len(list(bench.folder.glob("*.stewardarrivals"))) == 1
    stage.do("council.key")
    assert bench.drop(bench.open_key())
    shown = bench.dossier
    assert shown.referral.stage is At.DECIDED
    assert shown.ruling is not None
    assert shown.ruling.outcome.remedy is Remedy.WARNING
    assert stage.reads("警告", page.procedure.steps[5])
    _rule(bench)


def _vote(bench: Bench) -> None:
    """One stands aside and is replaced, one ballot is altered, one is replaced by a later one."""
    stage, page = bench.stage, bench.page
    first, second, third, *_ = bench.panel
    assert bench.drop(bench.recusal(first), bench.cast(second, bad=True), bench.cast(third, Remedy.NONE))
    assert stage.reads(f"-{second}.stewardballot：", page.procedure)
    assert first not in bench.panel
    assert len(bench.panel) == 5
    assert stage.reads(f"递补 {first} 号", page.procedure.steps[3])
    later = bench.cast(third, serial=2)
    assert bench.drop(later, *(bench.cast(one) for one in bench.panel if one != third))
    arrived: tuple[Arrival, ...] = bench.dossier.arrived
    assert [one.serial for one in arrived if one.seat == third] == [1, 2]
    assert stage.reads("到票 5 / 5", page.procedure.steps[3])
    assert not stage.reads("警告"), "nothing of what was voted is shown before the count"


def _rule(bench: Bench) -> None:
    stage, page = bench.stage, bench.page
    stage.do("council.do")
    assert stage.reads("计票", page.procedure._fault)
    other = replace(stage.desk, me=other_manager(stage))
    council_ruling.confirm(other, FIRST)
    stage.refresh()
    assert page.procedure.steps[6].standing is Standing.NOW
    stage.do("council.do")
    assert case_view(stage.desk, FIGHT).decisions[-1].kind is DecisionKind.SANCTION
    assert any("8 秒内可撤回" in one for one in stage.notices)
    stage.clock.advance(days=16)
    stage.refresh()
    stage.do("council.do")
    assert bench.dossier.ruling.published_at is not None  # type: ignore[union-attr]  # it was counted


def other_manager(stage: Stage) -> Account:
    """Another person, who did not count."""
    info = replace(stage.gateway.describe(), acting=MemberRef(MemberId(STAFF[1].id), STAFF[1].name))
    accounts.register(stage.desk.record, SignIn(info, "other", None), stage.clock())
    return Account(MemberId(STAFF[1].id), STAFF[1].name, EVERY_ROLE)


def test_a_picture_is_blurred_by_hand_and_nothing_is_built_before_all_was_seen(bench: Bench) -> None:
    stage, page = bench.stage, bench.page
    picture = QImage(400, 300, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    evidence.add(stage.desk, FIGHT, [Attachment("plate.png", as_png(picture))], note="")
    bench.refer()
    bench.prepare()
    stage.do("council.do")
    sheet = page.sheet
    assert not sheet.go_button.isEnabled()
    assert sheet.plan is not None
    phone = next(one for one in sheet.plan.places if one.found == "13800138000")
    assert not any("13800138000" in text for _, text in sheet.plan.words)
    stage.click(sheet.masks.ticks[phone.id])
    assert any("13800138000" in text for _, text in sheet.plan.words)
    stage.click(sheet.masks.ticks[phone.id])
    stage.click(sheet.masks.confirm)
    canvas = sheet.pictures.canvas
    assert canvas.isVisible(), "the pictures come after the words"
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center())
    QTest.mouseMove(canvas, canvas.rect().center() + QPoint(60, 0))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center() + QPoint(60, 0))
    stage.click(sheet.pictures.take)
    (seen,) = sheet.plan.pictures
    assert seen.look is Look.BLURRED
    assert seen.patches
    assert sheet.go_button.isEnabled()
    stage.click(sheet.go_button)
    assert bench.dossier.referral.stage is At.VOTING


def test_an_apology_that_the_council_recommends_is_asked_for_by_a_letter_that_can_be_changed(bench: Bench) -> None:
    stage, page = bench.stage, bench.page
    bench.refer()
    bench.prepare()
    bench.build()
    assert bench.drop(*(bench.cast(one, Remedy.APOLOGY) for one in bench.panel))
    stage.clock.advance(days=5)
    stage.refresh()
    stage.do("council.key")
    assert bench.drop(bench.open_key())
    council_ruling.confirm(replace(stage.desk, me=other_manager(stage)), FIRST)
    stage.refresh()
    stage.do("council.do")
    form = page.voting.form(CarryForm)
    assert form.isVisible()
    assert "道歉" in form.text.toPlainText()
    stage.write("谢谢您。", form.text)
    stage.click(form.go_button)
    decided = case_view(stage.desk, FIGHT).decisions[-1]
    assert decided.kind is DecisionKind.COACHING
    assert "谢谢您。" in decided.text
    assert not page.procedure.go.isVisible(), "until the term of appeal is over there is nothing to do"


def test_who_asks_for_something_is_said_with_one_click(bench: Bench) -> None:
    bench.refer()
    assert bench.stage.reads("被指称方", bench.page.dossier)
    bench.stage.click(bench.stage.button("换边"))
    assert [one.complains for one in bench.dossier.parties] == [True]
    assert bench.stage.reads("提出诉求", bench.page.dossier)


def test_a_seat_with_a_conflict_is_replaced_before_the_vote(bench: Bench) -> None:
    stage, page = bench.stage, bench.page
    bench.refer()
    bench.prepare()
    out = bench.panel[0]
    stage.do("council.aside")
    form = page.voting.form(AsideForm)
    stage.write("同一个车友会", form.text)
    stage.click(form.go_button)
    assert out not in bench.panel
    assert len(bench.panel) == 5
    assert {one.aside for one in bench.dossier.panel} == {None, Aside.CONFLICT}
    assert stage.reads(f"{out} 号 · 委员{out} 不评议：申明有利害关系", page.procedure)


def test_what_cant_be_referred_says_why_and_a_referral_is_taken_back(bench: Bench) -> None:
    stage = bench.stage
    bench.refer()
    stage.do("window.undo")
    assert case_view(stage.desk, FIGHT).case.state is CaseState.NEW
    assert bench.dossier.referral.stage is At.WITHDRAWN
    stage.do("go.council")
    assert stage.reads("没有评议事项")
    stage.do("go.triage")
    stage.choose(OTHER)
    triage = stage.window.triage
    triage.queue.list.setFocus()
    stage.do("triage.refer")
    form = stage.window.referring.form
    assert form.isVisible()
    assert form.matters[Matter.OPINION].isChecked()
    stage.click(form.go_button)
    assert form.fault.isVisible(), "nothing is alleged"
    assert case_view(stage.desk, OTHER).case.state is CaseState.NEW
    stage.press(Qt.Key.Key_Escape)
    assert not form.isVisible()
    classify(stage.desk, COMPLAINT, CaseKind.COMPLAINT)
    stage.choose(COMPLAINT)
    stage.do("triage.refer")
    assert not form.isVisible()
    assert stage.reads("如实的抱怨受公约第十三条保护", triage.desk)
    assert not triage.desk.tabs.refer.isEnabled()


def test_what_the_brush_marks_is_covered_by_few_rectangles() -> None:
    marked = Marked(600, 600)
    marked.begin()
    marked.mark(Box(100, 100, 95, 45))
    marked.begin()
    marked.mark(Box(150, 140, 45, 95))
    covered = {(x, y) for box in marked.boxes for x in range(box.x, box.x + box.width) for y in (box.y,)}
    assert covered
    assert len(marked.boxes) <= 4
    inside = [one for one in marked.boxes if one.x <= 120 < one.x + one.width and one.y <= 120 < one.y + one.height]
    assert len(inside) == 1, "what is marked lies in one rectangle, none over another"
    marked.take_back()
    assert all(box.y + box.height <= 150 for box in marked.boxes)
    marked.take_back()
    assert marked.boxes == ()
    marked.mark(Box(590, -20, 100, 30))
    assert all(box.x + box.width <= 600 and box.y >= 0 for box in marked.boxes)
