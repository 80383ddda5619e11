"""One key keeps a case as evidence: whole, signed, entered; nobody who reported is in it."""

import dataclasses
import zipfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

import make
from app.domain.evidence import Attachment
from app.domain.ledger import EntryKind
from app.domain.roles import Role
from app.errors import CaseNotFound, EvidenceDamaged, NoRight, TooMuchToPreserve, UnwritableFile
from app.keys.vault import Vault
from app.operations import evidence, intake, preserving, preserving_file
from app.operations.accounts import verify_ledger
from app.operations.desk import Desk
from app.packets import packet
from storage.cache import Cache
from tests.conftest import KEY, Clock

C1 = make.case(1).id
PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)
FIRST, SECOND = "刹车失灵，差点出事！", "刹车失灵。\n补充：<b>滨河路口</b>\u202e"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info())
    posts = (make.post(1, FIRST), dataclasses.replace(make.post(2, "什么车？"), thread_id=make.post(1).thread_id))
    intake.on_pulled(desk, make.page(make.case(1, text=FIRST, reports=3), posts=posts))
    return desk


def _edit(desk: Desk, clock: Clock) -> None:
    clock.advance(hours=1)
    edited = make.case(1, text=SECOND, version="2", post_version="2", edited_at=clock(), reports=3)
    intake.on_pulled(desk, make.page(edited, cursor="cursor-2"))


def _read(desk: Desk, done: preserving.Preserved) -> packet.Whole:
    return packet.verify(done.content, preserving.trusted(desk.record))


def test_everything_that_is_known_is_in_it_and_no_reporter(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    _edit(desk, clock)
    evidence.add(desk, C1, [Attachment("群聊截图.png", PNG)], note="群里先发的")
    done = preserving.preserve(desk, C1, tmp_path / "new" / "folder")
    assert done.path is not None
    assert done.path.read_bytes() == done.content
    assert done.path.parent == tmp_path / "new" / "folder"
    whole = _read(desk, done)
    file = whole.file
    assert whole.known
    assert whole.sha256 == done.sha256
    assert [bytes(whole.files[one.file]).decode() for one in file.texts] == [FIRST, SECOND]
    assert [bytes(whole.files[one.file]) for one in file.files] == [PNG]
    assert (file.files[0].name, file.files[0].note) == ("群聊截图.png", "群里先发的")
    assert (file.post.reports, file.sealed_at, file.sealed_by.name) == (3, clock(), desk.me.name)
    assert file.post.author is not None
    assert file.post.author.name == "车友1"
    assert file.thread is not None
    assert {one.text for one in file.thread.posts} == {SECOND, "什么车？"}
    everything = b"".join(bytes(one) for one in whole.files.values()).decode(errors="replace")
    assert "举报人" not in everything.replace("举报人数", "")
    assert "u-r1" not in everything


def test_the_page_says_what_the_packet_says_and_runs_nothing(desk: Desk, clock: Clock) -> None:
    _edit(desk, clock)
    evidence.add(desk, C1, [Attachment('"><script>alert(1)</script>.png', PNG)])
    whole = _read(desk, preserving.preserve(desk, C1))
    page = bytes(whole.files[packet.PAGE]).decode()
    assert "<script" not in page
    assert "<b>滨河路口" not in page
    assert "&lt;b&gt;滨河路口&lt;/b&gt;⟨U+202E⟩" in page
    assert 'http-equiv="Content-Security-Policy" content="default-src \'none\'' in page
    for one in whole.file.named:
        assert one.sha256 in page
    assert whole.file.ledger.head in page
    assert whole.key in page


def test_it_is_entered_and_the_ledger_holds_it(desk: Desk) -> None:
    with desk.record.read() as tx:
        assert preserving.preserved(tx, tx.cases.get(C1)) is None
    done = preserving.preserve(desk, C1)
    (seal,) = preserving.seals_of(desk, C1)
    assert (seal.sha256, seal.key_id, seal.size) == (done.sha256, done.key.id, len(done.content))
    with desk.record.read() as tx:
        assert preserving.preserved(tx, tx.cases.get(C1)) == seal
        assert tx.ledger.entry(seal.ledger[0]) is not None
        assert tx.ledger.entry(seal.ledger[0])[0] == seal.ledger[1]  # type: ignore[index]
    assert verify_ledger(desk.record, seal.ledger).ok


def test_what_was_edited_since_is_not_preserved(desk: Desk, clock: Clock) -> None:
    preserving.preserve(desk, C1)
    _edit(desk, clock)
    with desk.record.read() as tx:
        assert preserving.preserved(tx, tx.cases.get(C1)) is None
    preserving.preserve(desk, C1)
    with desk.record.read() as tx:
        found = preserving.preserved(tx, tx.cases.get(C1))
    assert found is not None
    assert found.revision == "2"
    assert len(preserving.seals_of(desk, C1)) == 2


def test_one_key_signs_for_a_workspace_and_its_secret_lies_sealed(desk: Desk, clock: Clock) -> None:
    first = preserving.preserve(desk, C1)
    clock.advance(minutes=1)
    second = preserving.preserve(desk, C1)
    assert first.key == second.key
    assert [one.public for one in preserving.keys(desk)] == [first.key.public]
    assert desk.vault.unseal(first.key.sealed, "packet signing key") is not None
    assert Vault(bytes(32)).unseal(first.key.sealed, "packet signing key") is None
    assert desk.vault.unseal(first.key.sealed, "token") is None
    assert KEY.hex() not in repr(desk)


def test_another_workspace_at_the_same_record_signs_with_a_key_of_its_own(desk: Desk, clock: Clock) -> None:
    first = preserving.preserve(desk, C1)
    clock.advance(minutes=1)
    elsewhere = dataclasses.replace(desk, vault=Vault(bytes(reversed(KEY))))
    second = preserving.preserve(elsewhere, C1)
    assert first.key.id != second.key.id
    assert _read(desk, second).known
    assert [one.id for one in preserving.keys(desk)] == [first.key.id, second.key.id]
    assert [one.id for one in preserving.keys(elsewhere)] == [second.key.id, first.key.id]


def test_any_moderator_may_and_nobody_else(desk: Desk) -> None:
    trainee = dataclasses.replace(desk.me, roles=frozenset({Role.MODERATOR, Role.TRAINEE}))
    assert preserving.preserve(dataclasses.replace(desk, me=trainee), C1).entries
    secretary = dataclasses.replace(desk.me, roles=frozenset({Role.SECRETARY}))
    for act in (lambda one: preserving.preserve(one, C1), preserving.keys):
        with pytest.raises(NoRight):
            act(dataclasses.replace(desk, me=secretary))


def test_what_cannot_be_written_is_not_called_preserved(desk: Desk, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(UnwritableFile):
        preserving.preserve(desk, C1, blocked)
    assert preserving.seals_of(desk, C1) == []
    with pytest.raises(CaseNotFound):
        preserving.preserve(desk, make.case(9).id, tmp_path)
    assert list(tmp_path.glob("*.stewardpacket")) == []


def test_what_cannot_be_entered_leaves_no_file(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(preserving, "_enter", full)
    with pytest.raises(OSError, match="no space"):
        preserving.preserve(desk, C1, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_damaged_evidence_is_not_sealed(lite_desk: Desk) -> None:
    intake.on_pulled(lite_desk, make.page(make.case(1)))
    evidence.add(lite_desk, C1, [Attachment("a.png", PNG)])
    with lite_desk.record.connection() as connection:
        connection.exec_driver_sql("DROP TRIGGER evidence_frozen")
        connection.execute(sa.text("UPDATE evidence SET content = :content"), {"content": PNG[:-1] + b"x"})
    with pytest.raises(EvidenceDamaged):
        preserving.preserve(lite_desk, C1)


def test_more_than_a_packet_takes_is_said_before_anything_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence.add(desk, C1, [Attachment("a.png", PNG)])
    monkeypatch.setattr(preserving_file, "MOST_BYTES", len(PNG) - 1)
    with pytest.raises(TooMuchToPreserve):
        preserving.preserve(desk, C1)


def test_of_a_long_thread_the_posts_nearest_to_the_post_go_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = make.post(1).thread_id
    posts = [
        dataclasses.replace(
            make.post(number, f"第 {number} 楼"), thread_id=thread, created_at=make.NOON + timedelta(minutes=number)
        )
        for number in range(2, 40)
    ]
    target = dataclasses.replace(make.post(1, FIRST), created_at=make.NOON + timedelta(minutes=20, seconds=30))
    intake.on_pulled(desk, make.page(posts=(*posts, target), cursor="cursor-3"))
    monkeypatch.setattr(preserving_file, "MOST_POSTS", 5)
    file = _read(desk, preserving.preserve(desk, C1)).file
    assert file.thread is not None
    assert [one.text for one in file.thread.posts] == ["第 19 楼", "第 20 楼", FIRST, "第 21 楼", "第 22 楼"]
    assert file.thread.left_out == 34


def test_a_case_entered_by_hand_without_a_post_is_preserved_too(desk: Desk) -> None:
    from app.domain.hand import HandCase, Place
    from app.operations import hand

    entered = hand.add_case(desk, HandCase(place=Place.WECHAT_GROUP, author="群友", text="他在群里骂人"), [])
    done = preserving.preserve(desk, entered.case)
    file = _read(desk, done).file
    assert file.thread is None
    assert len(file.texts) == 1
    hand.correct(desk, entered.case, "对不起，我不该骂人", [])
    whole = _read(desk, preserving.preserve(desk, entered.case))
    said = [bytes(whole.files[one.file]).decode() for one in whole.file.texts]
    assert said == ["他在群里骂人", "对不起，我不该骂人"]


def test_the_record_alone_is_enough_while_the_cache_is_being_rebuilt(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    _edit(desk, clock)
    with closing(Cache.on_file(tmp_path, KEY, "w-2")) as empty:
        whole = _read(desk, preserving.preserve(dataclasses.replace(desk, cache=empty), C1))
    assert whole.file.thread is None
    assert [bytes(whole.files[one.file]).decode() for one in whole.file.texts] == [FIRST, SECOND]
    assert whole.file.texts[0].written_at < whole.file.texts[1].written_at


def test_what_is_in_a_packet_is_the_same_whoever_opens_it(desk: Desk, tmp_path: Path) -> None:
    done = preserving.preserve(desk, C1, tmp_path)
    assert done.path is not None
    with zipfile.ZipFile(done.path) as archive:
        assert archive.namelist() == ["packet.zip", "packet.zip.minisig"]


def test_every_seal_and_key_has_its_entry(desk: Desk) -> None:
    preserving.preserve(desk, C1)
    with desk.record.connection() as connection:
        kinds = connection.execute(sa.text("SELECT kind FROM ledger ORDER BY seq")).scalars().all()
    assert kinds[-2:] == [EntryKind.SIGNING_KEY_MADE, EntryKind.EVIDENCE_SEALED]


def test_a_seal_that_slipped_in_or_vanished_shows(lite_desk: Desk) -> None:
    intake.on_pulled(lite_desk, make.page(make.case(1)))
    preserving.preserve(lite_desk, C1)
    copy = (
        "INSERT INTO seals (case_key, revision, sha256, size, key_id, ledger_entries, ledger_hash, by_id, by_name, at) "
        "SELECT case_key, revision, ledger_hash, size, key_id, ledger_entries, ledger_hash, by_id, by_name, at "
        "FROM seals"
    )
    with lite_desk.record.connection() as connection:
        connection.exec_driver_sql(copy)
    assert verify_ledger(lite_desk.record).reason == "seal 2 was never entered"
    with lite_desk.record.connection() as connection:
        connection.exec_driver_sql("DROP TRIGGER seals_stays")
        connection.exec_driver_sql("DELETE FROM seals")
    assert "is missing" in verify_ledger(lite_desk.record).reason
