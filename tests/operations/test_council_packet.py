"""A packet of the council: planned, looked at place by place, built whole or not at all; on both engines."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image

import make
import seated
from app.domain.cases import CaseId
from app.domain.council import Matter, ReferralId, Stage
from app.domain.council_missing import Mend
from app.domain.evidence import Attachment
from app.domain.ledger import EntryKind
from app.domain.members import MemberId, MemberRef
from app.domain.pictures import InPost, note_of
from app.domain.posts import Post, PostState
from app.domain.roles import Role
from app.errors import (
    NoPacketYet,
    NoRight,
    NoSuchMask,
    NoSuchPicture,
    PacketChangedMeanwhile,
    PacketNotReady,
    PartyUnknown,
    PictureNotDrawn,
    ReferralAtOtherStage,
    TermOutOfReach,
    TooMuchForPacket,
    UnwritableFile,
    WordsToMaskNeeded,
)
from app.keys import ages, signing
from app.operations import (
    council_keyfile,
    council_packet,
    council_packet_file,
    council_panel,
    council_parties,
    council_referring,
    council_seats,
    evidence,
    intake,
    preserving,
)
from app.operations.council_packet_choices import (
    call,
    choose_earlier,
    confirm_masks,
    cover,
    leave_out,
    lift,
    picture,
    see,
    uncover,
)
from app.operations.council_packet_plan import Look, Plan, Prepared, plan, prepare
from app.operations.council_referring import Wish
from app.operations.desk import Desk
from app.packets import box_key, packet, sealed
from app.packets.council_file import CouncilFile
from app.text.masking import POSSIBLE, MaskKind
from app.text.redraw import Patch
from seated import Holder
from tests.conftest import Clock

ONE, TWO = CaseId("c-1"), CaseId("c-2")
FIRST = (
    "冬天续航怎么办：出发前二十分钟插着枪预热，座椅加热代替空调，电话13800138000。![老王](https://c.example/p/1.jpg)"
)
SECOND = "分享：出发前二十分钟插着枪预热，座椅加热代替空调。我的车沪A12345，见 https://c.example/u/77"
AROUND = "@车友1 说得对，电话 138-0013-8000 我打过；举报人1 别再举报了，小北也看看，滨河花园见"
WISH = Wish((ONE, TWO), "后一篇是不是搬运了车友1的文章？", "车友1认为后一篇照抄。", Matter.PLAGIARISM, articles=(6,))
SECRETS = (
    "13800138000",
    "138-0013-8000",
    "沪A12345",
    "c.example",
    "举报人",
    "小北",
    "车友1的",
    "@车友1",
    "u-1",
    "滨河",
)


class Stopped(Exception):
    pass


def png(colour: tuple[int, int, int] = (10, 120, 200)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (120, 90), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info())
    cases = (make.case(1, text=FIRST, title="车友1的续航经验", reports=2), make.case(2, text=SECOND, title="心得"))
    posts = (at(1, FIRST, 1), at(9, AROUND, 2), at(2, SECOND, 1, 2))
    intake.on_pulled(desk, make.page(*cases, posts=posts))
    return desk


def at(number: int, text: str, place: int, thread: int = 1, **more: object) -> Post:
    """A post at a place of a thread."""
    post = make.post(number, text)
    return replace(post, thread_id=make.post(thread).thread_id, number=place, **more)  # type: ignore[arg-type]


def kept(desk: Desk, case: CaseId, name: str, content: bytes, *, address: str = "") -> None:
    note = note_of(InPost(address, "1")) if address else ""
    evidence.add(desk, case, [Attachment(name, content)], note=note)


def referred(desk: Desk) -> ReferralId:
    return council_referring.refer(desk, WISH).referral


def ready(desk: Desk, clock: Clock) -> tuple[ReferralId, dict[int, Holder]]:
    """A referral of which everything is there; its masks are not confirmed yet."""
    holders = seated.council(desk, 7)
    council_seats.sign_roster(desk)
    referral = referred(desk)
    council_parties.state(desk, referral, "甲方", "这是我去年测的，电话 13800138000，我是车友1")
    council_parties.ask_parties(desk, referral, who=["乙方"])
    seated.letters_arrive(desk)
    clock.advance(days=4)
    council_parties.silent(desk, referral, "乙方")
    council_panel.draw_panel(desk, referral)
    return referral, holders


def confirmed(desk: Desk, referral: ReferralId) -> None:
    confirm_masks(desk, referral, plan(desk, referral).seen)


def opened(desk: Desk, built: council_packet.Built, holder: Holder) -> packet.Whole:
    return packet.verify(sealed.unsealed(built.content, [holder.seals]), preserving.trusted(desk.record))


def mends(found: Plan) -> set[Mend]:
    return {one.mend for one in found.missing}


def stage(desk: Desk, referral: ReferralId) -> Stage:
    with desk.record.read() as tx:
        found = tx.council.find(int(referral.rpartition("-")[2]))
    assert found is not None
    return found.stage


def entries(desk: Desk, kind: EntryKind) -> int:
    with desk.record.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT count(*) FROM ledger WHERE kind = :kind"), {"kind": kind.value})
        return int(rows.scalar_one())


# --- the plan and its choices -----------------------------------------------------------------------------


def test_a_plan_says_what_is_missing_until_nothing_is(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    referral = referred(desk)
    kept(desk, ONE, "1.png", png())
    found = plan(desk, referral)
    assert mends(found) >= {Mend.ASK, Mend.PANEL, Mend.CHAIR, Mend.ROSTER, Mend.PICTURES, Mend.MASKS}
    with pytest.raises(PacketNotReady) as refused:
        council_packet.build(desk, referral, folder=tmp_path / "out")
    for words in ("图片", "遮盖", "抽选", "轮值主席", "陈述"):
        assert words in refused.value.sentence("zh")
    assert not (tmp_path / "out").exists()
    assert stage(desk, referral) is Stage.PREPARING


def test_every_place_is_told_with_what_stands_around_it_and_can_be_lifted_and_covered(desk: Desk) -> None:
    referral = referred(desk)
    found = plan(desk, referral)
    phones = [one for one in found.places if one.kind is MaskKind.PHONE]
    assert [one.found for one in phones] == ["13800138000", "138-0013-8000"]
    assert {one.becomes for one in phones} == {"［电话 phone 1］"}
    assert phones[1].before.endswith("说得对，电话 ")
    assert phones[1].after.startswith(" 我打过")
    assert phones[1].where.zh.startswith("帖一")
    plate = next(one for one in found.places if one.kind is MaskKind.PLATE)

    lift(desk, referral, phones[0].value)
    lift(desk, referral, plate.id)
    cover(desk, referral, phones[1].id)
    now = plan(desk, referral)
    assert [one.found for one in now.places if one.shown] == ["13800138000", "沪A12345"]
    cover(desk, referral, "沪A12345")  # by its words
    cover(desk, referral, "滨河花园")  # what no pattern finds
    now = plan(desk, referral)
    assert [one.found for one in now.places if one.shown] == ["13800138000"]
    assert [one.found for one in now.places if one.kind is MaskKind.OTHER] == ["滨河花园"]
    uncover(desk, referral, "滨河花园")
    assert plan(desk, referral).own == ()
    for what in ("m-0000000000", "从未写过"):
        with pytest.raises(NoSuchMask):
            lift(desk, referral, what)
    for words in ("从未写过", "一", "字" * 61):
        with pytest.raises(WordsToMaskNeeded):
            cover(desk, referral, words)


def test_what_only_may_lead_to_a_person_is_masked_where_somebody_says_so(desk: Desk) -> None:
    said = at(
        9, "南山老陈也来了，老陈住深南大道8号2栋301", 2, author=MemberRef(MemberId("u-77"), "南山老陈"), version="2"
    )
    intake.on_pulled(desk, make.page(posts=(said,), cursor="cursor-2"))
    referral = referred(desk)
    may_be = [one for one in plan(desk, referral).places if one.kind in POSSIBLE]
    assert [(one.found, one.shown) for one in may_be] == [("老陈", True), ("住深南大道8号2栋301", True)]
    cover(desk, referral, "老陈")
    found = plan(desk, referral)
    assert [(one.found, one.shown) for one in found.places if one.kind in POSSIBLE] == [
        ("老陈", False),
        ("住深南大道8号2栋301", True),
    ]
    label = next(one.becomes for one in found.places if one.found == "南山老陈")
    assert any(f"{label}也来了，{label}住深南大道" in text for _, text in found.words)
    lift(desk, referral, "老陈")
    assert all(one.shown for one in plan(desk, referral).places if one.kind in POSSIBLE)


def test_the_original_is_missing_where_nothing_earlier_reads_like_the_copy(desk: Desk) -> None:
    referral = referred(desk)
    assert Mend.ORIGINAL not in mends(plan(desk, referral))
    council_referring.take_out(desk, referral, TWO, reason="另行处理")
    assert Mend.ORIGINAL in mends(plan(desk, referral))
    council_referring.rewrite(desk, referral, matter=Matter.EXCHANGE)
    assert Mend.ORIGINAL not in mends(plan(desk, referral))


def test_words_that_are_somebodys_name_read_as_that_person_until_they_are_dropped(desk: Desk) -> None:
    referral = referred(desk)
    confirmed(desk, referral)
    call(desk, referral, "滨河花园", "甲")
    found = plan(desk, referral)
    assert not found.confirmed
    assert {one.becomes for one in found.places if one.found == "滨河花园"} == {"甲方"}
    with pytest.raises(PartyUnknown):
        call(desk, referral, "滨河花园", "癸方")
    with pytest.raises(WordsToMaskNeeded):
        call(desk, referral, "哪里都没有", "甲方")
    cover(desk, referral, "滨河花园")
    uncover(desk, referral, "滨河花园")
    assert not any(one.found == "滨河花园" for one in plan(desk, referral).places)


def test_others_write_while_texts_are_masked_for_a_choice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    referral = referred(desk)
    phone = next(one for one in plan(desk, referral).places if one.kind is MaskKind.PHONE)
    beside = iter(["滨河花园"])

    def meanwhile(*of: Any) -> Prepared:
        found = prepare(*of)
        for words in beside:  # somebody else chooses something at this very moment
            cover(desk, referral, words)
        return found

    monkeypatch.setattr("app.operations.council_packet_choices.prepare", meanwhile)
    lift(desk, referral, phone.id)
    now = plan(desk, referral)
    assert now.own == ("滨河花园",)
    assert [one.id for one in now.places if one.shown] == [phone.id]


def test_masks_are_confirmed_as_they_were_seen_and_anew_where_words_changed(desk: Desk, clock: Clock) -> None:
    referral = referred(desk)
    before = plan(desk, referral).seen
    cover(desk, referral, "滨河花园")
    with pytest.raises(PacketChangedMeanwhile):
        confirm_masks(desk, referral, before)
    confirmed(desk, referral)
    assert plan(desk, referral).confirmed
    later = at(8, "又来了，电话13900139000", 3, created_at=clock())
    intake.on_pulled(desk, make.page(posts=(later,), cursor="cursor-2"))
    found = plan(desk, referral)
    assert (found.confirmed, found.newer) == (True, 1)  # a thread that goes on is not looked at again and again
    edited = at(9, "改了：电话13700137000", 2, version="2")
    intake.on_pulled(desk, make.page(posts=(edited,), cursor="cursor-3"))
    found = plan(desk, referral)
    assert (found.confirmed, found.newer) == (False, 0)
    assert {"13700137000", "13900139000"} <= {one.found for one in found.places}


def test_pictures_are_looked_at_one_by_one(desk: Desk) -> None:
    referral = referred(desk)
    kept(desk, ONE, "1.png", png(), address="https://c.example/p/1.jpg")
    kept(desk, TWO, "2.png", png((200, 10, 10)))
    kept(desk, TWO, "notes.pdf", b"%PDF-1.7 text")
    kept(desk, TWO, "broken.png", b"\x89PNG\r\n\x1a\n" + bytes(40))
    found = plan(desk, referral)
    assert [(one.number, one.case, one.look) for one in found.pictures] == [
        (1, ONE, Look.UNSEEN),
        (2, TWO, Look.UNSEEN),
        (3, TWO, Look.UNSEEN),
    ]
    assert [one.why.en for one in found.left_out] == ["a PDF is not enclosed"]
    assert picture(desk, referral, 1).width == 120
    patch = Patch(10, 20, 30, 40)
    see(desk, referral, 1)
    see(desk, referral, 2, [patch])
    with pytest.raises(PictureNotDrawn):
        see(desk, referral, 3)
    leave_out(desk, referral, 3)
    with pytest.raises(NoSuchPicture):
        see(desk, referral, 4)
    found = plan(desk, referral)
    assert [one.look for one in found.pictures] == [Look.SEEN, Look.BLURRED, Look.OUT]
    assert found.pictures[1].patches == (patch,)
    assert Mend.PICTURES not in mends(found)


def test_only_a_secretary_prepares_a_packet(desk: Desk) -> None:
    referral = referred(desk)
    other = replace(desk, me=replace(desk.me, roles=frozenset(Role) - {Role.SECRETARY}))
    seen = plan(other, referral).seen
    acts: list[Callable[[], object]] = [
        lambda: lift(other, referral, "沪A12345"),
        lambda: cover(other, referral, "滨河花园"),
        lambda: confirm_masks(other, referral, seen),
        lambda: see(other, referral, 1),
        lambda: leave_out(other, referral, 1),
        lambda: choose_earlier(other, referral, referral, within=False),
        lambda: council_packet.build(other, referral),
        lambda: council_packet.seal_again(other, referral),
    ]
    for act in acts:
        with pytest.raises(NoRight):
            act()


# --- building ---------------------------------------------------------------------------------------------


def test_a_packet_holds_everything_and_leads_to_nobody(
    desk: Desk, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(desk, ONE, "1.png", png(), address="https://c.example/p/1.jpg")
    referral, holders = ready(desk, clock)
    see(desk, referral, 1, [Patch(0, 0, 20, 20)])
    cover(desk, referral, "滨河花园")
    confirmed(desk, referral)
    with monkeypatch.context() as patch:
        patch.setattr(council_packet_file, "MOST_BYTES", 100)
        with pytest.raises(TooMuchForPacket):
            council_packet.build(desk, referral, folder=tmp_path / "out")
    told: list[tuple[int, int]] = []
    built = council_packet.build(desk, referral, folder=tmp_path / "out", progress=lambda *done: told.append(done))
    assert built.path == tmp_path / "out" / f"{referral}-1.stewardpacket.age"
    assert built.path.read_bytes() == built.content
    assert told == sorted(told, key=lambda one: one[0] / one[1])
    assert told[-1] == (1, 1)
    whole = opened(desk, built, holders[built.seats[0]])
    file = whole.file
    assert isinstance(file, CouncilFile)
    assert (whole.known, whole.sha256, file.due_at - file.sealed_at) == (True, built.sha256, timedelta(days=5))
    assert [(one.label, one.silent) for one in file.parties] == [("甲方", False), ("乙方", True)]
    assert [(one.author, one.judged) for one in file.posts] == [("甲方", True), ("车友 1", False), ("乙方", True)]
    assert "后一篇是不是搬运了甲方的文章" in file.question
    assert "［图 picture 1］" in file.posts[0].text
    assert [(one.file, one.post, one.blurred) for one in file.pictures] == [("data/evidence/0001.png", "p-1", True)]
    assert [(one.first, one.second) for one in file.comparisons] == [("p-1", "p-3")]
    passage = file.comparisons[0].passages[0]
    said = file.posts[0].text[passage.first_at : passage.first_at + passage.first_length]
    assert said == file.posts[2].text[passage.second_at : passage.second_at + passage.second_length]
    assert {one.kind for one in file.masks} == {"phone", "plate", "link", "name", "other"}
    everything = b"".join(bytes(content) for content in whole.files.values()).decode(errors="replace")
    assert [secret for secret in SECRETS if secret in everything] == []
    assert stage(desk, referral) is Stage.VOTING


def test_the_key_of_its_box_takes_the_chair_and_the_secretary(desk: Desk, clock: Clock) -> None:
    referral, holders = ready(desk, clock)
    confirmed(desk, referral)
    built = council_packet.build(desk, referral)
    file = opened(desk, built, holders[built.seats[0]]).file
    assert isinstance(file, CouncilFile)
    with desk.record.read() as tx:
        found = tx.council.find(1)
    assert found is not None
    wrapped = box_key.read(council_keyfile.sealed_key(desk, found), [file.key])
    assert (wrapped.packet, wrapped.due_at) == (built.sha256, built.due_at)
    half = box_key.open_outer(wrapped, holders[1].seals, 1, holders[1].signs)
    box = box_key.read(half.content, [signing.public_of(holders[1].signs)])
    assert ages.public_of(box_key.open_inner(box, council_keyfile.opener_of(desk, found))) == file.box


def test_a_build_that_is_stopped_or_fails_leaves_nothing(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    referral, _ = ready(desk, clock)
    confirmed(desk, referral)
    checks = 0

    def count() -> None:
        nonlocal checks
        checks += 1

    def stop_at(last: int) -> Callable[[], None]:
        left = [last]

        def check() -> None:
            left[0] -= 1
            if not left[0]:
                raise Stopped

        return check

    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    with pytest.raises(UnwritableFile):
        council_packet.build(desk, referral, folder=blocked, check=count)
    for last in (1, checks - 1, checks, checks + 1):
        with pytest.raises(Stopped):
            council_packet.build(desk, referral, folder=tmp_path / "out", check=stop_at(last))
        assert list((tmp_path / "out").glob("*")) == []
        assert list((desk.record.folder / council_keyfile.FOLDER).glob("*")) == []
    with pytest.raises(TermOutOfReach):
        council_packet.build(desk, referral, term=timedelta(hours=1))

    def meddle() -> None:
        cover(desk, referral, "滨河花园")

    with pytest.raises(PacketChangedMeanwhile):
        council_packet.build(desk, referral, folder=tmp_path / "out", progress=_once(meddle, checks))
    assert list((tmp_path / "out").glob("*")) == []
    assert stage(desk, referral) is Stage.PREPARING
    assert entries(desk, EntryKind.PACKET_BUILT) == 0


def _once(act: Callable[[], None], at: int) -> Callable[[int, int], None]:
    called = 0

    def progress(_done: int, _of: int) -> None:
        nonlocal called
        called += 1
        if called == at:
            act()

    return progress


def test_it_is_sealed_again_for_a_replaced_seat_and_nobody_builds_it_twice(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    referral, holders = ready(desk, clock)
    confirmed(desk, referral)
    with pytest.raises(NoPacketYet):
        council_packet.seal_again(desk, referral)
    built = council_packet.build(desk, referral)
    gone = built.seats[0]
    council_panel.stand_aside(desk, referral, gone, council_panel.Aside.CONFLICT)
    again = council_packet.seal_again(desk, referral, tmp_path)
    assert again.path is not None
    assert again.sha256 == built.sha256
    assert gone not in again.seats
    assert opened(desk, again, holders[again.seats[-1]]).sha256 == built.sha256
    with pytest.raises(ages.NotForThisKey):
        ages.unseal(again.content, [holders[gone].seals])
    for act in (lambda: council_packet.build(desk, referral), lambda: confirm_masks(desk, referral, "")):
        with pytest.raises(ReferralAtOtherStage):
            act()
    assert entries(desk, EntryKind.PACKET_BUILT) == 2


def test_staff_are_called_staff_and_what_nobody_could_see_yet_stays_out(desk: Desk, clock: Clock) -> None:
    staff = at(7, "请大家冷静", 3, author=MemberRef(desk.me.id, desk.me.name))
    pending = at(6, "还在先审后发，没人看得到", 4, state=PostState.PENDING)
    intake.on_pulled(desk, make.page(posts=(staff, pending), cursor="cursor-2"))
    referral, holders = ready(desk, clock)
    confirmed(desk, referral)
    built = council_packet.build(desk, referral, unsealed=True)
    file = packet.verify(built.content).file
    assert isinstance(file, CouncilFile)
    assert "工作人员 1" in {one.author for one in file.posts}
    assert desk.me.name not in str(file)
    assert "先审后发" not in str(file)
    assert holders
