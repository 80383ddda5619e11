"""Forgetting, holds and retention, on both engines: what goes, what stays and why, and that the ledger still holds."""

import hashlib
import zipfile
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from conftest import Clock

import make
import seated
from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.commands import CommandKind, CommandStep, Receipt, ReceiptStatus
from app.domain.contacts import Channel
from app.domain.hand import HandCase, Place
from app.domain.ledger import EntryKind
from app.domain.members import MemberId
from app.domain.months import Month
from app.domain.privacy import MARK, Answer, Staying, Stays, What
from app.domain.privacy_names import Doubt
from app.domain.privacy_retention import Kept
from app.errors import (
    AnswerStands,
    HeldAlready,
    NotHeld,
    PeriodTooShort,
    RequestAnswered,
    RequestByItself,
    StaffNotForgotten,
)
from app.operations import (
    accounts,
    classifying,
    coaching,
    contacts,
    council_referring,
    data_requests,
    dismissing,
    forgetting,
    hand,
    holds,
    intake,
    notes,
    outbox,
    retention,
    summary,
    triage,
    undoing,
)
from app.operations.desk import Desk
from storage.backup import MARKER
from storage.schema import ledger_private
from storage.tables import metadata
from tests.operations import balloting

ONE, TWO = CaseId("c-1"), CaseId("c-2")
LETTER = "您好，请把广告链接删掉，谢谢。"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=tuple(CommandKind)))
    intake.on_pulled(desk, make.page(make.case(1), make.case(2), make.case(3)))
    return desk


def told(desk: Desk) -> str:
    """Everything that the record and the cache hold."""
    found = []
    with desk.record.snapshot() as connection:
        for table in metadata.sorted_tables:
            found += [str(value) for row in connection.execute(sa.select(table)) for value in row]
    with desk.cache.engine.connect() as connection:
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").all():
            found += [str(value) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"') for value in row]
    return "\n".join(found)


def test_who_is_known_by_name_only_is_forgotten_when_the_answer_was_handed_on(desk: Desk) -> None:
    entered = hand.add_case(desk, HandCase(Place.WECHAT_GROUP, "群友小满", "这车不行"))
    dismissing.dismiss(desk, entered.case, reason="群友小满说笑而已")
    notes.note(desk, ONE, "群友小满也提过")
    dismissing.dismiss(desk, ONE)
    asked = data_requests.open_request(desk, What.DELETION, "群友小满")
    done = forgetting.carry_out(desk, asked.request.case)
    assert done.by_hand
    assert not done.finished  # whoever hands the answer on has to know whom it is for
    with desk.record.read() as tx:
        assert tx.cases.get(entered.case).revision.body == MARK
        assert tx.cases.get(asked.request.case).author is not None
    hand.tick(desk, done.commands[0], note="已在群里告知")
    assert [one.finished for one in forgetting.finish_deletions(desk)] == [True]
    assert "小满" not in told(desk)
    assert accounts.verify_ledger(desk.record).ok
    with pytest.raises(RequestAnswered):
        forgetting.carry_out(desk, asked.request.case)


def test_a_reporter_is_forgotten_while_the_case_is_open(desk: Desk) -> None:
    notes.note(desk, ONE, "u-r1 举报人1")
    asked = data_requests.open_request(desk, What.DELETION, "u-r1")
    found = forgetting.forecast(desk, "u-r1")
    assert (found.cases, found.staying) == ((), ())
    assert found.going["reports"] == 3
    done = forgetting.carry_out(desk, asked.request.case)
    assert not done.finished  # the note stands on an open case
    with desk.record.read() as tx:
        assert {one.by.name for one in tx.cases.reports(tx.cases.get(ONE).key) if one.by} == {MARK}
    for case in (ONE, TWO, CaseId("c-3")):
        dismissing.dismiss(desk, case)
    with desk.record.read() as tx:
        sending = tx.standing.why([tx.cases.get(ONE).key], desk.clock())
    assert sending == {1: [Stays.SENDING]}


def test_a_request_is_one_of_its_own(desk: Desk) -> None:
    asked = data_requests.open_request(desk, What.COPY, "u-1", said="请给我一份我的资料")
    assert asked.new
    assert not data_requests.open_request(desk, What.COPY, "u-1").new
    assert data_requests.open_request(desk, What.DELETION, "u-1").request.case != asked.request.case
    with pytest.raises(RequestByItself):
        classifying.classify(desk, asked.request.case, CaseKind.VIOLATION)
    with pytest.raises(RequestByItself):
        classifying.classify(desk, ONE, CaseKind.DATA_REQUEST)
    with pytest.raises(RequestByItself):
        hand.add_case(desk, HandCase(Place.OTHER, "某人", "请删除", kind=CaseKind.DATA_REQUEST))
    with pytest.raises(StaffNotForgotten):
        data_requests.open_request(desk, What.DELETION, desk.me.id)
    refused = dismissing.dismiss_many(desk, [asked.request.case, ONE], reason="无")
    assert [case for case, _ in refused.refused] == [asked.request.case]
    due = asked.request.due_at.astimezone()
    assert (due.date(), due.hour) == (date(2026, 12, 11), 18)  # 15 working days


def arrive(desk: Desk) -> None:
    """Everything that waits arrives."""
    receipt = Receipt(ReceiptStatus.DONE, at=desk.clock())
    with desk.record.write() as tx:
        for command in tx.outbox.every():
            if not command.state.settled:
                tx.outbox.settle(command, receipt, desk.clock(), CommandStep.SETTLE)


def test_what_is_over_goes_by_its_kind_and_a_hold_keeps_it(desk: Desk, clock: Clock) -> None:
    coaching.coach(desk, ONE, article=9, message=LETTER)
    arrive(desk)
    clock.advance(days=4)
    intake.bring_back_due(desk)
    for case in (ONE, TWO, CaseId("c-3")):
        dismissing.dismiss(desk, case, reason="说的是实情")
    arrive(desk)
    holds.hold(desk, "c-3", reason="诉讼")
    with pytest.raises(HeldAlready):
        holds.hold(desk, "c-3", reason="诉讼")
    with pytest.raises(NotHeld):
        holds.release(desk, "u-2", reason="x")
    clock.advance(days=364)
    assert retention.run(desk, dry=True).cases == {}
    clock.advance(days=2)
    assert retention.run(desk).cases == {Kept.COACHING: 1}
    assert LETTER not in told(desk)
    assert "车友2" in told(desk)
    clock.advance(days=365)
    found = retention.run(desk)
    assert (found.cases, found.held) == ({Kept.RECORDS: 1}, 1)
    assert retention.run(desk).cases == {}
    with desk.record.read() as tx:
        kept = [tx.cases.get(CaseId(f"c-{number}")) for number in (1, 2, 3)]
        thinned = tx.ledger.told(EntryKind.THINNED, "records")
    assert [one.author.name for one in kept if one.author] == [MARK, MARK, "车友3"]
    assert (thinned["cases"], thinned["kind"]) == (1, "records")
    assert "车友2" not in told(desk)
    assert "举报人1" in told(desk)  # of the case that is held
    assert accounts.verify_ledger(desk.record).ok
    holds.release(desk, "c-3", reason="结案")
    assert retention.run(desk).cases == {Kept.RECORDS: 1}
    assert "举报人1" not in told(desk)
    assert retention.attend(desk) is not None
    assert retention.attend(desk) is None  # once a day


def test_a_period_that_the_law_does_not_bear_is_refused(desk: Desk, clock: Clock) -> None:
    with pytest.raises(PeriodTooShort):
        retention.set_period(desk, Kept.LOGS, 179)
    retention.set_period(desk, Kept.RECORDS, 60)
    dismissing.dismiss(desk, ONE)
    arrive(desk)
    clock.advance(days=61)
    assert retention.run(desk, dry=True).cases == {Kept.RECORDS: 1}
    assert {one.kind: one.days for one in retention.periods(desk)}[Kept.RECORDS] == 60


def test_what_the_council_drew_verifies_after_a_party_is_forgotten(desk: Desk) -> None:
    """Names, statements and packets go; seats, draws and hashes stay what the ledger says."""
    vote = balloting.voting(desk)
    key = vote.referral.key
    asked = data_requests.open_request(desk, What.DELETION, "u-1")
    assert forgetting.forecast(desk, "u-1").staying == (Staying(ONE, (Stays.OPEN, Stays.COUNCIL)),)
    council_referring.withdraw(seated.partner(desk), vote.referral.id, reason="双方和好了")
    for row in triage.queue(desk):
        if row.id != asked.request.case:
            dismissing.dismiss(desk, row.id, reason="双方和好了")
    arrive(desk)
    done = forgetting.carry_out(desk, asked.request.case)
    assert done.thinned["council_packets"] == 1
    assert done.thinned["referrals"] >= 2
    assert done.finished
    assert "车友1" not in told(desk).replace("老车友1", "")  # a seat of another member
    assert accounts.verify_ledger(desk.record).ok
    with desk.record.read() as tx:
        found = tx.council.find(key)
    assert found is not None
    assert found.question == MARK


def test_an_answer_stands_though_its_letter_is_withdrawn(desk: Desk) -> None:
    asked = data_requests.open_request(desk, What.DELETION, "u-1")
    done = data_requests.refuse(desk, asked.request.case, reason="诉讼期间须保留")
    with desk.record.read() as tx:
        (answer,) = tx.decisions.of_case(tx.cases.get(asked.request.case).key)
    with pytest.raises(AnswerStands):
        undoing.undo(desk, [answer.id])
    outbox.withdraw(desk, done.commands[0])
    with desk.record.read() as tx:
        assert tx.cases.get(asked.request.case).state is CaseState.CLOSED
        assert [one.answer for one in tx.privacy.requests()] == [Answer.REFUSED]


def test_a_name_within_the_name_of_another_leaves_theirs_alone(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(11), cursor="cursor-2"))
    for case in (ONE, CaseId("c-11")):
        notes.note(desk, case, "车友1说的，和车友11无关" if case == ONE else "车友11已致歉")
        dismissing.dismiss(desk, case)
    arrive(desk)
    asked = data_requests.open_request(desk, What.DELETION, "u-1")
    forgetting.carry_out(desk, asked.request.case)
    with desk.record.read() as tx:
        other = tx.cases.get(CaseId("c-11"))
        assert other.author is not None
        assert (other.author.name, tx.notes.of_case(other.key)[0].text) == ("车友11", "车友11已致歉")
        assert tx.members.name(MemberId("u-1")) == MARK
    assert accounts.verify_ledger(desk.record).ok


def by_hand(desk: Desk, name: str, text: str = "这车不行") -> CaseId:
    """A closed case of somebody of this name."""
    case = hand.add_case(desk, HandCase(Place.WECHAT_GROUP, name, text)).case
    dismissing.dismiss(desk, case, reason="无")
    return case


def handed_on(desk: Desk, name: str, *, mentions: bool = False) -> forgetting.Forgotten:
    """Their deletion, with the answer handed on."""
    asked = data_requests.open_request(desk, What.DELETION, name)
    done = forgetting.carry_out(desk, asked.request.case, mentions=mentions)
    hand.tick(desk, done.commands[0], note="已告知")
    return done


@pytest.mark.parametrize("name", ["id", "case", "text", "reply.post", "c-1"])
def test_a_name_like_a_piece_of_json_leaves_the_commands_of_others_readable(
    desk: Desk, clock: Clock, name: str
) -> None:
    coaching.coach(desk, ONE, article=9, message=f"{name} 您好，请看看 {name} 写的。")
    arrive(desk)
    clock.advance(days=4)
    intake.bring_back_due(desk)
    dismissing.dismiss(desk, ONE)
    arrive(desk)
    with desk.record.read() as tx:
        before = [one.intent for one in tx.outbox.every()]
    by_hand(desk, name)
    handed_on(desk, name, mentions=True)
    with desk.record.read() as tx:
        after = [one.intent for one in tx.outbox.every()][: len(before)]
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [new.text for _, new in changed] == [f"{MARK} 您好，请看看 {MARK} 写的。"]
    assert [replace(old, text="") for old, _ in changed] == [replace(new, text="") for _, new in changed]


def test_a_name_that_may_be_a_word_stays_in_what_others_wrote_unless_it_is_confirmed(desk: Desk) -> None:
    notes.note(desk, ONE, "您好，已回电")
    dismissing.dismiss(desk, ONE, reason="您好，无需处理")
    arrive(desk)
    theirs = by_hand(desk, "您好")
    asked = data_requests.open_request(desk, What.DELETION, "您好")
    found = forgetting.forecast(desk, "您好")
    (mention,) = found.asking
    assert mention.doubts == (Doubt.SHORT,)
    assert mention.places == 4, found
    done = forgetting.carry_out(desk, asked.request.case)
    assert done.asking == (mention,)
    assert done.thinned == found.going
    with desk.record.read() as tx:
        case = tx.cases.get(ONE)
        assert [one.text for one in tx.notes.of_case(case.key)] == ["您好，已回电"]
        assert [one.reason for one in tx.decisions.of_case(case.key)] == ["您好，无需处理"]
        own = tx.cases.get(theirs)
        assert (own.author and own.author.name, own.revision.body) == (MARK, MARK)
    hand.tick(desk, done.commands[0], note="已告知")
    assert [one.finished for one in forgetting.finish_deletions(desk)] == [True]
    assert "您好，已回电" in told(desk)
    assert accounts.verify_ledger(desk.record).ok


def test_what_a_manager_confirms_goes_and_longer_words_stay(desk: Desk) -> None:
    notes.note(desk, ONE, "u-77 说过；u-771 没有")
    dismissing.dismiss(desk, ONE)
    arrive(desk)
    by_hand(desk, "u-77")
    handed_on(desk, "u-77", mentions=True)
    with desk.record.read() as tx:
        assert [one.text for one in tx.notes.of_case(tx.cases.get(ONE).key)] == [f"{MARK} 说过；u-771 没有"]


def test_what_is_held_keeps_its_values_in_the_ledger(desk: Desk) -> None:
    holds.hold(desk, ONE, reason="法院来函")
    notes.note(desk, TWO, "海盐阿强也提过")
    outside_words = "海盐阿强说他是证人"
    contacts.log(desk, ONE, Channel.PHONE, reached=True, text=outside_words)
    dismissing.dismiss(desk, TWO)
    by_hand(desk, "海盐阿强")
    arrive(desk)
    done = handed_on(desk, "海盐阿强")
    assert not done.finished
    assert [one.finished for one in forgetting.finish_deletions(desk)] == [False]  # the letter was handed on
    assert forgetting.finish_deletions(desk) == []
    with desk.record.snapshot() as connection:
        kept = [row.value for row in connection.execute(sa.select(ledger_private))]
    assert outside_words in kept
    assert not [value for value in kept if value == "海盐阿强也提过"]


def test_who_is_called_like_the_mark_is_forgotten_too(desk: Desk) -> None:
    case = by_hand(desk, MARK, text="我的手机号是 13800000000")
    handed_on(desk, MARK)
    assert [one.finished for one in forgetting.finish_deletions(desk)] == [True]
    assert "13800000000" not in told(desk)
    with desk.record.read() as tx:
        assert tx.cases.get(case).revision.body == MARK


def test_what_stays_keeps_its_author_until_it_goes(desk: Desk) -> None:
    """Closed, with a letter still to be sent: it is whole until that is sent, and goes then."""
    notes.note(desk, ONE, "打过电话")
    dismissing.dismiss(desk, ONE, reason="说的是实情")
    asked = data_requests.open_request(desk, What.DELETION, "u-1")
    assert forgetting.forecast(desk, "u-1").staying == (Staying(ONE, (Stays.SENDING,)),)
    forgetting.carry_out(desk, asked.request.case)
    with desk.record.read() as tx:
        case = tx.cases.get(ONE)
        assert case.author is not None
        assert (case.author.name, case.revision.body != MARK) == ("车友1", True)
    arrive(desk)
    assert [one.finished for one in forgetting.finish_deletions(desk)] == [True]
    assert "车友1" not in told(desk)
    with desk.record.read() as tx:
        assert tx.cases.get(ONE).revision.body == MARK


def test_the_sentences_of_a_month_let_a_name_go_also_where_it_is_closed(desk: Desk, clock: Clock) -> None:
    by_hand(desk, "海盐阿强")
    for month in ("2026-11", "2026-12"):
        if month == "2026-12":
            clock.advance(days=31)
        summary.write_sentences(desk, Month(month), better="感谢海盐阿强的帮助")
    summary.close(desk, Month("2026-11"))
    done = handed_on(desk, "海盐阿强")
    assert (done.thinned["summary_sentences"], done.thinned["closed_months"]) == (2, 1)
    assert [one.finished for one in forgetting.finish_deletions(desk)] == [True]
    assert "海盐阿强" not in told(desk)
    assert summary.summary(desk, Month("2026-11")).sentences.better.zh == f"感谢{MARK}的帮助"
    with desk.record.read() as tx:
        entered = tx.ledger.told(EntryKind.THINNED, "closed_as")
        (closed,) = tx.summary.closed(Month("2026-11"), Month("2026-11"))
    assert (entered["month"], entered["closed_as"]) == ("2026-11", closed.sha256)
    assert entered["sha256"] == hashlib.sha256(closed.document.encode()).hexdigest()
    assert accounts.verify_ledger(desk.record).ok


def test_what_is_written_on_a_closed_case_keeps_it_for_its_period(desk: Desk, clock: Clock) -> None:
    for case in (ONE, TWO):
        dismissing.dismiss(desk, case, reason="说的是实情")
    arrive(desk)
    clock.advance(days=725)
    contacts.log(desk, ONE, Channel.PHONE, reached=True, text="他说要起诉")
    clock.advance(days=10)
    assert retention.run(desk).cases == {Kept.RECORDS: 1}
    assert "车友1" in told(desk)
    contacts.log(desk, TWO, Channel.PHONE, reached=True, text="他又来电")
    clock.advance(days=725)
    assert retention.run(desk).cases == {Kept.RECORDS: 1}
    assert "他说要起诉" not in told(desk)
    assert "他又来电" in told(desk)
    clock.advance(days=10)
    assert retention.run(desk).cases == {Kept.RECORDS: 1}
    assert "他又来电" not in told(desk)
    assert accounts.verify_ledger(desk.record).ok


def test_what_lies_beside_the_record_is_cleaned_though_the_program_ended_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = desk.record.folder / "weekly"
    folder.mkdir()
    backups = (folder / "copy.steward", folder / "copy")
    for path in backups:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(MARKER, "1")
    (folder / "mine.zip").write_bytes(b"PK")
    dismissing.dismiss(desk, ONE)
    arrive(desk)
    asked = data_requests.open_request(desk, What.DELETION, "u-1")

    def ends(*_told: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(forgetting, "clean", ends)
        with pytest.raises(KeyboardInterrupt):
            forgetting.carry_out(desk, asked.request.case)
    assert all(path.exists() for path in backups)
    forgetting.remember(desk)
    assert [path.name for path in folder.iterdir()] == ["mine.zip"]
    assert "车友1" not in told(desk)
