"""The library of texts, on both engines: versions stay, reviews run out, rights hold."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

import make
from app.domain.decisions import DecisionKind
from app.domain.members import MemberId
from app.domain.roles import Account, Role
from app.domain.texts import NewText, Standing, key_of_template
from app.errors import (
    NoRight,
    NoSuchAnswer,
    NotYourText,
    TextChanged,
    TextNotFound,
    TextNotReviewable,
    TextNotUsable,
    TextRetired,
    TextWithoutName,
)
from app.operations import accounts, intake, letters, texts
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.conftest import Clock

SAID = NewText("coaching", "zh", "充电桩占位", "{昵称}，您好，{具体位置}。{署名}", "远山 E5 OTA 3.2")


@pytest.fixture
def other(desk: Desk, clock: Clock) -> Desk:
    """Another moderator, who is nothing more."""
    account = accounts.register(desk.record, SignIn(make.info("u-902", "阿澄"), "print-2", None), clock())
    assert account.roles == frozenset({Role.MODERATOR})
    return replace(desk, me=account)


def _days(desk: Desk, days: int) -> date:
    return texts.today(desk) + timedelta(days=days)


def _entries(desk: Desk, kind: str) -> list[str]:
    with desk.record.connection() as connection:
        return list(
            connection.execute(
                sa.text("SELECT body FROM ledger WHERE kind = :kind ORDER BY seq"), {"kind": kind}
            ).scalars()
        )


def test_a_text_can_be_used_once_legal_has_reviewed_it(desk: Desk) -> None:
    kept = texts.add(desk, SAID).text
    assert (kept.version, kept.said, kept.owner.name) == (1, SAID, "小北")
    assert key_of_template(kept.template) == kept.key
    assert texts.shown(desk, kept.key).standing is Standing.UNREVIEWED
    texts.review(desk, kept.key, until=_days(desk, 90))
    seen = texts.shown(desk, kept.key)
    assert seen.standing is Standing.GOOD
    assert seen.why.zh == f"法务已审，有效至 {_days(desk, 90)}"
    assert SAID.body in _entries(desk, "text.written")[0]
    assert _days(desk, 90).isoformat() in _entries(desk, "text.reviewed")[0]


@pytest.mark.parametrize(
    ("later", "how", "usable"),
    [(0, Standing.GOOD, True), (16, Standing.DUE, True), (30, Standing.DUE, True), (31, Standing.EXPIRED, False)],
)
def test_a_review_is_pointed_out_and_then_runs_out(
    desk: Desk, clock: Clock, later: int, how: Standing, usable: bool
) -> None:
    key = texts.add(desk, SAID).text.key
    texts.review(desk, key, until=_days(desk, 30))
    clock.advance(days=later)
    seen = texts.shown(desk, key)
    assert seen.standing is how
    assert seen.standing.usable is usable
    if how is Standing.DUE:
        assert f"{30 - later} 天后到期" in seen.why.zh


def test_an_edit_is_a_new_version_that_needs_its_own_review(desk: Desk) -> None:
    first = texts.add(desk, SAID).text
    texts.review(desk, first.key, until=_days(desk, 90))
    second = texts.edit(desk, first.key, replace(SAID, body="{昵称}，您好。"), base=1).text
    assert (second.version, second.said.body, second.review) == (2, "{昵称}，您好。", None)
    assert texts.shown(desk, first.key).standing is Standing.UNREVIEWED
    before = texts.versions(desk, first.key)
    assert [(one.version, one.said.body) for one in before] == [(2, "{昵称}，您好。"), (1, SAID.body)]
    assert before[1].review is not None


def test_an_edit_that_says_the_same_makes_no_version(desk: Desk) -> None:
    first = texts.add(desk, SAID).text
    again = texts.edit(desk, first.key, replace(SAID, name=f" {SAID.name} "), base=1)
    assert again.text.version == 1
    assert not again.changes.areas
    assert len(_entries(desk, "text.written")) == 1


def test_an_edit_on_an_older_version_is_refused(desk: Desk) -> None:
    key = texts.add(desk, SAID).text.key
    texts.edit(desk, key, replace(SAID, body="新的"), base=1)
    with pytest.raises(TextChanged):
        texts.edit(desk, key, replace(SAID, body="也是新的"), base=1)
    with pytest.raises(TextChanged):
        texts.review(desk, key, until=_days(desk, 9), version=1)


def test_moderators_write_their_own_and_a_lead_any(desk: Desk, other: Desk) -> None:
    theirs = texts.add(other, SAID).text
    ours = texts.add(desk, SAID).text
    with pytest.raises(NotYourText, match="小北"):
        texts.edit(other, ours.key, replace(SAID, body="改"), base=1)
    with pytest.raises(NotYourText):
        texts.retire(other, ours.key)
    with pytest.raises(NoRight):
        texts.review(other, theirs.key, until=_days(desk, 9))
    assert [one.mine_to_change for one in texts.library(other)] == [True, False]
    assert texts.edit(desk, theirs.key, replace(SAID, body="组长改的"), base=1).text.by.name == "小北"
    assert texts.shown(desk, theirs.key).text.owner.name == "阿澄"


def test_who_is_only_manager_reviews_but_does_not_write(desk: Desk, other: Desk) -> None:
    key = texts.add(other, SAID).text.key
    manager = replace(desk, me=Account(desk.me.id, desk.me.name, frozenset({Role.MANAGER})))
    assert texts.review(manager, key, until=_days(desk, 9)).text.review is not None
    with pytest.raises(NoRight):
        texts.add(manager, SAID)


def test_a_retired_text_stays_and_is_left_alone(desk: Desk) -> None:
    key = texts.add(desk, SAID).text.key
    later = texts.add(desk, replace(SAID, name="另一条")).text.key
    texts.review(desk, key, until=_days(desk, 9))
    texts.retire(desk, key)
    assert texts.shown(desk, key).standing is Standing.RETIRED
    assert [one.text.key for one in texts.library(desk)] == [later, key]
    assert [one.text.key for one in texts.library(desk, retired=False)] == [later]
    for act in (
        lambda: texts.retire(desk, key),
        lambda: texts.edit(desk, key, SAID, base=1),
        lambda: texts.review(desk, key, until=_days(desk, 9)),
    ):
        with pytest.raises(TextRetired):
            act()


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (replace(SAID, answer="dismissal"), NoSuchAnswer),
        (replace(SAID, name="  "), TextWithoutName),
        (replace(SAID, body="\u200b"), TextWithoutName),
    ],
)
def test_what_says_nothing_is_not_kept(desk: Desk, said: NewText, error: type[Exception]) -> None:
    with pytest.raises(error):
        texts.add(desk, said)
    assert texts.library(desk) == []


def test_a_review_of_yesterday_and_a_text_that_is_not_there_are_refused(desk: Desk) -> None:
    key = texts.add(desk, SAID).text.key
    with pytest.raises(TextNotReviewable):
        texts.review(desk, key, until=_days(desk, -1))
    with pytest.raises(TextNotFound):
        texts.versions(desk, key + 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE text_versions SET body = 'x'",
        "UPDATE texts SET owner_id = 'u-902'",
        "UPDATE texts SET retired_at = 9",
        "UPDATE text_reviews SET valid_until = '2099-01-01'",
        "DELETE FROM text_versions",
        "DELETE FROM text_reviews",
        "DELETE FROM texts",
        "INSERT INTO text_versions (text_key, version, name, body, fits, by_id, by_name, at) "
        "VALUES (99, 1, 'a', 'b', '', 'u-901', '', 0)",
        "INSERT INTO text_reviews (text_key, version, valid_until, by_id, by_name, at) "
        "VALUES (1, 7, '2099-01-01', 'u-901', '', 0)",
    ],
)
def test_the_database_keeps_every_version_as_it_was(desk: Desk, statement: str) -> None:
    key = texts.add(desk, SAID).text.key
    texts.review(desk, key, until=_days(desk, 9))
    texts.retire(desk, key)
    with pytest.raises(sa.exc.DatabaseError), desk.record.connection() as connection:
        connection.execute(sa.text(statement))
    assert texts.versions(desk, key)[0].said == SAID


def test_a_version_is_not_replaced_unseen(lite_desk: Desk) -> None:
    texts.add(lite_desk, SAID)
    with (
        pytest.raises(sa.exc.DatabaseError, match="does not change"),
        lite_desk.record.connection() as connection,
    ):
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO text_versions SELECT text_key, version, name, 'x', fits, by_id, by_name, at "
            "FROM text_versions"
        )


def test_an_owner_is_an_account_of_the_team(desk: Desk) -> None:
    stranger = replace(desk, me=Account(MemberId("u-9"), "谁", frozenset({Role.MODERATOR})))
    with pytest.raises(sa.exc.IntegrityError):
        texts.add(stranger, SAID)


# --- in the letters -------------------------------------------------------------------------------------


def _chosen(desk: Desk, template: str) -> letters.Letter:
    return letters.draft(
        desk, make.case(1).id, answer=DecisionKind.COACHING, template=template, article=9, language="en"
    )


def test_a_reviewed_text_is_a_letter_to_begin_with_in_its_own_language(desk: Desk, clock: Clock) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    kept = texts.add(desk, SAID).text
    with pytest.raises(TextNotUsable, match="充电桩占位"):
        _chosen(desk, kept.template)
    texts.review(desk, kept.key, until=_days(desk, 3))
    letter = _chosen(desk, kept.template)
    assert letter.text.startswith("车友1，您好，“加我头像，贴膜全网最低”这一段读起来有点像广告。小北")
    assert letter.gaps == ()
    clock.advance(days=4)
    with pytest.raises(TextNotUsable, match="ran out"):
        _chosen(desk, kept.template)


def test_a_case_offers_the_texts_of_its_language_the_usable_and_the_others(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    chinese = texts.add(desk, SAID).text
    texts.add(desk, replace(SAID, language="en", body="Hello {nickname}"))
    texts.add(desk, replace(SAID, answer="sanction.standard"))
    retired = texts.add(desk, replace(SAID, name="旧的"))
    texts.retire(desk, retired.text.key)
    offered = case_view(desk, make.case(1).id).texts
    assert [(one.text.key, one.standing) for one in offered] == [(chinese.key, Standing.UNREVIEWED)]


def test_a_text_for_another_answer_is_no_reminder(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    kept = texts.add(desk, replace(SAID, answer="reply")).text
    with pytest.raises(ValueError, match="is for reply"):
        _chosen(desk, kept.template)


def test_a_letter_of_governing_can_come_from_the_library(desk: Desk) -> None:
    kept = texts.add(desk, replace(SAID, answer="lift.early", body="{昵称}，已解除。{署名}")).text
    texts.review(desk, kept.key, until=_days(desk, 3))
    letter = letters.governing_from(desk, kept.key, "lift.early", {"昵称": "老陈"})
    assert letter == letters.Letter("老陈，已解除。{署名}", ("{署名}",))
