"""Reporters are answered: once each, by what was found, never with what was done to whom."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from conftest import Clock

import make
from app.domain.appeals import Against
from app.domain.cases import CaseId
from app.domain.commands import CommandKind
from app.domain.decisions import ReportVerdict
from app.domain.members import MemberId, MemberRef
from app.domain.report_answers import ReporterRecord
from app.domain.reports import Report
from app.domain.roles import Role
from app.domain.sanctions import Outcome
from app.errors import (
    LockedOut,
    MeasureUnderway,
    NobodyToAnswer,
    NoSuchReport,
    NotForTrainees,
    ReasonForAnswer,
    ReportersAnswered,
    ReportNotJudged,
)
from app.operations import (
    accounts,
    appeals,
    coaching,
    delivery,
    dismissing,
    intake,
    outbox,
    report_answers,
    sanctions,
    undoing,
)
from app.operations.accounts import SignIn
from app.operations.appeals import Came, Verdict
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.report_answers import Reply
from app.operations.sanctions import Wish

ATTACK = "你就是个水货，全家都是骗子，滚出车友圈。"
EVERY = tuple(CommandKind)
XIAOMAN = MemberRef(MemberId("u-m"), "小满")
OLD_ZHOU = MemberRef(MemberId("u-z"), "老周")


def _report(number: int, by: MemberRef | None, reason: str = "骂人") -> Report:
    return Report(f"r-{number}", make.NOON + timedelta(minutes=number), reason, by, "abuse")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    reports = (_report(1, XIAOMAN), _report(2, OLD_ZHOU, "He insults people"), _report(3, XIAOMAN), _report(4, None))
    found = [replace(make.case(number, text=ATTACK), reports=reports) for number in (1, 2, 3)]
    intake.on_pulled(desk, make.page(*found, replace(make.case(9), reports=())))
    return desk


@pytest.fixture
def another(desk: Desk) -> Callable[..., Desk]:
    def register(account: str, *roles: Role) -> Desk:
        sign_in = SignIn(make.info(account, account, able=EVERY), f"print-{account}", f"t-{account}")
        me = accounts.register(desk.record, sign_in, desk.clock())
        return replace(desk, me=replace(me, roles=frozenset(roles) or me.roles))

    return register


def _case(number: int) -> CaseId:
    return make.case(number).id


def _deliver(*desks: Desk) -> None:
    """What waits arrives."""
    for desk in desks:
        while command := delivery.on_sending(desk):
            delivery.on_sent(desk, command, make.receipt(version="2"))


def _letters(desk: Desk, case: CaseId, replied: report_answers.Replied) -> dict[str, str]:
    sent = [one for one in outbox.outbox(desk) if one.id in replied.decided.commands]
    assert all(one.intent.kind is CommandKind.MESSAGE and one.intent.case_id == case for one in sent)
    assert len({one.intent.member_id for one in sent}) == len(sent)
    return {str(one.intent.member_id): one.intent.text for one in sent}


def test_each_reporter_is_told_once_in_their_language_and_nothing_of_the_measure(desk: Desk) -> None:
    sanctions.sanction(desk, _case(1), Wish(article=3))
    _deliver(desk)
    replied = report_answers.answer_reports(desk, _case(1))
    letters = _letters(desk, _case(1), replied)
    assert set(letters) == {"u-m", "u-z"}
    assert replied.unknown == 1
    assert "认为成立" in letters["u-m"]
    assert "It was right" in letters["u-z"]
    for text in letters.values():
        assert not any(word in text for word in ("警告", "禁言", "warning", desk.me.name, "{"))
    view = case_view(desk, _case(1))
    assert set(view.governed.verdicts.values()) == {ReportVerdict.UPHELD}
    assert view.case.state == "closed"
    assert accounts.verify_ledger(desk.record).ok


def test_nobody_is_answered_twice(desk: Desk, another: Callable[..., Desk]) -> None:
    dismissing.dismiss(desk, _case(1), reason="没有")
    first = report_answers.answer_reports(desk, _case(1))
    with pytest.raises(ReportersAnswered) as said:
        report_answers.answer_reports(another("u-2"), _case(1))
    assert desk.me.name in str(said.value)
    with pytest.raises(ReportersAnswered):
        report_answers.answer_reports(desk, _case(1), Reply({"r-1": ReportVerdict.UPHELD}))
    undoing.undo(desk, [first.decided.decision])
    assert report_answers.answer_reports(desk, _case(1)).to


def test_one_who_reports_later_is_answered_alone(desk: Desk) -> None:
    dismissing.dismiss(desk, _case(1), reason="没有")
    report_answers.answer_reports(desk, _case(1))
    late = replace(
        make.case(1, version="2", text=ATTACK),
        reports=(
            *(_report(number, XIAOMAN) for number in (1, 2, 3, 4)),
            _report(5, MemberRef(MemberId("u-n"), "小新")),
        ),
    )
    intake.on_pulled(desk, make.page(late, cursor="cursor-2"))
    assert [one.id for one in report_answers.answer_reports(desk, _case(1)).to] == ["u-n"]


def test_before_anything_was_found_there_is_nothing_to_say(desk: Desk) -> None:
    with pytest.raises(ReportNotJudged):
        report_answers.answer_reports(desk, _case(1))
    coaching.coach(desk, _case(1), article=3, message="您好，请改一下。")
    with pytest.raises(ReportNotJudged):
        report_answers.answer_reports(desk, _case(1))  # the author may correct it yet
    with pytest.raises(NobodyToAnswer):
        report_answers.answer_reports(desk, _case(9))
    with pytest.raises(NoSuchReport):
        report_answers.answer_reports(desk, _case(1), Reply({"r-77": ReportVerdict.UPHELD}))


def test_malicious_and_organised_reports_are_verdicts_with_a_reason(desk: Desk) -> None:
    dismissing.dismiss(desk, _case(1), reason="没有")
    said = {"r-1": ReportVerdict.MALICIOUS, "r-3": ReportVerdict.MALICIOUS, "r-2": ReportVerdict.ORGANISED}
    with pytest.raises(ReasonForAnswer):
        report_answers.answer_reports(desk, _case(1), Reply(said))
    replied = report_answers.answer_reports(desk, _case(1), Reply(said, reason="同一句话，同一分钟"))
    letters = _letters(desk, _case(1), replied)
    assert "举报通道是给真正需要帮助的车友留的" in letters["u-m"]
    assert "同一句话" not in letters["u-m"]
    assert letters["u-z"].startswith("Dear 老周")
    standing = report_answers.standing(desk, _case(2))
    assert standing.records[XIAOMAN.id] == ReporterRecord(6, 0, 2, judged=2)
    assert standing.records[XIAOMAN.id].words.zh == "举报 6 次，成立 0，恶意 2"
    with desk.record.connection() as connection:
        bodies = connection.execute(sa.text("SELECT body FROM ledger WHERE kind = 'decision.made'")).scalars().all()
    assert json.loads(bodies[-1])["kind"] == "feedback"


def test_of_several_reports_by_one_person_the_kindest_word_is_told(desk: Desk) -> None:
    dismissing.dismiss(desk, _case(1), reason="没有")
    replied = report_answers.answer_reports(
        desk, _case(1), Reply({"r-1": ReportVerdict.MALICIOUS, "r-3": ReportVerdict.UPHELD}, reason="一次是真的")
    )
    assert "认为成立" in _letters(desk, _case(1), replied)["u-m"]


def test_a_letter_of_ones_own_takes_the_place_of_the_standard_one(desk: Desk) -> None:
    dismissing.dismiss(desk, _case(1), reason="没有")
    replied = report_answers.answer_reports(desk, _case(1), Reply(messages={ReportVerdict.NOT_UPHELD: "谢谢您留意。"}))
    assert set(_letters(desk, _case(1), replied).values()) == {"谢谢您留意。"}


def test_an_overturned_sanction_takes_its_word_on_the_reports_with_it(desk: Desk, another: Callable[..., Desk]) -> None:
    sanctions.sanction(desk, _case(1), Wish(article=3))
    appeal = appeals.enter(desk, _case(1), Came("我没有骂人。")).appeal
    appeals.answer(another("u-2"), appeal.id, Verdict(Outcome.OVERTURNED, "说的是车"))
    assert set(report_answers.standing(desk, _case(1)).verdicts.values()) == {ReportVerdict.NOT_UPHELD}


def test_many_decided_cases_are_answered_at_once(desk: Desk, clock: Clock) -> None:
    dismissing.dismiss(desk, _case(1), reason="没有")
    clock.advance(minutes=1)
    sanctions.sanction(desk, _case(2), Wish(article=3))
    _deliver(desk)
    waiting = report_answers.unanswered(desk)
    assert [(one.case_id, one.reporters) for one in waiting] == [(_case(2), 2), (_case(1), 2)]
    batch = report_answers.answer_many(desk, [*(one.case_id for one in waiting), _case(3)])
    assert [one.case for one in batch.decided] == [_case(2), _case(1)]
    assert [case for case, _ in batch.refused] == [_case(3)]
    assert report_answers.unanswered(desk) == []
    clock.advance(days=20)
    assert report_answers.unanswered(desk) == []


def test_what_was_decided_long_ago_is_left_alone(desk: Desk, clock: Clock) -> None:
    dismissing.dismiss(desk, _case(1), reason="没有")
    clock.advance(days=20)
    assert report_answers.unanswered(desk) == []
    assert report_answers.answer_reports(desk, _case(1)).to  # who asks for it gets it


def test_an_answered_reporter_appeals_against_the_answer_within_its_own_term(
    desk: Desk, another: Callable[..., Desk], clock: Clock
) -> None:
    dismissing.dismiss(desk, _case(1), reason="没有")
    clock.advance(days=10)
    second, third = another("u-2"), another("u-3")
    report_answers.answer_reports(second, _case(1))
    clock.advance(days=10)
    appeal = appeals.enter(third, _case(1), Came("请再看一次。", by=XIAOMAN.id)).appeal
    assert appeal.against is Against.REPORT_REJECTED
    for locked in (desk, second):  # who closed the case, and who answered
        with pytest.raises(LockedOut):
            appeals.answer(locked, appeal.id, Verdict(Outcome.UPHELD, "仍然不是"))
    _raw_outcome_refused(desk, appeal.id)
    appeals.answer(third, appeal.id, Verdict(Outcome.OVERTURNED, "确实是骂人"))
    sanctions.sanction(third, _case(1), Wish(article=3))
    _deliver(desk, second, third)
    again = report_answers.answer_reports(third, _case(1))  # what is found then is told anew
    assert {one.id for one in again.to} == {"u-m", "u-z"}
    assert "认为成立" in _letters(third, _case(1), again)["u-m"]


def _raw_outcome_refused(desk: Desk, appeal: str) -> None:
    """Who closed the case has a decision of the right kind, and still the database does not take their outcome."""
    insert = sa.text(
        "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, state_after, text, "
        "reason, basis_current) SELECT 'raw', case_key, 'appeal', by_id, by_name, at, revision, 'closed', 'closed', "
        "'', '', false FROM decisions WHERE kind = 'dismissal'"
    )
    outcome = sa.text(
        "INSERT INTO appeal_outcomes (decision_id, appeal_id, by_id, at, outcome) SELECT id, :appeal, by_id, 1, "
        "'upheld' FROM decisions WHERE id = 'raw'"
    )
    with desk.record.connection() as connection:
        connection.execute(insert)
    with pytest.raises(sa.exc.IntegrityError, match="took part"), desk.record.connection() as connection:
        connection.execute(outcome, {"appeal": appeal})


def test_a_trainee_answers_nobody(desk: Desk, another: Callable[..., Desk]) -> None:
    dismissing.dismiss(desk, _case(1), reason="没有")
    with pytest.raises(NotForTrainees):
        report_answers.answer_reports(another("u-new", Role.MODERATOR, Role.TRAINEE), _case(1))


def test_the_letters_are_shown_before_each_language_and_finding_once(desk: Desk) -> None:
    dismissing.dismiss(desk, _case(1), reason="没有")
    chinese, english = report_answers.preview(desk, _case(1))
    assert ([one.id for one in chinese.to], [one.id for one in english.to]) == (["u-m"], ["u-z"])
    assert "没有认定为违规" in chinese.text
    assert english.text.startswith("Dear 老周")
    malicious, _ = report_answers.preview(desk, _case(1), dict.fromkeys(("r-1", "r-3"), ReportVerdict.MALICIOUS))
    assert "举报通道是给真正需要帮助的车友留的" in malicious.text
    replied = report_answers.answer_reports(desk, _case(1))
    assert _letters(desk, _case(1), replied) == {"u-m": chinese.text, "u-z": english.text}
    assert report_answers.preview(desk, _case(1)) == []


def test_the_author_of_the_post_is_told_nothing_though_among_those_who_reported(desk: Desk) -> None:
    author = case_view(desk, _case(1)).case.author
    assert author is not None
    late = (_report(5, author, "我自己举报一下"),)
    intake.on_pulled(desk, make.page(replace(make.case(1, version="2", text=ATTACK), reports=late), cursor="cursor-2"))
    dismissing.dismiss(desk, _case(1), reason="没有")
    assert [one.reporters for one in report_answers.unanswered(desk)] == [2]
    assert {one.member.id for one in report_answers.standing(desk, _case(1)).to} == {"u-m", "u-z"}
    assert {one.id for one in report_answers.answer_reports(desk, _case(1)).to} == {"u-m", "u-z"}
    assert report_answers.unanswered(desk) == []


def test_nobody_is_told_while_the_decision_can_be_taken_back_or_has_not_arrived(desk: Desk, clock: Clock) -> None:
    sanctions.sanction(desk, _case(1), Wish(article=3))
    assert report_answers.standing(desk, _case(1)).refused is not None
    with pytest.raises(MeasureUnderway):
        report_answers.answer_reports(desk, _case(1))
    _deliver(desk)
    assert report_answers.standing(desk, _case(1)).refused is None
    assert report_answers.answer_reports(desk, _case(1)).to
    dismissing.dismiss(desk, _case(2), reason="没有", hold=timedelta(seconds=8))
    with pytest.raises(MeasureUnderway):
        report_answers.answer_reports(desk, _case(2))
    clock.advance(minutes=1)
    assert report_answers.answer_reports(desk, _case(2)).to
